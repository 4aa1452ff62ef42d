//! What the commands of the practice screen do.

use eframe::egui::Context;

use crate::ui::command::PracticeCommand;
use crate::ui::screen::Screen;

use super::App;

impl App {
    pub(super) fn practice(&mut self, _ctx: &Context, command: PracticeCommand) {
        match command {
            PracticeCommand::Question(_)
            | PracticeCommand::PracticeStory(_)
            | PracticeCommand::Retake { .. }
            | PracticeCommand::FollowUp { .. } => self.view.screen = Screen::Practice,
        }
    }
}
