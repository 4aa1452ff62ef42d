//! How the answer divided, against how it was meant to: bars, or the same numbers as a table.

use eframe::egui::{Grid, Label, Ui};

use super::State;
use crate::domain::figures::Unit;
use crate::domain::first_look;
use crate::domain::split::Verdict;
use crate::domain::split_table::{Part, SplitTable};
use crate::domain::take::{MarkSource, Take, TakeKind};
use crate::domain::verdict::{self, in_short};
use crate::ui::command::{Command, GuideCommand, MarkCommand, ReviewCommand};
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::theme::{Type, space};
use crate::ui::widgets::bullet::{self, Bullet, Target};
use crate::ui::widgets::{button, choice, field, page, prose};
use crate::ui::words;

pub fn show(ui: &mut Ui, model: &Model, state: &mut State, take: &Take, commands: &mut Vec<Command>) {
    page::section(ui, "Split against target");
    let settings = &model.library.settings;
    let Some(table) = SplitTable::of(take, settings.tolerance) else {
        unmarked(ui, model, take, commands);
        return;
    };
    headline(ui, model, take, &table);
    ui.horizontal_wrapped(|ui| {
        choice::segmented(ui, "Unit", &mut state.percent, &[(false, "Seconds"), (true, "Per cent")]);
        choice::segmented(ui, "Shown as", &mut state.table, &[(false, "Bars"), (true, "Table")]);
        if state.table && button::quiet(ui, icons::COPY, "Copy the table").clicked() {
            commands.push(ReviewCommand::CopyTable.into());
        }
    });
    ui.add_space(space::XS);
    ui.scope(|ui| {
        if state.table {
            as_table(ui, &table);
        } else {
            bullet::rows(ui, &bullets(&table, state.percent));
        }
    });
    source(ui, model, take, &table, commands);
    prediction(ui, take, &table);
}

fn unmarked(ui: &mut Ui, model: &Model, take: &Take, commands: &mut Vec<Command>) {
    if matches!(take.kind, TakeKind::Retake { .. } | TakeKind::Continuation { .. }) {
        prose::aside(ui, "It is a part of another answer, so it has no split of its own.");
        return;
    }
    prose::aside(
        ui,
        "Not marked yet: a split needs the beginnings of two sections or more. Listen, and press Enter where each \
         section begins; the first Enter begins the first.",
    );
    ui.add_space(space::XS);
    ui.add_enabled_ui(model.is_writable(), |ui| {
        if button::plain(ui, icons::ADD, "The first section begins here").clicked() {
            commands.push(MarkCommand::Next.into());
        }
    });
}

/// How split and length lie as a whole, and the number behind that.
fn headline(ui: &mut Ui, model: &Model, take: &Take, table: &SplitTable) {
    let length = first_look::length_of(take, &model.library.settings);
    let points = table.distance.map_or(String::new(), |points| format!(" ({})", words::points_off(points)));
    field::hint(ui, format!("Split: {}{points}. Length: {}.", in_short(Some(table), length), length.said()));
    if table.set_up_target_secs.is_none() {
        field::hint(ui, "No section here is set-up, so none is counted.");
    }
    ui.add_space(space::XS);
}

/// Less unmarked time than this is a late finger on the key.
const LEAST_UNMARKED_SECS: f64 = 0.5;

/// The rows as bars.
pub(super) fn bullets(table: &SplitTable, percent: bool) -> Vec<Bullet> {
    let band = table.tolerance.per_section_points();
    let band = if percent { band } else { band / 100.0 * table.recorded_secs };
    let row = |part: &Part| {
        let (words, value, target) = if percent {
            let verdict = verdict::of_part_in_percent(part, table.tolerance);
            (format!("{} %, {verdict}", verdict::whole(part.percent)), part.percent, part.target_percent)
        } else {
            let verdict = verdict::of_part(part, table);
            (format!("{}, {verdict}", verdict::span(part.secs)), part.secs, part.target_secs)
        };
        Bullet {
            section: Some((part.hue, part.letter)),
            name: part.name.clone(),
            value,
            target: Some(Target { value: target, tolerance: band }),
            said: format!("{} {words}", part.name),
            words,
            loud: part.verdict != Verdict::OnTarget,
        }
    };
    let mut bullets: Vec<Bullet> = table.parts.iter().map(row).collect();
    if table.unmarked_secs >= LEAST_UNMARKED_SECS {
        let (value, words) = if percent {
            (table.unmarked_percent, Unit::Percent.say(table.unmarked_percent))
        } else {
            (table.unmarked_secs, Unit::Seconds.say(table.unmarked_secs))
        };
        let said = format!("Unmarked {words}");
        let name = "Unmarked".to_owned();
        bullets.push(Bullet { section: None, name, value, target: None, words, loud: false, said });
    }
    bullets
}

fn as_table(ui: &mut Ui, table: &SplitTable) {
    let cell = |ui: &mut Ui, text: String| {
        ui.add(Label::new(Type::Body.text(text)).selectable(true).extend());
    };
    let columns = ["Section", "Seconds", "Per cent", "Target s", "Target %", ""];
    eframe::egui::ScrollArea::horizontal().id_salt("split table").show(ui, |ui| {
        Grid::new("split table").num_columns(columns.len()).spacing((space::L, space::XS)).show(ui, |ui| {
            for name in columns {
                field::hint(ui, name);
            }
            ui.end_row();
            for part in &table.parts {
                cell(ui, part.name.clone());
                cell(ui, format!("{:.1}", part.secs));
                cell(ui, format!("{:.1}", part.percent));
                cell(ui, format!("{:.1}", part.target_secs));
                cell(ui, format!("{:.1}", part.target_percent));
                cell(ui, part.verdict.word().to_owned());
                ui.end_row();
            }
            for (name, secs, percent) in [
                ("Unmarked", table.unmarked_secs, Some(table.unmarked_percent)),
                ("Recorded", table.recorded_secs, Some(100.0)),
                ("Paused", table.paused_secs, None),
            ] {
                cell(ui, name.to_owned());
                cell(ui, format!("{secs:.1}"));
                cell(ui, percent.map_or(String::new(), |percent| format!("{percent:.1}")));
                ui.end_row();
            }
        });
    });
}

/// Which marks every figure on the page rests on.
fn source(ui: &mut Ui, model: &Model, take: &Take, table: &SplitTable, commands: &mut Vec<Command>) {
    ui.add_space(space::XS);
    ui.horizontal_wrapped(|ui| {
        let text = match table.source {
            MarkSource::Live => "By the marks you made while speaking.",
            MarkSource::Edited if take.live_marks.is_empty() => "By the marks you made while listening.",
            MarkSource::Edited => "By your edited marks; the live ones are kept.",
        };
        field::hint(ui, text);
        if table.source == MarkSource::Edited {
            let name = if take.live_marks.is_empty() { "Remove all marks" } else { "Back to the live marks" };
            if button::quiet_if(ui, model.is_writable(), icons::UNDO, name).clicked() {
                commands.push(MarkCommand::Revert.into());
            }
        }
        if !table.is_quiet() && button::quiet(ui, icons::GUIDE, "How to hit the split").clicked() {
            commands.push(GuideCommand::Open("timing".to_owned()).into());
        }
    });
}

/// What was guessed before anything was shown, beside what it was.
fn prediction(ui: &mut Ui, take: &Take, table: &SplitTable) {
    let Some(guess) = &take.prediction else { return };
    let mut lines = Vec::new();
    if let Some(secs) = guess.length_secs {
        let off = table.recorded_secs.round() - secs.round();
        let word = if off >= 0.0 { "longer" } else { "shorter" };
        lines.push(format!(
            "You guessed {}, it was {}: {} {word}.",
            words::clock(secs),
            words::clock(table.recorded_secs),
            Unit::Seconds.say(off.abs())
        ));
    }
    let longest = table.parts.iter().max_by(|a, b| a.secs.total_cmp(&b.secs));
    let guessed = guess.longest_section.and_then(|section| table.parts.get(section));
    if let (Some(guessed), Some(longest)) = (guessed, longest) {
        lines.push(if guessed.name == longest.name {
            format!("You guessed that {} was the longest section, and it was.", guessed.name)
        } else {
            format!("You guessed that {} was the longest section; it was {}.", guessed.name, longest.name)
        });
    }
    let mean = take.rating().and_then(crate::domain::rating::Rating::mean);
    if let (Some(guessed), Some(mean)) = (guess.mean_points, mean) {
        lines.push(format!("You guessed a rating of {guessed:.1} and gave {mean:.1}."));
    }
    if !lines.is_empty() {
        page::section(ui, "Guess and fact");
        prose::points(ui, lines.iter().map(String::as_str));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::samples;
    use crate::domain::split::{Mark, Tolerance};

    #[test]
    fn bars_say_the_numbers_of_the_table_and_add_up() {
        let mut take = samples::take(100.0);
        let rate = take.recording.rate;
        take.live_marks = [(5.0, 0), (20.0, 1), (30.0, 2), (80.0, 3)]
            .map(|(secs, section)| Mark { at: rate.frames(secs), section })
            .to_vec();
        let table = SplitTable::of(&take, Tolerance::DEFAULT).unwrap();
        for (percent, whole) in [(false, table.recorded_secs), (true, 100.0)] {
            let bullets = bullets(&table, percent);
            assert!((bullets.iter().map(|bullet| bullet.value).sum::<f64>() - whole).abs() < 1e-6);
            assert_eq!(bullets.len(), table.parts.len() + 1);
            for (bullet, part) in bullets.iter().zip(&table.parts) {
                assert!((bullet.value - if percent { part.percent } else { part.secs }).abs() < 1e-9);
            }
        }
        assert_eq!(bullets(&table, false)[2].words, "50 s, in range 43 to 58 s");
        assert_eq!(bullets(&table, false)[4].said, "Unmarked 5 s");
    }
}
