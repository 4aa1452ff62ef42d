//! What every area works with: what the views are shown, the library's worker, and the services for undoing, saying
//! and saving.

mod browsing;
mod catalogue;
mod editing;
pub mod rescue;

use std::collections::VecDeque;
use std::hash::{BuildHasher, Hash, RandomState};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use eframe::egui::Context;
use jiff::Timestamp;

use crate::audio::engine::Wake;
use crate::audio::sound::SoundSystem;
use crate::domain::settings::Preferences;
use crate::domain::take::TakeId;
use crate::store::fs::Fs;
use crate::ui::command::{Command, LibraryCommand};
use crate::ui::model::Model;
use crate::ui::model::notices::{Notice, Subject};
use crate::ui::screens::ViewState;

use super::autosave::{Autosave, Document};
use super::history::{History, Thing, ThingId};
use super::keeper::Trouble;
use super::picker::Picker;
use super::worker::{Content, Handle, Request};
use catalogue::Indexing;
use rescue::Rescue;

/// More troubles at once than this are gathered under one heading.
const TROUBLES_ONE_BY_ONE: usize = 3;

/// What an area is given when it works.
pub struct Services {
    pub ctx: Context,
    /// What the views are shown.
    pub model: Model,
    /// Where the user is.
    pub view: ViewState,
    pub worker: Handle,
    pub sound: Arc<dyn SoundSystem>,
    /// Where recordings are written and read.
    pub fs: Arc<dyn Fs>,
    /// The folder for what may be deleted at any time.
    pub cache: Option<PathBuf>,
    pub picker: Picker,
    pub rescue: Rescue,
    pub(super) history: History,
    pub(super) autosave: Autosave,
    pub(super) indexing: Indexing,
    follow_ups: VecDeque<Command>,
}

impl Services {
    pub(super) fn new(
        ctx: &Context,
        model: Model,
        worker: Handle,
        sound: Arc<dyn SoundSystem>,
        fs: Arc<dyn Fs>,
        cache: Option<PathBuf>,
    ) -> Self {
        Self {
            ctx: ctx.clone(),
            model,
            view: ViewState::default(),
            worker,
            sound,
            fs,
            cache,
            picker: Picker::default(),
            rescue: Rescue::default(),
            history: History::default(),
            autosave: Autosave::default(),
            indexing: Indexing::default(),
            follow_ups: VecDeque::new(),
        }
    }

    /// The window's own time, which passes in steps of a frame and only lengths are taken of.
    pub fn seconds(&self) -> f64 {
        self.ctx.input(|input| input.time)
    }

    /// Wakes the window from another thread.
    pub fn wake(&self) -> Wake {
        let ctx = self.ctx.clone();
        Arc::new(move || ctx.request_repaint())
    }

    /// Has a command carried out once the present one is done.
    pub fn then(&mut self, command: impl Into<Command>) {
        self.follow_ups.push_back(command.into());
    }

    pub(super) fn next_follow_up(&mut self) -> Option<Command> {
        self.follow_ups.pop_front()
    }

    pub fn say(&mut self, notice: Notice) {
        let now_secs = self.seconds();
        self.model.notices.add(notice, now_secs);
    }

    /// Says something that goes by itself.
    pub fn mention(&mut self, what: impl Into<String>) {
        self.say(Notice::passing(what));
    }

    /// Tells the user what is amiss; a few things one by one, many under one heading.
    pub fn warn(&mut self, troubles: Vec<Trouble>) {
        if troubles.len() > TROUBLES_ONE_BY_ONE {
            let mut notice = Notice::lasting(format!("{} files need attention.", troubles.len()));
            notice.details = troubles.iter().map(Trouble::line).collect();
            return self.say(notice);
        }
        for Trouble { what, path } in troubles {
            self.say(Notice::lasting(what).at(path));
        }
    }

    /// Remembers that something was changed; it is saved a moment later.
    pub fn touch(&mut self, document: Document) {
        let now_secs = self.seconds();
        self.autosave.touch(document, now_secs);
    }

    /// Saves everything that waits.
    pub fn save_now(&mut self) {
        for document in self.autosave.take() {
            if let Some(content) = self.content(&document) {
                self.autosave.started(document);
                self.worker.ask(Request::Save(content));
            }
        }
    }

    /// Asks the library where a take's recording lies.
    pub fn locate(&mut self, id: &TakeId) {
        if let Some(take) = self.model.library.take(id).cloned() {
            self.worker.ask(Request::Locate(Box::new(take)));
        }
    }

    /// Changes the preferences, which are saved a moment later.
    pub fn change_preferences(&mut self, change: impl FnOnce(&mut Preferences)) {
        change(&mut self.model.preferences);
        self.touch(Document::Preferences);
    }

    fn content(&self, document: &Document) -> Option<Content> {
        let library = &self.model.library;
        if *document == Document::Preferences {
            return Some(Content::Preferences(Box::new(self.model.preferences.clone())));
        }
        if !self.model.is_writable() {
            return None;
        }
        Some(match document {
            Document::Settings => Content::Settings(Box::new(library.settings.clone())),
            Document::HiddenQuestions => Content::HiddenQuestions(library.hidden_questions.clone()),
            Document::Preparation => Content::Preparation(Box::new(library.preparation.clone())),
            Document::Thing(ThingId::Story(id)) => Content::Story(Box::new(library.story(id)?.tidied())),
            Document::Thing(ThingId::Question(id)) => {
                Content::Question(Box::new(library.own_question(id)?.clone()))
            }
            Document::Thing(ThingId::Take(id)) => Content::Take(Box::new(library.take(id)?.clone())),
            Document::Thing(ThingId::Questions(_)) | Document::Import | Document::Preferences => return None,
        })
    }

    pub(super) fn saved(&mut self, document: &Document, warnings: Vec<Trouble>) {
        self.autosave.succeeded(document);
        if self.autosave.failures() == 0 {
            self.model.notices.settle(Subject::Saving);
        }
        self.warn(warnings);
    }

    pub(super) fn not_saved(&mut self, document: Document, trouble: Trouble) {
        let now_secs = self.seconds();
        self.autosave.failed(document, now_secs);
        let notice = Notice::lasting(trouble.what).at(trouble.path).about(Subject::Saving);
        self.say(notice.offering("Try again", LibraryCommand::SaveNow));
    }

    /// Saves what is due and lets passing notices go; asks to be called again when the next thing is due.
    pub(super) fn keep_time(&mut self) {
        let now_secs = self.seconds();
        if self.autosave.due_in_secs(now_secs) == Some(0.0) {
            self.save_now();
        }
        let next_notice = self.model.notices.expire(now_secs);
        let next_save = self.autosave.due_in_secs(now_secs).into_iter();
        let next_save = next_save.chain(self.rescue.due_in_secs(now_secs));
        if let Some(secs) = next_notice.into_iter().chain(next_save).reduce(f64::min) {
            self.ctx.request_repaint_after(Duration::from_secs_f64(secs.max(0.0)));
        }
        self.publish();
    }

    /// Shows the views what can be undone and what is saved.
    pub(super) fn publish(&mut self) {
        self.model.undo = self.history.last_done().map(super::history::Step::name);
        self.model.redo = self.history.last_undone().map(super::history::Step::name);
        self.model.saving = self.autosave.state();
    }

    /// The thing as it is now.
    pub(super) fn thing(&self, id: &ThingId) -> Option<Thing> {
        let library = &self.model.library;
        match id {
            ThingId::Story(id) => library.story(id).cloned().map(Thing::from),
            ThingId::Question(id) => library.own_question(id).cloned().map(Thing::from),
            ThingId::Take(id) => library.take(id).cloned().map(Thing::from),
            ThingId::Questions(_) => None,
        }
    }
}

/// A name that no other thing of its kind has: the day, and a number that chance draws.
pub(super) fn drawn_name(now: Timestamp, seed: impl Hash) -> String {
    let drawn = RandomState::new().hash_one((seed, now.as_nanosecond()));
    format!("{}-{:08x}", now.strftime("%Y%m%d"), drawn & 0xFFFF_FFFF)
}
