//! WAV headers: read in any form that makes sense and never believed about lengths, and written for the take that
//! grows. Files that are handed out are written by `hound`.

use std::io::{self, Read as _, SeekFrom};
use std::{error, fmt};

use super::fs::ReadFile;
use crate::domain::take::SampleFormat;
use crate::domain::time::SampleRate;

/// Bytes before the first sample in a take that grows.
pub const HEADER_LEN: u64 = 44;

/// More channels than any sound card has are taken for damage.
const MOST_CHANNELS: u16 = 32;
/// A file made of empty chunks could otherwise be walked for minutes.
const MOST_CHUNKS: usize = 1_000;

const INTEGER: u16 = 1;
const FLOAT: u16 = 3;
const EXTENSIBLE: u16 = 0xFFFE;

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

impl error::Error for WavError {}

impl From<io::Error> for WavError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

fn unsupported(what: String) -> WavError {
    WavError::Unsupported { what }
}

/// How a sample is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    Unsigned8,
    Int16,
    Int24,
    Int32,
    Float32,
    Float64,
}

impl Encoding {
    pub const fn bytes(self) -> usize {
        match self {
            Self::Unsigned8 => 1,
            Self::Int16 => 2,
            Self::Int24 => 3,
            Self::Int32 | Self::Float32 => 4,
            Self::Float64 => 8,
        }
    }

    /// How many bits a whole-number sample has; `None` for fractions.
    #[must_use]
    pub const fn integer_bits(self) -> Option<u32> {
        match self {
            Self::Unsigned8 => Some(8),
            Self::Int16 => Some(16),
            Self::Int24 => Some(24),
            Self::Int32 => Some(32),
            Self::Float32 | Self::Float64 => None,
        }
    }

    /// The format of takes that is written like this; `None` where no take is.
    #[must_use]
    pub const fn of_takes(self) -> Option<SampleFormat> {
        match self {
            Self::Int16 => Some(SampleFormat::Int16),
            Self::Int24 => Some(SampleFormat::Int24),
            Self::Float32 => Some(SampleFormat::Float32),
            Self::Unsigned8 | Self::Int32 | Self::Float64 => None,
        }
    }
}

/// How samples lie in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    pub rate: SampleRate,
    pub channels: u16,
    pub encoding: Encoding,
}

impl Layout {
    #[must_use]
    pub const fn mono(rate: SampleRate, format: SampleFormat) -> Self {
        let encoding = match format {
            SampleFormat::Int16 => Encoding::Int16,
            SampleFormat::Int24 => Encoding::Int24,
            SampleFormat::Float32 => Encoding::Float32,
        };
        Self { rate, channels: 1, encoding }
    }

    /// Bytes of one frame.
    #[must_use]
    pub const fn frame_bytes(self) -> usize {
        self.encoding.bytes() * self.channels as usize
    }

    /// Bytes of one frame, to count with in files.
    #[must_use]
    pub const fn frame_len(self) -> u64 {
        self.frame_bytes() as u64
    }

    /// What the format chunk of a file says.
    fn from_chunk(chunk: &[u8]) -> Result<Self, WavError> {
        let field = |at: usize| u16_at(chunk, at).ok_or(WavError::NoFormat);
        let (channels, hz) = (field(2)?, u32_at(chunk, 4).ok_or(WavError::NoFormat)?);
        let (frame_bytes, bits) = (field(12)?, field(14)?);
        let kind = match field(0)? {
            EXTENSIBLE => field(24).unwrap_or(EXTENSIBLE),
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
        Ok(Self { rate, channels, encoding })
    }
}

/// The header of a take that grows, for `data_len` bytes of samples; a length that does not fit is written as "to the
/// end".
#[must_use]
pub fn header(layout: Layout, data_len: u64) -> [u8; 44] {
    let data_len = u32::try_from(data_len).unwrap_or(u32::MAX);
    let frame_len = u32::try_from(layout.frame_len()).unwrap_or(u32::MAX);
    let kind = if layout.encoding.integer_bits().is_some() { INTEGER } else { FLOAT };
    let bits = u16::try_from(layout.encoding.bytes() * 8).unwrap_or(u16::MAX);
    let mut bytes = [0; 44];
    let parts: [&[u8]; 12] = [
        b"RIFF",
        &data_len.saturating_add(36).to_le_bytes(),
        b"WAVEfmt ",
        &16_u32.to_le_bytes(),
        &kind.to_le_bytes(),
        &layout.channels.to_le_bytes(),
        &layout.rate.hz().to_le_bytes(),
        &layout.rate.hz().saturating_mul(frame_len).to_le_bytes(),
        &u16::try_from(frame_len).unwrap_or(u16::MAX).to_le_bytes(),
        &bits.to_le_bytes(),
        b"data",
        &data_len.to_le_bytes(),
    ];
    for (target, &byte) in bytes.iter_mut().zip(parts.concat().iter()) {
        *target = byte;
    }
    bytes
}

/// Where the samples of a file lie and how they are written.
///
/// `hound` would read headers as well, but it believes what they say of lengths, skips chunks of odd length wrongly,
/// and knows neither the long form nor a take that still grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    pub layout: Layout,
    /// Where the first sample lies.
    pub sound_at: u64,
    /// Bytes of sound that the header claims; `None` where it does not know.
    pub claimed_len: Option<u64>,
    /// Bytes from the first sample to the end of the file.
    pub len_there: u64,
}

impl Header {
    /// Walks through the chunks of a file as far as its samples.
    ///
    /// # Errors
    /// Where the file is no WAV file, cannot be read, or is written in a way not known here.
    pub fn read(file: &mut dyn ReadFile) -> Result<Self, WavError> {
        let file_len = file.seek(SeekFrom::End(0))?;
        let start = bytes_at(file, 0, 12)?;
        let is_long = match start.as_slice() {
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'A', b'V', b'E'] => false,
            [b'R', b'F', b'6', b'4', _, _, _, _, b'W', b'A', b'V', b'E'] => true,
            _ => return Err(WavError::NotWav),
        };
        let (mut layout, mut long_len) = (None, None);
        let mut at = start.len() as u64;
        for _ in 0..MOST_CHUNKS {
            let head = bytes_at(file, at, CHUNK_HEAD_LEN)?;
            let (Some(name), Some(len)) = (head.get(..4), u32_at(&head, 4)) else { break };
            let inside = at + CHUNK_HEAD_LEN;
            match name {
                b"fmt " => {
                    layout = Some(Layout::from_chunk(&bytes_at(file, inside, u64::from(len).min(26))?)?);
                }
                b"ds64" if is_long => long_len = long_len_in(&bytes_at(file, inside, 16)?)?,
                b"data" => {
                    return Ok(Self {
                        layout: layout.ok_or(WavError::NoFormat)?,
                        sound_at: inside,
                        claimed_len: match len {
                            0 => None,
                            u32::MAX => long_len,
                            len => Some(u64::from(len)),
                        },
                        len_there: file_len.saturating_sub(inside),
                    });
                }
                _ => {}
            }
            // Chunks begin at even places.
            at = inside + u64::from(len) + u64::from(len % 2);
        }
        Err(if layout.is_some() { WavError::NoSound } else { WavError::NoFormat })
    }
}

const CHUNK_HEAD_LEN: u64 = 8;

/// At most so many bytes of a file from a place on; fewer at its end.
fn bytes_at(file: &mut dyn ReadFile, at: u64, most: u64) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(at))?;
    let mut bytes = Vec::new();
    file.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The number of bytes of sound that a file of more than 4 GiB gives; `None` where it does not know either.
fn long_len_in(chunk: &[u8]) -> Result<Option<u64>, WavError> {
    let sound = chunk.get(8..16).and_then(|bytes| bytes.try_into().ok()).ok_or(WavError::NoSound)?;
    Ok(Some(u64::from_le_bytes(sound)).filter(|len| *len != 0))
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::Cursor;

    fn read(bytes: &[u8]) -> Result<Header, WavError> {
        Header::read(&mut Cursor::new(bytes.to_vec()))
    }

    #[test]
    fn what_is_written_is_read_back_and_by_an_independent_reader() {
        for format in [SampleFormat::Int16, SampleFormat::Int24, SampleFormat::Float32] {
            let layout = Layout::mono(SampleRate::PREFERRED, format);
            assert_eq!(layout.encoding.of_takes(), Some(format));
            let mut bytes = header(layout, 24).to_vec();
            bytes.extend([0; 24]);
            let found = Header { layout, sound_at: HEADER_LEN, claimed_len: Some(24), len_there: 24 };
            assert_eq!(read(&bytes).unwrap(), found);
            let reader = hound::WavReader::new(Cursor::new(bytes)).unwrap();
            assert_eq!(u64::from(reader.len()), 24 / layout.frame_len());
            assert_eq!(reader.spec().sample_rate, 48_000);
        }
    }

    #[test]
    fn what_a_library_refuses_or_believes_is_read_as_it_is() {
        let layout = Layout::mono(SampleRate::PREFERRED, SampleFormat::Int16);
        let library =
            |bytes: &[u8]| hound::WavReader::new(Cursor::new(bytes.to_vec())).map(|file| file.len());
        let mut growing = header(layout, u64::MAX).to_vec();
        growing.extend([1; 6]);
        assert!(library(&growing).is_err());
        let found = read(&growing).unwrap();
        assert_eq!((found.claimed_len, found.len_there), (None, 6));

        let mut odd = growing[..36].to_vec();
        odd.extend(b"LIST\x03\0\0\0abc\0data\x06\0\0\0\x01\0\x02\0\x03\0");
        assert!(library(&odd).is_err());
        assert_eq!(read(&odd).unwrap().sound_at, 56);

        let mut cut = header(layout, 4_000).to_vec();
        cut.extend([1; 6]);
        assert_eq!(library(&cut).unwrap(), 2_000);
        assert_eq!(read(&cut).unwrap().len_there, 6);
    }

    proptest! {
        #[test]
        fn no_bytes_are_too_strange(bytes in prop::collection::vec(any::<u8>(), 0..200), keep in 0usize..44) {
            let mut strange = header(Layout::mono(SampleRate::PREFERRED, SampleFormat::Int16), 7).to_vec();
            strange.truncate(keep);
            strange.extend(bytes);
            if let Ok(found) = read(&strange) {
                prop_assert!(found.sound_at + found.len_there == strange.len() as u64);
            }
        }
    }
}
