//! Where a recording was cut off: flat tops at full scale, or at a lower level that nothing passes.

use std::ops::Range;

use super::numbers::amplitude;

/// As many samples in a row at one level make a flat top; at full scale two do.
const LEAST_RUN: u64 = 3;
const LEAST_RUN_AT_FULL_SCALE: u64 = 2;

/// The largest value that 16 bits hold, and what is taken for it.
const FULL_SCALE: f32 = 32_766.5 / 32_768.0;

/// Samples that are closer than this have the same level: one and a half steps of 16 bits.
const SAME: f32 = 1.5 / 32_768.0;

/// A cut begins or ends with a jump. The top of a slow wave is flat too, but falls off gently.
const JUMP: f32 = 8.0 / 32_768.0;

/// A flat top further below full scale than this is a quiet tone, not a cut.
const LOWEST_DB: f32 = -30.0;

/// How much lower than the highest top another may be.
const TOPS: f32 = 0.98;

/// Collects flat tops from samples that arrive in any portions.
#[derive(Default)]
pub struct ClippingFinder {
    at: u64,
    peak: f32,
    last: f32,
    run: Run,
    runs: Vec<Run>,
}

#[derive(Clone, Copy, Default)]
struct Run {
    level: f32,
    start: u64,
    end: u64,
    /// How far the sample before it lies from it.
    jump: f32,
}

impl ClippingFinder {
    pub fn push(&mut self, samples: &[f32]) {
        for sample in samples {
            let jump = (sample - self.run.level).abs();
            if jump > SAME {
                self.close(jump);
                self.run =
                    Run { level: *sample, start: self.at, end: self.at, jump: (sample - self.last).abs() };
            }
            self.last = *sample;
            self.peak = self.peak.max(sample.abs());
            self.at += 1;
        }
    }

    fn close(&mut self, jump_after: f32) {
        let (level, length) = (self.run.level.abs(), self.at - self.run.start);
        let is_long = length >= LEAST_RUN || level >= FULL_SCALE && length >= LEAST_RUN_AT_FULL_SCALE;
        let is_high = level > amplitude(LOWEST_DB) && level >= TOPS * self.peak - SAME;
        if is_long && is_high && self.run.jump.max(jump_after) > JUMP {
            self.runs.push(Run { end: self.at, ..self.run });
        }
    }

    /// The largest sample, sign left out.
    #[must_use]
    pub const fn peak(&self) -> f32 {
        self.peak
    }

    /// The flat tops, in order.
    #[must_use]
    pub fn finish(mut self) -> Vec<Range<u64>> {
        self.close(0.0);
        let top = TOPS * self.peak - SAME;
        self.runs.iter().filter(|run| run.level.abs() >= top).map(|run| run.start..run.end).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech::numbers::float;

    fn tone(hz: f32, rate_hz: f32, height: f32, top: f32) -> Vec<f32> {
        (0..48_000)
            .map(|n| (float(n) * hz / rate_hz * std::f32::consts::TAU).sin() * height)
            .map(|sample| (sample.clamp(-top, top) * 32_768.0).round().min(32_767.0) / 32_768.0)
            .collect()
    }

    fn found(samples: &[f32]) -> Vec<Range<u64>> {
        let mut finder = ClippingFinder::default();
        samples.chunks(77).for_each(|block| finder.push(block));
        finder.finish()
    }

    #[test]
    fn what_was_cut_off_is_found_also_where_it_was_turned_down_afterwards() {
        for (height, top) in [(2.0, 1.0), (1.2, 1.0), (1.0, 0.5)] {
            let samples = tone(397.0, 48_000.0, height, top);
            let at_the_top = samples.iter().filter(|sample| sample.abs() > top - 0.000_1).count() as u64;
            let cut: u64 = found(&samples).iter().map(|run| run.end - run.start).sum();
            assert!(
                cut.abs_diff(at_the_top) <= at_the_top / 1_000,
                "{height} cut at {top}: {cut} of {at_the_top}"
            );
        }
    }

    #[test]
    fn the_soft_top_of_a_slow_wave_is_no_cut() {
        for (hz, rate) in [(40.0, 192_000.0), (100.0, 48_000.0), (1_000.0, 48_000.0)] {
            assert_eq!(found(&tone(hz, rate, 0.9, 1.0)), [], "{hz}");
        }
        assert_eq!(found(&vec![0.0; 1_000]), []);
    }
}
