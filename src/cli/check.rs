//! `starling check`: reads the whole library and names what is broken.

use std::path::Path;
use std::sync::Arc;

use serde::Serialize;

use super::args::Format;
use super::{Outcome, print, print_json};
use crate::store::check::{self, CheckReport};
use crate::store::clock::SystemClock;
use crate::store::real::RealFs;

/// What was found, as programs read it.
#[derive(Debug, Serialize)]
struct Found {
    stories: usize,
    takes: usize,
    questions: usize,
    recovered: Vec<String>,
    problems: Vec<ProblemRow>,
}

#[derive(Debug, Serialize)]
struct ProblemRow {
    file: String,
    line: Option<usize>,
    what: String,
}

pub(super) fn run(root: &Path, repair: bool, format: Format) -> Result<Outcome, String> {
    let report = check::check(Arc::new(RealFs), Arc::new(SystemClock), root, repair);
    let report = report.map_err(|error| error.to_string())?;
    let outcome = if report.problems.is_empty() { Outcome::Fine } else { Outcome::Found };
    match format {
        Format::Json => print_json(&Found::from(report))?,
        Format::Table => print(&text(&report))?,
    };
    Ok(outcome)
}

impl From<CheckReport> for Found {
    fn from(report: CheckReport) -> Self {
        let problem = |problem: check::Problem| ProblemRow {
            file: problem.file.display().to_string(),
            line: problem.line,
            what: problem.what,
        };
        Self {
            stories: report.stories,
            takes: report.takes,
            questions: report.questions,
            recovered: report.recovered.into_iter().map(|id| id.0).collect(),
            problems: report.problems.into_iter().map(problem).collect(),
        }
    }
}

/// What was found, as people read it: one line for each file, then the counts.
fn text(report: &CheckReport) -> String {
    let problems = report.problems.iter().map(|problem| {
        let line = problem.line.map_or_else(String::new, |line| format!(", line {line}"));
        format!("{}{line}: {}\n", problem.file.display(), problem.what)
    });
    let recovered = report.recovered.iter().map(|id| format!("Recovered the take {id}.\n"));
    let verdict = match report.problems.len() {
        0 => "nothing is broken".to_owned(),
        count => counted(count, "problem", "problems"),
    };
    let counts = format!(
        "{}, {}, {} of your own; {verdict}.\n",
        counted(report.stories, "story", "stories"),
        counted(report.takes, "take", "takes"),
        counted(report.questions, "question", "questions"),
    );
    problems.chain(recovered).chain([counts]).collect()
}

fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}
