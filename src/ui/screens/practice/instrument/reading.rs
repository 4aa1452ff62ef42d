//! What is read off the instrument: the time, the state, and whether one is heard.

use eframe::egui::{
    Align2, Color32, FontId, Painter, Pos2, Rect, Role, Sense, Stroke, Ui, WidgetInfo, accesskit, pos2, vec2,
};

use crate::domain::settings::Temperament;
use crate::ui::command::PracticeCommand;
use crate::ui::model::Model;
use crate::ui::model::practice::{Practice, Stage};
use crate::ui::theme::{Palette, Type, palette, space};
use crate::ui::widgets::meter;
use crate::ui::{fonts, icons, words};

/// Room for the longest running time.
const CLOCK_WIDTH: f32 = 84.0;
/// Room for what stands beside the running time, and for the state.
const BESIDE_WIDTH: f32 = 92.0;
const LIGHT: f32 = 8.0;

/// The running time at the left, what it means beside it, then the state.
pub fn clock_and_state(ui: &Ui, model: &Model, place: Rect, is_compact: bool) {
    let practice = &model.practice;
    let palette = palette(ui);
    let temperament = model.preferences.practice.temperament;
    let (time, upper, lower) = read(model, temperament);
    let middle = place.center().y;
    let clock = Rect::from_min_size(place.left_top(), vec2(CLOCK_WIDTH, place.height()));
    let said = [time.as_str(), upper.as_str(), lower.as_str()].join(" ");
    named(ui, clock, "clock", &format!("Time {}", said.trim()), accesskit::Live::Off);
    let painter = ui.painter();
    painter.text(pos2(place.left(), middle), Align2::LEFT_CENTER, &time, Type::Clock.font(), palette.text);
    let beside = place.left() + CLOCK_WIDTH;
    let left = if is_compact { beside } else { beside + BESIDE_WIDTH };
    state(ui, practice, Rect::from_min_max(pos2(left, place.top()), place.max));
    if is_compact {
        return;
    }
    let (small, strong) = (Type::Caption.font(), FontId::new(12.0, fonts::semibold()));
    let above = if lower.is_empty() { 0.0 } else { 8.0 };
    painter.text(pos2(beside, middle - above), Align2::LEFT_CENTER, &upper, small, palette.text_weak);
    let below = if upper.is_empty() { 0.0 } else { 8.0 };
    painter.text(pos2(beside, middle + below), Align2::LEFT_CENTER, lower, strong, palette.text);
}

/// The state as a shape and a word, and for a screen reader the section as well.
fn state(ui: &Ui, practice: &Practice, place: Rect) {
    let palette = palette(ui);
    let middle = place.left_center();
    named(ui, place, "state", practice.stage.word(), accesskit::Live::Assertive);
    light(ui.painter(), middle + vec2(LIGHT + 2.0, 0.0), practice.stage, palette);
    let word = middle + vec2(2.0 * LIGHT + space::M, 0.0);
    ui.painter().text(word, Align2::LEFT_CENTER, practice.stage.word(), Type::Strong.font(), palette.text);
    announce_section(ui, practice, place);
}

/// The time, and two short lines beside it.
fn read(model: &Model, temperament: Temperament) -> (String, String, String) {
    let practice = &model.practice;
    if let Stage::Thinking { left_secs } = practice.stage {
        let over = left_secs <= 0.0;
        let key = model.keymap.key_for(&PracticeCommand::Record.into());
        let below = if over { format!("{key} begins") } else { String::new() };
        return (words::clock(left_secs.ceil()), "to think".to_owned(), below);
    }
    let secs = practice.seconds_of(practice.round.recorded);
    let speaks = practice.stage.is_speaking();
    let zone = if speaks { practice.zones.zone(secs).word().to_owned() } else { String::new() };
    match temperament {
        Temperament::Precise => {
            let aim = words::clock(practice.plan.target_length_secs.into());
            (words::running(secs), format!("of {aim}"), zone)
        }
        Temperament::Calm => (String::new(), String::new(), zone),
        Temperament::Hidden => (String::new(), String::new(), String::new()),
    }
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

/// Tells a screen reader which section has begun; on the screen the rail shows it.
fn announce_section(ui: &Ui, practice: &Practice, near: Rect) {
    let current = practice.round.current.filter(|_| practice.stage.is_speaking());
    let name = current.and_then(|index| practice.plan.sections.get(index)).map(|section| &section.name);
    let place = Rect::from_min_size(near.left_top(), vec2(1.0, 1.0));
    let said = name.map_or_else(String::new, |name| format!("Now {name}"));
    named(ui, place, "section", &said, accesskit::Live::Polite);
}

fn named(ui: &Ui, place: Rect, salt: &str, said: &str, live: accesskit::Live) {
    let response = ui.interact(place, ui.scope_id().with(salt), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, said));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_value(said);
        node.set_live(live);
    });
}

/// The level with the microphone's name, or what is wrong with it.
pub fn level(ui: &mut Ui, model: &Model, place: Rect, is_wide: bool) {
    let microphone = &model.practice.microphone;
    let width = if is_wide { 220.0 } else { 96.0 };
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
fn closed(model: &Model) -> String {
    let set = &model.preferences;
    if set.microphone.is_some() {
        return set.microphone_name.clone().unwrap_or_else(|| "The chosen microphone".to_owned());
    }
    let of_system = model.devices.microphones.devices().iter().find(|device| device.id.is_none());
    let behind = of_system.map(|device| device.detail.as_str()).filter(|name| !name.is_empty());
    let last = model.practice.microphone.last_default.as_deref();
    behind.or(last).unwrap_or("System default microphone").to_owned()
}

/// A line about the microphone, and whether it is about trouble.
fn said(model: &Model) -> (String, bool) {
    let practice = &model.practice;
    let microphone = &practice.microphone;
    if let Some(silence) = microphone.silence {
        return (format!("{}  {silence}", icons::WARNING), true);
    }
    if microphone.clips {
        let far = "Too loud. Move away from the microphone, or turn it down.";
        return (format!("{}  {far}", icons::WARNING), true);
    }
    let Some(name) = &microphone.name else {
        return (format!("{} is closed.", closed(model)), false);
    };
    if practice.round.lost.is_zero() {
        return (name.clone(), false);
    }
    let lost = practice.round.lost;
    let millis = practice.seconds_of(lost) * 1_000.0;
    (format!("{name}  ·  {} frames ({millis:.0} ms) were lost on the way.", lost.0), true)
}
