//! A real disk that fills while somebody speaks: every word is somewhere, and it is said where.
#![cfg(unix)]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use starling::audio::event::AudioEvent;
use starling::audio::scripted::Script;
use starling::audio::writer::Order;
use starling::domain::split::Mark;
use starling::domain::time::Frames;
use starling::store::intent;
use starling::store::real::RealFs;

use crate::audio_rig::{Rig, new_take, ramp_of, samples};
use crate::report;

/// A disk of eight megabytes, which goes with this value.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    /// `None` where no disk can be mounted.
    fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", "size=8m", "tmpfs"]).arg(folder.path()).status();
        if mounted.is_ok_and(|status| status.success()) {
            return Some(Self(folder));
        }
        report("SKIPPED: a small disk cannot be mounted here, which takes a superuser");
        None
    }

    /// Something else takes all the room that is left.
    fn fill(&self) {
        let mut file = tempfile::NamedTempFile::new_in(self.0.path()).unwrap();
        while file.write_all(&[1; 4_096]).is_ok() {}
        file.keep().unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).status();
    }
}

fn record(folder: &Path, second: &Path) -> Rig {
    let mut rig = Rig::new(Arc::new(RealFs), Script::default());
    let new = new_take("take", folder.to_owned(), vec![second.to_owned()]);
    rig.order(Order::Begin { at: Frames::ZERO, new: Box::new(new) });
    rig
}

fn read(path: &PathBuf) -> Vec<i16> {
    samples(&std::fs::read(path).unwrap())
}

#[test]
fn when_room_gets_short_the_take_is_finished_in_time() {
    let Some(disk) = SmallDisk::mount() else { return };
    let second = tempfile::tempdir().unwrap();
    let mut rig = record(disk.0.path(), second.path());
    // Eight megabytes have room for less than a minute and a half.
    rig.hear(48_000 * 60);
    assert!(rig.told.iter().any(|event| matches!(event, AudioEvent::DiskFull { .. })), "{:?}", rig.told);
    let saved = rig.saved().unwrap();
    assert_eq!((saved.path.parent(), saved.elsewhere), (Some(disk.0.path()), false));
    assert_eq!(read(&saved.path), ramp_of(0..saved.frames.0));
    assert!(saved.frames > Frames(48_000 * 10), "{:?}", saved.frames);
}

#[test]
fn when_something_else_fills_the_disk_every_word_is_in_the_second_place() {
    let Some(disk) = SmallDisk::mount() else { return };
    let elsewhere = tempfile::tempdir().unwrap();
    let second = elsewhere.path().join("rescued").join("library");
    let mut rig = record(disk.0.path(), &second);
    let marks = [Mark { at: Frames(4_000), section: 1 }, Mark { at: Frames(90_000), section: 2 }];
    rig.order(Order::SetMarks(marks[..1].to_vec()));
    rig.hear(9_600);
    disk.fill();
    rig.hear(200_000);
    rig.order(Order::SetMarks(marks.to_vec()));
    let saved = rig.finish(209_600).unwrap();
    let place = rig.told.iter().find_map(|event| match event {
        AudioEvent::DiskTrouble(trouble) => trouble.now_in.clone(),
        _ => None,
    });
    assert_eq!(place.as_deref().and_then(Path::parent), Some(second.as_path()), "{:?}", rig.told);
    assert!(saved.elsewhere && saved.path.starts_with(&second));
    assert_eq!(read(&saved.path), ramp_of(0..209_600 + 7_200));
    let beside = intent::read(&std::fs::read(saved.path.with_extension("marks")).unwrap()).unwrap();
    assert_eq!(beside.live_marks, marks, "what it answers and its marks lie beside it");
    for left in ["take.wav.part", "take.marks"] {
        assert!(disk.0.path().join(left).exists(), "{left} stays until the take is home");
    }
}
