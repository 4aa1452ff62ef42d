//! What the window remembers between frames that is nobody's data: where one is and what is half typed.

use super::mode::Mode;
use super::overlay::Overlay;
use super::screen::Screen;
use super::screens::questions::Aside;
use super::screens::{guide, practice, progress, questions, settings, stories, takes};

/// The state of all views.
#[derive(Debug, Default)]
pub struct ViewState {
    pub screen: Screen,
    pub overlay: Option<Overlay>,
    pub practice: practice::State,
    pub takes: takes::State,
    pub progress: progress::State,
    pub stories: stories::State,
    pub questions: questions::State,
    pub guide: guide::State,
    pub settings: settings::State,
    /// Whether a text field had the keyboard when the last frame ended.
    pub typing: bool,
    /// The notice whose details are shown.
    pub open_notice: Option<u64>,
}

impl ViewState {
    #[must_use]
    pub fn mode(&self) -> Mode {
        match self.screen {
            Screen::Practice => Mode::Practice,
            Screen::Takes if self.takes.open.is_some() => Mode::Take,
            Screen::Takes => Mode::TakeList,
            Screen::Progress => Mode::Progress,
            Screen::Stories if self.stories.open.is_some() => Mode::Story,
            Screen::Stories => Mode::StoryList,
            Screen::Questions if self.questions.aside == Some(Aside::Import) => Mode::Import,
            Screen::Questions if self.questions.aside == Some(Aside::Export) => Mode::Export,
            Screen::Questions if self.questions.open.is_some() => Mode::Question,
            Screen::Questions => Mode::QuestionList,
            Screen::Guide if self.guide.trail.is_empty() => Mode::GuideList,
            Screen::Guide => Mode::Card,
            Screen::Settings => Mode::Anywhere,
        }
    }
}
