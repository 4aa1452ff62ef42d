//! Questions brought in and handed out through the window: by path, paste and drop, looked through, added, taken
//! back.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::{DroppedFile, Event, Key, Modifiers, Vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use starling::app::disk::Disk;
use starling::app::{App, Machine};
use starling::domain::library::Library;
use starling::domain::question::Source;
use starling::store::real::RealFs;
use starling::store::rescue::Places;
use starling::ui::model::Saving;

use crate::support::memory::Memory;
use crate::support::window::{Window, clipped, key, nameless, open, tab_to, until, write};

const SIZE: Vec2 = Vec2::new(1_180.0, 800.0);
/// Questions of the bank.
const BUILT_IN: usize = 275;

const NONE: Modifiers = Modifiers::NONE;
const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..Modifiers::COMMAND };

const NOTES: &str = "# The zoo\n\n\
    1. Why do you want to work at this zoo?\n   - And why not at the aquarium?\n\
    2. Tell me about a time the walrus surprised you.\n\
    3. Describe a day on which the aviary stayed empty.\n\n\
    # Again\n\n\
    1. Why do you want to work at this zoo?\n";

/// A folder for one test.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn file(&self, name: &str, text: &[u8]) -> PathBuf {
        let path = self.path(name);
        starling::store::outside::write(&RealFs, &path, text, false).unwrap();
        path
    }
}

/// The page for importing.
fn page(memory: &Memory) -> Window {
    let mut window = open(memory, SIZE);
    key(&mut window, CTRL_SHIFT, Key::I);
    window.get_by_label("File to import");
    window
}

fn type_path(window: &mut Window, path: &str) {
    window.get_by_label("File to import").focus();
    window.run_steps(2);
    key(window, Modifiers::COMMAND, Key::A);
    write(window, path);
    key(window, NONE, Key::Enter);
}

fn read(window: &mut Window) {
    until(window, "the lists are read", |app| {
        let import = &app.model().import;
        !import.is_busy() && (import.has_preview() || !import.refused.is_empty())
    });
    window.run_steps(3);
}

fn import_path(window: &mut Window, path: &str) {
    type_path(window, path);
    read(window);
}

fn kept(memory: &Memory) -> Vec<String> {
    memory.0.lock().unwrap().library.own_questions().map(|question| question.text.clone()).collect()
}

fn until_kept(window: &mut Window, memory: &Memory, count: usize) {
    let memory = memory.clone();
    until(window, &format!("{count} questions are kept"), move |app| {
        app.model().saving == Saving::Saved && kept(&memory).len() == count
    });
    window.run_steps(3);
}

fn texts(window: &Window) -> Vec<String> {
    let nodes = window.root().children_recursive();
    nodes.flat_map(|node| [node.accesskit_node().label(), node.accesskit_node().value()]).flatten().collect()
}

fn see(window: &Window, part: &str) {
    let all = texts(window);
    assert!(all.iter().any(|text| text.contains(part)), "{part} is not among {all:#?}");
}

#[test]
fn what_is_in_doubt_is_taken_one_by_one_or_a_list_at_a_time() {
    let folder = Folder::new();
    let text = "# Вопросы\n\n- Расскажите о себе\n- Опишите трудный день\n- Назовите сильную сторону\n";
    let notes = folder.file("doubt.md", text.as_bytes());
    let memory = Memory::default();
    let mut window = page(&memory);
    import_path(&mut window, &notes.display().to_string());
    see(&window, "Questions 0");
    window.get_by_label("Unsure 3").click();
    window.run_steps(3);
    see(&window, "Расскажите о себе");

    window.get_by_label_contains("Опишите трудный день").focus();
    window.run_steps(2);
    key(&mut window, NONE, Key::Space);
    window.get_by_label("Add 1 question");

    window.get_by_label("All 3 of this list").focus();
    window.run_steps(2);
    key(&mut window, NONE, Key::Space);
    window.get_by_label("Add 3 questions").click();
    window.run_steps(2);
    until_kept(&mut window, &memory, 3);
}

#[test]
fn a_file_is_looked_through_added_taken_back_and_added_again() {
    let folder = Folder::new();
    let notes = folder.file("notes.md", NOTES.as_bytes());
    let memory = Memory::default();
    let mut window = page(&memory);
    import_path(&mut window, &notes.display().to_string());

    see(&window, "Why do you want to work at this zoo?, The zoo  ·  notes.md, line 3  ·  1 follow-up");
    see(&window, "And why not at the aquarium?");
    see(&window, "Like notes.md, line 3");
    see(&window, "3 of 4 ticked, from 1 file");
    assert!(kept(&memory).is_empty(), "a preview saves nothing");

    window.get_by_label_contains("Tell me about a time the walrus").click();
    window.run_steps(3);
    window.get_by_label("Add 2 questions").click();
    window.run_steps(2);
    until_kept(&mut window, &memory, 2);
    let catalogue = |app: &App, count: usize| app.model().catalogue.questions().len() == BUILT_IN + count;
    assert!(catalogue(window.state(), 2));
    {
        let library = &memory.0.lock().unwrap().library;
        let first = library.own_questions().next().unwrap();
        assert_eq!(first.text, "Why do you want to work at this zoo?");
        assert_eq!(first.follow_ups[0].text, "And why not at the aquarium?");
        assert_eq!(first.source, Source::Imported(notes.display().to_string()));
    }

    assert_eq!(window.state().model().undo.as_deref(), Some("Import of 2 questions"));
    key(&mut window, Modifiers::COMMAND, Key::Z);
    until_kept(&mut window, &memory, 0);
    assert!(catalogue(window.state(), 0));
    let trash: Vec<String> = memory.0.lock().unwrap().trash.keys().cloned().collect();
    assert_eq!(trash, ["2 questions from notes.md"]);

    key(&mut window, CTRL_SHIFT, Key::Z);
    until_kept(&mut window, &memory, 2);
    assert!(catalogue(window.state(), 2));
    drop(window);

    let mut window = open(&memory, SIZE);
    key(&mut window, Modifiers::COMMAND, Key::Num2);
    key(&mut window, NONE, Key::Slash);
    write(&mut window, "aviary");
    see(&window, "Describe a day on which the aviary stayed empty.");
}

#[test]
fn pasted_text_is_read_like_a_file_and_what_is_known_is_not_doubled() {
    let memory = Memory::default();
    let mut window = page(&memory);
    window.event(Event::Paste(NOTES.to_owned()));
    window.run_steps(2);
    read(&mut window);
    see(&window, "pasted text, line 3");
    key(&mut window, Modifiers::COMMAND, Key::Enter);
    until_kept(&mut window, &memory, 3);

    key(&mut window, CTRL_SHIFT, Key::I);
    window.event(Event::Paste(format!("{NOTES}\n2. What does the keeper do when nobody looks?\n")));
    window.run_steps(2);
    read(&mut window);
    see(&window, "1 of 5 ticked");
    see(&window, "You have this: Why do you want to work at this zoo?");
    key(&mut window, Modifiers::COMMAND, Key::Enter);
    until_kept(&mut window, &memory, 4);
}

#[test]
fn pasted_names_of_files_are_opened() {
    let folder = Folder::new();
    let first = folder.file("first notes.md", NOTES.as_bytes());
    let second = folder.file("second.txt", b"What does the keeper do when nobody looks?\n");
    let mut window = page(&Memory::default());
    let address = first.display().to_string().replace(' ', "%20");
    window.event(Event::Paste(format!("file://{address}\n{}\n", second.display())));
    window.run_steps(2);
    read(&mut window);
    see(&window, "4 of 5 ticked, from 2 files");
}

#[derive(Debug)]
struct Fallen(PathBuf);

impl DroppedFile for Fallen {
    fn path(&self) -> &std::path::Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        Err("the program reads the file itself".to_owned())
    }
}

#[test]
fn files_that_fall_on_the_window_are_read_together_and_once() {
    let folder = Folder::new();
    let files = [
        folder.file("notes.md", NOTES.as_bytes()),
        folder.file("more.csv", b"question\nWhat does the keeper do when nobody looks?\n"),
        folder.file("picture.md", b"\x89PNG and what follows"),
    ];
    let mut window = open(&Memory::default(), SIZE);
    for file in files {
        window.input_mut().dropped_files.push(Arc::new(Fallen(file)));
    }
    window.run_steps(2);
    read(&mut window);
    see(&window, "4 of 5 ticked, from 2 files");
    see(&window, "This is a picture, not text; save it as Markdown, plain text or CSV and import that.");
}

#[test]
fn what_cannot_be_read_is_told_in_a_sentence() {
    let folder = Folder::new();
    let empty = folder.file("empty.md", b"");
    let prose = folder.file("prose.md", b"Nothing in here asks anything of anybody.\n");
    let mut window = page(&Memory::default());
    import_path(&mut window, &folder.path("nowhere.md").display().to_string());
    see(&window, "There is no file of this name. See whether it is spelt right.");
    let typed = window.get_by_label("File to import").accesskit_node().value().unwrap_or_default();
    assert!(typed.ends_with("nowhere.md"), "what was typed is there to be mended, and not {typed:?}");
    import_path(&mut window, &folder.0.path().display().to_string());
    see(&window, "This is a folder. Choose the files in it.");
    import_path(&mut window, &empty.display().to_string());
    see(&window, "The file is empty.");
    import_path(&mut window, &prose.display().to_string());
    see(&window, "No question was found.");
    assert_eq!(nameless(&window), [""; 0]);
}

#[test]
fn reading_is_stopped_and_leaves_what_was_read_before() {
    let folder = Folder::new();
    let notes = folder.file("notes.md", NOTES.as_bytes());
    let endless = "1. Why do you want to work at this zoo on that day?\n".repeat(400_000);
    let large = folder.file("large.md", endless.as_bytes());
    let mut window = page(&Memory::default());
    import_path(&mut window, &notes.display().to_string());
    type_path(&mut window, &large.display().to_string());
    window.get_by_label("Reading large.md");
    window.get_by_label("Stop").click();
    window.run_steps(2);
    read(&mut window);
    see(&window, "3 of 4 ticked, from 1 file");
    see(&window, "Reading was stopped");
}

#[test]
fn ticks_are_set_one_by_one_and_all_at_once_from_the_keyboard() {
    let mut window = page(&Memory::default());
    window.event(Event::Paste(NOTES.to_owned()));
    window.run_steps(2);
    read(&mut window);
    tab_to(&mut window, "Tell me about a time the walrus surprised you., The zoo  ·  pasted text, line 5");
    key(&mut window, NONE, Key::Space);
    see(&window, "2 of 4 ticked");
    key(&mut window, CTRL_SHIFT, Key::A);
    see(&window, "0 of 4 ticked");
    key(&mut window, Modifiers::COMMAND, Key::A);
    see(&window, "4 of 4 ticked");
    key(&mut window, NONE, Key::Escape);
    window.get_by_label("Search the questions");
}

#[test]
fn a_full_disk_is_told_and_the_rest_can_be_tried_again() {
    let memory = Memory::default();
    memory.0.lock().unwrap().room_for_questions = Some(1);
    let mut window = page(&memory);
    window.event(Event::Paste(NOTES.to_owned()));
    window.run_steps(2);
    read(&mut window);
    key(&mut window, Modifiers::COMMAND, Key::Enter);
    until(&mut window, "it is told", |app| app.model().import.unsaved.is_some());
    window.run_steps(3);
    see(&window, "2 questions were not added");
    see(&window, "the disk is full");
    assert_eq!(window.state().model().library.own_questions().len(), 1, "only what is on the disk is shown");
    memory.0.lock().unwrap().room_for_questions = None;
    window.get_by_label("Try again").click();
    window.run_steps(2);
    until_kept(&mut window, &memory, 3);
}

fn on_disk(library: PathBuf) -> Window {
    let services = move || {
        let memory = Memory::default().machine();
        let place = Disk {
            fs: Arc::new(RealFs),
            clock: Arc::clone(&memory.clock),
            preferences: None,
            second_places: Places::default(),
        };
        Machine { place: Box::new(place), library: library.clone(), ..memory }
    };
    let mut window = egui_kittest::Harness::builder()
        .with_size(SIZE)
        .build_eframe(move |cc| App::new(&cc.egui_ctx, services()).unwrap());
    until(&mut window, "the library is read", |app| app.model().is_writable());
    window.run_steps(3);
    window
}

fn own(app: &App) -> Library {
    let mut own = Library::default();
    for question in app.model().library.own_questions_shared() {
        own.put_own_question(Arc::clone(question));
    }
    own
}

#[test]
fn an_import_on_disk_survives_undo_redo_and_a_restart() {
    let folder = Folder::new();
    let library = folder.path("library");
    let mut notes = String::new();
    for number in 0..2_300 {
        let _ = writeln!(notes, "- Why is gate number {number} of zoo{number} closed?");
    }
    let path = folder.file("notes.md", notes.as_bytes());
    let mut window = on_disk(library.clone());
    key(&mut window, CTRL_SHIFT, Key::I);
    import_path(&mut window, &path.display().to_string());
    key(&mut window, Modifiers::COMMAND, Key::Enter);
    let saved = |app: &App, count: usize| {
        let model = app.model();
        model.saving == Saving::Saved
            && model.library.own_questions().len() == count
            && model.catalogue.questions().len() == BUILT_IN + count
    };
    until(&mut window, "they are added", |app| saved(app, 2_300));
    let added = own(window.state());
    let snapshots = || {
        let names = std::fs::read_dir(library.join("snapshots")).unwrap();
        names.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect::<Vec<_>>()
    };
    assert!(snapshots().iter().any(|name| name.ends_with("import")), "{:?}", snapshots());
    let files = || std::fs::read_dir(library.join("questions")).unwrap().count();
    assert_eq!(files(), 3);

    key(&mut window, Modifiers::COMMAND, Key::Z);
    until(&mut window, "they are taken back", |app| saved(app, 0));
    until(&mut window, "they are in the trash", |app| !app.model().trash.is_empty());
    assert_eq!(files(), 0);
    key(&mut window, CTRL_SHIFT, Key::Z);
    until(&mut window, "they are back", |app| saved(app, 2_300));
    assert_eq!(own(window.state()), added);
    eframe::App::on_exit(window.state_mut(), None);
    drop(window);

    let mut window = on_disk(library);
    until(&mut window, "they are found", |app| saved(app, 2_300));
    assert_eq!(own(window.state()), added);
}

/// What every form keeps of a question: words, category, themes, follow-ups, what is probed.
type Bare = (String, String, Vec<String>, Vec<String>, Vec<String>);

fn bare(memory: &Memory) -> Vec<Bare> {
    let library = &memory.0.lock().unwrap().library;
    library
        .own_questions()
        .map(|own| {
            let follow_ups = own.follow_ups.iter().map(|follow_up| follow_up.text.clone()).collect();
            (own.text.clone(), own.category.clone(), own.themes.clone(), follow_ups, own.probes.clone())
        })
        .collect()
}

#[test]
fn what_the_list_shows_is_exported_and_imports_back_unchanged() {
    let folder = Folder::new();
    let memory = Memory::default();
    let mut window = page(&memory);
    window.event(Event::Paste(NOTES.to_owned()));
    window.run_steps(2);
    read(&mut window);
    key(&mut window, Modifiers::COMMAND, Key::Enter);
    until_kept(&mut window, &memory, 3);

    for (form, name) in [("Markdown", "out.md"), ("CSV", "out.csv"), ("RON", "out.ron")] {
        let target = folder.path(name);
        key(&mut window, CTRL_SHIFT, Key::E);
        window.get_by_label("Which questions: My own: 3").click();
        window.get_by_label(&format!("Form: {form}")).click();
        window.run_steps(3);
        for replaces in [false, true] {
            if replaces {
                key(&mut window, CTRL_SHIFT, Key::E);
            }
            window.get_by_label("File to write").focus();
            window.run_steps(2);
            key(&mut window, Modifiers::COMMAND, Key::A);
            write(&mut window, &target.display().to_string());
            window.get_by_label("Export 3 questions").click();
            window.run_steps(2);
            if replaces {
                until(&mut window, "it asks", |app| {
                    matches!(app.model().import.export, starling::ui::model::import::ExportState::IsThere(_))
                });
                window.run_steps(3);
                window.get_by_label("Replace the file").click();
                window.run_steps(2);
            }
            until(&mut window, "it is written", |app| {
                app.model().import.export == starling::ui::model::import::ExportState::Waiting
            });
            window.run_steps(3);
            window.get_by_label("Search the questions");
        }

        let other = Memory::default();
        let mut again = page(&other);
        import_path(&mut again, &target.display().to_string());
        key(&mut again, Modifiers::COMMAND, Key::Enter);
        until_kept(&mut again, &other, 3);
        assert_eq!(bare(&other), bare(&memory), "{form}");
    }
}

#[test]
fn a_question_is_practised_from_its_page() {
    let mut window = open(&Memory::default(), SIZE);
    key(&mut window, Modifiers::COMMAND, Key::Num2);
    let first = Arc::clone(&window.state().model().catalogue.questions()[0]);
    window.get_by_label_contains(&first.text).click();
    window.run_steps(3);
    window.get_by_label("Practise");
    key(&mut window, NONE, Key::P);
    assert!(window.query_by_label("What comes next").is_none(), "the page of the question is left");
}

#[test]
fn the_pages_fit_small_windows_and_every_control_has_a_name() {
    for width in [640.0, 900.0, 1_600.0] {
        let mut window = open(&Memory::default(), Vec2::new(width, 600.0));
        key(&mut window, CTRL_SHIFT, Key::I);
        assert_eq!(nameless(&window), [""; 0]);
        assert_eq!(clipped(&window, width), [""; 0]);
        window.event(Event::Paste(NOTES.to_owned()));
        window.run_steps(2);
        read(&mut window);
        assert_eq!(nameless(&window), [""; 0]);
        assert_eq!(clipped(&window, width), [""; 0]);
        key(&mut window, NONE, Key::Escape);
        key(&mut window, CTRL_SHIFT, Key::E);
        window.get_by_label("File to write");
        assert_eq!(nameless(&window), [""; 0]);
        assert_eq!(clipped(&window, width), [""; 0]);
    }
}
