//! Taking something out of the program: what, as which sort of file, and where to.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::egui::{Context, Id, Key, Label, ProgressBar, Ui};

use super::State;
use crate::domain::progress::chart::Chart;
use crate::domain::progress::table::Table;
use crate::ui::command::{Command, Export, ProgressCommand, Save};
use crate::ui::icons;
use crate::ui::model::{Model, Saved};
use crate::ui::theme::{Type, space};
use crate::ui::widgets::dialog::dialog;
use crate::ui::widgets::{button, choice, field};

/// What is to be saved and where, while that is decided.
#[derive(Debug)]
pub struct Form {
    subject: Subject,
    format: Format,
    /// The place as it is typed: a file, or a folder for everything.
    pub path: String,
    pub outcome: Option<Outcome>,
    /// Whether the place was chosen in a dialog, which has asked about a file that is there.
    chosen: bool,
}

#[derive(Debug)]
enum Subject {
    Chart(Arc<Chart>),
    Table(Arc<Table>),
    Report,
    Everything,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Png,
    Svg,
    Csv,
    Html,
    Folder,
}

impl Format {
    const fn ending(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Svg => "svg",
            Self::Csv => "csv",
            Self::Html => "html",
            Self::Folder => "",
        }
    }
}

/// Why nothing was saved yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A file of this name is there.
    IsThere,
    /// What failed, why, and what to do.
    Failed(String),
}

impl Form {
    pub(super) fn chart(folder: &Path, chart: &Arc<Chart>) -> Self {
        Self::new(Subject::Chart(Arc::clone(chart)), Format::Png, folder, &chart.id)
    }

    pub(super) fn table(folder: &Path, table: &Arc<Table>) -> Self {
        Self::new(Subject::Table(Arc::clone(table)), Format::Csv, folder, &table.title.to_lowercase())
    }

    pub(super) fn report(folder: &Path, name: &str) -> Self {
        Self::new(Subject::Report, Format::Html, folder, name)
    }

    pub(super) fn everything(folder: &Path) -> Self {
        Self::new(Subject::Everything, Format::Folder, folder, "starling progress")
    }

    fn new(subject: Subject, format: Format, folder: &Path, name: &str) -> Self {
        // Signs that some file system or other does not take in a name.
        let name: String =
            name.chars().map(|letter| if r#"/\:*?"<>|"#.contains(letter) { '-' } else { letter }).collect();
        let mut path = folder.join(name.trim());
        if format != Format::Folder {
            path.as_mut_os_string().push(format!(".{}", format.ending()));
        }
        Self { subject, format, path: path.display().to_string(), outcome: None, chosen: false }
    }

    /// Takes the place that was chosen in a dialog.
    pub fn choose(&mut self, path: &Path) {
        self.path = path.display().to_string();
        self.outcome = None;
        self.chosen = true;
    }

    fn title(&self) -> String {
        match &self.subject {
            Subject::Chart(chart) => format!("Save \"{}\"", chart.title),
            Subject::Table(table) => format!("Save \"{}\"", table.title),
            Subject::Report => "Save a report".to_owned(),
            Subject::Everything => "Save everything".to_owned(),
        }
    }

    fn help(&self) -> &'static str {
        match self.format {
            Format::Png => "A picture for documents and messages.",
            Format::Svg => "A picture that stays sharp at any size.",
            Format::Csv => "The numbers with every digit, for a spreadsheet.",
            Format::Html => {
                "One page with words, pictures and tables of the takes that the filters let pass. It opens in any \
                 browser, prints, and needs nothing else."
            }
            Format::Folder => {
                "Every picture as PNG and SVG, every table as CSV and the report, of the takes that the filters let \
                 pass, in one folder. Files of the same name in it are replaced."
            }
        }
    }

    fn export(&self) -> Export {
        match (&self.subject, self.format) {
            (Subject::Chart(chart), Format::Svg) => Export::Svg(Arc::clone(chart)),
            (Subject::Chart(chart), Format::Csv) => Export::Csv(Arc::clone(&chart.table)),
            (Subject::Chart(chart), _) => Export::Png(Arc::clone(chart)),
            (Subject::Table(table), _) => Export::Csv(Arc::clone(table)),
            (Subject::Report, _) => Export::Report,
            (Subject::Everything, _) => Export::Everything,
        }
    }

    fn save(&self, replace: bool) -> Command {
        let to = PathBuf::from(self.path.trim());
        ProgressCommand::Save(Save { what: self.export(), to, replace }).into()
    }

    /// The file's name without its folder, for a dialog.
    fn name(&self) -> String {
        Path::new(&self.path).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }
}

/// How far saving has come, where it goes on without its form.
pub(super) fn status(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    if let Some(saving) = &model.figures.saving {
        going_on(ui, saving, commands);
        ui.add_space(space::S);
    }
}

fn going_on(ui: &mut Ui, saving: &Saved, commands: &mut Vec<Command>) {
    ui.horizontal_wrapped(|ui| {
        let part = fraction(saving.done, saving.of);
        let bar = ui.add(ProgressBar::new(part).desired_width(160.0).desired_height(8.0));
        field::name(ui, &bar, &format!("Saving {}", saving.what));
        field::hint(ui, format!("Saving {}: {} of {}", saving.what, saving.done, saving.of.max(1)));
        if button::plain(ui, icons::STOP, "Stop saving").clicked() {
            commands.push(ProgressCommand::StopSaving.into());
        }
    });
}

#[expect(clippy::cast_precision_loss, reason = "a bar shows no more than its pixels")]
fn fraction(done: usize, of: usize) -> f32 {
    done as f32 / of.max(1) as f32
}

pub(super) fn show(ctx: &Context, model: &Model, state: &mut State, commands: &mut Vec<Command>) {
    let Some(mut form) = state.saving.take() else { return };
    let stays = dialog(ctx, "Save", 520.0, |ui| fields(ui, model, &mut form, commands));
    if stays {
        state.saving = Some(form);
    }
}

/// The form. Says whether it stays open.
fn fields(ui: &mut Ui, model: &Model, form: &mut Form, commands: &mut Vec<Command>) -> bool {
    ui.add(Label::new(Type::Section.text(form.title())).wrap());
    if matches!(form.subject, Subject::Chart(_)) {
        formats(ui, form);
    }
    field::hint(ui, form.help());
    ui.add_space(space::S);
    let is_folder = form.format == Format::Folder;
    let label = if is_folder { "Folder" } else { "File" };
    ui.scope(|ui| field::caption(ui, label));
    let width = ui.available_width();
    let response = field::line(ui, Id::unique("place to save"), label, "", width, &mut form.path);
    if response.changed() {
        form.outcome = None;
        form.chosen = false;
    }
    let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    said(ui, form);
    ui.add_space(space::S);
    if let Some(saving) = &model.figures.saving {
        going_on(ui, saving, commands);
        return true;
    }
    let mut stays = true;
    ui.horizontal_wrapped(|ui| {
        let is_there = form.outcome == Some(Outcome::IsThere);
        let name = if is_there { "Replace it" } else { "Save" };
        let saved = button::primary(ui, icons::CHECK, name).clicked() || (entered && !is_there);
        if saved && !form.path.trim().is_empty() {
            commands.push(form.save(is_there || form.chosen));
        }
        if button::plain_if(ui, !model.choosing, icons::FOLDER, "Choose a place…").clicked() {
            commands.push(ProgressCommand::Browse { name: form.name(), folder: is_folder }.into());
        }
        stays = !button::plain(ui, "", "Cancel").clicked();
    });
    stays
}

fn formats(ui: &mut Ui, form: &mut Form) {
    let choices = [(Format::Png, "PNG picture"), (Format::Svg, "SVG picture"), (Format::Csv, "CSV table")];
    if choice::segmented(ui, "Sort of file", &mut form.format, &choices) {
        let path = Path::new(&form.path).with_extension(form.format.ending());
        form.path = path.display().to_string();
        form.outcome = None;
        form.chosen = false;
    }
}

fn said(ui: &mut Ui, form: &Form) {
    let text = match &form.outcome {
        None => return,
        Some(Outcome::IsThere) => "There is a file of this name already. Replace it, or choose another name.",
        Some(Outcome::Failed(what)) => what,
    };
    let text = format!("{}  {text}", icons::WARNING);
    ui.add(Label::new(Type::Body.text(text)).wrap().selectable(true));
}
