//! What the program is, and the way to the first take in three steps, each of which can be done in any order.

use eframe::egui::{Align, Frame, Label, Layout, Ui, vec2};

use crate::ui::command::{Command, DeviceCommand, PracticeCommand};
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::model::devices::Listing;
use crate::ui::model::practice::Stage;
use crate::ui::theme::{Type, palette, size, space};
use crate::ui::widgets::device::{self, Chosen};
use crate::ui::widgets::{button, page};
use crate::ui::words;

/// What is remembered while there is no take yet.
#[derive(Debug, Default)]
pub struct State {
    /// Whether another question was looked for.
    has_picked: bool,
}

pub fn show(ui: &mut Ui, model: &Model, state: &mut State, commands: &mut Vec<Command>) {
    let palette = palette(ui);
    let frame = Frame::new()
        .fill(palette.surface)
        .stroke((1.0, palette.line))
        .corner_radius(size::CORNER * 2)
        .inner_margin(space::L);
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(Type::Section.text("Three steps to your first take"));
        let next = model.keymap.key_for(&PracticeCommand::NextSection.into());
        let what = format!(
            "Speak your answer, mark its parts with {next}, and hear it back. Recordings stay on this computer."
        );
        ui.add(Label::new(Type::Body.text(what).color(palette.text_weak)).wrap());
        ui.add_space(space::M);
        if page::is_narrow(ui) {
            let width = ui.available_width();
            ui.vertical(|ui| steps(ui, model, state, (width, width), commands));
        } else {
            let room = ui.available_width() - 2.0 * space::XL;
            // The test of the microphone needs more room than the other two.
            let first = (room * 0.42).floor();
            let width = ((room - first) / 2.0).floor();
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = space::XL;
                steps(ui, model, state, (first, width), commands);
            });
        }
    });
    ui.add_space(space::XL);
}

fn steps(
    ui: &mut Ui,
    model: &Model,
    state: &mut State,
    (first, width): (f32, f32),
    commands: &mut Vec<Command>,
) {
    let is_heard = model.devices.heard_on.is_some();
    step(ui, first, is_heard, "1  Check the microphone", |ui| microphone(ui, model, commands));
    step(ui, width, state.has_picked, "2  Pick a question", |ui| {
        let count = words::count(model.practice.offered, "question", "questions");
        let text = format!("Use the one below, or choose from {count}.");
        caption(ui, &text);
        if button::plain(ui, icons::SEARCH, "Look through them…").clicked() {
            state.has_picked = true;
            commands.push(PracticeCommand::PickQuestion.into());
        }
    });
    step(ui, width, false, "3  Record your answer", |ui| {
        let key = |command: PracticeCommand| model.keymap.key_for(&command.into());
        let (starts, next) = (key(PracticeCommand::Record), key(PracticeCommand::NextSection));
        caption(ui, &format!("{starts} starts it and ends it. Press {next} where a part begins."));
        let ready = model.practice.stage == Stage::Ready && model.is_writable();
        ui.add_enabled_ui(ready, |ui| {
            if button::primary(ui, icons::RECORD, "Record an answer").clicked() {
                commands.push(PracticeCommand::Record.into());
            }
        });
    });
}

/// The list of microphones and the test of the one that is chosen.
fn microphone(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    let devices = &model.devices;
    if devices.microphones == Listing::Unknown && !devices.looking {
        commands.push(DeviceCommand::Look.into());
    }
    let mut now = model.preferences.clone();
    let chosen = Chosen { kind: "microphone", id: &mut now.microphone, name: &mut now.microphone_name };
    let width = (ui.available_width() - space::XL).min(240.0);
    device::menu(ui, "Microphone", width, &devices.microphones, false, chosen);
    if now.microphone != model.preferences.microphone {
        now.microphone_channel = None;
        commands.push(Command::ChangePreferences(Box::new(now)));
    }
    ui.add_space(space::XS);
    device::test(ui, &devices.check, commands);
    if let Some(name) = devices.heard_on.as_ref().filter(|_| !devices.check.is_under_way()) {
        ui.add(Label::new(Type::Caption.text(format!("{}  Heard well on {name}", icons::CHECK))).wrap());
    }
}

fn step(ui: &mut Ui, width: f32, done: bool, title: &str, add: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
        ui.set_width(width);
        let ticked = if done { format!("{}  {title}", icons::CHECK) } else { title.to_owned() };
        let response = ui.label(Type::Strong.text(ticked));
        if done {
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_description("done"));
        }
        ui.add_space(space::XS);
        add(ui);
    });
}

fn caption(ui: &mut Ui, text: &str) {
    let weak = palette(ui).text_weak;
    ui.add(Label::new(Type::Caption.text(text).color(weak)).wrap());
    ui.add_space(space::XS);
}
