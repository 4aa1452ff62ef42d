//! Saving one thing at a time: whole or not at all, and never over what somebody else has written meanwhile.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::conflict;
use super::document::{self, Document};
use super::error::StoreError;
use super::handle::{Store, check_name};
use super::index::fingerprint;
use super::layout::{self, MARKS_ENDING, STORY_FILE};
use super::moves::Moves;
use super::recording;
use super::schema::QuestionFile;
use super::warning::Warning;
use crate::domain::preparation::Preparation;
use crate::domain::question::{Question, QuestionId};
use crate::domain::settings::Settings;
use crate::domain::story::{Story, StoryId};
use crate::domain::take::{Take, TakeId};

/// What the user should know of something that was saved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    pub warnings: Vec<Warning>,
}

const FAILED: &str = "This could not be saved";

impl Store {
    /// # Errors
    /// Where nothing was saved, and why.
    pub fn save_story(&mut self, story: &Story) -> Result<Saved, StoreError> {
        self.begin_change()?;
        check_name(&story.id.0)?;
        let known = self.index.stories.get(&story.id).cloned();
        let folder = known.unwrap_or_else(|| self.layout.story_folder(story));
        let saved = self.save(&folder.join(STORY_FILE), story)?;
        self.index.stories.insert(story.id.clone(), folder);
        Ok(saved)
    }

    /// Saves what belongs to a recording. The recording must lie where [`Store::new_recording`] said; a take
    /// that is filed under another story than before is moved there first.
    ///
    /// # Errors
    /// Where nothing was saved, and why.
    pub fn save_take(&mut self, take: &Take) -> Result<Saved, StoreError> {
        self.begin_change()?;
        check_name(&take.id.0)?;
        check_name(&take.recording.file)?;
        let path = match self.index.takes.get(&take.id).cloned() {
            Some(path) => {
                if path.parent() != Some(&self.takes_folder(take.story.as_ref()))
                    && self.is_filed(take, &path)
                {
                    self.move_take(&take.id, take.story.as_ref())?;
                }
                self.index.takes.get(&take.id).cloned().unwrap_or(path)
            }
            None => self.takes_folder(take.story.as_ref()).join(&take.recording.file).with_extension("ron"),
        };
        let saved = match recording::file_that_is_there(&self.files, &path, &take.recording.file) {
            file if file == take.recording.file => self.save(&path, take)?,
            // Whoever saves this has not heard yet that the recording was packed.
            file => {
                let mut take = take.clone();
                take.recording.file = file;
                self.save(&path, &take)?
            }
        };
        self.index.takes.insert(take.id.clone(), path.clone());
        // The document holds the marks now; what stays behind here is removed at the next start.
        let _ = self.files.remove_file(&path.with_extension(MARKS_ENDING.trim_start_matches('.')));
        Ok(saved)
    }

    /// Whether the take lies in the folder of a story that this library knows, or among the unfiled ones, so
    /// that another story in it means a wish to move.
    fn is_filed(&self, take: &Take, path: &Path) -> bool {
        let folder = path.parent().and_then(Path::parent);
        let wanted = take.story.as_ref().and_then(|id| self.index.stories.get(id));
        let lies_with_a_story = self.index.stories.values().any(|story| Some(story.as_path()) == folder);
        (take.story.is_none() || wanted.is_some())
            && (lies_with_a_story || folder == Some(&self.layout.unfiled()))
    }

    /// # Errors
    /// Where nothing was saved, and why.
    pub fn save_question(&mut self, question: &Question) -> Result<Saved, StoreError> {
        self.begin_change()?;
        check_name(&question.id.0)?;
        let known = self.index.questions.get(&question.id).cloned();
        let path = known.unwrap_or_else(|| self.layout.question_file(&question.text, &question.id.0));
        let mut file = self.questions_in(&path)?;
        match file.questions.iter_mut().find(|other| other.id == question.id) {
            Some(there) => there.clone_from(question),
            None => file.questions.push(question.clone()),
        }
        let saved = self.save(&path, &file)?;
        self.index.questions.insert(question.id.clone(), path);
        Ok(saved)
    }

    /// Saves many questions in one file of their own, as an import brings them.
    ///
    /// # Errors
    /// Where nothing was saved, and why.
    pub fn save_questions(&mut self, name: &str, questions: &[Question]) -> Result<Saved, StoreError> {
        self.begin_change()?;
        questions.iter().try_for_each(|question| check_name(&question.id.0))?;
        let id = super::ids::new_id(self.clock.now());
        let path = self.layout.question_file(name, &id);
        let saved = self.save(&path, &QuestionFile { questions: questions.to_vec() })?;
        for question in questions {
            self.index.questions.insert(question.id.clone(), path.clone());
        }
        Ok(saved)
    }

    /// # Errors
    /// Where nothing was saved, and why.
    pub fn save_settings(&mut self, settings: &Settings) -> Result<Saved, StoreError> {
        let before = std::mem::replace(&mut self.settings.settings, settings.clone());
        let outcome = self.save_settings_file();
        if outcome.is_err() {
            self.settings.settings = before;
        }
        outcome
    }

    /// # Errors
    /// Where nothing was saved, and why.
    pub fn save_hidden_questions(&mut self, hidden: &BTreeSet<QuestionId>) -> Result<Saved, StoreError> {
        let before = std::mem::replace(&mut self.settings.hidden_questions, hidden.clone());
        let outcome = self.save_settings_file();
        if outcome.is_err() {
            self.settings.hidden_questions = before;
        }
        outcome
    }

    fn save_settings_file(&mut self) -> Result<Saved, StoreError> {
        self.begin_change()?;
        let file = self.settings.clone();
        self.save(&self.layout.settings(), &file)
    }

    /// Saves the interviews that are coming and what of the checklists is done.
    ///
    /// # Errors
    /// Where nothing was saved, and why.
    pub fn save_preparation(&mut self, preparation: &Preparation) -> Result<Saved, StoreError> {
        self.begin_change()?;
        self.save(&self.layout.plan(), preparation)
    }

    /// Files a take under another story, or under none.
    ///
    /// # Errors
    /// Where it was not moved, and why.
    pub fn move_take(&mut self, id: &TakeId, story: Option<&StoryId>) -> Result<(), StoreError> {
        self.begin_change()?;
        let path = self.take_document(id)?;
        if let Some(story) = story
            && !self.index.stories.contains_key(story)
        {
            return Err(StoreError::Unknown { what: "The story".to_owned() });
        }
        let folder = self.takes_folder(story);
        if path.parent() == Some(&folder) {
            return Ok(());
        }
        let moves = self.take_files(&path)?.into_iter().filter_map(|from| {
            let to = folder.join(from.file_name()?);
            Some((from, to))
        });
        let moves = Moves(moves.collect());
        self.make_moves(&moves)?;
        self.follow(&moves);
        Ok(())
    }

    pub(super) fn take_document(&self, id: &TakeId) -> Result<PathBuf, StoreError> {
        self.index.takes.get(id).cloned().ok_or_else(|| StoreError::Unknown { what: "The take".to_owned() })
    }

    /// A take's document, its recording, and whatever else bears its name.
    pub(super) fn take_files(&self, document: &Path) -> Result<Vec<PathBuf>, StoreError> {
        let folder = document.parent().unwrap_or(document);
        let take = self.read_again::<Take>(document)?;
        let audio = take.map(|take| document.with_file_name(take.recording.file));
        let stem = document.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let entries =
            self.files.list(folder).map_err(StoreError::io("The take could not be moved", folder))?;
        let mut own: Vec<PathBuf> = entries
            .into_iter()
            .map(|(path, _)| path)
            .filter(|path| {
                let rest = conflict::name_of(path).strip_prefix(stem);
                path != document
                    && (audio.as_ref() == Some(path) || rest.is_some_and(|rest| rest.starts_with('.')))
            })
            .collect();
        own.push(document.to_owned());
        Ok(own)
    }

    /// Keeps the index in step with files that were moved.
    pub(super) fn follow(&mut self, moves: &Moves) {
        for (from, to) in &moves.0 {
            for path in self.index.takes.values_mut() {
                if path == from {
                    path.clone_from(to);
                }
            }
            if let Some(hash) = self.index.seen.remove(from) {
                self.index.seen.insert(to.clone(), hash);
            }
        }
    }

    /// The questions that a file holds; none where it is not there yet, or where something else has broken it
    /// meanwhile, because what is saved then goes beside it.
    pub(super) fn questions_in(&self, path: &Path) -> Result<QuestionFile, StoreError> {
        Ok(self.read_again::<QuestionFile>(path)?.unwrap_or_default())
    }

    /// What a document says now; `None` where it is missing or makes no sense.
    pub(super) fn read_again<T: Document>(&self, path: &Path) -> Result<Option<T>, StoreError> {
        let bytes = self.files.read_if_there(path, T::MAX_BYTES);
        let bytes = bytes.map_err(StoreError::io("The file could not be read", path))?;
        match bytes.map(|bytes| document::read::<T>(&bytes)) {
            Some(Err(fault)) if fault.from_the_future => {
                Err(StoreError::FromTheFuture { path: path.to_owned() })
            }
            Some(read) => Ok(read.ok().map(|read| read.value)),
            None => Ok(None),
        }
    }

    /// Writes a document, or a copy beside it where something else has changed it.
    pub(super) fn save<T: Document>(&mut self, path: &Path, value: &T) -> Result<Saved, StoreError> {
        let path = self.index.our_copies.get(path).cloned().unwrap_or_else(|| path.to_owned());
        let there = self.files.read_if_there(&path, T::MAX_BYTES).map_err(StoreError::io(FAILED, &path))?;
        let Some(there) = there else {
            if let Some(folder) = path.parent() {
                self.ensure_folder(folder)?;
            }
            self.write(&path, value, None)?;
            return Ok(Saved::default());
        };
        let unchanged = self.index.seen.get(&path) == Some(&fingerprint(&there));
        let previous = std::str::from_utf8(&there).ok();
        if unchanged && self.index.broken.contains(&path) {
            return self.save_beside_broken(&path, value);
        }
        if unchanged || text(&path, value, previous)?.as_bytes() == there {
            self.write(&path, value, previous)?;
            return Ok(Saved::default());
        }
        self.save_as_copy(path, value, previous)
    }

    /// Another program changed the file: its version stays, and ours goes beside it.
    fn save_as_copy<T: Document>(
        &mut self,
        path: PathBuf,
        value: &T,
        previous: Option<&str>,
    ) -> Result<Saved, StoreError> {
        let copy = self.free_name(conflict::our_copy(&path, self.clock.now()))?;
        self.write(&copy, value, previous)?;
        let what = format!(
            "This file was changed by something else while the library was open. That version was kept, and yours \
             was saved beside it as {}. Compare the two, keep what is right, and delete the copy.",
            copy.display()
        );
        self.index.our_copies.insert(path.clone(), copy);
        Ok(Saved { warnings: vec![Warning::new(path, what)] })
    }

    /// The file could not be understood: it is set aside under another name, bytes untouched.
    fn save_beside_broken<T: Document>(&mut self, path: &Path, value: &T) -> Result<Saved, StoreError> {
        let text = text(path, value, None)?;
        let name = format!("{}.broken-{}", conflict::name_of(path), layout::stamp(self.clock.now()));
        let aside = self.free_name(path.with_file_name(name))?;
        self.files
            .hard_link(path, &aside)
            .or_else(|_| self.files.rename(path, &aside))
            .map_err(StoreError::io(FAILED, path))?;
        self.files.sync_names(&aside).map_err(StoreError::io(FAILED, &aside))?;
        self.put(path, text.as_bytes())?;
        self.index.broken.remove(path);
        let what = format!("The file could not be understood, so it was set aside as {}.", aside.display());
        Ok(Saved { warnings: vec![Warning::new(path, what)] })
    }

    /// The path, or one like it that nothing has.
    pub(super) fn free_name(&self, path: PathBuf) -> Result<PathBuf, StoreError> {
        let name = conflict::name_of(&path).to_owned();
        let (stem, ending) =
            name.split_once('.').map_or((name.as_str(), ""), |(stem, ending)| (stem, ending));
        let dot = if ending.is_empty() { "" } else { "." };
        for number in 2..1_000 {
            let candidate = if number == 2 {
                path.clone()
            } else {
                path.with_file_name(format!("{stem}-{}{dot}{ending}", number - 1))
            };
            if !self.files.exists(&candidate).map_err(StoreError::io(FAILED, &candidate))? {
                return Ok(candidate);
            }
        }
        Err(StoreError::Occupied { path })
    }

    fn write<T: Document>(
        &mut self,
        path: &Path,
        value: &T,
        previous: Option<&str>,
    ) -> Result<(), StoreError> {
        let text = text(path, value, previous)?;
        self.put(path, text.as_bytes())
    }

    fn put(&mut self, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
        let outcome = self.files.replace(path, bytes);
        if outcome.as_ref().map_or_else(|fault| fault.replaced, |()| true) {
            self.index.seen.insert(path.to_owned(), fingerprint(bytes));
        }
        outcome.map_err(|fault| StoreError::io(FAILED, path)(fault.error))
    }
}

fn text<T: Document>(path: &Path, value: &T, previous: Option<&str>) -> Result<String, StoreError> {
    document::write(value, previous).map_err(|fault| StoreError::write(path, fault))
}
