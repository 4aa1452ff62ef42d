//! Takes as things that are changed, deleted and brought back; practice and review build on this.

use std::path::PathBuf;

use eframe::egui::Context;

use crate::domain::take::{Take, TakeId};
use crate::ui::command::Command;
use crate::ui::model::Saving;

use super::history::{Thing, ThingId};
use super::keeper::Trouble;
use super::worker::Request;
use super::{App, seconds};

impl App {
    /// Takes over a change of a take, which can be undone; `goes_on` makes it one with the change before.
    pub(super) fn change_take(&mut self, ctx: &Context, take: Take, goes_on: bool) {
        if let Some(coming) = self.model.review.coming.as_mut().filter(|coming| coming.id == take.id) {
            **coming = take;
            return;
        }
        let Some(current) = self.model.library.take(&take.id).cloned() else { return };
        if !self.model.is_writable() || current == take {
            return;
        }
        self.history.changed(Thing::Take(current.into()), Thing::Take(Box::new(take.clone())), goes_on);
        self.put_take(ctx, take);
    }

    /// Takes over a take as it is now, and saves it a moment later.
    pub(super) fn put_take(&mut self, ctx: &Context, take: Take) {
        self.autosave.thing(ThingId::Take(take.id.clone()), seconds(ctx));
        self.model.library.put_take(take);
        self.model.revision += 1;
        self.model.saving = Saving::Waiting;
        self.name_history();
    }

    pub(super) fn delete_take(&mut self, ctx: &Context, id: &TakeId) {
        let Some(take) = self.model.library.take(id).cloned() else { return };
        if !self.model.is_writable() {
            return;
        }
        // What is in the trash should read as it did on the screen.
        self.save_now();
        self.remove_take(id);
        self.history.deleted(Thing::Take(Box::new(take)));
        self.name_history();
        self.mention(ctx, "The take is in the trash".to_owned(), Some(("Undo".to_owned(), Command::Undo)));
    }

    pub(super) fn remove_take(&mut self, id: &TakeId) {
        self.autosave.forget(&ThingId::Take(id.clone()));
        self.model.library.remove_take(id);
        self.model.revision += 1;
        if self.view.takes.open.as_ref() == Some(id) {
            self.view.takes.open = None;
        }
        self.worker.ask(Request::DeleteTake(id.clone()));
    }

    /// Hears where a take's recording lies, or is to lie.
    pub(super) fn placed(&mut self, ctx: &Context, take: &TakeId, path: Result<PathBuf, Trouble>) {
        if self.recording_found(ctx, take, &path) || self.round_placed(take, &path) {
            return;
        }
        if let Err(trouble) = path {
            self.warn(vec![trouble]);
        }
    }
}
