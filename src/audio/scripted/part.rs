//! One scripted device: where it stands in its script, and what it does next.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex};
use std::time::{Duration, Instant};

use cpal::ErrorKind;

use super::{Act, Acts, Pace, Says, Script, lock, ramp};
use crate::domain::time::Frames;

/// How long a stream can be kept from closing.
const HELD_AT_MOST: Duration = Duration::from_secs(10);

/// Hands mono samples to the program, as captured at a time of the stream's clock.
pub(super) type OnSound = Box<dyn FnMut(&[f32], Duration) + Send>;
/// Asks the program for mono samples.
pub(super) type OnWant = Box<dyn FnMut(&mut [f32]) + Send>;
pub(super) type OnError = Box<dyn FnMut(cpal::Error) + Send>;

pub(super) enum Callbacks {
    Listening(OnSound),
    Speaking(OnWant),
}

/// What the program has opened.
struct Open {
    callbacks: Callbacks,
    on_error: OnError,
    /// Frames of the device's time since it was opened.
    frame: u64,
    /// Blocks delivered, which choose the size of the next.
    block: usize,
    muted_until: u64,
    storm: Option<ErrorKind>,
    hushed: bool,
    stalled_until: Option<Instant>,
}

/// A scripted device.
pub(super) struct Part {
    pub(super) id: String,
    pub(super) script: Script,
    pub(super) is_microphone: bool,
    plugged_in: AtomicBool,
    refusal: Mutex<Option<ErrorKind>>,
    acts: Mutex<Acts>,
    open: Mutex<Option<Open>>,
    played: Mutex<Vec<f32>>,
    closing: Mutex<bool>,
    closed: Condvar,
    times_opened: AtomicUsize,
    held: Mutex<bool>,
    let_go: Condvar,
}

impl Part {
    pub(super) fn microphone(script: Script, number: usize) -> Self {
        Self::new(format!("microphone-{number}"), script, true)
    }

    pub(super) fn loudspeaker(script: Script, number: usize) -> Self {
        Self::new(format!("loudspeaker-{number}"), script, false)
    }

    fn new(id: String, script: Script, is_microphone: bool) -> Self {
        Self {
            id,
            acts: Mutex::new(script.acts.iter().copied().collect()),
            script,
            is_microphone,
            plugged_in: AtomicBool::new(true),
            refusal: Mutex::new(None),
            open: Mutex::new(None),
            played: Mutex::new(Vec::new()),
            closing: Mutex::new(false),
            closed: Condvar::new(),
            times_opened: AtomicUsize::new(0),
            held: Mutex::new(false),
            let_go: Condvar::new(),
        }
    }

    pub(super) fn is_plugged_in(&self) -> bool {
        self.plugged_in.load(Ordering::Acquire)
    }

    pub(super) fn plug_in(&self) {
        self.plugged_in.store(true, Ordering::Release);
    }

    pub(super) fn refuse(&self, error: Option<ErrorKind>) {
        *lock(&self.refusal) = error;
    }

    pub(super) fn refusal(&self) -> Option<ErrorKind> {
        *lock(&self.refusal)
    }

    pub(super) fn is_open(&self) -> bool {
        lock(&self.open).is_some()
    }

    pub(super) fn times_opened(&self) -> usize {
        self.times_opened.load(Ordering::Relaxed)
    }

    pub(super) fn played(&self) -> Vec<f32> {
        lock(&self.played).clone()
    }

    pub(super) fn act_now(&self, act: Act) {
        lock(&self.acts).push_front((Frames::ZERO, act));
    }

    pub(super) fn open(&self, callbacks: Callbacks, on_error: OnError) {
        self.times_opened.fetch_add(1, Ordering::Relaxed);
        *lock(&self.closing) = false;
        *lock(&self.open) = Some(Open {
            callbacks,
            on_error,
            frame: 0,
            block: 0,
            muted_until: 0,
            storm: None,
            hushed: false,
            stalled_until: None,
        });
    }

    /// Lets nobody close the stream, for a while at most, or everybody again.
    pub(super) fn hold(&self, held: bool) {
        *lock(&self.held) = held;
        self.let_go.notify_all();
    }

    pub(super) fn wait_until_let_go(&self) {
        // A test that forgot to let go fails, but ends.
        drop(self.let_go.wait_timeout_while(lock(&self.held), HELD_AT_MOST, |held| *held));
    }

    /// No callback runs after this.
    pub(super) fn close(&self) {
        *lock(&self.closing) = true;
        self.closed.notify_all();
        *lock(&self.open) = None;
    }

    /// Plays the hardware until the stream is closed.
    pub(super) fn run(&self) {
        let Pace::RealTime { speed } = self.script.pace else { return };
        let rate = f64::from(self.script.rate.hz()) * speed.max(0.001);
        let began = Instant::now();
        let mut due = 0_u64;
        while let Some(frames) = self.next_block() {
            due += frames;
            let storming = lock(&self.open).as_ref().is_some_and(|open| open.storm.is_some());
            let at = began + Duration::from_secs_f64(frames_f64(due) / rate);
            if self.wait_until(if storming { began } else { at }) {
                return;
            }
            if self.is_microphone { self.deliver(frames) } else { self.pull(frames) }
        }
    }

    /// Waits for a time, and says whether the stream was closed meanwhile.
    fn wait_until(&self, at: Instant) -> bool {
        let time = at.saturating_duration_since(Instant::now());
        let waiting = self.closed.wait_timeout_while(lock(&self.closing), time, |closing| !*closing);
        waiting.map_or(true, |(closing, _)| *closing)
    }

    fn next_block(&self) -> Option<u64> {
        let open = lock(&self.open);
        let block = open.as_ref()?.block;
        Some(u64::from(self.block_size(block)))
    }

    fn block_size(&self, block: usize) -> u32 {
        let blocks = &self.script.blocks;
        blocks.get(block % blocks.len().max(1)).copied().unwrap_or(480).max(1)
    }

    /// Delivers that many frames of the device's time, in blocks of the script's sizes.
    pub(super) fn deliver(&self, frames: u64) {
        let mut open = lock(&self.open);
        let Some(open) = open.as_mut() else { return };
        let end = open.frame + frames;
        while open.frame < end {
            self.perform(open);
            if let Some(kind) = open.storm {
                (open.on_error)(cpal::Error::new(kind));
                return;
            }
            let block = u64::from(self.block_size(open.block)).min(end.saturating_sub(open.frame));
            if block > 0 && !self.is_silent(open) {
                self.say(open, block);
            }
            open.block += 1;
            open.frame += block;
        }
    }

    fn is_silent(&self, open: &mut Open) -> bool {
        if let Some(until) = open.stalled_until {
            let over = Instant::now() >= until || self.wait_until(until);
            open.stalled_until = None;
            return !over;
        }
        open.hushed
    }

    fn say(&self, open: &mut Open, frames: u64) {
        let from = open.frame;
        let samples: Vec<f32> = (from..from + frames)
            .map(|frame| if frame < open.muted_until { 0.0 } else { self.sample(frame) })
            .collect();
        let rate = u64::from(self.script.rate.hz());
        let at = Duration::from_nanos(from.saturating_mul(1_000_000_000) / rate);
        if let Callbacks::Listening(on_sound) = &mut open.callbacks {
            on_sound(&samples, at);
        }
    }

    fn ask(&self, open: &mut Open, frames: u64) {
        let mut samples = vec![0.0; usize::try_from(frames).unwrap_or(0)];
        if let Callbacks::Speaking(on_want) = &mut open.callbacks {
            on_want(&mut samples);
        }
        lock(&self.played).extend(samples);
    }

    fn sample(&self, frame: u64) -> f32 {
        match &self.script.says {
            Says::Ramp => f32::from(ramp(frame)) / 32_768.0,
            Says::Silence => 0.0,
            Says::Samples(samples) => {
                usize::try_from(frame).ok().and_then(|frame| samples.get(frame)).copied().unwrap_or(0.0)
            }
        }
    }

    /// Does everything the script says about the frames up to here.
    fn perform(&self, open: &mut Open) {
        loop {
            let act = {
                let mut acts = lock(&self.acts);
                match acts.front() {
                    Some((at, _)) if at.0 <= open.frame => acts.pop_front(),
                    _ => None,
                }
            };
            let Some((_, act)) = act else { return };
            self.perform_one(open, act);
        }
    }

    fn perform_one(&self, open: &mut Open, act: Act) {
        match act {
            Act::Skip(frames) => open.frame += frames.0,
            Act::Overrun(frames) => {
                open.frame += frames.0;
                (open.on_error)(cpal::Error::new(ErrorKind::Xrun));
            }
            Act::Error(kind) => (open.on_error)(cpal::Error::new(kind)),
            Act::Storm(kind) => open.storm = Some(kind),
            Act::Mute(frames) => open.muted_until = open.frame + frames.0,
            Act::Stall(time) => open.stalled_until = Some(Instant::now() + time),
            Act::Hush => open.hushed = true,
            Act::Vanish => {
                self.plugged_in.store(false, Ordering::Release);
                open.hushed = true;
                (open.on_error)(cpal::Error::new(ErrorKind::DeviceNotAvailable));
            }
            Act::VanishSilently => {
                self.plugged_in.store(false, Ordering::Release);
                open.hushed = true;
            }
        }
    }

    /// Asks the program for that many frames and keeps them.
    pub(super) fn pull(&self, frames: u64) {
        let mut open = lock(&self.open);
        let Some(open) = open.as_mut() else { return };
        let end = open.frame + frames;
        while open.frame < end {
            self.perform(open);
            if let Some(kind) = open.storm {
                (open.on_error)(cpal::Error::new(kind));
                return;
            }
            let block = u64::from(self.block_size(open.block)).min(end.saturating_sub(open.frame));
            if block > 0 && !self.is_silent(open) {
                self.ask(open, block);
            }
            open.block += 1;
            open.frame += block;
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "2^53 frames last 5,900 years")]
const fn frames_f64(frames: u64) -> f64 {
    frames as f64
}
