//! Handing questions out as a file, written on a thread of its own.

use std::path::PathBuf;
use std::sync::Arc;

use crate::app::jobs::{Job, State};
use crate::app::picker;
use crate::app::services::Services;
use crate::store::fs::Fs;
use crate::store::outside::{self, OutsideError};
use crate::ui::command::QuestionExport;
use crate::ui::model::import::ExportState;
use crate::ui::screen::Screen;
use crate::ui::screens::questions::Aside;
use crate::ui::words;

use super::{QuestionLists, given};

/// A file that is being written.
pub struct Writing {
    path: PathBuf,
    count: usize,
    written: Job<Result<(), OutsideError>>,
}

impl QuestionLists {
    pub(super) fn show_export(&mut self, services: &mut Services) {
        services.view.screen = Screen::Questions;
        let view = &mut services.view.questions;
        view.aside = Some(Aside::Export);
        view.editing = false;
        let one = view.open.is_some();
        view.export.begin(&picker::home(), one);
        if self.writing.is_none() {
            services.model.import.export = ExportState::Waiting;
        }
    }

    pub(super) fn export(&mut self, services: &mut Services, export: QuestionExport) {
        if self.writing.is_some() {
            return;
        }
        let path = given::path_of(&export.path.to_string_lossy(), Some(&picker::home()));
        let (fs, target, count) = (Arc::clone(&services.fs), path.clone(), export.questions.len());
        let write = move |_: &_| write(fs.as_ref(), &QuestionExport { path: target, ..export });
        services.model.import.export = match Job::start("export", services.wake(), write) {
            Ok(written) => {
                self.writing = Some(Writing { path, count, written });
                ExportState::Writing
            }
            Err(error) => ExportState::Failed(format!(
                "Nothing was written, because the system gave no thread: {error}. Close other programs and try again."
            )),
        };
    }

    pub(super) fn hear_writer(&mut self, services: &mut Services) {
        let Some(writing) = &mut self.writing else { return };
        let shown = match writing.written.poll() {
            State::UnderWay => return,
            State::Done(Ok(())) => {
                let what = words::count(writing.count, "question is", "questions are");
                services.mention(format!("{what} in {}", writing.path.display()));
                services.view.questions.aside.take_if(|aside| *aside == Aside::Export);
                ExportState::Waiting
            }
            State::Done(Err(OutsideError::Occupied { path })) => ExportState::IsThere(path),
            State::Done(Err(error)) => ExportState::Failed(error.to_string()),
            State::Died => ExportState::Failed(
                "Writing ended early through a fault of the program. Try another format.".to_owned(),
            ),
        };
        self.writing = None;
        services.model.import.export = shown;
    }
}

fn write(fs: &dyn Fs, export: &QuestionExport) -> Result<(), OutsideError> {
    let text = export.format.write(export.questions.iter().map(Arc::as_ref)).map_err(|why| {
        OutsideError::NotWritten { path: export.path.clone(), error: std::io::Error::other(why) }
    })?;
    outside::write(fs, &export.path, text.as_bytes(), export.replace)
}
