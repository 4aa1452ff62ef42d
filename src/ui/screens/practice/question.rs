//! The question on its card, and the ways to another one.

use eframe::egui::{Align, Label, Layout, Ui, vec2};

use crate::domain::bank::FIRST_QUESTION;
use crate::domain::chooser;
use crate::domain::question::Difficulty;
use crate::ui::command::{Command, PracticeCommand, QuestionCommand};
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::model::practice::{Practice, Stage, Suggested, Task};
use crate::ui::theme::{Type, palette, size, space};
use crate::ui::widgets::{button, field, page};
use crate::ui::words;

pub fn show(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    let practice = &model.practice;
    if practice.task == Task::Answer {
        above(ui, model, commands);
    }
    if model.asked().is_empty() {
        return nothing_offered(ui, !model.preferences.practice.filter.is_empty(), commands);
    }
    let kind = if page::is_narrow(ui) { Type::Title } else { Type::Question };
    ui.add(Label::new(kind.text(model.asked())).wrap());
    let below = below(practice);
    if !below.is_empty() {
        ui.add_space(space::XS);
        let weak = palette(ui).text_weak;
        ui.add(Label::new(Type::Body.text(below).color(weak)).wrap());
    }
    ui.add_space(space::L);
}

fn above(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    let about = about(model);
    if page::is_narrow(ui) {
        field::hint(ui, about);
        filter(ui, model, commands);
        ui.horizontal(|ui| walk(ui, model, commands));
        return;
    }
    ui.horizontal(|ui| {
        // The ways to another question come last in reading order and stand at the right.
        let left = (ui.available_width() - WALK_WIDTH).max(0.0);
        ui.allocate_ui_with_layout(vec2(left, size::CONTROL), Layout::left_to_right(Align::Center), |ui| {
            ui.set_width(left);
            field::hint(ui, about);
            filter(ui, model, commands);
        });
        walk(ui, model, commands);
    });
    ui.add_space(space::XS);
}

/// What the questions are narrowed to, and the way out of it.
fn filter(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    let filter = &model.preferences.practice.filter;
    if filter.is_empty() {
        return;
    }
    let value = filter.value.as_ref().and_then(|id| {
        model.guide.companies.iter().flat_map(|company| &company.values).find(|value| value.id == *id)
    });
    let practised = filter.practised.map(|is| if is { "practised" } else { "not practised" }.to_owned());
    let named =
        [filter.category.clone(), filter.theme.clone(), value.map(|value| value.name.clone()), practised];
    let mut said: Vec<String> = named.into_iter().flatten().collect();
    said.extend(filter.difficulty.map(|difficulty| difficulty.name().to_owned()));
    if said.is_empty() {
        said.push("filter".to_owned());
    }
    let shown = format!("{}  {}", said.join(", "), icons::CLOSE);
    ui.add_enabled_ui(model.practice.stage == Stage::Ready, |ui| {
        if button::quiet_named(ui, &shown, &format!("Clear filter: {}", said.join(", "))).clicked() {
            commands.push(PracticeCommand::Narrow(Box::default()).into());
        }
    });
}

/// Room for the ways to another question.
const WALK_WIDTH: f32 = 268.0;

fn walk(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    ui.add_enabled_ui(model.practice.stage == Stage::Ready, |ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        for (icon, name, command) in [
            (icons::CARET_LEFT, "Question before", PracticeCommand::PreviousQuestion),
            (icons::CARET_RIGHT, "Next question", PracticeCommand::NextQuestion),
            (icons::SHUFFLE, "Question at random", PracticeCommand::ShuffleQuestion),
        ] {
            let command = Command::from(command);
            let hint = model.keymap.hint(name, &command);
            if button::icon(ui, icon, name).on_hover_text(hint).clicked() {
                commands.push(command);
            }
        }
        if button::quiet(ui, icons::SEARCH, "Pick a question…").clicked() {
            commands.push(PracticeCommand::PickQuestion.into());
        }
    });
}

/// The question's kind, and its place among those that pass the filter.
fn about(model: &Model) -> String {
    let practice = &model.practice;
    let mut parts = Vec::new();
    if model.library.takes().len() == 0
        && practice.question.as_ref().is_some_and(|one| one.id.0 == FIRST_QUESTION)
    {
        parts.push("An easy one to begin with".to_owned());
    }
    if let Some(question) = &practice.question {
        if !question.category.is_empty() {
            parts.push(question.category.clone());
        }
        let difficulty = question.difficulty.name();
        if question.difficulty != Difficulty::Standard && !question.category.contains(difficulty) {
            parts.push(difficulty.to_owned());
        }
    }
    let among = if model.preferences.practice.filter.is_empty() { "" } else { " that fit the filter" };
    parts.push(match practice.place {
        Some(place) => format!("{place} of {}{among}", practice.offered),
        None => format!("{}{among}", words::count(practice.offered, "question", "questions")),
    });
    parts.join("  ·  ")
}

/// The suggested framework with its reason, and what comes later.
fn below(practice: &Practice) -> String {
    match &practice.task {
        Task::Answer => {}
        Task::FollowUp { .. } => {
            return format!("{}. {}.", practice.plan.framework_name, chooser::on_the_spot().reason);
        }
        Task::Retake { .. } => return String::new(),
    }
    let mut parts = Vec::new();
    // A reason is given only for the framework that is in force.
    let in_force = |suggested: &&Suggested| suggested.framework.id.0 == practice.plan.framework_id;
    if let Some(suggested) = practice.suggestion.as_ref().filter(in_force) {
        parts.push(format!("{}. {}.", suggested.framework.name, suggested.reason));
    }
    let follow_ups = practice.question.as_ref().map_or(0, |question| question.follow_ups.len());
    if follow_ups > 0 {
        let count = words::count(follow_ups, "follow-up question", "follow-up questions");
        parts.push(format!("{count} for after the answer."));
    }
    parts.join(" ")
}

fn nothing_offered(ui: &mut Ui, is_narrowed: bool, commands: &mut Vec<Command>) {
    let next = "Pick one from the list, or write your own.";
    page::empty(ui, icons::QUESTIONS, "No question to ask", next, |ui| {
        if is_narrowed && button::plain(ui, icons::CLOSE, "Clear filter").clicked() {
            commands.push(PracticeCommand::Narrow(Box::default()).into());
            commands.push(PracticeCommand::NextQuestion.into());
        }
        if button::plain(ui, icons::SEARCH, "Pick a question").clicked() {
            commands.push(PracticeCommand::PickQuestion.into());
        }
        if button::plain(ui, icons::ADD, "New question").clicked() {
            commands.push(QuestionCommand::New.into());
        }
    });
}
