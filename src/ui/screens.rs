//! The screens, one module each, and the table of them. To add one: its folder, a variant of [`Screen`], a line in
//! [`SCREENS`], its state in [`ViewState`] and its commands.

pub mod guide;
pub mod practice;
pub mod progress;
pub mod questions;
pub mod settings;
pub mod stories;
pub mod takes;

use eframe::egui::Ui;

use super::command::Command;
use super::icons;
use super::mode::Mode;
use super::model::Model;
use super::overlay::Overlay;
use super::screen::Screen;
use questions::Aside;

/// What the window needs to know of a screen.
pub struct Entry {
    pub screen: Screen,
    pub name: &'static str,
    pub icon: &'static str,
    pub show: fn(&mut Ui, &Model, &mut ViewState, &mut Vec<Command>),
}

/// In the order of the navigation; the settings stand apart at its end.
pub const SCREENS: &[Entry] = &[
    Entry {
        screen: Screen::Practice,
        name: "Practice",
        icon: icons::MICROPHONE,
        show: |ui, model, view, commands| practice::show(ui, model, &mut view.practice, commands),
    },
    Entry {
        screen: Screen::Takes,
        name: "Takes",
        icon: icons::PLAY,
        show: |ui, model, view, commands| takes::show(ui, model, &mut view.takes, commands),
    },
    Entry {
        screen: Screen::Progress,
        name: "Progress",
        icon: icons::PROGRESS,
        show: |ui, model, view, commands| progress::show(ui, model, &mut view.progress, commands),
    },
    Entry {
        screen: Screen::Stories,
        name: "Stories",
        icon: icons::STORIES,
        show: |ui, model, view, commands| stories::show(ui, model, &mut view.stories, commands),
    },
    Entry {
        screen: Screen::Questions,
        name: "Questions",
        icon: icons::QUESTIONS,
        show: |ui, model, view, commands| {
            questions::show(ui, model, &mut view.questions, view.typing, commands);
        },
    },
    Entry {
        screen: Screen::Guide,
        name: "Guide",
        icon: icons::GUIDE,
        show: |ui, model, view, commands| guide::show(ui, model, &mut view.guide, commands),
    },
    Entry {
        screen: Screen::Settings,
        name: "Settings",
        icon: icons::SETTINGS,
        show: |ui, model, view, commands| settings::show(ui, model, &mut view.settings, commands),
    },
];

/// The line of a screen in the table.
#[must_use]
pub fn entry(screen: Screen) -> Option<&'static Entry> {
    SCREENS.iter().find(|entry| entry.screen == screen)
}

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
