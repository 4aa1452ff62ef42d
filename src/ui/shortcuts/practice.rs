//! The keys of the practice screen.

use eframe::egui::Key;

use super::{Needs, Shortcut, key, shift};
use crate::ui::command::{Command, PracticeCommand};
use crate::ui::view::Mode;

const fn row(
    description: &'static str,
    keys: &'static [eframe::egui::KeyboardShortcut],
    command: fn() -> Command,
    needs: Needs,
) -> Shortcut {
    Shortcut { description, mode: Mode::Practice, keys, command, needs }
}

pub static TABLE: &[Shortcut] = &[
    row("Record, or stop recording", &[key(Key::R)], || PracticeCommand::Record.into(), Needs::Writing),
    row("Next section", &[key(Key::Enter)], || PracticeCommand::NextSection.into(), Needs::Recording),
    row(
        "Take the last mark back",
        &[shift(Key::Enter)],
        || PracticeCommand::TakeBackMark.into(),
        Needs::Speaking,
    ),
    row("Pause, or go on", &[key(Key::Space)], || PracticeCommand::PauseOrResume.into(), Needs::Speaking),
    row("Scrap and start over", &[key(Key::Backspace)], || PracticeCommand::Scrap.into(), Needs::Speaking),
    row(
        "Stop and discard, after asking",
        &[key(Key::Escape)],
        || PracticeCommand::Cancel.into(),
        Needs::RoundUnderWay,
    ),
    row("To section 1", &[key(Key::Num1)], || PracticeCommand::JumpTo(0).into(), Needs::Recording),
    row("To section 2", &[key(Key::Num2)], || PracticeCommand::JumpTo(1).into(), Needs::Recording),
    row("To section 3", &[key(Key::Num3)], || PracticeCommand::JumpTo(2).into(), Needs::Recording),
    row("To section 4", &[key(Key::Num4)], || PracticeCommand::JumpTo(3).into(), Needs::Recording),
    row("To section 5", &[key(Key::Num5)], || PracticeCommand::JumpTo(4).into(), Needs::Recording),
    row("To section 6", &[key(Key::Num6)], || PracticeCommand::JumpTo(5).into(), Needs::Recording),
    row(
        "Prompter: shown, faded, hidden",
        &[key(Key::P)],
        || PracticeCommand::NextPrompter.into(),
        Needs::Nothing,
    ),
    row(
        "Time: precise, calm, hidden",
        &[key(Key::T)],
        || PracticeCommand::NextTemperament.into(),
        Needs::Nothing,
    ),
    row("Next question", &[key(Key::N)], || PracticeCommand::NextQuestion.into(), Needs::NoRound),
    row("Question before", &[key(Key::B)], || PracticeCommand::PreviousQuestion.into(), Needs::NoRound),
    row("Question at random", &[key(Key::S)], || PracticeCommand::ShuffleQuestion.into(), Needs::NoRound),
    row("Pick a question", &[key(Key::Slash)], || PracticeCommand::PickQuestion.into(), Needs::NoRound),
    row("As in an interview", &[key(Key::I)], || PracticeCommand::ToggleInterview.into(), Needs::NoRound),
    row("Check the microphone", &[key(Key::M)], || PracticeCommand::ToggleCheck.into(), Needs::NoRound),
];
