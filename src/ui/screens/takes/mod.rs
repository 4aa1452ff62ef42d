//! The takes: a list of them, and a page to listen to each and rate it.

use eframe::egui::Ui;

use crate::domain::take::TakeId;
use crate::ui::command::Command;
use crate::ui::model::Model;
use crate::ui::theme::size;
use crate::ui::view::ViewState;
use crate::ui::widgets::page;

/// What the screen remembers.
#[derive(Debug, Default)]
pub struct State {
    /// The take that is open; `None` shows the list.
    pub open: Option<TakeId>,
}

pub fn show(ui: &mut Ui, _model: &Model, _view: &mut ViewState, _commands: &mut Vec<Command>) {
    page::page(ui, "takes", size::COLUMN, |ui| page::title(ui, "Takes", |_| {}));
}
