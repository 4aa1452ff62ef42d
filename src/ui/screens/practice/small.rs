//! The two short questions of the screen: what a new story is called, and whether words may go.

use eframe::egui::{Context, Id, Key, Label, Modifiers, Ui};

use crate::ui::command::{Command, DeviceCommand, PracticeCommand};
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::model::devices::Listing;
use crate::ui::theme::{Type, space};
use crate::ui::widgets::{button, device, dialog, field, page};
use crate::ui::words;

/// Asks before what was said goes to the trash; the recording goes on meanwhile.
pub fn discard(ctx: &Context, model: &Model, opening: &mut Opening, commands: &mut Vec<Command>) -> bool {
    if !model.practice.stage.is_speaking() {
        return false;
    }
    dialog::dialog(ctx, "Discard this recording?", 420.0, |ui| {
        page::title(ui, "Discard this recording?", |_| {});
        let said = words::running(model.practice.seconds_of(model.practice.round.recorded));
        let what = format!(
            "You have spoken for {said}. The recording goes to the trash, where it stays for 30 days."
        );
        ui.add(Label::new(Type::Body.text(what)).wrap());
        ui.add_space(space::L);
        let mut keep = true;
        ui.horizontal_wrapped(|ui| {
            // The Enter key is pressed for the next section all the time, so it must not discard.
            let keeps = button::primary(ui, "", "Keep recording");
            opening.focus(ui, keeps.id);
            keep &= !keeps.clicked();
            if button::plain(ui, icons::DELETE, "Discard").clicked() {
                commands.push(PracticeCommand::Discard.into());
                keep = false;
            }
        });
        keep
    })
}

/// The microphones; choosing one begins the round again with it.
pub fn microphone(ctx: &Context, model: &Model, commands: &mut Vec<Command>) -> bool {
    dialog::dialog(ctx, "Switch microphone", 460.0, |ui| {
        page::title(ui, "Switch microphone", |_| {});
        let said = words::clock(model.practice.seconds_of(model.practice.round.recorded));
        let what = if model.practice.stage.is_speaking() {
            format!(
                "The round begins again with the microphone you choose. The {said} so far go to the trash."
            )
        } else {
            "The next take is recorded with the microphone you choose.".to_owned()
        };
        ui.add(Label::new(Type::Body.text(what)).wrap());
        ui.add_space(space::M);
        let devices = &model.devices;
        if devices.microphones == Listing::Unknown && !devices.looking {
            commands.push(DeviceCommand::Look.into());
        }
        let mut keep = true;
        let listed = devices.microphones.devices().iter().filter(|device| !device.technical);
        for device in listed {
            let here = device.id == model.preferences.microphone;
            let icon = if here { icons::CHECK } else { icons::MICROPHONE };
            if button::plain_wide(ui, icon, &device::caption(device), ui.available_width()).clicked() {
                let name = device.id.as_ref().map(|_| device.name.clone());
                commands.push(PracticeCommand::SwitchMicrophone { id: device.id.clone(), name }.into());
                keep = false;
            }
        }
        match &devices.microphones {
            Listing::Failed(why) => drop(field::hint(ui, why)),
            Listing::Unknown => drop(field::hint(ui, "Looking for microphones")),
            Listing::Known(_) => {}
        }
        ui.add_space(space::M);
        ui.horizontal_wrapped(|ui| {
            if button::quiet_if(ui, !devices.looking, icons::UNDO, "Look again").clicked() {
                commands.push(DeviceCommand::Look.into());
            }
            keep &= !button::plain(ui, "", "Cancel").clicked();
        });
        keep
    })
}

/// Asks for the title of a story that is told for the first time.
pub fn new_story(
    ctx: &Context,
    title: &mut String,
    opening: &mut Opening,
    commands: &mut Vec<Command>,
) -> bool {
    dialog::dialog(ctx, "New story", 420.0, |ui| {
        page::title(ui, "New story", |_| {});
        let id = Id::unique("new story title");
        let enter = enter(ui);
        opening.focus(ui, id);
        let width = ui.available_width();
        field::line(ui, id, "Title of the story", "What it is about, in a few words", width, title);
        ui.add_space(space::L);
        let named = !title.trim().is_empty();
        let mut keep = true;
        ui.horizontal_wrapped(|ui| {
            ui.add_enabled_ui(named, |ui| {
                if button::primary(ui, icons::ADD, "Tell this story").clicked() || (enter && named) {
                    commands.push(PracticeCommand::NewStory(title.clone()).into());
                    keep = false;
                }
            });
            keep &= !button::plain(ui, "", "Cancel").clicked();
        });
        keep
    })
}

/// Sends the keyboard to a control of a dialog that has just opened; what is asked for while the dialog finds
/// its size is forgotten, so it is asked for more than once.
#[derive(Debug, Default)]
pub struct Opening(u8);

impl Opening {
    const FRAMES: u8 = 3;

    pub fn focus(&mut self, ui: &Ui, id: Id) {
        if self.0 < Self::FRAMES {
            self.0 += 1;
            ui.memory_mut(|memory| memory.request_focus(id));
            ui.ctx().request_repaint();
        }
    }
}

/// Takes the Enter key before a field or a button does.
pub(super) fn enter(ui: &Ui) -> bool {
    ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter))
}
