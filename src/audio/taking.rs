//! One take in the making: which frames it keeps, the file they go to, and what is noted beside it.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::event::{AudioEvent, DiskTrouble};
use super::kept::Kept;
use super::marks::MarksFile;
use super::pieces::Pieces;
use super::syncing::Syncing;
use super::take_file::{Destination, TakeFile, Trouble};
use crate::domain::split::Mark;
use crate::domain::take::{Gap, SampleFormat, Take, TakeId};
use crate::domain::time::{Frames, SampleRate};
use crate::store::fs::Fs;
use crate::store::intent::Event;
use crate::store::wav::Layout;

/// How much of a take and its marks a power cut may cost, beside what is said while the disk syncs.
const SYNC_EVERY: Duration = Duration::from_millis(250);
/// How often a take that no disk takes is tried again.
const TRY_AGAIN_EVERY: Duration = Duration::from_secs(5);
/// How often the room on the disk is looked at.
const LOOK_AT_ROOM_EVERY: Duration = Duration::from_secs(1);
/// A take is finished while there is still room for this much of it.
const ROOM_TO_FINISH: Duration = Duration::from_mins(1);
/// Gaps are written at once, however long, in pieces of this many frames.
const SILENCE_FRAMES: u64 = 48_000;

/// A take that is to be recorded.
#[derive(Clone, Debug)]
pub struct NewTake {
    /// The take as far as it is known; its recording names the file and the format.
    pub take: Take,
    pub folder: PathBuf,
    /// Folders to go on in when the first fails, in the order in which they are tried.
    pub second_places: Vec<PathBuf>,
}

/// A take being recorded.
pub(super) struct Taking {
    fs: Arc<dyn Fs>,
    syncing: Syncing,
    id: TakeId,
    layout: Layout,
    format: SampleFormat,
    destination: Destination,
    largest: u64,
    file: TakeFile,
    pieces: Pieces,
    kept: Kept,
    /// The microphone's frame after the last that was kept.
    reached: Frames,
    synced_at: Duration,
    tried_at: Duration,
    looked_at: Duration,
    /// What the program has yet to be events.
    pub events: Vec<AudioEvent>,
}

impl Taking {
    pub fn begin(
        fs: Arc<dyn Fs>,
        syncing: Syncing,
        new: NewTake,
        rate: SampleRate,
        largest: u64,
        at: Frames,
        now: Duration,
    ) -> Self {
        let NewTake { take: mut answer, folder, second_places } = new;
        answer.recording.rate = rate;
        let name = answer.recording.file.clone();
        let stem = name.strip_suffix(".wav").unwrap_or(&name).to_owned();
        let destination = Destination { folder, stem, second_places };
        let format = answer.recording.format;
        let (file, trouble) = TakeFile::begin(Arc::clone(&fs), rate, format, destination.clone());
        let mut taking = Self {
            id: answer.id.clone(),
            pieces: Pieces::new(Arc::clone(&fs), answer),
            fs,
            syncing,
            layout: Layout::mono(rate, format),
            format,
            destination,
            largest,
            file,
            kept: Kept::from(at),
            reached: at,
            synced_at: now,
            tried_at: now,
            looked_at: now,
            events: Vec::new(),
        };
        taking.put_marks_beside();
        taking.report(trouble);
        taking.sync_beside();
        taking
    }

    pub fn is_open(&self) -> bool {
        self.kept.is_open()
    }

    /// Takes what it keeps of these samples, the first of which is the microphone's frame `at`.
    pub fn add(&mut self, at: Frames, samples: &[f32]) {
        let len = Frames(samples.len() as u64);
        let Some((from, until)) = self.kept.wanted(at, len) else { return };
        let index = |frame: Frames| usize::try_from(frame.minus(at).0).unwrap_or(usize::MAX);
        if let Some(wanted) = samples.get(index(from)..index(until)) {
            self.roll_over_if_full();
            let trouble = self.file.append(wanted);
            self.reached = until;
            self.report(trouble);
        }
    }

    /// Keeps silence for frames that never came.
    pub fn add_missing(&mut self, at: Frames, lasted: Frames) {
        self.kept.note_missing(at, lasted);
        let Some((from, until)) = self.kept.wanted(at, lasted) else { return };
        let gap = Gap { at: self.all_frames(), lasted: until.minus(from) };
        self.reached = from;
        while self.reached < until {
            self.roll_over_if_full();
            let fits = self.room_in_file().max(Frames(1)).min(until.minus(self.reached));
            self.keep_silence(fits);
        }
        self.events.push(AudioEvent::Gap(gap));
    }

    /// Keeps silence, all of it in the present file.
    fn keep_silence(&mut self, frames: Frames) {
        let gap = Gap { at: self.all_frames(), lasted: frames };
        let mut left = frames.0;
        while left > 0 {
            let piece = left.min(SILENCE_FRAMES);
            let trouble = self.file.append_silence(Frames(piece));
            self.report(trouble);
            left -= piece;
        }
        self.reached = self.reached.plus(frames);
        self.note(Event::Gap(gap));
    }

    /// Frames until the present file is full.
    fn room_in_file(&self) -> Frames {
        Frames(self.largest.saturating_sub(self.file.len()).div_ceil(self.layout.frame_len()))
    }

    /// Frames in all files of the take.
    fn all_frames(&self) -> Frames {
        self.pieces.from().plus(self.file.frames())
    }

    /// Keeps frames only up to here; what was kept beyond is cut off, but for what a full file holds already.
    pub fn stop(&mut self, at: Frames, heard: Frames) {
        self.kept.stop(at.max(self.pieces.since()));
        let trouble = self.file.cut_to(self.kept.frames(heard).minus(self.pieces.from()));
        self.report(trouble);
    }

    pub fn resume(&mut self, at: Frames, heard: Frames) {
        self.kept.resume(at);
        if let Some(pause) = self.kept.pauses(heard.max(at)).last() {
            self.note(Event::Pause(*pause));
        }
    }

    pub fn set_marks(&mut self, marks: &[Mark]) {
        let outcome = self.pieces.set_marks(marks);
        self.report_marks(outcome);
    }

    fn note(&mut self, event: Event) {
        let outcome = self.pieces.note(event);
        self.report_marks(outcome);
    }

    fn put_marks_beside(&mut self) {
        if let Some((folder, name)) = self.file.place() {
            let outcome = self.pieces.put_beside(folder, name);
            self.report_marks(outcome);
        }
    }

    /// The file may have moved in its last moment.
    fn put_marks_beside_finished(&mut self, path: &Path) {
        let (folder, stem) = (path.parent(), path.file_stem().and_then(|stem| stem.to_str()));
        if let (Some(folder), Some(stem)) = (folder, stem) {
            let outcome = self.pieces.put_beside(folder, stem);
            self.report_marks(outcome);
            self.sync_marks();
        }
    }

    /// Does what is due: a sync, another attempt, another file.
    pub fn keep_up(&mut self, now: Duration) {
        if self.file.is_in_memory() && now.saturating_sub(self.tried_at) >= TRY_AGAIN_EVERY {
            self.tried_at = now;
            let trouble = self.file.find_place().filter(|trouble| trouble.now_in.is_some());
            self.report(trouble);
        }
        let trouble = self.file.look_at_sync();
        self.report(trouble);
        let outcome = self.pieces.each_marks_file(MarksFile::look_at_sync);
        self.report_marks(outcome);
        if now.saturating_sub(self.synced_at) >= SYNC_EVERY && !self.file.is_syncing() {
            self.synced_at = now;
            self.sync_beside();
        }
    }

    /// The marks first, because without them nobody knows what a recording answers.
    fn sync_beside(&mut self) {
        let outcome = self.pieces.each_marks_file(|marks| marks.sync_beside(&self.syncing));
        self.report_marks(outcome);
        let trouble = self.file.sync_beside(&self.syncing);
        self.report(trouble);
    }

    fn sync_marks(&mut self) {
        let outcome = self.pieces.each_marks_file(MarksFile::sync);
        self.report_marks(outcome);
    }

    /// Whether there is so little room left that the take has to be finished.
    pub fn is_out_of_room(&mut self, now: Duration) -> bool {
        if now.saturating_sub(self.looked_at) < LOOK_AT_ROOM_EVERY {
            return false;
        }
        self.looked_at = now;
        let Some((folder, _)) = self.file.place() else { return false };
        // A file system that does not know its room is not thereby full.
        self.fs.free_space(folder).is_ok_and(|free| free < bytes_for(ROOM_TO_FINISH, self.layout))
    }

    /// Goes on in another file where this one is full, because a WAV file cannot be longer.
    fn roll_over_if_full(&mut self) {
        // What no disk takes is held as one piece until one does.
        if self.file.len() < self.largest || self.file.is_in_memory() {
            return;
        }
        let mut troubles = Vec::new();
        let until = self.all_frames();
        self.sync_marks();
        let finished = self.file.finish(&mut troubles);
        if let Some(path) = finished {
            self.events.push(AudioEvent::RolledOver { path: path.clone() });
            self.put_marks_beside_finished(&path);
            let outcome = self.pieces.go_on(path, until, self.reached);
            self.report_marks(outcome);
            let (fs, rate) = (Arc::clone(&self.fs), self.layout.rate);
            let (file, trouble) = TakeFile::begin(fs, rate, self.format, self.destination.clone());
            self.file = file;
            self.put_marks_beside();
            self.sync_beside();
            troubles.extend(trouble);
        }
        for trouble in troubles {
            self.report(Some(trouble));
        }
    }

    /// Finishes the file; `false` while no disk takes it.
    pub fn finish(&mut self, heard: Frames, now: Duration) -> bool {
        self.tried_at = now;
        self.sync_marks();
        let mut troubles = Vec::new();
        if self.file.frames().is_zero() && self.pieces.has_full() {
            self.file.discard();
            self.pieces.drop_last();
            let saved = self.pieces.saved(&self.kept, heard, None, &self.destination.folder);
            self.events.extend(saved.map(AudioEvent::TakeSaved));
            return true;
        }
        let path = self.file.finish(&mut troubles);
        for trouble in troubles {
            self.report(Some(trouble));
        }
        let Some(path) = path else {
            let why = "every place that was tried refused it".to_owned();
            self.events.push(AudioEvent::TakeHeld { id: self.id.clone(), why });
            return false;
        };
        self.put_marks_beside_finished(&path);
        let saved = self.pieces.saved(&self.kept, heard, Some(path), &self.destination.folder);
        self.events.extend(saved.map(AudioEvent::TakeSaved));
        true
    }

    /// Whether it is time to try again to finish.
    pub fn may_try_again(&self, now: Duration) -> bool {
        now.saturating_sub(self.tried_at) >= TRY_AGAIN_EVERY
    }

    fn report(&mut self, trouble: Option<Trouble>) {
        let Some(Trouble { error, now_in, left_behind }) = trouble else { return };
        if now_in.is_some() {
            self.put_marks_beside();
        }
        self.events.push(AudioEvent::DiskTrouble(DiskTrouble {
            why: error.to_string(),
            now_in,
            left_behind,
            only_marks: false,
        }));
    }

    fn report_marks(&mut self, outcome: io::Result<()>) {
        if let Err(error) = outcome {
            self.events.push(AudioEvent::DiskTrouble(DiskTrouble {
                why: error.to_string(),
                now_in: None,
                left_behind: None,
                only_marks: true,
            }));
        }
    }
}

/// The bytes that so much sound takes.
pub(super) fn bytes_for(time: Duration, layout: Layout) -> u64 {
    layout.rate.frames(time.as_secs_f64()).0.saturating_mul(layout.frame_len())
}
