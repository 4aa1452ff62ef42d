//! Every figure of the take: its value, what is aimed at, and where it comes from.

use eframe::egui::{Grid, Id, Label, ScrollArea, Ui};
use jiff::tz::TimeZone;

use crate::domain::figures::TakeFigures;
use crate::domain::take::Take;
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::theme::{Type, space};
use crate::ui::widgets::{button, field};

pub fn show(ui: &mut Ui, model: &Model, take: &Take) {
    let id = Id::unique("every figure is shown");
    let mut is_open: bool = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    ui.add_space(space::S);
    let icon = if is_open { icons::CARET_UP } else { icons::CARET_DOWN };
    if button::quiet(ui, icon, "Every figure").clicked() {
        is_open = !is_open;
        ui.data_mut(|data| data.insert_temp(id, is_open));
    }
    if !is_open {
        return;
    }
    let entries = TakeFigures::of(take, &TimeZone::UTC).entries(&model.library.settings);
    let cell = |ui: &mut Ui, text: String| {
        ui.add(Label::new(Type::Body.text(text)).selectable(true).extend());
    };
    let columns = ["Figure", "Value", "Aimed at", "Where it comes from"];
    ScrollArea::horizontal().id_salt("every figure").show(ui, |ui| {
        Grid::new("every figure").num_columns(columns.len()).spacing((space::L, space::XS)).show(ui, |ui| {
            for name in columns {
                field::hint(ui, name);
            }
            ui.end_row();
            for entry in &entries {
                cell(ui, entry.name.clone());
                cell(ui, entry.say());
                cell(ui, entry.aim());
                cell(ui, entry.formula.words());
                ui.end_row();
            }
        });
    });
}
