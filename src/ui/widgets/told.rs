//! An answer told in full: its sections side by side with the seconds that each takes to say.

use eframe::egui::{Label, Ui};

use crate::domain::framework::{Framework, hues};
use crate::domain::question::ToldAnswer;
use crate::ui::theme::{Type, palette, space};
use crate::ui::widgets::{field, sections};
use crate::ui::words;

pub fn show(ui: &mut Ui, framework: &Framework, told: &ToldAnswer) {
    let parts = framework.sections.iter().zip(&told.parts).zip(told.secs());
    for (((section, text), secs), hue) in parts.zip(hues(&framework.sections)) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            sections::badge(ui, hue, section);
            ui.add(Label::new(Type::Strong.text(&section.name)).wrap());
            field::hint(ui, words::clock(secs.round()));
        });
        let colour = palette(ui).text;
        ui.add(Label::new(Type::Body.text(text).color(colour)).wrap().selectable(true));
        ui.add_space(space::S);
    }
    let words_per_minute = ToldAnswer::WORDS_PER_MINUTE;
    field::hint(
        ui,
        format!("Seconds at {words_per_minute} words a minute. The people and the firm are invented."),
    );
}

/// What a length is called: its minutes and seconds at the usual pace.
#[must_use]
pub fn length(told: &ToldAnswer) -> String {
    words::clock(told.secs().sum::<f64>().round())
}
