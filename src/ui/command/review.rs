//! What is asked for while listening to a take.

use std::path::PathBuf;

use crate::domain::framework::FrameworkId;
use crate::domain::story::StoryId;
use crate::domain::take::{Take, TakeId, TallyKind};
use crate::domain::take_export::Kind;
use crate::domain::time::Frames;

/// What is done to takes.
#[derive(Clone, Debug, PartialEq)]
pub enum ReviewCommand {
    Open(TakeId),
    /// Back to the list.
    Close,
    /// Puts the keyboard into the search field.
    Search,
    /// The take as it is now; it is saved a moment later.
    Change(Box<Take>),
    /// The take as it reads while something is typed into it.
    Write(Box<Take>),
    /// Moves a take to the trash.
    Delete(TakeId),
    /// Moves the open take to the trash.
    DeleteOpen,
    /// Files a take under a story, or under none.
    File(TakeId, Option<StoryId>),
    /// Puts the keyboard into the field for the open take's name.
    Rename,
    ToggleWarmUp,
    Play(PlayCommand),
    Mark(MarkCommand),
    Rate(RateCommand),
    Count(CountCommand),
    Compare(CompareCommand),
    /// Magnifies the waveform, shrinks it, or shows all of it.
    Zoom(Zoom),
    /// Puts a remark at the playhead.
    PinNote,
    /// Shows the numbers as a table, or as bars again.
    ToggleTable,
    /// Shows seconds, or shares.
    ToggleUnit,
    /// Puts the table on the clipboard.
    CopyTable,
    /// Records the section at the playhead again.
    RetakeHere,
    /// Records another answer to the open take's question, after three seconds.
    PractiseAgain,
    /// Goes on to the next question.
    NextQuestion,
    /// Puts the keyboard into the field for the one change.
    WriteChange,
    Files(FilesCommand),
}

/// What is done to the sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlayCommand {
    Toggle,
    /// Goes to a frame of the take that is heard.
    Seek(Frames),
    /// Goes back or on, in milliseconds.
    Skip(i32),
    Faster,
    Slower,
    NaturalSpeed,
    /// Plays the section at the playhead over and over, or on to the end again.
    ToggleLoop,
    ToggleSkipSilence,
    /// From 0 to 100.
    Volume(u32),
}

/// What is done to the marks of the open take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkCommand {
    ChooseNext,
    ChoosePrevious,
    Choose(usize),
    /// Moves the chosen mark earlier or later, in milliseconds.
    Nudge(i32),
    /// Puts a mark at a frame; `on` says that the same drag goes on.
    Drag {
        index: usize,
        to: Frames,
        on: bool,
    },
    /// Begins the next section at the playhead.
    Next,
    /// Takes back the last mark before the playhead.
    TakeBack,
    RemoveChosen,
    /// Back to the marks that were made while speaking.
    Revert,
}

/// What is done while rating.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateCommand {
    NextRow,
    PreviousRow,
    Row(usize),
    /// Points for the row that has the focus.
    Points(u8),
    /// Begins a second rating without the first in sight.
    Again,
    /// Shows all ratings again.
    Done,
}

/// What is done while counting by ear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountCommand {
    One(TallyKind),
    /// Begins another listening, with the one before hidden.
    Again,
    /// Shows both listenings and how far they agree.
    Done,
}

/// What is done with two takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CompareCommand {
    /// Shows or hides the comparison.
    Toggle,
    With(TakeId),
    /// Goes to the same section of the other take.
    Switch,
    /// Shuffles the two and hides which is which.
    Blind,
    /// Says which one is better, and shows which is which.
    Prefer(Preferred),
    Reveal,
    /// Lays the sections of the other take under those of this one, or both on one scale.
    ToggleAlign,
}

/// What a listener says of two takes whose names are hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preferred {
    A,
    B,
    Neither,
}

/// How the waveform is magnified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zoom {
    In,
    Out,
    Whole,
}

/// What is done with files of other programs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FilesCommand {
    /// Shows what can be exported of the open take.
    AskExport,
    Export {
        take: TakeId,
        folder: PathBuf,
        kinds: Vec<Kind>,
        replace: bool,
    },
    /// Shows what can be brought in.
    AskImport,
    Import {
        file: PathBuf,
        question: String,
        framework: FrameworkId,
    },
    /// Puts the dialog away.
    Close,
    /// Stops the work that is under way.
    Stop,
    BrowseFolder,
    BrowseFile,
}

impl From<PlayCommand> for super::Command {
    fn from(command: PlayCommand) -> Self {
        ReviewCommand::Play(command).into()
    }
}

impl From<MarkCommand> for super::Command {
    fn from(command: MarkCommand) -> Self {
        ReviewCommand::Mark(command).into()
    }
}

impl From<RateCommand> for super::Command {
    fn from(command: RateCommand) -> Self {
        ReviewCommand::Rate(command).into()
    }
}

impl From<CountCommand> for super::Command {
    fn from(command: CountCommand) -> Self {
        ReviewCommand::Count(command).into()
    }
}

impl From<CompareCommand> for super::Command {
    fn from(command: CompareCommand) -> Self {
        ReviewCommand::Compare(command).into()
    }
}

impl From<FilesCommand> for super::Command {
    fn from(command: FilesCommand) -> Self {
        ReviewCommand::Files(command).into()
    }
}
