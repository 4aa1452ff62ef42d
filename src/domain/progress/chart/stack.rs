//! How answers divide: the sections of each take in seconds, and of the median take of each week as shares.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::axis::{Axis, Tick, place};
use super::lines::{cold_cell, kept_apart};
use super::practice::monday_of;
use super::{Bar, Chart, Hue, Marks, Panel, Part, Rule, Stroke};
use crate::domain::figures::{Group, Measure, TakeFigures, Unit};
use crate::domain::progress::table::{Cell, Column, Link, Row, Source, Table};
use crate::domain::progress::{Selection, TakeIndex, words};
use crate::domain::rating::Rubric;
use crate::domain::stats;

/// Bars that can still be told apart.
const MOST_BARS: usize = 60;

/// Weeks that are drawn; the table has all of them.
const MOST_WEEKS: usize = 12;

fn members<'a>(selection: &Selection<'a>, group: &Arc<Group>) -> Vec<(TakeIndex, &'a TakeFigures)> {
    selection.members(group).filter(|(_, take)| take.divides()).collect()
}

/// Stacked seconds per take for the last sixty takes of a group; the table has all of them.
#[must_use]
pub fn by_take(selection: &Selection<'_>, group: &Arc<Group>) -> Chart {
    let takes = members(selection, group);
    let drawn = stats::last(&takes, MOST_BARS);
    let hidden = takes.len() - drawn.len();
    let left_out = (hidden > 0).then(|| {
        format!(
            "The last {MOST_BARS} takes are drawn; the table has the {} before them too.",
            words::takes(hidden)
        )
    });
    let summary = takes.last().map_or_else(
        || words::nothing_yet(Some(&Measure::Distance)).to_owned(),
        |(_, take)| words::of_sections(take),
    );
    Chart {
        id: "seconds".to_owned(),
        title: "Sections of each take".to_owned(),
        summary,
        panels: vec![take_panel(group, drawn, hidden)],
        notes: left_out.into_iter().chain(kept_apart(selection, group)).collect(),
        table: take_table(group, &takes).into(),
    }
}

fn take_panel(group: &Group, drawn: &[(TakeIndex, &TakeFigures)], hidden: usize) -> Panel {
    let bars = drawn.iter().enumerate().map(|(index, (_, take))| {
        let secs = take.split.sections.iter().chain([&take.split.unmarked]);
        Bar {
            x: place(index),
            width: 0.8,
            parts: parts(group, &secs.map(|&frames| take.rate.secs(frames)).collect::<Vec<_>>()),
            row: hidden + index,
        }
    });
    let x = Axis::of_things("", drawn.len(), |index| {
        drawn.get(index).map_or_else(String::new, |(_, take)| take.day().strftime("%-d %b").to_string())
    });
    let target = group.length_secs();
    let tops = drawn.iter().map(|(_, take)| take.length_secs());
    Panel {
        y: Axis::near(Unit::Seconds, tops.chain([target, 0.0])),
        rules: vec![Rule {
            from: [x.from, target],
            to: [x.to, target],
            stroke: Stroke::Dashed,
            label: "target length".to_owned(),
        }],
        marks: vec![Marks::Bars { bars: bars.collect() }],
        x,
        ..Panel::default()
    }
}

/// Sections from the bottom up in the order they are meant to be told, what is left on top.
fn parts(group: &Group, amounts: &[f64]) -> Vec<Part> {
    let names = group.sections.iter().enumerate();
    let hues = names.map(|(index, section)| (Hue::Section(index), Some(section.letter())));
    let mut from = 0.0;
    hues.chain([(Hue::Quiet, None)])
        .zip(amounts)
        .map(|((hue, letter), amount)| {
            let part = Part { from, to: from + amount, hue, letter };
            from += amount;
            part
        })
        .filter(|part| part.to > part.from)
        .collect()
}

fn take_table(group: &Group, takes: &[(TakeIndex, &TakeFigures)]) -> Table {
    let measures: Vec<Measure> =
        (0..group.sections.len()).map(Measure::Secs).chain([Measure::Unmarked, Measure::Length]).collect();
    let rubric = Rubric { rows: Vec::new() };
    let heads = measures.iter().map(|measure| {
        Column::number(measure.name(group, &rubric), measure.unit()).of(Source::Take(measure.clone()))
    });
    let row = |&(index, take): &(TakeIndex, &TakeFigures)| {
        let values = measures.iter().map(|measure| Cell::number(measure.value(take), measure.unit()));
        Row {
            cells: [Cell::Moment(take.civil), cold_cell(take)].into_iter().chain(values).collect(),
            link: Link::Take(index, take.id.clone()),
        }
    };
    Table {
        title: "Sections of each take".to_owned(),
        columns: ["Recorded", "First of the day"].map(Column::text).into_iter().chain(heads).collect(),
        rows: takes.iter().map(row).collect(),
    }
}

/// One week: its Monday, how many takes it has, and the one of them whose distance is the median.
struct Week<'a> {
    monday: Date,
    takes: usize,
    middle: (TakeIndex, &'a TakeFigures),
}

impl<'a> Week<'a> {
    fn of(monday: Date, mut takes: Vec<(TakeIndex, &'a TakeFigures)>) -> Option<Self> {
        let distance = |take: &TakeFigures| take.distance.unwrap_or(f64::INFINITY);
        takes.sort_by(|a, b| distance(a.1).total_cmp(&distance(b.1)));
        let middle = *takes.get(takes.len().saturating_sub(1) / 2)?;
        Some(Self { monday, takes: takes.len(), middle })
    }
}

/// How the median take of each week divides, beside how it should. Weeks without a take have no bar.
#[must_use]
pub fn by_week(selection: &Selection<'_>, group: &Arc<Group>) -> Chart {
    let mut by_week: BTreeMap<Date, Vec<(TakeIndex, &TakeFigures)>> = BTreeMap::new();
    for (index, take) in members(selection, group) {
        by_week.entry(monday_of(take.day())).or_default().push((index, take));
    }
    let week = |(monday, takes)| Week::of(monday, takes);
    let weeks: Vec<Week<'_>> = by_week.into_iter().filter_map(week).collect();
    let summary = match weeks.last() {
        None => words::nothing_yet(Some(&Measure::Distance)).to_owned(),
        Some(week) => {
            let shares = week.middle.1.sections().filter_map(|section| {
                let target = Unit::Percent.say(section.target_percent);
                Some(format!("{} {} of {target}", section.name, Unit::Percent.figure(section.share_percent?)))
            });
            let when = week.monday.strftime("%-d %B");
            format!("Week from {when}: {}.", shares.collect::<Vec<_>>().join(", "))
        }
    };
    Chart {
        id: "split".to_owned(),
        title: "How your answers divide".to_owned(),
        summary,
        panels: vec![week_panel(group, &weeks)],
        notes: kept_apart(selection, group).into_iter().collect(),
        table: week_table(group, &weeks).into(),
    }
}

fn week_panel(group: &Group, weeks: &[Week<'_>]) -> Panel {
    let drawn = stats::last(weeks, MOST_WEEKS);
    let hidden = weeks.len() - drawn.len();
    let whole = |shares: Vec<f64>| {
        let rest = (100.0 - shares.iter().sum::<f64>()).max(0.0);
        parts(group, &shares.into_iter().chain([rest]).collect::<Vec<_>>())
    };
    let shares = |take: &TakeFigures| take.sections().filter_map(|section| section.share_percent).collect();
    let bars = drawn.iter().enumerate().map(|(index, week)| Bar {
        x: place(index),
        width: 0.72,
        parts: whole(shares(week.middle.1)),
        row: hidden + index,
    });
    let target = group.sections.iter().map(|section| section.target.as_percent()).collect();
    let aimed = Bar { x: place(drawn.len()), width: 0.72, parts: whole(target), row: weeks.len() };
    let has_any = !drawn.is_empty();
    let mut names: Vec<String> =
        drawn.iter().map(|week| week.monday.strftime("%-d %b").to_string()).collect();
    names.push("target".to_owned());
    let percent = |at: f64| Tick { at, label: Unit::Percent.say(at) };
    let y = Axis::between("", 0.0, 100.0);
    Panel {
        x: Axis::of_all_things("", &names),
        y: Axis { ticks: [0.0, 25.0, 50.0, 75.0, 100.0].map(percent).to_vec(), ..y },
        marks: vec![Marks::Bars { bars: bars.chain(has_any.then_some(aimed)).collect() }],
        ..Panel::default()
    }
}

fn week_table(group: &Group, weeks: &[Week<'_>]) -> Table {
    let measures: Vec<Measure> = (0..group.sections.len()).map(Measure::Share).collect();
    let row = |week: &Week<'_>| {
        let (index, take) = week.middle;
        let told = [Cell::Day(week.monday), Cell::Text(words::takes(week.takes))];
        let shares = measures.iter().map(|measure| Cell::number(measure.value(take), measure.unit()));
        Row { cells: told.into_iter().chain(shares).collect(), link: Link::Take(index, take.id.clone()) }
    };
    let target =
        group.sections.iter().map(|section| Cell::Number(section.target.as_percent(), Unit::Percent));
    let aimed = Row {
        cells: [Cell::Text("Target".to_owned()), Cell::Empty].into_iter().chain(target).collect(),
        link: Link::None,
    };
    let rubric = Rubric { rows: Vec::new() };
    let heads = measures.iter().map(|measure| {
        Column::number(measure.name(group, &rubric), measure.unit()).of(Source::Take(measure.clone()))
    });
    Table {
        title: "How your answers divide".to_owned(),
        columns: ["Week from", "Median of"].map(Column::text).into_iter().chain(heads).collect(),
        rows: weeks.iter().map(row).chain((!weeks.is_empty()).then_some(aimed)).collect(),
    }
}
