//! Which errors of a stream are its end, and which pass.
//!
//! Under load a sound server may fail to answer a question of the sound library, and the next one is answered again.
//! Such an error is the end only where one follows the other with no sound between them; a stream that says nothing
//! at all any more is noticed by whoever watches it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use cpal::ErrorKind;

/// A stream that reports nothing but errors for so long is dead.
const NOTHING_ELSE_FOR: Duration = Duration::from_millis(250);

/// Why a stream is dead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Fault {
    /// The device went away.
    Gone = 1,
    /// The system does not let this program listen.
    Denied,
    /// The sound system itself stopped.
    System,
    /// Anything else after which no sample can be expected.
    Broken,
}

impl Fault {
    pub(super) const fn from_u8(value: u8) -> Option<Self> {
        match value {
            1 => Some(Self::Gone),
            2 => Some(Self::Denied),
            3 => Some(Self::System),
            4 => Some(Self::Broken),
            _ => None,
        }
    }
}

/// What an error means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Frames were skipped or repeated.
    Overrun,
    /// The stream goes on with another device.
    Rerouted,
    Passing,
    Dead(Fault),
}

/// The errors since sound last went through a stream. Both callbacks may run on a real-time thread.
#[derive(Debug)]
pub(super) struct StreamErrors {
    began: Instant,
    /// When the first of them came, in nanoseconds and at least one; zero where there was none.
    since_nanos: AtomicU64,
}

impl Default for StreamErrors {
    fn default() -> Self {
        Self { began: Instant::now(), since_nanos: AtomicU64::new(0) }
    }
}

impl StreamErrors {
    /// Sound went through.
    pub fn note_sound(&self) {
        self.since_nanos.store(0, Ordering::Relaxed);
    }

    pub fn meaning(&self, kind: ErrorKind) -> Meaning {
        match kind {
            ErrorKind::DeviceNotAvailable | ErrorKind::StreamInvalidated => Meaning::Dead(Fault::Gone),
            ErrorKind::PermissionDenied => Meaning::Dead(Fault::Denied),
            ErrorKind::HostUnavailable => Meaning::Dead(Fault::System),
            ErrorKind::DeviceChanged => Meaning::Rerouted,
            ErrorKind::RealtimeDenied => Meaning::Passing,
            _ if self.is_all_there_is() => Meaning::Dead(Fault::Broken),
            ErrorKind::Xrun => Meaning::Overrun,
            _ => Meaning::Passing,
        }
    }

    fn is_all_there_is(&self) -> bool {
        let now = u64::try_from(self.began.elapsed().as_nanos()).unwrap_or(u64::MAX).max(1);
        match self.since_nanos.load(Ordering::Relaxed) {
            0 => {
                self.since_nanos.store(now, Ordering::Relaxed);
                false
            }
            since => Duration::from_nanos(now.saturating_sub(since)) >= NOTHING_ELSE_FOR,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_passes_and_a_storm_does_not() {
        let errors = StreamErrors::default();
        for kind in [ErrorKind::BackendError, ErrorKind::DeviceBusy, ErrorKind::Other] {
            assert_eq!(errors.meaning(kind), Meaning::Passing);
            errors.note_sound();
        }
        assert_eq!(errors.meaning(ErrorKind::Xrun), Meaning::Overrun);
        assert_eq!(errors.meaning(ErrorKind::DeviceNotAvailable), Meaning::Dead(Fault::Gone));
        errors.note_sound();
        let began = Instant::now();
        while errors.meaning(ErrorKind::BackendError) == Meaning::Passing {}
        assert!(began.elapsed() >= NOTHING_ELSE_FOR, "{:?}", began.elapsed());
        assert_eq!(errors.meaning(ErrorKind::BackendError), Meaning::Dead(Fault::Broken));
    }
}
