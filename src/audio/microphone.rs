//! Opens the microphone, watches it, and closes it within a tenth of a second of its death.
//!
//! Opening and closing may wait for a sound server that does not answer, so each happens on a thread of its
//! own, and this one never waits for anything but time and orders.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::event::{AudioEvent, CouldNotOpen, Lost};
use super::shared::Shared;
use super::sound::{Microphone, OpenInput, Pick, SoundError, SoundSystem, Stream};
use super::taking::bytes_for;
use super::watch::{Notice, Watch};
use super::writer::{NextStep, Order, Outbox};
use crate::domain::take::SampleFormat;
use crate::domain::time::{Frames, SampleRate};
use crate::store::fs::Fs;
use crate::store::wav::Layout;

/// How often an open stream is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// How often the answer to an attempt to open is looked for.
const ASK_EVERY: Duration = Duration::from_millis(5);
/// How long a sound server may take to open a microphone.
const ANSWER_WITHIN: Duration = Duration::from_secs(5);
/// How long the end of the program waits for the microphone to be closed.
const CLOSED_WITHIN: Duration = Duration::from_secs(1);
/// A recording is not begun with less room than this, nor with less than ten minutes of it.
const LEAST_ROOM: u64 = 100_000_000;
const LEAST_TIME: Duration = Duration::from_mins(10);

/// What is recorded where, so that the room for it can be looked at first.
#[derive(Clone, Debug)]
pub struct Room {
    pub folder: PathBuf,
    pub format: SampleFormat,
}

impl Room {
    /// Why no recording may begin here, where there is too little room for one. Asks the disk.
    #[must_use]
    pub fn too_little(&self, fs: &dyn Fs) -> Option<CouldNotOpen> {
        let layout = Layout::mono(SampleRate::PREFERRED, self.format);
        let needed = LEAST_ROOM.max(bytes_for(LEAST_TIME, layout));
        // A file system that does not know its room is not thereby full.
        let free = fs.free_space(&self.folder).ok()?;
        let minutes = free / bytes_for(Duration::from_mins(1), layout).max(1);
        (free < needed).then_some(CouldNotOpen::DiskFull { free, needed, minutes })
    }
}

pub(super) enum MicrophoneOrder {
    Open { after: Option<JoinHandle<()>>, microphone: Microphone, room: Option<Room> },
    Close,
    Quit,
}

/// The counters of the microphone that is open, for everybody.
pub(super) type Current = Arc<Mutex<Option<Arc<Shared>>>>;

struct Opening {
    answer: Receiver<Result<OpenInput, SoundError>>,
    pick: Pick,
    since: Duration,
}

struct Live {
    stream: Stream,
    shared: Arc<Shared>,
    pick: Pick,
    watch: Watch,
    /// Whether the device is still there, asked when it fell silent.
    probe: Option<Receiver<bool>>,
}

/// The thread's state between two steps.
pub(super) struct MicrophoneWorker {
    pub sound: Arc<dyn SoundSystem>,
    pub fs: Arc<dyn Fs>,
    pub inbox: Receiver<MicrophoneOrder>,
    pub writer: Sender<Order>,
    pub outbox: Outbox,
    pub current: Current,
    opening: Option<Opening>,
    live: Option<Live>,
}

impl MicrophoneWorker {
    pub fn new(
        sound: Arc<dyn SoundSystem>,
        fs: Arc<dyn Fs>,
        inbox: Receiver<MicrophoneOrder>,
        writer: Sender<Order>,
        outbox: Outbox,
        current: Current,
    ) -> Self {
        Self { sound, fs, inbox, writer, outbox, current, opening: None, live: None }
    }

    /// Makes steps until the program ends.
    pub fn run(mut self) {
        let began = Instant::now();
        loop {
            let time = match self.run_once(began.elapsed()) {
                NextStep::Never => return,
                NextStep::AtOnce => continue,
                NextStep::After(time) => time,
            };
            match self.inbox.recv_timeout(time) {
                Ok(order) => {
                    if !self.obey(order, began.elapsed()) {
                        return;
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    pub fn run_once(&mut self, now: Duration) -> NextStep {
        loop {
            match self.inbox.try_recv() {
                Ok(order) => {
                    if !self.obey(order, now) {
                        return NextStep::Never;
                    }
                }
                Err(TryRecvError::Empty) => break,
                Err(TryRecvError::Disconnected) => return NextStep::Never,
            }
        }
        self.look_for_answer(now);
        self.look_at_stream(now);
        NextStep::After(match (&self.opening, &self.live) {
            (Some(_), _) => ASK_EVERY,
            (None, Some(_)) => LOOK_EVERY,
            (None, None) => Duration::from_hours(1),
        })
    }

    /// Does what is asked, and says whether to go on.
    fn obey(&mut self, order: MicrophoneOrder, now: Duration) -> bool {
        match order {
            MicrophoneOrder::Open { after, microphone, room } => self.open(after, microphone, room, now),
            MicrophoneOrder::Close => self.close(),
            MicrophoneOrder::Quit => {
                self.quit();
                return false;
            }
        }
        true
    }

    fn open(
        &mut self,
        after: Option<JoinHandle<()>>,
        microphone: Microphone,
        room: Option<Room>,
        now: Duration,
    ) {
        if self.live.is_some() {
            self.close();
        }
        if let Some(refusal) = room.and_then(|room| room.too_little(self.fs.as_ref())) {
            self.outbox.send(AudioEvent::CouldNotOpen(refusal));
            return;
        }
        let (sender, answer) = channel();
        let (sound, pick) = (Arc::clone(&self.sound), microphone.pick.clone());
        let opener = thread::Builder::new().name("starling-open".to_owned()).spawn(move || {
            // A thread that panicked has let go of the microphone as well.
            let _: Option<thread::Result<()>> = after.map(JoinHandle::join);
            // Where nobody waits for the answer any more, the stream is dropped here.
            let _ = sender.send(sound.open_input(&microphone));
        });
        match opener {
            Ok(_) => self.opening = Some(Opening { answer, pick, since: now }),
            Err(error) => {
                let why = error.to_string();
                self.outbox.send(AudioEvent::CouldNotOpen(CouldNotOpen::Sound(SoundError::NoSystem { why })));
            }
        }
    }

    fn look_for_answer(&mut self, now: Duration) {
        let Some(opening) = &self.opening else { return };
        let answer = match opening.answer.try_recv() {
            Ok(answer) => answer.map_err(CouldNotOpen::Sound),
            Err(TryRecvError::Empty) if now.saturating_sub(opening.since) < ANSWER_WITHIN => return,
            Err(_) => Err(CouldNotOpen::NoAnswer),
        };
        let Some(Opening { pick, .. }) = self.opening.take() else { return };
        match answer {
            Ok(open) => self.go_live(open, pick, now),
            Err(error) => self.outbox.send(AudioEvent::CouldNotOpen(error)),
        }
    }

    fn go_live(&mut self, open: OpenInput, pick: Pick, now: Duration) {
        let OpenInput { stream, intake, shared, name, rate } = open;
        // The writer ends with the program, and this thread before it.
        let _ = self.writer.send(Order::Listen { intake, rate });
        self.set_current(Some(Arc::clone(&shared)));
        self.live = Some(Live { stream, shared, pick, watch: Watch::new(rate, now), probe: None });
        self.outbox.send(AudioEvent::Opened { name, rate });
    }

    fn look_at_stream(&mut self, now: Duration) {
        let Some(live) = &mut self.live else { return };
        for notice in live.watch.look(&live.shared, now) {
            let event = match notice {
                // The take may begin with the first frame that was delivered.
                Notice::FirstSamples => AudioEvent::FirstSamples { heard: Frames::ZERO },
                Notice::NoSamples => {
                    live.probe = probe(&self.sound, &live.pick);
                    AudioEvent::NoSamples
                }
                Notice::SamplesAgain => AudioEvent::SamplesAgain,
                Notice::Silent => AudioEvent::Silent,
                Notice::SoundAgain => AudioEvent::SoundAgain,
                Notice::Rerouted => AudioEvent::Rerouted,
                Notice::Dead(fault) => return self.lose(Lost::Fault(fault)),
                Notice::GivenUp => return self.lose(Lost::WithoutAWord),
            };
            self.outbox.send(event);
        }
        if live.probe.as_ref().is_some_and(|answer| answer.try_recv() == Ok(false)) {
            self.lose(Lost::WithoutAWord);
        }
    }

    fn lose(&mut self, why: Lost) {
        let Some(live) = self.live.take() else { return };
        let heard = live.shared.heard_now();
        hang_up(live.stream, || {});
        self.outbox.send(AudioEvent::DeviceLost { why, heard });
    }

    fn close(&mut self) {
        self.opening = None;
        self.set_current(None);
        let outbox = self.outbox.clone();
        match self.live.take() {
            Some(live) => hang_up(live.stream, move || outbox.send(AudioEvent::Closed)),
            None => outbox.send(AudioEvent::Closed),
        }
    }

    /// Waits for the microphone to be closed, but not for a sound server that never answers.
    fn quit(&mut self) {
        self.opening = None;
        self.set_current(None);
        if let Some(live) = self.live.take() {
            let (sender, closed) = channel();
            hang_up(live.stream, move || drop(sender));
            let _: Result<(), _> = closed.recv_timeout(CLOSED_WITHIN);
        }
    }

    fn set_current(&self, shared: Option<Arc<Shared>>) {
        *self.current.lock().unwrap_or_else(PoisonError::into_inner) = shared;
    }
}

/// Asks whether a microphone is still there, without waiting for the answer.
fn probe(sound: &Arc<dyn SoundSystem>, pick: &Pick) -> Option<Receiver<bool>> {
    let (sender, answer) = channel();
    let (sound, pick) = (Arc::clone(sound), pick.clone());
    let asking = thread::Builder::new().name("starling-probe".to_owned()).spawn(move || {
        // Where the microphone was closed meanwhile, nobody wants the answer.
        let _ = sender.send(sound.has_input(&pick));
    });
    asking.is_ok().then_some(answer)
}

/// Closes a stream without waiting for it.
fn hang_up(stream: Stream, then: impl FnOnce() + Send + 'static) {
    let spawned = thread::Builder::new().name("starling-hang-up".to_owned()).spawn(move || {
        drop(stream);
        then();
    });
    // Where no thread can be had, the stream was dropped with the closure, here.
    drop(spawned);
}
