//! What the commands about lists of questions in files do.

use eframe::egui::Context;

use crate::ui::command::ImportCommand;

use super::App;

impl App {
    #[expect(clippy::unused_self, reason = "commands take effect in methods of the program")]
    pub(super) fn import(&mut self, _ctx: &Context, command: ImportCommand) {
        match command {}
    }
}
