//! Takes that went to another place, because the library's disk failed, and come home while the program runs.

use std::collections::BTreeSet;
use std::path::PathBuf;

use eframe::egui::Context;

use super::keeper::{Home, Trouble};
use super::worker::Request;
use super::{App, seconds};
use crate::ui::words;

/// How often a take is tried again for which there was no room.
const AGAIN_AFTER_SECS: f64 = 5.0;

/// What is known of takes outside the library.
#[derive(Debug, Default)]
pub(super) struct Rescue {
    /// Where takes of the open library go that its disk does not take.
    folder: Option<PathBuf>,
    /// When they are tried again.
    due_secs: Option<f64>,
    /// Files of which the user was told.
    told: BTreeSet<Option<PathBuf>>,
}

impl Rescue {
    pub fn due_in_secs(&self, now_secs: f64) -> Option<f64> {
        self.due_secs.map(|due| (due - now_secs).max(0.0))
    }

    /// Folders for a take that the library's disk does not take, in the order in which they are tried.
    pub fn second_places(&self) -> Vec<PathBuf> {
        self.folder.clone().into_iter().chain([std::env::temp_dir()]).collect()
    }
}

impl App {
    /// Another library is open.
    pub(super) fn look_for_strays(&mut self) {
        self.rescue = Rescue::default();
        self.bring_home();
    }

    pub(super) fn bring_home(&mut self) {
        self.rescue.due_secs = None;
        self.worker.ask(Request::BringHome(self.practice.growing()));
    }

    pub(super) fn came_home(&mut self, ctx: &Context, home: Home) {
        self.rescue.folder = home.folder;
        if !home.takes.is_empty() {
            let takes = words::count(home.takes.len(), "take is", "takes are");
            for take in home.takes {
                self.model.library.put_take(take);
            }
            self.model.revision += 1;
            self.mention(ctx, format!("{takes} in the library now that lay elsewhere."), None);
        }
        let told = &mut self.rescue.told;
        let new: Vec<Trouble> =
            home.warnings.into_iter().filter(|trouble| told.insert(trouble.path.clone())).collect();
        self.warn(new);
        self.rescue.due_secs = (home.waiting > 0).then(|| seconds(ctx) + AGAIN_AFTER_SECS);
    }
}
