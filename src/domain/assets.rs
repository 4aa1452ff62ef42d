//! Reading the files that ship inside the program.

use std::fmt;

use serde::de::DeserializeOwned;

/// A shipped file that cannot be read. The tests read every one of them, so no user should ever meet it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadAsset {
    file: String,
    what: String,
}

impl BadAsset {
    pub(super) fn unresolved(file: &str, entry: &str, name: &str) -> Self {
        Self { file: file.to_owned(), what: format!("\"{entry}\" names \"{name}\", which does not exist") }
    }
}

impl fmt::Display for BadAsset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.what)
    }
}

impl std::error::Error for BadAsset {}

/// Reads RON in which an optional value may be written without `Some`.
pub(super) fn parse<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, BadAsset> {
    ron::Options::default()
        .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
        .from_str(text)
        .map_err(|fault| BadAsset { file: file.to_owned(), what: fault.to_string() })
}
