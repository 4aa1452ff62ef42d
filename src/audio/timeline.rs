//! Finds the frames a device skipped, by holding its time stamps against the frames it delivered.
//!
//! Time stamps jitter, so a block counts as late only against the latest block of the last seconds, and only
//! by more than a period and a half and several times the jitter, or by less where the device has just
//! reported an overrun. While a sound server starts, its times run away from its frames by more than half a
//! second although nothing is missing; so the first seconds are believed only with a reported overrun.

use std::time::Duration;

use crate::domain::time::SampleRate;

const SECOND_NANOS: i128 = 1_000_000_000;

/// How long time stamps alone prove nothing.
const SETTLING: Duration = Duration::from_secs(2);
/// How long overruns are reported that are none.
const STARTING: Duration = Duration::from_millis(500);
/// How long a late block excuses the ones after it.
const MEMORY: Duration = Duration::from_secs(5);
/// A longer jump is a clock that was set, not a microphone that was silent.
const LONGEST_GAP: Duration = Duration::from_mins(1);
/// Shorter jumps than this are how servers estimate, whatever their period.
const SMALLEST_JUMP: Duration = Duration::from_millis(40);
/// Jitter is no reason to believe in a gap that is not several times as long.
const TIMES_JITTER: i128 = 4;

/// Where a stream stands on its own clock.
#[derive(Debug)]
pub(super) struct Timeline {
    rate: SampleRate,
    /// Frames since the stream opened, skipped ones counted.
    frames: u64,
    last_block: u64,
    leads: Leads,
}

impl Timeline {
    pub(super) const fn new(rate: SampleRate) -> Self {
        Self { rate, frames: 0, last_block: 0, leads: Leads { now: None, before: None, turned_at: 0 } }
    }

    /// How many frames are missing before a block of `block` frames whose first was captured at `at`.
    pub(super) fn missing_before(&mut self, block: u64, at: Duration, overrun: bool) -> u64 {
        let ahead = nanos(at) - self.nanos_of(self.frames);
        let period = self.nanos_of(block.max(self.last_block));
        let missing = self.judge(ahead, period, overrun);
        self.leads.add(ahead - self.nanos_of(missing), self.frames, self.frames_in(MEMORY));
        self.last_block = block;
        self.frames = self.frames.saturating_add(missing).saturating_add(block);
        missing
    }

    fn judge(&mut self, ahead: i128, period: i128, overrun: bool) -> u64 {
        let Some(leads) = self.leads.get() else { return 0 };
        if self.frames < self.frames_in(if overrun { STARTING } else { SETTLING }) {
            return 0;
        }
        let late = ahead - leads.most;
        let jitter = leads.most - leads.least;
        let allowed = if overrun {
            (period / 4).max(jitter)
        } else {
            (period + period / 2).max(nanos(SMALLEST_JUMP)).max(jitter * TIMES_JITTER)
        };
        if late <= allowed {
            return 0;
        }
        if late > nanos(LONGEST_GAP) {
            self.leads = Leads::default();
            return 0;
        }
        let rate = i128::from(self.rate.hz());
        u64::try_from((late * rate + SECOND_NANOS / 2) / SECOND_NANOS).unwrap_or(0)
    }

    fn nanos_of(&self, frames: u64) -> i128 {
        i128::from(frames) * SECOND_NANOS / i128::from(self.rate.hz())
    }

    fn frames_in(&self, time: Duration) -> u64 {
        self.rate.frames(time.as_secs_f64()).0
    }
}

fn nanos(time: Duration) -> i128 {
    i128::try_from(time.as_nanos()).unwrap_or(i128::MAX)
}

/// How far the time stamps ran ahead of the frames.
#[derive(Clone, Copy, Debug)]
struct Lead {
    least: i128,
    most: i128,
}

impl Lead {
    fn joined(self, other: Self) -> Self {
        Self { least: self.least.min(other.least), most: self.most.max(other.most) }
    }
}

/// The leads of the last seconds.
#[derive(Debug, Default)]
struct Leads {
    now: Option<Lead>,
    before: Option<Lead>,
    turned_at: u64,
}

impl Leads {
    fn get(&self) -> Option<Lead> {
        match (self.now, self.before) {
            (Some(now), Some(before)) => Some(now.joined(before)),
            (one, other) => one.or(other),
        }
    }

    fn add(&mut self, ahead: i128, frames: u64, memory: u64) {
        if frames.saturating_sub(self.turned_at) >= memory {
            self.before = self.now.take();
            self.turned_at = frames;
        }
        let lead = Lead { least: ahead, most: ahead };
        self.now = Some(self.now.map_or(lead, |now| now.joined(lead)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERIOD: u64 = 480;

    fn time(frames: u64) -> Duration {
        Duration::from_nanos(frames * 1_000_000_000 / 48_000)
    }

    fn settled() -> (Timeline, u64) {
        let mut timeline = Timeline::new(SampleRate::PREFERRED);
        for block in 0..200 {
            assert_eq!(timeline.missing_before(PERIOD, time(block * PERIOD), false), 0);
        }
        (timeline, 200 * PERIOD)
    }

    #[test]
    fn skipped_frames_are_counted_to_the_frame() {
        for skipped in [2_000, 12_345, 480_001] {
            let (mut timeline, at) = settled();
            assert_eq!(timeline.missing_before(PERIOD, time(at + skipped), false), skipped);
            assert_eq!(timeline.missing_before(PERIOD, time(at + skipped + PERIOD), false), 0);
        }
    }

    #[test]
    fn after_an_overrun_less_is_believed() {
        let (mut timeline, at) = settled();
        assert_eq!(timeline.missing_before(PERIOD, time(at + 200), true), 200);
    }

    #[test]
    fn a_server_that_starts_late_inserts_nothing() {
        let mut timeline = Timeline::new(SampleRate::PREFERRED);
        for block in 0..2_000_u64 {
            // As PulseAudio 16 starts a virtual source: 650 ms in jumps of 17 within the first second.
            let late = (block / 3).min(38) * 816;
            assert_eq!(timeline.missing_before(PERIOD, time(block * PERIOD + late), false), 0);
        }
    }

    #[test]
    fn jitter_inserts_nothing() {
        let (mut timeline, at) = settled();
        let mut shake = 7_u64;
        for block in 0..5_000 {
            shake = shake.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let late = shake >> 33 & 0x1ff;
            assert_eq!(timeline.missing_before(PERIOD, time(at + block * PERIOD + late), false), 0);
        }
    }

    #[test]
    fn a_slow_clock_inserts_nothing_in_a_day() {
        let mut timeline = Timeline::new(SampleRate::PREFERRED);
        for block in 0..864_000_u64 {
            let drift = block * 4_800 / 5_000;
            assert_eq!(timeline.missing_before(4_800, time(block * 4_800 + drift), false), 0);
        }
    }

    #[test]
    fn a_clock_that_was_set_is_not_a_gap() {
        let (mut timeline, at) = settled();
        let set = time(at) + Duration::from_hours(10);
        assert_eq!(timeline.missing_before(PERIOD, set, false), 0);
        assert_eq!(timeline.missing_before(PERIOD, set + time(PERIOD), false), 0);
    }
}
