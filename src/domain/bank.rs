//! The built-in questions, read from the assets.

use std::sync::LazyLock;

use serde::Deserialize;

use super::assets::{self, BadAsset};
use super::framework::FrameworkId;
use super::job_role::JobRole;
use super::question::{
    AnswerLength, Difficulty, FollowUp, Level, LevelExpectation, Phase, Question, QuestionId, Source,
    ToldAnswer, Wordings, WorkedExample,
};

/// The built-in questions and the follow-ups that fit any of them.
#[derive(Clone, Debug, Default)]
pub struct Bank {
    pub questions: Vec<Question>,
    pub shared_follow_ups: Vec<SharedFollowUp>,
}

/// A follow-up that can be put after any answer.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SharedFollowUp {
    pub id: String,
    pub group: String,
    pub text: String,
}

impl Bank {
    /// The bank that ships with the program, read once.
    pub fn built_in() -> &'static Self {
        static BANK: LazyLock<Bank> = LazyLock::new(|| Bank::read(&FILES, SHARED, TOLD).unwrap_or_default());
        &BANK
    }

    pub fn question(&self, id: &QuestionId) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == *id)
    }

    fn read(files: &[(&str, &str)], shared: (&str, &str), told: (&str, &str)) -> Result<Self, BadAsset> {
        let shared_follow_ups: Vec<SharedFollowUp> = assets::parse(shared.0, shared.1)?;
        let mut questions = Vec::new();
        for (name, text) in files {
            for entry in assets::parse::<Vec<Entry>>(name, text)? {
                questions.push(entry.into_question(name, &shared_follow_ups)?);
            }
        }
        let (file, text) = told;
        for told in assets::parse::<Vec<ToldEntry>>(file, text)? {
            let asked = questions.iter_mut().find(|question| question.id.0 == told.question);
            let asked = asked.ok_or_else(|| BadAsset::unresolved(file, "an answer told", &told.question))?;
            asked.told.push(ToldAnswer { framework: FrameworkId(told.framework), parts: told.parts });
        }
        Ok(Self { questions, shared_follow_ups })
    }
}

macro_rules! bank_file {
    ($name:literal) => {
        ($name, include_str!(concat!("../../assets/bank/", $name)))
    };
}

const SHARED: (&str, &str) = bank_file!("shared_follow_ups.ron");

const TOLD: (&str, &str) = bank_file!("told.ron");

const FILES: [(&str, &str); 16] = [
    bank_file!("core.ron"),
    bank_file!("levelled.ron"),
    bank_file!("themes.ron"),
    bank_file!("principles.ron"),
    bank_file!("pressure.ron"),
    bank_file!("architecture.ron"),
    bank_file!("data.ron"),
    bank_file!("communication.ron"),
    bank_file!("observability.ron"),
    bank_file!("performance.ron"),
    bank_file!("security.ron"),
    bank_file!("operations.ron"),
    bank_file!("scenarios.ron"),
    bank_file!("motivation.ron"),
    bank_file!("roles.ron"),
    bank_file!("staff.ron"),
];

/// A question as it stands in an asset file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    text: String,
    plain: String,
    also_asked_as: Vec<String>,
    terms: Vec<String>,
    category: String,
    #[serde(default)]
    themes: Vec<String>,
    #[serde(default)]
    roles: Vec<RoleEntry>,
    difficulty: DifficultyEntry,
    frameworks: Vec<String>,
    length_secs: (u32, u32),
    shows: Vec<String>,
    probes: Vec<String>,
    #[serde(default)]
    follow_ups: Vec<FollowUpEntry>,
    #[serde(default)]
    shared_follow_ups: Vec<String>,
    #[serde(default)]
    levels: Vec<LevelEntry>,
    #[serde(default)]
    sections: Vec<PhaseEntry>,
    /// Rows of the list of common errors that this entry gets right; kept for whoever edits the file.
    #[serde(default, rename = "corrections")]
    _corrections: Vec<String>,
    #[serde(default)]
    strategy: Vec<String>,
    example: Option<ExampleEntry>,
    #[serde(default)]
    cards: Vec<String>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
enum DifficultyEntry {
    Standard,
    Grilling,
    Pressure,
    Senior,
    Scenario,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FollowUpEntry {
    id: String,
    text: String,
    #[serde(default)]
    settles: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LevelEntry {
    #[serde(rename = "id")]
    _id: String,
    level: LevelName,
    situation: String,
    actions: Vec<String>,
    outcome: String,
}

#[derive(Clone, Copy, Debug, Deserialize)]
enum LevelName {
    L3,
    L4,
    L5,
    Staff,
}

#[derive(Clone, Copy, Debug, Deserialize)]
enum RoleEntry {
    EngineeringManager,
    Reliability,
    Data,
    FrontEnd,
    ProductMinded,
    NewGraduate,
    StaffAndAbove,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PhaseEntry {
    name: String,
    #[serde(default)]
    points: Vec<(String, String)>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExampleEntry {
    #[serde(rename = "id")]
    _id: String,
    situation: String,
    moves: Vec<String>,
    outcome: String,
}

/// An answer to a question as it would be spoken.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ToldEntry {
    question: String,
    framework: String,
    parts: Vec<String>,
}

impl Entry {
    fn into_question(self, file: &str, shared: &[SharedFollowUp]) -> Result<Question, BadAsset> {
        let mut follow_ups: Vec<FollowUp> = self
            .follow_ups
            .into_iter()
            .map(|FollowUpEntry { id, text, settles }| FollowUp { id, text, settles })
            .collect();
        for id in self.shared_follow_ups {
            let found = shared.iter().find(|follow_up| follow_up.id == id);
            let follow_up = found.ok_or_else(|| BadAsset::unresolved(file, &self.id, &id))?;
            follow_ups.push(FollowUp { id, text: follow_up.text.clone(), settles: String::new() });
        }
        let (shortest_secs, longest_secs) = self.length_secs;
        Ok(Question {
            id: QuestionId(self.id),
            text: self.text,
            wordings: Wordings { plain: self.plain, stock: self.also_asked_as, terms: self.terms },
            category: self.category,
            themes: self.themes,
            difficulty: self.difficulty.into(),
            frameworks: self.frameworks.into_iter().map(FrameworkId).collect(),
            length: AnswerLength { shortest_secs, longest_secs },
            shows: self.shows,
            probes: self.probes,
            follow_ups,
            levels: self.levels.into_iter().map(LevelExpectation::from).collect(),
            phases: self.sections.into_iter().map(Phase::from).collect(),
            strategy: self.strategy,
            example: self.example.map(WorkedExample::from),
            told: Vec::new(),
            roles: self.roles.into_iter().map(JobRole::from).collect(),
            cards: self.cards,
            source: Source::BuiltIn,
        })
    }
}

impl From<DifficultyEntry> for Difficulty {
    fn from(entry: DifficultyEntry) -> Self {
        match entry {
            DifficultyEntry::Standard => Self::Standard,
            DifficultyEntry::Grilling => Self::Grilling,
            DifficultyEntry::Pressure => Self::Pressure,
            DifficultyEntry::Senior => Self::Senior,
            DifficultyEntry::Scenario => Self::Scenario,
        }
    }
}

impl From<RoleEntry> for JobRole {
    fn from(entry: RoleEntry) -> Self {
        match entry {
            RoleEntry::EngineeringManager => Self::EngineeringManager,
            RoleEntry::Reliability => Self::Reliability,
            RoleEntry::Data => Self::Data,
            RoleEntry::FrontEnd => Self::FrontEnd,
            RoleEntry::ProductMinded => Self::ProductMinded,
            RoleEntry::NewGraduate => Self::NewGraduate,
            RoleEntry::StaffAndAbove => Self::StaffAndAbove,
        }
    }
}

impl From<LevelEntry> for LevelExpectation {
    fn from(entry: LevelEntry) -> Self {
        let level = match entry.level {
            LevelName::L3 => Level::L3,
            LevelName::L4 => Level::L4,
            LevelName::L5 => Level::L5,
            LevelName::Staff => Level::Staff,
        };
        Self { level, situation: entry.situation, actions: entry.actions, outcome: entry.outcome }
    }
}

impl From<PhaseEntry> for Phase {
    fn from(entry: PhaseEntry) -> Self {
        Self { name: entry.name, points: entry.points.into_iter().map(|(_, text)| text).collect() }
    }
}

impl From<ExampleEntry> for WorkedExample {
    fn from(entry: ExampleEntry) -> Self {
        Self { situation: entry.situation, moves: entry.moves, outcome: entry.outcome }
    }
}

/// The question somebody new finds on the card: everybody has an answer to it.
pub const FIRST_QUESTION: &str = "val-02";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_question_is_in_the_bank_and_none_of_the_hard_ones() {
        let first =
            Bank::built_in().questions.iter().find(|question| question.id.0 == FIRST_QUESTION).unwrap();
        assert_eq!(first.difficulty, Difficulty::Standard);
        assert!(first.text.len() < 130);
    }

    #[test]
    fn the_shipped_bank_can_be_read() {
        let bank = Bank::read(&FILES, SHARED, TOLD).unwrap_or_else(|fault| panic!("{fault}"));
        assert_eq!(bank.questions.len(), 275);
        assert_eq!(bank.shared_follow_ups.len(), 12);
    }

    #[test]
    fn a_follow_up_that_is_not_there_is_named() {
        let text = r#"[(id: "a", text: "b", plain: "b", also_asked_as: [], terms: [], category: "c", difficulty: Standard, frameworks: [], length_secs: (1, 2),
            shows: [], probes: [], shared_follow_ups: ["fu-none"])]"#;
        let fault = Bank::read(&[("x.ron", text)], ("s.ron", "[]"), ("t.ron", "[]")).unwrap_err();
        assert_eq!(fault.to_string(), "x.ron: \"a\" names \"fu-none\", which does not exist");
    }
}
