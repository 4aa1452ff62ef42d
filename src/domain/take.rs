//! Takes: one recorded answer each, with everything the speaker did to it.

use std::fmt;

use jiff::{SignedDuration, Timestamp};

use super::framework::{Framework, Section, Share, TargetOrigin, Targets};
use super::question::QuestionId;
use super::rating::{Prediction, Rating};
use super::split::{self, Mark, Pause, Split};
use super::story::StoryId;
use super::time::{Frames, SampleRate};
use super::voice::VoiceMeasures;

/// The name a take is known by in files.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TakeId(pub String);

impl fmt::Display for TakeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The question as it was put on the day; the bank may have changed since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedQuestion {
    pub id: Option<QuestionId>,
    pub text: String,
}

/// How the take was meant to divide: the framework and its targets as they stood on the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub framework_id: String,
    pub framework_name: String,
    pub sections: Vec<Section>,
    pub targets: Targets,
    pub target_length_secs: u32,
}

impl Plan {
    /// A plan to tell an answer of this length in the framework's sections.
    #[must_use]
    pub fn of(framework: &Framework, target_length_secs: u32) -> Self {
        Self {
            framework_id: framework.id.0.clone(),
            framework_name: framework.name.clone(),
            sections: framework.sections.clone(),
            targets: framework.targets.clone(),
            target_length_secs,
        }
    }

    /// A plan to tell one section of this one again, as long as it is meant to be; `None` where there is no such
    /// section.
    #[must_use]
    pub fn of_section(&self, section: usize) -> Option<Self> {
        let (told, share) = (self.sections.get(section)?, self.targets.shares().get(section)?);
        Some(Self {
            sections: vec![told.clone()],
            targets: Targets::new(vec![Share::WHOLE], TargetOrigin::Own)?,
            target_length_secs: whole_secs(share.as_fraction() * f64::from(self.target_length_secs)),
            ..self.clone()
        })
    }

    #[must_use]
    pub fn acting_section(&self) -> Option<usize> {
        self.sections.iter().position(|section| section.acts)
    }
}

/// The nearest whole second, but at least five, so that there is something to aim at.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of an answer is a few hundred seconds at most, and float casts saturate"
)]
fn whole_secs(secs: f64) -> u32 {
    (secs.round() as u32).max(5)
}

/// How samples are kept in the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SampleFormat {
    #[default]
    Int16,
    Int24,
    Float32,
}

impl SampleFormat {
    #[must_use]
    pub const fn bytes_per_sample(self) -> u64 {
        match self {
            Self::Int16 => 2,
            Self::Int24 => 3,
            Self::Float32 => 4,
        }
    }
}

/// The recording a take refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    /// The file's name beside the take's own.
    pub file: String,
    pub rate: SampleRate,
    pub frames: Frames,
    pub format: SampleFormat,
    /// The microphone, as it named itself; empty for an imported file.
    pub device: String,
}

impl Recording {
    #[must_use]
    pub fn secs(&self) -> f64 {
        self.rate.secs(self.frames)
    }
}

/// Frames the microphone or the machine failed to deliver; the recording holds silence in their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    pub at: Frames,
    pub lasted: Frames,
}

/// A remark pinned to a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PinnedNote {
    pub at: Frames,
    pub text: String,
}

/// What the listener counts on replay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TallyKind {
    Filler,
    /// The speaker said "I".
    Own,
    /// The speaker said "we".
    Shared,
    /// The speaker quoted a number.
    Figure,
}

impl TallyKind {
    pub const ALL: [Self; 4] = [Self::Filler, Self::Own, Self::Shared, Self::Figure];
}

/// Something heard at a moment of the take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    pub at: Frames,
    pub kind: TallyKind,
}

/// One listening with a finger on the counting keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TallyPass {
    pub counted_at: Timestamp,
    pub tallies: Vec<Tally>,
}

/// What sort of take it is; only full ones enter the statistics of full ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum TakeKind {
    #[default]
    Full,
    /// One section told again. `section` counts in the plan of the other take; its own plan has that section alone.
    Retake { of: TakeId, section: usize },
    /// A short answer to a follow-up question.
    FollowUp { of: TakeId },
    /// What was said after the file of another take was full; that one is part 1.
    Continuation { of: TakeId, part: u32 },
}

/// A recorded answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Take {
    pub id: TakeId,
    /// `None` while the take is not filed under a story.
    pub story: Option<StoryId>,
    /// A name the user gave it; empty for none.
    pub title: String,
    pub question: AskedQuestion,
    pub recorded_at: Timestamp,
    pub plan: Plan,
    pub recording: Recording,
    /// Marks as they were made while speaking; never overwritten.
    pub live_marks: Vec<Mark>,
    /// Marks as they were moved afterwards, beside the live ones.
    pub edited_marks: Option<Vec<Mark>>,
    pub pauses: Vec<Pause>,
    pub gaps: Vec<Gap>,
    pub prediction: Option<Prediction>,
    /// The first rating and any later ones, oldest first.
    pub ratings: Vec<Rating>,
    pub notes: Vec<PinnedNote>,
    pub tally_passes: Vec<TallyPass>,
    /// What was measured in the voice; `None` until that is done.
    pub voice: Option<VoiceMeasures>,
    pub change_for_next_time: String,
    pub kind: TakeKind,
    pub warm_up: bool,
    /// Whether the program found the take unfinished and put it in order.
    pub recovered: bool,
}

/// Which marks a figure rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkSource {
    Live,
    Edited,
}

impl MarkSource {
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Live => "live marks",
            Self::Edited => "edited marks",
        }
    }
}

impl Take {
    /// What the take is called: its own name, or the question it answers.
    #[must_use]
    pub fn shown_title(&self) -> &str {
        let named = [self.title.trim(), self.question.text.trim()].into_iter().find(|text| !text.is_empty());
        named.unwrap_or("A take without a question")
    }

    /// A take of which only the recording is known.
    #[must_use]
    pub fn new(
        id: TakeId,
        question: AskedQuestion,
        recorded_at: Timestamp,
        plan: Plan,
        recording: Recording,
    ) -> Self {
        Self {
            id,
            story: None,
            title: String::new(),
            question,
            recorded_at,
            plan,
            recording,
            live_marks: Vec::new(),
            edited_marks: None,
            pauses: Vec::new(),
            gaps: Vec::new(),
            prediction: None,
            ratings: Vec::new(),
            notes: Vec::new(),
            tally_passes: Vec::new(),
            voice: None,
            change_for_next_time: String::new(),
            kind: TakeKind::Full,
            warm_up: false,
            recovered: false,
        }
    }

    /// The take that goes on with this one, whose file was full after so many frames of the whole recording.
    #[must_use]
    pub fn continued(&self, part: u32, from: Frames) -> Self {
        let id = TakeId(format!("{}-{part}", self.id));
        let later = SignedDuration::try_from_secs_f64(self.recording.rate.secs(from)).unwrap_or_default();
        let recorded_at = self.recorded_at.saturating_add(later).unwrap_or(self.recorded_at);
        let recording = Recording { frames: Frames::ZERO, ..self.recording.clone() };
        let title = match self.title.as_str() {
            "" => format!("Part {part}"),
            title => format!("{title}, part {part}"),
        };
        Self {
            story: self.story.clone(),
            title,
            kind: TakeKind::Continuation { of: self.id.clone(), part },
            warm_up: self.warm_up,
            ..Self::new(id, self.question.clone(), recorded_at, self.plan.clone(), recording)
        }
    }

    /// The section that a retake tells again, as its own plan counts it; `None` for every other take.
    #[must_use]
    pub fn retold_section(&self) -> Option<usize> {
        let TakeKind::Retake { section, .. } = self.kind else { return None };
        Some(if self.plan.sections.len() == 1 { 0 } else { section })
    }

    /// The marks that count, and whether they are the live or the edited ones.
    #[must_use]
    pub fn marks(&self) -> (&[Mark], MarkSource) {
        self.edited_marks.as_ref().map_or((self.live_marks.as_slice(), MarkSource::Live), |edited| {
            (edited.as_slice(), MarkSource::Edited)
        })
    }

    /// How the take divided, by the marks that count.
    #[must_use]
    pub fn split(&self) -> Split {
        Split::measure(self.recording.frames, self.plan.sections.len(), self.marks().0, &self.pauses)
    }

    /// Whether the take says how an answer divides: it tells a whole answer, or one to a follow-up, in several
    /// sections, and its marks name two of them at least. One mark alone says only that somebody began.
    #[must_use]
    pub fn divides(&self) -> bool {
        let told = self.marks().0.iter().map(|mark| mark.section);
        let mut told = told.filter(|section| *section < self.plan.sections.len());
        let first = told.next();
        matches!(self.kind, TakeKind::Full | TakeKind::FollowUp { .. })
            && told.any(|section| Some(section) != first)
    }

    /// How far the split lies from the day's targets, in percentage points; `None` where the take does not divide.
    #[must_use]
    pub fn distance(&self) -> Option<f64> {
        self.divides().then(|| self.split().distance(&self.plan.targets))?
    }

    /// The time before the speaker acts; `None` where the take does not divide.
    #[must_use]
    pub fn set_up(&self) -> Option<Frames> {
        let (marks, _) = self.marks();
        self.divides().then(|| split::set_up(self.recording.frames, marks, self.plan.acting_section()))?
    }

    /// The rating that counts: the first, because later ones are made to test it.
    #[must_use]
    pub fn rating(&self) -> Option<&Rating> {
        self.ratings.first()
    }
}
