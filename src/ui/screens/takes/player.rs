//! The controls of the sound, and where it stands.

use eframe::egui::{Align, Align2, Layout, Role, Sense, Ui, WidgetInfo, vec2};

use super::State;
use crate::domain::take::Take;
use crate::domain::time::Frames;
use crate::ui::command::{Command, DeviceCommand, PlayCommand, ReviewCommand, Zoom};
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::model::devices::Listing;
use crate::ui::theme::{Type, palette, size, space};
use crate::ui::widgets::button;
use crate::ui::widgets::device::{self, Chosen};
use crate::ui::words;

pub fn show(ui: &mut Ui, model: &Model, state: &State, take: &Take, commands: &mut Vec<Command>) {
    let review = &model.review;
    let heard = review.heard().and_then(|id| model.library.take(id)).unwrap_or(take);
    let can_play = review.deck_of(&heard.id).is_some_and(|deck| deck.sound.can_play());
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        let (icon, name) = if review.playing { (icons::PAUSE, "Pause") } else { (icons::PLAY, "Play") };
        if button::play(ui, can_play, icon, name).clicked() {
            commands.push(PlayCommand::Toggle.into());
        }
        clock(ui, review.position, heard, review.blind.is_some());
        if button::toggle(ui, can_play, icons::LOOP, "Loop", review.looped.is_some()).clicked() {
            commands.push(PlayCommand::ToggleLoop.into());
        }
        if button::toggle(ui, can_play, icons::SKIP, "Skip silences", review.skips_silence).clicked() {
            commands.push(PlayCommand::ToggleSkipSilence.into());
        }
        speed(ui, review.speed_percent, commands);
        volume(ui, review.volume_percent, commands);
        if review.blind.is_none() {
            magnify(ui, state.page.view.is_some(), commands);
        }
        output(ui, model, commands);
    });
}

/// The running time in a box that stays as wide as it is.
fn clock(ui: &mut Ui, at: Frames, take: &Take, blind: bool) {
    let rate = take.recording.rate;
    let now = words::running(rate.secs(at));
    // The length would tell two takes apart.
    let whole = if blind { String::new() } else { format!("of {}", words::clock(take.recording.secs())) };
    let palette = palette(ui);
    let font = Type::Clock.font();
    let digits = "0".repeat(words::clock(take.recording.secs()).len());
    let wide = ui.painter().layout_no_wrap(digits, font.clone(), palette.text).size().x;
    let beside = ui.painter().layout_no_wrap(whole.clone(), Type::Body.font(), palette.text_weak);
    let width = wide + beside.size().x + 3.0 * space::S;
    let (rect, response) = ui.allocate_exact_size(vec2(width, size::CONTROL), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{now} {whole}")));
    let painter = ui.painter();
    let middle = rect.left() + space::S + wide;
    let place = eframe::egui::pos2(middle, rect.center().y);
    painter.text(place, Align2::RIGHT_CENTER, now, font, palette.text);
    let corner = place + vec2(space::S, -beside.size().y / 2.0 + 3.0);
    painter.galley(corner, beside, palette.text_weak);
}

fn speed(ui: &mut Ui, percent: u32, commands: &mut Vec<Command>) {
    stepper(ui, "Speed", &format!("{}.{:02}×", percent / 100, percent % 100), |step| {
        let command = if step < 0 { PlayCommand::Slower } else { PlayCommand::Faster };
        commands.push(command.into());
    });
}

fn volume(ui: &mut Ui, percent: u32, commands: &mut Vec<Command>) {
    stepper(ui, "Volume", &format!("{}  {percent} %", icons::VOLUME), |step| {
        let to = if step < 0 { percent.saturating_sub(10) } else { (percent + 10).min(100) };
        commands.push(PlayCommand::Volume(to).into());
    });
}

/// A figure between two buttons that make it smaller and larger.
fn stepper(ui: &mut Ui, name: &str, value: &str, mut step: impl FnMut(i32)) {
    let said = value.rsplit("  ").next().unwrap_or(value).to_owned();
    let (less, more) = match name {
        "Speed" => ("Slower", "Faster"),
        _ => ("Quieter", "Louder"),
    };
    ui.add_space(space::S);
    // Allotted as one, so that the figure is never parted from its buttons.
    let wanted = vec2(2.0 * size::CONTROL + FIGURE, size::CONTROL);
    ui.allocate_ui_with_layout(wanted, Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        if button::icon(ui, icons::MINUS, less).clicked() {
            step(-1);
        }
        let (rect, response) = ui.allocate_exact_size(vec2(FIGURE, size::CONTROL), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{name} {said}")));
        let palette = palette(ui);
        ui.painter().text(rect.center(), Align2::CENTER_CENTER, value, Type::Body.font(), palette.text);
        response.on_hover_text(name);
        if button::icon(ui, icons::ADD, more).clicked() {
            step(1);
        }
    });
}

/// How wide the figure between two buttons is, whatever it says.
const FIGURE: f32 = 54.0;

fn magnify(ui: &mut Ui, magnified: bool, commands: &mut Vec<Command>) {
    ui.add_space(space::S);
    if button::icon(ui, icons::ZOOM_OUT, "Shrink the waveform").clicked() {
        commands.push(ReviewCommand::Zoom(Zoom::Out).into());
    }
    if button::icon(ui, icons::ZOOM_IN, "Magnify the waveform").clicked() {
        commands.push(ReviewCommand::Zoom(Zoom::In).into());
    }
    if magnified && button::quiet(ui, "", "Show all").clicked() {
        commands.push(ReviewCommand::Zoom(Zoom::Whole).into());
    }
}

/// The loudspeaker, which is the one of the settings and can be changed here as well.
fn output(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    let devices = &model.devices;
    if devices.loudspeakers == Listing::Unknown && !devices.looking {
        commands.push(DeviceCommand::LookForLoudspeakers.into());
    }
    ui.add_space(space::S);
    let mut now = model.preferences.clone();
    let chosen = Chosen { kind: "loudspeaker", id: &mut now.loudspeaker, name: &mut now.loudspeaker_name };
    let room = ui.available_size_before_wrap().x;
    let width = if room < LEAST_OUTPUT_WIDTH { OUTPUT_WIDTH } else { room.min(OUTPUT_WIDTH) };
    // Allotted as one, because a list in a wrapped row takes its width from the whole row.
    ui.allocate_ui_with_layout(vec2(width, size::CONTROL), Layout::left_to_right(Align::Center), |ui| {
        ui.set_max_width(width);
        let text = width - size::CONTROL;
        device::menu(ui, "Loudspeaker", text, &devices.loudspeakers, false, chosen);
    });
    if now.loudspeaker != model.preferences.loudspeaker {
        commands.push(Command::ChangePreferences(Box::new(now)));
    }
}

const OUTPUT_WIDTH: f32 = 180.0;
const LEAST_OUTPUT_WIDTH: f32 = 110.0;
