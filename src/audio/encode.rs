//! Samples as a file keeps them: rounded to the nearest step, and never folded over at full scale.

use crate::domain::take::SampleFormat;

/// Appends samples in a file's format.
pub(super) fn encode(samples: &[f32], format: SampleFormat, bytes: &mut Vec<u8>) {
    match format {
        SampleFormat::Int16 => {
            bytes.extend(
                samples.iter().flat_map(|sample| steps(*sample, 15).to_le_bytes().into_iter().take(2)),
            );
        }
        SampleFormat::Int24 => {
            bytes.extend(
                samples.iter().flat_map(|sample| steps(*sample, 23).to_le_bytes().into_iter().take(3)),
            );
        }
        SampleFormat::Float32 => bytes.extend(samples.iter().flat_map(|sample| sample.to_le_bytes())),
    }
}

/// The sample in steps of which full scale has 2 to the power of `bits`.
#[expect(clippy::cast_possible_truncation, reason = "clamped to fewer than 32 bits")]
fn steps(sample: f32, bits: i32) -> i32 {
    let full = 2_f64.powi(bits);
    (f64::from(sample) * full).round().clamp(-full, full - 1.0) as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixteen_bits_survive_and_the_rest_is_rounded_to_the_nearest() {
        let all: Vec<i16> = (i16::MIN..=i16::MAX).collect();
        let samples: Vec<f32> = all.iter().map(|sample| f32::from(*sample) / 32_768.0).collect();
        let mut bytes = Vec::new();
        encode(&samples, SampleFormat::Int16, &mut bytes);
        let back: Vec<i16> = bytes.chunks(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect();
        assert_eq!(back, all);
        assert_eq!([0.4, 0.6, -0.4, -0.6].map(|x| steps(x / 32_768.0, 15)), [0, 1, 0, -1]);
    }

    #[test]
    fn what_is_too_loud_stays_at_full_scale() {
        assert_eq!(
            [1.0, 7.0, -1.0, -9.0, f32::INFINITY].map(|x| steps(x, 15)),
            [32_767, 32_767, -32_768, -32_768, 32_767]
        );
        assert_eq!(steps(1.0, 23), 8_388_607);
    }
}
