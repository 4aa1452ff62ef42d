//! The keys of the practice screen.

use eframe::egui::Key;

use super::{Needs, Shortcut, key, shift};
use crate::ui::command::PracticeCommand;
use crate::ui::mode::Mode;

const IN: Mode = Mode::Practice;

pub static TABLE: &[Shortcut] = &[
    IN.row("Record, or stop recording", &[key(Key::R)], || PracticeCommand::Record.into(), Needs::Writing),
    IN.row("Next section", &[key(Key::Enter)], || PracticeCommand::NextSection.into(), Needs::Recording),
    IN.row(
        "Take the last mark back",
        &[shift(Key::Enter)],
        || PracticeCommand::TakeBackMark.into(),
        Needs::Speaking,
    ),
    IN.row("Pause, or go on", &[key(Key::Space)], || PracticeCommand::PauseOrResume.into(), Needs::Speaking),
    IN.row("Start over", &[key(Key::Backspace)], || PracticeCommand::Scrap.into(), Needs::Speaking),
    IN.row(
        "Stop and discard, after asking",
        &[key(Key::Escape)],
        || PracticeCommand::Cancel.into(),
        Needs::RoundUnderWay,
    ),
    IN.row("To section 1", &[key(Key::Num1)], || PracticeCommand::JumpTo(0).into(), Needs::Recording),
    IN.row("To section 2", &[key(Key::Num2)], || PracticeCommand::JumpTo(1).into(), Needs::Recording),
    IN.row("To section 3", &[key(Key::Num3)], || PracticeCommand::JumpTo(2).into(), Needs::Recording),
    IN.row("To section 4", &[key(Key::Num4)], || PracticeCommand::JumpTo(3).into(), Needs::Recording),
    IN.row("To section 5", &[key(Key::Num5)], || PracticeCommand::JumpTo(4).into(), Needs::Recording),
    IN.row("To section 6", &[key(Key::Num6)], || PracticeCommand::JumpTo(5).into(), Needs::Recording),
    IN.row(
        "Prompter: shown, faded, hidden",
        &[key(Key::P)],
        || PracticeCommand::NextPrompter.into(),
        Needs::Nothing,
    ),
    IN.row(
        "Time: precise, calm, hidden",
        &[key(Key::T)],
        || PracticeCommand::NextTemperament.into(),
        Needs::Nothing,
    ),
    IN.row("Next question", &[key(Key::N)], || PracticeCommand::NextQuestion.into(), Needs::NoRound),
    IN.row("Question before", &[key(Key::B)], || PracticeCommand::PreviousQuestion.into(), Needs::NoRound),
    IN.row("Question at random", &[key(Key::S)], || PracticeCommand::ShuffleQuestion.into(), Needs::NoRound),
    IN.row("Pick a question", &[key(Key::Slash)], || PracticeCommand::PickQuestion.into(), Needs::NoRound),
    IN.row("As in an interview", &[key(Key::I)], || PracticeCommand::ToggleInterview.into(), Needs::NoRound),
    IN.row("Switch to another microphone", &[], || PracticeCommand::AskMicrophone.into(), Needs::Nothing),
    IN.row("Check the microphone", &[key(Key::M)], || PracticeCommand::ToggleCheck.into(), Needs::NoRound),
];
