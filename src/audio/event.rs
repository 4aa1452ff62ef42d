//! What the audio engine tells the program.

use std::fmt;
use std::path::PathBuf;

use super::shared::{Fault, Level};
use super::sound::SoundError;
use crate::domain::split::{Mark, Pause};
use crate::domain::take::{Gap, Take, TakeId};
use crate::domain::time::{Frames, SampleRate};

/// Something that happened to the microphone or to a take.
#[derive(Debug)]
pub enum AudioEvent {
    /// The microphone was opened; nothing has come from it.
    Opened { name: String, rate: SampleRate },
    /// The microphone could not be opened.
    CouldNotOpen(CouldNotOpen),
    /// Samples arrived for the first time; this is the first that was heard.
    FirstSamples { heard: Frames },
    /// How loud it is; comes last, and only where something was heard since the last time.
    Level(Level),
    /// Frames never came; the take holds silence in their place.
    Gap(Gap),
    /// The microphone delivers exact silence: muted, switched off, or forbidden without a word.
    Silent,
    /// There is sound after [`Self::Silent`].
    SoundAgain,
    /// Nothing arrives from the microphone although it reports no error.
    NoSamples,
    /// Samples arrive after [`Self::NoSamples`].
    SamplesAgain,
    /// The system moved the stream to another device.
    Rerouted,
    /// The microphone is gone and its stream closed. What was heard is kept.
    DeviceLost { why: Lost, heard: Frames },
    /// The microphone was closed as asked.
    Closed,
    /// The disk makes trouble; recording goes on.
    DiskTrouble(DiskTrouble),
    /// The disk is nearly full; the take is being finished.
    DiskFull { heard: Frames },
    /// The recording reached the size that a file can have, which lies here now, and goes on in another.
    RolledOver { path: PathBuf },
    /// A take is on the disk, and whatever goes on with it.
    TakeSaved(SavedTake),
    /// No disk takes the take; it is held in memory and tried again every few seconds.
    TakeHeld { id: TakeId, why: String },
}

/// A take that is on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedTake {
    pub id: TakeId,
    pub path: PathBuf,
    pub frames: Frames,
    pub gaps: Vec<Gap>,
    pub pauses: Vec<Pause>,
    pub marks: Vec<Mark>,
    pub rate: SampleRate,
    /// Whether it lies elsewhere than it was meant to, because the disk failed.
    pub elsewhere: bool,
    /// The takes that go on with this one, in order, where it grew longer than a file can be.
    pub further: Vec<SavedTake>,
}

impl SavedTake {
    /// This one and those that go on with it.
    pub fn all(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(&self.further)
    }

    /// The marks in frames of the whole recording, without those that only say what went on in a new file.
    #[must_use]
    pub fn all_marks(&self) -> Vec<Mark> {
        let (mut marks, mut from): (Vec<Mark>, _) = (Vec::new(), Frames::ZERO);
        for part in self.all() {
            let goes_on = |mark: &Mark| {
                !from.is_zero()
                    && mark.at.is_zero()
                    && marks.last().is_some_and(|last| last.section == mark.section)
            };
            let new: Vec<Mark> = part.marks.iter().filter(|mark| !goes_on(mark)).copied().collect();
            marks.extend(new.into_iter().map(|mark| Mark { at: mark.at.plus(from), ..mark }));
            from = from.plus(part.frames);
        }
        marks
    }

    /// The take that was begun, now that it is recorded, and those that go on with it.
    #[must_use]
    pub fn into_takes(mut self, begun: Take) -> Vec<Take> {
        let mut from = self.frames;
        let further = std::mem::take(&mut self.further);
        let first = self.into_take(begun);
        let mut takes = vec![first];
        for (part, saved) in (2..).zip(further) {
            let frames = saved.frames;
            let begun = takes.first().map(|first| first.continued(part, from));
            takes.extend(begun.map(|begun| saved.into_take(begun)));
            from = from.plus(frames);
        }
        takes
    }

    fn into_take(self, mut begun: Take) -> Take {
        if let Some(name) = self.path.file_name() {
            begun.recording.file = name.to_string_lossy().into_owned();
        }
        begun.id = self.id;
        (begun.recording.frames, begun.recording.rate) = (self.frames, self.rate);
        (begun.live_marks, begun.pauses, begun.gaps) = (self.marks, self.pauses, self.gaps);
        begun
    }
}

/// Why a microphone was not opened.
#[derive(Debug, PartialEq, Eq)]
pub enum CouldNotOpen {
    Sound(SoundError),
    /// The sound system has not answered within the time a person waits.
    NoAnswer,
    /// There is no room for a take.
    DiskFull {
        free: u64,
        needed: u64,
        /// How long a recording there is room for.
        minutes: u64,
    },
}

impl fmt::Display for CouldNotOpen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sound(error) => error.fmt(f),
            Self::NoAnswer => f.write_str(
                "The microphone does not answer. Unplug it and plug it in again, or choose another one.",
            ),
            Self::DiskFull { free, needed, minutes } => {
                let (free, needed) = (free / 1_000_000, needed / 1_000_000);
                write!(
                    f,
                    "There is too little room on the disk for a recording: {free} MB are free, which is {minutes} \
                     minutes of sound, and {needed} MB are needed. Delete or move something, then try again."
                )
            }
        }
    }
}

/// Why a microphone that was open delivers nothing any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    Fault(Fault),
    /// No error was reported, but the device is listed no longer, or nothing came for a long time.
    WithoutAWord,
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Fault(Fault::Gone) => {
                "The microphone was disconnected. What you said until then is kept. Connect it again, or choose \
                 another one."
            }
            Self::Fault(Fault::Denied) => {
                "The system took the microphone away from this program. What you said until then is kept. Allow \
                 the microphone in the privacy settings."
            }
            Self::Fault(Fault::System | Fault::Broken) => {
                "The sound system stopped delivering sound. What you said until then is kept. Check the \
                 microphone and record again."
            }
            Self::WithoutAWord => {
                "Nothing comes from the microphone any more. What you said until then is kept. Check that it is \
                 connected, or choose another one."
            }
        })
    }
}

/// A disk that failed while a take was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiskTrouble {
    /// What the operating system says.
    pub why: String,
    /// The file that now holds the take; `None` while only the memory does.
    pub now_in: Option<PathBuf>,
    /// A file that holds the beginning, which could not be read back; the take has silence there.
    pub left_behind: Option<PathBuf>,
    /// Whether only the marks could not be written.
    pub only_marks: bool,
}

impl fmt::Display for DiskTrouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let why = &self.why;
        if self.only_marks {
            return write!(
                f,
                "The marks could not be written beside the recording ({why}). They are kept in memory."
            );
        }
        match &self.now_in {
            Some(path) => {
                write!(
                    f,
                    "The disk failed ({why}). Keep speaking: the whole take goes on in {}",
                    path.display()
                )?;
            }
            None => write!(
                f,
                "The disk failed ({why}). Keep this window open: the take is held in memory until a disk takes it."
            )?,
        }
        match &self.left_behind {
            Some(path) => write!(f, ". Its beginning could not be read back and lies in {}", path.display()),
            None => Ok(()),
        }
    }
}
