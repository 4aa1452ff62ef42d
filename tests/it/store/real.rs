//! The store on the machine's own disk, where a test can only spot-check.
#![cfg(unix)]
#![expect(clippy::print_stderr, reason = "a test that cannot run here says so")]

use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use starling::domain::story::StoryId;
use starling::domain::take::TakeId;
use starling::store::clock::SystemClock;
use starling::store::fs::Fs as _;
use starling::store::real::RealFs;
use starling::store::snapshot::Reason;
use starling::store::{Access, OpenError, Opened, Store, StoreError};

use super::world::{moment, question, story};

/// Tells a copy of this program what to do instead of testing.
const PART: &str = "STARLING_TEST_PART";
const PLACE: &str = "STARLING_TEST_PLACE";

fn open(root: &Path) -> Result<Opened, OpenError> {
    Store::open(Arc::new(RealFs), Arc::new(SystemClock), root, Access::Write)
}

/// This program again, to play a part.
fn actor(part: &str, place: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "store::real::plays_its_part", "--nocapture"]);
    command.env(PART, part).env(PLACE, place);
    command
}

#[test]
fn plays_its_part() {
    let (Ok(part), Ok(place)) = (std::env::var(PART), std::env::var(PLACE)) else { return };
    let place = PathBuf::from(place);
    match part.as_str() {
        "use" => use_everything(&place),
        "race" => race(&place),
        "be refused" => {
            let refused = open(&place);
            assert!(matches!(refused, Err(OpenError::Io { .. })));
        }
        other => assert_eq!(other, "a part that is known"),
    }
}

fn use_everything(root: &Path) {
    let Opened { mut store, .. } = open(root).unwrap();
    store.save_story(&story("s1", "One")).unwrap();
    store.save_story(&story("s2", "Two")).unwrap();
    store.save_question(&question("q1")).unwrap();
    let place = store.new_recording(None, &TakeId("t1".into()), moment(0));
    drop(RealFs.create_new(&place.unwrap().part).unwrap());
    let snapshot = store.snapshot(Reason::Asked).unwrap();
    let deleted = store.delete_story(&StoryId("s1".into())).unwrap();
    store.restore(&deleted).unwrap();
    store.delete_story(&StoryId("s2".into())).unwrap();
    store.restore_snapshot(&snapshot).unwrap();
}

fn modes_below(folder: &Path, found: &mut Vec<(PathBuf, u32)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let meta = std::fs::symlink_metadata(&path).unwrap();
        found.push((path.clone(), meta.permissions().mode() & 0o777));
        if meta.is_dir() {
            modes_below(&path, found);
        }
    }
}

#[test]
fn everything_is_private_whatever_the_umask() {
    for umask in ["000", "022", "077", "277"] {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("library");
        let program = std::env::current_exe().unwrap();
        let script = format!("umask {umask}; exec \"$0\" --exact store::real::plays_its_part");
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(script).arg(program).env(PART, "use").env(PLACE, &root);
        assert!(shell.output().unwrap().status.success());
        let mut modes = Vec::new();
        modes_below(folder.path(), &mut modes);
        assert!(modes.len() > 20);
        for (path, mode) in modes {
            let wanted = if path.is_dir() { 0o700 } else { 0o600 };
            assert_eq!(mode, wanted, "umask {umask}: {}", path.display());
        }
    }
}

/// Holds the library five hundred times, and would notice anybody else who does.
fn race(root: &Path) {
    let mark = root.join(".in-use");
    let mut held = 0;
    while held < 500 {
        match open(root) {
            Ok(opened) => {
                let file = RealFs.create_new(&mark);
                assert!(file.is_ok(), "two writers at once");
                RealFs.remove_file(&mark).unwrap();
                drop(opened);
                held += 1;
            }
            Err(OpenError::Locked { .. }) => std::thread::yield_now(),
            Err(other) => assert_eq!(other.to_string(), ""),
        }
    }
}

#[test]
fn of_two_processes_exactly_one_writes_a_thousand_times_over() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("library");
    drop(open(&root).unwrap());
    let racers: Vec<_> = (0..2).map(|_| actor("race", &root).spawn().unwrap()).collect();
    for mut racer in racers {
        assert!(racer.wait().unwrap().success());
    }
}

#[test]
fn a_full_disk_is_said_and_costs_nothing_that_was_saved() {
    let folder = tempfile::tempdir().unwrap();
    let mounted =
        Command::new("mount").args(["-t", "tmpfs", "-o", "size=1m", "tmpfs"]).arg(folder.path()).status();
    if !mounted.is_ok_and(|status| status.success()) {
        eprintln!("SKIPPED: a small disk cannot be mounted here, which takes a superuser");
        return;
    }
    let outcome = std::panic::catch_unwind(|| fill(&folder.path().join("library")));
    let _ = Command::new("umount").arg(folder.path()).status();
    outcome.unwrap();
}

fn fill(root: &Path) {
    let Opened { mut store, .. } = open(root).unwrap();
    let mut saved = 0;
    let error = loop {
        let mut long = story(&format!("s{saved}"), "Long");
        long.notes = "word ".repeat(20_000);
        match store.save_story(&long) {
            Ok(_) => saved += 1,
            Err(error) => break error,
        }
        assert!(saved < 100, "the disk never fills");
    };
    assert!(error.to_string().contains("the disk is full"), "{error}");
    drop(store);
    let Opened { mut store, library, .. } = open(root).unwrap();
    assert_eq!(library.stories().len(), saved);
    store.delete_story(&StoryId("s0".into())).unwrap();
    assert!(matches!(store.save_story(&story("s0", "x")), Ok(_) | Err(StoreError::Io { .. })));
}

#[test]
fn a_folder_that_may_not_be_written_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("library");
    drop(open(&root).unwrap());
    for path in [folder.path(), &root] {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o555)).unwrap();
    }
    let outcome = actor("be refused", &root).uid(65_534).gid(65_534).output();
    match outcome {
        Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout)),
        Err(error) => eprintln!("SKIPPED: nobody else can run this program here: {error}"),
    }
    for path in [folder.path(), &root] {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
}
