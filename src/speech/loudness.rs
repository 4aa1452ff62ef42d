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

/// Measures the loudness of samples that arrive in any portions.
pub struct LoudnessMeter {
    /// `None` once the measure cannot be had, which is no reason to stop whatever else is done.
    meter: Option<EbuR128>,
    clean: Vec<f32>,
}

impl LoudnessMeter {
    #[must_use]
    pub fn new(rate: SampleRate) -> Self {
        Self::of_channels(rate, 1)
    }

    /// A meter of samples that lie channel beside channel.
    #[must_use]
    pub fn of_channels(rate: SampleRate, channels: usize) -> Self {
        let meter =
            u32::try_from(channels).ok().and_then(|count| EbuR128::new(count, rate.hz(), Mode::I).ok());
        Self { meter, clean: Vec::new() }
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

/// Finds the largest value of the sound between the samples, which a loudspeaker has to follow.
///
/// Only what comes near the largest value so far is looked at between its samples, which takes a third of the time.
pub struct TruePeakMeter {
    meter: Option<EbuR128>,
    /// What was not looked at just before, so that the filter between the samples starts as if it had run.
    skipped: Vec<f32>,
    sample_peak: f32,
}

impl TruePeakMeter {
    /// The most that a value between samples is above those beside it: 6 dB is more than any sound had.
    const MOST_ABOVE: f32 = 2.0;
    const BLOCK: usize = 256;
    const FILTER: usize = 64;

    #[must_use]
    pub fn new(rate: SampleRate) -> Self {
        let meter = EbuR128::new(1, rate.hz(), Mode::TRUE_PEAK).ok();
        Self { meter, skipped: Vec::new(), sample_peak: 0.0 }
    }

    /// Adds samples, all of them numbers.
    pub fn push(&mut self, samples: &[f32]) {
        for block in samples.chunks(Self::BLOCK) {
            let peak = block.iter().fold(0.0f32, |peak, sample| peak.max(sample.abs()));
            if peak * Self::MOST_ABOVE >= self.sample_peak && peak > 0.0 {
                self.sample_peak = self.sample_peak.max(peak);
                let skipped = std::mem::take(&mut self.skipped);
                self.add(&skipped);
                self.add(block);
            } else {
                self.skipped.clear();
                let tail = block.len().saturating_sub(Self::FILTER);
                self.skipped.extend_from_slice(block.get(tail..).unwrap_or_default());
            }
        }
    }

    fn add(&mut self, samples: &[f32]) {
        if self.meter.as_mut().is_some_and(|meter| meter.add_frames_f32(samples).is_err()) {
            self.meter = None;
        }
    }

    /// The largest value in decibels of full scale; `None` for silence.
    #[must_use]
    pub fn decibels(&self) -> Option<f64> {
        let peak = self.meter.as_ref()?.true_peak(0).ok()?;
        let db = 20.0 * peak.log10();
        db.is_finite().then_some(db)
    }
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
    fn the_peak_between_samples_is_found_whichever_block_it_lies_in() {
        // A quarter of the sample rate, half a step late: every sample lies 3 dB below the wave's top.
        let wave = |n: usize| ((n as f32 + 0.5) * std::f32::consts::FRAC_PI_2).sin();
        for loud_from in [0, 1_000, 30_000] {
            let samples: Vec<f32> = (0..48_000)
                .map(|n| wave(n) * if (loud_from..loud_from + 5_000).contains(&n) { 0.5 } else { 0.05 })
                .collect();
            let mut meter = TruePeakMeter::new(SampleRate::PREFERRED);
            samples.chunks(700).for_each(|block| meter.push(block));
            let db = meter.decibels().unwrap();
            assert!((-6.1..-5.5).contains(&db), "{db}");
        }
        let mut silent = TruePeakMeter::new(SampleRate::PREFERRED);
        silent.push(&[0.0; 1_000]);
        assert_eq!(silent.decibels(), None);
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
