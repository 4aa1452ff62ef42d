//! How everything looks: one palette per theme, one scale of type, one of space.

mod apply;
mod palette;
#[cfg(test)]
mod vision;

pub use apply::{apply, install};
pub use palette::{DARK, LIGHT, Palette, SECTION_HUES, colour};

use eframe::egui::{self, FontFamily, FontId, RichText, TextStyle};

/// Distances, all on a grid of 4 points.
pub mod space {
    pub const XS: f32 = 4.0;
    pub const S: f32 = 8.0;
    pub const M: f32 = 12.0;
    pub const L: f32 = 16.0;
    pub const XL: f32 = 24.0;
    pub const XXL: f32 = 32.0;
    pub const XXXL: f32 = 48.0;
}

/// Sizes of things that are the same everywhere.
pub mod size {
    /// The height of a button, a field or a row of a menu.
    pub const CONTROL: f32 = 32.0;
    /// The corners of controls; cards and dialogs have twice as much.
    pub const CORNER: u8 = 6;
    /// The widest a column of text grows.
    pub const COLUMN: f32 = 680.0;
    /// The width of what stands beside a column.
    pub const SIDE: f32 = 300.0;
    pub const ICON: f32 = 18.0;
    /// What is read from a metre away while one speaks: the time left, the section, its points.
    pub const STAGE_TIME: f32 = 88.0;
    pub const STAGE_SECTION: f32 = 28.0;
    pub const STAGE_POINT: f32 = 22.0;
}

/// The palette of the theme that is shown.
#[must_use]
pub fn palette(ui: &egui::Ui) -> &'static Palette {
    if ui.visuals().dark_mode { &DARK } else { &LIGHT }
}

/// The scale of type: each kind of text has one size and one weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Labels above fields, states, units.
    Caption,
    Body,
    /// What stands out in a line of body text.
    Strong,
    /// The name of a part of a screen.
    Section,
    /// The name of a screen or of a story.
    Title,
    /// The running time, in digits that do not dance.
    Clock,
    /// The question, the largest text there is.
    Question,
}

impl Type {
    pub const ALL: [Self; 7] =
        [Self::Caption, Self::Body, Self::Strong, Self::Section, Self::Title, Self::Clock, Self::Question];

    const fn points(self) -> f32 {
        match self {
            Self::Caption => 12.0,
            Self::Body | Self::Strong => 14.0,
            Self::Section => 16.0,
            Self::Title => 22.0,
            Self::Clock => 26.0,
            Self::Question => 30.0,
        }
    }

    fn family(self) -> FontFamily {
        match self {
            Self::Caption | Self::Body => FontFamily::Proportional,
            Self::Strong | Self::Clock => super::fonts::medium(),
            Self::Section | Self::Title | Self::Question => super::fonts::semibold(),
        }
    }

    #[must_use]
    pub fn font(self) -> FontId {
        FontId::new(self.points(), self.family())
    }

    /// The name under which widgets find this kind of text.
    #[must_use]
    pub fn style(self) -> TextStyle {
        match self {
            Self::Caption => TextStyle::Small,
            Self::Body => TextStyle::Body,
            Self::Title => TextStyle::Heading,
            Self::Strong => TextStyle::Name("strong".into()),
            Self::Section => TextStyle::Name("section".into()),
            Self::Clock => TextStyle::Name("clock".into()),
            Self::Question => TextStyle::Name("question".into()),
        }
    }

    /// Text of this kind.
    pub fn text(self, text: impl Into<String>) -> RichText {
        RichText::new(text).text_style(self.style())
    }
}

/// The palette of the theme that is shown, where there is no `Ui` yet.
#[must_use]
pub fn palette_of(ctx: &egui::Context) -> &'static Palette {
    if ctx.theme() == egui::Theme::Dark { &DARK } else { &LIGHT }
}
