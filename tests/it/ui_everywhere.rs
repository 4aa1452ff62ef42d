//! What holds on every screen: names for a screen reader, keys that are silent while one types, nothing cut off.

use eframe::egui::{Event, Key, Modifiers, Vec2};
use egui_kittest::kittest::Queryable;
use starling::domain::framework::FrameworkId;
use starling::domain::settings::ThemeChoice;

use starling::ui::model::{Obstacle, ObstacleKind};

use crate::support::memory::Memory;
use crate::support::places::{self, furnished};
use crate::support::window::{Window, clipped, focused_name, key, nameless, open, tab_to, until, write};

const SIZE: Vec2 = Vec2::new(1_180.0, 800.0);
const NONE: Modifiers = Modifiers::NONE;

#[test]
fn everything_that_can_be_used_has_a_name() {
    let mut window = open(&furnished(), SIZE);
    places::visit(&mut window, |window, place| {
        let nameless = nameless(window);
        assert!(nameless.is_empty(), "{place}: {nameless:?}");
    });
}

#[test]
fn nothing_is_cut_off_in_a_small_window_or_with_large_text() {
    // At 200 % a window of 900 by 600 has half as many points, which is all that the layout sees.
    for size in [Vec2::new(900.0, 600.0), Vec2::new(450.0, 300.0)] {
        let mut window = open(&furnished(), size);
        places::visit(&mut window, |window, place| {
            let clipped = clipped(window, size.x);
            assert!(clipped.is_empty(), "{place} at {size}: {clipped:#?}");
        });
    }
}

#[test]
fn keys_are_silent_while_one_types() {
    let memory = Memory::default();
    let mut window = open(&memory, SIZE);
    key(&mut window, Modifiers::COMMAND, Key::N);
    assert_eq!(focused_name(&window).as_deref(), Some("Title"));
    write(&mut window, "Why? /");
    for (modifiers, pressed) in [
        (Modifiers::SHIFT, Key::Questionmark),
        (NONE, Key::Slash),
        (Modifiers::COMMAND, Key::Delete),
        (Modifiers::COMMAND, Key::Comma),
        (Modifiers::COMMAND, Key::K),
    ] {
        key(&mut window, modifiers, pressed);
    }
    assert!(window.query_by_label("Keys").is_none());
    assert_eq!(focused_name(&window).as_deref(), Some("Title"));
    assert!(window.state().model().library.stories().any(|story| story.title.starts_with("Why? /")));
}

#[test]
fn a_key_counts_with_the_modifiers_it_was_pressed_with() {
    let mut window = open(&Memory::default(), SIZE);
    let event = |pressed| Event::Key {
        key: Key::Comma,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers: Modifiers::COMMAND,
    };
    // The quick hand: nothing is held any more when the frame ends.
    window.input_mut().events.extend([event(true), event(false)]);
    window.run_steps(3);
    assert!(window.query_by_label("Reduce motion").is_some());
}

#[test]
fn the_sheet_of_keys_opens_and_closes() {
    let mut window = open(&Memory::default(), SIZE);
    key(&mut window, Modifiers::SHIFT, Key::Questionmark);
    assert!(window.query_by_label("Keys").is_some());
    assert!(window.query_by_label("Search the stories").is_some());
    key(&mut window, NONE, Key::Escape);
    assert!(window.query_by_label("Keys").is_none());
}

#[test]
fn a_library_that_is_open_elsewhere_says_so_and_offers_a_way_on() {
    let memory = Memory::default();
    let what = "Another Starling window has it open.";
    memory.0.lock().unwrap().obstacle = Some(Obstacle { kind: ObstacleKind::Locked, what: what.to_owned() });
    let mut window = open(&memory, SIZE);
    assert!(window.query_by_label(what).is_some());
    assert!(window.query_by_label("Open for reading only").is_some());
    assert!(nameless(&window).is_empty());
    memory.0.lock().unwrap().obstacle = None;
    tab_to(&mut window, "Try again");
    key(&mut window, NONE, Key::Enter);
    until(&mut window, "the library is open", |app| app.model().is_writable());
}

#[test]
fn settings_take_effect_and_are_kept() {
    let memory = Memory::default();
    let mut window = open(&memory, SIZE);
    key(&mut window, Modifiers::COMMAND, Key::Comma);
    tab_to(&mut window, "Theme: Light");
    key(&mut window, NONE, Key::Space);
    assert_eq!(window.ctx.theme(), eframe::egui::Theme::Light);
    window.get_by_label("Text size: 125 %").click_accesskit();
    window.run_steps(3);
    assert!((window.ctx.zoom_factor() - 1.25).abs() < 1e-6);
    let kept = memory.clone();
    until(&mut window, "the preferences are kept", move |_| {
        let kept = kept.0.lock().unwrap();
        kept.preferences
            .as_ref()
            .is_some_and(|kept| kept.theme == ThemeChoice::Light && kept.text_scale > 1.2)
    });
}

#[test]
fn a_split_of_ones_own_counts_only_when_it_adds_up() {
    let memory = Memory::default();
    let mut window = open(&memory, SIZE);
    key(&mut window, Modifiers::COMMAND, Key::Comma);
    window.get_by_label("Frameworks").click_accesskit();
    window.run_steps(3);
    window.get_by_label("Velyq").click_accesskit();
    window.run_steps(3);
    let star = FrameworkId::new("star");
    let percent = |window: &Window| -> Vec<f64> {
        let settings = &window.state().model().library.settings;
        settings.framework(&star).unwrap().targets.shares().iter().map(|share| share.as_percent()).collect()
    };
    assert_eq!(percent(&window), [15.0, 10.0, 60.0, 15.0]);

    window.get_by_label("Target for Action in per cent").set_value_accesskit(55.0);
    window.run_steps(3);
    assert_eq!(percent(&window), [15.0, 10.0, 60.0, 15.0]);
    assert!(window.query_by_label_contains("Adds up to 95 %").is_some());
    window.get_by_label("Target for Result in per cent").set_value_accesskit(20.0);
    window.run_steps(3);
    assert_eq!(percent(&window), [15.0, 10.0, 55.0, 20.0]);
    let kept = memory.clone();
    until(&mut window, "the split is kept", move |_| {
        kept.0.lock().unwrap().library.settings.targets.contains_key(&FrameworkId::new("star"))
    });
}
