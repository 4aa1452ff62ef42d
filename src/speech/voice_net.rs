//! How likely it is that somebody speaks: the Silero voice detector, version 6, worked out by hand.
//!
//! The network looks at 32 ms at a time: a spectrum, four convolutions, one recurrent layer.

use std::sync::Arc;

use ndarray::{Array1, Array2, ArrayView1};
use realfft::num_complex::Complex;
use realfft::{RealFftPlanner, RealToComplex};

use super::numbers::float;

/// What the network was trained at.
pub const RATE_HZ: u32 = 16_000;

/// Samples from one answer to the next.
pub const STEP: usize = 512;

/// Samples of the step before that the network sees as well.
const CONTEXT: usize = 64;

/// How much later than its speech an answer comes.
pub const DELAY_SAMPLES: usize = 256;

const WINDOW: usize = 256;
const WINDOW_STEP: usize = 128;
const WINDOWS: usize = 4;
const BINS: usize = WINDOW / 2 + 1;
const MEMORY: usize = 128;

/// Steps that are worked out together, because large products are faster than small ones.
const BATCH: usize = 64;

/// Half precision changes no answer by more than a thousandth and halves the file.
static WEIGHTS: &[u8] = include_bytes!("../../assets/voice/silero-v6.f16");

/// The detector with what it remembers of the samples so far.
pub struct VoiceNet {
    fft: Arc<dyn RealToComplex<f32>>,
    window: Vec<f32>,
    convolutions: [Convolution; 4],
    input_weights: Array2<f32>,
    recurrent_weights: Array2<f32>,
    gate_bias: Array1<f32>,
    output_weights: Array1<f32>,
    output_bias: f32,
    memory: Array1<f32>,
    cell: Array1<f32>,
}

/// A convolution over three neighbouring spectra.
struct Convolution {
    stride: usize,
    weights: Array2<f32>,
    bias: Array1<f32>,
}

impl VoiceNet {
    /// The network; `None` only where the program was built with a damaged file.
    #[must_use]
    pub fn new() -> Option<Self> {
        let mut weights = WEIGHTS.chunks_exact(2).filter_map(|pair| Some(from_half(pair.try_into().ok()?)));
        let mut vector = |count: usize| Array1::from_iter(weights.by_ref().take(count));
        let mut matrix = |rows: usize, columns: usize| {
            Array2::from_shape_vec((rows, columns), vector(rows * columns).to_vec()).ok()
        };
        let mut convolution = |channels: usize, filters: usize, stride: usize| {
            let weights = matrix(filters, 3 * channels)?;
            let bias = matrix(1, filters)?.row(0).to_owned();
            Some(Convolution { stride, weights, bias })
        };
        let convolutions = [
            convolution(BINS, 128, 1)?,
            convolution(128, 64, 2)?,
            convolution(64, 64, 2)?,
            convolution(64, 128, 1)?,
        ];
        Some(Self {
            fft: RealFftPlanner::new().plan_fft_forward(WINDOW),
            window: hann(WINDOW),
            convolutions,
            input_weights: matrix(4 * MEMORY, 128)?,
            recurrent_weights: matrix(4 * MEMORY, MEMORY)?,
            gate_bias: matrix(1, 4 * MEMORY)?.row(0).to_owned(),
            output_weights: matrix(1, MEMORY)?.row(0).to_owned(),
            output_bias: matrix(1, 1)?.first().copied()?,
            memory: Array1::zeros(MEMORY),
            cell: Array1::zeros(MEMORY),
        })
    }

    /// The likelihood of speech for each whole step of `samples`, between 0 and 1.
    pub fn odds(&mut self, samples: &[f32]) -> Vec<f32> {
        let mut padded = vec![0.0; CONTEXT];
        padded.extend_from_slice(samples);
        let steps = samples.len() / STEP;
        let mut odds = Vec::with_capacity(steps);
        for first in (0..steps).step_by(BATCH) {
            let count = BATCH.min(steps - first);
            let from = first * STEP;
            let block = padded.get(from..from + count * STEP + CONTEXT).unwrap_or_default();
            let spectra = self.spectra(block, count);
            let features = self.features(spectra);
            odds.extend(self.remember(&features));
        }
        odds
    }

    /// Four spectra for each step, a row each.
    fn spectra(&self, block: &[f32], steps: usize) -> Array2<f32> {
        let mut spectra = Array2::zeros((steps * WINDOWS, BINS));
        let mut frame = vec![0.0; WINDOW];
        let mut bins = vec![Complex::default(); BINS];
        let mut rows = spectra.rows_mut().into_iter();
        for step in 0..steps {
            let seen = block.get(step * STEP..step * STEP + STEP + CONTEXT).unwrap_or_default();
            // The end is continued by its mirror image, as in training.
            let mirrored: Vec<f32> =
                seen.iter().chain(seen.iter().rev().skip(1).take(CONTEXT)).copied().collect();
            for (window, mut row) in (0..WINDOWS).zip(rows.by_ref()) {
                let piece = mirrored.iter().skip(window * WINDOW_STEP);
                for ((out, sample), weight) in frame.iter_mut().zip(piece).zip(&self.window) {
                    *out = sample * weight;
                }
                if self.fft.process(&mut frame, &mut bins).is_ok() {
                    row.iter_mut().zip(&bins).for_each(|(out, bin)| *out = bin.norm());
                }
            }
        }
        spectra
    }

    fn features(&self, spectra: Array2<f32>) -> Array2<f32> {
        let mut frames = WINDOWS;
        let mut values = spectra;
        for layer in &self.convolutions {
            let (patches, left) = patches(&values, frames, layer.stride);
            frames = left;
            values = patches.dot(&layer.weights.t()) + &layer.bias;
            values.mapv_inplace(|value| value.max(0.0));
        }
        values
    }

    /// One answer for each row, from it and from what came before.
    fn remember(&mut self, features: &Array2<f32>) -> Vec<f32> {
        let inputs = features.dot(&self.input_weights.t()) + &self.gate_bias;
        inputs.rows().into_iter().map(|input| self.step(&input)).collect()
    }

    fn step(&mut self, input: &ArrayView1<f32>) -> f32 {
        let gates = self.recurrent_weights.dot(&self.memory) + input;
        let gate = |number: usize| gates.iter().skip(number * MEMORY).copied();
        let (enter, leave, keep, new) = (gate(0), gate(1), gate(2), gate(3));
        let gates = enter.zip(leave).zip(keep.zip(new));
        let mut output = self.output_bias;
        let states = self.cell.iter_mut().zip(&mut self.memory).zip(&self.output_weights);
        for (((cell, memory), weight), ((enter, leave), (keep, new))) in states.zip(gates) {
            *cell = sigmoid(keep) * *cell + sigmoid(enter) * new.tanh();
            *memory = sigmoid(leave) * cell.tanh();
            output += memory.max(0.0) * weight;
        }
        sigmoid(output)
    }
}

/// For each place the values of it and its two neighbours in one row; nothing stands in for a neighbour that is not
/// there.
fn patches(values: &Array2<f32>, frames: usize, stride: usize) -> (Array2<f32>, usize) {
    let channels = values.ncols();
    let steps = values.nrows() / frames;
    let left = frames.div_ceil(stride);
    let mut patches = Array2::zeros((steps * left, 3 * channels));
    for (number, mut patch) in patches.rows_mut().into_iter().enumerate() {
        let (step, place) = (number / left, number % left * stride);
        for neighbour in 0..3 {
            let Some(frame) = (place + neighbour).checked_sub(1).filter(|frame| *frame < frames) else {
                continue;
            };
            let part = patch.iter_mut().skip(neighbour * channels);
            part.zip(values.row(step * frames + frame)).for_each(|(out, value)| *out = *value);
        }
    }
    (patches, left)
}

fn sigmoid(value: f32) -> f32 {
    1.0 / (1.0 + (-value).exp())
}

/// The bell that a stretch is multiplied by before its spectrum is taken.
pub(super) fn hann(count: usize) -> Vec<f32> {
    (0..count).map(|at| 0.5 - 0.5 * (std::f32::consts::TAU * float(at) / float(count)).cos()).collect()
}

/// A number of half precision, low byte first.
fn from_half(bytes: [u8; 2]) -> f32 {
    let bits = u32::from(u16::from_le_bytes(bytes));
    let (sign, exponent, fraction) = (bits >> 15 << 31, bits >> 10 & 0x1f, bits & 0x3ff);
    if exponent == 0 {
        // Smaller than what has a leading one; two to the power of -24 is the last digit.
        let size = f32::from_bits(0x3380_0000) * f32::from(u16::try_from(fraction).unwrap_or_default());
        return if sign == 0 { size } else { -size };
    }
    f32::from_bits(sign | (exponent + 112) << 23 | fraction << 13)
}

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, reason = "two seconds of samples are made")]
mod tests {
    use super::*;

    /// A second of a sung vowel that swells and fades, and a second in which almost nothing of it is left.
    fn vowel() -> Vec<f32> {
        let mut phase = 0.0f64;
        (0..32_000)
            .map(|n| {
                let secs = f64::from(n) / 16_000.0;
                let turns = std::f64::consts::TAU;
                phase += turns * (120.0 + 20.0 * (turns * 0.7 * secs).sin()) / 16_000.0;
                let tone = |number: f64| {
                    (number * phase).sin() / number * (-((number * 120.0 - 600.0) / 500.0).powi(2)).exp()
                };
                let sum: f64 = (1..=20).map(|number| tone(f64::from(number))).sum();
                let swell = 0.3 * (0.5 - 0.5 * (turns * 4.0 * secs).cos());
                (sum * swell * if n < 16_000 { 1.0 } else { 0.000_5 }) as f32
            })
            .collect()
    }

    #[test]
    fn the_answers_are_those_of_the_published_network() {
        // From `silero_vad_v6.onnx`, run by its own runtime on the same samples.
        let published = [
            0.1822, 0.8064, 0.8164, 0.7869, 0.6428, 0.4238, 0.3545, 0.4659, 0.5706, 0.7825, 0.6608, 0.5302,
            0.1831, 0.1057, 0.0750, 0.1279, 0.2417, 0.3870, 0.1726, 0.0370, 0.0086, 0.0028, 0.0071, 0.0246,
            0.0271, 0.0825, 0.0319, 0.0189, 0.0057, 0.0104, 0.0164, 0.0207,
        ];
        let odds = VoiceNet::new().unwrap().odds(&vowel());
        assert_eq!(odds.len(), 62);
        for (at, (mine, theirs)) in odds.iter().zip(published).enumerate() {
            assert!((mine - theirs).abs() < 0.01, "{at}: {mine} is not {theirs}");
        }
    }

    #[test]
    fn the_file_of_weights_is_as_long_as_the_network_needs() {
        let convolutions = 128 * (3 * 129 + 1) + 64 * (3 * 128 + 1) + 64 * (3 * 64 + 1) + 128 * (3 * 64 + 1);
        let memory = 4 * 128 * (128 + 128 + 1) + 128 + 1;
        assert_eq!(WEIGHTS.len(), 2 * (convolutions + memory));
    }

    #[test]
    fn half_precision_is_read_with_its_signs_and_its_smallest_numbers() {
        for (bits, value) in [
            (0x3c00u16, 1.0),
            (0xc000, -2.0),
            (0x3555, 0.333_251_95),
            (0x0001, 5.960_464_5e-8),
            (0x8000, 0.0),
        ] {
            assert!((from_half(bits.to_le_bytes()) - value).abs() < 1e-12 + value.abs() * 1e-6, "{bits:x}");
        }
    }
}
