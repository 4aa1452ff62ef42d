//! The handle on an open library, and what every change of it begins with.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::clock::Clock;
use super::error::StoreError;
use super::files::Files;
use super::fs::Lock;
use super::ids;
use super::index::Index;
use super::layout::{Layout, TAKES_FOLDER};
use super::moves::{Moves, Unsettled};
use super::names;
use super::recording;
use super::schema::SettingsFile;
use crate::domain::story::StoryId;
use crate::domain::take::{Take, TakeId};

/// What a library is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Nobody else can open it for writing meanwhile.
    Write,
    /// Nothing is locked and nothing is changed.
    ReadOnly,
}

/// An open library. It holds the lock while it lives.
pub struct Store {
    pub(super) files: Files,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) layout: Layout,
    pub(super) index: Index,
    pub(super) settings: SettingsFile,
    pub(super) unsettled: Option<Unsettled>,
    /// Which library this is, as `library.ron` says; `None` where that cannot be read.
    pub(super) id: Option<String>,
    pub(super) access: Access,
    pub(super) _lock: Option<Box<dyn Lock>>,
}

impl Store {
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    #[must_use]
    pub const fn access(&self) -> Access {
        self.access
    }

    #[must_use]
    pub fn new_story_id(&self) -> StoryId {
        StoryId(ids::new_id(self.clock.now()))
    }

    #[must_use]
    pub fn new_take_id(&self) -> TakeId {
        TakeId(ids::new_id(self.clock.now()))
    }

    /// Where a take's recording lies.
    #[must_use]
    pub fn take_audio_path(&self, take: &Take) -> PathBuf {
        match self.index.takes.get(&take.id) {
            Some(document) => document.with_file_name(recording::file_that_is_there(
                &self.files,
                document,
                &take.recording.file,
            )),
            None => self.takes_folder(take.story.as_ref()).join(&take.recording.file),
        }
    }

    pub(super) fn takes_folder(&self, story: Option<&StoryId>) -> PathBuf {
        let folder = story.and_then(|id| self.index.stories.get(id)).cloned();
        folder.unwrap_or_else(|| self.layout.unfiled()).join(TAKES_FOLDER)
    }

    pub(super) fn ensure_folder(&self, folder: &Path) -> Result<(), StoreError> {
        self.files
            .ensure_folder(self.layout.root(), folder)
            .map_err(StoreError::io("The folder could not be made", folder))
    }

    /// Sees that the library may be changed and that no earlier change is half made.
    pub(super) fn begin_change(&mut self) -> Result<(), StoreError> {
        if self.access == Access::ReadOnly {
            return Err(StoreError::ReadOnly);
        }
        match self.unsettled.take().map(|unsettled| unsettled.settle(&self.files, &self.layout)) {
            None | Some(Ok(())) => Ok(()),
            Some(Err((error, left))) => {
                self.unsettled = Some(left);
                Err(error)
            }
        }
    }

    pub(super) fn make_moves(&mut self, moves: &Moves) -> Result<(), StoreError> {
        match moves.make(&self.files, &self.layout) {
            Ok(left) => {
                self.unsettled = left;
                Ok(())
            }
            Err((error, left)) => {
                self.unsettled = left;
                Err(error)
            }
        }
    }
}

/// Ids become parts of names, so they may not lead elsewhere.
pub(super) fn check_name(id: &str) -> Result<(), StoreError> {
    if names::is_safe(id) { Ok(()) } else { Err(StoreError::UnsafeName { name: id.to_owned() }) }
}
