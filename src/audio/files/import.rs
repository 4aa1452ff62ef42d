//! Brings recordings of other programs in: WAV, FLAC, MP3, M4A and OGG become a 16-bit WAV of one channel.

use std::io::Write as _;
use std::path::Path;

use super::output::Output;
use super::source::Source;
use super::{FileError, Imported};
use crate::audio::encoding::{Mix, to_16_bits};
use crate::audio::progress::Progress;
use crate::audio::wav_read::WavReader;
use crate::domain::take::SampleFormat;
use crate::domain::time::{Frames, SampleRate};
use crate::store::fs::Fs;
use crate::store::wav::{Layout, header};

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
    match opened {
        // Our own reader gets more out of a damaged WAV file.
        Some(reader) => from_wav(fs, reader, source, target, mix, progress),
        None => from_other(fs, source, target, mix, progress),
    }
}

fn from_wav(
    fs: &dyn Fs,
    mut reader: WavReader,
    source: &Path,
    target: &Path,
    mix: Mix,
    progress: &Progress,
) -> Result<Imported, FileError> {
    let mut take = NewTake::begin(fs, source, target, reader.rate())?;
    let mut block = vec![0; 16_384];
    loop {
        if progress.is_cancelled() {
            return Err(FileError::Cancelled);
        }
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
    fs: &dyn Fs,
    path: &Path,
    target: &Path,
    mix: Mix,
    progress: &Progress,
) -> Result<Imported, FileError> {
    let mut source = Source::open(fs, path, progress)?;
    let (mut samples, mut mixed) = (Vec::<f32>::new(), Vec::new());
    let mut take = None;
    loop {
        let heard = match source.next(&mut samples) {
            // What was heard before the damage is kept.
            Err(FileError::Damaged { .. }) if take.is_some() => {
                source.is_damaged = true;
                None
            }
            heard => heard?,
        };
        if progress.is_cancelled() {
            return Err(FileError::Cancelled);
        }
        let Some(heard) = heard else { break };
        if take.is_none() {
            take = Some(NewTake::begin(fs, path, target, heard.rate)?);
        }
        let Some(take) = take.as_mut() else { break };
        if take.rate != heard.rate {
            // Another recording was appended to this one.
            source.is_damaged = true;
            break;
        }
        mixed.clear();
        mixed.extend(samples.chunks_exact(heard.channels.max(1)).map(|frame| mix_frame(frame, mix)));
        take.add(&mixed)?;
    }
    let take = take.ok_or_else(|| FileError::Damaged { path: path.to_owned() })?;
    take.finish(source.is_damaged)
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
struct NewTake<'a> {
    output: Output<'a>,
    source: &'a Path,
    rate: SampleRate,
    frames: Frames,
}

impl<'a> NewTake<'a> {
    fn begin(fs: &'a dyn Fs, source: &'a Path, target: &Path, rate: SampleRate) -> Result<Self, FileError> {
        let mut output = Output::create(fs, target)?;
        // The length is not known yet, and stands for "to the end" until it is.
        let head = header(Layout::mono(rate, SampleFormat::Int16), u64::MAX);
        output.write_all(&head).map_err(|error| output.failed(error))?;
        Ok(Self { output, source, rate, frames: Frames::ZERO })
    }

    fn add(&mut self, samples: &[i16]) -> Result<(), FileError> {
        self.frames = self.frames.plus(Frames(samples.len() as u64));
        if self.frames.0 > u64::from(self.rate.hz()) * 3_600 * MOST_HOURS {
            return Err(FileError::TooLong { path: self.source.to_owned(), most_hours: MOST_HOURS });
        }
        let bytes: Vec<u8> = samples.iter().flat_map(|sample| sample.to_le_bytes()).collect();
        self.output.write_all(&bytes).map_err(|error| self.output.failed(error))
    }

    fn finish(mut self, is_partial: bool) -> Result<Imported, FileError> {
        if self.frames.is_zero() {
            return Err(FileError::Damaged { path: self.source.to_owned() });
        }
        let format = SampleFormat::Int16;
        let head = header(Layout::mono(self.rate, format), self.frames.0 * format.bytes_per_sample());
        super::export::write_at_start(&mut self.output, &head)?;
        self.output.finish()?;
        Ok(Imported { rate: self.rate, frames: self.frames, format, is_partial })
    }
}
