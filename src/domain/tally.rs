//! What was counted by ear: how often, where, how often a minute, and whether two listenings agree.

use super::split::stretches;
use super::take::{Take, Tally, TallyKind, TallyPass};
use super::time::{Frames, SampleRate};

/// Two counts of one thing lie at most this far apart; fingers differ by less, fillers seldom follow faster.
pub const SAME_WITHIN_MILLIS: u64 = 1_000;

impl TallyKind {
    /// What is counted, as a heading.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Filler => "Fillers",
            Self::Own => "\u{201c}I\u{201d}",
            Self::Shared => "\u{201c}We\u{201d}",
            Self::Figure => "Numbers",
        }
    }

    /// One of them, as a label.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Filler => "filler",
            Self::Own => "I",
            Self::Shared => "we",
            Self::Figure => "number",
        }
    }

    /// The key that counts it, which also marks it on the waveform; D is for digits, because N leads to the next
    /// question.
    #[must_use]
    pub const fn key(self) -> char {
        match self {
            Self::Filler => 'F',
            Self::Own => 'I',
            Self::Shared => 'W',
            Self::Figure => 'D',
        }
    }
}

/// How often something was counted in a stretch of speech.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Count {
    pub times: usize,
    /// `None` where there was no time to count in.
    pub per_minute: Option<f64>,
}

impl Count {
    fn of(times: usize, within: Frames, rate: SampleRate) -> Self {
        let minutes = rate.secs(within) / 60.0;
        let times_counted = u32::try_from(times).unwrap_or(u32::MAX);
        Self { times, per_minute: (minutes > 0.0).then(|| f64::from(times_counted) / minutes) }
    }
}

/// One kind of tally over a whole take.
#[derive(Clone, Debug, PartialEq)]
pub struct Counts {
    pub kind: TallyKind,
    pub whole: Count,
    pub sections: Vec<Count>,
    pub unmarked: Count,
}

/// Counts one kind, over the whole take and in each of its sections by the marks that count.
#[must_use]
pub fn count(take: &Take, pass: &TallyPass, kind: TallyKind) -> Counts {
    let recorded = take.recording.frames;
    let rate = take.recording.rate;
    let split = take.split();
    let cut = stretches(recorded, take.marks().0);
    let mut times = vec![0; split.sections.len()];
    let mut unmarked = 0;
    for tally in pass.tallies.iter().filter(|tally| tally.kind == kind) {
        let section =
            cut.iter().rev().find(|stretch| stretch.start <= tally.at).and_then(|stretch| stretch.section);
        *section.and_then(|section| times.get_mut(section)).unwrap_or(&mut unmarked) += 1;
    }
    Counts {
        kind,
        whole: Count::of(times.iter().sum::<usize>() + unmarked, recorded, rate),
        sections: times
            .iter()
            .zip(&split.sections)
            .map(|(&times, &within)| Count::of(times, within, rate))
            .collect(),
        unmarked: Count::of(unmarked, split.unmarked, rate),
    }
}

/// How far two listenings found the same things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Agreement {
    pub both: usize,
    pub only_first: usize,
    pub only_second: usize,
}

impl Agreement {
    /// The share of all that either listening found which both found; `None` where neither found anything.
    #[must_use]
    pub fn percent(self) -> Option<f64> {
        let all =
            u32::try_from(self.both + self.only_first + self.only_second).ok().filter(|&all| all > 0)?;
        Some(f64::from(u32::try_from(self.both).unwrap_or(0)) / f64::from(all) * 100.0)
    }
}

/// Pairs the tallies of two listenings, in order of time; no tally is paired twice.
#[must_use]
pub fn agreement(first: &TallyPass, second: &TallyPass, kind: TallyKind, rate: SampleRate) -> Agreement {
    let within = rate.frames_in_millis(SAME_WITHIN_MILLIS);
    let (first, second) = (times_of(first, kind), times_of(second, kind));
    let (mut a, mut b) = (0, 0);
    let mut agreement = Agreement::default();
    while let (Some(&here), Some(&there)) = (first.get(a), second.get(b)) {
        if here.max(there).minus(here.min(there)) <= within {
            agreement.both += 1;
            a += 1;
            b += 1;
        } else if here < there {
            a += 1;
        } else {
            b += 1;
        }
    }
    agreement.only_first = first.len() - agreement.both;
    agreement.only_second = second.len() - agreement.both;
    agreement
}

fn times_of(pass: &TallyPass, kind: TallyKind) -> Vec<Frames> {
    let mut times: Vec<Frames> =
        pass.tallies.iter().filter(|tally| tally.kind == kind).map(|tally| tally.at).collect();
    times.sort_unstable();
    times
}

impl TallyPass {
    /// Counts one more thing, kept in the order of time.
    pub fn add(&mut self, tally: Tally) {
        let place = self.tallies.partition_point(|other| other.at <= tally.at);
        self.tallies.insert(place, tally);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::samples;
    use crate::domain::split::Mark;
    use jiff::Timestamp;
    use proptest::prelude::*;

    fn pass(secs: &[f64]) -> TallyPass {
        let mut pass = TallyPass { counted_at: Timestamp::UNIX_EPOCH, tallies: Vec::new() };
        for &secs in secs {
            pass.add(Tally { at: SampleRate::PREFERRED.frames(secs), kind: TallyKind::Filler });
        }
        pass
    }

    #[test]
    fn tallies_are_counted_where_they_fell() {
        let mut take = samples::take(120.0);
        let at = |secs| take.recording.rate.frames(secs);
        take.live_marks = vec![Mark { at: at(10.0), section: 0 }, Mark { at: at(40.0), section: 2 }];
        let counts = count(&take, &pass(&[50.0, 5.0, 41.0, 40.0, 12.0]), TallyKind::Filler);
        assert_eq!(counts.whole, Count { times: 5, per_minute: Some(2.5) });
        let times: Vec<usize> = counts.sections.iter().map(|count| count.times).collect();
        assert_eq!((times, counts.unmarked.times), (vec![1, 0, 3, 0], 1));
        assert_eq!(counts.sections[0].per_minute, Some(2.0));
        assert_eq!(counts.sections[1].per_minute, None);
        assert_eq!(count(&take, &pass(&[5.0]), TallyKind::Own).whole.times, 0);
    }

    #[test]
    fn two_listenings_agree_where_they_heard_the_same_within_a_second() {
        let (first, second) = (pass(&[1.0, 5.0, 9.0]), pass(&[1.6, 7.0, 9.0, 20.0]));
        let agreement = agreement(&first, &second, TallyKind::Filler, SampleRate::PREFERRED);
        assert_eq!(agreement, Agreement { both: 2, only_first: 1, only_second: 2 });
        assert_eq!(agreement.percent(), Some(40.0));
        assert_eq!(Agreement::default().percent(), None);
    }

    proptest! {
        #[test]
        fn agreement_does_not_depend_on_which_came_first(
            first in prop::collection::vec(0.0f64..60.0, 0..20),
            second in prop::collection::vec(0.0f64..60.0, 0..20),
        ) {
            let rate = SampleRate::PREFERRED;
            let one = agreement(&pass(&first), &pass(&second), TallyKind::Filler, rate);
            let other = agreement(&pass(&second), &pass(&first), TallyKind::Filler, rate);
            prop_assert_eq!(one.both, other.both);
            prop_assert_eq!(one.both + one.only_first, first.len());
            prop_assert_eq!(one.both + one.only_second, second.len());
        }
    }
}
