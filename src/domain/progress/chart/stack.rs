//! The sections of each take in seconds, one on top of the other.

use std::sync::Arc;

use super::axis::{Axis, place};
use super::lines::{axis_of_takes, cold_cell, kept_apart};
use super::{Bar, Chart, Hue, Marks, Panel, Part, Rule, Stroke};
use crate::domain::figures::Unit;
use crate::domain::figures::{Group, Measure, TakeFigures};
use crate::domain::progress::table::{Cell, Column, Link, Row, Source, Table};
use crate::domain::progress::{Selection, TakeIndex, words};
use crate::domain::stats;

/// Bars that can still be told apart.
const MOST_BARS: usize = 60;

/// Stacked seconds per take for the last sixty takes of a group; the table has all of them.
#[must_use]
pub fn stacked_secs(selection: &Selection<'_>, group: &Arc<Group>) -> Chart {
    let members = selection.groups().iter().find(|(known, _)| Arc::ptr_eq(known, group));
    let takes: Vec<(TakeIndex, &TakeFigures)> = members
        .into_iter()
        .flat_map(|(_, members)| members)
        .filter_map(|&index| Some((index, selection.progress().take(index)?)))
        .filter(|(_, take)| take.divides())
        .collect();
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
        title: "Seconds per section".to_owned(),
        summary,
        panels: vec![panel(group, drawn, hidden)],
        notes: left_out.into_iter().chain(kept_apart(selection, group)).collect(),
        table: table(group, &takes).into(),
    }
}

fn panel(group: &Group, drawn: &[(TakeIndex, &TakeFigures)], hidden: usize) -> Panel {
    let bars: Vec<Bar> = drawn
        .iter()
        .enumerate()
        .map(|(index, (_, take))| Bar {
            x: place(index),
            width: 0.8,
            parts: parts(take),
            row: hidden + index,
        })
        .collect();
    let tops = drawn.iter().map(|(_, take)| take.length_secs());
    let x = axis_of_takes(drawn);
    let target = group.length_secs();
    Panel {
        title: group.label(),
        letter: None,
        y: Axis::over(Unit::Seconds.label(), tops.chain([target])),
        bands: Vec::new(),
        rules: vec![Rule {
            from: [x.from, target],
            to: [x.to, target],
            stroke: Stroke::Dashed,
            label: "target".to_owned(),
        }],
        marks: vec![Marks::Bars { bars }],
        x,
        series: None,
    }
}

/// Sections from the bottom up in the order they are meant to be told, unmarked time on top.
fn parts(take: &TakeFigures) -> Vec<Part> {
    let sections = take.group.sections.iter().zip(&take.split.sections).enumerate();
    let named = sections.map(|(index, (section, &frames))| {
        (take.rate.secs(frames), Hue::Section(index), Some(section.letter()))
    });
    let unmarked = (take.rate.secs(take.split.unmarked), Hue::Quiet, None);
    let mut from = 0.0;
    named
        .chain([unmarked])
        .map(|(secs, hue, letter)| {
            let part = Part { from, to: from + secs, hue, letter };
            from += secs;
            part
        })
        .filter(|part| part.to > part.from)
        .collect()
}

fn table(group: &Group, takes: &[(TakeIndex, &TakeFigures)]) -> Table {
    let measures: Vec<Measure> =
        (0..group.sections.len()).map(Measure::Secs).chain([Measure::Unmarked, Measure::Length]).collect();
    let rubric = crate::domain::rating::Rubric { rows: Vec::new() };
    let named = measures.iter().map(|measure| {
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
        title: "Seconds per section".to_owned(),
        columns: [Column::text("Recorded"), Column::text("First of the day")]
            .into_iter()
            .chain(named)
            .collect(),
        rows: takes.iter().map(row).collect(),
    }
}
