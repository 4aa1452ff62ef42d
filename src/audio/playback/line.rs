//! The real-time half of playing: takes samples from a ring and hands them to the loudspeaker.
//!
//! Nothing here allocates, locks or waits. What others want of it they say through a handful of atomics.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};

use rtrb::Consumer;

use crate::domain::time::SampleRate;

/// What the audio thread and the reader thread tell each other while a loudspeaker is open.
#[derive(Debug, Default)]
pub(super) struct Line {
    playing: AtomicBool,
    /// Samples taken from the ring, those thrown away counted.
    taken: AtomicU64,
    /// Samples before this one are not wanted any more.
    unwanted_until: AtomicU64,
    /// Set once no more samples will come, so that an empty ring is no fault.
    complete: AtomicBool,
    starved: AtomicU64,
    calls: AtomicU64,
    fault: AtomicBool,
    gain: AtomicU32,
}

impl Line {
    pub(super) fn set_playing(&self, playing: bool) {
        self.playing.store(playing, Ordering::Release);
    }

    pub(super) fn set_gain(&self, gain: f32) {
        self.gain.store(gain.to_bits(), Ordering::Relaxed);
    }

    pub(super) fn set_complete(&self, complete: bool) {
        self.complete.store(complete, Ordering::Release);
    }

    /// Throws away every sample before this one as soon as may be.
    pub(super) fn discard_until(&self, sample: u64) {
        self.unwanted_until.store(sample, Ordering::Release);
    }

    /// The sample that is heard next.
    pub(super) fn heard(&self) -> u64 {
        self.taken.load(Ordering::Acquire).max(self.unwanted_until.load(Ordering::Acquire))
    }

    /// How often the loudspeaker has asked for samples.
    pub(super) fn calls(&self) -> u64 {
        self.calls.load(Ordering::Relaxed)
    }

    /// Frames of silence that were played because no sample was there in time.
    pub(super) fn starved(&self) -> u64 {
        self.starved.load(Ordering::Relaxed)
    }

    pub(super) fn fail(&self) {
        self.fault.store(true, Ordering::Release);
    }

    pub(super) fn has_failed(&self) -> bool {
        self.fault.load(Ordering::Acquire)
    }
}

/// Fills the loudspeaker's blocks.
pub(super) struct Speaker {
    line: Arc<Line>,
    samples: Consumer<f32>,
    taken: u64,
    gain: f32,
    /// How far the gain moves with each sample at most.
    gain_step: f32,
    /// The last sample played, and what is left of its way to silence.
    last: f32,
    ramp_frames: u16,
    ramp_left: u16,
}

impl Speaker {
    pub(super) fn new(line: Arc<Line>, samples: Consumer<f32>, rate: SampleRate) -> Self {
        let frames_in_millis =
            |millis| u16::try_from(rate.frames_in_millis(millis).0).unwrap_or(u16::MAX).max(1);
        let gain = f32::from_bits(line.gain.load(Ordering::Relaxed));
        Self {
            line,
            samples,
            taken: 0,
            gain,
            gain_step: 1.0 / f32::from(frames_in_millis(20)),
            last: 0.0,
            ramp_frames: frames_in_millis(3),
            ramp_left: 0,
        }
    }

    /// Fills a block: with samples as they are, after whatever was interrupted has faded out.
    pub(super) fn fill(&mut self, out: &mut [f32]) {
        self.line.calls.fetch_add(1, Ordering::Relaxed);
        self.discard();
        let ramp = usize::from(self.ramp_left).min(out.len());
        let (faded, rest) = out.split_at_mut(ramp);
        self.fade(faded);
        let done = if self.line.playing.load(Ordering::Acquire) { self.play(rest) } else { 0 };
        let silent = rest.get_mut(done..).unwrap_or_default();
        if !silent.is_empty() {
            self.interrupt();
            let ramp = usize::from(self.ramp_left).min(silent.len());
            let (faded, silent) = silent.split_at_mut(ramp);
            self.fade(faded);
            silent.fill(0.0);
        }
        self.line.taken.store(self.taken, Ordering::Release);
    }

    /// Plays what is there and says how much that was.
    fn play(&mut self, out: &mut [f32]) -> usize {
        let (played, missing) = self.samples.pop_partial_slice(out);
        let (count, missing) = (played.len(), missing.len());
        let target = f32::from_bits(self.line.gain.load(Ordering::Relaxed));
        for sample in played.iter_mut() {
            self.gain += (target - self.gain).clamp(-self.gain_step, self.gain_step);
            *sample *= self.gain;
        }
        self.last = played.last().copied().unwrap_or(self.last);
        self.taken += count as u64;
        if missing > 0 && !self.line.complete.load(Ordering::Acquire) {
            self.line.starved.fetch_add(missing as u64, Ordering::Relaxed);
        }
        count
    }

    fn discard(&mut self) {
        let unwanted = self.line.unwanted_until.load(Ordering::Acquire).saturating_sub(self.taken);
        if unwanted == 0 {
            return;
        }
        let count = self.samples.slots().min(usize::try_from(unwanted).unwrap_or(usize::MAX));
        if let Ok(chunk) = self.samples.read_chunk(count) {
            chunk.commit_all();
            self.taken += count as u64;
            self.interrupt();
        }
    }

    /// Begins to fade the last sample out, so that an end is no click.
    fn interrupt(&mut self) {
        if self.ramp_left == 0 && self.last != 0.0 {
            self.ramp_left = self.ramp_frames;
        }
    }

    fn fade(&mut self, out: &mut [f32]) {
        for sample in out {
            *sample = self.last * f32::from(self.ramp_left) / f32::from(self.ramp_frames);
            self.ramp_left = self.ramp_left.saturating_sub(1);
            if self.ramp_left == 0 {
                self.last = 0.0;
            }
        }
    }
}
