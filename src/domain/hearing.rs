//! Whether the speaker is heard: what the level of the microphone says beyond being zero.

use std::ops::Range;
use std::time::Duration;

use super::time::Frames;

/// What is wrong with what the microphone delivers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unheard {
    /// Nothing comes from it at all.
    NoSamples,
    /// Silence without any noise, as from a microphone that is muted.
    Muted,
    /// Hardly more than the noise of an empty room.
    Faint,
}

impl Unheard {
    /// What it is, while somebody speaks.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::NoSamples | Self::Muted => "You are not being heard.",
            Self::Faint => "You are hardly being heard.",
        }
    }

    /// What to do, as a sentence.
    #[must_use]
    pub const fn advice(self) -> &'static str {
        match self {
            Self::NoSamples => "Nothing comes from the microphone. Check that it is connected.",
            Self::Muted => {
                "The microphone delivers silence. Check that it is not muted and is the right one."
            }
            Self::Faint => "Very quiet. Move closer, or turn the microphone up.",
        }
    }
}

/// Speech does not stay below this level, -45 dB of full scale.
const FAINT_PEAK: f32 = 0.005_6;

/// Nobody who speaks pauses for so long.
const FAINT_AFTER: Duration = Duration::from_secs(6);

/// Follows the level while somebody is meant to speak.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hearing {
    quiet_since: Option<Duration>,
    is_faint: bool,
}

impl Hearing {
    /// Takes in the loudest sample since the last look, at a time on any clock that does not go back.
    pub fn hear(&mut self, peak: f32, now: Duration) {
        if peak > FAINT_PEAK {
            *self = Self::default();
            return;
        }
        let since = *self.quiet_since.get_or_insert(now);
        self.is_faint = now.saturating_sub(since) >= FAINT_AFTER;
    }

    /// Forgets what was heard, because nobody is meant to speak.
    pub fn rest(&mut self) {
        *self = Self::default();
    }

    #[must_use]
    pub const fn is_faint(&self) -> bool {
        self.is_faint
    }
}

/// A part of a recording without a louder sound than this is silent, -60 dB of full scale.
const SILENT_PEAK: f32 = 0.001;

/// The least number of looks in a row that are told as silence: four seconds where a look is a tenth of one.
const LEAST_LOOKS: usize = 40;

/// The parts of a recording in which nothing is heard, from the loudest sample of each of many equal parts.
#[must_use]
pub fn silent_parts(peaks: impl Iterator<Item = f32>, frames: Frames) -> Vec<Range<Frames>> {
    let quiet: Vec<bool> = peaks.map(|peak| peak <= SILENT_PEAK).collect();
    let count = u64::try_from(quiet.len()).unwrap_or(u64::MAX).max(1);
    let at = |look: usize| {
        let part = u128::from(frames.0) * u128::try_from(look).unwrap_or(0) / u128::from(count);
        Frames(u64::try_from(part).unwrap_or(frames.0))
    };
    let mut parts = Vec::new();
    let mut from = None;
    for (look, is_quiet) in quiet.iter().copied().chain([false]).enumerate() {
        match (is_quiet, from) {
            (true, None) => from = Some(look),
            (false, Some(start)) => {
                if look - start >= LEAST_LOOKS {
                    parts.push(at(start)..at(look));
                }
                from = None;
            }
            _ => {}
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secs(secs: u64) -> Duration {
        Duration::from_secs(secs)
    }

    #[test]
    fn six_quiet_seconds_are_told_and_one_word_ends_them() {
        let mut hearing = Hearing::default();
        hearing.hear(0.3, secs(0));
        hearing.hear(0.002, secs(1));
        hearing.hear(0.005, secs(6));
        assert!(!hearing.is_faint());
        hearing.hear(0.001, secs(7));
        assert!(hearing.is_faint());
        hearing.hear(0.02, secs(8));
        assert!(!hearing.is_faint());
    }

    #[test]
    fn four_silent_seconds_are_found_where_they_are() {
        let peaks = (0..200).map(|look| if (50..100).contains(&look) || look >= 190 { 0.0 } else { 0.2 });
        assert_eq!(silent_parts(peaks, Frames(200_000)), [Frames(50_000)..Frames(100_000)]);
        let dead = std::iter::repeat_n(0.000_5, 60);
        assert_eq!(silent_parts(dead, Frames(288_000)), [Frames(0)..Frames(288_000)]);
    }

    #[test]
    fn a_rest_is_no_silence() {
        let mut hearing = Hearing::default();
        hearing.hear(0.0, secs(0));
        hearing.rest();
        hearing.hear(0.0, secs(8));
        assert!(!hearing.is_faint());
    }
}
