//! What can go wrong with a library, as sentences: what failed, why, what to do, and the path last.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::document::WriteFault;
use super::warning::Warning;

impl Warning {
    pub(super) fn new(path: impl Into<PathBuf>, what: impl Into<String>) -> Self {
        Self { path: path.into(), line: None, what: what.into() }
    }

    pub(super) fn io(path: &Path, failed: &str, error: &io::Error) -> Self {
        Self::new(path, format!("{failed}, because {}.", reason(error)))
    }
}

/// Why a library cannot be opened.
#[derive(Debug)]
pub enum OpenError {
    /// Another process has it open.
    Locked {
        root: PathBuf,
        by: String,
    },
    /// A newer program made it; it can be opened for reading.
    FromTheFuture {
        root: PathBuf,
        what: String,
    },
    /// There are other things in the folder.
    NotALibrary {
        root: PathBuf,
    },
    /// A library was being moved here when the power went.
    HalfMoved {
        root: PathBuf,
    },
    /// Neither the library nor the folder it should lie in is there.
    Missing {
        root: PathBuf,
    },
    Io {
        path: PathBuf,
        error: io::Error,
    },
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Locked { root, by } => write!(
                f,
                "This library is open in another window ({by}). Close that one, or open this one to read only. {}",
                root.display()
            ),
            Self::FromTheFuture { root, what } => write!(f, "{what} {}", root.display()),
            Self::NotALibrary { root } => write!(
                f,
                "This folder holds other things and no library. Choose an empty folder or one that holds a \
                 library. {}",
                root.display()
            ),
            Self::HalfMoved { root } => write!(
                f,
                "A library was being moved to this folder, and that was not finished. It is still where it was: \
                 open it there. You may delete this folder. {}",
                root.display()
            ),
            Self::Missing { root } => write!(
                f,
                "The library is not there. If it lies on another drive, connect that drive and try again. {}",
                root.display()
            ),
            Self::Io { path, error } => {
                write!(f, "The library cannot be opened, because {}. {}", reason(error), path.display())
            }
        }
    }
}

impl std::error::Error for OpenError {}

/// Why a change was not made. What was there before is still there.
#[derive(Debug)]
pub enum StoreError {
    /// The library was opened to read only.
    ReadOnly,
    /// A newer program wrote the file.
    FromTheFuture { path: PathBuf },
    /// There is nothing of this id, or not any more.
    Unknown { what: String },
    /// The id cannot be part of a file's name.
    UnsafeName { name: String },
    /// The value could not be read back from the text it would be saved as.
    NotReadable { path: PathBuf, why: String },
    /// What is there cannot be understood.
    Unreadable { path: PathBuf, what: String },
    /// Something is in the way.
    Occupied { path: PathBuf },
    Io {
        /// What failed, as the beginning of a sentence.
        failed: &'static str,
        path: PathBuf,
        error: io::Error,
    },
}

impl StoreError {
    /// Turns an error of the operating system into one that says what it prevented.
    pub(super) fn io<'a>(failed: &'static str, path: &'a Path) -> impl FnOnce(io::Error) -> Self + 'a {
        move |error| Self::Io { failed, path: path.to_owned(), error }
    }

    /// Whether a link or a file stands where a folder of the path should be.
    pub(super) fn is_blocked_way(&self) -> bool {
        matches!(self, Self::Io { error, .. } if error.kind() == io::ErrorKind::NotADirectory)
    }

    pub(super) fn write(path: &Path, fault: WriteFault) -> Self {
        match fault {
            WriteFault::FromTheFuture => Self::FromTheFuture { path: path.to_owned() },
            WriteFault::NotReadable(why) => Self::NotReadable { path: path.to_owned(), why },
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ReadOnly => f.write_str(
                "Nothing was saved, because the library is open to read only. Close the other window or update \
                 Starling, and open it again.",
            ),
            Self::FromTheFuture { path } => write!(
                f,
                "This was not saved, because a newer Starling wrote the file. Update Starling to change it. {}",
                path.display()
            ),
            Self::Unknown { what } => write!(f, "{what} is not in the library any more."),
            Self::UnsafeName { name } => {
                write!(f, "\"{name}\" cannot be part of a file's name, so nothing was saved.")
            }
            Self::NotReadable { path, why } => {
                write!(f, "This was not saved, because it could not be read back: {why} {}", path.display())
            }
            Self::Unreadable { path, what } => write!(f, "{what} {}", path.display()),
            Self::Occupied { path } => {
                write!(f, "Nothing was moved, because something of that name is there. {}", path.display())
            }
            Self::Io { failed, path, error } => {
                write!(f, "{failed}, because {}. {} {}", reason(error), advice(error), path.display())
            }
        }
    }
}

impl std::error::Error for StoreError {}

/// An error of the operating system in words that fit after "because".
pub(super) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "the disk is full".to_owned(),
        io::ErrorKind::PermissionDenied => "access to it is not allowed".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk can only be read".to_owned(),
        io::ErrorKind::NotFound => "it is not there".to_owned(),
        io::ErrorKind::AlreadyExists => "something of that name is there".to_owned(),
        io::ErrorKind::NotADirectory => "a link or a file stands where a folder should be".to_owned(),
        // The program's own words fit as they are.
        _ if error.get_ref().is_some() => error.to_string(),
        _ => format!("the system says: {error}"),
    }
}

fn advice(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "Make room and try again.",
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "See that you may write there, and try again."
        }
        _ => "What was there before is still there; try again.",
    }
}
