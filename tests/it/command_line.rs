//! The built program without a window: tables, JSON, messages and exit statuses.

mod library;

use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use jiff::civil::date;
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use starling::domain::figures::Measure;
use starling::domain::progress::sheet::{Part, Sheet, Wish};
use starling::domain::progress::table::{Cell, Link, Source};
use starling::domain::progress::{Filter, Progress};
use starling::domain::story::Story;
use starling::domain::take::Take;
use starling::store::clock::SystemClock;
use starling::store::document;
use starling::store::fs::Fs;
use starling::store::real::RealFs;
use starling::store::{Access, Store};
use tempfile::TempDir;

use crate::sample;

/// A home with a library of one story and one take of it, from the fixtures.
struct Home {
    folder: TempDir,
}

impl Home {
    fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn with_a_take() -> Self {
        let home = Self::empty();
        let opened =
            Store::open(Arc::new(RealFs), Arc::new(SystemClock), &home.library(), Access::Write).unwrap();
        let mut store = opened.store;
        store.save_story(&fixture::<Story>("story")).unwrap();
        let take = fixture::<Take>("take");
        store.save_take(&take).unwrap();
        write_wav(&store.take_audio_path(&take), &take);
        home
    }

    fn library(&self) -> std::path::PathBuf {
        self.folder.path().join("practice")
    }

    /// Runs the program in this home, without a screen.
    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_starling"))
            .args(arguments)
            .env_clear()
            .env("HOME", self.folder.path())
            .env("TMPDIR", self.folder.path())
            .env("TZ", "UTC")
            .output()
            .unwrap()
    }

    /// Runs the program on the library.
    fn run_here(&self, arguments: &[&str]) -> Output {
        let library = self.library();
        self.run(&[&["--library", library.to_str().unwrap()], arguments].concat())
    }
}

fn fixture<T: document::Document>(name: &str) -> T {
    let path = format!("{}/tests/data/version_1/{name}.ron", env!("CARGO_MANIFEST_DIR"));
    document::read::<T>(&std::fs::read(path).unwrap()).unwrap().value
}

fn write_wav(path: &Path, take: &Take) {
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: take.recording.rate.hz(),
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut wav = hound::WavWriter::create(path, spec).unwrap();
    for _ in 0..take.recording.frames.0 {
        wav.write_sample(0_i16).unwrap();
    }
    wav.finalize().unwrap();
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn printed(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Every file of a folder with its contents, to see that nothing changed.
fn contents(folder: &Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push((path.clone(), std::fs::read(path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn takes_are_listed_with_the_figures_that_follow_from_their_marks() {
    let home = Home::with_a_take();
    let before = contents(&home.library());
    let output = home.run_here(&["takes", "--format", "json"]);
    assert_eq!((output.status.code(), said(&output)), (Some(0), String::new()));
    let section = |name: &str, seconds: f64, target: f64| json!({ "name": name, "seconds": seconds, "share": seconds, "target": target });
    let expected = json!([{
        "id": "20261103T181500Z-77aa",
        "story": "20261102T091500Z-1c20",
        "question": "When did something you shipped fail?",
        "recorded_at": "2026-11-03T18:15:00.25Z",
        "framework": "star",
        "duration_s": 100.0,
        "sections": [
            section("Situation", 15.0, 15.0),
            section("Task", 10.0, 10.0),
            section("Action", 50.0, 50.0),
            section("Result", 25.0, 25.0),
        ],
        "distance": 0.0,
        "rating": 4.0,
    }]);
    let mut told = serde_json::from_str::<Value>(&printed(&output)).unwrap();
    let figures = told[0].as_object_mut().unwrap().remove("figures").unwrap();
    assert_eq!(told, expected);
    for (figure, value) in [
        ("points_off_target", 0.0),
        ("set_up_s", 25.0),
        ("length_s", 100.0),
        ("unmarked_s", 0.0),
        ("rating", 4.0),
    ] {
        assert_eq!(figures[figure], value, "{figure}");
    }
    assert_eq!(contents(&home.library()), before, "listing changes nothing");
}

/// The same numbers to the last digit, wherever a take stands on the progress screen.
#[test]
fn the_figures_of_takes_are_those_of_the_progress_screen() {
    let home = Home::empty();
    let made = sample::library(60, 16);
    let mut store =
        Store::open(Arc::new(RealFs), Arc::new(SystemClock), &home.library(), Access::Write).unwrap().store;
    for story in made.stories() {
        store.save_story(story).unwrap();
    }
    for take in made.takes() {
        store.save_take(take).unwrap();
        let mut short = take.clone();
        short.recording.frames.0 = 10;
        write_wav(&store.take_audio_path(take), &short);
    }
    drop(store);
    let output = home.run_here(&["takes", "--format", "json"]);
    let told: Vec<Value> = serde_json::from_str(&printed(&output)).unwrap();
    assert_eq!(told.len(), 60);

    let opened =
        Store::open(Arc::new(RealFs), Arc::new(SystemClock), &home.library(), Access::ReadOnly).unwrap();
    let library = Arc::new(opened.library);
    let progress = Arc::new(Progress::new(library.takes(), TimeZone::UTC));
    let mut compared = 0;
    let whole = progress.select(&Filter::default(), &library);
    for (group, _) in whole.groups() {
        let wish = Wish {
            part: Part::Story,
            filter: Filter { story: None, ..Filter::default() },
            group: Some(Arc::clone(group)),
            today: date(2026, 11, 20),
        };
        for story in library.stories() {
            let filter = Filter::story(story.id.clone());
            let wish = Wish { filter, ..wish.clone() };
            let sheet = Sheet::work_out(Arc::clone(&progress), Arc::clone(&library), wish);
            compared += compare(&sheet, &told);
        }
    }
    assert!(compared > 300, "{compared}");
}

/// Compares every number of a sheet's tables that the command line tells too, and counts them.
fn compare(sheet: &Sheet, told: &[Value]) -> usize {
    let mut compared = 0;
    let tables = sheet.charts.iter().map(|chart| &chart.table).chain(&sheet.tables);
    for (table, row) in tables.flat_map(|table| table.rows.iter().map(move |row| (table, row))) {
        let Link::Take(_, id) = &row.link else { continue };
        let take = told.iter().find(|take| take["id"] == id.0.as_str()).unwrap();
        for (column, cell) in table.columns.iter().zip(&row.cells) {
            let Some(Source::Take(measure)) = &column.source else { continue };
            let figure = match measure {
                Measure::Length => &take["duration_s"],
                Measure::Distance => &take["distance"],
                Measure::MeanPoints => &take["rating"],
                Measure::Share(section) => &take["sections"][*section]["share"],
                Measure::Secs(section) => &take["sections"][*section]["seconds"],
                Measure::Points(_) => continue,
                alone => &take["figures"][alone.id()],
            };
            match cell {
                Cell::Number(value, _) => {
                    // Through the same digits, because reading them may round by one.
                    let same: Value = serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap();
                    assert_eq!(*figure, same, "{id} {measure:?}");
                }
                _ => assert!(figure.is_null(), "{id} {measure:?}: {figure}"),
            }
            compared += 1;
        }
    }
    compared
}

#[test]
fn people_get_a_table() {
    let home = Home::with_a_take();
    let output = home.run_here(&["takes", "--story", "checkout outage"]);
    let table = printed(&output);
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines.len(), 2, "{table}");
    assert!(lines[0].starts_with("Recorded"), "{table}");
    for cell in
        ["2026-11-03 18:15", "Checkout outage", "1:40", "S 15  T 10  A 50  R 25 %", "0 points", "4.0 of 5"]
    {
        assert!(lines[1].contains(cell), "{cell} in {table}");
    }
}

#[test]
fn takes_can_be_narrowed_and_their_ids_shown() {
    let home = Home::with_a_take();
    let lines = |arguments: &[&str]| {
        let output = home.run_here(&[&["takes"], arguments].concat());
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        printed(&output)
    };
    assert!(lines(&["--ids"]).contains("20261103T181500Z-77aa"));
    assert!(lines(&["--story", "check"]).contains("Checkout outage"), "the beginning of a title is enough");
    assert!(lines(&["--since", "2026-11-03", "--last", "1"]).contains("Checkout outage"));
    assert_eq!(lines(&["--since", "2026-11-04"]), "There are no takes.\n");
    assert_eq!(lines(&["--last", "0"]), "There are no takes.\n");
}

#[test]
fn a_theme_that_no_question_has_is_wrong_usage() {
    let home = Home::empty();
    let output = home.run(&["questions", "--theme", "nope"]);
    assert_eq!((output.status.code(), printed(&output)), (Some(2), String::new()));
    assert!(said(&output).starts_with("starling: No question has the theme \"nope\""), "{}", said(&output));
    assert!(said(&output).contains("conflict"), "{}", said(&output));
    assert_eq!(home.run(&["questions", "--theme", "CONFLICT"]).status.code(), Some(0));
}

/// The same words and numbers as on the screen, because both come from one sheet.
#[test]
fn progress_and_stories_say_what_the_screen_says() {
    let home = Home::with_a_take();
    let stories: Value =
        serde_json::from_str(&printed(&home.run_here(&["stories", "--format", "json"]))).unwrap();
    assert_eq!(stories["schema_version"], 1);
    let story = &stories["stories"][0];
    assert_eq!((&story["title"], &story["takes"]), (&json!("Checkout outage"), &json!(1)));
    assert_eq!((&story["off_target"], &story["last_told"]), (&json!(0.0), &json!("2026-11-03")));
    let table = printed(&home.run_here(&["stories"]));
    assert!(table.contains("Checkout outage") && table.contains("2026-11-03"), "{table}");

    let progress: Value =
        serde_json::from_str(&printed(&home.run_here(&["progress", "--format", "json"]))).unwrap();
    assert_eq!(progress["schema_version"], 1);
    let text = printed(&home.run_here(&["progress"]));
    assert!(text.starts_with(progress["headline"].as_str().unwrap()), "{text}");
    assert!(text.contains(progress["next"]["goal"].as_str().unwrap()), "{text}");
    for figure in progress["figures"].as_array().unwrap() {
        assert!(text.contains(figure["value"].as_str().unwrap()), "{figure} in {text}");
    }
}

#[test]
fn completions_and_the_manual_page_are_printed() {
    let home = Home::empty();
    for arguments in
        [&["completions", "bash"][..], &["completions", "zsh"], &["completions", "fish"], &["man"]]
    {
        let output = home.run(arguments);
        assert_eq!((output.status.code(), said(&output)), (Some(0), String::new()));
        assert!(
            printed(&output).contains("dry-run") || printed(&output).contains("dry\\-run"),
            "{arguments:?}"
        );
    }
}

#[test]
fn a_story_that_is_not_there_is_said() {
    let home = Home::with_a_take();
    let output = home.run_here(&["takes", "--story", "Migration", "--format", "json"]);
    assert_eq!((output.status.code(), printed(&output)), (Some(1), String::new()));
    assert!(said(&output).contains("No story has the title or id \"Migration\""), "{}", said(&output));
}

#[test]
fn a_library_that_is_not_there_is_said() {
    let home = Home::empty();
    for command in ["takes", "check"] {
        let output = home.run_here(&[command]);
        assert_eq!((output.status.code(), printed(&output)), (Some(1), String::new()));
        assert!(said(&output).contains("not there"), "{}", said(&output));
    }
    assert_eq!(contents(home.folder.path()), [], "looking makes nothing");
}

#[test]
fn a_sound_library_passes_the_check() {
    let home = Home::with_a_take();
    let output = home.run_here(&["check"]);
    assert_eq!((output.status.code(), said(&output)), (Some(0), String::new()), "{}", printed(&output));
    assert_eq!(printed(&output), "1 story, 1 take, 0 questions of your own; nothing is broken.\n");
}

#[test]
fn the_check_names_what_is_broken_and_where() {
    let home = Home::with_a_take();
    let all = contents(&home.library());
    let (story, text) = all.iter().find(|(path, _)| path.ends_with("story.ron")).unwrap();
    RealFs.open_for_writing(story).unwrap().truncate(text.len() as u64 / 2).unwrap();

    let output = home.run_here(&["check", "--format=json"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let report: Value = serde_json::from_str(&printed(&output)).unwrap();
    assert_eq!(report["takes"], 1, "{report}");
    let problem = &report["problems"][0];
    assert!(problem["file"].as_str().unwrap().ends_with("story.ron"), "{report}");
    assert!(problem["line"].as_u64().unwrap() > 0, "{report}");

    let table = home.run_here(&["check"]);
    assert_eq!(table.status.code(), Some(1));
    assert!(printed(&table).contains("story.ron, line "), "{}", printed(&table));
}

#[test]
fn wrong_usage_is_a_sentence_with_a_hint() {
    let home = Home::empty();
    for arguments in
        [&["chek"][..], &["--format", "json"], &["takes", "--repair"], &["check", "--format", "xml"]]
    {
        let output = home.run(arguments);
        assert_eq!((output.status.code(), printed(&output)), (Some(2), String::new()), "{arguments:?}");
        assert!(said(&output).ends_with("starling --help\n"), "{}", said(&output));
    }
}

#[test]
fn help_and_version_are_printed() {
    let home = Home::empty();
    let help = home.run(&["--help"]);
    assert_eq!(help.status.code(), Some(0));
    assert!(printed(&help).contains("check") && printed(&help).contains("Exit status"));
    let of_check = home.run(&["help", "check"]);
    assert!(printed(&of_check).contains("--repair"), "{}", printed(&of_check));
    let version = home.run(&["-V"]);
    assert_eq!(printed(&version), format!("starling {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the notes are the user's own, outside the library")]
fn import_keeps_what_is_new_and_says_what_it_left_out() {
    let home = Home::empty();
    let notes = home.folder.path().join("notes.md");
    let broken = home.folder.path().join("broken.pdf");
    std::fs::write(
        &notes,
        "## Conflict\n\n1. Tell me about a quarrel over tabs.\n   - Who won it?\n2. Why us?\n3. why us ?\n",
    )
    .unwrap();
    std::fs::write(&broken, "%PDF-1.7").unwrap();
    let notes = notes.to_str().unwrap();

    let dry = home.run_here(&["import", notes, "--dry-run", "--format", "json"]);
    assert!(dry.status.success(), "{}", said(&dry));
    assert!(!home.library().exists(), "a dry run makes nothing");
    let report: Value = serde_json::from_str(&printed(&dry)).unwrap();
    assert_eq!(
        report["questions"][0],
        json!({"text": "Tell me about a quarrel over tabs.", "follow_ups": ["Who won it?"],
            "category": "Conflict", "file": notes, "line": 3, "lines": [[3, 3], [4, 4]]})
    );
    assert_eq!(report["questions"].as_array().unwrap().len(), 2);
    assert_eq!(report["skipped"][0]["line"], 6);
    assert_eq!(report["unsure"], json!([]));
    let heading =
        json!({"file": notes, "line": 1, "last_line": 1, "text": "Conflict", "why": "a heading or label"});
    assert_eq!(report["skipped"][1], heading);

    let output = home.run_here(&["import", notes, broken.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1), "a file that cannot be read is a failure");
    assert!(
        printed(&output).ends_with("2 questions imported, 0 unsure, 2 left out.\n"),
        "{}",
        printed(&output)
    );
    assert!(said(&output).contains("This is a PDF"), "{}", said(&output));
    let kept =
        Store::open(Arc::new(RealFs), Arc::new(SystemClock), &home.library(), Access::ReadOnly).unwrap();
    assert_eq!(kept.library.own_questions().len(), 2);

    let again = home.run_here(&["import", notes]);
    assert!(
        printed(&again).ends_with("0 questions imported, 0 unsure, 4 left out.\n"),
        "{}",
        printed(&again)
    );
}

#[test]
fn a_list_can_be_handed_over_by_another_program() {
    let home = Home::empty();
    let mut child = Command::new(env!("CARGO_BIN_EXE_starling"))
        .args(["import", "-", "--dry-run", "--format", "json"])
        .env_clear()
        .env("HOME", home.folder.path())
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let list =
        b"1. Tell me about a quarrel over tabs.\n2. When did you last change your mind about a design?\n";
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), list).unwrap();
    let output = child.wait_with_output().unwrap();
    let report: Value = serde_json::from_str(&printed(&output)).unwrap();
    assert_eq!(report["questions"].as_array().unwrap().len(), 2, "{report}");
    assert_eq!(report["questions"][0]["file"], "-");
}

#[test]
fn export_writes_the_take_and_nothing_over_what_is_there() {
    let home = Home::with_a_take();
    let out = home.library().with_file_name("out");
    let to = out.to_str().unwrap();
    let exported = home.run_here(&["export", "all", "--to", to]);
    assert_eq!(exported.status.code(), Some(0), "{}", said(&exported));
    let files = contents(&out);
    assert_eq!(printed(&exported).lines().count(), files.len());
    let endings: Vec<_> =
        files.iter().filter_map(|(path, _)| path.extension()?.to_str().map(str::to_owned)).collect();
    for ending in ["wav", "txt", "TextGrid", "csv"] {
        assert!(endings.iter().any(|found| found == ending), "{ending} is not among {endings:?}");
    }
    let again = home.run_here(&["export", "all", "--to", to]);
    assert_eq!(again.status.code(), Some(1));
    assert!(said(&again).contains("are there already, so nothing was written"), "{}", said(&again));
    assert_eq!(contents(&out), files);
    assert_eq!(home.run_here(&["export", "all", "--to", to, "--replace"]).status.code(), Some(0));
    let missing = home.run_here(&["export", "nobody", "--to", to]);
    assert!(said(&missing).contains("There is no take with the id"), "{}", said(&missing));
}
