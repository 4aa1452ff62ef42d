//! What a round of practice consists of: its phases, what may happen, and what is to be done about it.

use std::fmt;
use std::time::Duration;

use crate::domain::time::Frames;

/// How long the speaker may think before speaking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Thinking {
    /// The take begins when the speaker says so, with the microphone closed until then.
    #[default]
    Skip,
    /// The time counts down with the microphone open, so that the take begins at the key to the frame.
    Countdown {
        time: Duration,
        /// Whether recording starts by itself at zero.
        start_at_zero: bool,
    },
}

/// Where the round stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    Choosing,
    Thinking {
        since: Duration,
        thinking: Thinking,
    },
    /// The microphone was asked for; nothing has come from it.
    Starting,
    Recording,
    Paused {
        since: Frames,
    },
    /// The last frames are awaited and the file is being closed.
    Finishing,
    Reviewing,
}

impl Phase {
    /// Whether the microphone is open in this phase.
    #[must_use]
    pub const fn listens(&self) -> bool {
        matches!(
            self,
            Self::Thinking { .. } | Self::Starting | Self::Recording | Self::Paused { .. } | Self::Finishing
        )
    }

    /// Whether words spoken now would be lost by closing the program carelessly.
    #[must_use]
    pub const fn holds_a_take(&self) -> bool {
        matches!(self, Self::Recording | Self::Paused { .. } | Self::Finishing)
    }

    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Choosing => "choosing a question",
            Self::Thinking { .. } => "thinking",
            Self::Starting => "the microphone is starting",
            Self::Recording => "recording",
            Self::Paused { .. } => "paused",
            Self::Finishing => "the take is being saved",
            Self::Reviewing => "reviewing",
        }
    }
}

/// What happened. Frames count what the microphone has delivered since it was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The speaker wants time to think.
    Think {
        now: Duration,
        thinking: Thinking,
    },
    /// Time went by.
    Tick {
        now: Duration,
        heard: Frames,
    },
    /// The speaker wants to speak now. `heard` is `None` while nothing has come from the microphone.
    Start {
        heard: Option<Frames>,
    },
    /// Samples arrived for the first time; the take's first frame is `heard`.
    FirstSamples {
        heard: Frames,
    },
    /// The microphone could not be opened.
    CouldNotStart,
    NextSection {
        heard: Frames,
    },
    JumpToSection {
        section: usize,
        heard: Frames,
    },
    TakeBackMark,
    Pause {
        heard: Frames,
    },
    Resume {
        heard: Frames,
    },
    Stop {
        heard: Frames,
    },
    /// The microphone is gone; `heard` is what it delivered.
    MicrophoneLost {
        heard: Frames,
    },
    /// The take is on disk.
    Saved,
    /// The take is to go to the trash.
    Scrap,
    /// Back to the choice of a question.
    Leave,
}

/// What the driver has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    OpenMicrophone,
    CloseMicrophone,
    /// Keep samples from this frame of the microphone's on.
    BeginTake {
        heard: Frames,
    },
    /// Leave samples out from here until `ResumeTake`.
    PauseTake {
        heard: Frames,
    },
    ResumeTake {
        heard: Frames,
    },
    /// The marks beside the recording are out of date.
    WriteMarks,
    /// Keep samples up to this frame and close the file; the microphone closes after it.
    FinishTake {
        heard: Frames,
    },
    /// Close the file and move it to the trash.
    ScrapTake,
}

/// An event that makes no sense in the present phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    pub phase: &'static str,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "That cannot be done now: {}", self.phase)
    }
}

impl std::error::Error for Refused {}
