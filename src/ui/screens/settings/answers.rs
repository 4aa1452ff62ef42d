//! How answers are measured: length, zones and tolerance.

use eframe::egui::Ui;

use crate::domain::framework::TARGET_LENGTHS_SECS;
use crate::domain::settings::{LengthZones, Settings, Zone};
use crate::domain::split::Tolerance;
use crate::ui::icons;
use crate::ui::theme::{Type, palette, space};
use crate::ui::widgets::{button, choice, field, page};
use crate::ui::words;

const LONGEST_SECS: u32 = 1_800;

pub fn show(ui: &mut Ui, settings: &mut Settings) {
    page::setting(ui, "Length of an answer", "What a story aims at unless it says otherwise.", |ui| {
        let mut lengths = TARGET_LENGTHS_SECS.to_vec();
        if !lengths.contains(&settings.target_length_secs) {
            lengths.push(settings.target_length_secs);
        }
        let choices: Vec<_> = lengths.into_iter().map(|secs| (secs, words::length(secs))).collect();
        choice::menu(ui, "length", "Length of an answer", 140.0, &mut settings.target_length_secs, &choices);
    });
    page::rule(ui);
    zones(ui, &mut settings.zones);
    page::rule(ui);
    let help = "How far a split may lie from its target before anything is said about it: the sum of the \
                differences, in percentage points.";
    page::setting(ui, "Tolerance", help, |ui| tolerance(ui, &mut settings.tolerance));
}

fn zones(ui: &mut Ui, zones: &mut LengthZones) {
    let help = "From when on the clock says that you may stop, should, and are over.";
    page::setting_block(ui, "Zones of the clock", help, |ui| {
        for (zone, secs) in [
            (Zone::Enough, &mut zones.enough_secs),
            (Zone::WrapUp, &mut zones.wrap_up_secs),
            (Zone::Over, &mut zones.over_secs),
        ] {
            ui.horizontal(|ui| {
                let label = format!("{} from", zone.word());
                field::number(ui, &label, " s", 5..=LONGEST_SECS, secs);
                ui.label(Type::Body.text(zone.word()));
                field::hint(ui, words::length(*secs));
            });
        }
        if !zones.is_ordered() {
            let text = format!("{}  A later zone begins before an earlier one.", icons::WARNING);
            ui.label(Type::Caption.text(text).color(palette(ui).text));
        }
        ui.add_space(space::XS);
        if *zones != LengthZones::default()
            && button::quiet(ui, icons::UNDO, "Back to the usual zones").clicked()
        {
            *zones = LengthZones::default();
        }
    });
}

fn tolerance(ui: &mut Ui, tolerance: &mut Tolerance) {
    let mut points = whole(tolerance.points());
    if field::number(ui, "Tolerance in points", " points", 0..=100, &mut points).changed()
        && let Some(changed) = Tolerance::new(f64::from(points))
    {
        *tolerance = changed;
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a tolerance lies between 0 and 200"
)]
fn whole(points: f64) -> u32 {
    points.round() as u32
}
