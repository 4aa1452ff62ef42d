//! The points of one section: Enter begins another, Backspace removes an empty one, Alt+Up and Alt+Down move.

use std::collections::BTreeMap;

use eframe::egui::text::{CCursor, CCursorRange};
use eframe::egui::text_edit::TextEditState;
use eframe::egui::{Context, Frame, Id, Key, Margin, Modifiers, TextEdit, Ui, vec2};

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
    /// Another point, from this character on.
    Split(usize),
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
        let id = Id::unique("point").with(key);
        if rows.focus.is_some_and(|(wanted, _)| wanted == *key) {
            let place = rows.focus.take().map_or(0, |(_, place)| place);
            put_cursor(ui.ctx(), id, place);
        }
        let ask = point(ui, id, index, &name, hint, bullet);
        asked = asked.or(ask.map(|ask| (row, ask)));
    }
    if let Some((row, ask)) = asked {
        answer(rows, &mut keys, bullets, row, ask);
    }
    split_lines(rows, &mut keys, bullets);
    rows.keys.insert(section.name.clone(), keys);
    if placeholder && bullets.iter().all(String::is_empty) && bullets.len() == 1 {
        bullets.clear();
    }
}

fn put_cursor(ctx: &Context, id: Id, place: usize) {
    let mut state = TextEditState::load(ctx, id).unwrap_or_default();
    state.cursor.set_char_range(Some(CCursorRange::one(CCursor::new(place))));
    state.store(ctx, id);
    ctx.memory_mut(|memory| memory.request_focus(id));
}

fn point(ui: &mut Ui, id: Id, index: usize, name: &str, hint: &str, bullet: &mut String) -> Option<Ask> {
    let ask = ui.memory(|memory| memory.has_focus(id)).then(|| asked_for(ui, id, bullet)).flatten();
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
            .min_size(vec2(0.0, 28.0))
            .return_key(None);
        let response = ui.add(edit);
        field::name(ui, &response, name);
    });
    ask
}

fn asked_for(ui: &Ui, id: Id, bullet: &str) -> Option<Ask> {
    let length = bullet.chars().count();
    let cursor = TextEditState::load(ui.ctx(), id).and_then(|state| state.cursor.char_range());
    ui.input_mut(|input| {
        if input.consume_key(Modifiers::ALT, Key::ArrowUp) {
            Some(Ask::Up)
        } else if input.consume_key(Modifiers::ALT, Key::ArrowDown) {
            Some(Ask::Down)
        } else if bullet.is_empty() && input.consume_key(Modifiers::NONE, Key::Backspace) {
            Some(Ask::Remove)
        } else if input.consume_key(Modifiers::NONE, Key::Enter) {
            Some(Ask::Split(cursor.map_or(length, |range| range.primary.index.0)))
        } else {
            None
        }
    })
}

fn answer(rows: &mut Rows, keys: &mut Vec<u64>, bullets: &mut Vec<String>, row: usize, ask: Ask) {
    match ask {
        Ask::Split(place) => {
            let Some(bullet) = bullets.get_mut(row) else { return };
            let rest = split_off_chars(bullet, place);
            bullets.insert(row + 1, rest);
            let key = rows.fresh();
            keys.insert(row + 1, key);
            rows.focus = Some((key, 0));
        }
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

/// Cuts the text after so many characters and returns what follows.
fn split_off_chars(text: &mut String, place: usize) -> String {
    let at = text.char_indices().nth(place).map_or(text.len(), |(at, _)| at);
    text.split_off(at)
}

/// Text that was pasted in several lines becomes several points.
fn split_lines(rows: &mut Rows, keys: &mut Vec<u64>, bullets: &mut Vec<String>) {
    let Some(row) = bullets.iter().position(|bullet| bullet.contains('\n')) else { return };
    let lines: Vec<String> = bullets
        .get(row)
        .map(|bullet| bullet.lines().map(|line| without_mark(line).to_owned()).collect())
        .unwrap_or_default();
    let kept: Vec<String> = lines.into_iter().filter(|line| !line.is_empty()).collect();
    let more = kept.len().saturating_sub(1);
    let last_length = kept.last().map_or(0, |line| line.chars().count());
    bullets.splice(row..=row, if kept.is_empty() { vec![String::new()] } else { kept });
    let fresh: Vec<u64> = (0..more).map(|_| rows.fresh()).collect();
    if let Some(last) = fresh.last() {
        rows.focus = Some((*last, last_length));
    }
    let rest = keys.split_off((row + 1).min(keys.len()));
    keys.extend(fresh.into_iter().chain(rest));
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
    fn enter_splits_at_the_cursor_by_characters() {
        let (mut rows, mut keys, mut bullets) = state(&["Übung macht"]);
        answer(&mut rows, &mut keys, &mut bullets, 0, Ask::Split(6));
        assert_eq!(bullets, ["Übung ", "macht"]);
        assert_eq!(rows.focus, Some((keys[1], 0)));
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
        split_lines(&mut rows, &mut keys, &mut bullets);
        assert_eq!(bullets, ["rolled back", "told support", "later"]);
        assert_eq!(keys.len(), 3);
    }
}
