//! A writer, a scripted microphone and a disk, all of them moved step by step by the test.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use starling::audio::event::{AudioEvent, SavedTake};
use starling::audio::scripted::{Script, Stage, ramp};
use starling::audio::sound::{Microphone, OpenInput, Stream};
use starling::audio::syncing::{Syncing, Task};
use starling::audio::taking::NewTake;
use starling::audio::writer::{NextStep, Order, Outbox, Writer};
use starling::domain::framework::built_in;
use starling::domain::take::{AskedQuestion, Plan, Recording, SampleFormat, Take, TakeId};
use starling::domain::time::{Frames, SampleRate};
use starling::store::fs::Fs;
use starling::store::sim::{Disk, SimFs};

pub const TAKES: &str = "/library/takes";
pub const SECOND: &str = "/second";
pub const RATE: SampleRate = SampleRate::PREFERRED;

pub fn new_take(name: &str, folder: PathBuf, second_places: Vec<PathBuf>) -> NewTake {
    let recording = Recording {
        file: format!("{name}.wav"),
        rate: RATE,
        frames: Frames::ZERO,
        format: SampleFormat::Int16,
        device: "Scripted microphone".to_owned(),
    };
    let question = AskedQuestion { id: None, text: "Tell me about a failure.".to_owned() };
    let plan = Plan::of(&built_in()[0], 120);
    let take = Take::new(TakeId(name.to_owned()), question, jiff::Timestamp::UNIX_EPOCH, plan, recording);
    NewTake { take, folder, second_places }
}

/// A disk with the folders a recording needs.
pub fn sim() -> SimFs {
    let fs = SimFs::default();
    for folder in ["/library", TAKES, SECOND] {
        fs.create_folder(folder.as_ref()).unwrap();
        fs.sync_folder(std::path::Path::new(folder).parent().unwrap()).unwrap();
    }
    fs
}

pub struct Rig {
    pub stage: Stage,
    pub now: Duration,
    pub told: Vec<AudioEvent>,
    writer: Writer,
    orders: Sender<Order>,
    events: Receiver<AudioEvent>,
    /// Syncs that were asked for and that nobody has made yet.
    tasks: Receiver<Task>,
    stream: Option<Stream>,
}

impl Rig {
    pub fn new(fs: Arc<dyn Fs>, script: Script) -> Self {
        Self::with_files_of(fs, script, u64::MAX)
    }

    /// Syncs take from one step to the next, and the writer goes on meanwhile.
    pub fn syncing_late(mut self) -> Self {
        let (sender, tasks) = channel();
        self.writer = self.writer.with_syncing(Syncing::Beside(sender));
        self.tasks = tasks;
        self
    }

    pub fn with_files_of(fs: Arc<dyn Fs>, script: Script, largest: u64) -> Self {
        let (orders, inbox) = channel();
        let (sender, events) = channel();
        let outbox = Outbox { sender, wake: Arc::new(|| {}) };
        let mut writer = Writer::new(fs, inbox, outbox);
        if largest < u64::MAX {
            writer = writer.with_files_of(largest);
        }
        let stage = Stage::new(script);
        let (_, tasks) = channel();
        let (now, told) = (Duration::ZERO, Vec::new());
        let mut rig = Self { stage, now, told, writer, orders, events, tasks, stream: None };
        rig.open();
        rig
    }

    /// Opens the microphone again.
    pub fn open(&mut self) {
        let OpenInput { stream, intake, rate, .. } =
            self.stage.sound().open_input(&Microphone::default()).unwrap();
        self.stream = Some(stream);
        self.order(Order::Listen { intake, rate });
    }

    pub fn close(&mut self) {
        self.stream = None;
        self.step();
    }

    pub fn begin(&mut self, at: u64) {
        let new = new_take("take", TAKES.into(), vec![SECOND.into()]);
        self.order(Order::Begin { at: Frames(at), new: Box::new(new) });
    }

    pub fn order(&mut self, order: Order) {
        self.orders(vec![order]);
    }

    /// Gives several orders to a writer that has fallen behind.
    pub fn orders(&mut self, orders: Vec<Order>) {
        for order in orders {
            self.orders.send(order).unwrap();
        }
        self.step();
    }

    pub fn step(&mut self) {
        self.tasks.try_iter().for_each(|task| task.run());
        while self.writer.run_once(self.now) == NextStep::AtOnce {}
        self.told.extend(self.events.try_iter());
    }

    /// The microphone delivers while the writer stands still.
    pub fn deliver(&mut self, frames: u64) {
        self.stage.deliver(Frames(frames));
        self.now += Duration::from_nanos(frames * 1_000_000_000 / 48_000);
    }

    /// The microphone delivers, the writer steps after every fifth of a second.
    pub fn hear(&mut self, frames: u64) {
        let mut left = frames;
        while left > 0 {
            let some = left.min(9_600);
            self.deliver(some);
            self.step();
            left -= some;
        }
    }

    /// Finishes the take here and hears the end of it.
    pub fn finish(&mut self, at: u64) -> Option<SavedTake> {
        self.order(Order::Finish { at: Frames(at) });
        self.hear(9_600);
        self.saved()
    }

    pub fn saved(&self) -> Option<SavedTake> {
        self.told.iter().find_map(|event| match event {
            AudioEvent::TakeSaved(saved) => Some(saved.clone()),
            _ => None,
        })
    }
}

/// The samples of a 16-bit file as this program writes it, whose header has to tell the truth.
pub fn samples(bytes: &[u8]) -> Vec<i16> {
    let reader = hound::WavReader::new(std::io::Cursor::new(bytes)).unwrap();
    assert_eq!(bytes.len(), 44 + 2 * reader.len() as usize, "the header tells the length");
    reader.into_samples::<i16>().map(Result::unwrap).collect()
}

pub fn files(disk: &Disk) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = disk.tree().into_iter();
    files.filter_map(|(path, bytes)| Some((path, bytes?.to_vec()))).collect()
}

pub fn ramp_of(frames: std::ops::Range<u64>) -> Vec<i16> {
    frames.map(ramp).collect()
}
