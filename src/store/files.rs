//! The file system as the rest of the store uses it: patient, forgiving where nothing is there to remove, and
//! with a limit on what is read.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::atomic::{self, ReplaceFault, TEMPORARY, patiently};
use super::fs::{Fs, Kind, LockOutcome, Meta, ReadFile, WriteFile};

/// A file system with the operations that the library is made of.
#[derive(Clone)]
pub(super) struct Files {
    fs: Arc<dyn Fs>,
}

impl Files {
    pub fn new(fs: Arc<dyn Fs>) -> Self {
        Self { fs }
    }

    /// From now on no path below `root` leads through a link.
    pub fn guard(&self, root: &Path) -> io::Result<()> {
        self.fs.guard(root)
    }

    /// What is at `path`, or `None` where nothing is.
    pub fn meta(&self, path: &Path) -> io::Result<Option<Meta>> {
        match patiently(|| self.fs.meta(path)) {
            Err(error) if is_absent(&error) => Ok(None),
            other => other.map(Some),
        }
    }

    /// Whether a real folder is there.
    pub fn is_folder(&self, path: &Path) -> io::Result<bool> {
        Ok(self.meta(path)?.is_some_and(|meta| meta.kind == Kind::Folder))
    }

    pub fn exists(&self, path: &Path) -> io::Result<bool> {
        Ok(self.meta(path)?.is_some())
    }

    /// A folder's entries by name; none where the folder is missing.
    pub fn list(&self, folder: &Path) -> io::Result<Vec<(PathBuf, Kind)>> {
        let mut entries = match patiently(|| self.fs.list(folder)) {
            Err(error) if is_absent(&error) => Vec::new(),
            other => other?,
        };
        entries.sort();
        Ok(entries)
    }

    /// The bytes of a file, or an error where there are more than `limit`.
    pub fn read(&self, path: &Path, limit: usize) -> io::Result<Vec<u8>> {
        let file = patiently(|| self.fs.open(path))?;
        let mut bytes = Vec::new();
        file.take(limit as u64 + 1).read_to_end(&mut bytes)?;
        if bytes.len() > limit {
            return Err(io::Error::new(
                io::ErrorKind::FileTooLarge,
                format!("it is larger than the {} KiB that such a file may have", limit >> 10),
            ));
        }
        Ok(bytes)
    }

    /// The bytes of a file, or `None` where it is missing.
    pub fn read_if_there(&self, path: &Path, limit: usize) -> io::Result<Option<Vec<u8>>> {
        match self.read(path, limit) {
            Err(error) if is_absent(&error) => Ok(None),
            other => other.map(Some),
        }
    }

    pub fn open(&self, path: &Path) -> io::Result<Box<dyn ReadFile>> {
        patiently(|| self.fs.open(path))
    }

    pub fn create_new(&self, path: &Path) -> io::Result<Box<dyn WriteFile>> {
        patiently(|| self.fs.create_new(path))
    }

    pub fn free_space(&self, path: &Path) -> io::Result<u64> {
        self.fs.free_space(path)
    }

    pub fn open_for_writing(&self, path: &Path) -> io::Result<Box<dyn WriteFile>> {
        patiently(|| self.fs.open_for_writing(path))
    }

    pub fn replace(&self, path: &Path, bytes: &[u8]) -> Result<(), ReplaceFault> {
        atomic::replace(self.fs.as_ref(), path, bytes)
    }

    pub fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        patiently(|| self.fs.rename(from, to))
    }

    pub fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        patiently(|| self.fs.hard_link(from, to))
    }

    pub fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        patiently(|| self.fs.sync_folder(folder))
    }

    pub fn sync_names(&self, path: &Path) -> io::Result<()> {
        atomic::sync_names(self.fs.as_ref(), path)
    }

    pub fn make_private(&self, path: &Path) -> io::Result<()> {
        patiently(|| self.fs.make_private(path))
    }

    pub fn lock(&self, path: &Path) -> io::Result<LockOutcome> {
        patiently(|| self.fs.lock(path))
    }

    /// Makes a folder whose name is not synced yet.
    pub fn create_folder(&self, folder: &Path) -> io::Result<()> {
        patiently(|| self.fs.create_folder(folder))
    }

    /// Removes a file if it is there.
    pub fn remove_file(&self, path: &Path) -> io::Result<()> {
        forgiving_absence(patiently(|| self.fs.remove_file(path)))
    }

    pub fn remove_folder(&self, path: &Path) -> io::Result<()> {
        forgiving_absence(patiently(|| self.fs.remove_folder(path)))
    }

    /// Makes a folder and those above it up to `root`, which must be there, and syncs every name it made.
    pub fn ensure_folder(&self, root: &Path, folder: &Path) -> io::Result<()> {
        if folder == root {
            return Ok(());
        }
        match self.meta(folder)? {
            Some(meta) if meta.kind == Kind::Folder => {
                // Its name may still wait for a sync that failed or a power cut that came.
                return self.sync_names(folder);
            }
            Some(_) => {
                let what = "a link or a file stands where a folder should be";
                return Err(io::Error::new(io::ErrorKind::NotADirectory, what));
            }
            None => {}
        }
        if let Some(above) = folder.parent() {
            self.ensure_folder(root, above)?;
        }
        patiently(|| self.fs.create_folder(folder))?;
        self.sync_names(folder)
    }

    /// Removes a folder and everything in it; links are removed, not followed.
    pub fn remove_tree(&self, folder: &Path) -> io::Result<()> {
        for (path, kind) in self.list(folder)? {
            match kind {
                Kind::Folder => self.remove_tree(&path)?,
                Kind::File | Kind::Other => self.remove_file(&path)?,
            }
        }
        self.remove_folder(folder)
    }

    /// Every file below a folder, links left out.
    pub fn files_below(&self, folder: &Path) -> io::Result<Vec<(PathBuf, Kind)>> {
        let mut found = Vec::new();
        let mut todo = vec![folder.to_owned()];
        while let Some(folder) = todo.pop() {
            for (path, kind) in self.list(&folder)? {
                if kind == Kind::Folder {
                    todo.push(path.clone());
                }
                found.push((path, kind));
            }
        }
        Ok(found)
    }
}

fn is_absent(error: &io::Error) -> bool {
    // A file or a link stands where a folder of the path should be: what was looked for is not there either.
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn forgiving_absence(outcome: io::Result<()>) -> io::Result<()> {
    match outcome {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// Whether a name is that of something half written.
pub(super) fn is_temporary(path: &Path) -> bool {
    path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(TEMPORARY))
}
