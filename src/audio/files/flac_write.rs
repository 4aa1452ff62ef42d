//! FLAC, in which every sample is kept in about half the space: the frames are made on several threads.

mod bits;
mod frame;
mod predict;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::ops::Range;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use md5::Context;

use self::frame::{BLOCK_FRAMES, FrameEncoder, Stream};
use super::blocks::{for_each_block, frames_in};
use super::output::Output;
use super::{FileError, cannot_read, unsupported};
use crate::audio::progress::Progress;
use crate::audio::wav_read::WavReader;
use crate::domain::time::Frames;

/// Whole numbers of more bits are read by few programs.
const MOST_BITS: u32 = 24;
/// Blocks that a thread gets at a time.
const BATCH_BLOCKS: usize = 16;
/// The sign of a FLAC file and the head and body of its first block, which says what the frames hold.
const BEGINNING_LEN: usize = 4 + 4 + 34;
const SEEK_POINT_LEN: usize = 18;

/// Writes a part of a recording, or all of it, on so many threads, and says how many frames that were.
pub(super) fn encode(
    reader: &mut WavReader,
    source: &Path,
    output: &mut Output<'_>,
    part: Option<&Range<Frames>>,
    threads: usize,
    progress: &Progress,
) -> Result<Frames, FileError> {
    let layout = reader.layout();
    let bits = layout.encoding.integer_bits().filter(|bits| *bits <= MOST_BITS);
    let bits = bits.ok_or_else(|| unsupported(source, layout.encoding))?;
    let channels = usize::from(layout.channels);
    if channels > 8 {
        return Err(FileError::Unsupported {
            path: source.to_owned(),
            what: "more than eight channels, and FLAC holds no more".to_owned(),
        });
    }
    let stream = Stream { hz: layout.rate.hz(), channels, bits };
    let path = output.path().to_owned();
    let failed = |error| FileError::CannotWrite { path: path.clone(), error };
    thread::scope(|scope| {
        let workers = (0..threads.max(1)).map(|_| {
            let (jobs, todo) = sync_channel(1);
            let (done, results) = sync_channel(1);
            let encode = move || work(stream, &todo, &done);
            thread::Builder::new()
                .name("starling-flac".to_owned())
                .spawn_scoped(scope, encode)
                .map(|_| (jobs, results))
        });
        let workers: Vec<Worker> = workers.collect::<io::Result<_>>().map_err(failed)?;
        let mut file = FlacFile::begin(output, stream, frames_in(reader, part), &workers).map_err(failed)?;
        let mut batch = Vec::new();
        let frames = for_each_block(reader, source, part, progress, |reader, at, count| {
            let read =
                reader.read_integers(at, count, &mut batch).map_err(|error| cannot_read(source, &error))?;
            file.add(&mut batch, false).map_err(failed)?;
            Ok(read)
        })?;
        file.add(&mut batch, true).and_then(|()| file.finish()).map_err(failed)?;
        Ok(frames)
    })
}

/// Samples to be made into frames, and the number of the first.
type Job = (u64, Vec<i32>);
/// Frames, one after the other, and how long each is.
type Made = (Vec<u8>, Vec<usize>);
type Worker = (SyncSender<Job>, Receiver<Made>);

fn work(stream: Stream, todo: &Receiver<Job>, done: &SyncSender<Made>) {
    let mut encoder = FrameEncoder::new(stream);
    for (first, samples) in todo {
        let (mut bytes, mut lens) = (Vec::new(), Vec::new());
        for (number, block) in (first..).zip(samples.chunks(BLOCK_FRAMES * stream.channels)) {
            let frame = encoder.encode(number, block);
            lens.push(frame.len());
            bytes.extend_from_slice(frame);
        }
        if done.send((bytes, lens)).is_err() {
            return;
        }
    }
}

/// The file, while its frames come.
struct FlacFile<'f, 'a> {
    output: &'f mut Output<'a>,
    stream: Stream,
    workers: &'f [Worker],
    /// The numbers of workers whose frames are awaited, in order.
    under_way: VecDeque<usize>,
    jobs: usize,
    blocks_given: u64,
    frames_of_sound: u64,
    sum: Context,
    /// Where each block begins that can be jumped to, from the first on.
    points: Vec<u64>,
    blocks_per_point: u64,
    most_points: usize,
    blocks_written: u64,
    bytes_written: u64,
    shortest: usize,
    longest: usize,
}

impl<'f, 'a> FlacFile<'f, 'a> {
    /// Leaves room for what is known only at the end.
    fn begin(
        output: &'f mut Output<'a>,
        stream: Stream,
        frames: u64,
        workers: &'f [Worker],
    ) -> io::Result<Self> {
        let block = BLOCK_FRAMES as u64;
        // Whoever goes to a place decodes a second at most.
        let blocks_per_point = (u64::from(stream.hz) / block).max(1);
        let points = frames.div_ceil(block).div_ceil(blocks_per_point);
        let most_points = usize::try_from(points).unwrap_or(usize::MAX).min(0xFF_FFFF / SEEK_POINT_LEN);
        output.write_all(&vec![0; BEGINNING_LEN + 4 + most_points * SEEK_POINT_LEN])?;
        Ok(Self {
            output,
            stream,
            workers,
            under_way: VecDeque::new(),
            jobs: 0,
            blocks_given: 0,
            frames_of_sound: 0,
            sum: Context::new(),
            points: Vec::new(),
            blocks_per_point,
            most_points,
            blocks_written: 0,
            bytes_written: 0,
            shortest: usize::MAX,
            longest: 0,
        })
    }

    /// Gives whole batches to the workers, and at the end the rest.
    fn add(&mut self, samples: &mut Vec<i32>, is_last: bool) -> io::Result<()> {
        let batch = BATCH_BLOCKS * BLOCK_FRAMES * self.stream.channels;
        while samples.len() >= batch || (is_last && !samples.is_empty()) {
            let rest = samples.split_off(batch.min(samples.len()));
            let job = std::mem::replace(samples, rest);
            self.give(job)?;
        }
        Ok(())
    }

    fn give(&mut self, job: Vec<i32>) -> io::Result<()> {
        // Two for each: one that is made, and one that waits.
        if self.under_way.len() >= self.workers.len() * 2 {
            self.take_result()?;
        }
        let number = self.jobs % self.workers.len();
        let (first, frames) = (self.blocks_given, job.len() / self.stream.channels);
        self.add_to_sum(&job);
        self.jobs += 1;
        self.blocks_given += frames.div_ceil(BLOCK_FRAMES) as u64;
        self.frames_of_sound += frames as u64;
        self.under_way.push_back(number);
        let (jobs, _) = self.workers.get(number).ok_or_else(stopped)?;
        jobs.send((first, job)).map_err(|_| stopped())
    }

    /// The check sum is one of the samples in as many bytes as they need.
    fn add_to_sum(&mut self, samples: &[i32]) {
        let width = self.stream.bits.div_ceil(8) as usize;
        let mut bytes = Vec::with_capacity(samples.len() * width);
        match width {
            2 => bytes.extend(samples.iter().flat_map(|sample| {
                let [a, b, ..] = sample.to_le_bytes();
                [a, b]
            })),
            _ => bytes.extend(samples.iter().flat_map(|sample| sample.to_le_bytes().into_iter().take(width))),
        }
        self.sum.consume(&bytes);
    }

    fn take_result(&mut self) -> io::Result<()> {
        let Some(number) = self.under_way.pop_front() else { return Ok(()) };
        let (_, results) = self.workers.get(number).ok_or_else(stopped)?;
        let (bytes, lens) = results.recv().map_err(|_| stopped())?;
        for len in lens {
            if self.blocks_written.is_multiple_of(self.blocks_per_point)
                && self.points.len() < self.most_points
            {
                self.points.push(self.bytes_written);
            }
            self.blocks_written += 1;
            self.bytes_written += len as u64;
            (self.shortest, self.longest) = (self.shortest.min(len), self.longest.max(len));
        }
        self.output.write_all(&bytes)
    }

    fn finish(&mut self) -> io::Result<()> {
        while !self.under_way.is_empty() {
            self.take_result()?;
        }
        let beginning = self.beginning();
        self.output.seek(SeekFrom::Start(0))?;
        self.output.write_all(&beginning)
    }

    /// What stands before the frames.
    #[expect(clippy::cast_possible_truncation, reason = "as many bits as the format has, which is enough")]
    fn beginning(&self) -> Vec<u8> {
        let Stream { hz, channels, bits } = self.stream;
        let mut bytes = b"fLaC\0\0\0\x22".to_vec();
        let block = (BLOCK_FRAMES as u16).to_be_bytes();
        bytes.extend([block, block].concat());
        let shortest = if self.blocks_written == 0 { 0 } else { self.shortest };
        for len in [shortest, self.longest] {
            bytes.extend((len as u32).to_be_bytes().iter().skip(1));
        }
        let sound = u64::from(hz) << 44 | (channels as u64 - 1) << 41 | u64::from(bits - 1) << 36;
        bytes.extend((sound | self.frames_of_sound & 0xF_FFFF_FFFF).to_be_bytes());
        bytes.extend(self.sum.clone().finalize().0);
        let table_len = (self.most_points * SEEK_POINT_LEN) as u32;
        // The table is the last of the blocks before the frames.
        bytes.extend((0x8300_0000 | table_len).to_be_bytes());
        let block = BLOCK_FRAMES as u64;
        for (number, at) in (0..).zip(&self.points) {
            let first = number * self.blocks_per_point * block;
            let frames = (self.frames_of_sound - first).min(block) as u16;
            bytes.extend(first.to_be_bytes());
            bytes.extend(at.to_be_bytes());
            bytes.extend(frames.to_be_bytes());
        }
        // A point of nothing but ones is none.
        bytes.resize(BEGINNING_LEN + 4 + self.most_points * SEEK_POINT_LEN, 0xFF);
        bytes
    }
}

fn stopped() -> io::Error {
    io::Error::other("a thread that makes FLAC frames stopped")
}
