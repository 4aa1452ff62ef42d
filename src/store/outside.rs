//! Files of the user outside the library: read whole, or written new.

use std::fmt;
use std::io::{self, Read as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::atomic;
use super::error::reason;
use super::fs::{Fs, Kind};

/// Bytes between two reports of progress.
const PIECE_BYTES: u64 = 1 << 20;

/// Why a file outside the library was not read or not written.
#[derive(Debug)]
pub enum OutsideError {
    Folder {
        path: PathBuf,
    },
    /// A device, a pipe, or something else that never ends.
    Special {
        path: PathBuf,
    },
    NotRead {
        path: PathBuf,
        error: io::Error,
    },
    /// Something of that name is there, and it was not said to be replaced.
    Occupied {
        path: PathBuf,
    },
    NotWritten {
        path: PathBuf,
        error: io::Error,
    },
    Stopped,
}

impl fmt::Display for OutsideError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder { path } => {
                write!(f, "This is a folder. Choose the files in it. {}", path.display())
            }
            Self::Special { path } => {
                write!(f, "This is no ordinary file, so it was not read. {}", path.display())
            }
            Self::NotRead { path, error } if error.kind() == io::ErrorKind::NotFound => {
                write!(f, "There is no file of this name. See whether it is spelt right. {}", path.display())
            }
            Self::NotRead { path, error } => write!(
                f,
                "The file could not be read, because {}. See that you may read it, and try again. {}",
                reason(error),
                path.display()
            ),
            Self::Occupied { path } => write!(f, "A file of this name is there already. {}", path.display()),
            Self::NotWritten { path, error } if error.kind() == io::ErrorKind::NotFound => write!(
                f,
                "The file could not be written, because its folder is not there. Choose another one. {}",
                path.display()
            ),
            Self::NotWritten { path, error } => write!(
                f,
                "The file could not be written, because {}. Choose another place, or try again. {}",
                reason(error),
                path.display()
            ),
            Self::Stopped => f.write_str("Reading was stopped."),
        }
    }
}

impl std::error::Error for OutsideError {}

/// The bytes of a file, at most `limit` and one more, so that a caller sees what is too large. `go_on` hears how
/// much is read, from 0 to 1, and says whether to continue.
///
/// # Errors
/// Where the file could not be read to its end.
pub fn read(
    fs: &dyn Fs,
    path: &Path,
    limit: usize,
    go_on: &mut dyn FnMut(f32) -> ControlFlow<()>,
) -> Result<Vec<u8>, OutsideError> {
    let failed = |error| OutsideError::NotRead { path: path.to_owned(), error };
    // A name may be a link to the file; only what it leads to counts.
    let real = fs.resolve(path).map_err(failed)?;
    let meta = fs.meta(&real).map_err(failed)?;
    match meta.kind {
        Kind::File => {}
        Kind::Folder => return Err(OutsideError::Folder { path: path.to_owned() }),
        Kind::Other => return Err(OutsideError::Special { path: path.to_owned() }),
    }
    let limit = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let expected = meta.len.min(limit);
    let mut file = fs.open(&real).map_err(failed)?.take(limit);
    // Room for the whole file at once, because a buffer that grows is there twice for a moment.
    let mut bytes = Vec::with_capacity(usize::try_from(expected).unwrap_or(0).saturating_add(1));
    loop {
        let taken = file.by_ref().take(PIECE_BYTES).read_to_end(&mut bytes).map_err(failed)?;
        if taken == 0 {
            return Ok(bytes);
        }
        if go_on(share(bytes.len() as u64, expected)).is_break() {
            return Err(OutsideError::Stopped);
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a progress bar shows no more than three digits")]
fn share(done: u64, of: u64) -> f32 {
    (done as f32 / of.max(1) as f32).min(1.0)
}

/// Writes a file whole or not at all. One that is there is replaced only where that was asked for.
///
/// # Errors
/// Where the file does not say this afterwards.
pub fn write(fs: &dyn Fs, path: &Path, bytes: &[u8], replace: bool) -> Result<(), OutsideError> {
    let whole = std::path::absolute(path)
        .map_err(|error| OutsideError::NotWritten { path: path.to_owned(), error })?;
    if !replace && fs.meta(&whole).is_ok() {
        return Err(OutsideError::Occupied { path: path.to_owned() });
    }
    // A link that the user keeps there goes on leading to the file.
    let real = fs.resolve(&whole).unwrap_or(whole);
    let path = real.as_path();
    if fs.meta(path).is_ok_and(|meta| meta.kind == Kind::Folder) {
        return Err(OutsideError::Folder { path: path.to_owned() });
    }
    atomic::replace(fs, path, bytes)
        .map_err(|fault| OutsideError::NotWritten { path: path.to_owned(), error: fault.error })
}
