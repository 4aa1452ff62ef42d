//! Where nobody speaks, judged by the level alone: good enough to listen faster, not to count pauses by.

use std::ops::Range;

use crate::domain::time::{Frames, SampleRate};

/// Quieter than any microphone is, so this stands for digital silence too.
const FLOOR_DB: f32 = -90.0;

/// What lies closer than this below the loud parts may be soft speech.
const LEAST_DROP_DB: f32 = 14.0;

/// How far the level must rise above the threshold before silence ends, so that a level that wavers there does not
/// cut it into crumbs.
const HYSTERESIS_DB: f32 = 4.0;

/// Collects the level of every ten milliseconds and finds the silent stretches among them.
pub struct SilenceFinder {
    hop: usize,
    levels_db: Vec<f32>,
    frames: u64,
    power: f32,
    filled: usize,
}

impl SilenceFinder {
    #[must_use]
    pub fn new(rate: SampleRate) -> Self {
        let hop = usize::try_from(rate.frames_in_millis(10).0).unwrap_or(1).max(1);
        Self { hop, levels_db: Vec::new(), frames: 0, power: 0.0, filled: 0 }
    }

    /// Adds samples.
    pub fn push(&mut self, samples: &[f32]) {
        for sample in samples {
            self.power += sample * sample;
            self.filled += 1;
            if self.filled == self.hop {
                self.levels_db.push(level_db(self.power, self.hop));
                self.power = 0.0;
                self.filled = 0;
            }
        }
        self.frames += samples.len() as u64;
    }

    /// The silent stretches of at least `least` frames, in order.
    #[must_use]
    pub fn silences(&self, least: Frames) -> Vec<Range<u64>> {
        let Some(thresholds) = Thresholds::of(&self.levels_db) else { return Vec::new() };
        let hop = self.hop as u64;
        let mut found = Vec::new();
        let mut start = None;
        for (at, level) in (0u64..).zip(&self.levels_db) {
            match start {
                None if *level < thresholds.enter_db => start = Some(at * hop),
                Some(from) if *level > thresholds.leave_db => {
                    found.push(from..at * hop);
                    start = None;
                }
                _ => {}
            }
        }
        found.extend(start.map(|from| from..self.frames));
        found.retain(|silence| silence.end - silence.start >= least.0);
        found
    }
}

fn level_db(power: f32, count: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a hop has some hundred samples")]
    let mean = power / count as f32;
    // A sample that is no number makes no level; the floor stands in for it.
    (10.0 * mean.log10()).max(FLOOR_DB)
}

/// Silence begins below the one and ends above the other.
struct Thresholds {
    enter_db: f32,
    leave_db: f32,
}

impl Thresholds {
    /// A little above the quiet parts and well below the loud ones; `None` where nothing was heard.
    fn of(levels_db: &[f32]) -> Option<Self> {
        // Digital silence says nothing of how quiet the room is.
        let mut heard: Vec<f32> = levels_db.iter().copied().filter(|level| *level > FLOOR_DB).collect();
        heard.sort_unstable_by(f32::total_cmp);
        let at = |percent: usize| heard.get(heard.len() * percent / 100).copied();
        let (loud, quiet) = (at(95)?, at(10)?);
        let above_quiet = quiet + (0.3 * (loud - quiet)).clamp(4.0, 12.0);
        let enter_db = above_quiet.min(loud - LEAST_DROP_DB);
        Some(Self { enter_db, leave_db: enter_db + HYSTERESIS_DB })
    }
}

#[cfg(test)]
#[expect(clippy::cast_precision_loss, reason = "noise needs no more than a float holds")]
mod tests {
    use super::*;

    /// Stretches of noise, each of so many milliseconds at a level.
    fn noise(parts: &[(u64, f32)]) -> Vec<f32> {
        let mut state = 1u32;
        let mut samples = Vec::new();
        for (millis, db) in parts {
            let amplitude = 10f32.powf(db / 20.0) * 3f32.sqrt();
            for _ in 0..SampleRate::PREFERRED.frames_in_millis(*millis).0 {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let fraction = (state >> 8) as f32 / 8_388_608.0 - 1.0;
                samples.push(fraction * amplitude);
            }
        }
        samples
    }

    fn found_millis(samples: &[f32]) -> Vec<(u64, u64)> {
        let mut finder = SilenceFinder::new(SampleRate::PREFERRED);
        samples.chunks(333).for_each(|block| finder.push(block));
        let least = SampleRate::PREFERRED.frames_in_millis(300);
        finder.silences(least).into_iter().map(|silence| (silence.start / 48, silence.end / 48)).collect()
    }

    #[test]
    fn pauses_are_found_in_quiet_and_in_noisy_rooms_and_at_any_level() {
        for (speech, room) in [(-20.0, -70.0), (-20.0, -40.0), (-45.0, -75.0), (-20.0, -120.0)] {
            let samples = noise(&[
                (500, room),
                (900, speech),
                (600, room),
                (100, speech),
                (200, room),
                (1_500, speech),
            ]);
            assert_eq!(found_millis(&samples), [(0, 500), (1_400, 2_000)], "{speech} dB in {room} dB");
        }
    }

    #[test]
    fn a_level_that_wavers_at_the_threshold_is_one_silence() {
        let mut parts = vec![(2_000, -20.0)];
        parts.extend((0..20).flat_map(|_| [(20, -60.0), (20, -56.5)]));
        parts.push((2_000, -20.0));
        assert_eq!(found_millis(&noise(&parts)), [(2_000, 2_800)]);
    }

    #[test]
    fn without_a_difference_nothing_is_called_silent() {
        assert_eq!(found_millis(&noise(&[(3_000, -50.0)])), []);
        assert_eq!(found_millis(&noise(&[(1_000, -30.0), (1_000, -25.0)])), []);
        assert_eq!(found_millis(&vec![0.0; 96_000]), []);
        assert_eq!(found_millis(&[]), []);
        assert_eq!(found_millis(&vec![f32::NAN; 96_000]), []);
    }
}
