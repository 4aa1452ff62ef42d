//! One measure of comparable takes in the order they were recorded.

use std::sync::Arc;

use jiff::Timestamp;

use super::receipt::Receipt;
use super::{Progress, TakeIndex};
use crate::domain::figures::Band;
use crate::domain::figures::Formula;
use crate::domain::figures::Group;
use crate::domain::figures::TakeFigures;
use crate::domain::figures::{Aim, Measure};
use crate::domain::settings::Settings;
use crate::domain::stats::{self, Line, RECENT, Summary, Trend, Usual};

/// One take's value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    pub take: TakeIndex,
    pub at: Timestamp,
    pub value: f64,
    /// Whether it was the first take of its day.
    pub cold: bool,
}

impl Point {
    /// A take's point; `None` where it has no value.
    pub(super) fn of(measure: &Measure, index: TakeIndex, take: &TakeFigures) -> Option<Self> {
        let value = measure.value(take)?;
        Some(Self { take: index, at: take.recorded_at, value, cold: take.first_of_day })
    }
}

/// A line of comparable takes: same framework, same targets, same kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    pub measure: Measure,
    pub group: Arc<Group>,
    pub points: Vec<Point>,
    pub band: Option<Band>,
    /// The middle and the spread of the last ten; `None` where there is no value.
    pub summary: Option<Summary>,
    pub trend: Trend,
    /// The same from the first takes of each day alone, because an interview is a cold take.
    pub cold_summary: Option<Summary>,
}

/// What a trend means for the speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Better,
    Worse,
    /// It moves, but neither way is better.
    Neither,
}

impl Series {
    pub(super) fn of(measure: Measure, group: Arc<Group>, points: Vec<Point>, settings: &Settings) -> Self {
        let all = last_values(points.iter());
        let cold = last_values(points.iter().filter(|point| point.cold));
        Self {
            band: Band::of(&measure, &group, settings),
            summary: Summary::of_last(&all),
            trend: Trend::of_last(&all),
            cold_summary: Summary::of_last(&cold),
            measure,
            group,
            points,
        }
    }

    #[must_use]
    pub fn latest(&self) -> Option<&Point> {
        self.points.last()
    }

    /// How many of the first and of the last takes are held against each other: five to ten. Under twice five takes
    /// nothing is, and only the last ones are told.
    fn span(&self) -> usize {
        let count = self.points.len();
        if count < 2 * stats::ENOUGH { count } else { (count / 2).min(RECENT) }
    }

    /// The values of the first takes; none under twice five.
    #[must_use]
    pub fn earliest(&self) -> Vec<f64> {
        let first = if self.points.len() < 2 * stats::ENOUGH { 0 } else { self.span() };
        self.points.iter().take(first).map(|point| point.value).collect()
    }

    /// The values of the last takes.
    #[must_use]
    pub fn last_ones(&self) -> Vec<f64> {
        stats::last(&self.points, self.span()).iter().map(|point| point.value).collect()
    }

    /// What was usual before the point at `place`; `None` under five earlier takes.
    #[must_use]
    pub fn usual_before(&self, place: usize) -> Option<Usual> {
        let earlier = last_values(self.points.iter().take(place));
        Usual::after(&earlier, self.measure.least_difference())
    }

    /// Whether the point at `place` was out of the ordinary when it was recorded. Nothing is said under five
    /// earlier takes.
    #[must_use]
    pub fn is_unusual(&self, place: usize) -> bool {
        let value = self.points.get(place).map(|point| point.value);
        value.zip(self.usual_before(place)).is_some_and(|(value, usual)| !usual.holds(value))
    }

    /// What a clear trend means; `None` where no trend is claimed.
    #[must_use]
    pub fn direction(&self) -> Option<Direction> {
        let Trend::Clear(line) = self.trend else { return None };
        Some(self.judge(&line))
    }

    fn judge(&self, line: &Line) -> Direction {
        let gain = match self.measure.aim() {
            Aim::Lower => line.from - line.to,
            Aim::Higher => line.to - line.from,
            Aim::Target => {
                let Some(target) = self.band.as_ref().and_then(|band| band.target) else {
                    return Direction::Neither;
                };
                (line.from - target).abs() - (line.to - target).abs()
            }
            Aim::None => return Direction::Neither,
        };
        if gain > 0.0 {
            Direction::Better
        } else if gain < 0.0 {
            Direction::Worse
        } else {
            Direction::Neither
        }
    }

    /// Where a figure about the whole series comes from.
    #[must_use]
    pub fn receipt(&self, figure: Figure, progress: &Progress, settings: &Settings) -> Option<Receipt> {
        let name = self.measure.name(&self.group, &settings.rubric);
        let is_cold = figure == Figure::ColdMedian;
        let chosen: Vec<&Point> = self.points.iter().filter(|point| point.cold || !is_cold).collect();
        let chosen = match figure {
            Figure::First => chosen.get(..self.earliest().len()).unwrap_or_default(),
            Figure::Now => stats::last(&chosen, self.span()),
            Figure::Latest => stats::last(&chosen, LATEST),
            Figure::Median | Figure::ColdMedian | Figure::Spread | Figure::Change => {
                stats::last(&chosen, RECENT)
            }
        };
        let values: Vec<f64> = chosen.iter().map(|point| point.value).collect();
        let count = values.len();
        let (what, formula) = match figure {
            Figure::First => (format!("median of the first {count}"), Formula::Median { values }),
            Figure::Now | Figure::Median | Figure::Latest => {
                (format!("median of the last {count}"), Formula::Median { values })
            }
            Figure::ColdMedian => {
                (format!("median of the last {count} first takes of a day"), Formula::Median { values })
            }
            Figure::Spread => (format!("spread of the last {count}"), Formula::Spread { values }),
            Figure::Change => (format!("change over the last {count}"), Formula::Change { values }),
        };
        formula.evaluate()?;
        let marks = chosen.iter().filter_map(|point| progress.take(point.take)).map(|take| take.marks);
        Some(Receipt {
            what: format!("{name}, {what} ({})", self.group.label()),
            unit: self.measure.unit(),
            formula,
            takes: chosen
                .iter()
                .filter_map(|point| progress.take(point.take))
                .map(|take| take.id.clone())
                .collect(),
            marks: super::same(marks).filter(|_| self.measure.rests_on_marks()),
        })
    }
}

/// A figure about a whole series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    Median,
    ColdMedian,
    Spread,
    Change,
    /// The median of the first takes, and of as many of the last.
    First,
    Now,
    /// The median of the last three.
    Latest,
}

/// How many takes say where a story stands now.
pub const LATEST: usize = 3;

/// The values of the last ten points, in order.
fn last_values<'a>(points: impl DoubleEndedIterator<Item = &'a Point>) -> Vec<f64> {
    let mut values: Vec<f64> = points.rev().take(RECENT).map(|point| point.value).collect();
    values.reverse();
    values
}
