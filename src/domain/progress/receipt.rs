//! Receipts: which takes, which marks and which formula a shown number comes from.

use crate::domain::figures::{Formula, Unit};
use crate::domain::take::{MarkSource, TakeId};

/// Where a shown number comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Receipt {
    /// What the number says.
    pub what: String,
    pub unit: Unit,
    pub formula: Formula,
    /// The takes that enter it, in the order they were recorded.
    pub takes: Vec<TakeId>,
    /// The marks it rests on; `None` where it rests on none or on both sorts.
    pub marks: Option<MarkSource>,
}

impl Receipt {
    /// The number, worked out from what the receipt holds.
    #[must_use]
    pub fn value(&self) -> Option<f64> {
        self.formula.evaluate()
    }

    /// The receipt in one sentence.
    #[must_use]
    pub fn words(&self) -> String {
        let value = self.value().map_or_else(|| "none".to_owned(), |value| self.unit.say(value));
        let takes = match self.takes.len() {
            1 => "1 take".to_owned(),
            count => format!("{count} takes"),
        };
        let marks = self.marks.map_or_else(String::new, |marks| format!(", {}", marks.word()));
        format!("{}: {value}. {} ({takes}{marks}).", self.what, self.formula.words())
    }
}
