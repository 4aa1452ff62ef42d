//! A list of microphones or loudspeakers from which one is chosen, wherever that is done.

use eframe::egui::{Label, Rect, Sense, Ui, vec2};

use super::{button, choice, field, meter};
use crate::ui::command::{Command, DeviceCommand};
use crate::ui::icons;
use crate::ui::model::devices::{Check, Device, Heard, Listing};
use crate::ui::theme::{Type, palette, size, space};

/// The part of the preferences that says which device is chosen.
pub struct Chosen<'a> {
    /// What it is, in the middle of a sentence.
    pub kind: &'static str,
    pub id: &'a mut Option<String>,
    pub name: &'a mut Option<String>,
}

/// The list, the system's choice first. Says which device is chosen then, and what it is called.
pub fn menu(
    ui: &mut Ui,
    label: &str,
    width: f32,
    listing: &Listing,
    all: bool,
    chosen: Chosen<'_>,
) -> (Option<String>, String) {
    let Chosen { id, name, .. } = chosen;
    let shown = |device: &&Device| all || !device.technical || device.id == *id;
    let mut choices: Vec<_> =
        listing.devices().iter().filter(shown).map(|device| (device.id.clone(), caption(device))).collect();
    let called = name.clone().unwrap_or_else(|| id.clone().unwrap_or_default());
    if choices.iter().all(|(listed, _)| listed != id) {
        let caption = if id.is_none() { "System default" } else { &called };
        choices.push((id.clone(), caption.to_owned()));
    }
    if choices.iter().all(|(listed, _)| listed.is_some()) {
        choices.insert(0, (None, "System default".to_owned()));
    }
    if choice::menu(ui, label, label, width, id, &choices) {
        let device = listing.devices().iter().find(|device| device.id == *id);
        *name = device.filter(|device| device.id.is_some()).map(|device| device.name.clone());
    }
    (id.clone(), called)
}

/// A device by its name, with what tells it from others of that name.
#[must_use]
pub fn caption(device: &Device) -> String {
    if device.detail.is_empty() { device.name.clone() } else { format!("{}, {}", device.name, device.detail) }
}

const METER_WIDTH: f32 = 300.0;

/// Three seconds that are recorded and played, with the level and how it went.
pub fn test(ui: &mut Ui, check: &Check, commands: &mut Vec<Command>) {
    if check.is_under_way() {
        if button::plain(ui, icons::STOP, "Stop the test").clicked() {
            commands.push(DeviceCommand::StopCheck.into());
        }
    } else if button::plain(ui, icons::MICROPHONE, "Record three seconds and hear them").clicked() {
        commands.push(DeviceCommand::Check.into());
    }
    ui.add_space(space::XS);
    let (place, _) =
        ui.allocate_exact_size(vec2(ui.available_width().min(METER_WIDTH), space::M), Sense::hover());
    let (peak, clips) = match check {
        Check::Listening(heard) => (heard.peak, heard.clips),
        _ => (0.0, false),
    };
    meter::show(ui, place, peak, clips);
    ui.add_space(space::XS);
    say(ui, check);
}

/// What there is to say, in a place as high as the longest of it, so that nothing below moves.
fn say(ui: &mut Ui, check: &Check) {
    let top = ui.cursor().top();
    match check {
        Check::Idle => {}
        Check::Opening => drop(field::hint(ui, "Opening the microphone")),
        Check::Listening(Heard { silence: Some(why), .. }) => warning(ui, why),
        Check::Listening(heard) => {
            let left = heard.left_secs.max(0.0);
            field::hint(ui, format!("Recording from {}. Speak now: {left:.1} s", heard.name));
        }
        Check::Playing => drop(field::hint(ui, "Playing what was recorded")),
        Check::Done(how) => drop(ui.add(Label::new(Type::Caption.text(how)).wrap())),
        Check::Failed(why) => warning(ui, why),
    }
    let used = ui.cursor().top() - top;
    let rest = Rect::from_min_size(ui.cursor().min, vec2(1.0, (size::CONTROL * 1.5 - used).max(0.0)));
    ui.allocate_rect(rest, Sense::hover());
}

fn warning(ui: &mut Ui, what: &str) {
    let text = Type::Caption.text(format!("{}  {what}", icons::WARNING)).color(palette(ui).text);
    ui.add(Label::new(text).wrap());
}
