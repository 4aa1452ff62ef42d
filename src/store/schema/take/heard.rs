//! What was heard on replay: predictions, ratings, notes and counts.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use super::super::values::{self, words};
use crate::domain::rating::{Points, Prediction, Rating};
use crate::domain::take::{PinnedNote, Tally, TallyKind, TallyPass};
use crate::domain::time::Frames;
use crate::store::document::Check;

words! { TallyWord for TallyKind { Filler, Own, Shared, Figure } else Filler }

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PredictionDisk {
    length_secs: Option<f64>,
    longest_section: Option<usize>,
    mean_points: Option<f64>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RatingDisk {
    rated_at: String,
    points: Vec<PointsDisk>,
    note: String,
    blind: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PointsDisk {
    row: String,
    points: u8,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct NoteDisk {
    at_frame: u64,
    text: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PassDisk {
    counted_at: String,
    heard: Vec<TallyDisk>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TallyDisk {
    at_frame: u64,
    kind: TallyWord,
}

/// The seconds that somebody can guess.
fn guessable_secs() -> RangeInclusive<f64> {
    0.0..=f64::from(*values::LENGTH_SECS.end())
}

const MEAN_POINTS: RangeInclusive<f64> = 1.0..=5.0;

impl PredictionDisk {
    /// A guess that nothing could come true of is left out.
    pub(super) fn new(prediction: &Prediction, section_count: usize) -> Self {
        Self {
            length_secs: prediction.length_secs.filter(|secs| guessable_secs().contains(secs)),
            longest_section: prediction.longest_section.filter(|&section| section < section_count),
            mean_points: prediction.mean_points.filter(|points| MEAN_POINTS.contains(points)),
        }
    }

    pub(super) fn into_prediction(self, section_count: usize, check: &mut Check<'_, '_>) -> Prediction {
        let length = self.length_secs;
        let longest_section = self.longest_section.filter(|&section| section < section_count);
        if longest_section != self.longest_section {
            check.field("longest_section").warn("The plan has no such section; the guess is passed over.");
        }
        Prediction {
            length_secs: length
                .and_then(|secs| values::in_range(secs, guessable_secs(), &mut check.field("length_secs"))),
            longest_section,
            mean_points: self
                .mean_points
                .and_then(|points| values::in_range(points, MEAN_POINTS, &mut check.field("mean_points"))),
        }
    }
}

impl From<&Rating> for RatingDisk {
    fn from(rating: &Rating) -> Self {
        let points = |(row, points): &(String, Points)| PointsDisk { row: row.clone(), points: points.get() };
        Self {
            rated_at: rating.rated_at.to_string(),
            points: rating.points.iter().map(points).collect(),
            note: rating.note.clone(),
            blind: rating.blind,
        }
    }
}

pub(super) fn ratings(disk: Vec<RatingDisk>, check: &mut Check<'_, '_>) -> Vec<Rating> {
    let rating = |(index, rating): (usize, RatingDisk)| {
        let mut check = check.element(index);
        Rating {
            rated_at: values::moment(&rating.rated_at, &mut check.field("rated_at")),
            points: points(rating.points, &mut check.field("points")),
            note: rating.note,
            blind: rating.blind,
        }
    };
    disk.into_iter().enumerate().map(rating).collect()
}

fn points(disk: Vec<PointsDisk>, check: &mut Check<'_, '_>) -> Vec<(String, Points)> {
    let points = |(index, given): (usize, PointsDisk)| {
        let points = Points::new(given.points);
        if points.is_none() {
            check.element(index).warn("Points go from 1 to 5; these are passed over.");
        }
        Some((given.row, points?))
    };
    disk.into_iter().enumerate().filter_map(points).collect()
}

impl NoteDisk {
    pub(super) fn new(note: &PinnedNote, end: Frames) -> Self {
        Self { at_frame: note.at.min(end).0, text: note.text.clone() }
    }
}

pub(super) fn notes(disk: Vec<NoteDisk>, end: Frames, check: &mut Check<'_, '_>) -> Vec<PinnedNote> {
    let note = |(index, note): (usize, NoteDisk)| PinnedNote {
        at: values::place(note.at_frame, end, &mut check.element(index).field("at_frame")),
        text: note.text,
    };
    disk.into_iter().enumerate().map(note).collect()
}

impl PassDisk {
    pub(super) fn new(pass: &TallyPass, end: Frames) -> Self {
        let heard = |tally: &Tally| TallyDisk { at_frame: tally.at.min(end).0, kind: tally.kind.into() };
        Self { counted_at: pass.counted_at.to_string(), heard: pass.tallies.iter().map(heard).collect() }
    }
}

pub(super) fn passes(disk: &[PassDisk], end: Frames, check: &mut Check<'_, '_>) -> Vec<TallyPass> {
    let pass = |(index, pass): (usize, &PassDisk)| {
        let mut check = check.element(index);
        TallyPass {
            counted_at: values::moment(&pass.counted_at, &mut check.field("counted_at")),
            tallies: tallies(&pass.heard, end, &mut check.field("heard")),
        }
    };
    disk.iter().enumerate().map(pass).collect()
}

fn tallies(disk: &[TallyDisk], end: Frames, check: &mut Check<'_, '_>) -> Vec<Tally> {
    let tally = |(index, tally): (usize, &TallyDisk)| {
        let mut check = check.element(index);
        let kind = tally.kind.known(&mut check.field("kind"))?;
        Some(Tally { at: values::place(tally.at_frame, end, &mut check.field("at_frame")), kind })
    };
    disk.iter().enumerate().filter_map(tally).collect()
}
