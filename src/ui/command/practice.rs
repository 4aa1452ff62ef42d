//! What is asked for while practising.

use crate::domain::catalogue::Filter;
use crate::domain::framework::FrameworkId;
use crate::domain::question::QuestionId;
use crate::domain::rating::Prediction;
use crate::domain::settings::PracticeOptions;
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
    Retake {
        take: TakeId,
        section: usize,
    },
    /// Answers a follow-up question to a take, with a short recording linked to it.
    FollowUp {
        take: TakeId,
        question: String,
    },
    /// Back from a section or a follow-up to whole answers.
    WholeAnswer,
    /// What to try when this story is told next, in a few words.
    Aim(StoryId, String),
    NextQuestion,
    PreviousQuestion,
    /// A question at random, none twice before all had their turn.
    ShuffleQuestion,
    /// Shows the questions to pick from.
    PickQuestion,
    /// Narrows the questions that come next.
    Narrow(Box<Filter>),
    /// The story to tell, or none yet.
    Story(Option<StoryId>),
    /// Asks for the title of a new story.
    AskNewStory,
    /// A new story of this title, to be told now.
    NewStory(String),
    /// Says that the story to tell is meant for this question, or takes that back.
    TogglePin,
    /// A framework of one's own choice; `None` for the one that suits.
    Framework(Option<FrameworkId>),
    /// The length to aim at, in seconds; `None` for the one that is usual here.
    Length(Option<u32>),
    Options(Box<PracticeOptions>),
    NextPrompter,
    NextTemperament,
    /// As in an interview: half a minute to think, no prompter, no pause.
    ToggleInterview,
    /// Asks which microphone is to be used instead of one that hears nothing.
    AskMicrophone,
    /// Uses another microphone; what was recorded so far goes to the trash, and the round begins again.
    SwitchMicrophone {
        id: Option<String>,
        name: Option<String>,
    },
    /// Hears the microphone without recording, or stops that.
    ToggleCheck,
    /// Starts the time to think or the recording, or stops the recording.
    Record,
    /// Starts a round with at least three seconds to think, in which one sees what is to be done better.
    RecordAgain,
    NextSection,
    /// The section with this number, counted from zero.
    JumpTo(usize),
    TakeBackMark,
    PauseOrResume,
    /// What was said so far goes to the trash, and the round begins again.
    Scrap,
    /// Ends the time to think, or asks whether the recording should go to the trash.
    Cancel,
    /// What was said so far goes to the trash.
    Discard,
    /// What the speaker guesses about the take, or nothing.
    Guess(Option<Prediction>),
}
