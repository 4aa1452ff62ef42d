//! The keys that mean the same on every screen.

use eframe::egui::Key;

use super::{Needs, Shortcut, ctrl, ctrl_shift, key, shift};
use crate::ui::command::{Command, GuideCommand, TrashCommand};
use crate::ui::mode::Mode;
use crate::ui::screen::Screen;

pub static TABLE: &[Shortcut] = &[
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
        keys: &[key(Key::Questionmark), shift(Key::Slash)],
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
        description: "Go to practice",
        mode: Mode::Anywhere,
        keys: &[ctrl(Key::P)],
        command: || Command::Go(Screen::Practice),
        needs: Needs::Nothing,
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
        description: "Go to takes",
        mode: Mode::Anywhere,
        keys: &[ctrl(Key::Num4)],
        command: || Command::Go(Screen::Takes),
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
        description: "Quit",
        mode: Mode::Anywhere,
        keys: &[ctrl(Key::Q)],
        command: || Command::Quit,
        needs: Needs::Nothing,
    },
];
