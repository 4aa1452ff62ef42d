//! Small sums that every measure needs.

/// Quieter than any microphone is, so this stands for digital silence too.
pub const SILENCE_DB: f32 = -120.0;

/// A count as a number to calculate with.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts of steps stay far below what a float holds exactly")]
pub const fn float(count: usize) -> f32 {
    count as f32
}

/// The whole number nearest to `value`; zero where it is negative or no number.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "float casts saturate, and what is negative or undefined is meant to become zero"
)]
pub fn whole(value: f32) -> usize {
    value.round() as usize
}

/// A mean square in decibels of full scale.
#[must_use]
pub fn decibels(power: f32) -> f32 {
    // The larger of a number and what is no number is the number.
    (10.0 * power.log10()).max(SILENCE_DB)
}

/// What a level in decibels multiplies samples by.
#[must_use]
pub fn amplitude(db: f32) -> f32 {
    10f32.powf(db / 20.0)
}

#[must_use]
pub fn mean_square(samples: &[f32]) -> f32 {
    if samples.is_empty() {
        return 0.0;
    }
    samples.iter().map(|sample| sample * sample).sum::<f32>() / float(samples.len())
}

/// The value that `share` of all values lie below; `None` where there are none.
#[must_use]
pub fn quantile(values: impl IntoIterator<Item = f32>, share: f32) -> Option<f32> {
    let mut values: Vec<f32> = values.into_iter().collect();
    let last = values.len().checked_sub(1)?;
    let place = whole(float(last) * share).min(last);
    Some(*values.select_nth_unstable_by(place, f32::total_cmp).1)
}

#[must_use]
pub fn median(values: impl IntoIterator<Item = f32>) -> Option<f32> {
    quantile(values, 0.5)
}

/// A bell-shaped mean over `2 * reach + 1` neighbours; at the ends over those that there are.
#[must_use]
pub fn smoothed(values: &[f32], bell: &[f32]) -> Vec<f32> {
    let reach = bell.len() / 2;
    (0..values.len())
        .map(|at| {
            let from = at.saturating_sub(reach);
            let skipped = reach - (at - from);
            let near = values.get(from..values.len().min(at + reach + 1)).unwrap_or_default();
            let weights = bell.get(skipped..).unwrap_or_default();
            let sum: f32 = near.iter().zip(weights).map(|(value, weight)| value * weight).sum();
            sum / weights.iter().take(near.len()).sum::<f32>()
        })
        .collect()
}

/// The weights of a bell curve that reaches three times `sigma` to both sides.
#[must_use]
pub fn bell(sigma: f32) -> Vec<f32> {
    let reach = whole((3.0 * sigma).ceil());
    (0..=2 * reach).map(|at| (-0.5 * ((float(at) - float(reach)) / sigma).powi(2)).exp()).collect()
}

/// The stretches where `holds` says yes.
pub fn stretches(count: usize, holds: impl Fn(usize) -> bool) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    for at in 0..count {
        match (start, holds(at)) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                found.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    found.extend(start.map(|from| from..count));
    found
}

/// The stretches that stay at `low` or above and reach `high` somewhere, so that a value that wavers at one
/// threshold does not cut them into crumbs.
#[must_use]
pub fn stretches_above(values: &[f32], high: f32, low: f32) -> Vec<std::ops::Range<usize>> {
    let mut found = stretches(values.len(), |at| values.get(at).is_some_and(|value| *value >= low));
    found.retain(|range| values.get(range.clone()).unwrap_or_default().iter().any(|value| *value >= high));
    found
}
