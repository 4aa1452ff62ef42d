//! The keys of the list of questions and of a question.

use eframe::egui::Key;

use super::{Needs, Shortcut, ctrl, ctrl_shift, key};
use crate::ui::command::{ImportCommand, QuestionCommand};
use crate::ui::mode::Mode;

pub static TABLE: &[Shortcut] = &[
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
        description: "Import questions",
        mode: Mode::Anywhere,
        keys: &[ctrl_shift(Key::I)],
        command: || ImportCommand::Show.into(),
        needs: Needs::Nothing,
    },
    Shortcut {
        description: "Export the questions in the list",
        mode: Mode::QuestionList,
        keys: &[ctrl_shift(Key::E)],
        command: || ImportCommand::ShowExport.into(),
        needs: Needs::Nothing,
    },
    Shortcut {
        description: "Practise this question",
        mode: Mode::Question,
        keys: &[key(Key::P)],
        command: || QuestionCommand::Practise.into(),
        needs: Needs::Nothing,
    },
    Shortcut {
        description: "Export this question",
        mode: Mode::Question,
        keys: &[ctrl_shift(Key::E)],
        command: || ImportCommand::ShowExport.into(),
        needs: Needs::Nothing,
    },
    Shortcut {
        description: "Back to the list",
        mode: Mode::Question,
        keys: &[key(Key::Escape)],
        command: || QuestionCommand::Close.into(),
        needs: Needs::Nothing,
    },
];
