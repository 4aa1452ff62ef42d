//! Saving pictures, tables and reports on a thread of its own, step by step, so that it can be stopped.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::domain::progress::chart::Chart;
use crate::domain::progress::report::{Report, Step, Subject};
use crate::domain::progress::sheet::{Part, Sheet, Wish};
use crate::domain::progress::table::Table;
use crate::domain::progress::{rows, svg};
use crate::domain::story::StoryId;
use crate::store::atomic;
use crate::store::fs::{Fs, Kind};
use crate::ui::command::{Export, Save};
use crate::ui::theme::LIGHT;

use super::raster;

/// How wide pictures are, in points; a PNG has twice as many pixels.
const WIDTH: f64 = 860.0;
const PIXELS_PER_POINT: f32 = 2.0;

/// What is to be saved, and the figures it is made from.
pub struct Task {
    pub save: Save,
    pub sheet: Arc<Sheet>,
}

/// How saving ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    Saved(PathBuf),
    Stopped,
    /// A file of this name is there, and was not to be replaced.
    IsThere,
    /// What failed, why, and what to do.
    Failed(String),
}

/// How far it has come, seen from both sides.
#[derive(Debug, Default)]
pub struct Gauge {
    done: AtomicUsize,
    of: AtomicUsize,
    stopped: AtomicBool,
}

impl Gauge {
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Steps done, and how many there are.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        (self.done.load(Ordering::Relaxed), self.of.load(Ordering::Relaxed))
    }

    fn set(&self, done: usize, of: usize) -> Result<(), Halt> {
        self.done.store(done, Ordering::Relaxed);
        self.of.store(of, Ordering::Relaxed);
        if self.stopped.load(Ordering::Relaxed) { Err(Halt::Stopped) } else { Ok(()) }
    }
}

/// Why it did not come to an end.
enum Halt {
    Stopped,
    IsThere,
    Failed(String),
}

impl Task {
    /// What is saved, in a few words.
    #[must_use]
    pub fn name(&self) -> String {
        match &self.save.what {
            Export::Png(chart) | Export::Svg(chart) => format!("\"{}\"", chart.title),
            Export::Csv(table) => format!("\"{}\"", table.title),
            Export::Report => "the report".to_owned(),
            Export::Everything => "everything".to_owned(),
        }
    }
}

/// Carries a task out, telling the gauge after every step.
pub fn run(fs: &dyn Fs, task: &Task, gauge: &Gauge, wake: &dyn Fn()) -> Ending {
    let path = &task.save.to;
    match carry_out(fs, task, gauge, wake) {
        Ok(()) => Ending::Saved(path.clone()),
        Err(Halt::Stopped) => Ending::Stopped,
        Err(Halt::IsThere) => Ending::IsThere,
        Err(Halt::Failed(why)) => Ending::Failed(why),
    }
}

fn carry_out(fs: &dyn Fs, task: &Task, gauge: &Gauge, wake: &dyn Fn()) -> Result<(), Halt> {
    let path = &task.save.to;
    if !path.is_absolute() {
        let what =
            "Nothing was saved, because the place is not complete. Type the whole path, with every folder.";
        return Err(Halt::Failed(what.to_owned()));
    }
    if matches!(task.save.what, Export::Everything) {
        return everything(fs, &task.sheet, path, gauge, wake);
    }
    if !task.save.replace && fs.meta(path).is_ok() {
        return Err(Halt::IsThere);
    }
    gauge.set(0, 1)?;
    let bytes = match &task.save.what {
        Export::Png(chart) => png(chart)?,
        Export::Svg(chart) => picture(chart).into_bytes(),
        Export::Csv(table) => csv(table, path)?.into_bytes(),
        Export::Report | Export::Everything => report(&task.sheet, |done, of| {
            wake();
            gauge.set(done, of)
        })?,
    };
    write(fs, path, &bytes)
}

fn png(chart: &Chart) -> Result<Vec<u8>, Halt> {
    raster::png(chart, WIDTH, PIXELS_PER_POINT).map_err(|why| {
        Halt::Failed(format!("The picture could not be drawn: {why}. Save it as SVG instead."))
    })
}

fn csv(table: &Table, path: &Path) -> Result<String, Halt> {
    table.csv().map_err(|why| failed(path, &io::Error::other(why)))
}

fn picture(chart: &Chart) -> String {
    svg::render(chart, &LIGHT.of_pictures(LIGHT.surface), WIDTH)
}

fn report(sheet: &Sheet, mut tell: impl FnMut(usize, usize) -> Result<(), Halt>) -> Result<Vec<u8>, Halt> {
    let palette = LIGHT.of_pictures(LIGHT.surface);
    let mut report = Report::new(Subject {
        progress: sheet.progress(),
        library: sheet.library(),
        filter: &sheet.wish.filter,
        palette: &palette,
        today: sheet.wish.today,
    });
    loop {
        match report.step() {
            Step::More { done, of } => tell(done, of)?,
            Step::Done(html) => return Ok(html.into_bytes()),
        }
    }
}

/// Every picture and table, and the report, in one folder.
fn everything(fs: &dyn Fs, sheet: &Sheet, folder: &Path, gauge: &Gauge, wake: &dyn Fn()) -> Result<(), Halt> {
    make_folder(fs, folder)?;
    let stories = told(sheet);
    let wishes = wishes(sheet, &stories);
    let of = wishes.len() + 1;
    for (done, (name, wish)) in wishes.into_iter().enumerate() {
        gauge.set(done, of)?;
        wake();
        let (progress, library) = (Arc::clone(sheet.progress()), Arc::clone(sheet.library()));
        let part = Sheet::work_out(progress, library, wish);
        for chart in part.charts.iter().filter(|chart| !chart.is_empty()) {
            gauge.set(done, of)?;
            let file = |ending: &str| folder.join(format!("{name}{}.{ending}", chart.id));
            write(fs, &file("png"), &png(chart)?)?;
            write(fs, &file("svg"), picture(chart).as_bytes())?;
            let place = file("csv");
            write(fs, &place, csv(&chart.table, &place)?.as_bytes())?;
        }
        for table in part.tables.iter().filter(|table| !table.rows.is_empty()) {
            let place = folder.join(file_of(&name, table));
            write(fs, &place, csv(table, &place)?.as_bytes())?;
        }
    }
    gauge.set(of - 1, of)?;
    let all = sheet.progress().select(&sheet.wish.filter, sheet.library());
    let takes = folder.join("takes.csv");
    write(fs, &takes, csv(&rows::table(&all, sheet.library()), &takes)?.as_bytes())?;
    let page = report(sheet, |_, _| gauge.set(of - 1, of))?;
    write(fs, &folder.join("report.html"), &page)
}

fn file_of(name: &str, table: &Table) -> String {
    format!("{name}{}.csv", table.title.to_lowercase().replace(' ', "-"))
}

/// The stories that the filters let pass and that were told, with their titles.
fn told(sheet: &Sheet) -> Vec<(StoryId, String)> {
    let selection = sheet.progress().select(&sheet.wish.filter, sheet.library());
    let by_story = selection.by_story();
    let ids = by_story.keys().filter_map(|id| *id);
    ids.filter_map(|id| Some((id.clone(), sheet.library().story(id)?.title.clone()))).collect()
}

/// Every part of the screen, one story after the other among them, and what their files' names begin with.
fn wishes(sheet: &Sheet, stories: &[(StoryId, String)]) -> Vec<(String, Wish)> {
    let part = |part| Wish { part, ..sheet.wish.clone() };
    let of_all = [Part::Overview, Part::Stories, Part::Judging].map(|one| (String::new(), part(one)));
    let of_one = stories.iter().enumerate().map(|(index, (id, title))| {
        let mut wish = part(Part::Story);
        wish.filter.story = Some(id.clone());
        (format!("story-{}-{}-", index + 1, plain(title)), wish)
    });
    of_all.into_iter().chain(of_one).collect()
}

/// A title as every file system takes it in a name.
fn plain(title: &str) -> String {
    const LONGEST: usize = 40;
    let letters = title
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' });
    let mut name: String = letters.take(LONGEST).collect();
    while name.contains("--") {
        name = name.replace("--", "-");
    }
    name.trim_matches('-').to_owned()
}

fn make_folder(fs: &dyn Fs, folder: &Path) -> Result<(), Halt> {
    match fs.meta(folder) {
        Ok(meta) if meta.kind == Kind::Folder => Ok(()),
        Ok(_) => Err(Halt::Failed(format!(
            "Nothing was saved, because what lies there is not a folder. Choose another name: {}",
            folder.display()
        ))),
        Err(_) => fs.create_folder(folder).map_err(|error| failed(folder, &error)),
    }
}

fn write(fs: &dyn Fs, path: &Path, bytes: &[u8]) -> Result<(), Halt> {
    atomic::replace(fs, path, bytes).map_err(|fault| failed(path, &fault.error))
}

fn failed(path: &Path, error: &io::Error) -> Halt {
    let (why, next) = match error.kind() {
        io::ErrorKind::NotFound => ("the folder is not there".to_owned(), "Choose a folder that is"),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            ("it may not be written there".to_owned(), "Choose another folder")
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            ("the disk is full".to_owned(), "Make room, or choose another disk")
        }
        _ => (error.to_string(), "Choose another place, or try again"),
    };
    Halt::Failed(format!("It could not be saved, because {why}. {next}: {}", path.display()))
}
