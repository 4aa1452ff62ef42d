//! Hours of sound through the ring while the disk stalls: nothing lost, or the loss told to the frame.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use starling::audio::scripted::{Script, ramp};
use starling::domain::time::Frames;
use starling::store::fs::{Fs, Kind, LockOutcome, Meta, ReadFile, SyncFile, WriteFile};

use crate::audio_rig::Rig;
use crate::is_full_campaign;

/// Keeps nothing of what is written, but holds every sample against the ramp.
#[derive(Default)]
struct Checked {
    frames: AtomicU64,
    silent: AtomicU64,
    wrong: AtomicU64,
}

struct CheckFs(Arc<Checked>);

struct CheckFile {
    checked: Option<Arc<Checked>>,
    header_left: usize,
}

impl WriteFile for CheckFile {
    fn append(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some(checked) = &self.checked else { return Ok(bytes.len()) };
        let header = self.header_left.min(bytes.len());
        self.header_left -= header;
        let mut frame = checked.frames.load(Ordering::Relaxed);
        for pair in bytes[header..].chunks_exact(2) {
            match i16::from_le_bytes([pair[0], pair[1]]) {
                0 => checked.silent.fetch_add(1, Ordering::Relaxed),
                sample if sample == ramp(frame) => 0,
                _ => checked.wrong.fetch_add(1, Ordering::Relaxed),
            };
            frame += 1;
        }
        checked.frames.store(frame, Ordering::Relaxed);
        Ok(bytes.len())
    }

    fn write_at(&mut self, _offset: u64, bytes: &[u8]) -> io::Result<usize> {
        Ok(bytes.len())
    }

    fn truncate(&mut self, _len: u64) -> io::Result<()> {
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn syncer(&self) -> io::Result<Arc<dyn SyncFile>> {
        Ok(Arc::new(NothingToSync))
    }
}

struct NothingToSync;

impl SyncFile for NothingToSync {
    fn sync(&self) -> io::Result<()> {
        Ok(())
    }
}

impl Fs for CheckFs {
    fn meta(&self, _path: &Path) -> io::Result<Meta> {
        Err(io::ErrorKind::NotFound.into())
    }

    fn list(&self, _folder: &Path) -> io::Result<Vec<(PathBuf, Kind)>> {
        Ok(Vec::new())
    }

    fn open(&self, _path: &Path) -> io::Result<Box<dyn ReadFile>> {
        Err(io::ErrorKind::NotFound.into())
    }

    fn create_new(&self, path: &Path) -> io::Result<Box<dyn WriteFile>> {
        let is_sound = path.to_string_lossy().ends_with(".wav.part");
        Ok(Box::new(CheckFile { checked: is_sound.then(|| Arc::clone(&self.0)), header_left: 44 }))
    }

    fn open_for_writing(&self, _path: &Path) -> io::Result<Box<dyn WriteFile>> {
        Ok(Box::new(CheckFile { checked: None, header_left: 0 }))
    }

    fn rename(&self, _from: &Path, _to: &Path) -> io::Result<()> {
        Ok(())
    }

    fn hard_link(&self, _from: &Path, _to: &Path) -> io::Result<()> {
        Ok(())
    }

    fn remove_file(&self, _path: &Path) -> io::Result<()> {
        Ok(())
    }

    fn create_folder(&self, _path: &Path) -> io::Result<()> {
        Ok(())
    }

    fn remove_folder(&self, _path: &Path) -> io::Result<()> {
        Ok(())
    }

    fn sync_folder(&self, _path: &Path) -> io::Result<()> {
        Ok(())
    }

    fn make_private(&self, _path: &Path) -> io::Result<()> {
        Ok(())
    }

    fn lock(&self, _path: &Path) -> io::Result<LockOutcome> {
        Ok(LockOutcome::Unsupported)
    }

    fn free_space(&self, _path: &Path) -> io::Result<u64> {
        Ok(u64::MAX)
    }
}

/// Numbers that look like chance and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

#[test]
fn an_hour_with_stalls_of_up_to_eight_seconds_loses_nothing() {
    let hours = if is_full_campaign() { 24 } else { 1 };
    let frames = hours * 3_600 * 48_000;
    let checked = Arc::new(Checked::default());
    let blocks = vec![512, 480, 1, 2_048, 333];
    let mut rig = Rig::new(Arc::new(CheckFs(Arc::clone(&checked))), Script { blocks, ..Script::default() });
    rig.begin(0);
    let mut dice = Dice(1);
    let mut said = 0;
    while said < frames {
        let stall = dice.roll(8 * 48_000) + 1;
        rig.deliver(stall);
        rig.step();
        said += stall;
    }
    let saved = rig.finish(said).unwrap();
    assert_eq!(checked.wrong.load(Ordering::Relaxed), 0);
    assert_eq!(checked.silent.load(Ordering::Relaxed), 0);
    assert_eq!(saved.gaps, []);
    assert_eq!(saved.frames, Frames(said + 7_200));
    assert_eq!(checked.frames.load(Ordering::Relaxed), said + 7_200);
}

#[test]
fn what_a_longer_stall_costs_is_told_to_the_frame() {
    let checked = Arc::new(Checked::default());
    let mut rig = Rig::new(Arc::new(CheckFs(Arc::clone(&checked))), Script::default());
    rig.begin(0);
    let mut dice = Dice(2);
    let mut said = 0;
    for _ in 0..40 {
        let stall = dice.roll(20 * 48_000) + 1;
        rig.deliver(stall);
        rig.step();
        said += stall;
    }
    let saved = rig.finish(said).unwrap();
    let told: u64 = saved.gaps.iter().map(|gap| gap.lasted.0).sum();
    assert!(told > 48_000);
    assert_eq!(told, checked.silent.load(Ordering::Relaxed));
    assert_eq!(checked.wrong.load(Ordering::Relaxed), 0);
}
