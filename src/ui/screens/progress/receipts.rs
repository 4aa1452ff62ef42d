//! Receipts: for a number that was asked about, its formula, its marks and its takes.

use eframe::egui::{Context, Label, ScrollArea, Ui};

use super::State;
use crate::domain::progress::Receipt;
use crate::ui::command::{Command, ReviewCommand};
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::theme::{Type, space};
use crate::ui::widgets::dialog::dialog;
use crate::ui::widgets::{button, field, page};
use crate::ui::words;

/// What is asked about.
#[derive(Clone, Debug, PartialEq)]
pub struct Receipts {
    pub title: String,
    pub list: Vec<Receipt>,
}

/// Takes that are offered by name; the others are in the table.
const MOST_TAKES: usize = 10;

pub(super) fn show(ctx: &Context, model: &Model, state: &mut State, commands: &mut Vec<Command>) {
    let Some(receipts) = state.receipts.take() else { return };
    let mut left = false;
    let stays = dialog(ctx, "Receipts", 560.0, |ui| {
        let width = ui.available_width();
        ui.horizontal_top(|ui| {
            ui.vertical(|ui| {
                ui.set_width(width - 40.0);
                ui.add(Label::new(Type::Section.text(&receipts.title)).wrap());
            });
            left |= button::icon(ui, icons::CLOSE, "Close").clicked();
        });
        let scroll = ScrollArea::vertical().max_height(ui.available_height()).auto_shrink([false, true]);
        scroll.show(ui, |ui| {
            // While a dialog finds its size, nothing in it is wrapped that has no width.
            ui.set_max_width(width);
            for (index, receipt) in receipts.list.iter().enumerate() {
                ui.push_id(index, |ui| left |= one(ui, model, receipt, commands));
            }
        });
        !left
    });
    if stays {
        state.receipts = Some(receipts);
    }
}

/// One receipt. Says whether it was left for a take.
fn one(ui: &mut Ui, model: &Model, receipt: &Receipt, commands: &mut Vec<Command>) -> bool {
    ui.add_space(space::S);
    page::rule(ui);
    ui.add_space(space::XS);
    let value = receipt.value().map_or_else(|| "none".to_owned(), |value| receipt.unit.say(value));
    ui.add(Label::new(Type::Strong.text(format!("{}: {value}", receipt.what))).wrap().selectable(true));
    ui.add(Label::new(Type::Body.text(receipt.formula.words())).wrap().selectable(true));
    if let Some(marks) = receipt.marks {
        field::hint(ui, format!("By the {}.", marks.word()));
    }
    let mut left = false;
    let sheet = model.figures.sheet.as_deref();
    let values = receipt.formula.values().filter(|values| values.len() == receipt.takes.len());
    let first = receipt.takes.len().saturating_sub(MOST_TAKES);
    if first > 0 {
        field::hint(ui, format!("{} come before these", words::count(first, "take", "takes")));
    }
    // In the order of the values above, so that the first row is the first of them.
    for (index, id) in receipt.takes.iter().enumerate().skip(first) {
        let Some(when) = sheet.and_then(|sheet| sheet.recorded(id)) else { continue };
        let when = when.strftime("%Y-%m-%d %H:%M").to_string();
        let value = values.and_then(|values| values.get(index)).map(|value| receipt.unit.say(*value));
        let take = model.library.take(id);
        let story = take.and_then(|take| model.library.story(take.story.as_ref()?));
        let story = story.map_or("no story", |story| story.shown_title());
        let name = format!("Open the take of {when}");
        let shown = value.into_iter().chain([when, story.to_owned()]).collect::<Vec<_>>().join("  ·  ");
        if button::quiet_named(ui, &shown, &name).clicked() {
            commands.push(ReviewCommand::Open(id.clone()).into());
            left = true;
        }
    }
    left
}
