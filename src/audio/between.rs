//! Where the microphone has come to between two of its portions, so that a key is placed more finely than they are long.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::domain::time::{Frames, SampleRate};

/// The last portion and when it came.
#[derive(Debug)]
pub(super) struct Between {
    began: Instant,
    came_nanos: AtomicU64,
    /// Frames of a portion; zero where portions are short enough as they are.
    portion: AtomicU64,
    hz: AtomicU64,
    /// The furthest place that was told, because time does not go back.
    told: AtomicU64,
}

impl Default for Between {
    fn default() -> Self {
        let zero = || AtomicU64::new(0);
        Self { began: Instant::now(), came_nanos: zero(), portion: zero(), hz: zero(), told: zero() }
    }
}

impl Between {
    /// The microphone delivers portions of so many frames.
    pub fn expect(&self, portion: Frames, rate: SampleRate) {
        self.hz.store(u64::from(rate.hz()), Ordering::Relaxed);
        self.portion.store(portion.0, Ordering::Relaxed);
    }

    /// A portion has come. Called on the audio thread.
    pub fn note(&self) {
        let nanos = u64::try_from(self.began.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.came_nanos.store(nanos, Ordering::Relaxed);
    }

    /// The frame that is being said now, where so many have been delivered.
    pub fn now(&self, delivered: Frames) -> Frames {
        let portion = self.portion.load(Ordering::Relaxed);
        if portion == 0 || delivered.is_zero() {
            return delivered;
        }
        let came = Duration::from_nanos(self.came_nanos.load(Ordering::Relaxed));
        let nanos = self.began.elapsed().saturating_sub(came).as_nanos();
        let since = nanos * u128::from(self.hz.load(Ordering::Relaxed)) / 1_000_000_000;
        let now = delivered.0.saturating_add(u64::try_from(since).unwrap_or(u64::MAX).min(portion));
        Frames(self.told.fetch_max(now, Ordering::Relaxed).max(now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn between_two_portions_time_goes_on_but_never_past_the_next_nor_back() {
        let between = Between::default();
        assert_eq!(between.now(Frames(480)), Frames(480), "short portions are as fine as can be");
        between.expect(Frames(4_800), SampleRate::PREFERRED);
        assert_eq!(between.now(Frames(0)), Frames(0), "nothing is said before the first sample");
        between.note();
        let mut last = between.now(Frames(4_800));
        while last < Frames(9_600) {
            let now = between.now(Frames(4_800));
            assert!(last <= now && now <= Frames(9_600));
            last = now;
        }
        between.note();
        assert!(between.now(Frames(9_500)) >= Frames(9_600));
    }
}
