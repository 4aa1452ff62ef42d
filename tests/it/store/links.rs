//! Links, devices and pipes in a library, and names that lead out of it: whatever is done with the library, what lies
//! outside stays as it is, to the byte, the mode and the moment.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::ffi::CString;
use std::fs::{self, Metadata};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{MetadataExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use rustix::fs::{CWD, FileType, Mode, mknodat};
use starling::store::check::check;
use starling::store::clock::Clock;
use starling::store::fs::Fs;
use starling::store::real::RealFs;
use starling::store::rescue::Places;
use starling::store::snapshot::Reason;
use starling::store::{Access, Opened, Store, relocate};
use tempfile::TempDir;

use super::scenario::Step;
use super::world::{SetClock, add_take, question, story, wav_bytes};

/// What can stand in a place instead of what belongs there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trap {
    ToFolder,
    ToFile,
    ToDevice,
    ToPipe,
    Dangling,
    Loop,
    Pipe,
}

impl Trap {
    const ALL: [Self; 7] =
        [Self::ToFolder, Self::ToFile, Self::ToDevice, Self::ToPipe, Self::Dangling, Self::Loop, Self::Pipe];

    fn set(self, place: &Path, outside: &Path) {
        let to = match self {
            Self::ToFolder => outside.join("folder"),
            Self::ToFile => outside.join("folder/story.ron"),
            Self::ToDevice => PathBuf::from("/dev/null"),
            Self::ToPipe => outside.join("pipe"),
            Self::Dangling => outside.join("nothing"),
            Self::Loop => PathBuf::from(place.file_name().unwrap()),
            Self::Pipe => return make_pipe(place),
        };
        symlink(to, place).unwrap();
    }
}

fn make_pipe(path: &Path) {
    mknodat(CWD, CString::new(path.as_os_str().as_bytes()).unwrap(), FileType::Fifo, Mode::RWXU, 0).unwrap();
}

/// A library of its own and a folder outside it that holds whatever a library could be tempted by.
struct Stage {
    _folder: TempDir,
    root: PathBuf,
    outside: PathBuf,
    clock: Arc<SetClock>,
}

fn new_folder() -> TempDir {
    // Memory is faster than a disk that is synced at every step.
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap()
}

fn put(path: &Path, bytes: &[u8]) {
    fs::DirBuilder::new().recursive(true).create(path.parent().unwrap()).unwrap();
    starling::store::outside::write(&RealFs, path, bytes, true).unwrap();
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
}

impl Stage {
    fn new() -> Self {
        let folder = new_folder();
        let (root, outside) = (folder.path().join("library"), folder.path().join("outside"));
        let stage = Self { _folder: folder, root, outside, clock: SetClock::new() };
        stage.fill_library();
        stage.fill_outside();
        stage
    }

    fn fill_library(&self) {
        let Opened { mut store, .. } = self.open(Access::Write).unwrap();
        store.save_story(&story("s1", "Checkout outage")).unwrap();
        store.save_story(&story("s2", "A hard conversation")).unwrap();
        add_take(&RealFs, &mut store, "t1", Some("s1"), 12);
        add_take(&RealFs, &mut store, "t2", Some("s1"), 15);
        add_take(&RealFs, &mut store, "t3", None, 9);
        store.save_question(&question("q1")).unwrap();
        store.save_questions("Imported", &[question("q2"), question("q3")]).unwrap();
        store.save_settings(&starling::domain::settings::Settings::default()).unwrap();
        store.save_preparation(&starling::domain::preparation::Preparation::default()).unwrap();
        store.snapshot(Reason::Asked).unwrap();
        store.save_story(&story("s8", "Gone")).unwrap();
        store.delete_story(&starling::domain::story::StoryId("s8".into())).unwrap();
    }

    fn fill_outside(&self) {
        let folder = self.outside.join("folder");
        let (story, take) = (self.find("-s1/story.ron"), self.find("-t1.ron"));
        let record = self.find("deleted.ron");
        for (name, bytes) in [
            (".tmp-half", b"words".to_vec()),
            (".tmp-folder/thesis.odt", b"words".to_vec()),
            ("story.ron", fs::read(story).unwrap()),
            ("deleted.ron", fs::read(&record).unwrap()),
            ("old/deleted.ron", fs::read(record).unwrap()),
            ("old/thesis.odt", b"words".to_vec()),
            ("20200101T000000Z-asked/settings.ron", b"()".to_vec()),
            ("20260921T142740Z-t1.ron", fs::read(take).unwrap()),
            ("20260921T142740Z-t1.wav", wav_bytes(12)),
            ("20260921T142740Z-t7.wav", wav_bytes(30)),
            ("20260921T142740Z-t8.wav.part", [wav_bytes(30), vec![0; 77]].concat()),
            ("20260921T142740Z-t8.marks", b"words".to_vec()),
            ("takes/20260921T142740Z-t6.wav.part", [wav_bytes(30), vec![0; 77]].concat()),
            ("takes/song.wav", wav_bytes(30)),
        ] {
            put(&folder.join(name), &bytes);
        }
        make_pipe(&self.outside.join("pipe"));
    }

    fn open(&self, access: Access) -> Result<Opened, starling::store::OpenError> {
        Store::open(Arc::new(RealFs), Arc::<SetClock>::clone(&self.clock), &self.root, access)
    }

    /// The path of which this is a part.
    fn find(&self, part: &str) -> PathBuf {
        let mut all = BTreeMap::new();
        look_below(&self.root, &mut all);
        // What a snapshot holds has the same names.
        let snapshots = self.root.join("snapshots");
        let of_its_own = |path: &PathBuf| !path.starts_with(&snapshots) || path.parent() == Some(&snapshots);
        let found = all.into_keys().filter(of_its_own).find(|path| path.to_string_lossy().contains(part));
        found.unwrap_or_else(|| panic!("nothing is called {part}"))
    }

    /// Everything outside, in every respect but the moment it was last read.
    fn outside(&self) -> BTreeMap<PathBuf, Looks> {
        let mut found = BTreeMap::new();
        look_below(&self.outside, &mut found);
        found
    }

    /// The places where something of a library lies or may lie.
    fn places(&self) -> Vec<PathBuf> {
        let takes = self.find("-s1/takes/");
        let takes = takes.parent().unwrap();
        let snapshot = self.find("-asked");
        let entry = self.find("-story-s8");
        let mut places: Vec<PathBuf> = [
            "trash",
            "snapshots",
            "questions",
            "stories",
            "stories/unfiled",
            "stories/unfiled/takes",
            "stories/elsewhere",
            "library.ron",
            "settings.ron",
            "plan.ron",
            "moves.ron",
            ".lock",
            ".tmp-old",
            ".tmp-going-back",
            "trash/.tmp-old",
            "snapshots/.tmp-old",
        ]
        .map(|name| self.root.join(name))
        .into();
        places.extend([
            takes.to_owned(),
            takes.parent().unwrap().to_owned(),
            takes.join("elsewhere"),
            takes.join("20260921T142740Z-t9.wav.part"),
            takes.join("20260921T142740Z-t9.marks"),
            self.find("-t1.ron"),
            self.find("-t1.wav"),
            self.find("-s1/story.ron"),
            self.find("-q1.ron"),
            snapshot.join("stories"),
            snapshot,
            entry.join("deleted.ron"),
            entry,
        ]);
        places
    }

    fn use_everything(&self) {
        self.use_while(|| {});
    }

    /// Does everything with the library that can be done with it, whatever comes of it and of what happens meanwhile.
    fn use_while(&self, meanwhile: impl FnOnce()) {
        let inside = self.root.with_file_name("moved");
        let fs: Arc<dyn Fs> = Arc::new(RealFs);
        let clock = || -> Arc<dyn Clock> { Arc::<SetClock>::clone(&self.clock) };
        let look = |repair| drop(check(&fs, &clock(), &self.root, &Places::default(), repair));
        look(false);
        drop(self.open(Access::ReadOnly));
        look(true);
        if let Ok(Opened { mut store, library, .. }) = self.open(Access::Write) {
            meanwhile();
            for take in library.takes() {
                drop(Fs::open(&RealFs, &store.take_audio_path(take)));
            }
            for step in Step::ALL {
                drop(step.run(&mut store, &self.clock));
            }
            for snapshot in store.snapshots() {
                drop(store.restore_snapshot(&snapshot.id));
            }
            for entry in store.trash().0 {
                drop(store.restore(&entry.id));
            }
            self.clock.advance_days(40);
            store.maintain();
            self.clock.advance_days(40);
            store.maintain();
            assert!(self.clock.now().as_second() > 0);
        }
        drop(relocate::relocate(&fs, &self.root, &inside, &mut |_| true));
        drop(self.open(Access::Write));
    }

    /// Puts a trap in a place, which loses what it held.
    fn set(&self, trap: Trap, place: &Path) {
        if let Ok(meta) = fs::symlink_metadata(place) {
            let gone = self.root.with_file_name("gone");
            RealFs.rename(place, &gone).unwrap();
            assert!(meta.is_dir() || meta.is_file());
        }
        trap.set(place, &self.outside);
    }
}

/// What is compared of a file or folder.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Looks {
    mode: u32,
    links: u64,
    modified: (i64, i64),
    changed: (i64, i64),
    bytes: Option<Vec<u8>>,
}

fn look_below(folder: &Path, found: &mut BTreeMap<PathBuf, Looks>) {
    let looks = |meta: &Metadata, bytes| Looks {
        mode: meta.mode(),
        links: meta.nlink(),
        modified: (meta.mtime(), meta.mtime_nsec()),
        changed: (meta.ctime(), meta.ctime_nsec()),
        bytes,
    };
    let meta = fs::symlink_metadata(folder).unwrap();
    found.insert(folder.to_owned(), looks(&meta, None));
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let meta = fs::symlink_metadata(&path).unwrap();
        if meta.is_dir() {
            look_below(&path, found);
        } else {
            let bytes = meta.is_file().then(|| fs::read(&path).unwrap());
            found.insert(path.clone(), looks(&meta, bytes));
        }
    }
}

#[test]
fn nothing_that_lies_outside_is_touched_through_a_link() {
    let count = Stage::new().places().len();
    for at in 0..count {
        for (number, trap) in Trap::ALL.into_iter().enumerate() {
            // A link to a folder is what leads furthest; of the others a part stands for all.
            let is_looked_at = trap == Trap::ToFolder || (at + number) % 4 == 0 || crate::is_full_campaign();
            if !is_looked_at {
                continue;
            }
            let stage = Stage::new();
            let place = stage.places().swap_remove(at);
            stage.set(trap, &place);
            let before = stage.outside();
            stage.use_everything();
            assert_eq!(stage.outside(), before, "{trap:?} at {}", place.display());
        }
    }
}

#[test]
fn a_link_that_comes_while_the_library_is_open_is_not_followed_either() {
    for at in 0..Stage::new().places().len() {
        let stage = Stage::new();
        let place = stage.places().swap_remove(at);
        let before = stage.outside();
        stage.use_while(|| stage.set(Trap::ToFolder, &place));
        assert_eq!(stage.outside(), before, "at {}", place.display());
    }
}

#[test]
fn lists_of_moves_and_records_of_the_trash_lead_through_no_link() {
    let stage = Stage::new();
    let before = stage.outside();
    stage.set(Trap::ToFolder, &stage.root.join("stories/elsewhere"));
    let moves = [
        ("stories/elsewhere/takes/song.wav", "stories/stolen.wav"),
        ("stories/elsewhere/old", "trash/old"),
        ("library.ron", "stories/elsewhere/library.ron"),
    ];
    for (from, to) in moves {
        let list = format!("(starling: \"moves\", version: 1, moves: [(from: \"{from}\", to: \"{to}\")])");
        put(&stage.root.join("moves.ron"), list.as_bytes());
        stage.use_everything();
        assert_eq!(stage.outside(), before, "{from} to {to}");
    }
    let stage = Stage::new();
    let before = stage.outside();
    stage.set(Trap::ToFolder, &stage.root.join("stories/elsewhere"));
    let record = "(starling: \"deleted\", version: 1, kind: \"story\", title: \"x\", deleted_at: \
                  \"2026-11-20T13:49:38Z\", things: [(was: \"stories/elsewhere/new\", is: \"x\")])";
    let entry = stage.find("deleted.ron");
    put(&entry, record.as_bytes());
    put(&entry.with_file_name("x"), b"words");
    stage.use_everything();
    assert_eq!(stage.outside(), before);
}

#[test]
fn a_link_is_named_once_and_stays_where_it_is() {
    for trap in [Trap::ToFolder, Trap::ToFile, Trap::Pipe] {
        for name in ["trash", "snapshots", "questions", "stories", "settings.ron", "library.ron", "plan.ron"]
        {
            let stage = Stage::new();
            let place = stage.root.join(name);
            stage.set(trap, &place);
            let opened = stage.open(Access::Write).unwrap();
            let said: Vec<_> = opened.warnings.iter().filter(|warning| warning.path == place).collect();
            assert_eq!(said.len(), 1, "{trap:?} at {name}: {:?}", opened.warnings);
            assert!(!fs::symlink_metadata(&place).unwrap().is_file(), "{trap:?} at {name} was replaced");
        }
    }
}

#[test]
fn the_root_itself_may_be_a_link() {
    let stage = Stage::new();
    let link = stage.root.with_file_name("link");
    symlink(&stage.root, &link).unwrap();
    let opened = Store::open(Arc::new(RealFs), stage.clock.copy(), &link, Access::Write).unwrap();
    assert_eq!((opened.library.takes().len(), opened.warnings.len()), (3, 0), "{:?}", opened.warnings);
    drop(opened);
    // A copy in a folder of the library would be a copy of itself.
    let fs: Arc<dyn Fs> = Arc::new(RealFs);
    let refused = relocate::relocate(&fs, &stage.root, &link.join("stories/copy"), &mut |_| true);
    assert!(matches!(refused, Err(relocate::RelocateError::Inside { .. })), "{refused:?}");
}

/// Each file of a library with a name in one of its fields that leads out of it.
#[test]
fn a_name_that_leads_out_of_the_library_leads_nowhere() {
    let up = "../../../../outside/folder/20260921T142740Z-t7.wav";
    let odd = ["stories/../../outside/folder", "..", ".", "a\\\\..\\\\b", "C:x", "a\\u{0}b", ""];
    for name in odd.into_iter().chain([up, "absolute"]) {
        let stage = Stage::new();
        let before = stage.outside();
        let absolute = stage.outside.join("folder/20260921T142740Z-t7.wav").display().to_string();
        let name = if name == "absolute" { &absolute } else { name };
        let document = stage.find("-t1.ron");
        let text = fs::read_to_string(&document).unwrap();
        let file = text.split("file: \"").nth(1).unwrap().split('"').next().unwrap();
        let edited = text.replacen(&format!("file: \"{file}\""), &format!("file: \"{name}\""), 1);
        assert_ne!(edited, text);
        put(&document, edited.as_bytes());
        let entry = stage.find("deleted.ron");
        let record = format!(
            "(starling: \"deleted\", version: 1, kind: \"story\", title: \"x\", deleted_at: \
             \"2026-11-20T13:49:38Z\", things: [(was: \"{name}\", is: \"{name}\"), (was: \"{name}\", is: \"x\")])"
        );
        put(&entry, record.as_bytes());
        put(&entry.with_file_name("x"), b"words");
        let moves = format!(
            "(starling: \"moves\", version: 1, moves: [(from: \"{name}\", to: \"stories/stolen\"), (from: \
             \"library.ron\", to: \"{name}\")])"
        );
        put(&stage.root.join("moves.ron"), moves.as_bytes());
        stage.use_everything();
        assert_eq!(stage.outside(), before, "{name:?}");
    }
}

#[test]
fn no_command_follows_a_link() {
    for name in ["trash", "snapshots", "questions", "stories", "stories/unfiled/takes"] {
        let stage = Stage::new();
        stage.set(Trap::ToFolder, &stage.root.join(name));
        let before = stage.outside();
        let list = stage.root.with_file_name("list.txt");
        put(&list, b"What would you do differently?\n");
        let to = stage.root.with_file_name("exported");
        let (list, to) = (list.display().to_string(), to.display().to_string());
        for arguments in [
            vec!["check"],
            vec!["check", "--repair"],
            vec!["takes"],
            vec!["questions"],
            vec!["import", &list],
            vec!["export", "all", "--to", &to],
        ] {
            let status = Command::new(env!("CARGO_BIN_EXE_starling"))
                .args(&arguments)
                .arg("--library")
                .arg(&stage.root)
                .env("HOME", stage.root.with_file_name("home"))
                .env("TMPDIR", stage.root.with_file_name("home"))
                .env_remove("XDG_DATA_HOME")
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .unwrap();
            assert_ne!(status.code(), Some(2), "{arguments:?}");
            assert_eq!(stage.outside(), before, "{arguments:?} with a link at {name}");
        }
    }
}
