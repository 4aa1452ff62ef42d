//! How loud a recording is to a listener, by EBU R 128.

use ebur128::{EbuR128, Mode};

use crate::domain::time::SampleRate;

/// Loudness in LUFS, a finite number.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Lufs(f64);

impl Lufs {
    #[must_use]
    pub const fn value(self) -> f64 {
        self.0
    }
}

/// Measures the loudness of mono samples that arrive in any portions.
pub struct LoudnessMeter {
    /// `None` once the measure cannot be had, which is no reason to stop whatever else is done.
    meter: Option<EbuR128>,
    clean: Vec<f32>,
}

impl LoudnessMeter {
    #[must_use]
    pub fn new(rate: SampleRate) -> Self {
        Self { meter: EbuR128::new(1, rate.hz(), Mode::I).ok(), clean: Vec::new() }
    }

    /// Adds samples. One that is no number would spoil everything after it, so it counts as silence.
    pub fn push(&mut self, samples: &[f32]) {
        let Some(meter) = &mut self.meter else { return };
        self.clean.clear();
        self.clean.extend(samples.iter().map(|sample| if sample.is_finite() { *sample } else { 0.0 }));
        if meter.add_frames_f32(&self.clean).is_err() {
            self.meter = None;
        }
    }

    /// The loudness of everything so far; `None` for silence and for less than 400 ms.
    #[must_use]
    pub fn loudness(&self) -> Option<Lufs> {
        let value = self.meter.as_ref()?.loudness_global().ok()?;
        value.is_finite().then_some(Lufs(value))
    }
}

/// What two recordings are multiplied by to be equally loud. The louder one is turned down, so that neither is cut
/// off at full scale; where one has no loudness both stay as they are.
#[must_use]
pub fn matching_gains(one: Option<Lufs>, other: Option<Lufs>) -> (f32, f32) {
    let (Some(Lufs(one)), Some(Lufs(other))) = (one, other) else { return (1.0, 1.0) };
    let quieter = one.min(other);
    (gain(quieter - one), gain(quieter - other))
}

#[expect(clippy::cast_possible_truncation, reason = "a gain needs no more than a float holds")]
fn gain(decibels: f64) -> f32 {
    10f64.powf(decibels / 20.0) as f32
}

#[cfg(test)]
#[expect(clippy::cast_precision_loss, reason = "a few seconds of samples are counted")]
mod tests {
    use super::*;

    /// A tone of 997 Hz, where the measure's filters are flat: one channel reads as loud as its RMS in dBFS.
    fn sine(amplitude: f32, secs: u16) -> Vec<f32> {
        (0..usize::from(secs) * 48_000)
            .map(|n| (n as f32 * 997.0 / 48_000.0 * std::f32::consts::TAU).sin() * amplitude)
            .collect()
    }

    fn measure(samples: &[f32]) -> Option<Lufs> {
        let mut meter = LoudnessMeter::new(SampleRate::PREFERRED);
        samples.chunks(1_000).for_each(|block| meter.push(block));
        meter.loudness()
    }

    #[test]
    fn the_standards_own_tone_reads_as_the_standard_says() {
        let lufs = measure(&sine(10f32.powf(-20.0 / 20.0), 5)).unwrap().value();
        assert!((lufs - -23.0).abs() < 0.1, "{lufs}");
    }

    #[test]
    fn silence_has_no_loudness_and_a_wrong_number_does_no_harm() {
        assert_eq!(measure(&vec![0.0; 96_000]), None);
        assert_eq!(measure(&sine(0.5, 1)[..10_000]), None);
        let mut spoilt = sine(0.1, 3);
        let clean = measure(&spoilt).unwrap().value();
        spoilt[70_000] = f32::NAN;
        spoilt[70_001] = f32::INFINITY;
        assert!((measure(&spoilt).unwrap().value() - clean).abs() < 0.1);
    }

    #[test]
    fn matched_recordings_are_equally_loud_and_none_is_turned_up() {
        let (loud, quiet) = (sine(0.5, 2), sine(0.1, 2));
        let (down, same) = matching_gains(measure(&loud), measure(&quiet));
        assert!((down - 0.2).abs() < 0.001);
        assert!((same - 1.0).abs() < f32::EPSILON);
        assert_eq!(matching_gains(measure(&loud), None), (1.0, 1.0));
    }
}
