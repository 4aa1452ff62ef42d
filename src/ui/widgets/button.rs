//! Buttons: one that leads on, plain ones, quiet ones, and icons with a name.

use std::sync::Arc;

use eframe::egui::{
    self, Button, Response, RichText, Role, Sense, Stroke, TextWrapMode, Ui, WidgetInfo, vec2,
};

use crate::ui::icons;
use crate::ui::theme::{Type, palette, size, space};

/// The button that leads on. A screen has at most one.
pub fn primary(ui: &mut Ui, icon: &str, name: &str) -> Response {
    let palette = palette(ui);
    ui.scope(|ui| {
        let widgets = &mut ui.visuals_mut().widgets;
        for (visuals, fill) in [
            (&mut widgets.inactive, palette.primary),
            (&mut widgets.hovered, palette.primary_hover),
            (&mut widgets.active, palette.primary_hover),
        ] {
            visuals.weak_bg_fill = fill;
            visuals.bg_stroke = Stroke::new(1.0, fill);
            visuals.fg_stroke = Stroke::new(1.5, palette.on_primary);
        }
        let response = named(
            ui.add(Button::new(Type::Strong.text(caption(icon, name))).wrap_mode(TextWrapMode::Extend)),
            name,
        );
        focus_ring(ui, &response);
        response
    })
    .inner
}

/// A button with an outline.
pub fn plain(ui: &mut Ui, icon: &str, name: &str) -> Response {
    plain_if(ui, true, icon, name)
}

/// The same where it may have nothing to do.
pub fn plain_if(ui: &mut Ui, enabled: bool, icon: &str, name: &str) -> Response {
    named(ui.add_enabled(enabled, Button::new(caption(icon, name)).wrap_mode(TextWrapMode::Extend)), name)
}

/// A button with an outline that is called something else than what stands on it.
pub fn plain_named(ui: &mut Ui, icon: &str, shown: &str, name: &str) -> Response {
    named(ui.add(Button::new(caption(icon, shown)).wrap_mode(TextWrapMode::Extend)), name)
}

/// A button with an outline that is at least this wide, to stand under others of its kind.
pub fn plain_wide(ui: &mut Ui, icon: &str, name: &str, width: f32) -> Response {
    let button = Button::new(caption(icon, name)).wrap_mode(TextWrapMode::Extend);
    named(ui.add(button.min_size(vec2(width, size::CONTROL))), name)
}

/// A button without an outline, for what is wanted now and then.
pub fn quiet(ui: &mut Ui, icon: &str, name: &str) -> Response {
    quiet_if(ui, true, icon, name)
}

/// The same where it may have nothing to do.
pub fn quiet_if(ui: &mut Ui, enabled: bool, icon: &str, name: &str) -> Response {
    styled(ui, bare, |ui| {
        let button = Button::new(caption(icon, name)).wrap_mode(TextWrapMode::Extend);
        named(ui.add_enabled(enabled, button), name)
    })
}

/// Adds something in a style of its own, straight into its parent, so that it goes to the next line of a wrapped
/// row where there is no room.
fn styled<R>(ui: &mut Ui, change: impl FnOnce(&mut egui::Style), add: impl FnOnce(&mut Ui) -> R) -> R {
    let before = Arc::clone(ui.style());
    change(ui.style_mut());
    let added = add(ui);
    ui.set_style(before);
    added
}

fn bare(style: &mut egui::Style) {
    let widgets = &mut style.visuals.widgets;
    widgets.inactive.weak_bg_fill = egui::Color32::TRANSPARENT;
    widgets.inactive.bg_stroke = Stroke::NONE;
    widgets.hovered.bg_stroke = Stroke::NONE;
    if let Some(weak) = style.visuals.weak_text_color {
        widgets.inactive.fg_stroke.color = weak;
    }
}

/// A quiet button that is called something else than what stands on it.
pub fn quiet_named(ui: &mut Ui, shown: &str, name: &str) -> Response {
    let response = quiet(ui, "", shown);
    named(response, name)
}

/// The button that starts and pauses the sound: filled, and equally wide in both states.
pub fn play(ui: &mut Ui, enabled: bool, icon: &str, name: &str) -> Response {
    let palette = palette(ui);
    let filled = |style: &mut egui::Style| {
        let widgets = &mut style.visuals.widgets;
        for (visuals, fill) in [
            (&mut widgets.inactive, palette.primary),
            (&mut widgets.hovered, palette.primary_hover),
            (&mut widgets.active, palette.primary_hover),
        ] {
            visuals.weak_bg_fill = fill;
            visuals.bg_stroke = Stroke::new(1.0, fill);
            visuals.fg_stroke = Stroke::new(1.5, palette.on_primary);
        }
    };
    styled(ui, filled, |ui| {
        let font = egui::FontId::new(size::ICON, crate::ui::fonts::filled_icons());
        let button = Button::new(RichText::new(icon).font(font)).min_size(vec2(44.0, size::CONTROL));
        let response = named(ui.add_enabled(enabled, button), name).on_hover_text(name);
        focus_ring(ui, &response);
        response
    })
}

/// A button that stays down.
pub fn toggle(ui: &mut Ui, enabled: bool, icon: &str, name: &str, on: bool) -> Response {
    let palette = palette(ui);
    let pressed = |style: &mut egui::Style| {
        bare(style);
        if on {
            style.visuals.widgets.inactive.weak_bg_fill = palette.raised;
            style.visuals.widgets.inactive.fg_stroke.color = palette.text;
        }
    };
    styled(ui, pressed, |ui| {
        let button = Button::new(caption(icon, name)).wrap_mode(TextWrapMode::Extend);
        let response = ui.add_enabled(enabled, button);
        response.widget_info(|| WidgetInfo::selected(Role::Button, enabled, on, name));
        if on {
            let rect = response.rect;
            let ink = egui::Rect::from_min_max(
                rect.left_bottom() + vec2(space::M, -4.0),
                rect.right_bottom() + vec2(-space::M, -2.0),
            );
            ui.painter().rect_filled(ink, 1, palette.text);
        }
        response
    })
}

/// A quiet button at the left edge of a column, whose icon stands where the column begins.
pub fn back(ui: &mut Ui, name: &str) -> Response {
    styled(ui, at_the_edge, |ui| quiet(ui, icons::BACK, name))
}

/// Quiet buttons in lines, each of which begins where the column does.
pub fn bar(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    let edged = |style: &mut egui::Style| {
        at_the_edge(style);
        style.spacing.item_spacing.x = space::L;
    };
    ui.horizontal_wrapped(|ui| styled(ui, edged, add));
}

fn at_the_edge(style: &mut egui::Style) {
    style.spacing.button_padding.x = space::XS;
}

/// Small buttons that offer words, as many in a line as fit. Says which one was pressed.
pub fn suggestions(ui: &mut Ui, offers: &[(String, String)]) -> Option<usize> {
    ui.scope(|ui| {
        let palette = palette(ui);
        ui.spacing_mut().interact_size.y = 24.0;
        ui.spacing_mut().item_spacing = vec2(space::XS, space::XS);
        ui.spacing_mut().button_padding = vec2(space::S, 2.0);
        let inactive = &mut ui.visuals_mut().widgets.inactive;
        inactive.weak_bg_fill = egui::Color32::TRANSPARENT;
        inactive.bg_stroke = Stroke::new(1.0, palette.line);
        inactive.fg_stroke.color = palette.text_weak;
        ui.horizontal_wrapped(|ui| {
            let mut pressed = None;
            for (index, (text, name)) in offers.iter().enumerate() {
                let button = Button::new(Type::Caption.text(text)).wrap_mode(TextWrapMode::Extend);
                if named(ui.add(button), name).clicked() {
                    pressed = Some(index);
                }
            }
            pressed
        })
        .inner
    })
    .inner
}

/// A square button that shows only an icon; its name is said and shown on hovering.
pub fn icon(ui: &mut Ui, icon: &str, name: &str) -> Response {
    square(ui, icon, name, size::CONTROL, size::ICON)
}

/// The same inside a line of text.
pub fn icon_small(ui: &mut Ui, icon: &str, name: &str) -> Response {
    square(ui, icon, name, 24.0, 12.0)
}

fn square(ui: &mut Ui, icon: &str, name: &str, side: f32, icon_size: f32) -> Response {
    let small = |style: &mut egui::Style| {
        bare(style);
        style.spacing.button_padding = vec2(0.0, 0.0);
        style.spacing.interact_size.y = side;
    };
    styled(ui, small, |ui| {
        let button = Button::new(RichText::new(icon).size(icon_size)).min_size(vec2(side, side));
        named(ui.add(button), name).on_hover_text(name)
    })
}

/// A row of a list that can be chosen; the caller paints into its rectangle.
pub fn row(ui: &mut Ui, height: f32, name: &str) -> (egui::Rect, Response) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    if ui.is_rect_visible(rect) {
        let palette = palette(ui);
        if response.hovered() || response.is_pointer_button_down_on() {
            ui.painter().rect_filled(rect, size::CORNER, palette.raised);
        }
        focus_ring(ui, &response);
    }
    (rect, response)
}

/// An outline round a control that has the keyboard, for controls whose fill hides the usual one.
pub fn focus_ring(ui: &Ui, response: &Response) {
    if response.has_focus() {
        let stroke = Stroke::new(2.0, palette(ui).focus);
        ui.painter().rect_stroke(
            response.rect.expand(2.0),
            size::CORNER + 2,
            stroke,
            egui::StrokeKind::Outside,
        );
    }
}

fn caption(icon: &str, name: &str) -> String {
    if icon.is_empty() { name.to_owned() } else { format!("{icon}  {name}") }
}

/// Icons are letters to a screen reader, so the name is given without them.
fn named(response: Response, name: &str) -> Response {
    let enabled = response.enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, name));
    response
}

/// A name that leads somewhere, with a line about it.
pub fn link(ui: &mut Ui, name: &str, about: &str) -> bool {
    const HEIGHT: f32 = 52.0;
    let (rect, response) = row(ui, HEIGHT, &format!("{name}, {about}"));
    if ui.is_rect_visible(rect) {
        let palette = palette(ui);
        let inner = rect.shrink2((space::S, space::S).into());
        let line = |top: bool, text: &str, kind: Type, colour| {
            let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), kind.font(), colour);
            job.wrap = egui::text::TextWrapping::truncate_at_width(inner.width() - space::XL);
            let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
            let y = if top { inner.top() } else { inner.bottom() - galley.size().y };
            ui.painter().galley((inner.left(), y).into(), galley, colour);
        };
        line(true, name, Type::Strong, palette.text);
        line(false, about, Type::Caption, palette.text_weak);
        let icon = icons::CARET_RIGHT;
        let place = inner.right_center();
        ui.painter().text(place, egui::Align2::RIGHT_CENTER, icon, Type::Body.font(), palette.text_weak);
    }
    response.clicked()
}
