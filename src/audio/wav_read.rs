//! Reads WAV files as they are found: cut short, still growing, or with a header that lies. A take that was packed
//! into a FLAC file is read in the same way.
//!
//! The file's own length is believed and never its header's. Nothing is allocated on a header's word, and any
//! frame can be read without reading what lies before it.

use std::fmt;
use std::io::{self, SeekFrom};

use super::encoding::{Encoding, Mix, WavFormat, to_16_bits};
use super::packed::{self, Packed};
use crate::domain::time::{Frames, SampleRate};
use crate::store::fs::ReadFile;

/// More channels than any sound card has are taken for damage.
const MOST_CHANNELS: u16 = 32;

/// A file made of empty chunks could otherwise be walked for minutes.
const MOST_CHUNKS: usize = 1_000;

/// How much is read from the file at a time.
const BLOCK_BYTES: usize = 64 * 1024;

/// Why a file cannot be read as WAV.
#[derive(Debug)]
pub enum WavError {
    /// The file does not begin as a WAV file does.
    NotWav,
    /// There is no chunk that says how the samples are written.
    NoFormat,
    /// There are no samples.
    NoSound,
    /// The samples are written in a way this program cannot read.
    Unsupported {
        what: String,
    },
    Io(io::Error),
}

impl fmt::Display for WavError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotWav => f.write_str("This is not a WAV file. Import it, or choose another one."),
            Self::NoFormat => f.write_str(
                "The WAV file does not say how its samples are written, so it cannot be played. Its beginning is damaged.",
            ),
            Self::NoSound => f.write_str("The WAV file holds no samples, so there is nothing to play."),
            Self::Unsupported { what } => write!(
                f,
                "The WAV file is written in a way that this program cannot read: {what}. Convert it to 16-bit WAV."
            ),
            Self::Io(error) => write!(
                f,
                "The sound file cannot be read. Check that its disk is connected. The system says: {error}"
            ),
        }
    }
}

impl std::error::Error for WavError {}

impl From<io::Error> for WavError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// An open WAV file, any frame of which can be read.
pub struct WavReader {
    file: Box<dyn ReadFile>,
    format: WavFormat,
    sound_start: u64,
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
        if !is_whole || magic != *packed::MAGIC {
            return Self::open_wav(file);
        }
        file.seek(SeekFrom::Start(0))?;
        let (format, frames, packed) = Packed::open(file)?;
        Ok(Self { file: Box::new(packed), format, sound_start: 0, frames, bytes: vec![0; BLOCK_BYTES] })
    }

    /// Reads the header of a WAV file and finds the samples.
    ///
    /// # Errors
    /// Where the file is no WAV file, cannot be read, or is written in a way not known here.
    pub fn open_wav(mut file: Box<dyn ReadFile>) -> Result<Self, WavError> {
        let file_bytes = file.seek(SeekFrom::End(0))?;
        let header = Header::read(file.as_mut(), file_bytes)?;
        let frame_bytes = header.format.frame_bytes() as u64;
        let there = file_bytes.saturating_sub(header.sound_start);
        let sound_bytes = header.sound_bytes.map_or(there, |declared| declared.min(there));
        Ok(Self {
            file,
            format: header.format,
            sound_start: header.sound_start,
            frames: sound_bytes / frame_bytes,
            bytes: vec![0; BLOCK_BYTES],
        })
    }

    #[must_use]
    pub const fn format(&self) -> WavFormat {
        self.format
    }

    #[must_use]
    pub const fn rate(&self) -> SampleRate {
        self.format.rate
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
        let format = self.format;
        let mut few = [0; 512];
        self.for_each_block(at, count, |block| {
            if let Some(samples) = format.as_16_bits(block) {
                return each(samples);
            }
            for bytes in block.chunks(few.len() * format.frame_bytes()) {
                let frames = format.decode(bytes, mix, &mut few, |sample| sample, to_16_bits);
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
        let format = self.format;
        let count = out.len();
        let mut left = out;
        self.for_each_block(at, count, |block| {
            let frames = format.decode(block, mix, left, &from_16_bits, &from_fraction);
            left = std::mem::take(&mut left).get_mut(frames..).unwrap_or_default();
        })
    }

    /// Adds up to `count` frames from `at` on to `out`, channel beside channel, as the whole numbers they are, and
    /// says how many there were. Only for encodings with [`Encoding::integer_bits`]; others read as zero.
    ///
    /// # Errors
    /// Where not even the first frame can be read.
    pub fn read_integers(&mut self, at: Frames, count: usize, out: &mut Vec<i32>) -> Result<usize, WavError> {
        let encoding = self.format.encoding;
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
        let frame_bytes = self.format.frame_bytes();
        let left = usize::try_from(self.frames.saturating_sub(at.0)).unwrap_or(usize::MAX);
        let wanted = count.min(left);
        if wanted == 0 {
            return Ok(0);
        }
        self.file.seek(SeekFrom::Start(self.sound_start + at.0 * frame_bytes as u64))?;
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

/// Where the samples lie and how they are written.
struct Header {
    format: WavFormat,
    sound_start: u64,
    /// `None` where the header does not know: then they go to the end of the file.
    sound_bytes: Option<u64>,
}

impl Header {
    fn read(file: &mut dyn ReadFile, file_bytes: u64) -> Result<Self, WavError> {
        let mut start = [0; 12];
        file.seek(SeekFrom::Start(0))?;
        if read_as_far_as_possible(file, &mut start).bytes < start.len() {
            return Err(WavError::NotWav);
        }
        let long_form = match &start {
            [b'R', b'I', b'F', b'F', .., b'W', b'A', b'V', b'E'] => false,
            [b'R', b'F', b'6', b'4', .., b'W', b'A', b'V', b'E'] => true,
            _ => return Err(WavError::NotWav),
        };

        let (mut format, mut long_sound_bytes) = (None, None);
        let mut at = start.len() as u64;
        for _ in 0..MOST_CHUNKS {
            let Some(Chunk { id, bytes }) = Chunk::read(file, at, file_bytes)? else { break };
            let inside = at + Chunk::HEAD_BYTES;
            match &id {
                b"fmt " => format = Some(read_format(file, bytes)?),
                b"ds64" if long_form => long_sound_bytes = read_long_size(file)?,
                b"data" => {
                    return Ok(Self {
                        format: format.ok_or(WavError::NoFormat)?,
                        sound_start: inside,
                        sound_bytes: match bytes {
                            0 => None,
                            u32::MAX => long_sound_bytes,
                            bytes => Some(u64::from(bytes)),
                        },
                    });
                }
                _ => {}
            }
            // Chunks begin at even places.
            at = inside + u64::from(bytes) + u64::from(bytes % 2);
        }
        Err(if format.is_some() { WavError::NoSound } else { WavError::NoFormat })
    }
}

struct Chunk {
    id: [u8; 4],
    bytes: u32,
}

impl Chunk {
    const HEAD_BYTES: u64 = 8;

    /// The chunk at a place, or `None` past the end of the file.
    fn read(file: &mut dyn ReadFile, at: u64, file_bytes: u64) -> Result<Option<Self>, WavError> {
        if at.saturating_add(Self::HEAD_BYTES) > file_bytes {
            return Ok(None);
        }
        file.seek(SeekFrom::Start(at))?;
        let mut head = [0; 8];
        file.read_exact(&mut head)?;
        let [a, b, c, d, size @ ..] = head;
        Ok(Some(Self { id: [a, b, c, d], bytes: u32::from_le_bytes(size) }))
    }
}

/// The number of bytes of sound that a file of more than 4 GiB gives; `None` where it does not know either.
fn read_long_size(file: &mut dyn ReadFile) -> Result<Option<u64>, WavError> {
    let mut sizes = [0; 16];
    if read_as_far_as_possible(file, &mut sizes).bytes < sizes.len() {
        return Err(WavError::NoSound);
    }
    let [_, _, _, _, _, _, _, _, sound @ ..] = sizes;
    Ok(Some(u64::from_le_bytes(sound)).filter(|bytes| *bytes != 0))
}

fn read_format(file: &mut dyn ReadFile, bytes: u32) -> Result<WavFormat, WavError> {
    const INTEGER: u16 = 1;
    const FLOAT: u16 = 3;
    const EXTENSIBLE: u16 = 0xFFFE;

    let mut fields = [0; 26];
    let there = read_as_far_as_possible(file, &mut fields).bytes.min(bytes as usize);
    if there < 16 {
        return Err(WavError::NoFormat);
    }
    let field = |at: usize| match fields.get(at..at + 2) {
        Some(&[a, b]) => u16::from_le_bytes([a, b]),
        _ => 0,
    };
    let (channels, frame_bytes, bits) = (field(2), field(12), field(14));
    let hz = u32::from(field(4)) | u32::from(field(6)) << 16;
    let kind = match field(0) {
        EXTENSIBLE if there >= 26 => field(24),
        kind => kind,
    };

    let rate = SampleRate::new(hz).ok_or_else(|| unsupported(format!("{hz} samples a second")))?;
    if !(1..=MOST_CHANNELS).contains(&channels) {
        return Err(unsupported(format!("{channels} channels")));
    }
    // A sample may lie in more bytes than it has bits; it then fills the upper ones.
    let by_frame = (frame_bytes % channels == 0).then_some(frame_bytes / channels);
    let container = by_frame.filter(|bytes| *bytes <= 8 && bytes * 8 >= bits).unwrap_or(bits.div_ceil(8));
    let encoding = match (kind, container) {
        (INTEGER, 1) => Encoding::Unsigned8,
        (INTEGER, 2) => Encoding::Int16,
        (INTEGER, 3) => Encoding::Int24,
        (INTEGER, 4) => Encoding::Int32,
        (FLOAT, 4) => Encoding::Float32,
        (FLOAT, 8) => Encoding::Float64,
        _ => return Err(unsupported(format!("encoding {kind} with {bits} bits"))),
    };
    Ok(WavFormat { rate, channels, encoding })
}

const fn unsupported(what: String) -> WavError {
    WavError::Unsupported { what }
}

#[cfg(test)]
mod tests;
