//! What is heard where nobody speaks: how loud the room is, and whether the mains hum.

use std::ops::Range;

use super::activity::HOP;
use super::numbers::{decibels, float, median};
use super::voice_net::hann;

/// The end of a word rings on, and a breath comes before the next.
const MARGIN_HOPS: usize = 20;

/// Less than a quarter of a second says nothing.
const LEAST_HOPS: usize = 50;

/// Digital silence says nothing of the room.
const NOTHING_DB: f32 = -110.0;

/// How loud the room is, from the power of every hop at the recording's own level.
#[must_use]
pub fn noise_floor_db(powers: &[f32], speech: &[Range<usize>]) -> Option<f32> {
    let levels =
        |range: Range<usize>| powers.get(range).unwrap_or_default().iter().map(|power| decibels(*power));
    let quiet: Vec<f32> = silences(powers.len(), speech).into_iter().flat_map(levels).collect();
    let enough = quiet.len() >= LEAST_HOPS;
    median(quiet).filter(|db| enough && *db > NOTHING_DB)
}

/// The stretches without speech, a little away from it.
fn silences(hops: usize, speech: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut silences = Vec::new();
    let mut from = 0;
    for range in speech {
        silences.push(from..range.start.saturating_sub(MARGIN_HOPS));
        from = range.end + MARGIN_HOPS;
    }
    silences.push(from..hops);
    silences.retain(|range| range.start < range.end);
    silences
}

/// A block in which 50 and 60 Hz are told apart.
const BLOCK: usize = 6_400;
const RATE_HZ: f32 = 16_000.0;

/// Beside a tone of the mains, where nothing of it is left.
const BESIDE_HZ: f32 = 7.0;

/// How far a tone must stand out of what lies beside it.
const HUM_DB: f32 = 12.0;

/// The frequency of the mains, where two of its first three tones can be heard in the silences.
#[must_use]
pub fn hum_hz(samples: &[f32], hops: usize, speech: &[Range<usize>]) -> Option<u32> {
    let window = hann(BLOCK);
    let blocks: Vec<Vec<f32>> = silences(hops, speech)
        .into_iter()
        .flat_map(|range| {
            samples.get(range.start * HOP..range.end * HOP).unwrap_or_default().chunks_exact(BLOCK)
        })
        .take(20)
        .map(|block| block.iter().zip(&window).map(|(sample, weight)| sample * weight).collect())
        .collect();
    let stands_out = |hz: f32| {
        let above = blocks.iter().map(|block| {
            let beside = tone(block, hz - BESIDE_HZ).max(tone(block, hz + BESIDE_HZ));
            decibels(tone(block, hz)) - decibels(beside)
        });
        median(above).unwrap_or_default()
    };
    let tones =
        |mains: u16| (1..=3u16).filter(|number| stands_out(f32::from(mains * number)) > HUM_DB).count();
    let (fifty, sixty) = (tones(50), tones(60));
    match fifty.max(sixty) {
        0 | 1 => None,
        count if count == fifty => Some(50),
        _ => Some(60),
    }
}

/// The power of one frequency (Goertzel).
fn tone(block: &[f32], hz: f32) -> f32 {
    let factor = 2.0 * (std::f32::consts::TAU * hz / RATE_HZ).cos();
    let (one, two) = block.iter().fold((0.0, 0.0), |(one, two), sample| (sample + factor * one - two, one));
    (one * one + two * two - factor * one * two) / float(block.len()).powi(2)
}
