//! Counting by ear: one key for each thing that is heard, and what was counted where.

use eframe::egui::{Label, Ui};

use super::State;
use crate::domain::take::{Take, TallyKind, TallyPass};
use crate::domain::tally::{Counts, agreement, count};
use crate::ui::command::{Command, CountCommand};
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::theme::{Type, space};
use crate::ui::widgets::{button, field, prose};
use crate::ui::words;

pub fn show(ui: &mut Ui, model: &Model, state: &State, take: &Take, commands: &mut Vec<Command>) {
    ui.label(Type::Section.text("Counted by ear"));
    let nothing = TallyPass { counted_at: take.recorded_at, tallies: Vec::new() };
    let pass = take.tally_passes.last().unwrap_or(&nothing);
    ui.add_enabled_ui(model.is_writable(), |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        for kind in TallyKind::ALL {
            row(ui, take, &count(take, pass, kind), commands);
        }
        ui.add_space(space::XS);
        passes(ui, state, take, pass, commands);
    });
}

/// How wide a counting key is.
const KEY_WIDTH: f32 = 132.0;

/// A key and what it has counted beside it, in a row as high as its two lines, so that the first count moves nothing.
fn row(ui: &mut Ui, take: &Take, counts: &Counts, commands: &mut Vec<Command>) {
    let kind = counts.kind;
    let name = format!("{}  {}", kind.name(), kind.key());
    let times = words::count(counts.whole.times, "time", "times");
    let minute = counts.whole.per_minute.filter(|_| counts.whole.times > 0);
    let minute = minute.map_or(String::new(), |rate| format!(", {rate:.1} a minute"));
    let (whole, sections) = (format!("{times}{minute}"), by_section(take, counts));
    ui.horizontal(|ui| {
        ui.set_min_height(36.0);
        if button::plain_wide(ui, icons::ADD, &name, KEY_WIDTH).clicked() {
            commands.push(CountCommand::One(kind).into());
        }
        ui.add_space(space::S);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            if sections.is_empty() {
                ui.add_space(space::S);
            }
            ui.add(Label::new(Type::Body.text(whole)).truncate());
            if !sections.is_empty() {
                ui.add(Label::new(Type::Caption.text(sections).weak()).truncate());
            }
        });
    });
}

/// How often in each section: "S 1  T 0  A 4  R 2".
fn by_section(take: &Take, counts: &Counts) -> String {
    if counts.whole.times == 0 || take.marks().0.is_empty() {
        return String::new();
    }
    let letters = take.plan.sections.iter().map(crate::domain::framework::Section::letter);
    let mut parts: Vec<String> =
        letters.zip(&counts.sections).map(|(letter, count)| format!("{letter} {}", count.times)).collect();
    if counts.unmarked.times > 0 {
        parts.push(format!("unmarked {}", counts.unmarked.times));
    }
    parts.join("   ")
}

fn passes(ui: &mut Ui, state: &State, take: &Take, pass: &TallyPass, commands: &mut Vec<Command>) {
    let before = take.tally_passes.len().checked_sub(2).and_then(|place| take.tally_passes.get(place));
    if state.page.recounting {
        field::hint(ui, "Second listening. What you counted before is out of sight until you are done.");
        if button::plain(ui, icons::CHECK, "Done, show both").clicked() {
            commands.push(CountCommand::Done.into());
        }
        return;
    }
    if let Some(before) = before {
        prose::points(ui, agreed(take, before, pass).iter().map(String::as_str));
    }
    if pass.tallies.is_empty() {
        field::hint(ui, "Listen, and press the letter each time you hear one.");
    } else if button::quiet(ui, icons::HIDE, "Listen again and count anew").clicked() {
        commands.push(CountCommand::Again.into());
    }
}

/// How far two listenings agree, a sentence for each thing that either found.
fn agreed(take: &Take, first: &TallyPass, second: &TallyPass) -> Vec<String> {
    let said = TallyKind::ALL.into_iter().filter_map(|kind| {
        let found = agreement(first, second, kind, take.recording.rate);
        let percent = found.percent()?;
        Some(format!(
            "{}: {} heard both times, {} only the first time, {} only the second; you agree with yourself on {percent:.0} %.",
            kind.name(),
            found.both,
            found.only_first,
            found.only_second
        ))
    });
    said.collect()
}
