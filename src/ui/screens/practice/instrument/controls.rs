//! The keys of a recording: the one that starts and stops it, in a place that never changes, and the others.

use eframe::egui::{Align2, Button, FontId, Rect, Role, Stroke, TextWrapMode, Ui, WidgetInfo, pos2, vec2};

use crate::ui::command::{Command, PracticeCommand};
use crate::ui::model::Model;
use crate::ui::model::practice::Stage;
use crate::ui::theme::{Type, palette, space};
use crate::ui::widgets::button;
use crate::ui::{fonts, icons};

const RECORD_WIDTH: f32 = 124.0;
const PAUSE_WIDTH: f32 = 104.0;
const START_OVER_WIDTH: f32 = 104.0;
const DISCARD_WIDTH: f32 = 92.0;
const HEIGHT: f32 = 36.0;

/// How wide the record key is.
pub const fn record_width(is_low: bool) -> f32 {
    if is_low { HEIGHT } else { RECORD_WIDTH }
}

/// A red disc to start, a square to stop.
pub fn record(ui: &mut Ui, model: &Model, place: Rect, commands: &mut Vec<Command>) {
    let place = Rect::from_center_size(place.center(), vec2(place.width(), HEIGHT));
    let stage = model.practice.stage;
    let name = match stage {
        Stage::Thinking { .. } => "Begin now",
        Stage::Recording | Stage::Paused => "Stop",
        Stage::Ready | Stage::Starting | Stage::Saving => "Record",
    };
    let ready = model.is_writable() && !model.asked().is_empty();
    let enabled = match stage {
        Stage::Ready => ready,
        Stage::Starting | Stage::Saving => false,
        Stage::Thinking { .. } | Stage::Recording | Stage::Paused => true,
    };
    let palette = palette(ui);
    ui.add_enabled_ui(enabled, |ui| {
        ui.visuals_mut().widgets.inactive.bg_stroke = Stroke::new(1.0, palette.text_weak);
        let response = ui.put(place, Button::new("").min_size(place.size()));
        response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, name));
        button::focus_ring(ui, &response);
        let painter = ui.painter();
        let has_name = place.width() > HEIGHT;
        let sign = if has_name { pos2(place.left() + space::XL, place.center().y) } else { place.center() };
        if stage.is_speaking() {
            painter.rect_filled(Rect::from_center_size(sign, vec2(12.0, 12.0)), 2, palette.text);
        } else {
            painter.circle_filled(sign, 7.0, palette.record);
        }
        if has_name {
            let font = FontId::new(14.0, fonts::semibold());
            painter.text(sign + vec2(18.0, 0.0), Align2::LEFT_CENTER, name, font, palette.text);
        }
        if response.clicked() {
            commands.push(PracticeCommand::Record.into());
        }
        response.on_hover_text(model.keymap.hint(name, &PracticeCommand::Record.into()));
    });
}

/// Pause at the right end of a place. Says where it begins.
pub fn pause(ui: &mut Ui, model: &Model, place: Rect, commands: &mut Vec<Command>) -> f32 {
    let stage = model.practice.stage;
    let (icon, name) = if stage == Stage::Paused { (icons::PLAY, "Resume") } else { (icons::PAUSE, "Pause") };
    let may_pause = stage.is_speaking() && !model.preferences.practice.interview;
    let is_low = place.height() < HEIGHT || place.width() < 2.0 * PAUSE_WIDTH;
    let caption = if is_low { icon.to_owned() } else { format!("{icon}  {name}") };
    let width = if is_low { HEIGHT } else { PAUSE_WIDTH };
    let here = at_the_right(place, width);
    put(ui, model, here, may_pause, &caption, name, PracticeCommand::PauseOrResume, commands);
    here.left()
}

/// What throws words away, by its name and apart from the keys that are pressed all the time.
pub fn throw_away(ui: &mut Ui, model: &Model, place: Rect, commands: &mut Vec<Command>) {
    let stage = model.practice.stage;
    let is_early = matches!(stage, Stage::Thinking { .. } | Stage::Starting);
    let name = if is_early { "Cancel" } else { "Discard…" };
    let discard = at_the_right(place, DISCARD_WIDTH);
    put(ui, model, discard, stage.is_under_way(), name, name, PracticeCommand::Cancel, commands);
    if !is_early {
        let again = at_the_right(place.with_max_x(discard.left() - space::XS), START_OVER_WIDTH);
        let name = "Start over";
        put(ui, model, again, stage.is_speaking(), name, name, PracticeCommand::Scrap, commands);
    }
}

/// How much room that takes.
pub const THROW_AWAY_WIDTH: f32 = START_OVER_WIDTH + space::XS + DISCARD_WIDTH;

fn at_the_right(place: Rect, width: f32) -> Rect {
    let middle = place.center().y;
    Rect::from_min_max(
        pos2(place.right() - width, middle - HEIGHT / 2.0),
        pos2(place.right(), middle + HEIGHT / 2.0),
    )
}

#[expect(clippy::too_many_arguments, reason = "a key is its place, its look, its name and what it asks for")]
fn put(
    ui: &mut Ui,
    model: &Model,
    place: Rect,
    enabled: bool,
    caption: &str,
    name: &str,
    command: PracticeCommand,
    commands: &mut Vec<Command>,
) {
    let command = Command::from(command);
    ui.add_enabled_ui(enabled, |ui| {
        ui.spacing_mut().button_padding.x = space::XS;
        let button =
            Button::new(Type::Body.text(caption)).wrap_mode(TextWrapMode::Extend).min_size(place.size());
        let response = ui.put(place, button);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, name));
        let clicked = response.clicked();
        response.on_hover_text(model.keymap.hint(name, &command));
        if clicked {
            commands.push(command);
        }
    });
}
