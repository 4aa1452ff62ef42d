//! Hands recordings to other programs, whole or in part, sample for sample.

use std::io::{Seek as _, SeekFrom, Write as _};
use std::ops::Range;
use std::path::Path;

use super::output::Output;
use super::{FileError, cannot_read, flac, open_take};
use crate::audio::encoding::Encoding;
use crate::audio::progress::Progress;
use crate::audio::wav_read::WavReader;
use crate::domain::take::SampleFormat;
use crate::domain::time::Frames;
use crate::store::fs::Fs;
use crate::store::wav::{Layout, header};

/// Frames that are copied at a time.
const BLOCK: usize = 16_384;

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
    let format = match reader.format().encoding {
        Encoding::Int16 => SampleFormat::Int16,
        Encoding::Int24 => SampleFormat::Int24,
        Encoding::Float32 => SampleFormat::Float32,
        other => return Err(unsupported(source, other)),
    };
    let layout = Layout { rate: reader.rate(), channels: reader.format().channels, format };
    let mut output = Output::create(fs, target)?;
    output.write_all(&header(layout, u64::MAX)).map_err(|error| output.failed(error))?;
    let mut bytes = Vec::new();
    let frames = for_each_block(&mut reader, source, part, progress, |reader, at, count| {
        bytes.clear();
        let read = reader.read_bytes(at, count, &mut bytes).map_err(|error| cannot_read(source, &error))?;
        output.write_all(&bytes).map_err(|error| output.failed(error))?;
        Ok(read)
    })?;
    write_at_start(&mut output, &header(layout, frames.0 * layout.frame_len()))?;
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
    let mut output = Output::create(fs, target)?;
    let frames = flac::encode(&mut reader, source, &mut output, part, progress)?;
    output.finish()?;
    Ok(frames)
}

/// Goes through the frames of a part in blocks; `each` gets a place and a count and says how many frames there were.
pub(super) fn for_each_block(
    reader: &mut WavReader,
    source: &Path,
    part: Option<&Range<Frames>>,
    progress: &Progress,
    mut each: impl FnMut(&mut WavReader, Frames, usize) -> Result<usize, FileError>,
) -> Result<Frames, FileError> {
    let part = inside(reader, part);
    let mut at = part.start;
    while at < part.end {
        if progress.is_cancelled() {
            return Err(FileError::Cancelled);
        }
        let left = usize::try_from(part.end.minus(at).0).unwrap_or(usize::MAX);
        let count = each(reader, at, left.min(BLOCK))?;
        if count == 0 {
            // The file has become shorter since it was opened.
            return Err(FileError::Damaged { path: source.to_owned() });
        }
        at = at.plus(Frames(count as u64));
        progress.set(at.minus(part.start).0, part.end.minus(part.start).0);
    }
    Ok(at.minus(part.start))
}

/// How many frames a part of a recording has, or all of it.
pub(super) fn frames_in(reader: &WavReader, part: Option<&Range<Frames>>) -> u64 {
    let part = inside(reader, part);
    part.end.minus(part.start).0
}

fn inside(reader: &WavReader, part: Option<&Range<Frames>>) -> Range<Frames> {
    let end = reader.frames();
    part.map_or(Frames::ZERO..end, |part| part.start..part.end.min(end))
}

pub(super) fn write_at_start(output: &mut Output<'_>, bytes: &[u8]) -> Result<(), FileError> {
    let written = output.seek(SeekFrom::Start(0)).and_then(|_| output.write_all(bytes));
    written.map_err(|error| output.failed(error))
}

pub(super) fn unsupported(path: &Path, encoding: Encoding) -> FileError {
    FileError::Unsupported { path: path.to_owned(), what: format!("samples written as {encoding:?}") }
}
