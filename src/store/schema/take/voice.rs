//! What was measured in the voice: kept so that it need not be measured again, and left out where it does not fit the
//! recording, because it can be.

use serde::{Deserialize, Serialize};

use crate::domain::take::Recording;
use crate::domain::time::Frames;
use crate::domain::voice::{Fading, Level, Pitch, Span, VoiceMeasures};
use crate::store::document::Check;

/// Stretches are a silence and a length in turn, syllables the milliseconds since the one before, so that an answer of
/// three minutes takes three thousand bytes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct VoiceDisk {
    method: u32,
    /// The frames of the recording that was measured.
    frames: u64,
    speech: Vec<u64>,
    syllables: Vec<u32>,
    pitch_hz: Option<f64>,
    pitch_spread_semitones: Option<f64>,
    loudness_lufs: Option<f64>,
    true_peak_dbtp: Option<f64>,
    peak_dbfs: Option<f64>,
    clipped_samples: u64,
    clipped: Vec<u64>,
    noise_floor_dbfs: Option<f64>,
    voice_above_noise_db: Option<f64>,
    hum_hz: Option<u32>,
    phrases: u32,
    fading_phrases: u32,
}

impl VoiceDisk {
    /// `None` for measures of another recording, or of which a number is none.
    pub(super) fn new(voice: &VoiceMeasures, recording: &Recording) -> Option<Self> {
        let level = &voice.level;
        let disk = Self {
            method: voice.method,
            frames: voice.frames.0,
            speech: turns(&voice.speech)?,
            syllables: steps(&voice.syllables_millis)?,
            pitch_hz: voice.pitch.map(|pitch| pitch.median_hz),
            pitch_spread_semitones: voice.pitch.map(|pitch| pitch.spread_semitones),
            loudness_lufs: level.loudness_lufs,
            true_peak_dbtp: level.true_peak_dbtp,
            peak_dbfs: level.peak_dbfs,
            clipped_samples: level.clipped_samples,
            clipped: turns(&level.clipped)?,
            noise_floor_dbfs: level.noise_floor_dbfs,
            voice_above_noise_db: level.voice_above_noise_db,
            hum_hz: level.hum_hz,
            phrases: voice.fading.phrases,
            fading_phrases: voice.fading.fading,
        };
        // What would not be read is not written.
        (disk.measures(recording).as_ref() == Some(voice)).then_some(disk)
    }

    /// `None` where it does not fit the recording; it is measured again then.
    pub(super) fn into_measures(
        self,
        recording: &Recording,
        check: &mut Check<'_, '_>,
    ) -> Option<VoiceMeasures> {
        let measures = self.measures(recording);
        if measures.is_none() {
            check.warn("These measures do not belong to the recording; they are made again.");
        }
        measures
    }

    fn measures(&self, recording: &Recording) -> Option<VoiceMeasures> {
        let numbers = [
            self.pitch_hz,
            self.pitch_spread_semitones,
            self.loudness_lufs,
            self.true_peak_dbtp,
            self.peak_dbfs,
            self.noise_floor_dbfs,
            self.voice_above_noise_db,
        ];
        if self.frames != recording.frames.0 || !numbers.into_iter().flatten().all(f64::is_finite) {
            return None;
        }
        let pitch = self.pitch_hz.zip(self.pitch_spread_semitones);
        Some(VoiceMeasures {
            method: self.method,
            rate: recording.rate,
            frames: recording.frames,
            speech: spans(&self.speech, recording.frames)?,
            syllables_millis: sums(&self.syllables)?,
            pitch: pitch.map(|(median_hz, spread_semitones)| Pitch { median_hz, spread_semitones }),
            level: Level {
                loudness_lufs: self.loudness_lufs,
                true_peak_dbtp: self.true_peak_dbtp,
                peak_dbfs: self.peak_dbfs,
                clipped_samples: self.clipped_samples,
                clipped: spans(&self.clipped, recording.frames)?,
                noise_floor_dbfs: self.noise_floor_dbfs,
                voice_above_noise_db: self.voice_above_noise_db,
                hum_hz: self.hum_hz,
            },
            fading: Fading { phrases: self.phrases, fading: self.fading_phrases },
        })
    }
}

fn turns(spans: &[Span]) -> Option<Vec<u64>> {
    let mut at = 0;
    let mut turns = Vec::with_capacity(2 * spans.len());
    for span in spans {
        turns.push(span.start.0.checked_sub(at)?);
        turns.push(span.end.0.checked_sub(span.start.0)?);
        at = span.end.0;
    }
    Some(turns)
}

fn spans(turns: &[u64], end: Frames) -> Option<Vec<Span>> {
    let mut at = 0u64;
    let (pairs, rest) = turns.as_chunks::<2>();
    let span = |&[silence, length]: &[u64; 2]| {
        let start = at.checked_add(silence)?;
        at = start.checked_add(length)?;
        (at <= end.0).then_some(Span { start: Frames(start), end: Frames(at) })
    };
    rest.is_empty().then(|| pairs.iter().map(span).collect())?
}

fn steps(millis: &[u32]) -> Option<Vec<u32>> {
    let before = std::iter::once(&0).chain(millis);
    millis.iter().zip(before).map(|(at, before)| at.checked_sub(*before)).collect()
}

fn sums(steps: &[u32]) -> Option<Vec<u32>> {
    let mut at = 0u32;
    steps
        .iter()
        .map(|step| {
            at = at.checked_add(*step)?;
            Some(at)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::take::SampleFormat;
    use crate::domain::time::SampleRate;

    fn recording() -> Recording {
        Recording {
            file: "take.wav".to_owned(),
            rate: SampleRate::PREFERRED,
            frames: Frames(480_000),
            format: SampleFormat::Int16,
            device: String::new(),
        }
    }

    fn measures() -> VoiceMeasures {
        let span = |start, end| Span { start: Frames(start), end: Frames(end) };
        VoiceMeasures {
            method: 1,
            rate: SampleRate::PREFERRED,
            frames: Frames(480_000),
            speech: vec![span(24_000, 96_000), span(120_000, 480_000)],
            syllables_millis: vec![612, 800, 3_100],
            pitch: Some(Pitch { median_hz: 118.204, spread_semitones: 2.31 }),
            level: Level {
                loudness_lufs: Some(-23.1),
                true_peak_dbtp: Some(-1.2),
                peak_dbfs: Some(-1.4),
                clipped_samples: 7,
                clipped: vec![span(30_000, 30_007)],
                noise_floor_dbfs: None,
                voice_above_noise_db: Some(31.5),
                hum_hz: Some(50),
            },
            fading: Fading { phrases: 4, fading: 1 },
        }
    }

    #[test]
    fn measures_are_read_as_they_were_written() {
        let disk = VoiceDisk::new(&measures(), &recording()).unwrap();
        assert_eq!(disk.measures(&recording()), Some(measures()));
        assert_eq!(disk.speech, [24_000, 72_000, 24_000, 360_000]);
    }

    #[test]
    fn what_does_not_fit_the_recording_is_neither_written_nor_read() {
        let shorter = Recording { frames: Frames(1_000), ..recording() };
        assert_eq!(VoiceDisk::new(&measures(), &shorter), None);
        let disk = VoiceDisk::new(&measures(), &recording()).unwrap();
        let spoilt = |spoil: fn(&mut VoiceDisk)| {
            let mut disk = disk.clone();
            spoil(&mut disk);
            disk.measures(&recording())
        };
        assert_eq!(spoilt(|disk| disk.speech.push(1)), None, "half a stretch");
        assert_eq!(spoilt(|disk| disk.speech.extend([u64::MAX, 1])), None);
        assert_eq!(spoilt(|disk| disk.syllables.extend([u32::MAX, 1])), None);
        assert_eq!(spoilt(|disk| disk.peak_dbfs = Some(f64::NAN)), None);
        let mut wrong = measures();
        wrong.speech.reverse();
        assert_eq!(VoiceDisk::new(&wrong, &recording()), None);
    }
}
