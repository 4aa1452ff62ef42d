//! The two dialogs about files: handing a take out, and bringing a recording in.

use std::path::PathBuf;

use eframe::egui::{Context, Id, ProgressBar, ScrollArea, Ui};

use super::State;
use crate::domain::framework::FrameworkId;
use crate::domain::take::TakeId;
use crate::domain::take_export::Kind;
use crate::ui::command::{Command, FilesCommand};
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::model::review::Job;
use crate::ui::theme::{Type, space};
use crate::ui::widgets::{button, choice, dialog, field, page};

/// The dialog that is open.
#[derive(Clone, Debug, PartialEq)]
pub enum Dialog {
    Export(ExportForm),
    Import(ImportForm),
}

/// What is to be handed out, and where to.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportForm {
    pub take: TakeId,
    pub folder: String,
    pub kinds: Vec<Kind>,
}

/// What is to be brought in.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportForm {
    pub file: String,
    pub question: String,
    pub framework: FrameworkId,
}

impl Default for ImportForm {
    fn default() -> Self {
        Self { file: String::new(), question: String::new(), framework: FrameworkId::new("star") }
    }
}

const WIDTH: f32 = 520.0;

pub fn show(ctx: &Context, model: &Model, state: &mut State, commands: &mut Vec<Command>) {
    let Some(mut dialog) = state.dialog.take() else { return };
    let name = match dialog {
        Dialog::Export(_) => "Export",
        Dialog::Import(_) => "Bring in a recording",
    };
    let keep = dialog::dialog(ctx, name, WIDTH, |ui| {
        page::title(ui, name, |ui| {
            if button::icon(ui, icons::CLOSE, "Close").clicked() {
                commands.push(FilesCommand::Close.into());
            }
        });
        ScrollArea::vertical().max_height(ui.available_height()).show(ui, |ui| match &mut dialog {
            Dialog::Export(form) => export(ui, model, form, commands),
            Dialog::Import(form) => import(ui, model, form, commands),
        });
        true
    });
    if keep {
        state.dialog = Some(dialog);
    } else {
        commands.push(FilesCommand::Close.into());
    }
}

fn export(ui: &mut Ui, model: &Model, form: &mut ExportForm, commands: &mut Vec<Command>) {
    let job = &model.review.export;
    ui.add_enabled_ui(!job.is_running(), |ui| {
        for kind in Kind::ALL {
            let mut on = form.kinds.contains(&kind);
            if choice::tick(ui, kind.name(), &mut on) {
                form.kinds.retain(|other| *other != kind);
                if on {
                    form.kinds.push(kind);
                }
            }
        }
        ui.add_space(space::S);
        path(ui, "Folder", "The folder the files go to", &mut form.folder, |ui| {
            if button::plain(ui, icons::FOLDER, "Browse…").clicked() {
                commands.push(FilesCommand::BrowseFolder.into());
            }
        });
    });
    let folder = PathBuf::from(form.folder.trim());
    let ready = !form.kinds.is_empty() && !form.folder.trim().is_empty();
    let order = |replace| {
        let (take, kinds) = (form.take.clone(), form.kinds.clone());
        FilesCommand::Export { take, folder: folder.clone(), kinds, replace }
    };
    state_of(ui, job, commands);
    if let Job::InTheWay(files) = job {
        in_the_way(ui, files);
        if button::plain(ui, icons::EXPORT, "Replace them").clicked() {
            commands.push(order(true).into());
        }
        return;
    }
    ui.add_space(space::M);
    ui.add_enabled_ui(ready && !job.is_running(), |ui| {
        if button::primary(ui, icons::EXPORT, "Export").clicked() {
            commands.push(order(false).into());
        }
    });
}

fn in_the_way(ui: &mut Ui, files: &[PathBuf]) {
    let text = "These files are there already. Replace them, or choose another folder.";
    ui.add(eframe::egui::Label::new(Type::Body.text(text)).wrap());
    for file in files {
        let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned();
        field::hint(ui, name);
    }
}

fn import(ui: &mut Ui, model: &Model, form: &mut ImportForm, commands: &mut Vec<Command>) {
    let job = &model.review.import;
    ui.add_enabled_ui(!job.is_running(), |ui| {
        let hint = "A WAV, FLAC, MP3, M4A or OGG file";
        path(ui, "Sound file", hint, &mut form.file, |ui| {
            if button::plain(ui, icons::FOLDER, "Browse…").clicked() {
                commands.push(FilesCommand::BrowseFile.into());
            }
        });
        ui.add_space(space::S);
        ui.scope(|ui| {
            field::caption(ui, "Question it answers");
            let width = ui.available_width();
            let id = Id::unique("import question");
            let hint = "The file's name stands in for it";
            field::line(ui, id, "Question it answers", hint, width, &mut form.question);
        });
        ui.add_space(space::S);
        ui.scope(|ui| {
            field::caption(ui, "Framework");
            let frameworks = model.library.settings.frameworks();
            let choices: Vec<_> = frameworks.into_iter().map(|one| (one.id, one.name)).collect();
            choice::menu(ui, "import framework", "Framework", 160.0, &mut form.framework, &choices);
        });
    });
    state_of(ui, job, commands);
    ui.add_space(space::M);
    ui.add_enabled_ui(!form.file.trim().is_empty() && !job.is_running(), |ui| {
        if button::primary(ui, icons::IMPORT, "Bring in").clicked() {
            let file = PathBuf::from(form.file.trim());
            let (question, framework) = (form.question.trim().to_owned(), form.framework.clone());
            commands.push(FilesCommand::Import { file, question, framework }.into());
        }
    });
    ui.add_space(space::XS);
    field::hint(ui, "The sound is copied into your library. Sections can be marked while listening.");
}

/// Room for the button beside a path.
const BROWSE: f32 = 116.0;

fn path(ui: &mut Ui, name: &str, hint: &str, text: &mut String, browse: impl FnOnce(&mut Ui)) {
    ui.scope(|ui| {
        field::caption(ui, name);
        ui.horizontal(|ui| {
            let width = (ui.available_width() - BROWSE - space::L).max(80.0);
            field::line(ui, Id::unique(("path", name)), name, hint, width, text);
            browse(ui);
        });
    });
}

/// How far the work has come, or why it did not.
fn state_of(ui: &mut Ui, job: &Job, commands: &mut Vec<Command>) {
    ui.add_space(space::S);
    match job {
        Job::Running(fraction) => {
            ui.horizontal(|ui| {
                let width = (ui.available_width() - 96.0).max(60.0);
                let bar = ui.add(ProgressBar::new(*fraction).desired_width(width).show_percentage());
                field::name(ui, &bar, "Done so far");
                if button::plain(ui, "", "Stop").clicked() {
                    commands.push(FilesCommand::Stop.into());
                }
            });
        }
        Job::Failed(what) => field::amiss(ui, what),
        Job::None | Job::InTheWay(_) => {}
    }
}
