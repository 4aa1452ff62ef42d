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
    pub cold_trend: Trend,
}

/// Which of a series' takes are meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    #[default]
    All,
    Cold,
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
    /// The lines of several measures, in one walk over the takes because that is what reading them costs.
    pub(super) fn all<'a>(
        measures: Vec<Measure>,
        group: &Arc<Group>,
        takes: impl Iterator<Item = (TakeIndex, &'a TakeFigures)>,
        settings: &Settings,
    ) -> Vec<Self> {
        let mut lines: Vec<(Measure, Vec<Point>)> =
            measures.into_iter().map(|measure| (measure, Vec::new())).collect();
        for (index, take) in takes {
            for (measure, points) in &mut lines {
                points.extend(Point::of(measure, index, take));
            }
        }
        lines
            .into_iter()
            .map(|(measure, points)| Self::of(measure, Arc::clone(group), points, settings))
            .collect()
    }

    pub(super) fn of(measure: Measure, group: Arc<Group>, points: Vec<Point>, settings: &Settings) -> Self {
        let all = last_values(points.iter());
        let cold = last_values(points.iter().filter(|point| point.cold));
        Self {
            band: Band::of(&measure, &group, settings),
            summary: Summary::of_last(&all),
            trend: Trend::of_last(&all),
            cold_summary: Summary::of_last(&cold),
            cold_trend: Trend::of_last(&cold),
            measure,
            group,
            points,
        }
    }

    #[must_use]
    pub fn latest(&self) -> Option<&Point> {
        self.points.last()
    }

    /// The point whose value comes nearest to what is aimed at; `None` where nothing is.
    #[must_use]
    pub fn best(&self) -> Option<&Point> {
        let miss = |point: &Point| match self.measure.aim() {
            Aim::Lower => Some(point.value),
            Aim::Higher => Some(-point.value),
            Aim::Target => Some((point.value - self.band.as_ref()?.target?).abs()),
            Aim::None => None,
        };
        let missed = self.points.iter().filter_map(|point| Some((point, miss(point)?)));
        missed.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(point, _)| point)
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
    pub fn direction(&self, which: Which) -> Option<Direction> {
        let trend = if which == Which::Cold { self.cold_trend } else { self.trend };
        let Trend::Clear(line) = trend else { return None };
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

    /// How much the line rises over the last five takes; `None` under five.
    #[must_use]
    pub fn change_over_five(&self) -> Option<f64> {
        self.change_receipt_values().and_then(|values| Formula::Change { values }.evaluate())
    }

    fn change_receipt_values(&self) -> Option<Vec<f64>> {
        let values = last_values(self.points.iter());
        (values.len() >= stats::ENOUGH).then(|| stats::last(&values, stats::ENOUGH).to_vec())
    }

    /// Where a figure about the whole series comes from.
    #[must_use]
    pub fn receipt(&self, figure: Figure, progress: &Progress, settings: &Settings) -> Option<Receipt> {
        let name = self.measure.name(&self.group, &settings.rubric);
        let is_cold = matches!(figure, Figure::ColdMedian);
        let chosen: Vec<&Point> = self.points.iter().filter(|point| point.cold || !is_cold).collect();
        let count = if figure == Figure::ChangeOverFive { stats::ENOUGH } else { RECENT };
        let chosen = stats::last(&chosen, count);
        let values: Vec<f64> = chosen.iter().map(|point| point.value).collect();
        let (what, formula) = match figure {
            Figure::Median => ("median of the last ten", Formula::Median { values }),
            Figure::ColdMedian => ("median of the last ten cold takes", Formula::Median { values }),
            Figure::Spread => ("spread of the last ten", Formula::Spread { values }),
            Figure::Change => ("change over the last ten", Formula::Change { values }),
            Figure::ChangeOverFive => ("change over the last five", Formula::Change { values }),
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
    ChangeOverFive,
}

/// The values of the last ten points, in order.
fn last_values<'a>(points: impl DoubleEndedIterator<Item = &'a Point>) -> Vec<f64> {
    let mut values: Vec<f64> = points.rev().take(RECENT).map(|point| point.value).collect();
    values.reverse();
    values
}
