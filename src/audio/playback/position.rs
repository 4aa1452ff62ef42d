//! Where playing has come to, as everybody may ask at any time.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::line::Line;
use super::render::Anchor;
use crate::domain::time::Frames;

/// Shared by the handle and the reader thread.
#[derive(Debug, Default)]
pub(super) struct Position {
    playing: AtomicBool,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    /// Where it rests while no loudspeaker is open.
    resting: f64,
    line: Option<Arc<Line>>,
    anchors: VecDeque<Anchor>,
    /// Jumps that were asked for and not made yet, and where the last of them goes.
    jumps: usize,
    target: Frames,
    /// What the loudspeaker calls itself that was opened last.
    output: Option<String>,
}

impl Position {
    pub(super) fn is_playing(&self) -> bool {
        self.playing.load(Ordering::Acquire)
    }

    pub(super) fn set_playing(&self, playing: bool) {
        self.playing.store(playing, Ordering::Release);
    }

    /// The frame of the recording that is heard next: where a jump goes from the moment it is asked for.
    pub(super) fn now(&self) -> Frames {
        let inner = self.lock();
        if inner.jumps > 0 {
            return inner.target;
        }
        whole(inner.heard())
    }

    /// Frames of silence that the loudspeaker played because no sample was there in time.
    pub(super) fn starved(&self) -> u64 {
        self.lock().line.as_ref().map_or(0, |line| line.starved())
    }

    /// Where the sound is, jumps that are still to be made left aside.
    pub(super) fn heard(&self) -> Frames {
        whole(self.lock().heard())
    }

    pub(super) fn set_output(&self, name: String) {
        self.lock().output = Some(name);
    }

    pub(super) fn output(&self) -> Option<String> {
        self.lock().output.clone()
    }

    pub(super) fn ask_jump(&self, target: Frames) {
        let mut inner = self.lock();
        inner.jumps += 1;
        inner.target = target;
    }

    pub(super) fn jump_made(&self) {
        let mut inner = self.lock();
        inner.jumps = inner.jumps.saturating_sub(1);
    }

    /// Rests at a frame; no loudspeaker is open.
    pub(super) fn rest(&self, at: Frames) {
        let mut inner = self.lock();
        inner.line = None;
        inner.anchors.clear();
        inner.resting = at.to_f64();
    }

    /// Goes on at a frame with a sample of a line. All that was known of later samples is forgotten.
    pub(super) fn begin(&self, line: &Arc<Line>, sample: u64, at: Frames) {
        let mut inner = self.lock();
        inner.line = Some(Arc::clone(line));
        inner.anchors.clear();
        inner.anchors.push_back(Anchor { sample: float(sample), frame: at.to_f64(), per_sample: 0.0 });
    }

    /// Notes what is heard when.
    pub(super) fn note(&self, anchor: Anchor) {
        let mut inner = self.lock();
        let heard = inner.line.as_ref().map_or(0.0, |line| float(line.heard()));
        while inner.anchors.get(1).is_some_and(|next| next.sample <= heard) {
            inner.anchors.pop_front();
        }
        inner.anchors.push_back(anchor);
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn heard(&self) -> f64 {
        let Some(line) = &self.line else { return self.resting };
        let sample = float(line.heard());
        let passed = self.anchors.iter().take_while(|anchor| anchor.sample <= sample).last();
        passed.or(self.anchors.front()).map_or(self.resting, |anchor| {
            anchor.frame + (sample - anchor.sample).max(0.0) * anchor.per_sample
        })
    }
}

const fn float(sample: u64) -> f64 {
    Frames(sample).to_f64()
}

fn whole(frame: f64) -> Frames {
    Frames::from_f64(frame)
}
