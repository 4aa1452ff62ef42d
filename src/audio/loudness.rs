//! How loud a recording on the disk is, so that two can be compared at equal loudness.

use super::encoding::Mix;
use super::progress::{Cancelled, Progress};
use super::wav_read::WavReader;
use crate::domain::time::Frames;
use crate::speech::loudness::{LoudnessMeter, Lufs};
use crate::store::wav::WavError;

/// Measures a whole file; `None` where it is silent. It takes a few seconds for an hour, so it belongs on a thread
/// of its own.
///
/// # Errors
/// Where the file cannot be read.
pub fn of_file(
    reader: &mut WavReader,
    progress: &Progress,
) -> Result<Result<Option<Lufs>, Cancelled>, WavError> {
    let mut meter = LoudnessMeter::new(reader.rate());
    let mut block = vec![0.0; 16_384];
    let mut at = Frames::ZERO;
    loop {
        if progress.is_cancelled() {
            return Ok(Err(Cancelled));
        }
        let count = reader.read(at, Mix::All, &mut block)?;
        if count == 0 {
            return Ok(Ok(meter.loudness()));
        }
        meter.push(block.get(..count).unwrap_or_default());
        at = at.plus(Frames(count as u64));
        progress.set(at.0, reader.frames().0);
    }
}
