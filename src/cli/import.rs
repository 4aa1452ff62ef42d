//! `starling import`: questions from files into the library.

use std::io::Read as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;

use super::argument::Format;
use super::table::Table;
use super::{Outcome, library, print, print_json, say};
use crate::domain::bank::Bank;
use crate::domain::import::batch::{Batch, Entry};
use crate::domain::import::{self, Import, MAX_BYTES, Twin};
use crate::domain::question::{Question, QuestionId};
use crate::store::clock::{Clock, SystemClock};
use crate::store::real::RealFs;
use crate::store::{Access, OpenError, Opened, Store, ids, outside};

/// The word that means what another program hands over.
const STANDARD_INPUT: &str = "-";

/// Reads the files and saves what is new in them, or only says what that would be.
pub(super) fn run(root: &Path, files: &[PathBuf], dry_run: bool, format: Format) -> Result<Outcome, String> {
    let mut opened = open(root, dry_run)?;
    let mut imports = Vec::new();
    let mut failed = Vec::new();
    for path in files {
        match read(path) {
            Ok(import) => imports.push((path.display().to_string(), import)),
            Err(what) => failed.push(WarningRow { file: path.display().to_string(), line: None, what }),
        }
    }
    let own = opened.as_ref().map(|opened| opened.library.own_questions());
    let known = Bank::built_in().questions.iter().chain(own.into_iter().flatten());
    let sentences = known.flat_map(|question| question.asked_as().map(|text| (&question.id, text)));
    let batch = Batch::new(imports, sentences);
    let all_read = failed.is_empty();
    let report = Report::of(&batch, failed);
    if let Some(opened) = opened.as_mut().filter(|_| !dry_run && batch.chosen_count() > 0) {
        save(&mut opened.store, batch)?;
    }
    match format {
        Format::Json => print_json(&report)?,
        Format::Table => {
            report.say_warnings();
            print(&report.text(dry_run))?
        }
    };
    Ok(if all_read { Outcome::Fine } else { Outcome::Found })
}

/// The library to save to; for a dry run one that is there, if any, to know its questions.
fn open(root: &Path, dry_run: bool) -> Result<Option<Opened>, String> {
    if !dry_run {
        return library::write(root).map(Some);
    }
    match Store::open(Arc::new(RealFs), Arc::new(SystemClock), root, Access::ReadOnly) {
        Ok(opened) => {
            opened.warnings.iter().for_each(say);
            Ok(Some(opened))
        }
        Err(OpenError::Missing { .. }) => Ok(None),
        Err(error) => Err(error.to_string()),
    }
}

fn read(path: &Path) -> Result<Import, String> {
    let (bytes, name) = if path == Path::new(STANDARD_INPUT) {
        (typed()?, "standard input".into())
    } else {
        let bytes = outside::read(&RealFs, path, MAX_BYTES, &mut |_| ControlFlow::Continue(()))
            .map_err(|error| error.to_string())?;
        (bytes, path.file_name().unwrap_or_default().to_string_lossy())
    };
    import::read(&bytes, &name, &mut |_| ControlFlow::Continue(())).map_err(|fault| format!("{fault}."))
}

/// What another program hands over, up to one byte more than a list may have.
fn typed() -> Result<Vec<u8>, String> {
    let limit = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(limit).read_to_end(&mut bytes);
    read.map_err(|error| format!("The standard input cannot be read: {error}."))?;
    Ok(bytes)
}

fn save(store: &mut Store, batch: Batch) -> Result<(), String> {
    let named = batch.files.iter().find_map(|file| Path::new(&file.name).file_stem()).unwrap_or_default();
    let name = format!("import {}", named.to_string_lossy());
    // One id for all, because chance alone repeats itself within a hundred thousand.
    let id = ids::new_id(SystemClock.now());
    let mut number = 0;
    let questions: Vec<Question> = batch.into_questions(|| {
        number += 1;
        QuestionId::new(format!("imp-{id}-{number:06}"))
    });
    let added = store.add_questions(&name, &questions);
    added.warnings.iter().for_each(say);
    match added.error {
        None => Ok(()),
        Some(error) if added.saved == 0 => Err(error.to_string()),
        Some(error) => {
            Err(format!("Only {} of {} questions were saved. {error}", added.saved, questions.len()))
        }
    }
}

/// What an import gave, as programs read it.
#[derive(Debug, Serialize)]
struct Report {
    questions: Vec<QuestionRow>,
    /// What may be questions and is not imported.
    unsure: Vec<QuestionRow>,
    skipped: Vec<SkippedRow>,
    warnings: Vec<WarningRow>,
}

#[derive(Debug, Serialize)]
struct QuestionRow {
    text: String,
    follow_ups: Vec<String>,
    category: String,
    file: String,
    line: usize,
    /// The first and the last line of each stretch that it was made of.
    lines: Vec<(usize, usize)>,
}

#[derive(Debug, Serialize)]
struct SkippedRow {
    file: String,
    line: usize,
    last_line: usize,
    text: String,
    why: String,
}

#[derive(Debug, Serialize)]
struct WarningRow {
    file: String,
    line: Option<usize>,
    what: String,
}

impl Report {
    fn of(batch: &Batch, failed: Vec<WarningRow>) -> Self {
        let file =
            |entry: &Entry| batch.files.get(entry.file).map(|file| file.name.clone()).unwrap_or_default();
        let (chosen, others): (Vec<&Entry>, Vec<&Entry>) =
            batch.entries.iter().partition(|entry| entry.chosen);
        let (repeated, unsure): (Vec<&Entry>, Vec<&Entry>) =
            others.into_iter().partition(|entry| entry.found.duplicate_of.is_some());
        let row = |entry: &Entry| QuestionRow {
            text: entry.found.text.clone(),
            follow_ups: entry.found.follow_ups.clone(),
            category: entry.found.category.to_string(),
            file: file(entry),
            line: entry.found.line,
            lines: entry.found.lines.clone(),
        };
        let mut skipped: Vec<SkippedRow> = repeated
            .into_iter()
            .map(|entry| SkippedRow {
                file: file(entry),
                line: entry.found.line,
                last_line: entry.found.lines.iter().map(|lines| lines.1).max().unwrap_or(entry.found.line),
                text: entry.found.text.clone(),
                why: repeats(batch, entry),
            })
            .collect();
        let mut warnings = failed;
        for file in &batch.files {
            skipped.extend(file.skipped.iter().map(|skipped| SkippedRow {
                file: file.name.clone(),
                line: skipped.line,
                last_line: skipped.last_line,
                text: skipped.text.clone(),
                why: skipped.why.sentence().to_owned(),
            }));
            warnings.extend(file.warnings.iter().map(|warning| WarningRow {
                file: file.name.clone(),
                line: warning.line,
                what: warning.what.clone(),
            }));
        }
        let rows = |entries: Vec<&Entry>| entries.into_iter().map(row).collect();
        Self { questions: rows(chosen), unsure: rows(unsure), skipped, warnings }
    }

    fn say_warnings(&self) {
        for WarningRow { file, line, what } in &self.warnings {
            match line {
                Some(line) => say(format!("{what}. {file}:{line}").replace("..", ".")),
                None => say(format!("{what}. {file}").replace("..", ".")),
            }
        }
    }

    /// What was found, as people read it: the questions, what was left out and why, then the counts.
    fn text(&self, dry_run: bool) -> String {
        let mut out = String::new();
        for (name, rows) in [("Question", &self.questions), ("Unsure", &self.unsure)] {
            if rows.is_empty() {
                continue;
            }
            let mut table = Table::new([name, "Follow-ups", "Category", "From"]);
            for row in rows {
                table.push([
                    row.text.clone(),
                    row.follow_ups.len().to_string(),
                    row.category.clone(),
                    format!("{}:{}", file_name(&row.file), row.line),
                ]);
            }
            out += &table.print();
            out += "\n";
        }
        if !self.skipped.is_empty() {
            let mut table = Table::new(["Left out", "Why", "From"]);
            for row in &self.skipped {
                table.push([
                    row.text.clone(),
                    row.why.clone(),
                    format!("{}:{}", file_name(&row.file), row.line),
                ]);
            }
            out += &table.print();
            out += "\n";
        }
        let done = if dry_run { "would be imported" } else { "imported" };
        let questions = self.questions.len();
        let noun = if questions == 1 { "question" } else { "questions" };
        out + &format!(
            "{questions} {noun} {done}, {} unsure, {} left out.\n",
            self.unsure.len(),
            self.skipped.len()
        )
    }
}

fn repeats(batch: &Batch, entry: &Entry) -> String {
    match (&entry.found.duplicate_of, batch.earlier(entry)) {
        (Some(Twin::Known(id)), _) => format!("says the same as {id}, which is there already"),
        (_, Some(earlier)) => format!("says the same as line {} of this import", earlier.found.line),
        _ => "says the same as another question".to_owned(),
    }
}

fn file_name(path: &str) -> &str {
    Path::new(path).file_name().and_then(|name| name.to_str()).unwrap_or(path)
}
