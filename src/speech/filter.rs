//! A filter of second order, which lets the lower part of the spectrum pass.

/// A filter with what it remembers of the samples so far.
pub struct Filter {
    feed: [f32; 3],
    back: [f32; 2],
    past: [f32; 2],
}

impl Filter {
    /// Lets pass what is lower than `hz`: the flattest filter of its order, as in the "Cookbook formulae for audio
    /// equalizer biquad filter coefficients".
    #[must_use]
    pub fn low_pass(hz: f32, rate_hz: f32) -> Self {
        let (sine, cosine) = (std::f32::consts::TAU * hz / rate_hz).sin_cos();
        let alpha = sine * std::f32::consts::FRAC_1_SQRT_2;
        let whole = 1.0 + alpha;
        Self {
            feed: [(1.0 - cosine) / 2.0, 1.0 - cosine, (1.0 - cosine) / 2.0].map(|factor| factor / whole),
            back: [-2.0 * cosine / whole, (1.0 - alpha) / whole],
            past: [0.0; 2],
        }
    }

    pub fn apply(&mut self, sample: f32) -> f32 {
        let ([b0, b1, b2], [a1, a2], [one, two]) = (self.feed, self.back, self.past);
        let out = b0 * sample + one;
        self.past = [b1 * sample - a1 * out + two, b2 * sample - a2 * out];
        out
    }
}
