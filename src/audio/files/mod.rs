//! Recordings from and for other programs: import, export, and packing a take into less space.

use std::path::{Path, PathBuf};
use std::{fmt, io};

use super::wav_read::WavReader;
use crate::domain::take::SampleFormat;
use crate::domain::time::{Frames, SampleRate};
use crate::store::fs::Fs;
use crate::store::wav::{Encoding, WavError};

mod blocks;
pub mod bundle;
pub mod export;
mod flac_write;
pub mod import;
pub mod measure;
mod opus;
mod output;
pub mod pack;
mod source;
#[cfg(test)]
mod tests;
mod wav_write;

/// Why a recording could not be read or written. Where something was being written nothing of it is left.
#[derive(Debug)]
pub enum FileError {
    /// Somebody wished it to stop.
    Cancelled,
    CannotRead {
        path: PathBuf,
        why: String,
    },
    /// No sound of a kind that this program knows.
    UnknownKind {
        path: PathBuf,
    },
    /// The kind is known, and known not to be readable here.
    Unsupported {
        path: PathBuf,
        what: String,
    },
    /// The file is damaged before its first sample, or throughout.
    Damaged {
        path: PathBuf,
    },
    TooLong {
        path: PathBuf,
        most_hours: u64,
    },
    CannotWrite {
        path: PathBuf,
        error: io::Error,
    },
    /// What was written does not read as what was meant. The original is as it was.
    NotTheSame {
        path: PathBuf,
    },
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cancelled => f.write_str("Stopped before it was done. Nothing was changed."),
            Self::CannotRead { path, why } => write!(f, "{why} {}", path.display()),
            Self::UnknownKind { path } => write!(
                f,
                "The file holds no sound of a known kind. Choose a WAV, FLAC, MP3, M4A or OGG file: {}",
                path.display()
            ),
            Self::Unsupported { path, what } => write!(
                f,
                "The file cannot be read, because it holds {what}. Convert it to WAV or FLAC first: {}",
                path.display()
            ),
            Self::Damaged { path } => write!(
                f,
                "The file is damaged, and no sound could be got from it. Try another copy: {}",
                path.display()
            ),
            Self::TooLong { path, most_hours } => write!(
                f,
                "The file holds more than {most_hours} hours of sound. Cut it into parts first: {}",
                path.display()
            ),
            Self::CannotWrite { path, error } => write!(
                f,
                "The file could not be written. Check the free space, or choose another folder. The system \
                 says: {error}: {}",
                path.display()
            ),
            Self::NotTheSame { path } => write!(
                f,
                "The file was written but does not read as it should, so it was removed and the original kept: {}",
                path.display()
            ),
        }
    }
}

impl std::error::Error for FileError {}

/// A recording that was brought in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imported {
    pub rate: SampleRate,
    pub frames: Frames,
    pub format: SampleFormat,
    /// Whether the file broke off or could not be read in places.
    pub is_partial: bool,
}

fn open_take(fs: &dyn Fs, path: &Path) -> Result<WavReader, FileError> {
    fs.open(path).map_err(WavError::from).and_then(WavReader::open).map_err(|error| cannot_read(path, &error))
}

fn cannot_read(path: &Path, error: &WavError) -> FileError {
    FileError::CannotRead { path: path.to_owned(), why: error.to_string() }
}

fn unsupported(path: &Path, encoding: Encoding) -> FileError {
    FileError::Unsupported { path: path.to_owned(), what: format!("samples written as {encoding:?}") }
}
