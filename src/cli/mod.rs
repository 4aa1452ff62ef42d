//! The program without a window: the same library, printed for people or for other programs.

mod analyse;
mod args;
mod argument;
mod check;
mod devices;
mod export;
mod import;
mod library;
mod progress;
mod questions;
mod record;
mod restore;
mod table;
mod takes;

use std::fmt::Display;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

pub use analyse::Wanted as Analysed;
pub use args::{Command, Request, WrongUsage, parse};
pub use argument::Format;
pub use export::Options as ExportOptions;
use jiff::tz::TimeZone;
pub use questions::Wanted;
pub use record::Options as RecordOptions;
pub use restore::Options as RestoreOptions;
use serde::Serialize;
pub use takes::Chosen;

use crate::audio::device;
use crate::domain::library::Library;
use crate::store::fs::Fs as _;
use crate::store::preferences;
use crate::store::real::RealFs;

/// How a run ended, as the exit status says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Fine,
    /// Something was found, or failed.
    Found,
    WrongUsage,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Fine => 0,
            Outcome::Found => 1,
            Outcome::WrongUsage => 2,
        })
    }
}

/// Does what a command asks and prints what it has to say.
#[must_use]
pub fn run(command: &Command, library: Option<PathBuf>, format: Format) -> Outcome {
    let Some(root) = library.or_else(usual_library) else {
        say("There is no home folder to look for the library in. Name its folder with --library.");
        return Outcome::Found;
    };
    let done = match command {
        Command::Completions(shell) => print_bytes(&args::completions(*shell)),
        Command::Man => args::manual().map_err(|error| error.to_string()).and_then(|page| print_bytes(&page)),
        Command::Check { repair } => check::run(&root, *repair, format),
        Command::Import { files, dry_run } => import::run(&root, files, *dry_run, format),
        Command::Analyse(wanted) => analyse::run(&root, wanted, format),
        Command::Stories => library::read(&root).and_then(|library| progress::stories(library, format)),
        Command::Progress => library::read(&root).and_then(|library| progress::run(library, format)),
        Command::Takes(wanted) => list_takes(&root, wanted, format),
        Command::Devices => list_devices(format),
        Command::Export(options) => export_takes(&root, options, format),
        Command::Record(options) => record::run(device::machine(), &root, options, format),
        Command::Restore(options) => restore::run(&root, options, format),
        Command::Questions(wanted) => list_questions(&root, wanted, format),
    };
    done.unwrap_or_else(|sentence| {
        say(&sentence);
        Outcome::Found
    })
}

/// Where the library lies unless somebody says otherwise.
fn usual_library() -> Option<PathBuf> {
    let folder = preferences::platform_folder();
    let preferred = folder.and_then(|folder| preferences::load(&RealFs, &folder).0.library);
    preferred.or_else(preferences::platform_library)
}

fn list_takes(root: &Path, wanted: &Chosen, format: Format) -> Result<Outcome, String> {
    let library = library::read(root)?;
    let zone = TimeZone::system();
    let takes = takes::chosen(&library, wanted, &zone)?;
    match format {
        Format::Json => print_json(&takes::rows(&library, &takes, &zone)),
        Format::Table if takes.is_empty() => print("There are no takes.\n"),
        Format::Table => print(&takes::table(&library, &takes, &zone, wanted.ids)),
    }
}

fn export_takes(root: &Path, options: &ExportOptions, format: Format) -> Result<Outcome, String> {
    let files = export::run(root, options)?;
    match format {
        Format::Json => print_json(&files),
        Format::Table if files.is_empty() => print("There is no take to export.\n"),
        Format::Table => {
            print(&files.iter().fold(String::new(), |text, file| text + &file.display().to_string() + "\n"))
        }
    }
}

fn list_devices(format: Format) -> Result<Outcome, String> {
    let devices = devices::Devices::found(device::machine().as_ref())?;
    match format {
        Format::Json => print_json(&devices),
        Format::Table => print(&devices.table()),
    }
}

/// Lists the built-in questions also where there is no library yet.
fn list_questions(root: &Path, wanted: &Wanted, format: Format) -> Result<Outcome, String> {
    let library = if RealFs.meta(root).is_ok() { library::read(root)? } else { Library::default() };
    let questions = match questions::chosen(&library, wanted) {
        Ok(questions) => questions,
        Err(unknown) => {
            say(unknown);
            return Ok(Outcome::WrongUsage);
        }
    };
    match format {
        Format::Json => {
            print_json(&questions.iter().map(|question| questions::Row::of(question)).collect::<Vec<_>>())
        }
        Format::Table if questions.is_empty() => print("No question fits.\n"),
        Format::Table => print(&questions::table(&questions)),
    }
}

/// Prints a value as the only document on the standard output.
fn print_json(value: &impl Serialize) -> Result<Outcome, String> {
    let mut text = serde_json::to_string_pretty(value).map_err(|error| error.to_string())?;
    text.push('\n');
    print(&text)
}

/// Prints a text that a person asked for.
#[must_use]
pub fn print_text(text: &str) -> Outcome {
    print(text).unwrap_or_else(|sentence| {
        say(sentence);
        Outcome::Found
    })
}

/// Prints to the standard output. A reader that has seen enough and closes it is no failure.
fn print(text: &str) -> Result<Outcome, String> {
    print_bytes(text.as_bytes())
}

fn print_bytes(bytes: &[u8]) -> Result<Outcome, String> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(format!("The result could not be printed: {error}."))
        }
        _ => Ok(Outcome::Fine),
    }
}

/// Says something beside the result. Where even that fails nobody is listening.
pub fn say(sentence: impl Display) {
    let _ = writeln!(io::stderr().lock(), "starling: {sentence}");
}
