//! Many questions at once, as an import brings them: a snapshot first, then files that are still pleasant to edit.

use super::error::StoreError;
use super::handle::Store;
use super::snapshot::Reason;
use super::warning::Warning;
use crate::domain::question::Question;

/// Questions in one file of the library; larger files are no longer pleasant to edit.
const QUESTIONS_PER_FILE: usize = 1_000;

/// How far an addition went.
#[derive(Debug, Default)]
pub struct Added {
    /// How many questions, from the first on, are on the disk.
    pub saved: usize,
    pub warnings: Vec<Warning>,
    /// Why the others are not.
    pub error: Option<StoreError>,
}

impl Store {
    /// Takes a snapshot and saves the questions, in files of their own that begin with `name`.
    pub fn add_questions(&mut self, name: &str, questions: &[Question]) -> Added {
        let mut added = Added::default();
        if questions.is_empty() {
            return added;
        }
        if let Err(error) = self.snapshot(Reason::Import) {
            added.error = Some(error);
            return added;
        }
        for part in questions.chunks(QUESTIONS_PER_FILE) {
            match self.save_questions(name, part) {
                Ok(saved) => {
                    added.saved += part.len();
                    added.warnings.extend(saved.warnings);
                }
                Err(error) => {
                    added.error = Some(error);
                    break;
                }
            }
        }
        added
    }
}
