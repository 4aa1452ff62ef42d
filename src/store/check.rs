//! Looking over a whole library without a window.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::clock::Clock;
use super::error::OpenError;
use super::fs::Fs;
use super::open::{Access, Opened, Store};
use super::warning::Warning;
use super::wav::{Header, WavError};
use crate::domain::take::{Take, TakeId};

/// What a library holds and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckReport {
    pub stories: usize,
    pub takes: usize,
    pub questions: usize,
    /// Takes that were put in order just now.
    pub recovered: Vec<TakeId>,
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

/// Reads the whole library and names what is broken. With `repair`, recordings that were not finished are put
/// in order; without, nothing is changed and nothing is locked.
///
/// # Errors
/// Where the library as a whole cannot be read.
pub fn check(
    fs: Arc<dyn Fs>,
    clock: Arc<dyn Clock>,
    root: &Path,
    repair: bool,
) -> Result<CheckReport, OpenError> {
    let access = if repair { Access::Write } else { Access::ReadOnly };
    let Opened { store, library, recovered, warnings } = Store::open(fs, clock, root, access)?;
    let mut problems: Vec<Problem> = warnings.into_iter().map(Problem::from).collect();
    problems.extend(store.trash().1.into_iter().map(Problem::from));
    problems.extend(library.takes().filter_map(|take| store.check_recording(take)));
    Ok(CheckReport {
        stories: library.stories().len(),
        takes: library.takes().len(),
        questions: library.own_questions().len(),
        recovered,
        problems,
    })
}

impl Store {
    /// What is wrong with a take's recording; one that is missing was named while reading.
    fn check_recording(&self, take: &Take) -> Option<Problem> {
        let file = self.take_audio_path(take);
        let problem = |what: String| Some(Problem { file: file.clone(), line: None, what });
        self.files.meta(&file).ok()??;
        let found = match Header::read(self.files.open(&file).ok()?.as_mut()) {
            Ok(found) => found,
            Err(WavError::Io(error)) => return problem(format!("The recording cannot be read: {error}.")),
            Err(_) => return problem("This is not a WAV file, or its beginning is damaged.".to_owned()),
        };
        let frames = found.len_there / found.layout.frame_len();
        if frames < take.recording.frames.0 {
            return problem(format!(
                "The recording holds {frames} frames, but its notes speak of {}. The end of it is missing.",
                take.recording.frames.0
            ));
        }
        None
    }
}
