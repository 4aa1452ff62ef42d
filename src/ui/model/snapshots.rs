//! Earlier states of the library that one can go back to.

use jiff::Timestamp;

/// What is known of earlier states; nothing until somebody asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshots {
    /// The latest first; `None` before they were looked up.
    pub list: Option<Vec<Snapshot>>,
    /// The one whose changes are shown, and these in sentences.
    pub shown: Option<(Snapshot, Vec<String>)>,
}

/// One earlier state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    pub id: String,
    pub taken_at: Timestamp,
    /// Why it was kept.
    pub why: String,
}
