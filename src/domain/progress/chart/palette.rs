//! Colours as numbers, handed in by whoever may make colours.

use super::Hue;

/// Red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb(pub [u8; 3]);

impl Rgb {
    /// As SVG and CSS write it.
    #[must_use]
    pub fn hex(self) -> String {
        let [red, green, blue] = self.0;
        format!("#{red:02x}{green:02x}{blue:02x}")
    }

    /// This colour laid over another, from 0, which leaves the other, to 1.
    #[must_use]
    pub fn over(self, below: Self, strength: f64) -> Self {
        let strength = strength.clamp(0.0, 1.0);
        let mut mixed = below.0;
        for (channel, own) in mixed.iter_mut().zip(self.0) {
            *channel = byte(f64::from(*channel) + (f64::from(own) - f64::from(*channel)) * strength);
        }
        Self(mixed)
    }

    /// Contrast with another colour by the WCAG formula, from 1 to 21.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(self) -> f64 {
        let linear = self.0.map(|channel| {
            let part = f64::from(channel) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        linear.iter().zip([0.2126, 0.7152, 0.0722]).map(|(part, weight)| part * weight).sum()
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "float casts saturate")]
fn byte(value: f64) -> u8 {
    value.round() as u8
}

/// The colours of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Palette {
    pub paper: Rgb,
    pub ink: Rgb,
    pub quiet: Rgb,
    /// The range that is aimed at; close to the paper.
    pub band: Rgb,
    pub over: Rgb,
    pub under: Rgb,
    /// One per section; used again from the beginning where there are more sections.
    pub sections: Vec<Rgb>,
}

impl Palette {
    #[must_use]
    pub fn get(&self, hue: Hue) -> Rgb {
        match hue {
            Hue::Ink => self.ink,
            Hue::Quiet => self.quiet,
            Hue::Over => self.over,
            Hue::Under => self.under,
            Hue::Section(index) => {
                self.sections.iter().cycle().nth(index.min(64)).copied().unwrap_or(self.ink)
            }
        }
    }

    /// Ink or paper, whichever can be read on this colour.
    #[must_use]
    pub fn text_on(&self, ground: Rgb) -> Rgb {
        if self.ink.contrast(ground) >= self.paper.contrast(ground) { self.ink } else { self.paper }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_published_formula() {
        let (black, white, grey) = (Rgb([0; 3]), Rgb([255; 3]), Rgb([0x77; 3]));
        assert!((black.contrast(white) - 21.0).abs() < 1e-9);
        assert!((grey.contrast(white) - 4.48).abs() < 0.01);
        assert_eq!(black.over(white, 0.5), Rgb([128; 3]));
    }
}
