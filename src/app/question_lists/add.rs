//! From the preview into the library, as one step that can be taken back.

use std::path::Path;

use crate::app::autosave::Document;
use crate::app::jobs::{Job, State};
use crate::app::keeper::Added;
use crate::app::services::Services;
use crate::app::worker::Request;
use crate::domain::import::batch::Batch;
use crate::domain::question::{Question, QuestionId};
use crate::store::ids::new_id;
use crate::ui::model::import::{Stage, Unsaved};
use crate::ui::words;

use super::{QuestionLists, may_add, put_batch};

/// A preview that is being turned into questions.
pub struct Adding {
    name: String,
    questions: Job<Vec<Question>>,
}

impl QuestionLists {
    pub(super) fn add(&mut self, services: &mut Services) {
        if !may_add(services) {
            return;
        }
        let name = store_name(&services.model.import.batch);
        if services.model.import.unsaved.take().is_some() {
            return send(services, name, std::mem::take(&mut self.unsaved));
        }
        let count = services.model.import.chosen;
        if count == 0 {
            return;
        }
        let batch = std::mem::take(&mut services.model.import.batch);
        // The names stay for another try; a batch without entries costs nothing.
        put_batch(services, Batch { files: batch.files.clone(), entries: Vec::new() });
        services.model.import.stage = Stage::Adding(count);
        let id = new_id(services.model.now);
        match Job::start("import", services.wake(), move |_| questions_of(batch, &id)) {
            Ok(questions) => self.adding = Some(Adding { name, questions }),
            Err(error) => {
                self.clear(services);
                services.mention(format!(
                    "Nothing was added, because the system gave no thread: {error}. Close other programs and read \
                     the files once more."
                ));
            }
        }
    }

    pub(super) fn hear_adding(&mut self, services: &mut Services) {
        let Some(adding) = &mut self.adding else { return };
        match adding.questions.poll() {
            State::UnderWay => {}
            State::Done(questions) => {
                let name = std::mem::take(&mut adding.name);
                self.adding = None;
                send(services, name, questions);
            }
            State::Died => {
                self.clear(services);
                services
                    .mention("Nothing was added through a fault of the program. Read the files one by one.");
            }
        }
    }

    /// Sees that what is on its way reaches the disk before the library is closed.
    pub fn finish_adding(&mut self, services: &mut Services) {
        if let Some(Adding { name, questions }) = self.adding.take()
            && let Some(questions) = questions.wait()
        {
            send(services, name, questions);
        }
    }

    /// Takes in what the disk has, and keeps the rest for another try.
    pub fn questions_added(&mut self, services: &mut Services, mut questions: Vec<Question>, added: Added) {
        self.unsaved = questions.split_off(added.saved.min(questions.len()));
        services.model.import.stage = Stage::Waiting;
        services.warn(added.warnings);
        let count = questions.len();
        let step = services.added(questions);
        if let Some(trouble) = added.trouble {
            services.model.import.unsaved = Some(Unsaved { count: self.unsaved.len(), why: trouble.what });
            return;
        }
        self.clear(services);
        services.view.questions.aside = None;
        if let Some(step) = step {
            let what = format!("{} added", words::count(count, "question was", "questions were"));
            services.offer_undo(what, step);
        }
    }
}

fn send(services: &mut Services, name: String, questions: Vec<Question>) {
    services.model.import.stage = Stage::Adding(questions.len());
    services.autosave.started(Document::Import);
    services.worker.ask(Request::AddQuestions { name, questions });
}

fn questions_of(batch: Batch, id: &str) -> Vec<Question> {
    // One id for all, because chance alone repeats itself within a hundred thousand.
    let mut number = 0;
    batch.into_questions(|| {
        number += 1;
        QuestionId::new(format!("imp-{id}-{number:06}"))
    })
}

/// What the files of an addition are called.
fn store_name(batch: &Batch) -> String {
    let first = batch.files.iter().find_map(|file| Path::new(&file.name).file_stem());
    format!("import {}", first.unwrap_or_default().to_string_lossy())
}
