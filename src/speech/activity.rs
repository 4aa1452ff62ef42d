//! Where somebody speaks: what the voice detector takes for a voice and what stands out of the room's noise.
//!
//! The detector knows a voice from breath, music and keys, but neither its edges nor soft endings. How far the
//! spectrum stands out of the noise tells the edges to some milliseconds, but not a voice from a door. Speech is where
//! both agree.

use std::ops::Range;

use realfft::RealFftPlanner;
use realfft::num_complex::Complex;

use super::numbers::{decibels, float, quantile, smoothed, stretches, stretches_above, whole};
use super::voice_net::{DELAY_SAMPLES, STEP, VoiceNet, hann};

/// Samples of 16 kHz in one place of the results: 5 ms.
pub const HOP: usize = 80;
const HOP_SECS: f32 = 0.005;

const WINDOW: usize = 256;

/// The first bin of each band and the end of the last, in steps of 62.5 Hz: wide enough for a tone of the voice, finer
/// where the voice is stronger.
const BANDS: [usize; 24] =
    [2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 19, 22, 26, 30, 35, 41, 48, 56, 66, 78, 92, 108, 127];

/// The bands that stand out most count: a vowel fills the low ones, a hiss the high ones.
const LOUDEST_BANDS: usize = 8;

/// A voice that the detector is sure of begins a stretch, and a less sure one goes on with it.
const SURE: f32 = 0.67;
const LESS_SURE: f32 = 0.57;

/// Edges move at most so far beyond what the detector takes for a voice, where the room is quiet.
const EDGE_HOPS: usize = 8;

/// Above this the room is quiet enough for the detector's edges to be widened.
const QUIET_ROOM_DB: f32 = 26.0;

/// How far a word stands out at its loudest and at its edges: at least, at most and as a share of how far the voice
/// stands out as a whole.
const STANDS_OUT: Threshold = Threshold { least_db: 6.0, most_db: 15.0, share: 0.25 };
const EDGE: Threshold = Threshold { least_db: 3.0, most_db: 10.0, share: 0.12 };

struct Threshold {
    least_db: f32,
    most_db: f32,
    share: f32,
}

impl Threshold {
    fn for_voice(&self, above_noise_db: f32) -> f32 {
        (self.share * above_noise_db).clamp(self.least_db, self.most_db)
    }
}

/// Shorter gaps belong to a consonant, shorter sounds to none.
const CONSONANT_SECS: f32 = 0.06;
const CRUMB_SECS: f32 = 0.03;
const LEAST_GAP_SECS: f32 = 0.15;
const LEAST_SPEECH_SECS: f32 = 0.1;

/// Such a share of the time is quieter than the noise usually is, by so much.
const NOISE_SHARE: f32 = 0.1;
const NOISE_ABOVE_DB: f32 = 2.0;

/// Digital silence says nothing of how quiet the room is.
const NOTHING_DB: f32 = -110.0;

/// How loud the noise may be below the loudest band of the voice before it counts as silent.
const RANGE_DB: f32 = 60.0;

/// Where somebody speaks, in hops, and what else was seen on the way.
pub struct Activity {
    pub speech: Vec<Range<usize>>,
    /// How far the voice stands out of the noise in its loudest bands; `None` where nothing does.
    pub voice_db: Option<f32>,
    /// The power of each band, in each hop.
    pub bands: Vec<Vec<f32>>,
}

/// Finds the speech in samples of 16 kHz whose level was evened out.
#[must_use]
pub fn find(samples: &[f32]) -> Activity {
    let bands = band_powers(samples);
    let stands_out_db = stands_out(&bands);
    let odds = odds(samples, stands_out_db.len());
    let voice_db = quantile(stands_out_db.iter().copied().filter(|db| *db > STANDS_OUT.least_db), 0.75);
    let Some(voice_db) = voice_db else {
        return Activity { speech: Vec::new(), voice_db: None, bands };
    };
    let edge_hops = if voice_db >= QUIET_ROOM_DB { EDGE_HOPS } else { 0 };
    let mut is_voice = vec![false; stands_out_db.len()];
    for range in stretches_above(&odds, SURE, LESS_SURE) {
        let wider = range.start.saturating_sub(edge_hops)..(range.end + edge_hops).min(is_voice.len());
        is_voice.get_mut(wider).into_iter().flatten().for_each(|voice| *voice = true);
    }
    let mut is_loud = vec![false; stands_out_db.len()];
    let (high, low) = (STANDS_OUT.for_voice(voice_db), EDGE.for_voice(voice_db));
    for range in stretches_above(&stands_out_db, high, low) {
        is_loud.get_mut(range).into_iter().flatten().for_each(|loud| *loud = true);
    }
    let both = |at: usize| is_voice.get(at) == Some(&true) && is_loud.get(at) == Some(&true);
    let speech = joined(stretches(is_voice.len(), both));
    let voice_db = (!speech.is_empty()).then_some(voice_db);
    Activity { speech, voice_db, bands }
}

/// Closes small gaps and drops small sounds.
fn joined(speech: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let hops = |secs: f32| whole(secs / HOP_SECS);
    let mut words = close_gaps(speech, hops(CONSONANT_SECS));
    words.retain(|word| word.len() >= hops(CRUMB_SECS));
    let mut phrases = close_gaps(words, hops(LEAST_GAP_SECS));
    phrases.retain(|phrase| phrase.len() >= hops(LEAST_SPEECH_SECS));
    phrases
}

fn close_gaps(ranges: Vec<Range<usize>>, shortest: usize) -> Vec<Range<usize>> {
    let mut closed: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match closed.last_mut() {
            Some(last) if range.start - last.end < shortest => last.end = range.end,
            _ => closed.push(range),
        }
    }
    closed
}

/// The detector's answers, at every hop.
fn odds(samples: &[f32], hops: usize) -> Vec<f32> {
    let odds = VoiceNet::new().map(|mut net| net.odds(samples)).unwrap_or_default();
    let step = float(STEP);
    // An answer stands for the middle of its step, and hears its speech late.
    let place = |hop: usize| (float(hop * HOP + HOP / 2 + DELAY_SAMPLES) - step / 2.0) / step;
    (0..hops)
        .map(|hop| {
            let place = place(hop).max(0.0);
            let before = place.floor();
            let at = whole(before);
            let (Some(one), next) = (odds.get(at).or(odds.last()), odds.get(at + 1)) else { return 0.0 };
            one + (next.unwrap_or(one) - one) * (place - before)
        })
        .collect()
}

/// How many decibels the loudest bands stand out of the noise, at every hop.
fn stands_out(powers: &[Vec<f32>]) -> Vec<f32> {
    let level = |power: &Vec<f32>| smoothed(power, &[0.25, 0.5, 0.25]).into_iter().map(decibels).collect();
    let bands: Vec<Vec<f32>> = powers.iter().map(level).collect();
    let heard = |band: &Vec<f32>| band.iter().copied().filter(|db| *db > NOTHING_DB).collect::<Vec<f32>>();
    let loudest = bands.iter().filter_map(|band| quantile(heard(band), 0.95)).fold(f32::MIN, f32::max);
    let noise = |band| quantile(heard(band), NOISE_SHARE).map_or(f32::MIN, |db| db + NOISE_ABOVE_DB);
    let floors: Vec<f32> = bands.iter().map(|band| noise(band).max(loudest - RANGE_DB)).collect();
    let hops = bands.first().map_or(0, Vec::len);
    let mut above = [0.0; BANDS.len() - 1];
    let raw: Vec<f32> = (0..hops)
        .map(|at| {
            for ((out, band), floor) in above.iter_mut().zip(&bands).zip(&floors) {
                *out = band.get(at).map_or(0.0, |level| (level - floor).max(0.0));
            }
            above.select_nth_unstable_by(LOUDEST_BANDS, |one, other| other.total_cmp(one));
            above.iter().take(LOUDEST_BANDS).sum::<f32>() / float(LOUDEST_BANDS)
        })
        .collect();
    smoothed(&raw, &[0.25, 0.75, 1.0, 0.75, 0.25])
}

/// The power of each band at every hop.
fn band_powers(samples: &[f32]) -> Vec<Vec<f32>> {
    let hops = samples.len() / HOP;
    let fft = RealFftPlanner::new().plan_fft_forward(WINDOW);
    let window = hann(WINDOW);
    let scale = 2.0 / (window.iter().map(|weight| weight * weight).sum::<f32>() * float(WINDOW));
    let mut powers = vec![Vec::with_capacity(hops); BANDS.len() - 1];
    let mut frame = vec![0.0; WINDOW];
    let mut bins = vec![Complex::default(); WINDOW / 2 + 1];
    for hop in 0..hops {
        // The window's middle lies in the hop's.
        let first = (hop * HOP + HOP / 2).checked_sub(WINDOW / 2);
        let skipped = WINDOW / 2 - (hop * HOP + HOP / 2).min(WINDOW / 2);
        frame.fill(0.0);
        let piece = samples.get(first.unwrap_or(0)..).unwrap_or_default();
        for ((out, sample), weight) in
            frame.iter_mut().zip(&window).skip(skipped).zip(piece).map(|((o, w), s)| ((o, s), w))
        {
            *out = sample * weight;
        }
        if fft.process(&mut frame, &mut bins).is_err() {
            continue;
        }
        for (band, power) in powers.iter_mut().zip(BANDS.windows(2)) {
            let [from, to] = power else { continue };
            let sum: f32 = bins.get(*from..*to).unwrap_or_default().iter().map(Complex::norm_sqr).sum();
            band.push(sum * scale);
        }
    }
    powers
}
