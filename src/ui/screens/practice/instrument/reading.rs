//! What is read off the instrument: the length, the state, and whether one is heard.

use eframe::egui::{
    Align2, Color32, FontId, Painter, Pos2, Rect, Role, Sense, Stroke, Ui, WidgetInfo, accesskit, pos2, vec2,
};

use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::model::practice::Stage;
use crate::ui::theme::{Palette, Type, palette, space};
use crate::ui::widgets::meter;
use crate::ui::words;

const LIGHT: f32 = 8.0;

/// The length that is aimed at, then the state.
pub fn clock_and_state(ui: &Ui, model: &Model, place: Rect) {
    let practice = &model.practice;
    let palette = palette(ui);
    let aim = words::clock(practice.plan.target_length_secs.into());
    let galley = ui.painter().layout_no_wrap(aim.clone(), Type::Clock.font(), palette.text);
    let beside = ui.painter().layout_no_wrap("to speak".to_owned(), Type::Caption.font(), palette.text_weak);
    let width = galley.size().x + space::S + beside.size().x;
    let clock = Rect::from_min_size(place.left_top(), vec2(width, place.height()));
    named(ui, clock, "clock", &format!("{aim} to speak"), accesskit::Live::Off);
    let middle = place.center().y;
    let left = place.left() + galley.size().x + space::S;
    ui.painter().galley(pos2(place.left(), middle - galley.size().y / 2.0), galley, palette.text);
    ui.painter().galley(pos2(left, middle - beside.size().y / 2.0 + 3.0), beside, palette.text_weak);
    state(ui, practice.stage, place.with_min_x(clock.right() + space::XL), Type::Strong);
}

/// The state as a shape and a word. Says how wide it is.
pub fn state(ui: &Ui, stage: Stage, place: Rect, kind: Type) -> f32 {
    let palette = palette(ui);
    let middle = place.left_center();
    named(ui, place, "state", stage.word(), accesskit::Live::Assertive);
    light(ui.painter(), middle + vec2(LIGHT + 2.0, 0.0), stage, palette);
    let word = middle + vec2(2.0 * LIGHT + space::M, 0.0);
    let text = ui.painter().text(word, Align2::LEFT_CENTER, stage.word(), kind.font(), palette.text);
    text.right() - place.left()
}

/// The state as a shape: a ring, a sand-glass, a red disc, two bars.
fn light(painter: &Painter, middle: Pos2, stage: Stage, palette: &Palette) {
    let icon = |icon: &str, colour: Color32| {
        painter.text(middle, Align2::CENTER_CENTER, icon, FontId::proportional(18.0), colour);
    };
    match stage {
        Stage::Ready => {
            painter.circle_stroke(middle, LIGHT - 1.0, Stroke::new(1.5, palette.text_weak));
        }
        Stage::Thinking { .. } | Stage::Starting | Stage::Saving => icon(icons::TIME, palette.text),
        Stage::Recording => {
            painter.circle_filled(middle, LIGHT, palette.record);
        }
        Stage::Paused => icon(icons::PAUSE, palette.text),
    }
}

/// Something painted that a screen reader is told of.
pub fn named(ui: &Ui, place: Rect, salt: &str, said: &str, live: accesskit::Live) {
    let response = ui.interact(place, ui.scope_id().with(salt), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, said));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_value(said);
        node.set_live(live);
    });
}

/// From this width on the level has room for a long bar.
const LONG_FROM: f32 = 700.0;

/// The level with the microphone's name, or what is wrong with it.
pub fn level(ui: &mut Ui, model: &Model, place: Rect) {
    let microphone = &model.practice.microphone;
    let width = if place.width() >= LONG_FROM { 220.0 } else { 96.0 };
    let middle = place.top() + 8.0;
    let bar = Rect::from_min_size(pos2(place.left(), middle - 4.0), vec2(width, 8.0));
    meter::show(ui, bar, microphone.peak, microphone.clips);
    let text = Rect::from_min_max(pos2(bar.right() + space::M, place.top()), place.max);
    let (said, strong) = said(model);
    let colour = if strong { palette(ui).text } else { palette(ui).text_weak };
    let builder = eframe::egui::UiBuilder::new().max_rect(text);
    ui.scope_builder(builder, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let label = eframe::egui::Label::new(Type::Caption.text(said).color(colour)).wrap();
        let response = ui.add(label);
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(accesskit::Live::Polite));
    });
}

/// What the microphone is called before it is open, as far as that is known.
pub fn closed(model: &Model) -> String {
    let set = &model.preferences;
    if set.microphone.is_some() {
        return set.microphone_name.clone().unwrap_or_else(|| "The chosen microphone".to_owned());
    }
    let of_system = model.devices.microphones.devices().iter().find(|device| device.id.is_none());
    let behind = of_system.map(|device| device.detail.as_str()).filter(|name| !name.is_empty());
    let last = model.practice.microphone.last_default.as_deref();
    behind.or(last).unwrap_or("The system's microphone").to_owned()
}

/// A line about the microphone, and whether it is about trouble.
fn said(model: &Model) -> (String, bool) {
    let practice = &model.practice;
    let microphone = &practice.microphone;
    if let Some(unheard) = microphone.unheard {
        return (format!("{}  {}", icons::WARNING, unheard.advice()), true);
    }
    if microphone.clips {
        let far = "Too loud. Move away from the microphone, or turn it down.";
        return (format!("{}  {far}", icons::WARNING), true);
    }
    let Some(name) = &microphone.name else {
        return (format!("{}, off", closed(model)), false);
    };
    if !practice.round.lost.is_zero() {
        let lost = practice.round.lost;
        let millis = practice.seconds_of(lost) * 1_000.0;
        return (format!("{name}  ·  {} frames ({millis:.0} ms) were lost on the way.", lost.0), true);
    }
    let word = meter::word(microphone.peak, microphone.clips);
    let heard = match word {
        "Silent" => "open",
        "Quiet" => "heard, quiet",
        "Loud" => "heard, loud",
        _ => "heard",
    };
    (format!("{name}  ·  {heard}"), false)
}
