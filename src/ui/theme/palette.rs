//! The two palettes. The only place where a colour is made.

use eframe::egui::Color32;

use crate::domain::progress::chart::palette::{self as pictures, Rgb};

/// How many sections have a hue of their own: as many as a framework may have.
pub const SECTION_HUES: usize = crate::domain::framework::MAX_SECTIONS;

/// Every colour of one theme, named by what it is for.
#[derive(Clone, Debug, PartialEq)]
pub struct Palette {
    /// The window behind everything.
    pub background: Color32,
    /// Navigation, cards and dialogs.
    pub surface: Color32,
    /// What the pointer is over, and what is chosen.
    pub raised: Color32,
    /// Where text is typed.
    pub field: Color32,
    /// Hairlines between things.
    pub line: Color32,
    /// The outline of a control, which must be seen to be found.
    pub outline: Color32,
    pub text: Color32,
    /// Captions, hints and what is less important; still readable by everybody.
    pub text_weak: Color32,
    /// Around the control that has the keyboard.
    pub focus: Color32,
    /// The one button of a screen that leads on.
    pub primary: Color32,
    pub primary_hover: Color32,
    pub on_primary: Color32,
    /// Behind selected text.
    pub selection: Color32,
    /// The record light, and nothing else.
    pub record: Color32,
    /// Over the window while a dialog is open.
    pub scrim: Color32,
    pub shadow: Color32,
    /// More and less than is aimed at, in pictures that also say it by a sign.
    pub over: Color32,
    pub under: Color32,
    /// The hues of an answer's sections, by their part in it: see `domain::framework::hues`.
    pub sections: [Color32; SECTION_HUES],
}

impl Palette {
    /// A section's hue. Beyond the last they begin again; a letter always tells sections apart.
    #[must_use]
    pub fn section(&self, hue: usize) -> Color32 {
        self.sections.get(hue % SECTION_HUES).copied().unwrap_or(self.text)
    }

    /// The colour of a letter on a section's hue: black or white, whichever reads better.
    #[must_use]
    pub fn on_section(&self, hue: usize) -> Color32 {
        black_or_white_on(self.section(hue))
    }

    /// The colour of words on a warning.
    #[must_use]
    pub fn on_over(&self) -> Color32 {
        black_or_white_on(self.over)
    }
}

fn black_or_white_on(ground: Color32) -> Color32 {
    if luminance(ground) > LUMINANCE_WHERE_BLACK_READS_BETTER { Color32::BLACK } else { Color32::WHITE }
}

/// Where black and white have the same contrast by the WCAG formula.
const LUMINANCE_WHERE_BLACK_READS_BETTER: f64 = 0.179;

/// Relative luminance as WCAG 2 defines it.
pub(super) fn luminance(colour: Color32) -> f64 {
    let [red, green, blue] = linear(colour);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// The colour's parts in linear light, from 0 to 1.
pub(super) fn linear(colour: Color32) -> [f64; 3] {
    [colour.r(), colour.g(), colour.b()].map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    })
}

pub const DARK: Palette = Palette {
    background: rgb(0x17_181A),
    surface: rgb(0x1F_2123),
    raised: rgb(0x2A_2C2F),
    field: rgb(0x12_1314),
    line: rgb(0x2E_3134),
    outline: rgb(0x6C_7076),
    text: rgb(0xE9_EAEB),
    text_weak: rgb(0xA3_A7AC),
    focus: rgb(0xE9_EAEB),
    primary: rgb(0xE9_EAEB),
    primary_hover: rgb(0xFF_FFFF),
    on_primary: rgb(0x17_181A),
    selection: rgb(0x44_4A52),
    record: rgb(0xF8_0000),
    scrim: rgba(0x00_0000, 150),
    shadow: rgba(0x00_0000, 110),
    over: rgb(0xF0_9A4B),
    under: rgb(0x7F_B2F0),
    sections: [
        rgb(0x4A_67F5),
        rgb(0xFF_DF3A),
        rgb(0x5C_F0EA),
        rgb(0xC9_5064),
        rgb(0xD4_97FF),
        rgb(0xB4_C07A),
    ],
};

pub const LIGHT: Palette = Palette {
    background: rgb(0xF6_F6F4),
    surface: rgb(0xFF_FFFF),
    raised: rgb(0xEC_ECE9),
    field: rgb(0xFF_FFFF),
    line: rgb(0xE0_E0DC),
    outline: rgb(0x8A_8C8A),
    text: rgb(0x1A_1B1C),
    text_weak: rgb(0x5B_5E61),
    focus: rgb(0x1A_1B1C),
    primary: rgb(0x1F_2123),
    primary_hover: rgb(0x3A_3D40),
    on_primary: rgb(0xFF_FFFF),
    selection: rgb(0xC9_D0D8),
    record: rgb(0xE8_0000),
    scrim: rgba(0x1A_1B1C, 90),
    shadow: rgba(0x1A_1B1C, 40),
    over: rgb(0xA8_4A00),
    under: rgb(0x1C_5A9E),
    sections: [
        rgb(0x08_165A),
        rgb(0x48_3806),
        rgb(0x21_909C),
        rgb(0xD7_0655),
        rgb(0xC0_39EB),
        rgb(0x45_6345),
    ],
};

/// A colour of a picture as the window paints it.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is where colours are made")]
pub const fn colour(rgb: Rgb) -> Color32 {
    let [red, green, blue] = rgb.0;
    Color32::from_rgb(red, green, blue)
}

impl Palette {
    /// The colours of pictures on this paper.
    #[must_use]
    pub fn of_pictures(&self, paper: Color32) -> pictures::Palette {
        let rgb = |colour: Color32| Rgb([colour.r(), colour.g(), colour.b()]);
        pictures::Palette {
            paper: rgb(paper),
            ink: rgb(self.text),
            quiet: rgb(self.outline),
            band: rgb(self.line),
            over: rgb(self.over),
            under: rgb(self.under),
            sections: self.sections.map(rgb).to_vec(),
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is where colours are made")]
const fn rgb(hex: u32) -> Color32 {
    let [_, red, green, blue] = hex.to_be_bytes();
    Color32::from_rgb(red, green, blue)
}

/// Black and near-black at less than full strength, so that premultiplying by hand stays exact enough.
#[expect(clippy::disallowed_methods, reason = "this is where colours are made")]
const fn rgba(hex: u32, alpha: u8) -> Color32 {
    let [_, red, green, blue] = hex.to_be_bytes();
    Color32::from_rgba_premultiplied(fade(red, alpha), fade(green, alpha), fade(blue, alpha), alpha)
}

#[expect(clippy::cast_possible_truncation, reason = "the product of two bytes, divided by 255, is a byte")]
const fn fade(part: u8, alpha: u8) -> u8 {
    (part as u16 * alpha as u16 / 255) as u8
}

#[cfg(test)]
mod tests {
    use super::super::vision::{Sight, contrast, difference};
    use super::*;

    fn smallest_difference(hues: &[Color32]) -> f64 {
        let pairs = hues.iter().enumerate().flat_map(|(i, a)| hues.iter().skip(i + 1).map(move |b| (*a, *b)));
        pairs.flat_map(|(a, b)| Sight::ALL.map(|sight| difference(a, b, sight))).fold(f64::INFINITY, f64::min)
    }

    fn backgrounds(palette: &Palette) -> [Color32; 4] {
        [palette.background, palette.surface, palette.raised, palette.field]
    }

    #[test]
    fn section_hues_stand_out_from_every_background() {
        for palette in [DARK, LIGHT] {
            for hue in palette.sections {
                for background in backgrounds(&palette) {
                    let contrast = contrast(hue, background);
                    assert!(contrast >= 3.0, "{hue:?} on {background:?}: {contrast:.2}");
                }
            }
        }
    }

    #[test]
    fn section_hues_differ_for_every_kind_of_sight() {
        for (palette, of_four, of_all) in [(DARK, 30.0, 15.0), (LIGHT, 22.0, 13.5)] {
            let first_four = smallest_difference(&palette.sections[..4]);
            let all = smallest_difference(&palette.sections);
            assert!(first_four >= of_four, "{first_four:.1}");
            assert!(all >= of_all, "{all:.1}");
        }
    }

    #[test]
    fn over_and_under_stand_out_and_differ_for_every_kind_of_sight() {
        for palette in [DARK, LIGHT] {
            for hue in [palette.over, palette.under] {
                assert!(contrast(hue, palette.background) >= 3.0 && contrast(hue, palette.surface) >= 3.0);
            }
            let difference = smallest_difference(&[palette.over, palette.under]);
            assert!(difference >= 15.0, "{difference:.1}");
        }
    }

    #[test]
    fn letters_can_be_read_on_their_hue() {
        for palette in [DARK, LIGHT] {
            for index in 0..SECTION_HUES {
                assert!(contrast(palette.on_section(index), palette.section(index)) >= 4.5);
            }
            assert!(contrast(palette.on_over(), palette.over) >= 4.5);
        }
    }

    #[test]
    fn text_and_outlines_can_be_seen_everywhere() {
        for palette in [DARK, LIGHT] {
            for background in backgrounds(&palette) {
                assert!(contrast(palette.text, background) >= 10.0);
                assert!(contrast(palette.text_weak, background) >= 4.5, "{background:?}");
                assert!(contrast(palette.focus, background) >= 7.0);
            }
            for around in [palette.background, palette.surface, palette.field] {
                assert!(contrast(palette.outline, around) >= 3.0, "{around:?}");
                assert!(contrast(palette.record, around) >= 3.0);
            }
            assert!(contrast(palette.on_primary, palette.primary) >= 10.0);
            assert!(contrast(palette.on_primary, palette.primary_hover) >= 7.0);
            assert!(contrast(palette.text, palette.selection) >= 4.5);
        }
    }

    /// On light paper the hues of six sections leave less room; the disc and the word beside it tell the light
    /// from a section as well, which is a bar with a letter.
    #[test]
    fn the_record_light_is_not_the_colour_of_a_section() {
        for (palette, of_all) in [(DARK, 15.0), (LIGHT, 8.5)] {
            for hue in palette.sections {
                let apart = difference(hue, palette.record, Sight::Normal);
                assert!(apart >= 19.0, "{hue:?}: {apart:.1}");
                let least = smallest_difference(&[hue, palette.record]);
                assert!(least >= of_all, "{hue:?}: {least:.1}");
            }
        }
    }
}
