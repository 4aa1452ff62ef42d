//! Which framework suits a question, and why, judged by what the question asks for.

use super::framework::FrameworkId;
use super::question::{Difficulty, Question};

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
    /// For a problem and its solution.
    Problem,
    /// For how something works or would be built.
    Technology,
    /// For the biggest or proudest story there is.
    BigStory,
    /// To see the speaker defend themselves.
    Defence,
    /// For who the speaker is, and for their reasons.
    Person,
}

/// What words tell, the first rule that holds decides. A star stands for any ending.
const RULES: &[(Asks, &[&str])] = &[
    (
        Asks::ShortExample,
        &["quick example", "short example", "brief example", "briefly", "in a sentence", "in one minute"],
    ),
    (
        Asks::Person,
        &[
            "about yourself",
            "introduce yourself",
            "your resume",
            "your cv",
            "why do you want",
            "why us",
            "why this company",
            "why this role",
            "why are you leaving",
            "why did you leave",
            "why are you interested",
            "should we hire you",
            "salary",
            "compensation",
            "looking for in your next",
            "in five years",
            "career goals",
            "your strengths",
            "greatest strength",
            "motivates you",
            "questions for us",
            "describe you",
            "work from home",
            "remote work",
            "ai tools",
        ],
    ),
    (
        Asks::Lesson,
        &[
            "fail",
            "fails",
            "failed",
            "failing",
            "failure*",
            "mistake*",
            "regret*",
            "weakness*",
            "hindsight",
            "lesson*",
            "learn from",
            "learned from",
            "learnt from",
            "did you learn",
            "what you learned",
            "what you learnt",
            "differently",
            "wrong decision*",
            "wrong call",
            "bad decision*",
            "to be wrong",
            "was wrong",
            "were wrong",
            "went wrong",
            "go wrong",
            "backfired",
            "blind spot*",
            "criticism",
            "criticised",
            "criticized",
            "pivot*",
            "changed direction",
            "change of direction",
            "changed requirements",
            "changing requirements",
            "requirements changed",
            "requirements change",
            "adapt",
            "adapted",
            "missed a deadline",
            "missed deadline*",
            "burned out",
            "cut corners",
            "areas for improvement",
            "let someone down",
        ],
    ),
    (
        Asks::Barrier,
        &[
            "conflict*",
            "disagree*",
            "disagreement*",
            "difference of opinion",
            "push back",
            "pushed back",
            "pushing back",
            "pushback",
            "say no",
            "said no",
            "saying no",
            "overcome",
            "overcame",
            "overcoming",
            "obstacle*",
            "barrier*",
            "resist*",
            "clash*",
            "argument*",
            "get along",
            "got along",
            "get on with",
            "stood up",
            "stand up for",
            "stood alone",
            "stood your ground",
            "stand your ground",
            "protected your",
            "protect your team",
            "unethical",
            "dilemma",
            "against your",
            "controversial",
            "difficult colleague*",
            "difficult co worker*",
            "difficult coworker*",
            "difficult person",
            "difficult people",
            "difficult team*",
            "difficult stakeholder*",
            "difficult customer*",
            "difficult client*",
            "difficult manager*",
            "difficult boss*",
            "difficult to work with",
            "brilliant jerk*",
        ],
    ),
    (
        Asks::Problem,
        &[
            "debug*",
            "bug",
            "bugs",
            "defect*",
            "root cause*",
            "troubleshoot*",
            "problem*",
            "outage*",
            "latency",
            "slow",
            "faster",
            "speed up",
            "optimise*",
            "optimize*",
            "optimising",
            "optimizing",
            "performance of",
            "system performance",
            "performance issue*",
            "performance win",
            "memory leak*",
            "crash*",
            "simplified",
            "simplify",
            "streamline*",
            "automated",
            "improved a process",
            "improve a process",
            "improved how",
        ],
    ),
    (
        Asks::BigStory,
        &[
            "proudest",
            "most proud",
            "proud of",
            "biggest achievement*",
            "biggest accomplishment*",
            "biggest success",
            "biggest win",
            "biggest impact",
            "biggest project*",
            "greatest achievement*",
            "greatest accomplishment*",
            "most significant",
            "most important project",
            "most impactful",
        ],
    ),
    (
        Asks::Technology,
        &[
            "how would you design",
            "how would you build",
            "how would you implement",
            "how would you scale",
            "how would you test",
            "how would you debug",
            "how would you secure",
            "how does",
            "how do you implement",
            "difference between",
            "what happens when",
            "design a",
            "design an",
            "explain the",
            "explain how",
            "what is a",
            "what is an",
            "what is the difference",
            "pros and cons of",
        ],
    ),
];

impl Asks {
    /// Judges by the wording; whatever fits nothing else asks for a past event.
    #[must_use]
    pub fn by_wording(text: &str) -> Self {
        let text = text.to_lowercase();
        let words: Vec<&str> =
            text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        if says(&words, "feedback") {
            let gives =
                ["give", "gave", "giving", "provide*", "deliver*"].iter().any(|word| says(&words, word));
            return if gives { Self::PastEvent } else { Self::Lesson };
        }
        let told = RULES.iter().find(|(_, phrases)| phrases.iter().any(|phrase| says(&words, phrase)));
        told.map_or(Self::PastEvent, |(asks, _)| *asks)
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
            Self::Problem => ("par", "It asks how you solved a problem, so start from the problem itself"),
            Self::Technology => {
                ("par", "It asks how something works, so name the problem first and then your way")
            }
            Self::Person => {
                ("person", "It asks about you, so answer first, prove it, and say what it means here")
            }
            Self::BigStory => ("digs", "It asks for your biggest story, which deserves a scene to open with"),
            Self::Defence => {
                ("pressure", "It is meant to unsettle, and six steps keep you from defending yourself")
            }
        };
        Suggestion { framework: FrameworkId::new(framework), reason }
    }

    fn by_framework(framework: &FrameworkId) -> Option<Self> {
        match framework.0.as_str() {
            "star" => Some(Self::PastEvent),
            "car" => Some(Self::ShortExample),
            "carl" => Some(Self::Lesson),
            "soar" => Some(Self::Barrier),
            "par" => Some(Self::Problem),
            "digs" => Some(Self::BigStory),
            "pressure" => Some(Self::Defence),
            "person" => Some(Self::Person),
            _ => None,
        }
    }
}

/// What suits a question that is asked on the spot, after an answer.
#[must_use]
pub fn on_the_spot() -> Suggestion {
    let reason = "It comes on the spot, and three parts are told faster than four";
    Suggestion { reason, ..Asks::ShortExample.suggestion() }
}

/// Whether the words of a phrase follow one another somewhere.
fn says(words: &[&str], phrase: &str) -> bool {
    let phrase: Vec<&str> = phrase.split(' ').collect();
    let fits = |word: &str, wanted: &str| match wanted.strip_suffix('*') {
        Some(beginning) => word.starts_with(beginning),
        None => word == wanted,
    };
    words
        .windows(phrase.len())
        .any(|window| window.iter().zip(&phrase).all(|(word, wanted)| fits(word, wanted)))
}

/// The framework a question suggests: the one it names, or else the one its wording asks for.
#[must_use]
pub fn suggest(question: &Question) -> Suggestion {
    let Some(named) = question.suggested_framework() else {
        let by_wording = || Asks::by_wording(&question.text);
        let is_pressure = question.difficulty == Difficulty::Pressure;
        return if is_pressure { Asks::Defence } else { by_wording() }.suggestion();
    };
    let reason = Asks::by_framework(named).map(|asks| asks.suggestion().reason);
    Suggestion { framework: named.clone(), reason: reason.unwrap_or("The question names this framework") }
}

#[cfg(test)]
mod tests {
    use super::super::bank::Bank;
    use super::super::guide::Guide;
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
            ("How would you design a rate limiter?", "par"),
            ("Tell me about yourself.", "person"),
            ("What is your greatest weakness?", "carl"),
        ];
        for (text, framework) in cases {
            assert_eq!(suggested(text), framework, "{text}");
        }
    }

    #[test]
    fn words_are_judged_and_not_what_they_contain() {
        let cases = [
            ("Tell me about a machine learning project you shipped.", "star"),
            ("Tell me about a failover you planned.", "star"),
            ("Tell me about a time you learned a new language.", "star"),
            ("Describe a debugger you built, and the bugs it found.", "par"),
            ("Tell me about a time you gave difficult feedback.", "star"),
            ("Tell me about a time you received difficult feedback.", "carl"),
            ("How was your last performance review?", "star"),
            ("Tell me about a slowly growing team you led.", "star"),
        ];
        for (text, framework) in cases {
            assert_eq!(suggested(text), framework, "{text}");
        }
    }

    #[test]
    fn the_thirty_behavioural_questions_in_their_stock_wording_get_the_framework_of_the_bank() {
        let core = Bank::built_in().questions.iter().filter(|one| one.category == "Core behavioural");
        let thirty: Vec<&Question> = core.filter(|one| one.id.0 != "weak-01").collect();
        assert_eq!(thirty.len(), 30);
        let is_right = |one: &Question, text: &str| suggested(text) == one.frameworks[0].0;
        let stock = thirty.iter().flat_map(|one| one.wordings.stock.iter().map(move |text| (one, text)));
        let wrong: Vec<_> = stock.filter(|(one, text)| !is_right(one, text)).map(|(_, text)| text).collect();
        assert!(wrong.len() <= 3, "{wrong:?}");
    }

    #[test]
    fn what_a_built_in_question_suggests_is_the_framework_of_its_first_card() {
        for question in &Bank::built_in().questions {
            let card = Guide::built_in().cards_for(question).next().unwrap();
            let of_card = match card.id.as_str() {
                "pressure-template" => Some("pressure"),
                id => id.strip_prefix("fw-"),
            };
            let suggested = suggest(question).framework.0;
            assert!(
                of_card.is_none_or(|of_card| of_card == suggested),
                "{} suggests {suggested}",
                question.id
            );
        }
    }

    #[test]
    fn what_the_question_names_goes_before_its_wording() {
        let mut question = Question::plain(QuestionId::new("x"), "When did you fail?", Source::Own);
        question.frameworks = vec![FrameworkId::new("soar"), FrameworkId::new("carl")];
        assert_eq!(suggest(&question).framework, FrameworkId::new("soar"));
        question.frameworks.clear();
        question.difficulty = Difficulty::Pressure;
        assert_eq!(suggest(&question).framework, FrameworkId::new("pressure"));
    }
}
