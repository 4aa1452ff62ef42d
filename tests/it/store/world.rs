//! A small library, and what somebody finds who opens it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use starling::domain::framework::{FrameworkId, built_in};
use starling::domain::library::Library;
use starling::domain::question::{Question, QuestionId, Source};
use starling::domain::story::{Story, StoryId};
use starling::domain::take::{AskedQuestion, Plan, Recording, SampleFormat, Take, TakeId};
use starling::domain::time::{Frames, SampleRate};
use starling::store::atomic::append_all;
use starling::store::check::{self, CheckReport};
use starling::store::clock::Clock;
use starling::store::fs::Fs;
use starling::store::layout::take_stem;
use starling::store::rescue::Places;
use starling::store::sim::{Disk, SimFs};
use starling::store::wav;
use starling::store::{Access, Opened, Store};

pub const ROOT: &str = "/library";

/// A clock that stands still until it is set.
#[derive(Debug)]
pub struct SetClock(AtomicI64);

impl SetClock {
    pub fn new() -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(1_795_000_000)))
    }

    pub fn advance_days(&self, days: i64) {
        self.0.fetch_add(days * 86_400, Ordering::Relaxed);
    }

    pub fn copy(&self) -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(self.0.load(Ordering::Relaxed))))
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.0.load(Ordering::Relaxed)).unwrap()
    }
}

pub fn open(fs: &SimFs, clock: &Arc<SetClock>) -> Opened {
    try_open(fs, clock).map_err(|error| error.to_string()).unwrap()
}

pub fn try_open(fs: &SimFs, clock: &Arc<SetClock>) -> Result<Opened, starling::store::OpenError> {
    Store::open(Arc::new(fs.clone()), Arc::<SetClock>::clone(clock), Path::new(ROOT), Access::Write)
}

/// Looks over the library as the command does.
pub fn check(fs: &SimFs, clock: &Arc<SetClock>, repair: bool) -> CheckReport {
    let (fs, clock): (Arc<dyn Fs>, Arc<dyn Clock>) = (Arc::new(fs.clone()), clock.copy());
    check::check(&fs, &clock, Path::new(ROOT), &Places::default(), repair).unwrap()
}

/// Everything a user can find in a library.
#[derive(Clone, Debug, PartialEq)]
pub struct World {
    pub library: Library,
    pub audio: BTreeMap<TakeId, Option<Arc<Vec<u8>>>>,
    pub trash: BTreeSet<(String, String)>,
    pub snapshots: usize,
}

impl World {
    pub fn of(opened: &Opened, fs: &SimFs) -> Self {
        let tree = fs.disk().tree();
        let audio = opened.library.takes().map(|take| {
            let path = opened.store.take_audio_path(take);
            (take.id.clone(), tree.get(&path).cloned().flatten())
        });
        let (entries, warnings) = opened.store.trash();
        assert_eq!(warnings, [], "the trash is understood");
        Self {
            audio: audio.collect(),
            trash: entries.into_iter().map(|entry| (entry.kind.word().to_owned(), entry.title)).collect(),
            snapshots: opened.store.snapshots().len(),
            library: opened.library.clone(),
        }
    }

    pub fn found_on(disk: &Disk, clock: &Arc<SetClock>) -> Self {
        let fs = SimFs::on(disk.clone());
        Self::of(&open(&fs, clock), &fs)
    }

    fn has_the_same_stories_and_takes_as(&self, other: &Self) -> bool {
        self.library == other.library && self.audio == other.audio
    }

    /// Whether this may be found after something was begun in the world `before` that leads to `after`.
    pub fn lies_between(&self, before: &Self, after: &Self) -> bool {
        let both: BTreeSet<_> = before.trash.intersection(&after.trash).cloned().collect();
        let any: BTreeSet<_> = before.trash.union(&after.trash).cloned().collect();
        let trash_is_known = self.trash.is_superset(&both) && self.trash.is_subset(&any);
        let counts = [before.snapshots, after.snapshots];
        let snapshots_are_known =
            (counts[0].min(counts[1])..=counts[0].max(counts[1]) + 1).contains(&self.snapshots);
        let nothing_is_lost = if before.has_the_same_stories_and_takes_as(after) {
            self.has_the_same_stories_and_takes_as(after)
        } else {
            (self.has_the_same_stories_and_takes_as(before) && self.trash.is_superset(&before.trash))
                || (self.has_the_same_stories_and_takes_as(after) && self.trash.is_superset(&after.trash))
        };
        trash_is_known && snapshots_are_known && nothing_is_lost
    }

    /// What differs, for a person to read.
    pub fn differences(&self, other: &Self) -> String {
        let ids = |world: &Self| {
            let stories: Vec<_> =
                world.library.stories().map(|s| format!("{} {:?}", s.id, s.title)).collect();
            let takes: Vec<_> = world
                .library
                .takes()
                .map(|t| {
                    let audio = world.audio[&t.id].as_ref().map(|bytes| bytes.len());
                    format!("{} of {:?}, {} ratings, audio {audio:?}", t.id, t.story, t.ratings.len())
                })
                .collect();
            let questions: Vec<_> = world.library.own_questions().map(|q| q.id.to_string()).collect();
            format!(
                "stories {stories:?}\n takes {takes:?}\n questions {questions:?}\n trash {:?}\n snapshots {}",
                world.trash, world.snapshots
            )
        };
        let same = self.library == other.library;
        format!("found:\n {}\nexpected:\n {}\nlibraries are equal: {same}", ids(self), ids(other))
    }
}

pub fn story(id: &str, title: &str) -> Story {
    Story::new(StoryId(id.into()), title, FrameworkId::new("star"), moment(0))
}

pub fn question(id: &str) -> Question {
    Question::plain(QuestionId::new(id), format!("What about {id}?"), Source::Own)
}

pub fn moment(secs: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + secs).unwrap()
}

pub fn take(id: &str, story: Option<&str>, file: &str, frames: u64) -> Take {
    let recording = Recording {
        file: file.into(),
        rate: SampleRate::PREFERRED,
        frames: Frames(frames),
        format: SampleFormat::Int16,
        device: "Built-in".into(),
    };
    let asked = AskedQuestion { id: None, text: format!("Question of {id}") };
    let plan = Plan::of(&built_in()[0], 150);
    let mut take = Take::new(TakeId(id.into()), asked, moment(60), plan, recording);
    take.story = story.map(|id| StoryId(id.into()));
    take
}

/// What the recording of a take is called.
pub fn take_file(id: &str) -> String {
    format!("{}.wav", take_stem(moment(60), &TakeId(id.into())))
}

/// Samples that are never zero and tell their places.
pub fn samples(frames: u64) -> Vec<u8> {
    (0..frames).flat_map(|frame| [u8::try_from(frame % 250).unwrap() + 1, 1]).collect()
}

pub fn wav_bytes(frames: u64) -> Vec<u8> {
    let layout = wav::Layout::mono(SampleRate::PREFERRED, SampleFormat::Int16);
    let mut bytes = wav::header(layout, frames * 2).to_vec();
    bytes.extend(samples(frames));
    bytes
}

/// Puts a finished recording where the store wants it and saves its take.
pub fn add_take(fs: &dyn Fs, store: &mut Store, id: &str, filed: Option<&str>, frames: u64) {
    let take_id = TakeId(id.into());
    let story_id = filed.map(|id| StoryId(id.into()));
    let place = store.new_recording(story_id.as_ref(), &take_id, moment(60)).unwrap();
    let mut file = fs.create_new(&place.audio).unwrap();
    append_all(file.as_mut(), &wav_bytes(frames)).unwrap();
    file.sync().unwrap();
    fs.sync_folder(place.audio.parent().unwrap()).unwrap();
    store.save_take(&take(id, filed, &place.file, frames)).unwrap();
}

/// Two stories with takes, a take without a story, and questions of both sorts, all of it on the disk.
pub fn library(clock: &Arc<SetClock>) -> Disk {
    let fs = SimFs::default();
    let Opened { mut store, .. } = open(&fs, clock);
    store.save_story(&story("s1", "Checkout outage")).unwrap();
    store.save_story(&story("s2", "A hard conversation")).unwrap();
    add_take(&fs, &mut store, "t1", Some("s1"), 12);
    add_take(&fs, &mut store, "t2", Some("s1"), 15);
    add_take(&fs, &mut store, "t3", None, 9);
    store.save_question(&question("q1")).unwrap();
    store.save_questions("Imported", &[question("q2"), question("q3")]).unwrap();
    drop(store);
    let disk = fs.disk();
    let found = World::found_on(&disk, clock);
    assert_eq!((found.library.stories().len(), found.library.takes().len()), (2, 3));
    disk
}
