//! Where a measure is meant to lie: the target, the band round it, and who says so.

use super::group::Group;
use super::measure::Measure;
use super::unit::Unit;
use crate::domain::framework::Share;
use crate::domain::guidance::Topic;
use crate::domain::settings::Settings;
use crate::domain::take::TallyKind;

/// The band a measure is meant to stay in.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    pub target: Option<f64>,
    pub from: f64,
    pub to: f64,
    /// Who says so, shown beside the figure.
    pub source: String,
}

impl Band {
    #[must_use]
    pub fn holds(&self, value: f64) -> bool {
        (self.from..=self.to).contains(&value)
    }

    /// How far outside the band a value lies: below zero where it falls short.
    #[must_use]
    pub fn beyond(&self, value: f64) -> f64 {
        if value > self.to { value - self.to } else { (value - self.from).min(0.0) }
    }

    /// What is aimed at, in words: "1:30 to 2:45", "up to 15 points".
    #[must_use]
    pub fn say(&self, unit: Unit) -> String {
        let to = unit.say(self.to);
        if self.from <= 0.0 { format!("up to {to}") } else { format!("{} to {to}", unit.cell(self.from)) }
    }

    /// The band that takes of `group` aim at; `None` where nothing is aimed at.
    #[must_use]
    pub fn of(measure: &Measure, group: &Group, settings: &Settings) -> Option<Self> {
        let target = |section: usize| group.sections.get(section).map(|section| section.target);
        let band = match measure {
            Measure::Distance => {
                let source = "Your tolerance for the whole split".to_owned();
                Self { target: None, from: 0.0, to: settings.tolerance.points(), source }
            }
            Measure::Share(section) => share(target(*section)?, 1.0, settings),
            Measure::Secs(section) => share(target(*section)?, group.length_secs() / 100.0, settings),
            Measure::SetUp => share(group.set_up_share()?, group.length_secs() / 100.0, settings),
            Measure::Length => length(group, settings),
            Measure::PerMinute(TallyKind::Filler) => guided(Topic::Fillers, settings)?,
            _ => return None,
        };
        (band.from.is_finite() && band.to.is_finite()).then_some(band)
    }
}

/// Half the tolerance round a target share, in units of which `per_percent` make one per cent.
fn share(target: Share, per_percent: f64, settings: &Settings) -> Band {
    let (target, half) = (target.as_percent(), settings.tolerance.per_section_points());
    Band {
        target: Some(target * per_percent),
        from: (target - half).max(0.0) * per_percent,
        to: (target + half) * per_percent,
        source: "The plan's target, and half your tolerance to either side".to_owned(),
    }
}

/// From "enough" to "over", scaled where the plan aims at another length than the settings.
fn length(group: &Group, settings: &Settings) -> Band {
    let (target, usual) = (group.length_secs(), f64::from(settings.target_length_secs.max(1)));
    let scale = target / usual;
    let zones = settings.zones;
    let scaled = if (scale - 1.0).abs() < f64::EPSILON { "" } else { ", scaled to the plan's target" };
    Band {
        target: Some(target),
        from: f64::from(zones.enough_secs) * scale,
        to: f64::from(zones.over_secs) * scale,
        source: format!("Your zones from \"enough\" to \"over\"{scaled}"),
    }
}

fn guided(topic: Topic, settings: &Settings) -> Option<Band> {
    let threshold = settings.guidance.active(topic)?;
    let source = threshold.source.words().to_owned();
    Some(Band { target: None, from: 0.0, to: threshold.quiet, source })
}
