//! The keys, in tables by area, and what the user made of them. A key acts only while no text field has the
//! keyboard and no dialog is open.

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

use eframe::egui::{Context, Event, InputState, Key, KeyboardShortcut, Modifiers};

use super::command::Command;
use super::model::Model;
use super::model::practice::Stage;
use super::view::{Mode, ViewState};

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
    #[must_use]
    pub fn applies(&self, model: &Model, view: &ViewState) -> bool {
        let here = self.mode == Mode::Anywhere || self.mode == view.mode();
        here && match self.needs {
            Needs::Nothing => true,
            Needs::Writing => model.is_writable(),
            Needs::SomethingToUndo => model.undo.is_some(),
            Needs::SomethingToRedo => model.redo.is_some(),
            Needs::Recording => model.practice.stage == Stage::Recording,
            Needs::Speaking => model.practice.stage.is_speaking(),
            Needs::RoundUnderWay => model.practice.stage.is_under_way(),
            Needs::NoRound => !model.practice.stage.is_under_way(),
        }
    }

    /// What the preferences call this row. A row that is worded anew has its usual keys again.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}: {}", self.mode.name(), self.description)
    }
}

/// Turns keys that were pressed into commands.
pub fn dispatch(ctx: &Context, model: &Model, view: &ViewState, commands: &mut Vec<Command>) {
    // Esc takes the keyboard from a text field before this frame begins, and is used up by that.
    let typing = view.typing || ctx.text_edit_focused() || ctx.any_popup_open();
    if view.overlay.is_some() || model.moving.is_some() || typing || view.settings.is_waiting_for_key() {
        return;
    }
    if ctx.memory(|memory| memory.top_modal_layer().is_some()) {
        return;
    }
    // While somebody speaks, the keys mark and pause wherever the keyboard is.
    let on_control = view.mode() != Mode::Practice && ctx.memory(|memory| memory.focused().is_some());
    for (shortcut, keys) in model.keymap.rows().filter(|(shortcut, _)| shortcut.applies(model, view)) {
        let mut keys = keys.iter().filter(|key| !(on_control && presses_a_control(**key)));
        let pressed = ctx.input_mut(|input| keys.find_map(|key| pressed_exactly(input, *key)));
        // A key held a little too long must neither skip a section nor stop what it has started.
        let counts = |pressed| pressed == Pressed::Anew || shortcut.mode != Mode::Practice;
        if pressed.is_some_and(counts) {
            commands.push((shortcut.command)());
        }
    }
}

/// Whether this key presses the control that has the keyboard, and so means nothing else there.
fn presses_a_control(key: KeyboardShortcut) -> bool {
    key.modifiers.is_none() && matches!(key.logical_key, Key::Space | Key::Enter)
}

/// How a key went down.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pressed {
    Anew,
    /// It is held, and the system repeats it.
    Again,
}

/// Takes a key out of the frame's events. The modifiers are those held when the key went down: a quick hand has
/// let go of them before the frame ends.
fn pressed_exactly(input: &mut InputState, wanted: KeyboardShortcut) -> Option<Pressed> {
    let meant = |event: &Event| {
        matches!(event, Event::Key { key, pressed: true, modifiers, .. }
            if is_same_key(KeyboardShortcut::new(*modifiers, *key), wanted))
    };
    let index = input.events.iter().position(meant)?;
    let again = matches!(input.events.remove(index), Event::Key { repeat: true, .. });
    Some(if again { Pressed::Again } else { Pressed::Anew })
}
