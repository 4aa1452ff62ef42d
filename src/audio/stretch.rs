//! Plays speech faster or slower and leaves its pitch alone.
//!
//! The sound is cut into pieces that are laid closer together or further apart. Each piece is moved by a few
//! milliseconds to where it best continues the one before, and the two are faded into each other (WSOLA). Above
//! the natural speed short pieces that overlap by half suit speech best, below it longer ones with a short fade.
//! At the natural speed the samples pass through untouched.
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "places in a recording stay far below 2^52 frames, and fades need no more than a float holds"
)]

use crate::domain::time::SampleRate;

/// How much faster than spoken; from 0.5 to 2.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Speed(f64);

impl Speed {
    pub const NATURAL: Self = Self(1.0);
    pub const SLOWEST: Self = Self(0.5);
    pub const FASTEST: Self = Self(2.0);

    /// The speed nearest to `factor` that can be played; the natural one for what is no number.
    #[must_use]
    pub fn nearest(factor: f64) -> Self {
        if factor.is_nan() { Self::NATURAL } else { Self(factor.clamp(Self::SLOWEST.0, Self::FASTEST.0)) }
    }

    #[must_use]
    pub const fn factor(self) -> f64 {
        self.0
    }

    fn is_natural(self) -> bool {
        (self.0 - 1.0).abs() < 1e-6
    }
}

/// A stretch of output that runs evenly through the input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stride {
    /// The first output frame.
    pub output: u64,
    /// The input frame heard there.
    pub input: f64,
    /// Input frames per output frame.
    pub per_frame: f64,
}

/// How pieces are cut: each is heard for `hop` frames, of which the first `fade` overlap the one before.
#[derive(Clone, Copy)]
struct Cut {
    hop: usize,
    fade: usize,
}

/// Stretches mono samples that arrive in any portions.
pub struct Stretcher {
    rate: SampleRate,
    speed: Speed,
    /// Input that may still be needed, and the input frame it begins at.
    input: Vec<f32>,
    input_start: u64,
    finished: bool,
    /// Since when the speed has held: from there on places are computed and not summed, so no error grows.
    anchor: Stride,
    output: u64,
    /// The input frame that would come next, were it not for the speed.
    next: u64,
    /// Scratch for the search.
    template: Vec<f32>,
    region: Vec<f32>,
}

impl Stretcher {
    #[must_use]
    pub fn new(rate: SampleRate) -> Self {
        Self {
            rate,
            speed: Speed::NATURAL,
            input: Vec::new(),
            input_start: 0,
            finished: false,
            anchor: Stride { output: 0, input: 0.0, per_frame: 1.0 },
            output: 0,
            next: 0,
            template: Vec::new(),
            region: Vec::new(),
        }
    }

    /// Changes the speed from the next output frame on.
    pub fn set_speed(&mut self, speed: Speed) {
        if speed == self.speed {
            return;
        }
        // From or to the natural speed nothing is moved, so what comes next is where the sound is.
        let input =
            if speed.is_natural() || self.speed.is_natural() { self.next as f64 } else { self.place() };
        self.speed = speed;
        self.anchor = Stride { output: self.output, input, per_frame: speed.factor() };
    }

    #[must_use]
    pub const fn speed(&self) -> Speed {
        self.speed
    }

    /// Adds input.
    pub fn push(&mut self, samples: &[f32]) {
        self.input.extend_from_slice(samples);
    }

    /// Says that no more input will come.
    pub const fn finish(&mut self) {
        self.finished = true;
    }

    /// Whether everything has come out.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.finished && self.output_left() == 0
    }

    /// Adds the next piece of output to `out` and says how it runs; `None` where more input is needed first, and at
    /// the end.
    pub fn pull(&mut self, out: &mut Vec<f32>) -> Option<Stride> {
        let stride = Stride { output: self.output, input: self.place(), per_frame: self.speed.factor() };
        let frames = if self.speed.is_natural() { self.copy(out) } else { self.piece(out) };
        self.output += frames as u64;
        self.forget();
        (frames > 0).then_some(stride)
    }

    /// The input frame that is due at the next output frame.
    fn place(&self) -> f64 {
        self.anchor.input + (self.output - self.anchor.output) as f64 * self.anchor.per_frame
    }

    fn input_end(&self) -> u64 {
        self.input_start + self.input.len() as u64
    }

    /// How many output frames the input that is there makes; known to the frame once it is all there.
    fn output_left(&self) -> u64 {
        let input = (self.input_end() as f64 - self.anchor.input).max(0.0);
        let end = self.anchor.output + (input / self.anchor.per_frame).round() as u64;
        end.saturating_sub(self.output)
    }

    fn copy(&mut self, out: &mut Vec<f32>) -> usize {
        let most = self.cut().hop;
        let from = (self.next - self.input_start) as usize;
        let there = self.input.len().saturating_sub(from).min(most);
        if there < most && !self.finished {
            return 0;
        }
        out.extend_from_slice(self.input.get(from..from + there).unwrap_or_default());
        self.next += there as u64;
        there
    }

    fn piece(&mut self, out: &mut Vec<f32>) -> usize {
        let Cut { hop, fade } = self.cut();
        let reach = self.reach();
        let due = self.place().round() as u64;
        let needed = due.max(self.next) + (reach + hop.max(fade) * 2) as u64;
        if needed > self.input_end() && !self.finished {
            return 0;
        }
        let frames = (hop as u64).min(self.output_left()) as usize;
        let start = self.best_start(due, frames, fade, reach);
        self.copy_range(start, frames, out);
        let begun = out.len() - frames;
        let faded = out.get_mut(begun..).unwrap_or_default().iter_mut().zip(&self.template);
        let step = 1.0 / fade as f32;
        for (n, (new, old)) in faded.enumerate() {
            let way = (n as f32 + 0.5) * step;
            *new = old + (*new - old) * (way * way * (3.0 - 2.0 * way));
        }
        self.next = (start + frames as u64).min(self.input_end());
        frames
    }

    fn cut(&self) -> Cut {
        let millis = |millis| self.rate.frames_in_millis(millis).0.max(1) as usize;
        if self.speed.factor() >= 1.0 {
            Cut { hop: millis(20), fade: millis(20) }
        } else {
            Cut { hop: millis(35), fade: millis(15) }
        }
    }

    /// How far a piece may be moved: half a period of the deepest voice to either side.
    fn reach(&self) -> usize {
        self.rate.frames_in_millis(10).0 as usize
    }

    /// Where within reach of `due` the input most resembles what would come next, which is left in `template`.
    fn best_start(&mut self, due: u64, frames: usize, fade: usize, reach: usize) -> u64 {
        let mut template = std::mem::take(&mut self.template);
        template.clear();
        self.copy_range(self.next, fade, &mut template);
        let mut start = due;
        if self.next != due {
            // Past the end there is nothing to play.
            let latest = self.input_end().saturating_sub(frames as u64);
            let first = due.saturating_sub(reach as u64).min(latest).max(self.input_start);
            let last = (due + reach as u64).min(latest).max(first);
            let count = (last - first) as usize + 1;
            let mut region = std::mem::take(&mut self.region);
            region.clear();
            self.copy_range(first, count + fade, &mut region);
            start = first + best_match(&template, &region, count, self.coarse_step()) as u64;
            self.region = region;
        }
        self.template = template;
        start
    }

    /// Adds `count` samples from an input frame on to `into`; past the end the last one again, which is no step.
    fn copy_range(&self, from: u64, count: usize, into: &mut Vec<f32>) {
        let skipped = (from.saturating_sub(self.input_start) as usize).min(self.input.len());
        let end = (skipped + count).min(self.input.len());
        into.extend_from_slice(self.input.get(skipped..end).unwrap_or_default());
        let last = self.input.last().copied().unwrap_or(0.0);
        into.resize(into.len() + count - (end - skipped), last);
    }

    /// Voices have little above 3 kHz that a coarse search could miss.
    fn coarse_step(&self) -> usize {
        (self.rate.hz() as usize / 6_000).max(1)
    }

    /// Lets go of input that can no longer be heard.
    fn forget(&mut self) {
        let oldest = (self.place() as u64).saturating_sub(2 * self.reach() as u64).min(self.next);
        let surplus = (oldest.saturating_sub(self.input_start) as usize).min(self.input.len());
        // Moving what is left costs as much as it is long, so it is moved seldom.
        if surplus > self.input.len() / 2 {
            self.input.drain(..surplus);
            self.input_start += surplus as u64;
        }
    }
}

/// The offset below `count` at which `region` most resembles `template`: looked for in coarse steps first, then
/// round the best one in single frames.
fn best_match(template: &[f32], region: &[f32], count: usize, step: usize) -> usize {
    let coarse_template = thinned(template, step);
    let coarse_region = thinned(region, step);
    let coarse = best_offset(&coarse_template, &coarse_region, 0..count.div_ceil(step)) * step;
    best_offset(template, region, coarse.saturating_sub(step)..(coarse + step + 1).min(count))
}

/// Sums of `step` samples each, which are also what a coarse listener would hear.
fn thinned(samples: &[f32], step: usize) -> Vec<f32> {
    samples.chunks_exact(step).map(|chunk| chunk.iter().sum()).collect()
}

fn best_offset(template: &[f32], region: &[f32], offsets: std::ops::Range<usize>) -> usize {
    let start = offsets.start;
    let mut best = (f32::NEG_INFINITY, start);
    for offset in offsets {
        let Some(candidate) = region.get(offset..offset + template.len()) else { break };
        let (likeness, power) = correlate(template, candidate);
        let score = likeness / (power + 1e-9).sqrt();
        if score > best.0 {
            best = (score, offset);
        }
    }
    best.1
}

/// The inner product of two runs of samples and the power of the second, in lanes that the processor can share out.
fn correlate(template: &[f32], candidate: &[f32]) -> (f32, f32) {
    const LANES: usize = 8;
    let (mut likeness, mut power) = ([0.0f32; LANES], [0.0f32; LANES]);
    let (blocks, rest) = template.as_chunks::<LANES>();
    let (others, other_rest) = candidate.as_chunks::<LANES>();
    for (a, b) in blocks.iter().zip(others) {
        for ((sum, square), (a, b)) in likeness.iter_mut().zip(&mut power).zip(a.iter().zip(b)) {
            *sum += a * b;
            *square += b * b;
        }
    }
    let (mut sum, mut square) = (likeness.iter().sum::<f32>(), power.iter().sum::<f32>());
    for (a, b) in rest.iter().zip(other_rest) {
        sum += a * b;
        square += b * b;
    }
    (sum, square)
}

/// Stretches a whole recording at one speed.
#[must_use]
pub fn stretched(samples: &[f32], rate: SampleRate, speed: Speed) -> Vec<f32> {
    let mut stretcher = Stretcher::new(rate);
    stretcher.set_speed(speed);
    let mut out = Vec::new();
    for block in samples.chunks(rate.hz() as usize) {
        stretcher.push(block);
        while stretcher.pull(&mut out).is_some() {}
    }
    stretcher.finish();
    while stretcher.pull(&mut out).is_some() {}
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::TAU;

    const RATE: SampleRate = SampleRate::PREFERRED;

    /// Something like a voice: harmonics of a gliding pitch, swelling and fading in syllables.
    fn voice(rate: SampleRate, secs: f64, hz: f64) -> Vec<f32> {
        let count = rate.frames(secs).0 as usize;
        let mut phase = 0.0;
        (0..count)
            .map(|n| {
                let time = n as f64 / f64::from(rate.hz());
                phase += hz * (1.0 + 0.08 * (TAU * 0.4 * time).sin()) / f64::from(rate.hz());
                let syllable = 0.55 - 0.45 * (TAU * 3.1 * time).cos();
                let sum: f64 =
                    (1..=12).map(|n| (TAU * phase * f64::from(n)).sin() / f64::from(n) * 0.25).sum();
                (sum * syllable) as f32
            })
            .collect()
    }

    fn largest_jump(samples: &[f32]) -> f32 {
        samples.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f32::max)
    }

    /// The pitch at every ten milliseconds by autocorrelation, where there is a clear one.
    fn pitches(samples: &[f32], rate: SampleRate) -> Vec<Option<f64>> {
        let window = rate.frames_in_millis(30).0 as usize;
        let (short, long) = (rate.hz() as usize / 300, rate.hz() as usize / 80);
        let pitch = |chunk: &[f32]| {
            let at = |lag: usize| f64::from(correlate(&chunk[..window], &chunk[lag..lag + window]).0);
            let energy = at(0);
            let lag = (short..long).max_by(|a, b| at(*a).total_cmp(&at(*b)))?;
            let (before, here, after) = (at(lag - 1), at(lag), at(lag + 1));
            let exact = lag as f64 + 0.5 * (before - after) / (before - 2.0 * here + after);
            (energy > 0.05 && here > 0.6 * energy).then(|| f64::from(rate.hz()) / exact)
        };
        samples.windows(window + long + 2).step_by(rate.hz() as usize / 100).map(pitch).collect()
    }

    fn median(mut values: Vec<f64>) -> f64 {
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    }

    #[test]
    fn the_length_is_exact_to_the_sample_at_every_speed() {
        for rate in [RATE, SampleRate::new(44_100).unwrap(), SampleRate::new(16_000).unwrap()] {
            let voice = voice(rate, 1.37, 120.0);
            for percent in (50..=200).step_by(if rate == RATE { 5 } else { 31 }) {
                let speed = Speed::nearest(f64::from(percent) / 100.0);
                let expected = (voice.len() as f64 / speed.factor()).round() as usize;
                assert_eq!(stretched(&voice, rate, speed).len(), expected, "{rate:?} at {percent} %");
            }
        }
        for length in [0, 1, 2, 100, 959, 960, 961, 3_000] {
            let few = vec![0.5; length];
            assert_eq!(stretched(&few, RATE, Speed::FASTEST).len(), (length as f64 / 2.0).round() as usize);
            assert_eq!(stretched(&few, RATE, Speed::SLOWEST).len(), length * 2);
        }
    }

    #[test]
    fn the_natural_speed_changes_no_sample() {
        let voice = voice(RATE, 1.0, 150.0);
        assert_eq!(stretched(&voice, RATE, Speed::NATURAL), voice);
    }

    #[test]
    fn the_pitch_stays_within_ten_cents() {
        let rate = SampleRate::new(16_000).unwrap();
        for hz in [95.0, 130.0, 180.0, 230.0] {
            let voice = voice(rate, 4.0, hz);
            let spoken = pitches(&voice, rate);
            for factor in [0.5, 0.75, 0.9, 1.1, 1.25, 1.5, 2.0] {
                let heard = pitches(&stretched(&voice, rate, Speed::nearest(factor)), rate);
                let cents = heard.iter().enumerate().filter_map(|(n, heard)| {
                    let spoken = *spoken.get((n as f64 * factor).round() as usize)?;
                    Some(1_200.0 * ((*heard)? / spoken?).log2())
                });
                let cents: Vec<f64> = cents.collect();
                assert!(cents.len() > 100, "{}", cents.len());
                let error = median(cents);
                assert!(error.abs() < 10.0, "{hz} Hz at {factor}: {error} cents");
            }
        }
    }

    #[test]
    fn a_change_of_speed_is_not_heard_as_a_click() {
        let voice = voice(RATE, 8.0, 140.0);
        let bound = largest_jump(&voice) * 1.2;
        let mut stretcher = Stretcher::new(RATE);
        stretcher.push(&voice);
        stretcher.finish();
        let mut out = Vec::new();
        let mut strides = Vec::new();
        for factor in [1.0, 1.5, 1.0, 0.5, 2.0, 0.75, 1.0, 1.25, 0.9].into_iter().cycle() {
            stretcher.set_speed(Speed::nearest(factor));
            for _ in 0..7 {
                strides.extend(stretcher.pull(&mut out));
            }
            if stretcher.is_done() {
                break;
            }
        }
        assert!(largest_jump(&out) <= bound, "{} > {bound}", largest_jump(&out));
        for pair in strides.windows(2) {
            let expected = pair[0].input + (pair[1].output - pair[0].output) as f64 * pair[0].per_frame;
            assert!((pair[1].input - expected).abs() <= f64::from(RATE.hz()) * 0.021, "{pair:?}");
        }
    }

    #[test]
    fn any_portions_give_the_same_sound() {
        let voice = voice(RATE, 2.0, 110.0);
        let at_once = stretched(&voice, RATE, Speed::nearest(1.4));
        let mut stretcher = Stretcher::new(RATE);
        stretcher.set_speed(Speed::nearest(1.4));
        let mut out = Vec::new();
        for block in voice.chunks(77) {
            stretcher.push(block);
            while stretcher.pull(&mut out).is_some() {}
        }
        stretcher.finish();
        while stretcher.pull(&mut out).is_some() {}
        assert!(stretcher.is_done());
        assert_eq!(out, at_once);
    }

    #[test]
    fn speeds_that_cannot_be_played_become_the_nearest() {
        assert_eq!(Speed::nearest(f64::NAN), Speed::NATURAL);
        assert_eq!(Speed::nearest(9.0), Speed::FASTEST);
        assert_eq!(Speed::nearest(0.0), Speed::SLOWEST);
    }
}
