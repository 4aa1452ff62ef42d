//! The window on a library that lies on a disk: what is typed is there again, and a second window keeps out.

use std::path::Path;
use std::sync::Arc;

use eframe::egui::{Key, Modifiers, Vec2};
use egui_kittest::Harness;
use starling::app::disk::Disk;
use starling::app::{App, Machine};
use starling::audio::scripted::{Script, Stage};
use starling::domain::settings::Preferences;
use starling::store::clock::SystemClock;
use starling::store::fs::Fs;
use starling::store::real::RealFs;
use starling::store::rescue::Places;
use starling::ui::model::{Access, ObstacleKind, Saving};

use crate::support::window::{Window, key, until, write};

fn machine(root: &Path) -> Machine {
    let fs: Arc<dyn Fs> = Arc::new(RealFs);
    Machine {
        sound: Stage::new(Script::default()).sound(),
        fs: Arc::clone(&fs),
        cache: None,
        place: Box::new(Disk {
            fs,
            clock: Arc::new(SystemClock),
            preferences: Some(root.join("config")),
            second_places: Places::default(),
        }),
        clock: Arc::new(SystemClock),
        library: root.join("library"),
        preferences: Preferences::default(),
        warnings: Vec::new(),
        last_words: Arc::default(),
    }
}

pub fn window(root: &Path) -> Window {
    let machine = machine(root);
    let mut window = Harness::builder()
        .with_size(Vec2::new(1_180.0, 800.0))
        .build_eframe(move |cc| App::new(&cc.egui_ctx, machine).unwrap());
    until(&mut window, "the library is read or refused", |app| app.model().access != Access::Opening);
    window
}

pub fn close(window: Window) {
    eframe::App::on_exit(&mut window.into_state(), None);
}

#[test]
fn a_story_typed_into_one_window_is_read_by_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = window(folder.path());
    key(&mut first, Modifiers::COMMAND, Key::N);
    write(&mut first, "Checkout outage");
    key(&mut first, Modifiers::NONE, Key::Tab);
    write(&mut first, "One in five payments failed");
    close(first);

    let second = window(folder.path());
    let model = second.state().model();
    assert_eq!(model.access, Access::Open);
    let story = model.library.stories().next().unwrap();
    assert_eq!(story.title, "Checkout outage");
    assert_eq!(story.bullets("Situation"), ["One in five payments failed"]);
    assert!(model.notices.all().is_empty(), "{:?}", model.notices);
}

#[test]
fn a_second_window_on_the_same_library_stays_out_and_may_read() {
    let folder = tempfile::tempdir().unwrap();
    let first = window(folder.path());
    let mut second = window(folder.path());
    let locked = |access: &Access| matches!(access, Access::Closed(why) if why.kind == ObstacleKind::Locked);
    assert!(locked(&second.state().model().access));
    crate::support::window::tab_to(&mut second, "Open for reading only");
    key(&mut second, Modifiers::NONE, Key::Enter);
    until(&mut second, "it is open to read", |app| matches!(app.model().access, Access::ReadOnly(_)));
    close(first);
}

#[test]
fn a_story_deleted_and_restored_is_the_same_on_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = window(folder.path());
    key(&mut first, Modifiers::COMMAND, Key::N);
    write(&mut first, "Checkout outage");
    until(&mut first, "it is saved", |app| app.model().saving == Saving::Saved);
    key(&mut first, Modifiers::NONE, Key::Escape);
    key(&mut first, Modifiers::COMMAND, Key::Delete);
    until(&mut first, "it is in the trash", |app| app.model().trash.len() == 1);
    key(&mut first, Modifiers::COMMAND, Key::Z);
    until(&mut first, "it is back", |app| app.model().trash.is_empty());
    close(first);
    let second = window(folder.path());
    assert_eq!(second.state().model().library.stories().next().unwrap().title, "Checkout outage");
}
