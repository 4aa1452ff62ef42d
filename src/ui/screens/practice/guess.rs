//! What the speaker guesses about the take, before anything measured is shown.

use eframe::egui::{Context, Event, Id, Key, Label, ScrollArea, Ui};

use super::small::{self, Opening};
use crate::domain::framework::letter;
use crate::domain::rating::{Points, Prediction};
use crate::domain::take::Plan;
use crate::ui::command::{Command, PracticeCommand};
use crate::ui::icons;
use crate::ui::theme::{Type, space};
use crate::ui::widgets::{button, choice, dialog, field, page};

/// What is guessed so far.
#[derive(Debug)]
pub struct Form {
    /// Minutes and seconds as typed, "2:15"; `None` where the clock was in sight, so that it is no question.
    length: Option<String>,
    sections: Vec<String>,
    longest: Option<usize>,
    points: Option<u8>,
    opening: Opening,
}

impl Form {
    pub fn about(plan: &Plan, clock_was_seen: bool) -> Self {
        let sections = plan.sections.iter().map(|section| section.name.clone()).collect();
        let length = (!clock_was_seen).then(String::new);
        Self { length, sections, longest: None, points: None, opening: Opening::default() }
    }

    /// Whether every question has its answer.
    fn is_complete(&self) -> bool {
        let longest = self.sections.len() < 2 || self.longest.is_some();
        self.length.is_none() && longest && self.points.is_some()
    }

    /// Takes a key for an answer: the letter of a section, or the points.
    fn answer(&mut self, key: Key) {
        let name = key.name();
        if let Ok(points) = name.parse::<u8>() {
            if Points::RANGE.contains(&points) {
                self.points = Some(points);
            }
            return;
        }
        let is_it = |section: &String| letter(section).to_string() == name;
        if let Some(section) = self.sections.iter().position(is_it) {
            self.longest = Some(section);
        }
    }

    /// What was guessed; `None` where nothing was.
    fn prediction(&self) -> Option<Prediction> {
        let guessed = Prediction {
            length_secs: self.length.as_deref().and_then(seconds),
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
    let keep = dialog::dialog(ctx, "Before you look", 520.0, |ui| {
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

/// The questions. Says whether the dialog stays.
fn asked(ui: &mut Ui, form: &mut Form, commands: &mut Vec<Command>) -> bool {
    page::title(ui, "Before you look", |_| {});
    let why = "Your take is kept. Guess before you see the figures, and you learn to judge yourself while you speak.";
    ui.add(Label::new(Type::Body.text(why)).wrap());
    ui.add_space(space::M);
    keys(ui, form);
    // On an option the Enter key chooses it.
    let on_option = !ui.ctx().text_edit_focused() && ui.memory(|memory| memory.focused().is_some());
    let enter = !on_option && small::enter(ui);
    length(ui, form);
    longest(ui, form);
    points(ui, form);
    ui.add_space(space::M);
    let mut keep = true;
    let complete = form.is_complete();
    ui.horizontal_wrapped(|ui| {
        if button::primary(ui, icons::CHECK, "Show the take").clicked() || enter || complete {
            commands.push(PracticeCommand::Guess(form.prediction()).into());
            keep = false;
        }
        keep &= !button::plain(ui, "", "Skip").clicked();
    });
    keep
}

/// One key answers a question: the letter of a section, and 1 to 5. In the field for the length digits are typed.
fn keys(ui: &Ui, form: &mut Form) {
    let typing = ui.ctx().text_edit_focused();
    let pressed: Vec<Key> = ui.input(|input| {
        let down = input.events.iter().filter_map(|event| match event {
            Event::Key { key, pressed: true, repeat: false, modifiers, .. } if modifiers.is_none() => {
                Some(*key)
            }
            _ => None,
        });
        down.collect()
    });
    for key in pressed {
        let is_digit = key.name().parse::<u8>().is_ok();
        if !(typing && is_digit) {
            form.answer(key);
        }
    }
}

fn length(ui: &mut Ui, form: &mut Form) {
    let Some(typed) = &mut form.length else { return };
    field::caption(ui, "How long was it?");
    let id = Id::unique("guessed length");
    form.opening.focus(ui, id);
    field::line(ui, id, "How long was it, in minutes and seconds", "2:15", 120.0, typed);
    // The key that ended the take may be held a little too long.
    typed.retain(|letter| letter.is_ascii_digit() || [':', '.', ' '].contains(&letter));
    ui.add_space(space::S);
}

fn longest(ui: &mut Ui, form: &mut Form) {
    if form.sections.len() < 2 {
        return;
    }
    field::caption(ui, "Which section was the longest? Press its letter.");
    let mut chosen = form.longest;
    let choices: Vec<(Option<usize>, &str)> =
        form.sections.iter().enumerate().map(|(index, name)| (Some(index), name.as_str())).collect();
    wrapped(ui, "Longest section", &mut chosen, &choices);
    form.longest = chosen;
    ui.add_space(space::S);
}

fn points(ui: &mut Ui, form: &mut Form) {
    field::caption(ui, "How good was it? Press 1 to 5.");
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
    fn one_key_answers_each_question() {
        let star = crate::domain::framework::built_in().swap_remove(0);
        let mut form = Form::about(&Plan::of(&star, 150), true);
        for key in [Key::T, Key::X, Key::Num9, Key::A, Key::Num4] {
            assert!(!form.is_complete());
            form.answer(key);
        }
        assert!(form.is_complete());
        assert_eq!((form.longest, form.points), (Some(2), Some(4)));
    }

    #[test]
    fn lengths_are_read_as_people_type_them() {
        let read = ["2:15", "2.15", " 2 15 ", "135", "0", "", "a", "1:2:3", "99999999999"].map(seconds);
        let minutes = Some(135.0);
        assert_eq!(read, [minutes, minutes, minutes, minutes, None, None, None, None, None]);
    }
}
