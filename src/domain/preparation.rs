//! Getting ready for real interviews: which ones are coming, and what of the checklists is done.

use std::collections::BTreeSet;

use jiff::civil::Date;

/// An interview that the user prepares for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interview {
    pub id: String,
    pub company: String,
    pub role: String,
    pub date: Option<Date>,
    /// Ids of checklist items that are done for this interview.
    pub ticked: BTreeSet<String>,
    pub notes: String,
}

/// Everything that is prepared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preparation {
    pub interviews: Vec<Interview>,
    /// Ids of checklist items that are done whatever the interview.
    pub ticked: BTreeSet<String>,
}
