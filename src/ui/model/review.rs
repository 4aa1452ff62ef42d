//! What the page of a take shows beside the take itself: how playing stands, the shape of the sound, work under way.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use crate::domain::take::{Take, TakeId};
use crate::domain::time::Frames;

/// The state of listening.
#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    /// The take that is open.
    pub deck: Option<Deck>,
    /// The one it is compared with.
    pub other: Option<Deck>,
    /// A take that was just ended and is still being brought to the disk, which nobody has to wait for.
    pub coming: Option<Box<Take>>,
    /// Whether the other one is heard.
    pub hears_other: bool,
    /// The frame that is heard next, of the take that is heard.
    pub position: Frames,
    pub playing: bool,
    pub speed_percent: u32,
    pub volume_percent: u32,
    /// What is played over and over.
    pub looped: Option<Range<Frames>>,
    pub skips_silence: bool,
    /// The loudspeaker, by the name it gives itself; `None` until it has played.
    pub output: Option<String>,
    /// Why nothing is heard, and what to do.
    pub trouble: Option<String>,
    /// Which take is A, while it is hidden.
    pub blind: Option<Blind>,
    /// What was said of the two takes while it was hidden.
    pub answer: Option<Answer>,
    /// How often the newer, the older and neither of two takes was preferred, since the program was started.
    pub preferred: [u32; 3],
    pub export: Job,
    pub import: Job,
}

impl Default for Review {
    fn default() -> Self {
        Self {
            deck: None,
            other: None,
            coming: None,
            hears_other: false,
            position: Frames::ZERO,
            playing: false,
            speed_percent: 100,
            volume_percent: 100,
            looped: None,
            skips_silence: false,
            output: None,
            trouble: None,
            blind: None,
            answer: None,
            preferred: [0; 3],
            export: Job::None,
            import: Job::None,
        }
    }
}

impl Review {
    /// What is known of a take's sound.
    #[must_use]
    pub fn deck_of(&self, take: &TakeId) -> Option<&Deck> {
        [&self.deck, &self.other].into_iter().flatten().find(|deck| deck.take == *take)
    }

    /// The take that is heard.
    #[must_use]
    pub fn heard(&self) -> Option<&TakeId> {
        if self.hears_other { &self.other } else { &self.deck }.as_ref().map(|deck| &deck.take)
    }

    /// Whether this take is the one that is heard.
    #[must_use]
    pub fn hears(&self, take: &TakeId) -> bool {
        self.heard() == Some(take)
    }

    /// Where playing stands in this take; a take that is not heard has no place.
    #[must_use]
    pub fn position_in(&self, take: &TakeId) -> Option<Frames> {
        self.hears(take).then_some(self.position)
    }
}

/// A recording that is, or is to be, on the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Deck {
    pub take: TakeId,
    pub sound: Sound,
    /// How much of the shape has been read, while it is being read.
    pub reading: Option<f32>,
    pub shape: Option<Shape>,
    /// The largest sample, by which the shape is drawn larger.
    pub peak: f32,
    /// Where nothing was heard for a while.
    pub silent: Arc<[Range<Frames>]>,
}

/// Whether a recording can be heard.
#[derive(Clone, Debug, PartialEq)]
pub enum Sound {
    Opening,
    Ready,
    /// It can be heard, but not all of it is there: whole sentences.
    Short(String),
    /// It cannot be heard: what failed, why, what to do.
    Failed {
        what: String,
        path: Option<PathBuf>,
    },
}

impl Sound {
    #[must_use]
    pub const fn can_play(&self) -> bool {
        matches!(self, Self::Ready | Self::Short(_))
    }
}

/// What some columns of equal width show of a part of a recording.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    pub range: Range<Frames>,
    pub columns: Arc<[Column]>,
}

/// The smallest and the largest sample of a column, and its power; 1.0 is full scale.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Column {
    pub min: f32,
    pub max: f32,
    pub rms: f32,
}

/// Two takes in an order that only chance knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Blind {
    /// Whether the other take is A.
    pub other_is_first: bool,
}

/// Which of two takes somebody preferred who did not know which was which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The take that is open.
    This,
    Other,
    Neither,
}

/// Long work on files, and how it stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Job {
    #[default]
    None,
    /// Under way, with how much is done from 0 to 1.
    Running(f32),
    /// It waits for an answer: these files are there already.
    InTheWay(Vec<PathBuf>),
    /// What failed, why, what to do.
    Failed(String),
}

impl Job {
    #[must_use]
    pub const fn is_running(&self) -> bool {
        matches!(self, Self::Running(_))
    }
}
