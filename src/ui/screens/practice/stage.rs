//! What is seen while one thinks and speaks: the section, the time left in it, its points, what to try this time, and
//! the key that goes on, large enough to be read from a metre away. Nothing else is on the screen.

mod banner;
mod told;

use eframe::egui::{Align2, FontId, Rect, Role, Sense, Ui, WidgetInfo, accesskit, pos2, vec2};

use super::instrument::{self, Places, controls, reading};
use crate::domain::settings::Temperament;
use crate::ui::command::{Command, PracticeCommand};
use crate::ui::fonts;
use crate::ui::model::Model;
use crate::ui::model::practice::Stage;
use crate::ui::theme::{Type, palette, size, space};
use crate::ui::widgets::button;
use crate::ui::widgets::rail::{self, Look};
use crate::ui::words;

/// Whether somebody thinks or speaks, so that the window belongs to that.
#[must_use]
pub const fn is_on(model: &Model) -> bool {
    matches!(
        model.practice.stage,
        Stage::Thinking { .. } | Stage::Starting | Stage::Recording | Stage::Paused
    )
}

const TOP_LINE: f32 = 28.0;
const KEY_LINE: f32 = 44.0;

/// How large letters are, which depends on the window.
#[derive(Clone, Copy)]
struct Sizes {
    /// The time that is left.
    left: f32,
    section: f32,
    point: f32,
    caption: f32,
}

impl Sizes {
    /// The sizes for a place of this size between the top line and the rail.
    fn of(room: Rect) -> Self {
        let scale = (room.height() / 300.0).min(room.width() / 700.0).clamp(0.45, 1.25);
        let at_least = |points: f32, least: f32| (points * scale).max(least).round();
        Self {
            left: at_least(size::STAGE_TIME, 40.0),
            section: at_least(size::STAGE_SECTION, 18.0),
            point: at_least(size::STAGE_POINT, 15.0),
            caption: at_least(16.0, 13.0),
        }
    }
}

pub fn show(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    let places = Places::of(ui.ctx());
    let window = ui.ctx().content_rect();
    let margin = if places.is_low { space::S } else { space::XL };
    // As far from the left edge as the keys are from the right one.
    let left = (window.left() + window.right() - places.record.right()).min(places.rail.left());
    let column = Rect::from_min_max(
        pos2(left, window.top() + margin),
        pos2(places.record.right(), places.rail.top() - space::XS),
    );
    let (top, rest) = column.split_top_bottom_at_y(column.top() + TOP_LINE);
    top_line(ui, model, top);
    let used = banner::show(ui, model, rest, commands);
    let rest = rest.with_min_y(rest.top() + used + if places.is_low { space::XS } else { space::L });
    let (middle, key) = rest.split_top_bottom_at_y(rest.bottom() - KEY_LINE);
    let rail_place = places.rail.with_min_x(left);
    match model.practice.stage {
        Stage::Thinking { left_secs } => {
            told::thinking(ui, model, middle, Some(left_secs), Sizes::of(middle));
        }
        Stage::Starting => told::thinking(ui, model, middle, None, Sizes::of(middle)),
        _ => told::speaking(ui, model, middle, Sizes::of(middle)),
    }
    next_key(ui, model, key, commands);
    show_rail(ui, model, rail_place, commands);
    bottom(ui, model, &places, left, commands);
    announce(ui, model, top);
}

/// The state, and the question in a line.
fn top_line(ui: &Ui, model: &Model, place: Rect) {
    let weak = palette(ui).text_weak;
    let wide =
        reading::state(ui, model.practice.stage, place.with_max_x(place.left() + 140.0), Type::Section);
    if matches!(model.practice.stage, Stage::Thinking { .. } | Stage::Starting) {
        // The question stands below, large.
        return;
    }
    let asked = place.with_min_x(place.left() + wide + space::XL);
    let question = model.asked();
    let mut job = eframe::egui::text::LayoutJob::simple_singleline(
        question.to_owned(),
        FontId::new(16.0, fonts::medium()),
        weak,
    );
    job.wrap = eframe::egui::text::TextWrapping::truncate_at_width(asked.width());
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let response = ui.interact(asked, ui.scope_id().with("asked"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, question));
    ui.painter().galley(asked.left_center() - vec2(0.0, galley.size().y / 2.0), galley, weak);
    response.on_hover_text(question);
}

/// The key that goes on, with the name of what it leads to; it can be clicked as well.
fn next_key(ui: &mut Ui, model: &Model, place: Rect, commands: &mut Vec<Command>) {
    let practice = &model.practice;
    let Some(current) = practice.round.current.filter(|_| practice.stage == Stage::Recording) else { return };
    let command = Command::from(PracticeCommand::NextSection);
    let (key, name) = match practice.plan.sections.get(current + 1) {
        Some(next) => (model.keymap.key_for(&command), next.name.clone()),
        None => return,
    };
    let palette = palette(ui);
    let font = FontId::new(18.0, fonts::medium());
    let text = ui.painter().layout_no_wrap(name.clone(), font.clone(), palette.text);
    let cap = ui.painter().layout_no_wrap(key, Type::Strong.font(), palette.text);
    let cap_width = cap.size().x + 2.0 * space::S;
    let width = (text.size().x + cap_width + space::S + 2.0 * space::M).min(place.width());
    let rect = Rect::from_min_max(
        pos2(place.right() - width, place.center().y - 18.0),
        pos2(place.right(), place.center().y + 18.0),
    );
    let response = ui.interact(rect, ui.scope_id().with("next section"), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Next section: {name}")));
    let fill = if response.hovered() { palette.raised } else { palette.surface };
    let painter = ui.painter_at(rect.expand(3.0));
    painter.rect(rect, size::CORNER, fill, (1.0, palette.outline), eframe::egui::StrokeKind::Inside);
    let at = Rect::from_min_size(pos2(rect.left() + space::M, rect.center().y - 11.0), vec2(cap_width, 22.0));
    painter.rect(at, 4, palette.raised, (1.0, palette.outline), eframe::egui::StrokeKind::Inside);
    painter.galley(at.center() - cap.size() / 2.0, cap, palette.text);
    let beside = pos2(at.right() + space::S, rect.center().y - text.size().y / 2.0);
    painter.galley(beside, text, palette.text);
    button::focus_ring(ui, &response);
    if response.clicked() {
        commands.push(command);
    }
}

fn show_rail(ui: &Ui, model: &Model, place: Rect, commands: &mut Vec<Command>) {
    let temperament = model.preferences.practice.temperament;
    let look = Look {
        bar: 32.0_f32.min(place.height() - 8.0),
        seconds: temperament == Temperament::Precise,
        can_jump: model.practice.stage == Stage::Recording,
        letters_only: temperament == Temperament::Hidden,
    };
    if let Some(section) = rail::show(ui, place, &instrument::zones(model), look) {
        commands.push(PracticeCommand::JumpTo(section).into());
    }
}

/// The whole time, the level, and the keys.
fn bottom(ui: &mut Ui, model: &Model, places: &Places, left: f32, commands: &mut Vec<Command>) {
    let line = places.line.with_min_x(left);
    let level = places.level.with_min_x(left);
    controls::record(ui, model, places.record, commands);
    let keys_from = controls::pause(ui, model, line, commands);
    let is_wide = line.width() > ONE_LINE;
    let until = if is_wide {
        let place = line.with_max_x(keys_from - space::L);
        controls::throw_away(ui, model, place, commands);
        place.right() - controls::THROW_AWAY_WIDTH
    } else {
        controls::throw_away(ui, model, level, commands);
        keys_from
    };
    whole_time(ui, model, line.with_max_x(until - space::S));
    let level = if is_wide { level } else { level.with_max_x(level.right() - controls::THROW_AWAY_WIDTH) };
    reading::level(ui, model, level);
}

/// From this width on all keys stand beside the running time.
const ONE_LINE: f32 = 560.0;

/// The running time against the aim, and what its length asks for.
fn whole_time(ui: &Ui, model: &Model, place: Rect) {
    let practice = &model.practice;
    let palette = palette(ui);
    let secs = practice.seconds_of(practice.round.recorded);
    let (time, of) = match model.preferences.practice.temperament {
        Temperament::Precise => {
            let aim = words::clock(practice.plan.target_length_secs.into());
            (words::running(secs), format!("of {aim}"))
        }
        Temperament::Calm | Temperament::Hidden => (String::new(), String::new()),
    };
    let hint = match model.preferences.practice.temperament {
        Temperament::Hidden => String::new(),
        _ if !practice.stage.is_speaking() => String::new(),
        _ => told::length_hint(practice, secs),
    };
    let said = [time.as_str(), of.as_str(), hint.as_str()].join(" ");
    reading::named(ui, place, "clock", &format!("Time {}", said.trim()), accesskit::Live::Off);
    let painter = ui.painter_at(place);
    let mut left = place.left();
    let mut put = |text: &str, kind: Type, colour| {
        if !text.is_empty() {
            let at = pos2(left, place.center().y);
            left = painter.text(at, Align2::LEFT_CENTER, text, kind.font(), colour).right() + space::S;
        }
    };
    put(&time, Type::Clock, palette.text);
    put(&of, Type::Section, palette.text_weak);
    put(&hint, Type::Section, palette.text);
}

/// Tells a screen reader which section has begun and how much of it is left, as often as the user wants.
fn announce(ui: &Ui, model: &Model, near: Rect) {
    let practice = &model.practice;
    let current = practice.round.current.filter(|_| practice.stage.is_speaking());
    let zones = instrument::zones(model);
    let zone = current.and_then(|index| zones.get(index));
    let every = model.preferences.practice.said_every_secs;
    let said = zone.map_or_else(String::new, |zone| told::announced(zone, every));
    let place = Rect::from_min_size(near.left_top(), vec2(1.0, 1.0));
    reading::named(ui, place, "section", &said, accesskit::Live::Polite);
}
