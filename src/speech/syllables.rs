//! The middles of syllables: peaks of the loudness in the bands where vowels are strong.

use std::ops::Range;

use super::numbers::{bell, quantile, smoothed};
use super::pitch::Contour;

/// The bands from 250 to 2,200 Hz, where vowels are strong and hiss and hum are weak.
const VOWEL_BANDS: Range<usize> = 2..15;

/// A power to this is about as loud as it seems, so that no single band drowns the others.
const LOUDNESS: f32 = 0.3;

/// The loudness is smoothed by a bell curve of 15 ms, which closes the gaps between the pulses of a deep voice and
/// keeps those between syllables.
const SIGMA_HOPS: f32 = 3.0;

/// How far the level must fall between two syllables.
const DIP_DB: f32 = 0.5;

/// A peak lower than this below the loud ones is no vowel.
const RANGE_DB: f32 = 20.0;

/// A vowel has a pitch within so many places of the contour.
const VOICED_PLACES: usize = 2;

/// The hops in which syllables have their middle.
#[must_use]
pub fn find(bands: &[Vec<f32>], contour: &Contour, speech: &[Range<usize>]) -> Vec<usize> {
    let levels = vowel_levels(bands);
    let spoken = speech.iter().flat_map(|range| levels.get(range.clone()).unwrap_or_default());
    let Some(loud_db) = quantile(spoken.copied(), 0.95) else { return Vec::new() };
    let mut found: Vec<usize> =
        speech.iter().flat_map(|range| peaks(&levels, range, loud_db - RANGE_DB)).collect();
    found.retain(|hop| is_voiced(contour, *hop));
    found
}

/// A place of the contour is two hops.
fn is_voiced(contour: &Contour, hop: usize) -> bool {
    let near = (hop / 2).saturating_sub(VOICED_PLACES)..(hop / 2 + VOICED_PLACES + 1).min(contour.len());
    contour.get(near).unwrap_or_default().iter().any(Option::is_some)
}

fn vowel_levels(bands: &[Vec<f32>]) -> Vec<f32> {
    let bands = bands.get(VOWEL_BANDS).unwrap_or_default();
    let hops = bands.first().map_or(0, Vec::len);
    let loudness =
        |hop: usize| bands.iter().filter_map(|band| band.get(hop)).map(|power| power.powf(LOUDNESS)).sum();
    let loudness: Vec<f32> = (0..hops).map(loudness).collect();
    let level = |loudness: f32| (10.0 * loudness.max(f32::MIN_POSITIVE).log10()) / LOUDNESS;
    smoothed(&loudness, &bell(SIGMA_HOPS)).into_iter().map(level).collect()
}

/// Peaks that the level falls away from by [`DIP_DB`] on both sides.
fn peaks(levels: &[f32], range: &Range<usize>, least_db: f32) -> Vec<usize> {
    let mut found = Vec::new();
    let mut peak: Option<(usize, f32)> = None;
    let mut valley = f32::MIN;
    for at in range.clone() {
        let Some(level) = levels.get(at).copied() else { break };
        match peak {
            Some((place, height)) if level < height - DIP_DB => {
                if height >= least_db {
                    found.push(place);
                }
                peak = None;
                valley = level;
            }
            Some((_, height)) if level > height => peak = Some((at, level)),
            None if level > valley + DIP_DB => peak = Some((at, level)),
            None => valley = valley.min(level),
            Some(_) => {}
        }
    }
    if let Some((place, height)) = peak
        && height >= least_db
    {
        found.push(place);
    }
    found
}
