//! What the window asks of whatever keeps a library. The library on disk is kept by `store`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::domain::library::Library;
use crate::domain::preparation::Preparation;
use crate::domain::question::{Question, QuestionId};
use crate::domain::settings::{Preferences, Settings};
use crate::domain::story::{Story, StoryId};
use crate::domain::take::{Take, TakeId};
use crate::store::packed::Packable;
use crate::store::rescue::Places;
use crate::ui::model::snapshots::Snapshot;
use crate::ui::model::{Obstacle, TrashItem};

use jiff::Timestamp;

/// How a library is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    Write,
    ReadOnly,
}

/// Something that went wrong: whole sentences, and the file they are about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    pub what: String,
    pub path: Option<PathBuf>,
}

impl Trouble {
    /// The trouble and its file in one line.
    #[must_use]
    pub fn line(&self) -> String {
        match &self.path {
            Some(path) => format!("{} {}", self.what, path.display()),
            None => self.what.clone(),
        }
    }
}

/// A library that was opened.
pub struct Opened {
    pub keeper: Box<dyn Keeper>,
    pub library: Library,
    pub warnings: Vec<Trouble>,
}

/// What came back out of the trash.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Restored {
    pub stories: Vec<Story>,
    pub takes: Vec<Take>,
    pub questions: Vec<Question>,
}

/// How far an addition of many questions went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Added {
    /// How many, from the first on, are on the disk.
    pub saved: usize,
    pub warnings: Vec<Trouble>,
    /// Why the others are not.
    pub trouble: Option<Trouble>,
}

/// Takes that came into the library from where they went when its disk failed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Home {
    pub takes: Vec<Take>,
    pub warnings: Vec<Trouble>,
    /// How many are still elsewhere, because there is no room for them.
    pub waiting: usize,
    /// Where such takes go.
    pub folder: Option<PathBuf>,
}

/// Keeps a library while it is open. Every success may come with warnings.
pub trait Keeper: Send {
    /// # Errors
    /// Where the story is not on the disk afterwards.
    fn save_story(&mut self, story: &Story) -> Result<Vec<Trouble>, Trouble>;

    /// Moves a story to the trash and says under which name it lies there.
    ///
    /// # Errors
    /// Where the story is still where it was.
    fn delete_story(&mut self, story: &StoryId) -> Result<String, Trouble>;

    /// Saves what belongs to a recording, which lies where [`Keeper::new_recording`] said.
    ///
    /// # Errors
    /// Where the take is not on the disk afterwards.
    fn save_take(&mut self, take: &Take) -> Result<Vec<Trouble>, Trouble>;

    /// Moves a take with its recording to the trash and says under which name it lies there.
    ///
    /// # Errors
    /// Where the take is still where it was.
    fn delete_take(&mut self, take: &TakeId) -> Result<String, Trouble>;

    /// Sees that there is a folder for a new recording, and names its file.
    ///
    /// # Errors
    /// Where the library cannot be written.
    fn new_recording(
        &mut self,
        story: Option<&StoryId>,
        id: &TakeId,
        recorded_at: Timestamp,
    ) -> Result<PathBuf, Trouble>;

    /// Where a take's recording lies.
    fn recording(&self, take: &Take) -> PathBuf;

    /// # Errors
    /// Where the question is not on the disk afterwards.
    fn save_question(&mut self, question: &Question) -> Result<Vec<Trouble>, Trouble>;

    /// Moves a question to the trash and says under which name it lies there.
    ///
    /// # Errors
    /// Where the question is still where it was.
    fn delete_question(&mut self, question: &QuestionId) -> Result<String, Trouble>;

    /// Saves many questions under a common name, after a snapshot.
    fn add_questions(&mut self, name: &str, questions: &[Question]) -> Added;

    /// Moves many questions to the trash as one thing and says under which name it lies there.
    ///
    /// # Errors
    /// Where not all of them are in the trash.
    fn delete_questions(&mut self, title: &str, questions: &[QuestionId]) -> Result<String, Trouble>;

    /// # Errors
    /// Where the choice is not on the disk afterwards.
    fn save_hidden_questions(&mut self, hidden: &BTreeSet<QuestionId>) -> Result<Vec<Trouble>, Trouble>;

    /// # Errors
    /// Where the checklists are not on the disk afterwards.
    fn save_preparation(&mut self, preparation: &Preparation) -> Result<Vec<Trouble>, Trouble>;

    /// # Errors
    /// Where the settings are not on the disk afterwards.
    fn save_settings(&mut self, settings: &Settings) -> Result<Vec<Trouble>, Trouble>;

    fn trash(&self) -> (Vec<TrashItem>, Vec<Trouble>);

    /// # Errors
    /// Where the thing is still in the trash.
    fn restore(&mut self, trash_id: &str) -> Result<Restored, Trouble>;

    /// Of these takes, each with its recording's name, those that can be kept in less space.
    fn packable(&self, takes: &[(TakeId, String)]) -> Vec<Packable>;

    /// Lets the packed recording, which was proved to hold every sample, take the place of the first, and says what it
    /// is called.
    ///
    /// # Errors
    /// Where the first one stays.
    fn keep_packed(&mut self, packed: &Packable) -> Result<String, Trouble>;

    /// Brings takes home from these places, those left aside that are still recorded. A library that no disk can fail
    /// has none.
    fn bring_home(&mut self, _places: &Places, _growing: &[TakeId]) -> Home {
        Home::default()
    }

    /// Earlier states of the library, the latest first.
    fn snapshots(&self) -> Vec<Snapshot> {
        Vec::new()
    }

    /// What going back to this state would change, in sentences.
    ///
    /// # Errors
    /// Where there is no such state.
    fn compare_snapshot(&self, id: &str) -> Result<Vec<String>, Trouble> {
        Err(no_snapshot(id))
    }

    /// Goes back to this state. The present one is kept among the others.
    ///
    /// # Errors
    /// Where the library is as it was.
    fn go_back(&mut self, id: &str) -> Result<(Library, Vec<Trouble>), Trouble> {
        Err(no_snapshot(id))
    }

    /// What is due once a day: a snapshot, and an emptier trash.
    fn maintain(&mut self) -> Vec<Trouble>;
}

fn no_snapshot(id: &str) -> Trouble {
    Trouble { what: format!("There is no earlier state \"{id}\" of this library."), path: None }
}

/// Opens libraries and keeps the preferences of this machine.
pub trait Place: Send {
    /// Where takes lie that a library's disk did not take.
    fn second_places(&self) -> Places {
        Places::default()
    }

    /// # Errors
    /// Why the library is not open.
    fn open(&mut self, path: &Path, access: Access) -> Result<Opened, Obstacle>;

    /// Copies the library to a new or empty folder, where it can be opened afterwards, and leaves the one there was.
    /// `go_on` hears how much is done, from 0 to 1, and answers whether to continue.
    ///
    /// # Errors
    /// Where the new folder is not the whole library.
    fn relocate(
        &mut self,
        from: &Path,
        to: &Path,
        go_on: &mut dyn FnMut(f32) -> bool,
    ) -> Result<Vec<Trouble>, Trouble>;

    /// # Errors
    /// Where the preferences are not on the disk afterwards.
    fn save_preferences(&mut self, preferences: &Preferences) -> Result<(), Trouble>;
}
