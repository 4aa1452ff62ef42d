//! One round of practice as a state machine: choose, think, speak, mark, stop, review.
//!
//! The machine knows no clock and no microphone. Whoever drives it says what time it is and how many frames
//! the microphone has delivered since it was opened, and carries out the effects that come back. What makes
//! no sense in the present phase is refused and changes nothing.

use std::time::Duration;

use super::split::{Mark, Pause, Split};
use super::time::Frames;

mod event;
#[cfg(test)]
mod tests;

pub use event::{Effect, Event, Phase, Refused, Thinking};

/// The take that is being spoken, in frames of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Speaking {
    /// The microphone's frame at which the take begins.
    zero: Frames,
    paused: Frames,
    pub marks: Vec<Mark>,
    pub pauses: Vec<Pause>,
}

impl Speaking {
    /// The take's frame for a frame of the microphone's.
    #[must_use]
    pub const fn place(&self, heard: Frames) -> Frames {
        heard.minus(self.zero).minus(self.paused)
    }

    #[must_use]
    pub fn current_section(&self) -> Option<usize> {
        self.marks.last().map(|mark| mark.section)
    }
}

/// A round of practice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    phase: Phase,
    section_count: usize,
    speaking: Speaking,
}

impl Session {
    /// A round for an answer of `section_count` sections.
    #[must_use]
    pub fn new(section_count: usize) -> Self {
        Self { phase: Phase::Choosing, section_count, speaking: Speaking::default() }
    }

    #[must_use]
    pub const fn phase(&self) -> &Phase {
        &self.phase
    }

    #[must_use]
    pub const fn speaking(&self) -> &Speaking {
        &self.speaking
    }

    /// The take's length so far, pauses left out.
    #[must_use]
    pub fn recorded(&self, heard: Frames) -> Frames {
        match self.phase {
            Phase::Recording | Phase::Finishing => self.speaking.place(heard),
            Phase::Paused { since } => self.speaking.place(since),
            _ => Frames::ZERO,
        }
    }

    /// How the take has divided so far.
    #[must_use]
    pub fn split(&self, heard: Frames) -> Split {
        Split::measure(self.recorded(heard), self.section_count, &self.speaking.marks, &self.speaking.pauses)
    }

    /// The time left to think, where it counts down.
    #[must_use]
    pub fn thinking_left(&self, now: Duration) -> Option<Duration> {
        match self.phase {
            Phase::Thinking { since, thinking: Thinking::Countdown { time, .. } } => {
                Some((since + time).saturating_sub(now))
            }
            _ => None,
        }
    }

    /// Takes one event and says what is to be done about it.
    ///
    /// # Errors
    /// Where the event makes no sense in this phase; nothing has changed then.
    pub fn step(&mut self, event: Event) -> Result<Vec<Effect>, Refused> {
        match event {
            Event::Think { now, thinking } => self.think(now, thinking),
            Event::Tick { now, heard } => Ok(self.tick(now, heard)),
            Event::Start { heard } => self.start(heard),
            Event::FirstSamples { heard } => self.first_samples(heard),
            Event::CouldNotStart => self.could_not_start(),
            Event::NextSection { heard } => self.mark(self.next_section()?, heard),
            Event::JumpToSection { section, heard } => self.mark(section, heard),
            Event::TakeBackMark => self.take_back_mark(),
            Event::Pause { heard } => self.pause(heard),
            Event::Resume { heard } => self.resume(heard),
            Event::Stop { heard } => self.stop(heard),
            Event::MicrophoneLost { heard } => Ok(self.microphone_lost(heard)),
            Event::Saved => self.saved(),
            Event::Scrap => self.scrap(),
            Event::Leave => self.leave(),
        }
    }

    const fn refused(&self) -> Refused {
        Refused { phase: self.phase.name() }
    }

    fn think(&mut self, now: Duration, thinking: Thinking) -> Result<Vec<Effect>, Refused> {
        let Thinking::Countdown { .. } = thinking else { return Err(self.refused()) };
        match self.phase {
            Phase::Choosing | Phase::Reviewing => {
                self.phase = Phase::Thinking { since: now, thinking };
                Ok(vec![Effect::OpenMicrophone])
            }
            _ => Err(self.refused()),
        }
    }

    /// Starts by itself at the end of a countdown that was set to; nothing else depends on time.
    fn tick(&mut self, now: Duration, heard: Frames) -> Vec<Effect> {
        let Phase::Thinking { thinking: Thinking::Countdown { start_at_zero: true, .. }, .. } = self.phase
        else {
            return Vec::new();
        };
        if self.thinking_left(now).is_some_and(|left| left > Duration::ZERO) {
            return Vec::new();
        }
        if heard.is_zero() {
            self.phase = Phase::Starting;
            Vec::new()
        } else {
            self.begin(heard)
        }
    }

    fn start(&mut self, heard: Option<Frames>) -> Result<Vec<Effect>, Refused> {
        match self.phase {
            Phase::Choosing | Phase::Reviewing => {
                self.phase = Phase::Starting;
                Ok(vec![Effect::OpenMicrophone])
            }
            Phase::Thinking { .. } => Ok(if let Some(heard) = heard {
                self.begin(heard)
            } else {
                self.phase = Phase::Starting;
                Vec::new()
            }),
            _ => Err(self.refused()),
        }
    }

    fn first_samples(&mut self, heard: Frames) -> Result<Vec<Effect>, Refused> {
        match self.phase {
            Phase::Starting => Ok(self.begin(heard)),
            Phase::Thinking { .. } => Ok(Vec::new()),
            _ => Err(self.refused()),
        }
    }

    /// The take begins in its first section.
    fn begin(&mut self, heard: Frames) -> Vec<Effect> {
        self.speaking = Speaking { zero: heard, ..Speaking::default() };
        if self.section_count > 0 {
            self.speaking.marks.push(Mark { at: Frames::ZERO, section: 0 });
        }
        self.phase = Phase::Recording;
        vec![Effect::BeginTake { heard }, Effect::WriteMarks]
    }

    fn could_not_start(&mut self) -> Result<Vec<Effect>, Refused> {
        match self.phase {
            Phase::Starting | Phase::Thinking { .. } => {
                self.phase = Phase::Choosing;
                Ok(vec![Effect::CloseMicrophone])
            }
            _ => Err(self.refused()),
        }
    }

    fn next_section(&self) -> Result<usize, Refused> {
        let next = self.speaking.current_section().map_or(0, |section| section + 1);
        if next < self.section_count { Ok(next) } else { Err(self.refused()) }
    }

    fn mark(&mut self, section: usize, heard: Frames) -> Result<Vec<Effect>, Refused> {
        if self.phase != Phase::Recording || section >= self.section_count {
            return Err(self.refused());
        }
        if self.speaking.current_section() == Some(section) {
            return Ok(Vec::new());
        }
        let at = self.speaking.place(heard);
        self.speaking.marks.push(Mark { at, section });
        Ok(vec![Effect::WriteMarks])
    }

    /// The first mark stands for the beginning of the take and stays.
    fn take_back_mark(&mut self) -> Result<Vec<Effect>, Refused> {
        let speaking = matches!(self.phase, Phase::Recording | Phase::Paused { .. });
        if !speaking || self.speaking.marks.len() < 2 {
            return Err(self.refused());
        }
        self.speaking.marks.pop();
        Ok(vec![Effect::WriteMarks])
    }

    fn pause(&mut self, heard: Frames) -> Result<Vec<Effect>, Refused> {
        if self.phase != Phase::Recording {
            return Err(self.refused());
        }
        self.phase = Phase::Paused { since: heard };
        Ok(vec![Effect::PauseTake { heard }])
    }

    fn resume(&mut self, heard: Frames) -> Result<Vec<Effect>, Refused> {
        let Phase::Paused { since } = self.phase else { return Err(self.refused()) };
        self.end_pause(since, heard);
        self.phase = Phase::Recording;
        Ok(vec![Effect::ResumeTake { heard }, Effect::WriteMarks])
    }

    fn end_pause(&mut self, since: Frames, heard: Frames) {
        let lasted = heard.minus(since);
        self.speaking.pauses.push(Pause { at: self.speaking.place(since), lasted });
        self.speaking.paused = self.speaking.paused.plus(lasted);
    }

    /// A take stopped while paused ends where the pause began.
    fn stop(&mut self, heard: Frames) -> Result<Vec<Effect>, Refused> {
        let end = match self.phase {
            Phase::Recording => heard,
            Phase::Paused { since } => since,
            _ => return Err(self.refused()),
        };
        self.phase = Phase::Finishing;
        Ok(vec![Effect::WriteMarks, Effect::FinishTake { heard: end }])
    }

    fn microphone_lost(&mut self, heard: Frames) -> Vec<Effect> {
        match self.phase {
            Phase::Recording | Phase::Paused { .. } => self.stop(heard).unwrap_or_default(),
            Phase::Starting | Phase::Thinking { .. } => {
                self.phase = Phase::Choosing;
                vec![Effect::CloseMicrophone]
            }
            Phase::Choosing | Phase::Finishing | Phase::Reviewing => Vec::new(),
        }
    }

    fn saved(&mut self) -> Result<Vec<Effect>, Refused> {
        if self.phase != Phase::Finishing {
            return Err(self.refused());
        }
        self.phase = Phase::Reviewing;
        Ok(vec![Effect::CloseMicrophone])
    }

    fn scrap(&mut self) -> Result<Vec<Effect>, Refused> {
        match self.phase {
            Phase::Recording | Phase::Paused { .. } => {
                self.phase = Phase::Choosing;
                self.speaking = Speaking::default();
                Ok(vec![Effect::ScrapTake, Effect::CloseMicrophone])
            }
            Phase::Starting | Phase::Thinking { .. } => self.could_not_start(),
            _ => Err(self.refused()),
        }
    }

    fn leave(&mut self) -> Result<Vec<Effect>, Refused> {
        match self.phase {
            Phase::Choosing => Ok(Vec::new()),
            Phase::Reviewing => {
                self.phase = Phase::Choosing;
                Ok(Vec::new())
            }
            Phase::Thinking { .. } | Phase::Starting => self.could_not_start(),
            _ => Err(self.refused()),
        }
    }
}
