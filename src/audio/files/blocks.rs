//! Going through the frames of a recording in blocks.

use std::ops::Range;
use std::path::Path;

use super::FileError;
use crate::audio::progress::Progress;
use crate::audio::wav_read::WavReader;
use crate::domain::time::Frames;

/// Frames that are taken at a time.
const BLOCK: usize = 16_384;

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
