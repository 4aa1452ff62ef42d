//! Two takes of one story side by side, in words.

use super::figures::Unit;
use super::settings::LengthZones;
use super::split::Tolerance;
use super::split_table::SplitTable;
use super::take::Take;

/// Differences smaller than this are not worth a sentence, in seconds.
const WORTH_SAYING_SECS: f64 = 1.0;

/// What has changed from `before` to `after`, a sentence each, the most telling first.
#[must_use]
pub fn differences(before: &Take, after: &Take, tolerance: Tolerance, zones: &LengthZones) -> Vec<String> {
    let tables = [before, after].map(|take| SplitTable::of(take, tolerance, zones));
    let mut said = Vec::new();
    if let [Some(was), Some(is)] = &tables {
        said.extend(distance(was, is));
        said.extend(secs("Set-up", was.set_up_secs, is.set_up_secs, "shorter", "longer"));
    }
    let (was, is) = (before.recording.secs(), after.recording.secs());
    said.extend(secs("The whole answer", Some(was), Some(is), "shorter", "longer"));
    if let [Some(was), Some(is)] = &tables {
        for now in &is.parts {
            let then = was.parts.iter().find(|part| part.name == now.name);
            said.extend(secs(&now.name, then.map(|part| part.secs), Some(now.secs), "shorter", "longer"));
        }
    }
    said.extend(rating(before, after));
    if said.is_empty() {
        said.push("The two takes divide alike.".to_owned());
    }
    said
}

fn distance(was: &SplitTable, is: &SplitTable) -> Option<String> {
    let (was, is) = (was.distance?, is.distance?);
    if (was - is).abs() < 1.0 {
        return None;
    }
    let word = if is < was { "nearer to" } else { "further from" };
    let [is, was] = [is, was].map(|points| Unit::PointsOff.figure(points));
    Some(format!("The split is {word} its target: {is} points off instead of {was}."))
}

fn secs(what: &str, was: Option<f64>, is: Option<f64>, less: &str, more: &str) -> Option<String> {
    let (was, is) = (was?, is?);
    let apart = (is - was).abs();
    if apart < WORTH_SAYING_SECS {
        return None;
    }
    let word = if is < was { less } else { more };
    let [apart, is, was] = [apart, is, was].map(|secs| Unit::Seconds.say(secs));
    Some(format!("{what} is {apart} {word}: {is} instead of {was}."))
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

    fn told(secs: f64, marks: &[(f64, usize)]) -> Take {
        let mut take = samples::take(secs);
        let rate = take.recording.rate;
        take.live_marks =
            marks.iter().map(|&(secs, section)| Mark { at: rate.frames(secs), section }).collect();
        take
    }

    fn said(before: &Take, after: &Take) -> Vec<String> {
        differences(before, after, Tolerance::DEFAULT, &LengthZones::default())
    }

    #[test]
    fn what_changed_is_said_with_both_figures() {
        let before = told(200.0, &[(0.0, 0), (60.0, 1), (80.0, 2), (160.0, 3)]);
        let after = told(150.0, &[(0.0, 0), (22.5, 1), (37.5, 2), (112.5, 3)]);
        let said = said(&before, &after);
        assert_eq!(said[0], "The split is nearer to its target: 0 points off instead of 30.");
        assert_eq!(said[1], "Set-up is 42 s shorter: 38 s instead of 1:20.");
        assert_eq!(said[2], "The whole answer is 50 s shorter: 2:30 instead of 3:20.");
        assert!(said.contains(&"Situation is 38 s shorter: 22 s instead of 1:00.".to_owned()), "{said:?}");
    }

    #[test]
    fn two_takes_alike_are_said_to_be() {
        let take = told(150.0, &[(0.0, 0), (40.0, 2)]);
        assert_eq!(said(&take, &take), ["The two takes divide alike."]);
    }
}
