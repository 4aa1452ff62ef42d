//! Editing the marks of a finished take. Each edit takes marks and gives new ones, sorted by time.

use super::split::Mark;
use super::time::Frames;

/// The marks in the order of time; of marks on one frame only the last holds.
#[must_use]
pub fn sorted(marks: &[Mark]) -> Vec<Mark> {
    let mut all = marks.to_vec();
    all.sort_by_key(|mark| mark.at);
    let mut kept: Vec<Mark> = Vec::with_capacity(all.len());
    for mark in all {
        match kept.last_mut() {
            Some(last) if last.at == mark.at => *last = mark,
            _ => kept.push(mark),
        }
    }
    kept
}

/// Moves one mark, no further than to its neighbours and never past the end of the recording.
#[must_use]
pub fn moved(marks: &[Mark], index: usize, to: Frames, recorded: Frames) -> Vec<Mark> {
    let mut all = sorted(marks);
    let after = index.checked_sub(1).and_then(|before| all.get(before)).map(|mark| mark.at.plus(Frames(1)));
    let before = all.get(index + 1).map_or(recorded, |mark| mark.at).minus(Frames(1));
    if let Some(mark) = all.get_mut(index) {
        mark.at = to.min(before).max(after.unwrap_or(Frames::ZERO));
    }
    all
}

/// How far and which way a mark is nudged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nudge {
    Earlier(Frames),
    Later(Frames),
}

impl Nudge {
    #[must_use]
    pub const fn from(self, at: Frames) -> Frames {
        match self {
            Self::Earlier(by) => at.minus(by),
            Self::Later(by) => at.plus(by),
        }
    }
}

/// Puts a mark at a place; one that lies on the same frame makes way for it.
#[must_use]
pub fn added(marks: &[Mark], mark: Mark) -> Vec<Mark> {
    let mut all = marks.to_vec();
    all.push(mark);
    sorted(&all)
}

#[must_use]
pub fn removed(marks: &[Mark], index: usize) -> Vec<Mark> {
    let mut all = sorted(marks);
    if index < all.len() {
        all.remove(index);
    }
    all
}

/// The section that is being told at a place; `None` before the first mark.
#[must_use]
pub fn told_at(marks: &[Mark], at: Frames) -> Option<usize> {
    sorted(marks).iter().rev().find(|mark| mark.at <= at).map(|mark| mark.section)
}

/// The section that would begin here if the next one did; `None` where the last one is being told.
#[must_use]
pub fn next_at(marks: &[Mark], at: Frames, section_count: usize) -> Option<usize> {
    let next = told_at(marks, at).map_or(0, |section| section + 1);
    (next < section_count).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn mark(at: u64, section: usize) -> Mark {
        Mark { at: Frames(at), section }
    }

    #[test]
    fn a_mark_stops_short_of_its_neighbours_and_of_the_end() {
        let marks = [mark(0, 0), mark(50, 1), mark(80, 2)];
        assert_eq!(moved(&marks, 1, Frames(90), Frames(100))[1], mark(79, 1));
        assert_eq!(moved(&marks, 1, Frames(0), Frames(100))[1], mark(1, 1));
        assert_eq!(moved(&marks, 2, Frames(500), Frames(100))[2], mark(99, 2));
        assert_eq!(moved(&marks, 0, Nudge::Later(Frames(10)).from(Frames(0)), Frames(100))[0], mark(10, 0));
    }

    #[test]
    fn marking_while_listening_follows_the_order_of_the_sections() {
        let mut marks = Vec::new();
        for at in [0, 30, 60, 90] {
            let section = next_at(&marks, Frames(at), 4).unwrap();
            marks = added(&marks, Mark { at: Frames(at), section });
        }
        assert_eq!(marks, [mark(0, 0), mark(30, 1), mark(60, 2), mark(90, 3)]);
        assert_eq!(next_at(&marks, Frames(95), 4), None);
        assert_eq!(told_at(&marks, Frames(59)), Some(1));
        assert_eq!(removed(&marks, 1).len(), 3);
    }

    proptest! {
        #[test]
        fn every_edit_leaves_the_marks_in_order_and_on_frames_of_their_own(
            marks in prop::collection::vec((0u64..200, 0usize..6).prop_map(|(at, section)| mark(at, section)), 0..12),
            index in 0usize..14,
            to in 0u64..300,
        ) {
            for edited in [
                moved(&marks, index, Frames(to), Frames(200)),
                added(&marks, mark(to, 1)),
                removed(&marks, index),
            ] {
                prop_assert!(edited.is_sorted_by(|a, b| a.at < b.at));
            }
        }
    }
}
