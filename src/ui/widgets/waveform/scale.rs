//! Where a frame is drawn, and which frame is drawn at a place: the arithmetic of a time line that can be magnified.

use std::ops::Range;

use eframe::egui::{Rangef, remap};

use crate::domain::time::{Frames, SampleRate};

/// So few frames fill the width at the greatest magnification.
const FEWEST_FRAMES: u64 = 32;

/// A time line: a range of frames on a range of points.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    pub frames: Range<Frames>,
    pub points: Rangef,
}

impl Scale {
    /// Where a frame begins.
    #[expect(clippy::cast_possible_truncation, reason = "points on a screen need no more than a float holds")]
    #[must_use]
    pub fn x(&self, at: Frames) -> f32 {
        let length = self.length().to_f64().max(1.0);
        let part = (at.to_f64() - self.frames.start.to_f64()) / length;
        self.points.min + (part * f64::from(self.points.span())) as f32
    }

    /// The frame drawn at a place, the nearest one on the line for places beside it.
    #[must_use]
    pub fn frame(&self, x: f32) -> Frames {
        let x = x.clamp(self.points.min, self.points.max);
        let part = remap(f64::from(x), f64::from(self.points.min)..=f64::from(self.points.max), 0.0..=1.0);
        self.frames.start.plus(Frames::from_f64(part * self.length().to_f64())).min(self.frames.end)
    }

    #[must_use]
    pub fn length(&self) -> Frames {
        self.frames.end.minus(self.frames.start)
    }

    /// How many columns are worth drawing: one to a point, and no more than there are frames.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a screen has some thousand points"
    )]
    #[must_use]
    pub fn columns(&self) -> usize {
        let points = self.points.span().max(1.0) as usize;
        points.min(usize::try_from(self.length().0).unwrap_or(points)).max(1)
    }
}

/// Magnifies a range round a frame, which stays where it is; the whole holds the outcome.
#[must_use]
pub fn zoomed(range: &Range<Frames>, round: Frames, factor: f64, whole: Frames) -> Range<Frames> {
    let length = range.end.minus(range.start).to_f64();
    let wanted = (length / factor).max(Frames(FEWEST_FRAMES).to_f64()).min(whole.to_f64());
    let part = if length > 0.0 { round.minus(range.start).to_f64() / length } else { 0.0 };
    let start = Frames::from_f64((round.to_f64() - part * wanted).max(0.0));
    placed(start, Frames::from_f64(wanted), whole)
}

/// A range of this length that begins here, or as late as the whole allows.
#[must_use]
pub fn placed(start: Frames, length: Frames, whole: Frames) -> Range<Frames> {
    let start = start.min(whole.minus(length));
    start..start.plus(length).min(whole)
}

/// The range moved on by a part of its length, which may be negative.
#[must_use]
pub fn scrolled(range: &Range<Frames>, part: f64, whole: Frames) -> Range<Frames> {
    let length = range.end.minus(range.start);
    placed(Frames::from_f64((range.start.to_f64() + part * length.to_f64()).max(0.0)), length, whole)
}

/// Steps of a ruler in seconds that are easy to count in.
const STEPS_SECS: [f64; 20] = [
    0.000_1, 0.000_2, 0.000_5, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0,
    15.0, 30.0, 60.0, 120.0,
];

/// Places to name on the ruler, no closer than `apart` points, each in seconds; and the step between them.
#[must_use]
pub fn ticks(scale: &Scale, rate: SampleRate, apart: f32) -> (Vec<f64>, f64) {
    let (from, to) = (rate.secs(scale.frames.start), rate.secs(scale.frames.end));
    let least = (to - from) * f64::from(apart / scale.points.span().max(1.0));
    let longer = [300.0, 600.0, 1_800.0, 3_600.0, 7_200.0];
    let step = STEPS_SECS.into_iter().chain(longer).find(|step| *step >= least).unwrap_or(14_400.0);
    let first = (from / step).ceil();
    let ticks = (0..200).map(|n| (first + f64::from(n)) * step).take_while(|secs| *secs <= to).collect();
    (ticks, step)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn scale(start: u64, end: u64) -> Scale {
        Scale { frames: Frames(start)..Frames(end), points: Rangef::new(100.0, 1_100.0) }
    }

    #[test]
    fn a_frame_is_found_where_it_is_drawn() {
        let scale = scale(48_000, 96_000);
        assert!((scale.x(Frames(72_000)) - 600.0).abs() < 1e-3);
        assert_eq!(scale.frame(600.0), Frames(72_000));
        assert_eq!((scale.frame(0.0), scale.frame(9_000.0)), (Frames(48_000), Frames(96_000)));
        assert_eq!(scale.columns(), 1_000);
        assert_eq!(self::scale(0, 40).columns(), 40);
    }

    #[test]
    fn the_frame_under_the_pointer_stays_there() {
        let whole = Frames(4_800_000);
        let closer = zoomed(&(Frames(0)..whole), Frames(1_200_000), 4.0, whole);
        assert_eq!(closer, Frames(900_000)..Frames(2_100_000));
        assert_eq!(zoomed(&closer, Frames(1_200_000), 0.25, whole), Frames(0)..whole);
        let closest = zoomed(&closer, Frames(1_200_000), 1e12, whole);
        assert_eq!(closest.end.minus(closest.start), Frames(32));
        assert_eq!(scrolled(&closer, 99.0, whole).end, whole);
    }

    #[test]
    fn the_ruler_counts_in_round_steps() {
        let (places, step) = ticks(&scale(0, 48_000 * 150), SampleRate::PREFERRED, 64.0);
        assert!((step - 10.0).abs() < 1e-9);
        assert_eq!(places.len(), 16);
        assert!(ticks(&scale(0, 40), SampleRate::PREFERRED, 64.0).1 < 0.001);
    }

    proptest! {
        #[test]
        fn no_zoom_leaves_the_recording(
            start in 0u64..1_000, length in 1u64..1_000, round in 0u64..2_000, factor in 0.01f64..100.0,
        ) {
            let whole = Frames(2_000);
            let range = Frames(start)..Frames(start + length);
            let out = zoomed(&range, Frames(round), factor, whole);
            prop_assert!(out.start < out.end && out.end <= whole);
        }
    }
}
