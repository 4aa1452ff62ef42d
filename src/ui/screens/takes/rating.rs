//! Rating by ear: five rows, the anchors of the one that is rated next, the one change for next time, and a note.

use eframe::egui::{Id, Label, Rect, Ui, vec2};

use super::{Focus, State};
use crate::domain::listening;
use crate::domain::rating::{Points, Rating, Rubric, RubricRow};
use crate::domain::take::Take;
use crate::ui::command::{Command, GuideCommand, RateCommand, ReviewCommand};
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::theme::{Type, palette, size, space};
use crate::ui::widgets::{button, choice, field};
use crate::ui::words;

pub fn show(ui: &mut Ui, model: &Model, state: &mut State, take: &Take, commands: &mut Vec<Command>) {
    let rubric = &model.library.settings.rubric;
    let rating = take.ratings.get(state.page.sitting());
    ui.horizontal(|ui| {
        ui.spacing_mut().interact_size.y = 24.0;
        ui.label(Type::Section.text("Rating"));
        ui.add(Label::new(Type::Strong.text(mean(rubric, rating))).truncate());
    });
    if state.page.blind_rating.is_some() {
        field::hint(ui, "Rated again. What you gave before is out of sight until you are done.");
    }
    ui.add_enabled_ui(model.is_writable(), |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        ui.spacing_mut().interact_size.y = size::CONTROL - 4.0;
        for (index, row) in rubric.rows.iter().enumerate() {
            let points = rating.and_then(|rating| rating.points_for(&row.id)).map(Points::get);
            let focused = index == state.page.row;
            one_row(ui, row, index, points, focused, commands);
            if focused {
                anchors(ui, row);
            }
        }
    });
    ui.add_space(space::XS);
    change(ui, model, state, take, commands);
    standing(ui, model, state, take, rating, commands);
    note(ui, model, state, take, rating, commands);
}

/// The mean so far, or what to press.
fn mean(rubric: &Rubric, rating: Option<&Rating>) -> String {
    let rows = rubric.rows.len();
    let given = rating.map_or(0, |rating| rating.points.len());
    match rating.and_then(Rating::mean) {
        Some(mean) if given < rows => format!("{mean:.1} of 5 so far, {given} of {rows} rows"),
        Some(mean) => format!("{mean:.1} of 5"),
        None => "Not rated yet. Press 1 to 5 for each row.".to_owned(),
    }
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
            let mark = Rect::from_min_size(top + vec2(-space::S, 4.0), vec2(3.0, size::CONTROL - 12.0));
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

/// What 1, 3 and 5 sound like in the row that is rated next; one row always shows them, so that nothing below moves.
fn anchors(ui: &mut Ui, row: &RubricRow) {
    let weak = palette(ui).text_weak;
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for (points, anchor) in [1, 3, 5].into_iter().zip(&row.anchors) {
            ui.horizontal_top(|ui| {
                ui.add_space(space::S);
                ui.label(Type::Caption.text(points.to_string()));
                ui.add(Label::new(Type::Caption.text(anchor).color(weak)).wrap());
            });
        }
        ui.add_space(space::XS);
    });
}

/// Earlier or later ratings, and the ways to another one.
fn standing(
    ui: &mut Ui,
    model: &Model,
    state: &State,
    take: &Take,
    rating: Option<&Rating>,
    commands: &mut Vec<Command>,
) {
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
    let is_rated = rating.and_then(Rating::mean).is_some();
    ui.horizontal_wrapped(|ui| {
        ui.add_enabled_ui(model.is_writable() && is_rated, |ui| {
            if button::quiet(ui, icons::HIDE, "Rate again, blind").clicked() {
                commands.push(RateCommand::Again.into());
            }
        });
        if button::quiet(ui, icons::GUIDE, "What to listen for").clicked() {
            commands.push(GuideCommand::Open("red-flags".to_owned()).into());
        }
    });
}

/// The one thing to do better, which stands before the speaker at the next take.
pub fn change(ui: &mut Ui, model: &Model, state: &mut State, take: &Take, commands: &mut Vec<Command>) {
    let id = Id::unique(("next time", &take.id.0));
    let key = model.keymap.key_for(&ReviewCommand::WriteChange.into());
    ui.add_enabled_ui(model.is_writable(), |ui| {
        let has_it = ui.memory(|memory| memory.has_focus(id));
        let written = !take.change_for_next_time.trim().is_empty();
        let hint = match (has_it, written) {
            (true, _) => "Enter keeps it".to_owned(),
            (false, true) => "Kept. It is shown before and during the next take".to_owned(),
            (false, false) => format!("{key} leads here"),
        };
        ui.horizontal(|ui| {
            ui.label(Type::Strong.text("One change for next time"));
            field::hint(ui, hint);
        });
        let mut change = take.change_for_next_time.clone();
        let width = ui.available_width() - space::L;
        let example = "Say the number first, then how";
        field::line(ui, id, "One change for next time", example, width, &mut change);
        if state.focus == Some(Focus::Change) {
            ui.memory_mut(|memory| memory.request_focus(id));
            state.focus = None;
        }
        if change != take.change_for_next_time {
            let changed = Take { change_for_next_time: change, ..take.clone() };
            commands.push(ReviewCommand::Write(Box::new(changed)).into());
        }
    });
}

fn note(
    ui: &mut Ui,
    model: &Model,
    state: &State,
    take: &Take,
    rating: Option<&Rating>,
    commands: &mut Vec<Command>,
) {
    ui.add_space(space::S);
    ui.add_enabled_ui(model.is_writable(), |ui| {
        field::caption(ui, "In your own words");
        let mut note = rating.map_or(String::new(), |rating| rating.note.clone());
        let before = note.clone();
        let id = Id::unique(("rating note", &take.id.0));
        field::lines(ui, id, "Note on this take", "What worked, and where", 2, &mut note);
        if note != before {
            let noted = listening::rating_noted(take, state.page.sitting(), note, model.now);
            commands.push(ReviewCommand::Write(Box::new(noted)).into());
        }
    });
}
