//! What the commands of the progress screen do.

use eframe::egui::Context;

use crate::ui::command::ProgressCommand;

use super::App;

impl App {
    #[expect(clippy::unused_self, reason = "commands take effect in methods of the program")]
    pub(super) fn progress(&mut self, _ctx: &Context, command: ProgressCommand) {
        match command {}
    }
}
