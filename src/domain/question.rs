//! Questions an interviewer asks, whether built in, typed or imported.

use std::fmt;

use super::framework::FrameworkId;
use super::job_role::JobRole;

/// The name a question is known by: `own-01`, or one given when it was typed or imported.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuestionId(pub String);

impl QuestionId {
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }
}

impl fmt::Display for QuestionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How hard a question presses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Difficulty {
    #[default]
    Standard,
    /// Offered after a warm-up or on request.
    Grilling,
    /// Meant to unsettle.
    Pressure,
    /// Tells production experience from reading.
    Senior,
    /// A crisis worked through in phases.
    Scenario,
}

impl Difficulty {
    pub const ALL: [Self; 5] = [Self::Standard, Self::Grilling, Self::Pressure, Self::Senior, Self::Scenario];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Standard => "Standard",
            Self::Grilling => "Grilling",
            Self::Pressure => "Pressure",
            Self::Senior => "Senior",
            Self::Scenario => "Scenario",
        }
    }
}

/// The role a story or an expectation is pitched at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Individual contribution.
    L3,
    /// Technical leadership.
    L4,
    /// Effect on the whole organisation.
    L5,
    /// Effect over years, through other leaders.
    Staff,
}

impl Level {
    pub const ALL: [Self; 4] = [Self::L3, Self::L4, Self::L5, Self::Staff];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::L3 => "L3",
            Self::L4 => "L4",
            Self::L5 => "L5",
            Self::Staff => "Staff and above",
        }
    }
}

/// Where a question comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    BuiltIn,
    /// Typed in the program.
    Own,
    /// Read from a file of this name.
    Imported(String),
}

/// What an interviewer asks next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUp {
    pub id: String,
    pub text: String,
    /// The worry behind it, which the reply must settle; empty where none is known.
    pub settles: String,
}

/// What one level is expected to tell in answer to a levelled question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelExpectation {
    pub level: Level,
    pub situation: String,
    pub actions: Vec<String>,
    pub outcome: String,
}

/// A phase of a production scenario, which takes the place of a framework's section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phase {
    pub name: String,
    pub points: Vec<String>,
}

/// The facts of an answer that would do well, told in the first person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkedExample {
    pub situation: String,
    pub moves: Vec<String>,
    pub outcome: String,
}

/// A whole answer in the words in which it may be spoken, divided as its framework divides it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldAnswer {
    pub framework: FrameworkId,
    /// One text for each section of the framework.
    pub parts: Vec<String>,
}

impl ToldAnswer {
    /// How fast a clear speaker speaks.
    pub const WORDS_PER_MINUTE: f64 = 140.0;

    /// How long each part takes to say, in seconds.
    pub fn secs(&self) -> impl Iterator<Item = f64> + '_ {
        self.parts.iter().map(|part| {
            let words = u32::try_from(part.split_whitespace().count()).unwrap_or(u32::MAX);
            f64::from(words) * 60.0 / Self::WORDS_PER_MINUTE
        })
    }
}

/// Other words for a question, and the terms that stand for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wordings {
    /// The question in one short sentence; empty where there is none.
    pub plain: String,
    /// The sentences that it is asked in elsewhere.
    pub stock: Vec<String>,
    /// Terms of art and other words that somebody looks for it by.
    pub terms: Vec<String>,
}

/// In which words a question is put.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AskIn {
    /// As the bank or its author has it.
    #[default]
    AsWritten,
    /// In one short sentence.
    Plain,
    /// In the sentence that falls in most interviews.
    Stock,
}

impl AskIn {
    pub const ALL: [Self; 3] = [Self::AsWritten, Self::Plain, Self::Stock];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::AsWritten => "As written",
            Self::Plain => "Plain words",
            Self::Stock => "The usual sentence",
        }
    }
}

/// How long a good answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnswerLength {
    pub shortest_secs: u32,
    pub longest_secs: u32,
}

impl Default for AnswerLength {
    fn default() -> Self {
        Self { shortest_secs: 120, longest_secs: 180 }
    }
}

/// A question with everything that helps to answer it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub id: QuestionId,
    pub text: String,
    pub wordings: Wordings,
    pub category: String,
    pub themes: Vec<String>,
    pub difficulty: Difficulty,
    /// The suggested framework first, then alternatives.
    pub frameworks: Vec<FrameworkId>,
    pub length: AnswerLength,
    /// What a strong answer shows.
    pub shows: Vec<String>,
    /// What the question is really about.
    pub probes: Vec<String>,
    pub follow_ups: Vec<FollowUp>,
    pub levels: Vec<LevelExpectation>,
    pub phases: Vec<Phase>,
    /// How to approach a pressure question.
    pub strategy: Vec<String>,
    pub example: Option<WorkedExample>,
    /// The example told aloud, the usual length first.
    pub told: Vec<ToldAnswer>,
    /// Roles that are asked this more than others.
    pub roles: Vec<JobRole>,
    /// Guide cards that help with this question.
    pub cards: Vec<String>,
    pub source: Source,
}

impl Question {
    /// A question of which only the words are known.
    #[must_use]
    pub fn plain(id: QuestionId, text: impl Into<String>, source: Source) -> Self {
        Self {
            id,
            text: text.into(),
            wordings: Wordings::default(),
            category: String::new(),
            themes: Vec::new(),
            difficulty: Difficulty::default(),
            frameworks: Vec::new(),
            length: AnswerLength::default(),
            shows: Vec::new(),
            probes: Vec::new(),
            follow_ups: Vec::new(),
            levels: Vec::new(),
            phases: Vec::new(),
            strategy: Vec::new(),
            example: None,
            told: Vec::new(),
            roles: Vec::new(),
            cards: Vec::new(),
            source,
        }
    }

    /// Every sentence that asks this question, as written first.
    pub fn asked_as(&self) -> impl Iterator<Item = &str> {
        let others = std::iter::once(&self.wordings.plain).chain(&self.wordings.stock);
        std::iter::once(&self.text).chain(others.filter(|words| !words.is_empty())).map(String::as_str)
    }

    /// The sentence to put it in; as it is written where it has no such sentence. `turn` takes the next of several.
    #[must_use]
    pub fn asked_in(&self, ask_in: AskIn, turn: usize) -> &str {
        let stock = &self.wordings.stock;
        let words = match ask_in {
            AskIn::AsWritten => None,
            AskIn::Plain => Some(&self.wordings.plain),
            AskIn::Stock => stock.get(turn % stock.len().max(1)),
        };
        words.filter(|words| !words.is_empty()).unwrap_or(&self.text)
    }

    /// The framework the question suggests, if it names one.
    #[must_use]
    pub fn suggested_framework(&self) -> Option<&FrameworkId> {
        self.frameworks.first()
    }

    /// Levels for which the question says what is expected.
    pub fn levels_covered(&self) -> impl Iterator<Item = Level> + '_ {
        self.levels.iter().map(|expectation| expectation.level)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_without_other_words_is_asked_as_it_is_written() {
        let mut question = Question::plain(QuestionId::new("mine"), "Why this zoo?", Source::Own);
        for ask_in in AskIn::ALL {
            assert_eq!(question.asked_in(ask_in, 3), "Why this zoo?");
        }
        assert_eq!(question.asked_as().collect::<Vec<_>>(), ["Why this zoo?"]);
        question.wordings.stock = vec!["First?".to_owned(), "Second?".to_owned()];
        assert_eq!(
            [0, 1, 2].map(|turn| question.asked_in(AskIn::Stock, turn)),
            ["First?", "Second?", "First?"]
        );
        assert_eq!(question.asked_in(AskIn::Plain, 0), "Why this zoo?");
        question.wordings.plain = "Why here?".to_owned();
        assert_eq!(question.asked_in(AskIn::Plain, 1), "Why here?");
        assert_eq!(question.asked_as().count(), 4);
    }
}
