//! Which of the configurations a device offers is used: 48 kHz where it can do that, its own rate otherwise.

use std::cmp::Reverse;

use cpal::{SampleFormat, SupportedStreamConfig, SupportedStreamConfigRange};

use crate::domain::time::SampleRate;

/// The configuration to open: the device's own where it has the rate, else the nearest to it that has.
pub(super) fn choose(
    rate: SampleRate,
    own: Option<SupportedStreamConfig>,
    offered: impl FnOnce() -> Vec<SupportedStreamConfigRange>,
) -> Option<SupportedStreamConfig> {
    let own = own.filter(|config| preference(config.sample_format()).is_some());
    if let Some(own) = own.filter(|config| config.sample_rate() == rate.hz()) {
        return Some(own);
    }
    let mut offered = offered();
    offered.retain(|range| preference(range.sample_format()).is_some());
    let channels = own.map_or(2, |config| config.channels());
    offered.sort_by_key(|range| {
        (range.channels().abs_diff(channels), Reverse(preference(range.sample_format())))
    });
    let at_rate = offered.iter().find_map(|range| range.try_with_sample_rate(rate.hz()));
    at_rate.or(own).or_else(|| offered.first().map(|range| nearest_rate(*range, rate)))
}

fn nearest_rate(range: SupportedStreamConfigRange, rate: SampleRate) -> SupportedStreamConfig {
    let hz = rate.hz().clamp(range.min_sample_rate(), range.max_sample_rate());
    range.try_with_sample_rate(hz).unwrap_or_else(|| range.with_max_sample_rate())
}

/// How gladly a format is used; `None` for those that are not samples.
const fn preference(format: SampleFormat) -> Option<u8> {
    match format {
        SampleFormat::F32 => Some(10),
        SampleFormat::I32 => Some(9),
        SampleFormat::I24 => Some(8),
        SampleFormat::I16 => Some(7),
        SampleFormat::F64 => Some(6),
        SampleFormat::U32 => Some(5),
        SampleFormat::U24 => Some(4),
        SampleFormat::U16 => Some(3),
        SampleFormat::I64 | SampleFormat::U64 => Some(2),
        SampleFormat::I8 | SampleFormat::U8 => Some(1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cpal::SupportedBufferSize;

    fn range(channels: u16, hz: (u32, u32), format: SampleFormat) -> SupportedStreamConfigRange {
        SupportedStreamConfigRange::new(channels, hz.0, hz.1, SupportedBufferSize::Unknown, format)
    }

    fn chosen(
        own: Option<(u16, u32, SampleFormat)>,
        offered: &[SupportedStreamConfigRange],
    ) -> Option<(u16, u32, SampleFormat)> {
        let own = own.map(|(channels, hz, format)| {
            SupportedStreamConfig::new(channels, hz, SupportedBufferSize::Unknown, format)
        });
        choose(SampleRate::PREFERRED, own, || offered.to_vec())
            .map(|config| (config.channels(), config.sample_rate(), config.sample_format()))
    }

    #[test]
    fn the_devices_own_configuration_is_kept_where_it_has_the_rate() {
        let own = (6, 48_000, SampleFormat::U16);
        assert_eq!(chosen(Some(own), &[range(1, (48_000, 48_000), SampleFormat::F32)]), Some(own));
    }

    #[test]
    fn another_with_the_rate_is_found() {
        let offered = [
            range(1, (8_000, 96_000), SampleFormat::F32),
            range(2, (44_100, 44_100), SampleFormat::F32),
            range(2, (8_000, 48_000), SampleFormat::I16),
            range(2, (8_000, 48_000), SampleFormat::I24),
        ];
        let own = (2, 44_100, SampleFormat::F32);
        assert_eq!(chosen(Some(own), &offered), Some((2, 48_000, SampleFormat::I24)));
    }

    #[test]
    fn a_device_without_the_rate_keeps_its_own() {
        let headset = (1, 16_000, SampleFormat::I16);
        assert_eq!(chosen(Some(headset), &[range(1, (8_000, 16_000), SampleFormat::I16)]), Some(headset));
        let only = range(1, (8_000, 16_000), SampleFormat::U8);
        assert_eq!(chosen(None, &[only]), Some((1, 16_000, SampleFormat::U8)));
    }

    #[test]
    fn streams_of_bits_are_not_samples() {
        let dsd = (2, 48_000, SampleFormat::DsdU32);
        assert_eq!(chosen(Some(dsd), &[range(2, (1, 9_000_000), SampleFormat::DsdU8)]), None);
    }
}
