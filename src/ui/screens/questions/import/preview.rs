//! What was found in the files, with a box to tick beside every question.

use eframe::egui::text::{LayoutJob, TextWrapping};
use eframe::egui::{Color32, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::lines::{self, Laid, Line};
use crate::domain::import::Confidence;
use crate::domain::import::batch::{Batch, Entry};
use crate::ui::command::{Command, ImportCommand};
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::theme::{Type, palette, size, space};
use crate::ui::widgets::{button, choice, field, rows};
use crate::ui::words;

/// What the preview remembers.
#[derive(Debug, Default)]
pub struct State {
    part: Part,
    laid: Option<(u64, Part, Laid)>,
}

/// What of the files is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Part {
    #[default]
    Questions,
    Unsure,
    Skipped,
    Warnings,
}

/// Room for the box before a question.
const BOX_ROOM: f32 = 36.0;
const BOX_SIDE: f32 = 18.0;

pub fn show(ui: &mut Ui, model: &Model, state: &mut State, commands: &mut Vec<Command>) {
    let import = &model.import;
    let batch = &import.batch;
    let outdated = state
        .laid
        .as_ref()
        .is_none_or(|(revision, part, _)| (*revision, *part) != (import.revision, state.part));
    if outdated {
        let laid = match state.part {
            Part::Questions => Laid::questions(batch),
            Part::Unsure => Laid::unsure(batch),
            Part::Skipped => Laid::skipped(batch),
            Part::Warnings => Laid::warnings(batch),
        };
        state.laid = Some((import.revision, state.part, laid));
    }
    let unsure = batch.entries.iter().filter(|entry| entry.found.confidence == Confidence::Unsure).count();
    let skipped: usize = batch.files.iter().map(|file| file.skipped.len()).sum();
    let warnings: usize = batch.files.iter().map(|file| file.warnings.len()).sum();
    let names = [
        format!("Questions {}", batch.entries.len() - unsure),
        format!("Unsure {unsure}"),
        format!("Left out {skipped}"),
        format!("Warnings {warnings}"),
    ];
    let parts: Vec<(Part, &str)> = [Part::Questions, Part::Unsure, Part::Skipped, Part::Warnings]
        .into_iter()
        .zip(names.iter().map(String::as_str))
        .collect();
    choice::tabs(ui, &mut state.part, &parts);
    summary(ui, model, state.part);
    let Some((_, _, laid)) = &state.laid else { return };
    if laid.lines.is_empty() {
        nothing(ui, state.part);
        return;
    }
    rows::in_sight_of(ui, &laid.ends, |ui, index| {
        if let Some(line) = laid.lines.get(index) {
            draw(ui, model, *line, commands);
        }
    });
}

fn summary(ui: &mut Ui, model: &Model, part: Part) {
    let batch = &model.import.batch;
    let text = match part {
        Part::Questions => {
            let files = words::count(batch.files.len(), "file", "files");
            format!("{} of {} ticked, from {files}", model.import.chosen, batch.entries.len())
        }
        Part::Unsure => {
            "What may be questions: tick those you want, one by one or a list at a time".to_owned()
        }
        Part::Skipped => "Everything else the files say, and why it was not taken".to_owned(),
        Part::Warnings => "What to know about the files".to_owned(),
    };
    field::hint(ui, text);
    ui.add_space(space::S);
}

fn nothing(ui: &mut Ui, part: Part) {
    let what = match part {
        Part::Questions => {
            "No question was found. A question is a line that ends with a question mark, or asks to be told something, \
             such as Tell me about a time you changed your mind."
        }
        Part::Unsure => "Nothing is in doubt.",
        Part::Skipped => "Nothing was left out.",
        Part::Warnings => "Nothing is amiss.",
    };
    crate::ui::widgets::prose::aside(ui, what);
}

fn draw(ui: &mut Ui, model: &Model, line: Line, commands: &mut Vec<Command>) {
    let batch = &model.import.batch;
    match line {
        Line::Question(place) => {
            if let Some(entry) = batch.entries.get(place)
                && question(ui, model, place, entry)
            {
                commands.push(ImportCommand::Tick { place, on: !entry.chosen }.into());
            }
        }
        Line::List(place, count) => {
            let all = whole_list(batch, place, count);
            if list(ui, line, count, all) {
                commands.push(ImportCommand::TickList { place, on: !all }.into());
            }
        }
        Line::Twin(place) => {
            let text = batch.entries.get(place).map(|entry| lines::twin(model, entry)).unwrap_or_default();
            under(ui, line, icons::WARNING, &text);
        }
        Line::FollowUp(place, which) => {
            let entry = batch.entries.get(place);
            let text = entry.and_then(|entry| entry.found.follow_ups.get(which));
            under(ui, line, "–", text.map_or("", String::as_str));
        }
        Line::Skipped(file, which) => {
            if let Some(skipped) = batch.files.get(file).and_then(|one| one.skipped.get(which)) {
                two_lines(ui, line, &skipped.text, &lines::skipped(batch, file, skipped));
            }
        }
        Line::Warning(file, which) => {
            if let Some(warning) = batch.files.get(file).and_then(|one| one.warnings.get(which)) {
                two_lines(ui, line, &warning.what, &lines::warned(batch, file, warning));
            }
        }
    }
}

/// A question with its box. Says whether it was clicked.
fn question(ui: &mut Ui, model: &Model, place: usize, entry: &Entry) -> bool {
    let about = lines::about(&model.import.batch, entry);
    let wanted = vec2(ui.available_width(), Line::Question(place).height());
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
    let enabled = ui.is_enabled();
    response.widget_info(|| {
        let name = format!("{}, {about}", entry.found.text);
        WidgetInfo::selected(Role::CheckBox, enabled, entry.chosen, name)
    });
    if ui.is_rect_visible(rect) {
        let palette = palette(ui);
        if response.hovered() {
            ui.painter().rect_filled(rect, size::CORNER, palette.raised);
        }
        ui.painter().hline(rect.x_range(), rect.top(), (1.0, palette.line));
        tick_box(ui, rect, entry.chosen);
        let room = Rect::from_min_max(pos2(rect.left() + BOX_ROOM, rect.top()), rect.right_bottom());
        text(ui, room, room.top() + 6.0, &entry.found.text, Type::Body, palette.text);
        text(ui, room, room.top() + 28.0, &about, Type::Caption, palette.text_weak);
        button::focus_ring(ui, &response);
    }
    let clicked = response.clicked();
    response.on_hover_text(&entry.found.text);
    clicked
}

/// Whether every question of a list in doubt is ticked.
fn whole_list(batch: &Batch, place: usize, count: usize) -> bool {
    batch.list_of(place).filter(|entry| entry.chosen).count() >= count
}

/// A box for a whole list. Says whether it was clicked.
fn list(ui: &mut Ui, line: Line, count: usize, all: bool) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), line.height()), Sense::click());
    let enabled = ui.is_enabled();
    let name = format!("All {count} of this list");
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, enabled, all, name.as_str()));
    if ui.is_rect_visible(rect) {
        let palette = palette(ui);
        if response.hovered() {
            ui.painter().rect_filled(rect, size::CORNER, palette.raised);
        }
        ui.painter().hline(rect.x_range(), rect.top(), (1.0, palette.line));
        tick_box(ui, rect, all);
        let room = Rect::from_min_max(pos2(rect.left() + BOX_ROOM, rect.top()), rect.right_bottom());
        text(ui, room, room.top() + 8.0, &name, Type::Caption, palette.text_weak);
        button::focus_ring(ui, &response);
    }
    response.clicked()
}

fn tick_box(ui: &Ui, row: Rect, on: bool) {
    let palette = palette(ui);
    let middle = pos2(row.left() + space::S + BOX_SIDE / 2.0, row.top() + 16.0);
    let square = Rect::from_center_size(middle, vec2(BOX_SIDE, BOX_SIDE));
    let stroke = Stroke::new(1.0, palette.outline);
    ui.painter().rect(square, 4, palette.field, stroke, StrokeKind::Inside);
    if on {
        let font = Type::Strong.font();
        let align = eframe::egui::Align2::CENTER_CENTER;
        ui.painter().text(middle, align, icons::CHECK, font, palette.text);
    }
}

/// A line that belongs to the question above it.
fn under(ui: &mut Ui, line: Line, mark: &str, what: &str) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), line.height()), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, what));
    if ui.is_rect_visible(rect) {
        let weak = palette(ui).text_weak;
        let marked = Rect::from_min_max(pos2(rect.left() + BOX_ROOM, rect.top()), rect.right_bottom());
        text(ui, marked, rect.top() + 3.0, mark, Type::Caption, weak);
        let room = Rect::from_min_max(marked.left_top() + vec2(20.0, 0.0), marked.right_bottom());
        text(ui, room, rect.top() + 3.0, what, Type::Caption, weak);
    }
    response.on_hover_text(what);
}

fn two_lines(ui: &mut Ui, line: Line, what: &str, about: &str) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), line.height()), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{what}, {about}")));
    if ui.is_rect_visible(rect) {
        let palette = palette(ui);
        text(ui, rect, rect.top() + 4.0, what, Type::Body, palette.text);
        text(ui, rect, rect.top() + 26.0, about, Type::Caption, palette.text_weak);
    }
    response.on_hover_text(what);
}

/// Words on one line, cut where the room ends.
fn text(ui: &Ui, room: Rect, top: f32, words: &str, kind: Type, colour: Color32) {
    let mut job = LayoutJob::simple_singleline(words.to_owned(), kind.font(), colour);
    job.wrap = TextWrapping::truncate_at_width(room.width() - space::S);
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    ui.painter().galley(pos2(room.left(), top), galley, colour);
}
