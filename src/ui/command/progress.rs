//! What is asked for while looking at progress.

use std::path::PathBuf;
use std::sync::Arc;

use crate::domain::progress::chart::Chart;
use crate::domain::progress::sheet::Part;
use crate::domain::progress::table::Table;

/// What is done with the figures and charts.
#[derive(Clone, Debug, PartialEq)]
pub enum ProgressCommand {
    Show(Part),
    Save(Save),
    /// Stops what is being saved; what is not finished leaves no trace.
    StopSaving,
    /// Asks for a place in a dialog of the desktop: a folder, or a file of this name.
    Browse {
        name: String,
        folder: bool,
    },
}

/// Something to take out of the program.
#[derive(Clone, Debug, PartialEq)]
pub struct Save {
    pub what: Export,
    /// The file, or the folder for what is many files.
    pub to: PathBuf,
    /// Whether a file that is there may be written over.
    pub replace: bool,
}

/// What can be taken out.
#[derive(Clone, Debug, PartialEq)]
pub enum Export {
    Png(Arc<Chart>),
    Svg(Arc<Chart>),
    Csv(Arc<Table>),
    /// One page with everything about the takes that the filters let pass.
    Report,
    /// Every picture and table of the takes that the filters let pass, and the report.
    Everything,
}
