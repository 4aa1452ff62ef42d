//! Fields for text and numbers, each with a name that a screen reader can say.

use std::ops::RangeInclusive;

use eframe::egui::{DragValue, Frame, Id, Label, Margin, Response, TextBuffer, TextEdit, Ui};

use crate::ui::icons;
use crate::ui::theme::{Type, palette, size, space};

/// A small label above what it names.
pub fn caption(ui: &mut Ui, text: &str) -> Response {
    let weak = palette(ui).text_weak;
    ui.spacing_mut().item_spacing.y = space::XS;
    ui.label(Type::Caption.text(text).color(weak))
}

/// A line of weak text: help, states, units.
pub fn hint(ui: &mut Ui, text: impl Into<String>) -> Response {
    let weak = palette(ui).text_weak;
    ui.label(Type::Caption.text(text).color(weak))
}

/// A sentence that something is amiss, with a sign before it.
pub fn amiss(ui: &mut Ui, text: &str) {
    let palette = palette(ui);
    Frame::new()
        .fill(palette.raised)
        .corner_radius(size::CORNER)
        .inner_margin(Margin::symmetric(12, 8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.add(
                Label::new(Type::Body.text(format!("{}  {text}", icons::WARNING))).wrap().selectable(true),
            );
        });
}

/// Gives a control a name that is not shown beside it.
pub fn name(ui: &Ui, response: &Response, name: &str) {
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(name));
}

/// A line of text.
pub fn line(ui: &mut Ui, id: Id, label: &str, hint: &str, width: f32, text: &mut dyn TextBuffer) -> Response {
    let edit = TextEdit::singleline(text).id(id).hint_text(hint.to_owned()).desired_width(width);
    let response = ui.add(edit);
    name(ui, &response, label);
    response
}

/// Text of several lines that grows with what is typed.
pub fn lines(
    ui: &mut Ui,
    id: Id,
    label: &str,
    hint: &str,
    rows: usize,
    text: &mut dyn TextBuffer,
) -> Response {
    let edit = TextEdit::multiline(text)
        .id(id)
        .hint_text(hint.to_owned())
        .desired_rows(rows)
        .desired_width(ui.available_width());
    let response = ui.add(edit);
    name(ui, &response, label);
    response
}

/// The search field over a list, as wide as the page. It gets the keyboard where that is asked for.
pub fn search_over(ui: &mut Ui, id: Id, label: &str, asked: bool, text: &mut String) {
    if asked {
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    search(ui, id, label, text);
}

/// A search field with its icon, as wide as there is room.
pub fn search(ui: &mut Ui, id: Id, label: &str, text: &mut String) -> Response {
    let edit = TextEdit::singleline(text)
        .id(id)
        .prefix(icons::SEARCH)
        .hint_text(label.to_owned())
        .desired_width(ui.available_width());
    let response = ui.add(edit);
    name(ui, &response, label);
    response
}

/// A whole number with its unit, to be typed, dragged or stepped with the arrow keys.
pub fn number(ui: &mut Ui, label: &str, unit: &str, range: RangeInclusive<u32>, value: &mut u32) -> Response {
    let response = ui.add(DragValue::new(value).range(range).speed(0.5).suffix(unit));
    name(ui, &response, label);
    response
}
