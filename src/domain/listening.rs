//! What a listener does to a finished take. Each deed takes the take as it is and gives it as it is afterwards;
//! the marks that were made while speaking stay untouched beside the edited ones.

use jiff::Timestamp;

use super::marks;
use super::rating::{Points, Rating};
use super::split::{Mark, Stretch, stretches};
use super::take::{PinnedNote, Take, Tally, TallyKind, TallyPass};
use super::time::Frames;

/// The take with these edited marks.
#[must_use]
pub fn with_marks(take: &Take, marks: Vec<Mark>) -> Take {
    Take { edited_marks: Some(marks), ..take.clone() }
}

/// Begins the next section at a place: the same as its key does while speaking. A mark of that section that comes
/// later moves here. `None` where the last section is being told.
#[must_use]
pub fn mark_next(take: &Take, at: Frames) -> Option<Take> {
    let before = marks::sorted(take.marks().0);
    let section = marks::next_at(&before, at, take.plan.sections.len())?;
    let mut kept = before;
    if let Some(later) = kept.iter().position(|mark| mark.at > at)
        && kept.get(later).is_some_and(|mark| mark.section == section)
    {
        kept.remove(later);
    }
    Some(with_marks(take, marks::added(&kept, Mark { at, section })))
}

/// Moves a mark, no further than to its neighbours.
#[must_use]
pub fn mark_moved(take: &Take, index: usize, to: Frames) -> Take {
    with_marks(take, marks::moved(take.marks().0, index, to, take.recording.frames))
}

#[must_use]
pub fn mark_removed(take: &Take, index: usize) -> Take {
    with_marks(take, marks::removed(take.marks().0, index))
}

/// Takes away the last mark at or before a place; `None` where there is none.
#[must_use]
pub fn last_mark_taken_back(take: &Take, at: Frames) -> Option<Take> {
    let index = marks::sorted(take.marks().0).iter().rposition(|mark| mark.at <= at)?;
    Some(mark_removed(take, index))
}

/// The take with the marks that were made while speaking.
#[must_use]
pub fn back_to_live_marks(take: &Take) -> Take {
    Take { edited_marks: None, ..take.clone() }
}

/// The stretch that a frame lies in; at the very end the last one.
#[must_use]
pub fn stretch_at(take: &Take, at: Frames) -> Option<Stretch> {
    let cut = stretches(take.recording.frames, take.marks().0);
    cut.iter().find(|stretch| stretch.start <= at && at < stretch.end).or(cut.last()).copied()
}

/// The longest stretch of a section, where it was told at all.
#[must_use]
pub fn stretch_of(take: &Take, section: usize) -> Option<Stretch> {
    stretches(take.recording.frames, take.marks().0)
        .into_iter()
        .filter(|stretch| stretch.section == Some(section))
        .max_by_key(|stretch| (stretch.length(), std::cmp::Reverse(stretch.start)))
}

/// Counts one thing that was heard, in the latest listening.
#[must_use]
pub fn counted(take: &Take, kind: TallyKind, at: Frames, now: Timestamp) -> Take {
    let mut take = take.clone();
    if take.tally_passes.is_empty() {
        take.tally_passes.push(TallyPass { counted_at: now, tallies: Vec::new() });
    }
    if let Some(pass) = take.tally_passes.last_mut() {
        pass.add(Tally { at: at.min(take.recording.frames), kind });
    }
    take
}

/// Begins another listening, which is counted for itself.
#[must_use]
pub fn new_pass(take: &Take, now: Timestamp) -> Take {
    let mut take = take.clone();
    take.tally_passes.push(TallyPass { counted_at: now, tallies: Vec::new() });
    take
}

/// Gives points to a row of one of the take's ratings, which begins with its first points. The same points again
/// take them away.
#[must_use]
pub fn rated(take: &Take, sitting: usize, row: &str, points: Points, now: Timestamp) -> Take {
    let mut take = take.clone();
    while take.ratings.len() <= sitting {
        let blind = !take.ratings.is_empty();
        take.ratings.push(Rating { rated_at: now, points: Vec::new(), note: String::new(), blind });
    }
    if let Some(rating) = take.ratings.get_mut(sitting) {
        let same = rating.points_for(row) == Some(points);
        match rating.points.iter().position(|(id, _)| id == row) {
            Some(place) if same => {
                rating.points.remove(place);
            }
            Some(place) => {
                if let Some((_, given)) = rating.points.get_mut(place) {
                    *given = points;
                }
            }
            None => rating.points.push((row.to_owned(), points)),
        }
    }
    // A rating without points and without words is none.
    while take.ratings.last().is_some_and(|rating| rating.points.is_empty() && rating.note.is_empty()) {
        take.ratings.pop();
    }
    take
}

/// Writes the words of one of the take's ratings.
#[must_use]
pub fn rating_noted(take: &Take, sitting: usize, note: String, now: Timestamp) -> Take {
    let mut take = take.clone();
    while take.ratings.len() <= sitting {
        let blind = !take.ratings.is_empty();
        take.ratings.push(Rating { rated_at: now, points: Vec::new(), note: String::new(), blind });
    }
    if let Some(rating) = take.ratings.get_mut(sitting) {
        rating.note = note;
    }
    while take.ratings.last().is_some_and(|rating| rating.points.is_empty() && rating.note.is_empty()) {
        take.ratings.pop();
    }
    take
}

/// Pins an empty remark to a place, and says which of the remarks it is. One that is still empty is moved.
#[must_use]
pub fn pinned(take: &Take, at: Frames) -> (Take, usize) {
    let mut take = take.clone();
    take.notes.retain(|note| !note.text.trim().is_empty());
    let place = take.notes.partition_point(|note| note.at <= at);
    take.notes.insert(place, PinnedNote { at, text: String::new() });
    (take, place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::samples;
    use crate::domain::take::MarkSource;

    fn take(marks: &[(f64, usize)]) -> Take {
        let mut take = samples::take(150.0);
        let rate = take.recording.rate;
        take.live_marks =
            marks.iter().map(|&(secs, section)| Mark { at: rate.frames(secs), section }).collect();
        take
    }

    fn at(secs: f64) -> Frames {
        samples::take(1.0).recording.rate.frames(secs)
    }

    #[test]
    fn the_next_section_begins_where_one_hears_it_and_live_marks_stay() {
        let before = take(&[(0.0, 0), (30.0, 1), (60.0, 2), (90.0, 3)]);
        let after = mark_next(&before, at(45.0)).unwrap();
        let marks: Vec<(Frames, usize)> =
            after.marks().0.iter().map(|mark| (mark.at, mark.section)).collect();
        assert_eq!(marks, [(at(0.0), 0), (at(30.0), 1), (at(45.0), 2), (at(90.0), 3)]);
        assert_eq!((&after.live_marks, after.marks().1), (&before.live_marks, MarkSource::Edited));
        assert_eq!(mark_next(&before, at(100.0)), None);
        assert_eq!(back_to_live_marks(&after), before);
        let back = last_mark_taken_back(&after, at(50.0)).unwrap();
        assert_eq!(back.marks().0.len(), 3);
    }

    #[test]
    fn a_take_without_marks_is_marked_section_by_section() {
        let mut marked = take(&[]);
        for secs in [1.0, 30.0, 50.0, 120.0] {
            marked = mark_next(&marked, at(secs)).unwrap();
        }
        assert_eq!(marked.split().sections, [29.0, 20.0, 70.0, 30.0].map(at));
        assert_eq!(stretch_at(&marked, at(150.0)).unwrap().section, Some(3));
        assert_eq!(stretch_of(&marked, 2).unwrap().start, at(50.0));
    }

    #[test]
    fn points_are_given_changed_and_taken_away() {
        let now = Timestamp::UNIX_EPOCH;
        let points = |n| Points::new(n).unwrap();
        let once = rated(&take(&[]), 0, "structure", points(4), now);
        let changed = rated(&once, 0, "structure", points(2), now);
        assert_eq!(changed.rating().unwrap().points_for("structure"), Points::new(2));
        assert!(rated(&changed, 0, "structure", points(2), now).ratings.is_empty());
        let later = rated(&changed, 1, "structure", points(3), now);
        assert_eq!(later.ratings.iter().map(|rating| rating.blind).collect::<Vec<_>>(), [false, true]);
        assert!(rating_noted(&take(&[]), 0, "Slow".into(), now).rating().is_some());
    }

    #[test]
    fn remarks_stand_in_the_order_of_time_and_empty_ones_go() {
        let (mut one, _) = pinned(&take(&[]), at(50.0));
        one.notes[0].text = "good".into();
        let (two, place) = pinned(&one, at(20.0));
        assert_eq!((two.notes.len(), place), (2, 0));
        let (three, place) = pinned(&two, at(60.0));
        assert_eq!((three.notes.len(), place), (2, 1));
    }
}
