//! Going back to an earlier state of the library: what would change is shown first.

use eframe::egui::{Label, Ui};

use crate::ui::command::{Command, SnapshotCommand};
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::model::snapshots::Snapshot;
use crate::ui::theme::{Type, palette, space};
use crate::ui::widgets::{button, page};
use crate::ui::words;

pub fn show(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    let help =
        "The library keeps its earlier states, the voice included. Going back keeps the present one too.";
    page::setting_block(ui, "Earlier states", help, |ui| {
        match (&model.snapshots.shown, &model.snapshots.list) {
            (Some((snapshot, changes)), _) => changes_of(ui, model, snapshot, changes, commands),
            (None, Some(list)) => choice(ui, model, list, commands),
            (None, None) => {
                if button::plain(ui, icons::HISTORY, "Show earlier states").clicked() {
                    commands.push(SnapshotCommand::List.into());
                }
            }
        }
    });
}

fn choice(ui: &mut Ui, model: &Model, list: &[Snapshot], commands: &mut Vec<Command>) {
    if list.is_empty() {
        ui.label(Type::Body.text("None is kept yet. The first is made on the day after something changed."));
    }
    for snapshot in list {
        ui.push_id(&snapshot.id, |ui| {
            ui.horizontal_wrapped(|ui| {
                let when = words::when(snapshot.taken_at, model.now);
                ui.label(Type::Body.text(format!("{when}, {}", snapshot.why)));
                if button::quiet_named(
                    ui,
                    "What would change…",
                    &format!("What would change: {when}, {}", snapshot.why),
                )
                .clicked()
                {
                    commands.push(SnapshotCommand::Show(snapshot.clone()).into());
                }
            });
        });
    }
}

fn changes_of(
    ui: &mut Ui,
    model: &Model,
    snapshot: &Snapshot,
    changes: &[String],
    commands: &mut Vec<Command>,
) {
    let when = words::when(snapshot.taken_at, model.now);
    let heading = if changes.is_empty() {
        format!("Nothing differs from how it was {when}.")
    } else {
        format!("Going back to how it was {when} changes this:")
    };
    ui.add(Label::new(Type::Body.text(heading)).wrap());
    let weak = palette(ui).text_weak;
    for change in changes {
        ui.add(Label::new(Type::Body.text(change).color(weak)).wrap());
    }
    ui.add_space(space::S);
    ui.horizontal_wrapped(|ui| {
        let may = model.is_writable() && !changes.is_empty() && !model.practice.stage.is_under_way();
        if button::plain_if(ui, may, icons::HISTORY, "Go back to this state").clicked() {
            commands.push(SnapshotCommand::GoBack(snapshot.id.clone()).into());
        }
        if button::plain(ui, "", "Stay with the present one").clicked() {
            commands.push(SnapshotCommand::Stay.into());
        }
    });
}
