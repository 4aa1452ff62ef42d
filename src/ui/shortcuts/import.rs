//! The keys of the pages on which questions are brought in and handed out.

use eframe::egui::Key;

use super::{Needs, Shortcut, ctrl, ctrl_shift, key};
use crate::ui::command::ImportCommand;
use crate::ui::mode::Mode;

pub static TABLE: &[Shortcut] = &[
    Shortcut {
        description: "Choose files to import…",
        mode: Mode::Import,
        keys: &[ctrl(Key::O)],
        command: || ImportCommand::Browse.into(),
        needs: Needs::Nothing,
    },
    Shortcut {
        description: "Paste questions",
        mode: Mode::Import,
        keys: &[],
        command: || ImportCommand::Paste.into(),
        needs: Needs::Nothing,
    },
    Shortcut {
        description: "Tick every question",
        mode: Mode::Import,
        keys: &[ctrl(Key::A)],
        command: || ImportCommand::TickAll(true).into(),
        needs: Needs::Nothing,
    },
    Shortcut {
        description: "Tick no question",
        mode: Mode::Import,
        keys: &[ctrl_shift(Key::A)],
        command: || ImportCommand::TickAll(false).into(),
        needs: Needs::Nothing,
    },
    Shortcut {
        description: "Add what is ticked",
        mode: Mode::Import,
        keys: &[ctrl(Key::Enter)],
        command: || ImportCommand::Add.into(),
        needs: Needs::Writing,
    },
    Shortcut {
        description: "Back to the questions",
        mode: Mode::Import,
        keys: &[key(Key::Escape)],
        command: || ImportCommand::Close.into(),
        needs: Needs::Nothing,
    },
    Shortcut {
        description: "Back to the questions",
        mode: Mode::Export,
        keys: &[key(Key::Escape)],
        command: || ImportCommand::Close.into(),
        needs: Needs::Nothing,
    },
];
