//! How a number comes about, with every number that enters it.

use crate::domain::stats;
use crate::domain::time::{Frames, SampleRate};

/// A formula with the numbers that enter it, so that the result can be worked out again.
#[derive(Clone, Debug, PartialEq)]
pub enum Formula {
    /// A count of frames at a sample rate.
    Seconds {
        frames: Frames,
        rate: SampleRate,
    },
    Share {
        part: Frames,
        whole: Frames,
    },
    /// Name, share and target of each section.
    Distance {
        parts: Vec<(String, f64, f64)>,
    },
    PerMinute {
        count: u32,
        pass: usize,
        frames: Frames,
        rate: SampleRate,
    },
    Mean {
        values: Vec<f64>,
    },
    Difference {
        fact: f64,
        held_against: f64,
    },
    /// The median of these values.
    Median {
        values: Vec<f64>,
    },
    /// The width of the middle half of these values.
    Spread {
        values: Vec<f64>,
    },
    /// How much the line through these values rises.
    Change {
        values: Vec<f64>,
    },
    /// How many there are of what is shown, or their sum.
    Sum {
        values: Vec<f64>,
    },
    /// One for each of the things.
    Count {
        things: &'static str,
        count: usize,
    },
    /// Somebody's judgement, or a measurement made elsewhere.
    Given {
        value: f64,
        by: &'static str,
    },
}

impl Formula {
    /// Works the formula out; `None` where it has no value, such as the mean of nothing.
    #[must_use]
    pub fn evaluate(&self) -> Option<f64> {
        let value = match self {
            Self::Seconds { frames, rate } => rate.secs(*frames),
            Self::Share { part, whole } => part.to_f64() / whole.to_f64() * 100.0,
            Self::Distance { parts } => parts.iter().map(|(_, share, target)| (share - target).abs()).sum(),
            Self::PerMinute { count, frames, rate, .. } => f64::from(*count) / (rate.secs(*frames) / 60.0),
            Self::Mean { values } => values.iter().sum::<f64>() / stats::number(values.len()),
            Self::Difference { fact, held_against } => fact - held_against,
            Self::Median { values } => stats::median(values.iter().copied())?,
            Self::Spread { values } => stats::Summary::of_last(values)?.spread(),
            Self::Change { values } => stats::Line::through(values)?.change(),
            Self::Sum { values } => values.iter().sum(),
            Self::Count { count, .. } => stats::number(*count),
            Self::Given { value, .. } => *value,
        };
        value.is_finite().then_some(value)
    }

    /// The values that enter, where it is made of many.
    #[must_use]
    pub fn values(&self) -> Option<&[f64]> {
        match self {
            Self::Mean { values }
            | Self::Median { values }
            | Self::Spread { values }
            | Self::Change { values }
            | Self::Sum { values } => Some(values),
            _ => None,
        }
    }

    /// The formula in words, with its numbers.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Seconds { frames, rate } => format!("{} frames at {} Hz", frames.0, rate.hz()),
            Self::Share { part, whole } => format!("{} of {} frames", part.0, whole.0),
            Self::Distance { parts } => {
                let terms: Vec<String> = parts
                    .iter()
                    .map(|(name, share, target)| format!("|{name} {share:.1} - {target:.1}|"))
                    .collect();
                terms.join(" + ")
            }
            Self::PerMinute { count, pass, frames, rate } => {
                format!("{count} counted in listening {pass}, over {:.1} s", rate.secs(*frames))
            }
            Self::Mean { values } => format!("Mean of {}", list(values)),
            Self::Difference { fact, held_against } => format!("{fact:.2} less {held_against:.2}"),
            Self::Median { values } => format!("Median of {}", list(values)),
            Self::Spread { values } => format!("Width of the middle half of {}", list(values)),
            Self::Change { values } => {
                format!("Rise of the line through {}. {}", list(values), stats::TREND_METHOD)
            }
            Self::Sum { values } => format!("Sum of {}", list(values)),
            Self::Count { things, count } => format!("One for each of {count} {things}"),
            Self::Given { by, .. } => (*by).to_owned(),
        }
    }
}

fn list(values: &[f64]) -> String {
    let shown: Vec<String> =
        stats::last(values, stats::RECENT).iter().map(|value| format!("{value:.1}")).collect();
    let earlier = values.len() - shown.len();
    if earlier == 0 { shown.join(", ") } else { format!("{earlier} earlier values, {}", shown.join(", ")) }
}
