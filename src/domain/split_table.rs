//! A take's split as a table: the numbers that bars, words, tables and exports all show alike.

use super::framework::hues;
use super::split::{Tolerance, Verdict};
use super::take::{MarkSource, Take};

/// One section against its target.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub name: String,
    pub letter: char,
    pub hue: usize,
    pub secs: f64,
    pub percent: f64,
    pub target_percent: f64,
    /// The target share of this take's own length, so that seconds and per cent say the same.
    pub target_secs: f64,
    pub verdict: Verdict,
}

/// How a take divided, against how it was meant to.
#[derive(Clone, Debug, PartialEq)]
pub struct SplitTable {
    pub parts: Vec<Part>,
    pub unmarked_secs: f64,
    pub unmarked_percent: f64,
    pub recorded_secs: f64,
    pub paused_secs: f64,
    pub set_up_secs: Option<f64>,
    /// Where the set-up should end.
    pub set_up_target_secs: Option<f64>,
    pub distance: Option<f64>,
    pub tolerance: Tolerance,
    pub source: MarkSource,
}

impl SplitTable {
    /// The table of a take; `None` where nothing was recorded or the take does not divide.
    #[must_use]
    pub fn of(take: &Take, tolerance: Tolerance) -> Option<Self> {
        if !take.divides() {
            return None;
        }
        let source = take.marks().1;
        let rate = take.recording.rate;
        let split = take.split();
        let shares = split.shares_percent()?;
        let recorded_secs = rate.secs(split.recorded());
        let targets = take.plan.targets.shares();
        let parts = take
            .plan
            .sections
            .iter()
            .zip(hues(&take.plan.sections))
            .zip(split.sections.iter().zip(&shares).zip(targets))
            .map(|((section, hue), ((&frames, &percent), &target))| Part {
                name: section.name.clone(),
                letter: section.letter(),
                hue,
                secs: rate.secs(frames),
                percent,
                target_percent: target.as_percent(),
                target_secs: target.as_fraction() * recorded_secs,
                verdict: tolerance.judge(percent, target),
            })
            .collect();
        let before_acting = take.plan.acting_section().map(|acting| {
            targets.iter().take(acting).map(|share| share.as_fraction()).sum::<f64>() * recorded_secs
        });
        Some(Self {
            parts,
            unmarked_secs: rate.secs(split.unmarked),
            unmarked_percent: (100.0 - shares.iter().sum::<f64>()).max(0.0),
            recorded_secs,
            paused_secs: rate.secs(split.paused),
            set_up_secs: take.set_up().map(|frames| rate.secs(frames)),
            set_up_target_secs: before_acting,
            distance: take.distance(),
            tolerance,
            source,
        })
    }

    /// Whether the split as a whole lies in the band, so that nothing need be said.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        self.distance.is_some_and(|distance| self.tolerance.holds(distance))
            && self.parts.iter().all(|part| part.verdict == Verdict::OnTarget)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::samples;
    use crate::domain::split::Mark;

    fn marked(secs: f64, marks: &[(f64, usize)]) -> Take {
        let mut take = samples::take(secs);
        let rate = take.recording.rate;
        take.live_marks =
            marks.iter().map(|&(secs, section)| Mark { at: rate.frames(secs), section }).collect();
        take
    }

    fn table(take: &Take) -> Option<SplitTable> {
        SplitTable::of(take, Tolerance::DEFAULT)
    }

    #[test]
    fn rows_say_seconds_target_and_verdict() {
        let table = table(&marked(150.0, &[(0.0, 0), (22.5, 1), (37.5, 2), (108.5, 3)])).unwrap();
        assert!(
            (table.parts[2].secs - 71.0).abs() < 1e-3 && (table.parts[2].target_secs - 75.0).abs() < 1e-3
        );
        assert_eq!((table.parts[2].verdict, table.parts[2].hue), (Verdict::OnTarget, 2));
        assert_eq!((table.set_up_secs, table.set_up_target_secs), (Some(37.5), Some(37.5)));
        assert!(table.is_quiet());
    }

    #[test]
    fn time_before_the_first_mark_is_a_part_of_its_own() {
        let table = table(&marked(100.0, &[(10.0, 0), (40.0, 2)])).unwrap();
        assert!((table.unmarked_percent - 10.0).abs() < 1e-6);
        let whole: f64 = table.parts.iter().map(|part| part.secs).sum();
        assert!((whole + table.unmarked_secs - table.recorded_secs).abs() < 1e-6);
        assert_eq!(table.parts[0].verdict, Verdict::Over);
        assert!(!table.is_quiet());
    }

    #[test]
    fn a_take_that_does_not_divide_has_no_table() {
        assert_eq!(table(&marked(100.0, &[])), None);
        assert_eq!(table(&marked(100.0, &[(0.0, 0)])), None, "only somebody's beginning is marked");
        let whole = marked(100.0, &[(0.0, 0), (40.0, 2)]);
        assert!(table(&whole).is_some());
        let kind = crate::domain::take::TakeKind::Retake { of: whole.id.clone(), section: 2 };
        assert_eq!(table(&Take { kind, ..whole }), None);
    }
}
