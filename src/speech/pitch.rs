//! The pitch of a voice by autocorrelation, after Boersma 1993: "Accurate short-term analysis of the fundamental
//! frequency and the harmonics-to-noise ratio of a sampled sound".

use std::ops::Range;
use std::sync::Arc;

use realfft::num_complex::Complex;
use realfft::{ComplexToReal, RealFftPlanner, RealToComplex};

use super::filter::Filter;
use super::numbers::{float, median, quantile, stretches, whole};
use super::voice_net::hann;

/// The pitch of a voice needs no more, and half the samples take half the time.
const RATE_HZ: f32 = 8_000.0;

/// From one place to the next: 10 ms.
const STEP: usize = 80;

/// Three periods of the deepest voice.
const WINDOW: usize = 320;
const FFT: usize = 1_024;
const VOICE_HZ: Range<f32> = 65.0..500.0;

const CANDIDATES: usize = 5;

/// What it costs to be unvoiced, to be lower by an octave, to begin or end a voiced stretch, and to jump by an octave.
const VOICING: f32 = 0.45;
const SILENCE: f32 = 0.03;
const OCTAVE_COST: f32 = 0.01;
const VOICED_UNVOICED_COST: f32 = 0.14;
const OCTAVE_JUMP_COST: f32 = 0.35;

/// Less than a second of voice says nothing of how it varies.
const LEAST_PLACES: usize = 100;

/// A shorter run of pitch is a crackle or a hiss that happens to repeat itself.
const LEAST_RUN: usize = 5;

/// The pitch in hertz every 10 ms; `None` where the voice has none.
pub type Contour = Vec<Option<f32>>;

/// What may be the pitch at one place; no lag means unvoiced.
#[derive(Clone, Copy, Default)]
struct Candidate {
    hz: Option<f32>,
    strength: f32,
}

struct Correlator {
    forward: Arc<dyn RealToComplex<f32>>,
    back: Arc<dyn ComplexToReal<f32>>,
    window: Vec<f32>,
    window_correlation: Vec<f32>,
    time: Vec<f32>,
    bins: Vec<Complex<f32>>,
}

impl Correlator {
    fn new() -> Self {
        let mut planner = RealFftPlanner::new();
        let mut correlator = Self {
            forward: planner.plan_fft_forward(FFT),
            back: planner.plan_fft_inverse(FFT),
            window: hann(WINDOW),
            window_correlation: Vec::new(),
            time: vec![0.0; FFT],
            bins: vec![Complex::default(); FFT / 2 + 1],
        };
        let window = correlator.window.clone();
        correlator.correlate(&window);
        correlator.window_correlation.clone_from(&correlator.time);
        correlator
    }

    /// Leaves in `time` how like the windowed samples are to themselves at every lag, 1 at none.
    fn correlate(&mut self, windowed: &[f32]) {
        self.time.fill(0.0);
        self.time.iter_mut().zip(windowed).for_each(|(out, sample)| *out = *sample);
        if self.forward.process(&mut self.time, &mut self.bins).is_err() {
            return;
        }
        self.bins.iter_mut().for_each(|bin| *bin = Complex::new(bin.norm_sqr(), 0.0));
        if self.back.process(&mut self.bins, &mut self.time).is_err() {
            return;
        }
        let whole = self.time.first().copied().unwrap_or_default();
        if whole > 0.0 {
            self.time.iter_mut().for_each(|value| *value /= whole);
        }
    }

    /// The likeness of `samples` to themselves, free of what the window does to it.
    fn likeness(&mut self, samples: &[f32]) -> Vec<f32> {
        let mean = samples.iter().sum::<f32>() / float(samples.len().max(1));
        let windowed: Vec<f32> =
            samples.iter().zip(&self.window).map(|(sample, weight)| (sample - mean) * weight).collect();
        self.correlate(&windowed);
        let longest = whole(RATE_HZ / VOICE_HZ.start) + 2;
        self.time
            .iter()
            .zip(&self.window_correlation)
            .take(longest)
            .map(|(value, window)| value / window)
            .collect()
    }
}

/// Follows the pitch through samples of 16 kHz.
#[must_use]
pub fn contour(samples: &[f32]) -> Contour {
    let mut padded = vec![0.0; WINDOW / 2 - STEP / 2];
    padded.extend(halved(samples));
    let loudest = padded.iter().fold(0.0f32, |peak, sample| peak.max(sample.abs()));
    let mut correlator = Correlator::new();
    let places: Vec<[Candidate; CANDIDATES]> = (0..samples.len() / 2 / STEP)
        .map(|place| {
            // The window's middle lies in the step's.
            let from = place * STEP;
            let piece = padded.get(from..(from + WINDOW).min(padded.len())).unwrap_or_default();
            candidates(&mut correlator, piece, loudest)
        })
        .collect();
    likeliest(&places)
}

/// Every second sample, what lies above the new rate's reach taken out.
fn halved(samples: &[f32]) -> Vec<f32> {
    let mut filters = [Filter::low_pass(2_000.0, 2.0 * RATE_HZ), Filter::low_pass(3_000.0, 2.0 * RATE_HZ)];
    let filtered =
        samples.iter().map(|sample| filters.iter_mut().fold(*sample, |value, filter| filter.apply(value)));
    filtered.step_by(2).collect()
}

fn candidates(correlator: &mut Correlator, piece: &[f32], loudest: f32) -> [Candidate; CANDIDATES] {
    let mut found = [Candidate::default(); CANDIDATES];
    let peak = piece.iter().fold(0.0f32, |peak, sample| peak.max(sample.abs()));
    let quiet = if loudest > 0.0 { peak / loudest } else { 0.0 };
    let unvoiced = VOICING + (2.0 - quiet / (SILENCE / (1.0 + VOICING))).max(0.0);
    let [first, ..] = &mut found;
    *first = Candidate { hz: None, strength: unvoiced };
    if quiet < SILENCE / 4.0 {
        return found;
    }
    let likeness = correlator.likeness(piece);
    let shortest = whole(RATE_HZ / VOICE_HZ.end);
    for (lag, around) in likeness.windows(3).enumerate().skip(shortest.saturating_sub(1)) {
        let [before, middle, after] = around else { continue };
        if *middle < VOICING / 2.0 || before >= middle || middle < after {
            continue;
        }
        let (offset, height) = summit(*before, *middle, *after);
        let hz = RATE_HZ / (float(lag + 1) + offset);
        if !VOICE_HZ.contains(&hz) {
            continue;
        }
        // What is likelier than itself is as likely as its mirror image.
        let height = if height > 1.0 { 1.0 / height } else { height };
        let strength = height + OCTAVE_COST * (hz / VOICE_HZ.start).log2();
        keep(&mut found, Candidate { hz: Some(hz), strength });
    }
    found
}

/// Puts a candidate in place of the weakest voiced one, if that is weaker.
fn keep(found: &mut [Candidate; CANDIDATES], candidate: Candidate) {
    let weakest = found.iter_mut().skip(1).min_by(|one, other| one.strength.total_cmp(&other.strength));
    if let Some(weakest) = weakest.filter(|weakest| weakest.strength < candidate.strength) {
        *weakest = candidate;
    }
}

/// Where the parabola through three neighbours has its summit, and how high it is.
fn summit(before: f32, middle: f32, after: f32) -> (f32, f32) {
    let bend = before - 2.0 * middle + after;
    if bend >= 0.0 {
        return (0.0, middle);
    }
    let offset = (before - after) / (2.0 * bend);
    (offset, middle - (before - after) * offset / 4.0)
}

/// The way through the candidates that is best as a whole.
fn likeliest(places: &[[Candidate; CANDIDATES]]) -> Contour {
    let mut best = [0.0f32; CANDIDATES];
    let mut from: Vec<[usize; CANDIDATES]> = Vec::with_capacity(places.len());
    let mut before: Option<&[Candidate; CANDIDATES]> = None;
    for place in places {
        let mut next = [f32::MIN; CANDIDATES];
        let mut chosen = [0; CANDIDATES];
        for ((candidate, score), choice) in place.iter().zip(&mut next).zip(&mut chosen) {
            let ways = before.into_iter().flatten().zip(&best).enumerate();
            let way = ways
                .map(|(number, (earlier, so_far))| (number, so_far - step_cost(*earlier, *candidate)))
                .max_by(|one, other| one.1.total_cmp(&other.1));
            let (number, so_far) = way.unwrap_or((0, 0.0));
            (*choice, *score) = (number, so_far + candidate.strength);
        }
        best = next;
        from.push(chosen);
        before = Some(place);
    }
    let last = best.iter().enumerate().max_by(|one, other| one.1.total_cmp(other.1));
    let mut at = last.map_or(0, |(number, _)| number);
    let mut contour: Contour = Vec::with_capacity(places.len());
    for (place, chosen) in places.iter().zip(&from).rev() {
        contour.push(place.get(at).and_then(|candidate| candidate.hz));
        at = chosen.get(at).copied().unwrap_or_default();
    }
    contour.reverse();
    contour
}

fn step_cost(one: Candidate, other: Candidate) -> f32 {
    match (one.hz, other.hz) {
        (Some(one), Some(other)) => OCTAVE_JUMP_COST * (one / other).log2().abs(),
        (None, None) => 0.0,
        _ => VOICED_UNVOICED_COST,
    }
}

/// The middle of the voice and how far it spreads, from the voiced places within speech; `None` where less than a
/// second is voiced.
#[must_use]
pub fn spread(contour: &Contour, is_speech: impl Fn(usize) -> bool) -> Option<(f32, f32)> {
    let long = stretches(contour.len(), |at| contour.get(at).is_some_and(Option::is_some));
    let long: Vec<usize> = long.into_iter().filter(|range| range.len() >= LEAST_RUN).flatten().collect();
    let voiced =
        || long.iter().filter(|at| is_speech(**at)).filter_map(|at| contour.get(*at).copied().flatten());
    if voiced().count() < LEAST_PLACES {
        return None;
    }
    let semitones = || voiced().map(|hz| 12.0 * hz.log2());
    // Between the ninth and the first tenth lie 2.563 standard deviations of a bell curve, and an octave slip in the
    // outer tenths changes nothing.
    let width = quantile(semitones(), 0.9)? - quantile(semitones(), 0.1)?;
    Some((median(voiced())?, width / 2.563))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pulses through a resonance, their rate moving by `depth` semitones round 150 Hz, with a hush in the middle.
    fn buzz(depth: f32) -> Vec<f32> {
        let (mut phase, mut one, mut two) = (0.0f32, 0.0f32, 0.0f32);
        (0..64_000)
            .map(|n| {
                let secs = float(n) / 16_000.0;
                phase += true_hz(depth, secs) / 16_000.0;
                let pulse = if phase >= 1.0 && !(1.9..2.1).contains(&secs) { 1.0 } else { 0.0 };
                phase = phase.fract();
                (one, two) = (pulse + 1.85 * one - 0.95 * two, one);
                one * 0.05
            })
            .collect()
    }

    fn true_hz(depth: f32, secs: f32) -> f32 {
        150.0 * 2f32.powf(depth / 12.0 * (std::f32::consts::TAU * 0.5 * secs).sin())
    }

    #[test]
    fn the_pitch_is_followed_and_its_spread_is_that_of_the_voice() {
        for depth in [0.0, 2.0, 5.0] {
            let contour = contour(&buzz(depth));
            assert_eq!(contour.len(), 400);
            let wrong = contour.iter().enumerate().skip(3).filter(|(at, hz)| {
                let truth = true_hz(depth, float(*at) / 100.0 + 0.005);
                hz.is_some_and(|hz| (hz / truth - 1.0).abs() > 0.05)
            });
            // The two edges of the hush may be wrong.
            assert!(wrong.count() <= 2, "{depth}");
            let (median_hz, spread) = spread(&contour, |_| true).unwrap();
            assert!((median_hz / 150.0 - 1.0).abs() < 0.03, "{median_hz}");
            // A wave's tenths lie at 0.951 of its height.
            assert!((spread - depth * 2.0 * 0.951 / 2.563).abs() < 0.15, "{depth}: {spread}");
        }
    }

    #[test]
    fn silence_and_short_sounds_have_no_pitch() {
        assert_eq!(spread(&contour(&vec![0.0; 64_000]), |_| true), None);
        assert_eq!(spread(&contour(&buzz(1.0)[..8_000]), |_| true), None);
        assert!(contour(&[]).is_empty());
    }
}
