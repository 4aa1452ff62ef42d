//! The recorder as the program holds it: orders go in, events come out, and nothing here waits.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::{fmt, io};

use super::event::AudioEvent;
use super::microphone::{Current, MicrophoneOrder, MicrophoneWorker, Room};
use super::shared::Shared;
use super::sound::{Microphone, SoundSystem};
use super::syncing::{self, Syncing};
use super::taking::NewTake;
use super::writer::{Order, Outbox, Writer};
use crate::domain::split::Mark;
use crate::domain::time::Frames;
use crate::store::fs::Fs;

/// Called when there is something to poll; from any thread but the audio thread.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// Records takes. Dropping it closes the microphone and finishes what is being recorded.
pub struct Recorder {
    microphone: Sender<MicrophoneOrder>,
    writer: Sender<Order>,
    events: Receiver<AudioEvent>,
    current: Current,
    calls_seen: u64,
    threads: Vec<JoinHandle<()>>,
}

impl Recorder {
    /// Starts the threads; the microphone stays closed.
    ///
    /// # Errors
    /// Where the system has no threads left.
    pub fn start(sound: Arc<dyn SoundSystem>, fs: Arc<dyn Fs>, wake: Wake) -> io::Result<Self> {
        let (microphone, microphone_inbox) = channel();
        let (writer, writer_inbox) = channel();
        let (sender, events) = channel();
        let outbox = Outbox { sender, wake };
        let current = Arc::new(Mutex::new(None));

        let (syncing, tasks) = channel();
        let writing =
            Writer::new(Arc::clone(&fs), writer_inbox, outbox.clone()).with_syncing(Syncing::Beside(syncing));
        let opening =
            MicrophoneWorker::new(sound, fs, microphone_inbox, writer.clone(), outbox, Arc::clone(&current));
        let threads = vec![
            Builder::new().name("starling-microphone".to_owned()).spawn(move || opening.run())?,
            Builder::new().name("starling-writer".to_owned()).spawn(move || writing.run())?,
            Builder::new().name("starling-sync".to_owned()).spawn(move || syncing::run(&tasks))?,
        ];
        Ok(Self { microphone, writer, events, current, calls_seen: 0, threads })
    }

    /// Opens a microphone, where there is room for what will be recorded. Answered by
    /// [`AudioEvent::Opened`] or [`AudioEvent::CouldNotOpen`].
    pub fn open(&self, microphone: Microphone, room: Option<Room>) {
        self.open_after(None, microphone, room);
    }

    /// The same once a thread has ended that may still have the microphone open. Nothing here waits for it.
    pub fn open_after(&self, thread: Option<JoinHandle<()>>, microphone: Microphone, room: Option<Room>) {
        self.ask(MicrophoneOrder::Open { after: thread, microphone, room });
    }

    /// Closes the microphone. Answered by [`AudioEvent::Closed`].
    pub fn close(&self) {
        self.ask(MicrophoneOrder::Close);
    }

    /// Keeps frames from this one of the microphone's on, also where it has gone by a moment ago.
    pub fn begin(&self, at: Frames, new: NewTake) {
        self.write(Order::Begin { at, new: Box::new(new) });
    }

    /// Leaves frames out from this one on.
    pub fn pause(&self, at: Frames) {
        self.write(Order::Pause { at });
    }

    /// Keeps frames again from this one on.
    pub fn resume(&self, at: Frames) {
        self.write(Order::Resume { at });
    }

    /// Brings the marks beside the recording up to date.
    pub fn set_marks(&self, marks: &[Mark]) {
        self.write(Order::SetMarks(marks.to_vec()));
    }

    /// Keeps frames up to this one and a moment longer. Answered by [`AudioEvent::TakeSaved`].
    pub fn finish(&self, at: Frames) {
        self.write(Order::Finish { at });
    }

    /// Keeps frames up to this one and none after it. Answered by [`AudioEvent::TakeSaved`].
    pub fn finish_exactly(&self, at: Frames) {
        self.write(Order::FinishExactly { at });
    }

    /// Frames since the microphone opened, up to this moment and also after it was lost; `None` while nothing has come
    /// from it.
    #[must_use]
    pub fn heard(&self) -> Option<Frames> {
        self.shared().map(|shared| shared.heard_now()).filter(|heard| !heard.is_zero())
    }

    /// What has happened since the last call, oldest first, and how loud it is.
    pub fn poll(&mut self) -> Vec<AudioEvent> {
        let mut events: Vec<AudioEvent> = self.events.try_iter().collect();
        if let Some(shared) = self.shared() {
            let calls = shared.calls();
            if calls != self.calls_seen {
                self.calls_seen = calls;
                events.push(AudioEvent::Level(shared.take_level()));
            }
        }
        events
    }

    fn shared(&self) -> Option<Arc<Shared>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The threads end only when this value does.
    fn ask(&self, order: MicrophoneOrder) {
        let _ = self.microphone.send(order);
    }

    fn write(&self, order: Order) {
        let _ = self.writer.send(order);
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.ask(MicrophoneOrder::Quit);
        self.write(Order::Quit);
        for thread in self.threads.drain(..) {
            // A thread that panicked has said so already.
            let _ = thread.join();
        }
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").field("heard", &self.heard()).finish_non_exhaustive()
    }
}
