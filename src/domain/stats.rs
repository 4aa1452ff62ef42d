//! Medians, spread and trend of small numbers of takes, by methods that one odd take cannot sway.

/// How many takes "the last ten" are.
pub const RECENT: usize = 10;

/// How many comparable takes it takes before anything is said about a trend or about what is usual.
pub const ENOUGH: usize = 5;

/// A count as a number to reckon with.
pub(in crate::domain) fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

/// The values in ascending order, whatever is not a number left out.
fn sorted(values: impl IntoIterator<Item = f64>) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.into_iter().filter(|value| value.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    sorted
}

/// The value below which `part` quarters of the sorted values lie, interpolated between neighbours.
fn quartile(sorted: &[f64], part: usize) -> Option<f64> {
    let quarters = sorted.len().checked_sub(1)? * part;
    let below = *sorted.get(quarters / 4)?;
    let above = sorted.get(quarters / 4 + 1).copied().unwrap_or(below);
    Some(below + (above - below) * number(quarters % 4) / 4.0)
}

/// The median; `None` for no values.
#[must_use]
pub fn median(values: impl IntoIterator<Item = f64>) -> Option<f64> {
    quartile(&sorted(values), 2)
}

/// The middle and the spread of the last takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// How many takes it rests on, ten at most.
    pub takes: usize,
    pub median: f64,
    /// A quarter of the values lie below, and a quarter above `upper`.
    pub lower: f64,
    pub upper: f64,
}

impl Summary {
    /// The middle half of the last ten of `values`, which stand in the order of their takes.
    #[must_use]
    pub fn of_last(values: &[f64]) -> Option<Self> {
        let recent = last(values, RECENT);
        let sorted = sorted(recent.iter().copied());
        Some(Self {
            takes: sorted.len(),
            median: quartile(&sorted, 2)?,
            lower: quartile(&sorted, 1)?,
            upper: quartile(&sorted, 3)?,
        })
    }

    /// The width of the middle half.
    #[must_use]
    pub fn spread(&self) -> f64 {
        self.upper - self.lower
    }
}

/// The range in which a take is nothing out of the ordinary for this speaker.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Usual {
    pub from: f64,
    pub to: f64,
}

impl Usual {
    /// One and a half spreads round the middle half of the last ten values (Tukey's fences), and never
    /// closer to it than `least`, so that a speaker as regular as a clock is not told off for a second.
    /// `None` under five values.
    #[must_use]
    pub fn after(earlier: &[f64], least: f64) -> Option<Self> {
        let summary = Summary::of_last(earlier).filter(|summary| summary.takes >= ENOUGH)?;
        let reach = (1.5 * summary.spread()).max(least);
        Some(Self { from: summary.lower - reach, to: summary.upper + reach })
    }

    #[must_use]
    pub fn holds(&self, value: f64) -> bool {
        (self.from..=self.to).contains(&value)
    }
}

/// The straight line through the last takes, drawn so that one odd take cannot turn it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    pub takes: usize,
    /// Change from one take to the next: the median of the slopes between every two takes (Theil and Sen).
    pub per_take: f64,
    /// Where the line begins and ends.
    pub from: f64,
    pub to: f64,
}

impl Line {
    /// The line through these values; `None` under two.
    #[must_use]
    pub fn through(values: &[f64]) -> Option<Self> {
        let ends = || values.iter().enumerate().map(|(place, &value)| (number(place), value));
        let slopes = ends().flat_map(|(right, high)| {
            ends()
                .take_while(move |&(left, _)| left < right)
                .map(move |(left, low)| (high - low) / (right - left))
        });
        let per_take = median(slopes)?;
        let from = median(ends().map(|(place, value)| value - per_take * place))?;
        let to = from + per_take * number(values.len() - 1);
        Some(Self { takes: values.len(), per_take, from, to })
    }

    /// How much the line rises from its first take to its last.
    #[must_use]
    pub fn change(&self) -> f64 {
        self.to - self.from
    }
}

/// What the last ten comparable takes say about the way things go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Trend {
    /// Under five takes nothing is claimed.
    TooFew { have: usize },
    /// The order of the takes could well be chance.
    Unclear(Line),
    /// Fewer than one in ten shuffles of the same takes would be as much in order (Mann and Kendall).
    Clear(Line),
}

/// How the trend is found, for the receipt.
pub const TREND_METHOD: &str = "The line is the median of the slopes between every two of the last ten \
     comparable takes (Theil and Sen). It is called clear where fewer than one in ten shuffles of these takes \
     would stand as much in order (Mann and Kendall). Under five takes nothing is claimed.";

/// The least surplus of rising over falling pairs that fewer than one in ten shuffles of 5, 6, .. 10 values
/// reach in either direction.
const CLEAR_FROM: [usize; RECENT - ENOUGH + 1] = [8, 11, 13, 16, 18, 21];

impl Trend {
    #[must_use]
    pub fn of_last(values: &[f64]) -> Self {
        Self::of(last(values, RECENT))
    }

    fn of(values: &[f64]) -> Self {
        let too_few = Self::TooFew { have: values.len() };
        let Some(&clear_from) = values.len().checked_sub(ENOUGH).and_then(|index| CLEAR_FROM.get(index))
        else {
            return too_few;
        };
        match Line::through(values) {
            None => too_few,
            Some(line) if surplus(values) >= clear_from && line.per_take != 0.0 => Self::Clear(line),
            Some(line) => Self::Unclear(line),
        }
    }

    #[must_use]
    pub const fn line(&self) -> Option<Line> {
        match self {
            Self::TooFew { .. } => None,
            Self::Unclear(line) | Self::Clear(line) => Some(*line),
        }
    }
}

/// By how much pairs that rise outnumber those that fall, or the other way round.
fn surplus(values: &[f64]) -> usize {
    let (mut rising, mut falling) = (0_usize, 0_usize);
    for (place, later) in values.iter().enumerate() {
        for earlier in values.iter().take(place) {
            match later.total_cmp(earlier) {
                std::cmp::Ordering::Greater => rising += 1,
                std::cmp::Ordering::Less => falling += 1,
                std::cmp::Ordering::Equal => {}
            }
        }
    }
    rising.abs_diff(falling)
}

/// The last `count` of the values, or all of them.
#[must_use]
pub fn last<T>(values: &[T], count: usize) -> &[T] {
    values.get(values.len().saturating_sub(count)..).unwrap_or(values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    #[expect(clippy::float_cmp, reason = "the values are exact in binary")]
    fn the_middle_half_is_interpolated() {
        let summary = Summary::of_last(&[4.0, 1.0, 3.0, 2.0]).unwrap();
        assert_eq!((summary.lower, summary.median, summary.upper), (1.75, 2.5, 3.25));
        assert_eq!(summary.spread(), 1.5);
        assert_eq!(median([]), None);
        assert_eq!(median([7.0]), Some(7.0));
    }

    #[test]
    fn nothing_is_claimed_under_five() {
        assert_eq!(Trend::of_last(&[9.0, 7.0, 5.0, 3.0]), Trend::TooFew { have: 4 });
        assert_eq!(Usual::after(&[1.0; 4], 1.0), None);
        assert!(matches!(Trend::of_last(&[9.0, 7.0, 5.0, 3.0, 1.0]), Trend::Clear(_)));
        assert!(matches!(Trend::of_last(&[3.0; 7]), Trend::Unclear(_)));
    }

    #[test]
    fn one_odd_take_does_not_turn_the_line() {
        let Trend::Clear(line) = Trend::of_last(&[10.0, 9.0, 8.0, 7.0, 90.0, 5.0, 4.0, 3.0]) else {
            panic!()
        };
        assert!((line.per_take + 1.0).abs() < 0.2, "{line:?}");
    }

    #[test]
    fn the_thresholds_are_those_of_the_shuffles() {
        for (index, &clear_from) in CLEAR_FROM.iter().enumerate() {
            let values = ENOUGH + index;
            let (share, next) = (two_sided(values, clear_from), two_sided(values, clear_from - 2));
            assert!(share < 0.1 && next >= 0.1, "{values} values: {share}, {next}");
        }
    }

    /// The share of all orders of so many values whose surplus is at least `surplus`.
    fn two_sided(values: usize, surplus: usize) -> f64 {
        // How many orders have 0, 1, 2, .. falling pairs, built up one value at a time.
        let mut orders = vec![1.0];
        for added in 1..values {
            let mut grown = vec![0.0; orders.len() + added];
            for (pairs, count) in orders.iter().enumerate() {
                for more in 0..=added {
                    grown[pairs + more] += count;
                }
            }
            orders = grown;
        }
        let pairs = orders.len() - 1;
        let all: f64 = orders.iter().sum();
        let hits: f64 = orders
            .iter()
            .enumerate()
            .filter(|(falling, _)| (pairs - falling).abs_diff(*falling) >= surplus)
            .map(|(_, count)| count)
            .sum();
        hits / all
    }

    proptest! {
        #[test]
        fn what_is_summed_up_lies_within_the_values(values in prop::collection::vec(-1e6..1e6, 1..30)) {
            let recent = last(&values, RECENT);
            let least = recent.iter().copied().fold(f64::INFINITY, f64::min);
            let most = recent.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let summary = Summary::of_last(&values).unwrap();
            prop_assert!(least <= summary.lower && summary.lower <= summary.median);
            prop_assert!(summary.median <= summary.upper && summary.upper <= most);
        }

        #[test]
        fn a_trend_turns_round_with_its_values(values in prop::collection::vec(-100_i32..100, 5..12)) {
            let forward: Vec<f64> = values.iter().map(|&value| f64::from(value)).collect();
            let mirrored: Vec<f64> = forward.iter().map(|value| -value).collect();
            let (up, down) = (Trend::of_last(&forward), Trend::of_last(&mirrored));
            prop_assert_eq!(matches!(up, Trend::Clear(_)), matches!(down, Trend::Clear(_)));
            let (up, down) = (up.line().unwrap(), down.line().unwrap());
            prop_assert!((up.per_take + down.per_take).abs() < 1e-9);
        }
    }
}
