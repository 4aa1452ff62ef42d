//! How far a long piece of work has come, and the wish that it may stop.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU16, Ordering};

/// Shared by the thread that works and the window that shows it.
#[derive(Clone, Debug, Default)]
pub struct Progress(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    ten_thousandths: AtomicU16,
    cancelled: AtomicBool,
}

/// The work was stopped because somebody wished it. Nothing of it is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cancelled;

impl Progress {
    /// How much is done, from 0 to 1.
    #[must_use]
    pub fn fraction(&self) -> f32 {
        f32::from(self.0.ten_thousandths.load(Ordering::Relaxed)) / 10_000.0
    }

    /// Wishes the work to stop. It does so soon, not at once.
    pub fn cancel(&self) {
        self.0.cancelled.store(true, Ordering::Relaxed);
    }

    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.cancelled.load(Ordering::Relaxed)
    }

    /// Says how much is done.
    pub fn set(&self, done: u64, whole: u64) {
        let parts = u128::from(done.min(whole)) * 10_000 / u128::from(whole.max(1));
        self.0.ten_thousandths.store(u16::try_from(parts).unwrap_or(10_000), Ordering::Relaxed);
    }
}
