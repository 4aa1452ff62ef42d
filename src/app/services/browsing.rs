//! Asking for a place in a dialog of the desktop.

use std::path::PathBuf;

use super::Services;
use crate::app::picker::{Answer, Purpose};
use crate::ui::model::notices::Notice;

impl Services {
    /// Asks for a place in a dialog of the desktop.
    pub fn browse(&mut self, purpose: Purpose, start: PathBuf) {
        let wake = self.wake();
        if let Err(error) = self.picker.ask(purpose, start, wake) {
            self.mention(format!("No dialog could be opened: {error}. Type the path instead."));
        }
        self.model.choosing = self.picker.is_open();
    }

    /// What was chosen, and for what; says it where there is no dialog.
    pub fn chosen(&mut self) -> Option<(Purpose, Vec<PathBuf>)> {
        let (purpose, answer) = self.picker.poll()?;
        self.model.choosing = false;
        match answer {
            Answer::Chosen(paths) => return Some((purpose, paths)),
            Answer::Cancelled => {}
            Answer::NoDialog => {
                let what = "This desktop showed no dialog. Type the path into the field instead.";
                self.say(Notice::lasting(what));
            }
        }
        None
    }
}
