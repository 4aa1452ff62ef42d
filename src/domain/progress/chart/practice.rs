//! How much was practised: takes by day, days by week, and what state the stories are in.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{Span, ToSpan};

use super::axis::{Axis, place};
use super::{Bar, Chart, Hue, Marks, Panel, Part, Square};
use crate::domain::figures::Measure;
use crate::domain::figures::Unit;
use crate::domain::progress::table::{Cell, Column, Link, Row, Source, Table};
use crate::domain::progress::{Filter, Selection, words};
use crate::domain::settings::Settings;
use crate::domain::stats::{self, ENOUGH};
use crate::domain::story::Story;

/// Weeks that a calendar shows unless a period is chosen.
const WEEKS: i64 = 26;

/// The most weeks a calendar or a row of weeks is drawn for.
const MOST_WEEKS: usize = 53;

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
    let mondays = mondays(filter, today);
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
            title: String::new(),
            letter: None,
            x: week_axis(&mondays),
            y: weekday_axis(),
            bands: Vec::new(),
            rules: Vec::new(),
            marks: vec![Marks::Squares { squares: squares.collect() }],
            series: None,
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

/// The Mondays of the weeks to draw, the last of them that of today or of the period's end.
fn mondays(filter: &Filter, today: Date) -> Vec<Date> {
    let end = filter.period.map_or(today, |period| period.to.min(today));
    let last = monday_of(end);
    let before: Span = (WEEKS - 1).weeks();
    let first = filter
        .period
        .map_or_else(|| last.checked_sub(before).unwrap_or(last), |period| monday_of(period.from));
    let mut mondays: Vec<Date> = std::iter::successors(Some(last), |monday| {
        monday.checked_sub(1.week()).ok().filter(|monday| *monday >= first)
    })
    .take(MOST_WEEKS)
    .collect();
    mondays.reverse();
    mondays
}

fn week_axis(mondays: &[Date]) -> Axis {
    Axis::of_things("Weeks", mondays.len(), |index| {
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

/// Days practised in each week.
#[must_use]
pub fn weeks(selection: &Selection<'_>, filter: &Filter, today: Date) -> Chart {
    let days = days(selection);
    let mondays = mondays(filter, today);
    let mut practised: BTreeMap<Date, Day> = mondays.iter().map(|monday| (*monday, Day::default())).collect();
    for day in days.keys() {
        practised.entry(monday_of(*day)).or_default().takes += 1;
    }
    let first_drawn = mondays.first().copied().unwrap_or(today);
    let rows: Vec<(Date, usize)> = practised.iter().map(|(monday, days)| (*monday, days.takes)).collect();
    let bars = rows.iter().enumerate().filter(|(_, (monday, _))| *monday >= first_drawn).filter_map(
        |(row, (monday, days))| {
            let week = mondays.binary_search(monday).ok()?;
            Some(bar(place(week), stats::number(*days), row))
        },
    );
    let this_week = practised.get(&monday_of(today)).map_or(0, |days| days.takes);
    Chart {
        id: "weeks".to_owned(),
        title: "Days practised per week".to_owned(),
        summary: format!("This week: {}.", words::days(this_week)),
        panels: vec![Panel {
            title: String::new(),
            letter: None,
            x: week_axis(&mondays),
            y: Axis::between(Unit::Days.label(), 0.0, 7.0),
            bands: Vec::new(),
            rules: Vec::new(),
            marks: vec![Marks::Bars { bars: bars.collect() }],
            series: None,
        }],
        notes: earlier_note(&days, &mondays).into_iter().collect(),
        table: Table {
            title: "Days practised per week".to_owned(),
            columns: vec![
                Column::text("Week from"),
                Column::number("Days practised", Unit::Days).of(Source::Days),
            ],
            rows: rows
                .iter()
                .map(|(monday, days)| Row {
                    cells: vec![Cell::Day(*monday), Cell::Number(stats::number(*days), Unit::Days)],
                    link: Link::Week(*monday),
                })
                .collect(),
        }
        .into(),
    }
}

fn bar(x: f64, height: f64, row: usize) -> Bar {
    let part = Part { from: 0.0, to: height, hue: Hue::Ink, letter: None };
    Bar { x, width: 0.8, parts: if height > 0.0 { vec![part] } else { Vec::new() }, row }
}

/// How far a story has come, told from its takes alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StoryState {
    /// No take tells it in full.
    Untold,
    /// Told, but under five comparable times.
    Begun,
    /// The middle of the last ten split distances lies outside the tolerance.
    OutsideBand,
    /// It lies within.
    WithinBand,
    Archived,
}

impl StoryState {
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Untold => "Not told yet",
            Self::Begun => "Begun",
            Self::OutsideBand => "Outside the band",
            Self::WithinBand => "Within the band",
            Self::Archived => "Archived",
        }
    }
}

/// A story's state by its own takes.
#[must_use]
pub fn story_state(story: &Story, takes: Option<&Selection<'_>>, settings: &Settings) -> StoryState {
    if story.archived {
        return StoryState::Archived;
    }
    let group = takes.and_then(Selection::current_full_group);
    let (Some(takes), Some(group)) = (takes, group) else { return StoryState::Untold };
    let distance = takes.series_of(&Measure::Distance, &group, settings);
    match distance.summary.filter(|summary| summary.takes >= ENOUGH) {
        None => StoryState::Begun,
        Some(summary) if settings.tolerance.holds(summary.median) => StoryState::WithinBand,
        Some(_) => StoryState::OutsideBand,
    }
}
