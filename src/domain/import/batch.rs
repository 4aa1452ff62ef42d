//! Several files at once, as a list to tick before anything is saved.

use super::{Confidence, Found, Import, Skipped, Twin, Warning, mark_duplicates};
use crate::domain::question::{Question, QuestionId, Source};

/// What several files gave, with a tick beside every question.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Batch {
    pub files: Vec<BatchFile>,
    pub entries: Vec<Entry>,
}

/// A file of the batch, apart from its questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchFile {
    pub name: String,
    pub skipped: Vec<Skipped>,
    pub warnings: Vec<Warning>,
}

/// A question of the batch.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its file's place in the batch.
    pub file: usize,
    pub found: Found,
    pub chosen: bool,
}

/// Whether two entries stand in one list of a file.
#[must_use]
pub fn same_list(one: &Entry, other: &Entry) -> bool {
    (one.file, one.found.list) == (other.file, other.found.list)
}

impl Batch {
    /// Puts the files together and ticks what is neither known nor there twice.
    pub fn new<'a>(
        imports: impl IntoIterator<Item = (String, Import)>,
        known: impl IntoIterator<Item = (&'a QuestionId, &'a str)>,
    ) -> Self {
        let mut batch = Self::default();
        batch.add(imports, known);
        batch
    }

    /// Puts more files to those that are there, whose ticks stay as they are.
    pub fn add<'a>(
        &mut self,
        imports: impl IntoIterator<Item = (String, Import)>,
        known: impl IntoIterator<Item = (&'a QuestionId, &'a str)>,
    ) {
        let before = std::mem::take(&mut self.entries);
        let (mut origins, mut all): (Vec<(usize, Option<bool>)>, Vec<Found>) =
            before.into_iter().map(|entry| ((entry.file, Some(entry.chosen)), entry.found)).unzip();
        for (name, import) in imports {
            origins.resize(origins.len() + import.questions.len(), (self.files.len(), None));
            all.extend(import.questions);
            self.files.push(BatchFile { name, skipped: import.skipped, warnings: import.warnings });
        }
        mark_duplicates(&mut all, known);
        let entries = origins.into_iter().zip(all).map(|((file, chosen), found)| Entry {
            file,
            chosen: chosen.unwrap_or(found.duplicate_of.is_none() && found.confidence == Confidence::Sure),
            found,
        });
        self.entries = entries.collect();
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    #[must_use]
    pub fn chosen_count(&self) -> usize {
        self.entries.iter().filter(|entry| entry.chosen).count()
    }

    /// What is in doubt in the same list as the entry at this place.
    pub fn list_of(&self, place: usize) -> impl Iterator<Item = &Entry> {
        let of = self.entries.get(place);
        self.entries.iter().filter(move |entry| {
            of.is_some_and(|of| same_list(of, entry)) && entry.found.confidence == Confidence::Unsure
        })
    }

    /// Ticks what is in doubt in the same list as the entry at this place, or takes the ticks away.
    pub fn tick_list(&mut self, place: usize, on: bool) {
        let Some((file, list)) = self.entries.get(place).map(|of| (of.file, of.found.list)) else { return };
        for entry in &mut self.entries {
            if (entry.file, entry.found.list) == (file, list) && entry.found.confidence == Confidence::Unsure
            {
                entry.chosen = on;
            }
        }
    }

    /// The question that `entry` repeats: its words, where it is one of this batch.
    #[must_use]
    pub fn earlier(&self, entry: &Entry) -> Option<&Entry> {
        match entry.found.duplicate_of.as_ref()? {
            Twin::Earlier(place) => self.entries.get(*place),
            Twin::Known(_) => None,
        }
    }

    /// The ticked questions as the library keeps them, each with a new name.
    pub fn into_questions(self, mut new_id: impl FnMut() -> QuestionId) -> Vec<Question> {
        let Self { files, entries } = self;
        entries
            .into_iter()
            .filter(|entry| entry.chosen)
            .map(|entry| {
                let file = files.get(entry.file).map(|file| file.name.clone()).unwrap_or_default();
                entry.found.into_question(new_id(), Source::Imported(file))
            })
            .collect()
    }
}
