//! Opus, in which phones keep what is spoken into them.

use opus_pure::OpusDecoder;
use symphonia::core::packet::Packet;

/// What Opus is decoded to, whatever was recorded.
pub(super) const RATE_HZ: u32 = 48_000;
/// No packet holds more frames than these, which are 120 ms.
const MOST_FRAMES: usize = 5_760;
/// What a file of Opus packets begins with.
const MAGIC: &[u8] = b"OpusHead";

/// Decodes packets of one or two channels.
pub(super) struct Opus {
    decoder: OpusDecoder,
    pub channels: usize,
    /// What the file asks every sample to be multiplied by.
    gain: f32,
    /// Frames still to come that only the encoder needed.
    unheard: usize,
    pcm: Vec<f32>,
}

impl Opus {
    /// Reads the header; says what it is that cannot be read.
    pub fn new(head: &[u8]) -> Result<Self, &'static str> {
        const DAMAGED: &str = "Opus sound without its header";
        let rest = head.strip_prefix(MAGIC).ok_or(DAMAGED)?;
        let &[_, channels, skip_low, skip_high, _, _, _, _, low, high, family, ..] = rest else {
            return Err(DAMAGED);
        };
        if !(1..=2).contains(&channels) || family > 1 {
            return Err("Opus sound of more than two channels");
        }
        let channels = usize::from(channels);
        let decoder = OpusDecoder::new(48_000, channels).map_err(|_| DAMAGED)?;
        let pcm = vec![0.0; MOST_FRAMES * channels];
        let decibels = f32::from(i16::from_le_bytes([low, high])) / 256.0;
        let unheard = usize::from(u16::from_le_bytes([skip_low, skip_high]));
        Ok(Self { decoder, channels, gain: 10.0_f32.powf(decibels / 20.0), unheard, pcm })
    }

    /// A packet's samples, channel beside channel, without those that only the encoder needed; `None` where it is
    /// damaged.
    pub fn decode(&mut self, packet: &Packet) -> Option<&[f32]> {
        let frames = self.decoder.decode(&packet.data, MOST_FRAMES, &mut self.pcm).ok()?;
        let from = self.unheard.min(frames);
        self.unheard -= from;
        let cut = usize::try_from(packet.trim_end.get()).unwrap_or(usize::MAX);
        let until = frames.saturating_sub(cut).max(from);
        let heard = self.pcm.get_mut(from * self.channels..until * self.channels)?;
        for sample in heard.iter_mut() {
            *sample *= self.gain;
        }
        Some(heard)
    }
}
