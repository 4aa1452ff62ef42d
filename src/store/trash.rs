//! Deleting is moving to the trash, from where everything comes back whole for thirty days.
//!
//! Each deleted thing has a folder of its own there, with a record of what it was and where it lay.

mod questions;

use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::atomic::TEMPORARY;
use super::conflict;
use super::document::{self, Check, Document, ReadFault};
use super::error::StoreError;
use super::fs::Kind;
use super::handle::Store;
use super::index::fingerprint;
use super::layout::{self, DOCUMENT_ENDING, STORY_FILE, TAKES_FOLDER};
use super::load::read_document;
use super::moves::Moves;
use super::warning::Warning;
use crate::domain::question::Question;
use crate::domain::story::{Story, StoryId};
use crate::domain::take::{Take, TakeId};

/// The name of something in the trash.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TrashId(pub String);

/// What was deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deleted {
    Story,
    Take,
    Question,
    /// What a snapshot replaced when the user went back to it.
    Library,
}

/// Something in the trash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrashEntry {
    pub id: TrashId,
    pub kind: Deleted,
    pub title: String,
    pub deleted_at: Timestamp,
}

/// What came back.
#[derive(Clone, Debug, PartialEq)]
pub enum Restored {
    Story {
        story: Box<Story>,
        takes: Vec<Take>,
    },
    Take(Box<Take>),
    /// One, or those that came in together.
    Questions(Vec<Question>),
}

/// How long deleted things are kept, unless the user empties the trash.
pub const KEPT_DAYS: u32 = 30;

/// Things that seem to have been in the trash longer than this were put there while the clock was wrong.
const IMPLAUSIBLE_DAYS: u32 = 3_650;

const RECORD: &str = "deleted.ron";
const FAILED: &str = "This could not be deleted";
const NOT_RESTORED: &str = "This could not be brought back";

#[derive(Clone, Debug, PartialEq)]
struct Record {
    kind: Deleted,
    title: String,
    deleted_at: Timestamp,
    /// Where each thing lay, from the root of the library, and its name in the trash.
    things: Vec<(String, String)>,
}

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct RecordDisk {
    kind: String,
    title: String,
    deleted_at: String,
    things: Vec<ThingDisk>,
}

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct ThingDisk {
    was: String,
    is: String,
}

impl Deleted {
    const ALL: [Self; 4] = [Self::Story, Self::Take, Self::Question, Self::Library];

    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Story => "story",
            Self::Take => "take",
            Self::Question => "question",
            Self::Library => "library",
        }
    }
}

impl Document for Record {
    const KIND: &'static str = "deleted";
    const ABOUT: &'static str = "What lay here before it was deleted, so that Starling can bring it back.";
    const VERSION: u32 = 1;
    type OnDisk = RecordDisk;

    fn to_disk(&self) -> RecordDisk {
        RecordDisk {
            kind: self.kind.word().to_owned(),
            title: self.title.clone(),
            deleted_at: self.deleted_at.to_string(),
            things: self
                .things
                .iter()
                .map(|(was, is)| ThingDisk { was: was.clone(), is: is.clone() })
                .collect(),
        }
    }

    fn from_disk(disk: RecordDisk, check: &mut Check<'_, '_>) -> Result<Self, ReadFault> {
        let kind = Deleted::ALL.into_iter().find(|kind| kind.word() == disk.kind);
        Ok(Self {
            kind: kind.ok_or_else(|| check.field("kind").fault("This says nothing of what was deleted"))?,
            title: disk.title,
            deleted_at: disk.deleted_at.parse().map_err(|_| {
                check.field("deleted_at").fault("This should be a moment like 2026-11-20T13:49:38Z")
            })?,
            things: disk.things.into_iter().map(|ThingDisk { was, is }| (was, is)).collect(),
        })
    }
}

impl Store {
    /// Moves a story with its takes to the trash.
    ///
    /// # Errors
    /// Where it was not deleted, and why.
    pub fn delete_story(&mut self, id: &StoryId) -> Result<TrashId, StoreError> {
        self.begin_change()?;
        let folder = self.index.stories.get(id).cloned();
        let folder = folder.ok_or_else(|| StoreError::Unknown { what: "The story".to_owned() })?;
        let story = self.read_again::<Story>(&folder.join(STORY_FILE))?;
        let title = story.map_or_else(|| id.to_string(), |story| story.title);
        let trash = self.throw_away(Deleted::Story, &id.0, &title, std::slice::from_ref(&folder))?;
        self.index.stories.remove(id);
        self.index.takes.retain(|_, path| !path.starts_with(&folder));
        self.index.seen.retain(|path, _| !path.starts_with(&folder));
        Ok(trash)
    }

    /// Moves a take with its recording to the trash.
    ///
    /// # Errors
    /// Where it was not deleted, and why.
    pub fn delete_take(&mut self, id: &TakeId) -> Result<TrashId, StoreError> {
        self.begin_change()?;
        let document = self.take_document(id)?;
        let take = self.read_again::<Take>(&document)?;
        let title = take.map_or_else(|| id.to_string(), |take| take.question.text);
        let things = self.take_files(&document)?;
        let trash = self.throw_away(Deleted::Take, &id.0, &title, &things)?;
        self.index.takes.remove(id);
        self.index.seen.remove(&document);
        Ok(trash)
    }

    fn throw_away(
        &mut self,
        kind: Deleted,
        id: &str,
        title: &str,
        things: &[PathBuf],
    ) -> Result<TrashId, StoreError> {
        let (trash, folder, moves) = self.new_entry(kind, id, title, things)?;
        if let Err(error) = self.make_moves(&moves) {
            self.remove_if_empty(&folder);
            return Err(error);
        }
        Ok(trash)
    }

    /// Makes a folder in the trash with a record in it, and says what is to be moved there.
    pub(super) fn new_entry(
        &mut self,
        kind: Deleted,
        id: &str,
        title: &str,
        things: &[PathBuf],
    ) -> Result<(TrashId, PathBuf, Moves), StoreError> {
        let deleted_at = self.clock.now();
        let name = format!("{}-{}-{id}", layout::stamp(deleted_at), kind.word());
        let folder = self.free_name(self.layout.trash().join(name))?;
        let unsafe_name = |path: &PathBuf| StoreError::UnsafeName { name: path.display().to_string() };
        let (mut moves, mut kept) = (Vec::new(), Vec::new());
        for thing in things {
            let name = conflict::name_of(thing);
            let was =
                self.layout.inside(thing).filter(|_| !name.is_empty()).ok_or_else(|| unsafe_name(thing))?;
            kept.push((was, name.to_owned()));
            moves.push((thing.clone(), folder.join(name)));
        }
        let record = Record { kind, title: title.to_owned(), deleted_at, things: kept };
        let path = folder.join(RECORD);
        let text = document::write(&record, None).map_err(|fault| StoreError::write(&path, fault))?;
        self.ensure_folder(&folder)?;
        if let Err(fault) = self.files.replace(&path, text.as_bytes()) {
            self.remove_if_empty(&folder);
            return Err(StoreError::io(FAILED, &path)(fault.error));
        }
        let id = TrashId(conflict::name_of(&folder).to_owned());
        Ok((id, folder, Moves(moves)))
    }

    /// What is in the trash, the latest first, and what there cannot be understood.
    #[must_use]
    pub fn trash(&self) -> (Vec<TrashEntry>, Vec<Warning>) {
        let (mut entries, mut warnings) = (Vec::new(), Vec::new());
        let folders = self.trash_folders().unwrap_or_else(|error| {
            warnings.push(Warning::new(self.layout.trash(), error.to_string()));
            Vec::new()
        });
        for folder in folders {
            match self.read_entry(&folder) {
                Ok(Some((record, _))) => entries.push(TrashEntry {
                    id: TrashId(conflict::name_of(&folder).to_owned()),
                    kind: record.kind,
                    title: record.title,
                    deleted_at: record.deleted_at,
                }),
                Ok(None) => {}
                Err(warning) => warnings.push(warning),
            }
        }
        entries.sort_by(|a, b| (b.deleted_at, &b.id).cmp(&(a.deleted_at, &a.id)));
        (entries, warnings)
    }

    fn trash_folders(&self) -> Result<Vec<PathBuf>, StoreError> {
        let trash = self.layout.trash();
        let entries =
            self.files.list(&trash).map_err(StoreError::io("The trash could not be read", &trash))?;
        let ordinary =
            |(path, kind): &(PathBuf, Kind)| *kind == Kind::Folder && !super::files::is_temporary(path);
        Ok(entries.into_iter().filter(ordinary).map(|(path, _)| path).collect())
    }

    /// An entry's record and the things that are really there; `None` where there are none.
    fn read_entry(&self, folder: &Path) -> Result<Option<(Record, Moves)>, Warning> {
        let path = folder.join(RECORD);
        let record = read_document::<Record>(&self.files, &path).outcome?;
        let things =
            self.files.list(folder).map_err(|error| Warning::io(folder, "This cannot be read", &error))?;
        let things: Vec<&str> =
            things.iter().map(|(path, _)| conflict::name_of(path)).filter(|name| *name != RECORD).collect();
        let Some(record) = record else {
            let what = "Nothing says what this was, so it cannot be brought back by the program. Move it back by \
                        hand, or delete it.";
            return if things.is_empty() { Ok(None) } else { Err(Warning::new(folder, what)) };
        };
        let back = record.things.iter().filter(|(_, is)| !is.is_empty() && things.contains(&is.as_str()));
        let back: Option<Vec<_>> =
            back.map(|(was, is)| Some((folder.join(is), self.layout.outside(was)?))).collect();
        let what = "The record of this leads out of the library. Move it back by hand, or delete it.";
        let back = back.ok_or_else(|| Warning::new(&path, what))?;
        Ok((!back.is_empty()).then_some((record, Moves(back))))
    }

    /// Brings something back to where it lay.
    ///
    /// # Errors
    /// Where it was not brought back, and why.
    pub fn restore(&mut self, id: &TrashId) -> Result<Restored, StoreError> {
        self.begin_change()?;
        super::handle::check_name(&id.0)?;
        let gone = || StoreError::Unknown { what: "What was deleted".to_owned() };
        let folder = self.layout.trash().join(&id.0);
        let entry = self.read_entry(&folder);
        let entry = entry.map_err(|Warning { path, what, .. }| StoreError::Unreadable { path, what })?;
        let (record, mut back) = entry.ok_or_else(gone)?;
        if record.kind == Deleted::Library {
            return Err(StoreError::Unknown { what: "A way back other than through a snapshot".to_owned() });
        }
        if record.kind == Deleted::Take {
            self.send_to_unfiled(&mut back)?;
        }
        self.make_moves(&back)?;
        self.remove_if_empty(&folder);
        self.read_restored(&record, &back).ok_or_else(|| StoreError::Unreadable {
            path: folder,
            what: "It is back in its place but cannot be read. Open the library again to see why.".to_owned(),
        })
    }

    /// A take whose story has gone meanwhile comes back without one.
    fn send_to_unfiled(&self, back: &mut Moves) -> Result<(), StoreError> {
        let unfiled = self.takes_folder(None);
        for (_, to) in &mut back.0 {
            let story = to.parent().and_then(Path::parent).unwrap_or(to);
            if !self.files.exists(story).map_err(StoreError::io(NOT_RESTORED, story))?
                && let Some(name) = to.file_name()
            {
                *to = unfiled.join(name);
            }
        }
        Ok(())
    }

    fn read_restored(&mut self, record: &Record, back: &Moves) -> Option<Restored> {
        let (_, first) = back.0.last()?;
        match record.kind {
            Deleted::Story => self.read_restored_story(first),
            Deleted::Take => {
                let (_, document) =
                    back.0.iter().find(|(_, to)| conflict::name_of(to).ends_with(DOCUMENT_ENDING))?;
                let mut take = self.read_back::<Take>(document)?;
                let folder = document.parent().and_then(Path::parent);
                let story = self.index.stories.iter().find(|(_, path)| Some(path.as_path()) == folder);
                take.story = story.map(|(id, _)| id.clone());
                self.index.takes.insert(take.id.clone(), document.clone());
                Some(Restored::Take(Box::new(take)))
            }
            Deleted::Question => self.read_restored_questions(back),
            Deleted::Library => None,
        }
    }

    fn read_restored_story(&mut self, folder: &Path) -> Option<Restored> {
        let story = self.read_back::<Story>(&folder.join(STORY_FILE))?;
        self.index.stories.insert(story.id.clone(), folder.to_owned());
        let entries = self.files.list(&folder.join(TAKES_FOLDER)).unwrap_or_default();
        let documents = entries.into_iter().map(|(path, _)| path);
        let mut takes = Vec::new();
        for path in documents.filter(|path| conflict::name_of(path).ends_with(DOCUMENT_ENDING)) {
            if let Some(mut take) = self.read_back::<Take>(&path) {
                take.story = Some(story.id.clone());
                self.index.takes.insert(take.id.clone(), path);
                takes.push(take);
            }
        }
        Some(Restored::Story { story: Box::new(story), takes })
    }

    fn read_back<T: Document>(&mut self, path: &Path) -> Option<T> {
        let bytes = self.files.read(path, T::MAX_BYTES).ok()?;
        let value = document::read::<T>(&bytes).ok()?.value;
        self.index.seen.insert(path.to_owned(), fingerprint(&bytes));
        Some(value)
    }

    /// Removes for good what has been in the trash for more than `days`, and says how much that was.
    ///
    /// # Errors
    /// Where something could not be removed.
    pub fn empty_trash_older_than(&mut self, days: u32) -> Result<usize, StoreError> {
        self.begin_change()?;
        let now = self.clock.now();
        let mut removed = 0;
        for folder in self.trash_folders()? {
            let Ok(Some((record, _))) = self.read_entry(&folder) else { continue };
            let age = now.duration_since(record.deleted_at);
            if age > days_long(days) && age < days_long(IMPLAUSIBLE_DAYS) {
                self.remove_for_good(&folder, FAILED)?;
                removed += 1;
            }
        }
        Ok(removed)
    }

    /// Removes a folder that lies in the trash or among the snapshots. Its name goes first, so that nothing
    /// half removed is ever taken for whole.
    pub(super) fn remove_for_good(&self, folder: &Path, failed: &'static str) -> Result<(), StoreError> {
        let doomed = folder.with_file_name(format!("{TEMPORARY}{}", conflict::name_of(folder)));
        self.files.rename(folder, &doomed).map_err(StoreError::io(failed, folder))?;
        self.files.sync_names(folder).map_err(StoreError::io(failed, folder))?;
        self.files.remove_tree(&doomed).map_err(StoreError::io(failed, &doomed))
    }

    /// Removes entries that hold a record and nothing else: their things never came, or went back.
    pub(super) fn remove_empty_trash(&self) {
        // Where the trash cannot be read, whoever wants to see it is told.
        for folder in self.trash_folders().unwrap_or_default() {
            self.remove_if_empty(&folder);
        }
    }

    fn remove_if_empty(&self, folder: &Path) {
        let entries = self.files.list(folder);
        let only_a_record = |entries: &Vec<(PathBuf, Kind)>| {
            entries
                .iter()
                .all(|(path, _)| conflict::name_of(path) == RECORD || super::files::is_temporary(path))
        };
        if entries.is_ok_and(|entries| only_a_record(&entries)) {
            // An empty entry that stays is not shown, and the next start tries again.
            let _ = self.files.remove_tree(folder);
        }
    }
}

fn days_long(days: u32) -> SignedDuration {
    SignedDuration::from_hours(i64::from(days) * 24)
}
