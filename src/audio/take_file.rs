//! The file a take grows into: handed to the system within milliseconds, on the disk for certain a quarter of a
//! second later or as soon as the disk can, and somewhere else when the disk fails.
//!
//! Writing never waits for syncing. What was appended since the last good sync began is also held in memory. When an operation fails, everything is
//! put together in a second place from what is safe in the first and what is in memory; where that fails as
//! well it stays in memory until a later attempt succeeds. A file is never synced again after it failed.

mod gather;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::encode::encode;
use super::syncing::{Growing, Syncing};
use crate::domain::take::SampleFormat;
use crate::domain::time::{Frames, SampleRate};
use crate::store::atomic::{append_all, patiently, write_all_at};
use crate::store::fs::{Fs, WriteFile};
use crate::store::wav::{HEADER_LEN, Layout, header};

/// Names tried in one folder.
const MOST_NAMES: u32 = 99;

/// Where a take's file lies.
#[derive(Clone, Debug)]
pub(super) struct Destination {
    pub folder: PathBuf,
    /// The file's name without its ending.
    pub stem: String,
    /// Folders to go on in when the first fails, in the order in which they are tried.
    pub second_places: Vec<PathBuf>,
}

/// Something that went wrong with the disk.
#[derive(Debug)]
pub(super) struct Trouble {
    pub error: io::Error,
    /// The file that now holds the take; `None` while only the memory does.
    pub now_in: Option<PathBuf>,
    /// A file that holds the beginning, which could not be read back.
    pub left_behind: Option<PathBuf>,
}

/// A file being written.
struct OpenFile {
    folder: PathBuf,
    name: String,
    growing: Growing,
}

impl OpenFile {
    fn part(&self) -> PathBuf {
        part_in(&self.folder, &self.name)
    }

    fn whole(&self) -> PathBuf {
        self.folder.join(format!("{}.wav", self.name))
    }
}

fn part_in(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.wav.part"))
}

/// A take's file while it grows.
pub(super) struct TakeFile {
    fs: Arc<dyn Fs>,
    layout: Layout,
    format: SampleFormat,
    destination: Destination,
    /// `None` while the take is held in memory.
    open: Option<OpenFile>,
    /// The file given up last, whose first `safe` bytes of sound are good.
    given_up: Option<PathBuf>,
    /// The unfinished file in the first place, which stays until the whole take is there again.
    left_in_first_place: Option<PathBuf>,
    /// Bytes of sound that a good sync has covered.
    safe: u64,
    /// The bytes of sound after those.
    unsynced: Vec<u8>,
    /// Bytes of sound that the sync under way covers.
    covers: u64,
    is_dirty: bool,
}

impl TakeFile {
    /// Begins the file; trouble doing so ends in a second place or in memory.
    pub fn begin(
        fs: Arc<dyn Fs>,
        rate: SampleRate,
        format: SampleFormat,
        destination: Destination,
    ) -> (Self, Option<Trouble>) {
        let mut file = Self {
            fs,
            layout: Layout::mono(rate, format),
            format,
            destination,
            open: None,
            given_up: None,
            left_in_first_place: None,
            safe: 0,
            unsynced: Vec::new(),
            covers: 0,
            is_dirty: true,
        };
        let folder = file.destination.folder.clone();
        let trouble = match file.create_in(&folder) {
            Ok(open) => {
                file.open = Some(open);
                None
            }
            Err(error) => Some(file.move_on(error)),
        };
        (file, trouble)
    }

    pub fn frames(&self) -> Frames {
        Frames(self.len() / self.layout.frame_len())
    }

    /// Bytes of sound.
    pub fn len(&self) -> u64 {
        self.safe.saturating_add(self.unsynced.len() as u64)
    }

    /// The folder and name of the file as it stands; `None` while the take is held in memory.
    pub fn place(&self) -> Option<(&Path, &str)> {
        self.open.as_ref().map(|open| (open.folder.as_path(), open.name.as_str()))
    }

    /// Adds samples at the end.
    pub fn append(&mut self, samples: &[f32]) -> Option<Trouble> {
        let from = self.unsynced.len();
        encode(samples, self.format, &mut self.unsynced);
        self.write_from(from)
    }

    /// Adds silence at the end.
    pub fn append_silence(&mut self, frames: Frames) -> Option<Trouble> {
        let from = self.unsynced.len();
        let bytes = frames.0.saturating_mul(self.layout.frame_len());
        self.unsynced.resize(from.saturating_add(usize::try_from(bytes).unwrap_or(usize::MAX)), 0);
        self.write_from(from)
    }

    fn write_from(&mut self, from: usize) -> Option<Trouble> {
        self.is_dirty = true;
        let open = self.open.as_mut()?;
        let bytes = self.unsynced.get(from..).unwrap_or_default();
        append_all(open.growing.file.as_mut(), bytes).err().map(|error| self.move_on(error))
    }

    /// Takes frames off the end again.
    pub fn cut_to(&mut self, frames: Frames) -> Option<Trouble> {
        let len = frames.0.saturating_mul(self.layout.frame_len());
        if len >= self.len() {
            return None;
        }
        self.is_dirty = true;
        let unsynced_len = usize::try_from(len.saturating_sub(self.safe)).unwrap_or(usize::MAX);
        self.unsynced.truncate(unsynced_len);
        self.safe = self.safe.min(len);
        self.covers = self.covers.min(len);
        let open = self.open.as_mut()?;
        patiently(|| open.growing.file.truncate(HEADER_LEN.saturating_add(len)))
            .err()
            .map(|error| self.move_on(error))
    }

    /// Brings the header up to date and returns once everything is on the disk.
    pub fn sync(&mut self) -> Option<Trouble> {
        let synced = self.wait().and_then(|()| self.begin_sync(&Syncing::Here)).and_then(|()| self.wait());
        synced.err().map(|error| self.move_on(error))
    }

    /// Brings the header up to date and lets what there is be synced, unless a sync is under way.
    pub fn sync_beside(&mut self, syncing: &Syncing) -> Option<Trouble> {
        if self.is_syncing() {
            return None;
        }
        let begun = self.begin_sync(syncing);
        begun.err().map(|error| self.move_on(error)).or_else(|| self.look_at_sync())
    }

    pub fn is_syncing(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.growing.is_syncing())
    }

    /// Takes note of a sync that is over by now.
    pub fn look_at_sync(&mut self) -> Option<Trouble> {
        let outcome = self.open.as_mut()?.growing.outcome();
        self.settle(outcome).err().map(|error| self.move_on(error))
    }

    fn wait(&mut self) -> io::Result<()> {
        let outcome = self.open.as_mut().and_then(|open| open.growing.wait());
        self.settle(outcome)
    }

    fn begin_sync(&mut self, syncing: &Syncing) -> io::Result<()> {
        let len = self.len();
        let Some(open) = self.open.as_mut().filter(|_| self.is_dirty) else { return Ok(()) };
        write_all_at(open.growing.file.as_mut(), 0, &header(self.layout, len))?;
        open.growing.begin_sync(syncing);
        self.covers = len;
        self.is_dirty = false;
        Ok(())
    }

    /// Lets go of what a good sync covers; what was written since it began stays in memory.
    fn settle(&mut self, outcome: Option<io::Result<()>>) -> io::Result<()> {
        let Some(outcome) = outcome else { return Ok(()) };
        outcome?;
        let newly = usize::try_from(self.covers.saturating_sub(self.safe)).unwrap_or(usize::MAX);
        self.unsynced.drain(..newly.min(self.unsynced.len()));
        self.safe = self.covers;
        Ok(())
    }

    fn note_all_safe(&mut self) {
        self.safe = self.len();
        self.unsynced.clear();
        self.is_dirty = false;
    }

    /// Whether the take is held in memory only.
    pub fn is_in_memory(&self) -> bool {
        self.open.is_none()
    }

    /// Tries again to find a place for a take that is held in memory.
    pub fn find_place(&mut self) -> Option<Trouble> {
        self.is_in_memory().then(|| self.move_on(io::ErrorKind::StorageFull.into()))
    }

    /// Makes the file a finished one, and says where it lies; `Err` while no disk will have it.
    pub fn finish(&mut self, troubles: &mut Vec<Trouble>) -> Option<PathBuf> {
        // Each failure leads to another place; there are no more attempts than places.
        for _ in 0..self.destination.second_places.len().saturating_add(2) {
            troubles.extend(self.sync());
            let Some(open) = &self.open else {
                troubles.extend(self.find_place());
                continue;
            };
            let (part, whole) = (open.part(), open.whole());
            let renamed = patiently(|| self.fs.rename(&part, &whole));
            match renamed.or_else(|error| if self.is_renamed(&part, &whole) { Ok(()) } else { Err(error) }) {
                Ok(()) => {
                    if let Err(error) = patiently(|| self.fs.sync_folder(&open.folder)) {
                        troubles.push(Trouble { error, now_in: Some(whole.clone()), left_behind: None });
                    }
                    self.open = None;
                    return Some(whole);
                }
                Err(error) => troubles.push(self.move_on(error)),
            }
        }
        None
    }

    /// Removes a file that holds nothing.
    pub fn discard(&mut self) {
        if let Some(open) = self.open.take() {
            // What cannot be removed now is found empty at the next start.
            let _ = patiently(|| self.fs.remove_file(&open.part()));
        }
    }

    /// Gives the present file up and puts everything together in a second place.
    fn move_on(&mut self, error: io::Error) -> Trouble {
        if let Some(open) = self.open.take() {
            self.given_up = Some(open.part());
        }
        let places = self.destination.second_places.clone();
        // The first place last: after the disk was full there may be room again.
        for folder in places.iter().chain([&self.destination.folder.clone()]) {
            if let Ok((open, left_behind)) = self.gather_in(folder) {
                let now_in = Some(open.part());
                self.open = Some(open);
                return Trouble { error, now_in, left_behind };
            }
        }
        Trouble { error, now_in: None, left_behind: None }
    }

    /// Writes the whole take to a new file, synced, and removes the one that was given up.
    fn gather_in(&mut self, folder: &Path) -> io::Result<(OpenFile, Option<PathBuf>)> {
        make_folder(self.fs.as_ref(), folder);
        let mut open = self.create_in(folder)?;
        let left_behind = match self.gather_into(&mut open) {
            Ok(left_behind) => left_behind,
            Err(error) => {
                // Half a copy helps nobody; what cannot be removed now is recovered as a take of its own.
                let _ = patiently(|| self.fs.remove_file(&open.part()));
                return Err(error);
            }
        };
        self.note_all_safe();
        if let Some(given_up) = self.given_up.take() {
            self.let_go_of(given_up, folder, left_behind.is_some());
        }
        Ok((open, left_behind))
    }

    /// Removes files whose words are all in the present one, which saves the next start from recovering them twice. The
    /// one in the first place stays as long as the take is not back there: whoever brings the take home compares the two.
    fn let_go_of(&mut self, given_up: PathBuf, now_in: &Path, is_needed: bool) {
        let first = self.destination.folder.as_path();
        let is_back = now_in == first;
        if given_up.parent() == Some(first) && !is_back {
            self.left_in_first_place = Some(given_up);
        } else if !is_needed {
            let _ = patiently(|| self.fs.remove_file(&given_up));
        }
        if let Some(left) = self.left_in_first_place.take_if(|_| is_back && !is_needed) {
            let marks = left.with_extension("").with_extension("marks");
            for path in [left, marks] {
                let _ = patiently(|| self.fs.remove_file(&path));
            }
        }
    }

    /// Makes an empty file under a name that is free.
    fn create_in(&self, folder: &Path) -> io::Result<OpenFile> {
        let mut last = io::Error::from(io::ErrorKind::AlreadyExists);
        for number in 1..=MOST_NAMES {
            let stem = &self.destination.stem;
            let name = if number == 1 { stem.clone() } else { format!("{stem}-{number}") };
            // Only a name that is known to be free may be taken, because finishing would replace what bears it.
            match patiently(|| self.fs.meta(&folder.join(format!("{name}.wav")))) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => {
                    last = error;
                    continue;
                }
                Ok(_) => continue,
            }
            match patiently(|| self.fs.create_new(&part_in(folder, &name))) {
                Ok(file) => return self.begin_file(folder, &name, file),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => last = error,
                Err(error) => return Err(error),
            }
        }
        Err(last)
    }

    fn begin_file(&self, folder: &Path, name: &str, mut file: Box<dyn WriteFile>) -> io::Result<OpenFile> {
        let begun = append_all(file.as_mut(), &header(self.layout, 0))
            .and_then(|()| Growing::new_in(&self.fs, folder, file));
        if begun.is_err() {
            // An empty file would be recovered as an empty take.
            let _ = patiently(|| self.fs.remove_file(&part_in(folder, name)));
        }
        Ok(OpenFile { folder: folder.to_owned(), name: name.to_owned(), growing: begun? })
    }

    /// Whether a renaming that was said to fail has happened all the same.
    fn is_renamed(&self, part: &Path, whole: &Path) -> bool {
        let is_absent = |error: &io::Error| error.kind() == io::ErrorKind::NotFound;
        self.fs.meta(whole).is_ok() && self.fs.meta(part).as_ref().is_err_and(is_absent)
    }
}

/// Makes a folder and those above it, as far as they are missing. Where this fails the next call says so.
fn make_folder(fs: &dyn Fs, folder: &Path) {
    if fs.meta(folder).is_err() {
        if let Some(above) = folder.parent() {
            make_folder(fs, above);
        }
        let _ = fs.create_folder(folder);
    }
}
