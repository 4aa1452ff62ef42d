//! What is measured of a take: its name, its unit, which way is better, and where its value comes from.

use std::sync::Arc;

use super::facts::TakeFacts;
use super::group::Group;
use super::receipt::Formula;
use super::speech::SpeechMeasure;
use crate::domain::rating::Rubric;
use crate::domain::take::TallyKind;

/// One number that every take has or lacks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    Distance,
    SetUp,
    Length,
    /// Share of the recording, by the section's index.
    Share(usize),
    /// Seconds, by the section's index.
    Secs(usize),
    Unmarked,
    /// Points on a rubric row, by the row's id.
    Points(Arc<str>),
    MeanPoints,
    PerMinute(TallyKind),
    Speech(SpeechMeasure),
    /// Length less the length guessed beforehand.
    LengthSurprise,
    /// Mean rating less the one guessed beforehand.
    PointsSurprise,
    /// Blind rating less the first rating of the same take.
    Drift,
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    Seconds,
    /// Percentage points summed over the sections.
    SplitPoints,
    Percent,
    /// Points from 1 to 5.
    RatingPoints,
    PerMinute,
    SyllablesPerSecond,
    Semitones,
    Lufs,
    Takes,
    Minutes,
    Days,
    Stories,
}

impl Unit {
    /// The unit as it stands after a number, or on an axis.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Seconds => "s",
            Self::SplitPoints => "percentage points",
            Self::Percent => "%",
            Self::RatingPoints => "points",
            Self::PerMinute => "per minute",
            Self::SyllablesPerSecond => "syllables per second",
            Self::Semitones => "semitones",
            Self::Lufs => "LUFS",
            Self::Takes => "takes",
            Self::Minutes => "minutes",
            Self::Days => "days",
            Self::Stories => "stories",
        }
    }

    #[must_use]
    pub const fn decimals(self) -> usize {
        match self {
            Self::Takes | Self::Days | Self::Stories => 0,
            Self::Seconds
            | Self::SplitPoints
            | Self::Percent
            | Self::PerMinute
            | Self::SyllablesPerSecond
            | Self::Semitones
            | Self::Lufs
            | Self::Minutes => 1,
            Self::RatingPoints => 2,
        }
    }

    /// The number without its unit, as tables show it.
    #[must_use]
    pub fn figure(self, value: f64) -> String {
        let rounded = format!("{value:.*}", self.decimals());
        // What rounds to nothing is not below nothing.
        let is_zero = rounded.trim_start_matches('-').chars().all(|sign| sign == '0' || sign == '.');
        if is_zero { rounded.trim_start_matches('-').to_owned() } else { rounded }
    }

    /// The number with its unit, as sentences show it.
    #[must_use]
    pub fn say(self, value: f64) -> String {
        let space = if self == Self::Percent { "" } else { " " };
        format!("{}{space}{}", self.figure(value), self.label())
    }
}

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    Lower,
    Higher,
    /// Nearer to the target.
    Target,
    /// Neither way is better in itself.
    None,
}

impl Measure {
    /// Every measure that some take of this group could have, in the order of the screens.
    #[must_use]
    pub fn all_of(group: &Group, rows: &[Arc<str>]) -> Vec<Self> {
        let sections = 0..group.sections.len();
        let mut all = vec![Self::Distance, Self::SetUp, Self::Length];
        all.extend(sections.clone().map(Self::Share));
        all.extend(sections.map(Self::Secs));
        all.extend([Self::Unmarked, Self::MeanPoints]);
        all.extend(rows.iter().cloned().map(Self::Points));
        all.extend(TallyKind::ALL.map(Self::PerMinute));
        all.extend(SpeechMeasure::ALL.map(Self::Speech));
        all.extend([Self::LengthSurprise, Self::PointsSurprise, Self::Drift]);
        all
    }

    /// The measure's name where takes of `group` are shown.
    #[must_use]
    pub fn name(&self, group: &Group, rubric: &Rubric) -> String {
        let section =
            |index: usize| group.sections.get(index).map_or("Section", |section| section.name.as_str());
        match self {
            Self::Distance => "Split distance".to_owned(),
            Self::SetUp => "Set-up before the action".to_owned(),
            Self::Length => "Length".to_owned(),
            Self::Share(index) | Self::Secs(index) => section(*index).to_owned(),
            Self::Unmarked => "Unmarked time".to_owned(),
            Self::Points(row) => {
                let known = rubric.rows.iter().find(|known| *known.id == **row);
                known.map_or_else(|| row.to_string(), |known| known.name.clone())
            }
            Self::MeanPoints => "Own rating".to_owned(),
            Self::PerMinute(kind) => tally_name(*kind).to_owned(),
            Self::Speech(measure) => measure.name().to_owned(),
            Self::LengthSurprise => "Length less guess".to_owned(),
            Self::PointsSurprise => "Rating less guess".to_owned(),
            Self::Drift => "Blind rating less first".to_owned(),
        }
    }

    #[must_use]
    pub const fn unit(&self) -> Unit {
        match self {
            Self::Distance => Unit::SplitPoints,
            Self::SetUp | Self::Length | Self::Secs(_) | Self::Unmarked | Self::LengthSurprise => {
                Unit::Seconds
            }
            Self::Share(_) => Unit::Percent,
            Self::Points(_) | Self::MeanPoints | Self::PointsSurprise | Self::Drift => Unit::RatingPoints,
            Self::PerMinute(_) => Unit::PerMinute,
            Self::Speech(measure) => match measure {
                SpeechMeasure::Onset | SpeechMeasure::LongestPause => Unit::Seconds,
                SpeechMeasure::Speaking => Unit::Percent,
                SpeechMeasure::PausesPerMinute => Unit::PerMinute,
                SpeechMeasure::SyllablesPerSecond => Unit::SyllablesPerSecond,
                SpeechMeasure::PitchVariation => Unit::Semitones,
                SpeechMeasure::Loudness => Unit::Lufs,
            },
        }
    }

    #[must_use]
    pub const fn aim(&self) -> Aim {
        match self {
            Self::Distance | Self::Unmarked => Aim::Lower,
            Self::MeanPoints | Self::Points(_) => Aim::Higher,
            Self::SetUp | Self::Length | Self::Share(_) | Self::Secs(_) => Aim::Target,
            // Neither zero fillers nor a faster pace is a goal, and a guess is meant to come true.
            Self::PerMinute(_)
            | Self::Speech(_)
            | Self::LengthSurprise
            | Self::PointsSurprise
            | Self::Drift => Aim::None,
        }
    }

    /// The least difference that may be called unusual: what a listener would hardly notice.
    #[must_use]
    pub const fn least_difference(&self) -> f64 {
        match self.unit() {
            Unit::Seconds | Unit::Percent => 2.0,
            Unit::SplitPoints => 5.0,
            Unit::RatingPoints => 0.5,
            _ => 1.0,
        }
    }

    /// The take's value; `None` where the take has none. Never anything but a number.
    #[must_use]
    pub fn value(&self, take: &TakeFacts) -> Option<f64> {
        let value = match self {
            Self::Distance => take.distance,
            Self::SetUp => take.set_up.map(|frames| take.rate.secs(frames)),
            Self::Length => Some(take.length_secs()),
            Self::Share(section) => take.share_percent(*section),
            Self::Secs(section) => {
                let frames = take.split.sections.get(*section).filter(|_| take.divides());
                frames.map(|&frames| take.rate.secs(frames))
            }
            Self::Unmarked => take.divides().then(|| take.rate.secs(take.split.unmarked)),
            Self::Points(row) => points(take, row).map(f64::from),
            Self::MeanPoints => take.mean_points,
            Self::PerMinute(kind) => per_minute(take, *kind),
            Self::Speech(measure) => take.speech.get(*measure),
            Self::LengthSurprise => guessed_length(take).map(|guess| take.length_secs() - guess),
            Self::PointsSurprise => {
                take.mean_points.zip(guessed_points(take)).map(|(given, guess)| given - guess)
            }
            Self::Drift => take.rerating.map(|rerating| rerating.again - rerating.first),
        };
        value.filter(|value| value.is_finite())
    }

    /// How the take's value comes about, with every number that enters it.
    #[must_use]
    pub fn formula(&self, take: &TakeFacts) -> Option<Formula> {
        self.value(take)?;
        let seconds = |frames| Formula::Seconds { frames, rate: take.rate };
        Some(match self {
            Self::Distance => Formula::Distance {
                parts: take
                    .sections()
                    .map(|section| {
                        (
                            section.name.to_owned(),
                            section.share_percent.unwrap_or(0.0),
                            section.target_percent,
                        )
                    })
                    .collect(),
            },
            Self::SetUp => seconds(take.set_up?),
            Self::Length => seconds(take.recorded),
            Self::Share(section) => {
                Formula::Share { part: *take.split.sections.get(*section)?, whole: take.split.recorded() }
            }
            Self::Secs(section) => seconds(*take.split.sections.get(*section)?),
            Self::Unmarked => seconds(take.split.unmarked),
            Self::Points(row) => Formula::Given { value: f64::from(points(take, row)?), by: "Your rating" },
            Self::MeanPoints => Formula::Mean {
                values: take.points.iter().map(|(_, points)| f64::from(points.get())).collect(),
            },
            Self::PerMinute(kind) => Formula::PerMinute {
                count: take.counted?.of(*kind),
                pass: take.counted?.pass,
                frames: take.recorded,
                rate: take.rate,
            },
            Self::Speech(measure) => {
                Formula::Given { value: take.speech.get(*measure)?, by: "Measured from the samples" }
            }
            Self::LengthSurprise => {
                Formula::Difference { fact: take.length_secs(), held_against: guessed_length(take)? }
            }
            Self::PointsSurprise => {
                Formula::Difference { fact: take.mean_points?, held_against: guessed_points(take)? }
            }
            Self::Drift => {
                let rerating = take.rerating?;
                Formula::Difference { fact: rerating.again, held_against: rerating.first }
            }
        })
    }

    /// Whether the value rests on where the sections begin.
    #[must_use]
    pub const fn rests_on_marks(&self) -> bool {
        matches!(self, Self::Distance | Self::SetUp | Self::Share(_) | Self::Secs(_) | Self::Unmarked)
    }
}

fn tally_name(kind: TallyKind) -> &'static str {
    match kind {
        TallyKind::Filler => "Fillers",
        TallyKind::Own => "\"I\"",
        TallyKind::Shared => "\"We\"",
        TallyKind::Figure => "Figures quoted",
    }
}

fn points(take: &TakeFacts, row: &Arc<str>) -> Option<u8> {
    take.points.iter().find(|(id, _)| id == row).map(|(_, points)| points.get())
}

fn per_minute(take: &TakeFacts, kind: TallyKind) -> Option<f64> {
    let count = take.counted?.of(kind);
    Some(f64::from(count) / (take.length_secs() / 60.0))
}

fn guessed_length(take: &TakeFacts) -> Option<f64> {
    take.prediction.as_ref()?.length_secs.filter(|secs| secs.is_finite())
}

fn guessed_points(take: &TakeFacts) -> Option<f64> {
    take.prediction.as_ref()?.mean_points.filter(|points| points.is_finite())
}
