//! Which takes a picture is drawn from.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::domain::figures::Kind;
use crate::domain::figures::TakeFigures;
use crate::domain::library::Library;
use crate::domain::story::StoryId;

/// Whether takes marked as warm-up count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WarmUps {
    #[default]
    With,
    Without,
    Only,
}

/// Days from the first to the last, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub from: Date,
    pub to: Date,
}

impl Period {
    #[must_use]
    pub fn holds(&self, day: Date) -> bool {
        (self.from..=self.to).contains(&day)
    }
}

/// What the user asked to see; by default everything but takes that broke off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub story: Option<StoryId>,
    /// A theme of the take's story.
    pub theme: Option<String>,
    /// A framework's id.
    pub framework: Option<String>,
    pub kind: Option<Kind>,
    pub period: Option<Period>,
    pub warm_ups: WarmUps,
    /// Whether takes count that broke off long before the length they aimed at.
    pub with_short: bool,
}

impl Filter {
    #[must_use]
    pub fn story(id: StoryId) -> Self {
        Self { story: Some(id), ..Self::default() }
    }

    /// Every take there is.
    #[must_use]
    pub fn everything() -> Self {
        Self { with_short: true, ..Self::default() }
    }

    /// Prepares the filter for many takes.
    pub(super) fn prepare<'a>(&'a self, library: &'a Library) -> Prepared<'a> {
        let theme = self.theme.as_ref().map(|theme| {
            library.stories().filter(|story| story.themes.contains(theme)).map(|story| &story.id).collect()
        });
        Prepared { filter: self, theme }
    }
}

/// A filter with its theme looked up.
pub(super) struct Prepared<'a> {
    filter: &'a Filter,
    /// The stories of the theme, where one was asked for.
    theme: Option<BTreeSet<&'a StoryId>>,
}

impl Prepared<'_> {
    pub(super) fn holds(&self, take: &TakeFigures) -> bool {
        let filter = self.filter;
        let warm_up = match filter.warm_ups {
            WarmUps::With => true,
            WarmUps::Without => !take.warm_up,
            WarmUps::Only => take.warm_up,
        };
        warm_up
            && (filter.with_short || !take.is_short())
            && filter.story.as_ref().is_none_or(|story| take.story.as_ref() == Some(story))
            && self
                .theme
                .as_ref()
                .is_none_or(|stories| take.story.as_ref().is_some_and(|story| stories.contains(story)))
            && filter.framework.as_ref().is_none_or(|framework| take.group.framework_id == *framework)
            && filter.kind.is_none_or(|kind| take.group.kind == kind)
            && filter.period.is_none_or(|period| period.holds(take.day()))
    }
}
