//! The guide: cards by topic, each a page, and checklists to tick.

mod card;
mod list;

use eframe::egui::Ui;

use crate::domain::guide::CardId;
use crate::ui::command::Command;
use crate::ui::model::Model;

/// What the screen remembers.
#[derive(Debug, Default)]
pub struct State {
    /// The cards that were opened one from the other; the last is shown, and none shows the list.
    pub trail: Vec<CardId>,
    pub search: String,
    pub focus_search: bool,
    /// The interview whose ticks are shown; `None` for those that hold in general.
    pub interview: Option<String>,
    /// The interview that is being added.
    pub company_typed: String,
    pub date_typed: String,
}

impl State {
    /// Opens a card on top of those that led to it.
    pub fn open(&mut self, id: CardId) {
        if self.trail.last() != Some(&id) {
            self.trail.push(id);
        }
    }
}

pub fn show(ui: &mut Ui, model: &Model, state: &mut State, commands: &mut Vec<Command>) {
    match state.trail.last().and_then(|id| model.guide.card(id)) {
        Some(card) => card::show(ui, model, card, state, commands),
        None => list::show(ui, model, state, commands),
    }
}
