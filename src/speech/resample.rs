//! From a recording's rate to a loudspeaker's, without delay and without losing a frame at either end.

use rubato::audioadapter_buffers::direct::InterleavedSlice;
use rubato::{Fft, FixedSync, Indexing, Resampler as _};

use crate::domain::time::SampleRate;

/// Input frames that are turned at a time.
const CHUNK: usize = 1_024;

/// Turns mono samples of one rate into samples of another.
pub struct Resampler {
    inner: Fft<f32>,
    from: SampleRate,
    to: SampleRate,
    input: Vec<f32>,
    chunk: Vec<f32>,
    /// Output that comes before the first input frame's, and is thrown away.
    delay_left: usize,
    taken: u64,
    given: u64,
}

impl Resampler {
    /// A resampler between two rates; `None` where they are equal or so odd that none can be had.
    pub fn between(from: SampleRate, to: SampleRate) -> Option<Self> {
        if from == to {
            return None;
        }
        let rate = |rate: SampleRate| usize::try_from(rate.hz()).unwrap_or(usize::MAX);
        let inner = Fft::new(rate(from), rate(to), CHUNK, 1, FixedSync::Input).ok()?;
        Some(Self {
            delay_left: inner.output_delay(),
            chunk: vec![0.0; inner.output_frames_max()],
            inner,
            from,
            to,
            input: Vec::new(),
            taken: 0,
            given: 0,
        })
    }

    /// Takes samples and adds to `out` what they make.
    pub fn push(&mut self, samples: &[f32], out: &mut Vec<f32>) {
        self.taken += samples.len() as u64;
        self.input.extend_from_slice(samples);
        self.turn(out);
    }

    /// Adds the rest to `out`, so that all of it is as long as all that was taken.
    pub fn finish(&mut self, out: &mut Vec<f32>) {
        let whole = u128::from(self.taken) * u128::from(self.to.hz());
        let from = u128::from(self.from.hz());
        let whole = u64::try_from((whole + from / 2) / from).unwrap_or(u64::MAX);
        // Silence pushes out what is still inside: two seconds' worth at most, where the rates have no common measure.
        for _ in 0..=self.from.hz() as usize * 2 / CHUNK + 2 {
            if self.given >= whole {
                break;
            }
            let missing = self.inner.input_frames_next().saturating_sub(self.input.len());
            self.input.resize(self.input.len() + missing, 0.0);
            self.turn(out);
        }
        let surplus = usize::try_from(self.given.saturating_sub(whole)).unwrap_or(0);
        out.truncate(out.len().saturating_sub(surplus));
        self.given -= surplus as u64;
    }

    fn turn(&mut self, out: &mut Vec<f32>) {
        let mut used = 0;
        while self.input.len() - used >= self.inner.input_frames_next() {
            let (input, frames) = (self.input.as_slice(), self.input.len());
            let room = self.chunk.len();
            let indexing = Indexing::new().input_offset(used);
            let Ok(input) = InterleavedSlice::new(input, 1, frames) else { break };
            let Ok(mut output) = InterleavedSlice::new_mut(self.chunk.as_mut_slice(), 1, room) else { break };
            let Ok((taken, given)) = self.inner.process_into_buffer(&input, &mut output, Some(&indexing))
            else {
                break;
            };
            used += taken;
            let skipped = self.delay_left.min(given);
            self.delay_left -= skipped;
            out.extend_from_slice(self.chunk.get(skipped..given).unwrap_or_default());
            self.given += (given - skipped) as u64;
        }
        self.input.drain(..used);
    }
}

#[cfg(test)]
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "test tones are short")]
mod tests {
    use super::*;

    #[test]
    fn a_tone_keeps_its_length_its_pitch_and_to_half_a_frame_its_place() {
        for (from, to) in
            [(44_100, 48_000), (48_000, 44_100), (16_000, 48_000), (48_000, 96_000), (22_050, 8_000)]
        {
            let rate = |hz| SampleRate::new(hz).unwrap();
            let tone = |hz: u32, count: usize| -> Vec<f32> {
                let wave = |n| (n as f64 * 440.0 / f64::from(hz) * std::f64::consts::TAU).sin() as f32;
                (0..count).map(wave).collect()
            };
            let mut resampler = Resampler::between(rate(from), rate(to)).unwrap();
            let mut out = Vec::new();
            for block in tone(from, from as usize).chunks(333) {
                resampler.push(block, &mut out);
            }
            resampler.finish(&mut out);
            assert_eq!(out.len(), to as usize, "{from} to {to}");
            let margin = to as usize / 16;
            let expected = tone(to, to as usize);
            let inside = margin..out.len() - margin;
            let worst = out[inside.clone()].iter().zip(&expected[inside]).map(|(a, b)| (a - b).abs());
            let worst = worst.fold(0.0, f32::max);
            let half_a_frame = (std::f64::consts::PI * 440.0 / f64::from(to)) as f32;
            assert!(worst < half_a_frame, "{from} to {to}: {worst}");
        }
    }
}
