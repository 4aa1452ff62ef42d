//! Putting in order what a crash has left of a recording.
//!
//! The recording comes first and its document last, each step finds out by itself whether it was done before,
//! and only lengths in the header are ever changed, so a crash in the middle of this loses nothing either.

use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::atomic::{patiently, write_all_at};
use super::document;
use super::error::reason;
use super::files::Files;
use super::intent;
use super::layout::{AUDIO_ENDING, DOCUMENT_ENDING, MARKS_ENDING, PART_ENDING, read_stamp};
use super::names;
use super::scan::StoryFolder;
use super::warning::Warning;
use super::wav::{self, Header, Layout, WavError};
use crate::domain::framework::DEFAULT_LENGTH_SECS;
use crate::domain::framework::built_in;
use crate::domain::take::{AskedQuestion, Plan, Recording, SampleFormat, Take, TakeId};
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
    for stem in folder.stems(PART_ENDING) {
        let job = Job { files, now, folder, takes: &takes, stem };
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
            None => job.discard_empty().map(|()| None),
        });
        note(outcome, &part, done);
    }
    for stem in folder.stems(AUDIO_ENDING).filter(|stem| !folder.has(stem, PART_ENDING)) {
        let job = Job { files, now, folder, takes: &takes, stem };
        if folder.has(stem, DOCUMENT_ENDING) || job.is_spoken_of() {
            continue;
        }
        let outcome = job.finish_take(None, "lay in the library without its notes").map(Some);
        note(outcome, &job.path(AUDIO_ENDING), done);
    }
    for stem in folder.stems(MARKS_ENDING).filter(|stem| folder.has(stem, DOCUMENT_ENDING)) {
        let job = Job { files, now, folder, takes: &takes, stem };
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

enum Failure {
    Io(io::Error),
    Said(String),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// A recording's samples: where they begin, and how many bytes of them count.
#[derive(Clone, Copy, Debug)]
struct Samples {
    layout: Layout,
    format: SampleFormat,
    at: u64,
    len: u64,
}

impl Samples {
    fn frames(&self) -> Frames {
        Frames(self.len / self.layout.frame_len())
    }
}

struct Job<'a> {
    files: &'a Files,
    now: Timestamp,
    folder: &'a StoryFolder,
    takes: &'a Path,
    stem: &'a str,
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
        let file = format!("{}{AUDIO_ENDING}", self.stem);
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
        let Some((mut samples, header_is_there)) = self.measure(&part, intent.as_ref())? else {
            return Ok(None);
        };
        let told = intent.as_ref().map_or(Frames::ZERO, last_event);
        samples.len = self.without_zeros(&part, samples, told)?;
        if samples.len == 0 {
            return Ok(None);
        }
        let mut file = self.files.open_for_writing(&part)?;
        patiently(|| file.truncate(samples.at + samples.len))?;
        let header = wav::header(samples.layout, samples.len);
        if header_is_there {
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

    /// Where the samples lie and how many whole frames the file's length makes, and whether its own header
    /// said so. `None` where the file ends before its first frame.
    fn measure(&self, path: &Path, intent: Option<&Take>) -> Result<Option<(Samples, bool)>, Failure> {
        let file_len = self.files.meta(path)?.map_or(0, |meta| meta.len);
        let found = match Header::read(self.files.open(path)?.as_mut()) {
            Ok(found) => Some(found),
            Err(WavError::Io(error)) => return Err(error.into()),
            Err(_) => None,
        };
        let (layout, at) = match (found, intent) {
            (Some(found), _) => (found.layout, found.sound_at),
            (None, Some(take)) => (Layout::mono(take.recording.rate, take.recording.format), wav::HEADER_LEN),
            (None, None) if file_len <= wav::HEADER_LEN => return Ok(None),
            (None, None) => {
                return Err(Failure::Said(
                    "This recording's beginning is damaged, and nothing says how its samples lie. It is left as \
                     it is; a sound editor that imports raw data may read it."
                        .to_owned(),
                ));
            }
        };
        let Some(format) = layout.encoding.of_takes() else {
            return Err(Failure::Said(
                "This recording is written as no take is, so it is left as it is. Import it to have it as a take."
                    .to_owned(),
            ));
        };
        let len = file_len.saturating_sub(at) / layout.frame_len() * layout.frame_len();
        let samples = Samples { layout, format, at, len };
        Ok((len > 0).then_some((samples, found.is_some())))
    }

    /// The length without the zeros that a power cut leaves at the end, but never less than what marks prove.
    fn without_zeros(&self, path: &Path, samples: Samples, told: Frames) -> Result<u64, Failure> {
        let frame_len = samples.layout.frame_len();
        let mut file = self.files.open(path)?;
        let mut end = samples.len;
        let mut block = Vec::new();
        while end > 0 {
            let start = end.saturating_sub(ZERO_BLOCK_LEN);
            patiently(|| file.seek(SeekFrom::Start(samples.at + start)))?;
            block.clear();
            file.by_ref().take(end - start).read_to_end(&mut block)?;
            if let Some(last) = block.iter().rposition(|&byte| byte != 0) {
                end = start + last as u64 + 1;
                break;
            }
            end = start;
        }
        let sound = end.div_ceil(frame_len) * frame_len;
        Ok(sound.max(told.0.saturating_mul(frame_len)).min(samples.len))
    }

    /// Writes the document of a finished recording and lets its marks file go.
    fn finish_take(&self, samples: Option<Samples>, found: &str) -> Result<(TakeId, Warning), Failure> {
        let audio = self.path(AUDIO_ENDING);
        let intent = self.intent()?;
        let samples = match samples {
            Some(samples) => samples,
            None => self.measure(&audio, intent.as_ref())?.map(|(samples, _)| samples).ok_or_else(|| {
                Failure::Said(
                    "There is no sound in this recording. Delete it if you do not miss it.".to_owned(),
                )
            })?,
        };
        let mut take = intent.unwrap_or_else(|| self.unknown_take(samples));
        take.recovered = true;
        take.recording.file = format!("{}{AUDIO_ENDING}", self.stem);
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

/// Zeros are looked for from the end in pieces of this many bytes.
const ZERO_BLOCK_LEN: u64 = 64 << 10;

/// The last moment that somebody or something noted, which proves that the recording went on until then.
fn last_event(take: &Take) -> Frames {
    let marks = take.live_marks.iter().map(|mark| mark.at);
    let pauses = take.pauses.iter().map(|pause| pause.at);
    let gaps = take.gaps.iter().map(|gap| gap.at);
    marks.chain(pauses).chain(gaps).max().unwrap_or_default()
}

fn no_plan() -> Plan {
    Plan {
        framework_id: String::new(),
        framework_name: String::new(),
        sections: Vec::new(),
        targets: crate::domain::framework::Targets::even(1),
        target_length_secs: DEFAULT_LENGTH_SECS,
    }
}
