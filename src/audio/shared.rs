//! What the audio thread tells everybody else: a handful of atomics, and nothing that could make it wait.

use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use super::between::Between;
pub use super::stream_errors::Fault;
use super::stream_errors::{Meaning, StreamErrors};
use crate::domain::time::{Frames, SampleRate};

/// Counters that the audio thread writes and any thread reads.
#[derive(Debug, Default)]
pub struct Shared {
    heard: AtomicU64,
    lost: AtomicU64,
    calls: AtomicU64,
    peak: AtomicU32,
    mean_square: AtomicU32,
    clipped: AtomicU64,
    zero_run: AtomicU64,
    captured_until_nanos: AtomicU64,
    overruns: AtomicU64,
    errors: AtomicU64,
    fault: AtomicU8,
    rerouted: AtomicBool,
    between: Between,
    stream_errors: StreamErrors,
}

/// How loud it is, for a meter.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Level {
    /// The largest sample since the level was last asked for; 1.0 is full scale.
    pub peak: f32,
    /// Root mean square of the last block.
    pub rms: f32,
    /// Samples at full scale since the microphone opened.
    pub clipped: u64,
}

/// What one callback adds to the counters.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Block {
    pub heard: u64,
    pub lost: u64,
    pub peak: f32,
    pub mean_square: f32,
    pub clipped: u64,
    pub zero_run: u64,
    pub captured_until: Duration,
}

impl Shared {
    /// Frames since the microphone opened, lost ones counted.
    #[must_use]
    pub fn heard(&self) -> Frames {
        Frames(self.heard.load(Ordering::Acquire))
    }

    /// The same at this moment, which may lie between two portions of a microphone that delivers long ones.
    #[must_use]
    pub fn heard_now(&self) -> Frames {
        self.between.now(self.heard())
    }

    /// The microphone delivers portions of so many frames.
    pub(super) fn expect_portions(&self, portion: Frames, rate: SampleRate) {
        self.between.expect(portion, rate);
    }

    /// Frames that no room was found for, or that the device skipped.
    #[must_use]
    pub fn lost(&self) -> Frames {
        Frames(self.lost.load(Ordering::Relaxed))
    }

    /// How often the audio thread has called.
    #[must_use]
    pub fn calls(&self) -> u64 {
        self.calls.load(Ordering::Relaxed)
    }

    /// Frames of exact silence at the end of what was heard.
    #[must_use]
    pub fn zero_run(&self) -> Frames {
        Frames(self.zero_run.load(Ordering::Relaxed))
    }

    /// On the stream's clock, the time of the last frame heard.
    #[must_use]
    pub fn captured_until(&self) -> Duration {
        Duration::from_nanos(self.captured_until_nanos.load(Ordering::Relaxed))
    }

    #[must_use]
    pub fn overruns(&self) -> u64 {
        self.overruns.load(Ordering::Relaxed)
    }

    /// How many errors the stream has reported; a dead one can report a million a second.
    #[must_use]
    pub fn errors(&self) -> u64 {
        self.errors.load(Ordering::Relaxed)
    }

    /// Why the stream is dead, where it is.
    #[must_use]
    pub fn fault(&self) -> Option<Fault> {
        Fault::from_u8(self.fault.load(Ordering::Acquire))
    }

    /// Whether the system moved the stream to another device since this was last asked.
    #[must_use]
    pub fn take_rerouted(&self) -> bool {
        self.rerouted.swap(false, Ordering::Relaxed)
    }

    /// The level, counting the peak from the last time it was asked for.
    #[must_use]
    pub fn take_level(&self) -> Level {
        Level {
            peak: f32::from_bits(self.peak.swap(0, Ordering::Relaxed)),
            rms: f32::from_bits(self.mean_square.load(Ordering::Relaxed)).sqrt(),
            clipped: self.clipped.load(Ordering::Relaxed),
        }
    }

    pub(super) fn add(&self, block: &Block) {
        // The bits of floats that are not negative have the order of the floats.
        self.peak.fetch_max(block.peak.to_bits(), Ordering::Relaxed);
        self.mean_square.store(block.mean_square.to_bits(), Ordering::Relaxed);
        self.clipped.fetch_add(block.clipped, Ordering::Relaxed);
        self.zero_run.store(block.zero_run, Ordering::Relaxed);
        let nanos = u64::try_from(block.captured_until.as_nanos()).unwrap_or(u64::MAX);
        self.captured_until_nanos.store(nanos, Ordering::Relaxed);
        self.lost.fetch_add(block.lost, Ordering::Relaxed);
        self.calls.fetch_add(1, Ordering::Relaxed);
        self.between.note();
        self.stream_errors.note_sound();
        self.heard.fetch_add(block.heard, Ordering::Release);
    }

    /// Notes what the stream complains about.
    pub(super) fn note_error(&self, kind: cpal::ErrorKind) {
        match self.stream_errors.meaning(kind) {
            Meaning::Overrun => {
                self.overruns.fetch_add(1, Ordering::Relaxed);
            }
            Meaning::Rerouted => self.rerouted.store(true, Ordering::Relaxed),
            Meaning::Passing => {
                self.errors.fetch_add(1, Ordering::Relaxed);
            }
            Meaning::Dead(fault) => {
                self.errors.fetch_add(1, Ordering::Relaxed);
                // The first fault is kept: what follows is its echo.
                let _ = self.fault.compare_exchange(0, fault as u8, Ordering::AcqRel, Ordering::Relaxed);
            }
        }
    }
}
