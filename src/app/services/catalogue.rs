//! The catalogue after many questions came or went: made anew on a thread, because its index takes a while.

use std::sync::Arc;

use crate::domain::catalogue::Catalogue;
use crate::domain::guide::Guide;
use crate::domain::question::{Question, QuestionId, Source};

use super::Services;
use crate::app::jobs::{Job, State};

/// A library of this many questions is indexed within a frame.
const AT_ONCE: usize = 500;

/// This many changes are put into an index one by one.
const ONE_BY_ONE: usize = 20;

/// A catalogue that is being made.
#[derive(Default)]
pub struct Indexing {
    /// Goes up with every change of the questions.
    changes: u64,
    making: Option<(u64, Job<Catalogue>)>,
}

impl Services {
    /// Brings the catalogue in step with these questions of the library.
    pub fn catch_up(&mut self, ids: &[QuestionId]) {
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
        self.indexing.changes += 1;
        self.model.revision += 1;
    }

    /// Brings the catalogue in step with the library as a whole.
    pub fn questions_changed(&mut self) {
        self.indexing.changes += 1;
        self.model.revision += 1;
        let questions = self.all_questions();
        if questions.len() <= AT_ONCE {
            self.model.catalogue = Catalogue::of(questions);
            return;
        }
        self.make_catalogue(questions);
    }

    /// Puts the user's own map of values beside the built-in ones.
    pub fn read_own_map(&mut self) {
        let own = &self.model.library.settings.own_map;
        self.model.guide = Arc::new(Guide::built_in().with_own(own));
        self.model.revision += 1;
    }

    fn all_questions(&self) -> Vec<Arc<Question>> {
        let built_in = self.model.catalogue.questions().iter().filter(|one| one.source == Source::BuiltIn);
        built_in.chain(self.model.library.own_questions_shared()).map(Arc::clone).collect()
    }

    fn make_catalogue(&mut self, questions: Vec<Arc<Question>>) {
        let kept = questions.clone();
        let job = Job::start("catalogue", self.wake(), move |_| Catalogue::of(questions));
        match job {
            Ok(job) => self.indexing.making = Some((self.indexing.changes, job)),
            // A window that stands still for a moment is better than one that shows what is not there.
            Err(_) => self.model.catalogue = Catalogue::of(kept),
        }
    }

    pub fn hear_index(&mut self) {
        let Some((changes, job)) = &mut self.indexing.making else { return };
        let is_current = *changes == self.indexing.changes;
        let made = match job.poll() {
            State::UnderWay => return,
            State::Done(catalogue) => Some(catalogue),
            State::Died => None,
        };
        self.indexing.making = None;
        match made {
            Some(catalogue) if is_current => {
                self.model.catalogue = catalogue;
                self.model.revision += 1;
            }
            Some(_) => {
                let questions = self.all_questions();
                self.make_catalogue(questions);
            }
            // A fault that comes again would come in every frame; the questions there were stay.
            None => self.mention("The list of questions could not be made anew through a fault of the program. Start it again."),
        }
    }
}
