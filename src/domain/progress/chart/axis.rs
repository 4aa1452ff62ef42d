//! Axes: a range, and ticks at round numbers within it.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};

use crate::domain::figures::Unit;

/// A labelled place on an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    pub at: f64,
    pub label: String,
}

/// A range of values with its ticks. `to` is always above `from`.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    pub label: String,
    pub from: f64,
    pub to: f64,
    pub ticks: Vec<Tick>,
    /// Whether each tick names something of its own, so that none may be left out where room is short.
    pub names_all: bool,
}

impl Axis {
    /// Where a value lies, from 0 at the axis's beginning to 1 at its end.
    #[must_use]
    pub fn part(&self, value: f64) -> f64 {
        (value - self.from) / (self.to - self.from)
    }

    /// An axis that holds all of `values`, and zero where they are not all below it.
    #[must_use]
    pub fn over(label: impl Into<String>, values: impl IntoIterator<Item = f64>) -> Self {
        let (mut least, mut most) = (0.0_f64, 0.0_f64);
        for value in values.into_iter().filter(|value| value.is_finite()) {
            least = least.min(value);
            most = most.max(value);
        }
        Self::between(label, least, most)
    }

    /// An axis over a range, which grows to whole steps.
    #[must_use]
    pub fn between(label: impl Into<String>, least: f64, most: f64) -> Self {
        Self::stepped(label, least, most, round_step((most - least).max(1e-9)))
    }

    fn stepped(label: impl Into<String>, least: f64, most: f64, step: f64) -> Self {
        let from = (least / step).floor() * step;
        let to = ((most / step).ceil() * step).max(from + step);
        let mut ticks = Vec::new();
        let mut at = from;
        while at <= to + step / 2.0 && ticks.len() < 20 {
            ticks.push(Tick { at, label: figure(at, step) });
            at += step;
        }
        Self { label: label.into(), from, to, ticks, names_all: false }
    }

    /// An axis that holds all of `values` and little more, with ticks as the unit writes them. Zero is on it only where
    /// it is near.
    #[must_use]
    pub fn near(unit: Unit, values: impl IntoIterator<Item = f64>) -> Self {
        let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values.into_iter().filter(|value| value.is_finite()) {
            least = least.min(value);
            most = most.max(value);
        }
        if least > most {
            (least, most) = (0.0, 1.0);
        }
        // A tenth of room, and what is near zero shows it.
        let room = ((most - least) * 0.1).max(unit_room(unit));
        let from = if least >= 0.0 && least <= (most - least) { 0.0 } else { least - room };
        let step = if unit == Unit::Seconds {
            time_step(most + room - from)
        } else {
            round_step(most + room - from)
        };
        let between = Self::stepped("", from, most + room, step);
        let ticks =
            between.ticks.into_iter().map(|tick| Tick { label: unit.cell(tick.at), ..tick }).collect();
        Self { ticks, ..between }
    }

    /// Days by the calendar, each moment a number of days; at least a week.
    #[must_use]
    pub fn of_time(moments: impl IntoIterator<Item = f64>) -> Self {
        let days = Self::over("", []);
        let (mut first, mut last) = (f64::INFINITY, f64::NEG_INFINITY);
        for moment in moments.into_iter().filter(|moment| moment.is_finite()) {
            first = first.min(moment);
            last = last.max(moment);
        }
        if first > last {
            return Self { ticks: Vec::new(), ..days };
        }
        let span = (last - first).max(7.0);
        let (from, to) = (last - span * 1.04, last + span * 0.04);
        let step = [
            1.0, 2.0, 7.0, 14.0, 28.0, 56.0, 91.0, 182.0, 364.0, 728.0, 1_820.0, 3_640.0, 9_100.0, 18_200.0,
            36_400.0,
        ]
        .into_iter()
        .find(|step| span / step <= 6.0)
        .unwrap_or(180_000.0);
        let with_year = span > 300.0;
        let mut ticks = Vec::new();
        // Weeks begin on a Monday, and the first day that is counted was a Thursday.
        let mut at = ((from + 3.0) / step).ceil() * step - 3.0;
        while at <= to && ticks.len() < 12 {
            ticks.push(Tick { at, label: day_label(at, with_year) });
            at += step;
        }
        Self { label: String::new(), from, to, ticks, names_all: false }
    }

    /// An axis of rating points, with room for the marks of a 1 and a 5.
    #[must_use]
    pub fn of_points(label: impl Into<String>) -> Self {
        Self { from: 0.7, to: 5.3, ..Self::between(label, 1.0, 5.0) }
    }

    /// An axis of things that stand side by side at 1, 2, 3 and so on. Where there are more than fit, only
    /// some of them are labelled.
    #[must_use]
    pub fn of_things(label: impl Into<String>, count: usize, name: impl Fn(usize) -> String) -> Self {
        const MOST_LABELS: usize = 6;
        let every = count.div_ceil(MOST_LABELS).max(1);
        let ticks =
            (0..count).step_by(every).map(|index| Tick { at: place(index), label: name(index) }).collect();
        Self { label: label.into(), from: 0.4, to: place(count.max(1)) - 0.4, ticks, names_all: false }
    }

    /// The same axis with a label at every thing.
    #[must_use]
    pub fn of_all_things(label: impl Into<String>, names: &[String]) -> Self {
        let ticks = names
            .iter()
            .enumerate()
            .map(|(index, name)| Tick { at: place(index), label: name.clone() })
            .collect();
        Self { label: label.into(), from: 0.5, to: place(names.len().max(1)) - 0.5, ticks, names_all: true }
    }
}

/// A moment as a number of days.
pub(super) fn day_number(moment: DateTime) -> f64 {
    let days = Date::constant(1970, 1, 1).until(moment.date()).map_or(0, |span| span.get_days());
    let secs =
        i32::from(moment.hour()) * 3_600 + i32::from(moment.minute()) * 60 + i32::from(moment.second());
    f64::from(days) + f64::from(secs) / 86_400.0
}

#[expect(clippy::cast_possible_truncation, reason = "days of a calendar, and float casts saturate")]
fn day_label(day: f64, with_year: bool) -> String {
    let date = Date::constant(1970, 1, 1).checked_add((day.round() as i32).days());
    let format = if with_year { "%b %Y" } else { "%-d %b" };
    date.map_or_else(|_| String::new(), |date| date.strftime(format).to_string())
}

/// The least room above and below, so that a level line has some.
const fn unit_room(unit: Unit) -> f64 {
    match unit {
        Unit::Rating | Unit::RatingSteps | Unit::ShortSeconds | Unit::SyllablesPerSecond => 0.5,
        _ => 2.0,
    }
}

/// Steps in which one counts time, so that about five make the span.
fn time_step(span: f64) -> f64 {
    const STEPS: [f64; 12] = [1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1_800.0, 3_600.0];
    STEPS.into_iter().find(|step| span / step <= 5.0).unwrap_or_else(|| round_step(span))
}

/// Where the thing of this index stands.
pub(super) fn place(index: usize) -> f64 {
    crate::domain::stats::number(index) + 1.0
}

/// 1, 2 or 5 times a power of ten, so that about five steps make the span.
fn round_step(span: f64) -> f64 {
    let raw = span / 5.0;
    let power = 10.0_f64.powf(raw.log10().floor());
    let lead = raw / power;
    let round = if lead <= 1.0 {
        1.0
    } else if lead <= 2.0 {
        2.0
    } else if lead <= 5.0 {
        5.0
    } else {
        10.0
    };
    round * power
}

fn figure(value: f64, step: f64) -> String {
    let value = if value.abs() < step / 1e6 { 0.0 } else { value };
    if step >= 1.0 {
        format!("{value:.0}")
    } else if step >= 0.1 {
        format!("{value:.1}")
    } else {
        format!("{value:.2}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ticks_stand_at_round_numbers() {
        let labels = |axis: Axis| axis.ticks.into_iter().map(|tick| tick.label).collect::<Vec<_>>();
        assert_eq!(labels(Axis::over("s", [151.0, 40.0])), ["0", "50", "100", "150", "200"]);
        assert_eq!(labels(Axis::over("s", [-0.3, 0.3])), ["-0.4", "-0.2", "0.0", "0.2", "0.4"]);
        assert_eq!(labels(Axis::of_things("n", 16, |index| index.to_string())).len(), 6);
    }

    proptest! {
        #[test]
        fn an_axis_near_its_values_holds_them(values in prop::collection::vec(-1e5..1e5, 0..20)) {
            for unit in [Unit::Seconds, Unit::Percent, Unit::Rating] {
                let axis = Axis::near(unit, values.iter().copied());
                prop_assert!(axis.to > axis.from && (2..=20).contains(&axis.ticks.len()));
                for value in &values {
                    prop_assert!((-1e-9..=1.000_000_001).contains(&axis.part(*value)));
                }
            }
        }

        #[test]
        fn an_axis_of_time_holds_its_days(days in prop::collection::vec(-20_000.0..60_000.0, 1..20)) {
            let axis = Axis::of_time(days.iter().copied());
            prop_assert!(!axis.ticks.is_empty() && axis.ticks.len() <= 12);
            for day in days {
                prop_assert!((0.0..=1.0).contains(&axis.part(day)));
            }
        }

        #[test]
        fn an_axis_holds_what_it_was_made_for(values in prop::collection::vec(-1e7..1e7, 0..20)) {
            let axis = Axis::over("", values.iter().copied());
            prop_assert!(axis.to > axis.from);
            prop_assert!((2..=20).contains(&axis.ticks.len()), "{}", axis.ticks.len());
            for value in values {
                prop_assert!((-1e-9..=1.000_000_001).contains(&axis.part(value)));
            }
        }
    }
}
