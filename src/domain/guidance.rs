//! Thresholds that others recommend: each names its source, and the user may change it or turn it off.

/// What a piece of guidance is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// The most that the set-up should take, as a share of the answer in per cent.
    SetUp,
    /// Fillers per minute.
    Fillers,
}

impl Topic {
    pub const ALL: [Self; 2] = [Self::SetUp, Self::Fillers];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SetUp => "Set-up, per cent of the answer at most",
            Self::Fillers => "Fillers per minute at most",
        }
    }
}

/// Who a threshold comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Published(&'static str),
    /// The user typed it.
    Own,
}

impl Source {
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Published(words) => words,
            Self::Own => "Your own figure",
        }
    }
}

/// A line that a number had better not cross.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Threshold {
    pub topic: Topic,
    /// Up to here nothing is said.
    pub quiet: f64,
    pub source: Source,
    pub on: bool,
}

/// What the user changed about a threshold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    pub topic: Topic,
    /// `None` keeps the published figure.
    pub quiet: Option<f64>,
    pub on: bool,
}

/// The thresholds, with what the user changed about them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Guidance {
    changes: Vec<Change>,
}

impl Guidance {
    /// Guidance with these changes; a figure that is no number or below zero counts as not given.
    #[must_use]
    pub fn with(changes: impl IntoIterator<Item = Change>) -> Self {
        let mut guidance = Self::default();
        changes.into_iter().for_each(|change| guidance.set(change));
        guidance
    }

    /// Changes a threshold; a change back to what is published is forgotten.
    pub fn set(&mut self, change: Change) {
        let quiet = change.quiet.filter(|figure| figure.is_finite() && *figure >= 0.0);
        self.changes.retain(|known| known.topic != change.topic);
        if quiet.is_some() || !change.on {
            self.changes.push(Change { quiet, ..change });
            self.changes.sort_by_key(|known| known.topic);
        }
    }

    pub fn changes(&self) -> impl ExactSizeIterator<Item = Change> + '_ {
        self.changes.iter().copied()
    }

    /// The threshold as it stands, also when it is off.
    #[must_use]
    pub fn threshold(&self, topic: Topic) -> Threshold {
        let (figure, words) = published(topic);
        let change = self.changes.iter().find(|change| change.topic == topic);
        let own = change.and_then(|change| change.quiet);
        Threshold {
            topic,
            quiet: own.unwrap_or(figure),
            source: if own.is_some() { Source::Own } else { Source::Published(words) },
            on: change.is_none_or(|change| change.on),
        }
    }

    /// The threshold unless the user turned it off.
    #[must_use]
    pub fn active(&self, topic: Topic) -> Option<Threshold> {
        Some(self.threshold(topic)).filter(|threshold| threshold.on)
    }
}

fn published(topic: Topic) -> (f64, &'static str) {
    match topic {
        Topic::SetUp => (30.0, "Common ground of six coaching sites and rubrics: set-up 20 to 30 % at most"),
        Topic::Fillers => (
            5.0,
            "Laske and DiGennaro Reed 2024, doi 10.1002/jaba.1093: 5 a minute did no measurable harm, 12 did",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_threshold_names_its_source_and_can_be_changed_or_turned_off() {
        let mut guidance = Guidance::default();
        for topic in Topic::ALL {
            assert!(
                matches!(guidance.threshold(topic).source, Source::Published(words) if !words.is_empty())
            );
            guidance.set(Change { topic, quiet: Some(3.0), on: true });
            assert_eq!(guidance.threshold(topic).source, Source::Own);
            guidance.set(Change { topic, quiet: None, on: false });
            assert_eq!(guidance.active(topic), None);
            guidance.set(Change { topic, quiet: Some(f64::NAN), on: true });
        }
        assert_eq!(guidance, Guidance::default());
    }
}
