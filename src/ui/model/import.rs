//! Lists of questions on their way into the library, and out of it.

use std::path::PathBuf;

use crate::domain::import::batch::Batch;

/// What was read and waits to be added.
#[derive(Debug, Default)]
pub struct Import {
    pub batch: Batch,
    /// How many questions of the batch are ticked.
    pub chosen: usize,
    /// Goes up when the batch is another one, so that the view knows when what it laid out is stale.
    pub revision: u64,
    pub stage: Stage,
    /// Files that gave nothing.
    pub refused: Vec<Refused>,
    /// What was to be added and is not on the disk.
    pub unsaved: Option<Unsaved>,
    pub export: ExportState,
}

/// What goes on meanwhile.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Stage {
    #[default]
    Waiting,
    Reading(Reading),
    /// So many questions are being saved.
    Adding(usize),
}

/// How far reading has come.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// What is being read.
    pub name: String,
    /// Its number, counted from one, and how many there are.
    pub number: usize,
    pub of: usize,
    /// How much of all of it is read, from 0 to 1.
    pub share: f32,
    /// Whether it was told to stop and has not yet.
    pub stopping: bool,
}

/// A file that gave nothing, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub name: String,
    pub why: String,
}

/// Questions that could not be saved, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsaved {
    pub count: usize,
    pub why: String,
}

/// How far handing out has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ExportState {
    #[default]
    Waiting,
    Writing,
    /// A file of this name is there; it is replaced only when the user says so.
    IsThere(PathBuf),
    Failed(String),
}

impl Import {
    /// Whether there is something to tick.
    #[must_use]
    pub fn has_preview(&self) -> bool {
        !self.batch.is_empty()
    }

    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.stage != Stage::Waiting
    }
}
