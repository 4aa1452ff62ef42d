//! All measures of one recording, from its samples.

use std::ops::Range;

use super::activity::{self, Activity, HOP};
use super::clipping::ClippingFinder;
use super::loudness::{LoudnessMeter, TruePeakMeter};
use super::numbers::{amplitude, decibels, float, mean_square, quantile};
use super::resample::Resampler;
use super::{phrases, pitch, room, syllables};
use crate::domain::take::Take;
use crate::domain::time::{Frames, SampleRate};
use crate::domain::voice::{Level, Pitch, Span, VoiceMeasures};

/// Goes up with every change that changes a result, so that kept measures are made again.
pub const METHOD: u32 = 1;

/// Whether a take's voice has still to be measured, or to be measured by a newer method.
#[must_use]
pub fn is_due(take: &Take) -> bool {
    take.voice.as_ref().is_none_or(|voice| voice.method != METHOD)
}

/// The measures, where they are of the recording that the take says it has.
#[must_use]
pub fn fitting(measures: VoiceMeasures, take: &Take) -> Option<VoiceMeasures> {
    let recording = &take.recording;
    (measures.frames == recording.frames && measures.rate == recording.rate).then_some(measures)
}

/// What the voice is measured at.
const VOICE_HZ: u32 = 16_000;
const HOPS_IN_A_SECOND: u64 = 200;

/// Larger samples are damage.
const MOST_SAMPLE: f32 = 64.0;

/// Digital silence says nothing of a recording's level.
const NOTHING_DB: f32 = -110.0;

/// The level that recordings are brought to before the voice is looked for, and how far they are changed for it.
const EVEN_DB: f32 = -18.0;
const LEAST_GAIN_DB: f32 = -30.0;
const MOST_GAIN_DB: f32 = 60.0;

/// Takes samples of any rate and measures them. The voice is looked for in the mean of the channels, the level is
/// that of the channels as they are.
pub struct Analyser {
    rate: SampleRate,
    channels: usize,
    frames: u64,
    resampler: Option<Resampler>,
    voice: Vec<f32>,
    clean: Vec<f32>,
    mixed: Vec<f32>,
    loudness: LoudnessMeter,
    channel_levels: Vec<ChannelLevel>,
}

struct ChannelLevel {
    samples: Vec<f32>,
    true_peak: TruePeakMeter,
    clipping: ClippingFinder,
}

impl Analyser {
    /// An analyser of samples that lie channel beside channel.
    #[must_use]
    pub fn new(rate: SampleRate, channels: usize) -> Self {
        let channels = channels.max(1);
        let level = || ChannelLevel {
            samples: Vec::new(),
            true_peak: TruePeakMeter::new(rate),
            clipping: ClippingFinder::default(),
        };
        Self {
            rate,
            channels,
            frames: 0,
            resampler: SampleRate::new(VOICE_HZ).and_then(|voice_rate| Resampler::between(rate, voice_rate)),
            voice: Vec::new(),
            clean: Vec::new(),
            mixed: Vec::new(),
            loudness: LoudnessMeter::of_channels(rate, channels),
            channel_levels: std::iter::repeat_with(level).take(channels).collect(),
        }
    }

    /// Adds whole frames. A sample that is no number would spoil everything after it, so it counts as silence.
    pub fn push(&mut self, samples: &[f32]) {
        self.clean.clear();
        // Far beyond full scale lies damage; it is kept within what sums can bear.
        let usable =
            |sample: &f32| if sample.is_finite() { sample.clamp(-MOST_SAMPLE, MOST_SAMPLE) } else { 0.0 };
        self.clean.extend(samples.iter().map(usable));
        self.mixed.clear();
        let frames = self.clean.chunks_exact(self.channels);
        self.mixed.extend(frames.map(|frame| frame.iter().sum::<f32>() / float(self.channels)));
        self.frames += self.mixed.len() as u64;
        self.loudness.push(&self.clean);
        for (number, level) in self.channel_levels.iter_mut().enumerate() {
            level.samples.clear();
            level.samples.extend(self.clean.iter().skip(number).step_by(self.channels));
            level.true_peak.push(&level.samples);
            level.clipping.push(&level.samples);
        }
        match &mut self.resampler {
            Some(resampler) => resampler.push(&self.mixed, &mut self.voice),
            None => self.voice.extend_from_slice(&self.mixed),
        }
    }

    /// The measures of everything that was added.
    #[must_use]
    pub fn finish(mut self) -> VoiceMeasures {
        if let Some(resampler) = &mut self.resampler {
            resampler.finish(&mut self.voice);
        }
        take_out_offset(&mut self.voice);
        let powers: Vec<f32> = self.voice.chunks_exact(HOP).map(mean_square).collect();
        make_even(&mut self.voice, &powers);
        let activity = activity::find(&self.voice);
        let speech = activity.speech.as_slice();
        let level = self.level(&powers, &activity);
        let contour = if speech.is_empty() { Vec::new() } else { pitch::contour(&self.voice) };
        let syllables = syllables::find(&activity.bands, &contour, speech);
        let spans = Places { rate: self.rate, frames: Frames(self.frames) };
        VoiceMeasures {
            method: METHOD,
            rate: self.rate,
            frames: spans.frames,
            speech: speech.iter().map(|range| spans.span(range)).collect(),
            syllables_millis: syllables.iter().map(|hop| middle_millis(*hop)).collect(),
            pitch: spread(&contour, speech),
            level,
            fading: phrases::fading(&syllables, &powers, speech),
        }
    }

    fn level(&mut self, powers: &[f32], activity: &Activity) -> Level {
        let speech = activity.speech.as_slice();
        let channels = &mut self.channel_levels;
        let true_peak =
            channels.iter().filter_map(|channel| channel.true_peak.decibels()).max_by(f64::total_cmp);
        let peak = channels.iter().map(|channel| channel.clipping.peak()).fold(0.0, f32::max);
        let mut clipped: Vec<Range<u64>> =
            channels.iter_mut().flat_map(|channel| std::mem::take(&mut channel.clipping).finish()).collect();
        clipped.sort_by_key(|run| run.start);
        Level {
            loudness_lufs: self.loudness.loudness().map(|lufs| rounded(lufs.value())),
            true_peak_dbtp: true_peak.map(rounded),
            peak_dbfs: (peak > 0.0).then(|| rounded(f64::from(decibels(peak * peak)))),
            clipped_samples: clipped.iter().map(|run| run.end - run.start).sum(),
            clipped: gathered(&clipped, self.rate),
            noise_floor_dbfs: room::noise_floor_db(powers, speech).map(|db| rounded(f64::from(db))),
            voice_above_noise_db: activity.voice_db.map(|db| rounded(f64::from(db))),
            hum_hz: room::hum_hz(&self.voice, powers.len(), speech),
        }
    }
}

/// Where hops lie in the recording.
struct Places {
    rate: SampleRate,
    frames: Frames,
}

impl Places {
    fn start(&self, hop: usize) -> Frames {
        let frame = hop as u64 * u64::from(self.rate.hz()) / HOPS_IN_A_SECOND;
        Frames(frame.min(self.frames.0))
    }

    fn span(&self, hops: &Range<usize>) -> Span {
        Span { start: self.start(hops.start), end: self.start(hops.end) }
    }
}

fn middle_millis(hop: usize) -> u32 {
    u32::try_from((2 * hop as u64 + 1) * 1_000 / (2 * HOPS_IN_A_SECOND)).unwrap_or(u32::MAX)
}

/// Takes out what does not change, which is no sound.
fn take_out_offset(samples: &mut [f32]) {
    let sum: f64 = samples.iter().map(|sample| f64::from(*sample)).sum();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "an offset needs no more digits"
    )]
    let mean = (sum / samples.len().max(1) as f64) as f32;
    for sample in samples {
        *sample -= mean;
    }
}

/// Brings the voice to one level, because the detector takes a quiet voice for noise.
fn make_even(samples: &mut [f32], powers: &[f32]) {
    let heard = || powers.iter().map(|power| decibels(*power)).filter(|db| *db > NOTHING_DB);
    // Of a take that is mostly silence, only what stands out of it counts.
    let Some(quiet) = quantile(heard(), 0.1) else { return };
    let loud =
        quantile(heard().filter(|db| *db > quiet + 6.0), 0.9).or(quantile(heard(), 0.95)).unwrap_or(EVEN_DB);
    let gain = amplitude((EVEN_DB - loud).clamp(LEAST_GAIN_DB, MOST_GAIN_DB));
    for sample in samples {
        *sample = (*sample * gain).clamp(-1.0, 1.0);
    }
}

/// The pitch of what is spoken; a place of the contour is two hops.
fn spread(contour: &pitch::Contour, speech: &[Range<usize>]) -> Option<Pitch> {
    let is_speech = |place: usize| {
        let after = speech.partition_point(|range| range.end <= 2 * place);
        speech.get(after).is_some_and(|range| range.start <= 2 * place)
    };
    let (median_hz, spread) = pitch::spread(contour, is_speech)?;
    Some(Pitch { median_hz: rounded(f64::from(median_hz)), spread_semitones: rounded(f64::from(spread)) })
}

/// Three digits behind the point, which is more than any measure is exact to, and short in a file.
fn rounded(value: f64) -> f64 {
    (value * 1_000.0).round() / 1_000.0
}

/// Flat tops that follow each other within a tenth of a second are one place to listen to.
fn gathered(runs: &[Range<u64>], rate: SampleRate) -> Vec<Span> {
    let near = rate.frames_in_millis(100).0;
    let mut places: Vec<Span> = Vec::new();
    for run in runs {
        match places.last_mut() {
            Some(last) if run.start <= last.end.0 + near => last.end = Frames(run.end),
            _ => places.push(Span { start: Frames(run.start), end: Frames(run.end) }),
        }
    }
    places
}

#[cfg(test)]
mod tests;
