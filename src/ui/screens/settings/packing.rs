//! Whether old recordings are kept in less space.

use eframe::egui::Ui;

use crate::domain::settings::Settings;
use crate::ui::command::Command;
use crate::ui::model::Model;
use crate::ui::widgets::{choice, page};

const AFTER_DAYS: [u32; 4] = [30, 90, 180, 365];
const NAME: &str = "Old recordings";

pub fn show(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    let help = "As FLAC a recording takes about half the space and keeps every sample. Each is compared before the \
                first file goes.";
    let before = model.library.settings.pack_after_days;
    let mut after = before;
    page::setting(ui, NAME, help, |ui| {
        ui.add_enabled_ui(model.is_writable(), |ui| {
            choice::menu(ui, "packing", NAME, 220.0, &mut after, &choices(before));
        });
    });
    if after != before {
        let settings = Settings { pack_after_days: after, ..model.library.settings.clone() };
        commands.push(Command::ChangeSettings(Box::new(settings)));
    }
}

fn choices(now: Option<u32>) -> Vec<(Option<u32>, String)> {
    let mut days: Vec<u32> = AFTER_DAYS.into_iter().chain(now).collect();
    days.sort_unstable();
    days.dedup();
    let after = days.into_iter().map(|days| (Some(days), format!("FLAC after {days} days")));
    std::iter::once((None, "Keep as they are".to_owned())).chain(after).collect()
}
