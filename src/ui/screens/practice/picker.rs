//! The questions to pick from, searched as one types and narrowed by filters that also hold for what comes next.

use std::sync::Arc;

use eframe::egui::text::{LayoutJob, TextWrapping};
use eframe::egui::{Align2, Context, Id, Key, Modifiers, ScrollArea, Ui, pos2, vec2};

use super::small::{self, Opening};
use crate::domain::catalogue::Filter;
use crate::domain::question::Question;
use crate::ui::command::{Command, PracticeCommand};
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::theme::{Type, palette, size, space};
use crate::ui::widgets::{button, choice, dialog, field, rows};
use crate::ui::words;

/// What is typed, what was found, and which row is chosen.
#[derive(Debug, Default)]
pub struct Search {
    text: String,
    chosen: usize,
    found: Option<Found>,
    opening: Opening,
}

#[derive(Debug)]
struct Found {
    revision: u64,
    text: String,
    filter: Filter,
    questions: Vec<Arc<Question>>,
}

const ROW_HEIGHT: f32 = 48.0;

pub fn show(ctx: &Context, model: &Model, search: &mut Search, commands: &mut Vec<Command>) -> bool {
    dialog::dialog(ctx, "Pick a question", 640.0, |ui| {
        let id = Id::unique("pick a question");
        let (down, up) = ui.input_mut(|input| {
            (
                input.consume_key(Modifiers::NONE, Key::ArrowDown),
                input.consume_key(Modifiers::NONE, Key::ArrowUp),
            )
        });
        let enter = small::enter(ui);
        search.opening.focus(ui, id);
        if field::search(ui, id, "Search the questions", &mut search.text).changed() {
            search.chosen = 0;
        }
        filters(ui, model, commands);
        let (text, chosen) = (search.text.clone(), &mut search.chosen);
        let questions = look_up(&mut search.found, model, &text);
        let last = questions.len().saturating_sub(1);
        *chosen = (*chosen + usize::from(down)).saturating_sub(usize::from(up)).min(last);
        field::hint(ui, words::count(questions.len(), "question", "questions"));
        let mut picked = enter.then_some(*chosen);
        ScrollArea::vertical().id_salt("questions to pick").auto_shrink([false, true]).show(ui, |ui| {
            if questions.is_empty() {
                field::hint(ui, "No question fits. Try other words, or fewer filters.");
            }
            if down || up {
                show_row(ui, *chosen);
            }
            rows::in_sight(ui, ROW_HEIGHT, questions.len(), |ui, index| {
                if let Some(question) = questions.get(index)
                    && row(ui, question, index == *chosen)
                {
                    picked = Some(index);
                }
            });
        });
        let Some(question) = picked.and_then(|index| questions.get(index)) else { return true };
        commands.push(PracticeCommand::Question(question.id.clone()).into());
        false
    })
}

/// Scrolls to the row that was chosen with the keys.
#[expect(clippy::cast_precision_loss, reason = "a list of 16 million rows would be off by a row")]
fn show_row(ui: &Ui, index: usize) {
    let top = ui.cursor().top() + index as f32 * ROW_HEIGHT;
    let place = eframe::egui::Rect::from_min_size(pos2(ui.cursor().left(), top), vec2(1.0, ROW_HEIGHT));
    ui.scroll_to_rect(place, None);
}

fn look_up<'a>(found: &'a mut Option<Found>, model: &Model, text: &str) -> &'a [Arc<Question>] {
    let filter = &model.preferences.practice.filter;
    let is_stale =
        |found: &Found| found.revision != model.revision || found.text != text || found.filter != *filter;
    if found.as_ref().is_none_or(is_stale) {
        *found = None;
    }
    &found
        .get_or_insert_with(|| Found {
            revision: model.revision,
            text: text.to_owned(),
            filter: filter.clone(),
            questions: model.catalogue.find(text, filter, &model.library, &model.guide),
        })
        .questions
}

fn filters(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    let mut filter = model.preferences.practice.filter.clone();
    ui.horizontal_wrapped(|ui| {
        let categories = every("Every category", model.catalogue.categories().into_iter().map(str::to_owned));
        choice::menu(ui, "pick category", "Category", 150.0, &mut filter.category, &categories);
        let themes = every("Every theme", model.catalogue.themes().into_iter().map(str::to_owned));
        choice::menu(ui, "pick theme", "Theme", 130.0, &mut filter.theme, &themes);
        let values = model.guide.companies.iter().flat_map(|company| {
            let named = |value: &crate::domain::value_map::Value| {
                (Some(value.id.clone()), format!("{}: {}", company.name, value.name))
            };
            company.values.iter().map(named)
        });
        let values: Vec<_> = [(None, "Any company value".to_owned())].into_iter().chain(values).collect();
        choice::menu(ui, "pick value", "Company value", 150.0, &mut filter.value, &values);
        choice::menu(ui, "pick role", "Role", 150.0, &mut filter.role, &words::roles());
        let practised = [
            (None, "Practised or not".to_owned()),
            (Some(false), "Not practised".to_owned()),
            (Some(true), "Practised".to_owned()),
        ];
        choice::menu(ui, "pick practised", "Practised", 130.0, &mut filter.practised, &practised);
        if !filter.is_empty() && button::quiet(ui, icons::CLOSE, "Clear filter").clicked() {
            filter = Filter::default();
        }
    });
    if filter != model.preferences.practice.filter {
        commands.push(PracticeCommand::Narrow(Box::new(filter)).into());
    }
}

fn every(all: &str, names: impl Iterator<Item = String>) -> Vec<(Option<String>, String)> {
    [(None, all.to_owned())].into_iter().chain(names.map(|name| (Some(name.clone()), name))).collect()
}

fn row(ui: &mut Ui, question: &Question, chosen: bool) -> bool {
    let said = format!("{}, {}", question.text, question.category);
    let (rect, response) = button::row(ui, ROW_HEIGHT, &said);
    if !ui.is_rect_visible(rect) {
        return response.clicked();
    }
    let palette = palette(ui);
    if chosen {
        ui.painter().rect_filled(rect, size::CORNER, palette.raised);
    }
    let inner = rect.shrink2(vec2(space::S, space::XS));
    let line = |y: f32, text: &str, kind: Type, colour, align: Align2| {
        let mut job = LayoutJob::simple_singleline(text.to_owned(), kind.font(), colour);
        job.wrap = TextWrapping::truncate_at_width(inner.width());
        let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
        let place = align.anchor_size(pos2(inner.left(), y), galley.size());
        ui.painter().galley(place.min, galley, colour);
    };
    line(inner.top(), &question.text, Type::Body, palette.text, Align2::LEFT_TOP);
    line(inner.bottom(), &question.category, Type::Caption, palette.text_weak, Align2::LEFT_BOTTOM);
    response.clicked()
}
