//! The whole window without a pointer: every control by Tab in the order of reading, every command by its name.

use std::collections::BTreeSet;

use eframe::egui::accesskit::{Action, NodeId, Role};
use eframe::egui::{Key, Modifiers, Rect, Vec2};
use egui_kittest::Node;
use egui_kittest::kittest::{NodeT, Queryable};
use starling::ui::command::Command;
use starling::ui::mode::Mode;
use starling::ui::shortcuts;

use crate::support::places::{self, furnished};
use crate::support::window::{Window, key, open, write};

/// High enough that no page scrolls, so that what has the keyboard stays where it is.
const HIGH: Vec2 = Vec2::new(1_180.0, 6_000.0);
const NONE: Modifiers = Modifiers::NONE;

/// A control as a screen reader meets it.
#[derive(Clone, Debug)]
struct Control {
    id: NodeId,
    role: Role,
    name: String,
    rect: Rect,
}

fn control(node: &Node<'_>) -> Control {
    let inner = node.accesskit_node();
    Control {
        id: inner.locate().0,
        role: inner.role(),
        name: inner.label().unwrap_or_default(),
        rect: node.rect(),
    }
}

fn controls(window: &Window) -> Vec<Control> {
    let nodes = window.root().children_recursive();
    let used = nodes.filter(|node| {
        let inner = node.accesskit_node();
        inner.data().supports_action(Action::Focus) && !inner.is_disabled()
    });
    used.map(|node| control(&node)).collect()
}

fn focused(window: &Window) -> Option<Control> {
    window.root().children_recursive().find(Node::is_focused).map(|node| control(&node))
}

/// Where the keyboard goes with Tab, until it comes back to where it was first.
fn round(window: &mut Window) -> Vec<Control> {
    let mut visited: Vec<Control> = Vec::new();
    let most = 6 * controls(window).len() + 60;
    for _ in 0..most {
        key(window, NONE, Key::Tab);
        let Some(now) = focused(window) else { continue };
        if visited.last().is_some_and(|last| last.id == now.id) {
            continue;
        }
        if visited.iter().any(|before| before.id == now.id) {
            return visited;
        }
        visited.push(now);
    }
    if visited.len() == 1 {
        return visited;
    }
    panic!("the Tab key does not come round: {visited:#?}");
}

/// Whether the second is above the first in the same column, or left of it in the same row.
fn goes_back(from: Rect, to: Rect) -> bool {
    let same_row = from.y_range().intersection(to.y_range()).span() > 0.6 * from.height().min(to.height());
    let same_column = from.x_range().intersection(to.x_range()).span() > 0.0;
    if same_row { to.right() <= from.left() + 1.0 } else { same_column && to.bottom() <= from.top() + 1.0 }
}

#[test]
fn every_control_is_reached_by_tab_and_in_the_order_of_reading() {
    let mut window = open(&furnished(), HIGH);
    let mut faults = Vec::new();
    places::visit(&mut window, |window, place| {
        // In the list of commands the arrows move and the keyboard stays in the field.
        if place == "commands dialog" {
            return;
        }
        let mut there = controls(window);
        if place.ends_with("dialog") {
            // What lies under a dialog is out of reach until it is closed.
            let view = window.state().view();
            there.retain(|control| view.overlay.is_none() || control.role != Role::Tab);
            if view.takes.dialog.is_some() {
                there.clear();
            }
        }
        let visited = round(window);
        let reached: BTreeSet<NodeId> = visited.iter().map(|control| control.id).collect();
        for missed in there.iter().filter(|control| !reached.contains(&control.id)) {
            faults.push(format!("{place}: Tab does not reach {:?} {:?}", missed.role, missed.name));
        }
        // After the last control comes the first again.
        let first = there.first().or(visited.first()).map(|control| control.id);
        for pair in visited.windows(2).filter(|pair| Some(pair[1].id) != first) {
            // The bar at the bottom is what one practises with, so it comes before what scrolls above it.
            let leaves_the_bar = place == "Practice" && pair[0].rect.top() > HIGH.y - 200.0;
            if !leaves_the_bar && goes_back(pair[0].rect, pair[1].rect) {
                let (a, b) = (&pair[0], &pair[1]);
                faults.push(format!(
                    "{place}: from {:?} {:?} back to {:?} {:?}",
                    a.name, a.rect, b.name, b.rect
                ));
            }
        }
    });
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn the_page_follows_the_tab_key() {
    let size = Vec2::new(900.0, 600.0);
    let mut window = open(&furnished(), size);
    let mut faults = Vec::new();
    places::visit(&mut window, |window, place| {
        if place.ends_with("dialog") {
            return;
        }
        for _ in 0..controls(window).len().min(60) {
            key(window, NONE, Key::Tab);
            let Some(now) = focused(window) else { continue };
            let fits = now.rect.top() > -1.0 && now.rect.bottom() < size.y + 1.0;
            let fills = now.rect.height() > 0.8 * size.y && (0.0..=size.y).contains(&now.rect.center().y);
            if !fits && !fills {
                faults.push(format!("{place}: {:?} {:?}", now.name, now.rect));
            }
        }
    });
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn every_control_has_a_name_and_a_role() {
    let mut window = open(&furnished(), HIGH);
    let mut faults = Vec::new();
    places::visit(&mut window, |window, place| {
        let is_icon = |letter: char| ('\u{E000}'..='\u{F8FF}').contains(&letter);
        for control in controls(window) {
            let named = !control.name.trim().is_empty() && !control.name.chars().any(is_icon);
            let known = !matches!(control.role, Role::Unknown | Role::GenericContainer);
            if !named || !known {
                faults.push(format!("{place}: {control:?}"));
            }
        }
    });
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn every_command_is_in_the_list_of_commands_where_it_makes_sense() {
    let mut window = open(&furnished(), Vec2::new(1_180.0, 800.0));
    let mut seen = BTreeSet::new();
    let mut modes = BTreeSet::new();
    places::visit(&mut window, |window, place| {
        if place.ends_with("dialog") {
            return;
        }
        let mode = window.state().view().mode();
        modes.insert(mode.name());
        let app = window.state();
        let rows: Vec<_> =
            shortcuts::table().filter(|row| app.model().offers(row, app.view().mode())).collect();
        for row in rows {
            if (row.command)() == Command::ToggleCommands || !seen.insert(row.name()) {
                continue;
            }
            key(window, Modifiers::COMMAND, Key::K);
            write(window, row.description);
            let found = window.query_all_by_label(row.description).next().is_some();
            assert!(found, "{place}: {} is not in the list", row.name());
            key(window, NONE, Key::Escape);
        }
    });
    for mode in Mode::ALL {
        let has_rows = shortcuts::table().any(|row| row.mode == mode);
        assert!(!has_rows || modes.contains(mode.name()), "nothing leads to: {}", mode.name());
    }
}

#[test]
fn a_key_reaches_every_screen() {
    let mut window = open(&furnished(), Vec2::new(1_180.0, 800.0));
    for entry in starling::ui::screens::SCREENS {
        let name = format!("Go to {}", entry.name.to_lowercase());
        let there = shortcuts::table().find(|row| (row.command)() == Command::Go(entry.screen));
        let row = there.unwrap_or_else(|| panic!("no key is for: {name}"));
        key(&mut window, row.keys[0].modifiers, row.keys[0].logical_key);
        assert_eq!(window.state().view().screen, entry.screen);
    }
}
