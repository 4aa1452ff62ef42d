//! What was deleted and can still be had back.

use eframe::egui::{Align, Layout, Ui};

use super::State;
use crate::ui::command::{Command, TrashCommand};
use crate::ui::icons;
use crate::ui::model::{Model, TrashItem};
use crate::ui::theme::{Type, size, space};
use crate::ui::widgets::{button, field, page};
use crate::ui::words;

pub fn show(ui: &mut Ui, model: &Model, state: &mut State, commands: &mut Vec<Command>) {
    page::page(ui, "trash", size::COLUMN + 120.0, |ui| {
        if button::back(ui, "Stories").clicked() {
            state.trash = false;
        }
        page::title(ui, "Trash", |_| {});
        if model.trash.is_empty() {
            let next = "What you delete is kept here for 30 days and can be restored with one press.";
            page::empty(ui, icons::DELETE, "The trash is empty", next, |_| {});
            return;
        }
        field::hint(ui, "Deleted things are kept for 30 days.");
        ui.add_space(space::S);
        for item in &model.trash {
            row(ui, model, item, commands);
        }
    });
}

fn row(ui: &mut Ui, model: &Model, item: &TrashItem, commands: &mut Vec<Command>) {
    ui.push_id(&item.id, |ui| {
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.add_enabled_ui(model.is_writable(), |ui| {
                    let response = button::plain(ui, icons::RESTORE, "Restore");
                    field::name(ui, &response, &format!("Restore {}", item.title));
                    if response.clicked() {
                        commands.push(TrashCommand::Restore(item.id.clone()).into());
                    }
                });
                ui.with_layout(Layout::top_down(Align::Min), |ui| {
                    ui.spacing_mut().item_spacing.y = 2.0;
                    ui.add(eframe::egui::Label::new(Type::Strong.text(&item.title)).truncate());
                    let deleted = words::when(item.deleted_at, model.now);
                    field::hint(ui, format!("{}  ·  deleted {deleted}", item.kind));
                });
            });
        });
        ui.add_space(space::XS);
        page::rule(ui);
        ui.add_space(space::XS);
    });
}
