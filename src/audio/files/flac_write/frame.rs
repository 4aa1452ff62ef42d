//! One frame of FLAC: a block of every channel, in as few bits as were found for it.
#![expect(clippy::cast_possible_truncation, reason = "numbers are put as so many of their lower bits")]

use super::bits::{Bits, crc8, crc16, fold};
use super::predict::{Prediction, Predictor, differences};

/// Frames of sound in a block, but for the last.
pub(super) const BLOCK_FRAMES: usize = 4_096;
/// A block's residuals are parted in halves so often at most.
const MOST_HALVINGS: u32 = 5;
/// The largest parameter of Rice's code that has room in four bits.
const LARGEST_SHORT_PARAMETER: u32 = 14;
const LARGEST_PARAMETER: u32 = 30;

/// What is the same for all frames of a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stream {
    pub hz: u32,
    pub channels: usize,
    pub bits: u32,
}

/// Makes frames.
#[derive(Debug)]
pub(super) struct FrameEncoder {
    stream: Stream,
    bits: Bits,
    predictor: Predictor,
    channel: Vec<i32>,
    residuals: Vec<i32>,
    others: Vec<i32>,
}

impl FrameEncoder {
    pub fn new(stream: Stream) -> Self {
        Self {
            stream,
            bits: Bits::default(),
            predictor: Predictor::default(),
            channel: Vec::new(),
            residuals: Vec::new(),
            others: Vec::new(),
        }
    }

    /// A frame of samples, channel beside channel, of one block at most.
    pub fn encode(&mut self, number: u64, samples: &[i32]) -> &[u8] {
        let channels = self.stream.channels.max(1);
        self.bits.clear();
        self.put_header(number, samples.len() / channels);
        for channel in 0..channels {
            self.channel.clear();
            self.channel.extend(samples.iter().skip(channel).step_by(channels));
            self.put_channel();
        }
        self.bits.fill_byte();
        let sum = crc16(self.bits.bytes());
        self.bits.put(u32::from(sum), 16);
        self.bits.fill_byte();
        self.bits.bytes()
    }

    fn put_header(&mut self, number: u64, frames: usize) {
        let bits = &mut self.bits;
        // The sign of a frame, in a file whose blocks are of one length.
        bits.put(0b1111_1111_1111_1000, 16);
        let is_whole = frames == BLOCK_FRAMES;
        bits.put(if is_whole { 0b1100 } else { 0b0111 }, 4);
        bits.put(rate_code(self.stream.hz), 4);
        bits.put(u32::try_from(self.stream.channels).unwrap_or(1).saturating_sub(1), 4);
        let size = match self.stream.bits {
            8 => 0b001,
            16 => 0b100,
            24 => 0b110,
            // As the beginning of the file says.
            _ => 0b000,
        };
        bits.put(size, 3);
        bits.put(0, 1);
        put_number(bits, number);
        if !is_whole {
            bits.put(u32::try_from(frames).unwrap_or(1).saturating_sub(1), 16);
        }
        bits.fill_byte();
        let sum = crc8(bits.bytes());
        bits.put(u32::from(sum), 8);
    }

    fn put_channel(&mut self) {
        let all = self.channel.iter().fold(0, |all, sample| all | sample);
        let unused = if all == 0 { 0 } else { all.trailing_zeros() };
        if unused > 0 {
            self.channel.iter_mut().for_each(|sample| *sample >>= unused);
        }
        let bits = self.stream.bits - unused;
        let first = self.channel.first().copied().unwrap_or(0);
        if self.channel.iter().all(|sample| *sample == first) {
            self.put_kind(0, unused);
            return self.bits.put_signed(first, bits);
        }
        if let Some((prediction, rice)) = self.choose(bits) {
            self.put_prediction(&prediction, bits, unused);
            self.put_residuals(&rice, prediction.order());
        } else {
            self.put_kind(1, unused);
            for sample in &self.channel {
                self.bits.put_signed(*sample, bits);
            }
        }
    }

    /// The prediction with the fewest bits, its residuals in place; `None` where writing the samples is shorter.
    fn choose(&mut self, bits: u32) -> Option<(Prediction, Rice)> {
        let len = self.channel.len();
        let mut best: Option<(u64, Prediction, Rice)> = None;
        let linear = self.predictor.linear(&self.channel, bits);
        for prediction in [Some(differences(&self.channel)), linear].into_iter().flatten() {
            if prediction.residuals(&self.channel, &mut self.others).is_none() {
                continue;
            }
            let rice = Rice::of(&self.others, len, prediction.order());
            let total = rice.bits + prediction_bits(&prediction, bits);
            if best.as_ref().is_none_or(|(least, _, _)| total < *least) {
                std::mem::swap(&mut self.residuals, &mut self.others);
                best = Some((total, prediction, rice));
            }
        }
        let (total, prediction, rice) = best?;
        (total < len as u64 * u64::from(bits)).then_some((prediction, rice))
    }

    fn put_kind(&mut self, kind: u32, unused: u32) {
        self.bits.put(kind, 7);
        self.bits.put(u32::from(unused > 0), 1);
        if unused > 0 {
            self.bits.put_unary(unused - 1);
        }
    }

    fn put_prediction(&mut self, prediction: &Prediction, bits: u32, unused: u32) {
        let order = u32::try_from(prediction.order()).unwrap_or(0);
        match prediction {
            Prediction::Differences(_) => self.put_kind(0b1000 | order, unused),
            Prediction::Linear { .. } => self.put_kind(0b10_0000 | (order - 1), unused),
        }
        let beginning = self.channel.iter().take(prediction.order());
        beginning.for_each(|sample| self.bits.put_signed(*sample, bits));
        if let Prediction::Linear { coefficients, precision, shift } = prediction {
            self.bits.put(precision - 1, 4);
            self.bits.put(*shift, 5);
            for by in coefficients {
                self.bits.put_signed(*by, *precision);
            }
        }
    }

    fn put_residuals(&mut self, rice: &Rice, order: usize) {
        let is_long = rice.parameter_bits() == 5;
        self.bits.put(u32::from(is_long), 2);
        self.bits.put(rice.halvings, 4);
        let part = self.channel.len() >> rice.halvings;
        let mut left = self.residuals.as_slice();
        for (number, parameter) in rice.parameters.iter().enumerate() {
            let count = if number == 0 { part - order } else { part };
            let (now, later) = left.split_at_checked(count).unwrap_or((left, &[]));
            self.bits.put(*parameter, rice.parameter_bits());
            for residual in now {
                self.bits.put_rice(*residual, *parameter);
            }
            left = later;
        }
    }
}

fn rate_code(hz: u32) -> u32 {
    const CODES: [(u32, u32); 11] = [
        (88_200, 1),
        (176_400, 2),
        (192_000, 3),
        (8_000, 4),
        (16_000, 5),
        (22_050, 6),
        (24_000, 7),
        (32_000, 8),
        (44_100, 9),
        (48_000, 10),
        (96_000, 11),
    ];
    // Others are as the beginning of the file says.
    CODES.iter().find(|(rate, _)| *rate == hz).map_or(0, |(_, code)| *code)
}

/// Adds a number as UTF-8 codes characters, up to 36 bits.
fn put_number(bits: &mut Bits, number: u64) {
    if number < 0x80 {
        return bits.put(number as u32, 8);
    }
    let needed = u64::BITS - number.leading_zeros();
    let more = (needed + 3) / 5 - 1;
    let mark = 0xFF00_u32 >> (more + 1) & 0xFF;
    bits.put(mark | (number >> (6 * more)) as u32, 8);
    for at in (0..more).rev() {
        bits.put(0x80 | (number >> (6 * at)) as u32 & 0x3F, 8);
    }
}

fn prediction_bits(prediction: &Prediction, bits: u32) -> u64 {
    let order = prediction.order() as u64;
    match prediction {
        Prediction::Differences(_) => order * u64::from(bits),
        Prediction::Linear { precision, .. } => order * u64::from(bits + precision) + 9,
    }
}

/// How residuals are written: in parts of one length, each with the parameter that suits it.
#[derive(Debug)]
struct Rice {
    halvings: u32,
    parameters: Vec<u32>,
    /// About how many bits that takes.
    bits: u64,
}

impl Rice {
    fn of(residuals: &[i32], len: usize, order: usize) -> Self {
        let fits = |halvings: &u32| len.trailing_zeros() >= *halvings && len >> halvings > order;
        let most = (0..=MOST_HALVINGS).rev().find(fits).unwrap_or(0);
        let mut sums = sums(residuals, len >> most, order);
        let mut best: Option<Self> = None;
        for halvings in (0..=most).rev() {
            let tried = Self::with_parts(halvings, &sums, len >> halvings, order);
            if best.as_ref().is_none_or(|best| tried.bits < best.bits) {
                best = Some(tried);
            }
            sums = sums.chunks(2).map(|pair| pair.iter().sum()).collect();
        }
        best.unwrap_or(Self { halvings: 0, parameters: vec![0], bits: u64::MAX / 2 })
    }

    fn with_parts(halvings: u32, sums: &[u64], part: usize, order: usize) -> Self {
        let mut rice = Self { halvings, parameters: Vec::with_capacity(sums.len()), bits: 0 };
        for (number, sum) in sums.iter().enumerate() {
            let count = (if number == 0 { part - order } else { part }) as u64;
            let (parameter, bits) = best_parameter(*sum, count);
            rice.parameters.push(parameter);
            rice.bits += bits;
        }
        rice.bits += 6 + sums.len() as u64 * u64::from(rice.parameter_bits());
        rice
    }

    fn parameter_bits(&self) -> u32 {
        if self.parameters.iter().all(|parameter| *parameter <= LARGEST_SHORT_PARAMETER) { 4 } else { 5 }
    }
}

/// What the folded residuals of each part come to.
fn sums(residuals: &[i32], part: usize, order: usize) -> Vec<u64> {
    let (first, rest) = residuals.split_at_checked(part - order).unwrap_or((residuals, &[]));
    let sum = |part: &[i32]| part.iter().map(|residual| u64::from(fold(*residual))).sum();
    std::iter::once(first).chain(rest.chunks(part.max(1))).map(sum).collect()
}

/// The parameter that suits so many residuals of this sum, and about how many bits they take.
fn best_parameter(sum: u64, count: u64) -> (u32, u64) {
    let near = (sum / count.max(1)).max(1).ilog2();
    let bits = |parameter: u32| {
        let rounded_off = if parameter == 0 { 0 } else { count / 2 };
        (count * u64::from(parameter + 1) + (sum >> parameter)).saturating_sub(rounded_off)
    };
    let tried = near.saturating_sub(1)..=near + 1;
    let tried =
        tried.map(|parameter| parameter.min(LARGEST_PARAMETER)).map(|parameter| (parameter, bits(parameter)));
    tried.min_by_key(|(_, bits)| *bits).unwrap_or((0, sum + count))
}
