//! How loud the microphone is, as a bar and in a word.

use eframe::egui::{CornerRadius, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2};

use crate::ui::theme::palette;

/// What is quieter than this is not drawn.
const QUIETEST_DB: f32 = -60.0;
/// From here on it is nearly too loud.
const LOUD_DB: f32 = -6.0;
const QUIET_DB: f32 = -35.0;
const SILENT_DB: f32 = -55.0;

/// The level in decibels of full scale.
fn decibels(peak: f32) -> f32 {
    20.0 * peak.max(1e-6).log10()
}

/// The level in a word.
#[must_use]
pub fn word(peak: f32, clips: bool) -> &'static str {
    match decibels(peak) {
        _ if clips => "Too loud",
        db if db < SILENT_DB => "Silent",
        db if db < QUIET_DB => "Quiet",
        db if db < LOUD_DB => "Good",
        _ => "Loud",
    }
}

/// Draws the meter into a place.
pub fn show(ui: &Ui, place: Rect, peak: f32, clips: bool) {
    let response = ui.interact(place, ui.scope_id().with("meter"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Meter, true, "Microphone level"));
    let said = word(peak, clips);
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(said));

    let palette = palette(ui);
    let painter = ui.painter();
    let corners = CornerRadius::same(2);
    painter.rect_filled(place, corners, palette.raised);
    let at = |db: f32| place.left() + place.width() * ((db - QUIETEST_DB) / -QUIETEST_DB).clamp(0.0, 1.0);
    let level = at(decibels(peak));
    if level > place.left() + 1.0 {
        painter.rect_filled(place.with_max_x(level), corners, palette.text_weak);
    }
    if level > at(LOUD_DB) {
        painter.rect_filled(place.with_min_x(at(LOUD_DB)).with_max_x(level), corners, palette.text);
    }
    painter.rect_stroke(place, corners, Stroke::new(1.0, palette.outline), StrokeKind::Inside);
    painter.vline(at(LOUD_DB), place.y_range(), Stroke::new(1.0, palette.outline));
    if clips {
        let end = Rect::from_min_max(pos2(place.right() - 8.0, place.top()), place.max);
        painter.rect_filled(end.expand(2.0), corners, palette.text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_have_a_word() {
        let words = [0.0, 0.005, 0.1, 0.7].map(|peak| word(peak, false));
        assert_eq!(words, ["Silent", "Quiet", "Good", "Loud"]);
        assert_eq!(word(0.1, true), "Too loud");
    }
}
