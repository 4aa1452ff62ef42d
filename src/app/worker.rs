//! The thread that keeps the library. The window asks and goes on; answers come back as events.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;

use jiff::Timestamp;

use crate::domain::library::Library;
use crate::domain::preparation::Preparation;
use crate::domain::question::{Question, QuestionId};
use crate::domain::settings::{Preferences, Settings};
use crate::domain::story::{Story, StoryId};
use crate::domain::take::{Take, TakeId};
use crate::store::packed::Packable;
use crate::ui::model::snapshots::Snapshot;
use crate::ui::model::{Obstacle, TrashItem};

use super::autosave::Document;
use super::history::ThingId;
use super::keeper::{Access, Added, Home, Keeper, Place, Restored, Trouble};

/// What the window asks for.
#[derive(Debug)]
pub enum Request {
    Open {
        path: PathBuf,
        access: Access,
    },
    /// Moves the library to another folder and opens it there.
    Move {
        from: PathBuf,
        to: PathBuf,
    },
    /// Answered by [`Event::Saved`] or [`Event::NotSaved`].
    Save(Content),
    /// Moves a thing to the trash.
    Delete(ThingId),
    /// Asks for a folder and a name for a new recording. Answered by [`Event::Place`].
    NewRecording {
        story: Option<StoryId>,
        take: TakeId,
        recorded_at: Timestamp,
    },
    /// Asks where a take's recording lies. Answered by [`Event::Place`].
    Locate(Box<Take>),
    /// Saves questions that came in together. Answered by [`Event::Added`].
    AddQuestions {
        name: String,
        questions: Vec<Question>,
    },
    /// Moves questions that came in together to the trash, as one thing.
    DeleteQuestions {
        title: String,
        ids: Vec<QuestionId>,
    },
    /// Brings back what was deleted last under this name.
    Undelete(ThingId),
    Restore(String),
    /// Brings takes home that went elsewhere, but for those that are still recorded. Answered by [`Event::Home`].
    BringHome(Vec<TakeId>),
    Snapshot(SnapshotRequest),
    /// Does what is due once a day.
    Maintain,
    /// Asks which of these takes can be packed. Answered by [`Event::Packable`].
    FindPackable(Vec<(TakeId, String)>),
    /// A recording was packed. Answered by [`Event::Packed`].
    KeepPacked(Packable),
}

/// What is saved as a whole.
#[derive(Clone, Debug)]
pub enum Content {
    Story(Box<Story>),
    Question(Box<Question>),
    Take(Box<Take>),
    HiddenQuestions(BTreeSet<QuestionId>),
    Preparation(Box<Preparation>),
    Settings(Box<Settings>),
    Preferences(Box<Preferences>),
}

impl Content {
    fn document(&self) -> Document {
        match self {
            Self::Story(story) => Document::Thing(ThingId::Story(story.id.clone())),
            Self::Question(question) => Document::Thing(ThingId::Question(question.id.clone())),
            Self::Take(take) => Document::Thing(ThingId::Take(take.id.clone())),
            Self::HiddenQuestions(_) => Document::HiddenQuestions,
            Self::Preparation(_) => Document::Preparation,
            Self::Settings(_) => Document::Settings,
            Self::Preferences(_) => Document::Preferences,
        }
    }
}

/// What is asked of earlier states of the library.
#[derive(Debug)]
pub enum SnapshotRequest {
    /// Answered by [`Event::Snapshots`].
    List,
    /// What going back to one would change. Answered by [`Event::Compared`].
    Compare(Snapshot),
    /// Goes back to one; the library, which lies at this path, is then opened as it was.
    GoBack { id: String, path: PathBuf },
}

/// What the worker says.
#[derive(Debug)]
pub enum Event {
    Opened {
        path: PathBuf,
        library: Box<Library>,
        access: Access,
        warnings: Vec<Trouble>,
    },
    NotOpened {
        path: PathBuf,
        obstacle: Obstacle,
    },
    /// How much of a move is done, from 0 to 1.
    Moving {
        done: f32,
    },
    /// The library was moved from here; it is open at its new place.
    Moved {
        from: PathBuf,
        warnings: Vec<Trouble>,
    },
    /// The library is where it was.
    NotMoved(Trouble),
    /// This was saved, with warnings.
    Saved(Document, Vec<Trouble>),
    /// This could not be saved; it is in memory only.
    NotSaved(Document, Trouble),
    /// Where a take's recording lies, or is to lie.
    Place {
        take: TakeId,
        path: Result<PathBuf, Trouble>,
    },
    /// Questions that came in together; those from the first up to `added.saved` are on the disk.
    Added {
        questions: Vec<Question>,
        added: Added,
    },
    Packable(Vec<Packable>),
    /// A take's recording lies in a file of this name now.
    Packed {
        take: TakeId,
        file: String,
    },
    Trash(Vec<TrashItem>),
    Restored(Box<Restored>),
    Home(Home),
    Snapshots(Vec<Snapshot>),
    Compared {
        snapshot: Snapshot,
        changes: Result<Vec<String>, Trouble>,
    },
    Failed(Trouble),
    Warned(Vec<Trouble>),
}

/// Whether there is anything more to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextStep {
    Continue,
    Stop,
}

/// Requests that may wait; the window keeps further ones itself.
const REQUESTS_WAITING: usize = 64;
const EVENTS_WAITING: usize = 256;
/// How much further a move is before the window hears of it again.
const TELL_EVERY: f32 = 0.005;

/// The worker's own side.
pub struct Worker {
    place: Box<dyn Place>,
    keeper: Option<Box<dyn Keeper>>,
    /// Where things that were deleted since the start lie in the trash.
    deleted: BTreeMap<ThingId, String>,
    requests: Receiver<Request>,
    events: SyncSender<Event>,
    wake: Box<dyn Fn() + Send>,
    stop_moving: Arc<AtomicBool>,
}

impl Worker {
    /// Carries out one request, waiting for it if need be.
    pub fn run_once(&mut self) -> NextStep {
        let Ok(request) = self.requests.recv() else { return NextStep::Stop };
        for event in self.answer(request) {
            if self.events.send(event).is_err() {
                return NextStep::Stop;
            }
        }
        (self.wake)();
        NextStep::Continue
    }

    fn answer(&mut self, request: Request) -> Vec<Event> {
        match request {
            Request::Open { path, access } => self.open(path, access),
            Request::Move { from, to } => self.relocate(&from, to),
            Request::Save(content) => vec![self.save(&content)],
            Request::Delete(id) => self.delete(id),
            Request::NewRecording { story, take, recorded_at } => self.with_keeper(|keeper| {
                let path = keeper.new_recording(story.as_ref(), &take, recorded_at);
                vec![Event::Place { take, path }]
            }),
            Request::Locate(take) => self.with_keeper(|keeper| {
                let path = Ok(keeper.recording(&take));
                vec![Event::Place { take: take.id, path }]
            }),
            Request::AddQuestions { name, questions } => self.with_keeper(|keeper| {
                let added = keeper.add_questions(&name, &questions);
                vec![Event::Added { questions, added }]
            }),
            Request::DeleteQuestions { title, ids } => self.delete_questions(&title, &ids),
            Request::FindPackable(takes) => {
                self.with_keeper(|keeper| vec![Event::Packable(keeper.packable(&takes))])
            }
            Request::KeepPacked(packed) => self.with_keeper(|keeper| {
                vec![match keeper.keep_packed(&packed) {
                    Ok(file) => Event::Packed { take: packed.take, file },
                    Err(trouble) => Event::Failed(trouble),
                }]
            }),
            Request::Undelete(id) => match self.deleted.remove(&id) {
                Some(trash_id) => self.restore(&trash_id),
                None => Vec::new(),
            },
            Request::Restore(trash_id) => self.restore(&trash_id),
            Request::Snapshot(request) => self.snapshot(request),
            Request::BringHome(growing) => self.bring_home(&growing),
            Request::Maintain => self.with_keeper(|keeper| {
                let warnings = keeper.maintain();
                vec![Event::Warned(warnings), Event::Trash(keeper.trash().0)]
            }),
        }
    }

    fn save(&mut self, content: &Content) -> Event {
        let saved = match (content, &mut self.keeper) {
            (Content::Preferences(preferences), _) => {
                self.place.save_preferences(preferences).map(|()| Vec::new())
            }
            (_, None) => {
                let what = "This is not saved, because no library is open.";
                Err(Trouble { what: what.to_owned(), path: None })
            }
            (Content::Story(story), Some(keeper)) => keeper.save_story(story),
            (Content::Question(question), Some(keeper)) => keeper.save_question(question),
            (Content::Take(take), Some(keeper)) => keeper.save_take(take),
            (Content::HiddenQuestions(hidden), Some(keeper)) => keeper.save_hidden_questions(hidden),
            (Content::Preparation(preparation), Some(keeper)) => keeper.save_preparation(preparation),
            (Content::Settings(settings), Some(keeper)) => keeper.save_settings(settings),
        };
        match saved {
            Ok(warnings) => Event::Saved(content.document(), warnings),
            Err(trouble) => Event::NotSaved(content.document(), trouble),
        }
    }

    fn open(&mut self, path: PathBuf, access: Access) -> Vec<Event> {
        // The library that was open lets go of its lock first: it may be the same one.
        self.keeper = None;
        self.deleted.clear();
        match self.place.open(&path, access) {
            Ok(opened) => {
                let (trash, more) = opened.keeper.trash();
                self.keeper = Some(opened.keeper);
                let warnings = opened.warnings.into_iter().chain(more).collect();
                let library = Box::new(opened.library);
                vec![Event::Opened { path, library, access, warnings }, Event::Trash(trash)]
            }
            Err(obstacle) => vec![Event::NotOpened { path, obstacle }],
        }
    }

    /// The library stays open, and with that locked, until the copy is whole.
    fn relocate(&mut self, from: &Path, to: PathBuf) -> Vec<Event> {
        self.stop_moving.store(false, Ordering::Relaxed);
        let (events, wake, stop) = (&self.events, &self.wake, &self.stop_moving);
        let mut told = 0.0;
        let mut go_on = |done: f32| {
            // A window that is busy hears of a later state.
            if done >= told + TELL_EVERY && events.try_send(Event::Moving { done }).is_ok() {
                told = done;
                wake();
            }
            !stop.load(Ordering::Relaxed)
        };
        let warnings = match self.place.relocate(from, &to, &mut go_on) {
            Ok(warnings) => warnings,
            Err(trouble) => return vec![Event::NotMoved(trouble)],
        };
        let opened = self.open(to, Access::Write);
        if let Some(Event::NotOpened { obstacle, .. }) = opened.first() {
            let what = format!("The library was copied but not moved. {}", obstacle.what);
            let mut events = vec![Event::NotMoved(Trouble { what, path: None })];
            events.extend(self.open(from.to_owned(), Access::Write));
            return events;
        }
        let moved = Event::Moved { from: from.to_owned(), warnings };
        opened.into_iter().chain([moved]).collect()
    }

    fn delete(&mut self, id: ThingId) -> Vec<Event> {
        let Some(keeper) = &mut self.keeper else { return Vec::new() };
        let deleted = match &id {
            ThingId::Story(id) => keeper.delete_story(id),
            ThingId::Question(id) => keeper.delete_question(id),
            ThingId::Take(id) => keeper.delete_take(id),
            // Only their ids all together say what they are.
            ThingId::Questions(_) => return Vec::new(),
        };
        self.thrown_away(id, deleted)
    }

    fn delete_questions(&mut self, title: &str, ids: &[QuestionId]) -> Vec<Event> {
        let (Some(keeper), Some(first)) = (&mut self.keeper, ids.first()) else { return Vec::new() };
        let deleted = keeper.delete_questions(title, ids);
        self.thrown_away(ThingId::Questions(first.clone()), deleted)
    }

    fn thrown_away(&mut self, id: ThingId, deleted: Result<String, Trouble>) -> Vec<Event> {
        match deleted {
            Ok(trash_id) => {
                self.deleted.insert(id, trash_id);
                self.with_keeper(|keeper| vec![Event::Trash(keeper.trash().0)])
            }
            Err(trouble) => vec![Event::Failed(trouble)],
        }
    }

    fn restore(&mut self, trash_id: &str) -> Vec<Event> {
        self.with_keeper(|keeper| match keeper.restore(trash_id) {
            Ok(restored) => vec![Event::Restored(Box::new(restored)), Event::Trash(keeper.trash().0)],
            Err(trouble) => vec![Event::Failed(trouble)],
        })
    }

    fn snapshot(&mut self, request: SnapshotRequest) -> Vec<Event> {
        match request {
            SnapshotRequest::List => self.with_keeper(|keeper| vec![Event::Snapshots(keeper.snapshots())]),
            SnapshotRequest::Compare(snapshot) => self.with_keeper(|keeper| {
                let changes = keeper.compare_snapshot(&snapshot.id);
                vec![Event::Compared { snapshot, changes }]
            }),
            SnapshotRequest::GoBack { id, path } => self.go_back(&id, path),
        }
    }

    fn bring_home(&mut self, growing: &[TakeId]) -> Vec<Event> {
        let places = self.place.second_places();
        self.with_keeper(|keeper| vec![Event::Home(keeper.bring_home(&places, growing))])
    }

    fn go_back(&mut self, id: &str, path: PathBuf) -> Vec<Event> {
        // What was deleted since the start may be there again.
        self.deleted.clear();
        self.with_keeper(|keeper| match keeper.go_back(id) {
            Ok((library, warnings)) => vec![
                Event::Opened { path, library: Box::new(library), access: Access::Write, warnings },
                Event::Trash(keeper.trash().0),
            ],
            Err(trouble) => vec![Event::Failed(trouble)],
        })
    }

    fn with_keeper(&mut self, act: impl FnOnce(&mut dyn Keeper) -> Vec<Event>) -> Vec<Event> {
        self.keeper.as_mut().map_or_else(Vec::new, |keeper| act(keeper.as_mut()))
    }
}

/// The window's side.
pub struct Handle {
    requests: Option<SyncSender<Request>>,
    events: Receiver<Event>,
    thread: Option<JoinHandle<()>>,
    /// Requests the worker had no room for yet, in order.
    waiting: std::collections::VecDeque<Request>,
    stop_moving: Arc<AtomicBool>,
}

/// The two sides, not yet running.
#[must_use]
pub fn pair(place: Box<dyn Place>, wake: Box<dyn Fn() + Send>) -> (Worker, Handle) {
    let (requests, taken) = sync_channel(REQUESTS_WAITING);
    let (said, events) = sync_channel(EVENTS_WAITING);
    let stop_moving = Arc::new(AtomicBool::new(false));
    let worker = Worker {
        place,
        keeper: None,
        deleted: BTreeMap::new(),
        requests: taken,
        events: said,
        wake,
        stop_moving: Arc::clone(&stop_moving),
    };
    let handle = Handle { requests: Some(requests), events, thread: None, waiting: [].into(), stop_moving };
    (worker, handle)
}

impl Handle {
    /// Runs the worker on a thread of its own.
    ///
    /// # Errors
    /// Where the system has no thread to give.
    pub fn start(&mut self, mut worker: Worker) -> std::io::Result<()> {
        let run = move || while worker.run_once() == NextStep::Continue {};
        self.thread = Some(std::thread::Builder::new().name("library".to_owned()).spawn(run)?);
        Ok(())
    }

    pub fn ask(&mut self, request: Request) {
        self.waiting.push_back(request);
        self.push();
    }

    /// Ends a move of the library that is under way.
    pub fn stop_moving(&self) {
        self.stop_moving.store(true, Ordering::Relaxed);
    }

    /// Hands over what the worker had no room for before.
    pub fn push(&mut self) {
        let Some(requests) = &self.requests else { return };
        while let Some(request) = self.waiting.pop_front() {
            match requests.try_send(request) {
                Ok(()) => {}
                Err(TrySendError::Full(request)) => {
                    self.waiting.push_front(request);
                    return;
                }
                Err(TrySendError::Disconnected(_)) => return,
            }
        }
    }

    /// The next thing the worker has said, if it has said anything.
    pub fn heard(&mut self) -> Option<Event> {
        self.events.try_recv().ok()
    }

    /// Waits until everything asked for is done, and returns what was said meanwhile.
    pub fn finish(&mut self) -> Vec<Event> {
        if let Some(requests) = self.requests.take() {
            for request in self.waiting.drain(..) {
                // The worker takes requests as long as it runs, so this waits and does not fail.
                if requests.send(request).is_err() {
                    break;
                }
            }
        }
        let mut heard = Vec::new();
        if let Some(thread) = self.thread.take() {
            heard.extend(self.events.iter());
            // A worker that panicked has said all it will say.
            drop(thread.join());
        }
        heard
    }
}
