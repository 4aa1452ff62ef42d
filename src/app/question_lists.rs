//! Lists of questions in files: read, looked through, added to the library, and handed out.

mod add;
mod export;
mod given;
mod reader;

use std::path::PathBuf;

use eframe::egui::ViewportCommand;

use crate::domain::import::Confidence;
use crate::domain::import::batch::Batch;
use crate::domain::question::Question;
use crate::ui::command::{Command, ImportCommand};
use crate::ui::model::Access;
use crate::ui::model::import::{Import, Refused, Stage};
use crate::ui::model::notices::Notice;
use crate::ui::screen::Screen;
use crate::ui::screens::questions::Aside;
use crate::ui::words;

use super::jobs::State;
use super::picker::{self, Purpose};
use super::services::Services;
use given::Given;
use reader::{Outcome, Reading, Task};

/// What goes on behind the pages for bringing in and handing out.
#[derive(Default)]
pub struct QuestionLists {
    reading: Option<Reading>,
    adding: Option<add::Adding>,
    /// Questions that could not be saved, for another try.
    unsaved: Vec<Question>,
    writing: Option<export::Writing>,
}

impl QuestionLists {
    pub fn run(&mut self, command: ImportCommand, services: &mut Services) {
        match command {
            ImportCommand::Show => show_import(services),
            ImportCommand::Close => services.view.questions.aside = None,
            ImportCommand::Browse => {
                show_import(services);
                services.browse(Purpose::QuestionLists, picker::home());
            }
            ImportCommand::Paste => {
                show_import(services);
                services.ctx.send_viewport_cmd(ViewportCommand::RequestPaste);
            }
            ImportCommand::Files(paths) => self.read_files(services, paths),
            ImportCommand::Typed(typed) => {
                self.read(services, vec![Given::File(given::path_of(&typed, Some(&picker::home())))]);
            }
            ImportCommand::Text(text) => {
                self.read(services, Given::from_text(text, Some(&picker::home())));
            }
            ImportCommand::Stop => {
                if let Some(reading) = &self.reading {
                    reading.stop();
                    services.model.import.stage = Stage::Reading(reading.progress());
                }
            }
            ImportCommand::Tick { place, on } => tick(services, place, on),
            ImportCommand::TickList { place, on } => tick_list(services, place, on),
            ImportCommand::TickAll(on) => tick_all(services, on),
            ImportCommand::Add => self.add(services),
            ImportCommand::StartOver => self.clear(services),
            ImportCommand::ShowExport => self.show_export(services),
            ImportCommand::BrowseExport(name) => {
                services.browse(Purpose::QuestionFile(name), picker::home());
            }
            ImportCommand::Export(export) => self.export(services, export),
        }
    }

    pub fn read_files(&mut self, services: &mut Services, paths: Vec<PathBuf>) {
        self.read(services, paths.into_iter().map(Given::File).collect());
    }

    /// Reads lists beside what is there already.
    fn read(&mut self, services: &mut Services, given: Vec<Given>) {
        show_import(services);
        let import = &mut services.model.import;
        if given.is_empty() || import.is_busy() {
            return;
        }
        import.refused.clear();
        let before = std::mem::take(&mut import.batch);
        let known = services.model.catalogue.questions().to_vec();
        match Reading::start(services, Task { given, known, before }) {
            Ok(reading) => {
                services.model.import.stage = Stage::Reading(reading.progress());
                self.reading = Some(reading);
            }
            Err(error) => {
                let why = format!(
                    "Nothing was read, because the system gave no thread: {error}. Close other programs and try \
                     again."
                );
                refuse(services, why);
            }
        }
    }

    /// Hears what the threads behind the pages have to say.
    pub fn hear(&mut self, services: &mut Services) {
        self.hear_reader(services);
        self.hear_adding(services);
        self.hear_writer(services);
    }

    fn hear_reader(&mut self, services: &mut Services) {
        let Some(reading) = &mut self.reading else { return };
        let outcome = match reading.job.poll() {
            State::UnderWay => {
                services.model.import.stage = Stage::Reading(reading.progress());
                return;
            }
            State::Done(outcome) => outcome,
            State::Died => {
                self.reading = None;
                let why = "Reading ended early through a fault of the program. Nothing was added. Try the files one \
                           by one.";
                return refuse(services, why.to_owned());
            }
        };
        self.reading = None;
        let Outcome { batch, refused, stopped } = outcome;
        services.model.import.stage = Stage::Waiting;
        put_batch(services, batch);
        services.model.import.refused = refused;
        let is_seen =
            services.view.screen == Screen::Questions && services.view.questions.aside == Some(Aside::Import);
        if stopped {
            services.mention("Reading was stopped");
        } else if !is_seen {
            let found = words::count(services.model.import.batch.entries.len(), "question", "questions");
            let look = Command::from(ImportCommand::Show);
            services.say(Notice::passing(format!("The list is read: {found}")).offering("Look", look));
        }
    }

    /// Forgets what was read, and stops what is being read.
    pub fn clear(&mut self, services: &mut Services) {
        self.reading = None;
        self.adding = None;
        self.unsaved = Vec::new();
        let revision = services.model.import.revision + 1;
        services.model.import = Import { revision, ..Import::default() };
    }
}

fn show_import(services: &mut Services) {
    services.view.screen = Screen::Questions;
    services.view.questions.aside = Some(Aside::Import);
    services.view.questions.editing = false;
}

/// Nothing was read, for this reason.
fn refuse(services: &mut Services, why: String) {
    services.model.import.stage = Stage::Waiting;
    put_batch(services, Batch::default());
    services.model.import.refused.push(Refused { name: String::new(), why });
}

fn put_batch(services: &mut Services, batch: Batch) {
    let import = &mut services.model.import;
    import.chosen = batch.chosen_count();
    import.batch = batch;
    import.revision += 1;
}

fn tick(services: &mut Services, place: usize, on: bool) {
    let import = &mut services.model.import;
    let Some(entry) = import.batch.entries.get_mut(place).filter(|entry| entry.chosen != on) else {
        return;
    };
    entry.chosen = on;
    import.chosen = if on { import.chosen + 1 } else { import.chosen.saturating_sub(1) };
}

fn tick_all(services: &mut Services, on: bool) {
    let import = &mut services.model.import;
    for entry in &mut import.batch.entries {
        entry.chosen = on && (entry.chosen || entry.found.confidence == Confidence::Sure);
    }
    import.chosen = import.batch.chosen_count();
}

fn tick_list(services: &mut Services, place: usize, on: bool) {
    let import = &mut services.model.import;
    import.batch.tick_list(place, on);
    import.chosen = import.batch.chosen_count();
}

/// Whether the library takes questions in now.
fn may_add(services: &Services) -> bool {
    services.model.access == Access::Open && !services.model.import.is_busy()
}
