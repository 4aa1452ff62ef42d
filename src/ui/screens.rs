//! The screens, one module each, and the table of them. To add one: its folder, a variant of [`Screen`], a line in
//! [`SCREENS`], its state in `ui::view` and its commands.

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
use super::model::Model;
use super::screen::Screen;
use super::view::ViewState;

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
