//! Where the numbers of a table come from, worked out when somebody asks for one of them.

use std::sync::Arc;

use super::chart::monday_of;
use super::receipt::Receipt;
use super::series::{Figure, Series};
use super::table::{Link, Source};
use super::{Progress, Selection, TakeIndex};
use crate::domain::figures::Formula;
use crate::domain::figures::{Group, TakeFigures};
use crate::domain::figures::{Measure, Unit};
use crate::domain::framework::Share;
use crate::domain::library::Library;
use crate::domain::settings::Settings;
use crate::domain::stats::{self, ENOUGH};
use crate::domain::story::StoryId;

/// What a receipt is written from.
pub(super) struct Office<'a> {
    pub selection: &'a Selection<'a>,
    pub library: &'a Library,
}

impl<'a> Office<'a> {
    fn progress(&self) -> &'a Progress {
        self.selection.progress()
    }

    fn settings(&self) -> &'a Settings {
        &self.library.settings
    }

    /// The receipt of the number in a column that says `source`, in a row about `link`.
    pub fn receipt(&self, link: &Link, source: &Source, unit: Unit) -> Option<Receipt> {
        match link {
            Link::None => None,
            Link::Take(index, _) => self.of_take(*index, source, unit),
            Link::Story(story) => self.of_story(story.as_ref(), source),
            Link::Section { story, group, section } => {
                self.of_section(story.as_ref(), group, *section, source)
            }
            Link::Day(day) => self.of_days(source, &day.to_string(), |take| take.day() == *day),
            Link::Week(monday) => {
                let what = format!("Week from {monday}");
                self.of_days(source, &what, |take| monday_of(take.day()) == *monday)
            }
        }
    }

    fn of_take(&self, index: TakeIndex, source: &Source, unit: Unit) -> Option<Receipt> {
        let take = self.progress().take(index)?;
        let is_length = unit == Unit::Seconds;
        let measured = |measure: &Measure| self.progress().receipt(measure, index, self.settings());
        let guess = |take: &TakeFigures| {
            let prediction = take.prediction.as_ref()?;
            if is_length { prediction.length_secs } else { prediction.mean_points }
        };
        let given = |what: &str, value: f64, by| Receipt {
            what: what.to_owned(),
            unit,
            formula: Formula::Given { value, by },
            takes: vec![take.id.clone()],
            marks: None,
        };
        match source {
            Source::Take(measure) => measured(measure),
            Source::Guess => Some(given("Guess", guess(take)?, "Guessed before anything was measured")),
            Source::Fact => measured(if is_length { &Measure::Length } else { &Measure::MeanPoints }),
            Source::Surprise => {
                measured(if is_length { &Measure::LengthSurprise } else { &Measure::PointsSurprise })
            }
            Source::FirstPoints => {
                let by = "Mean of the first rating, over the rows that both rate";
                Some(given("First rating", take.rerating?.first, by))
            }
            Source::BlindPoints => {
                let by = "Mean of the blind rating, over the rows that both rate";
                Some(given("Blind rating", take.rerating?.again, by))
            }
            Source::DaysBetween => {
                let by = "From the first rating to the blind one";
                Some(given("Days between the ratings", take.rerating?.days_between, by))
            }
            _ => None,
        }
    }

    fn of_story(&self, story: Option<&StoryId>, source: &Source) -> Option<Receipt> {
        let by_story = self.selection.by_story();
        let takes = by_story.get(&story)?;
        let settings = self.settings();
        let series =
            |measure: &Measure| Some(takes.series_of(measure, &takes.current_full_group()?, settings));
        let of_point =
            |measure: &Measure, point: Option<TakeIndex>| self.progress().receipt(measure, point?, settings);
        match source {
            Source::Takes => Some(Self::takes("Takes", takes.takes().iter().map(|(_, take)| *take))),
            Source::Comparable => Some(self.comparable(&series(&Measure::Distance)?)),
            Source::Best(measure) => of_point(measure, series(measure)?.best().map(|point| point.take)),
            Source::Latest(measure) => of_point(measure, series(measure)?.latest().map(|point| point.take)),
            Source::ChangeOverFive(measure) => {
                let series = series(measure)?;
                let enough = series.points.len() >= ENOUGH;
                series.receipt(Figure::ChangeOverFive, self.progress(), settings).filter(|_| enough)
            }
            _ => None,
        }
    }

    fn of_section(
        &self,
        story: Option<&StoryId>,
        group: &Arc<Group>,
        section: usize,
        source: &Source,
    ) -> Option<Receipt> {
        let by_story = self.selection.by_story();
        let series = by_story.get(&story)?.series_of(&Measure::Share(section), group, self.settings());
        if *source == Source::Comparable {
            return Some(self.comparable(&series));
        }
        let median = series.receipt(Figure::Median, self.progress(), self.settings())?;
        let target = group.sections.get(section).map(|section| section.target).map(Share::as_percent)?;
        Some(Receipt {
            what: format!("{} less the target", median.what),
            formula: Formula::Difference { fact: median.value()?, held_against: target },
            ..median
        })
    }

    fn of_days(&self, source: &Source, what: &str, holds: impl Fn(&TakeFigures) -> bool) -> Option<Receipt> {
        let all = self.selection.takes();
        let takes: Vec<&TakeFigures> = all.iter().map(|(_, take)| *take).filter(|take| holds(take)).collect();
        match source {
            Source::Takes => Some(Self::takes(what, takes.iter().copied())),
            Source::Minutes => Some(Receipt {
                what: format!("{what}, recorded"),
                unit: Unit::Minutes,
                formula: Formula::Sum {
                    values: takes.iter().map(|take| take.length_secs() / 60.0).collect(),
                },
                takes: takes.iter().map(|take| take.id.clone()).collect(),
                marks: None,
            }),
            Source::Days => {
                let mut days: Vec<_> = takes.iter().map(|take| take.day()).collect();
                days.dedup();
                let ids = takes.iter().map(|take| take.id.clone()).collect();
                Some(counted(what.to_owned(), Unit::Days, "days with a take", days.len(), ids))
            }
            _ => None,
        }
    }

    /// Takes, days and minutes of the whole selection.
    pub fn of_everything(&self) -> Vec<Receipt> {
        let all = |what, source| self.of_days(&source, what, |_| true);
        let told = [("Takes", Source::Takes), ("Days", Source::Days), ("Minutes", Source::Minutes)];
        told.into_iter().filter_map(|(what, source)| all(what, source)).collect()
    }

    /// The middle of the last ten of all takes that have this difference, whatever their group: each is held
    /// against its own take.
    pub fn bias(&self, measure: &Measure) -> Option<Receipt> {
        let all = self.selection.takes();
        let differences: Vec<(&TakeFigures, f64)> =
            all.iter().filter_map(|(_, take)| Some((*take, measure.value(take)?))).collect();
        let recent = stats::last(&differences, stats::RECENT);
        let (latest, _) = recent.last()?;
        Some(Receipt {
            what: format!("{}, median of the last ten", measure.name(&latest.group, &self.settings().rubric)),
            unit: measure.unit(),
            formula: Formula::Median { values: recent.iter().map(|(_, value)| *value).collect() },
            takes: recent.iter().map(|(take, _)| take.id.clone()).collect(),
            marks: None,
        })
    }

    fn takes<'t>(what: &str, takes: impl Iterator<Item = &'t TakeFigures>) -> Receipt {
        let ids: Vec<_> = takes.map(|take| take.id.clone()).collect();
        counted(what.to_owned(), Unit::Takes, "takes", ids.len(), ids)
    }

    fn comparable(&self, series: &Series) -> Receipt {
        let takes = series.points.iter().filter_map(|point| self.progress().take(point.take));
        Self::takes(&format!("Comparable takes ({})", series.group.label()), takes)
    }
}

fn counted(
    what: String,
    unit: Unit,
    things: &'static str,
    count: usize,
    takes: Vec<crate::domain::take::TakeId>,
) -> Receipt {
    Receipt { what, unit, formula: Formula::Count { things, count }, takes, marks: None }
}
