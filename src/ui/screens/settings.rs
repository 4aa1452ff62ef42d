//! The settings, in parts: how it looks, how answers are measured and rated, and where everything lies.

mod about;
mod answers;
mod frameworks;
mod keys;
mod library;
mod look;
mod packing;
mod practice;
mod rating;
mod snapshots;
mod sound;
mod values;

pub use library::folder;

use eframe::egui::Ui;

use crate::ui::command::Command;
use crate::ui::model::Model;
use crate::ui::theme::{size, space};
use crate::ui::widgets::{choice, page};

/// What the screen remembers.
#[derive(Debug, Default)]
pub struct State {
    pub part: Part,
    pub frameworks: frameworks::State,
    pub words: rating::Words,
    pub keys: keys::State,
    /// Whether devices are listed that hardly anybody would pick.
    pub all_devices: bool,
    /// The path as it is typed; `None` shows the one in use.
    pub library_path: Option<String>,
}

impl State {
    /// Whether the next key is meant for the settings and for nothing else.
    #[must_use]
    pub fn is_waiting_for_key(&self) -> bool {
        self.keys.is_waiting()
    }
}

/// The parts of the settings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    #[default]
    Look,
    Practice,
    Sound,
    Answers,
    Frameworks,
    Rating,
    Values,
    Keys,
    Library,
    About,
}

const PARTS: [(Part, &str); 10] = [
    (Part::Look, "Look"),
    (Part::Practice, "Practising"),
    (Part::Sound, "Sound"),
    (Part::Answers, "Answers"),
    (Part::Frameworks, "Frameworks"),
    (Part::Rating, "Rating and words"),
    (Part::Values, "Company values"),
    (Part::Keys, "Keys"),
    (Part::Library, "Library"),
    (Part::About, "About"),
];

pub fn show(ui: &mut Ui, model: &Model, state: &mut State, commands: &mut Vec<Command>) {
    page::page(ui, "settings", size::COLUMN + 60.0, |ui| {
        page::title(ui, "Settings", |_| {});
        choice::tabs(ui, &mut state.part, &PARTS);
        page::rule(ui);
        ui.add_space(space::M);
        match state.part {
            Part::Keys => keys::show(ui, model, &mut state.keys, commands),
            Part::Practice => practice::show(ui, model, commands),
            Part::Sound => sound::show(ui, model, &mut state.all_devices, commands),
            Part::Look => look::show(ui, model, commands),
            Part::Library => {
                library::show(ui, model, state, commands);
                page::rule(ui);
                packing::show(ui, model, commands);
            }
            Part::About => about::show(ui),
            part => in_library(ui, model, state, part, commands),
        }
    });
}

/// Parts that are kept in the library, and change only where it may be changed.
fn in_library(ui: &mut Ui, model: &Model, state: &mut State, part: Part, commands: &mut Vec<Command>) {
    let mut settings = model.library.settings.clone();
    ui.add_enabled_ui(model.is_writable(), |ui| match part {
        Part::Answers => answers::show(ui, &mut settings),
        Part::Values => values::show(ui, &mut settings),
        Part::Frameworks => frameworks::show(ui, &mut settings, &mut state.frameworks, model),
        _ => rating::show(ui, &mut settings, &mut state.words),
    });
    if settings != model.library.settings {
        commands.push(Command::ChangeSettings(Box::new(settings)));
    }
}
