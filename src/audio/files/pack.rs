//! Keeps a take in about half the space, and lets the original go only once every sample was compared.

use std::path::{Path, PathBuf};

use super::output::Output;
use super::source::Source;
use super::{FileError, cannot_read, flac_write, open_take};
use crate::audio::progress::Progress;
use crate::domain::time::Frames;
use crate::store::fs::Fs;

/// Proof that a FLAC file holds every sample of a WAV file. Only [`pack`] makes one, and only by comparing.
#[derive(Debug)]
pub struct Packed {
    wav: PathBuf,
    flac: PathBuf,
    frames: Frames,
}

impl Packed {
    /// The file that may go now.
    #[must_use]
    pub fn wav(&self) -> &Path {
        &self.wav
    }

    /// The file that stays.
    #[must_use]
    pub fn flac(&self) -> &Path {
        &self.flac
    }

    #[must_use]
    pub const fn frames(&self) -> Frames {
        self.frames
    }
}

/// Packs a WAV file into a FLAC file, has it on the disk, reads it back with another program's decoder and compares
/// every sample. The WAV file is not touched. A FLAC file that an interrupted attempt has left is taken where it holds
/// every sample.
///
/// # Errors
/// Where anything cannot be read or written, or a single sample differs; the FLAC file is removed then.
pub fn pack(fs: &dyn Fs, wav: &Path, flac: &Path, progress: &Progress) -> Result<Packed, FileError> {
    if fs.meta(flac).is_ok() {
        match compare(fs, wav, flac, progress) {
            Ok(frames) => return Ok(Packed { wav: wav.to_owned(), flac: flac.to_owned(), frames }),
            Err(FileError::Cancelled) => return Err(FileError::Cancelled),
            // It is written anew in its place.
            Err(_) => {}
        }
    }
    let mut output = Output::create(fs, flac)?;
    let mut reader = open_take(fs, wav)?;
    // One thread, because takes are packed while somebody does something else.
    flac_write::encode(&mut reader, wav, &mut output, None, 1, progress)?;
    output.sync().map_err(|error| output.failed(error))?;
    let frames = compare(fs, wav, output.temporary(), progress)?;
    output.finish()?;
    Ok(Packed { wav: wav.to_owned(), flac: flac.to_owned(), frames })
}

/// Says how many frames are the same, which is all of them.
fn compare(fs: &dyn Fs, wav: &Path, flac: &Path, progress: &Progress) -> Result<Frames, FileError> {
    let differs = || FileError::NotTheSame { path: flac.to_owned() };
    let mut reader = open_take(fs, wav)?;
    let layout = reader.layout();
    // The decoder shifts samples of fewer bits up to 32.
    let shift = 32 - layout.encoding.integer_bits().ok_or_else(differs)?;
    let mut source = Source::open(fs, flac, progress)?;
    let (mut decoded, mut original) = (Vec::<i32>::new(), Vec::new());
    let mut at = Frames::ZERO;
    while let Some(found) = source.next(&mut decoded)? {
        if progress.is_cancelled() {
            return Err(FileError::Cancelled);
        }
        if found.rate != layout.rate || found.channels != usize::from(layout.channels) {
            return Err(differs());
        }
        original.clear();
        let count = decoded.len() / found.channels;
        let read =
            reader.read_integers(at, count, &mut original).map_err(|error| cannot_read(wav, &error))?;
        let same = original.iter().map(|sample| sample << shift).eq(decoded.iter().copied());
        if read != count || !same {
            return Err(differs());
        }
        at = at.plus(Frames(count as u64));
    }
    if source.is_damaged || at != reader.frames() { Err(differs()) } else { Ok(at) }
}
