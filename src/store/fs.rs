//! The file system as the library needs it: few operations, each of which may fail or be the last one.
//!
//! Everything that touches the user's files goes through [`Fs`], so that a test can fail, tear, reorder or
//! end the world at every single operation. A caller may count on nothing that it has not synced.

use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

/// What an entry of a folder is. Links are never followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    File,
    Folder,
    /// A link, a socket, a device: nothing the library ever made.
    Other,
}

/// What is known of a file or folder without opening it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meta {
    pub kind: Kind,
    pub len: u64,
    pub modified: Option<SystemTime>,
    /// Whether somebody other than the owner may read or write it.
    pub exposed: bool,
}

/// A file open for reading.
pub trait ReadFile: Read + Seek + Send {}

impl<T: Read + Seek + Send> ReadFile for T {}

/// A file open for writing. Nothing is buffered on this side of the operating system.
pub trait WriteFile: Send {
    /// Adds bytes at the end and says how many were taken; fewer than given is not an error.
    ///
    /// # Errors
    /// What the operating system says.
    fn append(&mut self, bytes: &[u8]) -> io::Result<usize>;

    /// Overwrites bytes from `offset` on and says how many were taken.
    ///
    /// # Errors
    /// What the operating system says.
    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<usize>;

    /// Cuts the file to `len` bytes.
    ///
    /// # Errors
    /// What the operating system says.
    fn truncate(&mut self, len: u64) -> io::Result<()>;

    /// Returns once contents and length are on the disk. After an error nothing may be assumed of what was
    /// written since the last success, and trying again proves nothing.
    ///
    /// # Errors
    /// What the operating system says.
    fn sync(&mut self) -> io::Result<()>;

    /// The same file for another thread, which syncs it while this one goes on writing.
    ///
    /// # Errors
    /// Where the system has no handles left.
    fn syncer(&self) -> io::Result<Arc<dyn SyncFile>>;
}

/// A file that somebody else writes.
pub trait SyncFile: Send + Sync {
    /// Returns once everything that was written before the call is on the disk; see [`WriteFile::sync`].
    ///
    /// # Errors
    /// What the operating system says.
    fn sync(&self) -> io::Result<()>;
}

/// A lock that lives as long as this value, and dies with the process at the latest.
pub trait Lock: Send {}

/// How an attempt to lock ended.
pub enum LockOutcome {
    Held(Box<dyn Lock>),
    /// Somebody else holds it.
    Taken,
    /// This file system knows no locks.
    Unsupported,
}

/// The operations of a file system that the library uses.
pub trait Fs: Send + Sync {
    /// From now on no path below `root` leads through a link, for everybody in this process. The root itself may be
    /// one. A file system that never follows links has nothing to do.
    ///
    /// # Errors
    /// What the operating system says.
    fn guard(&self, _root: &Path) -> io::Result<()> {
        Ok(())
    }

    /// The path of the same file or folder without links in it.
    ///
    /// # Errors
    /// `NotFound` where nothing is there; otherwise what the operating system says.
    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        self.meta(path).map(|_| path.to_owned())
    }

    /// What lies at `path`, links not followed.
    ///
    /// # Errors
    /// `NotFound` where nothing is there; otherwise what the operating system says.
    fn meta(&self, path: &Path) -> io::Result<Meta>;

    /// Paths and kinds of a folder's entries, in no order.
    ///
    /// # Errors
    /// What the operating system says.
    fn list(&self, folder: &Path) -> io::Result<Vec<(PathBuf, Kind)>>;

    /// Opens a file for reading.
    ///
    /// # Errors
    /// What the operating system says.
    fn open(&self, path: &Path) -> io::Result<Box<dyn ReadFile>>;

    /// Makes a file that only its owner can read, and fails where anything of that name is there.
    ///
    /// # Errors
    /// What the operating system says.
    fn create_new(&self, path: &Path) -> io::Result<Box<dyn WriteFile>>;

    /// Opens a file that is there for writing.
    ///
    /// # Errors
    /// What the operating system says.
    fn open_for_writing(&self, path: &Path) -> io::Result<Box<dyn WriteFile>>;

    /// Gives a file or folder another name, replacing a file that had it. Atomic, not durable.
    ///
    /// # Errors
    /// What the operating system says.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Gives a file a second name, and fails where anything of that name is there.
    ///
    /// # Errors
    /// What the operating system says.
    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Takes a file's name away.
    ///
    /// # Errors
    /// What the operating system says.
    fn remove_file(&self, path: &Path) -> io::Result<()>;

    /// Makes a folder that only its owner can enter. The folder above it must be there.
    ///
    /// # Errors
    /// What the operating system says.
    fn create_folder(&self, path: &Path) -> io::Result<()>;

    /// Removes an empty folder.
    ///
    /// # Errors
    /// What the operating system says.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;

    /// Returns once the names in a folder are on the disk.
    ///
    /// # Errors
    /// What the operating system says.
    fn sync_folder(&self, path: &Path) -> io::Result<()>;

    /// Takes everybody's rights away but the owner's.
    ///
    /// # Errors
    /// What the operating system says.
    fn make_private(&self, path: &Path) -> io::Result<()>;

    /// Locks the file at `path`, making it where it is missing.
    ///
    /// # Errors
    /// What the operating system says.
    fn lock(&self, path: &Path) -> io::Result<LockOutcome>;

    /// Bytes that can still be written where `path` lies.
    ///
    /// # Errors
    /// What the operating system says.
    fn free_space(&self, path: &Path) -> io::Result<u64>;
}
