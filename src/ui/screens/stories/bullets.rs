//! The points of one section: Enter begins another, Backspace removes an empty one, Alt+Up and Alt+Down move.

use std::collections::BTreeMap;

use eframe::egui::text::{CCursor, CCursorRange};
use eframe::egui::text_edit::TextEditState;
use eframe::egui::{Context, Event, Frame, Id, Key, Margin, Modifiers, TextEdit, Ui, vec2};

use crate::domain::framework::Section;
use crate::ui::theme::{palette, space};
use crate::ui::widgets::field;

/// A lasting number for every point on the screen. A text field remembers by its id what was typed, so ids
/// must stay with the text when points move.
#[derive(Debug, Default)]
pub struct Rows {
    next: u64,
    keys: BTreeMap<String, Vec<u64>>,
    focus: Option<(u64, usize)>,
}

impl Rows {
    fn fresh(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    /// The keys of a section's points, made to fit their number.
    fn fit(&mut self, section: &str, count: usize) -> Vec<u64> {
        let mut keys = self.keys.remove(section).unwrap_or_default();
        keys.truncate(count);
        while keys.len() < count {
            keys.push(self.fresh());
        }
        keys
    }
}

/// What a key asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ask {
    Remove,
    Up,
    Down,
}

/// Shows the points of a section and changes them as is typed.
pub fn edit(ui: &mut Ui, rows: &mut Rows, index: usize, section: &Section, bullets: &mut Vec<String>) {
    let placeholder = bullets.is_empty();
    if placeholder {
        bullets.push(String::new());
    }
    let mut keys = rows.fit(&section.name, bullets.len());
    let mut asked = None;
    for (row, (bullet, key)) in bullets.iter_mut().zip(&keys).enumerate() {
        let name = format!("{}, point {}", section.name, row + 1);
        let hint = if row == 0 { section.prompt.as_str() } else { "" };
        let id = point_id(*key);
        let ask = point(ui, id, index, &name, hint, bullet);
        asked = asked.or(ask.map(|ask| (row, ask)));
    }
    if let Some((row, ask)) = asked {
        answer(rows, &mut keys, bullets, row, ask);
    }
    let ctx = ui.ctx().clone();
    split_lines(rows, &mut keys, bullets, |key| cursor_in(&ctx, point_id(key)));
    rows.keys.insert(section.name.clone(), keys);
    // Before the next frame, whose first letters belong to the new point already.
    if let Some((key, place)) = rows.focus.take() {
        put_cursor(&ctx, point_id(key), place);
    }
    if placeholder && bullets.iter().all(String::is_empty) && bullets.len() == 1 {
        bullets.clear();
    }
}

fn point_id(key: u64) -> Id {
    Id::unique("point").with(key)
}

fn cursor_in(ctx: &Context, id: Id) -> Option<usize> {
    let state = TextEditState::load(ctx, id)?;
    state.cursor.char_range().map(|range| range.primary.index.0)
}

fn put_cursor(ctx: &Context, id: Id, place: usize) {
    let mut state = TextEditState::load(ctx, id).unwrap_or_default();
    state.cursor.set_char_range(Some(CCursorRange::one(CCursor::new(place))));
    state.store(ctx, id);
    ctx.memory_mut(|memory| memory.request_focus(id));
}

fn point(ui: &mut Ui, id: Id, index: usize, name: &str, hint: &str, bullet: &mut String) -> Option<Ask> {
    let ask = ui.memory(|memory| memory.has_focus(id)).then(|| asked_for(ui, bullet)).flatten();
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let (rect, _) = ui.allocate_exact_size(vec2(8.0, 28.0), eframe::egui::Sense::hover());
        ui.painter().circle_filled(rect.center(), 2.5, palette(ui).section(index));
        let edit = TextEdit::multiline(bullet)
            .id(id)
            .hint_text(hint.to_owned())
            .desired_rows(1)
            .desired_width(ui.available_width())
            .frame(Frame::new().inner_margin(Margin::symmetric(2, 5)))
            .min_size(vec2(0.0, 28.0));
        let response = ui.add(edit);
        field::name(ui, &response, name);
    });
    ask
}

/// What a key asks for that the text field would not understand. Enter is left to the field, which puts a line
/// break where it belongs among letters typed in the same frame.
fn asked_for(ui: &Ui, bullet: &str) -> Option<Ask> {
    ui.input_mut(|input| {
        let letters = input.events.iter().any(|event| matches!(event, Event::Text(_) | Event::Paste(_)));
        if input.consume_key(Modifiers::ALT, Key::ArrowUp) {
            Some(Ask::Up)
        } else if input.consume_key(Modifiers::ALT, Key::ArrowDown) {
            Some(Ask::Down)
        } else if bullet.is_empty() && !letters && input.consume_key(Modifiers::NONE, Key::Backspace) {
            Some(Ask::Remove)
        } else {
            None
        }
    })
}

fn answer(rows: &mut Rows, keys: &mut Vec<u64>, bullets: &mut Vec<String>, row: usize, ask: Ask) {
    match ask {
        Ask::Remove if bullets.len() > 1 => {
            bullets.remove(row);
            keys.remove(row);
            let before = row.saturating_sub(1);
            let end = bullets.get(before).map_or(0, |bullet| bullet.chars().count());
            rows.focus = keys.get(before).map(|key| (*key, end));
        }
        Ask::Up if row > 0 => {
            bullets.swap(row, row - 1);
            keys.swap(row, row - 1);
        }
        Ask::Down if row + 1 < bullets.len() => {
            bullets.swap(row, row + 1);
            keys.swap(row, row + 1);
        }
        Ask::Remove | Ask::Up | Ask::Down => {}
    }
}

/// A point with line breaks in it, typed or pasted, becomes several; the cursor goes where it was in the text.
fn split_lines(
    rows: &mut Rows,
    keys: &mut Vec<u64>,
    bullets: &mut Vec<String>,
    cursor: impl Fn(u64) -> Option<usize>,
) {
    let Some(row) = bullets.iter().position(|bullet| bullet.contains('\n')) else { return };
    let (Some(bullet), Some(key)) = (bullets.get(row).cloned(), keys.get(row).copied()) else { return };
    let cursor = cursor(key).unwrap_or_else(|| bullet.chars().count());
    let is_list = bullet.matches('\n').count() > 1;
    let (mut lines, mut place, mut passed) = (Vec::new(), (0, 0), 0);
    for line in bullet.split('\n') {
        let length = line.chars().count();
        let kept = if is_list { without_mark(line) } else { line };
        if !(is_list && kept.is_empty()) {
            if passed <= cursor {
                place = (lines.len(), (cursor - passed).min(kept.chars().count()));
            }
            lines.push(kept.to_owned());
        }
        passed += length + 1;
    }
    if lines.is_empty() {
        lines.push(String::new());
    }
    let fresh: Vec<u64> = lines.iter().skip(1).map(|_| rows.fresh()).collect();
    bullets.splice(row..=row, lines);
    let rest = keys.split_off((row + 1).min(keys.len()));
    keys.extend(fresh.into_iter().chain(rest));
    rows.focus = keys.get(row + place.0).map(|key| (*key, place.1));
}

/// Lists are pasted with their own marks.
fn without_mark(line: &str) -> &str {
    line.trim().trim_start_matches(['-', '*', '•', '–']).trim_start()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(bullets: &[&str]) -> (Rows, Vec<u64>, Vec<String>) {
        let mut rows = Rows::default();
        let keys = rows.fit("Action", bullets.len());
        (rows, keys, bullets.iter().map(|&bullet| bullet.to_owned()).collect())
    }

    #[test]
    fn a_line_break_makes_a_point_and_the_cursor_stays_with_the_letters() {
        let (mut rows, mut keys, mut bullets) = state(&["Übung \nNmacht"]);
        split_lines(&mut rows, &mut keys, &mut bullets, |_| Some(8));
        assert_eq!(bullets, ["Übung ", "Nmacht"]);
        assert_eq!(rows.focus, Some((keys[1], 1)));
    }

    #[test]
    fn keys_move_with_their_points() {
        let (mut rows, mut keys, mut bullets) = state(&["a", "b"]);
        let before = keys.clone();
        answer(&mut rows, &mut keys, &mut bullets, 1, Ask::Up);
        assert_eq!(bullets, ["b", "a"]);
        assert_eq!(keys, [before[1], before[0]]);
    }

    #[test]
    fn the_last_point_is_not_removed() {
        let (mut rows, mut keys, mut bullets) = state(&[""]);
        answer(&mut rows, &mut keys, &mut bullets, 0, Ask::Remove);
        assert_eq!(bullets.len(), 1);
    }

    #[test]
    fn a_pasted_list_becomes_points() {
        let (mut rows, mut keys, mut bullets) = state(&["- rolled back\n* told support\n\n", "later"]);
        split_lines(&mut rows, &mut keys, &mut bullets, |_| None);
        assert_eq!(bullets, ["rolled back", "told support", "later"]);
        assert_eq!(keys.len(), 3);
    }
}
