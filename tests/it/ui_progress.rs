//! The progress screen: its words, its points from the keyboard, its receipts, its filters, and what is saved.

use std::path::Path;
use std::sync::Arc;

use eframe::egui::accesskit::{Role, Toggled};
use eframe::egui::{Key, Modifiers, Vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use jiff::Timestamp;
use roxmltree::Document;
use starling::app::progress::export::{Ending, Gauge, Task, run};
use starling::domain::library::Library;
use starling::domain::progress::chart::{Chart, Marks};
use starling::domain::progress::sheet::Sheet;
use starling::domain::progress::table::Cell;
use starling::store::real::RealFs;
use starling::ui::command::{Export, Save};

use crate::sample;
use crate::support::memory::{Memory, now};
use crate::support::window::{Window, clipped, focused_name, key, nameless, open, tab_to, until, write};

const SIZE: Vec2 = Vec2::new(1_180.0, 800.0);
const NONE: Modifiers = Modifiers::NONE;
const LINES: &str = "Off target, set-up and length";

fn progress(library: Library, size: Vec2) -> Window {
    let memory = Memory::default();
    let has_takes = library.takes().len() > 0;
    memory.0.lock().unwrap().library = up_to_now(library);
    let mut window = open(&memory, size);
    key(&mut window, Modifiers::COMMAND, Key::Num5);
    if has_takes {
        settle(&mut window);
    }
    window
}

/// The same takes, moved to the weeks before the day on which the tests take place.
fn up_to_now(mut library: Library) -> Library {
    let late = sample::NOW.parse::<Timestamp>().unwrap().duration_since(now());
    for mut take in library.takes().cloned().collect::<Vec<_>>() {
        take.recorded_at -= late;
        library.put_take(take);
    }
    library
}

/// Waits for the figures that were last asked for.
fn settle(window: &mut Window) {
    window.run_steps(2);
    until(window, "the figures are there", |app| {
        app.model().figures.sheet.is_some() && !app.model().figures.under_way
    });
    window.run_steps(3);
}

fn press(window: &mut Window, name: &str) {
    window.get_by_label(name).click_accesskit();
    window.run_steps(3);
}

fn part(window: &mut Window, name: &str) {
    press(window, name);
    settle(window);
}

fn sheet(window: &Window) -> Arc<Sheet> {
    Arc::clone(window.state().model().figures.sheet.as_ref().unwrap())
}

fn chart(window: &Window, id: &str) -> Arc<Chart> {
    Arc::clone(sheet(window).charts.iter().find(|chart| chart.id == id).unwrap())
}

/// What the chart of this name says of the mark that is chosen.
fn value(window: &Window, name: &str) -> String {
    window.get_by_role_and_label(Role::Figure, name).accesskit_node().value().unwrap_or_default()
}

/// Whether this stands anywhere in the window.
fn says(window: &Window, text: &str) -> bool {
    window.query_all_by_label_contains(text).next().is_some()
}

fn is_here(window: &Window, screen: &str) -> bool {
    let node = window.get_by_role_and_label(Role::Tab, screen);
    node.accesskit_node().toggled() == Some(Toggled::True)
}

#[test]
fn a_library_without_takes_says_what_to_do_next() {
    let mut window = progress(Library::default(), SIZE);
    window.get_by_label("No takes yet");
    press(&mut window, "Record a take");
    assert!(is_here(&window, "Practice"));
}

#[test]
fn two_takes_are_shown_and_nothing_is_claimed_of_them() {
    let window = progress(sample::one_story(2, 3), SIZE);
    window.get_by_label_contains("After 3 more takes");
    window.get_by_role_and_label(Role::Figure, LINES);
    assert!(window.query_all_by_label_contains("Over 2 takes").next().is_none());
    assert!(window.query_all_by_label_contains("3 more takes for a trend").next().is_some());
}

#[test]
fn points_are_reached_with_keys_and_lead_to_their_takes() {
    let mut window = progress(sample::one_story(40, 4), SIZE);
    tab_to(&mut window, LINES);
    key(&mut window, NONE, Key::ArrowLeft);
    let rows = chart(&window, "overview").table.rows.len();
    let table = Arc::clone(&chart(&window, "overview").table);
    assert_eq!(value(&window, LINES), format!("Off target (points): {}", table.say(rows - 2)));
    key(&mut window, NONE, Key::ArrowDown);
    assert_eq!(value(&window, LINES), format!("Set-up: {}", table.say(rows - 2)));
    key(&mut window, NONE, Key::Home);
    assert_eq!(value(&window, LINES), format!("Set-up: {}", table.say(0)));
    assert_eq!(focused_name(&window).as_deref(), Some(LINES), "the arrows stay in the chart");
    key(&mut window, NONE, Key::Space);
    assert!(says(&window, "frames at"));
    key(&mut window, NONE, Key::Escape);
    tab_to(&mut window, LINES);
    key(&mut window, NONE, Key::Enter);
    assert!(is_here(&window, "Takes"));
}

#[test]
fn a_table_twin_holds_the_numbers_of_its_picture_and_each_opens_its_receipt() {
    // Tall enough for every row, because only those in sight are made.
    let mut window = progress(sample::one_story(12, 5), Vec2::new(1_180.0, 1_600.0));
    let overview = chart(&window, "overview");
    press(&mut window, &format!("Show {LINES} as a table"));
    assert!(window.query_by_role_and_label(Role::Figure, LINES).is_none());
    let mut compared = 0;
    for panel in &overview.panels {
        let measure = &panel.series.as_ref().unwrap().measure;
        for dot in panel.marks.iter().flat_map(|marks| match marks {
            Marks::Dots { dots, .. } => dots.as_slice(),
            _ => &[],
        }) {
            let said = format!("{} {}", measure.plain_name(), measure.unit().say(dot.y));
            assert!(window.query_all_by_label(&said).next().is_some(), "{said}");
            let exact =
                |cell: &Cell| matches!(cell, Cell::Number(value, _) if value.to_bits() == dot.y.to_bits());
            assert!(overview.table.rows[dot.row].cells.iter().any(exact));
            compared += 1;
        }
    }
    assert!(compared >= 30, "{compared}");
    let first = format!("Length {}", overview.table.rows[0].cells[4].text());
    window.query_all_by_label(&first).next().unwrap().click_accesskit();
    window.run_steps(3);
    window.get_by_label_contains("frames at");
    press(&mut window, "Close");
    press(&mut window, &format!("Show {LINES} as a picture"));
    window.get_by_role_and_label(Role::Figure, LINES);
}

#[test]
fn what_is_said_has_receipts_too() {
    let mut window = progress(sample::one_story(40, 6), SIZE);
    press(&mut window, "Where Off target comes from");
    assert!(says(&window, "Median of") && says(&window, "Theil and Sen"));
    press(&mut window, "Close");
    press(&mut window, "Where Takes by day comes from");
    window.get_by_label_contains("One for each of 40 takes");
}

#[test]
fn filters_leave_takes_out_and_say_so() {
    let mut window = progress(sample::library(200, 7), SIZE);
    let all = sheet(&window).takes;
    press(&mut window, "More filters");
    press(&mut window, "Warm-ups");
    press(&mut window, "Warm-ups only");
    settle(&mut window);
    let warm_ups = sheet(&window).takes;
    assert!(warm_ups > 0 && warm_ups < all);
    window.get_by_label_contains("left out by the filters");
    press(&mut window, "Period");
    press(&mut window, "Last 30 days");
    settle(&mut window);
    let recent = sheet(&window).takes;
    assert!(recent < warm_ups);
    press(&mut window, "Kind of take");
    press(&mut window, "Sections told again");
    settle(&mut window);
    if sheet(&window).takes == 0 {
        window.get_by_label("No take fits");
    }
    window.query_all_by_label("Show every take").next().unwrap().click_accesskit();
    settle(&mut window);
    assert_eq!(sheet(&window).takes, all);
}

#[test]
fn every_part_says_what_it_is_about() {
    let mut window = progress(sample::library(300, 8), SIZE);
    window.get_by_label_contains("counted apart, because framework, targets, length or kind differ");
    for figure in ["Takes by day", "How your answers divide", LINES] {
        window.get_by_role_and_label(Role::Figure, figure);
    }
    part(&mut window, "One story");
    let story = sheet(&window).story.clone().unwrap();
    let title = window.state().model().library.story(&story).unwrap().title.clone();
    assert!(
        window.query_all_by_value(&title).next().is_some()
            || window.query_all_by_label(&title).next().is_some()
    );
    for figure in ["Share of each section", "Sections of each take", "Your ratings", "Counted on replay"] {
        window.get_by_role_and_label(Role::Figure, figure);
    }
    key(&mut window, NONE, Key::Num4);
    settle(&mut window);
    assert!(says(&window, "than you guess") || says(&window, "right (median"));
    window.get_by_role_and_label(Role::Figure, "Guesses and second ratings");
}

#[test]
fn the_table_of_stories_is_sorted_by_its_heads_and_leads_to_a_story() {
    let mut window = progress(sample::library(300, 9), SIZE);
    part(&mut window, "All stories");
    press(&mut window, "Sort by Takes");
    window.get_by_label("Sort by Takes, sorted upwards");
    let untold = window.get_by_label("Open Mentoring two new hires").rect().top();
    let told = window.get_by_label("Open Checkout outage on the busiest day").rect().top();
    assert!(untold < told, "a story without takes comes first");
    part(&mut window, "Open Checkout outage on the busiest day");
    assert_eq!(sheet(&window).story.as_ref().unwrap().0, "story-0");
    window.get_by_role_and_label(Role::Figure, "Share of each section");
}

/// One button sets the story, the question and the aim.
#[test]
fn the_weakest_story_is_practised_with_one_button() {
    let mut window = progress(sample::library(200, 17), SIZE);
    let next = sheet(&window).next.clone().unwrap();
    assert!(says(&window, &next.why.text) && says(&window, &next.goal));
    press(&mut window, "Practise it now");
    assert!(is_here(&window, "Practice"));
    let practice = &window.state().model().practice;
    assert_eq!(practice.story, next.story);
    assert_eq!(practice.change.as_deref(), Some(next.goal.as_str()));
    key(&mut window, Modifiers::COMMAND, Key::Num5);
    settle(&mut window);
    key(&mut window, Modifiers::COMMAND, Key::P);
    let practice = &window.state().model().practice;
    assert_eq!(practice.change.as_deref(), Some(next.goal.as_str()), "it stays until the story is told");
}

#[test]
fn tiles_say_where_one_stands_and_open_their_receipts() {
    let mut window = progress(sample::one_story(40, 18), SIZE);
    let tile = sheet(&window).tiles.iter().find(|tile| tile.name == "Off target").cloned().unwrap();
    assert!(
        tile.value.ends_with(" points") && tile.change.starts_with('-') && tile.way.len() == 20,
        "{tile:?}"
    );
    let name = format!("Off target, {}, {}, {}", tile.value, tile.change, tile.judged);
    press(&mut window, &name);
    // The rows of a receipt stand in the order of its values, each a way to its take.
    let receipt = tile.receipts.last().unwrap();
    let values = receipt.formula.values().unwrap().to_vec();
    let recorded = |index: usize| sheet(&window).recorded(&receipt.takes[index]).unwrap();
    assert!(recorded(0) < recorded(values.len() - 1), "the oldest comes first");
    let row = |index: usize| {
        let name = format!("Open the take of {}", recorded(index).strftime("%Y-%m-%d %H:%M"));
        window.query_all_by_label(&name).last().unwrap().rect().top()
    };
    assert!(row(0) < row(values.len() - 1));
}

#[test]
fn limits_that_others_recommend_name_their_source_and_can_be_turned_off() {
    let mut window = progress(sample::one_story(12, 10), SIZE);
    press(&mut window, "What others recommend");
    window.get_by_label_contains("doi 10.1002/jaba.1093");
    window.query_all_by_label("Say when it is crossed").next().unwrap().click_accesskit();
    window.run_steps(3);
    assert_eq!(window.state().model().library.settings.guidance.changes().len(), 1);
}

#[test]
fn everything_that_can_be_used_has_a_name_and_a_place_in_a_small_window() {
    // At 200 % a window of 900 by 600 has half as many points, which is all that the layout sees.
    for size in [SIZE, Vec2::new(900.0, 600.0), Vec2::new(450.0, 300.0)] {
        let mut window = progress(sample::library(150, 11), size);
        for name in ["Overview", "One story", "All stories", "Judging yourself"] {
            part(&mut window, name);
            assert_eq!(nameless(&window), Vec::<String>::new(), "{name} at {size}");
            if name != "All stories" || size.x < 600.0 {
                assert_eq!(clipped(&window, size.x), Vec::<String>::new(), "{name} at {size}");
            }
        }
        part(&mut window, "Overview");
        for dialog in [format!("Save {LINES} as a file…"), "Where Length comes from".to_owned()] {
            press(&mut window, &dialog);
            assert_eq!(clipped(&window, size.x), Vec::<String>::new(), "{dialog} at {size}");
            key(&mut window, NONE, Key::Escape);
        }
    }
}

/// Opens a form to save, and types the place.
fn save_to(window: &mut Window, form: &str, sort: Option<&str>, path: &Path) {
    press(window, form);
    if let Some(sort) = sort {
        press(window, &format!("Sort of file: {sort}"));
    }
    let name =
        if window.query_by_role_and_label(Role::TextInput, "File").is_some() { "File" } else { "Folder" };
    window.get_by_role_and_label(Role::TextInput, name).focus();
    window.run_steps(2);
    key(window, Modifiers::COMMAND, Key::A);
    write(window, path.to_str().unwrap());
    press(window, "Save");
}

fn saved(window: &mut Window) {
    until(window, "it is saved", |app| {
        app.model().figures.saving.is_none()
            && app.model().notices.all().iter().any(|notice| notice.what.starts_with("Saved as"))
    });
    window.run_steps(2);
}

#[test]
fn a_chart_is_saved_as_picture_and_as_table_and_nothing_is_replaced_unasked() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = progress(sample::one_story(20, 12), SIZE);
    let form = format!("Save {LINES} as a file…");
    let picture = folder.path().join("lines.png");
    save_to(&mut window, &form, None, &picture);
    saved(&mut window);
    let bytes = std::fs::read(&picture).unwrap();
    let mut decoder = png::Decoder::new(std::io::Cursor::new(&bytes)).read_info().unwrap();
    let mut pixels = vec![0; decoder.output_buffer_size().unwrap()];
    let frame = decoder.next_frame(&mut pixels).unwrap();
    assert_eq!(frame.width, 1_720);
    let dark = pixels.chunks(3).filter(|pixel| pixel.iter().all(|part| *part < 0x60)).count();
    assert!(dark > 2_000 && dark < pixels.len() / 30, "letters and points on paper: {dark}");

    save_to(&mut window, &form, None, &picture);
    until(&mut window, "it asks", |app| app.model().figures.saving.is_none());
    window.run_steps(3);
    window.get_by_label_contains("There is a file of this name already");
    press(&mut window, "Replace it");
    saved(&mut window);

    save_to(&mut window, &form, Some("SVG picture"), &folder.path().join("lines.svg"));
    saved(&mut window);
    Document::parse(&std::fs::read_to_string(folder.path().join("lines.svg")).unwrap()).unwrap();
    let rows = chart(&window, "overview").table.csv().unwrap();
    save_to(&mut window, &form, Some("CSV table"), &folder.path().join("lines.csv"));
    saved(&mut window);
    assert_eq!(std::fs::read_to_string(folder.path().join("lines.csv")).unwrap(), rows);
}

#[test]
fn what_cannot_be_saved_says_why_in_the_form() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = progress(sample::one_story(6, 13), SIZE);
    save_to(&mut window, "Save a report…", None, &folder.path().join("missing").join("report.html"));
    until(&mut window, "it failed", |app| app.model().figures.saving.is_none());
    window.run_steps(3);
    window.get_by_label_contains("because the folder is not there");
    window.get_by_role_and_label(Role::TextInput, "File").focus();
    window.run_steps(2);
    key(&mut window, Modifiers::COMMAND, Key::A);
    write(&mut window, folder.path().join("report.html").to_str().unwrap());
    press(&mut window, "Save");
    saved(&mut window);
    let page = std::fs::read_to_string(folder.path().join("report.html")).unwrap();
    assert!(page.contains("<svg") && page.ends_with("</html>\n"));
}

#[test]
fn everything_is_saved_in_one_folder() {
    let folder = tempfile::tempdir().unwrap();
    let window = progress(sample::one_story(8, 14), SIZE);
    let to = folder.path().join("all");
    let task = Task {
        save: Save { what: Export::Everything, to: to.clone(), replace: false },
        sheet: sheet(&window),
    };
    assert_eq!(run(&RealFs, &task, &Gauge::default(), &|| {}), Ending::Saved(to.clone()));
    let mut names: Vec<String> = std::fs::read_dir(&to)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    for name in [
        "stories-weakest-first.csv",
        "calendar.csv",
        "calendar.png",
        "calendar.svg",
        "overview.png",
        "report.html",
        "story-1-checkout-outage-on-the-busiest-day-shares.png",
        "takes.csv",
    ] {
        assert!(names.iter().any(|known| known == name), "{name} in {names:?}");
    }
}

#[test]
fn saving_that_is_stopped_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let window = progress(sample::library(60, 15), SIZE);
    let gauge = Gauge::default();
    gauge.stop();
    for what in [Export::Report, Export::Png(chart(&window, "overview"))] {
        let to = folder.path().join("file");
        let task = Task { save: Save { what, to: to.clone(), replace: false }, sheet: sheet(&window) };
        assert_eq!(run(&RealFs, &task, &gauge, &|| {}), Ending::Stopped);
        assert!(!to.exists());
    }
}
