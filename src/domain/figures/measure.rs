//! Which figures a take has: name, unit, which way is better, where it is shown, and where its value comes from.
//!
//! A figure made from marks is added here alone: a variant, its place in [`Measure::PLAIN`], a row in `about` and one
//! in `formula`. Everything that shows figures goes over them.

use std::sync::Arc;

use super::formula::Formula;
use super::group::Group;
use super::sound::Sound;
use super::take::TakeFigures;
use super::unit::Unit;
use crate::domain::rating::Rubric;
use crate::domain::take::TallyKind;

/// One number that every take has or lacks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    Distance,
    SetUp,
    Length,
    /// How long the longest section is.
    LongestSection,
    /// Share of the recording, by the section's index.
    Share(usize),
    /// Seconds, by the section's index.
    Secs(usize),
    Unmarked,
    /// Points on a rubric row, by the row's id.
    Points(Arc<str>),
    MeanPoints,
    PerMinute(TallyKind),
    Sound(Sound),
    /// Length less the length guessed beforehand.
    LengthSurprise,
    /// Mean rating less the one guessed beforehand.
    PointsSurprise,
    /// Blind rating less the first rating of the same take.
    Drift,
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

/// The picture of progress that shows a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Among the figures that matter most.
    Overview,
    /// A panel per section.
    Shares,
    /// The bars of a take, and more about its sections.
    Sections,
    Ratings,
    Counts,
    Voice,
    /// Guesses and second ratings, which are held against their own take.
    Judging,
}

/// What is known of a figure without a take.
struct About {
    /// A name for files and programs, with the unit where it has one.
    id: &'static str,
    name: &'static str,
    unit: Unit,
    aim: Aim,
    place: Place,
    /// Whether the value rests on where the sections begin.
    on_marks: bool,
}

impl Measure {
    /// The figures that depend neither on the sections nor on the rubric.
    const PLAIN: [Self; 9] = [
        Self::Distance,
        Self::SetUp,
        Self::Length,
        Self::LongestSection,
        Self::Unmarked,
        Self::MeanPoints,
        Self::LengthSurprise,
        Self::PointsSurprise,
        Self::Drift,
    ];

    /// Every figure that some take of this group could have, in the order of the screens.
    #[must_use]
    pub fn all_of(group: &Group, rows: &[Arc<str>]) -> Vec<Self> {
        let sections = 0..group.sections.len();
        let sections = sections.clone().map(Self::Share).chain(sections.map(Self::Secs));
        let rows = rows.iter().cloned().map(Self::Points);
        Self::alone().chain(sections).chain(rows).collect()
    }

    /// The figures that a take has only one of, in the order of the screens.
    pub fn alone() -> impl Iterator<Item = Self> {
        let counts = TallyKind::ALL.map(Self::PerMinute);
        Self::PLAIN.into_iter().chain(counts).chain(Sound::ALL.map(Self::Sound))
    }

    const fn about(&self) -> About {
        use Aim::{Higher, Lower, None, Target};
        use Place::{Counts, Judging, Overview, Ratings, Sections, Shares, Voice};
        use Unit::{PerMinute, Percent, PointsOff, Rating, RatingSteps, Seconds};
        let (id, name, unit, aim, place, on_marks) = match self {
            Self::Distance => ("points_off_target", "Off target", PointsOff, Lower, Overview, true),
            Self::SetUp => ("set_up_s", "Set-up", Seconds, Target, Overview, true),
            Self::Length => ("length_s", "Length", Seconds, Target, Overview, false),
            Self::LongestSection => ("longest_section_s", "Longest section", Seconds, None, Sections, true),
            Self::Share(_) => ("share_percent", "Share of a section", Percent, Target, Shares, true),
            Self::Secs(_) => ("section_s", "Section", Seconds, Target, Sections, true),
            Self::Unmarked => ("unmarked_s", "Unmarked time", Seconds, Lower, Sections, true),
            Self::Points(_) => ("points", "Points", Rating, Higher, Ratings, false),
            Self::MeanPoints => ("rating", "Rating", Rating, Higher, Ratings, false),
            // Neither zero fillers nor a faster pace is a goal, and a guess is meant to come true.
            Self::PerMinute(kind) => {
                let (id, name) = counted(*kind);
                (id, name, PerMinute, None, Counts, false)
            }
            Self::Sound(sound) => {
                let (id, name, unit) = sound.about();
                (id, name, unit, None, Voice, false)
            }
            Self::LengthSurprise => {
                ("length_less_guess_s", "Length less guess", Seconds, None, Judging, false)
            }
            Self::PointsSurprise => {
                ("rating_less_guess", "Rating less guess", RatingSteps, None, Judging, false)
            }
            Self::Drift => ("blind_less_first", "Blind rating less first", RatingSteps, None, Judging, false),
        };
        About { id, name, unit, aim, place, on_marks }
    }

    /// How the take's value comes about, with every number that enters it; `None` where the take has no value.
    #[must_use]
    pub fn formula(&self, take: &TakeFigures) -> Option<Formula> {
        let seconds = |frames| Formula::Seconds { frames, rate: take.rate };
        Some(match self {
            Self::Distance => Formula::Distance { parts: take.divides().then(|| take.parts())? },
            Self::SetUp => seconds(take.set_up?),
            Self::Length => seconds(take.recorded),
            Self::LongestSection => seconds(*take.split.sections.iter().max().filter(|_| take.divides())?),
            Self::Share(section) => {
                Formula::Share { part: take.section(*section)?, whole: take.split.recorded() }
            }
            Self::Secs(section) => seconds(take.section(*section)?),
            Self::Unmarked => seconds(take.divides().then_some(take.split.unmarked)?),
            Self::Points(row) => Formula::Given { value: take.points_on(row)?, by: "Your rating" },
            Self::MeanPoints => Formula::Mean { values: take.all_points()? },
            Self::PerMinute(kind) => Formula::PerMinute {
                count: take.counted?.of(*kind),
                pass: take.counted?.pass,
                frames: take.recorded,
                rate: take.rate,
            },
            Self::Sound(sound) => {
                Formula::Given { value: take.sound.get(*sound)?, by: "Measured from the samples" }
            }
            Self::LengthSurprise => {
                Formula::Difference { fact: take.length_secs(), held_against: take.guess()?.length_secs? }
            }
            Self::PointsSurprise => {
                Formula::Difference { fact: take.mean_points?, held_against: take.guess()?.mean_points? }
            }
            Self::Drift => {
                let rerating = take.rerating?;
                Formula::Difference { fact: rerating.again, held_against: rerating.first }
            }
        })
    }

    /// The take's value; `None` where the take has none. Never anything but a number.
    #[must_use]
    pub fn value(&self, take: &TakeFigures) -> Option<f64> {
        match self {
            // Long lines ask for it of every take, and it is known.
            Self::Distance => take.distance.filter(|points| points.is_finite()),
            _ => self.formula(take)?.evaluate(),
        }
    }

    /// A name for files and programs: `set_up_s`.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        self.about().id
    }

    /// The figure's name where no section or row is meant.
    #[must_use]
    pub const fn plain_name(&self) -> &'static str {
        self.about().name
    }

    /// The figure's name where takes of `group` are shown.
    #[must_use]
    pub fn name(&self, group: &Group, rubric: &Rubric) -> String {
        let section = |index: usize| group.sections.get(index).map(|section| section.name.clone());
        let row = |id: &str| rubric.rows.iter().find(|known| known.id == id).map(|known| known.name.clone());
        let own = match self {
            Self::Share(index) | Self::Secs(index) => section(*index),
            Self::Points(id) => Some(row(id).unwrap_or_else(|| id.to_string())),
            _ => None,
        };
        own.unwrap_or_else(|| self.plain_name().to_owned())
    }

    #[must_use]
    pub const fn unit(&self) -> Unit {
        self.about().unit
    }

    #[must_use]
    pub const fn aim(&self) -> Aim {
        self.about().aim
    }

    #[must_use]
    pub const fn place(&self) -> Place {
        self.about().place
    }

    /// Whether the value rests on where the sections begin.
    #[must_use]
    pub const fn rests_on_marks(&self) -> bool {
        self.about().on_marks
    }

    /// The least difference that may be called unusual: what a listener would hardly notice.
    #[must_use]
    pub const fn least_difference(&self) -> f64 {
        match self.unit() {
            Unit::Seconds | Unit::Percent => 2.0,
            Unit::PointsOff => 5.0,
            Unit::Rating | Unit::RatingSteps => 0.5,
            _ => 1.0,
        }
    }
}

const fn counted(kind: TallyKind) -> (&'static str, &'static str) {
    match kind {
        TallyKind::Filler => ("fillers_per_minute", "Fillers"),
        TallyKind::Own => ("own_per_minute", "\"I\""),
        TallyKind::Shared => ("shared_per_minute", "\"We\""),
        TallyKind::Figure => ("figures_per_minute", "Figures quoted"),
    }
}
