//! What was measured in a recorded voice. Only facts are kept; what follows from them is worked out here.

use super::time::{Frames, SampleRate};

/// Gaps in the voice that are shorter are part of fluent speech.
pub const PAUSE_SECS: f64 = 0.3;

/// Below this the edges of words drown in the room.
const LEAST_VOICE_DB: f64 = 12.0;

/// A stretch of a recording, its end not included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub start: Frames,
    pub end: Frames,
}

impl Span {
    #[must_use]
    pub const fn length(self) -> Frames {
        self.end.minus(self.start)
    }

    /// What of it lies within `other`.
    #[must_use]
    pub fn within(self, other: Self) -> Self {
        let start = self.start.clamp(other.start, other.end.max(other.start));
        Self { start, end: self.end.clamp(start, other.end.max(start)) }
    }
}

/// Everything measured in one recording.
#[derive(Clone, Debug, PartialEq)]
pub struct VoiceMeasures {
    /// The version of the method, so that measures of an older one are made again.
    pub method: u32,
    pub rate: SampleRate,
    pub frames: Frames,
    /// Where somebody speaks, in order and apart from each other.
    pub speech: Vec<Span>,
    /// The middle of each syllable in milliseconds, in order.
    pub syllables_millis: Vec<u32>,
    pub pitch: Option<Pitch>,
    pub level: Level,
    /// How many phrases grow much quieter towards their end, and of how many that is known.
    pub fading: Fading,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pitch {
    pub median_hz: f64,
    /// How far the pitch spreads round its middle, like a standard deviation.
    pub spread_semitones: f64,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Level {
    /// `None` for silence and for less than 400 ms.
    pub loudness_lufs: Option<f64>,
    /// The largest value between the samples as well.
    pub true_peak_dbtp: Option<f64>,
    pub peak_dbfs: Option<f64>,
    /// Samples that were cut off, and where.
    pub clipped_samples: u64,
    pub clipped: Vec<Span>,
    /// How loud it is where nobody speaks.
    pub noise_floor_dbfs: Option<f64>,
    /// How far the voice stands out of the noise in the bands where it is loudest.
    pub voice_above_noise_db: Option<f64>,
    /// The mains, where it can be heard.
    pub hum_hz: Option<u32>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fading {
    pub phrases: u32,
    pub fading: u32,
}

impl VoiceMeasures {
    #[must_use]
    pub fn whole(&self) -> Span {
        Span { start: Frames::ZERO, end: self.frames }
    }

    #[must_use]
    pub fn secs(&self, frames: Frames) -> f64 {
        self.rate.secs(frames)
    }

    /// Whether the room is almost as loud as the voice, so that the edges of words drown in it.
    #[must_use]
    pub fn is_rough(&self) -> bool {
        self.level.voice_above_noise_db.is_some_and(|db| db < LEAST_VOICE_DB)
    }

    /// Sentences about what cannot be trusted in this recording; none where everything can.
    #[must_use]
    pub fn doubts(&self) -> Vec<String> {
        let mut doubts = Vec::new();
        if self.speech.is_empty() {
            doubts.push("No voice was found, so pauses, pace and pitch cannot be measured.".to_owned());
        } else if self.is_rough() {
            doubts.push(
                "The room is almost as loud as the voice, so pauses and pace are rough. Move closer to the \
                 microphone."
                    .to_owned(),
            );
        }
        if self.pitch.is_none() && !self.speech.is_empty() {
            doubts.push(
                "Less than a second of the voice has a pitch, so its variation is not shown.".to_owned(),
            );
        }
        if self.level.clipped_samples > 0 {
            doubts
                .push("Parts were cut off because they were too loud. Turn the microphone down.".to_owned());
        }
        doubts
    }

    /// From the start of the recording to the first word; `None` where nobody speaks.
    #[must_use]
    pub fn onset_secs(&self) -> Option<f64> {
        self.speech.first().map(|span| self.secs(span.start))
    }

    /// The gaps between words that are long enough to be pauses. What lies before the first word and after the last
    /// is none.
    pub fn pauses(&self) -> impl Iterator<Item = Span> {
        let least = self.rate.frames(PAUSE_SECS);
        self.gaps().filter(move |gap| gap.length() >= least)
    }

    /// Everything between the first word and the last where nobody speaks.
    fn gaps(&self) -> impl Iterator<Item = Span> {
        let after = self.speech.iter().skip(1);
        self.speech.iter().zip(after).map(|(before, after)| Span { start: before.end, end: after.start })
    }

    /// The pauses that begin in a part of the recording.
    pub fn pauses_within(&self, part: Span) -> impl Iterator<Item = Span> {
        self.pauses().filter(move |pause| part.start <= pause.start && pause.start < part.end)
    }

    #[must_use]
    pub fn longest_pause_secs(&self) -> Option<f64> {
        let longest = self.pauses().map(Span::length).max()?;
        Some(self.secs(longest))
    }

    /// How long somebody speaks in a part of the recording.
    #[must_use]
    pub fn speech_secs(&self, part: Span) -> f64 {
        self.secs(self.speech.iter().map(|span| span.within(part).length()).sum())
    }

    #[must_use]
    pub fn syllables_within(&self, part: Span) -> usize {
        let frame = |millis: &u32| self.rate.frames_in_millis(u64::from(*millis));
        self.syllables_millis.iter().map(frame).filter(|at| part.start <= *at && *at < part.end).count()
    }

    /// Syllables in a second of speech, pauses not counted; `None` where less than a second is spoken.
    #[must_use]
    pub fn pace(&self, part: Span) -> Option<f64> {
        let secs = self.speech_secs(part);
        let count = u32::try_from(self.syllables_within(part)).ok()?;
        (secs >= 1.0 && count > 0).then(|| f64::from(count) / secs)
    }

    /// Syllables in a second of the recording from the first word to the last, pauses counted.
    #[must_use]
    pub fn pace_with_pauses(&self) -> Option<f64> {
        let (first, last) = (self.speech.first()?, self.speech.last()?);
        let secs = self.secs(last.end.minus(first.start));
        let count = u32::try_from(self.syllables_millis.len()).ok()?;
        (secs >= 1.0 && count > 0).then(|| f64::from(count) / secs)
    }
}
