//! The keys, in one table. A key acts only while no text field has the keyboard and no dialog is open.

mod review;
mod takes;

use eframe::egui::{Context, Event, InputState, Key, KeyboardShortcut, Modifiers};

use super::command::{Command, GuideCommand, QuestionCommand, StoryCommand, TrashCommand};
use super::model::Model;
use super::screen::Screen;
use super::view::{Mode, ViewState};

/// One row of the table: something that can be asked for by key or from the list of commands.
pub struct Shortcut {
    pub description: &'static str,
    pub mode: Mode,
    /// The first is the one that is shown.
    pub keys: &'static [KeyboardShortcut],
    pub command: fn() -> Command,
    pub needs: Needs,
}

/// What must be so for a row to make sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    Nothing,
    /// The library may be changed.
    Writing,
    SomethingToUndo,
    SomethingToRedo,
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

/// One table for each part of the program.
static AREAS: &[&[Shortcut]] = &[EVERYWHERE, takes::TABLE, review::TABLE];

/// Every key and every command that needs nothing else said.
pub fn table() -> impl Iterator<Item = &'static Shortcut> {
    AREAS.iter().flat_map(|area| area.iter())
}

static EVERYWHERE: &[Shortcut] = &[
    Shortcut {
        description: "Find a command",
        mode: Mode::Anywhere,
        keys: &[ctrl(Key::K), ctrl_shift(Key::P)],
        command: || Command::ToggleCommands,
        needs: Needs::Nothing,
    },
    Shortcut {
        description: "Show all keys",
        mode: Mode::Anywhere,
        keys: &[key(Key::Questionmark), shift(Key::Questionmark), shift(Key::Slash)],
        command: || Command::ToggleKeys,
        needs: Needs::Nothing,
    },
    Shortcut {
        description: "Undo",
        mode: Mode::Anywhere,
        keys: &[ctrl(Key::Z)],
        command: || Command::Undo,
        needs: Needs::SomethingToUndo,
    },
    Shortcut {
        description: "Redo",
        mode: Mode::Anywhere,
        keys: &[ctrl_shift(Key::Z), ctrl(Key::Y)],
        command: || Command::Redo,
        needs: Needs::SomethingToRedo,
    },
    Shortcut {
        description: "Go to stories",
        mode: Mode::Anywhere,
        keys: &[ctrl(Key::Num1)],
        command: || Command::Go(Screen::Stories),
        needs: Needs::Nothing,
    },
    Shortcut {
        description: "Go to questions",
        mode: Mode::Anywhere,
        keys: &[ctrl(Key::Num2)],
        command: || Command::Go(Screen::Questions),
        needs: Needs::Nothing,
    },
    Shortcut {
        description: "Help for what you are doing",
        mode: Mode::Anywhere,
        keys: &[key(Key::F1)],
        command: || GuideCommand::Help.into(),
        needs: Needs::Nothing,
    },
    Shortcut {
        description: "Go to the guide",
        mode: Mode::Anywhere,
        keys: &[ctrl(Key::Num3)],
        command: || Command::Go(Screen::Guide),
        needs: Needs::Nothing,
    },
    Shortcut {
        description: "Go to settings",
        mode: Mode::Anywhere,
        keys: &[ctrl(Key::Comma)],
        command: || Command::Go(Screen::Settings),
        needs: Needs::Nothing,
    },
    Shortcut {
        description: "Go to the trash",
        mode: Mode::Anywhere,
        keys: &[],
        command: || TrashCommand::Show.into(),
        needs: Needs::Nothing,
    },
    Shortcut {
        description: "New story",
        mode: Mode::Anywhere,
        keys: &[ctrl(Key::N)],
        command: || StoryCommand::New.into(),
        needs: Needs::Writing,
    },
    Shortcut {
        description: "Search the stories",
        mode: Mode::StoryList,
        keys: &[key(Key::Slash), ctrl(Key::F)],
        command: || StoryCommand::Search.into(),
        needs: Needs::Nothing,
    },
    Shortcut {
        description: "Back to the list",
        mode: Mode::Story,
        keys: &[key(Key::Escape)],
        command: || StoryCommand::Close.into(),
        needs: Needs::Nothing,
    },
    Shortcut {
        description: "Archive this story, or take it out again",
        mode: Mode::Story,
        keys: &[ctrl(Key::E)],
        command: || StoryCommand::ToggleArchived.into(),
        needs: Needs::Writing,
    },
    Shortcut {
        description: "Move this story to the trash",
        mode: Mode::Story,
        keys: &[ctrl(Key::Delete), ctrl(Key::Backspace)],
        command: || StoryCommand::Delete.into(),
        needs: Needs::Writing,
    },
    Shortcut {
        description: "New question",
        mode: Mode::Anywhere,
        keys: &[ctrl_shift(Key::N)],
        command: || QuestionCommand::New.into(),
        needs: Needs::Writing,
    },
    Shortcut {
        description: "Search the questions",
        mode: Mode::QuestionList,
        keys: &[key(Key::Slash), ctrl(Key::F)],
        command: || QuestionCommand::Search.into(),
        needs: Needs::Nothing,
    },
    Shortcut {
        description: "Back to the list",
        mode: Mode::Question,
        keys: &[key(Key::Escape)],
        command: || QuestionCommand::Close.into(),
        needs: Needs::Nothing,
    },
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
    Shortcut {
        description: "Quit",
        mode: Mode::Anywhere,
        keys: &[ctrl(Key::Q)],
        command: || Command::Quit,
        needs: Needs::Nothing,
    },
];

/// Keys that a text field or a list understands by itself; they are listed and not dispatched.
pub const IN_PLACE: &[(&str, &str)] = &[
    ("Tab, Shift+Tab", "Next and previous control"),
    ("Esc", "Leave a text field, close a dialog"),
    ("Enter", "In a point of a story: begin another"),
    ("Backspace", "In an empty point: remove it"),
    ("Alt+Up, Alt+Down", "Move a point"),
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
        }
    }

    /// The key as a person would write it; empty where there is none.
    #[must_use]
    pub fn key_text(&self) -> String {
        self.keys.first().map_or_else(String::new, |key| key_text(*key))
    }
}

fn key_text(shortcut: KeyboardShortcut) -> String {
    let mut parts = Vec::new();
    if shortcut.modifiers.command {
        parts.push(if cfg!(target_os = "macos") { "Cmd" } else { "Ctrl" });
    }
    if shortcut.modifiers.shift {
        parts.push("Shift");
    }
    parts.push(match shortcut.logical_key {
        Key::Questionmark => "?",
        Key::Slash => "/",
        Key::Comma => ",",
        Key::Period => ".",
        Key::OpenBracket => "[",
        Key::CloseBracket => "]",
        Key::Plus => "+",
        Key::Minus => "-",
        Key::Escape => "Esc",
        other => other.name(),
    });
    parts.join("+")
}

/// Turns keys that were pressed into commands.
pub fn dispatch(ctx: &Context, model: &Model, view: &ViewState, commands: &mut Vec<Command>) {
    // Esc takes the keyboard from a text field before this frame begins, and is used up by that.
    if view.overlay.is_some() || view.typing || ctx.text_edit_focused() || ctx.any_popup_open() {
        return;
    }
    let on_control = ctx.memory(|memory| memory.focused().is_some());
    for shortcut in table().filter(|shortcut| shortcut.applies(model, view)) {
        let mut keys = shortcut.keys.iter().filter(|key| !(on_control && presses_a_control(**key)));
        let pressed = ctx.input_mut(|input| keys.any(|key| pressed_exactly(input, *key)));
        if pressed {
            commands.push((shortcut.command)());
        }
    }
}

/// Whether this key presses the control that has the keyboard, and so means nothing else there.
fn presses_a_control(key: KeyboardShortcut) -> bool {
    key.modifiers.is_none() && matches!(key.logical_key, Key::Space | Key::Enter)
}

/// Takes a key out of the frame's events. The modifiers are those held when the key went down: a quick hand has
/// let go of them before the frame ends.
fn pressed_exactly(input: &mut InputState, shortcut: KeyboardShortcut) -> bool {
    let wanted = shortcut.modifiers;
    let meant = |event: &Event| {
        matches!(event, Event::Key { key, pressed: true, modifiers, .. }
            if *key == shortcut.logical_key
                && modifiers.command == wanted.command
                && modifiers.shift == wanted.shift
                && !modifiers.alt)
    };
    let found = input.events.iter().position(meant);
    if let Some(index) = found {
        input.events.remove(index);
    }
    found.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_means_two_things_in_one_mode() {
        for (i, a) in table().enumerate() {
            for b in table().skip(i + 1) {
                let meet = a.mode == b.mode || a.mode == Mode::Anywhere || b.mode == Mode::Anywhere;
                for key in a.keys {
                    assert!(!meet || !b.keys.contains(key), "{} and {}", a.description, b.description);
                }
            }
        }
    }
}
