//! `library.ron`: that a folder is a library, which one, and since when.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::values;
use crate::store::document::{Check, Document, ReadFault};

/// What makes a folder a library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LibraryHead {
    pub id: String,
    pub created_at: Timestamp,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LibraryDisk {
    id: String,
    created_at: String,
}

impl Document for LibraryHead {
    const KIND: &'static str = "library";
    const ABOUT: &'static str =
        "This folder is a library of Starling: answers to interview questions, recorded for practice.";
    const VERSION: u32 = 1;
    type OnDisk = LibraryDisk;

    fn to_disk(&self) -> LibraryDisk {
        LibraryDisk { id: self.id.clone(), created_at: self.created_at.to_string() }
    }

    fn from_disk(disk: LibraryDisk, check: &mut Check<'_, '_>) -> Result<Self, ReadFault> {
        Ok(Self {
            id: values::own_id(disk.id, &check.field("id"))?,
            created_at: values::moment(&disk.created_at, &mut check.field("created_at")),
        })
    }
}
