//! Axes: a range, and ticks at round numbers within it.

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
        let step = round_step((most - least).max(1e-9));
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
