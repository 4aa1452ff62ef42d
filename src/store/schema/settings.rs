//! `settings.ron`: how answers are measured and rated, and which questions are hidden.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::framework::{FrameworkDisk, TargetsDisk};
use super::guidance::{self, ChangeDisk};
use super::values;
use crate::domain::framework::{DEFAULT_LENGTH_SECS, FrameworkId, Targets};
use crate::domain::question::QuestionId;
use crate::domain::rating::{Rubric, RubricRow};
use crate::domain::settings::{LengthZones, Settings};
use crate::domain::split::Tolerance;
use crate::domain::value_map::OwnMap;
use crate::store::document::{Check, Document, ReadFault};

/// Days after which a recording may be packed.
const PACK_AFTER_DAYS: std::ops::RangeInclusive<u32> = 1..=36_500;

/// Everything that `settings.ron` holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SettingsFile {
    pub settings: Settings,
    pub hidden_questions: BTreeSet<QuestionId>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SettingsDisk {
    target_length_secs: u32,
    zones: ZonesDisk,
    /// Percentage points that a split may lie from its targets before anything is said.
    tolerance_points: f64,
    targets: BTreeMap<String, TargetsDisk>,
    own_frameworks: Vec<FrameworkDisk>,
    rubric: Vec<RowDisk>,
    filler_words: Vec<String>,
    hedge_words: Vec<String>,
    guidance: Vec<ChangeDisk>,
    /// After so many days recordings are kept as FLAC.
    pack_after_days: Option<u32>,
    own_map: OwnMapDisk,
    hidden_questions: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_field_names, reason = "the unit belongs to each name")]
pub struct ZonesDisk {
    enough_secs: u32,
    wrap_up_secs: u32,
    over_secs: u32,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RowDisk {
    id: String,
    name: String,
    at_1: String,
    at_3: String,
    at_5: String,
}

/// Values of a company, one a line.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct OwnMapDisk {
    company: String,
    values: String,
}

impl From<&OwnMap> for OwnMapDisk {
    fn from(map: &OwnMap) -> Self {
        Self { company: map.company.clone(), values: map.values.clone() }
    }
}

impl From<OwnMapDisk> for OwnMap {
    fn from(disk: OwnMapDisk) -> Self {
        Self { company: disk.company, values: disk.values }
    }
}

impl Default for SettingsDisk {
    fn default() -> Self {
        SettingsFile::default().to_disk()
    }
}

impl Default for ZonesDisk {
    fn default() -> Self {
        LengthZones::default().into()
    }
}

impl Document for SettingsFile {
    const KIND: &'static str = "settings";
    const ABOUT: &'static str = "Settings of a Starling library: targets, frameworks, rubric, word lists.";
    const VERSION: u32 = 1;
    type OnDisk = SettingsDisk;

    fn to_disk(&self) -> SettingsDisk {
        let settings = &self.settings;
        SettingsDisk {
            target_length_secs: settings.target_length_secs,
            zones: settings.zones.into(),
            tolerance_points: settings.tolerance.points(),
            targets: settings.targets.iter().map(|(id, targets)| (id.0.clone(), targets.into())).collect(),
            own_frameworks: settings.own_frameworks.iter().map(FrameworkDisk::from).collect(),
            rubric: settings.rubric.rows.iter().map(RowDisk::from).collect(),
            filler_words: settings.filler_words.clone(),
            hedge_words: settings.hedge_words.clone(),
            guidance: settings.guidance.changes().map(ChangeDisk::from).collect(),
            pack_after_days: settings.pack_after_days,
            own_map: (&settings.own_map).into(),
            hidden_questions: self.hidden_questions.iter().map(|id| id.0.clone()).collect(),
        }
    }

    fn from_disk(disk: SettingsDisk, check: &mut Check<'_, '_>) -> Result<Self, ReadFault> {
        let length = values::length_secs(disk.target_length_secs, &mut check.field("target_length_secs"));
        let tolerance =
            values::in_range(disk.tolerance_points, 0.0..=200.0, &mut check.field("tolerance_points"));
        let hidden = values::other_ids(disk.hidden_questions, &mut check.field("hidden_questions"));
        let settings = Settings {
            targets: targets(&disk.targets, &mut check.field("targets")),
            own_frameworks: disk
                .own_frameworks
                .into_iter()
                .enumerate()
                .filter_map(|(index, own)| {
                    own.into_framework(&mut check.field("own_frameworks").element(index))
                })
                .collect(),
            rubric: rubric(disk.rubric, &mut check.field("rubric")),
            tolerance: tolerance.and_then(Tolerance::new).unwrap_or(Tolerance::DEFAULT),
            target_length_secs: length.unwrap_or(DEFAULT_LENGTH_SECS),
            zones: disk.zones.to_zones(&mut check.field("zones")),
            filler_words: disk.filler_words,
            hedge_words: disk.hedge_words,
            guidance: guidance::guidance(&disk.guidance, &mut check.field("guidance")),
            pack_after_days: disk.pack_after_days.and_then(|days| {
                values::in_range(days, PACK_AFTER_DAYS, &mut check.field("pack_after_days"))
            }),
            own_map: disk.own_map.into(),
        };
        Ok(Self { settings, hidden_questions: hidden.into_iter().map(QuestionId).collect() })
    }
}

fn targets(
    disk: &BTreeMap<String, TargetsDisk>,
    check: &mut Check<'_, '_>,
) -> BTreeMap<FrameworkId, Targets> {
    let preferred = disk.iter().filter_map(|(id, targets)| {
        let mut check = check.key(id);
        let id = values::other_id(id.clone(), &mut check)?;
        Some((FrameworkId(id), targets.to_targets(&mut check)?))
    });
    preferred.collect()
}

fn rubric(disk: Vec<RowDisk>, check: &mut Check<'_, '_>) -> Rubric {
    let rows: Vec<RubricRow> = disk
        .into_iter()
        .enumerate()
        .filter_map(|(index, row)| row.into_row(&mut check.element(index)))
        .collect();
    if rows.is_empty() {
        check.warn("The rubric has no rows; the built-in one takes its place.");
        return Rubric::default();
    }
    Rubric { rows }
}

impl From<&RubricRow> for RowDisk {
    fn from(row: &RubricRow) -> Self {
        let [at_1, at_3, at_5] = row.anchors.clone();
        Self { id: row.id.clone(), name: values::named(&row.name, &row.id), at_1, at_3, at_5 }
    }
}

impl RowDisk {
    fn into_row(self, check: &mut Check<'_, '_>) -> Option<RubricRow> {
        let id = values::other_id(self.id, &mut check.field("id"))?;
        let name = values::name(&self.name, &id, &mut check.field("name"));
        Some(RubricRow { id, name, anchors: [self.at_1, self.at_3, self.at_5] })
    }
}

impl From<LengthZones> for ZonesDisk {
    fn from(zones: LengthZones) -> Self {
        Self { enough_secs: zones.enough_secs, wrap_up_secs: zones.wrap_up_secs, over_secs: zones.over_secs }
    }
}

impl ZonesDisk {
    fn to_zones(&self, check: &mut Check<'_, '_>) -> LengthZones {
        let zones = LengthZones {
            enough_secs: self.enough_secs,
            wrap_up_secs: self.wrap_up_secs,
            over_secs: self.over_secs,
        };
        if zones.is_ordered() && zones.over_secs <= *values::LENGTH_SECS.end() {
            return zones;
        }
        check.warn("The zones should follow each other within a day; the usual ones take their place.");
        LengthZones::default()
    }
}
