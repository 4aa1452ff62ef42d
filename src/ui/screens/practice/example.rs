//! An answer that would do well, told in full beside the rail, for whoever wants to see one.

use eframe::egui::Ui;

use super::State;
use crate::domain::settings::Examples;
use crate::ui::command::{Command, PracticeCommand};
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::model::practice::Task;
use crate::ui::theme::space;
use crate::ui::widgets::{button, choice, page, told};

pub fn show(ui: &mut Ui, model: &Model, state: &mut State, commands: &mut Vec<Command>) {
    let set = &model.preferences.practice;
    let offered = set.examples == Examples::Offered && !set.interview && model.practice.task == Task::Answer;
    let Some(question) = model.practice.question.as_ref().filter(|one| offered && !one.told.is_empty())
    else {
        return;
    };
    let is_open = state.example.as_ref().is_some_and(|(id, _)| *id == question.id);
    ui.horizontal_wrapped(|ui| {
        let name = if is_open { "Close the example" } else { "An example answer" };
        if button::quiet(ui, icons::QUESTIONS, name).clicked() {
            state.example = (!is_open).then(|| (question.id.clone(), 0));
        }
        let Some((_, length)) = state.example.as_mut().filter(|_| is_open) else { return };
        if question.told.len() > 1 {
            let lengths: Vec<String> = question.told.iter().map(told::length).collect();
            let choices: Vec<(usize, &str)> = lengths.iter().map(String::as_str).enumerate().collect();
            choice::segmented(ui, "Length of the example", length, &choices);
        }
        if button::quiet(ui, icons::CLOSE, "Hide examples for good").clicked() {
            let mut options = set.clone();
            options.examples = Examples::Hidden;
            commands.push(PracticeCommand::Options(Box::new(options)).into());
        }
    });
    if let Some((_, length)) = state.example.as_ref().filter(|_| is_open)
        && let Some(answer) = question.told.get(*length)
        && let Some(framework) = model.library.settings.framework(&answer.framework)
    {
        ui.add_space(space::S);
        told::show(ui, &framework, answer);
        page::rule(ui);
    }
    ui.add_space(space::S);
}
