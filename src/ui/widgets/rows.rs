//! Long lists of which only the rows in sight are made.

use std::ops::Range;

use eframe::egui::{Sense, Ui, vec2};

/// Rows beyond the edges of the view that are made all the same, so that the keyboard can walk out of it.
const BEYOND: usize = 2;

/// Calls `add` for the rows in sight and keeps the room of the others.
pub fn in_sight(ui: &mut Ui, height: f32, count: usize, mut add: impl FnMut(&mut Ui, usize)) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let top = ui.cursor().top();
    let shown = range(ui.clip_rect().top() - top, ui.clip_rect().bottom() - top, height, count);
    room(ui, shown.start, height);
    for index in shown.clone() {
        add(ui, index);
    }
    room(ui, count.saturating_sub(shown.end), height);
}

#[expect(clippy::cast_precision_loss, reason = "a list of 16 million rows would be off by a row")]
fn room(ui: &mut Ui, rows: usize, height: f32) {
    if rows > 0 {
        ui.allocate_exact_size(vec2(1.0, rows as f32 * height), Sense::hover());
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "float casts saturate, and rows before the first are no rows"
)]
fn range(from: f32, to: f32, height: f32, count: usize) -> Range<usize> {
    let first = ((from / height).floor() as usize).saturating_sub(BEYOND).min(count);
    let last = ((to / height).ceil() as usize).saturating_add(BEYOND).min(count);
    first..last.max(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_rows_in_sight_and_a_few_more_are_made() {
        assert_eq!(range(-50.0, 550.0, 60.0, 10_000), 0..12);
        assert_eq!(range(6_000.0, 6_600.0, 60.0, 10_000), 98..112);
        assert_eq!(range(0.0, 600.0, 60.0, 3), 0..3);
        assert_eq!(range(900.0, 1_500.0, 60.0, 3), 3..3);
    }
}
