//! A library that is kept in memory, so that a test sees what the window asked to be saved.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use starling::app::keeper::{Access, Added, Keeper, Opened, Place, Restored, Trouble};
use starling::app::{App, Machine};
use starling::audio::scripted::{Script, Stage};
use starling::domain::library::Library;
use starling::domain::preparation::Preparation;
use starling::domain::question::{Question, QuestionId};
use starling::domain::settings::{Preferences, Settings};
use starling::domain::story::{Story, StoryId};
use starling::domain::take::{Take, TakeId};
use starling::store::clock::Clock;
use starling::store::packed::Packable;
use starling::store::real::RealFs;
use starling::ui::model::{Obstacle, TrashItem};

/// What is kept.
#[derive(Debug, Default)]
pub struct Kept {
    pub library: Library,
    pub preferences: Option<Preferences>,
    pub trash: BTreeMap<String, Thrown>,
    /// Why the library does not open, where a test wants that.
    pub obstacle: Option<Obstacle>,
    /// What saving a story says, where a test wants it to fail.
    pub failure: Option<Trouble>,
    pub saves: usize,
    /// How many questions of an import find room, where a test wants the disk to be full.
    pub room_for_questions: Option<usize>,
    /// The folder in which recordings lie; one of its own where the test names none.
    pub recordings: PathBuf,
    scratch: Option<tempfile::TempDir>,
}

/// Something in the trash.
#[derive(Clone, Debug)]
pub enum Thrown {
    Story(Box<Story>),
    Questions(Vec<Question>),
    Take(Box<Take>),
}

#[derive(Clone, Default)]
pub struct Memory(pub Arc<Mutex<Kept>>);

pub struct StoppedClock;

/// The day on which every test takes place.
pub fn now() -> Timestamp {
    "2026-03-05T12:00:00Z".parse().unwrap()
}

impl Clock for StoppedClock {
    fn now(&self) -> Timestamp {
        now()
    }
}

impl Memory {
    pub fn machine(&self) -> Machine {
        Machine {
            place: Box::new(self.clone()),
            sound: Stage::new(Script::default()).sound(),
            fs: Arc::new(RealFs),
            cache: None,
            clock: Arc::new(StoppedClock),
            library: "/library".into(),
            preferences: self.0.lock().unwrap().preferences.clone().unwrap_or_default(),
            warnings: Vec::new(),
            last_words: Arc::default(),
        }
    }

    pub fn app(&self, ctx: &eframe::egui::Context) -> App {
        App::new(ctx, self.machine()).unwrap()
    }
}

impl Place for Memory {
    fn open(&mut self, _path: &Path, _access: Access) -> Result<Opened, Obstacle> {
        let kept = self.0.lock().unwrap();
        match &kept.obstacle {
            Some(obstacle) => Err(obstacle.clone()),
            None => Ok(Opened {
                keeper: Box::new(self.clone()),
                library: kept.library.clone(),
                warnings: Vec::new(),
            }),
        }
    }

    fn relocate(
        &mut self,
        _from: &Path,
        to: &Path,
        go_on: &mut dyn FnMut(f32) -> bool,
    ) -> Result<Vec<Trouble>, Trouble> {
        let refused = |what: &str| Err(Trouble { what: what.to_owned(), path: None });
        if to.starts_with("/never") {
            while go_on(0.5) {
                std::thread::yield_now();
            }
            return refused("The library was not moved, because you stopped it. It is where it was.");
        }
        Ok(Vec::new())
    }

    fn save_preferences(&mut self, preferences: &Preferences) -> Result<(), Trouble> {
        self.0.lock().unwrap().preferences = Some(preferences.clone());
        Ok(())
    }
}

impl Keeper for Memory {
    fn save_story(&mut self, story: &Story) -> Result<Vec<Trouble>, Trouble> {
        let mut kept = self.0.lock().unwrap();
        if let Some(failure) = &kept.failure {
            return Err(failure.clone());
        }
        kept.saves += 1;
        kept.library.put_story(story.clone());
        Ok(Vec::new())
    }

    fn delete_story(&mut self, id: &StoryId) -> Result<String, Trouble> {
        let mut kept = self.0.lock().unwrap();
        let story =
            kept.library.remove_story(id).ok_or(Trouble { what: "No such story".into(), path: None })?;
        let name = format!("trash-{id}");
        kept.trash.insert(name.clone(), Thrown::Story(Box::new(story)));
        Ok(name)
    }

    fn save_take(&mut self, take: &Take) -> Result<Vec<Trouble>, Trouble> {
        self.0.lock().unwrap().library.put_take(take.clone());
        Ok(Vec::new())
    }

    fn delete_take(&mut self, id: &TakeId) -> Result<String, Trouble> {
        let mut kept = self.0.lock().unwrap();
        let missing = Trouble { what: "No such take".into(), path: None };
        let take = kept.library.remove_take(id).ok_or(missing)?;
        let name = format!("trash-{id}");
        kept.trash.insert(name.clone(), Thrown::Take(Box::new(take)));
        Ok(name)
    }

    fn new_recording(
        &mut self,
        _story: Option<&StoryId>,
        id: &TakeId,
        _recorded_at: Timestamp,
    ) -> Result<PathBuf, Trouble> {
        let mut kept = self.0.lock().unwrap();
        if kept.recordings.as_os_str().is_empty() {
            let scratch = tempfile::tempdir().unwrap();
            scratch.path().clone_into(&mut kept.recordings);
            kept.scratch = Some(scratch);
        }
        Ok(kept.recordings.join(format!("{id}.wav")))
    }

    fn recording(&self, take: &Take) -> PathBuf {
        self.0.lock().unwrap().recordings.join(&take.recording.file)
    }

    fn save_question(&mut self, question: &Question) -> Result<Vec<Trouble>, Trouble> {
        self.0.lock().unwrap().library.put_own_question(question.clone());
        Ok(Vec::new())
    }

    fn delete_question(&mut self, id: &QuestionId) -> Result<String, Trouble> {
        let mut kept = self.0.lock().unwrap();
        let missing = Trouble { what: "No such question".into(), path: None };
        let question = kept.library.remove_own_question(id).ok_or(missing)?;
        let name = format!("trash-{id}");
        kept.trash.insert(name.clone(), Thrown::Questions(vec![(*question).clone()]));
        Ok(name)
    }

    fn add_questions(&mut self, _name: &str, questions: &[Question]) -> Added {
        let mut kept = self.0.lock().unwrap();
        let room = kept.room_for_questions.unwrap_or(questions.len()).min(questions.len());
        for question in &questions[..room] {
            kept.library.put_own_question(question.clone());
        }
        let trouble = (room < questions.len()).then(|| Trouble {
            what: "This could not be saved, because the disk is full.".into(),
            path: None,
        });
        Added { saved: room, warnings: Vec::new(), trouble }
    }

    fn delete_questions(&mut self, title: &str, ids: &[QuestionId]) -> Result<String, Trouble> {
        let mut kept = self.0.lock().unwrap();
        let gone = ids.iter().filter_map(|id| kept.library.remove_own_question(id));
        let gone: Vec<Question> = gone.map(|question| (*question).clone()).collect();
        kept.trash.insert(title.to_owned(), Thrown::Questions(gone));
        Ok(title.to_owned())
    }

    fn save_hidden_questions(&mut self, hidden: &BTreeSet<QuestionId>) -> Result<Vec<Trouble>, Trouble> {
        self.0.lock().unwrap().library.hidden_questions.clone_from(hidden);
        Ok(Vec::new())
    }

    fn save_preparation(&mut self, preparation: &Preparation) -> Result<Vec<Trouble>, Trouble> {
        self.0.lock().unwrap().library.preparation = preparation.clone();
        Ok(Vec::new())
    }

    fn save_settings(&mut self, settings: &Settings) -> Result<Vec<Trouble>, Trouble> {
        self.0.lock().unwrap().library.settings = settings.clone();
        Ok(Vec::new())
    }

    fn trash(&self) -> (Vec<TrashItem>, Vec<Trouble>) {
        let kept = self.0.lock().unwrap();
        let item = |(id, thrown): (&String, &Thrown)| {
            let (title, kind) = match thrown {
                Thrown::Story(story) => (story.title.clone(), "Story"),
                Thrown::Questions(questions) => (questions[0].text.clone(), "Question"),
                Thrown::Take(take) => (take.question.text.clone(), "Take"),
            };
            TrashItem { id: id.clone(), title, kind, deleted_at: now() }
        };
        (kept.trash.iter().map(item).collect(), Vec::new())
    }

    fn restore(&mut self, trash_id: &str) -> Result<Restored, Trouble> {
        let mut kept = self.0.lock().unwrap();
        let thrown = kept.trash.remove(trash_id).ok_or(Trouble { what: "It is gone".into(), path: None })?;
        let mut restored = Restored::default();
        match thrown {
            Thrown::Story(story) => {
                kept.library.put_story((*story).clone());
                restored.stories.push(*story);
            }
            Thrown::Take(take) => {
                kept.library.put_take((*take).clone());
                restored.takes.push(*take);
            }
            Thrown::Questions(questions) => {
                for question in questions {
                    kept.library.put_own_question(question.clone());
                    restored.questions.push(question);
                }
            }
        }
        Ok(restored)
    }

    fn packable(&self, _takes: &[(TakeId, String)]) -> Vec<Packable> {
        Vec::new()
    }

    fn keep_packed(&mut self, packed: &Packable) -> Result<String, Trouble> {
        Err(Trouble { what: format!("{} is not packed", packed.take), path: None })
    }

    fn maintain(&mut self) -> Vec<Trouble> {
        Vec::new()
    }
}
