//! One of several: side by side where they are few, in a list where they are many.

use eframe::egui::{
    self, Align2, ComboBox, CornerRadius, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2,
};

use crate::ui::icons;
use crate::ui::theme::{Type, palette, size, space};

/// Choices side by side, of which one holds. Says whether another one was chosen.
pub fn segmented<T: Copy + PartialEq>(
    ui: &mut Ui,
    label: &str,
    current: &mut T,
    choices: &[(T, &str)],
) -> bool {
    let mut changed = false;
    let palette = palette(ui);
    ui.scope(|ui| {
        // Neighbours share one line.
        ui.spacing_mut().item_spacing.x = -1.0;
        ui.horizontal(|ui| {
            for (index, (value, name)) in choices.iter().enumerate() {
                let chosen = *current == *value;
                let text = ui.painter().layout_no_wrap((*name).to_owned(), Type::Body.font(), palette.text);
                let wanted = vec2(text.size().x + 2.0 * space::M, size::CONTROL);
                let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
                let said = format!("{label}: {name}");
                let enabled = ui.is_enabled();
                response.widget_info(|| WidgetInfo::selected(Role::RadioButton, enabled, chosen, &said));
                let corners = corners(index, choices.len());
                let fill = if chosen || response.hovered() { palette.raised } else { palette.surface };
                let outline = Stroke::new(1.0, palette.outline);
                ui.painter().rect(rect, corners, fill, outline, StrokeKind::Inside);
                if chosen {
                    let ink = egui::Rect::from_min_max(
                        rect.left_bottom() + vec2(space::M, -5.0),
                        rect.right_bottom() + vec2(-space::M, -3.0),
                    );
                    ui.painter().rect_filled(ink, 1, palette.text);
                }
                let colour = if chosen { palette.text } else { palette.text_weak };
                ui.painter().galley_with_override_text_color(rect.center() - text.size() / 2.0, text, colour);
                if response.has_focus() {
                    ui.painter().rect_stroke(
                        rect,
                        corners,
                        Stroke::new(2.0, palette.focus),
                        StrokeKind::Inside,
                    );
                }
                if response.clicked() && !chosen {
                    *current = *value;
                    changed = true;
                }
            }
        });
    });
    changed
}

/// How wide [`points`] is.
pub const POINTS_WIDTH: f32 = 5.0 * POINT + 1.0;
const POINT: f32 = 30.0;

/// One to five points side by side. Says which was given.
pub fn points(ui: &mut Ui, row: &str, current: Option<u8>) -> Option<u8> {
    let mut given = None;
    let palette = palette(ui);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.x = -1.0;
        for value in 1..=5_u8 {
            let (rect, response) =
                ui.allocate_exact_size(vec2(POINT + 1.0, size::CONTROL - 4.0), Sense::click());
            let chosen = current == Some(value);
            let said = format!("{row}: {value} of 5");
            let enabled = ui.is_enabled();
            response.widget_info(|| WidgetInfo::selected(Role::RadioButton, enabled, chosen, &said));
            let corners = corners(usize::from(value) - 1, 5);
            let (fill, ink) = match (chosen, response.hovered()) {
                (true, _) => (palette.primary, palette.on_primary),
                (false, true) => (palette.raised, palette.text),
                (false, false) => (palette.surface, palette.text_weak),
            };
            let outline = Stroke::new(1.0, palette.outline);
            ui.painter().rect(rect, corners, fill, outline, StrokeKind::Inside);
            let font = if chosen { Type::Strong } else { Type::Body }.font();
            ui.painter().text(rect.center(), Align2::CENTER_CENTER, value, font, ink);
            super::button::focus_ring(ui, &response);
            if response.clicked() {
                given = Some(value);
            }
        }
    });
    given
}

/// A name in a list that can be chosen. Says whether it was.
pub fn pick(ui: &mut Ui, shown: &str, name: &str, kind: Type, width: f32, chosen: bool) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(width, size::CONTROL - 4.0), Sense::click());
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, enabled, chosen, name));
    let palette = palette(ui);
    let colour = if enabled { palette.text } else { palette.text_weak };
    let mut job = egui::text::LayoutJob::simple_singleline(shown.to_owned(), kind.font(), colour);
    job.wrap = egui::text::TextWrapping::truncate_at_width(width);
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    ui.painter().galley(rect.left_center() - vec2(0.0, galley.size().y / 2.0), galley, colour);
    super::button::focus_ring(ui, &response);
    response.clicked()
}

fn corners(index: usize, count: usize) -> CornerRadius {
    let (left, right) =
        (if index == 0 { size::CORNER } else { 0 }, if index + 1 == count { size::CORNER } else { 0 });
    CornerRadius { nw: left, sw: left, ne: right, se: right }
}

/// A list that opens. Says whether another choice was made.
pub fn menu<T: Clone + PartialEq>(
    ui: &mut Ui,
    salt: &str,
    label: &str,
    width: f32,
    current: &mut T,
    choices: &[(T, String)],
) -> bool {
    let before = current.clone();
    let shown = choices.iter().find(|(value, _)| value == current).map_or("", |(_, name)| name.as_str());
    let response =
        ComboBox::from_id_salt(salt).selected_text(shown).width(width).truncate().icon(caret).show_ui(
            ui,
            |ui| {
                for (value, name) in choices {
                    ui.selectable_value(current, value.clone(), name);
                }
            },
        );
    super::field::name(ui, &response.response, label);
    *current != before
}

fn caret(ui: &Ui, rect: egui::Rect, visuals: &egui::style::WidgetVisuals, _open: bool) {
    let font = egui::FontId::proportional(14.0);
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, icons::CARET_DOWN, font, visuals.fg_stroke.color);
}

/// A box to tick. Says whether it was.
pub fn tick(ui: &mut Ui, name: &str, on: &mut bool) -> bool {
    ui.checkbox(on, name).changed()
}

/// Names in a row of which one is underlined: the parts of a screen.
pub fn tabs<T: Copy + PartialEq>(ui: &mut Ui, current: &mut T, choices: &[(T, &str)]) {
    let palette = palette(ui);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::XL, 0.0);
        for (value, name) in choices {
            let chosen = *current == *value;
            let kind = if chosen { Type::Strong } else { Type::Body };
            let text = ui.painter().layout_no_wrap((*name).to_owned(), Type::Strong.font(), palette.text);
            let (rect, response) =
                ui.allocate_exact_size(vec2(text.size().x, size::CONTROL + space::XS), Sense::click());
            let enabled = ui.is_enabled();
            response.widget_info(|| WidgetInfo::selected(Role::Tab, enabled, chosen, *name));
            let colour = if chosen || response.hovered() { palette.text } else { palette.text_weak };
            let shown = ui.painter().layout_no_wrap((*name).to_owned(), kind.font(), colour);
            ui.painter().galley(rect.left_center() - vec2(0.0, shown.size().y / 2.0), shown, colour);
            if chosen {
                let line = egui::Rect::from_min_max(rect.left_bottom() - vec2(0.0, 2.0), rect.right_bottom());
                ui.painter().rect_filled(line, 1, palette.text);
            }
            super::button::focus_ring(ui, &response);
            if response.clicked() {
                *current = *value;
            }
        }
    });
}
