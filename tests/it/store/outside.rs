//! What editors, synchronising tools, other versions and careless people do to a library.

use std::path::{Path, PathBuf};

use starling::domain::settings::Settings;
use starling::domain::story::StoryId;
use starling::domain::take::TakeId;
use starling::store::fs::Fs;
use starling::store::sim::SimFs;
use starling::store::{Access, OpenError, Opened, Store, StoreError};

use super::world::{self, ROOT, SetClock, open, story};

fn library() -> (SimFs, std::sync::Arc<SetClock>) {
    let clock = SetClock::new();
    (SimFs::on(world::library(&clock)), clock)
}

fn path(fs: &SimFs, part_of_name: &str) -> PathBuf {
    let found = fs.disk().tree().into_keys().find(|path| path.to_string_lossy().contains(part_of_name));
    found.unwrap()
}

fn bytes(fs: &SimFs, path: &Path) -> Vec<u8> {
    fs.disk().tree()[path].clone().unwrap().to_vec()
}

#[test]
fn an_edit_from_outside_is_kept_and_ours_goes_beside_it() {
    let (fs, clock) = library();
    let Opened { mut store, .. } = open(&fs, &clock);
    let file = path(&fs, "-s1/story.ron");
    let edited = String::from_utf8(bytes(&fs, &file)).unwrap().replace("Checkout outage", "Edited outside");
    fs.write_outside(&file, edited.as_bytes()).unwrap();

    let saved = store.save_story(&story("s1", "Edited inside")).unwrap();
    assert_eq!(saved.warnings.len(), 1);
    store.save_story(&story("s1", "Edited inside twice")).unwrap();
    assert_eq!(bytes(&fs, &file), edited.as_bytes());
    let copies: Vec<_> =
        fs.disk().tree().into_keys().filter(|p| p.to_string_lossy().contains(".conflict-")).collect();
    assert_eq!(copies.len(), 1, "later versions go to the same copy: {copies:?}");
    assert!(String::from_utf8(bytes(&fs, &copies[0])).unwrap().contains("Edited inside twice"));
    drop(store);

    let Opened { library, warnings, .. } = open(&fs, &clock);
    assert_eq!(library.story(&StoryId("s1".into())).unwrap().title, "Edited outside");
    assert!(warnings.iter().any(|warning| warning.path == copies[0]), "the copy is named");
}

#[test]
fn a_broken_file_stays_and_only_it_is_missing() {
    let (fs, clock) = library();
    let file = path(&fs, "-t2.ron");
    fs.write_outside(&file, b"(id: \"t2\", story").unwrap();
    let Opened { library, warnings, .. } = open(&fs, &clock);
    assert_eq!(library.takes().len(), 2);
    assert!(warnings.iter().any(|warning| warning.path == file && warning.line == Some(1)));
    assert_eq!(bytes(&fs, &file), b"(id: \"t2\", story");
}

#[test]
fn broken_settings_are_set_aside_before_new_ones_are_saved() {
    let (fs, clock) = library();
    let file = Path::new(ROOT).join("settings.ron");
    fs.write_outside(&file, b"not RON at all").unwrap();
    let Opened { mut store, .. } = open(&fs, &clock);
    let saved = store.save_settings(&Settings { target_length_secs: 90, ..Settings::default() }).unwrap();
    assert_eq!(saved.warnings.len(), 1);
    assert_eq!(bytes(&fs, &path(&fs, "settings.ron.broken-")), b"not RON at all");
    drop(store);
    assert_eq!(open(&fs, &clock).library.settings.target_length_secs, 90);
}

#[test]
fn a_file_from_the_future_is_left_as_it_is_to_the_byte() {
    let (fs, clock) = library();
    let file = path(&fs, "-s1/story.ron");
    let text = String::from_utf8(bytes(&fs, &file)).unwrap().replace("version: 1", "version: 99");
    fs.write_outside(&file, text.as_bytes()).unwrap();
    let settings = Path::new(ROOT).join("settings.ron");
    let future = "(starling: \"settings\", version: 99, tone: \"calm\")";
    fs.write_outside(&settings, future.as_bytes()).unwrap();
    let Opened { mut store, warnings, .. } = open(&fs, &clock);
    assert!(warnings.iter().any(|warning| warning.path == file && warning.what.contains("newer")));
    assert!(matches!(store.save_settings(&Settings::default()), Err(StoreError::FromTheFuture { .. })));
    assert_eq!((bytes(&fs, &file), bytes(&fs, &settings)), (text.into_bytes(), future.as_bytes().to_vec()));
}

#[test]
fn a_library_from_the_future_opens_only_for_reading() {
    let (fs, clock) = library();
    let head = Path::new(ROOT).join("library.ron");
    let text = String::from_utf8(bytes(&fs, &head)).unwrap().replace("version: 1", "version: 99");
    fs.write_outside(&head, text.as_bytes()).unwrap();
    assert!(matches!(world::try_open(&fs, &clock), Err(OpenError::FromTheFuture { .. })));
    let before = fs.disk().tree();
    let opened =
        Store::open(std::sync::Arc::new(fs.clone()), clock, Path::new(ROOT), Access::ReadOnly).unwrap();
    assert_eq!(opened.library.takes().len(), 3);
    assert_eq!(fs.disk().tree(), before);
}

#[test]
fn copies_and_doubles_are_named_and_not_loaded_twice() {
    let (fs, clock) = library();
    let take = path(&fs, "-t1.ron");
    let copy = |name: &str| take.with_file_name(name);
    let copies = [
        copy("20260921T142740Z-t1.sync-conflict-20261120-134938-ABCDEFG.ron"),
        copy("20260921T142740Z-t1 (Ada's conflicted copy 2026-11-20).ron"),
        copy("20260921T142740Z-t1 2.ron"),
        copy("20260921T142740Z-t1 (1).ron"),
    ];
    for copy in &copies {
        fs.write_outside(copy, &bytes(&fs, &take)).unwrap();
    }
    let Opened { library, warnings, store, .. } = open(&fs, &clock);
    assert_eq!(library.takes().len(), 3);
    for copy in &copies {
        assert!(warnings.iter().any(|warning| warning.path == *copy), "{}", copy.display());
    }
    let t1 = library.take(&TakeId("t1".into())).unwrap();
    assert_eq!(
        store.take_audio_path(t1),
        take.with_extension("wav"),
        "the original is the one that is loaded"
    );
}

#[test]
fn links_are_not_followed_and_rights_are_taken_back() {
    let (fs, clock) = library();
    let link = Path::new(ROOT).join("stories/elsewhere");
    fs.create_link(&link).unwrap();
    let wav = path(&fs, "-t1.wav");
    fs.expose(&wav).unwrap();
    let Opened { warnings, .. } = open(&fs, &clock);
    assert!(warnings.iter().any(|warning| warning.path == link));
    assert!(warnings.iter().any(|warning| warning.what.contains("Others could read 1")));
    assert!(!fs.meta(&wav).unwrap().exposed);
}

#[test]
fn a_second_writer_is_refused_and_a_reader_changes_nothing() {
    let (fs, clock) = library();
    let first = open(&fs, &clock);
    assert!(matches!(world::try_open(&fs, &clock), Err(OpenError::Locked { .. })));
    let before = fs.disk().tree();
    let read = |access| Store::open(std::sync::Arc::new(fs.clone()), clock.copy(), Path::new(ROOT), access);
    let mut reader = read(Access::ReadOnly).unwrap().store;
    assert!(matches!(reader.save_story(&story("s5", "No")), Err(StoreError::ReadOnly)));
    assert_eq!(fs.disk().tree(), before);
    drop(first);
    assert!(read(Access::Write).is_ok());
}

#[test]
fn a_folder_with_other_things_is_no_library() {
    let clock = SetClock::new();
    let fs = SimFs::default();
    fs.create_folder(Path::new(ROOT)).unwrap();
    fs.write_outside(&Path::new(ROOT).join("thesis.odt"), b"words").unwrap();
    assert!(matches!(world::try_open(&fs, &clock), Err(OpenError::NotALibrary { .. })));
    let far = Path::new("/media/stick/library");
    let open = Store::open(std::sync::Arc::new(fs), clock, far, Access::Write);
    assert!(matches!(open, Err(OpenError::Missing { .. })));
}

#[test]
fn a_check_counts_and_names_and_repairs_only_when_asked() {
    let (fs, clock) = library();
    let take = path(&fs, "-t1.wav");
    fs.write_outside(&take, &bytes(&fs, &take)[..60]).unwrap();
    let part = take.with_file_name("20260921T142740Z-t8.wav.part");
    fs.write_outside(&part, &world::wav_bytes(5)).unwrap();
    let before = fs.disk().tree();
    let look = |repair| world::check(&fs, &clock, repair);
    let report = look(false);
    assert_eq!((report.stories, report.takes, report.questions), (2, 3, 3));
    let files: Vec<_> = report.problems.iter().map(|problem| problem.file.clone()).collect();
    assert_eq!(files, [part, take]);
    assert_eq!(fs.disk().tree(), before);
    assert_eq!(look(true).recovered, [TakeId("t8".into())]);
    assert_eq!(look(false).takes, 4);
}

/// What the tools that synchronise folders call the copy of a file `NAME.ron` or a folder `NAME`.
const COPIES: [&str; 14] = [
    "NAME.sync-conflict-20261120-134938-ABCDEFG",
    "NAME (Ada's conflicted copy 2026-11-20)",
    "NAME (Adas in Konflikt stehende Kopie 2026-11-20)",
    "NAME (conflicted copy 2026-11-20 134938)",
    "NAME_conflict-20261120-134938",
    "NAME (SFConflict ada@example.org 2026-11-20-13-49-38)",
    "NAME_DiskStation_Nov-20-134938-2026_Conflict",
    "NAME [conflicted]",
    "NAME.Conflict",
    "NAME (1)",
    "NAME 2",
    "NAME-LAPTOP",
    "NAME - Copy",
    "Copy of NAME",
];

#[test]
fn the_copy_of_no_synchroniser_wins_over_the_original() {
    for copy in COPIES {
        let (fs, clock) = library();
        let take = path(&fs, "-t1.ron");
        let question = path(&fs, "-q1.ron");
        for file in [&take, &question] {
            let stem = file.file_stem().unwrap().to_string_lossy();
            let text = String::from_utf8(bytes(&fs, file)).unwrap();
            let text = text.replace("Question of t1", "A copy").replace("What about q1?", "A copy");
            // Written later than the original.
            fs.write_outside(
                &file.with_file_name(format!("{}.ron", copy.replace("NAME", &stem))),
                text.as_bytes(),
            )
            .unwrap();
        }
        let folder = path(&fs, "-s1/story.ron").parent().unwrap().to_owned();
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let other = folder.with_file_name(copy.replace("NAME", &name));
        fs.create_folder(&other).unwrap();
        let text = String::from_utf8(bytes(&fs, &folder.join("story.ron"))).unwrap();
        fs.write_outside(&other.join("story.ron"), text.replace("Checkout outage", "A copy").as_bytes())
            .unwrap();
        let Opened { library, .. } = open(&fs, &clock);
        assert_eq!(library.story(&StoryId("s1".into())).unwrap().title, "Checkout outage", "{copy}");
        assert_eq!(library.take(&TakeId("t1".into())).unwrap().question.text, "Question of t1", "{copy}");
        let own = library.own_questions().find(|question| question.id.0 == "q1").unwrap();
        assert_eq!(own.text, "What about q1?", "{copy}");
    }
}
