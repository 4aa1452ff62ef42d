//! How each document looks on disk, apart from the types that the program works with.
//!
//! Field names are plain words, because people read and mend these files. Every field is always written,
//! so that a field the text lacks is one that the program does not know. Reading replaces what is out of
//! range with a warning, and refuses only what cannot be done without.
//!
//! A new field leaves a document's version as it is, because older programs keep what they do not know. A new
//! word for a choice, or another meaning of what is there, raises the version, because they would lose it.

mod filter;
mod framework;
mod guidance;
mod library;
mod plan;
mod preferences;
mod question;
mod settings;
mod story;
mod take;
mod values;

pub use library::LibraryHead;
pub use question::QuestionFile;
pub use settings::SettingsFile;

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;
