//! The takes: a list of them, and a page to listen to each and rate it.

use std::ops::Range;

use eframe::egui::Ui;

use crate::domain::take::{Take, TakeId};
use crate::domain::time::Frames;
use crate::ui::command::Command;
use crate::ui::model::Model;

mod against;
mod compare;
mod figures;
mod files;
mod header;
mod headline;
mod list;
mod next;
mod notes;
mod page;
mod player;
mod rating;
mod tallies;

pub use files::{Dialog, ExportForm, ImportForm};

/// What the screen remembers.
#[derive(Debug, Default)]
pub struct State {
    /// The take that is open; `None` shows the list.
    pub open: Option<TakeId>,
    pub list: list::State,
    /// What belongs to the take that is open.
    pub page: Page,
    /// Whether shares are shown instead of seconds.
    pub percent: bool,
    /// Whether the split is shown as a table.
    pub table: bool,
    /// Whether the sections of a take that is compared lie under those of the open one.
    pub aligned: bool,
    pub dialog: Option<Dialog>,
    /// What gets the keyboard in the next frame.
    pub focus: Option<Focus>,
}

/// A field that gets the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    Search,
    Title,
    Note(usize),
    /// The one change for next time.
    Change,
}

/// Where one is in the take that is open.
#[derive(Debug, Default)]
pub struct Page {
    take: Option<TakeId>,
    /// The parts of recordings that were last on the screen, in columns.
    pub seen: Vec<Seen>,
    /// The part of the recording that is magnified; `None` shows the whole.
    pub view: Option<Range<Frames>>,
    /// The mark that keys move, by its place in time.
    pub chosen: Option<usize>,
    /// The row of the rating that number keys give points to.
    pub row: usize,
    /// Which of the ratings is being given without the others in sight; `None` for the first, in the open.
    pub blind_rating: Option<usize>,
    /// Whether a second listening is being counted with the first out of sight.
    pub recounting: bool,
    pub comparing: bool,
    pub renaming: bool,
    /// The take this one is held against, and the revision of the library when it was looked up.
    before: Option<(u64, Option<TakeId>)>,
}

/// A part of a recording on the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    pub take: TakeId,
    pub range: Range<Frames>,
    pub columns: usize,
}

impl Page {
    /// The part of a take that is on the screen.
    #[must_use]
    pub fn visible(&self, take: &Take) -> Range<Frames> {
        let whole = take.recording.frames;
        let inside = |view: &&Range<Frames>| view.start < view.end && view.end <= whole;
        self.view.as_ref().filter(inside).cloned().unwrap_or(Frames::ZERO..whole)
    }

    /// Which rating is being given.
    #[must_use]
    pub fn sitting(&self) -> usize {
        self.blind_rating.unwrap_or(0)
    }
}

impl State {
    /// Puts a take on the screen.
    pub fn show(&mut self, take: TakeId) {
        if self.open.as_ref() != Some(&take) {
            self.page = Page { take: Some(take.clone()), ..Page::default() };
            self.dialog = None;
        }
        self.open = Some(take);
    }
}

pub fn show(ui: &mut Ui, model: &Model, state: &mut State, commands: &mut Vec<Command>) {
    let open = state.open.as_ref().and_then(|id| model.take(id));
    if state.page.take != state.open {
        state.page = Page { take: state.open.clone(), ..Page::default() };
    }
    state.page.seen.clear();
    match open {
        Some(take) => {
            ui.push_id(&take.id.0, |ui| page::show(ui, model, state, take, commands));
        }
        None => list::show(ui, model, state, commands),
    }
    files::show(ui.ctx(), model, state, commands);
}
