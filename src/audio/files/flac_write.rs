//! FLAC, in which every sample is kept in about half the space.

use std::ops::Range;
use std::path::Path;

use flac_codec::encode::{FlacSampleWriter, Options};

use super::blocks::{for_each_block, frames_in};
use super::output::Output;
use super::{FileError, unsupported};
use crate::audio::progress::Progress;
use crate::audio::wav_read::WavReader;
use crate::domain::time::Frames;

/// Whole numbers of more bits are read by few programs.
const MOST_BITS: u32 = 24;

/// Packs a part of a recording, or all of it, and says how many frames that were.
pub(super) fn encode(
    reader: &mut WavReader,
    source: &Path,
    output: &mut Output<'_>,
    part: Option<&Range<Frames>>,
    progress: &Progress,
) -> Result<Frames, FileError> {
    let layout = reader.layout();
    let bits = layout.encoding.integer_bits().filter(|bits| *bits <= MOST_BITS);
    let bits = bits.ok_or_else(|| unsupported(source, layout.encoding))?;
    let channels = u8::try_from(layout.channels).ok().filter(|channels| *channels <= 8);
    let channels = channels.ok_or_else(|| FileError::Unsupported {
        path: source.to_owned(),
        what: "more than eight channels, and FLAC holds no more".to_owned(),
    })?;
    let path = output.path().to_owned();
    let failed = |error: flac_codec::Error| FileError::CannotWrite {
        path: path.clone(),
        error: std::io::Error::other(error.to_string()),
    };
    let mut writer = FlacSampleWriter::new(
        output,
        // Whoever goes to a place decodes a second at most.
        Options::default().no_padding().seektable_seconds(1),
        layout.rate.hz(),
        bits,
        channels,
        Some(frames_in(reader, part).saturating_mul(u64::from(channels))),
    )
    .map_err(failed)?;
    let mut samples = Vec::new();
    let frames = for_each_block(reader, source, part, progress, |reader, at, count| {
        samples.clear();
        let read = reader
            .read_integers(at, count, &mut samples)
            .map_err(|error| super::cannot_read(source, &error))?;
        writer.write(&samples).map_err(failed)?;
        Ok(read)
    })?;
    writer.finalize().map_err(failed)?;
    Ok(frames)
}
