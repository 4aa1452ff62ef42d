//! Several files at once, as a list to tick before anything is saved, and as one step to take back.

use super::{Found, Import, Skipped, Twin, Warning, mark_duplicates};
use crate::domain::library::Library;
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
        let mut files = Vec::new();
        let mut origins = Vec::new();
        let mut all = Vec::new();
        for (name, import) in imports {
            origins.resize(origins.len() + import.questions.len(), files.len());
            all.extend(import.questions);
            files.push(BatchFile { name, skipped: import.skipped, warnings: import.warnings });
        }
        mark_duplicates(&mut all, known);
        let entries = origins
            .into_iter()
            .zip(all)
            .map(|(file, found)| Entry { file, chosen: found.duplicate_of.is_none(), found })
            .collect();
        Self { files, entries }
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

/// Questions that came in as one step, and go as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addition {
    pub ids: Vec<QuestionId>,
}

impl Addition {
    /// Puts the questions into the library.
    pub fn make(library: &mut Library, questions: Vec<Question>) -> Self {
        let ids = questions.iter().map(|question| question.id.clone()).collect();
        for question in questions {
            library.put_own_question(question);
        }
        Self { ids }
    }

    /// Takes them out again; answers those that were still there.
    pub fn undo(self, library: &mut Library) -> Vec<Question> {
        self.ids.iter().filter_map(|id| library.remove_own_question(id)).collect()
    }
}
