//! The way to the first take in three steps, each of which can be done in any order.

use eframe::egui::{Align, Frame, Label, Layout, Ui, vec2};

use crate::ui::command::{Command, PracticeCommand};
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::model::practice::Stage;
use crate::ui::theme::{Type, palette, size, space};
use crate::ui::widgets::{button, meter, page};

pub fn show(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    let palette = palette(ui);
    let frame = Frame::new()
        .fill(palette.surface)
        .stroke((1.0, palette.line))
        .corner_radius(size::CORNER * 2)
        .inner_margin(space::L);
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(Type::Section.text("Three steps to your first take"));
        ui.add_space(space::S);
        if page::is_narrow(ui) {
            ui.vertical(|ui| steps(ui, model, ui.available_width(), commands));
        } else {
            let width = ((ui.available_width() - 2.0 * space::L) / 3.0).floor();
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = space::L;
                steps(ui, model, width, commands);
            });
        }
    });
    ui.add_space(space::XL);
}

fn steps(ui: &mut Ui, model: &Model, width: f32, commands: &mut Vec<Command>) {
    let idle = model.practice.stage == Stage::Ready;
    step(ui, width, "1  Check the microphone", &heard(model), |ui| {
        let name = if model.practice.checking { "Stop listening" } else { "Listen" };
        if button::plain_if(ui, idle, icons::MICROPHONE, name).clicked() {
            commands.push(PracticeCommand::ToggleCheck.into());
        }
    });
    let pick = "One is on the card already. Any other will do as well.";
    step(ui, width, "2  Pick a question", pick, |ui| {
        if button::plain_if(ui, idle, icons::SEARCH, "Look through them…").clicked() {
            commands.push(PracticeCommand::PickQuestion.into());
        }
    });
    let key = |command: PracticeCommand| model.keymap.key_for(&command.into());
    let (starts, next) = (key(PracticeCommand::Record), key(PracticeCommand::NextSection));
    let record = format!("Press {starts}, speak, and press {next} when a section begins. {starts} ends it.");
    step(ui, width, "3  Record your answer", &record, |ui| {
        let name = if idle { "Record an answer" } else { "Recording is under way" };
        if button::plain_if(ui, idle && model.is_writable(), icons::RECORD, name).clicked() {
            commands.push(PracticeCommand::Record.into());
        }
    });
}

/// How the check of the microphone goes, in a sentence that always takes the same room.
fn heard(model: &Model) -> String {
    let microphone = &model.practice.microphone;
    if !model.practice.checking {
        return "See below whether you are heard, before it counts.".to_owned();
    }
    if let Some(silence) = microphone.silence {
        return silence.to_owned();
    }
    match (microphone.is_heard, meter::word(microphone.peak, microphone.clips)) {
        (false, _) => "The microphone is being opened.".to_owned(),
        (true, "Silent") => "It is open. Say something.".to_owned(),
        (true, "Too loud") => "Too loud. Move away a little.".to_owned(),
        (true, word) => format!("You are heard. The level is {}.", word.to_lowercase()),
    }
}

fn step(ui: &mut Ui, width: f32, title: &str, text: &str, act: impl FnOnce(&mut Ui)) {
    let weak = palette(ui).text_weak;
    ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
        ui.set_width(width);
        ui.label(Type::Strong.text(title));
        ui.allocate_ui_with_layout(vec2(width, 36.0), Layout::top_down(Align::Min), |ui| {
            ui.set_min_height(36.0);
            ui.add(Label::new(Type::Caption.text(text).color(weak)).wrap());
        });
        act(ui);
    });
}
