//! What is known of one take, worked out once from its marks, rating and counts.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use super::group::{Group, Kind};
use super::sound::{Sound, SoundFigures};
use crate::domain::rating::{Points, Prediction, Rating};
use crate::domain::split::Split;
use crate::domain::stats;
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
pub struct TakeFigures {
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
    /// `None` where the take does not divide.
    pub distance: Option<f64>,
    pub set_up: Option<Frames>,
    /// Points per rubric row of the rating that counts.
    pub points: Vec<(Arc<str>, Points)>,
    pub mean_points: Option<f64>,
    pub counted: Option<Counted>,
    pub prediction: Option<Prediction>,
    pub rerating: Option<Rerating>,
    pub sound: SoundFigures,
    /// Where progress keeps the group.
    pub(in crate::domain) group_index: usize,
}

impl TakeFigures {
    /// Works out the figures of a take, with days as they are reckoned in `zone`.
    #[must_use]
    pub fn of(take: &Take, zone: &TimeZone) -> Self {
        Self::in_group(take, zone, (0, Arc::new(Group::of(take))), |row: &str| Arc::from(row))
    }

    /// The same in a group that other takes share; `row` gives each rubric row its shared name.
    pub(in crate::domain) fn in_group(
        take: &Take,
        zone: &TimeZone,
        (group_index, group): (usize, Arc<Group>),
        mut row: impl FnMut(&str) -> Arc<str>,
    ) -> Self {
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
            distance: take.distance(),
            set_up: take.set_up(),
            split: take.split(),
            marks: take.marks().1,
            points: rating
                .into_iter()
                .flat_map(|rating| &rating.points)
                .map(|(id, points)| (row(id), *points))
                .collect(),
            mean_points: rating.and_then(Rating::mean),
            counted: counted(take),
            prediction: take.prediction.clone(),
            rerating: rerating(take),
            sound: sound_of(take),
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

    /// Whether the take says how an answer divides among its sections.
    #[must_use]
    pub fn divides(&self) -> bool {
        self.distance.is_some()
    }

    /// Whether the take broke off: it has less than a third of the length that it aimed at.
    #[must_use]
    pub fn is_short(&self) -> bool {
        self.group.kind != Kind::Continuation && self.length_secs() * 3.0 < self.group.length_secs()
    }

    /// How long a section was told, where the take divides.
    pub(super) fn section(&self, section: usize) -> Option<Frames> {
        self.distance?;
        self.split.sections.get(section).copied()
    }

    /// Name, share and target of each section.
    pub(super) fn parts(&self) -> Vec<(String, f64, f64)> {
        let part = |section: SectionFigures<'_>| {
            (section.name.to_owned(), section.share_percent.unwrap_or(0.0), section.target_percent)
        };
        self.sections().map(part).collect()
    }

    /// Points on a row of the rubric.
    pub(super) fn points_on(&self, row: &Arc<str>) -> Option<f64> {
        self.points.iter().find(|(id, _)| id == row).map(|(_, points)| f64::from(points.get()))
    }

    /// The points of every row that was rated; `None` where none was.
    pub(super) fn all_points(&self) -> Option<Vec<f64>> {
        self.mean_points?;
        Some(self.points.iter().map(|(_, points)| f64::from(points.get())).collect())
    }

    /// What was guessed beforehand.
    pub(super) fn guess(&self) -> Option<&Prediction> {
        self.prediction.as_ref()
    }

    /// Each section's name, seconds, share of the recording and target share in per cent.
    pub fn sections(&self) -> impl Iterator<Item = SectionFigures<'_>> {
        self.group.sections.iter().zip(&self.split.sections).enumerate().map(|(index, (section, &frames))| {
            SectionFigures {
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

    pub(in crate::domain) fn place(&self) -> (Timestamp, &TakeId) {
        (self.recorded_at, &self.id)
    }
}

/// One section of one take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SectionFigures<'a> {
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

/// What was measured in the voice. Where the room drowns the edges of words, pauses and pace are left out.
fn sound_of(take: &Take) -> SoundFigures {
    let Some(voice) = &take.voice else { return SoundFigures::default() };
    let whole = voice.whole();
    let length = voice.secs(whole.length());
    let spoken = Some(100.0 * voice.speech_secs(whole) / length).filter(|_| !voice.speech.is_empty());
    let pauses =
        Some(60.0 * stats::number(voice.pauses().count()) / length).filter(|_| !voice.speech.is_empty());
    let clear = |value: Option<f64>| value.filter(|_| !voice.is_rough());
    let figures = [
        (Sound::Onset, clear(voice.onset_secs())),
        (Sound::Speaking, clear(spoken)),
        (Sound::PausesPerMinute, clear(pauses)),
        (Sound::LongestPause, clear(voice.longest_pause_secs())),
        (Sound::SyllablesPerSecond, clear(voice.pace(whole))),
        (Sound::PitchVariation, voice.pitch.map(|pitch| pitch.spread_semitones)),
        (Sound::Loudness, voice.level.loudness_lufs),
    ];
    SoundFigures::new(figures.into_iter().filter_map(|(figure, value)| Some((figure, value?))))
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
