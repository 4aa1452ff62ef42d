//! Where the numbers of a table come from, worked out when somebody asks for one of them.

use std::sync::Arc;

use super::receipt::Receipt;
use super::series::{Figure, Series};
use super::table::{Link, Source};
use super::{Progress, Selection};
use crate::domain::figures::Formula;
use crate::domain::figures::{Group, TakeFigures};
use crate::domain::figures::{Measure, Unit};
use crate::domain::framework::Share;
use crate::domain::library::Library;
use crate::domain::settings::Settings;
use crate::domain::story::StoryId;

/// What receipts are written from.
pub(super) struct Receipts<'a> {
    pub selection: &'a Selection<'a>,
    pub library: &'a Library,
}

impl<'a> Receipts<'a> {
    fn progress(&self) -> &'a Progress {
        self.selection.progress()
    }

    fn settings(&self) -> &'a Settings {
        &self.library.settings
    }

    /// The receipt of the number in a column that says `source`, in a row about `link`.
    pub fn receipt(&self, link: &Link, source: &Source) -> Option<Receipt> {
        match link {
            Link::None => None,
            Link::Take(index, _) => match source {
                Source::Take(measure) => self.progress().receipt(measure, *index, self.settings()),
                _ => None,
            },
            Link::Story(story) => self.of_story(story.as_ref(), source),
            Link::Section { story, group, section } => {
                self.of_section(story.as_ref(), group, *section, source)
            }
            Link::Day(day) => self.of_days(source, &day.to_string(), |take| take.day() == *day),
        }
    }

    fn of_story(&self, story: Option<&StoryId>, source: &Source) -> Option<Receipt> {
        let by_story = self.selection.by_story();
        let takes = by_story.get(&story)?;
        let settings = self.settings();
        let series =
            |measure: &Measure| Some(takes.series_of(measure, &takes.current_full_group()?, settings));
        match source {
            Source::Takes => Some(Self::takes("Takes", takes.takes().iter().map(|(_, take)| *take))),
            Source::Recent(measure) => series(measure)?.receipt(Figure::Latest, self.progress(), settings),
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
            _ => None,
        }
    }

    /// Takes and minutes of the whole selection.
    pub fn of_everything(&self) -> Vec<Receipt> {
        let all = |what, source| self.of_days(&source, what, |_| true);
        [("Takes", Source::Takes), ("Minutes", Source::Minutes)]
            .into_iter()
            .filter_map(|(what, source)| all(what, source))
            .collect()
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
