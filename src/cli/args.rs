//! What was typed after the program's name.

use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;

use super::questions::Wanted;
use lexopt::ValueExt;
use lexopt::prelude::{Long, Short, Value};

use super::export::Options as ExportOptions;
use super::record::Options as RecordOptions;

pub const HELP: &str = "\
Starling records spoken answers to interview questions and shows how their time divides.

Usage: starling [COMMAND] [OPTIONS]

Without a command the window opens.

Commands:
  check [--repair]     Read the whole library and name each file that is broken, and where.
                       With --repair, unfinished takes become takes.
  import FILE.. [--dry-run]
                       Read questions from Markdown, plain text, CSV, TSV, JSON or RON and keep
                       those that are new. With --dry-run, only say what would be kept.
  takes [--story S]    List every take, or those of the story with this title or id: how its
                       time divided, how far that is from the target, its length and rating.
  export TAKE|STORY|all --to DIR [--flac] [--replace]
                       Write takes as files for other programs: the recording as WAV or FLAC,
                       labels for Audacity, a TextGrid for Praat and the split as CSV. Files that
                       are there already stay, unless --replace is given.
  devices              List the microphones and loudspeakers.
  record [--seconds N] [--device NAME] [--story S] [--to FILE.wav]
                       Record a take into the library, or into a file of your own. Enter marks
                       the next section, Ctrl+C ends the take and keeps it.
  questions [--search TEXT] [--theme T] [--category C]
                       List the questions, built in and your own, the best fit first.

Options:
  --library DIR        Use the library in this folder instead of the usual one.
  --format table|json  Print a table for people or one JSON document for programs, in which
                       shares and distances are in per cent. The default is table.
  -h, --help           Print this.
  -V, --version        Print the version.

Exit status: 0 fine, 1 something was found or failed, 2 wrong usage.
";

/// What the arguments ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    Help,
    Version,
    Window { library: Option<PathBuf> },
    Command { command: Command, library: Option<PathBuf>, format: Format },
}

/// Something to do without a window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    Check { repair: bool },
    Import { files: Vec<PathBuf>, dry_run: bool },
    Takes { story: Option<String> },
    Export(ExportOptions),
    Devices,
    Record(RecordOptions),
    Questions(Wanted),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    #[default]
    Table,
    Json,
}

/// Why the arguments cannot be followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongUsage(String);

impl fmt::Display for WrongUsage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} See what can be asked with: starling --help", self.0)
    }
}

impl std::error::Error for WrongUsage {}

impl From<lexopt::Error> for WrongUsage {
    fn from(error: lexopt::Error) -> Self {
        Self(format!("These arguments cannot be used: {error}."))
    }
}

/// Everything that may be typed, before it is seen to fit together.
#[derive(Default)]
struct Typed {
    command: Option<String>,
    library: Option<PathBuf>,
    format: Option<Format>,
    repair: bool,
    dry_run: bool,
    /// What belongs to the command export alone.
    export: ExportOptions,
    story: Option<String>,
    seconds: Option<u32>,
    device: Option<String>,
    to: Option<PathBuf>,
    search: Option<String>,
    theme: Option<String>,
    category: Option<String>,
    files: Vec<PathBuf>,
}

/// Reads the arguments, the program's own name left out.
///
/// # Errors
/// A sentence about the first argument that is unknown or does not fit the others.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Request, WrongUsage> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let mut typed = Typed::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Request::Help),
            Short('V') | Long("version") => return Ok(Request::Version),
            Long("library") => typed.library = Some(folder(parser.value()?)?),
            Long("format") => typed.format = Some(format(&parser.value()?.string()?)?),
            Long("repair") => typed.repair = true,
            Long("search") => typed.search = Some(parser.value()?.string()?),
            Long("theme") => typed.theme = Some(parser.value()?.string()?),
            Long("category") => typed.category = Some(parser.value()?.string()?),
            Long("dry-run") => typed.dry_run = true,
            Long("flac") => typed.export.flac = true,
            Long("replace") => typed.export.replace = true,
            Long("story") => typed.story = Some(parser.value()?.string()?),
            Long("seconds") => typed.seconds = Some(parser.value()?.parse()?),
            Long("device") => typed.device = Some(parser.value()?.string()?),
            Long("to") => typed.to = Some(parser.value()?.into()),
            Value(word) if typed.command.is_none() => typed.command = Some(word.string()?),
            Value(what) if typed.command.as_deref() == Some("export") && typed.export.what.is_empty() => {
                typed.export.what = what.string()?;
            }
            Value(file) if typed.command.as_deref() == Some("import") => typed.files.push(file.into()),
            other => return Err(other.unexpected().into()),
        }
    }
    typed.into_request()
}

impl Typed {
    fn export(&self) -> Result<ExportOptions, WrongUsage> {
        match &self.to {
            Some(to) if !self.export.what.is_empty() => {
                Ok(ExportOptions { to: to.clone(), ..self.export.clone() })
            }
            _ => Err(WrongUsage(
                "The command export needs a take, a story or the word all, and a folder after --to."
                    .to_owned(),
            )),
        }
    }

    /// What belongs to writing files and was typed with another command.
    fn misplaced_for_files(&self, command: Option<&Command>) -> Option<&'static str> {
        let (records, exports) =
            (matches!(command, Some(Command::Record(_))), matches!(command, Some(Command::Export(_))));
        if (self.export.flac || self.export.replace) && !exports {
            return Some("The options --flac and --replace belong to the command export.");
        }
        if self.to.is_some() && !records && !exports {
            return Some("The option --to belongs to the commands record and export.");
        }
        (self.story.is_some() && self.to.is_some()).then_some("A take goes either to a story or to a file.")
    }

    fn into_request(self) -> Result<Request, WrongUsage> {
        let command = match self.command.as_deref() {
            Some("check") => Some(Command::Check { repair: self.repair }),
            Some("import") if self.files.is_empty() => {
                return Err(WrongUsage("The command import needs the file to read from.".to_owned()));
            }
            Some("import") => Some(Command::Import { files: self.files.clone(), dry_run: self.dry_run }),
            Some("takes") => Some(Command::Takes { story: self.story.clone() }),
            Some("export") => Some(Command::Export(self.export()?)),
            Some("devices") => Some(Command::Devices),
            Some("record") => Some(Command::Record(RecordOptions {
                seconds: self.seconds,
                device: self.device.clone(),
                to: self.to.clone(),
                story: self.story.clone(),
            })),
            Some("questions") => Some(Command::Questions(Wanted {
                search: self.search.clone().unwrap_or_default(),
                theme: self.theme.clone(),
                category: self.category.clone(),
            })),
            Some(other) => return Err(WrongUsage(format!("There is no command \"{other}\"."))),
            None => None,
        };
        if self.repair && !matches!(command, Some(Command::Check { .. })) {
            return Err(WrongUsage("The option --repair belongs to the command check.".to_owned()));
        }
        let records = matches!(command, Some(Command::Record(_)));
        if self.story.is_some() && !records && !matches!(command, Some(Command::Takes { .. })) {
            return Err(WrongUsage(
                "The option --story belongs to the commands takes and record.".to_owned(),
            ));
        }
        if let Some(what) = self.misplaced_for_files(command.as_ref()) {
            return Err(WrongUsage(what.to_owned()));
        }
        for (option, is_given) in [("--seconds", self.seconds.is_some()), ("--device", self.device.is_some())]
        {
            if is_given && !records {
                return Err(WrongUsage(format!("The option {option} belongs to the command record.")));
            }
        }
        let narrows = [&self.search, &self.theme, &self.category].iter().any(|option| option.is_some());
        if narrows && !matches!(command, Some(Command::Questions(_))) {
            let what = "The options --search, --theme and --category belong to the command questions.";
            return Err(WrongUsage(what.to_owned()));
        }
        if self.dry_run && !matches!(command, Some(Command::Import { .. })) {
            return Err(WrongUsage("The option --dry-run belongs to the command import.".to_owned()));
        }
        match (command, self.format) {
            (Some(command), format) => {
                Ok(Request::Command { command, library: self.library, format: format.unwrap_or_default() })
            }
            (None, None) => Ok(Request::Window { library: self.library }),
            (None, Some(_)) => Err(WrongUsage("The option --format needs a command that prints.".to_owned())),
        }
    }
}

fn folder(value: OsString) -> Result<PathBuf, WrongUsage> {
    if value.is_empty() {
        return Err(WrongUsage("The option --library needs the path of a folder.".to_owned()));
    }
    Ok(value.into())
}

fn format(word: &str) -> Result<Format, WrongUsage> {
    match word {
        "table" => Ok(Format::Table),
        "json" => Ok(Format::Json),
        _ => Err(WrongUsage(format!("There is no format \"{word}\"; it is table or json."))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(line: &str) -> Result<Request, WrongUsage> {
        parse(line.split_whitespace().map(OsString::from))
    }

    #[test]
    fn options_may_stand_before_or_behind_their_command() {
        let expected = Ok(Request::Command {
            command: Command::Takes { story: Some("a1".into()) },
            library: Some("/tmp/x".into()),
            format: Format::Json,
        });
        assert_eq!(typed("--library /tmp/x takes --story a1 --format=json"), expected);
        assert_eq!(typed("--format json --story a1 takes --library=/tmp/x"), expected);
        assert_eq!(typed(""), Ok(Request::Window { library: None }));
        assert_eq!(typed("nonsense --help"), Ok(Request::Help));
    }

    #[test]
    fn what_does_not_fit_is_said() {
        for (line, said) in [
            ("chek", "no command \"chek\""),
            ("takes --repair", "--repair belongs to the command check"),
            ("--story a1", "--story belongs to the commands takes and record"),
            ("takes --seconds 3", "--seconds belongs to the command record"),
            ("record --seconds soon", "cannot be used"),
            ("record --story a1 --to x.wav", "either to a story or to a file"),
            ("--format json", "--format needs a command"),
            ("takes --search x", "belong to the command questions"),
            ("takes --format xml", "no format \"xml\""),
            ("import", "needs the file to read from"),
            ("export all", "needs a take, a story or the word all"),
            ("takes --to x", "--to belongs to the commands record and export"),
            ("check --flac", "belong to the command export"),
            ("check --dry-run", "--dry-run belongs to the command import"),
            ("check --library", "missing argument for option '--library'"),
            ("check --library=", "needs the path of a folder"),
            ("check again", "unexpected argument \"again\""),
            ("check --fast", "invalid option '--fast'"),
        ] {
            let sentence = typed(line).unwrap_err().to_string();
            assert!(sentence.contains(said) && sentence.ends_with("starling --help"), "{sentence}");
        }
    }
}
