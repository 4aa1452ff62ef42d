//! The catalogue after many questions came or went: made anew on a thread, because its index takes a while.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};

use crate::domain::catalogue::Catalogue;
use crate::domain::question::{Question, QuestionId, Source};

use super::App;

/// A library of this many questions is indexed within a frame.
const AT_ONCE: usize = 500;

/// This many changes are put into an index one by one.
const ONE_BY_ONE: usize = 20;

/// A catalogue that is being made.
#[derive(Default)]
pub struct Work {
    /// Goes up with every change of the questions.
    changes: u64,
    making: Option<Making>,
}

struct Making {
    changes: u64,
    made: Receiver<Catalogue>,
}

impl App {
    /// Brings the catalogue in step with these questions of the library.
    pub(in crate::app) fn catch_up(&mut self, ids: &[QuestionId]) {
        if ids.len() > ONE_BY_ONE {
            self.questions_changed();
            return;
        }
        for id in ids {
            match self.model.library.own_question_shared(id) {
                Some(question) => self.model.catalogue.put_own(Arc::clone(question)),
                None => self.model.catalogue.remove_own(id),
            }
        }
        self.desk.index.changes += 1;
        self.model.revision += 1;
    }

    /// Brings the catalogue in step with the library as a whole.
    pub(in crate::app) fn questions_changed(&mut self) {
        self.desk.index.changes += 1;
        self.model.revision += 1;
        let questions = self.all_questions();
        if questions.len() <= AT_ONCE {
            self.model.catalogue = Catalogue::of(questions);
            return;
        }
        self.make_catalogue(questions);
    }

    fn all_questions(&self) -> Vec<Arc<Question>> {
        let built_in = self.model.catalogue.questions().iter().filter(|one| one.source == Source::BuiltIn);
        built_in.chain(self.model.library.own_questions_shared()).map(Arc::clone).collect()
    }

    fn make_catalogue(&mut self, questions: Vec<Arc<Question>>) {
        let (say, made) = sync_channel(1);
        let waker = self.desk.ctx.clone();
        let kept = questions.clone();
        let work = move || {
            // The window may have gone meanwhile.
            drop(say.send(Catalogue::of(questions)));
            waker.request_repaint();
        };
        match std::thread::Builder::new().name("catalogue".to_owned()).spawn(work) {
            Ok(_) => self.desk.index.making = Some(Making { changes: self.desk.index.changes, made }),
            // A window that stands still for a moment is better than one that shows what is not there.
            Err(_) => self.model.catalogue = Catalogue::of(kept),
        }
    }

    pub(super) fn hear_index(&mut self) {
        let Some(making) = &self.desk.index.making else { return };
        let made = match making.made.try_recv() {
            Err(TryRecvError::Empty) => return,
            made => made.ok(),
        };
        let is_current = making.changes == self.desk.index.changes;
        self.desk.index.making = None;
        if let Some(catalogue) = made.filter(|_| is_current) {
            self.model.catalogue = catalogue;
            self.model.revision += 1;
        } else {
            let questions = self.all_questions();
            self.make_catalogue(questions);
        }
    }
}
