//! The header of a WAV file: written in one form, read in any that makes sense, and never believed about
//! lengths.

use crate::domain::take::SampleFormat;
use crate::domain::time::SampleRate;

/// Bytes before the first sample in the files this program writes.
pub const HEADER_LEN: u64 = 44;

/// How samples lie in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    pub rate: SampleRate,
    pub channels: u16,
    pub format: SampleFormat,
}

impl Layout {
    #[must_use]
    pub const fn mono(rate: SampleRate, format: SampleFormat) -> Self {
        Self { rate, channels: 1, format }
    }

    /// Bytes of one frame.
    #[must_use]
    pub const fn frame_len(self) -> u64 {
        self.format.bytes_per_sample() * self.channels as u64
    }
}

/// Channels beyond this are taken for damage.
const MOST_CHANNELS: u16 = 32;

const PCM: u16 = 1;
const FLOAT: u16 = 3;
const EXTENSIBLE: u16 = 0xFFFE;

/// The header for `data_len` bytes of samples; a length that does not fit is written as "to the end".
#[must_use]
pub fn header(layout: Layout, data_len: u64) -> [u8; 44] {
    let data_len = u32::try_from(data_len).unwrap_or(u32::MAX);
    let frame_len = u32::try_from(layout.frame_len()).unwrap_or(u32::MAX);
    let tag = if layout.format == SampleFormat::Float32 { FLOAT } else { PCM };
    let bits = u16::try_from(layout.format.bytes_per_sample() * 8).unwrap_or(u16::MAX);
    let mut bytes = [0; 44];
    let parts: [&[u8]; 12] = [
        b"RIFF",
        &data_len.saturating_add(36).to_le_bytes(),
        b"WAVEfmt ",
        &16_u32.to_le_bytes(),
        &tag.to_le_bytes(),
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

/// What the beginning of a file says of the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    pub layout: Layout,
    /// Where the first sample lies.
    pub data_at: u64,
    /// What the header claims; the file's length is what counts.
    pub claimed_len: u32,
}

/// Bytes of a file's beginning that are looked at.
pub const SEARCHED_LEN: usize = 4_096;

/// Reads a header from the first bytes of a file, or `None` where they are not one.
#[must_use]
pub fn find(bytes: &[u8]) -> Option<Found> {
    if bytes.get(..4)? != b"RIFF" || bytes.get(8..12)? != b"WAVE" {
        return None;
    }
    let mut layout = None;
    let mut at = 12_usize;
    loop {
        let name = bytes.get(at..at + 4)?;
        let len = u32_at(bytes, at + 4)?;
        let body = at + 8;
        match name {
            b"fmt " => layout = Some(read_layout(bytes.get(body..)?)?),
            b"data" => return Some(Found { layout: layout?, data_at: body as u64, claimed_len: len }),
            _ => {}
        }
        at = body.checked_add(usize::try_from(len).ok()?)?.checked_add(usize::try_from(len % 2).ok()?)?;
    }
}

fn read_layout(bytes: &[u8]) -> Option<Layout> {
    let (mut tag, bits) = (u16_at(bytes, 0)?, u16_at(bytes, 14)?);
    if tag == EXTENSIBLE {
        tag = u16_at(bytes, 24)?;
    }
    let format = match (tag, bits) {
        (PCM, 16) => SampleFormat::Int16,
        (PCM, 24) => SampleFormat::Int24,
        (FLOAT, 32) => SampleFormat::Float32,
        _ => return None,
    };
    let channels = u16_at(bytes, 2).filter(|channels| (1..=MOST_CHANNELS).contains(channels))?;
    Some(Layout { rate: SampleRate::new(u32_at(bytes, 4)?)?, channels, format })
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

    #[test]
    fn what_is_written_is_read_back_and_by_an_independent_reader() {
        for format in [SampleFormat::Int16, SampleFormat::Int24, SampleFormat::Float32] {
            let layout = Layout::mono(SampleRate::PREFERRED, format);
            let mut bytes = header(layout, 24).to_vec();
            let found = find(&bytes).unwrap();
            assert_eq!(found, Found { layout, data_at: HEADER_LEN, claimed_len: 24 });
            bytes.extend([0; 24]);
            let reader = hound::WavReader::new(std::io::Cursor::new(bytes)).unwrap();
            assert_eq!(u64::from(reader.len()), 24 / layout.frame_len());
            assert_eq!(reader.spec().sample_rate, 48_000);
        }
    }

    proptest! {
        #[test]
        fn no_bytes_are_too_strange(bytes in prop::collection::vec(any::<u8>(), 0..200), keep in 0usize..44) {
            let mut strange = header(Layout::mono(SampleRate::PREFERRED, SampleFormat::Int16), 7).to_vec();
            strange.truncate(keep);
            strange.extend(bytes);
            if let Some(found) = find(&strange) {
                prop_assert!(found.data_at <= strange.len() as u64);
            }
        }
    }
}
