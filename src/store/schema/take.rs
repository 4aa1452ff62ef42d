//! `takes/<time>-<id>.ron`: what belongs to a recorded answer besides the voice.

mod heard;
mod recorded;
mod voice;

use serde::{Deserialize, Serialize};

use self::heard::{NoteDisk, PassDisk, PredictionDisk, RatingDisk};
pub(super) use self::recorded::FormatWord;
use self::recorded::{MarkDisk, PauseDisk, PlanDisk, RecordingDisk};
use self::voice::VoiceDisk;
use super::values::{self, words};
use crate::domain::framework::MAX_PARTS;
use crate::domain::question::QuestionId;
use crate::domain::story::StoryId;
use crate::domain::take::{AskedQuestion, Take, TakeId, TakeKind};
use crate::store::document::{Check, Document, ReadFault};

/// What sort of take it is, as a word alone.
pub enum Sort {
    Full,
    Retake,
    FollowUp,
    Continuation,
}

words! { SortWord for Sort { Full, Retake, FollowUp, Continuation } else Full }

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TakeDisk {
    id: String,
    story: Option<String>,
    title: String,
    recorded_at: String,
    question: AskedDisk,
    kind: SortWord,
    /// The take that a retake, a follow-up or a further part belongs to.
    belongs_to: Option<String>,
    /// The section that a retake tells again.
    retold_section: usize,
    /// Which part of a recording that was too long for one file.
    part: u32,
    warm_up: bool,
    recovered: bool,
    recording: RecordingDisk,
    plan: PlanDisk,
    live_marks: Vec<MarkDisk>,
    edited_marks: Option<Vec<MarkDisk>>,
    pauses: Vec<PauseDisk>,
    gaps: Vec<PauseDisk>,
    prediction: Option<PredictionDisk>,
    ratings: Vec<RatingDisk>,
    change_for_next_time: String,
    notes: Vec<NoteDisk>,
    tally_passes: Vec<PassDisk>,
    voice: Option<VoiceDisk>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AskedDisk {
    id: Option<String>,
    text: String,
}

impl Document for Take {
    const KIND: &'static str = "take";
    const ABOUT: &'static str =
        "A recorded answer: what belongs to the sound file beside it. Written by Starling.";
    const VERSION: u32 = 1;
    type OnDisk = TakeDisk;

    fn to_disk(&self) -> TakeDisk {
        let KindDisk { kind, belongs_to, retold_section, part } = (&self.kind).into();
        let (plan, end) = (PlanDisk::from(&self.plan), self.recording.frames);
        let marks = |marks: &Vec<_>| recorded::marks_to_disk(marks, end, &plan);
        TakeDisk {
            id: self.id.0.clone(),
            story: self.story.as_ref().map(|id| id.0.clone()),
            title: values::line(&self.title),
            recorded_at: self.recorded_at.to_string(),
            question: AskedDisk {
                id: self.question.id.as_ref().map(|id| id.0.clone()),
                text: self.question.text.clone(),
            },
            kind,
            belongs_to,
            retold_section,
            part,
            warm_up: self.warm_up,
            recovered: self.recovered,
            recording: (&self.recording).into(),
            live_marks: marks(&self.live_marks),
            edited_marks: self.edited_marks.as_ref().map(marks),
            pauses: self.pauses.iter().map(|pause| PauseDisk::new(pause.at, pause.lasted, end)).collect(),
            gaps: self.gaps.iter().map(|gap| PauseDisk::new(gap.at, gap.lasted, end)).collect(),
            prediction: self
                .prediction
                .as_ref()
                .map(|prediction| PredictionDisk::new(prediction, self.plan.sections.len())),
            ratings: self.ratings.iter().map(RatingDisk::from).collect(),
            change_for_next_time: self.change_for_next_time.clone(),
            notes: self.notes.iter().map(|note| NoteDisk::new(note, end)).collect(),
            tally_passes: self.tally_passes.iter().map(|pass| PassDisk::new(pass, end)).collect(),
            voice: self.voice.as_ref().and_then(|voice| VoiceDisk::new(voice, &self.recording)),
            plan,
        }
    }

    fn from_disk(disk: TakeDisk, check: &mut Check<'_, '_>) -> Result<Self, ReadFault> {
        let recording = disk.recording.into_recording(&mut check.field("recording"))?;
        let plan = disk.plan.into_plan(&mut check.field("plan"))?;
        let end = recording.frames;
        let mut marks =
            |disk: Vec<MarkDisk>, field| recorded::marks(disk, end, &plan, &mut check.field(field));
        let live_marks = marks(disk.live_marks, "live_marks");
        let edited_marks = disk.edited_marks.map(|disk| marks(disk, "edited_marks"));
        let named = KindDisk {
            kind: disk.kind,
            belongs_to: disk.belongs_to,
            retold_section: disk.retold_section,
            part: disk.part,
        };
        let kind = named.into_kind(check);
        Ok(Self {
            id: TakeId(values::own_id(disk.id, &check.field("id"))?),
            story: disk.story.and_then(|id| values::other_id(id, &mut check.field("story"))).map(StoryId),
            title: values::line(&disk.title),
            question: asked(disk.question, &mut check.field("question")),
            recorded_at: values::moment(&disk.recorded_at, &mut check.field("recorded_at")),
            live_marks,
            edited_marks,
            pauses: recorded::pauses(&disk.pauses, end, &mut check.field("pauses")),
            gaps: recorded::gaps(&disk.gaps, end, &mut check.field("gaps")),
            prediction: disk.prediction.map(|prediction| {
                prediction.into_prediction(plan.sections.len(), &mut check.field("prediction"))
            }),
            ratings: heard::ratings(disk.ratings, &mut check.field("ratings")),
            notes: heard::notes(disk.notes, end, &mut check.field("notes")),
            tally_passes: heard::passes(&disk.tally_passes, end, &mut check.field("tally_passes")),
            voice: disk.voice.and_then(|voice| voice.into_measures(&recording, &mut check.field("voice"))),
            change_for_next_time: disk.change_for_next_time,
            kind,
            warm_up: disk.warm_up,
            recovered: disk.recovered,
            plan,
            recording,
        })
    }
}

fn asked(disk: AskedDisk, check: &mut Check<'_, '_>) -> AskedQuestion {
    let id = disk.id.and_then(|id| values::other_id(id, &mut check.field("id")));
    AskedQuestion { id: id.map(QuestionId), text: disk.text }
}

/// What says of which kind a take is.
struct KindDisk {
    kind: SortWord,
    belongs_to: Option<String>,
    retold_section: usize,
    part: u32,
}

impl From<&TakeKind> for KindDisk {
    fn from(kind: &TakeKind) -> Self {
        let (sort, of, retold_section, part) = match kind {
            TakeKind::Full => (Sort::Full, None, 0, 0),
            TakeKind::Retake { of, section } => (Sort::Retake, Some(of), *section, 0),
            TakeKind::FollowUp { of } => (Sort::FollowUp, Some(of), 0, 0),
            TakeKind::Continuation { of, part } => (Sort::Continuation, Some(of), 0, *part),
        };
        Self { kind: sort.into(), belongs_to: of.map(|of| of.0.clone()), retold_section, part }
    }
}

impl KindDisk {
    /// A take that belongs to none that can be named counts as a full one.
    fn into_kind(self, check: &mut Check<'_, '_>) -> TakeKind {
        let sort = self.kind.known(&mut check.field("kind")).unwrap_or(Sort::Full);
        if matches!(sort, Sort::Full) {
            return TakeKind::Full;
        }
        let of = self.belongs_to.and_then(|id| values::other_id(id, &mut check.field("belongs_to")));
        let Some(of) = of.map(TakeId) else {
            check
                .field("kind")
                .warn("The take that this one belongs to is not named; it counts as a full one.");
            return TakeKind::Full;
        };
        match sort {
            // The section is one of the other take's plan, of which nothing is known here but how large it may be.
            Sort::Retake if self.retold_section < MAX_PARTS => {
                TakeKind::Retake { of, section: self.retold_section }
            }
            Sort::Retake => {
                check
                    .field("retold_section")
                    .warn("No plan has so many sections; the take counts as a full one.");
                TakeKind::Full
            }
            // The first part is the take that is named.
            Sort::Continuation => TakeKind::Continuation { of, part: self.part.max(2) },
            _ => TakeKind::FollowUp { of },
        }
    }
}
