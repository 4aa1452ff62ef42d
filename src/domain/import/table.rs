//! CSV, TSV and their relatives, with or without a header.

use std::sync::Arc;

use csv::{ReaderBuilder, StringRecord};

use super::columns::{self, Columns};
use super::inline;
use super::sink::{Flow, Sink};
use super::wording;
use super::{Found, Why};
use crate::domain::csv_text;

/// The header of tables that this program exports; their cells are taken as they stand.
pub const HEADER: [&str; 5] = ["question", "category", "themes", "follow_ups", "probes"];

/// Rows kept back until the columns are known.
const ROWS_TO_GUESS_FROM: usize = 20;

/// A header stands within so many rows.
const HEADER_WITHIN: usize = 5;

/// A field beyond this means that a quotation mark is missing.
const LONGEST_FIELD: usize = 64 << 10;

/// Whether the text is a table that this program wrote.
pub(super) fn is_ours(text: &str) -> bool {
    text.lines().next().is_some_and(|line| line.split(',').eq(HEADER))
}

/// The first rows of a text.
pub(super) fn sample(text: &str, delimiter: u8, count: usize) -> Vec<Vec<String>> {
    const SAMPLE_BYTES: usize = 64 << 10;
    let settings =
        text.split_inclusive('\n').take_while(|line| is_setting(line)).map(str::len).sum::<usize>();
    let text = text.get(settings..).unwrap_or_default();
    let mut end = text.len().min(SAMPLE_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut reader = builder(delimiter).from_reader(text.get(..end).unwrap_or_default().as_bytes());
    reader
        .records()
        .map_while(Result::ok)
        .take(count)
        .map(|record| record.iter().map(str::to_owned).collect())
        .collect()
}

fn builder(delimiter: u8) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder.has_headers(false).flexible(true).delimiter(delimiter);
    builder
}

pub(super) fn read(text: &str, delimiter: u8, sink: &mut Sink<'_>) {
    let mut table = Table { list: sink.next_list(), ..Table::default() };
    let mut start = settings(text, sink);
    let mut quoting = true;
    while let Some(unclosed) = table.read_from(text, &start, delimiter, quoting, sink) {
        sink.warn(Some(unclosed.line), "A quotation mark is not closed here; from here on they were ignored");
        start = unclosed;
        quoting = false;
    }
    let _: Flow = table.settle(sink);
}

/// Passes over the settings that Anki writes before its cards.
fn settings(text: &str, sink: &mut Sink<'_>) -> Start {
    let mut start = Start { byte: 0, line: 1 };
    for line in text.split_inclusive('\n').take_while(|line| is_setting(line)) {
        sink.leave((start.line, start.line), line.trim_end(), Why::Markup);
        start = Start { byte: start.byte + line.len(), line: start.line + 1 };
    }
    start
}

/// Whether a line is a setting of an Anki export.
pub(super) fn is_setting(line: &str) -> bool {
    const NAMES: &[&str] =
        &["separator", "html", "tags", "columns", "notetype", "deck", "guid", "if matches"];
    line.strip_prefix('#')
        .is_some_and(|rest| NAMES.iter().any(|name| rest.starts_with(name)) && rest.contains(':'))
}

/// Where reading begins.
#[derive(Clone, Copy, Debug)]
struct Start {
    byte: usize,
    line: usize,
}

/// The first and the last line of a row.
type Lines = (usize, usize);

#[derive(Default)]
struct Table {
    columns: Option<Columns>,
    /// The table is one of ours.
    ours: bool,
    waiting: Vec<(Lines, Vec<String>)>,
    category: Arc<str>,
    list: usize,
}

impl Table {
    /// Reads until the end; answers where a field begins that never ends.
    fn read_from(
        &mut self,
        text: &str,
        start: &Start,
        delimiter: u8,
        quoting: bool,
        sink: &mut Sink<'_>,
    ) -> Option<Start> {
        let rest = text.get(start.byte..)?;
        let mut reader = builder(delimiter).quoting(quoting).from_reader(rest.as_bytes());
        let mut record = StringRecord::new();
        let mut lines = LineCounter { byte: 0, line: start.line };
        while let Ok(true) = reader.read_record(&mut record) {
            let place = record.position().map_or(0, csv::Position::byte);
            let (byte, line) = lines.skip_to(rest, usize::try_from(place).unwrap_or(usize::MAX));
            if quoting && record.iter().any(|field| field.len() > LONGEST_FIELD) {
                return Some(Start { byte: start.byte + byte, line });
            }
            let last = line
                + record.iter().map(|field| columns::newlines(field.trim_end().as_bytes())).sum::<usize>();
            if self.record(&record, (line, last), sink).is_break() || sink.at(start.byte + byte).is_break() {
                return None;
            }
        }
        None
    }

    fn record(&mut self, record: &StringRecord, lines: Lines, sink: &mut Sink<'_>) -> Flow {
        if record.iter().all(|field| field.trim().is_empty()) {
            return Flow::Continue(());
        }
        if self.columns.is_some() {
            let cells: Vec<&str> = record.iter().collect();
            return self.row(&cells, lines, sink);
        }
        let cells: Vec<String> = record.iter().map(str::to_owned).collect();
        if self.waiting.len() < HEADER_WITHIN
            && let Some(columns) = Columns::from_header(&cells)
        {
            self.ours = cells == HEADER;
            self.columns = Some(columns);
            for (lines, cells) in std::mem::take(&mut self.waiting) {
                sink.leave(lines, &cells.join(" "), Why::Title);
            }
            sink.leave(lines, &cells.join(", "), Why::Title);
            return Flow::Continue(());
        }
        self.waiting.push((lines, cells));
        if self.waiting.len() >= ROWS_TO_GUESS_FROM { self.settle(sink) } else { Flow::Continue(()) }
    }

    /// Decides the columns by the rows seen so far and takes these rows in.
    fn settle(&mut self, sink: &mut Sink<'_>) -> Flow {
        let waiting = std::mem::take(&mut self.waiting);
        if waiting.is_empty() {
            return Flow::Continue(());
        }
        let (lines, rows): (Vec<Lines>, Vec<Vec<String>>) = waiting.into_iter().unzip();
        self.columns = Some(Columns::guess(&rows));
        for (lines, row) in lines.into_iter().zip(rows) {
            let cells: Vec<&str> = row.iter().map(String::as_str).collect();
            self.row(&cells, lines, sink)?;
        }
        Flow::Continue(())
    }

    fn row(&mut self, cells: &[&str], lines: Lines, sink: &mut Sink<'_>) -> Flow {
        if self.ours {
            return own_row(cells, lines.0)
                .map_or(Flow::Continue(()), |found| sink.question(Found { lines: vec![lines], ..found }));
        }
        let mut filled = cells.iter().filter(|cell| !cell.trim().is_empty());
        if let (Some(only), None, true) = (filled.next(), filled.next(), cells.len() > 1)
            && only.len() < 60
            && !wording::look(only).is_question()
        {
            sink.leave(lines, only, Why::Title);
            self.category = Arc::from(inline::strip(only).text);
            return Flow::Continue(());
        }
        if let Some(mut found) = self.columns.as_ref().and_then(|columns| columns.found(cells, lines.0)) {
            if found.category.is_empty() {
                found.category = Arc::clone(&self.category);
            }
            return sink.question(Found { lines: vec![lines], list: self.list, ..found });
        }
        sink.leave(lines, &cells.join(" | "), Why::Nothing);
        Flow::Continue(())
    }
}

/// A row of a table that this program wrote.
fn own_row(cells: &[&str], line: usize) -> Option<Found> {
    let cell = |number: usize| csv_text::as_written(cells.get(number).copied().unwrap_or_default());
    let entries =
        |number: usize| cell(number).lines().map(inline::tidy).filter(|entry| !entry.is_empty()).collect();
    let text = inline::tidy(cell(0));
    (!text.is_empty()).then(|| Found {
        category: Arc::from(inline::tidy(cell(1))),
        themes: entries(2),
        follow_ups: entries(3),
        probes: entries(4),
        ..Found::new(text, line)
    })
}

/// Follows the line numbers of places that only grow.
struct LineCounter {
    byte: usize,
    line: usize,
}

impl LineCounter {
    /// The place behind any empty lines at `place`, and its line.
    fn skip_to(&mut self, text: &str, place: usize) -> (usize, usize) {
        let bytes = text.as_bytes();
        let place = place.max(self.byte).min(bytes.len());
        let passed = bytes.get(self.byte..place).unwrap_or_default();
        let empty = bytes
            .get(place..)
            .unwrap_or_default()
            .iter()
            .take_while(|byte| matches!(byte, b'\r' | b'\n'))
            .count();
        let skipped = bytes.get(place..place + empty).unwrap_or_default();
        self.line += columns::newlines(passed) + columns::newlines(skipped);
        self.byte = place + empty;
        (self.byte, self.line)
    }
}
