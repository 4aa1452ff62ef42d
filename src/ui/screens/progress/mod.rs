//! Progress: whether the timing improves, and what to practise next.

use eframe::egui::Ui;

use crate::ui::command::Command;
use crate::ui::model::Model;
use crate::ui::theme::size;
use crate::ui::view::ViewState;
use crate::ui::widgets::page;

/// What the screen remembers.
#[derive(Debug, Default)]
pub struct State {}

pub fn show(ui: &mut Ui, _model: &Model, _view: &mut ViewState, _commands: &mut Vec<Command>) {
    page::page(ui, "progress", size::COLUMN, |ui| page::title(ui, "Progress", |_| {}));
}
