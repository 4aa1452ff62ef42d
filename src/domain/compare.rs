//! Takes that can be held against each other, and what changed from one to the other in words.

use super::figures::{Unit, clock};
use super::library::Library;
use super::split::Tolerance;
use super::split_table::SplitTable;
use super::take::{Take, TakeKind};
use super::verdict::{span, whole};

/// Differences smaller than this are not worth a sentence, in seconds.
const WORTH_SAYING_SECS: i64 = 1;

/// A take shorter than this part of its aim tells nothing about the others.
const LEAST_OF_THE_AIM: f64 = 1.0 / 3.0;

/// Most takes that are offered; older ones are found by practising less.
const MOST: usize = 60;

/// The takes a take can be compared with, the newest first: whole answers with its story, or to its question where it
/// has no story; for a follow-up the other answers to that follow-up; for a section told again the take it belongs to.
#[must_use]
pub fn candidates<'a>(library: &'a Library, take: &Take) -> Vec<&'a Take> {
    if let TakeKind::Retake { of, .. } = &take.kind {
        return library.take(of).into_iter().collect();
    }
    let same = |other: &&Take| is_alike(take, other);
    library.takes_of(take.story.as_ref()).rev().filter(same).take(MOST).collect()
}

fn is_alike(take: &Take, other: &Take) -> bool {
    let same_question = take.question.text == other.question.text
        || (take.question.id.is_some() && take.question.id == other.question.id);
    let same_kind = match (&take.kind, &other.kind) {
        (TakeKind::Full, TakeKind::Full) => take.story.is_some() || same_question,
        (TakeKind::FollowUp { .. }, TakeKind::FollowUp { .. }) => same_question,
        _ => false,
    };
    same_kind && other.id != take.id
}

/// The take that was the last before this one and can be compared with it: no fragment, and a marked one before one
/// that is not marked.
#[must_use]
pub fn last_before<'a>(library: &'a Library, take: &Take) -> Option<&'a Take> {
    let all = candidates(library, take);
    if matches!(take.kind, TakeKind::Retake { .. }) {
        return all.first().copied();
    }
    let mut earlier = all.into_iter().filter(|other| {
        let whole_enough = LEAST_OF_THE_AIM * f64::from(other.plan.target_length_secs);
        (other.recorded_at, &other.id) < (take.recorded_at, &take.id)
            && other.recording.secs() >= whole_enough
    });
    let is_marked = |other: &&Take| other.distance().is_some();
    earlier.clone().find(is_marked).or_else(|| earlier.next())
}

/// What has changed from `before` to `after`, a sentence each, the most telling first.
#[must_use]
pub fn differences(before: &Take, after: &Take, tolerance: Tolerance) -> Vec<String> {
    let tables = [before, after].map(|take| SplitTable::of(take, tolerance));
    let mut said = Vec::new();
    if let [Some(was), Some(is)] = &tables {
        said.extend(distance(was, is));
        said.extend(secs("Set-up", was.set_up_secs, is.set_up_secs));
    }
    said.extend(length(before.recording.secs(), after.recording.secs()));
    if let [Some(was), Some(is)] = &tables {
        for now in &is.parts {
            let then = was.parts.iter().find(|part| part.name == now.name);
            said.extend(secs(&now.name, then.map(|part| part.secs), Some(now.secs)));
        }
    }
    said.extend(rating(before, after));
    if said.is_empty() {
        said.push("The two takes divide alike.".to_owned());
    }
    said
}

fn distance(was: &SplitTable, is: &SplitTable) -> Option<String> {
    let (was, is) = (whole(was.distance?), whole(is.distance?));
    if was == is {
        return None;
    }
    let word = if is < was { "nearer to" } else { "further from" };
    Some(format!("The split is {word} its target: {is} points off instead of {was}."))
}

fn secs(what: &str, was: Option<f64>, is: Option<f64>) -> Option<String> {
    let (was, is) = (was?, is?);
    let apart = whole(is) - whole(was);
    if apart.abs() < WORTH_SAYING_SECS {
        return None;
    }
    let word = if apart < 0 { "shorter" } else { "longer" };
    Some(format!("{what} is {} s {word}: {} instead of {}.", apart.abs(), span(is), span(was)))
}

fn length(was: f64, is: f64) -> Option<String> {
    let apart = whole(is) - whole(was);
    if apart.abs() < WORTH_SAYING_SECS {
        return None;
    }
    let word = if apart < 0 { "shorter" } else { "longer" };
    Some(format!("The whole answer is {} s {word}: {} instead of {}.", apart.abs(), clock(is), clock(was)))
}

fn rating(before: &Take, after: &Take) -> Option<String> {
    let (was, is) = (before.rating()?.mean()?, after.rating()?.mean()?);
    if (was - is).abs() < 0.05 {
        return None;
    }
    let word = if is > was { "higher" } else { "lower" };
    let [is, was] = [is, was].map(|points| Unit::Rating.figure(points));
    Some(format!("You rated it {word}: {is} instead of {was}."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::samples;
    use crate::domain::split::Mark;
    use crate::domain::story::StoryId;
    use crate::domain::take::TakeId;
    use jiff::Timestamp;

    fn told(secs: f64, marks: &[(f64, usize)]) -> Take {
        let mut take = samples::take(secs);
        let rate = take.recording.rate;
        take.live_marks =
            marks.iter().map(|&(secs, section)| Mark { at: rate.frames(secs), section }).collect();
        take
    }

    fn at(id: &str, minute: i64, take: Take) -> Take {
        let recorded_at = Timestamp::from_second(60 * minute).unwrap();
        Take { id: TakeId(id.into()), recorded_at, ..take }
    }

    #[test]
    fn what_changed_is_said_with_both_figures() {
        let before = told(200.0, &[(0.0, 0), (60.0, 1), (80.0, 2), (160.0, 3)]);
        let after = told(150.0, &[(0.0, 0), (22.5, 1), (37.5, 2), (112.5, 3)]);
        let said = differences(&before, &after, Tolerance::DEFAULT);
        assert_eq!(said[0], "The split is nearer to its target: 0 points off instead of 30.");
        assert_eq!(said[1], "Set-up is 42 s shorter: 38 s instead of 1:20.");
        assert_eq!(said[2], "The whole answer is 50 s shorter: 2:30 instead of 3:20.");
        assert!(said.contains(&"Situation is 37 s shorter: 23 s instead of 1:00.".to_owned()), "{said:?}");
    }

    #[test]
    fn two_takes_alike_are_said_to_be() {
        let take = told(150.0, &[(0.0, 0), (40.0, 2)]);
        assert_eq!(differences(&take, &take, Tolerance::DEFAULT), ["The two takes divide alike."]);
    }

    #[test]
    fn the_last_take_is_the_newest_marked_one_before_that_is_no_fragment() {
        let marks = [(0.0, 0), (40.0, 2)];
        let mut library = Library::default();
        for take in [
            at("old", 1, told(140.0, &marks)),
            at("marked", 2, told(150.0, &marks)),
            at("unmarked", 3, told(150.0, &[])),
            at("fragment", 4, told(20.0, &marks)),
            at("now", 5, told(150.0, &marks)),
            at("later", 6, told(150.0, &marks)),
        ] {
            library.put_take(take);
        }
        let id = |take: &str| last_before(&library, library.take(&TakeId(take.into())).unwrap());
        assert_eq!(id("now").unwrap().id.0, "marked");
        assert_eq!(id("marked").unwrap().id.0, "old");
        assert!(id("old").is_none());
        let mut other_question = at("x", 9, told(150.0, &marks));
        other_question.question.text = "Something else".into();
        assert!(last_before(&library, &other_question).is_none());
    }

    #[test]
    fn a_story_is_compared_across_questions_and_other_kinds_with_their_like() {
        let story = Some(StoryId("s".into()));
        let full = at("full", 1, Take { story: story.clone(), ..told(150.0, &[(0.0, 0), (40.0, 2)]) });
        let of = full.id.clone();
        let mut library = Library::default();
        library.put_take(full.clone());
        let follow_up = |id: &str, minute, text: &str| {
            let mut take = at(id, minute, Take { story: story.clone(), ..told(60.0, &[]) });
            take.kind = TakeKind::FollowUp { of: of.clone() };
            take.question.text = text.into();
            take
        };
        library.put_take(follow_up("f1", 2, "Why?"));
        library.put_take(follow_up("f2", 3, "How?"));
        let mut other = at("next", 4, full.clone());
        other.question.text = "Another question".into();
        assert_eq!(last_before(&library, &other).unwrap().id.0, "full");
        assert_eq!(last_before(&library, &follow_up("f3", 5, "Why?")).unwrap().id.0, "f1");
        let retake = Take { kind: TakeKind::Retake { of, section: 1 }, ..at("r", 6, told(10.0, &[])) };
        assert_eq!(last_before(&library, &retake).unwrap().id.0, "full");
    }
}
