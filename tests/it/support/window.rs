//! Hands and eyes for the window: keys, waiting for the worker, and a look at what a screen reader is told.

use std::time::{Duration, Instant};

use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::NodeT;
use starling::app::App;
use starling::ui::model::Access;

use super::memory::Memory;

pub type Window = Harness<'static, App>;

/// The window on this library, which has been read, with its stories shown.
pub fn open(memory: &Memory, size: Vec2) -> Window {
    let mut window = open_on_practice(memory, size);
    key(&mut window, Modifiers::COMMAND, Key::Num1);
    window
}

/// The window on this library as it opens.
pub fn open_on_practice(memory: &Memory, size: Vec2) -> Window {
    let memory = memory.clone();
    let mut window = Harness::builder().with_size(size).build_eframe(move |cc| memory.app(&cc.egui_ctx));
    until(&mut window, "the library is read", |app| app.model().access != Access::Opening);
    window.run_steps(3);
    window
}

/// Goes on until something is so, for ten seconds at most.
pub fn until(window: &mut Window, what: &str, so: impl Fn(&App) -> bool) {
    let since = Instant::now();
    while !so(window.state()) {
        assert!(since.elapsed() < Duration::from_secs(10), "{what}: it did not come to that");
        window.step();
        std::thread::yield_now();
    }
}

pub fn key(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run_steps(3);
}

pub fn write(window: &mut Window, text: &str) {
    window.event(Event::Text(text.to_owned()));
    window.run_steps(2);
}

/// Presses Tab until the control of this name has the keyboard.
pub fn tab_to(window: &mut Window, name: &str) {
    for _ in 0..400 {
        if focused_name(window).as_deref() == Some(name) {
            return;
        }
        key(window, Modifiers::NONE, Key::Tab);
    }
    panic!("the Tab key does not reach {name}");
}

pub fn focused_name(window: &Window) -> Option<String> {
    let root = window.root();
    let mut nodes: Vec<_> = root.children_recursive().collect();
    nodes.retain(egui_kittest::Node::is_focused);
    nodes.first().and_then(|node| node.accesskit_node().label())
}

/// What can be used and has no name.
pub fn nameless(window: &Window) -> Vec<String> {
    let used = [
        Role::Button,
        Role::CheckBox,
        Role::RadioButton,
        Role::ComboBox,
        Role::SpinButton,
        Role::Slider,
        Role::TextInput,
        Role::MultilineTextInput,
        Role::Tab,
        Role::Link,
    ];
    let is_private_use = |letter: char| ('\u{E000}'..='\u{F8FF}').contains(&letter);
    window
        .root()
        .children_recursive()
        .filter(|node| used.contains(&node.accesskit_node().role()))
        .filter(|node| {
            let name = node.accesskit_node().label().unwrap_or_default();
            name.trim().is_empty() || name.chars().any(is_private_use)
        })
        .map(|node| format!("{:?} {:?}", node.accesskit_node().role(), node.accesskit_node().label()))
        .collect()
}

/// Controls that stick out of the window at its left or right.
pub fn clipped(window: &Window, width: f32) -> Vec<String> {
    let shown = [
        Role::Button,
        Role::TextInput,
        Role::MultilineTextInput,
        Role::ComboBox,
        Role::Label,
        Role::CheckBox,
        Role::RadioButton,
        Role::SpinButton,
    ];
    window
        .root()
        .children_recursive()
        .filter(|node| shown.contains(&node.accesskit_node().role()))
        .filter(|node| node.rect().left() < -0.5 || node.rect().right() > width + 0.5)
        .map(|node| format!("{:?} at {:?}", node.accesskit_node().label(), node.rect()))
        .collect()
}
