//! What is measured in the voice of a sound file, whatever its kind.

use std::path::Path;

use super::FileError;
use super::source::{Decoded, Source};
use crate::audio::encoding::Mix;
use crate::audio::progress::Progress;
use crate::audio::wav_read::WavReader;
use crate::domain::time::Frames;
use crate::domain::voice::VoiceMeasures;
use crate::speech::analysis::Analyser;
use crate::store::fs::Fs;

const BLOCK: usize = 16_384;

/// The measures of a file. It takes a second for five minutes, so it belongs on a thread of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    pub measures: VoiceMeasures,
    /// Whether the file broke off or could not be read in places.
    pub is_partial: bool,
}

/// Measures a take's recording or any other sound file.
///
/// # Errors
/// Where nothing of it can be read, or somebody wished it to stop.
pub fn of_file(fs: &dyn Fs, path: &Path, progress: &Progress) -> Result<Measured, FileError> {
    let opened = fs.open(path).ok().and_then(|file| WavReader::open(file).ok());
    match opened {
        // Our own reader gets more out of a damaged file, and only it knows the recordings that were packed.
        Some(reader) if reader.layout().channels == 1 => of_one_channel(reader, path, progress),
        _ => of_channels(Source::open(fs, path, progress)?, path, progress),
    }
}

fn of_one_channel(mut reader: WavReader, path: &Path, progress: &Progress) -> Result<Measured, FileError> {
    let mut analyser = Analyser::new(reader.rate(), 1);
    let mut block = vec![0.0; BLOCK];
    let mut at = Frames::ZERO;
    let is_partial = loop {
        stop_if_cancelled(progress)?;
        match reader.read(at, Mix::All, &mut block) {
            Ok(0) => break at < reader.frames(),
            Ok(count) => {
                analyser.push(block.get(..count).unwrap_or_default());
                at = at.plus(Frames(count as u64));
            }
            Err(error) if at.is_zero() => return Err(super::cannot_read(path, &error)),
            Err(_) => break true,
        }
        progress.set(at.0, reader.frames().0);
    };
    Ok(Measured { measures: analyser.finish(), is_partial })
}

fn of_channels(mut source: Source, path: &Path, progress: &Progress) -> Result<Measured, FileError> {
    let mut samples = Vec::<f32>::new();
    let mut analyser = None;
    let mut first = None;
    let is_partial = loop {
        let decoded = match source.next(&mut samples) {
            // What came before the damage is measured.
            Err(FileError::Damaged { .. }) if analyser.is_some() => break true,
            decoded => decoded?,
        };
        stop_if_cancelled(progress)?;
        let Some(Decoded { rate, channels }) = decoded else { break source.is_damaged };
        let analyser = analyser.get_or_insert_with(|| Analyser::new(rate, channels));
        if *first.get_or_insert((rate, channels)) != (rate, channels) {
            // Another recording was appended to this one.
            break true;
        }
        analyser.push(&samples);
    };
    let analyser = analyser.ok_or_else(|| FileError::Damaged { path: path.to_owned() })?;
    Ok(Measured { measures: analyser.finish(), is_partial })
}

fn stop_if_cancelled(progress: &Progress) -> Result<(), FileError> {
    if progress.is_cancelled() { Err(FileError::Cancelled) } else { Ok(()) }
}
