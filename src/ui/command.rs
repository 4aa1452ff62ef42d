//! Everything a view may ask for. Commands take effect in one place, `app::run`.

use std::path::PathBuf;

use jiff::civil::Date;

use crate::domain::guide::CardId;
use crate::domain::question::{Question, QuestionId};
use crate::domain::settings::{Preferences, Settings};
use crate::domain::story::{Story, StoryId};

use super::model::snapshots::Snapshot;
use super::screen::Screen;

mod devices;
mod import;
mod practice;
mod progress;
mod review;

pub use devices::DeviceCommand;
pub use import::{ImportCommand, QuestionExport};
pub use practice::PracticeCommand;
pub use progress::{Export, ProgressCommand, Save};
pub use review::{
    CompareCommand, CountCommand, FilesCommand, MarkCommand, PlayCommand, Preferred, RateCommand,
    ReviewCommand, Zoom,
};

/// The number of a step that can be undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StepId(pub u64);

/// A wish of the user.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    Go(Screen),
    Story(StoryCommand),
    Question(QuestionCommand),
    Guide(GuideCommand),
    Practice(PracticeCommand),
    Review(ReviewCommand),
    Progress(ProgressCommand),
    Import(ImportCommand),
    Devices(DeviceCommand),
    Trash(TrashCommand),
    Library(LibraryCommand),
    Snapshot(SnapshotCommand),
    ChangeSettings(Box<Settings>),
    ChangePreferences(Box<Preferences>),
    DismissNotice(u64),
    Undo,
    /// Undoes one step, which need not be the last.
    UndoStep(StepId),
    Redo,
    /// Shows or hides the list of commands.
    ToggleCommands,
    /// Shows or hides the sheet of keys.
    ToggleKeys,
    Quit,
}

/// What is done to stories.
#[derive(Clone, Debug, PartialEq)]
pub enum StoryCommand {
    New,
    Open(StoryId),
    /// Back to the list.
    Close,
    /// Puts the keyboard into the search field.
    Search,
    /// The story as it reads now; it is saved a moment later.
    Change(Box<Story>),
    /// Marks the open story as archived, or takes the mark away.
    ToggleArchived,
    /// Moves the open story to the trash.
    Delete,
    /// Brings an earlier version back, which makes the present one a draft.
    RestoreDraft {
        story: StoryId,
        draft: usize,
    },
}

/// What is done to questions.
#[derive(Clone, Debug, PartialEq)]
pub enum QuestionCommand {
    New,
    Open(QuestionId),
    /// Back to the list.
    Close,
    /// Puts the keyboard into the search field.
    Search,
    /// Shows the form for the open question.
    Edit,
    DoneEditing,
    /// Puts the open question on the practice screen.
    Practise,
    /// The question as it reads now; it is saved a moment later.
    Change(Box<Question>),
    /// Takes a question out of the list, or brings it back.
    ToggleHidden(QuestionId),
    /// Moves one of the user's own questions to the trash.
    Delete(QuestionId),
}

/// What is done with the guide and its checklists.
#[derive(Clone, Debug, PartialEq)]
pub enum GuideCommand {
    /// Shows the card that helps where the user is.
    Help,
    Open(CardId),
    /// To the card before, or to the list.
    Back,
    /// Puts the keyboard into the search field.
    Search,
    /// Ticks an item, for one interview or for every one.
    Tick {
        item: String,
        interview: Option<String>,
        done: bool,
    },
    AddInterview {
        company: String,
        date: Option<Date>,
    },
    RemoveInterview(String),
}

/// What is done to deleted things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrashCommand {
    Show,
    Restore(String),
}

/// What is done to the library as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LibraryCommand {
    /// Tries again to open it.
    Retry,
    /// Opens it without the right to change it.
    OpenToRead,
    /// Uses the library in this folder from now on.
    Use(PathBuf),
    /// Asks for a folder in a dialog of the desktop.
    Browse,
    /// Shows the folder in the desktop's file manager.
    Reveal,
    /// Shows another folder there.
    RevealFolder(PathBuf),
    /// Moves the library to this folder, which is new or empty.
    Move(PathBuf),
    /// Ends a move that is under way; the library stays where it was.
    StopMoving,
    /// Tries again to save what could not be saved.
    SaveNow,
}

/// What is done with earlier states of the library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SnapshotCommand {
    List,
    /// Shows what going back to this one would change.
    Show(Snapshot),
    GoBack(String),
    /// Stays with the library as it is.
    Stay,
}

impl From<SnapshotCommand> for Command {
    fn from(command: SnapshotCommand) -> Self {
        Self::Snapshot(command)
    }
}

impl From<StoryCommand> for Command {
    fn from(command: StoryCommand) -> Self {
        Self::Story(command)
    }
}

impl From<QuestionCommand> for Command {
    fn from(command: QuestionCommand) -> Self {
        Self::Question(command)
    }
}

impl From<GuideCommand> for Command {
    fn from(command: GuideCommand) -> Self {
        Self::Guide(command)
    }
}

impl From<PracticeCommand> for Command {
    fn from(command: PracticeCommand) -> Self {
        Self::Practice(command)
    }
}

impl From<ReviewCommand> for Command {
    fn from(command: ReviewCommand) -> Self {
        Self::Review(command)
    }
}

impl From<ProgressCommand> for Command {
    fn from(command: ProgressCommand) -> Self {
        Self::Progress(command)
    }
}

impl From<ImportCommand> for Command {
    fn from(command: ImportCommand) -> Self {
        Self::Import(command)
    }
}

impl From<DeviceCommand> for Command {
    fn from(command: DeviceCommand) -> Self {
        Self::Devices(command)
    }
}

impl From<TrashCommand> for Command {
    fn from(command: TrashCommand) -> Self {
        Self::Trash(command)
    }
}

impl From<LibraryCommand> for Command {
    fn from(command: LibraryCommand) -> Self {
        Self::Library(command)
    }
}
