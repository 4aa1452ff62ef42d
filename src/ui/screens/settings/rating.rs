//! What a take is rated on, and which words count as fillers and hedges.

use eframe::egui::{Align2, Id, Sense, Ui, vec2};

use crate::domain::rating::Rubric;
use crate::domain::settings::Settings;
use crate::ui::icons;
use crate::ui::theme::{Type, palette, size, space};
use crate::ui::widgets::{button, field, page, tags};

/// Words that are being typed.
#[derive(Debug, Default)]
pub struct Words {
    filler: String,
    hedge: String,
}

pub fn show(ui: &mut Ui, settings: &mut Settings, typed: &mut Words) {
    rubric(ui, &mut settings.rubric);
    page::section(ui, "Words");
    let usual = Settings::default();
    for (name, one, words, typed, usual) in [
        ("Fillers", "filler word", &mut settings.filler_words, &mut typed.filler, &usual.filler_words),
        ("Hedges", "hedging word", &mut settings.hedge_words, &mut typed.hedge, &usual.hedge_words),
    ] {
        ui.push_id(name, |ui| {
            page::setting_block(ui, name, "Counted where a text is given.", |ui| {
                let names = tags::Names { one, hint: "Another word" };
                tags::edit(ui, Id::unique(one), names, words, typed, &[]);
                let name = format!("Back to the usual {}", name.to_lowercase());
                if words != usual && button::quiet(ui, icons::UNDO, &name).clicked() {
                    words.clone_from(usual);
                }
            });
        });
    }
}

fn rubric(ui: &mut Ui, rubric: &mut Rubric) {
    let usual = Rubric::default();
    field::hint(
        ui,
        "You rate each take on these rows, which weigh the same. Say what a 1, a 3 and a 5 sound like.",
    );
    for row in &mut rubric.rows {
        ui.add_space(space::M);
        ui.label(Type::Section.text(&row.name));
        for (points, anchor) in [1, 3, 5].into_iter().zip(&mut row.anchors) {
            let id = Id::unique("anchor").with((&row.id, points));
            ui.horizontal_top(|ui| {
                let (rect, _) = ui.allocate_exact_size(vec2(space::L, size::CONTROL), Sense::hover());
                let (font, colour) = (Type::Strong.font(), palette(ui).text_weak);
                ui.painter().text(rect.left_center(), Align2::LEFT_CENTER, points, font, colour);
                let name = format!("{}, what a {points} sounds like", row.name);
                field::lines(ui, id, &name, "", 1, anchor);
            });
        }
    }
    ui.add_space(space::S);
    ui.add_enabled_ui(*rubric != usual, |ui| {
        if button::quiet(ui, icons::UNDO, "Back to the usual rows").clicked() {
            *rubric = usual;
        }
    });
}
