//! Takes that went to another place, because the library's disk failed, and come home while the program runs.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::Services;
use crate::app::keeper::{Home, Trouble};
use crate::app::worker::Request;
use crate::domain::take::TakeId;
use crate::ui::words;

/// How often a take is tried again for which there was no room.
const AGAIN_AFTER_SECS: f64 = 5.0;

/// What is known of takes outside the library.
#[derive(Debug, Default)]
pub struct Rescue {
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

    /// A take went elsewhere, so that it is to be brought home.
    pub const fn is_due(&mut self) {
        self.due_secs = Some(0.0);
    }

    /// Folders for a take that the library's disk does not take, in the order in which they are tried.
    pub fn second_places(&self) -> Vec<PathBuf> {
        self.folder.clone().into_iter().chain([std::env::temp_dir()]).collect()
    }
}

impl Services {
    /// Has takes brought home that lie elsewhere, but for those that are still recorded.
    pub fn bring_home(&mut self, growing: Vec<TakeId>) {
        self.rescue.due_secs = None;
        self.worker.ask(Request::BringHome(growing));
    }

    pub fn came_home(&mut self, home: Home) {
        self.rescue.folder = home.folder;
        if !home.takes.is_empty() {
            let takes = words::count(home.takes.len(), "take is", "takes are");
            for take in home.takes {
                self.model.library.put_take(take);
            }
            self.model.revision += 1;
            self.mention(format!("{takes} in the library now that lay elsewhere."));
        }
        let told = &mut self.rescue.told;
        let new: Vec<Trouble> =
            home.warnings.into_iter().filter(|trouble| told.insert(trouble.path.clone())).collect();
        self.warn(new);
        self.rescue.due_secs = (home.waiting > 0).then(|| self.seconds() + AGAIN_AFTER_SECS);
    }
}
