//! Words before pictures: what became of it since the start and where one stands now, from the takes and nothing else.

use std::sync::Arc;

use jiff::civil::Date;

use super::receipt::Receipt;
use super::series::{Direction, Figure};
use super::{Point, Selection, Series};
use crate::domain::figures::{Group, Measure, TakeFigures, Unit, count};
use crate::domain::settings::Settings;
use crate::domain::stats::{self, ENOUGH, RECENT, Trend};

/// A sentence and where its numbers come from.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    pub text: String,
    pub receipts: Vec<Receipt>,
}

impl Sentence {
    pub(super) fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), receipts: Vec::new() }
    }
}

/// What became of the split since the start, and where it stands now.
#[must_use]
pub fn headline(selection: &Selection<'_>, settings: &Settings) -> Sentence {
    let Some(group) = selection.current_full_group() else {
        return Sentence::plain("No whole answer yet. Record one, and this says where you stand.");
    };
    let distance = selection.series_of(&Measure::Distance, &group, settings);
    let have = distance.points.len();
    if have < ENOUGH {
        let so_far =
            if have == 0 { "No marked take so far.".to_owned() } else { format!("{} so far.", takes(have)) };
        let more = count(ENOUGH - have, "more take", "more takes");
        return Sentence::plain(format!(
            "{so_far} After {more} with {} you will see what changed.",
            group.framework_name
        ));
    }
    about(&distance, selection, settings)
}

fn about(distance: &Series, selection: &Selection<'_>, settings: &Settings) -> Sentence {
    let was = stats::median(distance.earliest());
    let is = stats::median(distance.last_ones()).unwrap_or_default();
    let band = settings.tolerance;
    let now = Unit::PointsOff.say(is);
    let inside = if band.holds(is) {
        let since = inside_since(distance, band.points()).and_then(|point| day_of(selection, point));
        match since {
            Some(day) => format!(
                "inside your band of {} since {}",
                Unit::PointsOff.figure(band.points()),
                day.strftime("%-d %B")
            ),
            None => format!("inside your band of {}", Unit::PointsOff.figure(band.points())),
        }
    } else {
        format!("outside your band of {}", Unit::PointsOff.figure(band.points()))
    };
    let began = distance.points.first().and_then(|point| day_of(selection, point));
    let began = began.map_or_else(String::new, |day| format!(" since {}", day.strftime("%-d %B")));
    let least = Measure::Distance.least_difference();
    let text = match was.filter(|was| (was - is).abs() >= least) {
        None => format!("You are {now} off target, {inside}."),
        Some(was) => {
            let way = match was - is {
                gain if gain > was / 2.0 => "Much closer",
                gain if gain > 0.0 => "Closer",
                _ => "Further off",
            };
            let from = Unit::PointsOff.figure(was);
            format!("{way}: from {from} to {now} off target{began}, {inside}.")
        }
    };
    let cold = distance.cold_summary.filter(|cold| cold.takes >= ENOUGH && cold.median - is >= least);
    let cold = cold.map_or_else(String::new, |cold| {
        format!(" The first take of a day is still {} off.", Unit::PointsOff.figure(cold.median))
    });
    let text = format!("{text} {}{cold}", course(distance));
    let receipts = [Figure::First, Figure::Now]
        .into_iter()
        .filter_map(|figure| distance.receipt(figure, selection.progress(), settings))
        .collect();
    Sentence { text, receipts }
}

/// The point from which on the running median has stayed in the band.
fn inside_since(distance: &Series, band: f64) -> Option<&Point> {
    let values: Vec<f64> = distance.points.iter().map(|point| point.value).collect();
    let windows: Vec<&[f64]> = values.windows(ENOUGH).collect();
    let is_inside =
        |window: &&&[f64]| stats::median(window.iter().copied()).is_some_and(|median| median <= band);
    let run = windows.iter().rev().take_while(is_inside).count();
    let first = windows.len().checked_sub(run).filter(|_| run > 0)?;
    distance.points.get(first + ENOUGH - 1)
}

fn day_of(selection: &Selection<'_>, point: &Point) -> Option<Date> {
    selection.progress().take(point.take).map(TakeFigures::day)
}

/// The way of the last ten takes, in a sentence.
fn course(series: &Series) -> String {
    let recent = takes(series.points.len().min(RECENT));
    match series.trend {
        Trend::TooFew { have } => {
            format!("{} for a trend.", capital(&count(ENOUGH - have, "more take", "more takes")))
        }
        Trend::Unclear(_) => format!("Steady over the last {recent}."),
        Trend::Clear(_) => match series.direction() {
            Some(Direction::Better) => format!("Getting better over the last {recent}."),
            Some(Direction::Worse) => format!("Getting worse over the last {recent}."),
            _ => format!("Moving over the last {recent}."),
        },
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A figure at a glance: where it stands now, what became of it, and the way it took.
#[derive(Clone, Debug, PartialEq)]
pub struct Tile {
    pub measure: Measure,
    pub name: String,
    /// The median of the last takes.
    pub value: String,
    /// The difference to the first takes; empty where there are too few.
    pub change: String,
    /// Where it lies, in words.
    pub judged: String,
    /// The last values, the oldest first.
    pub way: Vec<f64>,
    /// Where it is meant to lie.
    pub band: Option<[f64; 2]>,
    pub receipts: Vec<Receipt>,
}

/// Values a tile draws.
const WAY: usize = 20;

/// The figures that matter most, as far as there are values: those of the overview, the rating, and what was counted.
#[must_use]
pub fn tiles(selection: &Selection<'_>, group: &Arc<Group>, settings: &Settings) -> Vec<Tile> {
    use crate::domain::take::TallyKind::Filler;
    let measures =
        [Measure::Distance, Measure::SetUp, Measure::Length, Measure::MeanPoints, Measure::PerMinute(Filler)];
    let tile = |measure: &Measure| {
        let series = selection.series_of(measure, group, settings);
        let is = stats::median(series.last_ones())?;
        let was = stats::median(series.earliest());
        let unit = measure.unit();
        let figures = [Figure::First, Figure::Now];
        Some(Tile {
            name: tile_name(measure, group, settings),
            value: if unit == Unit::PerMinute { unit.figure(is) } else { unit.say(is) },
            change: was.map_or_else(String::new, |was| change(unit, is - was)),
            judged: judged(&series, is),
            way: stats::last(&series.points, WAY).iter().map(|point| point.value).collect(),
            band: series.band.as_ref().map(|band| [band.from, band.to]),
            receipts: figures
                .into_iter()
                .filter_map(|figure| series.receipt(figure, selection.progress(), settings))
                .collect(),
            measure: measure.clone(),
        })
    };
    measures.iter().filter_map(tile).collect()
}

/// The name over a tile, where the unit of a frequency has no room beside the number.
fn tile_name(measure: &Measure, group: &Group, settings: &Settings) -> String {
    let name = measure.name(group, &settings.rubric);
    let unit = measure.unit();
    if unit == Unit::PerMinute { format!("{name} {}", unit.label()) } else { name }
}

fn change(unit: Unit, difference: f64) -> String {
    let said = difference_unit(unit).signed(difference);
    if unit == Unit::PerMinute { said.trim_end_matches(unit.label()).trim_end().to_owned() } else { said }
}

/// The unit of a difference between two values of a unit.
const fn difference_unit(unit: Unit) -> Unit {
    match unit {
        Unit::Rating => Unit::RatingSteps,
        Unit::Percent => Unit::PercentPoints,
        other => other,
    }
}

/// Whether a value lies in its band, and if not, by how much it misses it.
fn judged(series: &Series, value: f64) -> String {
    let Some(band) = &series.band else { return String::new() };
    let unit = difference_unit(series.measure.unit());
    let beyond = band.beyond(value);
    if beyond > 0.0 {
        format!("{} over", unit.say(beyond))
    } else if beyond < 0.0 {
        format!("{} short", unit.say(-beyond))
    } else {
        "in your band".to_owned()
    }
}

/// A line in words: latest, usual, band and course.
#[must_use]
pub fn of_series(series: &Series, settings: &Settings) -> String {
    let name = series.measure.name(&series.group, &settings.rubric);
    let unit = series.measure.unit();
    let (Some(latest), Some(summary)) = (series.latest(), series.summary) else {
        return format!("{name}: no value yet.");
    };
    if series.measure.place() == crate::domain::figures::Place::Judging {
        return bias(series);
    }
    let band =
        series.band.as_ref().map_or_else(String::new, |band| format!("; your band is {}", band.say(unit)));
    let unusual = if series.is_unusual(series.points.len() - 1) { ", unusual for you" } else { "" };
    let usual = if summary.takes < ENOUGH {
        String::new()
    } else {
        format!(" Usually {} to {}{band}.", unit.cell(summary.lower), unit.say(summary.upper))
    };
    format!("{name}: {}, last take{unusual}.{usual} {}", unit.say(latest.value), course(series))
}

/// Which way guesses and second ratings miss, by the median of the last ten differences.
fn bias(series: &Series) -> String {
    let (what, over, under, same) = match series.measure {
        Measure::LengthSurprise => (
            "The length comes out",
            "longer than you guess",
            "shorter than you guess",
            "You guess the length right",
        ),
        Measure::PointsSurprise => (
            "You rate yourself",
            "higher than you guess",
            "lower than you guess",
            "You guess your rating right",
        ),
        _ => (
            "Rated again, blind, takes get",
            "more than at first",
            "less than at first",
            "Blind ratings are the same as the first",
        ),
    };
    let have = series.points.len();
    let Some(summary) = series.summary.filter(|summary| summary.takes >= ENOUGH) else {
        let name = series.measure.plain_name();
        return format!("{name}: {} so far; from five on you see the bias.", takes(have));
    };
    let unit = series.measure.unit();
    let recent = takes(summary.takes);
    if unit.figure(summary.median.abs()) == unit.figure(0.0) {
        return format!("{same} (median of the last {recent}).");
    }
    let way = if summary.median > 0.0 { over } else { under };
    format!("{what} {} {way} (median of the last {recent}).", unit.say(summary.median.abs()))
}

/// A take's sections in time.
#[must_use]
pub fn of_sections(take: &TakeFigures) -> String {
    let sections: Vec<String> = take
        .sections()
        .map(|section| format!("{} {}", section.name, Unit::Seconds.say(section.secs)))
        .collect();
    format!("Last take: {}.", sections.join(", "))
}

/// What to do where a picture has nothing to show.
pub(super) fn nothing_yet(measure: Option<&Measure>) -> &'static str {
    match measure {
        Some(Measure::Points(_) | Measure::MeanPoints) => {
            "No take is rated yet; rate one on the review screen."
        }
        Some(Measure::PerMinute(_)) => {
            "Nothing is counted yet; press the counting keys while you listen to a take."
        }
        Some(Measure::Sound(_)) => "No take was analysed yet.",
        Some(Measure::LengthSurprise | Measure::PointsSurprise | Measure::Drift) => {
            "Nothing was guessed or rated twice yet; guess before you look at a take, or rate an old one again, blind."
        }
        Some(measure) if measure.rests_on_marks() => {
            "No take is marked yet; mark the sections while you speak or on the review screen."
        }
        _ => "No take yet; record one to begin.",
    }
}

/// "1 take", "12 takes".
pub(super) fn takes(number: usize) -> String {
    count(number, "take", "takes")
}

/// "1 day", "12 days".
pub(super) fn days(number: usize) -> String {
    count(number, "day", "days")
}
