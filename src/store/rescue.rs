//! Takes that went on in a second place, because the library's disk failed, and their way home.
//!
//! A take is copied into the library whole and synced there before anything of it is removed outside. What the library
//! has of it already is joined with it and replaced in one step. Each step finds out by itself whether it was done
//! before, so a crash in between loses nothing.

mod join;
mod stray;

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use self::join::{Joined, join};
use self::stray::Stray;
use super::error::{StoreError, reason};
use super::files::Files;
use super::fs::Fs;
use super::handle::Store;
use super::index::fingerprint;
use super::layout::{AUDIO_ENDING, DOCUMENT_ENDING, MARKS_ENDING, PACKED_ENDING, PART_ENDING};
use super::preferences;
use super::recover::{self, Failure, Recovered, Samples};
use super::scan::StoryFolder;
use super::warning::Warning;
use super::{document, intent};
use crate::domain::take::{Take, TakeId};
use crate::domain::time::Frames;

/// The folder for takes of a library that does not say which one it is.
const UNNAMED: &str = "unnamed";

/// Names that are tried for one take.
const MOST_NAMES: u32 = 100;

/// Room that is left on the library's disk for everything else.
const ROOM_BESIDE: u64 = 16 << 20;

/// The platform's folder for takes that a library's disk did not take.
#[must_use]
pub fn platform_folder() -> Option<PathBuf> {
    preferences::platform_data().map(|data| data.join("rescued"))
}

/// Makes a folder for such takes, with those above it.
///
/// # Errors
/// Where it cannot be made.
pub fn prepare(fs: &dyn Fs, folder: &Path) -> io::Result<()> {
    preferences::make_folder(fs, folder)
}

/// Where takes may lie outside the library.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// The folder of this machine, with one for each library in it.
    pub rescued: Option<PathBuf>,
    /// Where they went when there was no such folder, and where the last resort is: folders of other things too.
    pub others: Vec<PathBuf>,
}

impl Places {
    #[must_use]
    pub fn on_this_machine() -> Self {
        let others = preferences::platform_cache().into_iter().chain([std::env::temp_dir()]);
        Self { rescued: platform_folder(), others: others.collect() }
    }
}

/// Which takes are brought home from places that do not say whose they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Those that tell a story of this library, or none.
    Ours,
    Everybodys,
}

/// What came home.
#[derive(Debug, Default)]
pub struct Home {
    pub takes: Vec<Take>,
    pub warnings: Vec<Warning>,
    /// What is still outside, because there is no room or the disk fails.
    pub waiting: Vec<PathBuf>,
}

/// Why a take is still outside.
enum Stays {
    NoRoom,
    Io(io::Error),
    Said(String),
}

impl From<io::Error> for Stays {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::NoRoom,
            _ => Self::Io(error),
        }
    }
}

impl From<Failure> for Stays {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Io(error) => error.into(),
            Failure::Said(what) => Self::Said(what),
        }
    }
}

impl Store {
    /// The folder for takes of this library that its own disk does not take.
    #[must_use]
    pub fn rescue_folder(&self, rescued: &Path) -> PathBuf {
        rescued.join(self.id.as_deref().unwrap_or(UNNAMED))
    }

    /// Brings takes home that lie in second places, as far as there is room for them. Those of which a recording
    /// still grows are left alone.
    pub fn bring_home(&mut self, places: &Places, growing: &[TakeId], whose: Whose) -> Home {
        let mut home = Home::default();
        if let Err(error) = self.begin_change() {
            home.warnings.push(Warning::new(self.layout.root(), error.to_string()));
            return home;
        }
        for stray in self.strays(places, whose, &mut home.warnings) {
            if growing.contains(&stray.id) {
                continue;
            }
            let path = stray.path();
            match self.bring_one(&stray) {
                Ok(take) => home.takes.extend(take),
                Err(Stays::NoRoom) => home.waiting.push(path),
                Err(Stays::Io(error)) => {
                    let what = format!(
                        "This take could not be brought into the library, because {}. It is safe where it is, and \
                         the program tries again.",
                        reason(&error)
                    );
                    home.warnings.push(Warning::new(&path, what));
                    home.waiting.push(path);
                }
                Err(Stays::Said(what)) => home.warnings.push(Warning::new(path, what)),
            }
        }
        home
    }

    /// Names the takes that could be brought home.
    #[must_use]
    pub fn name_strays(&self, places: &Places) -> Vec<Warning> {
        let mut warnings = Vec::new();
        let strays = self.strays(places, Whose::Everybodys, &mut warnings);
        for stray in strays {
            let what = "This take lies outside the library, because the disk failed while it was recorded. Opening the \
                        library for writing brings it home.";
            warnings.push(Warning::new(stray.path(), what));
        }
        warnings
    }

    fn strays(&self, places: &Places, whose: Whose, warnings: &mut Vec<Warning>) -> Vec<Stray> {
        let mut strays = Vec::new();
        if let Some(rescued) = &places.rescued {
            for folder in [self.rescue_folder(rescued), rescued.join(UNNAMED)] {
                strays.extend(stray::in_own_folder(&self.files, &folder, warnings));
            }
        }
        let is_ours = |stray: &Stray| {
            let story = stray.take.as_ref().map(|take| take.story.as_ref());
            whose == Whose::Everybodys
                || story.is_some_and(|story| story.is_none_or(|id| self.index.stories.contains_key(id)))
        };
        for folder in &places.others {
            strays.extend(
                stray::among_others(&self.files, folder, self.clock.now()).into_iter().filter(is_ours),
            );
        }
        strays.sort_by_key(Stray::path);
        strays.dedup_by(|a, b| a.path() == b.path());
        strays
    }

    /// Brings one take home, and says what it is where it was not in the library as it is now.
    fn bring_one(&mut self, stray: &Stray) -> Result<Option<Take>, Stays> {
        let folder = self.takes_folder(stray.take.as_ref().and_then(|take| take.story.as_ref()));
        self.ensure_folder(&folder).map_err(io_of)?;
        let Some(samples) = Samples::measure(&self.files, &stray.path(), stray.take.as_ref())? else {
            stray.remove(&self.files)?;
            return Ok(None);
        };
        self.has_room(&folder, samples.len)?;
        let mut stem = stray.home_stem();
        let mut id = stray.id.clone();
        for number in 2..MOST_NAMES {
            let spot = Spot { files: &self.files, folder: &folder, stem: &stem };
            let joined = spot.take_in(stray, &samples)?;
            if joined != Joined::Different {
                let take = self.put_in_order(&folder, &stem, stray, &id)?;
                stray.remove(&self.files)?;
                return Ok(take);
            }
            // Something else bears the name; both are kept.
            stem = format!("{}-{number}", stray.home_stem());
            id = TakeId(format!("{}-{number}", stray.id));
        }
        Err(Stays::Said("Too many recordings of this name are in the library already.".to_owned()))
    }

    fn has_room(&self, folder: &Path, needed: u64) -> Result<(), Stays> {
        match self.files.free_space(folder) {
            Ok(free) if free < needed.saturating_add(ROOM_BESIDE) => Err(Stays::NoRoom),
            // A file system that does not know its room is not thereby full.
            _ => Ok(()),
        }
    }

    /// Makes a take of the recording that has just come into this folder, or brings the take there up to date.
    fn put_in_order(
        &mut self,
        folder: &Path,
        stem: &str,
        stray: &Stray,
        id: &TakeId,
    ) -> Result<Option<Take>, Stays> {
        let document = folder.join(format!("{stem}{DOCUMENT_ENDING}"));
        if self.files.exists(&document)? {
            return self.lengthen(&document, stem, stray).map(Some);
        }
        if let Some(take) = &stray.take {
            let mut take = Take { id: id.clone(), ..take.clone() };
            take.recording.frames = Frames::ZERO;
            let marks = intent::of(take).map_err(|fault| Stays::Said(fault.to_string()))?;
            let path = folder.join(format!("{stem}{MARKS_ENDING}"));
            self.files.replace(&path, &marks).map_err(|fault| Stays::from(fault.error))?;
        }
        let names = [PART_ENDING, AUDIO_ENDING, MARKS_ENDING].map(|ending| format!("{stem}{ending}"));
        let mut there = BTreeSet::new();
        for name in names {
            if self.files.exists(&folder.join(&name))? {
                there.insert(name);
            }
        }
        let story = folder.parent().unwrap_or(folder).to_owned();
        let unfiled = story == self.layout.unfiled();
        let here = StoryFolder { path: story, unfiled, has_story: !unfiled, takes: there };
        let mut done = Recovered::default();
        recover::recover(&self.files, self.clock.now(), &here, &mut done);
        if done.takes.is_empty() {
            let said = done.warnings.into_iter().next().map(|warning| warning.what);
            return Err(Stays::Said(
                said.unwrap_or_else(|| "The take could not be put in order.".to_owned()),
            ));
        }
        Ok(self.know(&document))
    }

    /// The library had the take already, or its beginning.
    fn lengthen(&mut self, document: &Path, stem: &str, stray: &Stray) -> Result<Take, Stays> {
        let unreadable = || Stays::Said("The notes of this take in the library cannot be read.".to_owned());
        let audio = document.with_file_name(format!("{stem}{AUDIO_ENDING}"));
        let samples = Samples::measure(&self.files, &audio, stray.take.as_ref())?.ok_or_else(unreadable)?;
        let mut take = self.read_again::<Take>(document).ok().flatten().ok_or_else(unreadable)?;
        take.recording.frames = samples.frames();
        if let Some(spoken) = &stray.take {
            take = with_what_was_heard(take, spoken);
        }
        let text = document::write(&take, None).map_err(|fault| Stays::Said(fault.to_string()))?;
        self.files.replace(document, text.as_bytes()).map_err(|fault| Stays::from(fault.error))?;
        self.know(document).ok_or_else(unreadable)
    }

    /// Takes a document that was just written into the index.
    fn know(&mut self, document: &Path) -> Option<Take> {
        let bytes = self.files.read(document, intent::MAX_BYTES).ok()?;
        let mut take = document::read::<Take>(&bytes).ok()?.value;
        self.index.seen.insert(document.to_owned(), fingerprint(&bytes));
        self.index.takes.insert(take.id.clone(), document.to_owned());
        let folder = document.parent().and_then(Path::parent);
        let story = self.index.stories.iter().find(|(_, path)| Some(path.as_path()) == folder);
        take.story = story.map(|(id, _)| id.clone());
        Some(take)
    }
}

/// The take as it was spoken, with what was heard and written since its beginning came into the library.
fn with_what_was_heard(there: Take, spoken: &Take) -> Take {
    let end = there.recording.frames;
    let spoken = spoken.clone();
    let mut take = Take {
        id: there.id,
        story: there.story.or_else(|| spoken.story.clone()),
        title: there.title,
        edited_marks: there.edited_marks,
        prediction: there.prediction.or(spoken.prediction),
        ratings: there.ratings,
        notes: there.notes,
        tally_passes: there.tally_passes,
        change_for_next_time: there.change_for_next_time,
        recovered: there.recovered,
        recording: there.recording,
        ..spoken
    };
    if take.live_marks.len() < there.live_marks.len() {
        take.live_marks = there.live_marks;
    }
    if take.pauses.len() < there.pauses.len() {
        take.pauses = there.pauses;
    }
    if take.gaps.len() < there.gaps.len() {
        take.gaps = there.gaps;
    }
    take.live_marks.retain(|mark| mark.at <= end);
    take.pauses.retain(|pause| pause.at <= end);
    take.gaps.retain(|gap| gap.at <= end);
    take
}

/// Where a take comes to lie in the library.
struct Spot<'a> {
    files: &'a Files,
    folder: &'a Path,
    stem: &'a str,
}

impl Spot<'_> {
    fn path(&self, ending: &str) -> PathBuf {
        self.folder.join(format!("{}{ending}", self.stem))
    }

    /// Puts the recording there, joined with what the library has of it.
    fn take_in(&self, stray: &Stray, samples: &Samples) -> Result<Joined, Stays> {
        if self.files.exists(&self.path(PACKED_ENDING))? {
            return Ok(Joined::Different);
        }
        for ending in [AUDIO_ENDING, PART_ENDING] {
            let there = self.path(ending);
            if self.files.exists(&there)? {
                let own = Samples::measure(self.files, &there, stray.take.as_ref())?;
                return join(
                    self.files,
                    own.as_ref().map(|own| (there.as_path(), own)),
                    stray,
                    samples,
                    &there,
                );
            }
        }
        join(self.files, None, stray, samples, &self.path(PART_ENDING))
    }
}

fn io_of(error: StoreError) -> Stays {
    match error {
        StoreError::Io { error, .. } => error.into(),
        other => Stays::Said(other.to_string()),
    }
}
