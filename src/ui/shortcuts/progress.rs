//! The keys of the progress screen.

use eframe::egui::Key;

use super::{Needs, Shortcut, ctrl, key};
use crate::domain::progress::sheet::Part;
use crate::ui::command::{Command, ProgressCommand};
use crate::ui::mode::Mode;
use crate::ui::screen::Screen;

const IN: Mode = Mode::Progress;

pub static TABLE: &[Shortcut] = &[
    Shortcut {
        description: "Go to progress",
        mode: Mode::Anywhere,
        keys: &[ctrl(Key::Num5)],
        command: || Command::Go(Screen::Progress),
        needs: Needs::Nothing,
    },
    IN.row(
        "Show the overview",
        &[key(Key::Num1)],
        || ProgressCommand::Show(Part::Overview).into(),
        Needs::Nothing,
    ),
    IN.row("Show one story", &[key(Key::Num2)], || ProgressCommand::Show(Part::Story).into(), Needs::Nothing),
    IN.row(
        "Show all stories",
        &[key(Key::Num3)],
        || ProgressCommand::Show(Part::Stories).into(),
        Needs::Nothing,
    ),
    IN.row(
        "Show how you judge yourself",
        &[key(Key::Num4)],
        || ProgressCommand::Show(Part::Judging).into(),
        Needs::Nothing,
    ),
];
