//! What is asked for while looking at progress.

/// What is done with the figures and charts.
#[derive(Clone, Debug, PartialEq)]
pub enum ProgressCommand {}
