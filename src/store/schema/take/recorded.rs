//! What was recorded: the file, the plan of the day, marks, pauses and gaps.

use serde::{Deserialize, Serialize};

use super::super::framework::{self, SectionDisk, TargetsDisk};
use super::super::values::{self, words};
use crate::domain::framework::{DEFAULT_LENGTH_SECS, MAX_PARTS};
use crate::domain::split::{Mark, Pause};
use crate::domain::take::{Gap, Plan, Recording, SampleFormat};
use crate::domain::time::{Frames, SampleRate};
use crate::store::document::{Check, ReadFault};
use crate::store::names;

words! { FormatWord for SampleFormat { Int16, Int24, Float32 } else Int16 }

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RecordingDisk {
    file: String,
    frames_per_second: u32,
    frames: u64,
    format: FormatWord,
    microphone: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanDisk {
    framework: String,
    name: String,
    sections: Vec<SectionDisk>,
    targets: TargetsDisk,
    target_length_secs: u32,
}

/// Where a section begins: the number counts, the name is for whoever reads the file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct MarkDisk {
    at_frame: u64,
    section: usize,
    name: String,
}

/// A pause or a gap.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PauseDisk {
    at_frame: u64,
    frames: u64,
}

impl From<&Recording> for RecordingDisk {
    fn from(recording: &Recording) -> Self {
        Self {
            file: recording.file.clone(),
            frames_per_second: recording.rate.hz(),
            frames: recording.frames.0,
            format: recording.format.into(),
            microphone: recording.device.clone(),
        }
    }
}

impl RecordingDisk {
    pub(super) fn into_recording(self, check: &mut Check<'_, '_>) -> Result<Recording, ReadFault> {
        if !names::is_safe(&self.file) {
            return Err(check
                .field("file")
                .fault("The recording should be named here, by its file's name alone"));
        }
        let rate = SampleRate::new(self.frames_per_second)
            .ok_or_else(|| check.field("frames_per_second").fault("No microphone records at this rate"))?;
        Ok(Recording {
            file: self.file,
            rate,
            frames: values::place(self.frames, values::MAX_FRAMES, &mut check.field("frames")),
            format: self.format.known(&mut check.field("format")).unwrap_or_default(),
            device: self.microphone,
        })
    }
}

impl From<&Plan> for PlanDisk {
    fn from(plan: &Plan) -> Self {
        Self {
            framework: plan.framework_id.clone(),
            name: values::line(&plan.framework_name),
            sections: framework::sections_to_disk(&plan.sections),
            targets: (&plan.targets).into(),
            target_length_secs: plan.target_length_secs,
        }
    }
}

impl PlanDisk {
    pub(super) fn into_plan(self, check: &mut Check<'_, '_>) -> Result<Plan, ReadFault> {
        let sections = framework::sections(self.sections, MAX_PARTS, &mut check.field("sections"))
            .ok_or_else(|| check.field("sections").fault("The plan's sections cannot be used"))?;
        let targets = self.targets.to_targets_of(sections.len(), &mut check.field("targets"));
        let length = values::length_secs(self.target_length_secs, &mut check.field("target_length_secs"));
        Ok(Plan {
            framework_id: self.framework,
            framework_name: values::line(&self.name),
            targets,
            sections,
            target_length_secs: length.unwrap_or(DEFAULT_LENGTH_SECS),
        })
    }
}

/// Marks as they are read back: within the recording and the plan.
pub(super) fn marks_to_disk(marks: &[Mark], end: Frames, plan: &PlanDisk) -> Vec<MarkDisk> {
    let mark = |mark: &Mark| {
        let name = plan.sections.get(mark.section)?.name().to_owned();
        Some(MarkDisk { at_frame: mark.at.min(end).0, section: mark.section, name })
    };
    marks.iter().filter_map(mark).collect()
}

/// Marks within the recording and the plan; others are moved or passed over with a warning.
pub(super) fn marks(disk: Vec<MarkDisk>, end: Frames, plan: &Plan, check: &mut Check<'_, '_>) -> Vec<Mark> {
    let mark = |(index, mark): (usize, MarkDisk)| {
        let mut check = check.element(index);
        let Some(section) = plan.sections.get(mark.section) else {
            check.warn(format!("The plan has no section {}; the mark is passed over.", mark.section));
            return None;
        };
        if !mark.name.is_empty() && mark.name != section.name {
            check.warn(format!(
                "Section {} of the plan is \"{}\"; the number counts, not the name here.",
                mark.section, section.name
            ));
        }
        let at = values::place(mark.at_frame, end, &mut check.field("at_frame"));
        Some(Mark { at, section: mark.section })
    };
    disk.into_iter().enumerate().filter_map(mark).collect()
}

impl PauseDisk {
    pub(super) fn new(at: Frames, lasted: Frames, end: Frames) -> Self {
        Self { at_frame: at.min(end).0, frames: lasted.min(values::MAX_FRAMES).0 }
    }
}

pub(super) fn pauses(disk: &[PauseDisk], end: Frames, check: &mut Check<'_, '_>) -> Vec<Pause> {
    times(disk, end, check).map(|(at, lasted)| Pause { at, lasted }).collect()
}

pub(super) fn gaps(disk: &[PauseDisk], end: Frames, check: &mut Check<'_, '_>) -> Vec<Gap> {
    times(disk, end, check).map(|(at, lasted)| Gap { at, lasted }).collect()
}

fn times(
    disk: &[PauseDisk],
    end: Frames,
    check: &mut Check<'_, '_>,
) -> impl Iterator<Item = (Frames, Frames)> {
    disk.iter().enumerate().map(move |(index, time)| {
        let mut check = check.element(index);
        let at = values::place(time.at_frame, end, &mut check.field("at_frame"));
        (at, values::lasted(time.frames, &mut check.field("frames")))
    })
}
