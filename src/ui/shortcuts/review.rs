//! The keys of a take.

use eframe::egui::Key;

use super::{Needs, Shortcut, ctrl, key, shift};
use crate::domain::take::TallyKind;
use crate::ui::command::{
    CompareCommand, CountCommand, FilesCommand, MarkCommand, PlayCommand, RateCommand, ReviewCommand, Zoom,
};
use crate::ui::mode::Mode;

const IN: Mode = Mode::Take;

pub static TABLE: &[Shortcut] = &[
    IN.row("Back to the list", &[key(Key::Escape)], || ReviewCommand::Close.into(), Needs::Nothing),
    IN.row("Play or pause", &[key(Key::Space), key(Key::K)], || PlayCommand::Toggle.into(), Needs::Nothing),
    IN.row("5 seconds back", &[key(Key::ArrowLeft)], || PlayCommand::Skip(-5_000).into(), Needs::Nothing),
    IN.row("5 seconds on", &[key(Key::ArrowRight)], || PlayCommand::Skip(5_000).into(), Needs::Nothing),
    IN.row("1 second back", &[shift(Key::ArrowLeft)], || PlayCommand::Skip(-1_000).into(), Needs::Nothing),
    IN.row("1 second on", &[shift(Key::ArrowRight)], || PlayCommand::Skip(1_000).into(), Needs::Nothing),
    IN.row("10 seconds back", &[key(Key::J)], || PlayCommand::Skip(-10_000).into(), Needs::Nothing),
    IN.row("10 seconds on", &[key(Key::L)], || PlayCommand::Skip(10_000).into(), Needs::Nothing),
    IN.row("Faster", &[key(Key::Plus), key(Key::Equals)], || PlayCommand::Faster.into(), Needs::Nothing),
    IN.row("Slower", &[key(Key::Minus)], || PlayCommand::Slower.into(), Needs::Nothing),
    IN.row("Natural speed", &[key(Key::Num0)], || PlayCommand::NaturalSpeed.into(), Needs::Nothing),
    IN.row(
        "Play this section over and over, or on",
        &[key(Key::O)],
        || PlayCommand::ToggleLoop.into(),
        Needs::Nothing,
    ),
    IN.row(
        "Skip silences, or play them",
        &[key(Key::S)],
        || PlayCommand::ToggleSkipSilence.into(),
        Needs::Nothing,
    ),
    IN.row(
        "Choose the mark before",
        &[key(Key::OpenBracket)],
        || MarkCommand::ChoosePrevious.into(),
        Needs::Nothing,
    ),
    IN.row(
        "Choose the next mark",
        &[key(Key::CloseBracket)],
        || MarkCommand::ChooseNext.into(),
        Needs::Nothing,
    ),
    IN.row(
        "Chosen mark 0.1 s earlier",
        &[key(Key::Comma)],
        || MarkCommand::Nudge(-100).into(),
        Needs::Writing,
    ),
    IN.row("Chosen mark 0.1 s later", &[key(Key::Period)], || MarkCommand::Nudge(100).into(), Needs::Writing),
    IN.row(
        "Chosen mark 0.01 s earlier",
        &[shift(Key::Comma)],
        || MarkCommand::Nudge(-10).into(),
        Needs::Writing,
    ),
    IN.row(
        "Chosen mark 0.01 s later",
        &[shift(Key::Period)],
        || MarkCommand::Nudge(10).into(),
        Needs::Writing,
    ),
    IN.row("The next section begins here", &[key(Key::Enter)], || MarkCommand::Next.into(), Needs::Writing),
    IN.row("Take the last mark back", &[shift(Key::Enter)], || MarkCommand::TakeBack.into(), Needs::Writing),
    IN.row(
        "Remove the chosen mark",
        &[key(Key::Delete), key(Key::Backspace)],
        || MarkCommand::RemoveChosen.into(),
        Needs::Writing,
    ),
    IN.row("Back to the live marks", &[], || MarkCommand::Revert.into(), Needs::Writing),
    IN.row("Count a filler", &[key(Key::F)], || CountCommand::One(TallyKind::Filler).into(), Needs::Writing),
    IN.row("Count an “I”", &[key(Key::I)], || CountCommand::One(TallyKind::Own).into(), Needs::Writing),
    IN.row("Count a “we”", &[key(Key::W)], || CountCommand::One(TallyKind::Shared).into(), Needs::Writing),
    IN.row("Count a number", &[key(Key::D)], || CountCommand::One(TallyKind::Figure).into(), Needs::Writing),
    IN.row(
        "Row of the rating above",
        &[key(Key::ArrowUp)],
        || RateCommand::PreviousRow.into(),
        Needs::Nothing,
    ),
    IN.row("Row of the rating below", &[key(Key::ArrowDown)], || RateCommand::NextRow.into(), Needs::Nothing),
    IN.row("Rate the row 1 of 5", &[key(Key::Num1)], || RateCommand::Points(1).into(), Needs::Writing),
    IN.row("Rate the row 2 of 5", &[key(Key::Num2)], || RateCommand::Points(2).into(), Needs::Writing),
    IN.row("Rate the row 3 of 5", &[key(Key::Num3)], || RateCommand::Points(3).into(), Needs::Writing),
    IN.row("Rate the row 4 of 5", &[key(Key::Num4)], || RateCommand::Points(4).into(), Needs::Writing),
    IN.row("Rate the row 5 of 5", &[key(Key::Num5)], || RateCommand::Points(5).into(), Needs::Writing),
    IN.row("Pin a note here", &[key(Key::P)], || ReviewCommand::PinNote.into(), Needs::Writing),
    IN.row(
        "Compare with another take, or stop it",
        &[key(Key::C)],
        || CompareCommand::Toggle.into(),
        Needs::Nothing,
    ),
    IN.row(
        "Same section of the other take",
        &[key(Key::X)],
        || CompareCommand::Switch.into(),
        Needs::Nothing,
    ),
    IN.row(
        "Magnify the waveform",
        &[ctrl(Key::Plus), ctrl(Key::Equals)],
        || ReviewCommand::Zoom(Zoom::In).into(),
        Needs::Nothing,
    ),
    IN.row(
        "Shrink the waveform",
        &[ctrl(Key::Minus)],
        || ReviewCommand::Zoom(Zoom::Out).into(),
        Needs::Nothing,
    ),
    IN.row(
        "Show the whole waveform",
        &[key(Key::Z)],
        || ReviewCommand::Zoom(Zoom::Whole).into(),
        Needs::Nothing,
    ),
    IN.row(
        "Show the split as a table, or as bars",
        &[key(Key::T)],
        || ReviewCommand::ToggleTable.into(),
        Needs::Nothing,
    ),
    IN.row("Show seconds, or per cent", &[key(Key::U)], || ReviewCommand::ToggleUnit.into(), Needs::Nothing),
    IN.row("Copy the table", &[], || ReviewCommand::CopyTable.into(), Needs::Nothing),
    IN.row("Rename this take", &[key(Key::F2)], || ReviewCommand::Rename.into(), Needs::Writing),
    IN.row(
        "Mark as warm-up, or take the mark away",
        &[],
        || ReviewCommand::ToggleWarmUp.into(),
        Needs::Writing,
    ),
    IN.row(
        "Record this section again",
        &[shift(Key::R)],
        || ReviewCommand::RetakeHere.into(),
        Needs::Writing,
    ),
    IN.row("Practise this again", &[key(Key::R)], || ReviewCommand::PractiseAgain.into(), Needs::Writing),
    IN.row("Next question", &[key(Key::N)], || ReviewCommand::NextQuestion.into(), Needs::Nothing),
    IN.row(
        "Write the one change for next time",
        &[key(Key::E)],
        || ReviewCommand::WriteChange.into(),
        Needs::Writing,
    ),
    IN.row("Export…", &[ctrl(Key::E)], || FilesCommand::AskExport.into(), Needs::Nothing),
    IN.row(
        "Move this take to the trash",
        &[ctrl(Key::Delete), ctrl(Key::Backspace)],
        || ReviewCommand::DeleteOpen.into(),
        Needs::Writing,
    ),
];
