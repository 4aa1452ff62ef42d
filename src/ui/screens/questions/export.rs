//! Handing questions out: which ones, in what form, and where to.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::egui::{Id, Key, Ui};

use super::State as QuestionsState;
use crate::domain::export::ExportFormat;
use crate::domain::question::Question;
use crate::ui::command::{Command, ImportCommand, QuestionExport};
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::model::import::ExportState;
use crate::ui::theme::{Type, size, space};
use crate::ui::widgets::{button, choice, field, page, prose};
use crate::ui::words;

/// What the page remembers.
#[derive(Debug, Default)]
pub struct State {
    scope: Scope,
    format: Format,
    path: String,
}

/// Which questions go out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Scope {
    /// The question that is open.
    One,
    /// What the list shows, with what is searched and filtered.
    #[default]
    Shown,
    Own,
}

/// The form, Markdown to begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Format(ExportFormat);

impl Default for Format {
    fn default() -> Self {
        Self(ExportFormat::Markdown)
    }
}

impl State {
    /// Begins with a name in this folder where none is typed yet.
    pub fn begin(&mut self, folder: &Path, one: bool) {
        self.scope = match (one, self.scope) {
            (true, _) => Scope::One,
            (false, Scope::One) => Scope::Shown,
            (false, scope) => scope,
        };
        if self.path.trim().is_empty() {
            self.path = folder.join(self.file_name()).display().to_string();
        }
    }

    /// Takes a place over that was chosen in a dialog.
    pub fn choose(&mut self, path: &Path) {
        self.path = path.display().to_string();
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        if let Some(format) = ExportFormat::ALL.into_iter().find(|format| format.extension() == ending) {
            self.format = Format(format);
        }
    }

    fn file_name(&self) -> String {
        format!("questions.{}", self.format.0.extension())
    }

    /// Gives the typed name the ending of the chosen form.
    fn follow_format(&mut self) {
        let path = PathBuf::from(self.path.trim());
        if path.file_name().is_some() {
            self.path = path.with_extension(self.format.0.extension()).display().to_string();
        }
    }
}

const FORMATS: [(Format, &str); 3] = [
    (Format(ExportFormat::Markdown), "Markdown"),
    (Format(ExportFormat::Csv), "CSV"),
    (Format(ExportFormat::Ron), "RON"),
];

pub(super) fn show(ui: &mut Ui, model: &Model, questions: &mut QuestionsState, commands: &mut Vec<Command>) {
    page::page(ui, "export", size::COLUMN, |ui| {
        if button::back(ui, "Questions").clicked() {
            commands.push(ImportCommand::Close.into());
        }
        ui.add_space(space::S);
        page::title(ui, "Export questions", |_| {});
        let count = which(ui, model, questions);
        let state = &mut questions.export;
        ui.add_space(space::M);
        form(ui, state);
        ui.add_space(space::M);
        if let Some(replace) = place(ui, model, state, count, commands) {
            let (format, path) = (state.format.0, PathBuf::from(state.path.trim()));
            let questions = chosen(model, questions);
            commands.push(ImportCommand::Export(QuestionExport { questions, format, path, replace }).into());
        }
        outcome(ui, model);
    });
}

/// Lets the user choose, and says how many that are.
fn which(ui: &mut Ui, model: &Model, questions: &mut QuestionsState) -> usize {
    let is_open = questions.open.as_ref().is_some_and(|id| model.catalogue.get(id).is_some());
    let (shown, own) = (questions.list.shown(model).len(), model.library.own_questions().len());
    let mut names =
        vec![(Scope::Shown, format!("In the list: {shown}")), (Scope::Own, format!("My own: {own}"))];
    if is_open {
        names.insert(0, (Scope::One, "This question".to_owned()));
    }
    let choices: Vec<(Scope, &str)> = names.iter().map(|(scope, name)| (*scope, name.as_str())).collect();
    field::caption(ui, "Which questions");
    let scope = &mut questions.export.scope;
    if !is_open && *scope == Scope::One {
        *scope = Scope::Shown;
    }
    choice::segmented(ui, "Which questions", scope, &choices);
    match scope {
        Scope::One => 1,
        Scope::Shown => shown,
        Scope::Own => own,
    }
}

fn chosen(model: &Model, questions: &mut QuestionsState) -> Vec<Arc<Question>> {
    match questions.export.scope {
        Scope::One => {
            let open = questions.open.as_ref().and_then(|id| model.catalogue.get(id));
            open.map(Arc::clone).into_iter().collect()
        }
        Scope::Shown => questions.list.shown(model).to_vec(),
        Scope::Own => model.library.own_questions_shared().map(Arc::clone).collect(),
    }
}

fn form(ui: &mut Ui, state: &mut State) {
    field::caption(ui, "Form");
    if choice::segmented(ui, "Form", &mut state.format, &FORMATS) {
        state.follow_format();
    }
    let help = match state.format.0 {
        ExportFormat::Markdown => "To read and edit. Starling reads it back as it was written.",
        ExportFormat::Csv => "For spreadsheets, with a line for each question. Starling reads it back.",
        ExportFormat::Ron => "Everything Starling knows of a question, for another Starling.",
    };
    field::hint(ui, help);
}

/// Asks where to. Answers, once the user wants it written, whether a file that is there may go.
fn place(
    ui: &mut Ui,
    model: &Model,
    state: &mut State,
    count: usize,
    commands: &mut Vec<Command>,
) -> Option<bool> {
    let export = &model.import.export;
    let width = ui.available_width();
    field::caption(ui, "File");
    let id = Id::unique("export path");
    let response = field::line(ui, id, "File to write", "/home/you/questions.md", width, &mut state.path);
    let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    ui.add_space(space::S);
    let path = PathBuf::from(state.path.trim());
    let is_there = matches!(export, ExportState::IsThere(there) if *there == path);
    let ready = count > 0 && path.file_name().is_some() && *export != ExportState::Writing;
    let mut asked = None;
    ui.horizontal_wrapped(|ui| {
        ui.add_enabled_ui(ready, |ui| {
            let name = format!("Export {}", words::count(count, "question", "questions"));
            if button::primary(ui, "", &name).clicked() {
                asked = Some(false);
            }
            if is_there && button::plain(ui, "", "Replace the file").clicked() {
                asked = Some(true);
            }
        });
        if button::plain_if(ui, !model.choosing, icons::FOLDER, "Choose a place…").clicked() {
            commands.push(ImportCommand::BrowseExport(state.file_name()).into());
        }
    });
    asked.or((entered && ready).then_some(false))
}

fn outcome(ui: &mut Ui, model: &Model) {
    ui.add_space(space::M);
    match &model.import.export {
        ExportState::Waiting => {}
        ExportState::Writing => {
            field::hint(ui, "Writing");
        }
        ExportState::IsThere(path) => {
            ui.label(
                Type::Body.text("A file of this name is there already. Choose another name, or replace it."),
            );
            field::hint(ui, path.display().to_string());
        }
        ExportState::Failed(why) => prose::paragraph(ui, why),
    }
}
