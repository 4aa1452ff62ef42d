//! Rating by ear: five rows with anchors in view, a note, and the one change for next time.

use eframe::egui::{Id, Rect, Ui, vec2};

use super::State;
use crate::domain::listening;
use crate::domain::rating::{Points, Rating, Rubric, RubricRow};
use crate::domain::take::Take;
use crate::ui::command::{Command, GuideCommand, RateCommand, ReviewCommand};
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::theme::{Type, palette, size, space};
use crate::ui::widgets::{button, choice, field, page};
use crate::ui::words;

pub fn show(ui: &mut Ui, model: &Model, state: &mut State, take: &Take, commands: &mut Vec<Command>) {
    page::section(ui, "Rating");
    let rubric = &model.library.settings.rubric;
    let rating = take.ratings.get(state.page.sitting());
    if state.page.blind_rating.is_some() {
        field::hint(ui, "Rated anew. What you gave before is out of sight until you are done.");
    }
    ui.add_enabled_ui(model.is_writable(), |ui| {
        for (index, row) in rubric.rows.iter().enumerate() {
            let points = rating.and_then(|rating| rating.points_for(&row.id)).map(Points::get);
            one_row(ui, row, index, points, index == state.page.row, commands);
        }
    });
    anchors(ui, rubric, state.page.row);
    standing(ui, model, state, take, rating, commands);
    words_of(ui, model, state, take, rating, commands);
}

fn one_row(
    ui: &mut Ui,
    row: &RubricRow,
    index: usize,
    points: Option<u8>,
    focused: bool,
    commands: &mut Vec<Command>,
) {
    let palette = palette(ui);
    ui.horizontal(|ui| {
        let top = ui.cursor().left_top();
        if focused {
            let mark = Rect::from_min_size(top + vec2(-space::S, 4.0), vec2(3.0, size::CONTROL - 8.0));
            ui.painter().rect_filled(mark, 1, palette.text);
        }
        let kind = if focused { Type::Strong } else { Type::Body };
        let width = (ui.available_width() - choice::POINTS_WIDTH - space::S).max(80.0);
        let name = format!("Row {}", row.name);
        if choice::pick(ui, &row.name, &name, kind, width, focused) {
            commands.push(RateCommand::Row(index).into());
        }
        if let Some(given) = choice::points(ui, &row.name, points) {
            commands.push(RateCommand::Row(index).into());
            commands.push(RateCommand::Points(given).into());
        }
    });
}

/// What 1, 3 and 5 sound like in the row that has the focus, in room enough for every row.
fn anchors(ui: &mut Ui, rubric: &Rubric, focused: usize) {
    let Some(row) = rubric.rows.get(focused) else { return };
    let weak = palette(ui).text_weak;
    ui.add_space(space::XS);
    let height = if ui.available_width() > 300.0 { 124.0 } else { 148.0 };
    ui.vertical(|ui| {
        ui.set_min_height(height);
        ui.spacing_mut().item_spacing.y = space::XS;
        for (points, anchor) in [1, 3, 5].into_iter().zip(&row.anchors) {
            ui.horizontal_top(|ui| {
                ui.label(Type::Caption.text(points.to_string()));
                ui.add(eframe::egui::Label::new(Type::Caption.text(anchor).color(weak)).wrap());
            });
        }
    });
}

/// The mean, and earlier or later ratings beside it.
fn standing(
    ui: &mut Ui,
    model: &Model,
    state: &State,
    take: &Take,
    rating: Option<&Rating>,
    commands: &mut Vec<Command>,
) {
    let rows = model.library.settings.rubric.rows.len();
    let given = rating.map_or(0, |rating| rating.points.len());
    let mean = rating.and_then(Rating::mean);
    let text = match mean {
        Some(mean) if given < rows => format!("{mean:.1} of 5 so far, {given} of {rows} rows"),
        Some(mean) => format!("{mean:.1} of 5"),
        None => "Not rated yet. Press 1 to 5 for the row; Up and Down choose it.".to_owned(),
    };
    ui.label(Type::Strong.text(text));
    if state.page.blind_rating.is_some() {
        if button::plain(ui, icons::CHECK, "Done, show every rating").clicked() {
            commands.push(RateCommand::Done.into());
        }
        return;
    }
    for later in take.ratings.iter().skip(1) {
        let mean = later.mean().map_or("no points".to_owned(), |mean| format!("{mean:.1} of 5"));
        let when = words::when(later.rated_at, model.now);
        let blind = if later.blind { ", without seeing the first" } else { "" };
        field::hint(ui, format!("{mean}, {when}{blind}"));
    }
    ui.horizontal_wrapped(|ui| {
        ui.add_enabled_ui(model.is_writable() && mean.is_some(), |ui| {
            if button::quiet(ui, icons::HIDE, "Rate anew").clicked() {
                commands.push(RateCommand::Again.into());
            }
        });
        if button::quiet(ui, icons::GUIDE, "What to listen for").clicked() {
            commands.push(GuideCommand::Open("red-flags".to_owned()).into());
        }
    });
}

fn words_of(
    ui: &mut Ui,
    model: &Model,
    state: &State,
    take: &Take,
    rating: Option<&Rating>,
    commands: &mut Vec<Command>,
) {
    ui.add_space(space::S);
    ui.add_enabled_ui(model.is_writable(), |ui| {
        ui.scope(|ui| {
            field::caption(ui, "Note");
            let mut note = rating.map_or(String::new(), |rating| rating.note.clone());
            let before = note.clone();
            let id = Id::unique(("rating note", &take.id.0));
            field::lines(ui, id, "Note on this take", "What worked, and where", 2, &mut note);
            if note != before {
                let noted = listening::rating_noted(take, state.page.sitting(), note, model.now);
                commands.push(ReviewCommand::Write(Box::new(noted)).into());
            }
        });
        ui.add_space(space::S);
        ui.scope(|ui| {
            field::caption(ui, "One change for next time");
            let mut change = take.change_for_next_time.clone();
            let id = Id::unique(("next time", &take.id.0));
            let width = ui.available_width();
            field::line(ui, id, "One change for next time", "Shown before the next take", width, &mut change);
            if change != take.change_for_next_time {
                let changed = Take { change_for_next_time: change, ..take.clone() };
                commands.push(ReviewCommand::Write(Box::new(changed)).into());
            }
        });
    });
}
