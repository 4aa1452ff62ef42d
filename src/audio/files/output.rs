//! A file that has its name only once it is whole.

use std::io::{self, SeekFrom};
use std::path::{Path, PathBuf};

use super::FileError;
use crate::store::atomic::{TEMPORARY, append_all, patiently, write_all_at};
use crate::store::fs::{Fs, WriteFile};

/// Bytes that are collected before the file is written to.
const BLOCK_BYTES: usize = 64 * 1024;

/// A file being written beside its place. Dropped unfinished, it leaves nothing.
pub(super) struct Output<'a> {
    fs: &'a dyn Fs,
    path: PathBuf,
    temporary: PathBuf,
    file: Option<Box<dyn WriteFile>>,
    block: Vec<u8>,
    /// Bytes in the file, those in the block left aside.
    written: u64,
    /// Where the next byte goes.
    at: u64,
}

impl<'a> Output<'a> {
    pub(super) fn create(fs: &'a dyn Fs, path: &Path) -> Result<Self, FileError> {
        let failed = |error| FileError::CannotWrite { path: path.to_owned(), error };
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = name.ok_or_else(|| failed(io::ErrorKind::InvalidInput.into()))?;
        let temporary = path.with_file_name(format!("{TEMPORARY}{name}"));
        // What an attempt that crashed has left.
        let _ = fs.remove_file(&temporary);
        let file = patiently(|| fs.create_new(&temporary)).map_err(failed)?;
        Ok(Self {
            fs,
            path: path.to_owned(),
            temporary,
            file: Some(file),
            block: Vec::with_capacity(BLOCK_BYTES),
            written: 0,
            at: 0,
        })
    }

    pub(super) fn failed(&self, error: io::Error) -> FileError {
        FileError::CannotWrite { path: self.path.clone(), error }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Where the file lies until it is finished.
    pub(super) fn temporary(&self) -> &Path {
        &self.temporary
    }

    /// Has everything on the disk, under the temporary name.
    pub(super) fn sync(&mut self) -> io::Result<()> {
        self.empty_block()?;
        self.file.as_mut().map_or(Ok(()), |file| patiently(|| file.sync()))
    }

    /// Gives the file its name.
    pub(super) fn finish(mut self) -> Result<(), FileError> {
        self.sync().map_err(|error| self.failed(error))?;
        patiently(|| self.fs.rename(&self.temporary, &self.path)).map_err(|error| self.failed(error))?;
        self.file = None;
        let folder = self.path.parent().unwrap_or(Path::new(""));
        patiently(|| self.fs.sync_folder(folder)).map_err(|error| self.failed(error))
    }

    fn empty_block(&mut self) -> io::Result<()> {
        if let Some(file) = self.file.as_mut().filter(|_| !self.block.is_empty()) {
            append_all(file.as_mut(), &self.block)?;
            self.written += self.block.len() as u64;
            self.block.clear();
        }
        Ok(())
    }
}

impl io::Write for Output<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.at == self.written + self.block.len() as u64 {
            self.block.extend_from_slice(bytes);
            self.at += bytes.len() as u64;
            if self.block.len() >= BLOCK_BYTES {
                self.empty_block()?;
            }
            return Ok(bytes.len());
        }
        self.empty_block()?;
        let inside = usize::try_from(self.written.saturating_sub(self.at)).unwrap_or(usize::MAX);
        let now = bytes.get(..inside.min(bytes.len())).unwrap_or_default();
        if let Some(file) = &mut self.file {
            write_all_at(file.as_mut(), self.at, now)?;
        }
        self.at += now.len() as u64;
        Ok(now.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.empty_block()
    }
}

impl io::Seek for Output<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.empty_block()?;
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => self.written.checked_add_signed(by),
        };
        // Nobody here leaves holes.
        self.at = at.filter(|at| *at <= self.written).ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

impl Drop for Output<'_> {
    fn drop(&mut self) {
        if self.file.take().is_some() {
            // What cannot be removed now is removed at the next start.
            let _ = patiently(|| self.fs.remove_file(&self.temporary));
        }
    }
}
