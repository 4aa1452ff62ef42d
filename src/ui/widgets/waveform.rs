//! A recording on its time line: ruler, shape, what was counted and noted, sections and their targets. It is heard
//! from where one clicks, its boundaries can be dragged, and a screen reader knows it as a slider.

use std::ops::Range;

use eframe::egui::{
    CursorIcon, Key, Modifiers, Rangef, Rect, Response, Role, Sense, Ui, WidgetInfo, accesskit, vec2,
};

use crate::domain::listening;
use crate::domain::take::{Take, Tally};
use crate::domain::time::Frames;
use crate::ui::model::review::Deck;
use crate::ui::words;

mod paint;
mod scale;

pub use scale::{Scale, placed, scrolled, zoomed};

/// What is shown.
pub struct Wave<'a> {
    /// What it is called.
    pub name: &'a str,
    pub take: &'a Take,
    pub deck: Option<&'a Deck>,
    pub visible: Range<Frames>,
    /// Where playing stands; `None` where this take is not heard.
    pub position: Option<Frames>,
    pub looped: Option<&'a Range<Frames>>,
    pub chosen: Option<usize>,
    pub tallies: &'a [Tally],
    /// The height of the shape itself.
    pub height: f32,
    /// Whether boundaries can be moved.
    pub editable: bool,
}

/// What the user asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Asked {
    Seek(Frames),
    Choose(usize),
    /// A boundary is dragged; `on` says that the same drag goes on.
    Drag {
        index: usize,
        to: Frames,
        on: bool,
    },
    /// Another part is to be seen.
    Show(Range<Frames>),
    TogglePlay,
    /// The next section begins at the playhead.
    MarkNext,
    /// Goes back or on, in milliseconds.
    Skip(i32),
}

/// How near to a boundary the pointer takes hold of it.
const GRIP: f32 = 5.0;

/// Shows the recording. Says what is asked for, and how many columns of its shape are wanted.
pub fn show(ui: &mut Ui, wave: &Wave<'_>) -> (Vec<Asked>, usize) {
    let heights = paint::Heights::of(wave.height);
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), heights.whole()), Sense::click_and_drag());
    let scale = Scale { frames: wave.visible.clone(), points: Rangef::new(rect.left(), rect.right()) };
    name(ui, &response, wave);
    let mut asked = Vec::new();
    let held = pointer(ui, &response, wave, &scale, &mut asked);
    keys(ui, &response, wave, &mut asked);
    zoom(ui, &response, wave, &scale, &mut asked);
    if ui.is_rect_visible(rect) {
        paint::all(ui, rect, heights, wave, &scale, held, &response);
    }
    (asked, scale.columns())
}

/// A small picture of a recording and its sections, without controls.
pub fn small(ui: &mut Ui, wave: &Wave<'_>) -> (Rect, usize) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), wave.height), Sense::hover());
    let scale = Scale { frames: wave.visible.clone(), points: Rangef::new(rect.left(), rect.right()) };
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, wave.name));
    if ui.is_rect_visible(rect) {
        paint::shape(ui, rect, wave, &scale);
        paint::playhead(ui, rect, wave, &scale);
    }
    (rect, scale.columns())
}

/// The place in words: "0:42 of 2:31, Action".
#[must_use]
pub fn said(take: &Take, at: Frames) -> String {
    let rate = take.recording.rate;
    let (now, whole) = (words::running(rate.secs(at)), words::clock(take.recording.secs()));
    let section = listening::stretch_at(take, at).and_then(|stretch| stretch.section);
    let name = section.and_then(|section| take.plan.sections.get(section)).map_or("unmarked", |s| &s.name);
    format!("{now} of {whole}, {name}")
}

fn name(ui: &Ui, response: &Response, wave: &Wave<'_>) {
    let rate = wave.take.recording.rate;
    let at = wave.position.unwrap_or(Frames::ZERO);
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::slider(enabled, rate.secs(at), wave.name));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_value(said(wave.take, at));
        node.set_min_numeric_value(0.0);
        node.set_max_numeric_value(wave.take.recording.secs());
        node.add_action(accesskit::Action::Increment);
        node.add_action(accesskit::Action::Decrement);
        node.add_action(accesskit::Action::SetValue);
    });
}

/// Follows the pointer. Says which boundary it is at.
fn pointer(
    ui: &Ui,
    response: &Response,
    wave: &Wave<'_>,
    scale: &Scale,
    asked: &mut Vec<Asked>,
) -> Option<usize> {
    let id = response.id.with("held");
    let pointed = response.hover_pos().or(response.interact_pointer_pos());
    let near = pointed.and_then(|place| boundary_at(wave, scale, place.x));
    if response.drag_started() {
        let from = ui.input(|input| input.pointer.press_origin());
        let held = from.and_then(|place| boundary_at(wave, scale, place.x));
        ui.data_mut(|data| data.insert_temp::<Option<usize>>(id, held.filter(|_| wave.editable)));
    }
    let held: Option<usize> =
        if response.dragged() { ui.data(|data| data.get_temp(id)).flatten() } else { None };
    if let Some(place) = response.interact_pointer_pos() {
        let at = scale.frame(place.x);
        match held {
            Some(index) if response.dragged() => {
                let on = !response.drag_started();
                asked.push(Asked::Drag { index, to: at, on });
            }
            _ if response.clicked() => asked.push(match near.filter(|_| wave.editable) {
                Some(index) => Asked::Choose(index),
                None => Asked::Seek(at),
            }),
            _ if response.dragged() => asked.push(Asked::Seek(at)),
            _ => {}
        }
    }
    let at_boundary = held.or(near.filter(|_| wave.editable));
    if at_boundary.is_some() && response.contains_pointer() {
        ui.ctx().set_cursor_icon(CursorIcon::ResizeHorizontal);
    }
    at_boundary
}

fn boundary_at(wave: &Wave<'_>, scale: &Scale, x: f32) -> Option<usize> {
    let apart = |at: Frames| (scale.x(at) - x).abs();
    let marks = crate::domain::marks::sorted(wave.take.marks().0);
    let nearest = marks.iter().enumerate().min_by(|(_, a), (_, b)| apart(a.at).total_cmp(&apart(b.at)));
    nearest.filter(|(_, mark)| apart(mark.at) <= GRIP).map(|(index, _)| index)
}

/// The keys that press a control while it has the keyboard, and what a screen reader asks for.
fn keys(ui: &Ui, response: &Response, wave: &Wave<'_>, asked: &mut Vec<Asked>) {
    let id = response.id;
    let (more, less, secs) = ui.input(|input| {
        let set = input.accesskit_action_requests(id, accesskit::Action::SetValue);
        let secs = set.filter_map(|request| match request.data {
            Some(accesskit::ActionData::NumericValue(secs)) => Some(secs),
            _ => None,
        });
        (
            input.num_accesskit_action_requests(id, accesskit::Action::Increment),
            input.num_accesskit_action_requests(id, accesskit::Action::Decrement),
            secs.last(),
        )
    });
    asked.extend((0..more).map(|_| Asked::Skip(5_000)));
    asked.extend((0..less).map(|_| Asked::Skip(-5_000)));
    asked.extend(secs.map(|secs| Asked::Seek(wave.take.recording.rate.frames(secs))));
    if response.clicked() || response.drag_started() {
        response.request_focus();
    }
    if response.has_focus() {
        let (space, enter) = ui.input_mut(|input| {
            (input.consume_key(Modifiers::NONE, Key::Space), input.consume_key(Modifiers::NONE, Key::Enter))
        });
        asked.extend(space.then_some(Asked::TogglePlay));
        asked.extend(enter.then_some(Asked::MarkNext));
    }
}

/// The wheel: with the control key it magnifies round the pointer, sideways it scrolls.
fn zoom(ui: &Ui, response: &Response, wave: &Wave<'_>, scale: &Scale, asked: &mut Vec<Asked>) {
    let Some(place) = response.hover_pos() else { return };
    let (factor, sideways) = ui.input(|input| (input.zoom_delta(), input.smooth_scroll_delta().x));
    let whole = wave.take.recording.frames;
    if (factor - 1.0).abs() > f32::EPSILON {
        asked.push(Asked::Show(zoomed(&wave.visible, scale.frame(place.x), f64::from(factor), whole)));
    } else if sideways != 0.0 && scale.length() < whole {
        let part = -f64::from(sideways / scale.points.span().max(1.0));
        asked.push(Asked::Show(scrolled(&wave.visible, part, whole)));
    }
}
