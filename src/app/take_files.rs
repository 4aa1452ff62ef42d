//! Handing takes out as files and bringing recordings in, each on a thread of its own.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use crate::audio::encoding::Mix;
use crate::audio::files::bundle::Bundle;
use crate::audio::files::{FileError, Imported, import};
use crate::domain::framework::FrameworkId;
use crate::domain::take::{AskedQuestion, Plan, Recording, Take, TakeId};
use crate::domain::take_export::Kind;
use crate::store::ids::new_id;
use crate::ui::command::FilesCommand;
use crate::ui::model::review::Job as Shown;
use crate::ui::screens::takes::{Dialog, ExportForm, ImportForm};
use crate::ui::words;

use super::jobs::{Job, State};
use super::keeper::Trouble;
use super::picker::{self, Purpose};
use super::services::Services;
use super::worker::Request;

/// Work on files of takes.
#[derive(Default)]
pub struct TakeFiles {
    export: Option<Job<Exported>>,
    import: Option<Job<BroughtIn>>,
    /// What waits for a place: where a recording lies, or where a new one goes.
    to_export: Option<Order>,
    to_import: Option<NewTake>,
}

/// How often the page is drawn while a file is written or read.
const DRAWN_EVERY: Duration = Duration::from_millis(50);

/// What is to be handed out.
struct Order {
    take: TakeId,
    folder: PathBuf,
    kinds: Vec<Kind>,
    replace: bool,
    /// Whether the library was asked where the recording lies.
    asked: bool,
}

/// A take that is being brought in.
struct NewTake {
    id: TakeId,
    source: PathBuf,
    question: String,
    framework: FrameworkId,
    /// Its file in the library, once there is a place for it.
    file: String,
}

/// A recording that was brought in, and when the system says its file was last written.
struct BroughtIn {
    imported: Result<Imported, FileError>,
    written: Option<Timestamp>,
}

enum Exported {
    Written(Vec<PathBuf>),
    InTheWay(Vec<PathBuf>),
    Failed(FileError),
}

impl TakeFiles {
    pub fn run(&mut self, command: FilesCommand, services: &mut Services) {
        match command {
            FilesCommand::AskExport => ask_export(services),
            FilesCommand::Export { take, folder, kinds, replace } => {
                self.to_export = Some(Order { take, folder, kinds, replace, asked: false });
                services.model.review.export = Shown::Running(0.0);
                // What is handed out reads as it does on the screen.
                services.save_now();
                self.locate(services);
            }
            FilesCommand::AskImport => {
                services.model.review.import = Shown::None;
                services.view.takes.dialog = Some(Dialog::Import(ImportForm::default()));
            }
            FilesCommand::Import { file, question, framework } => {
                self.begin_import(file, question, framework, services);
            }
            FilesCommand::Close => {
                self.stop(services);
                services.view.takes.dialog = None;
            }
            FilesCommand::Stop => self.stop(services),
            FilesCommand::BrowseFolder => services.browse(Purpose::TakeFolder, picker::home()),
            FilesCommand::BrowseFile => services.browse(Purpose::Recording, picker::home()),
        }
    }

    fn stop(&mut self, services: &mut Services) {
        self.to_export = None;
        self.export.iter().for_each(Job::cancel);
        self.import.iter().for_each(Job::cancel);
        if self.export.is_none() {
            services.model.review.export = Shown::None;
        }
    }

    /// Asks where the recording lies that is to be handed out. A take that is still coming is waited for.
    fn locate(&mut self, services: &mut Services) {
        let Some(order) = self.to_export.as_mut().filter(|order| !order.asked) else { return };
        if services.model.library.take(&order.take).is_some() {
            order.asked = true;
            services.locate(&order.take);
        } else if services.model.take(&order.take).is_none() {
            self.to_export = None;
            let why = "Nothing was exported, because the take is not in the library.";
            services.model.review.export = Shown::Failed(why.to_owned());
        }
    }

    /// Hears where a recording lies that is to be handed out, or where a new one goes. Says whether that was asked for
    /// here.
    pub fn placed(
        &mut self,
        take: &TakeId,
        path: &Result<PathBuf, Trouble>,
        services: &mut Services,
    ) -> bool {
        if let Some(order) = self.to_export.take_if(|order| order.asked && order.take == *take) {
            match path {
                Ok(path) => self.begin_export(order, path.clone(), services),
                Err(trouble) => services.model.review.export = Shown::Failed(trouble.what.clone()),
            }
            return true;
        }
        if self.to_import.as_ref().is_some_and(|new| new.id == *take) {
            match path {
                Ok(path) => self.copy_in(path.clone(), services),
                Err(trouble) => {
                    self.to_import = None;
                    services.model.review.import = Shown::Failed(trouble.what.clone());
                }
            }
            return true;
        }
        false
    }

    fn begin_export(&mut self, order: Order, source: PathBuf, services: &mut Services) {
        let Some(take) = services.model.library.take(&order.take).cloned() else {
            services.model.review.export =
                Shown::Failed("Nothing was exported, because the take is gone.".to_owned());
            return;
        };
        let settings = services.model.library.settings.clone();
        let fs = Arc::clone(&services.fs);
        let work = Job::start("export", services.wake(), move |progress| {
            let bundle = Bundle {
                take: &take,
                source: &source,
                folder: &order.folder,
                kinds: &order.kinds,
                settings: &settings,
            };
            let taken = bundle.in_the_way(fs.as_ref());
            if !order.replace && !taken.is_empty() {
                return Exported::InTheWay(taken);
            }
            bundle.write(fs.as_ref(), progress).map_or_else(Exported::Failed, Exported::Written)
        });
        match work {
            Ok(work) => self.export = Some(work),
            Err(error) => {
                services.model.review.export = Shown::Failed(format!("Nothing was exported: {error}."));
            }
        }
    }

    fn begin_import(
        &mut self,
        source: PathBuf,
        question: String,
        framework: FrameworkId,
        services: &mut Services,
    ) {
        let busy = self.to_import.is_some() || self.import.is_some();
        if busy || !services.model.is_writable() {
            return;
        }
        let id = TakeId(new_id(services.model.now));
        let new = NewTake { id: id.clone(), source, question, framework, file: String::new() };
        self.to_import = Some(new);
        services.model.review.import = Shown::Running(0.0);
        services.worker.ask(Request::NewRecording { story: None, take: id, recorded_at: services.model.now });
    }

    fn copy_in(&mut self, target: PathBuf, services: &mut Services) {
        let Some(new) = &mut self.to_import else { return };
        new.file = target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let (fs, source) = (Arc::clone(&services.fs), new.source.clone());
        let work = Job::start("import", services.wake(), move |progress| {
            let written = fs.meta(&source).ok().and_then(|meta| Timestamp::try_from(meta.modified?).ok());
            let imported = import::import(fs.as_ref(), &source, &target, Mix::All, progress);
            BroughtIn { imported, written }
        });
        match work {
            Ok(work) => self.import = Some(work),
            Err(error) => {
                self.to_import = None;
                services.model.review.import = Shown::Failed(format!("Nothing was brought in: {error}."));
            }
        }
    }

    /// Hears how the work on files stands.
    pub fn hear(&mut self, services: &mut Services) {
        self.locate(services);
        if let Some(job) = &mut self.export {
            match job.poll() {
                State::UnderWay => services.model.review.export = Shown::Running(job.fraction()),
                State::Done(exported) => {
                    self.export = None;
                    services.model.review.export = tell_exported(exported, services);
                }
                State::Died => {
                    self.export = None;
                    let why =
                        "Exporting ended early through a fault of the program. Try fewer kinds of files.";
                    services.model.review.export = Shown::Failed(why.to_owned());
                }
            }
        }
        if let Some(job) = &mut self.import {
            match job.poll() {
                State::UnderWay => services.model.review.import = Shown::Running(job.fraction()),
                State::Done(brought_in) => self.imported(brought_in, services),
                State::Died => {
                    (self.import, self.to_import) = (None, None);
                    let why = "The recording could not be brought in through a fault of the program. Turn it into \
                               a WAV file with another program and try that.";
                    services.model.review.import = Shown::Failed(why.to_owned());
                }
            }
        }
        if self.export.is_some() || self.import.is_some() {
            services.ctx.request_repaint_after(DRAWN_EVERY);
        }
    }

    fn imported(&mut self, brought_in: BroughtIn, services: &mut Services) {
        self.import = None;
        let Some(new) = self.to_import.take() else { return };
        let recorded_at = plausible_day(brought_in.written, services.model.now);
        match brought_in.imported {
            Ok(imported) => take_in_recording(new, imported, recorded_at, services),
            Err(FileError::Cancelled) => services.model.review.import = Shown::None,
            Err(error) => services.model.review.import = Shown::Failed(error.to_string()),
        }
    }
}

fn ask_export(services: &mut Services) {
    let Some(take) = services.view.takes.open.clone() else { return };
    services.model.review.export = Shown::None;
    let folder = picker::documents().display().to_string();
    let kinds = vec![Kind::Wav, Kind::AudacityLabels, Kind::Table];
    services.view.takes.dialog = Some(Dialog::Export(ExportForm { take, folder, kinds }));
}

/// A place was chosen in a dialog of the desktop.
pub fn chosen(services: &mut Services, path: &Path) {
    match &mut services.view.takes.dialog {
        Some(Dialog::Export(form)) => form.folder = path.display().to_string(),
        Some(Dialog::Import(form)) => form.file = path.display().to_string(),
        None => {}
    }
}

fn tell_exported(exported: Exported, services: &mut Services) -> Shown {
    match exported {
        Exported::Written(files) => {
            let folder = files.first().and_then(|file| file.parent());
            let place = folder.map_or(String::new(), |folder| folder.display().to_string());
            let count = words::count(files.len(), "file was", "files were");
            services.mention(format!("{count} exported to {place}"));
            services.view.takes.dialog = None;
            Shown::None
        }
        Exported::InTheWay(files) => Shown::InTheWay(files),
        Exported::Failed(FileError::Cancelled) => Shown::None,
        Exported::Failed(error) => Shown::Failed(error.to_string()),
    }
}

fn take_in_recording(new: NewTake, imported: Imported, recorded_at: Timestamp, services: &mut Services) {
    let settings = &services.model.library.settings;
    let framework = settings.framework(&new.framework);
    let Some(framework) = framework.or_else(|| settings.frameworks().into_iter().next()) else { return };
    let Imported { rate, frames, format, is_partial } = imported;
    let source = new.source.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let text = if new.question.is_empty() { source.unwrap_or_default() } else { new.question };
    let take = Take::new(
        new.id.clone(),
        AskedQuestion { id: None, text },
        recorded_at,
        Plan::of(&framework, settings.target_length_secs),
        Recording { file: new.file, rate, frames, format, device: String::new() },
    );
    services.put(take);
    services.save_now();
    services.model.review.import = Shown::None;
    services.view.takes.dialog = None;
    services.view.takes.show(new.id);
    services.mention(if is_partial {
        "The file broke off or could not be read in places. What could be read was brought in."
    } else {
        "The recording was brought in. Press Enter where each section begins while you listen."
    });
}

/// Nobody recorded answers on a machine of today before this.
const EARLIEST: Timestamp = Timestamp::constant(946_684_800, 0);

/// When a file was written, taken for the time of its recording; now, where no clock can have said that.
fn plausible_day(written: Option<Timestamp>, now: Timestamp) -> Timestamp {
    written.filter(|written| (EARLIEST..=now).contains(written)).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_as_old_as_it_says_unless_no_recording_can_be() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let now = at("2026-03-05T12:00:00Z");
        for (written, taken) in [
            (Some("2019-07-04T09:30:00Z"), "2019-07-04T09:30:00Z"),
            (Some("2000-01-01T00:00:00Z"), "2000-01-01T00:00:00Z"),
            (Some("1999-12-31T23:59:59Z"), "2026-03-05T12:00:00Z"),
            (Some("2026-03-05T12:00:01Z"), "2026-03-05T12:00:00Z"),
            (None, "2026-03-05T12:00:00Z"),
        ] {
            assert_eq!(plausible_day(written.map(at), now), at(taken));
        }
    }
}
