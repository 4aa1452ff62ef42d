//! What the commands about lists of questions in files do.

mod add;
mod export;
mod given;
mod index;
mod reader;

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::{Context, ViewportCommand};

use crate::domain::import::batch::Batch;
use crate::domain::question::Question;
use crate::store::fs::Fs;
use crate::ui::command::{Command, ImportCommand};
use crate::ui::model::import::{Import, Refused, Stage};
use crate::ui::model::{Access, Weight};
use crate::ui::screen::Screen;
use crate::ui::screens::questions::Aside;
use crate::ui::words;

use super::App;
use super::picker::{Answer, Picker};
use given::Given;
use reader::{Ending, Handle, Outcome, Task};

/// Endings of files that a dialog shows first.
const ENDINGS: &[&str] = &["md", "markdown", "txt", "csv", "tsv", "json", "ron"];

/// What goes on behind the pages for bringing in and handing out.
pub(super) struct Desk {
    ctx: Context,
    fs: Arc<dyn Fs>,
    reading: Option<Handle>,
    adding: Option<add::Adding>,
    /// Questions that could not be saved, for another try.
    unsaved: Vec<Question>,
    picker: Option<Picker<Vec<PathBuf>>>,
    index: index::Work,
    export: export::Work,
    /// The user's own folder, where dialogs begin.
    home: Option<PathBuf>,
}

impl Desk {
    pub(super) fn new(ctx: &Context, fs: Arc<dyn Fs>) -> Self {
        Self {
            ctx: ctx.clone(),
            fs,
            reading: None,
            adding: None,
            unsaved: Vec::new(),
            picker: None,
            index: index::Work::default(),
            export: export::Work::default(),
            home: directories::UserDirs::new().map(|folders| folders.home_dir().to_path_buf()),
        }
    }

    fn start_folder(&self) -> PathBuf {
        self.home.clone().unwrap_or_else(|| PathBuf::from("."))
    }
}

impl App {
    pub(super) fn import(&mut self, ctx: &Context, command: ImportCommand) {
        match command {
            ImportCommand::Show => self.show_import(),
            ImportCommand::Close => self.view.questions.aside = None,
            ImportCommand::Browse => self.browse_lists(ctx),
            ImportCommand::Paste => {
                self.show_import();
                ctx.send_viewport_cmd(ViewportCommand::RequestPaste);
            }
            ImportCommand::Files(paths) => {
                self.read_lists(ctx, paths.into_iter().map(Given::File).collect());
            }
            ImportCommand::Typed(typed) => {
                let path = given::path_of(&typed, self.desk.home.as_deref());
                self.read_lists(ctx, vec![Given::File(path)]);
            }
            ImportCommand::Text(text) => {
                let given = Given::from_text(text, self.desk.home.as_deref());
                self.read_lists(ctx, given);
            }
            ImportCommand::Stop => {
                if let Some(reading) = &self.desk.reading {
                    reading.stop();
                    self.model.import.stage = Stage::Reading(reading.progress());
                }
            }
            ImportCommand::Tick { place, on } => self.tick_question(place, on),
            ImportCommand::TickAll(on) => self.tick_all_questions(on),
            ImportCommand::Add => self.add_questions(ctx),
            ImportCommand::StartOver => self.clear_import(),
            ImportCommand::ShowExport => self.show_export(),
            ImportCommand::BrowseExport(name) => self.browse_export_place(ctx, &name),
            ImportCommand::Export(export) => self.export_questions(ctx, export),
        }
    }

    fn show_import(&mut self) {
        self.view.screen = Screen::Questions;
        self.view.questions.aside = Some(Aside::Import);
        self.view.questions.editing = false;
    }

    fn browse_lists(&mut self, ctx: &Context) {
        self.show_import();
        if self.desk.picker.is_some() {
            return;
        }
        match Picker::files(ctx, &self.desk.start_folder(), "Lists of questions", ENDINGS) {
            Ok(picker) => {
                self.desk.picker = Some(picker);
                self.model.import.choosing = true;
            }
            Err(error) => {
                let what = format!("No dialog could be opened: {error}. Type the file's name instead.");
                self.mention(ctx, what, None);
            }
        }
    }

    /// Reads lists beside what is there already.
    fn read_lists(&mut self, ctx: &Context, given: Vec<Given>) {
        self.show_import();
        if given.is_empty() || self.model.import.is_busy() {
            return;
        }
        let task = Task {
            given,
            known: self.model.catalogue.questions().to_vec(),
            before: std::mem::take(&mut self.model.import.batch),
        };
        self.model.import.refused.clear();
        let waker = ctx.clone();
        match Handle::start(Arc::clone(&self.desk.fs), task, move || waker.request_repaint()) {
            Ok(reading) => {
                self.model.import.stage = Stage::Reading(reading.progress());
                self.desk.reading = Some(reading);
            }
            Err(error) => {
                let why = format!(
                    "Nothing was read, because the system gave no thread: {error}. Close other programs and try \
                     again."
                );
                self.put_batch(Batch::default());
                self.model.import.refused.push(Refused { name: String::new(), why });
            }
        }
    }

    /// Hears what the threads behind the pages have to say.
    pub(super) fn hear_import(&mut self, ctx: &Context) {
        self.hear_reader(ctx);
        self.hear_adding();
        self.hear_index();
        self.hear_export_writer(ctx);
        if let Some(answer) = self.desk.picker.as_ref().and_then(Picker::poll) {
            self.desk.picker = None;
            self.model.import.choosing = false;
            match answer {
                Answer::Chosen(paths) => self.read_lists(ctx, paths.into_iter().map(Given::File).collect()),
                Answer::Cancelled => {}
                Answer::NoDialog => {
                    let what = "This desktop showed no dialog. Type the file's name into the field instead.";
                    self.notice(Weight::Lasting, what.to_owned(), None, None);
                }
            }
        }
    }

    fn hear_reader(&mut self, ctx: &Context) {
        let Some(reading) = &self.desk.reading else { return };
        let outcome = match reading.ending() {
            Ending::Awaited => {
                self.model.import.stage = Stage::Reading(reading.progress());
                return;
            }
            Ending::Came(outcome) => Some(outcome),
            Ending::Lost => None,
        };
        self.desk.reading = None;
        self.model.import.stage = Stage::Waiting;
        let Some(Outcome { batch, refused, stopped }) = outcome else {
            self.put_batch(Batch::default());
            let why = "Reading ended early through a fault of the program. Nothing was added. Try the files one \
                       by one.";
            self.model.import.refused.push(Refused { name: String::new(), why: why.to_owned() });
            return;
        };
        self.put_batch(batch);
        self.model.import.refused = refused;
        if stopped {
            self.mention(ctx, "Reading was stopped".to_owned(), None);
        } else if self.view.screen != Screen::Questions || self.view.questions.aside != Some(Aside::Import) {
            let found = words::count(self.model.import.batch.entries.len(), "question", "questions");
            let look = Some(("Look".to_owned(), Command::from(ImportCommand::Show)));
            self.mention(ctx, format!("The list is read: {found}"), look);
        }
    }

    fn put_batch(&mut self, batch: Batch) {
        let import = &mut self.model.import;
        import.chosen = batch.chosen_count();
        import.batch = batch;
        import.revision += 1;
    }

    fn tick_question(&mut self, place: usize, on: bool) {
        let import = &mut self.model.import;
        let Some(entry) = import.batch.entries.get_mut(place).filter(|entry| entry.chosen != on) else {
            return;
        };
        entry.chosen = on;
        import.chosen = if on { import.chosen + 1 } else { import.chosen.saturating_sub(1) };
    }

    fn tick_all_questions(&mut self, on: bool) {
        let import = &mut self.model.import;
        for entry in &mut import.batch.entries {
            entry.chosen = on;
        }
        import.chosen = import.batch.chosen_count();
    }

    /// Forgets what was read, and stops what is being read.
    pub(super) fn clear_import(&mut self) {
        if let Some(reading) = self.desk.reading.take() {
            reading.stop();
        }
        self.desk.adding = None;
        self.desk.unsaved = Vec::new();
        let revision = self.model.import.revision + 1;
        let choosing = self.model.import.choosing;
        self.model.import = Import { revision, choosing, ..Import::default() };
    }

    /// Whether the library takes questions in now.
    fn may_add(&self) -> bool {
        self.model.access == Access::Open && !self.model.import.is_busy()
    }
}
