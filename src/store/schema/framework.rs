//! Frameworks, sections and target shares as they stand in settings, stories and takes.

use serde::{Deserialize, Serialize};

use super::values::{self, words};
use crate::domain::framework::{Framework, FrameworkId, MAX_SECTIONS, Section, Share, TargetOrigin, Targets};
use crate::store::document::Check;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SectionDisk {
    name: String,
    prompt: String,
    /// Whether the speaker begins to act here.
    acts: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TargetsDisk {
    /// Per section, in tenths at the finest.
    percent: Vec<f64>,
    origin: OriginWord,
    /// Who publishes the split, where it is a preset.
    preset: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FrameworkDisk {
    id: String,
    name: String,
    best_for: String,
    sections: Vec<SectionDisk>,
    targets: TargetsDisk,
}

/// Where targets come from, as a word alone.
pub enum Origin {
    Prescribed,
    FromSeconds,
    Proposed,
    Even,
    Preset,
    Own,
}

words! { OriginWord for Origin { Prescribed, FromSeconds, Proposed, Even, Preset, Own } else Own }

impl SectionDisk {
    pub(super) fn name(&self) -> &str {
        &self.name
    }
}

pub(super) fn sections_to_disk(sections: &[Section]) -> Vec<SectionDisk> {
    let section = |(index, section): (usize, &Section)| SectionDisk {
        name: values::named(&section.name, &numbered(index)),
        prompt: section.prompt.clone(),
        acts: section.acts,
    };
    sections.iter().enumerate().map(section).collect()
}

/// What a section is called that has no name.
fn numbered(index: usize) -> String {
    format!("Section {}", index + 1)
}

/// Sections with a name each; `None` with a warning where there are more than can be.
pub(super) fn sections(
    disk: Vec<SectionDisk>,
    most: usize,
    check: &mut Check<'_, '_>,
) -> Option<Vec<Section>> {
    if disk.len() > most {
        check.warn(format!("There are {} sections, and there can be {most} at most.", disk.len()));
        return None;
    }
    let section = |(index, section): (usize, SectionDisk)| Section {
        name: values::name(&section.name, &numbered(index), &mut check.element(index).field("name")),
        prompt: section.prompt,
        acts: section.acts,
    };
    Some(disk.into_iter().enumerate().map(section).collect())
}

impl From<&Targets> for TargetsDisk {
    fn from(targets: &Targets) -> Self {
        let (origin, preset) = match &targets.origin {
            TargetOrigin::Prescribed => (Origin::Prescribed, String::new()),
            TargetOrigin::FromSeconds => (Origin::FromSeconds, String::new()),
            TargetOrigin::Proposed => (Origin::Proposed, String::new()),
            TargetOrigin::Even => (Origin::Even, String::new()),
            TargetOrigin::Preset(name) => (Origin::Preset, values::line(name)),
            TargetOrigin::Own => (Origin::Own, String::new()),
        };
        let percent = targets.shares().iter().map(|share| share.as_percent()).collect();
        Self { percent, origin: origin.into(), preset }
    }
}

impl TargetsDisk {
    /// The targets, or `None` with a warning where they are not shares of one whole.
    pub(super) fn to_targets(&self, check: &mut Check<'_, '_>) -> Option<Targets> {
        let origin = match self.origin.known(&mut check.field("origin")).unwrap_or(Origin::Own) {
            Origin::Prescribed => TargetOrigin::Prescribed,
            Origin::FromSeconds => TargetOrigin::FromSeconds,
            Origin::Proposed => TargetOrigin::Proposed,
            Origin::Even => TargetOrigin::Even,
            Origin::Preset => TargetOrigin::Preset(values::line(&self.preset)),
            Origin::Own => TargetOrigin::Own,
        };
        let shares: Option<Vec<Share>> = self.percent.iter().map(|&percent| share(percent)).collect();
        let targets = shares.and_then(|shares| Targets::new(shares, origin));
        if targets.is_none() {
            check
                .field("percent")
                .warn("The target shares do not add up to 100 per cent; they are passed over.");
        }
        targets
    }

    /// The targets of so many sections; every section the same, with a warning, where these are not.
    pub(super) fn to_targets_of(&self, section_count: usize, check: &mut Check<'_, '_>) -> Targets {
        let even = Targets::even(section_count);
        let targets = self.to_targets(check).unwrap_or_else(|| even.clone());
        if targets.shares().len() == even.shares().len() {
            return targets;
        }
        check.warn("There should be one target for each section; all sections get the same.");
        even
    }
}

fn share(percent: f64) -> Option<Share> {
    let tenths = (0.0..=100.0).contains(&percent).then(|| (percent * 10.0).round())?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the range was checked a line above"
    )]
    Some(Share(tenths as u16))
}

impl From<&Framework> for FrameworkDisk {
    fn from(framework: &Framework) -> Self {
        Self {
            id: framework.id.0.clone(),
            name: values::named(&framework.name, &framework.id.0),
            best_for: framework.best_for.clone(),
            sections: sections_to_disk(&framework.sections),
            targets: (&framework.targets).into(),
        }
    }
}

impl FrameworkDisk {
    /// The framework, or `None` with a warning where it cannot be used.
    pub(super) fn into_framework(self, check: &mut Check<'_, '_>) -> Option<Framework> {
        let id = values::other_id(self.id, &mut check.field("id"))?;
        let sections = sections(self.sections, MAX_SECTIONS, &mut check.field("sections"))?;
        let targets = self.targets.to_targets_of(sections.len(), &mut check.field("targets"));
        let framework = Framework {
            name: values::name(&self.name, &id, &mut check.field("name")),
            id: FrameworkId(id),
            best_for: self.best_for,
            targets,
            sections,
        };
        match framework.validate() {
            Ok(()) => Some(framework),
            Err(fault) => {
                check.warn(format!("{fault}; the framework is passed over."));
                None
            }
        }
    }
}
