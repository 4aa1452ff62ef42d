//! Moving several files as one: the list of moves is on the disk before the first is made and goes after the
//! last, so that a crash in between is finished at the next start, and a failure is taken back.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::document::{self, Check, Document, ReadFault};
use super::error::StoreError;
use super::files::Files;
use super::fs::Kind;
use super::layout::Layout;
use super::warning::Warning;

/// From where to where, one after another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Moves(pub Vec<(PathBuf, PathBuf)>);

/// The same in the file, with paths inside the library.
#[derive(Debug, PartialEq)]
struct MovesFile(Vec<(String, String)>);

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct MovesDisk {
    moves: Vec<MoveDisk>,
}

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct MoveDisk {
    from: String,
    to: String,
}

impl Document for MovesFile {
    const KIND: &'static str = "moves";
    const ABOUT: &'static str = "Files that Starling is moving just now. It finishes this at the next start.";
    const VERSION: u32 = 1;
    type OnDisk = MovesDisk;

    fn to_disk(&self) -> MovesDisk {
        let moves = self.0.iter().map(|(from, to)| MoveDisk { from: from.clone(), to: to.clone() });
        MovesDisk { moves: moves.collect() }
    }

    fn from_disk(disk: MovesDisk, _check: &mut Check<'_, '_>) -> Result<Self, ReadFault> {
        Ok(Self(disk.moves.into_iter().map(|MoveDisk { from, to }| (from, to)).collect()))
    }
}

/// What must be done before anything else is changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unsettled {
    /// The moves were made or taken back, but their list is still there.
    List,
    /// Some moves of a failed change could not be taken back.
    Back(Moves),
    /// Some moves of an earlier run could not be made.
    Forward(Moves),
}

const FAILED: &str = "The files could not be moved";
const STAYS: &str =
    "What was being moved stays where it is. Delete the list of moves when everything is in its place.";

impl Moves {
    /// Makes all the moves or none.
    ///
    /// # Errors
    /// What prevented it, and what is left to be settled before the next change, if anything.
    pub fn make(
        &self,
        files: &Files,
        layout: &Layout,
    ) -> Result<Option<Unsettled>, (StoreError, Option<Unsettled>)> {
        self.prepare(files, layout).map_err(|error| (error, None))?;
        let list = layout.moves();
        let text = self.text(layout).map_err(|error| (error, None))?;
        if let Err(fault) = files.replace(&list, text.as_bytes()) {
            let left = (fault.replaced && remove_list(files, layout).is_err()).then_some(Unsettled::List);
            return Err((StoreError::io(FAILED, &list)(fault.error), left));
        }
        match self.go(files) {
            Ok(()) => Ok(remove_list(files, layout).is_err().then_some(Unsettled::List)),
            Err(error) => Err((error, self.take_back(files, layout))),
        }
    }

    /// Whether there is a list of moves; a link or a device of its name is none.
    pub fn are_listed(files: &Files, layout: &Layout) -> std::io::Result<bool> {
        Ok(files.meta(&layout.moves())?.is_some_and(|meta| meta.kind == Kind::File))
    }

    /// Finishes what an earlier run began, as far as it can be finished.
    pub fn resume(files: &Files, layout: &Layout) -> (Option<Unsettled>, Vec<Warning>) {
        let list = layout.moves();
        let read = Self::are_listed(files, layout).and_then(|there| {
            if there { files.read_if_there(&list, MovesFile::MAX_BYTES) } else { Ok(None) }
        });
        let bytes = match read {
            Ok(None) => return (None, Vec::new()),
            Ok(Some(bytes)) => bytes,
            Err(error) => {
                let warning =
                    Warning::io(&list, "The list of moves from the last time cannot be read", &error);
                return (None, vec![warning]);
            }
        };
        let moves =
            document::read::<MovesFile>(&bytes).ok().and_then(|read| Self::inside(layout, &read.value));
        let Some(moves) = moves else {
            let what = format!("The list of moves from the last time cannot be read. {STAYS}");
            return (None, vec![Warning::new(list, what)]);
        };
        match moves.go(files).and_then(|()| remove_list(files, layout)) {
            Ok(()) => (None, Vec::new()),
            Err(error) if error.is_blocked_way() => {
                let what = format!("{error} {STAYS}");
                (None, vec![Warning::new(list, what)])
            }
            Err(error) => {
                let what = format!("A change from the last time is not finished: {error}");
                (Some(Unsettled::Forward(moves)), vec![Warning::new(list, what)])
            }
        }
    }

    fn inside(layout: &Layout, file: &MovesFile) -> Option<Self> {
        let path = |(from, to): &(String, String)| Some((layout.outside(from)?, layout.outside(to)?));
        file.0.iter().map(path).collect::<Option<_>>().map(Self)
    }

    fn text(&self, layout: &Layout) -> Result<String, StoreError> {
        let pair = |(from, to): &(PathBuf, PathBuf)| Some((layout.inside(from)?, layout.inside(to)?));
        let moves: Option<Vec<_>> = self.0.iter().map(pair).collect();
        let list = layout.moves();
        let moves = moves.ok_or_else(|| StoreError::UnsafeName { name: list.display().to_string() })?;
        document::write(&MovesFile(moves), None).map_err(|fault| StoreError::write(&list, fault))
    }

    /// Sees that nothing is in the way and that every folder is there.
    fn prepare(&self, files: &Files, layout: &Layout) -> Result<(), StoreError> {
        for (index, (_, to)) in self.0.iter().enumerate() {
            let moved_away = self.0.iter().take(index).any(|(from, _)| from == to);
            if !moved_away && files.exists(to).map_err(StoreError::io(FAILED, to))? {
                return Err(StoreError::Occupied { path: to.clone() });
            }
            if let Some(folder) = to.parent() {
                files.ensure_folder(layout.root(), folder).map_err(StoreError::io(FAILED, folder))?;
            }
        }
        Ok(())
    }

    /// Makes the moves that are not made yet. What is in its new place already stays there.
    fn go(&self, files: &Files) -> Result<(), StoreError> {
        for (from, to) in &self.0 {
            move_one(files, from, to)?;
        }
        self.sync(files)
    }

    fn take_back(&self, files: &Files, layout: &Layout) -> Option<Unsettled> {
        let back = || {
            for (from, to) in self.0.iter().rev() {
                move_one(files, to, from)?;
            }
            self.sync(files)
        };
        match back() {
            Ok(()) => remove_list(files, layout).is_err().then_some(Unsettled::List),
            Err(_) => Some(Unsettled::Back(self.clone())),
        }
    }

    /// New names first, so that a file has two rather than none.
    fn sync(&self, files: &Files) -> Result<(), StoreError> {
        let (from, to): (Vec<_>, Vec<_>) =
            self.0.iter().map(|(from, to)| (from.parent(), to.parent())).unzip();
        let mut folders: Vec<&Path> = to.into_iter().chain(from).flatten().collect();
        let mut done = std::collections::BTreeSet::new();
        folders.retain(|folder| done.insert(folder.to_owned()));
        folders
            .into_iter()
            .try_for_each(|folder| files.sync_folder(folder).map_err(StoreError::io(FAILED, folder)))
    }
}

impl Unsettled {
    /// Brings the disk in line with what the program believes.
    pub fn settle(self, files: &Files, layout: &Layout) -> Result<(), (StoreError, Self)> {
        match self {
            Self::List => remove_list(files, layout).map_err(|error| (error, Self::List)),
            Self::Forward(moves) => moves
                .go(files)
                .and_then(|()| remove_list(files, layout))
                .map_err(|error| (error, Self::Forward(moves))),
            Self::Back(moves) => match moves.take_back(files, layout) {
                None => Ok(()),
                Some(left) => {
                    let error = std::io::Error::other("an earlier move could not be taken back");
                    Err((StoreError::io(FAILED, &layout.moves())(error), left))
                }
            },
        }
    }
}

fn move_one(files: &Files, from: &Path, to: &Path) -> Result<(), StoreError> {
    let there = |path: &Path| files.exists(path).map_err(StoreError::io(FAILED, path));
    if there(from)? && !there(to)? {
        files.rename(from, to).map_err(StoreError::io(FAILED, from))?;
    }
    Ok(())
}

fn remove_list(files: &Files, layout: &Layout) -> Result<(), StoreError> {
    let list = layout.moves();
    files
        .remove_file(&list)
        .and_then(|()| files.sync_folder(layout.root()))
        .map_err(StoreError::io(FAILED, &list))
}
