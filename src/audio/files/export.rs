//! Hands recordings to other programs, whole or in part, sample for sample.

use std::ops::Range;
use std::path::Path;

use super::blocks::for_each_block;
use super::output::Output;
use super::wav_write::WavOutput;
use super::{FileError, cannot_read, flac_write, open_take, unsupported};
use crate::audio::progress::Progress;
use crate::domain::time::Frames;
use crate::store::fs::Fs;

/// Copies a recording, or a part of it, to a WAV file. Returns how many frames were written.
///
/// # Errors
/// Where the recording cannot be read or the target not be written; nothing is left of it then.
pub fn wav(
    fs: &dyn Fs,
    source: &Path,
    target: &Path,
    part: Option<&Range<Frames>>,
    progress: &Progress,
) -> Result<Frames, FileError> {
    let mut reader = open_take(fs, source)?;
    let layout = reader.layout();
    layout.encoding.of_takes().ok_or_else(|| unsupported(source, layout.encoding))?;
    let mut output = Output::create(fs, target)?;
    let mut wav = WavOutput::begin(&mut output, layout)?;
    let mut bytes = Vec::new();
    let frames = for_each_block(&mut reader, source, part, progress, |reader, at, count| {
        bytes.clear();
        let read = reader.read_bytes(at, count, &mut bytes).map_err(|error| cannot_read(source, &error))?;
        wav.write(&bytes)?;
        Ok(read)
    })?;
    wav.finish()?;
    output.finish()?;
    Ok(frames)
}

/// Packs a recording, or a part of it, into a FLAC file, in which every sample is kept. Returns how many frames were
/// written.
///
/// # Errors
/// Where the recording cannot be read, has samples that FLAC cannot hold, or the target cannot be written; nothing is
/// left of it then.
pub fn flac(
    fs: &dyn Fs,
    source: &Path,
    target: &Path,
    part: Option<&Range<Frames>>,
    progress: &Progress,
) -> Result<Frames, FileError> {
    let mut reader = open_take(fs, source)?;
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut output = Output::create(fs, target)?;
    let frames = flac_write::encode(&mut reader, source, &mut output, part, threads, progress)?;
    output.finish()?;
    Ok(frames)
}
