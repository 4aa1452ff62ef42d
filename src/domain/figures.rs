//! The figures of a take: worked out once, each with its name, its unit and the formula it comes from.
//!
//! Everything that shows a take in numbers goes over these entries, so that no two places can differ: the review,
//! the lists, the tables and charts of progress, the files that are handed out, and the commands.

mod band;
mod formula;
mod group;
mod measure;
mod sound;
mod take;
mod unit;

pub use band::Band;
pub use formula::Formula;
pub use group::{Group, GroupSection, Kind};
pub use measure::{Aim, Measure, Place};
pub use sound::{Sound, SoundFigures};
pub use take::{Counted, Rerating, SectionFigures, TakeFigures};
pub use unit::{Unit, clock, count};

use std::sync::Arc;

use super::settings::Settings;

/// One figure of one take.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub measure: Measure,
    pub name: String,
    pub unit: Unit,
    pub value: f64,
    /// Where it is meant to lie, where anything is meant.
    pub band: Option<Band>,
    /// Where it comes from.
    pub formula: Formula,
}

impl Entry {
    /// The value with its unit.
    #[must_use]
    pub fn say(&self) -> String {
        self.unit.say(self.value)
    }

    /// What is aimed at, in words; empty where nothing is.
    #[must_use]
    pub fn aim(&self) -> String {
        self.band.as_ref().map_or_else(String::new, |band| band.say(self.unit))
    }
}

impl TakeFigures {
    /// Every figure that the take has, in the order of the screens.
    #[must_use]
    pub fn entries(&self, settings: &Settings) -> Vec<Entry> {
        let rows: Vec<_> = self.points.iter().map(|(row, _)| Arc::clone(row)).collect();
        let measures = Measure::all_of(&self.group, &rows).into_iter();
        measures
            .filter_map(|measure| {
                let formula = measure.formula(self)?;
                Some(Entry {
                    name: measure.name(&self.group, &settings.rubric),
                    unit: measure.unit(),
                    value: formula.evaluate()?,
                    band: Band::of(&measure, &self.group, settings),
                    formula,
                    measure,
                })
            })
            .collect()
    }
}
