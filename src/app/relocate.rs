//! Moving the library to another folder: asked for here, carried out by the worker.

use std::path::PathBuf;

use eframe::egui::Context;

use crate::ui::command::LibraryCommand;
use crate::ui::model::{Moving, Weight};

use super::App;
use super::keeper::Trouble;
use super::worker::Request;

impl App {
    pub(super) fn move_library(&mut self, ctx: &Context, to: PathBuf) {
        if !self.model.is_writable() || self.model.moving.is_some() {
            return;
        }
        if self.model.practice.stage.is_under_way() {
            let what = "A take is being recorded into the library. Finish it, then move the library.";
            return self.mention(ctx, what.to_owned(), None);
        }
        self.run(ctx, crate::ui::command::StoryCommand::Close.into());
        self.save_now();
        self.packing = None;
        self.model.moving = Some(Moving { to: to.clone(), done: 0.0, stopping: false });
        self.worker.ask(Request::Move { from: self.model.library_path.clone(), to });
    }

    pub(super) fn move_goes_on(&mut self, done: f32) {
        if let Some(moving) = &mut self.model.moving {
            moving.done = done;
        }
    }

    pub(super) fn moved(&mut self, from: PathBuf, warnings: Vec<Trouble>) {
        self.model.moving = None;
        let to = self.model.library_path.display();
        let what = format!(
            "The library is now in {to}. What was copied is still in the old folder, unchanged; delete that when you \
             are sure."
        );
        let offer = ("Show the old folder".to_owned(), LibraryCommand::RevealFolder(from.clone()).into());
        self.notice(Weight::Lasting, what, Some(from), Some(offer));
        self.warn(warnings);
    }
}
