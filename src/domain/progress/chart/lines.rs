//! Figures over time: a panel per figure with faint points, their running median, and the band they aim at.

use std::sync::Arc;

use super::axis::{Axis, day_number};
use super::{Chart, Dot, Hue, Marks, Panel, Rule, Shape, Stripe, Stroke};
use crate::domain::figures::{Aim, Group, Measure, Place, TakeFigures, Unit};
use crate::domain::framework;
use crate::domain::progress::table::{Cell, Column, Link, Row, Source, Table};
use crate::domain::progress::{Point, Selection, Series, TakeIndex, words};
use crate::domain::settings::Settings;
use crate::domain::stats;

/// The figures that are shown at this place, over the takes of one group. Figures without a value have no panel.
#[must_use]
pub fn at(place: Place, selection: &Selection<'_>, group: &Arc<Group>, settings: &Settings) -> Chart {
    let rows = selection.progress().rows(settings);
    let measures = Measure::all_of(group, &rows).into_iter().filter(|measure| measure.place() == place);
    let measures: Vec<Measure> = measures.collect();
    let series = measures.iter().map(|measure| selection.series_of(measure, group, settings));
    let notes = kept_apart(selection, group).into_iter().collect();
    Chart { notes, ..chart(place, series.collect(), measures.first(), selection, settings) }
}

/// Guesses and second ratings over the takes of all groups: each is held against its own take.
#[must_use]
pub fn judging(selection: &Selection<'_>, settings: &Settings) -> Chart {
    let takes = selection.takes();
    let group = takes.last().map(|(_, take)| Arc::clone(&take.group));
    let measures = Measure::alone().filter(|measure| measure.place() == Place::Judging);
    let series = measures.filter_map(|measure| {
        let points = takes.iter().filter_map(|(index, take)| Point::of(&measure, *index, take)).collect();
        Some(Series::of(measure, Arc::clone(group.as_ref()?), points, settings))
    });
    chart(Place::Judging, series.collect(), Some(&Measure::LengthSurprise), selection, settings)
}

const fn head(place: Place) -> (&'static str, &'static str) {
    match place {
        Place::Overview => ("overview", "Off target, set-up and length"),
        Place::Shares => ("shares", "Share of each section"),
        Place::Sections => ("sections", "Time per section"),
        Place::Ratings => ("ratings", "Your ratings"),
        Place::Counts => ("counts", "Counted on replay"),
        Place::Voice => ("voice", "Voice"),
        Place::Judging => ("judging", "Guesses and second ratings"),
    }
}

fn chart(
    place: Place,
    mut series: Vec<Series>,
    first: Option<&Measure>,
    selection: &Selection<'_>,
    settings: &Settings,
) -> Chart {
    series.retain(|series| !series.points.is_empty());
    let (id, title) = head(place);
    let takes = takes_in(&series, selection);
    let summary = if series.is_empty() {
        words::nothing_yet(first).to_owned()
    } else {
        let said: Vec<String> = series.iter().map(|series| words::of_series(series, settings)).collect();
        said.join(" ")
    };
    let table = table(title, &series, &takes, settings).into();
    let x = Axis::of_time(takes.iter().map(|(_, take)| day_number(take.civil)));
    let panels = series.into_iter().map(|series| panel(series, x.clone(), &takes, settings)).collect();
    Chart { id: id.to_owned(), title: title.to_owned(), summary, table, panels, notes: Vec::new() }
}

/// The takes that have a point in any of the lines, the oldest first.
fn takes_in<'a>(series: &[Series], selection: &Selection<'a>) -> Vec<(TakeIndex, &'a TakeFigures)> {
    let mut indices: Vec<TakeIndex> =
        series.iter().flat_map(|series| &series.points).map(|point| point.take).collect();
    indices.sort_unstable();
    indices.dedup();
    indices.into_iter().filter_map(|index| Some((index, selection.progress().take(index)?))).collect()
}

fn table(title: &str, series: &[Series], takes: &[(TakeIndex, &TakeFigures)], settings: &Settings) -> Table {
    let heads = series.iter().map(|series| {
        let name = series.measure.name(&series.group, &settings.rubric);
        Column::number(name, series.measure.unit()).of(Source::Take(series.measure.clone()))
    });
    let row = |&(index, take): &(TakeIndex, &TakeFigures)| {
        let values =
            series.iter().map(|series| Cell::number(series.measure.value(take), series.measure.unit()));
        Row {
            cells: [Cell::Moment(take.civil), cold_cell(take)].into_iter().chain(values).collect(),
            link: Link::Take(index, take.id.clone()),
        }
    };
    Table {
        title: title.to_owned(),
        columns: ["Recorded", "First of the day"].map(Column::text).into_iter().chain(heads).collect(),
        rows: takes.iter().map(row).collect(),
    }
}

pub(super) fn cold_cell(take: &TakeFigures) -> Cell {
    if take.first_of_day { Cell::Text("first".to_owned()) } else { Cell::Empty }
}

fn panel(series: Series, x: Axis, takes: &[(TakeIndex, &TakeFigures)], settings: &Settings) -> Panel {
    let (name, unit) = (series.measure.name(&series.group, &settings.rubric), series.measure.unit());
    let (hue, letter) = match series.measure {
        Measure::Share(section) | Measure::Secs(section) => {
            (Hue::Section(section), Some(framework::letter(&name)))
        }
        _ => (Hue::Ink, None),
    };
    let band = series.band.as_ref();
    let label = |band: &crate::domain::figures::Band| format!("your band: {}", band.say(unit));
    let target = band.and_then(|band| band.target).or_else(|| is_difference(&series.measure).then_some(0.0));
    let rule = |target: f64| Rule {
        from: [x.from, target],
        to: [x.to, target],
        stroke: Stroke::Dashed,
        label: if is_difference(&series.measure) { "no difference" } else { "target" }.to_owned(),
    };
    let values = series.points.iter().map(|point| point.value);
    let aimed = band.into_iter().flat_map(|band| [band.from, band.to]).chain(target);
    let y = if unit == Unit::Rating { Axis::of_points("") } else { Axis::near(unit, values.chain(aimed)) };
    let heads = if unit.says_itself() { name } else { format!("{name} ({})", unit.label()) };
    let (marks, places) = dots(&series, hue, takes);
    Panel {
        title: heads,
        letter,
        bands: band
            .map(|band| Stripe { from: band.from, to: band.to, label: label(band) })
            .into_iter()
            .collect(),
        rules: target.map(rule).into_iter().collect(),
        marks,
        hue,
        curve: median_curve(&places),
        latest: places.last().map(|&[at, value]| ([at, value], unit.cell(value))),
        x,
        y,
        series: Some(series),
    }
}

/// Whether a figure is a difference, which is best at zero.
fn is_difference(measure: &Measure) -> bool {
    measure.place() == Place::Judging && measure.aim() == Aim::None
}

/// The points as two sets of dots, and as places in their order.
fn dots(series: &Series, hue: Hue, takes: &[(TakeIndex, &TakeFigures)]) -> (Vec<Marks>, Vec<[f64; 2]>) {
    let (mut cold, mut rest, mut places) = (Vec::new(), Vec::new(), Vec::new());
    for (index, point) in series.points.iter().enumerate() {
        let Ok(row) = takes.binary_search_by_key(&point.take, |(index, _)| *index) else { continue };
        let Some((_, take)) = takes.get(row) else { continue };
        let dot = Dot { x: day_number(take.civil), y: point.value, row, place: index };
        places.push([dot.x, dot.y]);
        if point.cold { cold.push(dot) } else { rest.push(dot) }
    }
    let marks = vec![
        Marks::Dots { name: "later take of a day".to_owned(), shape: Shape::Circle, hue, dots: rest },
        Marks::Dots { name: "first take of a day".to_owned(), shape: Shape::Diamond, hue, dots: cold },
    ];
    (marks, places)
}

/// The median of each point and the four before it.
fn median_curve(places: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let windows = places.windows(stats::ENOUGH);
    let middle = |window: &[[f64; 2]]| {
        let median = stats::median(window.iter().map(|place| place[1]))?;
        Some([window.last()?[0], median])
    };
    windows.filter_map(middle).collect()
}

/// Which takes the picture leaves out because they are not comparable.
pub(super) fn kept_apart(selection: &Selection<'_>, group: &Arc<Group>) -> Option<String> {
    let count = |own: bool| {
        let groups = selection.groups().iter().filter(|(other, _)| Arc::ptr_eq(other, group) == own);
        groups.map(|(_, takes)| takes.len()).sum::<usize>()
    };
    let (shown, apart) = (count(true), count(false));
    (apart > 0).then(|| {
        format!(
            "{} of {}. {} counted apart, because framework, targets, length or kind differ.",
            words::takes(shown),
            group.label(),
            crate::domain::figures::count(apart, "other take is", "other takes are"),
        )
    })
}
