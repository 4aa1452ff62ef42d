//! Typing a split of one's own: a number per section, whose sum is shown and must be the whole.

use eframe::egui::{Grid, Id, Ui};

use super::{field, sections};
use crate::domain::framework::{Framework, Share, TargetOrigin, Targets, hues};
use crate::ui::icons;
use crate::ui::theme::{Type, palette, space};

/// Shows numbers for every section. Returns targets once the numbers typed make a whole that is new.
///
/// Numbers that do not add up yet are kept beside the targets, under `id`, until they do.
pub fn edit(ui: &mut Ui, id: Id, framework: &Framework, targets: &[Share]) -> Option<Targets> {
    let kept: Option<Vec<Share>> = ui.data(|data| data.get_temp(id));
    let fits =
        |shares: &Vec<Share>| shares.len() == targets.len() && sum(shares) != u32::from(Share::WHOLE.0);
    let mut shares = kept.filter(fits).unwrap_or_else(|| targets.to_vec());
    let before = shares.clone();
    numbers(ui, id, framework, &mut shares);
    total(ui, sum(&shares));
    if shares == before {
        return None;
    }
    ui.data_mut(|data| data.insert_temp(id, shares.clone()));
    Targets::new(shares, TargetOrigin::Own)
}

fn sum(shares: &[Share]) -> u32 {
    shares.iter().map(|share| u32::from(share.0)).sum()
}

fn numbers(ui: &mut Ui, id: Id, framework: &Framework, shares: &mut [Share]) {
    Grid::new(id.with("numbers")).num_columns(3).spacing((space::S, space::XS)).show(ui, |ui| {
        let named = framework.sections.iter().zip(hues(&framework.sections));
        for ((section, hue), share) in named.zip(shares) {
            sections::badge(ui, hue, section);
            ui.label(Type::Body.text(&section.name));
            let mut percent = u32::from((share.0 + 5) / 10);
            let label = format!("Target for {} in per cent", section.name);
            if field::number(ui, &label, " %", 0..=100, &mut percent).changed() {
                *share = Share::percent(u16::try_from(percent).unwrap_or(100));
            }
            ui.end_row();
        }
    });
}

fn total(ui: &mut Ui, sum: u32) {
    let palette = palette(ui);
    let percent = f64::from(sum) / 10.0;
    let whole = sum == u32::from(Share::WHOLE.0);
    let (text, colour) = if whole {
        (format!("{}  Adds up to 100 %", icons::CHECK), palette.text_weak)
    } else {
        let (more, apart) = (percent > 100.0, (percent - 100.0).abs());
        let ask = if more { format!("{apart} % too much") } else { format!("{apart} % to give") };
        (format!("{}  Adds up to {percent} %: {ask}", icons::WARNING), palette.text)
    };
    ui.label(Type::Caption.text(text).color(colour));
}
