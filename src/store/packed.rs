//! Recordings that were packed: which files could be, how the packed one takes the place of the first, and finding
//! the one that is there whatever a document says.
//!
//! The packed file is on the disk and proved before anything here happens; the document changes next, and the first
//! file goes last. Wherever that is cut short, the document names a file that is whole.

use std::path::PathBuf;

use super::error::StoreError;
use super::handle::Store;
use super::layout::{AUDIO_ENDING, PACKED_ENDING};

use crate::domain::take::{Take, TakeId};

const FAILED: &str = "The packed recording could not take the place of the first";

/// A recording that can be packed, and where it then lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packable {
    pub take: TakeId,
    pub wav: PathBuf,
    pub flac: PathBuf,
}

impl Store {
    /// Of these takes, each with its recording's name, those of which a WAV file is there.
    #[must_use]
    pub fn packable(&self, takes: &[(TakeId, String)]) -> Vec<Packable> {
        let place = |(take, file): &(TakeId, String)| {
            let document = self.index.takes.get(take)?;
            let stem = file.strip_suffix(AUDIO_ENDING).or_else(|| file.strip_suffix(PACKED_ENDING))?;
            let [wav, flac] = [AUDIO_ENDING, PACKED_ENDING]
                .map(|ending| document.with_file_name(format!("{stem}{ending}")));
            let is_there = self.files.exists(&wav).unwrap_or(false);
            is_there.then(|| Packable { take: take.clone(), wav, flac })
        };
        takes.iter().filter_map(place).collect()
    }

    /// Lets a packed recording, which holds every sample, take the place of the WAV file, and says what it is called.
    ///
    /// # Errors
    /// Where the WAV file stays, and why.
    pub fn keep_packed(&mut self, packed: &Packable) -> Result<String, StoreError> {
        self.begin_change()?;
        let document = self.take_document(&packed.take)?;
        let unknown = || StoreError::Unknown { what: "The recording".to_owned() };
        let name = packed.flac.file_name().and_then(|name| name.to_str()).ok_or_else(unknown)?.to_owned();
        let flac = document.with_file_name(&name);
        // Both are gone from here where the take was moved or deleted meanwhile.
        if flac != packed.flac || !self.files.exists(&flac).map_err(StoreError::io(FAILED, &flac))? {
            return Err(unknown());
        }
        let mut take = self.read_again::<Take>(&document)?.ok_or_else(unknown)?;
        if take.recording.file != name {
            take.recording.file.clone_from(&name);
            self.save(&document, &take)?;
        }
        // Something else may have changed the document, which then still names the WAV file.
        let said = self.read_again::<Take>(&document)?;
        if said.is_some_and(|take| take.recording.file == name) {
            self.files.remove_file(&packed.wav).map_err(StoreError::io(FAILED, &packed.wav))?;
            self.files.sync_names(&packed.wav).map_err(StoreError::io(FAILED, &packed.wav))?;
        }
        Ok(name)
    }
}
