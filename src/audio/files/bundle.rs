//! A take as files for other programs: the sound, and what is known of it as text.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;

use super::{FileError, export};
use crate::audio::progress::Progress;
use crate::domain::figures::{Entry, TakeFigures};
use crate::domain::settings::Settings;
use crate::domain::split_table::SplitTable;
use crate::domain::take::Take;
use crate::domain::take_export::{Kind, audacity_labels, praat_text_grid, split_csv};
use crate::store::atomic::replace;
use crate::store::fs::Fs;

/// What is to be handed out.
pub struct Bundle<'a> {
    pub take: &'a Take,
    /// Where the recording lies.
    pub source: &'a Path,
    pub folder: &'a Path,
    pub kinds: &'a [Kind],
    pub settings: &'a Settings,
}

impl Bundle<'_> {
    /// The files that would be written. A take without marks has no table.
    #[must_use]
    pub fn files(&self) -> Vec<(Kind, PathBuf)> {
        let stem = Path::new(&self.take.recording.file).with_extension("");
        let stem = stem.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let has_table = self.table().is_some();
        let kinds = self.kinds.iter().filter(|kind| has_table || **kind != Kind::Table);
        kinds.map(|kind| (*kind, self.folder.join(format!("{stem}.{}", kind.ending())))).collect()
    }

    /// Those of them whose names are taken.
    #[must_use]
    pub fn in_the_way(&self, fs: &dyn Fs) -> Vec<PathBuf> {
        self.files().into_iter().map(|(_, path)| path).filter(|path| fs.meta(path).is_ok()).collect()
    }

    fn table(&self) -> Option<SplitTable> {
        SplitTable::of(self.take, self.settings.tolerance)
    }

    fn figures(&self) -> Vec<Entry> {
        TakeFigures::of(self.take, &TimeZone::UTC).entries(self.settings)
    }

    /// Writes the files, and replaces those that are there. Returns where they lie.
    ///
    /// # Errors
    /// Where a file could not be written; those before it are whole.
    pub fn write(&self, fs: &dyn Fs, progress: &Progress) -> Result<Vec<PathBuf>, FileError> {
        self.make_folder(fs)?;
        let mut written = Vec::new();
        for (kind, path) in self.files() {
            if progress.is_cancelled() {
                return Err(FileError::Cancelled);
            }
            let text = match kind {
                Kind::Wav => {
                    export::wav(fs, self.source, &path, None, progress)?;
                    None
                }
                Kind::Flac => {
                    export::flac(fs, self.source, &path, None, progress)?;
                    None
                }
                Kind::AudacityLabels => Some(audacity_labels(self.take)),
                Kind::TextGrid => Some(praat_text_grid(self.take, &self.figures())),
                Kind::Table => {
                    self.table().map(|table| split_csv(&table, &self.figures())).transpose().map_err(
                        |why| FileError::CannotWrite { path: path.clone(), error: io::Error::other(why) },
                    )?
                }
            };
            if let Some(text) = text {
                replace(fs, &path, text.as_bytes())
                    .map_err(|fault| FileError::CannotWrite { path: path.clone(), error: fault.error })?;
            }
            written.push(path);
        }
        Ok(written)
    }

    fn make_folder(&self, fs: &dyn Fs) -> Result<(), FileError> {
        match fs.meta(self.folder) {
            Err(error) if error.kind() == ErrorKind::NotFound => fs
                .create_folder(self.folder)
                .map_err(|error| FileError::CannotWrite { path: self.folder.to_owned(), error }),
            _ => Ok(()),
        }
    }
}
