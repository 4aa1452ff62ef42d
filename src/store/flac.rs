//! What a FLAC file says of itself before its samples, and whether they are still those that were packed.

use std::io::{self, BufReader, Read as _, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};

use flac_codec::decode::{Verified, verify_reader};

use super::fs::ReadFile;
use crate::domain::take::SampleFormat;
use crate::domain::time::{Frames, SampleRate};

/// The beginning of a FLAC file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StreamInfo {
    pub rate: SampleRate,
    pub channels: u16,
    /// `None` where no take is written with so many bits.
    pub format: Option<SampleFormat>,
    pub frames: Frames,
}

/// The magic word, the head of the first block, and the block.
const BEGINNING_LEN: u64 = 4 + 4 + 34;
const MAGIC: &[u8] = b"fLaC";
const STREAM_INFO: u8 = 0;

impl StreamInfo {
    /// Reads it, or `None` where the file does not begin as a FLAC file does.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn read(file: &mut dyn ReadFile) -> io::Result<Option<Self>> {
        file.seek(SeekFrom::Start(0))?;
        let mut bytes = Vec::new();
        file.take(BEGINNING_LEN).read_to_end(&mut bytes)?;
        Ok(Self::parse(&bytes))
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        // The highest bit says that no other block follows.
        if bytes.get(..4)? != MAGIC || bytes.get(4)? & 0x7f != STREAM_INFO {
            return None;
        }
        let packed = u64::from_be_bytes(bytes.get(18..26)?.try_into().ok()?);
        let bits_at = |from: u32, count: u32| (packed >> from) & ((1 << count) - 1);
        Some(Self {
            rate: SampleRate::new(u32::try_from(bits_at(44, 20)).ok()?)?,
            channels: u16::try_from(bits_at(41, 3)).ok()? + 1,
            format: match bits_at(36, 5) + 1 {
                16 => Some(SampleFormat::Int16),
                24 => Some(SampleFormat::Int24),
                _ => None,
            },
            frames: Frames(bits_at(0, 36)),
        })
    }
}

/// Whether every sample is as it was when the file was written; true for a file that does not say.
///
/// # Errors
/// Where the samples cannot be decoded to the end.
pub fn is_intact(file: Box<dyn ReadFile>) -> io::Result<bool> {
    // A decoder that panics has met damage that it did not foresee.
    let verified = catch_unwind(AssertUnwindSafe(|| verify_reader(BufReader::new(file))));
    match verified {
        Ok(Ok(verified)) => Ok(verified != Verified::MD5Mismatch),
        Ok(Err(error)) => Err(io::Error::other(error.to_string())),
        Err(_) => Err(io::Error::other("its samples are damaged")),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    const VOICE: &[u8] = include_bytes!("../../tests/data/voice.flac");

    #[test]
    fn a_file_of_another_program_is_read_and_its_damage_seen() {
        let info = StreamInfo::read(&mut Cursor::new(VOICE.to_vec())).unwrap().unwrap();
        assert!(info.frames.0 > 1_000 && info.channels >= 1 && info.format.is_some(), "{info:?}");
        assert!(is_intact(Box::new(Cursor::new(VOICE.to_vec()))).unwrap());
        let mut damaged = VOICE.to_vec();
        let middle = damaged.len() / 2;
        damaged[middle] ^= 0x55;
        assert!(!is_intact(Box::new(Cursor::new(damaged))).unwrap_or(false));
        assert_eq!(StreamInfo::read(&mut Cursor::new(b"RIFF".to_vec())).unwrap(), None);
    }
}
