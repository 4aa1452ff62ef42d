//! What the window remembers between frames that is nobody's data: where one is and what is half typed.

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

/// Where keys are pressed, which decides what they mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Anywhere,
    Practice,
    TakeList,
    Take,
    Progress,
    StoryList,
    Story,
    QuestionList,
    Question,
    Import,
    Export,
    GuideList,
    Card,
}

impl Mode {
    /// In the order of the navigation.
    pub const ALL: [Self; 13] = [
        Self::Anywhere,
        Self::Practice,
        Self::TakeList,
        Self::Take,
        Self::Progress,
        Self::StoryList,
        Self::Story,
        Self::QuestionList,
        Self::Question,
        Self::Import,
        Self::Export,
        Self::GuideList,
        Self::Card,
    ];

    /// Whether keys of both can be in force at once, so that one key must not be in both.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        self == other || self == Self::Anywhere || other == Self::Anywhere
    }

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Anywhere => "Everywhere",
            Self::Practice => "While practising",
            Self::TakeList => "In the list of takes",
            Self::Take => "In a take",
            Self::Progress => "On the progress screen",
            Self::StoryList => "In the list of stories",
            Self::Story => "In a story",
            Self::QuestionList => "In the list of questions",
            Self::Question => "On a question's page",
            Self::Import => "While importing questions",
            Self::Export => "While exporting questions",
            Self::GuideList => "In the guide",
            Self::Card => "On a card of the guide",
        }
    }
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
