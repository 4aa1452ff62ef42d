//! The keys, in tables by area, and what the user made of them.

mod chord;
mod everywhere;
mod guide;
mod import;
mod keymap;
mod practice;
mod progress;
mod questions;
mod review;
mod stories;
mod takes;

use eframe::egui::{Key, KeyboardShortcut, Modifiers};

use super::command::Command;
use super::mode::Mode;

pub use chord::{is_same_key, parse, read, text, written};
pub use keymap::{Conflict, Keymap};

/// One row of a table: something that can be asked for by key or from the list of commands.
pub struct Shortcut {
    pub description: &'static str,
    pub mode: Mode,
    /// The usual keys; the first is the one that is shown.
    pub keys: &'static [KeyboardShortcut],
    pub command: fn() -> Command,
    pub needs: Needs,
}

impl Mode {
    /// A row of a table all of whose keys act in this mode.
    const fn row(
        self,
        description: &'static str,
        keys: &'static [KeyboardShortcut],
        command: fn() -> Command,
        needs: Needs,
    ) -> Shortcut {
        Shortcut { description, mode: self, keys, command, needs }
    }
}

/// What must be so for a row to make sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    Nothing,
    /// The library may be changed.
    Writing,
    SomethingToUndo,
    SomethingToRedo,
    /// Words are being recorded at this moment.
    Recording,
    /// A take is being spoken, or pauses.
    Speaking,
    /// Somebody thinks, speaks, or is about to.
    RoundUnderWay,
    NoRound,
}

const fn key(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::NONE, key)
}

const fn ctrl(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}

const fn ctrl_shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), key)
}

const fn shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::SHIFT, key)
}

/// One table for each part of the program; a row belongs to the screen it serves.
static AREAS: &[&[Shortcut]] = &[
    everywhere::TABLE,
    practice::TABLE,
    takes::TABLE,
    review::TABLE,
    progress::TABLE,
    stories::TABLE,
    questions::TABLE,
    import::TABLE,
    guide::TABLE,
];

/// Every key and every command that needs nothing else said.
pub fn table() -> impl Iterator<Item = &'static Shortcut> {
    AREAS.iter().flat_map(|area| area.iter())
}

/// Keys that a text field or a list understands by itself; they are listed and not dispatched.
pub const IN_PLACE: &[(&str, &str)] = &[
    ("Tab, Shift+Tab", "Next and previous control"),
    ("Esc", "Leave a text field, close a dialog"),
    ("Enter", "In a point of a story: begin another"),
    ("Backspace", "In an empty point: remove it"),
    ("Ctrl+V", "While importing: paste a list of questions"),
    ("Alt+Up, Alt+Down", "Move a point"),
    ("Arrow keys, Home, End", "In a chart: from mark to mark"),
    ("Enter, Space", "On a mark of a chart: open its take, see where its numbers come from"),
];

impl Shortcut {
    /// What the preferences call this row. A row that is worded anew has its usual keys again.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}: {}", self.mode.name(), self.description)
    }
}
