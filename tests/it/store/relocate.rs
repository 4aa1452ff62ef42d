//! Moving a library: the old one is never touched, and the new place is the whole library or none.

use std::path::Path;
use std::sync::Arc;

use starling::store::fs::Fs;
use starling::store::relocate::{Progress, RelocateError, relocate};
use starling::store::sim::{Always, Chooser, Disk, Fault, FaultPlan, Sample, SimFs};
use starling::store::snapshot::Reason;
use starling::store::{Access, OpenError, Opened, Store, Warning};

use super::world::{self, ROOT, SetClock, World};

const NEW: &str = "/new/place";

/// A library with a snapshot and something in the trash.
fn start() -> (Disk, Arc<SetClock>) {
    let clock = SetClock::new();
    let fs = SimFs::on(world::library(&clock));
    let Opened { mut store, .. } = world::open(&fs, &clock);
    store.snapshot(Reason::Asked).unwrap();
    store.delete_question(&starling::domain::question::QuestionId::new("q1")).unwrap();
    drop(store);
    (fs.disk(), clock)
}

fn move_it(fs: &SimFs, go_on: &mut dyn FnMut(Progress) -> bool) -> Result<Vec<Warning>, RelocateError> {
    relocate(&(Arc::new(fs.clone()) as Arc<dyn Fs>), Path::new(ROOT), Path::new(NEW), go_on)
}

fn open(fs: &SimFs, clock: &Arc<SetClock>, root: &str) -> Result<Opened, OpenError> {
    Store::open(Arc::new(fs.clone()), Arc::<SetClock>::clone(clock), Path::new(root), Access::Write)
}

fn world_at(disk: &Disk, clock: &Arc<SetClock>, root: &str) -> Option<World> {
    let fs = SimFs::on(disk.clone());
    open(&fs, clock, root).ok().map(|opened| World::of(&opened, &fs))
}

/// The old library is there, and the new folder is all of it or nothing that opens with anything in it.
fn assert_whole_or_none(disk: &Disk, clock: &Arc<SetClock>, before: &World, what: &str) -> bool {
    let old = world_at(disk, clock, ROOT).unwrap_or_else(|| panic!("{what}: the old library is gone"));
    assert!(old == *before, "{what}: the old library changed\n{}", old.differences(before));
    let Some(new) = world_at(disk, clock, NEW) else { return false };
    let is_empty = new.library.stories().len() == 0 && new.library.takes().len() == 0;
    assert!(is_empty || new == *before, "{what}: half a library opens\n{}", new.differences(before));
    !is_empty
}

fn cut(disk: &Disk, chooser: &mut impl Chooser) -> Disk {
    disk.after_power_cut(chooser).unwrap()
}

#[test]
fn a_library_that_was_moved_is_the_same_there_and_survives_a_power_cut() {
    let (disk, clock) = start();
    let before = world_at(&disk, &clock, ROOT).unwrap();
    let fs = SimFs::on(disk);
    let mut seen = Vec::new();
    let warnings = move_it(&fs, &mut |progress| {
        seen.push(progress);
        true
    });
    assert_eq!(warnings.unwrap(), []);
    assert!(seen.windows(2).all(|pair| pair[0].done_bytes <= pair[1].done_bytes));
    assert!(seen.iter().all(|progress| progress.done_bytes <= progress.all_bytes));
    for choice in [0, 1] {
        assert!(assert_whole_or_none(&cut(&fs.disk(), &mut Always(choice)), &clock, &before, "moved"));
    }
    let copied =
        |path: &Path| path.starts_with(NEW) && path.extension().is_some_and(|ending| ending == "wav");
    let tree = fs.disk().tree();
    assert!(tree.keys().filter(|path| copied(path)).count() > 2, "the snapshot's recordings are there too");
}

#[test]
fn whatever_fails_the_old_library_stays_and_no_half_one_opens() {
    let (disk, clock) = start();
    let before = world_at(&disk, &clock, ROOT).unwrap();
    let counted = SimFs::on(disk.clone());
    counted.fail(None);
    move_it(&counted, &mut |_| true).unwrap();
    for at in 0..counted.calls() {
        for fault in Fault::ALL {
            let fs = SimFs::on(disk.clone());
            fs.fail(Some(FaultPlan { at, fault, lasting: false }));
            let outcome = move_it(&fs, &mut |_| true);
            fs.fail(None);
            let what = format!("call {at}, {fault:?}: {outcome:?}");
            if matches!(fault, Fault::Eintr | Fault::Short) {
                assert!(outcome.is_ok(), "{what}");
            }
            let is_there = assert_whole_or_none(&fs.disk(), &clock, &before, &what);
            assert!(is_there || outcome.is_err(), "{what}");
            if outcome.is_err() && !is_there {
                let again = move_it(&fs, &mut |_| true);
                assert!(again.is_ok(), "{what}, again: {again:?}");
            }
        }
    }
}

#[test]
fn a_power_cut_at_any_moment_leaves_the_old_library_and_no_half_one() {
    let (disk, clock) = start();
    let before = world_at(&disk, &clock, ROOT).unwrap();
    let fs = SimFs::on(disk);
    fs.keep_history();
    move_it(&fs, &mut |_| true).unwrap();
    for (moment, disk) in fs.take_history().into_iter().enumerate() {
        for seed in 0..4 {
            let image = match seed {
                0 | 1 => cut(&disk, &mut Always(seed)),
                _ => cut(&disk, &mut Sample::new((moment * 10 + seed) as u64)),
            };
            assert_whole_or_none(&image, &clock, &before, &format!("after change {moment}, image {seed}"));
        }
    }
}

#[test]
fn a_move_that_is_stopped_leaves_no_trace() {
    let (disk, clock) = start();
    let before = world_at(&disk, &clock, ROOT).unwrap();
    let steps = {
        let mut steps = 0;
        move_it(&SimFs::on(disk.clone()), &mut |_| {
            steps += 1;
            true
        })
        .unwrap();
        steps
    };
    for stop_at in 0..steps {
        let fs = SimFs::on(disk.clone());
        let mut steps = 0;
        let outcome = move_it(&fs, &mut |_| {
            steps += 1;
            steps <= stop_at
        });
        assert!(matches!(outcome, Err(RelocateError::Cancelled)));
        assert!(!assert_whole_or_none(&fs.disk(), &clock, &before, "stopped"));
        assert!(fs.disk().tree().keys().all(|path| !path.starts_with("/new")), "stopped at {stop_at}");
    }
}

#[test]
fn a_folder_in_use_one_inside_the_library_and_a_full_disk_are_refused() {
    let (disk, _) = start();
    let refused = |prepare: &dyn Fn(&SimFs), to: &str| {
        let fs = SimFs::on(disk.clone());
        prepare(&fs);
        let before = fs.disk().tree();
        let error =
            relocate(&(Arc::new(fs.clone()) as Arc<dyn Fs>), Path::new(ROOT), Path::new(to), &mut |_| true)
                .unwrap_err();
        assert_eq!(fs.disk().tree(), before, "{error}");
        error
    };
    let occupied = |fs: &SimFs| {
        fs.create_folder(Path::new("/photos")).unwrap();
        fs.write_outside(Path::new("/photos/cat.jpg"), b"cat").unwrap();
    };
    assert!(matches!(refused(&occupied, "/photos"), RelocateError::Occupied { .. }));
    assert!(matches!(refused(&occupied, "/photos/cat.jpg"), RelocateError::Occupied { .. }));
    assert!(matches!(refused(&|_| {}, "/library/inside"), RelocateError::Inside { .. }));
    assert!(matches!(refused(&|_| {}, "/"), RelocateError::Inside { .. }));
    assert!(matches!(refused(&|_| {}, "somewhere"), RelocateError::NotWhole { .. }));
    assert!(matches!(refused(&|fs| fs.set_free_space(10), NEW), RelocateError::NoRoom { .. }));
}
