//! Which microphone and loudspeaker are used, how takes are recorded, and a test of all that.

use eframe::egui::{Label, Ui};

use crate::domain::settings::Preferences;
use crate::domain::take::SampleFormat;
use crate::ui::command::{Command, DeviceCommand};
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::model::devices::{Device, Listing};
use crate::ui::theme::{Type, palette};
use crate::ui::widgets::device::{self, Chosen};
use crate::ui::widgets::{button, choice, page};

const FORMATS: [(SampleFormat, &str); 3] = [
    (SampleFormat::Int16, "16 bit"),
    (SampleFormat::Int24, "24 bit"),
    (SampleFormat::Float32, "32 bit float"),
];
const MENU_WIDTH: f32 = 300.0;

pub fn show(ui: &mut Ui, model: &Model, all: &mut bool, commands: &mut Vec<Command>) {
    let devices = &model.devices;
    if devices.microphones == Listing::Unknown && !devices.looking {
        commands.push(DeviceCommand::Look.into());
    }
    let mut now = model.preferences.clone();
    let shows_all = *all;
    page::setting_block(ui, "Microphone", "It is open only while a screen says so.", |ui| {
        microphone(ui, model, shows_all, &mut now);
    });
    page::rule(ui);
    page::setting_block(ui, "Loudspeaker", "What you listen to takes with.", |ui| {
        let chosen =
            Chosen { kind: "loudspeaker", id: &mut now.loudspeaker, name: &mut now.loudspeaker_name };
        pick(ui, "Loudspeaker", &devices.loudspeakers, shows_all, chosen);
    });
    page::rule(ui);
    page::setting(ui, "List", "Devices that only a sound system's makers would pick are left out.", |ui| {
        choice::tick(ui, "Show all devices", all);
        if button::plain_if(ui, !devices.looking, icons::UNDO, "Look again").clicked() {
            commands.push(DeviceCommand::Look.into());
        }
    });
    page::rule(ui);
    page::setting_block(ui, "Test", "Three seconds are recorded, played to you, and removed.", |ui| {
        device::test(ui, &devices.check, commands);
    });
    page::rule(ui);
    let help = "What new takes are recorded in. 16 bit is enough for speech; the others make larger files.";
    page::setting(ui, "Sample format", help, |ui| {
        choice::segmented(ui, "Sample format", &mut now.sample_format, &FORMATS);
    });
    if now != model.preferences {
        commands.push(Command::ChangePreferences(Box::new(now)));
    }
}

fn microphone(ui: &mut Ui, model: &Model, all: bool, now: &mut Preferences) {
    let before = now.microphone.clone();
    let chosen = Chosen { kind: "microphone", id: &mut now.microphone, name: &mut now.microphone_name };
    pick(ui, "Microphone", &model.devices.microphones, all, chosen);
    if now.microphone != before {
        now.microphone_channel = None;
    }
    let known = model.devices.channels.unwrap_or(1);
    let count = known.max(now.microphone_channel.map_or(0, |channel| channel.saturating_add(1)));
    if count > 1 {
        let mixed = (None, "All channels, mixed".to_owned());
        let single = (0..count).map(|channel| (Some(channel), format!("Channel {} only", channel + 1)));
        let choices: Vec<_> = std::iter::once(mixed).chain(single).collect();
        choice::menu(ui, "channel", "Channel", MENU_WIDTH, &mut now.microphone_channel, &choices);
    }
}

/// A list of devices, and what there is to say of the chosen one.
fn pick(ui: &mut Ui, label: &str, listing: &Listing, all: bool, chosen: Chosen<'_>) {
    let kind = chosen.kind;
    let (id, called) = device::menu(ui, label, MENU_WIDTH, listing, all, chosen);
    if listing.misses(id.as_deref()) {
        warning(
            ui,
            &format!("The {kind} {called} is not connected. Connect it again, or choose another one."),
        );
    }
    let is_one = |device: &Device| device.id.is_some() && !device.technical;
    if matches!(listing, Listing::Known(devices) if !devices.iter().any(is_one)) {
        warning(ui, &format!("No {kind} was found. Connect one, then look again."));
    }
    if let Listing::Failed(why) = listing {
        warning(ui, why);
    }
}

fn warning(ui: &mut Ui, what: &str) {
    let text = Type::Caption.text(format!("{}  {what}", icons::WARNING)).color(palette(ui).text);
    ui.add(Label::new(text).wrap());
}
