//! From a recording to what the loudspeaker gets: along the route, joined without clicks, at the speed and the
//! rate that are asked for, and with a record of which frame is heard when.
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "places in a recording stay far below 2^52 frames"
)]

use std::collections::VecDeque;

use super::route::{Route, Run};
use crate::audio::encoding::Mix;
use crate::audio::stretch::{Speed, Stretcher, Stride};
use crate::audio::wav_read::WavReader;
use crate::domain::time::{Frames, SampleRate};
use crate::speech::resample::Resampler;
use crate::store::wav::WavError;

/// Frames that are read at a time.
const BLOCK: u64 = 1_024;

/// From which sample of the output on which frame of the recording is heard.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Anchor {
    pub sample: f64,
    pub frame: f64,
    /// Frames of the recording per sample of the output.
    pub per_sample: f64,
}

/// Where a run begins in what the stretcher was given.
#[derive(Clone, Copy)]
struct Leg {
    given: u64,
    frame: u64,
}

/// Renders from one place on. After a jump that the user makes, another one is begun.
pub(super) struct Renderer {
    route: Route,
    joint: Joint,
    stretcher: Stretcher,
    resampler: Option<Resampler>,
    /// Frames of the recording per sample of the output at the natural speed.
    ratio: f64,
    given: u64,
    legs: VecDeque<Leg>,
    block: Vec<f32>,
    stretched: Vec<f32>,
    finished: bool,
}

impl Renderer {
    pub(super) fn new(route: Route, from: SampleRate, to: SampleRate, speed: Speed) -> Self {
        let mut stretcher = Stretcher::new(from);
        stretcher.set_speed(speed);
        Self {
            route,
            joint: Joint::new(from),
            stretcher,
            resampler: Resampler::between(from, to),
            ratio: f64::from(from.hz()) / f64::from(to.hz()),
            given: 0,
            legs: VecDeque::new(),
            block: Vec::new(),
            stretched: Vec::new(),
            finished: false,
        }
    }

    pub(super) fn set_speed(&mut self, speed: Speed) {
        self.stretcher.set_speed(speed);
    }

    pub(super) const fn route_mut(&mut self) -> &mut Route {
        &mut self.route
    }

    /// Whether everything has been rendered.
    pub(super) const fn is_finished(&self) -> bool {
        self.finished
    }

    /// Adds a little more to `out` and says by `anchor` what is heard when, samples counted from where the rendering
    /// began.
    pub(super) fn render(
        &mut self,
        reader: &mut WavReader,
        out: &mut Vec<f32>,
        mut anchor: impl FnMut(Anchor),
    ) -> Result<(), WavError> {
        if self.finished {
            return Ok(());
        }
        self.stretched.clear();
        if let Some(stride) = self.stretcher.pull(&mut self.stretched) {
            self.place(stride, &mut anchor);
            match &mut self.resampler {
                Some(resampler) => resampler.push(&self.stretched, out),
                None => out.append(&mut self.stretched),
            }
        } else if self.stretcher.is_done() {
            self.finished = true;
            if let Some(resampler) = &mut self.resampler {
                resampler.finish(out);
            }
        } else {
            self.feed(reader)?;
        }
        Ok(())
    }

    /// Gives the stretcher the next run.
    fn feed(&mut self, reader: &mut WavReader) -> Result<(), WavError> {
        let Some(Run { frames, left_at }) = self.route.next(BLOCK) else {
            self.stretcher.finish();
            return Ok(());
        };
        if let Some(left_at) = left_at {
            self.joint.begin(reader, left_at)?;
        }
        self.block.clear();
        self.block.resize((frames.end - frames.start) as usize, 0.0);
        // Frames that cannot be read are silent: the clock of the recording goes on.
        reader.read(Frames(frames.start), Mix::All, &mut self.block)?;
        self.joint.pass(&mut self.block);
        if self.legs.is_empty() || left_at.is_some() {
            self.legs.push_back(Leg { given: self.given, frame: frames.start });
        }
        self.given += self.block.len() as u64;
        self.stretcher.push(&self.block);
        Ok(())
    }

    /// Says where a stride runs in the recording: once for its beginning, and once for every leg that begins in it.
    fn place(&mut self, stride: Stride, anchor: &mut impl FnMut(Anchor)) {
        let end = stride.input + self.stretched.len() as f64 * stride.per_frame;
        while self.legs.get(1).is_some_and(|next| next.given as f64 <= stride.input) {
            self.legs.pop_front();
        }
        let per_sample = stride.per_frame * self.ratio;
        for leg in self.legs.iter().take_while(|leg| (leg.given as f64) < end) {
            let begun = stride.input.max(leg.given as f64);
            let output = stride.output as f64 + (begun - stride.input) / stride.per_frame;
            let frame = leg.frame as f64 + (begun - leg.given as f64);
            anchor(Anchor { sample: output / self.ratio, frame, per_sample });
        }
    }
}

/// Fades what would have come next into what comes instead.
struct Joint {
    /// What would have come, and how much of it has passed.
    old: Vec<f32>,
    passed: usize,
    last: f32,
}

impl Joint {
    fn new(rate: SampleRate) -> Self {
        let frames = rate.frames_in_millis(5).0 as usize;
        Self { old: vec![0.0; frames], passed: frames, last: 0.0 }
    }

    fn begin(&mut self, reader: &mut WavReader, left_at: u64) -> Result<(), WavError> {
        let there = reader.read(Frames(left_at), Mix::All, &mut self.old)?;
        let (there, missing) = self.old.split_at_mut(there);
        // Past the end nothing would have come; holding the last sample fades without a step.
        missing.fill(there.last().copied().unwrap_or(self.last));
        self.passed = 0;
        Ok(())
    }

    fn pass(&mut self, block: &mut [f32]) {
        let length = self.old.len() as f32;
        let left = self.old.get(self.passed..).unwrap_or_default();
        for (n, (new, old)) in block.iter_mut().zip(left).enumerate() {
            let weight = ((self.passed + n) as f32 + 0.5) / length;
            *new = old + (*new - old) * weight;
        }
        self.passed = (self.passed + block.len()).min(self.old.len());
        self.last = block.last().copied().unwrap_or(self.last);
    }
}
