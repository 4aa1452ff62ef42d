//! How long it takes to open a library and to save a rating, against reading the same bytes plainly.
//!
//! `cargo bench --bench library` prints one line per size. The ratio is what the program adds to the disk.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::similar_names,
    reason = "a benchmark prints, stops at the unexpected, and fills its folder without waiting for the disk"
)]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use starling::domain::framework::{FrameworkId, built_in};
use starling::domain::rating::{Points, Rating, Rubric};
use starling::domain::split::Mark;
use starling::domain::story::{Story, StoryId};
use starling::domain::take::{AskedQuestion, Plan, Recording, SampleFormat, Take, TakeId};
use starling::domain::time::{Frames, SampleRate};
use starling::store::clock::SystemClock;
use starling::store::layout::take_stem;
use starling::store::real::RealFs;
use starling::store::{Access, Opened, Store, document};

const TAKES_PER_STORY: usize = 50;

fn take(number: usize, story: &StoryId) -> Take {
    let id = TakeId(format!("t{number:06}"));
    let recorded_at = Timestamp::from_second(1_790_000_000 + i64::try_from(number).unwrap() * 60).unwrap();
    let recording = Recording {
        file: format!("{}.wav", take_stem(recorded_at, &id)),
        rate: SampleRate::PREFERRED,
        frames: Frames(7_200_000),
        format: SampleFormat::Int16,
        device: "Built-in microphone".into(),
    };
    let asked =
        AskedQuestion { id: None, text: "Tell me about a time you disagreed with your manager".into() };
    let mut take = Take::new(id, asked, recorded_at, Plan::of(&built_in()[0], 150), recording);
    take.story = Some(story.clone());
    take.live_marks =
        (0..4).map(|section| Mark { at: Frames(section as u64 * 1_500_000), section }).collect();
    rate(&mut take);
    take
}

fn rate(take: &mut Take) {
    let points = Rubric::default().rows.into_iter().map(|row| (row.id, Points::new(4).unwrap()));
    take.ratings.push(Rating {
        rated_at: take.recorded_at,
        points: points.collect(),
        note: "Calmer than the last one; the result needs its number earlier".into(),
        blind: false,
    });
}

/// Fills a library without syncing, which a benchmark of reading need not wait for.
fn fill(root: &Path, takes: usize) {
    let mut store = open(root).store;
    let mut folder = PathBuf::new();
    let mut story = StoryId(String::new());
    for number in 0..takes {
        if number % TAKES_PER_STORY == 0 {
            story = StoryId(format!("s{:04}", number / TAKES_PER_STORY));
            let first = Story::new(story.clone(), "A story", FrameworkId::new("star"), Timestamp::UNIX_EPOCH);
            store.save_story(&first).unwrap();
            folder = store.layout().story_folder(&first).join("takes");
            std::fs::create_dir(&folder).unwrap();
        }
        let take = take(number, &story);
        let audio = folder.join(&take.recording.file);
        std::fs::write(&audio, [0; 64]).unwrap();
        std::fs::write(audio.with_extension("ron"), document::write(&take, None).unwrap()).unwrap();
    }
}

fn open(root: &Path) -> Opened {
    Store::open(Arc::new(RealFs), Arc::new(SystemClock), root, Access::Write).unwrap()
}

fn read_plainly(folder: &Path) -> usize {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            bytes += read_plainly(&path);
        } else if path.extension().is_some_and(|extension| extension == "ron") {
            bytes += std::fs::read(&path).unwrap().len();
        }
    }
    bytes
}

/// The shortest of a few runs, which is the one with the least of everything else in it.
fn fastest<T>(runs: usize, mut work: impl FnMut() -> T) -> Duration {
    let time = |_| {
        let start = Instant::now();
        drop(work());
        start.elapsed()
    };
    (0..runs).map(time).min().unwrap_or_default()
}

fn measure(takes: usize) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("library");
    fill(&root, takes);
    // The first opening makes every file private and warms the cache.
    assert_eq!(open(&root).library.takes().len(), takes);
    let plain = fastest(5, || read_plainly(&root));
    let loaded = fastest(5, || open(&root));
    let Opened { mut store, library, .. } = open(&root);
    let mut rated = library.takes().next().unwrap().clone();
    let saved = fastest(20, || {
        rated.ratings.truncate(1);
        rate(&mut rated);
        store.save_take(&rated).unwrap()
    });
    println!(
        "{takes} takes, {} KiB: open {:.0} ms, read plainly {:.0} ms, ratio {:.1}; save a rating {:.2} ms",
        read_plainly(&root) >> 10,
        loaded.as_secs_f64() * 1e3,
        plain.as_secs_f64() * 1e3,
        loaded.as_secs_f64() / plain.as_secs_f64(),
        saved.as_secs_f64() * 1e3
    );
}

fn main() {
    for takes in [1_000, 10_000, 50_000] {
        measure(takes);
    }
}
