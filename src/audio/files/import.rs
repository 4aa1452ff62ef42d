//! Brings recordings of other programs in: WAV, FLAC, MP3, M4A and OGG become a 16-bit WAV of one channel.

use std::path::Path;

use super::output::Output;
use super::source::{Decoded, Source};
use super::wav_write::WavOutput;
use super::{FileError, Imported};
use crate::audio::encoding::{Mix, to_16_bits};
use crate::audio::progress::Progress;
use crate::audio::wav_read::WavReader;
use crate::domain::take::SampleFormat;
use crate::domain::time::{Frames, SampleRate};
use crate::store::fs::Fs;
use crate::store::wav::Layout;

/// What recordings become.
const FORMAT: SampleFormat = SampleFormat::Int16;
/// Longer recordings are taken for a trap: silence can be packed very small.
const MOST_HOURS: u64 = 6;

/// Reads `source` and writes it to `target`, which takes its name only once it is whole. Where a file breaks off, what
/// could be read is kept and the answer says so.
///
/// # Errors
/// Where nothing could be read, or the target could not be written; nothing is left of it then.
pub fn import(
    fs: &dyn Fs,
    source: &Path,
    target: &Path,
    mix: Mix,
    progress: &Progress,
) -> Result<Imported, FileError> {
    let opened = fs.open(source).ok().and_then(|file| WavReader::open_wav(file).ok());
    let mut output = Output::create(fs, target)?;
    let imported = match opened {
        // Our own reader gets more out of a damaged WAV file.
        Some(reader) => from_wav(reader, source, &mut output, mix, progress),
        None => from_other(Source::open(fs, source, progress)?, source, &mut output, mix, progress),
    }?;
    output.finish()?;
    Ok(imported)
}

fn from_wav(
    mut reader: WavReader,
    source: &Path,
    output: &mut Output<'_>,
    mix: Mix,
    progress: &Progress,
) -> Result<Imported, FileError> {
    let mut take = NewTake::begin(source, output, reader.rate())?;
    let mut block = vec![0; 16_384];
    loop {
        stop_if_cancelled(progress)?;
        match reader.read_16_bits(take.frames, mix, &mut block) {
            Ok(0) => return take.finish(false),
            Ok(count) => take.add(block.get(..count).unwrap_or_default())?,
            Err(error) if take.frames.is_zero() => return Err(super::cannot_read(source, &error)),
            Err(_) => return take.finish(true),
        }
        progress.set(take.frames.0, reader.frames().0);
    }
}

fn from_other(
    mut source: Source,
    path: &Path,
    output: &mut Output<'_>,
    mix: Mix,
    progress: &Progress,
) -> Result<Imported, FileError> {
    let (mut samples, mut mixed) = (Vec::<f32>::new(), Vec::new());
    let mut decoded = source.next(&mut samples)?;
    stop_if_cancelled(progress)?;
    let first = decoded.as_ref().ok_or_else(|| FileError::Damaged { path: path.to_owned() })?;
    let mut take = NewTake::begin(path, output, first.rate)?;
    while let Some(Decoded { rate, channels }) = decoded {
        if take.rate != rate {
            // Another recording was appended to this one.
            source.is_damaged = true;
            break;
        }
        mixed.clear();
        mixed.extend(samples.chunks_exact(channels.max(1)).map(|frame| mix_frame(frame, mix)));
        take.add(&mixed)?;
        decoded = match source.next(&mut samples) {
            // What came before the damage is kept.
            Err(FileError::Damaged { .. }) => {
                source.is_damaged = true;
                None
            }
            next => next?,
        };
        stop_if_cancelled(progress)?;
    }
    take.finish(source.is_damaged)
}

fn stop_if_cancelled(progress: &Progress) -> Result<(), FileError> {
    if progress.is_cancelled() { Err(FileError::Cancelled) } else { Ok(()) }
}

fn mix_frame(frame: &[f32], mix: Mix) -> i16 {
    let one = match mix {
        Mix::Channel(channel) => frame.get(usize::from(channel)).copied(),
        Mix::All => None,
    };
    let count = u16::try_from(frame.len()).unwrap_or(u16::MAX).max(1);
    to_16_bits(one.unwrap_or_else(|| frame.iter().sum::<f32>() / f32::from(count)))
}

/// The take being written.
struct NewTake<'o, 'a> {
    wav: WavOutput<'o, 'a>,
    source: &'o Path,
    rate: SampleRate,
    frames: Frames,
}

impl<'o, 'a> NewTake<'o, 'a> {
    fn begin(source: &'o Path, output: &'o mut Output<'a>, rate: SampleRate) -> Result<Self, FileError> {
        let wav = WavOutput::begin(output, Layout::mono(rate, FORMAT))?;
        Ok(Self { wav, source, rate, frames: Frames::ZERO })
    }

    fn add(&mut self, samples: &[i16]) -> Result<(), FileError> {
        self.frames = self.frames.plus(Frames(samples.len() as u64));
        if self.frames.0 > u64::from(self.rate.hz()) * 3_600 * MOST_HOURS {
            return Err(FileError::TooLong { path: self.source.to_owned(), most_hours: MOST_HOURS });
        }
        self.wav.write_16_bits(samples.iter().copied())
    }

    fn finish(self, is_partial: bool) -> Result<Imported, FileError> {
        if self.frames.is_zero() {
            return Err(FileError::Damaged { path: self.source.to_owned() });
        }
        self.wav.finish()?;
        Ok(Imported { rate: self.rate, frames: self.frames, format: FORMAT, is_partial })
    }
}
