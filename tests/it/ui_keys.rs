//! Keys that the user gives away: chosen in the settings, in force at once, kept, and never with two meanings.

use eframe::egui::{Event, Key, Modifiers, Vec2};
use egui_kittest::kittest::Queryable;
use starling::domain::settings::Preferences;
use starling::ui::shortcuts;

use crate::support::memory::Memory;
use crate::support::window::{Window, focused_name, key, open, tab_to, until};

const SIZE: Vec2 = Vec2::new(1_180.0, 800.0);
const NONE: Modifiers = Modifiers::NONE;

fn keys_of_settings(memory: &Memory) -> Window {
    let mut window = open(memory, SIZE);
    key(&mut window, Modifiers::COMMAND, Key::Comma);
    window.get_by_label("Keys").click_accesskit();
    window.run_steps(3);
    window
}

fn give(window: &mut Window, control: &str, modifiers: Modifiers, pressed: Key) {
    tab_to(window, control);
    key(window, NONE, Key::Enter);
    key(window, modifiers, pressed);
}

#[test]
fn a_key_given_to_an_action_is_in_force_at_once_shown_everywhere_and_kept() {
    let memory = Memory::default();
    let mut window = keys_of_settings(&memory);
    give(&mut window, "Key for: Go to questions. Ctrl+2", NONE, Key::F6);
    assert_eq!(focused_name(&window).as_deref(), Some("Key for: Go to questions. F6"));

    key(&mut window, Modifiers::COMMAND, Key::Num2);
    assert!(window.query_by_label_contains("Key for: Go to questions").is_some(), "the old key still works");
    key(&mut window, Modifiers::SHIFT, Key::Questionmark);
    assert!(window.query_by_label("F6").is_some(), "the sheet shows the usual key");
    key(&mut window, NONE, Key::Escape);
    key(&mut window, NONE, Key::F6);
    assert!(window.query_by_label("Search the questions").is_some(), "the new key does nothing");

    let kept = memory.clone();
    let wanted = ["F6".to_owned()];
    until(&mut window, "the key is kept", move |_| {
        let kept = kept.0.lock().unwrap();
        let keys = kept.preferences.as_ref().map(|kept: &Preferences| kept.keys.clone());
        keys.is_some_and(|keys| keys.keys_of("Everywhere: Go to questions") == Some(&wanted[..]))
    });
}

#[test]
fn a_key_with_a_meaning_is_given_away_only_when_the_user_says_so() {
    let mut window = keys_of_settings(&Memory::default());
    give(&mut window, "Key for: Go to questions. Ctrl+2", Modifiers::COMMAND, Key::N);
    let sentence = "Ctrl+N already means “New story” everywhere.";
    assert!(window.query_by_label_contains(sentence).is_some());
    assert!(window.query_by_label("Key for: Go to questions. Ctrl+2").is_some());
    window.get_by_label("Use it here instead").click_accesskit();
    window.run_steps(3);
    assert!(window.query_by_label("Key for: Go to questions. Ctrl+N").is_some());
    assert!(window.query_by_label("Key for: New story. None").is_some());

    window.get_by_label("Back to the usual keys").click_accesskit();
    window.run_steps(3);
    assert!(window.query_by_label("Key for: New story. Ctrl+N").is_some());
    assert!(window.state().model().preferences.keys.is_empty());
}

#[test]
fn while_a_key_is_awaited_nothing_else_hears_it_and_esc_ends_the_waiting() {
    let mut window = keys_of_settings(&Memory::default());
    give(&mut window, "Key for: Go to questions. Ctrl+2", NONE, Key::Escape);
    assert_eq!(focused_name(&window).as_deref(), Some("Key for: Go to questions. Ctrl+2"));
    key(&mut window, NONE, Key::Enter);
    window.event(Event::Copy);
    window.run_steps(2);
    assert!(window.query_by_label_contains("belongs to copying").is_some());
    window.get_by_label("Leave it as it is").click_accesskit();
    window.run_steps(2);

    give(&mut window, "Key for: Go to questions. Ctrl+2", Modifiers::COMMAND, Key::Q);
    assert!(window.query_by_label_contains("already means “Quit”").is_some(), "the window closes");
    tab_to(&mut window, "Take the key from: Show all keys");
    key(&mut window, NONE, Key::Space);
    key(&mut window, Modifiers::SHIFT, Key::Questionmark);
    assert!(window.query_by_label("In fields and lists").is_none(), "a key that was taken away still works");
    tab_to(&mut window, "Back to the usual key: Show all keys");
    key(&mut window, NONE, Key::Space);
    key(&mut window, Modifiers::SHIFT, Key::Questionmark);
    assert!(window.query_by_label("In fields and lists").is_some());
}

#[test]
fn keys_in_the_preferences_that_cannot_be_followed_are_said() {
    let memory = Memory::default();
    let mut preferences = Preferences::default();
    preferences.keys.set("Everywhere: Fly".to_owned(), vec!["F".to_owned()]);
    memory.0.lock().unwrap().preferences = Some(preferences);
    let window = open(&memory, SIZE);
    assert!(window.query_by_label_contains("“Everywhere: Fly”, which this version does not know").is_some());
}

#[test]
fn the_sheet_lists_every_action_of_every_screen() {
    let mut window = open(&Memory::default(), SIZE);
    key(&mut window, Modifiers::COMMAND, Key::Num3);
    key(&mut window, Modifiers::SHIFT, Key::Questionmark);
    for row in shortcuts::table() {
        assert!(window.query_all_by_label(row.description).next().is_some(), "{}", row.name());
    }
    let top =
        |name: &str| window.query_all_by_label(name).map(|node| node.rect().top()).fold(f32::MAX, f32::min);
    assert!(top("In the guide") < top("Everywhere"), "the present screen comes first");
}
