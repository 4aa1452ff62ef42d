//! What the speaker guesses about the take, before anything measured is shown.

use eframe::egui::{Context, Id, Label, ScrollArea, Ui};

use super::small::{self, Opening};
use crate::domain::rating::Prediction;
use crate::domain::take::Plan;
use crate::ui::command::{Command, PracticeCommand};
use crate::ui::icons;
use crate::ui::theme::{Type, space};
use crate::ui::widgets::{button, choice, dialog, field, page};

/// What is guessed so far.
#[derive(Debug)]
pub struct Form {
    /// Minutes and seconds as typed: "2:15".
    length: String,
    sections: Vec<String>,
    longest: Option<usize>,
    points: Option<u8>,
    opening: Opening,
}

impl Form {
    pub fn about(plan: &Plan) -> Self {
        let sections = plan.sections.iter().map(|section| section.name.clone()).collect();
        Self { length: String::new(), sections, longest: None, points: None, opening: Opening::default() }
    }

    /// What was guessed; `None` where nothing was.
    fn prediction(&self) -> Option<Prediction> {
        let guessed = Prediction {
            length_secs: seconds(&self.length),
            longest_section: self.longest,
            mean_points: self.points.map(f64::from),
        };
        (guessed != Prediction::default()).then_some(guessed)
    }
}

/// A length as people type it: "2:15", "2.15" and "2 15" are minutes and seconds, "135" is seconds.
fn seconds(typed: &str) -> Option<f64> {
    let parts: Vec<&str> =
        typed.split(|letter: char| !letter.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let secs = match parts.as_slice() {
        [secs] => secs.parse::<u32>().ok()?,
        [minutes, secs] => minutes.parse::<u32>().ok()?.checked_mul(60)?.checked_add(secs.parse().ok()?)?,
        _ => return None,
    };
    (1..=86_400).contains(&secs).then_some(f64::from(secs))
}

pub fn show(ctx: &Context, form: &mut Form, commands: &mut Vec<Command>) -> bool {
    let keep = dialog::dialog(ctx, "What do you guess?", 520.0, |ui| {
        let height = ui.available_height();
        ScrollArea::vertical()
            .id_salt("guess")
            .max_height(height)
            .show(ui, |ui| asked(ui, form, commands))
            .inner
    });
    let is_given =
        commands.iter().any(|command| matches!(command, Command::Practice(PracticeCommand::Guess(_))));
    if !keep && !is_given {
        commands.push(PracticeCommand::Guess(None).into());
    }
    keep
}

/// The three questions. Says whether the dialog stays.
fn asked(ui: &mut Ui, form: &mut Form, commands: &mut Vec<Command>) -> bool {
    page::title(ui, "What do you guess?", |_| {});
    let why = "Guess before you see the figures, and you learn to judge yourself while you speak.";
    ui.add(Label::new(Type::Body.text(why)).wrap());
    ui.add_space(space::M);
    let enter = small::enter(ui);
    length(ui, form);
    longest(ui, form);
    points(ui, form);
    ui.add_space(space::M);
    let mut keep = true;
    ui.horizontal_wrapped(|ui| {
        if button::primary(ui, icons::CHECK, "Show the take").clicked() || enter {
            commands.push(PracticeCommand::Guess(form.prediction()).into());
            keep = false;
        }
        keep &= !button::plain(ui, "", "Skip").clicked();
    });
    keep
}

fn length(ui: &mut Ui, form: &mut Form) {
    field::caption(ui, "How long was it?");
    let id = Id::unique("guessed length");
    form.opening.focus(ui, id);
    field::line(ui, id, "How long was it, in minutes and seconds", "2:15", 120.0, &mut form.length);
    // The key that ended the take may be held a little too long.
    form.length.retain(|letter| letter.is_ascii_digit() || [':', '.', ' '].contains(&letter));
    ui.add_space(space::S);
}

fn longest(ui: &mut Ui, form: &mut Form) {
    if form.sections.len() < 2 {
        return;
    }
    field::caption(ui, "Which section was the longest?");
    let mut chosen = form.longest;
    let choices: Vec<(Option<usize>, &str)> =
        form.sections.iter().enumerate().map(|(index, name)| (Some(index), name.as_str())).collect();
    wrapped(ui, "Longest section", &mut chosen, &choices);
    form.longest = chosen;
    ui.add_space(space::S);
}

fn points(ui: &mut Ui, form: &mut Form) {
    field::caption(ui, "How good was it, from 1 to 5?");
    let choices = [(Some(1), "1"), (Some(2), "2"), (Some(3), "3"), (Some(4), "4"), (Some(5), "5")];
    wrapped(ui, "Rating", &mut form.points, &choices);
    ui.add_space(space::S);
}

/// Choices side by side, or under each other where there is too little room; the arrow keys move among them.
fn wrapped<T: Copy + PartialEq>(ui: &mut Ui, label: &str, current: &mut T, choices: &[(T, &str)]) {
    let wanted: f32 = choices
        .iter()
        .map(|(_, name)| {
            ui.painter()
                .layout_no_wrap((*name).to_owned(), Type::Body.font(), eframe::egui::Color32::PLACEHOLDER)
                .size()
                .x
                + 2.0 * space::M
        })
        .sum();
    if wanted <= ui.available_width() {
        choice::segmented(ui, label, current, choices);
        return;
    }
    for chunk in choices.chunks(2) {
        choice::segmented(ui, label, current, chunk);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_as_people_type_them() {
        let read = ["2:15", "2.15", " 2 15 ", "135", "0", "", "a", "1:2:3", "99999999999"].map(seconds);
        let minutes = Some(135.0);
        assert_eq!(read, [minutes, minutes, minutes, minutes, None, None, None, None, None]);
    }
}
