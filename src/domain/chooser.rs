//! Which framework suits a question, and why, judged by what the question asks for.

use super::framework::FrameworkId;
use super::question::Question;

/// A framework with the reason that is shown beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    pub framework: FrameworkId,
    pub reason: &'static str,
}

/// What kind of answer a question wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// For something the speaker did.
    PastEvent,
    /// For a short example, or in reply to an answer.
    ShortExample,
    /// For a failure, and what was learnt from it.
    Lesson,
    /// For a conflict, or a barrier that was overcome.
    Barrier,
    /// For a technical problem and its solution.
    TechnicalProblem,
    /// For the biggest or proudest story there is.
    BigStory,
}

impl Asks {
    /// Judges by the wording; whatever fits nothing else asks for a past event.
    #[must_use]
    pub fn by_wording(text: &str) -> Self {
        let text = text.to_lowercase();
        let speaks_of = |words: &[&str]| words.iter().any(|word| text.contains(word));
        if speaks_of(&["quick example", "short example", "briefly", "in a sentence", "in one minute"]) {
            Self::ShortExample
        } else if speaks_of(&[
            "fail",
            "mistake",
            "lesson",
            "learn",
            "regret",
            "wrong",
            "hindsight",
            "weakness",
            "differently",
            "criticism",
            "feedback",
        ]) {
            Self::Lesson
        } else if speaks_of(&[
            "conflict",
            "disagree",
            "difficult colleague",
            "difficult person",
            "pushed back",
            "push back",
            "overcome",
            "obstacle",
            "against your",
            "resist",
            "say no",
            "said no",
        ]) {
            Self::Barrier
        } else if speaks_of(&[
            "debug",
            "bug",
            "root cause",
            "performance",
            "latency",
            "outage",
            "technical problem",
            "slow ",
            "defect",
            "optimis",
            "optimiz",
        ]) {
            Self::TechnicalProblem
        } else if speaks_of(&[
            "proudest",
            "most proud",
            "biggest",
            "most significant",
            "greatest achievement",
        ]) {
            Self::BigStory
        } else {
            Self::PastEvent
        }
    }

    /// The framework that suits, and why.
    #[must_use]
    pub fn suggestion(self) -> Suggestion {
        let (framework, reason) = match self {
            Self::PastEvent => {
                ("star", "It asks for something you did, so most of the time belongs to the action")
            }
            Self::ShortExample => {
                ("car", "It asks for a short example, and three parts are told faster than four")
            }
            Self::Lesson => ("carl", "It asks what you learnt, and this framework ends on it"),
            Self::Barrier => {
                ("soar", "It asks what stood in your way, so the obstacle gets a part of its own")
            }
            Self::TechnicalProblem => {
                ("par", "It asks how you solved a problem, so start from the problem itself")
            }
            Self::BigStory => ("digs", "It asks for your biggest story, which deserves a scene to open with"),
        };
        Suggestion { framework: FrameworkId::new(framework), reason }
    }

    fn by_framework(framework: &FrameworkId) -> Option<Self> {
        match framework.0.as_str() {
            "star" => Some(Self::PastEvent),
            "car" => Some(Self::ShortExample),
            "carl" => Some(Self::Lesson),
            "soar" => Some(Self::Barrier),
            "par" => Some(Self::TechnicalProblem),
            "digs" => Some(Self::BigStory),
            _ => None,
        }
    }
}

/// The framework a question suggests: the one it names, or else the one its wording asks for.
#[must_use]
pub fn suggest(question: &Question) -> Suggestion {
    question.suggested_framework().map_or_else(
        || Asks::by_wording(&question.text).suggestion(),
        |named| Suggestion {
            framework: named.clone(),
            reason: Asks::by_framework(named)
                .map_or("The question names this framework", |asks| asks.suggestion().reason),
        },
    )
}

#[cfg(test)]
mod tests {
    use super::super::question::{QuestionId, Source};
    use super::*;

    fn suggested(text: &str) -> String {
        suggest(&Question::plain(QuestionId::new("x"), text, Source::Own)).framework.0
    }

    #[test]
    fn each_kind_of_wording_gets_its_framework() {
        let cases = [
            ("Tell me about a project you owned", "star"),
            ("Give me a quick example of teamwork", "car"),
            ("Describe a time you failed", "carl"),
            ("When did you disagree with your manager?", "soar"),
            ("Walk me through the hardest bug you have debugged", "par"),
            ("What is the work you are proudest of?", "digs"),
        ];
        for (text, framework) in cases {
            assert_eq!(suggested(text), framework, "{text}");
        }
    }

    #[test]
    fn what_the_question_names_goes_before_its_wording() {
        let mut question = Question::plain(QuestionId::new("x"), "When did you fail?", Source::Own);
        question.frameworks = vec![FrameworkId::new("soar"), FrameworkId::new("carl")];
        assert_eq!(suggest(&question).framework, FrameworkId::new("soar"));
    }
}
