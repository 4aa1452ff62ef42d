//! Text to read: paragraphs, points, steps.

use eframe::egui::{Align, Label, Layout, Ui, vec2};

use crate::ui::theme::{Type, palette, space};

/// A paragraph that can be selected and copied.
pub fn paragraph(ui: &mut Ui, text: &str) {
    ui.add(Label::new(Type::Body.text(text)).wrap().selectable(true));
    ui.add_space(space::S);
}

/// A paragraph of less weight.
pub fn aside(ui: &mut Ui, text: &str) {
    let weak = palette(ui).text_weak;
    ui.add(Label::new(Type::Body.text(text).color(weak)).wrap().selectable(true));
}

/// Points under each other, each with a dash before it.
pub fn points<'a>(ui: &mut Ui, texts: impl IntoIterator<Item = &'a str>) {
    for text in texts {
        marked(ui, "–", |ui| {
            ui.add(Label::new(Type::Body.text(text)).wrap().selectable(true));
        });
    }
    ui.add_space(space::S);
}

/// Points in an order, each with its number.
pub fn steps<'a>(ui: &mut Ui, texts: impl IntoIterator<Item = &'a str>) {
    for (number, text) in (1..).zip(texts) {
        marked(ui, &format!("{number}"), |ui| {
            ui.add(Label::new(Type::Body.text(text)).wrap().selectable(true));
        });
    }
    ui.add_space(space::S);
}

/// Something with a mark in the margin before it.
pub fn marked(ui: &mut Ui, mark: &str, add: impl FnOnce(&mut Ui)) {
    let weak = palette(ui).text_weak;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.allocate_ui_with_layout(vec2(space::XL, 0.0), Layout::left_to_right(Align::Min), |ui| {
            ui.set_width(space::XL);
            ui.label(Type::Body.text(mark).color(weak));
        });
        ui.vertical(add);
    });
}
