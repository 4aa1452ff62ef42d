//! `plan.ron`: interviews that are coming, and what of the checklists is done.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::values;
use crate::domain::preparation::{Interview, Preparation};
use crate::store::document::{Check, Document, ReadFault};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanDisk {
    interviews: Vec<InterviewDisk>,
    /// Checklist items that are done whatever the interview.
    ticked: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct InterviewDisk {
    id: String,
    company: String,
    role: String,
    date: Option<String>,
    ticked: Vec<String>,
    notes: String,
}

impl Document for Preparation {
    const KIND: &'static str = "plan";
    const ABOUT: &'static str =
        "Interviews that are coming, and what of the checklists is done. Written by Starling.";
    const VERSION: u32 = 1;
    type OnDisk = PlanDisk;

    fn to_disk(&self) -> PlanDisk {
        PlanDisk {
            interviews: self.interviews.iter().map(InterviewDisk::from).collect(),
            ticked: self.ticked.iter().cloned().collect(),
        }
    }

    fn from_disk(disk: PlanDisk, check: &mut Check<'_, '_>) -> Result<Self, ReadFault> {
        let mut list = check.field("interviews");
        let interviews = disk
            .interviews
            .into_iter()
            .enumerate()
            .filter_map(|(index, interview)| interview.into_interview(&mut list.element(index)))
            .collect();
        let ticked = values::other_ids(disk.ticked, &mut check.field("ticked"));
        Ok(Self { interviews, ticked: ticked.into_iter().collect() })
    }
}

impl From<&Interview> for InterviewDisk {
    fn from(interview: &Interview) -> Self {
        Self {
            id: interview.id.clone(),
            company: values::line(&interview.company),
            role: values::line(&interview.role),
            date: interview.date.map(|date| date.to_string()),
            ticked: interview.ticked.iter().cloned().collect(),
            notes: interview.notes.clone(),
        }
    }
}

impl InterviewDisk {
    fn into_interview(self, check: &mut Check<'_, '_>) -> Option<Interview> {
        let ticked = values::other_ids(self.ticked, &mut check.field("ticked"));
        Some(Interview {
            id: values::other_id(self.id, &mut check.field("id"))?,
            company: values::line(&self.company),
            role: values::line(&self.role),
            date: self.date.and_then(|text| date(&text, &mut check.field("date"))),
            ticked: ticked.into_iter().collect(),
            notes: self.notes,
        })
    }
}

fn date(text: &str, check: &mut Check<'_, '_>) -> Option<Date> {
    let date = text.parse().ok();
    if date.is_none() {
        check.warn("This should be a date like 2026-11-20; it is passed over.");
    }
    date
}
