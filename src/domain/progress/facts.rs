//! What is known of one take, worked out once from its marks, rating and counts.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use super::group::{Group, Kind};
use super::speech::SpeechFacts;
use super::stats;
use crate::domain::rating::{Points, Prediction, Rating};
use crate::domain::split::Split;
use crate::domain::story::StoryId;
use crate::domain::take::{MarkSource, Take, TakeId, TallyKind};
use crate::domain::time::{Frames, SampleRate};

/// What somebody counted on replay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Which listening it is, and how many there are: the last one counts.
    pub pass: usize,
    counts: [u32; TallyKind::ALL.len()],
}

impl Counted {
    #[must_use]
    pub fn of(self, kind: TallyKind) -> u32 {
        TallyKind::ALL.iter().zip(self.counts).find(|(own, _)| **own == kind).map_or(0, |(_, count)| count)
    }
}

/// A rating made again, blind, with the one it is held against.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rerating {
    pub first: f64,
    pub again: f64,
    pub days_between: f64,
}

/// One take in figures.
#[derive(Clone, Debug, PartialEq)]
pub struct TakeFacts {
    pub id: TakeId,
    pub story: Option<StoryId>,
    pub group: Arc<Group>,
    pub recorded_at: Timestamp,
    /// Date and time of day where the figures are shown.
    pub civil: DateTime,
    /// Whether no other take of that day came before it: a cold take, as in an interview.
    pub first_of_day: bool,
    pub warm_up: bool,
    pub recovered: bool,
    pub rate: SampleRate,
    pub recorded: Frames,
    pub split: Split,
    pub marks: MarkSource,
    /// `None` where nothing is marked.
    pub distance: Option<f64>,
    pub set_up: Option<Frames>,
    /// Points per rubric row of the rating that counts.
    pub points: Vec<(Arc<str>, Points)>,
    pub mean_points: Option<f64>,
    pub counted: Option<Counted>,
    pub prediction: Option<Prediction>,
    pub rerating: Option<Rerating>,
    pub speech: SpeechFacts,
    pub(super) group_index: usize,
}

impl TakeFacts {
    /// Works out a take's figures; `row` gives each rubric row its shared name.
    pub(super) fn of(
        take: &Take,
        zone: &TimeZone,
        (group_index, group): (usize, Arc<Group>),
        mut row: impl FnMut(&str) -> Arc<str>,
    ) -> Self {
        let (marks, source) = take.marks();
        let split = take.split();
        // A section told again, or a part of an answer, says nothing about how an answer divides.
        let divides = !marks.is_empty() && !matches!(group.kind, Kind::Retake { .. } | Kind::Continuation);
        let rating = take.rating();
        Self {
            id: take.id.clone(),
            story: take.story.clone(),
            recorded_at: take.recorded_at,
            civil: zone.to_datetime(take.recorded_at),
            first_of_day: false,
            warm_up: take.warm_up,
            recovered: take.recovered,
            rate: take.recording.rate,
            recorded: take.recording.frames,
            distance: split.distance(&take.plan.targets).filter(|_| divides),
            set_up: crate::domain::split::set_up(take.recording.frames, marks, take.plan.acting_section())
                .filter(|_| divides),
            split,
            marks: source,
            points: rating
                .into_iter()
                .flat_map(|rating| &rating.points)
                .map(|(id, points)| (row(id), *points))
                .collect(),
            mean_points: rating.and_then(Rating::mean),
            counted: counted(take),
            prediction: take.prediction.clone(),
            rerating: rerating(take),
            speech: SpeechFacts::default(),
            group,
            group_index,
        }
    }

    #[must_use]
    pub fn day(&self) -> Date {
        self.civil.date()
    }

    #[must_use]
    pub fn length_secs(&self) -> f64 {
        self.rate.secs(self.recorded)
    }

    /// Whether the take divides among its sections: it is marked and no section told again.
    #[must_use]
    pub fn divides(&self) -> bool {
        self.distance.is_some()
    }

    /// Each section's name, seconds, share of the recording and target share in per cent.
    pub fn sections(&self) -> impl Iterator<Item = SectionFacts<'_>> {
        self.group.sections.iter().zip(&self.split.sections).enumerate().map(|(index, (section, &frames))| {
            SectionFacts {
                name: &section.name,
                secs: self.rate.secs(frames),
                share_percent: self.share_percent(index),
                target_percent: section.target.as_percent(),
            }
        })
    }

    /// A section's share of the recording; `None` where the take does not divide.
    #[must_use]
    pub fn share_percent(&self, section: usize) -> Option<f64> {
        self.distance?;
        self.split.share_percent(section)
    }

    pub(super) fn place(&self) -> (Timestamp, &TakeId) {
        (self.recorded_at, &self.id)
    }
}

/// One section of one take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SectionFacts<'a> {
    pub name: &'a str,
    pub secs: f64,
    pub share_percent: Option<f64>,
    pub target_percent: f64,
}

fn counted(take: &Take) -> Option<Counted> {
    let pass = take.tally_passes.last()?;
    let counts = TallyKind::ALL.map(|kind| {
        let count = pass.tallies.iter().filter(|tally| tally.kind == kind).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    });
    Some(Counted { pass: take.tally_passes.len(), counts })
}

/// The first blind rating after the one that counts, over the rows that both of them rate.
fn rerating(take: &Take) -> Option<Rerating> {
    let (first, later) = take.ratings.split_first()?;
    let again = later.iter().find(|rating| rating.blind)?;
    let both: Vec<(u8, u8)> = first
        .points
        .iter()
        .filter_map(|(row, points)| Some((points.get(), again.points_for(row)?.get())))
        .collect();
    let mean = |pick: fn(&(u8, u8)) -> u8| {
        let sum: f64 = both.iter().map(|pair| f64::from(pick(pair))).sum();
        sum / stats::number(both.len())
    };
    (!both.is_empty()).then(|| Rerating {
        first: mean(|pair| pair.0),
        again: mean(|pair| pair.1),
        days_between: again.rated_at.duration_since(first.rated_at).as_secs_f64() / 86_400.0,
    })
}
