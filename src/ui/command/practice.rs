//! What is asked for while practising.

use crate::domain::question::QuestionId;

/// What is done on the way from a question to a take.
#[derive(Clone, Debug, PartialEq)]
pub enum PracticeCommand {
    /// Puts this question on the practice screen.
    Question(QuestionId),
}
