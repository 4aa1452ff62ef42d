//! All stories side by side: a heat map of sections over and under their targets.

use std::sync::Arc;

use super::axis::{Axis, place};
use super::{Chart, Hue, Marks, Panel, Square};
use crate::domain::figures::Unit;
use crate::domain::figures::{Group, Kind, Measure};
use crate::domain::library::Library;
use crate::domain::progress::Selection;
use crate::domain::progress::table::{Cell, Column, Link, Row, Source, Table};
use crate::domain::settings::Settings;
use crate::domain::stats::{self, ENOUGH};
use crate::domain::story::StoryId;

/// By how much each section of each story lies over or under its target, by the median of the last ten takes.
/// A panel per framework, split and length; stories with fewer than five comparable takes say how many they have.
#[must_use]
pub fn heat_map(selection: &Selection<'_>, library: &Library, settings: &Settings) -> Chart {
    let by_story = selection.by_story();
    let mut table = Table { title: "Sections over and under target".to_owned(), ..Table::default() };
    table.columns = ["Story", "Takes of", "Section"].map(Column::text).to_vec();
    table.columns.push(Column::number("Takes", Unit::Takes).of(Source::Comparable));
    table.columns.push(Column::number("Over or under", Unit::PercentPoints).of(Source::OverTarget));
    table.columns.push(Column::text("Verdict"));

    let mut panels = Vec::new();
    let full = selection.groups().iter().filter(|(group, _)| group.kind == Kind::Full);
    for (group, _) in full {
        let mut told: Vec<(String, Option<&StoryId>, &Selection<'_>)> = by_story
            .iter()
            .filter(|(_, takes)| takes.groups().iter().any(|(own, _)| Arc::ptr_eq(own, group)))
            .map(|(id, takes)| (crate::domain::progress::title_of(*id, library), *id, takes))
            .collect();
        told.sort_by(|a, b| (a.0.to_lowercase(), a.1).cmp(&(b.0.to_lowercase(), b.1)));
        panels.push(heat_panel(group, &told, settings, &mut table));
    }
    panels.retain(|panel| !panel.marks.iter().all(Marks::is_empty));
    Chart {
        id: "heat-map".to_owned(),
        title: table.title.clone(),
        summary: summary(&table),
        panels,
        notes: vec!["Percentage points by the median of the last ten takes; + is over, - is under. From five takes on.".to_owned()],
        table: table.into(),
    }
}

fn heat_panel(
    group: &Arc<Group>,
    told: &[(String, Option<&StoryId>, &Selection<'_>)],
    settings: &Settings,
    table: &mut Table,
) -> Panel {
    let mut squares = Vec::new();
    for (index, (title, id, takes)) in told.iter().enumerate() {
        for (section, planned) in group.sections.iter().enumerate() {
            let series = takes.series_of(&Measure::Share(section), group, settings);
            let summary = series.summary.filter(|summary| summary.takes >= ENOUGH);
            let over = summary.map(|summary| summary.median - planned.target.as_percent());
            let verdict =
                summary.map(|summary| settings.tolerance.judge(summary.median, planned.target).word());
            let place = [section, told.len() - 1 - index];
            match over {
                Some(over) => squares.push(square(place, over, table.rows.len(), settings)),
                None if section == 0 && !series.points.is_empty() => {
                    squares.push(too_few(place, series.points.len(), table.rows.len()));
                }
                None => {}
            }
            table.rows.push(Row {
                cells: vec![
                    Cell::Text(title.clone()),
                    Cell::Text(group.label()),
                    Cell::Text(planned.name.clone()),
                    Cell::Number(stats::number(series.points.len()), Unit::Takes),
                    Cell::number(over, Unit::PercentPoints),
                    verdict.map_or(Cell::Empty, |word| Cell::Text(word.to_owned())),
                ],
                link: Link::Section { story: id.cloned(), group: Arc::clone(group), section },
            });
        }
    }
    let sections: Vec<String> = group.sections.iter().map(|section| section.name.clone()).collect();
    let titles: Vec<String> = told.iter().rev().map(|(title, ..)| title.clone()).collect();
    Panel {
        title: group.label(),
        x: Axis::of_all_things("", &sections),
        y: Axis::of_all_things("", &titles),
        marks: vec![Marks::Squares { squares }],
        ..Panel::default()
    }
}

fn square([column, line]: [usize; 2], over: f64, row: usize, settings: &Settings) -> Square {
    let band = settings.tolerance.per_section_points();
    let hue = if over.abs() <= band {
        Hue::Quiet
    } else if over > 0.0 {
        Hue::Over
    } else {
        Hue::Under
    };
    let sign = if over > 0.0 { "+" } else { "" };
    Square {
        x: place(column),
        y: place(line),
        hue,
        strength: (over.abs() / 30.0).clamp(0.15, 1.0),
        text: format!("{sign}{}", Unit::PercentPoints.figure(over)),
        row,
    }
}

/// What stands in place of a figure that would rest on too few takes.
fn too_few([column, line]: [usize; 2], takes: usize, row: usize) -> Square {
    let text = format!("{takes} of {ENOUGH} takes");
    Square { x: place(column), y: place(line), hue: Hue::Quiet, strength: 0.0, text, row }
}

/// By how much the section of a row lies over its target.
fn over(row: &Row) -> Option<f64> {
    match row.cells.get(4) {
        Some(Cell::Number(value, _)) => Some(*value),
        _ => None,
    }
}

/// The row of a heat map's table whose section lies farthest from its target.
#[must_use]
pub fn farthest(table: &Table) -> Option<usize> {
    let known = table.rows.iter().enumerate().filter_map(|(index, row)| Some((index, over(row)?.abs())));
    known.max_by(|a, b| a.1.total_cmp(&b.1)).map(|(index, _)| index)
}

/// The section that lies farthest from its target, in words.
fn summary(table: &Table) -> String {
    let text = |row: &Row, column: usize| row.cells.get(column).map(Cell::text).unwrap_or_default();
    let found = farthest(table).and_then(|row| table.rows.get(row));
    found.and_then(|row| Some((row, over(row)?))).map_or_else(
        || "No story has five comparable takes yet.".to_owned(),
        |(row, over)| {
            let way = if over > 0.0 { "too long" } else { "too short" };
            format!(
                "Furthest off: the {} of \"{}\", {} {way}.",
                text(row, 2),
                text(row, 0),
                Unit::PercentPoints.say(over.abs())
            )
        },
    )
}
