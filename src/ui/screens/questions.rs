//! The questions: a list to search and filter, a page for each, and a form for one's own.

mod export;
mod form;
mod import;
mod list;
mod page;

use eframe::egui::Ui;

use crate::domain::question::QuestionId;
use crate::ui::command::Command;
use crate::ui::model::Model;

/// What the screen remembers.
#[derive(Debug, Default)]
pub struct State {
    /// The question that is open; `None` shows the list.
    pub open: Option<QuestionId>,
    /// Whether the open question, one of the user's own, is being changed.
    pub editing: bool,
    /// What the keyboard should go to in the next frame.
    pub focus: Option<Focus>,
    pub list: list::State,
    pub theme_typed: String,
    /// What is shown instead of the list or the question.
    pub aside: Option<Aside>,
    pub import: import::State,
    pub export: export::State,
}

/// Pages that are left again once their work is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aside {
    Import,
    Export,
}

/// Places the keyboard is sent to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    Search,
    Words,
}

impl State {
    /// Opens a question with nothing half typed left from the one before.
    pub fn open(&mut self, id: QuestionId) {
        self.open = Some(id);
        self.aside = None;
        self.editing = false;
        self.theme_typed.clear();
    }
}

pub use import::falling;

pub fn show(ui: &mut Ui, model: &Model, state: &mut State, typing: bool, commands: &mut Vec<Command>) {
    match state.aside {
        Some(Aside::Import) => return import::show(ui, model, &mut state.import, typing, commands),
        Some(Aside::Export) => return export::show(ui, model, state, commands),
        None => {}
    }
    let open = state.open.as_ref().and_then(|id| model.catalogue.get(id)).cloned();
    match open {
        Some(question) if state.editing && model.library.own_question(&question.id).is_some() => {
            form::show(ui, model, &question, state, commands);
        }
        Some(question) => page::show(ui, model, &question, commands),
        None => list::show(ui, model, state, commands),
    }
}
