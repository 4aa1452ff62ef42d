//! Stories: what the speaker has done and may tell in answer to a question.

use std::fmt;

use jiff::Timestamp;

use super::framework::{FrameworkId, Targets};
use super::question::{Level, QuestionId};

/// The name a story is known by in files; it never changes, whatever the title does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StoryId(pub String);

impl fmt::Display for StoryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a story is the first to reach for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    #[default]
    Unassigned,
    GoTo,
    Backup,
}

impl Role {
    pub const ALL: [Self; 3] = [Self::Unassigned, Self::GoTo, Self::Backup];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unassigned => "Not decided",
            Self::GoTo => "Go-to",
            Self::Backup => "Backup",
        }
    }
}

/// The bullets of one section of a story.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SectionNotes {
    /// The section's name at the time of writing, so that notes survive a change of framework.
    pub section: String,
    pub bullets: Vec<String>,
}

/// A number worth quoting, and what it says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyFigure {
    pub value: String,
    pub meaning: String,
}

/// What a story said at an earlier time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub saved_at: Timestamp,
    pub title: String,
    pub framework: FrameworkId,
    pub sections: Vec<SectionNotes>,
}

/// Something the speaker did, in the shape in which it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    pub id: StoryId,
    pub title: String,
    pub created_at: Timestamp,
    pub framework: FrameworkId,
    /// The split this story aims at; `None` follows the framework.
    pub targets: Option<Targets>,
    /// The length this story aims at; `None` follows the settings.
    pub target_length_secs: Option<u32>,
    pub sections: Vec<SectionNotes>,
    pub key_figures: Vec<KeyFigure>,
    pub themes: Vec<String>,
    /// Ids of company values it shows: `amz-02`.
    pub values: Vec<String>,
    /// Questions it is meant to answer.
    pub questions: Vec<QuestionId>,
    pub level: Option<Level>,
    pub role: Role,
    pub notes: String,
    /// Earlier versions, oldest first.
    pub drafts: Vec<Draft>,
    pub archived: bool,
}

/// Earlier versions kept per story; the oldest go first.
pub const MAX_DRAFTS: usize = 50;

impl Story {
    /// The title, or what stands for one.
    #[must_use]
    pub fn shown_title(&self) -> &str {
        if self.title.trim().is_empty() { "Untitled story" } else { &self.title }
    }

    #[must_use]
    pub fn new(id: StoryId, title: impl Into<String>, framework: FrameworkId, created_at: Timestamp) -> Self {
        Self {
            id,
            title: title.into(),
            created_at,
            framework,
            targets: None,
            target_length_secs: None,
            sections: Vec::new(),
            key_figures: Vec::new(),
            themes: Vec::new(),
            values: Vec::new(),
            questions: Vec::new(),
            level: None,
            role: Role::default(),
            notes: String::new(),
            drafts: Vec::new(),
            archived: false,
        }
    }

    /// The bullets of the section of this name, if any were written.
    #[must_use]
    pub fn bullets(&self, section: &str) -> &[String] {
        self.sections.iter().find(|notes| notes.section == section).map_or(&[], |notes| &notes.bullets)
    }

    /// When its words last changed, to the sitting: the latest draft is made when a sitting changes them.
    #[must_use]
    pub fn last_changed(&self) -> Timestamp {
        self.drafts.last().map_or(self.created_at, |draft| draft.saved_at.max(self.created_at))
    }

    /// Whether nothing was written yet.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        let words = self.sections.iter().flat_map(|notes| &notes.bullets);
        let figures = self.key_figures.iter().flat_map(|figure| [&figure.value, &figure.meaning]);
        [&self.title, &self.notes].into_iter().chain(words).chain(figures).all(|text| text.trim().is_empty())
    }

    /// The story without the empty points that writing leaves behind.
    #[must_use]
    pub fn tidied(&self) -> Self {
        let mut story = self.clone();
        for notes in &mut story.sections {
            notes.bullets.retain(|bullet| !bullet.trim().is_empty());
        }
        story.sections.retain(|notes| !notes.bullets.is_empty());
        story
            .key_figures
            .retain(|figure| !(figure.value.trim().is_empty() && figure.meaning.trim().is_empty()));
        story
    }

    /// What is told, apart from how it is filed; a change of it is worth a draft.
    #[must_use]
    pub fn tells_the_same_as(&self, other: &Self) -> bool {
        self.title == other.title && self.framework == other.framework && self.sections == other.sections
    }

    /// Keeps the words of `before` as a draft where this version tells something else.
    pub fn remember(&mut self, before: &Self, saved_at: Timestamp) {
        if self.tells_the_same_as(before) {
            return;
        }
        self.drafts.push(Draft {
            saved_at,
            title: before.title.clone(),
            framework: before.framework.clone(),
            sections: before.sections.clone(),
        });
        let surplus = self.drafts.len().saturating_sub(MAX_DRAFTS);
        self.drafts.drain(..surplus);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn story() -> Story {
        Story::new(StoryId("a".into()), "Checkout", FrameworkId::new("star"), Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn a_draft_is_kept_only_when_the_words_change() {
        let before = story();
        let mut filed = Story { archived: true, ..before.clone() };
        filed.remember(&before, Timestamp::UNIX_EPOCH);
        assert!(filed.drafts.is_empty());

        let mut retold = Story { title: "Checkout outage".into(), ..before.clone() };
        retold.remember(&before, Timestamp::UNIX_EPOCH);
        assert_eq!(retold.drafts.len(), 1);
        assert_eq!(retold.drafts[0].title, "Checkout");
    }

    #[test]
    fn the_oldest_drafts_make_room() {
        let mut current = story();
        for version in 0..MAX_DRAFTS + 3 {
            let before = current.clone();
            current.title = format!("Version {version}");
            current.remember(&before, Timestamp::UNIX_EPOCH);
        }
        assert_eq!(current.drafts.len(), MAX_DRAFTS);
        assert_eq!(current.drafts[0].title, "Version 2");
    }
}
