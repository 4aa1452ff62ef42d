//! Looking over a whole library without a window.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::clock::Clock;
use super::conflict;
use super::document::{self, Document};
use super::error::{OpenError, reason};
use super::flac::{self, StreamInfo};
use super::fs::{Fs, Kind};
use super::handle::{Access, Store};
use super::layout::{PACKED_ENDING, STORY_FILE};
use super::open::Opened;
use super::rescue::{Places, Whose};
use super::schema::{LibraryHead, QuestionFile, SettingsFile};
use super::warning::Warning;
use super::wav::{Header, WavError};
use crate::domain::preparation::Preparation;
use crate::domain::story::Story;
use crate::domain::take::{Take, TakeId};
use crate::domain::time::Frames;

/// What a library holds and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckReport {
    pub stories: usize,
    pub takes: usize,
    pub questions: usize,
    /// Takes that were put in order just now.
    pub recovered: Vec<TakeId>,
    /// What was wrong and is not any more.
    pub mended: Vec<Problem>,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

/// Something wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub file: PathBuf,
    pub line: Option<usize>,
    pub what: String,
}

impl From<Warning> for Problem {
    fn from(warning: Warning) -> Self {
        Self { file: warning.path, line: warning.line, what: warning.what }
    }
}

/// Reads the whole library and names what is broken. With `repair`, recordings that were not finished are put in order,
/// takes in other places are brought home, and every sample of packed recordings is proved; without, nothing is changed
/// and nothing is locked.
///
/// # Errors
/// Where the library as a whole cannot be read.
pub fn check(
    fs: &Arc<dyn Fs>,
    clock: &Arc<dyn Clock>,
    root: &Path,
    places: &Places,
    repair: bool,
) -> Result<CheckReport, OpenError> {
    let mut report = CheckReport::default();
    if repair {
        let mut opened = Store::open(Arc::clone(fs), Arc::clone(clock), root, Access::Write)?;
        let home = opened.store.bring_home(places, &[], Whose::Everybodys);
        report.recovered = opened.recovered;
        report.recovered.extend(home.takes.into_iter().map(|take| take.id));
        report.mended = opened.warnings.into_iter().chain(home.warnings).map(Problem::from).collect();
    }
    let Opened { store, library, warnings, .. } =
        Store::open(Arc::clone(fs), Arc::clone(clock), root, Access::ReadOnly)?;
    let named = warnings.into_iter().chain(store.trash().1).chain(store.name_strays(places));
    let named = named.chain(store.unknown_fields());
    report.problems = named.map(Problem::from).collect();
    report.problems.extend(library.takes().filter_map(|take| store.check_recording(take, repair)));
    // What is still so was not mended.
    report.mended.retain(|said| report.problems.iter().all(|problem| problem.file != said.file));
    report.stories = library.stories().len();
    report.takes = library.takes().len();
    report.questions = library.own_questions().len();
    Ok(report)
}

impl Store {
    /// Fields of the documents that this program does not know.
    fn unknown_fields(&self) -> Vec<Warning> {
        let mut found = Vec::new();
        let index = &self.index;
        self.look_for_unknown::<LibraryHead>([self.layout.head()], &mut found);
        self.look_for_unknown::<SettingsFile>([self.layout.settings()], &mut found);
        self.look_for_unknown::<Preparation>([self.layout.plan()], &mut found);
        let questions: BTreeSet<PathBuf> = index.questions.values().cloned().collect();
        self.look_for_unknown::<QuestionFile>(questions, &mut found);
        let stories: BTreeSet<PathBuf> =
            index.stories.values().map(|folder| folder.join(STORY_FILE)).collect();
        self.look_for_unknown::<Story>(stories, &mut found);
        let takes: BTreeSet<PathBuf> = index.takes.values().cloned().collect();
        self.look_for_unknown::<Take>(takes, &mut found);
        found
    }

    fn look_for_unknown<T: Document>(
        &self,
        paths: impl IntoIterator<Item = PathBuf>,
        found: &mut Vec<Warning>,
    ) {
        for path in paths {
            // What cannot be read was named while the library was read.
            let bytes = self.files.read_if_there(&path, T::MAX_BYTES).ok().flatten().unwrap_or_default();
            let unknown = document::unknown_fields::<T>(&bytes).into_iter();
            found.extend(unknown.map(|field| Warning {
                path: path.clone(),
                line: field.line,
                what: field.what,
            }));
        }
    }

    /// What is wrong with a take's recording; one that is missing was named while reading.
    fn check_recording(&self, take: &Take, every_sample: bool) -> Option<Problem> {
        let file = self.take_audio_path(take);
        let meta = self.files.meta(&file).ok()??;
        if meta.kind != Kind::File {
            return None;
        }
        let is_packed = conflict::name_of(&file).ends_with(PACKED_ENDING);
        let looked =
            if is_packed { self.look_at_packed(&file, every_sample) } else { self.look_at_wav(&file) };
        let what = match looked {
            Err(what) => what,
            Ok(frames) if frames < take.recording.frames => format!(
                "The recording holds {} frames, but its notes speak of {}. The end of it is missing.",
                frames.0, take.recording.frames.0
            ),
            Ok(_) => return None,
        };
        Some(Problem { file, line: None, what })
    }

    fn look_at_wav(&self, file: &Path) -> Result<Frames, String> {
        let unreadable =
            |error: io::Error| format!("The recording cannot be read, because {}.", reason(&error));
        match Header::read(self.files.open(file).map_err(unreadable)?.as_mut()) {
            Ok(found) => Ok(Frames(found.len_there / found.layout.frame_len())),
            Err(WavError::Io(error)) => Err(unreadable(error)),
            Err(_) => Err("This is not a WAV file, or its beginning is damaged.".to_owned()),
        }
    }

    fn look_at_packed(&self, file: &Path, every_sample: bool) -> Result<Frames, String> {
        let unreadable =
            |error: io::Error| format!("The recording cannot be read, because {}.", reason(&error));
        let info =
            StreamInfo::read(self.files.open(file).map_err(unreadable)?.as_mut()).map_err(unreadable)?;
        let info = info.ok_or("This is not a FLAC file, or its beginning is damaged.")?;
        if every_sample {
            let intact = flac::is_intact(self.files.open(file).map_err(unreadable)?).map_err(unreadable)?;
            if !intact {
                return Err(
                    "The samples of this packed recording are not those that were packed. Bring the \
                            recording back from a snapshot or a copy."
                        .to_owned(),
                );
            }
        }
        Ok(info.frames)
    }
}
