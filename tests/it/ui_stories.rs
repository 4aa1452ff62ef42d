//! The stories from the keyboard: written, tagged, archived, deleted, brought back.

use eframe::egui::{Event, Key, Modifiers, Vec2};
use egui_kittest::kittest::Queryable;
use starling::app::keeper::Trouble;
use starling::ui::model::Saving;

use crate::support::memory::Memory;
use crate::support::window::{Window, focused_name, key, open, tab_to, until, write};

const SIZE: Vec2 = Vec2::new(1_180.0, 800.0);
const NONE: Modifiers = Modifiers::NONE;

fn saved(window: &mut Window, memory: &Memory, so: impl Fn(&starling::domain::story::Story) -> bool) {
    let memory = memory.clone();
    until(window, "the story is saved", move |app| {
        app.model().saving == Saving::Saved && memory.0.lock().unwrap().library.stories().any(&so)
    });
}

fn write_a_story(window: &mut Window) {
    key(window, Modifiers::COMMAND, Key::N);
    assert_eq!(focused_name(window).as_deref(), Some("Title"));
    write(window, "Checkout outage");
    key(window, NONE, Key::Tab);
    write(window, "One in five payments failed");
    key(window, NONE, Key::Enter);
    write(window, "Nobody owned checkout");
}

#[test]
fn a_story_is_written_filed_and_saved_without_a_mouse() {
    let memory = Memory::default();
    let mut window = open(&memory, SIZE);
    write_a_story(&mut window);
    tab_to(&mut window, "Add theme");
    write(&mut window, "Conflict");
    key(&mut window, NONE, Key::Enter);
    tab_to(&mut window, "Role: Go-to");
    key(&mut window, NONE, Key::Space);
    saved(&mut window, &memory, |story| {
        story.title == "Checkout outage"
            && story.bullets("Situation") == ["One in five payments failed", "Nobody owned checkout"]
            && story.themes == ["Conflict"]
            && story.role == starling::domain::story::Role::GoTo
    });
}

#[test]
fn points_are_moved_and_removed_with_keys() {
    let memory = Memory::default();
    let mut window = open(&memory, SIZE);
    write_a_story(&mut window);
    key(&mut window, Modifiers::ALT, Key::ArrowUp);
    saved(&mut window, &memory, |story| {
        story.bullets("Situation").first().is_some_and(|b| b == "Nobody owned checkout")
    });
    assert_eq!(focused_name(&window).as_deref(), Some("Situation, point 1"));
    key(&mut window, NONE, Key::End);
    key(&mut window, NONE, Key::Enter);
    assert_eq!(focused_name(&window).as_deref(), Some("Situation, point 2"));
    key(&mut window, NONE, Key::Backspace);
    assert_eq!(focused_name(&window).as_deref(), Some("Situation, point 1"));
    saved(&mut window, &memory, |story| story.bullets("Situation").len() == 2);
}

#[test]
fn letters_and_enter_that_come_in_one_frame_keep_their_order() {
    let memory = Memory::default();
    let mut window = open(&memory, SIZE);
    write_a_story(&mut window);
    let pressed =
        |pressed| Event::Key { key: Key::Enter, physical_key: None, pressed, repeat: false, modifiers: NONE };
    let letters = |text: &str| Event::Text(text.to_owned());
    window.input_mut().events.extend([letters("."), pressed(true), pressed(false), letters("T")]);
    window.step();
    write(&mut window, "hen I took over");
    saved(&mut window, &memory, |story| {
        story
            .bullets("Situation")
            .get(1..)
            .is_some_and(|rest| rest == ["Nobody owned checkout.", "Then I took over"])
    });
}

#[test]
fn a_deleted_story_comes_back_with_undo_and_from_the_trash() {
    let memory = Memory::default();
    let mut window = open(&memory, SIZE);
    write_a_story(&mut window);
    key(&mut window, NONE, Key::Escape);
    key(&mut window, Modifiers::COMMAND, Key::Delete);
    until(&mut window, "the story is in the trash", |app| app.model().trash.len() == 1);
    assert_eq!(memory.0.lock().unwrap().library.stories().len(), 0);

    key(&mut window, Modifiers::COMMAND, Key::Z);
    until(&mut window, "the trash is empty", |app| app.model().trash.is_empty());
    assert_eq!(window.state().model().library.stories().len(), 1);
    saved(&mut window, &memory, |story| story.title == "Checkout outage");

    key(&mut window, Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z);
    until(&mut window, "the story is in the trash again", |app| app.model().trash.len() == 1);
    key(&mut window, Modifiers::COMMAND, Key::K);
    write(&mut window, "trash");
    key(&mut window, NONE, Key::Enter);
    tab_to(&mut window, "Restore Checkout outage");
    key(&mut window, NONE, Key::Enter);
    until(&mut window, "the story is back", |app| app.model().library.stories().len() == 1);
}

#[test]
fn an_archived_story_leaves_the_list_and_the_change_can_be_undone() {
    let memory = Memory::default();
    let mut window = open(&memory, SIZE);
    write_a_story(&mut window);
    key(&mut window, NONE, Key::Escape);
    key(&mut window, Modifiers::COMMAND, Key::E);
    saved(&mut window, &memory, |story| story.archived);
    key(&mut window, NONE, Key::Escape);
    assert!(window.query_by_label_contains("Checkout outage,").is_none());
    key(&mut window, Modifiers::COMMAND, Key::Z);
    saved(&mut window, &memory, |story| !story.archived && story.title == "Checkout outage");
    assert!(window.query_by_label_contains("Checkout outage,").is_some());
}

#[test]
fn what_was_typed_is_kept_when_the_window_closes_at_once() {
    let memory = Memory::default();
    let mut window = open(&memory, SIZE);
    write_a_story(&mut window);
    let mut app = window.into_state();
    eframe::App::on_exit(&mut app, None);
    let kept = memory.0.lock().unwrap();
    assert!(kept.library.stories().any(|story| story.bullets("Situation").len() == 2));
}

#[test]
fn a_story_that_cannot_be_saved_says_so_and_stays_on_the_screen() {
    let memory = Memory::default();
    let what = "The story could not be saved, because the disk is full. Make room, and change it again.";
    memory.0.lock().unwrap().failure = Some(Trouble { what: what.to_owned(), path: None });
    let mut window = open(&memory, SIZE);
    write_a_story(&mut window);
    until(&mut window, "the failure is shown", |app| app.model().saving == Saving::Failed);
    window.run_steps(2);
    assert!(window.query_by_label(what).is_some());
    assert!(window.query_by_label_contains("Not saved").is_some());
    assert_eq!(window.state().model().library.stories().len(), 1);
}

#[test]
fn an_untouched_new_story_leaves_nothing_behind() {
    let memory = Memory::default();
    let mut window = open(&memory, SIZE);
    key(&mut window, Modifiers::COMMAND, Key::N);
    key(&mut window, NONE, Key::Escape);
    key(&mut window, NONE, Key::Escape);
    assert_eq!(window.state().model().library.stories().len(), 0);
    assert!(window.query_by_label("No stories yet").is_some());
}
