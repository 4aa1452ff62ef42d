//! One card of the guide.

use std::collections::BTreeSet;

use eframe::egui::{Grid, Id, Label, Ui};

use super::State;
use crate::domain::guide::{Block, Card, Item};
use crate::domain::question::{Question, QuestionId};
use crate::ui::command::{Command, GuideCommand, QuestionCommand};
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::theme::{Type, palette, size, space};
use crate::ui::widgets::{button, choice, field, page, prose};

pub fn show(ui: &mut Ui, model: &Model, card: &Card, state: &mut State, commands: &mut Vec<Command>) {
    page::page(ui, "card", size::COLUMN, |ui| {
        ui.push_id(&card.id, |ui| {
            let back = match state.trail.iter().rev().nth(1).and_then(|id| model.guide.card(id)) {
                Some(before) => before.title.clone(),
                None => "Guide".to_owned(),
            };
            if button::quiet(ui, icons::BACK, &back).clicked() {
                commands.push(GuideCommand::Back.into());
            }
            ui.add_space(space::M);
            field::hint(ui, &card.topic);
            ui.add(Label::new(Type::Title.text(&card.title)).wrap());
            prose::aside(ui, &card.when);
            ui.add_space(space::L);
            if card.body.iter().any(|block| matches!(block, Block::Check(_))) {
                whose_ticks(ui, model, state, commands);
            }
            for (index, block) in card.body.iter().enumerate() {
                show_block(ui, model, state, index, block, commands);
            }
            values(ui, model, card, commands);
            see_also(ui, model, card, commands);
        });
    });
}

fn show_block(
    ui: &mut Ui,
    model: &Model,
    state: &State,
    index: usize,
    block: &Block,
    commands: &mut Vec<Command>,
) {
    match block {
        Block::Text(text) => prose::paragraph(ui, text),
        Block::Points(items) => prose::points(ui, items.iter().map(|(_, text)| text.as_str())),
        Block::Steps(items) => prose::steps(ui, items.iter().map(|(_, text)| text.as_str())),
        Block::Pairs { left, right, rows } => {
            let cells = rows.iter().map(|(_, left, right)| vec![left.as_str(), right.as_str()]);
            table(ui, model, index, &[left, right], cells, commands);
        }
        Block::Table { head, rows } => {
            let head: Vec<&str> = head.iter().map(String::as_str).collect();
            let cells = rows.iter().map(|(_, cells)| cells.iter().map(String::as_str).collect());
            table(ui, model, index, &head, cells, commands);
        }
        Block::Check(items) => check(ui, model, state, items, commands),
    }
}

fn table<'a>(
    ui: &mut Ui,
    model: &Model,
    index: usize,
    head: &[&str],
    rows: impl Iterator<Item = Vec<&'a str>>,
    commands: &mut Vec<Command>,
) {
    let columns = head.len().max(1);
    let gap = space::L;
    #[expect(clippy::cast_precision_loss, reason = "a card's table has a handful of columns")]
    let width = ((ui.available_width() - gap * (columns - 1) as f32) / columns as f32).floor();
    let cell = |ui: &mut Ui, text, kind: Type, colour| {
        ui.vertical(|ui| {
            ui.set_width(width);
            ui.add(Label::new(kind.text(text).color(colour)).wrap().selectable(true));
        });
    };
    let palette = palette(ui);
    Grid::new(("table", index)).num_columns(columns).spacing([gap, space::M]).show(ui, |ui| {
        for name in head {
            cell(ui, (*name).to_owned(), Type::Caption, palette.text_weak);
        }
        ui.end_row();
        for row in rows {
            for text in row {
                match question_named(model, text) {
                    Some((words, question)) => {
                        ui.vertical(|ui| {
                            ui.set_width(width);
                            if ui.link(Type::Body.text(words)).on_hover_text(&question.text).clicked() {
                                commands.push(QuestionCommand::Open(question.id.clone()).into());
                            }
                        });
                    }
                    None => cell(ui, text.to_owned(), Type::Body, palette.text),
                }
            }
            ui.end_row();
        }
    });
    ui.add_space(space::M);
}

/// The words of a cell that ends with the id of a question in brackets, and the question.
fn question_named<'a, 'b>(model: &'a Model, text: &'b str) -> Option<(&'b str, &'a Question)> {
    let (words, id) = text.strip_suffix(')')?.rsplit_once(" (")?;
    let question = model.catalogue.get(&QuestionId::new(id))?;
    Some((words, question.as_ref()))
}

fn ticked<'a>(model: &'a Model, state: &State) -> &'a BTreeSet<String> {
    let preparation = &model.library.preparation;
    state
        .interview
        .as_ref()
        .and_then(|id| preparation.interviews.iter().find(|interview| interview.id == *id))
        .map_or(&preparation.ticked, |interview| &interview.ticked)
}

fn check(ui: &mut Ui, model: &Model, state: &State, items: &[Item], commands: &mut Vec<Command>) {
    let ticked = ticked(model, state);
    ui.add_enabled_ui(model.is_writable(), |ui| {
        for (id, text) in items {
            let mut done = ticked.contains(id);
            if choice::tick(ui, text, &mut done) {
                let interview = state.interview.clone();
                commands.push(GuideCommand::Tick { item: id.clone(), interview, done }.into());
            }
        }
    });
    ui.add_space(space::M);
}

/// Ticks hold in general, or for one interview.
fn whose_ticks(ui: &mut Ui, model: &Model, state: &mut State, commands: &mut Vec<Command>) {
    let interviews = &model.library.preparation.interviews;
    let known = |id: &String| interviews.iter().any(|interview| interview.id == *id);
    state.interview = state.interview.take().filter(known);
    ui.horizontal_wrapped(|ui| {
        field::hint(ui, "Ticks for");
        let mut choices = vec![(None, "every interview".to_owned())];
        choices.extend(interviews.iter().map(|interview| {
            let date = interview.date.map(|date| format!(", {date}")).unwrap_or_default();
            (Some(interview.id.clone()), format!("{}{date}", interview.company))
        }));
        choice::menu(ui, "interview", "Ticks for", 180.0, &mut state.interview, &choices);
        if let Some(id) = &state.interview
            && button::icon(ui, icons::DELETE, "Remove this interview").clicked()
        {
            commands.push(GuideCommand::RemoveInterview(id.clone()).into());
        }
    });
    if model.is_writable() {
        add_interview(ui, state, commands);
    }
    ui.add_space(space::M);
}

fn add_interview(ui: &mut Ui, state: &mut State, commands: &mut Vec<Command>) {
    ui.horizontal_wrapped(|ui| {
        field::hint(ui, "Another interview");
        let id = Id::unique("interview company");
        field::line(ui, id, "Company of the interview", "Company", 150.0, &mut state.company_typed);
        let id = Id::unique("interview date");
        field::line(ui, id, "Date of the interview", "2026-03-31", 110.0, &mut state.date_typed);
        let typed = state.date_typed.trim().to_owned();
        let date = typed.parse::<jiff::civil::Date>().ok();
        let ready = !state.company_typed.trim().is_empty() && (typed.is_empty() || date.is_some());
        ui.add_enabled_ui(ready, |ui| {
            if button::plain(ui, icons::ADD, "Add interview").clicked() {
                let company = state.company_typed.trim().to_owned();
                commands.push(GuideCommand::AddInterview { company, date }.into());
                state.company_typed.clear();
                state.date_typed.clear();
            }
        });
        if !typed.is_empty() && date.is_none() {
            field::hint(ui, "Write the date as year-month-day, or leave it out");
        }
    });
}

/// A company's map of values, on the card that says how to use it.
fn values(ui: &mut Ui, model: &Model, card: &Card, commands: &mut Vec<Command>) {
    let of_card = |name: &str| card.id == format!("values-{}", name.to_lowercase());
    let Some(company) = model.guide.companies.iter().find(|company| of_card(&company.name)) else { return };
    for value in &company.values {
        let generation =
            if value.generation.is_empty() { String::new() } else { format!(" ({})", value.generation) };
        page::section(ui, &format!("{}{generation}", value.name));
        for id in &value.questions {
            let question = model.catalogue.get(&QuestionId::new(id.clone()));
            if let Some(question) = question
                && button::link(ui, &question.text, &question.category)
            {
                commands.push(QuestionCommand::Open(question.id.clone()).into());
            }
        }
    }
}

fn see_also(ui: &mut Ui, model: &Model, card: &Card, commands: &mut Vec<Command>) {
    let others: Vec<&Card> = card.see_also.iter().filter_map(|id| model.guide.card(id)).collect();
    if others.is_empty() {
        return;
    }
    page::section(ui, "See also");
    for other in others {
        if button::link(ui, &other.title, &other.when) {
            commands.push(GuideCommand::Open(other.id.clone()).into());
        }
    }
}
