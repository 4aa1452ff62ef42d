//! The library on this machine's disk, behind what the window asks for.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::library::Library;
use crate::domain::preparation::Preparation;
use crate::domain::question::{Question, QuestionId};
use crate::domain::settings::{Preferences, Settings};
use crate::domain::story::{Story, StoryId};
use crate::domain::take::{Take, TakeId};
use crate::store::clock::{Clock, SystemClock};
use crate::store::fs::Fs;
use crate::store::packed::Packable;
use crate::store::real::RealFs;
use crate::store::relocate;
use crate::store::rescue::{Places, Whose};
use crate::store::save::Saved;
use crate::store::snapshot::{self, Reason, SnapshotId};
use crate::store::trash::{Deleted, Restored as Back, TrashEntry, TrashId};
use crate::store::{Access as StoreAccess, Store};
use crate::store::{OpenError, StoreError, Warning, preferences};
use crate::ui::model::snapshots::Snapshot;
use crate::ui::model::{Obstacle, ObstacleKind, TrashItem};
use crate::ui::words;

use super::Machine;
use super::keeper::{Access, Added, Home, Keeper, Opened, Place, Restored, Trouble};

/// A file system with libraries on it.
pub struct Disk {
    pub fs: Arc<dyn Fs>,
    pub clock: Arc<dyn Clock>,
    /// Where the preferences of this machine lie; `None` keeps none.
    pub preferences: Option<PathBuf>,
    /// Where takes go that a library's disk does not take.
    pub second_places: Places,
}

impl Machine {
    /// What this machine offers: its disk and its clock. A library named on the command line comes first,
    /// then the one in the preferences, then the platform's usual place.
    #[must_use]
    pub fn on_this_machine(library: Option<PathBuf>) -> Self {
        let fs: Arc<dyn Fs> = Arc::new(RealFs);
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let folder = preferences::platform_folder();
        let (preferences, warnings) =
            folder.as_ref().map(|folder| preferences::load(fs.as_ref(), folder)).unwrap_or_default();
        let library =
            library.or_else(|| preferences.library.clone()).unwrap_or_else(|| usual_library(fs.as_ref()));
        let second_places = Places::on_this_machine();
        Self {
            sound: crate::audio::device::machine(),
            fs: Arc::clone(&fs),
            cache: preferences::platform_cache(),
            place: Box::new(Disk { fs, clock: Arc::clone(&clock), preferences: folder, second_places }),
            clock,
            library,
            preferences,
            warnings: warnings.into_iter().map(trouble).collect(),
            last_words: Arc::default(),
        }
    }
}

/// The platform's usual place, with the folders above it, which a new account may not have yet.
fn usual_library(fs: &dyn Fs) -> PathBuf {
    let library = preferences::platform_library().unwrap_or_else(|| PathBuf::from("starling-library"));
    let above: Vec<&Path> = library.ancestors().skip(1).collect();
    for folder in above.into_iter().rev().filter(|folder| fs.meta(folder).is_err()) {
        // Where this fails, opening the library says why.
        if fs.create_folder(folder).is_err() {
            break;
        }
    }
    library
}

impl Place for Disk {
    fn second_places(&self) -> Places {
        self.second_places.clone()
    }

    fn open(&mut self, path: &Path, access: Access) -> Result<Opened, Obstacle> {
        let access = match access {
            Access::Write => StoreAccess::Write,
            Access::ReadOnly => StoreAccess::ReadOnly,
        };
        let opened = Store::open(Arc::clone(&self.fs), Arc::clone(&self.clock), path, access)
            .map_err(|error| obstacle(&error))?;
        let mut warnings: Vec<Trouble> = opened.warnings.into_iter().map(trouble).collect();
        if !opened.recovered.is_empty() {
            let takes = words::count(opened.recovered.len(), "take was", "takes were");
            let what = format!(
                "{takes} unfinished when the program last ended. Everything that was recorded is there."
            );
            warnings.insert(0, Trouble { what, path: None });
        }
        Ok(Opened { keeper: Box::new(opened.store), library: opened.library, warnings })
    }

    fn relocate(
        &mut self,
        from: &Path,
        to: &Path,
        go_on: &mut dyn FnMut(f32) -> bool,
    ) -> Result<Vec<Trouble>, Trouble> {
        let mut look = |progress: relocate::Progress| go_on(progress.share());
        relocate::relocate(&self.fs, from, to, &mut look)
            .map(|warnings| warnings.into_iter().map(trouble).collect())
            .map_err(|error| Trouble { what: error.to_string(), path: None })
    }

    fn save_preferences(&mut self, changed: &Preferences) -> Result<(), Trouble> {
        let Some(folder) = &self.preferences else { return Ok(()) };
        preferences::save(self.fs.as_ref(), folder, changed)
            .map_err(|fault| Trouble { what: fault.to_string(), path: None })
    }
}

impl Keeper for Store {
    fn save_story(&mut self, story: &Story) -> Result<Vec<Trouble>, Trouble> {
        saved(Self::save_story(self, story))
    }

    fn delete_story(&mut self, story: &StoryId) -> Result<String, Trouble> {
        Self::delete_story(self, story).map(|id| id.0).map_err(|error| refused(&error))
    }

    fn save_take(&mut self, take: &Take) -> Result<Vec<Trouble>, Trouble> {
        saved(Self::save_take(self, take))
    }

    fn delete_take(&mut self, take: &TakeId) -> Result<String, Trouble> {
        Self::delete_take(self, take).map(|id| id.0).map_err(|error| refused(&error))
    }

    fn new_recording(
        &mut self,
        story: Option<&StoryId>,
        id: &TakeId,
        recorded_at: Timestamp,
    ) -> Result<PathBuf, Trouble> {
        Self::new_recording(self, story, id, recorded_at)
            .map(|new| new.audio)
            .map_err(|error| refused(&error))
    }

    fn recording(&self, take: &Take) -> PathBuf {
        self.take_audio_path(take)
    }

    fn save_question(&mut self, question: &Question) -> Result<Vec<Trouble>, Trouble> {
        saved(Self::save_question(self, question))
    }

    fn delete_question(&mut self, question: &QuestionId) -> Result<String, Trouble> {
        Self::delete_question(self, question).map(|id| id.0).map_err(|error| refused(&error))
    }

    fn add_questions(&mut self, name: &str, questions: &[Question]) -> Added {
        let added = Self::add_questions(self, name, questions);
        Added {
            saved: added.saved,
            warnings: added.warnings.into_iter().map(trouble).collect(),
            trouble: added.error.map(|error| refused(&error)),
        }
    }

    fn delete_questions(&mut self, title: &str, questions: &[QuestionId]) -> Result<String, Trouble> {
        Self::delete_questions(self, title, questions).map(|id| id.0).map_err(|error| refused(&error))
    }

    fn save_hidden_questions(&mut self, hidden: &BTreeSet<QuestionId>) -> Result<Vec<Trouble>, Trouble> {
        saved(Self::save_hidden_questions(self, hidden))
    }

    fn save_preparation(&mut self, preparation: &Preparation) -> Result<Vec<Trouble>, Trouble> {
        saved(Self::save_preparation(self, preparation))
    }

    fn save_settings(&mut self, settings: &Settings) -> Result<Vec<Trouble>, Trouble> {
        saved(Self::save_settings(self, settings))
    }

    fn trash(&self) -> (Vec<TrashItem>, Vec<Trouble>) {
        let (entries, warnings) = Self::trash(self);
        (entries.into_iter().map(item).collect(), warnings.into_iter().map(trouble).collect())
    }

    fn restore(&mut self, trash_id: &str) -> Result<Restored, Trouble> {
        match Self::restore(self, &TrashId(trash_id.to_owned())).map_err(|error| refused(&error))? {
            Back::Story { story, takes } => {
                Ok(Restored { stories: vec![*story], takes, ..Restored::default() })
            }
            Back::Take(take) => Ok(Restored { takes: vec![*take], ..Restored::default() }),
            Back::Questions(questions) => Ok(Restored { questions, ..Restored::default() }),
        }
    }

    fn packable(&self, takes: &[(TakeId, String)]) -> Vec<Packable> {
        Self::packable(self, takes)
    }

    fn keep_packed(&mut self, packed: &Packable) -> Result<String, Trouble> {
        Self::keep_packed(self, packed).map_err(|error| refused(&error))
    }

    fn bring_home(&mut self, places: &Places, growing: &[TakeId]) -> Home {
        let home = Self::bring_home(self, places, growing, Whose::Ours);
        Home {
            takes: home.takes,
            warnings: home.warnings.into_iter().map(trouble).collect(),
            waiting: home.waiting.len(),
            folder: places.rescued.as_deref().map(|rescued| self.rescue_folder(rescued)),
        }
    }

    fn snapshots(&self) -> Vec<Snapshot> {
        let item = |snapshot: snapshot::Snapshot| Snapshot {
            why: snapshot.reason.map_or("named by somebody", Reason::words).to_owned(),
            id: snapshot.id.0,
            taken_at: snapshot.taken_at,
        };
        Self::snapshots(self).into_iter().map(item).collect()
    }

    fn compare_snapshot(&self, id: &str) -> Result<Vec<String>, Trouble> {
        let changes = self.changes_to(&SnapshotId(id.to_owned())).map_err(|error| refused(&error))?;
        Ok(changes.sentences())
    }

    fn go_back(&mut self, id: &str) -> Result<(Library, Vec<Trouble>), Trouble> {
        let back = self.restore_snapshot(&SnapshotId(id.to_owned())).map_err(|error| refused(&error))?;
        Ok((back.0, back.1.into_iter().map(trouble).collect()))
    }

    fn maintain(&mut self) -> Vec<Trouble> {
        Self::maintain(self).into_iter().map(trouble).collect()
    }
}

fn saved(result: Result<Saved, StoreError>) -> Result<Vec<Trouble>, Trouble> {
    match result {
        Ok(saved) => Ok(saved.warnings.into_iter().map(trouble).collect()),
        Err(error) => Err(refused(&error)),
    }
}

fn refused(error: &StoreError) -> Trouble {
    Trouble { what: error.to_string(), path: None }
}

fn trouble(warning: Warning) -> Trouble {
    let what = match warning.line {
        Some(line) => format!("{} (line {line})", warning.what),
        None => warning.what,
    };
    Trouble { what, path: Some(warning.path) }
}

fn item(entry: TrashEntry) -> TrashItem {
    let kind = match entry.kind {
        Deleted::Story => "Story",
        Deleted::Take => "Take",
        Deleted::Question => "Question",
        Deleted::Library => "Library before a snapshot was restored",
    };
    TrashItem { id: entry.id.0, title: entry.title, kind, deleted_at: entry.deleted_at }
}

fn obstacle(error: &OpenError) -> Obstacle {
    let kind = match error {
        OpenError::Locked { .. } => ObstacleKind::Locked,
        OpenError::FromTheFuture { .. } => ObstacleKind::FromTheFuture,
        OpenError::NotALibrary { .. } | OpenError::HalfMoved { .. } => ObstacleKind::NotALibrary,
        OpenError::Missing { .. } => ObstacleKind::Missing,
        OpenError::Io { error, .. } => match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => ObstacleKind::DiskFull,
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => ObstacleKind::ReadOnly,
            _ => ObstacleKind::Other,
        },
    };
    Obstacle { kind, what: error.to_string() }
}
