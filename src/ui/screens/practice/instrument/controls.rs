//! The keys of the instrument, in places that never change.

use eframe::egui::{Align2, Button, FontId, Rect, Role, Stroke, TextWrapMode, Ui, WidgetInfo, pos2, vec2};

use crate::ui::command::{Command, PracticeCommand};
use crate::ui::model::Model;
use crate::ui::model::practice::Stage;
use crate::ui::theme::{Type, palette, space};
use crate::ui::widgets::button;
use crate::ui::{fonts, icons};

const RECORD_WIDTH: f32 = 124.0;
const PAUSE_WIDTH: f32 = 100.0;
const HEIGHT: f32 = 36.0;

/// Room for all of them, with their names or without.
pub const fn width(is_compact: bool) -> f32 {
    let named = if is_compact { 2.0 * HEIGHT } else { RECORD_WIDTH + PAUSE_WIDTH };
    named + 2.0 * HEIGHT + 3.0 * space::S
}

pub fn show(ui: &mut Ui, model: &Model, place: Rect, is_compact: bool, commands: &mut Vec<Command>) {
    let (record_width, pause_width) = if is_compact { (HEIGHT, HEIGHT) } else { (RECORD_WIDTH, PAUSE_WIDTH) };
    let stage = model.practice.stage;
    let top = (place.center().y - HEIGHT / 2.0).round();
    let mut left = place.left();
    let mut next = |width: f32| {
        let rect = Rect::from_min_size(pos2(left, top), vec2(width, HEIGHT));
        left += width + space::S;
        rect
    };
    if record(ui, model, next(record_width)) {
        commands.push(PracticeCommand::Record.into());
    }
    let (icon, name) = if stage == Stage::Paused { (icons::PLAY, "Resume") } else { (icons::PAUSE, "Pause") };
    let may_pause = stage.is_speaking() && !model.preferences.practice.interview;
    let pause = Command::from(PracticeCommand::PauseOrResume);
    let caption = if is_compact { icon.to_owned() } else { format!("{icon}  {name}") };
    if put(ui, next(pause_width), may_pause, &caption, name, &model.keymap.hint(name, &pause)) {
        commands.push(pause);
    }
    let (name, scrap) = ("Scrap and start over", Command::from(PracticeCommand::Scrap));
    if put(ui, next(HEIGHT), stage.is_speaking(), icons::UNDO, name, &model.keymap.hint(name, &scrap)) {
        commands.push(scrap);
    }
    let name =
        if matches!(stage, Stage::Thinking { .. } | Stage::Starting) { "Cancel" } else { "Discard…" };
    let may_cancel = stage.is_under_way() && stage != Stage::Saving;
    let cancel = Command::from(PracticeCommand::Cancel);
    if put(ui, next(HEIGHT), may_cancel, icons::DELETE, name, &model.keymap.hint(name, &cancel)) {
        commands.push(cancel);
    }
}

/// A red disc to start, a square to stop.
fn record(ui: &mut Ui, model: &Model, place: Rect) -> bool {
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
    let mut clicked = false;
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
        clicked = response.clicked();
        response.on_hover_text(model.keymap.hint(name, &PracticeCommand::Record.into()));
    });
    clicked
}

fn put(ui: &mut Ui, place: Rect, enabled: bool, caption: &str, name: &str, hint: &str) -> bool {
    let mut clicked = false;
    ui.add_enabled_ui(enabled, |ui| {
        ui.spacing_mut().button_padding.x = space::XS;
        let text = Type::Body.text(caption);
        let button = Button::new(text).wrap_mode(TextWrapMode::Extend).min_size(place.size());
        let response = ui.put(place, button);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, name));
        clicked = response.clicked();
        response.on_hover_text(hint);
    });
    clicked
}
