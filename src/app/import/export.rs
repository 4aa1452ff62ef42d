//! Handing questions out as a file, written on a thread of its own.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};

use eframe::egui::Context;

use crate::app::picker::{Answer, Picker};
use crate::store::fs::Fs;
use crate::store::outside::{self, OutsideError};
use crate::ui::command::QuestionExport;
use crate::ui::model::import::ExportState;
use crate::ui::screen::Screen;
use crate::ui::screens::questions::Aside;
use crate::ui::words;

use super::{App, given};

/// What goes on behind the page for handing out.
#[derive(Default)]
pub struct Work {
    picker: Option<Picker>,
    writing: Option<Writing>,
}

struct Writing {
    path: PathBuf,
    count: usize,
    written: Receiver<Result<(), OutsideError>>,
}

impl App {
    pub(super) fn show_export(&mut self) {
        self.view.screen = Screen::Questions;
        self.view.questions.aside = Some(Aside::Export);
        self.view.questions.editing = false;
        if self.desk.export.writing.is_none() {
            self.model.import.export = ExportState::Waiting;
        }
        let folder = self.desk.start_folder();
        let one = self.view.questions.open.is_some();
        self.view.questions.export.begin(&folder, one);
    }

    pub(super) fn browse_export_place(&mut self, ctx: &Context, name: &str) {
        if self.desk.export.picker.is_some() {
            return;
        }
        match Picker::new_file(ctx, &self.desk.start_folder(), name) {
            Ok(picker) => {
                self.desk.export.picker = Some(picker);
                self.model.import.choosing = true;
            }
            Err(error) => {
                let why = format!("No dialog could be opened: {error}. Type the file's name instead.");
                self.model.import.export = ExportState::Failed(why);
            }
        }
    }

    pub(super) fn export_questions(&mut self, ctx: &Context, export: QuestionExport) {
        if self.desk.export.writing.is_some() {
            return;
        }
        let path = given::path_of(&export.path.to_string_lossy(), self.desk.home.as_deref());
        let (say, written) = sync_channel(1);
        let (waker, fs, target) = (ctx.clone(), Arc::clone(&self.desk.fs), path.clone());
        let count = export.questions.len();
        let write = move || {
            // The window may have gone meanwhile.
            drop(say.send(write(fs.as_ref(), &QuestionExport { path: target, ..export })));
            waker.request_repaint();
        };
        match std::thread::Builder::new().name("export".to_owned()).spawn(write) {
            Ok(_) => {
                self.desk.export.writing = Some(Writing { path, count, written });
                self.model.import.export = ExportState::Writing;
            }
            Err(error) => {
                let why = format!(
                    "Nothing was written, because the system gave no thread: {error}. Close other programs and try \
                     again."
                );
                self.model.import.export = ExportState::Failed(why);
            }
        }
    }

    pub(super) fn hear_export_writer(&mut self, ctx: &Context) {
        self.hear_export_dialog();
        let Some(writing) = &self.desk.export.writing else { return };
        let ending = match writing.written.try_recv() {
            Ok(ending) => Some(ending),
            Err(TryRecvError::Empty) => return,
            Err(TryRecvError::Disconnected) => None,
        };
        let Some(Writing { path, count, .. }) = self.desk.export.writing.take() else { return };
        self.model.import.export = match ending {
            Some(Ok(())) => {
                let what = words::count(count, "question is", "questions are");
                self.mention(ctx, format!("{what} in {}", path.display()), None);
                if self.view.questions.aside == Some(Aside::Export) {
                    self.view.questions.aside = None;
                }
                ExportState::Waiting
            }
            Some(Err(OutsideError::Occupied { path })) => ExportState::IsThere(path),
            Some(Err(error)) => ExportState::Failed(error.to_string()),
            None => ExportState::Failed(
                "Writing ended early through a fault of the program. Try another format.".to_owned(),
            ),
        };
    }

    fn hear_export_dialog(&mut self) {
        let Some(answer) = self.desk.export.picker.as_ref().and_then(Picker::poll) else { return };
        self.desk.export.picker = None;
        self.model.import.choosing = false;
        match answer {
            // The dialog has asked whether a file that is there may go.
            Answer::Chosen(path) => self.view.questions.export.choose(&path),
            Answer::Cancelled => {}
            Answer::NoDialog => {
                let why = "This desktop showed no dialog. Type the file's name into the field instead.";
                self.model.import.export = ExportState::Failed(why.to_owned());
            }
        }
    }
}

fn write(fs: &dyn Fs, export: &QuestionExport) -> Result<(), OutsideError> {
    let text = export.format.write(export.questions.iter().map(Arc::as_ref)).map_err(|why| {
        OutsideError::NotWritten { path: export.path.clone(), error: std::io::Error::other(why) }
    })?;
    outside::write(fs, &export.path, text.as_bytes(), export.replace)
}
