//! How the round goes: framework, length, time to think, and what is seen while speaking.

use eframe::egui::{Ui, vec2};

use super::State;
use crate::domain::framework::TARGET_LENGTHS_SECS;
use crate::domain::settings::{PracticeOptions, Prompter, Temperament};
use crate::ui::command::{Command, PracticeCommand};
use crate::ui::model::Model;
use crate::ui::theme::space;
use crate::ui::widgets::{choice, field, page};
use crate::ui::words;

pub fn show(ui: &mut Ui, model: &Model, state: &mut State, commands: &mut Vec<Command>) {
    page::rule(ui);
    ui.add_space(space::M);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, space::XS);
        framework(ui, model, commands);
        length(ui, model, state, commands);
        let set = &model.preferences.practice;
        let mut options = set.in_force();
        let interview = set.interview;
        if !interview {
            thinking(ui, &mut options);
        }
        seen(ui, &mut options, interview);
        let mut chosen = interview;
        if choice::tick(ui, "As in an interview", &mut chosen) {
            commands.push(PracticeCommand::ToggleInterview.into());
        }
        if interview {
            // What the interview prescribes is not what the user has set.
            let PracticeOptions { temperament, predict, .. } = options;
            options = PracticeOptions { temperament, predict, ..set.clone() };
        }
        if options != *set {
            commands.push(PracticeCommand::Options(Box::new(options)).into());
        }
    });
    ui.add_space(space::L);
}

fn framework(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    let practice = &model.practice;
    let mut chosen = practice.own_framework.clone();
    let has_own_story = practice.story.is_some() && !practice.is_in_phases();
    let usual = match (&practice.own_framework, has_own_story) {
        (Some(_), _) => "As suggested".to_owned(),
        _ if practice.is_in_phases() => practice.plan.framework_name.clone(),
        (None, true) => format!("{}, the story's", practice.plan.framework_name),
        (None, false) => format!("{}, suggested", practice.plan.framework_name),
    };
    let mut choices = vec![(None, usual)];
    choices.extend(model.library.settings.frameworks().into_iter().map(|one| (Some(one.id), one.name)));
    if choice::menu(ui, "framework", "Framework", 140.0, &mut chosen, &choices) {
        commands.push(PracticeCommand::Framework(chosen).into());
    }
}

/// The usual length, one that is offered, or one that is typed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Length {
    Usual,
    Offered(u32),
    Own,
}

fn length(ui: &mut Ui, model: &Model, state: &mut State, commands: &mut Vec<Command>) {
    let secs = model.practice.plan.target_length_secs;
    let is_own = model.practice.own_length_secs(&model.preferences.practice).is_some();
    let mut chosen = match (is_own, TARGET_LENGTHS_SECS.contains(&secs)) {
        _ if state.own_length => Length::Own,
        (false, _) => Length::Usual,
        (true, true) => Length::Offered(secs),
        (true, false) => Length::Own,
    };
    let aim = |secs: u32| format!("Aim at {}", words::clock(secs.into()));
    let usual = if is_own { "Usual length".to_owned() } else { format!("{}, as usual", aim(secs)) };
    let mut choices = vec![(Length::Usual, usual)];
    choices.extend(TARGET_LENGTHS_SECS.iter().map(|&secs| (Length::Offered(secs), aim(secs))));
    choices.push((Length::Own, "Own length".to_owned()));
    if choice::menu(ui, "length", "Length to aim at", 150.0, &mut chosen, &choices) {
        state.own_length = chosen == Length::Own;
        match chosen {
            Length::Usual => commands.push(PracticeCommand::Length(None).into()),
            Length::Offered(secs) => commands.push(PracticeCommand::Length(Some(secs)).into()),
            Length::Own => {}
        }
    }
    if chosen == Length::Own {
        let mut own = secs;
        if field::number(ui, "Own length in seconds", " s", 10..=3_600, &mut own).changed() {
            commands.push(PracticeCommand::Length(Some(own)).into());
        }
    }
}

fn thinking(ui: &mut Ui, options: &mut PracticeOptions) {
    let choices = PracticeOptions::THINKING_SECS.map(|secs| {
        (secs, secs.map_or_else(|| "No time to think".to_owned(), |secs| format!("Think for {secs} s")))
    });
    choice::menu(ui, "thinking", "Time to think", 128.0, &mut options.thinking_secs, &choices);
    if options.thinking_secs.is_some() {
        choice::tick(ui, "Then start by itself", &mut options.start_at_zero);
    }
}

fn seen(ui: &mut Ui, options: &mut PracticeOptions, interview: bool) {
    let lower = |name: &str| name.to_lowercase();
    let prompters = Prompter::ALL.map(|one| (one, format!("Prompter {}", lower(one.name()))));
    // An interview says itself how long one thinks, and has no prompter.
    if !interview {
        choice::menu(ui, "prompter", "Prompter", 128.0, &mut options.prompter, &prompters);
    }
    let temperaments = Temperament::ALL.map(|one| (one, format!("Time {}", lower(one.name()))));
    choice::menu(ui, "temperament", "Time shown", 108.0, &mut options.temperament, &temperaments);
    choice::tick(ui, "Guess before the review", &mut options.predict);
}
