//! Takes sound out of the ring and brings takes to the disk, one step at a time.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError};
use std::time::{Duration, Instant};

use super::capture::{Intake, Piece};
use super::event::AudioEvent;
use super::recent::Recent;
use super::syncing::Syncing;
use super::taking::{NewTake, Taking};
use crate::domain::split::Mark;
use crate::domain::time::{Frames, SampleRate};
use crate::store::fs::Fs;

/// Speech goes on for a moment after the key that ends it.
pub const POST_ROLL: Duration = Duration::from_millis(150);
/// How long the frames of the post-roll are awaited where the microphone has stopped delivering.
const PATIENCE: Duration = Duration::from_secs(1);
/// A WAV file's lengths are 32 bits wide; this leaves room for the header and a slow step.
const LARGEST_FILE: u64 = (4 << 30) - (64 << 20);
/// While a take is recorded its samples are appended this often.
const WHILE_TAKING: Duration = Duration::from_millis(15);
/// While there is none, the ring only has to be emptied in time.
const WHILE_LISTENING: Duration = Duration::from_millis(50);
const WHILE_IDLE: Duration = Duration::from_secs(1);

/// What the writer is asked to do. Frames are the microphone's.
pub enum Order {
    /// A microphone was opened.
    Listen {
        intake: Intake,
        rate: SampleRate,
    },
    /// Keep frames from here on.
    Begin {
        at: Frames,
        new: Box<NewTake>,
    },
    /// Leave frames out from here on.
    Pause {
        at: Frames,
    },
    Resume {
        at: Frames,
    },
    SetMarks(Vec<Mark>),
    /// Keep frames up to here and a moment longer, then finish the file.
    Finish {
        at: Frames,
    },
    /// Keep frames up to here, then finish the file.
    FinishExactly {
        at: Frames,
    },
    /// Finish what there is, and end.
    Quit,
}

/// When to make the next step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextStep {
    AtOnce,
    After(Duration),
    Never,
}

/// Tells the program something, and wakes it.
#[derive(Clone)]
pub struct Outbox {
    pub sender: Sender<AudioEvent>,
    pub wake: Arc<dyn Fn() + Send + Sync>,
}

impl Outbox {
    pub fn send(&self, event: AudioEvent) {
        // Nobody listens any more when the program ends.
        let _ = self.sender.send(event);
        (self.wake)();
    }
}

/// A take whose last frames are awaited.
struct Ending {
    until: Frames,
    give_up_at: Duration,
}

/// The thread's state between two steps.
pub struct Writer {
    fs: Arc<dyn Fs>,
    syncing: Syncing,
    inbox: Receiver<Order>,
    outbox: Outbox,
    intake: Option<Intake>,
    rate: SampleRate,
    recent: Recent,
    taking: Option<Taking>,
    ending: Option<Ending>,
    /// Takes that are over and that no disk has taken, with the frames heard by then.
    held: Vec<(Taking, Frames)>,
    largest: u64,
    has_quit: bool,
}

impl Writer {
    #[must_use]
    pub fn new(fs: Arc<dyn Fs>, inbox: Receiver<Order>, outbox: Outbox) -> Self {
        Self {
            fs,
            syncing: Syncing::Here,
            inbox,
            outbox,
            intake: None,
            rate: SampleRate::PREFERRED,
            recent: Recent::new(SampleRate::PREFERRED),
            taking: None,
            ending: None,
            held: Vec::new(),
            largest: LARGEST_FILE,
            has_quit: false,
        }
    }

    /// Syncs as this says; on its own the writer syncs in its steps.
    #[must_use]
    pub fn with_syncing(mut self, syncing: Syncing) -> Self {
        self.syncing = syncing;
        self
    }

    /// Files of at most about so many bytes of sound, for tests that cannot wait for four gibibytes.
    #[must_use]
    pub const fn with_files_of(mut self, bytes: u64) -> Self {
        self.largest = bytes;
        self
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
                Ok(order) => self.obey(order, began.elapsed()),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => self.obey(Order::Quit, began.elapsed()),
            }
        }
    }

    /// Obeys what has arrived, empties the ring by a second at most, and does what is due.
    pub fn run_once(&mut self, now: Duration) -> NextStep {
        loop {
            match self.inbox.try_recv() {
                Ok(order) => self.obey(order, now),
                Err(TryRecvError::Empty) => break,
                Err(TryRecvError::Disconnected) => {
                    self.obey(Order::Quit, now);
                    break;
                }
            }
        }
        let more = self.drain();
        self.keep_up(now);
        self.end_if_over(now);
        self.try_held(now);
        self.pass_on();
        match (self.has_quit, more) {
            (true, _) => NextStep::Never,
            (_, true) => NextStep::AtOnce,
            _ if self.taking.is_some() => NextStep::After(WHILE_TAKING),
            _ if self.intake.is_some() => NextStep::After(WHILE_LISTENING),
            _ => NextStep::After(WHILE_IDLE),
        }
    }

    fn obey(&mut self, order: Order, now: Duration) {
        // An order is about frames that have been heard, so those come out of the ring first.
        while self.drain() {}
        match order {
            Order::Listen { intake, rate } => self.listen(intake, rate, now),
            Order::Begin { at, new } => self.begin(at, *new, now),
            Order::Pause { at } => {
                if let Some(taking) = &mut self.taking {
                    taking.stop(at, self.recent.next());
                }
            }
            Order::Resume { at } => {
                if let Some(taking) = &mut self.taking {
                    taking.resume(at, self.recent.next());
                    self.recent.replay(at, taking);
                }
            }
            Order::SetMarks(marks) => {
                if let Some(taking) = &mut self.taking {
                    taking.set_marks(&marks);
                }
            }
            Order::Finish { at } => self.finish_at(at.plus(self.frames_in(POST_ROLL)), now),
            Order::FinishExactly { at } => self.finish_at(at, now),
            Order::Quit => self.quit(now),
        }
    }

    fn listen(&mut self, intake: Intake, rate: SampleRate, now: Duration) {
        self.end(now);
        self.intake = Some(intake);
        self.rate = rate;
        self.recent = Recent::new(rate);
    }

    fn begin(&mut self, at: Frames, new: NewTake, now: Duration) {
        self.end(now);
        let (fs, syncing) = (Arc::clone(&self.fs), self.syncing.clone());
        let mut taking = Taking::begin(fs, syncing, new, self.rate, self.largest, at, now);
        self.recent.replay(at, &mut taking);
        self.taking = Some(taking);
    }

    fn finish_at(&mut self, until: Frames, now: Duration) {
        if self.ending.is_some() {
            return;
        }
        let Some(taking) = &mut self.taking else { return };
        let was_open = taking.is_open();
        taking.stop(until, self.recent.next());
        let until = if was_open { until } else { Frames::ZERO };
        self.ending = Some(Ending { until, give_up_at: now + POST_ROLL + PATIENCE });
    }

    fn quit(&mut self, now: Duration) {
        while self.drain() {}
        self.end(now);
        self.held.retain_mut(|(taking, heard)| !taking.finish(*heard, now));
        self.pass_on();
        self.has_quit = true;
    }

    fn frames_in(&self, time: Duration) -> Frames {
        self.rate.frames(time.as_secs_f64())
    }

    /// Moves at most a second out of the ring, and says whether there is more.
    fn drain(&mut self) -> bool {
        let Some(intake) = &mut self.intake else { return false };
        let (recent, taking) = (&mut self.recent, &mut self.taking);
        let before = intake.next();
        let limit = self.rate.hz() as usize;
        intake.drain(limit, |at, piece| {
            recent.add(piece);
            match (taking.as_mut(), piece) {
                (Some(taking), Piece::Sound(samples)) => taking.add(at, samples),
                (Some(taking), Piece::Missing(lasted)) => taking.add_missing(at, lasted),
                (None, _) => {}
            }
        });
        let more = intake.next().minus(before).0 >= limit as u64;
        if intake.is_over() {
            self.intake = None;
        }
        more
    }

    fn keep_up(&mut self, now: Duration) {
        let Some(taking) = &mut self.taking else { return };
        taking.keep_up(now);
        if self.ending.is_none() && taking.is_out_of_room(now) {
            let heard = self.recent.next();
            self.outbox.send(AudioEvent::DiskFull { heard });
            self.finish_at(heard, now);
        }
    }

    fn end_if_over(&mut self, now: Duration) {
        let Some(ending) = &self.ending else { return };
        let is_complete = self.recent.next() >= ending.until || self.intake.is_none();
        if is_complete || now >= ending.give_up_at {
            self.end(now);
        }
    }

    /// Finishes the take there is, as it is.
    fn end(&mut self, now: Duration) {
        self.ending = None;
        let Some(mut taking) = self.taking.take() else { return };
        let heard = self.recent.next();
        taking.stop(heard, heard);
        let is_finished = taking.finish(heard, now);
        taking.events.drain(..).for_each(|event| self.outbox.send(event));
        if !is_finished {
            self.held.push((taking, heard));
        }
    }

    fn try_held(&mut self, now: Duration) {
        self.held.retain_mut(|(taking, heard)| {
            let is_done = taking.may_try_again(now) && taking.finish(*heard, now);
            taking.events.drain(..).for_each(|event| self.outbox.send(event));
            !is_done
        });
    }

    fn pass_on(&mut self) {
        let events = self.taking.iter_mut().flat_map(|taking| taking.events.drain(..));
        events.for_each(|event| self.outbox.send(event));
    }
}
