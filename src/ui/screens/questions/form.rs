//! The form for a question of one's own. It is saved a moment after typing stops, like a story.

use eframe::egui::{Id, Ui};

use super::{Focus, State};
use crate::domain::framework::FrameworkId;
use crate::domain::question::{Difficulty, FollowUp, Question};
use crate::ui::command::{Command, QuestionCommand};
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::theme::{size, space};
use crate::ui::widgets::{button, choice, field, page, tags};

pub fn show(ui: &mut Ui, model: &Model, question: &Question, state: &mut State, commands: &mut Vec<Command>) {
    let mut now = question.clone();
    page::page(ui, "question form", size::COLUMN, |ui| {
        ui.push_id(&question.id, |ui| {
            if button::quiet(ui, icons::BACK, "Done").clicked() {
                commands.push(QuestionCommand::DoneEditing.into());
            }
            ui.add_space(space::M);
            ui.add_enabled_ui(model.is_writable(), |ui| {
                asked(ui, &mut now, state);
                filed(ui, model, &mut now, state);
                further(ui, &mut now);
            });
        });
    });
    if now != *question {
        commands.push(QuestionCommand::Change(Box::new(now)).into());
    }
}

fn asked(ui: &mut Ui, question: &mut Question, state: &mut State) {
    let id = Id::unique("question words").with(&question.id);
    if state.focus == Some(Focus::Words) {
        ui.memory_mut(|memory| memory.request_focus(id));
        state.focus = None;
    }
    field::caption(ui, "The question, as an interviewer would say it");
    field::lines(ui, id, "Question", "Tell me about …", 2, &mut question.text);
    ui.add_space(space::S);
}

fn filed(ui: &mut Ui, model: &Model, question: &mut Question, state: &mut State) {
    let width = ui.available_width();
    field::caption(ui, "Category");
    let id = Id::unique("question category").with(&question.id);
    field::line(
        ui,
        id,
        "Category",
        "Where it comes from, or what it is about",
        width,
        &mut question.category,
    );
    ui.add_space(space::S);
    field::caption(ui, "Themes");
    let suggestions: Vec<String> = model.catalogue.themes().into_iter().map(str::to_owned).collect();
    let names = tags::Names { one: "theme", hint: "conflict, ownership …" };
    let id = Id::unique("question themes").with(&question.id);
    tags::edit(ui, id, names, &mut question.themes, &mut state.theme_typed, &suggestions);
    ui.add_space(space::S);
    ui.horizontal_wrapped(|ui| {
        let difficulties = Difficulty::ALL.map(|one| (one, one.name().to_owned()));
        choice::menu(ui, "difficulty", "Difficulty", 120.0, &mut question.difficulty, &difficulties);
        framework(ui, model, question);
        let length = &mut question.length;
        field::hint(ui, "Answer from");
        field::number(ui, "Shortest good answer", " s", 10..=length.longest_secs, &mut length.shortest_secs);
        field::hint(ui, "to");
        field::number(
            ui,
            "Longest good answer",
            " s",
            length.shortest_secs..=1_800,
            &mut length.longest_secs,
        );
    });
}

fn framework(ui: &mut Ui, model: &Model, question: &mut Question) {
    let mut chosen = question.frameworks.first().cloned();
    let mut choices: Vec<(Option<FrameworkId>, String)> = vec![(None, "Framework by its wording".to_owned())];
    choices.extend(model.library.settings.frameworks().into_iter().map(|one| (Some(one.id), one.name)));
    if choice::menu(ui, "framework", "Framework", 200.0, &mut chosen, &choices) {
        question.frameworks = chosen.into_iter().collect();
    }
}

fn further(ui: &mut Ui, question: &mut Question) {
    page::section(ui, "What it is really about");
    list(ui, "What it is really about", "One thought a line", &mut question.probes);
    page::section(ui, "What a strong answer shows");
    list(ui, "What a strong answer shows", "One point a line", &mut question.shows);
    page::section(ui, "What comes next");
    let mut texts: Vec<String> = question.follow_ups.iter().map(|follow_up| follow_up.text.clone()).collect();
    if list(ui, "Follow-up questions", "One follow-up a line", &mut texts) {
        question.follow_ups = follow_ups(question, texts);
    }
}

/// Follow-ups keep what is known of them while their words stay the same.
fn follow_ups(question: &Question, texts: Vec<String>) -> Vec<FollowUp> {
    let prefix = &question.id;
    (1..)
        .zip(texts)
        .map(|(number, text)| FollowUp {
            id: format!("{prefix}-f{number}"),
            settles: question
                .follow_ups
                .iter()
                .find(|known| known.text == text)
                .map_or_else(String::new, |known| known.settles.clone()),
            text,
        })
        .collect()
}

/// Lines of text as a list. Says whether it changed.
fn list(ui: &mut Ui, label: &str, hint: &str, items: &mut Vec<String>) -> bool {
    let mut text = items.join("\n");
    let before = text.clone();
    let id = ui.scope_id().with(label);
    field::lines(ui, id, label, hint, 3, &mut text);
    if text == before {
        return false;
    }
    *items = text.split('\n').map(str::to_owned).collect();
    if items.len() == 1 && items.first().is_some_and(String::is_empty) {
        items.clear();
    }
    true
}
