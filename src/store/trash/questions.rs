//! Deleting questions, of which a file may hold many: one by one, or those that came in together as one thing.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{Deleted, FAILED, Restored, TrashId};
use crate::domain::question::{Question, QuestionId};
use crate::store::document;
use crate::store::error::StoreError;
use crate::store::handle::Store;
use crate::store::moves::Moves;
use crate::store::schema::QuestionFile;

/// A file of which some questions go and others stay.
struct Split {
    path: PathBuf,
    going: QuestionFile,
    staying: QuestionFile,
}

impl Store {
    /// Moves a question to the trash.
    ///
    /// # Errors
    /// Where it was not deleted, and why.
    pub fn delete_question(&mut self, id: &QuestionId) -> Result<TrashId, StoreError> {
        self.begin_change()?;
        let gone = || StoreError::Unknown { what: "The question".to_owned() };
        let path = self.index.questions.get(id).cloned().ok_or_else(gone)?;
        let file = self.questions_in(&path)?;
        let title = file.questions.into_iter().find(|question| question.id == *id).map(|found| found.text);
        self.delete_questions(&title.unwrap_or_default(), std::slice::from_ref(id))
    }

    /// Moves questions to the trash as one thing of this title. Those that are no longer there are passed over.
    ///
    /// # Errors
    /// Where not all of them were deleted, and why.
    pub fn delete_questions(&mut self, title: &str, ids: &[QuestionId]) -> Result<TrashId, StoreError> {
        self.begin_change()?;
        let (whole, parts) = self.sort_out(ids)?;
        let Some(first) = ids.first().filter(|_| !(whole.is_empty() && parts.is_empty())) else {
            for id in ids {
                self.index.questions.remove(id);
            }
            let what = if ids.len() == 1 { "The question" } else { "What is to be deleted" };
            return Err(StoreError::Unknown { what: what.to_owned() });
        };
        let homes = parts.iter().map(|part| {
            let first = part.going.questions.first();
            let (text, id) =
                first.map_or(("", "question"), |question| (question.text.as_str(), question.id.0.as_str()));
            self.layout.question_file(text, id)
        });
        let things: Vec<PathBuf> = whole.iter().cloned().chain(homes).collect();
        let (trash, folder, mut moves) = self.new_entry(Deleted::Question, &first.0, title, &things)?;
        let copies = moves.0.split_off(whole.len().min(moves.0.len()));
        self.split_off(parts, &copies, &folder)?;
        if let Err(error) = self.make_moves(&moves) {
            self.remove_if_empty(&folder);
            return Err(error);
        }
        for path in &whole {
            self.index.seen.remove(path);
        }
        for id in ids {
            self.index.questions.remove(id);
        }
        Ok(trash)
    }

    /// The files that go as they are, and those that lose some of their questions.
    fn sort_out(&self, ids: &[QuestionId]) -> Result<(Vec<PathBuf>, Vec<Split>), StoreError> {
        let doomed: BTreeSet<&QuestionId> = ids.iter().collect();
        let paths: BTreeSet<&PathBuf> = ids.iter().filter_map(|id| self.index.questions.get(id)).collect();
        let (mut whole, mut parts) = (Vec::new(), Vec::new());
        for path in paths {
            let file = self.questions_in(path)?;
            let (going, staying): (Vec<Question>, Vec<Question>) =
                file.questions.into_iter().partition(|question| doomed.contains(&question.id));
            match (going.is_empty(), staying.is_empty()) {
                (true, _) => {}
                (false, true) => whole.push(path.clone()),
                (false, false) => parts.push(Split {
                    path: path.clone(),
                    going: QuestionFile { questions: going },
                    staying: QuestionFile { questions: staying },
                }),
            }
        }
        Ok((whole, parts))
    }

    /// Takes questions out of files that keep others. They are in the trash before they go from the file.
    fn split_off(
        &mut self,
        parts: Vec<Split>,
        copies: &[(PathBuf, PathBuf)],
        folder: &Path,
    ) -> Result<(), StoreError> {
        for (part, (_, to)) in parts.iter().zip(copies) {
            if let Err(error) = self.write_copy(part, to) {
                // Nothing has gone from its file yet.
                let _ = self.files.remove_tree(folder);
                return Err(error);
            }
        }
        for (number, part) in parts.into_iter().enumerate() {
            if let Err(error) = self.save(&part.path, &part.staying) {
                // The new file may stand there although the save failed; then the trash has the only copy.
                let still_there = |file: QuestionFile| {
                    part.going.questions.iter().all(|gone| file.questions.iter().any(|one| one.id == gone.id))
                };
                if number == 0 && self.read_again(&part.path).is_ok_and(|file| file.is_some_and(still_there))
                {
                    let _ = self.files.remove_tree(folder);
                }
                return Err(error);
            }
        }
        Ok(())
    }

    fn write_copy(&self, part: &Split, to: &Path) -> Result<(), StoreError> {
        let text =
            document::write(&part.going, None).map_err(|fault| StoreError::write(&part.path, fault))?;
        self.files.replace(to, text.as_bytes()).map_err(|fault| StoreError::io(FAILED, to)(fault.error))
    }

    pub(super) fn read_restored_questions(&mut self, back: &Moves) -> Option<Restored> {
        let mut all = Vec::new();
        for (_, path) in &back.0 {
            let questions = self.read_back::<QuestionFile>(path)?.questions;
            for question in &questions {
                self.index.questions.insert(question.id.clone(), path.clone());
            }
            all.extend(questions);
        }
        (!all.is_empty()).then_some(Restored::Questions(all))
    }
}
