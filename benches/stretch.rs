//! How many times faster than it is heard speech is stretched: 200 at least.
#![expect(clippy::print_stdout, reason = "a benchmark prints what it found")]

use std::time::Instant;

use starling::audio::stretch::{Speed, stretched};
use starling::domain::time::SampleRate;

const SECS: u16 = 60;

/// Noise that swells and fades: harder to match than a voice, and as much work.
fn sound(rate: SampleRate) -> Vec<f32> {
    let mut state = 1u32;
    let mut swell = 0.0f32;
    let count = rate.frames(f64::from(SECS)).0;
    (0..count)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            swell = (swell + 0.000_4) % std::f32::consts::TAU;
            f32::from(u16::try_from(state >> 16).unwrap_or(0)) / 65_536.0 * swell.sin()
        })
        .collect()
}

fn main() {
    let rate = SampleRate::PREFERRED;
    let sound = sound(rate);
    for factor in [0.5, 0.75, 1.25, 1.5, 2.0] {
        let begun = Instant::now();
        let out = stretched(&sound, rate, Speed::nearest(factor));
        let took = begun.elapsed().as_secs_f64();
        let heard = f64::from(u32::try_from(out.len()).unwrap_or(0)) / f64::from(rate.hz());
        println!("speed {factor}: {:.0} times as fast as it is heard", heard / took);
    }
}
