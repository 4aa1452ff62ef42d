//! What is asked of every reader that meets foreign bytes. The fuzz targets and the normal tests share it.

use std::fmt::Debug;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use starling::domain::preparation::Preparation;
use starling::domain::settings::Preferences;
use starling::domain::story::Story;
use starling::domain::take::Take;
use starling::store::clock::Clock;
use starling::store::document::{self, Document};
use starling::store::fs::Fs;
use starling::store::intent;
use starling::store::rescue::{Places, Whose};
use starling::store::schema::{LibraryHead, QuestionFile, SettingsFile};
use starling::store::sim::SimFs;
use starling::store::{Access, Opened, Store};

/// Documents of every kind: what is read can be saved, and is read again as it was.
pub fn documents(bytes: &[u8]) {
    document_of::<LibraryHead>(bytes);
    document_of::<SettingsFile>(bytes);
    document_of::<Preparation>(bytes);
    document_of::<QuestionFile>(bytes);
    document_of::<Story>(bytes);
    document_of::<Take>(bytes);
    document_of::<Preferences>(bytes);
}

fn document_of<T: Document + PartialEq + Debug>(bytes: &[u8]) {
    drop(document::unknown_fields::<T>(bytes));
    let Ok(read) = document::read::<T>(bytes) else { return };
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let saved = document::write(&read.value, Some(text)).unwrap();
    let again = document::read::<T>(saved.as_bytes()).unwrap();
    assert_eq!((again.value, again.warnings), (read.value, Vec::new()));
}

/// What lies beside a growing recording: whatever is left of it makes a take that can be saved.
pub fn marks(bytes: &[u8]) {
    if let Ok(take) = intent::read(bytes) {
        intent::of(take).unwrap();
    }
}

struct StoppedClock;

impl Clock for StoppedClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(1_795_000_000).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

const ROOT: &str = "/library";
const TAKES: &str = "/library/stories/unfiled/takes";
const STEM: &str = "20261120T134938Z-t1";

fn open(fs: &SimFs) -> Opened {
    let opened = Store::open(Arc::new(fs.clone()), Arc::new(StoppedClock), Path::new(ROOT), Access::Write);
    opened.unwrap_or_else(|error| panic!("the library does not open: {error}"))
}

fn put(fs: &SimFs, path: &Path, bytes: &[u8]) {
    if let Some(folder) = path.parent() {
        starling::store::rescue::prepare(fs, folder).unwrap();
    }
    fs.write_outside(path, bytes).unwrap();
}

/// A recording that was not finished and its notes: the first two bytes say how long the notes are. The sound is a take
/// afterwards, or lies where it lay; opening again changes nothing.
pub fn recovery(bytes: &[u8]) {
    let Some((len, rest)) = bytes.split_first_chunk::<2>() else { return };
    let (notes, part) = rest.split_at(usize::from(u16::from_le_bytes(*len)).min(rest.len()));
    let fs = SimFs::default();
    drop(open(&fs));
    put(&fs, &Path::new(TAKES).join(format!("{STEM}.marks")), notes);
    put(&fs, &Path::new(TAKES).join(format!("{STEM}.wav.part")), part);
    let first = open(&fs);
    let takes = first.library.takes().len();
    let lies_there = fs.meta(&Path::new(TAKES).join(format!("{STEM}.wav.part"))).is_ok();
    let is_silent = !first.warnings.iter().any(|warning| warning.what.contains("removed"));
    assert!(takes == 1 || lies_there || !is_silent, "the recording is gone without a word");
    drop(first);
    let again = open(&fs);
    assert_eq!((again.library.takes().len(), again.recovered.len()), (takes, 0));
}

/// Bytes in place of each file that only the program writes: the library opens, and everything can be asked of it.
pub fn library(bytes: &[u8]) {
    for name in
        ["moves.ron", "trash/x/deleted.ron", "library.ron", "snapshots/20261120T134938Z-asked/settings.ron"]
    {
        let fs = SimFs::default();
        drop(open(&fs));
        put(&fs, &Path::new(ROOT).join("trash/x/thing"), b"words");
        put(&fs, &Path::new(ROOT).join(name), bytes);
        let opened =
            Store::open(Arc::new(fs.clone()), Arc::new(StoppedClock), Path::new(ROOT), Access::Write);
        // Only a library from the future does not open.
        let Ok(Opened { mut store, .. }) = opened else { continue };
        drop(store.trash());
        store.maintain();
        for snapshot in store.snapshots() {
            drop(store.changes_to(&snapshot.id));
        }
        drop(store.bring_home(&Places::default(), &[], Whose::Everybodys));
    }
}
