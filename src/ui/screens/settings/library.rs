//! Where the library lies, and how to use another one.

use std::path::PathBuf;

use eframe::egui::{Id, Label, Ui};

use super::{State, snapshots};
use crate::ui::command::{Command, LibraryCommand};
use crate::ui::icons;
use crate::ui::model::{Access, Model};
use crate::ui::theme::{Type, palette, space};
use crate::ui::widgets::{button, field, page};
use crate::ui::words;

pub fn show(ui: &mut Ui, model: &Model, state: &mut State, commands: &mut Vec<Command>) {
    folder(ui, model, &mut state.library_path, commands);
    page::rule(ui);
    page::setting(ui, "Contents", "Plain files that you can read, copy and keep anywhere.", |ui| {
        let library = &model.library;
        let stories = words::count(library.stories().len(), "story", "stories");
        let takes = words::count(library.takes().len(), "take", "takes");
        ui.label(Type::Body.text(format!("{stories}, {takes}")));
    });
    page::rule(ui);
    snapshots::show(ui, model, commands);
    if let Access::ReadOnly(why) = &model.access {
        page::rule(ui);
        page::setting(ui, "Access", why, |ui| {
            ui.label(Type::Body.text("Open for reading only"));
        });
    }
}

/// The folder in use, a field to type another, and a dialog to choose one.
pub fn folder(ui: &mut Ui, model: &Model, typed: &mut Option<String>, commands: &mut Vec<Command>) {
    ui.scope(|ui| field::caption(ui, "Folder of the library"));
    let current = model.library_path.display().to_string();
    let mut path = typed.clone().unwrap_or_else(|| current.clone());
    let width = ui.available_width();
    let response =
        field::line(ui, Id::unique("library folder"), "Folder of the library", "", width, &mut path);
    let entered = response.lost_focus() && ui.input(|input| input.key_pressed(eframe::egui::Key::Enter));
    let differs = path.trim() != current && !path.trim().is_empty();
    ui.horizontal_wrapped(|ui| {
        let used = button::plain_if(ui, differs, icons::CHECK, "Use this folder").clicked();
        if used || (entered && differs) {
            commands.push(LibraryCommand::Use(PathBuf::from(path.trim())).into());
        }
        if button::plain_if(ui, !model.choosing, icons::FOLDER, "Choose a folder…").clicked() {
            commands.push(LibraryCommand::Browse.into());
        }
        let may_move = differs && model.is_writable() && model.moving.is_none();
        if button::plain_if(ui, may_move, "", "Move the library here").clicked() {
            commands.push(LibraryCommand::Move(PathBuf::from(path.trim())).into());
        }
        if button::plain(ui, "", "Show in the file manager").clicked() {
            commands.push(LibraryCommand::Reveal.into());
        }
    });
    let weak = palette(ui).text_weak;
    let help = "Using a folder that is empty or new begins a new library there. Moving copies everything to such a \
                folder, compares it, and leaves the old folder for you to delete.";
    ui.add(Label::new(Type::Caption.text(help).color(weak)).wrap());
    ui.add_space(space::M);
    *typed = (path != current).then_some(path);
}
