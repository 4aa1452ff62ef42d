//! A FLAC file read as if its samples lay in it one after the other, so that a packed take is played, drawn and handed
//! out like any other.

use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};

use flac_codec::byteorder::LittleEndian;
use flac_codec::decode::{FlacByteReader, Metadata as _};

use crate::domain::time::SampleRate;
use crate::store::fs::ReadFile;
use crate::store::wav::{Encoding, Layout, WavError};

/// What every FLAC file begins with.
pub(super) const MAGIC: &[u8; 4] = b"fLaC";

/// A place ahead that is no further away than this is read up to, because a jump decodes as much and seeks besides.
const NEAR_BYTES: u64 = 64 * 1024;

type Decoder = FlacByteReader<BufReader<Box<dyn ReadFile>>, LittleEndian>;

/// The samples of a FLAC file as bytes.
pub(super) struct FlacBytes {
    decoder: Decoder,
    bytes: u64,
    /// The byte that comes out next, and the one that is wanted next.
    at: u64,
    wanted: u64,
    /// Set once the decoder has met damage that it did not foresee, after which it is not asked again.
    is_broken: bool,
}

impl FlacBytes {
    /// Reads what stands before the samples. The file has to stand at its beginning.
    pub fn open(file: Box<dyn ReadFile>) -> Result<(Layout, u64, Self), WavError> {
        let opened = catch_unwind(AssertUnwindSafe(|| Decoder::new_seekable(BufReader::new(file))));
        let decoder = opened.map_err(|_| damaged())?.map_err(io::Error::other)?;
        let unsupported = |what: String| WavError::Unsupported { what };
        let encoding = match decoder.bits_per_sample() {
            16 => Encoding::Int16,
            24 => Encoding::Int24,
            bits => return Err(unsupported(format!("{bits} bits"))),
        };
        let hz = decoder.sample_rate();
        let rate = SampleRate::new(hz).ok_or_else(|| unsupported(format!("{hz} samples a second")))?;
        let channels = u16::from(decoder.channel_count());
        let frames = decoder.total_samples().ok_or(WavError::NoSound)?;
        let layout = Layout { rate, channels, encoding };
        let bytes = frames.saturating_mul(layout.frame_len());
        Ok((layout, frames, Self { decoder, bytes, at: 0, wanted: 0, is_broken: false }))
    }

    /// A decoder that panics has met damage that it did not foresee; the program goes on.
    fn guarded<T>(&mut self, work: impl FnOnce(&mut Decoder) -> io::Result<T>) -> io::Result<T> {
        if self.is_broken {
            return Err(damaged());
        }
        catch_unwind(AssertUnwindSafe(|| work(&mut self.decoder))).unwrap_or_else(|_| {
            self.is_broken = true;
            Err(damaged())
        })
    }

    /// Goes to the byte that is wanted.
    fn catch_up(&mut self) -> io::Result<()> {
        let (at, wanted) = (self.at, self.wanted);
        let ahead = wanted.checked_sub(at).filter(|ahead| *ahead <= NEAR_BYTES);
        let reached = self.guarded(|decoder| match ahead {
            Some(0) => Ok(wanted),
            Some(ahead) => Ok(at + io::copy(&mut decoder.by_ref().take(ahead), &mut io::sink())?),
            None => decoder.seek(SeekFrom::Start(wanted)),
        });
        match reached {
            Ok(reached) if reached == wanted => {
                self.at = wanted;
                Ok(())
            }
            // Wherever it stands now, the next attempt is a jump.
            other => {
                self.at = u64::MAX;
                other.and(Err(io::ErrorKind::UnexpectedEof.into()))
            }
        }
    }
}

fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the file is damaged")
}

impl Read for FlacBytes {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.wanted >= self.bytes {
            return Ok(0);
        }
        self.catch_up()?;
        let count = self.guarded(|decoder| decoder.read(out)).inspect_err(|_| self.at = u64::MAX)?;
        self.at += count as u64;
        self.wanted = self.at;
        Ok(count)
    }
}

impl Seek for FlacBytes {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let wanted = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.wanted.checked_add_signed(by),
            SeekFrom::End(by) => self.bytes.checked_add_signed(by),
        };
        self.wanted = wanted.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.wanted)
    }
}
