//! How a round of practice goes, as the user left it the last time.

use crate::domain::catalogue::Filter;
use crate::domain::question::AskIn;

/// How a round of practice goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PracticeOptions {
    /// Time to think before speaking; `None` leaves the microphone closed until the speaker starts.
    pub thinking_secs: Option<u32>,
    /// Whether recording starts by itself when the time to think is over.
    pub start_at_zero: bool,
    pub prompter: Prompter,
    pub temperament: Temperament,
    /// Whether the speaker guesses before anything measured is shown.
    pub predict: bool,
    /// The questions that the next one is taken from.
    pub filter: Filter,
    /// The length to aim at instead of the story's or the usual one.
    pub length_secs: Option<u32>,
    /// Whether the round goes as an interview does.
    pub interview: bool,
    /// The words in which questions are put.
    pub ask_in: AskIn,
    pub examples: Examples,
    /// How often a screen reader is told the time that is left in a section; `None` for only when one begins.
    pub said_every_secs: Option<u32>,
}

impl PracticeOptions {
    /// Times to think that are offered, in seconds.
    pub const THINKING_SECS: [Option<u32>; 5] = [None, Some(0), Some(5), Some(10), Some(30)];

    /// How often the time that is left may be told, in seconds.
    pub const SAID_EVERY_SECS: [Option<u32>; 5] = [None, Some(10), Some(15), Some(30), Some(60)];

    /// How the round goes: as it is set, or as in an interview.
    #[must_use]
    pub fn in_force(&self) -> Self {
        if !self.interview {
            return self.clone();
        }
        Self {
            thinking_secs: Some(INTERVIEW_THINKING_SECS),
            start_at_zero: true,
            prompter: Prompter::Hidden,
            ..self.clone()
        }
    }
}

/// Interviews that give time to prepare give about so much.
const INTERVIEW_THINKING_SECS: u32 = 30;

impl Default for PracticeOptions {
    fn default() -> Self {
        Self {
            thinking_secs: None,
            start_at_zero: true,
            prompter: Prompter::default(),
            temperament: Temperament::default(),
            predict: true,
            filter: Filter::default(),
            length_secs: None,
            interview: false,
            ask_in: AskIn::default(),
            examples: Examples::default(),
            said_every_secs: Some(30),
        }
    }
}

/// Whether answers told in full are offered beside the question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Examples {
    #[default]
    Offered,
    Hidden,
}

/// How much of the story's bullets is seen while speaking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Prompter {
    #[default]
    Shown,
    /// To be made out at a second look only.
    Faded,
    Hidden,
}

impl Prompter {
    pub const ALL: [Self; 3] = [Self::Shown, Self::Faded, Self::Hidden];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Shown => "Shown",
            Self::Faded => "Faded",
            Self::Hidden => "Hidden",
        }
    }

    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Shown => Self::Faded,
            Self::Faded => Self::Hidden,
            Self::Hidden => Self::Shown,
        }
    }
}

/// How much of the time is seen while speaking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Temperament {
    /// Rail and seconds.
    #[default]
    Precise,
    /// The rail only.
    Calm,
    /// Nothing but that it records.
    Hidden,
}

impl Temperament {
    pub const ALL: [Self; 3] = [Self::Precise, Self::Calm, Self::Hidden];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Precise => "Precise",
            Self::Calm => "Calm",
            Self::Hidden => "Hidden",
        }
    }

    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Precise => Self::Calm,
            Self::Calm => Self::Hidden,
            Self::Hidden => Self::Precise,
        }
    }
}
