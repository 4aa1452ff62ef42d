//! What may be typed after the program's name: one table, from which help, completions and the manual page are made.

use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{Arg, ArgMatches, value_parser};
use clap_complete::Shell;

use super::analyse::Wanted as Analysed;
use super::argument::{Format, flag, option, path};
use super::export::Options as ExportOptions;
use super::questions::Wanted;
use super::record::Options as RecordOptions;
use super::restore::Options as RestoreOptions;
use super::takes::Chosen;

const AFTER_HELP: &str = "\
Without a command the window opens. A command may be shortened as long as only one begins so.

Exit status: 0 fine, 1 something was found or failed, 2 wrong usage.";

/// What the arguments ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// Help or the version, ready to be printed.
    Print(String),
    Window {
        library: Option<PathBuf>,
    },
    Command {
        command: Command,
        library: Option<PathBuf>,
        format: Format,
    },
}

/// Something to do without a window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    Check { repair: bool },
    Import { files: Vec<PathBuf>, dry_run: bool },
    Analyse(Analysed),
    Takes(Chosen),
    Export(ExportOptions),
    Devices,
    Record(RecordOptions),
    Questions(Wanted),
    Restore(RestoreOptions),
    Stories,
    Progress,
    Completions(Shell),
    Man,
}

/// A command's name, what it takes, and how that is read.
struct Entry {
    name: &'static str,
    about: &'static str,
    arguments: fn(clap::Command) -> clap::Command,
    read: fn(&mut ArgMatches) -> Command,
}

/// Every command. To add one: a line here and its arm in `cli::run`.
const COMMANDS: &[Entry] = &[
    Entry {
        name: "check",
        about: "Read the whole library and name each file that is broken, and where",
        arguments: |command| {
            command.arg(flag("repair", "Put unfinished takes in order, bring home those that lie elsewhere, and prove every sample of packed ones"))
        },
        read: |typed| Command::Check { repair: typed.get_flag("repair") },
    },
    Entry {
        name: "import",
        about: "Read questions from files and keep those that are new",
        arguments: |command| {
            command
                .arg(
                    path("FILE")
                        .num_args(1..)
                        .required(true)
                        .help("Markdown, plain text, CSV, JSON, YAML, HTML, Org, AsciiDoc, RST, wiki text, LaTeX or RON; - reads what another program hands over"),
                )
                .arg(flag("dry-run", "Only say what would be kept, what is unsure and what is left out"))
        },
        read: |typed| Command::Import {
            files: typed.remove_many("FILE").into_iter().flatten().collect(),
            dry_run: typed.get_flag("dry-run"),
        },
    },
    Entry {
        name: "analyse",
        about: "Measure the voice in sound files: pauses, pace, pitch and level",
        arguments: Analysed::arguments,
        read: |typed| Command::Analyse(Analysed::read(typed)),
    },
    Entry {
        name: "takes",
        about: "List takes: how their time divided, how far that is from the target, length and rating",
        arguments: Chosen::arguments,
        read: |typed| Command::Takes(Chosen::read(typed)),
    },
    Entry {
        name: "export",
        about: "Write takes as files for other programs: the recording, labels for Audacity, a TextGrid for Praat, a table",
        arguments: ExportOptions::arguments,
        read: |typed| Command::Export(ExportOptions::read(typed)),
    },
    Entry {
        name: "devices",
        about: "List the microphones and loudspeakers",
        arguments: |command| command,
        read: |_| Command::Devices,
    },
    Entry {
        name: "record",
        about: "Record a take into the library, or into a file. Enter marks the next section, Ctrl+C ends the take and \
                keeps it",
        arguments: RecordOptions::arguments,
        read: |typed| Command::Record(RecordOptions::read(typed)),
    },
    Entry {
        name: "questions",
        about: "List the questions, built in and your own, the best fit first",
        arguments: Wanted::arguments,
        read: |typed| Command::Questions(Wanted::read(typed)),
    },
    Entry {
        name: "restore",
        about: "List the snapshots of the library, or go back to one and say what that changes",
        arguments: RestoreOptions::arguments,
        read: |typed| Command::Restore(RestoreOptions::read(typed)),
    },
    Entry {
        name: "stories",
        about: "List your stories, the one that needs practice most first",
        arguments: |command| command,
        read: |_| Command::Stories,
    },
    Entry {
        name: "progress",
        about: "Say what became of your answers since the first, where you stand and what to practise next",
        arguments: |command| command,
        read: |_| Command::Progress,
    },
    Entry {
        name: "completions",
        about: "Print what a shell needs to complete these commands",
        arguments: |command| command.arg(Arg::new("SHELL").required(true).value_parser(value_parser!(Shell))),
        read: |typed| Command::Completions(typed.remove_one("SHELL").unwrap_or(Shell::Bash)),
    },
    Entry {
        name: "man",
        about: "Print the manual page",
        arguments: |command| command,
        read: |_| Command::Man,
    },
];

/// The program's arguments as a whole.
fn table() -> clap::Command {
    let format = option("format", "table|json", "Print a table for people or one JSON document for programs");
    clap::Command::new("starling")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Record spoken answers to interview questions and see how their time divides")
        .after_help(AFTER_HELP)
        .infer_subcommands(true)
        .arg(
            path("library")
                .long("library")
                .value_name("DIR")
                .global(true)
                .help("Use the library in this folder"),
        )
        .arg(format.value_parser(["table", "json"]).hide_possible_values(true).global(true))
        .subcommands(
            COMMANDS.iter().map(|entry| (entry.arguments)(clap::Command::new(entry.name).about(entry.about))),
        )
}

/// Why the arguments cannot be followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongUsage(String);

impl fmt::Display for WrongUsage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n\nSee what can be asked with: starling --help", self.0)
    }
}

impl std::error::Error for WrongUsage {}

/// Reads the arguments, the program's own name left out.
///
/// # Errors
/// A sentence about the first argument that is unknown or does not fit the others.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Request, WrongUsage> {
    let arguments = [OsString::from("starling")].into_iter().chain(arguments);
    let mut typed = match table().try_get_matches_from(arguments) {
        Ok(typed) => typed,
        Err(error) => {
            let text = error.render().to_string();
            return match error.kind() {
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Ok(Request::Print(text)),
                _ => Err(WrongUsage(sentence(&text))),
            };
        }
    };
    let library = typed.remove_one("library");
    let format = typed.remove_one::<String>("format");
    let Some((name, mut typed)) = typed.remove_subcommand() else {
        return match format {
            None => Ok(Request::Window { library }),
            Some(_) => Err(WrongUsage("The option --format needs a command that prints.".to_owned())),
        };
    };
    let format = if format.as_deref() == Some("json") { Format::Json } else { Format::Table };
    match COMMANDS.iter().find(|entry| entry.name == name) {
        Some(entry) => Ok(Request::Command { command: (entry.read)(&mut typed), library, format }),
        None => Err(WrongUsage(format!("There is no command \"{name}\"."))),
    }
}

/// What the parser found wrong, without its own greeting and its own hint.
fn sentence(rendered: &str) -> String {
    let text = rendered.strip_prefix("error: ").unwrap_or(rendered);
    text.split("\n\nFor more information").next().unwrap_or(text).trim_end().to_owned()
}

/// The script that lets a shell complete the commands.
pub(super) fn completions(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut table(), "starling", &mut script);
    script
}

/// The manual page, with a section for each command.
///
/// # Errors
/// Where it cannot be written into memory, which does not happen.
pub(super) fn manual() -> std::io::Result<Vec<u8>> {
    let mut command = table();
    command.build();
    let mut page = Vec::new();
    let man = clap_mangen::Man::new(command.clone());
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    page.extend_from_slice(b".SH COMMANDS\n");
    for command in command.get_subcommands().filter(|command| command.get_name() != "help") {
        let man = clap_mangen::Man::new(command.clone());
        page.extend_from_slice(format!(".SS {}\n", command.get_name()).as_bytes());
        for render in [clap_mangen::Man::render_description_section, clap_mangen::Man::render_options_section]
        {
            let mut section = Vec::new();
            render(&man, &mut section)?;
            page.extend_from_slice(without_heading(&section));
        }
    }
    man.render_extra_section(&mut page)?;
    Ok(page)
}

/// A section of a manual page without the line that names it.
fn without_heading(section: &[u8]) -> &[u8] {
    let heading = section.windows(3).position(|three| three == b".SH").unwrap_or(0);
    let rest = section.get(heading..).unwrap_or_default();
    rest.iter().position(|byte| *byte == b'\n').and_then(|end| rest.get(end + 1..)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(line: &str) -> Result<Request, WrongUsage> {
        parse(line.split_whitespace().map(OsString::from))
    }

    #[test]
    fn the_table_holds_together() {
        table().debug_assert();
    }

    #[test]
    fn library_and_format_may_stand_before_or_behind_their_command() {
        let expected = Ok(Request::Command {
            command: Command::Takes(Chosen { story: Some("a1".into()), ..Chosen::default() }),
            library: Some("/tmp/x".into()),
            format: Format::Json,
        });
        assert_eq!(typed("--library /tmp/x takes --story a1 --format=json"), expected);
        assert_eq!(typed("--format json takes --story a1 --library=/tmp/x"), expected);
        assert_eq!(typed("--format json tak --story a1 --library=/tmp/x"), expected);
        assert_eq!(typed(""), Ok(Request::Window { library: None }));
    }

    #[test]
    fn what_does_not_fit_is_said() {
        for (line, said) in [
            ("chek", "'check'"),
            ("tkaes", "'takes'"),
            ("takes --repair", "'--repair'"),
            ("--story a1", "'--story'"),
            ("takes --seconds 3", "'--seconds'"),
            ("record --seconds soon", "invalid value 'soon'"),
            ("record --story a1 --to x.wav", "cannot be used with"),
            ("--format json", "--format needs a command"),
            ("takes --search x", "'--search'"),
            ("takes --format xml", "'xml'"),
            ("takes --since yesterday", "a date such as 2026-11-27"),
            ("import", "<FILE>"),
            ("export all", "--to <DIR>"),
            ("check --flac", "'--flac'"),
            ("check --dry-run", "'--dry-run'"),
            ("check --library", "--library <DIR>"),
            ("check --library=", "--library <DIR>"),
            ("check again", "'again'"),
            ("check --fast", "'--fast'"),
            ("completions tcsh", "'tcsh'"),
        ] {
            let sentence = typed(line).unwrap_err().to_string();
            assert!(sentence.contains(said) && sentence.ends_with("starling --help"), "{line}: {sentence}");
            assert!(!sentence.contains("error:"), "{sentence}");
        }
    }

    #[test]
    fn every_command_has_help_of_its_own_and_stands_in_the_manual_and_the_completions() {
        let page = String::from_utf8(manual().unwrap()).unwrap();
        let scripts = [Shell::Bash, Shell::Zsh, Shell::Fish].map(completions);
        for command in table().get_subcommands() {
            let name = command.get_name();
            let Ok(Request::Print(help)) = typed(&format!("{name} --help")) else { panic!("{name}") };
            assert!(help.contains(&format!("starling {name}")), "{help}");
            assert!(page.contains(&format!("\n.SS {name}\n")), "{page}");
            for script in &scripts {
                assert!(String::from_utf8_lossy(script).contains(name), "{name}");
            }
        }
    }
}
