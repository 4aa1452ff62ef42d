//! Questions an interviewer asks, whether built in, typed or imported.

use std::fmt;

use super::framework::FrameworkId;

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
}

impl Level {
    pub const ALL: [Self; 3] = [Self::L3, Self::L4, Self::L5];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::L3 => "L3",
            Self::L4 => "L4",
            Self::L5 => "L5",
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
            cards: Vec::new(),
            source,
        }
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
