//! All stories side by side: a table to sort, and a heat map of sections over and under their targets.

use std::sync::Arc;

use super::axis::{Axis, place};
use super::practice::story_state;
use super::{Chart, Hue, Marks, Panel, Square};
use crate::domain::figures::Unit;
use crate::domain::figures::{Group, Kind, Measure};
use crate::domain::library::Library;
use crate::domain::progress::Selection;
use crate::domain::progress::table::{Cell, Column, Link, Row, Source, Table};
use crate::domain::settings::Settings;
use crate::domain::stats::{self, ENOUGH};
use crate::domain::story::{Story, StoryId};

/// A row per story, by title: how often it was told, its best and latest figures, and the change over five takes.
#[must_use]
pub fn story_table(selection: &Selection<'_>, library: &Library, settings: &Settings) -> Table {
    let by_story = selection.by_story();
    let mut stories: Vec<&Story> = library.stories().collect();
    stories.sort_by(|a, b| (a.title.to_lowercase(), &a.id).cmp(&(b.title.to_lowercase(), &b.id)));
    let filed = stories.iter().map(|story| {
        let takes = by_story.get(&Some(&story.id));
        let state = story_state(story, takes, settings).name().to_owned();
        row(story.title.clone(), state, Some(story.id.clone()), takes, settings)
    });
    let unfiled = by_story
        .get(&None)
        .map(|takes| row("Takes without a story".to_owned(), String::new(), None, Some(takes), settings));
    let gone = by_story.iter().filter_map(|(id, takes)| {
        let id = id.filter(|id| library.story(id).is_none())?;
        Some(row(format!("Deleted story {id}"), String::new(), Some(id.clone()), Some(takes), settings))
    });
    Table {
        title: "All stories".to_owned(),
        columns: columns(),
        rows: filed.chain(unfiled).chain(gone).collect(),
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::text("Story"),
        Column::text("State"),
        Column::number("Takes", Unit::Takes).of(Source::Takes),
        Column::text("Comparable takes are"),
        Column::number("of them", Unit::Takes).of(Source::Comparable),
        Column::number("Best distance", Unit::PointsOff).of(Source::Best(Measure::Distance)),
        Column::number("Latest distance", Unit::PointsOff).of(Source::Latest(Measure::Distance)),
        Column::number("Change over five", Unit::PointsOff).of(Source::ChangeOverFive(Measure::Distance)),
        Column::number("Latest set-up", Unit::Seconds).of(Source::Latest(Measure::SetUp)),
        Column::number("Latest length", Unit::Seconds).of(Source::Latest(Measure::Length)),
        Column::number("Latest rating", Unit::Rating).of(Source::Latest(Measure::MeanPoints)),
        Column::text("Last told"),
    ]
}

fn row(
    title: String,
    state: String,
    id: Option<StoryId>,
    takes: Option<&Selection<'_>>,
    settings: &Settings,
) -> Row {
    let group = takes.and_then(Selection::current_full_group);
    let series = |measure: &Measure| Some(takes?.series_of(measure, group.as_ref()?, settings));
    let latest = |measure: &Measure| {
        let value = series(measure).and_then(|series| series.latest().map(|point| point.value));
        Cell::number(value, measure.unit())
    };
    let all = takes.map(Selection::takes).unwrap_or_default();
    let distance = series(&Measure::Distance);
    let comparable = distance.as_ref().map_or(0, |series| series.points.len());
    let best = distance.as_ref().and_then(|series| series.best()).map(|point| point.value);
    let change = distance.as_ref().and_then(super::super::Series::change_over_five);
    Row {
        cells: vec![
            Cell::Text(title),
            Cell::Text(state),
            Cell::Number(stats::number(all.len()), Unit::Takes),
            group.as_ref().map_or(Cell::Empty, |group| Cell::Text(group.label())),
            Cell::Number(stats::number(comparable), Unit::Takes),
            Cell::number(best, Unit::PointsOff),
            latest(&Measure::Distance),
            Cell::number(change, Unit::PointsOff),
            latest(&Measure::SetUp),
            latest(&Measure::Length),
            latest(&Measure::MeanPoints),
            all.last().map_or(Cell::Empty, |(_, take)| Cell::Day(take.day())),
        ],
        link: Link::Story(id),
    }
}

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
            .map(|(id, takes)| (title_of(*id, library), *id, takes))
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

fn title_of(id: Option<&StoryId>, library: &Library) -> String {
    match id {
        None => "Takes without a story".to_owned(),
        Some(id) => {
            library.story(id).map_or_else(|| format!("Deleted story {id}"), |story| story.title.clone())
        }
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
            if let Some(over) = over {
                squares.push(square([section, told.len() - 1 - index], over, table.rows.len(), settings));
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
        letter: None,
        x: Axis::of_all_things("", &sections),
        y: Axis::of_all_things("", &titles),
        bands: Vec::new(),
        rules: Vec::new(),
        marks: vec![Marks::Squares { squares }],
        series: None,
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
