//! Putting in order what a crash has left of a recording.
//!
//! The recording comes first and its document last, each step finds out by itself whether it was done before,
//! and only lengths in the header are ever changed, so a crash in the middle of this loses nothing either.

mod samples;

use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

pub(super) use self::samples::Samples;
use self::samples::last_event;
use super::atomic::{patiently, write_all_at};
use super::document;
use super::error::reason;
use super::files::Files;
use super::intent;
use super::layout::{AUDIO_ENDING, DOCUMENT_ENDING, MARKS_ENDING, PACKED_ENDING, PART_ENDING, read_stamp};
use super::names;
use super::scan::StoryFolder;
use super::warning::Warning;
use super::wav;
use crate::domain::framework::DEFAULT_LENGTH_SECS;
use crate::domain::framework::built_in;
use crate::domain::take::{AskedQuestion, Plan, Recording, Take, TakeId};
use crate::domain::time::Frames;

/// What recovery did and what it could not do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recovered {
    /// Takes that were put in order.
    pub takes: Vec<TakeId>,
    pub warnings: Vec<Warning>,
}

/// Puts the takes of one folder in order.
pub(super) fn recover(files: &Files, now: Timestamp, folder: &StoryFolder, done: &mut Recovered) {
    let takes = folder.takes_folder();
    let job = |stem, ending| Job { files, now, folder, takes: &takes, stem, ending };
    for stem in folder.stems(PART_ENDING) {
        let job = job(stem, AUDIO_ENDING);
        let part = job.path(PART_ENDING);
        if folder.has(stem, AUDIO_ENDING) {
            let what = "This unfinished recording has the name of a finished one, so it is left alone. Listen to \
                        both, and delete or rename this one.";
            done.warnings.push(Warning::new(part, what));
            continue;
        }
        let outcome = job.finish_part().and_then(|found| match found {
            Some(length) => {
                job.finish_take(Some(length), "was not finished when the program ended").map(Some)
            }
            None => job.discard_empty().map(|()| {
                let what = "A recording that had hardly begun held no sound, so it was removed.";
                done.warnings.push(Warning::new(&part, what));
                None
            }),
        });
        note(outcome, &part, done);
    }
    for ending in [AUDIO_ENDING, PACKED_ENDING] {
        for stem in folder.stems(ending).filter(|stem| folder.lacks_a_document(stem, ending)) {
            let job = job(stem, ending);
            if !job.is_spoken_of() {
                let outcome = job.finish_take(None, "lay in the library without its notes").map(Some);
                note(outcome, &job.path(ending), done);
            }
        }
    }
    for stem in folder.stems(MARKS_ENDING).filter(|stem| folder.has(stem, DOCUMENT_ENDING)) {
        let job = job(stem, AUDIO_ENDING);
        if !folder.has(stem, PART_ENDING) {
            let outcome = job.remove_marks().map(|()| None);
            note(outcome, &job.path(MARKS_ENDING), done);
        }
    }
}

fn note(outcome: Result<Option<(TakeId, Warning)>, Failure>, path: &Path, done: &mut Recovered) {
    match outcome {
        Ok(None) => {}
        Ok(Some((take, warning))) => {
            done.takes.push(take);
            done.warnings.push(warning);
        }
        Err(Failure::Io(error)) => {
            let what = format!(
                "This recording could not be put in order, because {}. It is left as it is, and the next start \
                 tries again.",
                reason(&error)
            );
            done.warnings.push(Warning::new(path, what));
        }
        Err(Failure::Said(what)) => done.warnings.push(Warning::new(path, what)),
    }
}

pub(super) enum Failure {
    Io(io::Error),
    Said(String),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

struct Job<'a> {
    files: &'a Files,
    now: Timestamp,
    folder: &'a StoryFolder,
    takes: &'a Path,
    stem: &'a str,
    /// What the finished recording's name ends in.
    ending: &'static str,
}

impl Job<'_> {
    fn path(&self, ending: &str) -> PathBuf {
        self.takes.join(format!("{}{ending}", self.stem))
    }

    /// What the take was meant to be, where that can still be read.
    fn intent(&self) -> Result<Option<Take>, Failure> {
        let bytes = self.files.read_if_there(&self.path(MARKS_ENDING), intent::MAX_BYTES)?;
        Ok(bytes.and_then(|bytes| intent::read(&bytes).ok()))
    }

    /// Whether some document of the folder names this recording as its own.
    fn is_spoken_of(&self) -> bool {
        let file = format!("{}{}", self.stem, self.ending);
        self.folder.stems(DOCUMENT_ENDING).any(|stem| {
            let path = self.takes.join(format!("{stem}{DOCUMENT_ENDING}"));
            super::load::read_document::<Take>(self.files, &path)
                .outcome
                .is_ok_and(|take| take.is_some_and(|take| take.recording.file == file))
        })
    }

    /// Cuts an unfinished recording to whole frames of sound, corrects its lengths and gives it its name.
    /// `None` where there is nothing in it.
    fn finish_part(&self) -> Result<Option<Samples>, Failure> {
        let part = self.path(PART_ENDING);
        let intent = self.intent()?;
        let Some(mut samples) = Samples::measure(self.files, &part, intent.as_ref())? else {
            return Ok(None);
        };
        let told = intent.as_ref().map_or(Frames::ZERO, last_event);
        match samples.len_of_sound(self.files, &part, told)? {
            0 if samples.layout.rate.secs(samples.frames()) < LEAST_SILENCE_SECS => return Ok(None),
            // Somebody recorded with a microphone that was muted, and will look for the take.
            0 => {}
            sound => samples.len = sound,
        }
        let mut file = self.files.open_for_writing(&part)?;
        patiently(|| file.truncate(samples.at + samples.len))?;
        let header = wav::header(samples.layout, samples.len);
        if samples.has_header {
            let riff_len = u32::try_from(samples.at + samples.len - 8).unwrap_or(u32::MAX);
            let data_len = u32::try_from(samples.len).unwrap_or(u32::MAX);
            write_all_at(file.as_mut(), 4, &riff_len.to_le_bytes())?;
            write_all_at(file.as_mut(), samples.at - 4, &data_len.to_le_bytes())?;
        } else {
            write_all_at(file.as_mut(), 0, &header)?;
        }
        patiently(|| file.sync())?;
        drop(file);
        self.files.rename(&part, &self.path(AUDIO_ENDING))?;
        self.files.sync_folder(self.takes)?;
        Ok(Some(samples))
    }

    /// Writes the document of a finished recording and lets its marks file go.
    fn finish_take(&self, samples: Option<Samples>, found: &str) -> Result<(TakeId, Warning), Failure> {
        let audio = self.path(self.ending);
        let intent = self.intent()?;
        let samples = match samples {
            Some(samples) => samples,
            None if self.ending == PACKED_ENDING => Samples::of_packed(self.files, &audio)?,
            None => Samples::measure(self.files, &audio, intent.as_ref())?.ok_or_else(|| {
                Failure::Said(
                    "There is no sound in this recording. Delete it if you do not miss it.".to_owned(),
                )
            })?,
        };
        let mut take = intent.unwrap_or_else(|| self.unknown_take(samples));
        take.recovered = true;
        take.recording.file = format!("{}{}", self.stem, self.ending);
        take.recording.frames = samples.frames();
        take.recording.rate = samples.layout.rate;
        take.recording.format = samples.format;
        let end = take.recording.frames;
        take.live_marks.retain(|mark| mark.at <= end);
        take.pauses.retain(|pause| pause.at <= end);
        take.gaps.retain(|gap| gap.at <= end);
        let text = document::write(&take, None).map_err(|fault| Failure::Said(fault.to_string()))?;
        let path = self.path(DOCUMENT_ENDING);
        self.files.replace(&path, text.as_bytes()).map_err(|fault| fault.error)?;
        // The take is safe now; what is left of its marks is removed at the next start if not here.
        let _ = self.remove_marks();
        let what = format!(
            "A recording of {:.1} seconds {found}. It is in the library again, marked as recovered.",
            take.recording.secs()
        );
        Ok((take.id, Warning::new(audio, what)))
    }

    /// A take of which nothing is left but the sound.
    fn unknown_take(&self, samples: Samples) -> Take {
        let (recorded_at, id) = match read_stamp(self.stem) {
            Some((moment, id)) if names::is_safe(id) => (moment, id),
            _ => (self.now, self.stem),
        };
        let id = if names::is_safe(id) { id.to_owned() } else { super::ids::new_id(self.now) };
        let question =
            AskedQuestion { id: None, text: "A recording that was found without its question".into() };
        let framework = built_in().into_iter().next();
        let plan = framework.map(|framework| Plan::of(&framework, DEFAULT_LENGTH_SECS));
        let recording = Recording {
            file: String::new(),
            rate: samples.layout.rate,
            frames: Frames::ZERO,
            format: samples.format,
            device: String::new(),
        };
        Take::new(TakeId(id), question, recorded_at, plan.unwrap_or_else(no_plan), recording)
    }

    /// Removes a recording that never held a sound. Its marks go last, because without them the sound could
    /// not be understood.
    fn discard_empty(&self) -> Result<(), Failure> {
        self.files.remove_file(&self.path(PART_ENDING))?;
        self.files.sync_folder(self.takes)?;
        self.remove_marks()
    }

    fn remove_marks(&self) -> Result<(), Failure> {
        self.files.remove_file(&self.path(MARKS_ENDING))?;
        Ok(self.files.sync_folder(self.takes)?)
    }
}

/// Silence that is shorter is what a power cut leaves of a recording that had hardly begun.
const LEAST_SILENCE_SECS: f64 = 1.0;

fn no_plan() -> Plan {
    Plan {
        framework_id: String::new(),
        framework_name: String::new(),
        sections: Vec::new(),
        targets: crate::domain::framework::Targets::even(1),
        target_length_secs: DEFAULT_LENGTH_SECS,
    }
}
