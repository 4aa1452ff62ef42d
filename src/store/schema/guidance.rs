//! What the user changed about the thresholds that others recommend, as a part of `settings.ron`.

use serde::{Deserialize, Serialize};

use super::values::{self, words};
use crate::domain::guidance::{Change, Guidance, Topic};
use crate::store::document::Check;

/// A topic as files write it. Nothing is told about the last two any more, but older files may have them.
pub enum Written {
    SetUp,
    Fillers,
    LongestPause,
    Stories,
}

words! { TopicWord for Written { SetUp, Fillers, LongestPause, Stories } else SetUp }

impl From<Topic> for Written {
    fn from(topic: Topic) -> Self {
        match topic {
            Topic::SetUp => Self::SetUp,
            Topic::Fillers => Self::Fillers,
        }
    }
}

impl Written {
    const fn topic(&self) -> Option<Topic> {
        match self {
            Self::SetUp => Some(Topic::SetUp),
            Self::Fillers => Some(Topic::Fillers),
            Self::LongestPause | Self::Stories => None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChangeDisk {
    topic: TopicWord,
    /// Up to here nothing is said; left out where the published figure holds.
    quiet: Option<f64>,
    on: bool,
}

impl Default for ChangeDisk {
    fn default() -> Self {
        Self { topic: TopicWord::default(), quiet: None, on: true }
    }
}

impl From<Change> for ChangeDisk {
    fn from(change: Change) -> Self {
        Self {
            topic: Written::from(change.topic).into(),
            quiet: change.quiet.filter(|figure| figure.is_finite()),
            on: change.on,
        }
    }
}

pub(super) fn guidance(disk: &[ChangeDisk], check: &mut Check<'_, '_>) -> Guidance {
    let change = |(index, change): (usize, &ChangeDisk)| {
        let mut check = check.element(index);
        let quiet = change.quiet;
        Some(Change {
            topic: change.topic.known(&mut check.field("topic"))?.topic()?,
            quiet: quiet
                .and_then(|figure| values::in_range(figure, 0.0..=1_000_000.0, &mut check.field("quiet"))),
            on: change.on,
        })
    };
    Guidance::with(disk.iter().enumerate().filter_map(change))
}
