//! Several files at once, as a list to tick before anything is saved.

use super::{Found, Import, Skipped, Twin, Warning, mark_duplicates};
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
            chosen: chosen.unwrap_or(found.duplicate_of.is_none()),
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
