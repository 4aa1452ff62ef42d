//! What the views read of the progress figures, and of what is being saved of them.

use std::path::PathBuf;
use std::sync::Arc;

use crate::domain::progress::sheet::Sheet;

/// The figures as they were last worked out.
#[derive(Debug, Default)]
pub struct Figures {
    /// `None` until the first ones are there.
    pub sheet: Option<Arc<Sheet>>,
    /// Whether newer ones are on their way.
    pub under_way: bool,
    /// What is being saved, if anything is.
    pub saving: Option<Saved>,
    /// The folder that is offered first for what is saved.
    pub folder: PathBuf,
}

/// How far saving has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// What is saved, in a few words.
    pub what: String,
    pub done: usize,
    /// How many steps there are; 0 while that is not known.
    pub of: usize,
}
