//! `starling check`: reads the whole library and names what is broken.

use std::path::Path;
use std::sync::Arc;

use serde::Serialize;

use super::argument::Format;
use super::{Outcome, library, print, print_json};
use crate::store::check::{self, CheckReport, Problem};
use crate::store::clock::{Clock, SystemClock};
use crate::store::fs::Fs;
use crate::store::preferences;
use crate::store::real::RealFs;
use crate::store::rescue::Places;

/// What was found, as programs read it.
#[derive(Debug, Serialize)]
struct Found {
    stories: usize,
    takes: usize,
    questions: usize,
    recovered: Vec<String>,
    mended: Vec<Row>,
    problems: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    file: String,
    line: Option<usize>,
    what: String,
}

pub(super) fn run(root: &Path, repair: bool, format: Format) -> Result<Outcome, String> {
    let mut report = look(root, repair)?;
    report.problems.extend(preference_problems());
    let outcome = if report.problems.is_empty() { Outcome::Fine } else { Outcome::Found };
    match format {
        Format::Json => print_json(&Found::from(report))?,
        Format::Table => print(&text(&report))?,
    };
    Ok(outcome)
}

fn look(root: &Path, repair: bool) -> Result<CheckReport, String> {
    if library::is_unused(root) && !repair {
        return Ok(CheckReport::default());
    }
    if repair {
        // Makes the library where nothing was kept yet, so that takes that lie elsewhere can come home.
        library::prepare(root)?;
    }
    let (fs, clock): (Arc<dyn Fs>, Arc<dyn Clock>) = (Arc::new(RealFs), Arc::new(SystemClock));
    check::check(&fs, &clock, root, &Places::on_this_machine(), repair).map_err(|error| error.to_string())
}

/// Preferences that cannot be read, and copies of such that were kept.
fn preference_problems() -> Vec<Problem> {
    let Some(folder) = preferences::platform_folder() else { return Vec::new() };
    let mut problems: Vec<Problem> =
        preferences::load(&RealFs, &folder).1.into_iter().map(Problem::from).collect();
    problems.extend(preferences::set_aside_before(&RealFs, &folder).into_iter().map(|file| Problem {
        file,
        line: None,
        what: "Earlier preferences that could not be read were kept here. Delete this copy when you have taken from \
               it what you need."
            .to_owned(),
    }));
    problems
}

impl From<CheckReport> for Found {
    fn from(report: CheckReport) -> Self {
        let row = |problem: Problem| Row {
            file: problem.file.display().to_string(),
            line: problem.line,
            what: problem.what,
        };
        Self {
            stories: report.stories,
            takes: report.takes,
            questions: report.questions,
            recovered: report.recovered.into_iter().map(|id| id.0).collect(),
            mended: report.mended.into_iter().map(row).collect(),
            problems: report.problems.into_iter().map(row).collect(),
        }
    }
}

/// What was found, as people read it: one line for each file, then the counts.
fn text(report: &CheckReport) -> String {
    let line = |start: &str, problem: &Problem| {
        let line = problem.line.map_or_else(String::new, |line| format!(", line {line}"));
        format!("{start}{}{line}: {}\n", problem.file.display(), problem.what)
    };
    let mended = report.mended.iter().map(|problem| line("Mended: ", problem));
    let problems = report.problems.iter().map(|problem| line("", problem));
    let recovered = report.recovered.iter().map(|id| format!("Recovered the take {id}.\n"));
    let verdict = match (report.problems.len(), report.mended.len()) {
        (0, 0) => "nothing is broken".to_owned(),
        (0, mended) => {
            format!("{} put in order, nothing is broken now", counted(mended, "thing was", "things were"))
        }
        (left, 0) => counted(left, "problem", "problems"),
        (left, mended) => {
            let still = counted(left, "problem is", "problems are");
            format!("{} put in order, {still} left", counted(mended, "thing was", "things were"))
        }
    };
    let counts = format!(
        "{}, {}, {} of your own; {verdict}.\n",
        counted(report.stories, "story", "stories"),
        counted(report.takes, "take", "takes"),
        counted(report.questions, "question", "questions"),
    );
    mended.chain(problems).chain(recovered).chain([counts]).collect()
}

fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}
