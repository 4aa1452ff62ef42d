//! A microphone and loudspeaker that follow a script, for tests of everything that hears or speaks.
//!
//! [`Stage`] is what a test holds. It is a host of cpal's traits, so the program's own code chooses the
//! configuration, opens the streams and is called back exactly as by a real sound system. Under
//! [`Pace::ByHand`] nothing happens until the test says so and all of it happens on the test's thread;
//! under [`Pace::RealTime`] a thread plays the part of the hardware.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

pub use cpal::{ErrorKind, SampleFormat};

use super::device::Sound;
use super::sound::SoundSystem;
use crate::domain::time::{Frames, SampleRate};

mod host;
mod part;

use host::ScriptedHost;
use part::Part;

/// What a microphone hears.
#[derive(Clone, Debug)]
pub enum Says {
    /// [`ramp`], in which a lost or repeated frame shows.
    Ramp,
    Silence,
    /// These samples once, then silence.
    Samples(Arc<[f32]>),
}

/// A frame's sample in [`Says::Ramp`]: exact in 16 bits, never zero, and the same again only after 60,000 frames.
#[must_use]
pub fn ramp(frame: u64) -> i16 {
    let step = i32::try_from(frame % 60_000).unwrap_or(0) - 30_000;
    i16::try_from(if step < 0 { step } else { step + 1 }).unwrap_or(0)
}

/// Something that goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// The device skips frames and says nothing but the time.
    Skip(Frames),
    /// The device skips frames and reports an overrun.
    Overrun(Frames),
    /// An error as cpal reports it.
    Error(ErrorKind),
    /// The same error until the stream is closed, and nothing but that.
    Storm(ErrorKind),
    /// Exact zeros instead of sound.
    Mute(Frames),
    /// Nothing arrives for a while; afterwards everything at once.
    Stall(Duration),
    /// Nothing arrives any more, and nothing is said about it.
    Hush,
    /// The device is pulled out: an error, and it is no longer listed.
    Vanish,
    /// The device is pulled out without an error.
    VanishSilently,
}

/// Who makes time pass.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pace {
    /// The test, by [`Stage::deliver`] and [`Stage::pull`].
    ByHand,
    /// A thread, at this many times the speed of real sound.
    RealTime { speed: f64 },
}

/// What a microphone is and does.
#[derive(Clone, Debug)]
pub struct Script {
    pub name: String,
    pub rate: SampleRate,
    pub channels: u16,
    pub format: SampleFormat,
    /// The channel that carries the sound; `None` for all of them.
    pub voice_on: Option<u16>,
    /// Frames per block, over and over.
    pub blocks: Vec<u32>,
    pub says: Says,
    /// What goes wrong, and at which frame of the device.
    pub acts: Vec<(Frames, Act)>,
    pub pace: Pace,
}

impl Default for Script {
    fn default() -> Self {
        Self {
            name: "Scripted microphone".to_owned(),
            rate: SampleRate::PREFERRED,
            channels: 1,
            format: SampleFormat::I16,
            voice_on: None,
            blocks: vec![480],
            says: Says::Ramp,
            acts: Vec::new(),
            pace: Pace::ByHand,
        }
    }
}

/// A sound system of scripted devices, as a test holds it.
#[derive(Clone)]
pub struct Stage(Arc<Inner>);

struct Inner {
    parts: Mutex<Vec<Arc<Part>>>,
    speaker: Arc<Part>,
    /// Loudspeakers beside the default one, which play to nobody.
    more_speakers: Mutex<Vec<Arc<Part>>>,
}

impl Stage {
    /// One microphone, which is the default, and one loudspeaker.
    #[must_use]
    pub fn new(script: Script) -> Self {
        let loudspeaker = Script {
            name: "Scripted loudspeaker".to_owned(),
            channels: 2,
            acts: Vec::new(),
            ..script.clone()
        };
        Self(Arc::new(Inner {
            parts: Mutex::new(vec![Arc::new(Part::microphone(script, 0))]),
            speaker: Arc::new(Part::loudspeaker(loudspeaker, 0)),
            more_speakers: Mutex::new(Vec::new()),
        }))
    }

    /// Adds a microphone, and says by which number.
    pub fn add(&self, script: Script) -> usize {
        let mut parts = lock(&self.0.parts);
        let number = parts.len();
        parts.push(Arc::new(Part::microphone(script, number)));
        number
    }

    /// Adds a loudspeaker, and says by which number.
    pub fn add_loudspeaker(&self, script: Script) -> usize {
        let mut speakers = lock(&self.0.more_speakers);
        let number = speakers.len() + 1;
        speakers.push(Arc::new(Part::loudspeaker(script, number)));
        number
    }

    /// The sound system for the program.
    #[must_use]
    pub fn sound(&self) -> Arc<dyn SoundSystem> {
        Arc::new(Sound::new(ScriptedHost::new(self.clone())))
    }

    /// Lets the first microphone deliver that many frames of its time; where it is closed, nothing happens.
    pub fn deliver(&self, frames: Frames) {
        self.deliver_from(0, frames);
    }

    /// Lets a microphone deliver that many frames of its time.
    pub fn deliver_from(&self, microphone: usize, frames: Frames) {
        if let Some(part) = self.microphone(microphone) {
            part.deliver(frames.0);
        }
    }

    /// Lets the loudspeaker ask for that many frames.
    pub fn pull(&self, frames: Frames) {
        self.0.speaker.pull(frames.0);
    }

    /// Lets a loudspeaker that was added ask for that many frames.
    pub fn pull_from(&self, loudspeaker: usize, frames: Frames) {
        let speaker = loudspeaker.checked_sub(1);
        let speaker = speaker.and_then(|at| lock(&self.0.more_speakers).get(at).cloned());
        if let Some(speaker) = speaker {
            speaker.pull(frames.0);
        }
    }

    /// Everything the loudspeaker has played.
    #[must_use]
    pub fn played(&self) -> Vec<f32> {
        self.0.speaker.played()
    }

    /// Whether any microphone is open.
    #[must_use]
    pub fn is_listening(&self) -> bool {
        lock(&self.0.parts).iter().any(|part| part.is_open())
    }

    /// How often the first microphone was opened.
    #[must_use]
    pub fn times_opened(&self) -> usize {
        self.microphone(0).map_or(0, |part| part.times_opened())
    }

    /// Whether the loudspeaker is open.
    #[must_use]
    pub fn is_speaking(&self) -> bool {
        self.0.speaker.is_open()
    }

    /// Has something go wrong with the first microphone at its next frame.
    pub fn act(&self, act: Act) {
        if let Some(part) = self.microphone(0) {
            part.act_now(act);
        }
    }

    /// Has something go wrong with the loudspeaker at its next frame.
    pub fn act_on_loudspeaker(&self, act: Act) {
        self.0.speaker.act_now(act);
    }

    /// Makes whoever closes the first microphone wait, as a busy sound server does, or lets them go on.
    pub fn hold_closing(&self, held: bool) {
        if let Some(part) = self.microphone(0) {
            part.hold(held);
        }
    }

    /// Plugs a microphone in again.
    pub fn plug_in(&self, microphone: usize) {
        if let Some(part) = self.microphone(microphone) {
            part.plug_in();
        }
    }

    /// Makes every attempt to open the first microphone fail with this error, or succeed again.
    pub fn refuse(&self, error: Option<ErrorKind>) {
        if let Some(part) = self.microphone(0) {
            part.refuse(error);
        }
    }

    fn microphone(&self, number: usize) -> Option<Arc<Part>> {
        lock(&self.0.parts).get(number).map(Arc::clone)
    }

    fn plugged_in(&self) -> Vec<Arc<Part>> {
        let microphones = lock(&self.0.parts).clone();
        let speakers = lock(&self.0.more_speakers).clone();
        let all = microphones.into_iter().chain([Arc::clone(&self.0.speaker)]).chain(speakers);
        all.filter(|part| part.is_plugged_in()).collect()
    }
}

type Acts = VecDeque<(Frames, Act)>;

/// A test that panicked elsewhere still gets its turn.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
