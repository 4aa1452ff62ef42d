//! The keys of the list of takes.

use eframe::egui::{Key, KeyboardShortcut};

use super::{Needs, Shortcut, ctrl, key};
use crate::ui::command::{Command, FilesCommand, ReviewCommand};
use crate::ui::view::Mode;

const fn row(
    description: &'static str,
    keys: &'static [KeyboardShortcut],
    command: fn() -> Command,
    needs: Needs,
) -> Shortcut {
    Shortcut { description, mode: Mode::TakeList, keys, command, needs }
}

pub static TABLE: &[Shortcut] = &[
    row(
        "Search the takes",
        &[key(Key::Slash), ctrl(Key::F)],
        || ReviewCommand::Search.into(),
        Needs::Nothing,
    ),
    row("Bring in a recording…", &[ctrl(Key::O)], || FilesCommand::AskImport.into(), Needs::Writing),
];
