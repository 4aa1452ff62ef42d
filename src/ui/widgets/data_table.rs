//! A table of figures: sorted by any column, each number a way to its receipt, only the rows in sight made.

use std::sync::Arc;

use eframe::egui::{Align2, Rect, Response, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{button, choice, rows};
use crate::domain::progress::table::{Cell, Column, Link, Row, Table};
use crate::ui::icons;
use crate::ui::theme::{Type, palette, space};

/// What a table remembers between frames.
#[derive(Debug, Default)]
pub struct State {
    sorted_by: Option<(usize, Direction)>,
    seen: Option<Seen>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    Rising,
    Falling,
}

/// What was worked out of a table, good until the table or its order changes.
#[derive(Debug)]
struct Seen {
    table: Arc<Table>,
    sorted_by: Option<(usize, Direction)>,
    order: Vec<usize>,
    widths: Vec<f32>,
}

/// What was asked of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// To go where a row leads.
    Open { row: usize },
    /// To see where a number comes from.
    Receipt { row: usize, column: usize },
}

const LINE: f32 = 26.0;

/// Texts longer than this may be cut, and are shown whole at the pointer.
const LONG: usize = 16;

const TALLEST: f32 = 420.0;

/// Shows a table. Says what was asked of it.
pub fn show(ui: &mut Ui, salt: &str, table: &Arc<Table>, state: &mut State) -> Option<Asked> {
    ui.push_id(("table", salt), |ui| {
        state.look_at(table);
        let Some(seen) = &state.seen else { return None };
        let room = ui.available_width();
        ui.spacing_mut().item_spacing.y = 0.0;
        if room < NARROW {
            if sort_menu(ui, table, &mut state.sorted_by) {
                return None;
            }
            let per_line = per_line(room, table.columns.len());
            let lines_each = table.columns.len().div_ceil(per_line);
            let height = count(lines_each) * LINE + space::S;
            return lines(ui, table, &seen.order, height, |ui, row, place| {
                card(ui, table, row, place, per_line)
            });
        }
        let wanted: f32 = seen.widths.iter().sum();
        let spare = ((room - wanted) / count(seen.widths.len().max(1))).clamp(0.0, 40.0);
        let widths: Vec<f32> = seen.widths.iter().map(|width| width + spare).collect();
        let (pressed, asked) = ScrollArea::horizontal()
            .id_salt("columns")
            .auto_shrink([false, true])
            .show(ui, |ui| {
                ui.set_width(wanted.max(room));
                let pressed = heads(ui, table, &widths, state.sorted_by);
                let asked = lines(ui, table, &seen.order, LINE, |ui, row, place| {
                    line(ui, table, row, place, &widths)
                });
                (pressed, asked)
            })
            .inner;
        if let Some(column) = pressed {
            state.sort_by(column);
        }
        asked
    })
    .inner
}

impl State {
    fn look_at(&mut self, table: &Arc<Table>) {
        let current = self
            .seen
            .as_ref()
            .is_some_and(|seen| Arc::ptr_eq(&seen.table, table) && seen.sorted_by == self.sorted_by);
        if !current {
            self.seen = Some(Seen {
                order: table.order(self.sorted_by.map(|(column, way)| (column, way == Direction::Falling))),
                widths: widths(table),
                sorted_by: self.sorted_by,
                table: Arc::clone(table),
            });
        }
    }

    /// Sorts by a column; by the same one again the other way round, and a third time not at all.
    fn sort_by(&mut self, column: usize) {
        self.sorted_by = match self.sorted_by {
            Some((by, Direction::Rising)) if by == column => Some((column, Direction::Falling)),
            Some((by, Direction::Falling)) if by == column => None,
            _ => Some((column, Direction::Rising)),
        };
    }
}

/// Below this width a row stands in several lines, each field with its name.
const NARROW: f32 = 560.0;

/// The order to choose where there are no heads to press. Says whether another one was chosen.
fn sort_menu(ui: &mut Ui, table: &Table, sorted_by: &mut Option<(usize, Direction)>) -> bool {
    let mut choices = vec![(None, "As they come".to_owned())];
    for (index, column) in table.columns.iter().enumerate() {
        choices.push((Some((index, Direction::Rising)), format!("{}, upwards", column.name)));
        choices.push((Some((index, Direction::Falling)), format!("{}, downwards", column.name)));
    }
    choice::menu(ui, "order", "Order of the table", 200.0, sorted_by, &choices)
}

/// As wide as the longest text of each column, within reason.
fn widths(table: &Table) -> Vec<f32> {
    const LETTER: f32 = 7.6;
    const SMALL_LETTER: f32 = 6.6;
    const LOOKED_AT: usize = 200;
    let longest = |index: usize| {
        let cells = table.rows.iter().take(LOOKED_AT).filter_map(|row| row.cells.get(index));
        cells.map(|cell| cell.text().chars().count()).max().unwrap_or(0)
    };
    let wide = |(index, column): (usize, &Column)| {
        let unit = column.unit_label().map_or(0, |unit| unit.chars().count());
        let head = count(column.name.chars().count().max(unit) + 2) * SMALL_LETTER;
        (count(longest(index)) * LETTER).max(head).clamp(48.0, 240.0) + 2.0 * space::S
    };
    table.columns.iter().enumerate().map(wide).collect()
}

fn per_line(room: f32, columns: usize) -> usize {
    (1..=columns.max(1)).rev().find(|per| count(*per) * 170.0 <= room).unwrap_or(1)
}

#[expect(clippy::cast_precision_loss, reason = "columns, rows and letters of a table are few")]
fn count(number: usize) -> f32 {
    number as f32
}

/// The heads of the columns, a name over its unit. Says which of them was pressed.
fn heads(ui: &mut Ui, table: &Table, widths: &[f32], sorted: Option<(usize, Direction)>) -> Option<usize> {
    const TALL: f32 = 40.0;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), TALL), Sense::hover());
    let palette = palette(ui);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, (1.0, palette.outline));
    let mut pressed = None;
    for (index, (column, place)) in table.columns.iter().zip(places(rect, widths)).enumerate() {
        if !is_near(ui, place) {
            continue;
        }
        let response = ui.interact(place, ui.scope_id().with(("head", index)), Sense::click());
        let (icon, order) = match sorted {
            Some((by, Direction::Rising)) if by == index => (icons::ARROW_UP, ", sorted upwards"),
            Some((by, Direction::Falling)) if by == index => (icons::ARROW_DOWN, ", sorted downwards"),
            _ => ("", ""),
        };
        let name = format!("Sort by {}{order}", column.head());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
        reveal(&response);
        button::focus_ring(ui, &response);
        let ink = if response.hovered() { palette.text } else { palette.text_weak };
        let text = if icon.is_empty() { column.name.clone() } else { format!("{icon} {}", column.name) };
        let right = column.unit.is_some();
        let (upper, lower) = place.split_top_bottom_at_fraction(0.5);
        let unit = column.unit_label();
        put(ui, if unit.is_some() { upper } else { lower }, &text, Type::Caption, ink, right);
        if let Some(unit) = unit {
            put(ui, lower, unit, Type::Caption, palette.text_weak, true);
        }
        if response.clicked() {
            pressed = Some(index);
        }
    }
    pressed
}

/// Whether a field is in sight, or so near that the keyboard may walk to it.
fn is_near(ui: &Ui, place: Rect) -> bool {
    ui.clip_rect().expand2(vec2(place.width(), 0.0)).intersects(place)
}

/// Brings a field into sight when the keyboard comes to it.
fn reveal(response: &Response) {
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
}

fn places(line: Rect, widths: &[f32]) -> impl Iterator<Item = Rect> {
    let mut left = line.left();
    widths.iter().map(move |width| {
        let place = Rect::from_min_size(pos2(left, line.top()), vec2(*width, line.height()));
        left += width;
        place
    })
}

fn lines(
    ui: &mut Ui,
    table: &Table,
    order: &[usize],
    height: f32,
    mut add: impl FnMut(&mut Ui, usize, Rect) -> Option<Asked>,
) -> Option<Asked> {
    let mut asked = None;
    let tall = (count(order.len()) * height).min(TALLEST);
    let scroll = ScrollArea::vertical().id_salt("rows").max_height(tall).min_scrolled_height(tall);
    scroll.auto_shrink([false, true]).show(ui, |ui| {
        rows::in_sight(ui, height, order.len(), |ui, index| {
            let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
            let line = palette(ui).line;
            ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, (1.0, line));
            if let Some(&row) = order.get(index).filter(|row| **row < table.rows.len()) {
                asked = asked.or(add(ui, row, rect));
            }
        });
    });
    asked
}

fn line(ui: &mut Ui, table: &Table, row: usize, rect: Rect, widths: &[f32]) -> Option<Asked> {
    let mut asked = None;
    for (column, place) in places(rect, widths).enumerate() {
        asked = asked.or(field(ui, table, row, column, place, false));
    }
    asked
}

/// A row that does not fit beside its heads: each field with its name before it.
fn card(ui: &mut Ui, table: &Table, row: usize, rect: Rect, per_line: usize) -> Option<Asked> {
    let width = rect.width() / count(per_line);
    let mut asked = None;
    for column in 0..table.columns.len() {
        let corner = vec2(count(column % per_line) * width, count(column / per_line) * LINE + space::XS);
        let place = Rect::from_min_size(rect.min + corner, vec2(width, LINE));
        asked = asked.or(field(ui, table, row, column, place, true));
    }
    asked
}

/// One field. The first of a row leads where the row leads, numbers lead to their receipts.
fn field(ui: &mut Ui, table: &Table, row: usize, column: usize, place: Rect, named: bool) -> Option<Asked> {
    if !is_near(ui, place) {
        return None;
    }
    let (line, head) = (table.rows.get(row)?, table.columns.get(column)?);
    let cell = line.cells.get(column)?;
    if *cell == Cell::Empty {
        return None;
    }
    let opens = column == 0 && leads_somewhere(line);
    let has_receipt = matches!(cell, Cell::Number(..)) && head.source.is_some();
    let sense = if opens || has_receipt { Sense::click() } else { Sense::hover() };
    let id = ui.scope_id().with((row, column));
    let response = ui.interact(place.shrink2(vec2(2.0, 1.0)), id, sense);
    tell(&response, head, cell, opens, has_receipt);
    reveal(&response);
    button::focus_ring(ui, &response);
    let palette = palette(ui);
    let shown = if named && column > 0 { format!("{} {}", head.name, unit_of(cell)) } else { cell.text() };
    let right = matches!(cell, Cell::Number(..)) && !named;
    put(ui, place, &shown, Type::Body, palette.text, right);
    if opens || (has_receipt && response.hovered()) {
        let under = place.bottom() - 5.0;
        let line = if response.hovered() { palette.text } else { palette.line };
        ui.painter().hline(place.shrink(space::XS).x_range(), under, (1.0, line));
    }
    let clicked = response.clicked();
    if shown.chars().count() > LONG {
        response.on_hover_text(&shown);
    }
    if !clicked {
        return None;
    }
    Some(if opens { Asked::Open { row } } else { Asked::Receipt { row, column } })
}

fn unit_of(cell: &Cell) -> String {
    match cell {
        Cell::Number(value, unit) => unit.say(*value),
        _ => cell.text(),
    }
}

const fn leads_somewhere(row: &Row) -> bool {
    matches!(row.link, Link::Take(..) | Link::Story(Some(_)) | Link::Section { story: Some(_), .. })
}

fn tell(response: &Response, head: &Column, cell: &Cell, opens: bool, has_receipt: bool) {
    let said = format!("{} {}", head.name, unit_of(cell));
    let (role, said) = if opens {
        (Role::Link, format!("Open {}", cell.text()))
    } else if has_receipt {
        (Role::Button, said)
    } else {
        (Role::Label, said)
    };
    response.widget_info(|| WidgetInfo::labeled(role, true, &said));
}

/// Text cut to its place, at the left or at the right.
fn put(ui: &mut Ui, place: Rect, text: &str, kind: Type, ink: eframe::egui::Color32, right: bool) {
    let inner = place.shrink2(vec2(space::XS, 0.0));
    let mut job = eframe::egui::text::LayoutJob::simple_singleline(text.to_owned(), kind.font(), ink);
    job.wrap = eframe::egui::text::TextWrapping::truncate_at_width(inner.width());
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let (anchor, align) = if right {
        (inner.right_center(), Align2::RIGHT_CENTER)
    } else {
        (inner.left_center(), Align2::LEFT_CENTER)
    };
    let at = align.anchor_size(anchor, galley.size());
    ui.painter().galley(at.min, galley, ink);
}
