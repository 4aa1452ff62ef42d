//! `story.ron`: what is told, how it is filed, and what it said before.

use serde::{Deserialize, Serialize};

use super::framework::TargetsDisk;
use super::values::{self, words};
use crate::domain::framework::FrameworkId;
use crate::domain::question::{Level, QuestionId};
use crate::domain::story::{Draft, KeyFigure, Role, SectionNotes, Story, StoryId};
use crate::store::document::{Check, Document, ReadFault};

words! { RoleWord for Role { Unassigned, GoTo, Backup } else Unassigned }
words! { LevelWord for Level { L3, L4, L5, Staff } else L3 }

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct StoryDisk {
    id: String,
    title: String,
    created_at: String,
    framework: String,
    sections: Vec<NotesDisk>,
    key_figures: Vec<FigureDisk>,
    themes: Vec<String>,
    values: Vec<String>,
    questions: Vec<String>,
    level: Option<LevelWord>,
    role: RoleWord,
    target_length_secs: Option<u32>,
    targets: Option<TargetsDisk>,
    notes: String,
    archived: bool,
    drafts: Vec<DraftDisk>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct NotesDisk {
    section: String,
    bullets: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FigureDisk {
    value: String,
    meaning: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DraftDisk {
    saved_at: String,
    title: String,
    framework: String,
    sections: Vec<NotesDisk>,
}

impl Document for Story {
    const KIND: &'static str = "story";
    const ABOUT: &'static str =
        "A story to tell in interviews, with its earlier versions. Written by Starling.";
    const VERSION: u32 = 1;
    type OnDisk = StoryDisk;

    fn to_disk(&self) -> StoryDisk {
        StoryDisk {
            id: self.id.0.clone(),
            title: values::line(&self.title),
            created_at: self.created_at.to_string(),
            framework: self.framework.0.clone(),
            sections: notes_to_disk(&self.sections),
            key_figures: self.key_figures.iter().map(FigureDisk::from).collect(),
            themes: self.themes.clone(),
            values: self.values.clone(),
            questions: self.questions.iter().map(|id| id.0.clone()).collect(),
            level: self.level.map(LevelWord::from),
            role: self.role.into(),
            target_length_secs: self.target_length_secs,
            targets: self.targets.as_ref().map(TargetsDisk::from),
            notes: self.notes.clone(),
            archived: self.archived,
            drafts: self.drafts.iter().map(DraftDisk::from).collect(),
        }
    }

    fn from_disk(disk: StoryDisk, check: &mut Check<'_, '_>) -> Result<Self, ReadFault> {
        let questions = values::other_ids(disk.questions, &mut check.field("questions"));
        Ok(Self {
            id: StoryId(values::own_id(disk.id, &check.field("id"))?),
            title: title(&disk.title, &mut check.field("title")),
            created_at: values::moment(&disk.created_at, &mut check.field("created_at")),
            framework: framework(disk.framework, &mut check.field("framework")),
            targets: disk.targets.and_then(|targets| targets.to_targets(&mut check.field("targets"))),
            target_length_secs: disk
                .target_length_secs
                .and_then(|secs| values::length_secs(secs, &mut check.field("target_length_secs"))),
            sections: notes(disk.sections),
            key_figures: disk.key_figures.into_iter().map(KeyFigure::from).collect(),
            themes: disk.themes,
            values: disk.values,
            questions: questions.into_iter().map(QuestionId).collect(),
            level: disk.level.and_then(|level| level.known(&mut check.field("level"))),
            role: disk.role.known(&mut check.field("role")).unwrap_or_default(),
            notes: disk.notes,
            drafts: disk
                .drafts
                .into_iter()
                .enumerate()
                .map(|(index, draft)| draft.into_draft(&mut check.field("drafts").element(index)))
                .collect(),
            archived: disk.archived,
        })
    }
}

fn title(text: &str, check: &mut Check<'_, '_>) -> String {
    if !check.is_there() {
        check.warn("The title is missing.");
    }
    values::line(text)
}

/// The framework of this id; STAR stands in where there is none.
fn framework(id: String, check: &mut Check<'_, '_>) -> FrameworkId {
    FrameworkId(values::other_id(id, check).unwrap_or_else(|| "star".to_owned()))
}

fn notes_to_disk(sections: &[SectionNotes]) -> Vec<NotesDisk> {
    let notes =
        |notes: &SectionNotes| NotesDisk { section: notes.section.clone(), bullets: notes.bullets.clone() };
    sections.iter().map(notes).collect()
}

fn notes(disk: Vec<NotesDisk>) -> Vec<SectionNotes> {
    let notes = |notes: NotesDisk| SectionNotes { section: notes.section, bullets: notes.bullets };
    disk.into_iter().map(notes).collect()
}

impl From<&KeyFigure> for FigureDisk {
    fn from(figure: &KeyFigure) -> Self {
        Self { value: figure.value.clone(), meaning: figure.meaning.clone() }
    }
}

impl From<FigureDisk> for KeyFigure {
    fn from(disk: FigureDisk) -> Self {
        Self { value: disk.value, meaning: disk.meaning }
    }
}

impl From<&Draft> for DraftDisk {
    fn from(draft: &Draft) -> Self {
        Self {
            saved_at: draft.saved_at.to_string(),
            title: values::line(&draft.title),
            framework: draft.framework.0.clone(),
            sections: notes_to_disk(&draft.sections),
        }
    }
}

impl DraftDisk {
    fn into_draft(self, check: &mut Check<'_, '_>) -> Draft {
        Draft {
            saved_at: values::moment(&self.saved_at, &mut check.field("saved_at")),
            title: values::line(&self.title),
            framework: framework(self.framework, &mut check.field("framework")),
            sections: notes(self.sections),
        }
    }
}
