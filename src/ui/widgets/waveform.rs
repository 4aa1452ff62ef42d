//! A recording on its time line: ruler, shape, what was counted and noted, sections and their targets. It is heard
//! from where one clicks, its boundaries can be dragged, and a screen reader knows it as a slider.

use std::ops::Range;

use eframe::egui::{
    CursorIcon, Key, Modifiers, Rangef, Rect, Response, Role, Sense, Ui, WidgetInfo, accesskit, pos2, vec2,
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
    /// The hues of its sections.
    pub hues: &'a [usize],
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
    /// The take before, whose sections are shown under this one's as shares of its own length.
    pub before: Option<&'a Take>,
    /// How much of the width it takes, from 0 to 1.
    pub part: f32,
    /// Whether the wheel magnifies; elsewhere it scrolls the page.
    pub wheel: bool,
}

impl Wave<'_> {
    fn is_magnified(&self) -> bool {
        self.visible.end.minus(self.visible.start) < self.take.recording.frames
    }

    /// The hue of one of the take's sections.
    fn hue(&self, section: usize) -> usize {
        self.hues.get(section).copied().unwrap_or(section)
    }
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
    let heights = paint::Heights::of(wave);
    let (place, _) = ui.allocate_exact_size(vec2(ui.available_width(), heights.whole()), Sense::hover());
    let rect = drawn_in(place, wave);
    let response = ui.interact(rect, ui.unique_id().with(("time line", wave.name)), Sense::click_and_drag());
    let scale = Scale { frames: wave.visible.clone(), points: Rangef::new(rect.left(), rect.right()) };
    name(ui, &response, wave);
    let mut asked = Vec::new();
    let held = pointer(ui, &response, wave, &scale, &mut asked);
    keys(ui, &response, wave, &mut asked);
    zoom(ui, &response, wave, &scale, &mut asked);
    if wave.is_magnified() {
        overview(ui, heights.overview(rect), wave, &mut asked);
    }
    if ui.is_rect_visible(rect) {
        paint::all(ui, rect, heights, wave, &scale, held, &response);
        signs(&response, heights.lane(rect), wave, &scale);
    }
    (asked, scale.columns())
}

/// The names of the strips stand at the left of the time line, where there is room.
const GUTTER: f32 = 40.0;

/// Where the time line lies in the place it has.
fn drawn_in(place: Rect, wave: &Wave<'_>) -> Rect {
    let left = place.left() + if paint::has_gutter(place) { GUTTER } else { 0.0 };
    let width = (place.right() - left) * wave.part.clamp(0.1, 1.0);
    Rect::from_min_max(pos2(left, place.top()), pos2(left + width, place.bottom()))
}

/// A small picture of a recording and its sections, without controls, on a scale of its own or with its sections
/// under those of another take. Says how many columns of its shape are wanted.
pub fn small(ui: &mut Ui, wave: &Wave<'_>, under: Option<&Take>) -> usize {
    let (place, response) = ui.allocate_exact_size(vec2(ui.available_width(), wave.height), Sense::hover());
    let rect = drawn_in(place, wave);
    let scale = Scale { frames: wave.visible.clone(), points: Rangef::new(rect.left(), rect.right()) };
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, wave.name));
    if ui.is_rect_visible(rect) {
        if let Some(under) = under {
            paint::aligned(ui, rect, wave, &scale, under);
        } else {
            paint::shape(ui, rect, wave, &scale);
            paint::playhead(ui, rect, wave, &scale);
        }
    }
    scale.columns()
}

/// A bar for the whole recording with the part that is seen, which can be dragged.
fn overview(ui: &Ui, rect: Rect, wave: &Wave<'_>, asked: &mut Vec<Asked>) {
    let whole = Scale {
        frames: Frames::ZERO..wave.take.recording.frames,
        points: Rangef::new(rect.left(), rect.right()),
    };
    let response = ui.interact(rect, ui.scope_id().with("overview"), Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::ScrollBar, true, "Part of the recording that is seen"));
    if let Some(place) = response.interact_pointer_pos().filter(|_| response.dragged() || response.clicked())
    {
        let length = wave.visible.end.minus(wave.visible.start);
        let start = whole.frame(place.x).minus(Frames(length.0 / 2));
        asked.push(Asked::Show(placed(start, length, wave.take.recording.frames)));
    }
    paint::overview(ui, rect, wave, &whole, response.hovered() || response.dragged());
}

/// What a sign under the pointer stands for.
fn signs(response: &Response, lane: Rect, wave: &Wave<'_>, scale: &Scale) {
    let Some(place) = response.hover_pos().filter(|place| lane.expand(2.0).contains(*place)) else { return };
    let rate = wave.take.recording.rate;
    let near = |at: Frames| (scale.x(at) - place.x).abs() <= NEAR_A_SIGN;
    let clock = |at: Frames| words::clock(rate.secs(at));
    let notes = wave.take.notes.iter().filter(|note| near(note.at));
    let notes = notes.map(|note| format!("{}  {}", clock(note.at), note.text));
    let counted = wave.tallies.iter().filter(|tally| near(tally.at));
    let counted = counted.map(|tally| format!("{}  {}", clock(tally.at), tally.kind.word()));
    let pauses = wave.take.pauses.iter().filter(|pause| near(pause.at));
    let pauses =
        pauses.map(|pause| format!("{}  pause of {:.1} s", clock(pause.at), rate.secs(pause.lasted)));
    let gaps = wave.take.gaps.iter().filter(|gap| near(gap.at));
    let gaps = gaps.map(|gap| format!("{}  {:.2} s lost", clock(gap.at), rate.secs(gap.lasted)));
    let said: Vec<String> = notes.chain(counted).chain(pauses).chain(gaps).collect();
    if !said.is_empty() {
        response.clone().on_hover_text_at_pointer(said.join("\n"));
    }
}

/// So near to a sign the pointer means it.
const NEAR_A_SIGN: f32 = 8.0;

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
    let by_pointer = id.with("by pointer");
    if response.clicked() || response.drag_started() {
        response.request_focus();
        ui.data_mut(|data| data.insert_temp(by_pointer, true));
    } else if !response.has_focus() {
        ui.data_mut(|data| data.remove::<bool>(by_pointer));
    }
    if response.has_focus() {
        let (space, enter) = ui.input_mut(|input| {
            (input.consume_key(Modifiers::NONE, Key::Space), input.consume_key(Modifiers::NONE, Key::Enter))
        });
        asked.extend(space.then_some(Asked::TogglePlay));
        asked.extend(enter.then_some(Asked::MarkNext));
    }
}

/// So many points of the wheel magnify by e.
const WHEEL_POINTS: f32 = 240.0;

/// The wheel: it magnifies round the pointer, with the shift key or sideways it moves along.
fn zoom(ui: &Ui, response: &Response, wave: &Wave<'_>, scale: &Scale, asked: &mut Vec<Asked>) {
    let Some(place) = response.hover_pos() else { return };
    let (mut factor, delta) = ui.input(|input| (input.zoom_delta(), input.smooth_scroll_delta()));
    let sideways = delta.x;
    let whole = wave.take.recording.frames;
    if wave.wheel && sideways == 0.0 && delta.y != 0.0 {
        factor *= (delta.y / WHEEL_POINTS).exp();
    }
    if (factor - 1.0).abs() > f32::EPSILON {
        asked.push(Asked::Show(zoomed(&wave.visible, scale.frame(place.x), f64::from(factor), whole)));
    } else if sideways != 0.0 && scale.length() < whole {
        let part = -f64::from(sideways / scale.points.span().max(1.0));
        asked.push(Asked::Show(scrolled(&wave.visible, part, whole)));
    }
}
