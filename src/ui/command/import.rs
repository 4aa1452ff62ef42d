//! What is asked for while questions are brought in or handed out.

use std::path::PathBuf;
use std::sync::Arc;

use crate::domain::export::ExportFormat;
use crate::domain::question::Question;

/// What is done with lists of questions in files.
#[derive(Clone, Debug, PartialEq)]
pub enum ImportCommand {
    /// Shows the page on which files are given.
    Show,
    /// Back to the questions, from either page. What was read waits.
    Close,
    /// Asks for files in a dialog of the desktop.
    Browse,
    /// Asks for what is on the clipboard, which then comes as [`ImportCommand::Text`].
    Paste,
    Files(Vec<PathBuf>),
    /// The name of a file as it was typed.
    Typed(String),
    /// Names of files, or the questions themselves.
    Text(String),
    /// Ends the reading that is under way.
    Stop,
    /// Takes a question of the preview along, or leaves it out.
    Tick {
        place: usize,
        on: bool,
    },
    /// Takes what is in doubt in the same list as this question along, or leaves it out.
    TickList {
        place: usize,
        on: bool,
    },
    /// Takes every question without a doubt along, or leaves everything out.
    TickAll(bool),
    /// Saves what is ticked, or tries once more with what could not be saved.
    Add,
    /// Forgets everything that was read.
    StartOver,
    /// Shows the page on which questions are handed out.
    ShowExport,
    /// Asks in a dialog of the desktop where a file of this name should go.
    BrowseExport(String),
    Export(QuestionExport),
}

/// Questions on their way into a file.
#[derive(Clone, Debug, PartialEq)]
pub struct QuestionExport {
    pub questions: Vec<Arc<Question>>,
    pub format: ExportFormat,
    pub path: PathBuf,
    /// Whether a file that is there is replaced.
    pub replace: bool,
}
