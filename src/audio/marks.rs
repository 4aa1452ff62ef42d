//! The small file beside a growing take: what it is going to be, and what was marked so far.
//!
//! An event is handed to the system at once, so that it outlives the program, and is synced with the sound.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::syncing::{Growing, Syncing};
use crate::domain::split::Mark;
use crate::store::atomic::{append_all, patiently, replace};
use crate::store::fs::Fs;
use crate::store::intent::{Event, line};

/// The file, and all of it in memory as well, so that it can be written again elsewhere.
pub(super) struct MarksFile {
    fs: Arc<dyn Fs>,
    bytes: Vec<u8>,
    marks: Vec<Mark>,
    path: Option<PathBuf>,
    /// `None` after it failed.
    growing: Option<Growing>,
    is_dirty: bool,
}

impl MarksFile {
    pub fn new(fs: Arc<dyn Fs>, head: Vec<u8>) -> Self {
        Self { fs, bytes: head, marks: Vec::new(), path: None, growing: None, is_dirty: false }
    }

    /// Writes the file beside a recording of this name, where it is not there already.
    pub fn put_beside(&mut self, folder: &Path, name: &str) -> io::Result<()> {
        let path = folder.join(format!("{name}.marks"));
        if self.growing.is_some() && self.path.as_ref() == Some(&path) {
            return Ok(());
        }
        self.growing = None;
        let old = self.path.replace(path.clone()).filter(|old| *old != path);
        self.write_whole(&path)?;
        if let Some(old) = old.filter(|old| self.fs.meta(&old.with_extension("wav.part")).is_err()) {
            self.sync()?;
            // The recording it stood beside has moved; what is left is passed over at the next start.
            let _ = patiently(|| self.fs.remove_file(&old));
        }
        Ok(())
    }

    fn write_whole(&mut self, path: &Path) -> io::Result<()> {
        let folder = path.parent().unwrap_or(path);
        let file = match patiently(|| self.fs.create_new(path)) {
            Ok(mut file) => {
                if let Err(error) = append_all(file.as_mut(), &self.bytes) {
                    // Half of it would stand in the way of the whole.
                    let _ = patiently(|| self.fs.remove_file(path));
                    return Err(error);
                }
                file
            }
            // What lies there may be all that is known of a take, until this is whole.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                replace(self.fs.as_ref(), path, &self.bytes).map_err(|fault| fault.error)?;
                patiently(|| self.fs.open_for_writing(path))?
            }
            Err(error) => return Err(error),
        };
        self.growing = Some(Growing::new_in(&self.fs, folder, file)?);
        self.is_dirty = true;
        Ok(())
    }

    /// Adds an event, which is kept whatever becomes of the file.
    pub fn add(&mut self, event: Event) -> io::Result<()> {
        let from = self.bytes.len();
        self.bytes.extend(line(event));
        if self.growing.is_none()
            && let Some(path) = self.path.clone()
        {
            return self.write_whole(&path);
        }
        let Some(growing) = &mut self.growing else { return Ok(()) };
        self.is_dirty = true;
        let written = append_all(growing.file.as_mut(), self.bytes.get(from..).unwrap_or_default());
        if written.is_err() {
            self.growing = None;
        }
        written
    }

    /// Returns once everything is on the disk.
    pub fn sync(&mut self) -> io::Result<()> {
        let before = self.growing.as_mut().and_then(Growing::wait);
        self.settle(before)?;
        self.begin_sync(&Syncing::Here);
        let outcome = self.growing.as_mut().and_then(Growing::wait);
        self.settle(outcome)
    }

    /// Lets what was added be synced, unless a sync is under way.
    pub fn sync_beside(&mut self, syncing: &Syncing) -> io::Result<()> {
        if self.growing.as_ref().is_some_and(Growing::is_syncing) {
            return Ok(());
        }
        self.begin_sync(syncing);
        self.look_at_sync()
    }

    /// Takes note of a sync that is over by now.
    pub fn look_at_sync(&mut self) -> io::Result<()> {
        let outcome = self.growing.as_mut().and_then(Growing::outcome);
        self.settle(outcome)
    }

    fn begin_sync(&mut self, syncing: &Syncing) {
        if let Some(growing) = self.growing.as_mut().filter(|_| self.is_dirty) {
            growing.begin_sync(syncing);
            self.is_dirty = false;
        }
    }

    /// A file that failed to sync is written anew with the next event.
    fn settle(&mut self, outcome: Option<io::Result<()>>) -> io::Result<()> {
        let outcome = outcome.unwrap_or(Ok(()));
        if outcome.is_err() {
            self.growing = None;
        }
        outcome
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
