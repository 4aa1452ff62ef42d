//! What the views read: the library and the state of the program round it, as plain data.

pub mod devices;
mod figures;
pub mod import;
pub mod notices;
pub mod practice;
pub mod review;
pub mod snapshots;

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::bank::Bank;
use crate::domain::catalogue::Catalogue;
use crate::domain::guide::Guide;
use crate::domain::library::Library;
use crate::domain::settings::Preferences;
use crate::domain::take::{Take, TakeId};

use super::mode::Mode;
use super::shortcuts::{Keymap, Needs, Shortcut};

pub use figures::{Figures, Saved};

/// Everything a view may show.
#[derive(Debug)]
pub struct Model {
    pub library: Library,
    /// Every question on offer, kept in step with the library.
    pub catalogue: Catalogue,
    /// The cards and the maps of values, the user's own among them.
    pub guide: Arc<Guide>,
    /// Goes up with every change of the library, so that views know when what they looked up is stale.
    pub revision: u64,
    pub access: Access,
    /// Where the library lies, or would lie.
    pub library_path: PathBuf,
    pub preferences: Preferences,
    /// The keys in force, kept in step with the preferences.
    pub keymap: Keymap,
    pub devices: devices::Devices,
    /// How a move of the library goes, while there is one.
    pub moving: Option<Moving>,
    pub trash: Vec<TrashItem>,
    pub snapshots: snapshots::Snapshots,
    pub notices: notices::Notices,
    pub saving: Saving,
    /// What would be undone and done again, in a few words.
    pub undo: Option<String>,
    pub redo: Option<String>,
    pub now: Timestamp,
    /// Whether a dialog of the desktop is open, so that no second one is asked for.
    pub choosing: bool,
    pub import: import::Import,
    /// What the progress screen shows, worked out elsewhere.
    pub figures: Figures,
    pub practice: practice::Practice,
    /// What is heard and seen of the open take.
    pub review: review::Review,
}

impl Model {
    /// The words that are to be answered; empty where there is no question.
    #[must_use]
    pub fn asked(&self) -> &str {
        self.practice.asked(self.preferences.practice.ask_in)
    }

    #[must_use]
    pub fn new(library_path: PathBuf, preferences: Preferences, now: Timestamp) -> Self {
        Self {
            library: Library::default(),
            catalogue: Catalogue::new(Bank::built_in(), std::iter::empty()),
            guide: Arc::new(Guide::built_in().clone()),
            revision: 0,
            access: Access::Opening,
            library_path,
            keymap: Keymap::resolve(&preferences.keys).0,
            preferences,
            devices: devices::Devices::default(),
            moving: None,
            trash: Vec::new(),
            snapshots: snapshots::Snapshots::default(),
            notices: notices::Notices::default(),
            saving: Saving::Saved,
            undo: None,
            redo: None,
            now,
            choosing: false,
            import: import::Import::default(),
            figures: Figures::default(),
            practice: practice::Practice::default(),
            review: review::Review::default(),
        }
    }

    /// A take of the library, or the one that is on its way there.
    #[must_use]
    pub fn take(&self, id: &TakeId) -> Option<&Take> {
        let coming = || self.review.coming.as_deref().filter(|coming| coming.id == *id);
        self.library.take(id).or_else(coming)
    }

    /// Whether a row of the tables of keys makes sense here and now.
    #[must_use]
    pub fn offers(&self, shortcut: &Shortcut, mode: Mode) -> bool {
        let stage = self.practice.stage;
        let here = shortcut.mode == Mode::Anywhere || shortcut.mode == mode;
        here && match shortcut.needs {
            Needs::Nothing => true,
            Needs::Writing => self.is_writable(),
            Needs::SomethingToUndo => self.undo.is_some(),
            Needs::SomethingToRedo => self.redo.is_some(),
            Needs::Recording => stage == practice::Stage::Recording,
            Needs::Speaking => stage.is_speaking(),
            Needs::RoundUnderWay => stage.is_under_way(),
            Needs::NoRound => !stage.is_under_way(),
        }
    }

    /// Whether anything may be changed.
    #[must_use]
    pub fn is_writable(&self) -> bool {
        self.access == Access::Open
    }
}

/// How far the library can be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access {
    /// It is being read.
    Opening,
    Open,
    /// It is shown and not changed, for the reason given.
    ReadOnly(String),
    Closed(Obstacle),
}

/// Why a library is not open, for somebody who wants it to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obstacle {
    pub kind: ObstacleKind,
    /// What failed, why, and what to do: whole sentences.
    pub what: String,
}

/// What sort of obstacle it is, which decides what is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObstacleKind {
    /// Another window, or another program, holds it.
    Locked,
    /// A newer version of the program wrote it.
    FromTheFuture,
    /// Something else lies there.
    NotALibrary,
    /// The folder, or the disk it is on, is not there.
    Missing,
    /// It may be read and not written.
    ReadOnly,
    DiskFull,
    Other,
}

impl ObstacleKind {
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Locked => "This library is open elsewhere",
            Self::FromTheFuture => "This library comes from a newer version",
            Self::NotALibrary => "This folder is not a library",
            Self::Missing => "The library is not there",
            Self::ReadOnly => "This library cannot be written",
            Self::DiskFull => "The disk is full",
            Self::Other => "The library could not be opened",
        }
    }

    /// Whether the library can be shown without being changed.
    #[must_use]
    pub const fn can_be_read(self) -> bool {
        matches!(self, Self::Locked | Self::FromTheFuture | Self::ReadOnly | Self::DiskFull)
    }
}

/// A move of the library to another folder.
#[derive(Clone, Debug, PartialEq)]
pub struct Moving {
    pub to: PathBuf,
    /// How much of the way is done, from 0 to 1.
    pub done: f32,
    /// Whether the user asked for its end.
    pub stopping: bool,
}

/// Whether what was typed is on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saving {
    Saved,
    /// Typing goes on.
    Waiting,
    /// On its way to the disk.
    Writing,
    Failed,
}

/// Something deleted that can still be had back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrashItem {
    /// The name the store knows it by.
    pub id: String,
    pub title: String,
    pub kind: &'static str,
    pub deleted_at: Timestamp,
}
