//! A question as our RON files write it: the shape of the built-in bank, in which nearly everything may be left out.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::domain::framework::FrameworkId;
use crate::domain::question::{
    AnswerLength, Difficulty, FollowUp, Level, LevelExpectation, Phase, Question, QuestionId, Source,
    WorkedExample,
};

/// A question in a RON file. Fields that this version does not know are passed over.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct QuestionRecord<'a> {
    #[serde(borrow)]
    pub text: Cow<'a, str>,
    pub category: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub themes: Vec<String>,
    pub difficulty: DifficultyName,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub frameworks: Vec<String>,
    pub length_secs: (u32, u32),
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shows: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub probes: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub follow_ups: Vec<FollowUpRecord>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<LevelRecord>,
    /// The bank calls them sections.
    #[serde(skip_serializing_if = "Vec::is_empty", alias = "sections")]
    pub phases: Vec<PhaseRecord>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub strategy: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<ExampleRecord>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cards: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FollowUpRecord {
    pub text: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub settles: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum DifficultyName {
    #[default]
    Standard,
    Grilling,
    Pressure,
    Senior,
    Scenario,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LevelName {
    L3,
    L4,
    L5,
    Staff,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelRecord {
    pub level: LevelName,
    #[serde(default)]
    pub situation: String,
    #[serde(default)]
    pub actions: Vec<String>,
    #[serde(default)]
    pub outcome: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhaseRecord {
    pub name: String,
    #[serde(default)]
    pub points: Vec<PointRecord>,
}

/// A point, which the bank writes beside the row it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum PointRecord {
    Alone(String),
    WithRow(String, String),
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExampleRecord {
    pub situation: String,
    pub moves: Vec<String>,
    pub outcome: String,
}

/// Pairs of the domain's names and the files' names, which are the same words.
macro_rules! same_names {
    ($domain:ident, $file:ident: $($name:ident),+) => {
        impl From<$domain> for $file {
            fn from(value: $domain) -> Self {
                match value { $($domain::$name => Self::$name),+ }
            }
        }
        impl From<$file> for $domain {
            fn from(value: $file) -> Self {
                match value { $($file::$name => Self::$name),+ }
            }
        }
    };
}

same_names!(Difficulty, DifficultyName: Standard, Grilling, Pressure, Senior, Scenario);
same_names!(Level, LevelName: L3, L4, L5, Staff);

impl<'a> QuestionRecord<'a> {
    #[must_use]
    pub fn of(question: &'a Question) -> Self {
        Self {
            text: Cow::Borrowed(&question.text),
            category: question.category.clone(),
            themes: question.themes.clone(),
            difficulty: question.difficulty.into(),
            frameworks: question.frameworks.iter().map(|framework| framework.0.clone()).collect(),
            length_secs: (question.length.shortest_secs, question.length.longest_secs),
            shows: question.shows.clone(),
            probes: question.probes.clone(),
            follow_ups: question
                .follow_ups
                .iter()
                .map(|follow_up| FollowUpRecord {
                    text: follow_up.text.clone(),
                    settles: follow_up.settles.clone(),
                })
                .collect(),
            levels: question.levels.iter().cloned().map(LevelRecord::from).collect(),
            phases: question.phases.iter().cloned().map(PhaseRecord::from).collect(),
            strategy: question.strategy.clone(),
            example: question.example.clone().map(ExampleRecord::from),
            cards: question.cards.clone(),
        }
    }

    /// The question without a name of its own, which it gets when it is saved.
    #[must_use]
    pub fn into_question(self) -> Question {
        let (shortest_secs, longest_secs) = self.length_secs;
        let length = if shortest_secs == 0 || longest_secs < shortest_secs {
            AnswerLength::default()
        } else {
            AnswerLength { shortest_secs, longest_secs }
        };
        Question {
            category: self.category,
            themes: self.themes,
            difficulty: self.difficulty.into(),
            frameworks: self.frameworks.into_iter().map(FrameworkId).collect(),
            length,
            shows: self.shows,
            probes: self.probes,
            follow_ups: self
                .follow_ups
                .into_iter()
                .map(|FollowUpRecord { text, settles }| FollowUp { id: String::new(), text, settles })
                .collect(),
            levels: self.levels.into_iter().map(LevelExpectation::from).collect(),
            phases: self.phases.into_iter().map(Phase::from).collect(),
            strategy: self.strategy,
            example: self.example.map(WorkedExample::from),
            cards: self.cards,
            ..Question::plain(QuestionId::new(""), self.text, Source::Own)
        }
    }
}

impl From<LevelExpectation> for LevelRecord {
    fn from(level: LevelExpectation) -> Self {
        let LevelExpectation { level, situation, actions, outcome } = level;
        Self { level: level.into(), situation, actions, outcome }
    }
}

impl From<LevelRecord> for LevelExpectation {
    fn from(record: LevelRecord) -> Self {
        let LevelRecord { level, situation, actions, outcome } = record;
        Self { level: level.into(), situation, actions, outcome }
    }
}

impl From<Phase> for PhaseRecord {
    fn from(phase: Phase) -> Self {
        Self { name: phase.name, points: phase.points.into_iter().map(PointRecord::Alone).collect() }
    }
}

impl From<PhaseRecord> for Phase {
    fn from(record: PhaseRecord) -> Self {
        let text = |point| match point {
            PointRecord::Alone(text) | PointRecord::WithRow(_, text) => text,
        };
        Self { name: record.name, points: record.points.into_iter().map(text).collect() }
    }
}

impl From<WorkedExample> for ExampleRecord {
    fn from(example: WorkedExample) -> Self {
        let WorkedExample { situation, moves, outcome } = example;
        Self { situation, moves, outcome }
    }
}

impl From<ExampleRecord> for WorkedExample {
    fn from(record: ExampleRecord) -> Self {
        let ExampleRecord { situation, moves, outcome } = record;
        Self { situation, moves, outcome }
    }
}
