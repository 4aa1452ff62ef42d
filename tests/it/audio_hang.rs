//! A disk that takes what is written and does not come to an end of syncing it.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use starling::audio::engine::Recorder;
use starling::audio::event::{AudioEvent, SavedTake};
use starling::audio::scripted::{Pace, Script, Stage};
use starling::audio::sound::Microphone;
use starling::domain::split::Mark;
use starling::domain::time::Frames;
use starling::store::fs::{Fs, Kind, LockOutcome, Meta, ReadFile, SyncFile, WriteFile};
use starling::store::intent;
use starling::store::real::RealFs;

use crate::audio_rig::{new_take, ramp_of, samples};

const LONG: Duration = Duration::from_secs(10);
const POST_ROLL: u64 = 7_200;

/// Whoever syncs waits here until it is opened.
#[derive(Default)]
struct Gate {
    state: Mutex<(bool, usize)>,
    changed: Condvar,
}

impl Gate {
    fn pass(&self) {
        let mut state = self.state.lock().unwrap();
        state.1 += 1;
        drop(self.changed.wait_while(state, |(is_open, _)| !*is_open).unwrap());
    }

    fn waiting(&self) -> usize {
        self.state.lock().unwrap().1
    }

    fn open(&self) {
        self.state.lock().unwrap().0 = true;
        self.changed.notify_all();
    }
}

/// The machine's own file system, but for syncing.
struct HangingFs(Arc<Gate>);

struct HangingFile(Box<dyn WriteFile>, Arc<Gate>);

struct HangingSyncer(Arc<dyn SyncFile>, Arc<Gate>);

impl WriteFile for HangingFile {
    fn append(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.append(bytes)
    }

    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<usize> {
        self.0.write_at(offset, bytes)
    }

    fn truncate(&mut self, len: u64) -> io::Result<()> {
        self.0.truncate(len)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.1.pass();
        self.0.sync()
    }

    fn syncer(&self) -> io::Result<Arc<dyn SyncFile>> {
        Ok(Arc::new(HangingSyncer(self.0.syncer()?, Arc::clone(&self.1))))
    }
}

impl SyncFile for HangingSyncer {
    fn sync(&self) -> io::Result<()> {
        self.1.pass();
        self.0.sync()
    }
}

impl HangingFs {
    fn hang(&self, file: Box<dyn WriteFile>) -> Box<dyn WriteFile> {
        Box::new(HangingFile(file, Arc::clone(&self.0)))
    }
}

impl Fs for HangingFs {
    fn meta(&self, path: &Path) -> io::Result<Meta> {
        RealFs.meta(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<(PathBuf, Kind)>> {
        RealFs.list(folder)
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn ReadFile>> {
        RealFs.open(path)
    }

    fn create_new(&self, path: &Path) -> io::Result<Box<dyn WriteFile>> {
        RealFs.create_new(path).map(|file| self.hang(file))
    }

    fn open_for_writing(&self, path: &Path) -> io::Result<Box<dyn WriteFile>> {
        RealFs.open_for_writing(path).map(|file| self.hang(file))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealFs.rename(from, to)
    }

    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealFs.hard_link(from, to)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        RealFs.remove_file(path)
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        RealFs.create_folder(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        RealFs.remove_folder(path)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.0.pass();
        RealFs.sync_folder(path)
    }

    fn make_private(&self, path: &Path) -> io::Result<()> {
        RealFs.make_private(path)
    }

    fn lock(&self, path: &Path) -> io::Result<LockOutcome> {
        RealFs.lock(path)
    }

    fn free_space(&self, path: &Path) -> io::Result<u64> {
        RealFs.free_space(path)
    }
}

/// Waits until something is there.
fn wait_for<T>(mut look: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    let (_never, ticks) = std::sync::mpsc::channel::<()>();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(began.elapsed() < LONG, "it did not come");
        let _ = ticks.recv_timeout(Duration::from_millis(2));
    }
}

fn saved(recorder: &mut Recorder) -> Option<SavedTake> {
    recorder.poll().into_iter().find_map(|event| match event {
        AudioEvent::TakeSaved(saved) => Some(saved),
        _ => None,
    })
}

#[test]
fn what_is_said_and_marked_while_the_disk_syncs_is_in_the_files_at_once() {
    let (gate, folder) = (Arc::new(Gate::default()), tempfile::tempdir().unwrap());
    let stage = Stage::new(Script { pace: Pace::RealTime { speed: 1.0 }, ..Script::default() });
    let fs = Arc::new(HangingFs(Arc::clone(&gate)));
    let mut recorder = Recorder::start(stage.sound(), fs, Arc::new(|| {})).unwrap();
    recorder.open(Microphone::default(), None);
    let begun = wait_for(|| recorder.heard());
    recorder.begin(begun, new_take("take", folder.path().to_owned(), Vec::new()));

    let (part, beside) = (folder.path().join("take.wav.part"), folder.path().join("take.marks"));
    let mut marks = Vec::new();
    for section in 0..4 {
        wait_for(|| (recorder.heard()?.0 >= begun.0 + 24_000 * (section as u64 + 1)).then_some(()));
        let at = recorder.heard().unwrap().minus(begun);
        marks.push(Mark { at, section });
        recorder.set_marks(&marks);
        wait_for(|| (std::fs::metadata(&part).ok()?.len() >= 44 + 2 * at.0).then_some(()));
        wait_for(|| {
            let noted = intent::read(&std::fs::read(&beside).ok()?).ok()?;
            (noted.live_marks == marks).then_some(())
        });
    }
    assert_eq!(gate.waiting(), 1, "one sync is under way, and nobody else waits");

    let at = recorder.heard().unwrap();
    recorder.finish(at);
    wait_for(|| {
        (std::fs::metadata(&part).ok()?.len() >= 44 + 2 * (at.minus(begun).0 + POST_ROLL)).then_some(())
    });
    assert_eq!(saved(&mut recorder), None, "a take is not saved before it is on the disk");
    gate.open();
    let saved = wait_for(|| saved(&mut recorder));
    assert_eq!(saved.frames, Frames(at.minus(begun).0 + POST_ROLL));
    assert_eq!(saved.marks, marks);
    let bytes = std::fs::read(&saved.path).unwrap();
    assert_eq!(samples(&bytes), ramp_of(begun.0..at.0 + POST_ROLL));
}
