//! `questions/<name>.ron`: questions that the user typed or imported, several to a file if they like.

use serde::{Deserialize, Serialize};

use super::story::LevelWord;
use super::values::{self, words};
use crate::domain::framework::FrameworkId;
use crate::domain::question::{
    AnswerLength, Difficulty, FollowUp, LevelExpectation, Phase, Question, QuestionId, Source, WorkedExample,
};
use crate::store::document::{Check, Document, ReadFault};

/// Everything that one file of questions holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuestionFile {
    pub questions: Vec<Question>,
}

/// Where a question comes from, as a word alone.
pub enum Origin {
    BuiltIn,
    Own,
    Imported,
}

words! { SourceWord for Origin { BuiltIn, Own, Imported } else Own }
words! { DifficultyWord for Difficulty { Standard, Grilling, Pressure, Senior, Scenario } else Standard }

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct QuestionsDisk {
    questions: Vec<QuestionDisk>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct QuestionDisk {
    id: String,
    text: String,
    category: String,
    themes: Vec<String>,
    difficulty: DifficultyWord,
    frameworks: Vec<String>,
    /// The shortest and the longest good answer.
    length_secs: (u32, u32),
    shows: Vec<String>,
    probes: Vec<String>,
    follow_ups: Vec<FollowUpDisk>,
    levels: Vec<LevelDisk>,
    phases: Vec<PhaseDisk>,
    strategy: Vec<String>,
    example: Option<ExampleDisk>,
    cards: Vec<String>,
    source: SourceWord,
    imported_from: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FollowUpDisk {
    id: String,
    text: String,
    settles: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LevelDisk {
    level: LevelWord,
    situation: String,
    actions: Vec<String>,
    outcome: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PhaseDisk {
    name: String,
    points: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExampleDisk {
    situation: String,
    moves: Vec<String>,
    outcome: String,
}

impl Default for QuestionDisk {
    fn default() -> Self {
        (&Question::plain(QuestionId::new(""), "", Source::Own)).into()
    }
}

impl Document for QuestionFile {
    const KIND: &'static str = "questions";
    const ABOUT: &'static str = "Interview questions of your own or from a list. Written by Starling.";
    const VERSION: u32 = 1;
    /// An import may bring thousands.
    const MAX_BYTES: usize = 16 << 20;
    type OnDisk = QuestionsDisk;

    fn to_disk(&self) -> QuestionsDisk {
        QuestionsDisk { questions: self.questions.iter().map(QuestionDisk::from).collect() }
    }

    fn from_disk(disk: QuestionsDisk, check: &mut Check<'_, '_>) -> Result<Self, ReadFault> {
        let mut list = check.field("questions");
        let question =
            |(index, question): (usize, QuestionDisk)| question.into_question(&mut list.element(index));
        let questions: Result<_, _> = disk.questions.into_iter().enumerate().map(question).collect();
        Ok(Self { questions: questions? })
    }
}

impl From<&Question> for QuestionDisk {
    fn from(question: &Question) -> Self {
        let (source, imported_from) = match &question.source {
            Source::BuiltIn => (Origin::BuiltIn, String::new()),
            Source::Own => (Origin::Own, String::new()),
            Source::Imported(file) => (Origin::Imported, file.clone()),
        };
        Self {
            id: question.id.0.clone(),
            text: question.text.clone(),
            category: values::line(&question.category),
            themes: question.themes.clone(),
            difficulty: question.difficulty.into(),
            frameworks: question.frameworks.iter().map(|id| id.0.clone()).collect(),
            length_secs: (question.length.shortest_secs, question.length.longest_secs),
            shows: question.shows.clone(),
            probes: question.probes.clone(),
            follow_ups: question.follow_ups.iter().map(FollowUpDisk::from).collect(),
            levels: question.levels.iter().map(LevelDisk::from).collect(),
            phases: question.phases.iter().map(PhaseDisk::from).collect(),
            strategy: question.strategy.clone(),
            example: question.example.as_ref().map(ExampleDisk::from),
            cards: question.cards.clone(),
            source: source.into(),
            imported_from,
        }
    }
}

impl QuestionDisk {
    fn into_question(self, check: &mut Check<'_, '_>) -> Result<Question, ReadFault> {
        let id = values::own_id(self.id, &check.field("id"))?;
        if self.text.trim().is_empty() {
            return Err(check.fault(format_args!("The question \"{id}\" has no text")));
        }
        let frameworks = values::other_ids(self.frameworks, &mut check.field("frameworks"));
        let levels = self.levels.into_iter().enumerate();
        let source = match self.source.known(&mut check.field("source")) {
            Some(Origin::BuiltIn) => Source::BuiltIn,
            Some(Origin::Imported) => Source::Imported(self.imported_from),
            Some(Origin::Own) | None => Source::Own,
        };
        Ok(Question {
            category: values::line(&self.category),
            themes: self.themes,
            difficulty: self.difficulty.known(&mut check.field("difficulty")).unwrap_or_default(),
            frameworks: frameworks.into_iter().map(FrameworkId).collect(),
            length: length(self.length_secs, &mut check.field("length_secs")),
            shows: self.shows,
            probes: self.probes,
            follow_ups: self.follow_ups.into_iter().map(FollowUp::from).collect(),
            levels: levels
                .filter_map(|(index, level)| level.into_level(&mut check.field("levels").element(index)))
                .collect(),
            phases: self.phases.into_iter().map(Phase::from).collect(),
            strategy: self.strategy,
            example: self.example.map(WorkedExample::from),
            cards: self.cards,
            ..Question::plain(QuestionId(id), self.text, source)
        })
    }
}

fn length((shortest_secs, longest_secs): (u32, u32), check: &mut Check<'_, '_>) -> AnswerLength {
    if shortest_secs <= longest_secs && values::LENGTH_SECS.contains(&longest_secs) {
        return AnswerLength { shortest_secs, longest_secs };
    }
    check.warn(
        "The shortest length should come first, and the longest be a day at most; the usual ones hold.",
    );
    AnswerLength::default()
}

impl From<&FollowUp> for FollowUpDisk {
    fn from(follow_up: &FollowUp) -> Self {
        Self { id: follow_up.id.clone(), text: follow_up.text.clone(), settles: follow_up.settles.clone() }
    }
}

impl From<FollowUpDisk> for FollowUp {
    fn from(disk: FollowUpDisk) -> Self {
        Self { id: disk.id, text: disk.text, settles: disk.settles }
    }
}

impl From<&LevelExpectation> for LevelDisk {
    fn from(expectation: &LevelExpectation) -> Self {
        Self {
            level: expectation.level.into(),
            situation: expectation.situation.clone(),
            actions: expectation.actions.clone(),
            outcome: expectation.outcome.clone(),
        }
    }
}

impl LevelDisk {
    fn into_level(self, check: &mut Check<'_, '_>) -> Option<LevelExpectation> {
        Some(LevelExpectation {
            level: self.level.known(&mut check.field("level"))?,
            situation: self.situation,
            actions: self.actions,
            outcome: self.outcome,
        })
    }
}

impl From<&Phase> for PhaseDisk {
    fn from(phase: &Phase) -> Self {
        Self { name: phase.name.clone(), points: phase.points.clone() }
    }
}

impl From<PhaseDisk> for Phase {
    fn from(disk: PhaseDisk) -> Self {
        Self { name: disk.name, points: disk.points }
    }
}

impl From<&WorkedExample> for ExampleDisk {
    fn from(example: &WorkedExample) -> Self {
        Self {
            situation: example.situation.clone(),
            moves: example.moves.clone(),
            outcome: example.outcome.clone(),
        }
    }
}

impl From<ExampleDisk> for WorkedExample {
    fn from(disk: ExampleDisk) -> Self {
        Self { situation: disk.situation, moves: disk.moves, outcome: disk.outcome }
    }
}
