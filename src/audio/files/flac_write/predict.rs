//! What comes next, foretold from what came before: by differences, or by linear prediction.
#![expect(clippy::cast_precision_loss, reason = "blocks have a few thousand samples")]

/// Samples that a linear prediction looks back at most.
pub(super) const MOST_ORDER: usize = 8;
/// Differences of differences are taken so often at most.
const MOST_DIFFERENCES: usize = 4;

/// How a block is foretold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Prediction {
    Differences(usize),
    Linear { coefficients: Vec<i32>, precision: u32, shift: u32 },
}

impl Prediction {
    /// Samples at the beginning that nothing foretells.
    pub fn order(&self) -> usize {
        match self {
            Self::Differences(order) => *order,
            Self::Linear { coefficients, .. } => coefficients.len(),
        }
    }

    /// What the samples after the first few are off by; `None` where that is more than the format holds.
    pub fn residuals(&self, samples: &[i32], out: &mut Vec<i32>) -> Option<()> {
        out.clear();
        match self {
            Self::Differences(0) => linear::<1>(samples, [0], 0, 0, out),
            Self::Differences(1) => linear::<1>(samples, [1], 1, 0, out),
            Self::Differences(2) => linear::<2>(samples, [2, -1], 2, 0, out),
            Self::Differences(3) => linear::<3>(samples, [3, -3, 1], 3, 0, out),
            Self::Differences(_) => linear::<4>(samples, [4, -6, 4, -1], 4, 0, out),
            Self::Linear { coefficients, shift, .. } => {
                let mut all = [0; MOST_ORDER];
                all.iter_mut().zip(coefficients).for_each(|(to, from)| *to = *from);
                match coefficients.len() {
                    1 | 2 => linear::<2>(samples, first(all), coefficients.len(), *shift, out),
                    3 | 4 => linear::<4>(samples, first(all), coefficients.len(), *shift, out),
                    5 | 6 => linear::<6>(samples, first(all), coefficients.len(), *shift, out),
                    order => linear::<8>(samples, first(all), order, *shift, out),
                }
            }
        }
    }
}

fn first<const N: usize>(all: [i32; MOST_ORDER]) -> [i32; N] {
    let mut some = [0; N];
    some.iter_mut().zip(all).for_each(|(to, from)| *to = from);
    some
}

/// The residuals from the sample `order` on, where `coefficients` beyond it are zero.
fn linear<const N: usize>(
    samples: &[i32],
    coefficients: [i32; N],
    order: usize,
    shift: u32,
    out: &mut Vec<i32>,
) -> Option<()> {
    let coefficients = coefficients.map(i64::from);
    let mut is_whole = true;
    let mut add = |foretold: i64, sample: i32| {
        let residual = i64::from(sample) - (foretold >> shift);
        // The most negative number has no place in Rice's code.
        is_whole &= residual.unsigned_abs() <= u64::from(i32::MAX.unsigned_abs());
        out.push(i32::try_from(residual).unwrap_or(0));
    };
    // The first few look back at fewer samples than the rest.
    for at in order..N.min(samples.len()) {
        let before = samples.get(..at).unwrap_or_default().iter().rev();
        let foretold = before.zip(coefficients).map(|(sample, by)| i64::from(*sample) * by).sum();
        add(foretold, samples.get(at).copied().unwrap_or(0));
    }
    let (windows, nexts) = (samples.array_windows::<N>(), samples.iter().skip(N));
    for (window, next) in windows.zip(nexts) {
        let mut foretold = 0;
        for (sample, by) in window.iter().rev().zip(coefficients) {
            foretold += i64::from(*sample) * by;
        }
        add(foretold, *next);
    }
    is_whole.then_some(())
}

/// The number of differences whose sum is the least.
pub(super) fn differences(samples: &[i32]) -> Prediction {
    let mut sums = [0_u64; MOST_DIFFERENCES + 1];
    let mut last = [0_i64; MOST_DIFFERENCES];
    for (at, sample) in samples.iter().enumerate() {
        let mut value = i64::from(*sample);
        for (order, sum) in sums.iter_mut().enumerate() {
            if at >= MOST_DIFFERENCES {
                *sum += value.unsigned_abs();
            }
            if let Some(last) = last.get_mut(order) {
                (value, *last) = (value - *last, value);
            }
        }
    }
    let best = sums.iter().enumerate().min_by_key(|(_, sum)| **sum).map_or(0, |(order, _)| order);
    Prediction::Differences(best.min(samples.len()))
}

/// Linear prediction of blocks of one length.
#[derive(Debug, Default)]
pub(super) struct Predictor {
    window: Vec<f64>,
    windowed: Vec<f64>,
}

impl Predictor {
    /// The linear prediction that needs the fewest bits by the look of it; `None` where nothing can be foretold.
    pub fn linear(&mut self, samples: &[i32], bits: u32) -> Option<Prediction> {
        if samples.len() <= MOST_ORDER * 2 {
            return None;
        }
        let alike = self.autocorrelation(samples);
        let precision = match samples.len() {
            0..=1_152 => 10,
            1_153..=2_304 => 11,
            _ if bits <= 16 => 12,
            _ => 14,
        };
        let orders = levinson(&alike)?;
        let count = samples.len() as f64;
        let cost = |order: usize, error: f64| {
            let bits_of_each = (0.5 * (error * 0.5 / count).log2()).max(0.0);
            bits_of_each * (count - order as f64) + order as f64 * f64::from(bits + precision)
        };
        let costs = (1..).zip(&orders).map(|(order, (_, error))| (order, cost(order, *error)));
        let best = costs.min_by(|(_, one), (_, other)| one.total_cmp(other)).map(|(order, _)| order)?;
        let (coefficients, _) = orders.get(best - 1)?;
        quantised(coefficients.get(..best)?, precision)
    }

    /// How like itself the block is at each distance, seen through a window that is flat in the middle half.
    fn autocorrelation(&mut self, samples: &[i32]) -> [f64; MOST_ORDER + 1] {
        if self.window.len() != samples.len() {
            self.window = tukey(samples.len());
        }
        self.windowed.clear();
        self.windowed.resize(MOST_ORDER, 0.0);
        self.windowed.extend(samples.iter().zip(&self.window).map(|(sample, by)| f64::from(*sample) * by));
        let mut alike = [0.0; MOST_ORDER + 1];
        for part in self.windowed.array_windows::<{ MOST_ORDER + 1 }>() {
            let [.., now] = *part;
            for (sum, before) in alike.iter_mut().zip(part) {
                *sum += now * before;
            }
        }
        alike.reverse();
        alike
    }
}

fn tukey(count: usize) -> Vec<f64> {
    let slope = count as f64 / 4.0;
    let fade = |at: f64| 0.5 - 0.5 * (std::f64::consts::PI * (at / slope).min(1.0)).cos();
    (0..count).map(|at| fade(at as f64 + 0.5).min(fade(count as f64 - 0.5 - at as f64))).collect()
}

type Order = ([f64; MOST_ORDER], f64);

/// The coefficients of every order, and the error each leaves; `None` for silence.
fn levinson(alike: &[f64; MOST_ORDER + 1]) -> Option<Vec<Order>> {
    let [mut error, later @ ..] = *alike;
    if error <= 0.0 {
        return None;
    }
    let mut coefficients = [0.0; MOST_ORDER];
    let mut orders = Vec::with_capacity(MOST_ORDER);
    for order in 0..MOST_ORDER {
        let known = coefficients.get(..order)?;
        let behind = later.get(..order)?.iter().rev();
        let foretold: f64 = known.iter().zip(behind).map(|(by, alike)| by * alike).sum();
        let reflection = (later.get(order)? - foretold) / error;
        let mirrored: Vec<f64> = known.iter().rev().copied().collect();
        for (by, mirrored) in coefficients.iter_mut().zip(mirrored) {
            *by -= reflection * mirrored;
        }
        *coefficients.get_mut(order)? = reflection;
        error *= 1.0 - reflection * reflection;
        orders.push((coefficients, error));
        if error <= 0.0 {
            break;
        }
    }
    Some(orders)
}

/// Coefficients as whole numbers of so many bits; what rounding one leaves is carried to the next.
#[expect(clippy::cast_possible_truncation, reason = "clamped to fewer than 16 bits")]
fn quantised(coefficients: &[f64], precision: u32) -> Option<Prediction> {
    const MOST_SHIFT: i32 = 15;
    let largest = coefficients.iter().fold(0.0_f64, |most, by| most.max(by.abs()));
    if largest <= 0.0 || !largest.is_finite() {
        return None;
    }
    let shift = (precision.cast_signed() - 2 - largest.log2().floor() as i32).min(MOST_SHIFT);
    let shift = u32::try_from(shift).ok()?;
    let most = f64::from((1_i32 << (precision - 1)) - 1);
    let mut carried = 0.0;
    let coefficients = coefficients.iter().map(|by| {
        let wanted = by * f64::from(1_u32 << shift) + carried;
        let rounded = wanted.round().clamp(-most - 1.0, most);
        carried = wanted - rounded;
        rounded as i32
    });
    Some(Prediction::Linear { coefficients: coefficients.collect(), precision, shift })
}
