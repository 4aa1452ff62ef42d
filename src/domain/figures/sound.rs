//! What is measured from the samples of a take, as `speech` hands it up: this layer only lines it up.

use super::unit::Unit;

/// A figure measured from sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sound {
    /// Seconds until the first word.
    Onset,
    /// Speaking time as a share of the recording.
    Speaking,
    PausesPerMinute,
    LongestPause,
    SyllablesPerSecond,
    /// Standard deviation of the pitch.
    PitchVariation,
    Loudness,
}

impl Sound {
    pub const ALL: [Self; 7] = [
        Self::Onset,
        Self::Speaking,
        Self::PausesPerMinute,
        Self::LongestPause,
        Self::SyllablesPerSecond,
        Self::PitchVariation,
        Self::Loudness,
    ];

    /// A name for files and programs, the name for people, and the unit.
    pub(super) const fn about(self) -> (&'static str, &'static str, Unit) {
        match self {
            Self::Onset => ("onset_s", "Silence before the first word", Unit::ShortSeconds),
            Self::Speaking => ("speaking_percent", "Speaking time", Unit::Percent),
            Self::PausesPerMinute => ("pauses_per_minute", "Pauses", Unit::PerMinute),
            Self::LongestPause => ("longest_pause_s", "Longest pause", Unit::ShortSeconds),
            Self::SyllablesPerSecond => ("syllables_per_s", "Pace", Unit::SyllablesPerSecond),
            Self::PitchVariation => ("pitch_semitones", "Pitch variation", Unit::Semitones),
            Self::Loudness => ("loudness_lufs", "Loudness", Unit::Lufs),
        }
    }
}

/// The measured figures there are of one take; none until its samples were analysed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SoundFigures {
    measured: Vec<(Sound, f64)>,
}

impl SoundFigures {
    /// Keeps what is a number; of several values for one figure the last.
    #[must_use]
    pub fn new(measured: impl IntoIterator<Item = (Sound, f64)>) -> Self {
        let mut kept = Self::default();
        for (figure, value) in measured.into_iter().filter(|(_, value)| value.is_finite()) {
            kept.measured.retain(|(known, _)| *known != figure);
            kept.measured.push((figure, value));
        }
        kept
    }

    #[must_use]
    pub fn get(&self, figure: Sound) -> Option<f64> {
        self.measured.iter().find(|(known, _)| *known == figure).map(|&(_, value)| value)
    }
}
