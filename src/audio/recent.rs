//! The last seconds the microphone delivered, in memory only, so that a take can begin at a frame that has
//! gone by.

use std::collections::VecDeque;

use super::capture::Piece;
use super::taking::Taking;
use crate::domain::take::Gap;
use crate::domain::time::{Frames, SampleRate};

/// Longer than any order takes to arrive, also where the file's place is asked of a library that is busy.
const REMEMBERED_SECS: usize = 30;

/// The last seconds heard.
pub(super) struct Recent {
    samples: VecDeque<f32>,
    /// Where there is silence because frames never came.
    missing: VecDeque<Gap>,
    /// The frame after the last.
    next: Frames,
    capacity: usize,
}

impl Recent {
    pub fn new(rate: SampleRate) -> Self {
        let capacity = REMEMBERED_SECS * rate.hz() as usize;
        Self { samples: VecDeque::new(), missing: VecDeque::new(), next: Frames::ZERO, capacity }
    }

    pub const fn next(&self) -> Frames {
        self.next
    }

    fn oldest(&self) -> Frames {
        self.next.minus(Frames(self.samples.len() as u64))
    }

    pub fn add(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Sound(samples) => {
                let kept = samples.len().min(self.capacity);
                self.samples.extend(samples.iter().rev().take(kept).rev());
                self.next = self.next.plus(Frames(samples.len() as u64));
            }
            Piece::Missing(lasted) => {
                self.missing.push_back(Gap { at: self.next, lasted });
                let silence = usize::try_from(lasted.0).unwrap_or(usize::MAX).min(self.capacity);
                self.samples.extend(std::iter::repeat_n(0.0, silence));
                self.next = self.next.plus(lasted);
            }
        }
        let surplus = self.samples.len().saturating_sub(self.capacity);
        self.samples.drain(..surplus);
        let oldest = self.oldest();
        while self.missing.front().is_some_and(|gap| gap.at.plus(gap.lasted) <= oldest) {
            self.missing.pop_front();
        }
    }

    /// Lets a take hear again what came from this frame on; what is no longer known counts as missing.
    pub fn replay(&mut self, from: Frames, taking: &mut Taking) {
        if from >= self.next {
            return;
        }
        let oldest = self.oldest();
        if from < oldest {
            taking.add_missing(from, oldest.minus(from));
        }
        let mut at = from.max(oldest);
        let gaps: Vec<Gap> = self.missing.iter().copied().collect();
        for gap in gaps {
            let end = gap.at.plus(gap.lasted);
            if end > at {
                self.replay_part(at, gap.at.max(at), taking);
                taking.add_missing(gap.at.max(at), end.minus(gap.at.max(at)));
                at = end;
            }
        }
        self.replay_part(at, self.next, taking);
    }

    fn replay_part(&mut self, from: Frames, until: Frames, taking: &mut Taking) {
        let oldest = self.oldest();
        let index = |frame: Frames| usize::try_from(frame.minus(oldest).0).unwrap_or(usize::MAX);
        if let Some(samples) = self.samples.make_contiguous().get(index(from)..index(until)) {
            taking.add(from, samples);
        }
    }
}
