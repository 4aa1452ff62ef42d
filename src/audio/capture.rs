//! The only real-time code of the program: what happens to a block of samples on the audio thread.
//!
//! A block becomes mono, goes into a ring as whole frames, and is counted. What finds no room in the ring is
//! counted as missing at its place. Nothing here waits, allocates, logs or opens anything.

use std::sync::Arc;
use std::time::Duration;

use cpal::{FromSample, Sample};
use rtrb::{Consumer, Producer, RingBuffer};

use super::shared::{Block, Shared};
use super::timeline::Timeline;
use crate::domain::time::{Frames, SampleRate};

/// How long the disk may keep the writer waiting before frames are lost.
const RING_SECS: usize = 12;
/// Gaps that may wait to be written down; frames that find no room for theirs are lost as well.
const GAP_NOTES: usize = 1_024;
/// The largest positive sample of 16 bits.
const FULL_SCALE: f32 = 32_767.0 / 32_768.0;

/// Frames that are missing before the frame that comes next in the ring.
#[derive(Clone, Copy, Debug)]
struct Missing {
    at: u64,
    frames: u64,
}

/// The half of the audio path that lives on the audio thread.
pub struct Capture {
    ring: Producer<f32>,
    notes: Producer<Missing>,
    shared: Arc<Shared>,
    channels: usize,
    channel: Option<usize>,
    timeline: Timeline,
    /// Frames in the ring or noted as missing: the place of the next frame to go in.
    placed: u64,
    /// Frames missing after that place, not noted yet.
    missing: u64,
    zero_run: u64,
    overruns_seen: u64,
    rate: SampleRate,
}

/// The half that takes the frames out again, in order and with the gaps between them.
pub struct Intake {
    ring: Consumer<f32>,
    notes: Consumer<Missing>,
    shared: Arc<Shared>,
    next: u64,
    note: Option<Missing>,
}

/// What comes out of the ring.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Piece<'a> {
    Sound(&'a [f32]),
    Missing(Frames),
}

/// What the error callback uses, apart from [`Capture`] because the two are called independently.
#[derive(Clone)]
pub struct ErrorNotes(Arc<Shared>);

/// Makes the halves of one audio path. `channel` chooses one of the device's instead of their mean.
#[must_use]
pub fn path(
    rate: SampleRate,
    channels: u16,
    channel: Option<u16>,
) -> (Capture, ErrorNotes, Intake, Arc<Shared>) {
    let shared = Arc::new(Shared::default());
    let (ring_in, ring_out) = RingBuffer::new(RING_SECS * rate.hz() as usize);
    let (notes_in, notes_out) = RingBuffer::new(GAP_NOTES);
    let channels = usize::from(channels.max(1));
    let capture = Capture {
        ring: ring_in,
        notes: notes_in,
        shared: Arc::clone(&shared),
        channels,
        channel: channel.map(usize::from).filter(|channel| *channel < channels),
        timeline: Timeline::new(rate),
        placed: 0,
        missing: 0,
        zero_run: 0,
        overruns_seen: 0,
        rate,
    };
    let intake =
        Intake { ring: ring_out, notes: notes_out, shared: Arc::clone(&shared), next: 0, note: None };
    (capture, ErrorNotes(Arc::clone(&shared)), intake, shared)
}

impl Capture {
    /// Takes a block of interleaved samples, the first of which was captured at `at` on the stream's clock.
    pub fn receive<S>(&mut self, samples: &[S], at: Duration)
    where
        S: Sample,
        f32: FromSample<S>,
    {
        let frames = samples.len() / self.channels;
        if frames == 0 {
            return;
        }
        let overruns = self.shared.overruns();
        let skipped = self.timeline.missing_before(frames as u64, at, overruns != self.overruns_seen);
        self.overruns_seen = overruns;
        self.missing = self.missing.saturating_add(skipped);

        let mut block = Block { captured_until: at + self.lasting(frames), ..Block::default() };
        let taken = self.push(samples, frames, &mut block);
        let lost = (frames - taken) as u64;
        self.missing = self.missing.saturating_add(lost);
        block.heard = skipped.saturating_add(frames as u64);
        block.lost = skipped.saturating_add(lost);
        block.zero_run = self.zero_run;
        self.shared.add(&block);
    }

    /// Puts as many frames into the ring as there is room for, after a note of what is missing before them.
    fn push<S>(&mut self, samples: &[S], frames: usize, block: &mut Block) -> usize
    where
        S: Sample,
        f32: FromSample<S>,
    {
        let room = self.ring.slots().min(frames);
        if room == 0 || !self.note_missing() {
            return 0;
        }
        let Ok(chunk) = self.ring.write_chunk_uninit(room) else { return 0 };
        let (channels, channel) = (self.channels, self.channel);
        let mut meter = Meter { zero_run: self.zero_run, ..Meter::default() };
        let taken = chunk.fill_from_iter(samples.chunks_exact(channels).map(|frame| {
            let sample = mono(frame, channel);
            meter.add(sample);
            sample
        }));
        self.zero_run = meter.zero_run;
        meter.tell(block);
        self.placed = self.placed.saturating_add(taken as u64);
        taken
    }

    fn note_missing(&mut self) -> bool {
        if self.missing == 0 {
            return true;
        }
        let noted = self.notes.push(Missing { at: self.placed, frames: self.missing }).is_ok();
        if noted {
            self.placed = self.placed.saturating_add(self.missing);
            self.missing = 0;
        }
        noted
    }

    fn lasting(&self, frames: usize) -> Duration {
        Duration::from_nanos((frames as u64).saturating_mul(1_000_000_000) / u64::from(self.rate.hz()))
    }
}

/// One frame as one sample.
fn mono<S>(frame: &[S], channel: Option<usize>) -> f32
where
    S: Sample,
    f32: FromSample<S>,
{
    let sample = match (channel, frame) {
        (_, [only]) => f32::from_sample(*only),
        (Some(channel), _) => frame.get(channel).map_or(0.0, |sample| f32::from_sample(*sample)),
        (None, _) => mean(frame.iter().map(|sample| f32::from_sample(*sample))),
    };
    if sample.is_finite() { sample } else { 0.0 }
}

fn mean(samples: impl Iterator<Item = f32>) -> f32 {
    let (sum, count) = samples.fold((0.0, 0.0_f32), |(sum, count), sample| (sum + sample, count + 1.0));
    sum / count.max(1.0)
}

#[derive(Default)]
struct Meter {
    frames: f32,
    peak: f32,
    squares: f32,
    clipped: u64,
    zero_run: u64,
}

impl Meter {
    fn add(&mut self, sample: f32) {
        let size = sample.abs();
        self.frames += 1.0;
        self.peak = self.peak.max(size);
        self.squares += size * size;
        self.clipped += u64::from(size >= FULL_SCALE);
        self.zero_run = if sample == 0.0 { self.zero_run.saturating_add(1) } else { 0 };
    }

    fn tell(&self, block: &mut Block) {
        block.peak = self.peak;
        block.mean_square = self.squares / self.frames.max(1.0);
        block.clipped = self.clipped;
    }
}

impl ErrorNotes {
    /// Notes what the stream complains about; called up to a million times a second by a dead one.
    pub fn note(&self, kind: cpal::ErrorKind) {
        self.0.note_error(kind);
    }
}

impl Intake {
    /// The place of the frame that comes out next.
    #[must_use]
    pub const fn next(&self) -> Frames {
        Frames(self.next)
    }

    /// Whether the stream is gone and everything that came from it was taken out.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.ring.is_abandoned() && self.shared.heard().0 <= self.next
    }

    /// Hands out at most `limit` frames of sound, and the gaps between them, in order.
    pub fn drain(&mut self, limit: usize, mut each: impl FnMut(Frames, Piece<'_>)) {
        // Asked in this order: who is gone has put in everything, and a gap is noted before the frames after it.
        let is_abandoned = self.ring.is_abandoned();
        let mut left = self.ring.slots().min(limit);
        let is_emptied = is_abandoned && left == self.ring.slots();
        loop {
            if self.note.is_none() {
                self.note = self.notes.pop().ok();
            }
            if let Some(note) = self.note.filter(|note| note.at <= self.next) {
                self.skip(note.frames, &mut each);
                self.note = None;
                continue;
            }
            let until_note = self.note.map_or(u64::MAX, |note| note.at.saturating_sub(self.next));
            let run = left.min(usize::try_from(until_note).unwrap_or(usize::MAX));
            let Ok(chunk) = self.ring.read_chunk(run) else { break };
            if chunk.is_empty() {
                break;
            }
            let (first, second) = chunk.as_slices();
            for part in [first, second] {
                if !part.is_empty() {
                    each(Frames(self.next), Piece::Sound(part));
                    self.next = self.next.saturating_add(part.len() as u64);
                }
            }
            chunk.commit_all();
            left -= run;
        }
        if is_emptied {
            self.skip(self.shared.heard().0.saturating_sub(self.next), &mut each);
        }
    }

    fn skip(&mut self, frames: u64, each: &mut impl FnMut(Frames, Piece<'_>)) {
        if frames > 0 {
            each(Frames(self.next), Piece::Missing(Frames(frames)));
            self.next = self.next.saturating_add(frames);
        }
    }
}

#[cfg(test)]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::float_cmp,
    reason = "small whole numbers, which floats hold exactly"
)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RATE: SampleRate = SampleRate::PREFERRED;

    fn at(frames: u64) -> Duration {
        Duration::from_nanos(frames * 1_000_000_000 / 48_000)
    }

    /// Everything that comes out, gaps as zeros, and the gaps.
    fn drained(intake: &mut Intake) -> (Vec<f32>, Vec<(u64, u64)>) {
        let (mut sound, mut gaps) = (Vec::new(), Vec::new());
        intake.drain(usize::MAX, |at, piece| match piece {
            Piece::Sound(part) => sound.extend_from_slice(part),
            Piece::Missing(frames) => {
                gaps.push((at.0, frames.0));
                sound.resize(sound.len() + frames.0 as usize, 0.0);
            }
        });
        (sound, gaps)
    }

    #[test]
    fn channels_are_averaged_or_one_is_chosen() {
        for (channel, expected) in [(None, 0.25), (Some(0), 0.5), (Some(1), 0.0), (Some(7), 0.25)] {
            let (mut capture, _, mut intake, _) = path(RATE, 2, channel);
            capture.receive(&[16_384_i16, 0, 16_384, 0], Duration::ZERO);
            assert_eq!(drained(&mut intake).0, [expected, expected]);
        }
    }

    #[test]
    fn every_16_bit_sample_comes_out_as_it_went_in() {
        let (mut capture, _, mut intake, _) = path(RATE, 1, None);
        let all: Vec<i16> = (i16::MIN..=i16::MAX).collect();
        capture.receive(&all, Duration::ZERO);
        let back: Vec<i16> = drained(&mut intake).0.iter().map(|x| (x * 32_768.0) as i16).collect();
        assert_eq!(back, all);
    }

    #[test]
    fn samples_that_are_no_numbers_become_silence() {
        let (mut capture, _, mut intake, shared) = path(RATE, 1, None);
        capture.receive(&[f32::NAN, f32::INFINITY, 0.5], Duration::ZERO);
        assert_eq!(drained(&mut intake).0, [0.0, 0.0, 0.5]);
        assert!((shared.take_level().peak - 0.5).abs() < f32::EPSILON);
    }

    #[test]
    fn what_finds_no_room_is_missing_where_it_was_said() {
        let (mut capture, _, mut intake, shared) = path(RATE, 1, None);
        let capacity = (RING_SECS * 48_000) as u64;
        let block = [0.25_f32; 1_000];
        for n in 0..capacity / 1_000 + 5 {
            capture.receive(&block, at(n * 1_000));
        }
        assert_eq!(shared.lost(), Frames(5_000));
        let (sound, gaps) = drained(&mut intake);
        assert_eq!((sound.len() as u64, gaps.len()), (capacity, 0));
        capture.receive(&block, at(capacity + 5_000));
        assert_eq!(drained(&mut intake).1, [(capacity, 5_000)]);
        assert_eq!(intake.next(), shared.heard());
    }

    #[test]
    fn what_is_missing_at_the_end_is_known_once_the_stream_is_gone() {
        let (mut capture, _, mut intake, _) = path(RATE, 1, None);
        let whole = vec![0.25_f32; RING_SECS * 48_000 + 77];
        capture.receive(&whole, Duration::ZERO);
        drop(capture);
        assert!(!intake.is_over());
        let (sound, gaps) = drained(&mut intake);
        assert_eq!(gaps, [((RING_SECS * 48_000) as u64, 77)]);
        assert_eq!(sound.len(), whole.len());
        assert!(intake.is_over());
    }

    proptest! {
        /// Whatever sizes the blocks have, whenever somebody takes them out: what was heard comes out once,
        /// in order, and the silence is as long as what is missing.
        #[test]
        fn nothing_is_lost_or_said_twice(
            steps in prop::collection::vec((1_usize..40_000, any::<bool>(), 0_u64..3), 1..60)
        ) {
            let (mut capture, _, mut intake, shared) = path(RATE, 1, None);
            let (mut clock, mut out) = (0_u64, Vec::new());
            for (frames, take_out, skip) in steps {
                if clock > 96_000 {
                    clock += skip * 60_000;
                }
                let block: Vec<f32> = (clock..clock + frames as u64).map(|n| (n % 9_973 + 1) as f32).collect();
                capture.receive(&block, at(clock));
                clock += frames as u64;
                if take_out {
                    out.extend(drained(&mut intake).0);
                }
            }
            drop(capture);
            out.extend(drained(&mut intake).0);
            prop_assert_eq!(out.len() as u64, clock);
            prop_assert_eq!(shared.heard().0, clock);
            let zeros = out.iter().filter(|x| **x == 0.0).count() as u64;
            prop_assert_eq!(zeros, shared.lost().0);
            for (n, sample) in out.iter().enumerate() {
                prop_assert!(*sample == 0.0 || *sample == (n % 9_973 + 1) as f32);
            }
        }
    }
}
