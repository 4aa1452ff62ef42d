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
    skip(ui, shown.start);
    for index in shown.clone() {
        made(ui, index, &mut add);
    }
    room(ui, count.saturating_sub(shown.end), height);
}

/// The same for rows of different heights: `ends` says where each one ends, counted from the first one's top.
pub fn in_sight_of(ui: &mut Ui, ends: &[f32], mut add: impl FnMut(&mut Ui, usize)) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let top = ui.cursor().top();
    let shown = range_of(ui.clip_rect().top() - top, ui.clip_rect().bottom() - top, ends);
    let start_of =
        |index: usize| index.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0.0);
    gap(ui, start_of(shown.start));
    skip(ui, shown.start);
    for index in shown.clone() {
        made(ui, index, &mut add);
    }
    gap(ui, ends.last().copied().unwrap_or(0.0) - start_of(shown.end));
}

/// Counts rows that are not made, so that the others are who they were and the keyboard stays on its row.
fn skip(ui: &mut Ui, rows: usize) {
    // The room before the first row counts as one where there is any.
    ui.skip_ahead_auto_ids(if rows > 0 { rows } else { 1 });
}

/// A row, which counts as one whatever it is made of.
fn made(ui: &mut Ui, index: usize, add: &mut impl FnMut(&mut Ui, usize)) {
    ui.push_id(("row", index), |ui| add(ui, index));
}

fn gap(ui: &mut Ui, height: f32) {
    if height > 0.0 {
        ui.allocate_exact_size(vec2(1.0, height), Sense::hover());
    }
}

fn range_of(from: f32, to: f32, ends: &[f32]) -> Range<usize> {
    let first = ends.partition_point(|end| *end < from).saturating_sub(BEYOND);
    let last = ends.partition_point(|end| *end < to).saturating_add(1 + BEYOND).min(ends.len());
    first.min(last)..last
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

    #[test]
    fn rows_of_different_heights_are_found_by_where_they_end() {
        let ends: Vec<f32> = (1..=100_u8).map(|row| 60.0 * f32::from(row)).collect();
        assert_eq!(range_of(-50.0, 550.0, &ends), 0..12);
        assert_eq!(range_of(3_000.0, 3_600.0, &ends), 47..62);
        assert_eq!(range_of(0.0, 600.0, &ends[..3]), 0..3);
        assert_eq!(range_of(0.0, 600.0, &[]), 0..0);
    }
}
