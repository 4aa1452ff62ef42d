//! What the progress screen needs done: figures worked out on a thread of their own, and files saved on another.

pub mod export;
pub mod figures;
pub mod raster;

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::Context;

use crate::domain::progress::sheet::Wish;
use crate::domain::settings::Settings;
use crate::ui::command::{ProgressCommand, Save};
use crate::ui::model::{Access, Saved, Weight};
use crate::ui::screen::Screen;
use crate::ui::screens::progress::{Outcome, today};

use super::App;
use super::picker::{Answer, Picker};
use export::{Ending, Job, Task};
use figures::{Figures, Request};

/// The threads and dialogs behind the screen.
#[derive(Default)]
pub(super) struct Work {
    /// Started when the screen is first looked at.
    figures: Option<Figures>,
    asked: Option<Asked>,
    job: Option<Job>,
    picker: Option<Picker>,
}

/// What was last asked for, and of which state of the library.
#[derive(PartialEq)]
struct Asked {
    revision: u64,
    changes: u64,
    settings: Settings,
    wish: Wish,
}

/// The folder that is offered first for what is saved.
pub(super) fn documents() -> PathBuf {
    let folders = directories::UserDirs::new();
    let found = folders.as_ref().map(|folders| folders.document_dir().unwrap_or(folders.home_dir()));
    found.map_or_else(PathBuf::new, std::path::Path::to_path_buf)
}

impl App {
    pub(super) fn progress(&mut self, ctx: &Context, command: ProgressCommand) {
        match command {
            ProgressCommand::Show(part) => {
                self.view.screen = Screen::Progress;
                self.view.progress.part = part;
            }
            ProgressCommand::Save(save) => self.save_export(ctx, save),
            ProgressCommand::StopSaving => {
                if let Some(job) = &self.progress_work.job {
                    job.stop();
                }
            }
            ProgressCommand::Browse { name, folder } => self.browse_export(ctx, &name, folder),
        }
    }

    /// Keeps the figures in step with the library while they are looked at, and hears what the threads say.
    pub(super) fn keep_figures(&mut self, ctx: &Context) {
        if let Some(sheet) = self.progress_work.figures.as_ref().and_then(Figures::heard) {
            self.model.figures.under_way = false;
            self.model.figures.sheet = Some(sheet);
        }
        self.hear_export(ctx);
        self.hear_picker();
        let readable = matches!(self.model.access, Access::Open | Access::ReadOnly(_));
        if self.view.screen == Screen::Progress && readable {
            self.ask_for_figures(ctx);
        }
    }

    fn ask_for_figures(&mut self, ctx: &Context) {
        let (library, wish) = (&self.model.library, self.view.progress.wish(today(&self.model)));
        let (revision, changes) = (self.model.revision, library.changes());
        let work = &mut self.progress_work;
        let same_library = work.asked.as_ref().is_some_and(|asked| {
            asked.revision == revision && asked.changes == changes && asked.settings == library.settings
        });
        if same_library && work.asked.as_ref().is_some_and(|asked| asked.wish == wish) {
            return;
        }
        let waker = ctx.clone();
        let started = match work.figures.take() {
            Some(figures) => Ok(figures),
            None => Figures::start(Box::new(move || waker.request_repaint())),
        };
        let settings = library.settings.clone();
        let library = (!same_library).then(|| Arc::new(library.clone()));
        work.asked = Some(Asked { revision, changes, settings, wish: wish.clone() });
        match started {
            Ok(figures) => {
                figures.ask(Request { library, wish });
                work.figures = Some(figures);
                self.model.figures.under_way = true;
            }
            Err(error) => {
                let what = format!(
                    "The figures could not be worked out, because the system gave no thread: {error}. Close other \
                     programs and come back to this screen."
                );
                self.notice(Weight::Lasting, what, None, None);
            }
        }
    }

    fn save_export(&mut self, ctx: &Context, save: Save) {
        let Some(sheet) = self.model.figures.sheet.clone() else { return };
        if self.progress_work.job.is_some() {
            return;
        }
        let task = Task { save, sheet };
        let what = task.name();
        let waker = ctx.clone();
        let wake = Box::new(move || waker.request_repaint());
        match Job::start(Arc::clone(&self.fs), task, wake) {
            Ok(job) => {
                self.progress_work.job = Some(job);
                self.model.figures.saving = Some(Saved { what, done: 0, of: 0 });
            }
            Err(error) => {
                let why =
                    format!("Nothing was saved, because the system gave no thread: {error}. Try again.");
                self.export_failed(why);
            }
        }
    }

    fn hear_export(&mut self, ctx: &Context) {
        let Some(job) = &self.progress_work.job else { return };
        if let Some(saving) = &mut self.model.figures.saving {
            (saving.done, saving.of) = job.progress();
        }
        let Some(ending) = job.ending() else { return };
        self.progress_work.job = None;
        self.model.figures.saving = None;
        match ending {
            Ending::Saved(path) => {
                self.view.progress.saving = None;
                if let Some(folder) = path.parent() {
                    self.model.figures.folder = folder.to_path_buf();
                }
                self.mention(ctx, format!("Saved as {}", path.display()), None);
            }
            Ending::Stopped => self.mention(ctx, "Saving was stopped".to_owned(), None),
            Ending::IsThere => {
                if let Some(form) = &mut self.view.progress.saving {
                    form.outcome = Some(Outcome::IsThere);
                }
            }
            Ending::Failed(why) => self.export_failed(why),
        }
    }

    /// Says it in the form where that is still open, and in a notice otherwise.
    fn export_failed(&mut self, why: String) {
        match &mut self.view.progress.saving {
            Some(form) => form.outcome = Some(Outcome::Failed(why)),
            None => {
                self.notice(Weight::Lasting, why, None, None);
            }
        }
    }

    fn browse_export(&mut self, ctx: &Context, name: &str, folder: bool) {
        if self.progress_work.picker.is_some() {
            return;
        }
        let start = &self.model.figures.folder;
        let picker = if folder { Picker::folder(ctx, start) } else { Picker::new_file(ctx, start, name) };
        match picker {
            Ok(picker) => {
                self.progress_work.picker = Some(picker);
                self.model.figures.choosing = true;
            }
            Err(error) => {
                self.export_failed(format!("No dialog could be opened: {error}. Type the place instead."));
            }
        }
    }

    fn hear_picker(&mut self) {
        let Some(answer) = self.progress_work.picker.as_ref().and_then(Picker::poll) else { return };
        self.progress_work.picker = None;
        self.model.figures.choosing = false;
        match answer {
            Answer::Chosen(path) => {
                if let Some(form) = &mut self.view.progress.saving {
                    form.choose(&path);
                }
            }
            Answer::Cancelled => {}
            Answer::NoDialog => {
                self.export_failed(
                    "This desktop showed no dialog. Type the place into the field instead.".to_owned(),
                );
            }
        }
    }
}
