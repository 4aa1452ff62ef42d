//! What the progress screen needs done: figures worked out on a thread of their own, and files saved on another.

pub mod export;
pub mod figures;
pub mod raster;

use std::sync::Arc;

use crate::domain::progress::sheet::Wish;
use crate::domain::settings::Settings;
use crate::ui::command::{ProgressCommand, Save};
use crate::ui::model::notices::Notice;
use crate::ui::model::{Access, Saved};
use crate::ui::screen::Screen;
use crate::ui::screens::progress::{Outcome, today};

use super::jobs::{Job, State};
use super::picker::{self, Purpose};
use super::services::Services;
use export::{Ending, Task};
use figures::Request;

/// The threads behind the screen.
pub struct Figures {
    /// Started when the screen is first looked at.
    worker: Option<figures::Figures>,
    asked: Option<Asked>,
    saving: Option<Saving>,
}

/// What is being saved, and how far that has come.
struct Saving {
    job: Job<Ending>,
    gauge: Arc<export::Gauge>,
}

/// What was last asked for, and of which state of the library.
#[derive(PartialEq)]
struct Asked {
    revision: u64,
    changes: u64,
    settings: Settings,
    wish: Wish,
}

impl Figures {
    pub fn new(services: &mut Services) -> Self {
        services.model.figures.folder = picker::documents();
        Self { worker: None, asked: None, saving: None }
    }

    pub fn run(&mut self, command: ProgressCommand, services: &mut Services) {
        match command {
            ProgressCommand::Show(part) => {
                services.view.screen = Screen::Progress;
                services.view.progress.part = part;
            }
            ProgressCommand::Save(save) => self.save(services, save),
            ProgressCommand::StopSaving => {
                if let Some(saving) = &self.saving {
                    saving.gauge.stop();
                }
            }
            ProgressCommand::Browse { name, folder } => {
                let purpose = if folder { Purpose::ProgressFolder } else { Purpose::ProgressFile(name) };
                services.browse(purpose, services.model.figures.folder.clone());
            }
        }
    }

    /// Keeps the figures in step with the library while they are looked at, and hears what the threads say.
    pub fn keep_up(&mut self, services: &mut Services) {
        if let Some(sheet) = self.worker.as_ref().and_then(figures::Figures::heard) {
            services.model.figures.under_way = false;
            services.model.figures.sheet = Some(sheet);
        }
        self.hear_saving(services);
        let readable = matches!(services.model.access, Access::Open | Access::ReadOnly(_));
        if services.view.screen == Screen::Progress && readable {
            self.ask_for_figures(services);
        }
    }

    fn ask_for_figures(&mut self, services: &mut Services) {
        let (library, wish) = (&services.model.library, services.view.progress.wish(today(&services.model)));
        let (revision, changes) = (services.model.revision, library.changes());
        let same_library = self.asked.as_ref().is_some_and(|asked| {
            asked.revision == revision && asked.changes == changes && asked.settings == library.settings
        });
        if same_library && self.asked.as_ref().is_some_and(|asked| asked.wish == wish) {
            return;
        }
        let settings = library.settings.clone();
        let shared = (!same_library).then(|| Arc::new(library.clone()));
        self.asked = Some(Asked { revision, changes, settings, wish: wish.clone() });
        let started = match self.worker.take() {
            Some(worker) => Ok(worker),
            None => figures::Figures::start(services.wake()),
        };
        match started {
            Ok(worker) => {
                worker.ask(Request { library: shared, wish });
                self.worker = Some(worker);
                services.model.figures.under_way = true;
            }
            Err(error) => services.say(Notice::lasting(format!(
                "The figures could not be worked out, because the system gave no thread: {error}. Close other \
                 programs and come back to this screen."
            ))),
        }
    }

    fn save(&mut self, services: &mut Services, save: Save) {
        let Some(sheet) = services.model.figures.sheet.clone() else { return };
        if self.saving.is_some() {
            return;
        }
        let task = Task { save, sheet };
        let what = task.name();
        let gauge = Arc::new(export::Gauge::default());
        let (fs, shared, wake) = (Arc::clone(&services.fs), Arc::clone(&gauge), services.wake());
        let work = move |_: &_| export::run(fs.as_ref(), &task, &shared, &*wake);
        match Job::start("export", services.wake(), work) {
            Ok(job) => {
                self.saving = Some(Saving { job, gauge });
                services.model.figures.saving = Some(Saved { what, done: 0, of: 0 });
            }
            Err(error) => {
                let why =
                    format!("Nothing was saved, because the system gave no thread: {error}. Try again.");
                failed(services, why);
            }
        }
    }

    fn hear_saving(&mut self, services: &mut Services) {
        let Some(saving) = &mut self.saving else { return };
        if let Some(shown) = &mut services.model.figures.saving {
            (shown.done, shown.of) = saving.gauge.progress();
        }
        let ending = match saving.job.poll() {
            State::UnderWay => return,
            State::Done(ending) => ending,
            State::Died => {
                Ending::Failed("Saving broke off. Try again, or save to another place.".to_owned())
            }
        };
        self.saving = None;
        services.model.figures.saving = None;
        match ending {
            Ending::Saved(path) => {
                services.view.progress.saving = None;
                if let Some(folder) = path.parent() {
                    services.model.figures.folder = folder.to_path_buf();
                }
                services.mention(format!("Saved as {}", path.display()));
            }
            Ending::Stopped => services.mention("Saving was stopped"),
            Ending::IsThere => {
                if let Some(form) = &mut services.view.progress.saving {
                    form.outcome = Some(Outcome::IsThere);
                }
            }
            Ending::Failed(why) => failed(services, why),
        }
    }
}

/// Says it in the form where that is still open, and in a notice otherwise.
fn failed(services: &mut Services, why: String) {
    match &mut services.view.progress.saving {
        Some(form) => form.outcome = Some(Outcome::Failed(why)),
        None => services.say(Notice::lasting(why)),
    }
}
