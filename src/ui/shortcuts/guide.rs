//! The keys of the guide.

use eframe::egui::Key;

use super::{Needs, Shortcut, ctrl, key};
use crate::ui::command::GuideCommand;
use crate::ui::mode::Mode;

pub static TABLE: &[Shortcut] = &[
    Shortcut {
        description: "Search the guide",
        mode: Mode::GuideList,
        keys: &[key(Key::Slash), ctrl(Key::F)],
        command: || GuideCommand::Search.into(),
        needs: Needs::Nothing,
    },
    Shortcut {
        description: "Back to the card before, or to the list",
        mode: Mode::Card,
        keys: &[key(Key::Escape)],
        command: || GuideCommand::Back.into(),
        needs: Needs::Nothing,
    },
];
