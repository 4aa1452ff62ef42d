//! The screens there are. To add one: a variant of [`Screen`] and a line in [`SCREENS`].

use eframe::egui::Ui;

use super::command::Command;
use super::icons;
use super::model::Model;
use super::screens::{guide, practice, progress, questions, settings, stories, takes};
use super::view::ViewState;

/// A place the navigation leads to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Screen {
    #[default]
    Practice,
    Takes,
    Progress,
    Stories,
    Questions,
    Guide,
    Settings,
}

/// What the navigation needs to know of a screen.
pub struct Entry {
    pub screen: Screen,
    pub name: &'static str,
    pub icon: &'static str,
    pub show: fn(&mut Ui, &Model, &mut ViewState, &mut Vec<Command>),
}

/// In the order of the navigation; the settings stand apart at its end.
pub const SCREENS: &[Entry] = &[
    Entry { screen: Screen::Practice, name: "Practice", icon: icons::MICROPHONE, show: practice::show },
    Entry { screen: Screen::Takes, name: "Takes", icon: icons::PLAY, show: takes::show },
    Entry { screen: Screen::Progress, name: "Progress", icon: icons::PROGRESS, show: progress::show },
    Entry { screen: Screen::Stories, name: "Stories", icon: icons::STORIES, show: stories::show },
    Entry { screen: Screen::Questions, name: "Questions", icon: icons::QUESTIONS, show: questions::show },
    Entry { screen: Screen::Guide, name: "Guide", icon: icons::GUIDE, show: guide::show },
    Entry { screen: Screen::Settings, name: "Settings", icon: icons::SETTINGS, show: settings::show },
];

impl Screen {
    #[must_use]
    pub fn entry(self) -> Option<&'static Entry> {
        SCREENS.iter().find(|entry| entry.screen == self)
    }
}
