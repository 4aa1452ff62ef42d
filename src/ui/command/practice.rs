//! What is asked for while practising.

use crate::domain::question::QuestionId;
use crate::domain::story::StoryId;
use crate::domain::take::TakeId;

/// What is done on the way from a question to a take.
#[derive(Clone, Debug, PartialEq)]
pub enum PracticeCommand {
    /// Puts this question on the practice screen.
    Question(QuestionId),
    /// Practises this story, with the question on the screen if it suits, else with one that does.
    PracticeStory(StoryId),
    /// Records one section of a take again, to be kept apart from whole answers.
    Retake { take: TakeId, section: usize },
    /// Answers a follow-up question to a take, with a short recording linked to it.
    FollowUp { take: TakeId, question: String },
}
