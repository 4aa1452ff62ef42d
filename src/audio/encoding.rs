//! What the samples of a file mean.

use crate::store::wav::{Encoding, Layout};

impl Encoding {
    /// One sample as a fraction of full scale. What is no number is silence.
    fn fraction(self, bytes: &[u8]) -> f32 {
        #[expect(clippy::cast_possible_truncation, reason = "the nearest fraction is what is asked for")]
        let value = match self {
            Self::Float32 => bytes.try_into().map_or(0.0, f32::from_le_bytes),
            Self::Float64 => bytes.try_into().map_or(0.0, f64::from_le_bytes) as f32,
            _ => {
                let scale = self.integer_bits().map_or(1.0, |bits| f64::from(1u32 << (bits - 1)));
                (f64::from(self.integer(bytes)) / scale) as f32
            }
        };
        if value.is_finite() { value } else { 0.0 }
    }

    /// One whole-number sample; zero for fractions.
    pub(super) fn integer(self, bytes: &[u8]) -> i32 {
        match (self, bytes) {
            (Self::Unsigned8, &[a]) => i32::from(a) - 128,
            (Self::Int16, &[a, b]) => i32::from(i16::from_le_bytes([a, b])),
            (Self::Int24, &[a, b, c]) => i32::from_le_bytes([0, a, b, c]) >> 8,
            (Self::Int32, &[a, b, c, d]) => i32::from_le_bytes([a, b, c, d]),
            _ => 0,
        }
    }
}

impl Layout {
    fn mixed(self, frame: &[u8], mix: Mix) -> f32 {
        let mut samples =
            frame.chunks_exact(self.encoding.bytes()).map(|bytes| self.encoding.fraction(bytes));
        match mix {
            Mix::Channel(channel) if channel < self.channels => {
                samples.nth(usize::from(channel)).unwrap_or(0.0)
            }
            _ => samples.sum::<f32>() / f32::from(self.channels),
        }
    }

    /// The samples of one channel of 16 bits as they lie in memory, where this machine writes numbers as the file does.
    pub(super) fn as_16_bits(self, frames: &[u8]) -> Option<&[i16]> {
        let as_they_are =
            cfg!(target_endian = "little") && self.channels == 1 && self.encoding == Encoding::Int16;
        as_they_are.then(|| bytemuck::try_cast_slice(frames).ok()).flatten()
    }

    /// Writes what whole frames hold to `out`, each mixed to one number, and says how many there were.
    pub(super) fn decode<T>(
        self,
        frames: &[u8],
        mix: Mix,
        out: &mut [T],
        from_16_bits: impl Fn(i16) -> T,
        from_fraction: impl Fn(f32) -> T,
    ) -> usize {
        // What nearly every take is must not pay for what others may be.
        if self.channels == 1 && self.encoding == Encoding::Int16 {
            for (bytes, place) in frames.as_chunks::<2>().0.iter().zip(out.iter_mut()) {
                *place = from_16_bits(i16::from_le_bytes(*bytes));
            }
        } else {
            for (frame, place) in frames.chunks_exact(self.frame_bytes()).zip(out.iter_mut()) {
                *place = from_fraction(self.mixed(frame, mix));
            }
        }
        (frames.len() / self.frame_bytes()).min(out.len())
    }
}

/// Which of a file's channels are heard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mix {
    /// All of them in equal parts.
    #[default]
    All,
    /// The one with this number, counted from zero; all of them where there is no such channel.
    Channel(u16),
}

/// The 16-bit sample nearest to a fraction of full scale.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "a float cast saturates, as sound does")]
pub fn to_16_bits(sample: f32) -> i16 {
    (sample * 32_768.0).round() as i16
}
