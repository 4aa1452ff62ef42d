//! What is heard in the samples of a take, as `speech` hands it up: this layer only lines it up.

/// A measure of the voice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SpeechMeasure {
    /// Seconds until the first word.
    Onset,
    /// Speaking time as a share of the recording, in per cent.
    Speaking,
    PausesPerMinute,
    LongestPause,
    SyllablesPerSecond,
    /// Standard deviation of the pitch in semitones.
    PitchVariation,
    /// Loudness in LUFS.
    Loudness,
}

impl SpeechMeasure {
    pub const ALL: [Self; 7] = [
        Self::Onset,
        Self::Speaking,
        Self::PausesPerMinute,
        Self::LongestPause,
        Self::SyllablesPerSecond,
        Self::PitchVariation,
        Self::Loudness,
    ];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Onset => "Silence before the first word",
            Self::Speaking => "Speaking time",
            Self::PausesPerMinute => "Pauses",
            Self::LongestPause => "Longest pause",
            Self::SyllablesPerSecond => "Pace",
            Self::PitchVariation => "Pitch variation",
            Self::Loudness => "Loudness",
        }
    }
}

/// The measures there are of one take; none until its samples were analysed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SpeechFacts {
    measured: Vec<(SpeechMeasure, f64)>,
}

impl SpeechFacts {
    /// Keeps what is a number; of several values for one measure the last.
    #[must_use]
    pub fn new(measured: impl IntoIterator<Item = (SpeechMeasure, f64)>) -> Self {
        let mut kept = Self::default();
        for (measure, value) in measured.into_iter().filter(|(_, value)| value.is_finite()) {
            kept.measured.retain(|(known, _)| *known != measure);
            kept.measured.push((measure, value));
        }
        kept
    }

    #[must_use]
    pub fn get(&self, measure: SpeechMeasure) -> Option<f64> {
        self.measured.iter().find(|(known, _)| *known == measure).map(|&(_, value)| value)
    }
}
