//! The wall clock as the library needs it, so that a test can set it.

use jiff::Timestamp;

/// Tells the time of day. Lengths of time never come from it: they are counted in frames.
pub trait Clock: Send + Sync {
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}
