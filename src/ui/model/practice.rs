//! What the practice screen shows: the round that is chosen, and how it goes.

use std::sync::Arc;

use crate::domain::framework::{DEFAULT_LENGTH_SECS, FrameworkId, Targets};
use crate::domain::hearing::Unheard;

use crate::domain::phases;
use crate::domain::question::{AskIn, Question};
use crate::domain::settings::{LengthZones, PracticeOptions};
use crate::domain::split::Mark;
use crate::domain::story::{Role, StoryId};
use crate::domain::suits::Why;
use crate::domain::take::Plan;
use crate::domain::time::{Frames, SampleRate};

pub use crate::domain::next_round::{Suggested, Task};

/// Everything about practising.
#[derive(Debug)]
pub struct Practice {
    pub stage: Stage,
    pub task: Task,
    /// The question on the card; `None` where no question passes the filter.
    pub question: Option<Arc<Question>>,
    /// How many questions pass the filter, and which of them is on the card, counted from one.
    pub offered: usize,
    pub place: Option<usize>,
    pub suggestion: Option<Suggested>,
    /// The framework the user chose for this question instead.
    pub own_framework: Option<FrameworkId>,
    /// Which of several usual sentences the question is put in.
    pub wording: usize,
    /// The length the user chose for this question, where that is told in phases and has a length of its own.
    pub own_phases_secs: Option<u32>,
    pub plan: Plan,
    pub zones: LengthZones,
    pub story: Option<StoryId>,
    pub candidates: Vec<Candidate>,
    /// What the user wanted to do better the next time the story is told.
    pub change: Option<String>,
    /// What progress advised to try with a story, until the story is told.
    pub aim: Option<(StoryId, String)>,
    pub round: Round,
    pub microphone: Microphone,
    /// Why the microphone could not be used, until it is tried again.
    pub trouble: Option<String>,
    /// Why nothing can be recorded at all.
    pub obstacle: Option<String>,
    /// Whether the microphone is open for a look at its level only.
    pub checking: bool,
}

impl Default for Practice {
    fn default() -> Self {
        Self {
            stage: Stage::default(),
            task: Task::default(),
            question: None,
            offered: 0,
            place: None,
            suggestion: None,
            own_framework: None,
            wording: 0,
            own_phases_secs: None,
            plan: Plan {
                framework_id: String::new(),
                framework_name: String::new(),
                sections: Vec::new(),
                targets: Targets::even(1),
                target_length_secs: DEFAULT_LENGTH_SECS,
            },
            zones: LengthZones::default(),
            story: None,
            candidates: Vec::new(),
            change: None,
            aim: None,
            round: Round::default(),
            microphone: Microphone::default(),
            trouble: None,
            obstacle: None,
            checking: false,
        }
    }
}

impl Practice {
    /// The words that are to be answered; empty where there is no question.
    #[must_use]
    pub fn asked(&self, ask_in: AskIn) -> &str {
        match &self.task {
            Task::FollowUp { question, .. } | Task::Retake { question, .. } => question,
            Task::Answer => {
                self.question.as_ref().map_or("", |question| question.asked_in(ask_in, self.wording))
            }
        }
    }

    /// Whether the answer is told in the question's own phases.
    #[must_use]
    pub fn is_in_phases(&self) -> bool {
        let is_of = |question: &Arc<Question>| phases::are_of(question, &self.plan.framework_id);
        self.task == Task::Answer && self.question.as_ref().is_some_and(is_of)
    }

    /// The length that was chosen for the answer instead of the usual one.
    #[must_use]
    pub fn own_length_secs(&self, set: &PracticeOptions) -> Option<u32> {
        if self.is_in_phases() { self.own_phases_secs } else { set.length_secs }
    }

    /// How long frames of the present microphone last.
    #[must_use]
    pub fn seconds_of(&self, frames: Frames) -> f64 {
        self.round.rate.secs(frames)
    }
}

/// Where the round stands.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Stage {
    #[default]
    Ready,
    /// The microphone is open; `left_secs` counts down.
    Thinking {
        left_secs: f64,
    },
    /// The microphone was asked for; nothing has come from it.
    Starting,
    Recording,
    Paused,
    /// The last frames are awaited and the file is being closed.
    Saving,
}

impl Stage {
    /// Whether a round is under way, so that nothing about it can be chosen.
    #[must_use]
    pub const fn is_under_way(self) -> bool {
        !matches!(self, Self::Ready)
    }

    /// Whether words are being kept, or could be at any moment.
    #[must_use]
    pub const fn is_speaking(self) -> bool {
        matches!(self, Self::Recording | Self::Paused)
    }

    /// The state in a word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ready => "Ready",
            Self::Thinking { .. } => "Thinking",
            Self::Starting => "Starting",
            Self::Recording => "Recording",
            Self::Paused => "Paused",
            Self::Saving => "Saving",
        }
    }
}

/// A story that may be told.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    pub id: StoryId,
    pub title: String,
    pub role: Role,
    pub why: Why,
}

/// The take that is being spoken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    pub rate: SampleRate,
    /// How much has been said, pauses left out.
    pub recorded: Frames,
    /// How much of it belongs to each section.
    pub sections: Vec<Frames>,
    pub marks: Vec<Mark>,
    pub current: Option<usize>,
    /// Frames that never came.
    pub lost: Frames,
}

impl Default for Round {
    fn default() -> Self {
        Self {
            rate: SampleRate::PREFERRED,
            recorded: Frames::ZERO,
            sections: Vec::new(),
            marks: Vec::new(),
            current: None,
            lost: Frames::ZERO,
        }
    }
}

/// The microphone as it is heard.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Microphone {
    /// As the device names itself; `None` while it is closed.
    pub name: Option<String>,
    /// The device behind the system's choice, when that was last open.
    pub last_default: Option<String>,
    /// Whether samples arrive.
    pub is_heard: bool,
    /// The loudest sample of late, falling slowly; 1.0 is full scale.
    pub peak: f32,
    /// Whether it was too loud a moment ago.
    pub clips: bool,
    /// What is wrong with what is heard.
    pub unheard: Option<Unheard>,
}
