//! The fonts that come with the program: IBM Plex Sans, whose digits are all equally wide, and Phosphor for
//! icons. Scripts that they lack are shown in what the system has, which eframe looks up when it needs to.

use std::sync::Arc;

use eframe::egui::{Context, FontData, FontDefinitions, FontFamily, FontTweak};

const REGULAR: &[u8] = include_bytes!("../../assets/fonts/IBMPlexSans-Regular.ttf");
const MEDIUM: &[u8] = include_bytes!("../../assets/fonts/IBMPlexSans-Medium.ttf");
const SEMIBOLD: &[u8] = include_bytes!("../../assets/fonts/IBMPlexSans-SemiBold.ttf");
const ICONS: &[u8] = include_bytes!("../../assets/icons/Phosphor.ttf");
const ICONS_FILLED: &[u8] = include_bytes!("../../assets/icons/Phosphor-Fill.ttf");

/// A little heavier than body text.
#[must_use]
pub fn medium() -> FontFamily {
    FontFamily::Name("medium".into())
}

/// For names and headings.
#[must_use]
pub fn semibold() -> FontFamily {
    FontFamily::Name("semibold".into())
}

/// The filled shapes of the icons.
#[must_use]
pub fn filled_icons() -> FontFamily {
    FontFamily::Name("filled icons".into())
}

pub(super) fn install(ctx: &Context) {
    ctx.set_fonts(definitions());
}

fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    for (name, bytes) in [("regular", REGULAR), ("medium", MEDIUM), ("semibold", SEMIBOLD)] {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    for (name, bytes) in [("icons", ICONS), ("filled icons", ICONS_FILLED)] {
        // Phosphor's box reaches below the baseline less far than Plex's, so its icons would sit too high.
        let tweak = FontTweak { y_offset_factor: 0.02, ..FontTweak::default() };
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes).tweak(tweak)));
    }
    for (family, first, icons) in [
        (FontFamily::Proportional, "regular", "icons"),
        (FontFamily::Monospace, "regular", "icons"),
        (medium(), "medium", "icons"),
        (semibold(), "semibold", "icons"),
        (filled_icons(), "filled icons", "icons"),
    ] {
        fonts.families.insert(family, vec![first.to_owned(), icons.to_owned(), "regular".to_owned()]);
    }
    fonts
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::FontId;

    fn widths(family: &FontFamily, text: &str) -> Vec<f32> {
        let ctx = Context::default();
        ctx.set_fonts(definitions());
        let mut widths = Vec::new();
        let mut output = ctx.run_ui(eframe::egui::RawInput::default(), |ui| {
            let font = FontId::new(30.0, family.clone());
            widths = text.chars().map(|c| ui.fonts_mut(|fonts| fonts.glyph_width(&font, c))).collect();
        });
        output.textures_delta.clear();
        widths
    }

    #[test]
    fn digits_are_equally_wide_in_every_weight() {
        for family in [FontFamily::Proportional, medium(), semibold()] {
            let widths = widths(&family, "0123456789");
            assert!(widths.iter().all(|width| *width > 0.0 && width.to_bits() == widths[0].to_bits()));
        }
    }

    #[test]
    fn every_icon_is_in_its_font() {
        let ctx = Context::default();
        ctx.set_fonts(definitions());
        let mut output = ctx.run_ui(eframe::egui::RawInput::default(), |ui| {
            for family in [FontFamily::Proportional, filled_icons()] {
                let font = FontId::new(16.0, family);
                for icon in crate::ui::icons::ALL {
                    assert!(ui.fonts_mut(|fonts| fonts.has_glyphs(&font, icon)), "{icon:?}");
                }
            }
        });
        output.textures_delta.clear();
    }
}
