//! The shape of a recording at any zoom: for every block of samples the smallest, the largest and the power, and
//! the same again for ever larger blocks.
//!
//! It grows while somebody records and can be made from any WAV file. Drawing takes as long for an hour as for a
//! second, because the level whose blocks are nearest to a column's width is read, and no sample.
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a picture needs no more than a float holds, and blocks are counted in memory"
)]

use std::ops::Range;

use super::encoding::{Mix, to_16_bits};
use super::progress::{Cancelled, Progress};
use super::wav_read::WavReader;
use crate::domain::time::Frames;
use crate::store::wav::WavError;

pub mod cache;

/// Frames in a block of the finest level.
const FINEST: u64 = 256;

/// How many blocks of a level make one of the next.
const FACTOR: u64 = 4;

/// How many frames of a file are read before it is asked whether anybody still wants them.
const BETWEEN_LOOKS: usize = 1 << 18;

/// What a column of samples looks like; 1.0 is full scale.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Column {
    pub min: f32,
    pub max: f32,
    pub rms: f32,
}

/// A block as it is kept: in 16 bits, because nobody sees more.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Peak {
    min: i16,
    max: i16,
    /// The mean of the squares.
    power: f32,
}

impl Peak {
    fn joined(peaks: &[Self]) -> Self {
        Self {
            min: peaks.iter().map(|peak| peak.min).min().unwrap_or(0),
            max: peaks.iter().map(|peak| peak.max).max().unwrap_or(0),
            power: peaks.iter().map(|peak| peak.power).sum::<f32>() / peaks.len().max(1) as f32,
        }
    }
}

/// Samples taken together until they make a block or a column.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Sum {
    min: i16,
    max: i16,
    squares: f64,
    count: u64,
}

impl Sum {
    const EMPTY: Self = Self { min: i16::MAX, max: i16::MIN, squares: 0.0, count: 0 };

    fn of(samples: &[i16]) -> Self {
        let mut sum = Self::EMPTY;
        for few in samples.chunks(FINEST as usize) {
            sum.add(Self::of_few(few));
        }
        sum
    }

    /// The sum of a block at most.
    #[inline]
    fn of_few(samples: &[i16]) -> Self {
        let wider = |(min, max): (i16, i16), sample: &i16| (min.min(*sample), max.max(*sample));
        let (min, max) = samples.iter().fold((i16::MAX, i16::MIN), wider);
        Self { min, max, squares: squares_of(samples) as f64, count: samples.len() as u64 }
    }

    fn of_peak(peak: Peak, frames: u64) -> Self {
        let squares = f64::from(peak.power) * FULL_SCALE * FULL_SCALE * frames as f64;
        Self { min: peak.min, max: peak.max, squares, count: frames }
    }

    fn add(&mut self, other: Self) {
        self.min = self.min.min(other.min);
        self.max = self.max.max(other.max);
        self.squares += other.squares;
        self.count += other.count;
    }

    fn peak(self) -> Peak {
        if self.count == 0 {
            return Peak { min: 0, max: 0, power: 0.0 };
        }
        let power = self.squares / self.count as f64 / (FULL_SCALE * FULL_SCALE);
        Peak { min: self.min, max: self.max, power: power as f32 }
    }

    fn column(self) -> Column {
        let Peak { min, max, power } = self.peak();
        let fraction = |sample: i16| (f64::from(sample) / FULL_SCALE) as f32;
        Column { min: fraction(min), max: fraction(max), rms: power.sqrt() }
    }
}

const FULL_SCALE: f64 = 32_768.0;

/// The sum of the squares of a block at most.
#[inline]
fn squares_of(samples: &[i16]) -> u64 {
    let square = |sample: i16| (i32::from(sample) * i32::from(sample)).cast_unsigned();
    // The processor adds many at a time, as long as every sum fits into 32 bits: two squares do, and so do as many
    // of their halves as a block has.
    let (pairs, rest) = samples.as_chunks::<2>();
    let (mut low, mut high) = (0, 0);
    for [one, other] in pairs {
        let both = square(*one) + square(*other);
        low += both & 0xFFFF;
        high += both >> 16;
    }
    let last: u32 = rest.iter().map(|sample| square(*sample)).sum();
    (u64::from(high) << 16) + u64::from(low) + u64::from(last)
}

/// The shape of a recording, or of as much of it as there is yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Waveform {
    /// From the finest on; each block of a level is made of `FACTOR` blocks of the one before.
    levels: Vec<Vec<Peak>>,
    /// Samples that do not fill a block yet.
    rest: Sum,
}

impl Default for Waveform {
    fn default() -> Self {
        Self { levels: vec![Vec::new()], rest: Sum::EMPTY }
    }
}

impl Waveform {
    /// Reads a whole file.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn of_file(reader: &mut WavReader, progress: &Progress) -> Result<Result<Self, Cancelled>, WavError> {
        let mut waveform = Self::default();
        loop {
            if progress.is_cancelled() {
                return Ok(Err(Cancelled));
            }
            let at = waveform.frames();
            let add = |samples: &[i16]| waveform.push_16_bits(samples);
            if reader.for_each_16_bits(at, Mix::All, BETWEEN_LOOKS, add)? == 0 {
                return Ok(Ok(waveform));
            }
            progress.set(waveform.frames().0, reader.frames().0);
        }
    }

    /// Adds samples at the end.
    pub fn push(&mut self, samples: &[f32]) {
        let mut block = [0; FINEST as usize];
        for samples in samples.chunks(block.len()) {
            for (place, sample) in block.iter_mut().zip(samples) {
                *place = to_16_bits(*sample);
            }
            self.push_16_bits(block.get(..samples.len()).unwrap_or_default());
        }
    }

    fn push_16_bits(&mut self, samples: &[i16]) {
        let begun = (FINEST - self.rest.count) % FINEST;
        let (end, samples) = samples.split_at(samples.len().min(begun as usize));
        self.push_part(end);
        // Of a length that is known the processor makes short work.
        let (blocks, beginning) = samples.as_chunks::<{ FINEST as usize }>();
        for block in blocks {
            self.push_peak(Sum::of_few(block).peak());
        }
        self.push_part(beginning);
    }

    /// Adds samples of which there is room for all in the block that is not filled yet.
    fn push_part(&mut self, samples: &[i16]) {
        self.rest.add(Sum::of(samples));
        if self.rest.count == FINEST {
            self.push_peak(self.rest.peak());
            self.rest = Sum::EMPTY;
        }
    }

    /// Adds a block to the finest level, and to the others what becomes whole by it.
    fn push_peak(&mut self, mut peak: Peak) {
        for level in &mut self.levels {
            level.push(peak);
            if !(level.len() as u64).is_multiple_of(FACTOR) {
                return;
            }
            let whole = level.last_chunk::<{ FACTOR as usize }>();
            peak = Peak::joined(whole.map_or(&[], |whole| whole.as_slice()));
        }
        self.levels.push(vec![peak]);
    }

    /// How many frames there are.
    #[must_use]
    pub fn frames(&self) -> Frames {
        let blocks = self.levels.first().map_or(0, Vec::len) as u64;
        Frames(blocks * FINEST + self.rest.count)
    }

    /// What `count` columns of equal width show of a range of frames. Columns past the end are flat.
    #[must_use]
    pub fn columns(&self, range: Range<Frames>, count: usize) -> Vec<Column> {
        let (start, width) = (range.start.0, range.end.minus(range.start).0);
        let level = self.level_for(width / count.max(1) as u64);
        columns_of(start, width, count).map(|column| self.column(column, level)).collect()
    }

    /// The coarsest level of which four blocks fit into a column, so that what one block holds of a neighbouring
    /// column is not seen.
    fn level_for(&self, width: u64) -> usize {
        let fits = |level: &usize| block_frames(*level) * 4 <= width;
        (1..self.levels.len()).take_while(fits).last().unwrap_or(0)
    }

    fn column(&self, range: Range<u64>, level: usize) -> Column {
        let end = range.end.min(self.frames().0);
        let mut sum = Sum::EMPTY;
        let mut at = range.start;
        // What does not fill a block of one level yet is found on a finer one.
        for level in (0..=level).rev() {
            let Some(peaks) = self.levels.get(level) else { continue };
            let frames = block_frames(level);
            while at < end {
                let Some(peak) = peaks.get((at / frames) as usize) else { break };
                sum.add(Sum::of_peak(*peak, frames));
                at = (at / frames + 1) * frames;
            }
        }
        if at < end {
            sum.add(self.rest);
        }
        sum.column()
    }
}

/// What `count` columns show of the samples themselves, for a zoom at which the finest blocks are too wide.
///
/// # Errors
/// Where the file cannot be read.
pub fn close_columns(
    reader: &mut WavReader,
    range: Range<Frames>,
    count: usize,
) -> Result<Vec<Column>, WavError> {
    let (start, width) = (range.start.0, range.end.minus(range.start).0.min(count as u64 * FINEST));
    let mut samples = vec![0; width as usize];
    let there = reader.read_16_bits(range.start, Mix::All, &mut samples)?;
    Ok(columns_of(start, width, count)
        .map(|column| {
            let inside = (column.start - start) as usize..(column.end - start) as usize;
            Sum::of(samples.get(inside.start..inside.end.min(there)).unwrap_or_default()).column()
        })
        .collect())
}

/// Cuts a range into columns, each at least a frame wide.
fn columns_of(start: u64, width: u64, count: usize) -> impl Iterator<Item = Range<u64>> {
    let edge = move |n: u64| start + (u128::from(width) * u128::from(n) / count.max(1) as u128) as u64;
    (0..count as u64).map(move |n| edge(n)..edge(n + 1).max(edge(n) + 1))
}

fn block_frames(level: usize) -> u64 {
    FINEST * FACTOR.pow(level as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    fn noise(count: usize) -> Vec<f32> {
        let mut state = 7u32;
        (0..count)
            .map(|n| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                ((state >> 8) as f32 / 8_388_608.0 - 1.0) * ((n as f32 / 9_000.0).sin().abs())
            })
            .collect()
    }

    fn waveform(samples: &[f32]) -> Waveform {
        let mut waveform = Waveform::default();
        waveform.push(samples);
        waveform
    }

    fn near(one: Column, other: Column) -> bool {
        let close = |a: f32, b: f32| (a - b).abs() < 1.0 / 16_000.0;
        close(one.min, other.min) && close(one.max, other.max) && (one.rms - other.rms).abs() < 1e-3
    }

    /// The column computed from the samples themselves, with the blocks it touches taken whole.
    fn plain(samples: &[f32], range: Range<u64>, block: u64) -> Column {
        let from = (range.start / block * block).min(samples.len() as u64);
        let to = (range.end.min(samples.len() as u64)).div_ceil(block) * block;
        let inside = &samples[from as usize..(to.min(samples.len() as u64)) as usize];
        Sum::of(&inside.iter().copied().map(to_16_bits).collect::<Vec<_>>()).column()
    }

    #[test]
    fn columns_show_what_the_samples_hold_at_every_zoom() {
        let samples = noise(700_001);
        let waveform = waveform(&samples);
        assert_eq!(waveform.frames(), Frames(700_001));
        for (range, count) in
            [(0..700_001, 100), (0..700_001, 1), (1_000..300_500, 400), (650_000..700_001, 37), (512..700, 3)]
        {
            let (start, width) = (range.start, range.end - range.start);
            let shown = waveform.columns(Frames(range.start)..Frames(range.end), count);
            assert_eq!(shown.len(), count);
            let block = block_frames(waveform.level_for(width / count as u64));
            for (column, range) in shown.iter().zip(columns_of(start, width, count)) {
                let held = plain(&samples, range.clone(), block);
                let exact = plain(&samples, range.clone(), 1);
                assert!(column.min <= exact.min + 1e-4 && column.max >= exact.max - 1e-4);
                // At the end a coarse block is not whole, and finer ones stand in for it.
                let at_the_end = range.end + block > 700_001;
                assert!(at_the_end || near(*column, held), "{range:?}: {column:?}, {held:?}");
            }
        }
    }

    #[test]
    fn it_grows_alike_in_any_portions() {
        let samples = noise(50_000);
        let mut grown = Waveform::default();
        let mut left = samples.as_slice();
        for size in [1, 255, 256, 257, 13, 4_000].into_iter().cycle() {
            let (now, later) = left.split_at(size.min(left.len()));
            grown.push(now);
            left = later;
            if left.is_empty() {
                break;
            }
        }
        let at_once = waveform(&samples);
        let all = Frames(0)..Frames(50_000);
        for (one, other) in grown.columns(all.clone(), 90).into_iter().zip(at_once.columns(all, 90)) {
            assert!(near(one, other));
        }
    }

    #[test]
    fn past_the_end_and_before_the_first_sample_it_is_flat() {
        assert_eq!(Waveform::default().columns(Frames(0)..Frames(100), 2), [Column::default(); 2]);
        let shown = waveform(&[1.0; 1_000]).columns(Frames(0)..Frames(4_000), 4);
        assert!(shown[0].rms > 0.99 && shown[1..] == [Column::default(); 3]);
        assert_eq!(waveform(&[1.0; 10]).columns(Frames(9)..Frames(3), 1).len(), 1);
        assert!(waveform(&[f32::NAN; 300]).columns(Frames(0)..Frames(300), 1)[0].rms.abs() < 1e-9);
    }

    #[test]
    fn an_hour_is_drawn_as_fast_as_a_minute() {
        let draw = |blocks: u64| {
            let mut long = Waveform::default();
            (0..blocks).for_each(|n| {
                long.push_peak(Peak { min: (n as i16).wrapping_neg(), max: n as i16, power: 0.1 });
            });
            let once = || {
                let begun = Instant::now();
                for zoom in 1..=20 {
                    let _ = long.columns(Frames(0)..Frames(long.frames().0 / zoom), 1_000);
                }
                begun.elapsed()
            };
            // The quickest of several, because a busy machine makes any of them slow.
            (0..10).map(|_| once()).min().unwrap_or_default()
        };
        let (minute, hour) = (draw(11_250), draw(675_000));
        assert!(hour < minute * 4 + std::time::Duration::from_millis(20), "{minute:?}, {hour:?}");
    }
}
