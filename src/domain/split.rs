//! How the time of an answer divided among its sections.
//!
//! A take's recording is cut by marks into sections; what lies before the first mark is unmarked.
//! Pauses are not in the recording: each has a place in it and a length beside it. Sections, unmarked
//! time and pauses therefore always add up to the time from the first frame to the stop.

use super::framework::{Share, Targets};
use super::time::Frames;

/// Where a section begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark {
    pub at: Frames,
    /// Index into the framework's sections.
    pub section: usize,
}

/// A time in which the speaker had stopped the recording and gone on later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pause {
    /// The frame of the recording before which the pause lies.
    pub at: Frames,
    pub lasted: Frames,
}

/// A stretch of the recording that belongs to one section, or to none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    pub start: Frames,
    pub end: Frames,
    pub section: Option<usize>,
}

impl Stretch {
    #[must_use]
    pub const fn length(&self) -> Frames {
        self.end.minus(self.start)
    }
}

/// Cuts `recorded` frames at the marks, in time order and without holes.
///
/// Marks may come in any order and name any section, also one that was told before. Marks past the end
/// count as lying at the end. Of marks on one frame the last one given holds.
#[must_use]
pub fn stretches(recorded: Frames, marks: &[Mark]) -> Vec<Stretch> {
    let mut sorted: Vec<Mark> =
        marks.iter().map(|mark| Mark { at: mark.at.min(recorded), ..*mark }).collect();
    sorted.sort_by_key(|mark| mark.at);

    let mut cut = Vec::with_capacity(sorted.len() + 1);
    let mut start = Frames::ZERO;
    let mut section = None;
    for mark in sorted {
        if mark.at > start {
            cut.push(Stretch { start, end: mark.at, section });
        }
        start = mark.at;
        section = Some(mark.section);
    }
    if recorded > start {
        cut.push(Stretch { start, end: recorded, section });
    }
    cut
}

/// What a take's frames were spent on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Split {
    /// Frames per section, summed over all stretches that name it.
    pub sections: Vec<Frames>,
    pub unmarked: Frames,
    pub paused: Frames,
}

impl Split {
    /// Divides a recording among `section_count` sections; marks that name no such section count as unmarked.
    #[must_use]
    pub fn measure(recorded: Frames, section_count: usize, marks: &[Mark], pauses: &[Pause]) -> Self {
        let mut split = Self {
            sections: vec![Frames::ZERO; section_count],
            unmarked: Frames::ZERO,
            paused: pauses.iter().map(|pause| pause.lasted).sum(),
        };
        for stretch in stretches(recorded, marks) {
            let part = stretch
                .section
                .and_then(|section| split.sections.get_mut(section))
                .unwrap_or(&mut split.unmarked);
            *part = part.plus(stretch.length());
        }
        split
    }

    /// The length of the recording, pauses left out.
    #[must_use]
    pub fn recorded(&self) -> Frames {
        self.sections.iter().copied().sum::<Frames>().plus(self.unmarked)
    }

    /// The time from the first frame to the stop, pauses included.
    #[must_use]
    pub fn elapsed(&self) -> Frames {
        self.recorded().plus(self.paused)
    }

    /// Each section's share of the recording in per cent; `None` for an empty recording.
    #[must_use]
    pub fn shares_percent(&self) -> Option<Vec<f64>> {
        let recorded = self.recorded();
        (!recorded.is_zero()).then(|| self.sections.iter().map(|part| percent_of(*part, recorded)).collect())
    }

    /// One section's share of the recording in per cent; `None` for an empty recording or an unknown section.
    #[must_use]
    pub fn share_percent(&self, section: usize) -> Option<f64> {
        let recorded = self.recorded();
        let part = self.sections.get(section)?;
        (!recorded.is_zero()).then(|| percent_of(*part, recorded))
    }

    /// How far the split lies from the targets: the sum over the sections of the differences in percentage
    /// points. 0 is the target itself, 200 the most there can be; `None` for an empty recording.
    #[must_use]
    pub fn distance(&self, targets: &Targets) -> Option<f64> {
        let shares = self.shares_percent()?;
        Some(
            shares
                .iter()
                .zip(targets.shares())
                .map(|(share, target)| (share - target.as_percent()).abs())
                .sum(),
        )
    }
}

/// The time before the first section in which the speaker acts; `None` where none is marked.
#[must_use]
pub fn set_up(recorded: Frames, marks: &[Mark], acting_section: Option<usize>) -> Option<Frames> {
    let acting = acting_section?;
    stretches(recorded, marks)
        .into_iter()
        .find(|stretch| stretch.section == Some(acting))
        .map(|stretch| stretch.start)
}

/// How far a split may lie from its targets before anything is said, in percentage points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tolerance {
    points: f64,
}

impl Tolerance {
    /// The band when the user has not set one.
    pub const DEFAULT: Self = Self { points: 15.0 };

    /// The band, where it is a number from 0 to 200.
    #[must_use]
    pub fn new(points: f64) -> Option<Self> {
        (0.0..=200.0).contains(&points).then_some(Self { points })
    }

    #[must_use]
    pub const fn points(self) -> f64 {
        self.points
    }

    /// The band for one section: half, because what one section gains another loses.
    #[must_use]
    pub fn per_section_points(self) -> f64 {
        self.points / 2.0
    }

    #[must_use]
    pub fn holds(self, distance: f64) -> bool {
        distance <= self.points
    }

    /// Whether a section lies inside its band, and if not, on which side.
    #[must_use]
    pub fn judge(self, share_percent: f64, target: Share) -> Verdict {
        let over = share_percent - target.as_percent();
        if over.abs() <= self.per_section_points() {
            Verdict::OnTarget
        } else if over > 0.0 {
            Verdict::Over
        } else {
            Verdict::Under
        }
    }
}

/// How a section's time compares with its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Under,
    OnTarget,
    Over,
}

impl Verdict {
    /// The word shown beside the figure.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Under => "under",
            Self::OnTarget => "on target",
            Self::Over => "over",
        }
    }
}

fn percent_of(part: Frames, whole: Frames) -> f64 {
    part.to_f64() / whole.to_f64() * 100.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn mark(at: u64, section: usize) -> Mark {
        Mark { at: Frames(at), section }
    }

    fn star_targets() -> Targets {
        crate::domain::framework::built_in().swap_remove(0).targets
    }

    #[test]
    fn a_take_told_in_order_splits_at_its_marks() {
        let split = Split::measure(Frames(100), 4, &[mark(0, 0), mark(15, 1), mark(25, 2), mark(75, 3)], &[]);
        assert_eq!(split.sections, [15, 10, 50, 25].map(Frames));
        assert_eq!(split.distance(&star_targets()), Some(0.0));
    }

    #[test]
    fn repeated_skipped_and_early_sections_are_summed() {
        let split = Split::measure(
            Frames(100),
            4,
            &[mark(10, 3), mark(20, 0), mark(40, 2), mark(60, 0)],
            &[Pause { at: Frames(30), lasted: Frames(7) }],
        );
        assert_eq!(split.sections, [60, 0, 20, 10].map(Frames));
        assert_eq!(split.unmarked, Frames(10));
        assert_eq!(split.elapsed(), Frames(107));
    }

    #[test]
    fn the_last_of_several_marks_on_a_frame_holds() {
        let split = Split::measure(Frames(10), 2, &[mark(0, 0), mark(0, 1)], &[]);
        assert_eq!(split.sections, [0, 10].map(Frames));
    }

    #[test]
    fn set_up_ends_where_the_speaker_acts() {
        let marks = [mark(0, 0), mark(30, 1), mark(42, 2), mark(80, 0), mark(90, 2)];
        assert_eq!(set_up(Frames(100), &marks, Some(2)), Some(Frames(42)));
        assert_eq!(set_up(Frames(100), &marks[..2], Some(2)), None);
        assert_eq!(set_up(Frames(100), &marks, None), None);
    }

    #[test]
    fn an_empty_recording_has_no_shares() {
        let split = Split::measure(Frames::ZERO, 4, &[mark(0, 0)], &[]);
        assert_eq!(split.shares_percent(), None);
        assert_eq!(split.distance(&star_targets()), None);
    }

    #[test]
    fn verdicts_are_quiet_inside_half_the_band() {
        let target = Share::percent(50);
        assert_eq!(Tolerance::DEFAULT.judge(57.5, target), Verdict::OnTarget);
        assert_eq!(Tolerance::DEFAULT.judge(57.6, target), Verdict::Over);
        assert_eq!(Tolerance::DEFAULT.judge(42.0, target), Verdict::Under);
        assert_eq!(Tolerance::new(f64::NAN), None);
    }

    fn any_marks() -> impl Strategy<Value = Vec<Mark>> {
        prop::collection::vec((0u64..400, 0usize..8).prop_map(|(at, section)| mark(at, section)), 0..20)
    }

    proptest! {
        #[test]
        fn parts_always_add_up_to_the_take(
            recorded in 0u64..300,
            sections in 0usize..6,
            marks in any_marks(),
            pauses in prop::collection::vec((0u64..300, 0u64..100), 0..5),
        ) {
            let pauses: Vec<Pause> = pauses
                .into_iter()
                .map(|(at, lasted)| Pause { at: Frames(at), lasted: Frames(lasted) })
                .collect();
            let paused: u64 = pauses.iter().map(|pause| pause.lasted.0).sum();
            let split = Split::measure(Frames(recorded), sections, &marks, &pauses);
            let marked: u64 = split.sections.iter().map(|part| part.0).sum();
            prop_assert_eq!(marked + split.unmarked.0 + split.paused.0, recorded + paused);
            prop_assert_eq!(split.elapsed(), Frames(recorded + paused));
        }

        #[test]
        fn stretches_cover_the_recording_without_holes(recorded in 0u64..300, marks in any_marks()) {
            let mut end = Frames::ZERO;
            for stretch in stretches(Frames(recorded), &marks) {
                prop_assert_eq!(stretch.start, end);
                prop_assert!(stretch.end > stretch.start);
                end = stretch.end;
            }
            prop_assert_eq!(end, Frames(recorded));
        }

        #[test]
        fn distance_stays_between_zero_and_two_hundred(recorded in 1u64..300, marks in any_marks()) {
            let split = Split::measure(Frames(recorded), 4, &marks, &[]);
            let distance = split.distance(&star_targets()).unwrap();
            prop_assert!((0.0..=200.000_001).contains(&distance), "{}", distance);
        }
    }
}
