//! Reads WAV files as they are found: cut short, still growing, or with a header that lies. A take that was packed
//! into a FLAC file is read in the same way.
//!
//! The file's own length is believed and never its header's. Nothing is allocated on a header's word, and any
//! frame can be read without reading what lies before it.

use std::io::{self, SeekFrom};

use super::encoding::{Mix, to_16_bits};
use super::flac_read::{self, FlacBytes};
use crate::domain::time::{Frames, SampleRate};
use crate::store::fs::ReadFile;
use crate::store::wav::{Header, Layout, WavError};

/// How much is read from the file at a time.
const BLOCK_BYTES: usize = 64 * 1024;

/// An open WAV file, any frame of which can be read.
pub struct WavReader {
    file: Box<dyn ReadFile>,
    layout: Layout,
    sound_at: u64,
    frames: u64,
    bytes: Vec<u8>,
}

impl WavReader {
    /// Opens a take's recording: a WAV file, or the FLAC file into which it was packed.
    ///
    /// # Errors
    /// Where the file is neither, cannot be read, or is written in a way not known here.
    pub fn open(mut file: Box<dyn ReadFile>) -> Result<Self, WavError> {
        let mut magic = [0; 4];
        file.seek(SeekFrom::Start(0))?;
        let is_whole = read_as_far_as_possible(file.as_mut(), &mut magic).bytes == magic.len();
        if !is_whole || magic != *flac_read::MAGIC {
            return Self::open_wav(file);
        }
        file.seek(SeekFrom::Start(0))?;
        let (layout, frames, flac) = FlacBytes::open(file)?;
        Ok(Self { file: Box::new(flac), layout, sound_at: 0, frames, bytes: vec![0; BLOCK_BYTES] })
    }

    /// Reads the header of a WAV file and finds the samples.
    ///
    /// # Errors
    /// Where the file is no WAV file, cannot be read, or is written in a way not known here.
    pub fn open_wav(mut file: Box<dyn ReadFile>) -> Result<Self, WavError> {
        let Header { layout, sound_at, claimed_len, len_there } = Header::read(file.as_mut())?;
        let frames = claimed_len.map_or(len_there, |claimed| claimed.min(len_there)) / layout.frame_len();
        Ok(Self { file, layout, sound_at, frames, bytes: vec![0; BLOCK_BYTES] })
    }

    #[must_use]
    pub const fn layout(&self) -> Layout {
        self.layout
    }

    #[must_use]
    pub const fn rate(&self) -> SampleRate {
        self.layout.rate
    }

    /// How many whole frames the file holds.
    #[must_use]
    pub const fn frames(&self) -> Frames {
        Frames(self.frames)
    }

    /// Fills `out` with frames from `at` on, each mixed to one number, and says how many there were: fewer than
    /// asked for at the end, and before a place that cannot be read.
    ///
    /// # Errors
    /// Where not even the first frame can be read.
    pub fn read(&mut self, at: Frames, mix: Mix, out: &mut [f32]) -> Result<usize, WavError> {
        self.read_as(at, mix, out, |sample| f32::from(sample) / 32_768.0, |sample| sample)
    }

    /// The same in 16 bits, to which finer samples are rounded.
    ///
    /// # Errors
    /// Where not even the first frame can be read.
    pub fn read_16_bits(&mut self, at: Frames, mix: Mix, out: &mut [i16]) -> Result<usize, WavError> {
        self.read_as(at, mix, out, |sample| sample, to_16_bits)
    }

    /// Hands over `count` frames from `at` on in 16 bits, some at a time, and says how many there were: the quickest
    /// way through a long file.
    ///
    /// # Errors
    /// Where not even the first frame can be read.
    pub fn for_each_16_bits(
        &mut self,
        at: Frames,
        mix: Mix,
        count: usize,
        mut each: impl FnMut(&[i16]),
    ) -> Result<usize, WavError> {
        let layout = self.layout;
        let mut few = [0; 512];
        self.for_each_block(at, count, |block| {
            if let Some(samples) = layout.as_16_bits(block) {
                return each(samples);
            }
            for bytes in block.chunks(few.len() * layout.frame_bytes()) {
                let frames = layout.decode(bytes, mix, &mut few, |sample| sample, to_16_bits);
                each(few.get(..frames).unwrap_or_default());
            }
        })
    }

    fn read_as<T>(
        &mut self,
        at: Frames,
        mix: Mix,
        out: &mut [T],
        from_16_bits: impl Fn(i16) -> T,
        from_fraction: impl Fn(f32) -> T,
    ) -> Result<usize, WavError> {
        let layout = self.layout;
        let count = out.len();
        let mut left = out;
        self.for_each_block(at, count, |block| {
            let frames = layout.decode(block, mix, left, &from_16_bits, &from_fraction);
            left = std::mem::take(&mut left).get_mut(frames..).unwrap_or_default();
        })
    }

    /// Adds up to `count` frames from `at` on to `out`, channel beside channel, as the whole numbers they are, and
    /// says how many there were. Only for encodings with `Encoding::integer_bits`; others read as zero.
    ///
    /// # Errors
    /// Where not even the first frame can be read.
    pub fn read_integers(&mut self, at: Frames, count: usize, out: &mut Vec<i32>) -> Result<usize, WavError> {
        let encoding = self.layout.encoding;
        self.for_each_block(at, count, |block| {
            out.extend(block.chunks_exact(encoding.bytes()).map(|bytes| encoding.integer(bytes)));
        })
    }

    /// Adds up to `count` frames from `at` on to `out` as the bytes they are, and says how many there were.
    ///
    /// # Errors
    /// Where not even the first frame can be read.
    pub fn read_bytes(&mut self, at: Frames, count: usize, out: &mut Vec<u8>) -> Result<usize, WavError> {
        self.for_each_block(at, count, |block| out.extend_from_slice(block))
    }

    /// Hands over the bytes of `count` frames from `at` on in blocks of whole frames.
    fn for_each_block(
        &mut self,
        at: Frames,
        count: usize,
        mut each: impl FnMut(&[u8]),
    ) -> Result<usize, WavError> {
        let frame_bytes = self.layout.frame_bytes();
        let left = usize::try_from(self.frames.saturating_sub(at.0)).unwrap_or(usize::MAX);
        let wanted = count.min(left);
        if wanted == 0 {
            return Ok(0);
        }
        self.file.seek(SeekFrom::Start(self.sound_at + at.0 * frame_bytes as u64))?;
        let mut done = 0;
        while done < wanted {
            let bytes = (BLOCK_BYTES / frame_bytes).min(wanted - done) * frame_bytes;
            let block = self.bytes.get_mut(..bytes).unwrap_or_default();
            let outcome = read_as_far_as_possible(self.file.as_mut(), block);
            let whole = block.get(..outcome.bytes - outcome.bytes % frame_bytes).unwrap_or_default();
            each(whole);
            done += whole.len() / frame_bytes;
            match outcome.error {
                Some(error) if done == 0 => return Err(error.into()),
                None if outcome.bytes == bytes => {}
                // The file ends here, or cannot be read on.
                _ => break,
            }
        }
        Ok(done)
    }
}

struct Outcome {
    bytes: usize,
    error: Option<io::Error>,
}

fn read_as_far_as_possible(file: &mut dyn ReadFile, block: &mut [u8]) -> Outcome {
    let mut bytes = 0;
    while let Some(rest) = block.get_mut(bytes..).filter(|rest| !rest.is_empty()) {
        match file.read(rest) {
            Ok(0) => break,
            Ok(count) => bytes += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Outcome { bytes, error: Some(error) },
        }
    }
    Outcome { bytes, error: None }
}

#[cfg(test)]
mod tests;
