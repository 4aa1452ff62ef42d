//! Whether phrases grow quiet towards their end, so that a listener misses what matters most.

use std::ops::Range;

use super::numbers::{decibels, mean_square, median};
use crate::domain::voice::Fading;

/// A phrase with fewer syllables has no course.
const LEAST_SYLLABLES: usize = 5;

/// Every phrase ends quieter than it began; by more than this its end is hard to hear.
const FADED_DB: f32 = 12.0;

/// Counts the phrases whose last two syllables are far quieter than the others.
#[must_use]
pub fn fading(syllables: &[usize], powers: &[f32], speech: &[Range<usize>]) -> Fading {
    let mut counted = Fading::default();
    for phrase in speech {
        let levels: Vec<f32> =
            syllables.iter().filter(|at| phrase.contains(at)).map(|at| level(powers, *at)).collect();
        let Some(before_last) = levels.len().checked_sub(2).filter(|_| levels.len() >= LEAST_SYLLABLES)
        else {
            continue;
        };
        let (others, last) = levels.split_at(before_last);
        counted.phrases += 1;
        let loudest_last = last.iter().copied().fold(f32::MIN, f32::max);
        if median(others.iter().copied()).is_some_and(|usual| usual - loudest_last > FADED_DB) {
            counted.fading += 1;
        }
    }
    counted
}

/// The level of 25 ms round a syllable's middle.
fn level(powers: &[f32], at: usize) -> f32 {
    let near = powers.get(at.saturating_sub(2)..(at + 3).min(powers.len())).unwrap_or_default();
    // The powers are squares already.
    let roots: Vec<f32> = near.iter().map(|power| power.sqrt()).collect();
    decibels(mean_square(&roots))
}
