//! Which of the microphone's frames belong to a take, and what that makes of pauses and gaps.

use crate::domain::split::Pause;
use crate::domain::take::Gap;
use crate::domain::time::Frames;

/// A stretch of the microphone's frames; the last may be open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Window {
    from: Frames,
    until: Option<Frames>,
}

impl Window {
    fn end(self, heard: Frames) -> Frames {
        self.until.unwrap_or(heard).min(heard).max(self.from)
    }

    fn len(self, heard: Frames) -> Frames {
        self.end(heard).minus(self.from)
    }
}

/// The microphone's frames that a take keeps, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Kept {
    windows: Vec<Window>,
    /// Frames that never came, in the microphone's count.
    missing: Vec<Gap>,
}

impl Kept {
    pub fn from(at: Frames) -> Self {
        Self { windows: vec![Window { from: at, until: None }], missing: Vec::new() }
    }

    /// Keeps frames only up to here until [`Self::resume`].
    pub fn stop(&mut self, at: Frames) {
        if let Some(window) = self.windows.last_mut().filter(|window| window.until.is_none()) {
            window.until = Some(at.max(window.from));
        }
    }

    pub fn resume(&mut self, at: Frames) {
        if let Some(Window { until: Some(until), .. }) = self.windows.last() {
            let from = at.max(*until);
            self.windows.push(Window { from, until: None });
        }
    }

    pub fn is_open(&self) -> bool {
        self.windows.last().is_some_and(|window| window.until.is_none())
    }

    /// The part of the present window that lies within these frames, `None` where there is none.
    pub fn wanted(&self, at: Frames, frames: Frames) -> Option<(Frames, Frames)> {
        let window = self.windows.last()?;
        let from = at.max(window.from);
        let until = at.plus(frames).min(window.until.unwrap_or(Frames(u64::MAX)));
        (from < until).then_some((from, until))
    }

    pub fn note_missing(&mut self, at: Frames, lasted: Frames) {
        let end = at.plus(lasted);
        // What is heard again after a pause may have been noted while it lasted.
        if !self.missing.iter().any(|gap| gap.at <= at && end <= gap.at.plus(gap.lasted)) {
            self.missing.push(Gap { at, lasted });
        }
    }

    /// The take's length once the microphone has been heard up to here.
    pub fn frames(&self, heard: Frames) -> Frames {
        self.windows.iter().map(|window| window.len(heard)).sum()
    }

    pub fn pauses(&self, heard: Frames) -> Vec<Pause> {
        let mut at = Frames::ZERO;
        let pairs = self.windows.iter().zip(self.windows.iter().skip(1));
        pairs
            .map(|(before, after)| {
                at = at.plus(before.len(heard));
                Pause { at, lasted: after.from.minus(before.end(heard)) }
            })
            .collect()
    }

    /// The gaps in the take's own frames.
    pub fn gaps(&self, heard: Frames) -> Vec<Gap> {
        let mut gaps = Vec::new();
        let mut zero = Frames::ZERO;
        for window in &self.windows {
            for gap in &self.missing {
                let from = gap.at.max(window.from);
                let until = gap.at.plus(gap.lasted).min(window.end(heard));
                if from < until {
                    gaps.push(Gap { at: zero.plus(from.minus(window.from)), lasted: until.minus(from) });
                }
            }
            zero = zero.plus(window.len(heard));
        }
        gaps
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_and_gaps_are_counted_in_the_takes_own_frames() {
        let mut kept = Kept::from(Frames(100));
        assert_eq!(kept.wanted(Frames(0), Frames(100)), None);
        assert_eq!(kept.wanted(Frames(50), Frames(100)), Some((Frames(100), Frames(150))));
        kept.note_missing(Frames(190), Frames(20));
        kept.stop(Frames(200));
        assert_eq!(kept.wanted(Frames(150), Frames(100)), Some((Frames(150), Frames(200))));
        kept.note_missing(Frames(250), Frames(10));
        kept.resume(Frames(300));
        kept.note_missing(Frames(310), Frames(5));
        let heard = Frames(400);
        assert_eq!(kept.frames(heard), Frames(200));
        assert_eq!(kept.pauses(heard), [Pause { at: Frames(100), lasted: Frames(100) }]);
        let gaps = kept.gaps(heard);
        assert_eq!(
            gaps,
            [Gap { at: Frames(90), lasted: Frames(10) }, Gap { at: Frames(110), lasted: Frames(5) }]
        );
    }

    #[test]
    fn a_pause_in_the_past_takes_frames_away() {
        let mut kept = Kept::from(Frames(0));
        assert_eq!(kept.frames(Frames(500)), Frames(500));
        kept.stop(Frames(400));
        assert_eq!(kept.frames(Frames(500)), Frames(400));
        assert!(!kept.is_open());
    }
}
