//! The stories: a list to search, an editor for one of them, and the trash.

mod bullets;
mod editor;
mod filing;
mod list;
mod trash;

use eframe::egui::Ui;

use crate::domain::story::StoryId;
use crate::ui::command::Command;
use crate::ui::model::Model;

pub use bullets::Rows;

/// What the screen remembers.
#[derive(Debug, Default)]
pub struct State {
    /// The story that is open; `None` shows the list.
    pub open: Option<StoryId>,
    pub trash: bool,
    /// What the keyboard should go to in the next frame.
    pub focus: Option<Focus>,
    pub list: list::State,
    pub rows: Rows,
    pub theme_typed: String,
    pub value_typed: String,
}

/// Places the keyboard is sent to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    Search,
    Title,
}

impl State {
    /// Opens a story with nothing half typed left from the one before.
    pub fn open(&mut self, id: StoryId) {
        self.open = Some(id);
        self.trash = false;
        self.rows = Rows::default();
        self.theme_typed.clear();
        self.value_typed.clear();
    }
}

pub fn show(ui: &mut Ui, model: &Model, state: &mut State, commands: &mut Vec<Command>) {
    let open = state.open.as_ref().and_then(|id| model.library.story(id));
    match open {
        Some(story) => editor::show(ui, model, story, state, commands),
        None if state.trash => trash::show(ui, model, state, commands),
        None => list::show(ui, model, state, commands),
    }
}
