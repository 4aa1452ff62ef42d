//! A chart in the window: painted from its description, with its points at the pointer and at the arrow keys.

pub mod paint;
mod picture;

use std::sync::Arc;

use eframe::egui::{EventFilter, Key, Modifiers, Pos2, Rect, Response, Role, Sense, Ui, WidgetInfo, vec2};

use super::button;
use crate::domain::progress::chart::Chart;
use crate::ui::theme::{palette, space};

pub use picture::{Picture, Place, Step};

/// What a chart remembers between frames.
#[derive(Debug, Default)]
pub struct State {
    picture: Option<Picture>,
    /// The mark that the keyboard is at, or that was clicked last.
    pub chosen: Option<Place>,
}

/// What was asked of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// To go where its row leads.
    Open { row: usize },
    /// To see where its numbers come from.
    Receipt { row: usize },
}

impl State {
    /// The chosen mark in words.
    #[must_use]
    pub fn said(&self) -> Option<String> {
        self.picture.as_ref()?.say(self.chosen?)
    }

    /// The picture of this chart at this width, made anew only where either has changed.
    fn picture(&mut self, chart: &Arc<Chart>, width: f32) -> &Picture {
        if self.picture.as_ref().is_none_or(|known| !known.shows(chart, width)) {
            if self.picture.as_ref().is_some_and(|known| !known.is_of(chart)) {
                self.chosen = None;
            }
            self.picture = None;
        }
        self.picture.get_or_insert_with(|| Picture::new(Arc::clone(chart), width))
    }
}

/// Shows a chart over the whole width. Says what was asked of one of its marks.
pub fn show(ui: &mut Ui, chart: &Arc<Chart>, state: &mut State) -> Option<Asked> {
    let width = ui.available_width().floor();
    let before = state.chosen;
    let mut chosen = before;
    let picture = state.picture(chart, width);
    let (rect, response) = ui.allocate_exact_size(vec2(width, picture.height()), Sense::click());
    let steered = steer(ui, &response, picture, &mut chosen);
    let hovered = response.hover_pos().and_then(|at| picture.place_at(at - rect.min.to_vec2()));
    if response.clicked() {
        response.request_focus();
        chosen = hovered.or(chosen);
    }
    tell(ui, &response, picture, chosen);
    if response.has_focus()
        && !response.clicked()
        && chosen != before
        && let Some(outline) = chosen.and_then(|place| picture.outline(place))
    {
        ui.scroll_to_rect(outline.translate(rect.min.to_vec2()).expand(space::M), None);
    }
    if ui.is_rect_visible(rect) {
        draw(ui, rect, picture, chosen.filter(|_| response.has_focus()), hovered);
    }
    button::focus_ring(ui, &response);
    let clicked = response.clicked();
    let asked = steered.or_else(|| {
        let row = hovered.filter(|_| clicked).and_then(|place| picture.row(place));
        row.map(|row| Asked::Open { row })
    });
    if let Some(row) = hovered.and_then(|place| picture.row(place)) {
        response.on_hover_text_at_pointer(chart.table.say(row));
    }
    state.chosen = chosen;
    asked
}

fn draw(ui: &Ui, rect: Rect, picture: &Picture, chosen: Option<Place>, hovered: Option<Place>) {
    let theme = palette(ui);
    let colours = theme.of_pictures(theme.background);
    let (painter, origin, top) = (ui.painter(), rect.min, picture.top());
    paint::panels(&mut paint::Window { painter, origin, top, colours: &colours }, picture);
    for (place, colour) in [(hovered, theme.text_weak), (chosen, theme.focus)] {
        if let Some(outline) = place.and_then(|place| picture.outline(place)) {
            let outline = outline.translate(rect.min.to_vec2());
            ui.painter().rect_stroke(outline, 4, (2.0, colour), eframe::egui::StrokeKind::Outside);
        }
    }
}

const KEYS: [(Key, Step); 8] = [
    (Key::ArrowLeft, Step::Before),
    (Key::ArrowRight, Step::After),
    (Key::ArrowUp, Step::Up),
    (Key::ArrowDown, Step::Down),
    (Key::PageUp, Step::FarBefore),
    (Key::PageDown, Step::FarAfter),
    (Key::Home, Step::First),
    (Key::End, Step::Last),
];

/// Moves from mark to mark with the keyboard.
fn steer(ui: &Ui, response: &Response, picture: &Picture, chosen: &mut Option<Place>) -> Option<Asked> {
    if !response.has_focus() {
        return None;
    }
    let arrows = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
    if response.gained_focus() && chosen.is_none() {
        *chosen = picture.last();
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    for (key, step) in KEYS {
        if pressed(key) {
            *chosen = picture.step(*chosen, step);
        }
    }
    let row = chosen.and_then(|place| picture.row(place))?;
    if pressed(Key::Enter) {
        return Some(Asked::Open { row });
    }
    pressed(Key::Space).then_some(Asked::Receipt { row })
}

/// Name, value and description for a screen reader.
fn tell(ui: &Ui, response: &Response, picture: &Picture, chosen: Option<Place>) {
    let chart = picture.chart();
    response.widget_info(|| WidgetInfo::labeled(Role::Figure, true, &chart.title));
    let value = chosen.and_then(|place| picture.say(place));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_description(chart.summary.as_str());
        if let Some(value) = value {
            node.set_value(value);
        }
    });
}

/// The place of a point on the screen, relative to the picture's upper left corner.
pub(super) fn at(x: f64, y: f64) -> Pos2 {
    Pos2::new(points(x), points(y))
}

/// Points of a layout as egui counts them.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a window has few points, and fractions of them do not show"
)]
pub(super) fn points(number: f64) -> f32 {
    number as f32
}
