//! What the window remembers between frames that is nobody's data: where one is and what is half typed.

use super::overlay::Overlay;
use super::screen::Screen;
use super::screens::{settings, stories};

/// The state of all views.
#[derive(Debug, Default)]
pub struct ViewState {
    pub screen: Screen,
    pub overlay: Option<Overlay>,
    pub stories: stories::State,
    pub settings: settings::State,
    /// Whether a text field had the keyboard when the last frame ended.
    pub typing: bool,
    /// The notice whose details are shown.
    pub open_notice: Option<u64>,
}

/// Where keys are pressed, which decides what they mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Anywhere,
    StoryList,
    Story,
}

impl Mode {
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Anywhere => "Everywhere",
            Self::StoryList => "In the list of stories",
            Self::Story => "In a story",
        }
    }
}

impl ViewState {
    #[must_use]
    pub fn mode(&self) -> Mode {
        match self.screen {
            Screen::Stories if self.stories.open.is_some() => Mode::Story,
            Screen::Stories => Mode::StoryList,
            Screen::Settings => Mode::Anywhere,
        }
    }
}
