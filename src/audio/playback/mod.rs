//! Listening to a recording: at any speed, from any sample, round a loop, past the silences.
//!
//! A thread ([`Worker`]) reads the file, joins, stretches and resamples it and fills a ring; the loudspeaker's
//! callback empties it. The program holds a [`Player`], gives orders, and polls for events. Where playing has come
//! to is counted in samples that the loudspeaker took, never in time.

use std::io;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{Builder, JoinHandle};

use super::engine::Wake;
use super::sound::{Pick, SoundSystem};
use super::stretch::Speed;
use crate::domain::time::{Frames, SampleRate};
use crate::store::fs::Fs;

mod line;
mod position;
mod render;
mod route;
#[cfg(test)]
mod tests;
mod worker;

use position::Position;
pub use worker::{NextStep, Worker};

/// Shorter loops are a tone and no speech.
pub const LEAST_LOOP_MILLIS: u64 = 100;

/// What is asked of the player.
enum Order {
    Open(PathBuf),
    Close,
    Play,
    Pause,
    Seek(Frames),
    Speed(Speed),
    Loop(Option<Range<Frames>>),
    SkipSilence(bool),
    Volume(f32),
    Gain(f32),
    Output(Pick),
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The recording can be played.
    Opened {
        rate: SampleRate,
        frames: Frames,
    },
    CannotOpen {
        path: PathBuf,
        why: String,
    },
    /// The recording was heard to its end.
    Ended,
    /// Playing stopped where the file cannot be read.
    CannotRead {
        why: String,
    },
    /// No loudspeaker could be opened. Asking to play tries again.
    NoOutput {
        why: String,
    },
    /// The loudspeaker went away while it played. The place is kept; asking to play opens one again.
    OutputLost,
}

/// Plays recordings. Dropping it ends the sound.
pub struct Player {
    orders: Option<Sender<Order>>,
    events: Receiver<Event>,
    position: Arc<Position>,
    thread: Option<JoinHandle<()>>,
}

impl Player {
    /// Starts the thread that reads ahead; the loudspeaker stays closed until something is played.
    ///
    /// # Errors
    /// Where the system has no thread left.
    pub fn start(fs: Arc<dyn Fs>, sound: Arc<dyn SoundSystem>, wake: Wake) -> io::Result<Self> {
        let (mut player, worker) = Self::by_hand(fs, sound, wake);
        player.thread = Some(Builder::new().name("starling-player".to_owned()).spawn(move || worker.run())?);
        Ok(player)
    }

    /// A player whose thread is whoever calls [`Worker::run_once`].
    #[must_use]
    pub fn by_hand(fs: Arc<dyn Fs>, sound: Arc<dyn SoundSystem>, wake: Wake) -> (Self, Worker) {
        let (orders, inbox) = channel();
        let (sender, events) = channel();
        let position = Arc::new(Position::default());
        let worker = Worker::new(fs, sound, inbox, sender, wake, Arc::clone(&position));
        (Self { orders: Some(orders), events, position, thread: None }, worker)
    }

    /// Opens a recording in place of the one before. Answered by [`Event::Opened`] or [`Event::CannotOpen`].
    pub fn open(&self, path: PathBuf) {
        self.order(Order::Open(path));
    }

    /// Lets go of the recording and the loudspeaker.
    pub fn close(&self) {
        self.order(Order::Close);
    }

    /// Plays on from where it is; from the start where it is at the end.
    pub fn play(&self) {
        self.order(Order::Play);
    }

    /// Falls silent at once and keeps the place.
    pub fn pause(&self) {
        self.order(Order::Pause);
    }

    /// Goes to a frame, whether it plays or not.
    pub fn seek(&self, to: Frames) {
        self.position.ask_jump(to);
        self.order(Order::Seek(to));
    }

    pub fn set_speed(&self, speed: Speed) {
        self.order(Order::Speed(speed));
    }

    /// Plays a part over and over, going to its start where the place lies outside; `None` plays on to the end. A part
    /// of less than [`LEAST_LOOP_MILLIS`] is as good as none. Opening a recording ends the loop.
    pub fn set_loop(&self, part: Option<Range<Frames>>) {
        self.order(Order::Loop(part));
    }

    /// Leaves out the silences, once they are found, but for a breath at either end.
    pub fn set_skip_silence(&self, skips: bool) {
        self.order(Order::SkipSilence(skips));
    }

    /// What the listener chose, from 0 to 1.
    pub fn set_volume(&self, volume: f32) {
        self.order(Order::Volume(between(volume, 1.0)));
    }

    /// What this recording is multiplied by to be as loud as another; see [`crate::speech::loudness`].
    pub fn set_gain(&self, gain: f32) {
        self.order(Order::Gain(between(gain, 4.0)));
    }

    /// Chooses the loudspeaker; what plays goes on there.
    pub fn set_output(&self, pick: Pick) {
        self.order(Order::Output(pick));
    }

    /// What happened since the last call.
    #[must_use]
    pub fn poll(&self) -> Vec<Event> {
        self.events.try_iter().collect()
    }

    /// The frame that is heard next, by the samples the loudspeaker took.
    #[must_use]
    pub fn position(&self) -> Frames {
        self.position.now()
    }

    /// Frames of silence that the loudspeaker played, since it was opened, because the disk was too slow.
    #[must_use]
    pub fn starved(&self) -> Frames {
        Frames(self.position.starved())
    }

    /// The loudspeaker that was opened last, by the name it gives itself; `None` until one was.
    #[must_use]
    pub fn output(&self) -> Option<String> {
        self.position.output()
    }

    #[must_use]
    pub fn is_playing(&self) -> bool {
        self.position.is_playing()
    }

    fn order(&self, order: Order) {
        if let Some(orders) = &self.orders {
            // A thread that ended has said why.
            let _ = orders.send(order);
        }
    }
}

fn between(value: f32, most: f32) -> f32 {
    if value.is_finite() { value.clamp(0.0, most) } else { 1.0 }
}

impl Drop for Player {
    fn drop(&mut self) {
        self.orders = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
