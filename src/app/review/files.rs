//! Handing takes out as files and bringing recordings in, each on a thread of its own.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};

use eframe::egui::Context;
use jiff::Timestamp;

use crate::audio::encoding::Mix;
use crate::audio::files::bundle::Bundle;
use crate::audio::files::{FileError, Imported, import};
use crate::audio::progress::Progress;
use crate::domain::framework::FrameworkId;
use crate::domain::take::{AskedQuestion, Plan, Recording, Take, TakeId};
use crate::domain::take_export::Kind;
use crate::store::ids::new_id;
use crate::ui::command::FilesCommand;
use crate::ui::model::Weight;
use crate::ui::model::review::Job;
use crate::ui::screens::takes::{Dialog, ExportForm, ImportForm};

use super::super::keeper::Trouble;
use super::super::picker::{Answer, Picker};
use super::super::worker::Request;
use super::super::{App, history::ThingId, seconds};

/// Work on files, and dialogs of the desktop.
#[derive(Default)]
pub(super) struct Files {
    export: Option<Work<Exported>>,
    import: Option<Work<BroughtIn>>,
    /// What waits for a place: where a recording lies, or where a new one goes.
    to_export: Option<Order>,
    to_import: Option<NewTake>,
    picker: Option<Picker>,
}

/// Work on a thread, and how far it has come.
struct Work<T> {
    answer: Receiver<T>,
    progress: Progress,
}

/// What is to be handed out.
struct Order {
    take: TakeId,
    folder: PathBuf,
    kinds: Vec<Kind>,
    replace: bool,
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

impl<T: Send + 'static> Work<T> {
    fn start(
        ctx: &Context,
        name: &str,
        work: impl FnOnce(&Progress) -> T + Send + 'static,
    ) -> std::io::Result<Self> {
        let (say, answer) = sync_channel(1);
        let (ctx, progress) = (ctx.clone(), Progress::default());
        let shared = progress.clone();
        std::thread::Builder::new().name(name.to_owned()).spawn(move || {
            // The window may have been closed meanwhile.
            let _ = say.send(work(&shared));
            ctx.request_repaint();
        })?;
        Ok(Self { answer, progress })
    }
}

const SOUND_FILES: &[&str] = &["wav", "flac", "mp3", "m4a", "aac", "mp4", "ogg", "oga", "opus"];

impl App {
    pub(super) fn files(&mut self, ctx: &Context, command: FilesCommand) {
        match command {
            FilesCommand::AskExport => self.ask_export(),
            FilesCommand::Export { take, folder, kinds, replace } => {
                self.review.files.to_export = Some(Order { take: take.clone(), folder, kinds, replace });
                self.model.review.export = Job::Running(0.0);
                // What is handed out reads as it does on the screen.
                self.save_now();
                self.locate(&take);
            }
            FilesCommand::AskImport => {
                self.model.review.import = Job::None;
                self.view.takes.dialog = Some(Dialog::Import(ImportForm::default()));
            }
            FilesCommand::Import { file, question, framework } => {
                self.begin_import(file, question, framework);
            }
            FilesCommand::Close => {
                self.stop_files();
                self.view.takes.dialog = None;
            }
            FilesCommand::Stop => self.stop_files(),
            FilesCommand::BrowseFolder => self.browse_for(ctx, Picker::folder),
            FilesCommand::BrowseFile => {
                self.browse_for(ctx, |ctx, start| Picker::file(ctx, start, "Sound files", SOUND_FILES));
            }
        }
    }

    fn ask_export(&mut self) {
        let Some(take) = self.view.takes.open.clone() else { return };
        let folder = directories::UserDirs::new()
            .map(|folders| folders.document_dir().unwrap_or(folders.home_dir()).display().to_string())
            .unwrap_or_default();
        self.model.review.export = Job::None;
        let kinds = vec![Kind::Wav, Kind::AudacityLabels, Kind::Table];
        self.view.takes.dialog = Some(Dialog::Export(ExportForm { take, folder, kinds }));
    }

    fn stop_files(&mut self) {
        let files = &mut self.review.files;
        files.to_export = None;
        for progress in [
            files.export.as_ref().map(|work| &work.progress),
            files.import.as_ref().map(|work| &work.progress),
        ]
        .into_iter()
        .flatten()
        {
            progress.cancel();
        }
        if files.export.is_none() {
            self.model.review.export = Job::None;
        }
    }

    fn browse_for(&mut self, ctx: &Context, open: impl FnOnce(&Context, &Path) -> std::io::Result<Picker>) {
        if self.review.files.picker.is_some() {
            return;
        }
        let folders = directories::UserDirs::new();
        let start = folders.as_ref().map_or(Path::new("."), |folders| folders.home_dir());
        match open(ctx, start) {
            Ok(picker) => self.review.files.picker = Some(picker),
            Err(error) => {
                self.mention(
                    ctx,
                    format!("No dialog could be opened: {error}. Type the path instead."),
                    None,
                );
            }
        }
    }

    /// Hears where a recording lies that is to be handed out, or where a new one goes.
    pub(super) fn place_for_files(
        &mut self,
        ctx: &Context,
        take: &TakeId,
        path: &Result<PathBuf, Trouble>,
    ) -> bool {
        if let Some(order) = self.review.files.to_export.take_if(|order| order.take == *take) {
            match path {
                Ok(path) => self.begin_export(ctx, order, path.clone()),
                Err(trouble) => self.model.review.export = Job::Failed(trouble.what.clone()),
            }
            return true;
        }
        if self.review.files.to_import.as_ref().is_some_and(|new| new.id == *take) {
            match path {
                Ok(path) => self.copy_in(ctx, path.clone()),
                Err(trouble) => {
                    self.review.files.to_import = None;
                    self.model.review.import = Job::Failed(trouble.what.clone());
                }
            }
            return true;
        }
        false
    }

    fn begin_export(&mut self, ctx: &Context, order: Order, source: PathBuf) {
        let Some(take) = self.model.library.take(&order.take).cloned() else { return };
        let settings = self.model.library.settings.clone();
        let fs = Arc::clone(&self.review.shelf.fs);
        let work = Work::start(ctx, "export", move |progress| {
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
            Ok(work) => self.review.files.export = Some(work),
            Err(error) => {
                self.model.review.export = Job::Failed(format!("Nothing was exported: {error}."));
            }
        }
    }

    fn begin_import(&mut self, source: PathBuf, question: String, framework: FrameworkId) {
        let busy = self.review.files.to_import.is_some() || self.review.files.import.is_some();
        if busy || !self.model.is_writable() {
            return;
        }
        let id = TakeId(new_id(self.model.now));
        let new = NewTake { id: id.clone(), source, question, framework, file: String::new() };
        self.review.files.to_import = Some(new);
        self.model.review.import = Job::Running(0.0);
        self.worker.ask(Request::NewRecording { story: None, take: id, recorded_at: self.model.now });
    }

    fn copy_in(&mut self, ctx: &Context, target: PathBuf) {
        let Some(new) = &mut self.review.files.to_import else { return };
        new.file = target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let (fs, source) = (Arc::clone(&self.review.shelf.fs), new.source.clone());
        let work = Work::start(ctx, "import", move |progress| {
            let written = fs.meta(&source).ok().and_then(|meta| Timestamp::try_from(meta.modified?).ok());
            let imported = import::import(fs.as_ref(), &source, &target, Mix::All, progress);
            BroughtIn { imported, written }
        });
        match work {
            Ok(work) => self.review.files.import = Some(work),
            Err(error) => {
                self.review.files.to_import = None;
                self.model.review.import = Job::Failed(format!("Nothing was brought in: {error}."));
            }
        }
    }

    /// Hears how the work on files stands.
    pub(super) fn hear_files(&mut self, ctx: &Context) {
        if let Some(answer) = self.review.files.picker.as_ref().and_then(Picker::poll) {
            self.review.files.picker = None;
            self.path_chosen(answer);
        }
        if let Some(work) = &self.review.files.export {
            match work.answer.try_recv() {
                Ok(exported) => self.exported(ctx, exported),
                Err(_) => self.model.review.export = Job::Running(work.progress.fraction()),
            }
        }
        if let Some(work) = &self.review.files.import {
            match work.answer.try_recv() {
                Ok(brought_in) => self.imported(ctx, brought_in),
                Err(_) => self.model.review.import = Job::Running(work.progress.fraction()),
            }
        }
    }

    fn path_chosen(&mut self, answer: Answer) {
        match answer {
            Answer::Chosen(path) => match &mut self.view.takes.dialog {
                Some(Dialog::Export(form)) => form.folder = path.display().to_string(),
                Some(Dialog::Import(form)) => form.file = path.display().to_string(),
                None => {}
            },
            Answer::Cancelled => {}
            Answer::NoDialog => {
                let what = "This desktop showed no dialog. Type the path into the field instead.";
                self.notice(Weight::Lasting, what.to_owned(), None, None);
            }
        }
    }

    fn exported(&mut self, ctx: &Context, exported: Exported) {
        self.review.files.export = None;
        self.model.review.export = match exported {
            Exported::Written(files) => {
                let folder = files.first().and_then(|file| file.parent()).map(Path::to_path_buf);
                let count = crate::ui::words::count(files.len(), "file was", "files were");
                let place = folder.map_or(String::new(), |folder| folder.display().to_string());
                self.mention(ctx, format!("{count} exported to {place}"), None);
                self.view.takes.dialog = None;
                Job::None
            }
            Exported::InTheWay(files) => Job::InTheWay(files),
            Exported::Failed(FileError::Cancelled) => Job::None,
            Exported::Failed(error) => Job::Failed(error.to_string()),
        };
    }

    fn imported(&mut self, ctx: &Context, brought_in: BroughtIn) {
        self.review.files.import = None;
        let Some(new) = self.review.files.to_import.take() else { return };
        let recorded_at = plausible_day(brought_in.written, self.model.now);
        match brought_in.imported {
            Ok(imported) => self.take_in_recording(ctx, new, imported, recorded_at),
            Err(FileError::Cancelled) => self.model.review.import = Job::None,
            Err(error) => self.model.review.import = Job::Failed(error.to_string()),
        }
    }

    fn take_in_recording(&mut self, ctx: &Context, new: NewTake, imported: Imported, recorded_at: Timestamp) {
        let settings = &self.model.library.settings;
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
        self.model.library.put_take(take);
        self.model.revision += 1;
        self.autosave.thing(ThingId::Take(new.id.clone()), seconds(ctx));
        self.save_now();
        self.model.review.import = Job::None;
        self.view.takes.dialog = None;
        self.view.takes.show(new.id);
        let what = if is_partial {
            "The file broke off or could not be read in places. What could be read was brought in."
        } else {
            "The recording was brought in. Press Enter where each section begins while you listen."
        };
        self.mention(ctx, what.to_owned(), None);
    }
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
