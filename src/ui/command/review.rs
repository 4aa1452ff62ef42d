//! What is asked for while listening to a take.

use crate::domain::take::{Take, TakeId};

/// What is done to takes.
#[derive(Clone, Debug, PartialEq)]
pub enum ReviewCommand {
    Open(TakeId),
    /// Back to the list.
    Close,
    /// The take as it is now; it is saved a moment later.
    Change(Box<Take>),
    /// Moves a take to the trash.
    Delete(TakeId),
}
