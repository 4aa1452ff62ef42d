//! WAV files for other programs and for the library, written by `hound`.

use std::io;
use std::path::PathBuf;

use hound::{SampleFormat, WavSpec, WavWriter};

use super::FileError;
use super::output::Output;
use crate::store::wav::{Encoding, Layout};

/// A WAV file says its lengths in 32 bits, and its longest header has 68 bytes.
const MOST_BYTES: u64 = u32::MAX as u64 - 68;

/// A WAV file being written.
pub(super) struct WavOutput<'o, 'a> {
    wav: WavWriter<&'o mut Output<'a>>,
    encoding: Encoding,
    path: PathBuf,
    /// Bytes of sound for which there is room.
    room: u64,
}

impl<'o, 'a> WavOutput<'o, 'a> {
    /// Begins a file of samples that are written as those of takes are.
    pub(super) fn begin(output: &'o mut Output<'a>, layout: Layout) -> Result<Self, FileError> {
        let path = output.path().to_owned();
        let encoding = layout.encoding;
        let spec = WavSpec {
            channels: layout.channels,
            sample_rate: layout.rate.hz(),
            bits_per_sample: u16::try_from(encoding.bytes() * 8).unwrap_or(u16::MAX),
            sample_format: match encoding.integer_bits() {
                Some(_) => SampleFormat::Int,
                None => SampleFormat::Float,
            },
        };
        let wav = WavWriter::new(output, spec)
            .map_err(|error| FileError::CannotWrite { path: path.clone(), error: plain(error) })?;
        Ok(Self { wav, encoding, path, room: MOST_BYTES })
    }

    /// Adds samples as they lie in a file of the same layout.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        match self.encoding {
            Encoding::Int16 => {
                let (samples, _) = bytes.as_chunks::<2>();
                return self.write_16_bits(samples.iter().map(|sample| i16::from_le_bytes(*sample)));
            }
            Encoding::Float32 => {
                self.take_room(bytes.len())?;
                let (samples, _) = bytes.as_chunks::<4>();
                samples.iter().try_for_each(|sample| self.wav.write_sample(f32::from_le_bytes(*sample)))
            }
            encoding => {
                self.take_room(bytes.len())?;
                let mut samples = bytes.chunks_exact(encoding.bytes());
                samples.try_for_each(|sample| self.wav.write_sample(encoding.integer(sample)))
            }
        }
        .map_err(|error| self.failed(plain(error)))
    }

    /// Adds samples to a file of 16 bits.
    pub(super) fn write_16_bits(
        &mut self,
        samples: impl ExactSizeIterator<Item = i16>,
    ) -> Result<(), FileError> {
        self.take_room(samples.len() * 2)?;
        let count = u32::try_from(samples.len()).map_err(|_| self.failed(too_long()))?;
        let mut block = self.wav.get_i16_writer(count);
        samples.for_each(|sample| block.write_sample(sample));
        block.flush().map_err(|error| self.failed(plain(error)))
    }

    fn take_room(&mut self, bytes: usize) -> Result<(), FileError> {
        self.room = self.room.checked_sub(bytes as u64).ok_or_else(|| self.failed(too_long()))?;
        Ok(())
    }

    /// Writes the lengths.
    pub(super) fn finish(self) -> Result<(), FileError> {
        let path = self.path;
        self.wav.finalize().map_err(|error| FileError::CannotWrite { path, error: plain(error) })
    }

    fn failed(&self, error: io::Error) -> FileError {
        FileError::CannotWrite { path: self.path.clone(), error }
    }
}

fn too_long() -> io::Error {
    io::Error::new(io::ErrorKind::FileTooLarge, "a WAV file holds no more than 4 GiB")
}

fn plain(error: hound::Error) -> io::Error {
    match error {
        hound::Error::IoError(error) => error,
        other => io::Error::other(other.to_string()),
    }
}
