//! The keys of the list of takes.

use eframe::egui::Key;

use super::{Needs, Shortcut, ctrl, key};
use crate::ui::command::{FilesCommand, ReviewCommand};
use crate::ui::mode::Mode;

const IN: Mode = Mode::TakeList;

pub static TABLE: &[Shortcut] = &[
    IN.row(
        "Search the takes",
        &[key(Key::Slash), ctrl(Key::F)],
        || ReviewCommand::Search.into(),
        Needs::Nothing,
    ),
    IN.row("Bring in a recording…", &[ctrl(Key::O)], || FilesCommand::AskImport.into(), Needs::Writing),
];
