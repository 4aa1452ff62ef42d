//! What reading found amiss, for the user to see.

use std::fmt;
use std::path::PathBuf;

/// Something that was replaced, passed over or set aside. Nothing stopped because of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    pub path: PathBuf,
    pub line: Option<usize>,
    /// What, why, and what to do, as a sentence.
    pub what: String,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{} {}, line {line}", self.what, self.path.display()),
            None => write!(f, "{} {}", self.what, self.path.display()),
        }
    }
}
