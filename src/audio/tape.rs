//! The file a take grows into: on the disk within milliseconds, for certain within a quarter of a second, and
//! somewhere else when the disk fails.
//!
//! What was appended since the last good sync is also held in memory. When an operation fails, everything is
//! put together in a second place from what is safe in the first and what is in memory; where that fails as
//! well it stays in memory until a later attempt succeeds. A file is never synced again after it failed.

use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::encode::encode;
use crate::domain::time::Frames;
use crate::store::atomic::{append_all, patiently, write_all_at};
use crate::store::fs::{Fs, WriteFile};
use crate::store::wav::{HEADER_LEN, Layout, header};

/// Bytes copied at a time to a second place.
const COPY_LEN: usize = 1 << 20;
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
struct Reel {
    folder: PathBuf,
    name: String,
    file: Box<dyn WriteFile>,
}

impl Reel {
    fn part(&self) -> PathBuf {
        self.folder.join(format!("{}.wav.part", self.name))
    }

    fn whole(&self) -> PathBuf {
        self.folder.join(format!("{}.wav", self.name))
    }
}

/// A take's file while it grows.
pub(super) struct Tape {
    fs: Arc<dyn Fs>,
    layout: Layout,
    destination: Destination,
    /// `None` while the take is held in memory.
    reel: Option<Reel>,
    /// The file given up last, whose first `safe` bytes of sound are good.
    given_up: Option<PathBuf>,
    /// Bytes of sound that a good sync has covered.
    safe: u64,
    /// The bytes of sound after those.
    unsynced: Vec<u8>,
    is_dirty: bool,
}

impl Tape {
    /// Begins the file; trouble doing so ends in a second place or in memory.
    pub fn begin(fs: Arc<dyn Fs>, layout: Layout, destination: Destination) -> (Self, Option<Trouble>) {
        let mut tape = Self {
            fs,
            layout,
            destination,
            reel: None,
            given_up: None,
            safe: 0,
            unsynced: Vec::new(),
            is_dirty: false,
        };
        let folder = tape.destination.folder.clone();
        let trouble = match tape.create_in(&folder) {
            Ok(reel) => {
                tape.reel = Some(reel);
                None
            }
            Err(error) => Some(tape.move_on(error)),
        };
        (tape, trouble)
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
        self.reel.as_ref().map(|reel| (reel.folder.as_path(), reel.name.as_str()))
    }

    /// Adds samples at the end.
    pub fn append(&mut self, samples: &[f32]) -> Option<Trouble> {
        let from = self.unsynced.len();
        encode(samples, self.layout.format, &mut self.unsynced);
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
        let reel = self.reel.as_mut()?;
        let bytes = self.unsynced.get(from..).unwrap_or_default();
        append_all(reel.file.as_mut(), bytes).err().map(|error| self.move_on(error))
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
        let reel = self.reel.as_mut()?;
        patiently(|| reel.file.truncate(HEADER_LEN.saturating_add(len)))
            .err()
            .map(|error| self.move_on(error))
    }

    /// Brings the header up to date and returns once everything is on the disk.
    pub fn sync(&mut self) -> Option<Trouble> {
        if !self.is_dirty {
            return None;
        }
        let head = header(self.layout, self.len());
        let reel = self.reel.as_mut()?;
        let synced = write_all_at(reel.file.as_mut(), 0, &head).and_then(|()| patiently(|| reel.file.sync()));
        match synced {
            Ok(()) => {
                self.note_all_safe();
                None
            }
            Err(error) => Some(self.move_on(error)),
        }
    }

    fn note_all_safe(&mut self) {
        self.safe = self.len();
        self.unsynced.clear();
        self.is_dirty = false;
    }

    /// Whether the take is held in memory only.
    pub fn is_homeless(&self) -> bool {
        self.reel.is_none()
    }

    /// Tries again to find a place for a take that is held in memory.
    pub fn find_home(&mut self) -> Option<Trouble> {
        self.is_homeless().then(|| self.move_on(io::ErrorKind::StorageFull.into()))
    }

    /// Makes the file a finished one, and says where it lies; `Err` while no disk will have it.
    pub fn finish(&mut self, troubles: &mut Vec<Trouble>) -> Option<PathBuf> {
        // Each failure leads to another place; there are no more attempts than places.
        for _ in 0..self.destination.second_places.len().saturating_add(2) {
            troubles.extend(self.sync());
            let Some(reel) = &self.reel else {
                troubles.extend(self.find_home());
                continue;
            };
            let (part, whole) = (reel.part(), reel.whole());
            let renamed = patiently(|| self.fs.rename(&part, &whole));
            match renamed.or_else(|error| if self.is_renamed(&part, &whole) { Ok(()) } else { Err(error) }) {
                Ok(()) => {
                    if let Err(error) = patiently(|| self.fs.sync_folder(&reel.folder)) {
                        troubles.push(Trouble { error, now_in: Some(whole.clone()), left_behind: None });
                    }
                    self.reel = None;
                    return Some(whole);
                }
                Err(error) => troubles.push(self.move_on(error)),
            }
        }
        None
    }

    /// Removes a file that holds nothing.
    pub fn discard(&mut self) {
        if let Some(reel) = self.reel.take() {
            // What cannot be removed now is found empty at the next start.
            let _ = patiently(|| self.fs.remove_file(&reel.part()));
        }
    }

    /// Closes the file and moves it away, as it is.
    pub fn scrap(mut self, to: &Path) -> io::Result<()> {
        // What cannot be synced now is scrapped as it is.
        let _ = self.sync();
        let Some(reel) = &self.reel else { return Ok(()) };
        let part = reel.part();
        patiently(|| self.fs.rename(&part, to))?;
        patiently(|| self.fs.sync_folder(&reel.folder))?;
        to.parent().map_or(Ok(()), |folder| patiently(|| self.fs.sync_folder(folder)))
    }

    /// Gives the present file up and puts everything together in a second place.
    fn move_on(&mut self, error: io::Error) -> Trouble {
        if let Some(reel) = self.reel.take() {
            self.given_up = Some(reel.part());
        }
        let places = self.destination.second_places.clone();
        // The first place last: after the disk was full there may be room again.
        for folder in places.iter().chain([&self.destination.folder.clone()]) {
            if let Ok((reel, left_behind)) = self.gather_in(folder) {
                let now_in = Some(reel.part());
                self.reel = Some(reel);
                return Trouble { error, now_in, left_behind };
            }
        }
        Trouble { error, now_in: None, left_behind: None }
    }

    /// Writes the whole take to a new file, synced, and removes the one that was given up.
    fn gather_in(&mut self, folder: &Path) -> io::Result<(Reel, Option<PathBuf>)> {
        if self.fs.meta(folder).is_err() {
            // Where this fails the next call says so.
            let _ = self.fs.create_folder(folder);
        }
        let mut reel = self.create_in(folder)?;
        let left_behind = match self.gather_into(&mut reel) {
            Ok(left_behind) => left_behind,
            Err(error) => {
                // Half a copy helps nobody; what cannot be removed now is recovered as a take of its own.
                let _ = patiently(|| self.fs.remove_file(&reel.part()));
                return Err(error);
            }
        };
        self.note_all_safe();
        if let Some(given_up) = self.given_up.take().filter(|_| left_behind.is_none()) {
            // Removing it saves the next start from recovering the same words twice.
            let _ = patiently(|| self.fs.remove_file(&given_up));
        }
        Ok((reel, left_behind))
    }

    fn gather_into(&self, reel: &mut Reel) -> io::Result<Option<PathBuf>> {
        let mut left_behind = None;
        match self.copy_safe(reel) {
            Ok(()) => {}
            Err(fault) if fault.from_writing => return Err(fault.error),
            Err(_) => {
                // The beginning cannot be read here and now: silence keeps its time.
                left_behind.clone_from(&self.given_up);
                self.write_silence(reel)?;
            }
        }
        append_all(reel.file.as_mut(), &self.unsynced)?;
        write_all_at(reel.file.as_mut(), 0, &header(self.layout, self.len()))?;
        patiently(|| reel.file.sync())?;
        patiently(|| self.fs.sync_folder(&reel.folder))?;
        Ok(left_behind)
    }

    fn copy_safe(&self, reel: &mut Reel) -> Result<(), CopyFault> {
        if self.safe == 0 {
            return Ok(());
        }
        let from =
            self.given_up.as_ref().ok_or_else(|| CopyFault::reading(io::ErrorKind::NotFound.into()))?;
        let mut source = patiently(|| self.fs.open(from)).map_err(CopyFault::reading)?;
        patiently(|| source.seek(SeekFrom::Start(HEADER_LEN))).map_err(CopyFault::reading)?;
        let mut source = source.take(self.safe);
        let mut block = vec![0; COPY_LEN];
        let mut copied = 0_u64;
        while copied < self.safe {
            let read = patiently(|| source.read(&mut block)).map_err(CopyFault::reading)?;
            if read == 0 {
                return Err(CopyFault::reading(io::ErrorKind::UnexpectedEof.into()));
            }
            append_all(reel.file.as_mut(), block.get(..read).unwrap_or_default())
                .map_err(CopyFault::writing)?;
            copied = copied.saturating_add(read as u64);
        }
        Ok(())
    }

    fn write_silence(&self, reel: &mut Reel) -> io::Result<()> {
        patiently(|| reel.file.truncate(HEADER_LEN))?;
        let block = vec![0; COPY_LEN];
        let mut left = self.safe;
        while left > 0 {
            let len = left.min(COPY_LEN as u64);
            append_all(
                reel.file.as_mut(),
                block.get(..usize::try_from(len).unwrap_or(0)).unwrap_or_default(),
            )?;
            left -= len;
        }
        Ok(())
    }

    /// Makes an empty file under a name that is free.
    fn create_in(&self, folder: &Path) -> io::Result<Reel> {
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
            match patiently(|| self.fs.create_new(&folder.join(format!("{name}.wav.part")))) {
                Ok(file) => return self.begin_reel(Reel { folder: folder.to_owned(), name, file }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => last = error,
                Err(error) => return Err(error),
            }
        }
        Err(last)
    }

    fn begin_reel(&self, mut reel: Reel) -> io::Result<Reel> {
        let begun = append_all(reel.file.as_mut(), &header(self.layout, 0))
            .and_then(|()| patiently(|| reel.file.sync()))
            .and_then(|()| patiently(|| self.fs.sync_folder(&reel.folder)));
        if let Err(error) = begun {
            // An empty file would be recovered as an empty take.
            let _ = patiently(|| self.fs.remove_file(&reel.part()));
            return Err(error);
        }
        Ok(reel)
    }

    /// Whether a renaming that was said to fail has happened all the same.
    fn is_renamed(&self, part: &Path, whole: &Path) -> bool {
        let is_absent = |error: &io::Error| error.kind() == io::ErrorKind::NotFound;
        self.fs.meta(whole).is_ok() && self.fs.meta(part).as_ref().is_err_and(is_absent)
    }
}

struct CopyFault {
    error: io::Error,
    from_writing: bool,
}

impl CopyFault {
    const fn reading(error: io::Error) -> Self {
        Self { error, from_writing: false }
    }

    const fn writing(error: io::Error) -> Self {
        Self { error, from_writing: true }
    }
}
