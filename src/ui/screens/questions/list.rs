//! The list of questions, searched as one types.

use std::collections::BTreeMap;
use std::sync::Arc;

use eframe::egui::{Align2, Id, Ui, pos2};

use super::{Focus, State as QuestionsState};
use crate::domain::catalogue::{Filter, Origin};
use crate::domain::framework::FrameworkId;
use crate::domain::phases;
use crate::domain::question::{Difficulty, Level, Question, QuestionId};
use crate::ui::command::{Command, ImportCommand, QuestionCommand};
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::theme::{Type, palette, size, space};
use crate::ui::widgets::{button, choice, field, page, rows};
use crate::ui::words;

/// What is looked for, and what was found.
#[derive(Debug, Default)]
pub struct State {
    pub search: String,
    pub filter: Filter,
    more_filters: bool,
    found: Option<Found>,
}

/// The questions shown, and what they were looked up with.
#[derive(Debug)]
struct Found {
    revision: u64,
    search: String,
    filter: Filter,
    questions: Vec<Arc<Question>>,
    takes: BTreeMap<QuestionId, usize>,
}

const ROW_HEIGHT: f32 = 64.0;

pub fn show(ui: &mut Ui, model: &Model, state: &mut QuestionsState, commands: &mut Vec<Command>) {
    page::page(ui, "questions", size::COLUMN + 120.0, |ui| {
        page::title(ui, "Questions", |ui| {
            let export = model.keymap.hint("Export", &ImportCommand::ShowExport.into());
            if button::plain(ui, "", "Export").on_hover_text(export).clicked() {
                commands.push(ImportCommand::ShowExport.into());
            }
            ui.add_enabled_ui(model.is_writable(), |ui| {
                let import = model.keymap.hint("Import", &ImportCommand::Show.into());
                if button::plain(ui, "", "Import").on_hover_text(import).clicked() {
                    commands.push(ImportCommand::Show.into());
                }
                if button::primary(ui, icons::ADD, "New question").clicked() {
                    commands.push(QuestionCommand::New.into());
                }
            });
        });
        let asked = state.focus.take_if(|focus| *focus == Focus::Search).is_some();
        let id = Id::unique("question search");
        field::search_over(ui, id, "Search the questions", asked, &mut state.list.search);
        let list = &mut state.list;
        filters(ui, model, list);
        let found = list.look_up(model);
        let count = words::count(found.questions.len(), "question", "questions");
        field::hint(ui, count);
        ui.add_space(space::S);
        if found.questions.is_empty() {
            nothing_fits(ui, list);
            return;
        }
        rows::in_sight(ui, ROW_HEIGHT, found.questions.len(), |ui, index| {
            if let Some(question) = found.questions.get(index)
                && row(ui, model, question, found.takes.get(&question.id).copied().unwrap_or(0))
            {
                commands.push(QuestionCommand::Open(question.id.clone()).into());
            }
        });
    });
}

fn nothing_fits(ui: &mut Ui, list: &mut State) {
    page::empty(ui, icons::SEARCH, "No question fits", "Try other words, or fewer filters.", |ui| {
        if button::plain(ui, icons::CLOSE, "Show every question").clicked() {
            list.search.clear();
            list.filter = Filter::default();
        }
    });
}

fn filters(ui: &mut Ui, model: &Model, list: &mut State) {
    let catalogue = &model.catalogue;
    let filter = &mut list.filter;
    ui.horizontal_wrapped(|ui| {
        let categories = every("Every category", catalogue.categories().into_iter().map(str::to_owned));
        choice::menu(ui, "category", "Category", 190.0, &mut filter.category, &categories);
        let themes = every("Every theme", catalogue.themes().into_iter().map(str::to_owned));
        choice::menu(ui, "theme", "Theme", 150.0, &mut filter.theme, &themes);
        let mut difficulties = vec![(None, "Any difficulty".to_owned())];
        difficulties.extend(Difficulty::ALL.map(|one| (Some(one), one.name().to_owned())));
        choice::menu(ui, "difficulty", "Difficulty", 120.0, &mut filter.difficulty, &difficulties);
        let name = if list.more_filters { "Fewer filters" } else { "More filters" };
        if button::quiet(ui, icons::FILTER, name).clicked() {
            list.more_filters = !list.more_filters;
        }
    });
    if list.more_filters {
        ui.horizontal_wrapped(|ui| more_filters(ui, model, filter));
    }
    ui.add_space(space::XS);
}

fn more_filters(ui: &mut Ui, model: &Model, filter: &mut Filter) {
    let mut levels = vec![(None, "Any level".to_owned())];
    levels.extend(Level::ALL.map(|one| (Some(one), one.name().to_owned())));
    choice::menu(ui, "level", "Level", 130.0, &mut filter.level, &levels);
    choice::menu(ui, "role", "Role", 170.0, &mut filter.role, &words::roles());
    let mut frameworks = vec![(None, "Any framework".to_owned())];
    frameworks.extend(model.library.settings.frameworks().into_iter().map(|one| (Some(one.id), one.name)));
    choice::menu::<Option<FrameworkId>>(
        ui,
        "framework",
        "Framework",
        120.0,
        &mut filter.framework,
        &frameworks,
    );
    let values = model.guide.companies.iter().flat_map(|company| {
        company
            .values
            .iter()
            .map(|value| (Some(value.id.clone()), format!("{}: {}", company.name, value.name)))
    });
    let values: Vec<_> = [(None, "Any company value".to_owned())].into_iter().chain(values).collect();
    choice::menu(ui, "value", "Company value", 200.0, &mut filter.value, &values);
    let origins = [
        (None, "Built in and own".to_owned()),
        (Some(Origin::BuiltIn), "Built in".to_owned()),
        (Some(Origin::Own), "My own".to_owned()),
    ];
    choice::menu(ui, "origin", "Whose", 120.0, &mut filter.origin, &origins);
    let practised = [
        (None, "Practised or not".to_owned()),
        (Some(true), "Practised".to_owned()),
        (Some(false), "Not practised".to_owned()),
    ];
    choice::menu(ui, "practised", "Practised", 130.0, &mut filter.practised, &practised);
    choice::tick(ui, "Hidden", &mut filter.hidden);
}

fn every(all: &str, names: impl Iterator<Item = String>) -> Vec<(Option<String>, String)> {
    [(None, all.to_owned())].into_iter().chain(names.map(|name| (Some(name.clone()), name))).collect()
}

fn row(ui: &mut Ui, model: &Model, question: &Question, takes: usize) -> bool {
    let about = about(model, question, takes);
    let (rect, response) = button::row(ui, ROW_HEIGHT, &format!("{}, {about}", question.text));
    if !ui.is_rect_visible(rect) {
        return response.clicked();
    }
    let palette = palette(ui);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, (1.0, palette.line));
    let inner = rect.shrink2((space::M, space::M).into());
    let line = |y: f32, text: &str, kind: Type, colour, align: Align2| {
        let mut job = eframe::egui::text::LayoutJob::simple_singleline(text.to_owned(), kind.font(), colour);
        job.wrap = eframe::egui::text::TextWrapping::truncate_at_width(inner.width());
        let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
        let place = align.anchor_size(pos2(inner.left(), y), galley.size());
        ui.painter().galley(place.min, galley, colour);
    };
    line(inner.top(), &question.text, Type::Body, palette.text, Align2::LEFT_TOP);
    line(inner.bottom(), &about, Type::Caption, palette.text_weak, Align2::LEFT_BOTTOM);
    response.clicked()
}

/// What is worth knowing before opening a question.
pub(super) fn about(model: &Model, question: &Question, takes: usize) -> String {
    let mut parts = Vec::new();
    if Origin::of(&question.source) == Origin::Own {
        parts.push("My own".to_owned());
    }
    if !question.category.is_empty() {
        parts.push(question.category.clone());
    }
    if question.difficulty != Difficulty::Standard && !question.category.contains(question.difficulty.name())
    {
        parts.push(question.difficulty.name().to_owned());
    }
    if let Some(phases) = phases::framework(question) {
        parts.push(words::count(phases.sections.len(), "phase", "phases"));
    } else {
        let framework = question.suggested_framework().and_then(|id| model.library.settings.framework(id));
        parts.extend(framework.map(|framework| framework.name));
    }
    if takes > 0 {
        parts.push(words::count(takes, "take", "takes"));
    }
    parts.join("  ·  ")
}

impl State {
    /// The questions that the list shows.
    pub(super) fn shown(&mut self, model: &Model) -> &[Arc<Question>] {
        &self.look_up(model).questions
    }

    /// The questions for what is typed and chosen now; looked up again only where something changed.
    fn look_up(&mut self, model: &Model) -> &Found {
        let stale = self.found.as_ref().is_none_or(|found| {
            found.revision != model.revision || found.search != self.search || found.filter != self.filter
        });
        if stale {
            self.found = None;
        }
        self.found.get_or_insert_with(|| Found {
            revision: model.revision,
            search: self.search.clone(),
            filter: self.filter.clone(),
            questions: model.catalogue.find(&self.search, &self.filter, &model.library, &model.guide),
            takes: takes_by_question(model),
        })
    }
}

fn takes_by_question(model: &Model) -> BTreeMap<QuestionId, usize> {
    let mut counted = BTreeMap::new();
    for id in model.library.takes().filter_map(|take| take.question.id.clone()) {
        *counted.entry(id).or_default() += 1;
    }
    counted
}
