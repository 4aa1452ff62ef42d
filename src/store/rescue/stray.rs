//! Recordings that lie in second places.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use jiff::Timestamp;

use crate::domain::take::{Take, TakeId};
use crate::store::conflict::name_of;
use crate::store::files::Files;
use crate::store::fs::{Kind, Meta};
use crate::store::intent;
use crate::store::layout::{AUDIO_ENDING, MARKS_ENDING, PART_ENDING, read_stamp, take_stem};
use crate::store::names;
use crate::store::warning::Warning;

/// A recording outside the library.
#[derive(Debug)]
pub struct Stray {
    folder: PathBuf,
    stem: String,
    ending: &'static str,
    pub id: TakeId,
    /// What it was meant to be, with its marks; `None` where nothing says so.
    pub take: Option<Take>,
}

/// A recording that was written to within this time may still grow.
const AT_REST_AFTER: Duration = Duration::from_secs(10);

/// All recordings of a folder that holds nothing else.
pub fn in_own_folder(files: &Files, folder: &Path, warnings: &mut Vec<Warning>) -> Vec<Stray> {
    let guarded = files.guard(folder.parent().unwrap_or(folder));
    let found = guarded.and_then(|()| list(files, folder));
    found.unwrap_or_else(|error| {
        warnings.push(Warning::io(folder, "The rescued takes cannot be looked at", &error));
        Vec::new()
    })
}

/// The recordings in a folder of other things too: those that are only for their owner's eyes, have their notes beside
/// them, and do not grow.
pub fn among_others(files: &Files, folder: &Path, now: Timestamp) -> Vec<Stray> {
    // Where such a folder cannot be looked at, nothing of ours is known to be in it.
    let mut found = list(files, folder).unwrap_or_default();
    found.retain(|stray| {
        let meta = files.meta(&stray.path()).ok().flatten();
        stray.take.is_some() && meta.is_some_and(|meta| !meta.exposed && is_at_rest(&meta, now))
    });
    found
}

fn is_at_rest(meta: &Meta, now: Timestamp) -> bool {
    let age = meta.modified.and_then(|then| SystemTime::from(now).duration_since(then).ok());
    age.is_none_or(|age| age > AT_REST_AFTER)
}

fn list(files: &Files, folder: &Path) -> io::Result<Vec<Stray>> {
    if !files.is_folder(folder)? {
        return Ok(Vec::new());
    }
    let entries = files.list(folder)?;
    let names: BTreeSet<&str> =
        entries.iter().filter(|(_, kind)| *kind == Kind::File).map(|(path, _)| name_of(path)).collect();
    let stray = |name: &&str| {
        let ending = [PART_ENDING, AUDIO_ENDING].into_iter().find(|ending| name.ends_with(ending))?;
        let stem = name.strip_suffix(ending).filter(|stem| names::is_safe(stem))?.to_owned();
        let has_marks = names.contains(format!("{stem}{MARKS_ENDING}").as_str());
        // Notes that cannot be read now may be readable the next time; without them the take would come home bare.
        Stray::read(files, folder, stem, ending, has_marks).ok()
    };
    Ok(names.iter().filter_map(stray).collect())
}

impl Stray {
    fn read(
        files: &Files,
        folder: &Path,
        stem: String,
        ending: &'static str,
        has_marks: bool,
    ) -> io::Result<Self> {
        let marks = folder.join(format!("{stem}{MARKS_ENDING}"));
        let bytes = if has_marks { Some(files.read(&marks, intent::MAX_BYTES)?) } else { None };
        let take = bytes.and_then(|bytes| intent::read(&bytes).ok());
        let named = read_stamp(&stem).map_or(stem.as_str(), |(_, id)| id).to_owned();
        let id = take.as_ref().map_or(TakeId(named), |take| take.id.clone());
        Ok(Self { folder: folder.to_owned(), stem, ending, id, take })
    }

    pub fn path(&self) -> PathBuf {
        self.folder.join(format!("{}{}", self.stem, self.ending))
    }

    /// What its files are called in the library, without their endings.
    pub fn home_stem(&self) -> String {
        self.take.as_ref().map_or_else(|| self.stem.clone(), |take| take_stem(take.recorded_at, &take.id))
    }

    /// Removes it from here: the recording first, because without its notes it could not be understood.
    pub fn remove(&self, files: &Files) -> io::Result<()> {
        files.remove_file(&self.path())?;
        files.sync_folder(&self.folder)?;
        let other = [PART_ENDING, AUDIO_ENDING].into_iter().find(|ending| *ending != self.ending);
        let other = self.folder.join(format!("{}{}", self.stem, other.unwrap_or_default()));
        if !files.exists(&other)? {
            files.remove_file(&self.folder.join(format!("{}{MARKS_ENDING}", self.stem)))?;
        }
        Ok(())
    }
}
