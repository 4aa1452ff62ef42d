//! Time as the microphone counts it: whole frames at a sample rate.

use std::ops::Range;

/// How many frames one second holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SampleRate(u32);

impl SampleRate {
    /// The rate asked for first, because every sound card offers it without resampling.
    pub const PREFERRED: Self = Self(48_000);

    /// Rates outside this range are taken for damage rather than for audio.
    const PLAUSIBLE_HZ: Range<u32> = 4_000..768_001;

    /// The rate, or `None` where no sound card would use it.
    #[must_use]
    pub fn new(hz: u32) -> Option<Self> {
        Self::PLAUSIBLE_HZ.contains(&hz).then_some(Self(hz))
    }

    #[must_use]
    pub const fn hz(self) -> u32 {
        self.0
    }

    /// How long `frames` last.
    #[must_use]
    pub fn secs(self, frames: Frames) -> f64 {
        frames.to_f64() / f64::from(self.0)
    }

    /// The frame nearest to `secs`; negative and undefined times become zero.
    #[must_use]
    pub fn frames(self, secs: f64) -> Frames {
        Frames::from_f64(secs * f64::from(self.0))
    }

    /// `millis` in whole frames, rounded down.
    #[must_use]
    pub const fn frames_in_millis(self, millis: u64) -> Frames {
        Frames(millis.saturating_mul(self.0 as u64) / 1_000)
    }
}

/// A count of frames, which is both a place in a take and a length.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Frames(pub u64);

impl Frames {
    pub const ZERO: Self = Self(0);

    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// The difference, or zero where `other` is the larger.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    #[expect(clippy::cast_precision_loss, reason = "2^53 frames last 5,900 years at 48 kHz")]
    pub(crate) const fn to_f64(self) -> f64 {
        self.0 as f64
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "float casts saturate, and a negative or undefined time is meant to become zero"
    )]
    pub(crate) fn from_f64(frames: f64) -> Self {
        Self(frames.round() as u64)
    }
}

impl std::iter::Sum for Frames {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Self::plus)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_and_frames_agree() {
        let rate = SampleRate::new(44_100).unwrap();
        assert_eq!(rate.frames(2.0), Frames(88_200));
        assert!((rate.secs(Frames(22_050)) - 0.5).abs() < 1e-12);
        assert_eq!(rate.frames_in_millis(150), Frames(6_615));
    }

    #[test]
    fn undefined_times_become_zero() {
        for secs in [f64::NAN, -1.0, f64::NEG_INFINITY] {
            assert_eq!(SampleRate::PREFERRED.frames(secs), Frames::ZERO);
        }
    }

    #[test]
    fn implausible_rates_are_refused() {
        assert_eq!(SampleRate::new(0), None);
        assert_eq!(SampleRate::new(u32::MAX), None);
    }
}
