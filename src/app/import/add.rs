//! From the preview into the library, as one step that can be taken back.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};

use eframe::egui::Context;

use crate::app::history::{Thing, ThingId};
use crate::app::keeper::Added;
use crate::app::worker::Request;
use crate::domain::import::batch::Batch;
use crate::domain::question::{Question, QuestionId};
use crate::store::ids::new_id;
use crate::ui::command::Command;
use crate::ui::model::import::{Stage, Unsaved};
use crate::ui::words;

use super::App;

/// A preview that is being turned into questions.
pub struct Adding {
    name: String,
    questions: Receiver<Vec<Question>>,
}

impl App {
    pub(super) fn add_questions(&mut self, ctx: &Context) {
        if !self.may_add() {
            return;
        }
        let name = store_name(&self.model.import.batch);
        if self.model.import.unsaved.take().is_some() {
            let questions = std::mem::take(&mut self.desk.unsaved);
            self.send_questions(name, questions);
            return;
        }
        let count = self.model.import.chosen;
        if count == 0 {
            return;
        }
        let batch = std::mem::take(&mut self.model.import.batch);
        let files = batch.files.clone();
        let id = new_id(self.model.now);
        let (say, questions) = sync_channel(1);
        let waker = ctx.clone();
        let turn = move || {
            // The window may have gone meanwhile.
            drop(say.send(questions_of(batch, &id)));
            waker.request_repaint();
        };
        // The names stay for another try; a batch without entries costs nothing.
        self.put_batch(Batch { files, entries: Vec::new() });
        self.model.import.stage = Stage::Adding(count);
        match std::thread::Builder::new().name("import".to_owned()).spawn(turn) {
            Ok(_) => self.desk.adding = Some(Adding { name, questions }),
            Err(error) => {
                self.clear_import();
                let what = format!(
                    "Nothing was added, because the system gave no thread: {error}. Close other programs and read \
                     the files once more."
                );
                self.mention(ctx, what, None);
            }
        }
    }

    pub(super) fn hear_adding(&mut self) {
        let Some(adding) = &self.desk.adding else { return };
        let questions = match adding.questions.try_recv() {
            Ok(questions) => questions,
            Err(TryRecvError::Empty) => return,
            Err(TryRecvError::Disconnected) => Vec::new(),
        };
        let name = adding.name.clone();
        self.desk.adding = None;
        self.send_questions(name, questions);
    }

    /// Sees that what is on its way reaches the disk before the library is closed.
    pub(in crate::app) fn finish_adding(&mut self) {
        if let Some(adding) = self.desk.adding.take()
            && let Ok(questions) = adding.questions.recv()
        {
            self.send_questions(adding.name, questions);
        }
    }

    fn send_questions(&mut self, name: String, questions: Vec<Question>) {
        self.model.import.stage = Stage::Adding(questions.len());
        self.save(Request::AddQuestions { name, questions });
    }

    /// Takes in what the disk has, and keeps the rest for another try.
    pub(in crate::app) fn questions_added(
        &mut self,
        ctx: &Context,
        mut questions: Vec<Question>,
        added: Added,
    ) {
        self.desk.unsaved = questions.split_off(added.saved.min(questions.len()));
        self.model.import.stage = Stage::Waiting;
        self.warn(added.warnings);
        let count = questions.len();
        if count > 0 {
            let ids: Arc<[QuestionId]> = questions.iter().map(|question| question.id.clone()).collect();
            self.history.added(Thing::Questions(ids));
            self.name_history();
            self.put_questions(questions);
        }
        if let Some(trouble) = added.trouble {
            self.model.import.unsaved = Some(Unsaved { count: self.desk.unsaved.len(), why: trouble.what });
            return;
        }
        self.clear_import();
        self.view.questions.aside = None;
        let what = format!("{} added", words::count(count, "question was", "questions were"));
        self.mention(ctx, what, Some(("Undo".to_owned(), Command::Undo)));
    }

    pub(in crate::app) fn put_questions(&mut self, questions: Vec<Question>) {
        let ids: Vec<QuestionId> = questions.iter().map(|question| question.id.clone()).collect();
        for question in questions {
            self.model.library.put_own_question(question);
        }
        self.catch_up(&ids);
    }

    /// Takes an addition back.
    pub(in crate::app) fn take_back(&mut self, thing: &Thing) {
        let Thing::Questions(ids) = thing else { return };
        let open = self.view.questions.open.as_ref();
        if open.is_some_and(|open| ids.contains(open)) {
            self.view.questions.open = None;
        }
        let mut source = String::new();
        let mut gone = 0;
        for id in ids.iter() {
            self.autosave.forget(&ThingId::Question(id.clone()));
            if let Some(question) = self.model.library.remove_own_question(id) {
                gone += 1;
                if let (true, crate::domain::question::Source::Imported(file)) =
                    (source.is_empty(), &question.source)
                {
                    source.clone_from(file);
                }
            }
        }
        self.catch_up(ids);
        let from = Path::new(&source).file_name().unwrap_or_default().to_string_lossy();
        let title = format!("{} from {from}", words::count(gone, "question", "questions"));
        self.worker.ask(Request::DeleteQuestions { title, ids: ids.to_vec() });
    }
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
