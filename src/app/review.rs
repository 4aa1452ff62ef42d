//! What the commands about takes do.

use eframe::egui::Context;

use crate::ui::command::ReviewCommand;
use crate::ui::screen::Screen;

use super::App;

impl App {
    pub(super) fn review(&mut self, ctx: &Context, command: ReviewCommand) {
        match command {
            ReviewCommand::Open(id) => {
                self.view.screen = Screen::Takes;
                self.view.takes.open = Some(id);
            }
            ReviewCommand::Close => self.view.takes.open = None,
            ReviewCommand::Change(take) => self.change_take(ctx, *take, false),
            ReviewCommand::Delete(id) => self.delete_take(ctx, &id),
        }
    }
}
