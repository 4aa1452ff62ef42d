//! One take in the making: what it will say of itself, where it goes, and orders that wait for its place.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::audio::engine::Recorder;
use crate::audio::taking::NewTake;
use crate::domain::split::Mark;
use crate::domain::take::Take;
use crate::domain::time::Frames;

/// A library that has not named a place by then is not waited for: what was heard first would be forgotten.
const PLACE_WITHIN: Duration = Duration::from_secs(20);

/// What becomes of a take that is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Keep,
    /// It goes to the trash, from which it can be had back.
    Trash,
}

/// What the recorder is told about a take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Begin(Frames),
    Pause(Frames),
    Resume(Frames),
    Marks(Vec<Mark>),
    Finish(Frames),
}

/// A take in the making.
#[derive(Debug)]
pub(super) struct Round {
    pub take: Take,
    /// `None` while the take goes on.
    pub fate: Option<Fate>,
    /// The file it goes to, once the library has said.
    place: Option<PathBuf>,
    /// Whether that is not where the library keeps takes.
    pub is_elsewhere: bool,
    since: Instant,
    waiting: Vec<Order>,
    /// Folders to go on in where the first fails.
    pub second_places: Vec<PathBuf>,
}

impl Round {
    pub fn new(take: Take, second_places: Vec<PathBuf>) -> Self {
        Self {
            take,
            fate: None,
            place: None,
            is_elsewhere: false,
            since: Instant::now(),
            waiting: Vec::new(),
            second_places,
        }
    }

    /// Gives an order, or keeps it until there is a place; the recorder remembers what was heard meanwhile.
    pub fn order(&mut self, recorder: &Recorder, order: Order) {
        self.waiting.push(order);
        self.pass_on(recorder);
    }

    pub fn placed(&mut self, recorder: &Recorder, path: PathBuf) {
        if self.place.is_none() {
            if let Some(name) = path.file_name() {
                self.take.recording.file = name.to_string_lossy().into_owned();
            }
            self.place = Some(path);
        }
        self.pass_on(recorder);
    }

    /// Whether something waits for a place that will not come in time.
    pub fn is_overdue(&self) -> bool {
        self.is_waiting() && self.since.elapsed() > PLACE_WITHIN
    }

    pub const fn is_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Goes on outside the library.
    pub fn place_elsewhere(&mut self, recorder: &Recorder) {
        let folder = self.second_places.first().cloned().unwrap_or_else(std::env::temp_dir);
        let path = folder.join(format!("{}.wav", self.take.id));
        self.is_elsewhere |= self.place.is_none();
        self.placed(recorder, path);
    }

    fn pass_on(&mut self, recorder: &Recorder) {
        let Some(place) = &self.place else { return };
        for order in self.waiting.drain(..) {
            match order {
                Order::Begin(at) => {
                    let folder = place.parent().map(PathBuf::from).unwrap_or_default();
                    let second_places = self.second_places.clone();
                    recorder.begin(at, NewTake { take: self.take.clone(), folder, second_places });
                }
                Order::Pause(at) => recorder.pause(at),
                Order::Resume(at) => recorder.resume(at),
                Order::Marks(marks) => recorder.set_marks(&marks),
                Order::Finish(at) => recorder.finish(at),
            }
        }
    }
}
