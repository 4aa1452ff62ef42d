//! One part of the screen: its charts, each with its words and its table, and the tables beside them.

use std::path::Path;
use std::sync::Arc;

use eframe::egui::accesskit::Live;
use eframe::egui::{Label, Ui};

use super::{Form, Receipts, State, overview};
use crate::domain::progress::chart::{Chart, Panel};
use crate::domain::progress::sheet::{Part, Sheet};
use crate::domain::progress::table::{Link, Table};
use crate::domain::progress::words;
use crate::ui::command::{Command, ReviewCommand};
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::theme::{Type, palette, space};
use crate::ui::widgets::page::{at_the_right, rule};
use crate::ui::widgets::{button, chart, data_table, field};

/// What the charts and tables of a part have in common.
struct Page<'a> {
    sheet: &'a Sheet,
    /// The note that stands under several charts, which the screen shows once above them.
    shared_note: Option<&'a str>,
    /// The folder that is offered first for what is saved.
    folder: &'a Path,
}

pub(super) fn show(
    ui: &mut Ui,
    model: &Model,
    sheet: &Sheet,
    state: &mut State,
    commands: &mut Vec<Command>,
) {
    let page = Page { sheet, shared_note: shared_note(sheet), folder: &model.figures.folder };
    if let Some(note) = page.shared_note {
        field::hint(ui, note);
    }
    // A table of all stories says more at a glance than the picture of their sections.
    let tables_first = sheet.wish.part == Part::Stories;
    if tables_first {
        tables(ui, &page, state, commands);
    }
    let mut charts = sheet.charts.as_slice();
    if sheet.wish.part == Part::Overview
        && let Some((first, rest)) = charts.split_first()
    {
        ui.push_id(&first.id, |ui| block(ui, &page, first, state, commands));
        overview::stories(ui, sheet, state, commands);
        rule(ui);
        charts = rest;
    }
    for chart in charts {
        ui.push_id(&chart.id, |ui| block(ui, &page, chart, state, commands));
        rule(ui);
    }
    if !tables_first {
        tables(ui, &page, state, commands);
    }
}

/// A note that more than one chart has.
fn shared_note(sheet: &Sheet) -> Option<&str> {
    let mut notes = sheet.charts.iter().filter(|chart| !chart.is_empty()).flat_map(|chart| &chart.notes);
    let first = notes.next()?;
    notes.any(|note| note == first).then_some(first.as_str())
}

fn tables(ui: &mut Ui, page: &Page<'_>, state: &mut State, commands: &mut Vec<Command>) {
    for table in &page.sheet.tables {
        heading(ui, &table.title, |ui| {
            if button::icon(ui, icons::SAVE, &format!("Save {} as a file…", table.title)).clicked() {
                state.saving = Some(Form::table(page.folder, table));
            }
        });
        twin(ui, page.sheet, table, &table.title, state, commands);
        ui.add_space(space::M);
    }
}

fn heading(ui: &mut Ui, title: &str, beside: impl FnOnce(&mut Ui)) {
    ui.add_space(space::S);
    ui.horizontal(|ui| {
        ui.label(Type::Section.text(title));
        at_the_right(ui, beside);
    });
}

/// A chart with its heading, its words, and its picture or its table.
fn block(ui: &mut Ui, page: &Page<'_>, chart: &Arc<Chart>, state: &mut State, commands: &mut Vec<Command>) {
    let is_empty = chart.is_empty();
    let as_table = state.as_table.contains(&chart.id);
    heading(ui, &chart.title, |ui| {
        if is_empty {
            return;
        }
        let (icon, name) = if as_table {
            (icons::PROGRESS, format!("Show {} as a picture", chart.title))
        } else {
            (icons::TABLE, format!("Show {} as a table", chart.title))
        };
        if button::icon(ui, icon, &name).clicked() {
            if as_table {
                state.as_table.remove(&chart.id);
            } else {
                state.as_table.insert(chart.id.clone());
            }
        }
        if button::icon(ui, icons::SAVE, &format!("Save {} as a file…", chart.title)).clicked() {
            state.saving = Some(Form::chart(page.folder, chart));
        }
    });
    said(ui, page.sheet, chart, state);
    if is_empty {
        ui.add_space(space::S);
        return;
    }
    if as_table {
        twin(ui, page.sheet, &chart.table, &chart.id, state, commands);
    } else {
        picture(ui, page.sheet, chart, state, commands);
    }
    for note in chart.notes.iter().filter(|note| page.shared_note != Some(note)) {
        field::hint(ui, note.as_str());
    }
    ui.add_space(space::S);
}

/// The chart in words, each sentence with a way to where its numbers come from.
fn said(ui: &mut Ui, sheet: &Sheet, chart: &Chart, state: &mut State) {
    let lines: Vec<&Panel> = chart.panels.iter().filter(|panel| panel.series.is_some()).collect();
    if lines.is_empty() {
        if sentence(ui, &chart.summary, &chart.title, !chart.is_empty()) {
            let list = sheet.receipts_of_chart(chart);
            state.receipts = Some(Receipts { title: chart.title.clone(), list });
        }
        return;
    }
    for series in lines.iter().filter_map(|panel| panel.series.as_ref()) {
        let settings = &sheet.library().settings;
        let name = series.measure.name(&series.group, &settings.rubric);
        if sentence(ui, &words::of_series(series, settings), &name, true) {
            state.receipts = Some(Receipts { title: name, list: sheet.receipts_of(series) });
        }
    }
}

/// A sentence; says whether somebody asks where it comes from.
fn sentence(ui: &mut Ui, text: &str, about: &str, has_receipts: bool) -> bool {
    let mut asked = false;
    ui.horizontal_top(|ui| {
        if has_receipts {
            asked = button::icon_small(ui, icons::INFO, &format!("Where {about} comes from")).clicked();
        }
        ui.vertical(|ui| {
            ui.add_space(3.0);
            ui.add(Label::new(Type::Body.text(text)).wrap().selectable(true));
        });
    });
    asked
}

fn picture(ui: &mut Ui, sheet: &Sheet, chart: &Arc<Chart>, state: &mut State, commands: &mut Vec<Command>) {
    let remembered = state.charts.entry(chart.id.clone()).or_default();
    let asked = chart::show(ui, chart, remembered);
    let chosen = remembered.said();
    if let Some(about) = chosen {
        let weak = palette(ui).text_weak;
        let caption = ui.add(Label::new(Type::Caption.text(about).color(weak)).truncate());
        ui.ctx().accesskit_node_builder(caption.id, |node| node.set_live(Live::Polite));
    }
    match asked {
        Some(chart::Asked::Open { row }) => follow(sheet, &chart.table, row, state, commands),
        Some(chart::Asked::Receipt { row }) => explain(sheet, &chart.table, row, state),
        None => {}
    }
}

/// A table that says the same as a picture, or more.
fn twin(
    ui: &mut Ui,
    sheet: &Sheet,
    table: &Arc<Table>,
    salt: &str,
    state: &mut State,
    commands: &mut Vec<Command>,
) {
    let remembered = state.tables.entry(salt.to_owned()).or_default();
    match data_table::show(ui, salt, table, remembered) {
        Some(data_table::Asked::Open { row }) => follow(sheet, table, row, state, commands),
        Some(data_table::Asked::Receipt { row, column }) => {
            let list: Vec<_> = sheet.receipt(table, row, column).into_iter().collect();
            let title = table.columns.get(column).map_or_else(String::new, |column| column.name.clone());
            state.receipts = Some(Receipts { title, list });
        }
        None => {}
    }
}

/// Goes where a row leads: to its take, to its story, or to where its numbers come from.
fn follow(sheet: &Sheet, table: &Table, row: usize, state: &mut State, commands: &mut Vec<Command>) {
    match table.rows.get(row).map(|row| &row.link) {
        Some(Link::Take(_, id)) => commands.push(ReviewCommand::Open(id.clone()).into()),
        Some(Link::Story(Some(story)) | Link::Section { story: Some(story), .. }) => {
            state.show_story(story.clone());
        }
        _ => explain(sheet, table, row, state),
    }
}

fn explain(sheet: &Sheet, table: &Table, row: usize, state: &mut State) {
    let list = sheet.receipts(table, row);
    if !list.is_empty() {
        state.receipts = Some(Receipts { title: table.say(row), list });
    }
}
