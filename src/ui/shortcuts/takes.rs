//! The keys of the list of takes.

use eframe::egui::Key;

use super::{Needs, Shortcut, ctrl, key};
use crate::ui::command::{FilesCommand, ReviewCommand};
use crate::ui::view::Mode;

pub static TABLE: &[Shortcut] = &[
    Shortcut {
        description: "Search the takes",
        mode: Mode::TakeList,
        keys: &[key(Key::Slash), ctrl(Key::F)],
        command: || ReviewCommand::Search.into(),
        needs: Needs::Nothing,
    },
    Shortcut {
        description: "Bring in a recording…",
        mode: Mode::TakeList,
        keys: &[ctrl(Key::O)],
        command: || FilesCommand::AskImport.into(),
        needs: Needs::Writing,
    },
];
