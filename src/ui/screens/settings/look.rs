//! How the program looks on this machine.

use eframe::egui::Ui;

use crate::domain::settings::ThemeChoice;
use crate::ui::command::Command;
use crate::ui::model::Model;
use crate::ui::widgets::{choice, page};

const SIZES: [(f32, &str); 5] =
    [(0.9, "90 %"), (1.0, "100 %"), (1.25, "125 %"), (1.5, "150 %"), (2.0, "200 %")];

pub fn show(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    let mut now = model.preferences.clone();
    page::setting(ui, "Theme", "Follows the desktop unless you say otherwise.", |ui| {
        let themes =
            [(ThemeChoice::System, "System"), (ThemeChoice::Dark, "Dark"), (ThemeChoice::Light, "Light")];
        choice::segmented(ui, "Theme", &mut now.theme, &themes);
    });
    page::rule(ui);
    page::setting(ui, "Text size", "Everything grows with the text.", |ui| {
        choice::segmented(ui, "Text size", &mut now.text_scale, &SIZES);
    });
    page::rule(ui);
    page::setting(ui, "Motion", "When reduced, nothing fades, slides or blinks.", |ui| {
        choice::tick(ui, "Reduce motion", &mut now.reduce_motion);
    });
    if now != model.preferences {
        commands.push(Command::ChangePreferences(Box::new(now)));
    }
}
