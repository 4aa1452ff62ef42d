//! The small file beside a growing take: what it is going to be, and what was marked so far.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::domain::split::Mark;
use crate::store::atomic::{append_all, patiently, replace};
use crate::store::fs::{Fs, WriteFile};
use crate::store::intent::{Event, line};

/// The file, and all of it in memory as well, so that it can be written again elsewhere.
pub(super) struct MarksFile {
    fs: Arc<dyn Fs>,
    bytes: Vec<u8>,
    marks: Vec<Mark>,
    path: Option<PathBuf>,
    /// `None` after it failed.
    file: Option<Box<dyn WriteFile>>,
}

impl MarksFile {
    pub fn new(fs: Arc<dyn Fs>, head: Vec<u8>) -> Self {
        Self { fs, bytes: head, marks: Vec::new(), path: None, file: None }
    }

    /// Writes the file beside a recording of this name, where it is not there already.
    pub fn put_beside(&mut self, folder: &Path, name: &str) -> io::Result<()> {
        let path = folder.join(format!("{name}.marks"));
        if self.file.is_some() && self.path.as_ref() == Some(&path) {
            return Ok(());
        }
        self.file = None;
        let old = self.path.replace(path.clone()).filter(|old| *old != path);
        self.file = Some(self.write_whole(&path)?);
        if let Some(old) = old.filter(|old| self.fs.meta(&old.with_extension("wav.part")).is_err()) {
            // The recording it stood beside has moved; what is left is passed over at the next start.
            let _ = patiently(|| self.fs.remove_file(&old));
        }
        Ok(())
    }

    fn write_whole(&self, path: &Path) -> io::Result<Box<dyn WriteFile>> {
        replace(self.fs.as_ref(), path, &self.bytes).map_err(|fault| fault.error)?;
        patiently(|| self.fs.open_for_writing(path))
    }

    /// Adds an event and returns once it is on the disk; the event is kept whatever becomes of the file.
    pub fn add(&mut self, event: Event) -> io::Result<()> {
        let from = self.bytes.len();
        self.bytes.extend(line(event));
        if self.file.is_none()
            && let Some(path) = self.path.clone()
        {
            self.file = Some(self.write_whole(&path)?);
            return Ok(());
        }
        let Some(file) = &mut self.file else { return Ok(()) };
        let added = self.bytes.get(from..).unwrap_or_default();
        let written = append_all(file.as_mut(), added).and_then(|()| patiently(|| file.sync()));
        if written.is_err() {
            self.file = None;
        }
        written
    }

    /// Brings the file from the marks it holds to these.
    pub fn set(&mut self, marks: &[Mark]) -> io::Result<()> {
        let same = self.marks.iter().zip(marks).take_while(|(held, wanted)| held == wanted).count();
        let taken_back = self.marks.len().saturating_sub(same);
        let added: Vec<Mark> = marks.iter().skip(same).copied().collect();
        self.marks = marks.to_vec();
        let events = std::iter::repeat_n(Event::Unmark, taken_back).chain(added.into_iter().map(Event::Mark));
        let mut outcome = Ok(());
        for event in events {
            outcome = outcome.and(self.add(event));
        }
        outcome
    }

    /// The file goes with its recording to another place.
    pub fn remove(self) {
        if let Some(path) = &self.path {
            // What is left is passed over at the next start.
            let _ = patiently(|| self.fs.remove_file(path));
        }
    }
}
