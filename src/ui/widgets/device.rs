//! A list of microphones or loudspeakers from which one is chosen, wherever that is done.

use eframe::egui::Ui;

use super::choice;
use crate::ui::model::devices::{Device, Listing};

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

fn caption(device: &Device) -> String {
    if device.detail.is_empty() { device.name.clone() } else { format!("{}, {}", device.name, device.detail) }
}
