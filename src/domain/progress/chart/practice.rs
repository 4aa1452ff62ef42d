//! How much was practised: takes by day.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{Span, ToSpan};

use super::axis::{Axis, place};
use super::{Chart, Hue, Marks, Panel, Square};
use crate::domain::figures::Unit;
use crate::domain::progress::table::{Cell, Column, Link, Row, Source, Table};
use crate::domain::progress::{Filter, Selection, words};
use crate::domain::stats;

/// The least and the most weeks that a calendar shows.
const LEAST_WEEKS: i64 = 8;
const MOST_WEEKS: usize = 26;

/// What was recorded on one day.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Day {
    takes: usize,
    secs: f64,
}

/// Takes and minutes by day, a column per week, Monday on top.
#[must_use]
pub fn calendar(selection: &Selection<'_>, filter: &Filter, today: Date) -> Chart {
    let days = days(selection);
    let mondays = mondays(filter, today, days.keys().next().copied());
    let rows: Vec<(Date, Day)> = days.iter().map(|(day, practised)| (*day, *practised)).collect();
    let most = days.values().map(|day| day.takes).max().unwrap_or(1).max(1);
    let squares = rows.iter().enumerate().filter_map(|(row, (day, practised))| {
        let week = mondays.binary_search(&monday_of(*day)).ok()?;
        let weekday = f64::from(day.weekday().to_monday_zero_offset());
        let strength = 0.2 + 0.6 * stats::number(practised.takes) / stats::number(most);
        Some(Square {
            x: place(week),
            y: 7.0 - weekday,
            hue: Hue::Ink,
            strength,
            text: practised.takes.to_string(),
            row,
        })
    });
    let takes: usize = days.values().map(|day| day.takes).sum();
    let minutes: f64 = days.values().map(|day| day.secs).sum::<f64>() / 60.0;
    Chart {
        id: "calendar".to_owned(),
        title: "Takes by day".to_owned(),
        summary: match takes {
            0 => "Nothing recorded in this time; record a take to begin.".to_owned(),
            _ => format!(
                "{} on {}, {} in all.",
                words::takes(takes),
                words::days(days.len()),
                Unit::Minutes.say(minutes)
            ),
        },
        panels: vec![Panel {
            x: week_axis(&mondays),
            y: weekday_axis(),
            marks: vec![Marks::Squares { squares: squares.collect() }],
            ..Panel::default()
        }],
        notes: earlier_note(&days, &mondays).into_iter().collect(),
        table: day_table(&rows).into(),
    }
}

fn days(selection: &Selection<'_>) -> BTreeMap<Date, Day> {
    let mut days: BTreeMap<Date, Day> = BTreeMap::new();
    for (_, take) in selection.takes() {
        let day = days.entry(take.day()).or_default();
        day.takes += 1;
        day.secs += take.length_secs();
    }
    days
}

fn day_table(rows: &[(Date, Day)]) -> Table {
    let row = |(day, practised): &(Date, Day)| Row {
        cells: vec![
            Cell::Day(*day),
            Cell::Number(stats::number(practised.takes), Unit::Takes),
            Cell::Number(practised.secs / 60.0, Unit::Minutes),
        ],
        link: Link::Day(*day),
    };
    Table {
        title: "Takes by day".to_owned(),
        columns: vec![
            Column::text("Day"),
            Column::number("Takes", Unit::Takes).of(Source::Takes),
            Column::number("Recorded", Unit::Minutes).of(Source::Minutes),
        ],
        rows: rows.iter().map(row).collect(),
    }
}

pub(in crate::domain::progress) fn monday_of(day: Date) -> Date {
    let offset = i64::from(day.weekday().to_monday_zero_offset());
    day.checked_sub(offset.days()).unwrap_or(day)
}

/// The Mondays of the weeks to draw: from the first day that has a take to today, or to the end of the period.
fn mondays(filter: &Filter, today: Date, first_day: Option<Date>) -> Vec<Date> {
    let end = filter.period.map_or(today, |period| period.to.min(today));
    let last = monday_of(end);
    let before: Span = (LEAST_WEEKS - 1).weeks();
    let first = last.checked_sub(before).unwrap_or(last).min(first_day.map_or(last, monday_of));
    let mut mondays: Vec<Date> = std::iter::successors(Some(last), |monday| {
        monday.checked_sub(1.week()).ok().filter(|monday| *monday >= first)
    })
    .take(MOST_WEEKS)
    .collect();
    mondays.reverse();
    mondays
}

fn week_axis(mondays: &[Date]) -> Axis {
    Axis::of_things("", mondays.len(), |index| {
        mondays.get(index).map_or_else(String::new, |monday| monday.strftime("%-d %b").to_string())
    })
}

fn weekday_axis() -> Axis {
    let names =
        ["Sunday", "Saturday", "Friday", "Thursday", "Wednesday", "Tuesday", "Monday"].map(str::to_owned);
    Axis::of_all_things("", &names)
}

/// What lies before the weeks that are drawn.
fn earlier_note(days: &BTreeMap<Date, Day>, mondays: &[Date]) -> Option<String> {
    let first = mondays.first()?;
    let earlier: usize = days.range(..*first).map(|(_, day)| day.takes).sum();
    (earlier > 0)
        .then(|| format!("{} lie before the weeks drawn; the table has them.", words::takes(earlier)))
}
