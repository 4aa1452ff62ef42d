//! What is asked for while questions are brought in or handed out.

/// What is done with lists of questions in files.
#[derive(Clone, Debug, PartialEq)]
pub enum ImportCommand {}
