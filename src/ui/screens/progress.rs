//! Progress: whether the timing improves, and what to practise next.

mod filters;
mod limits;
mod overview;
mod part;
mod receipts;
mod saving;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use eframe::egui::Ui;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::domain::figures::Group;
use crate::domain::progress::Filter;
use crate::domain::progress::sheet::{Part, Sheet, Wish};
use crate::domain::story::StoryId;
use crate::ui::command::Command;
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::screen::Screen;
use crate::ui::theme::{size, space};
use crate::ui::widgets::{button, chart, choice, data_table, field, page};

pub use filters::Period;
pub use receipts::Receipts;
pub use saving::{Form, Outcome};

/// What the screen remembers.
#[derive(Debug, Default)]
pub struct State {
    pub part: Part,
    /// Everything the filters say but the period, which moves with the day.
    pub filter: Filter,
    pub period: Period,
    pub group: Option<Arc<Group>>,
    /// Charts by their ids.
    charts: BTreeMap<String, chart::State>,
    tables: BTreeMap<String, data_table::State>,
    /// Charts that are shown as tables.
    as_table: BTreeSet<String>,
    pub receipts: Option<Receipts>,
    pub saving: Option<Form>,
    limits_open: bool,
    more_filters: bool,
}

impl State {
    /// What the screen wants worked out on this day.
    #[must_use]
    pub fn wish(&self, today: Date) -> Wish {
        let filter = Filter { period: self.period.days(today), ..self.filter.clone() };
        Wish { part: self.part, filter, group: self.group.clone(), today }
    }

    /// Shows how one story goes.
    pub fn show_story(&mut self, story: StoryId) {
        self.part = Part::Story;
        self.filter.story = Some(story);
        self.group = None;
    }

    fn forget_filters(&mut self) {
        self.filter = Filter::everything();
        self.period = Period::All;
        self.group = None;
    }
}

/// The day it is where the user is.
#[must_use]
pub fn today(model: &Model) -> Date {
    model.now.to_zoned(TimeZone::system()).date()
}

/// Charts and tables want more width than text.
const WIDEST: f32 = size::COLUMN + 280.0;

pub fn show(ui: &mut Ui, model: &Model, state: &mut State, commands: &mut Vec<Command>) {
    page::page(ui, "progress", WIDEST, |ui| {
        page::title(ui, "Progress", |ui| beside_title(ui, model, state));
        saving::status(ui, model, commands);
        if model.library.takes().len() == 0 {
            nothing_yet(ui, commands);
            return;
        }
        let Some(sheet) = &model.figures.sheet else {
            field::hint(ui, "Working out the figures");
            return;
        };
        choice::tabs(ui, &mut state.part, &Part::ALL.map(|part| (part, part.name())));
        page::rule(ui);
        ui.add_space(space::S);
        filters::show(ui, model, sheet, state);
        if state.part == Part::Overview {
            overview::card(ui, model, sheet, state, commands);
            overview::tiles(ui, sheet, state);
        }
        if sheet.takes == 0 {
            nothing_fits(ui, sheet, state);
        } else {
            // What was shown before stays until the new figures are there, so that nothing jumps meanwhile.
            part::show(ui, model, sheet, state, commands);
        }
        if state.part == Part::Overview {
            limits::show(ui, model, state, commands);
        }
    });
    receipts::show(ui.ctx(), model, state, commands);
    saving::show(ui.ctx(), model, state, commands);
}

fn beside_title(ui: &mut Ui, model: &Model, state: &mut State) {
    let ready = model.figures.sheet.as_ref().is_some_and(|sheet| sheet.takes > 0);
    if button::plain_if(ui, ready, "", "Save everything…").clicked() {
        state.saving = Some(Form::everything(&model.figures.folder));
    }
    if button::plain_if(ui, ready, "", "Save a report…").clicked() {
        state.saving = Some(Form::report(&model.figures.folder, &report_name(model)));
    }
}

/// What a report about these takes is called.
fn report_name(model: &Model) -> String {
    let sheet = model.figures.sheet.as_ref();
    let story = sheet.and_then(|sheet| sheet.story.as_ref()).and_then(|id| model.library.story(id));
    story.map_or_else(|| "starling report".to_owned(), |story| format!("starling report, {}", story.title))
}

fn nothing_yet(ui: &mut Ui, commands: &mut Vec<Command>) {
    let next = "Draw a question and record a take. From the first take on you see how it divides; from five \
                takes with the same framework and targets on, this screen says what changed and what to \
                practise next.";
    page::empty(ui, icons::PROGRESS, "No takes yet", next, |ui| {
        if button::primary(ui, icons::MICROPHONE, "Record a take").clicked() {
            commands.push(Command::Go(Screen::Practice));
        }
    });
}

fn nothing_fits(ui: &mut Ui, sheet: &Sheet, state: &mut State) {
    let there_are = crate::ui::words::count(sheet.all_takes, "take is", "takes are");
    let next = format!("{there_are} left out by the filters. Choose others, or show every take.");
    page::empty(ui, icons::FILTER, "No take fits", &next, |ui| {
        if button::plain(ui, icons::CLOSE, "Show every take").clicked() {
            state.forget_filters();
        }
    });
}
