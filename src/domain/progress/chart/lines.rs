//! Measures over takes: a panel per measure, raw points, the band they aim at, cold takes set off by their shape.

use std::sync::Arc;

use super::axis::{Axis, place};
use super::{Chart, Dot, Hue, Marks, Panel, Rule, Shape, Stripe, Stroke};
use crate::domain::figures::Unit;
use crate::domain::figures::{Group, Measure, Sound, TakeFigures};
use crate::domain::framework;
use crate::domain::progress::table::{Cell, Column, Link, Row, Source, Table};
use crate::domain::progress::{Selection, Series, TakeIndex, words};
use crate::domain::settings::Settings;
use crate::domain::stats::{RECENT, Trend};
use crate::domain::take::TallyKind;

/// The three lines that matter: split distance, set-up and length.
#[must_use]
pub fn overview(selection: &Selection<'_>, group: &Arc<Group>, settings: &Settings) -> Chart {
    let measures = [Measure::Distance, Measure::SetUp, Measure::Length];
    set_of(("overview", "Split, set-up and length"), &measures, selection, group, settings)
}

/// A panel per section: its share of every take.
#[must_use]
pub fn shares(selection: &Selection<'_>, group: &Arc<Group>, settings: &Settings) -> Chart {
    let measures: Vec<Measure> = (0..group.sections.len()).map(Measure::Share).collect();
    set_of(("shares", "Share of each section"), &measures, selection, group, settings)
}

/// Length against the zones.
#[must_use]
pub fn length(selection: &Selection<'_>, group: &Arc<Group>, settings: &Settings) -> Chart {
    let mut chart = set_of(("length", "Length"), &[Measure::Length], selection, group, settings);
    let scale = group.length_secs() / f64::from(settings.target_length_secs.max(1));
    let zones = settings.zones;
    let [enough, wrap_up, over] =
        [zones.enough_secs, zones.wrap_up_secs, zones.over_secs].map(|secs| f64::from(secs) * scale);
    for panel in &mut chart.panels {
        panel.bands = vec![
            Stripe { from: enough, to: wrap_up, label: "Enough".to_owned() },
            Stripe { from: wrap_up, to: over, label: "Wrap up".to_owned() },
        ];
    }
    chart
}

/// A panel per rubric row, and one for their mean.
#[must_use]
pub fn ratings(selection: &Selection<'_>, group: &Arc<Group>, settings: &Settings) -> Chart {
    let rows = selection.progress().rows(settings).into_iter().map(Measure::Points);
    let measures: Vec<Measure> = std::iter::once(Measure::MeanPoints).chain(rows).collect();
    set_of(("ratings", "Own ratings"), &measures, selection, group, settings)
}

/// What was counted on replay, per minute.
#[must_use]
pub fn tallies(selection: &Selection<'_>, group: &Arc<Group>, settings: &Settings) -> Chart {
    let measures = TallyKind::ALL.map(Measure::PerMinute);
    set_of(("tallies", "Counted on replay"), &measures, selection, group, settings)
}

/// What was measured from the samples, where they were analysed.
#[must_use]
pub fn speech(selection: &Selection<'_>, group: &Arc<Group>, settings: &Settings) -> Chart {
    let measures = Sound::ALL.map(Measure::Sound);
    set_of(("speech", "Voice"), &measures, selection, group, settings)
}

/// A panel for each of these measures over the takes of one group. Measures without a value have no panel.
#[must_use]
pub fn set_of(
    (id, title): (&str, &str),
    measures: &[Measure],
    selection: &Selection<'_>,
    group: &Arc<Group>,
    settings: &Settings,
) -> Chart {
    let series: Vec<Series> = measures
        .iter()
        .map(|measure| selection.series_of(measure, group, settings))
        .filter(|series| !series.points.is_empty())
        .collect();
    let takes = takes_in(&series, selection);
    let summary = if series.is_empty() {
        words::nothing_yet(measures.first()).to_owned()
    } else {
        let said: Vec<String> = series.iter().map(|series| words::of_series(series, settings)).collect();
        said.join(" ")
    };
    Chart {
        id: id.to_owned(),
        title: title.to_owned(),
        summary,
        table: table(title, &series, &takes, settings).into(),
        panels: panels(series, &takes, settings),
        notes: kept_apart(selection, group).into_iter().collect(),
    }
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
    let measured = series.iter().map(|series| {
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
        columns: [Column::text("Recorded"), Column::text("First of the day")]
            .into_iter()
            .chain(measured)
            .collect(),
        rows: takes.iter().map(row).collect(),
    }
}

pub(super) fn cold_cell(take: &TakeFigures) -> Cell {
    if take.first_of_day { Cell::Text("first".to_owned()) } else { Cell::Empty }
}

fn panels(series: Vec<Series>, takes: &[(TakeIndex, &TakeFigures)], settings: &Settings) -> Vec<Panel> {
    let x = axis_of_takes(takes);
    let axes: Vec<Axis> = series.iter().map(|one| value_axis(&one.measure, &series)).collect();
    series.into_iter().zip(axes).map(|(series, y)| panel(series, x.clone(), y, takes, settings)).collect()
}

/// Panels of the same sort share their axis, so that sections, rows and counts can be compared at a glance.
fn value_axis(measure: &Measure, series: &[Series]) -> Axis {
    let label = measure.unit().label();
    if measure.unit() == Unit::Rating {
        return Axis::of_points(label);
    }
    let is_alike = |other: &Measure| {
        other.unit() == measure.unit() && std::mem::discriminant(other) == std::mem::discriminant(measure)
    };
    let alike = || series.iter().filter(|series| is_alike(&series.measure));
    let values = alike().flat_map(|series| &series.points).map(|point| point.value);
    Axis::over(label, values.chain(alike().filter_map(|series| series.band.as_ref()).map(|band| band.to)))
}

/// Takes side by side, the oldest first, labelled with their days.
pub(super) fn axis_of_takes(takes: &[(TakeIndex, &TakeFigures)]) -> Axis {
    let year = |take: Option<&(TakeIndex, &TakeFigures)>| take.map(|(_, take)| take.day().year());
    let format = if year(takes.first()) == year(takes.last()) { "%-d %b" } else { "%b %Y" };
    Axis::of_things("Takes, the oldest first", takes.len(), |index| {
        takes.get(index).map_or_else(String::new, |(_, take)| take.day().strftime(format).to_string())
    })
}

fn panel(
    series: Series,
    x: Axis,
    y: Axis,
    takes: &[(TakeIndex, &TakeFigures)],
    settings: &Settings,
) -> Panel {
    let name = series.measure.name(&series.group, &settings.rubric);
    let (hue, letter) = match series.measure {
        Measure::Share(section) | Measure::Secs(section) => {
            (Hue::Section(section), Some(framework::letter(&name)))
        }
        _ => (Hue::Ink, None),
    };
    let bands =
        series.band.iter().map(|band| Stripe { from: band.from, to: band.to, label: "band".to_owned() });
    Panel {
        title: name,
        letter,
        bands: bands.collect(),
        rules: rules(&series, &x, takes),
        marks: dots(&series, hue, takes),
        x,
        y,
        series: Some(series),
    }
}

fn dots(series: &Series, hue: Hue, takes: &[(TakeIndex, &TakeFigures)]) -> Vec<Marks> {
    let (mut cold, mut rest) = (Vec::new(), Vec::new());
    for (index, point) in series.points.iter().enumerate() {
        let Ok(row) = takes.binary_search_by_key(&point.take, |(index, _)| *index) else { continue };
        let dot = Dot { x: place(row), y: point.value, row, place: index };
        if point.cold { cold.push(dot) } else { rest.push(dot) }
    }
    vec![
        Marks::Dots { name: "Later takes of a day".to_owned(), shape: Shape::Circle, hue, dots: rest },
        Marks::Dots { name: "First take of a day".to_owned(), shape: Shape::Diamond, hue, dots: cold },
    ]
}

/// The target from edge to edge, and over the last ten takes their middle and, where it is clear, their line.
fn rules(series: &Series, x: &Axis, takes: &[(TakeIndex, &TakeFigures)]) -> Vec<Rule> {
    let mut rules = Vec::new();
    if let Some(target) = series.band.as_ref().and_then(|band| band.target) {
        let label = "target".to_owned();
        rules.push(Rule { from: [x.from, target], to: [x.to, target], stroke: Stroke::Dashed, label });
    }
    let recent = crate::domain::stats::last(&series.points, RECENT);
    let at = |take: Option<&crate::domain::progress::Point>| {
        takes.binary_search_by_key(&take?.take, |(index, _)| *index).ok().map(place)
    };
    let (Some(first), Some(last)) = (at(recent.first()), at(recent.last())) else { return rules };
    if let Some(summary) = series.summary.filter(|summary| summary.takes >= 2) {
        let label = format!("median of {}", summary.takes);
        let median = summary.median;
        rules.push(Rule { from: [first, median], to: [last, median], stroke: Stroke::Dotted, label });
    }
    if let Trend::Clear(line) = series.trend {
        let label = "trend".to_owned();
        rules.push(Rule { from: [first, line.from], to: [last, line.to], stroke: Stroke::Solid, label });
    }
    rules
}

/// Groups that a note names before it counts the rest.
const MOST_NAMED: usize = 3;

/// Which takes the picture leaves out because they are not comparable.
pub(super) fn kept_apart(selection: &Selection<'_>, group: &Arc<Group>) -> Option<String> {
    let others: Vec<_> = selection.groups().iter().filter(|(other, _)| !Arc::ptr_eq(other, group)).collect();
    let named = others.iter().take(MOST_NAMED);
    let mut said: Vec<String> =
        named.map(|(other, takes)| format!("{} ({})", other.label(), words::takes(takes.len()))).collect();
    let rest: usize = others.iter().skip(MOST_NAMED).map(|(_, takes)| takes.len()).sum();
    if rest > 0 {
        said.push(format!("{} in {} other groups", words::takes(rest), others.len() - MOST_NAMED));
    }
    (!said.is_empty()).then(|| {
        format!(
            "Shown: {}. Kept apart, because framework, targets or kind differ: {}.",
            group.label(),
            said.join("; ")
        )
    })
}
