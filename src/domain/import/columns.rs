//! Tables of any origin: which column holds the questions, and a row's cells as one question.

use std::sync::Arc;

use super::inline;
use super::labels;
use super::marker::marked;
use super::vocabulary;
use super::wording;
use super::{Confidence, Found};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Question,
    FollowUps,
    Category,
    Themes,
    Probes,
    Other,
}

impl Column {
    fn named(header: &str) -> Option<Self> {
        let name = plain_name(header);
        if name.is_empty() || name.len() > 40 || name.ends_with('.') {
            return None;
        }
        if question_rank(&name).is_some() {
            return Some(Self::Question);
        }
        if name == "question type" {
            return Some(Self::Category);
        }
        if vocabulary::OTHER_COLUMNS.contains(&name.as_str())
            || name.contains("answer")
            || name.contains("asked by")
        {
            return Some(Self::Other);
        }
        COLUMN_NAMES
            .iter()
            .find(|(_, parts)| parts.iter().any(|part| name.contains(part)))
            .map(|(column, _)| *column)
    }
}

/// The words of a header or key: `followUps`, `follow_ups` and `Follow-ups` are one.
pub(super) fn plain_name(header: &str) -> String {
    let mut name = String::with_capacity(header.len() + 4);
    let mut before = ' ';
    for letter in inline::strip(header).text.chars() {
        if letter.is_uppercase() && before.is_lowercase() || matches!(letter, '_' | '-' | '.') {
            name.push(' ');
        }
        if !matches!(letter, '_' | '-' | '.') {
            name.extend(letter.to_lowercase());
        }
        before = letter;
    }
    inline::tidy(&name)
}

/// How plainly a name says that the question stands there; the names of titles say it least.
fn question_rank(name: &str) -> Option<u8> {
    match name {
        "question" | "questions" | "q" | "interview question" | "question text" | "prompt" | "ask" => Some(3),
        "text" | "body" | "content" | "front" => Some(2),
        "title" | "name" => Some(1),
        _ => None,
    }
}

/// Words in the headers of columns, in the order in which they are looked for.
const COLUMN_NAMES: [(Column, &[&str]); 5] = [
    (Column::FollowUps, vocabulary::FOLLOW_UP_COLUMNS),
    (Column::Probes, vocabulary::PROBE_COLUMNS),
    (Column::Themes, vocabulary::THEME_COLUMNS),
    (Column::Category, vocabulary::CATEGORY_COLUMNS),
    (Column::Question, vocabulary::QUESTION_COLUMNS),
];

/// What each column of a table holds; empty where the cells themselves have to say.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    columns: Vec<Column>,
    /// Whether a header said which column holds the questions, or most of its cells ask.
    sure: bool,
}

impl Columns {
    /// The columns that a header names, if one of them holds questions.
    pub fn from_header<S: AsRef<str>>(cells: &[S]) -> Option<Self> {
        const LONGEST_NAME: usize = 48;
        let filled = cells.iter().filter(|cell| !cell.as_ref().trim().is_empty()).count();
        // A title over the table stands alone in its row.
        if cells.iter().any(|cell| cell.as_ref().len() > LONGEST_NAME) || cells.len() > 1 && filled < 2 {
            return None;
        }
        let mut columns: Vec<Column> =
            cells.iter().map(|cell| Column::named(cell.as_ref()).unwrap_or(Column::Other)).collect();
        let rank = |place: usize| {
            cells.get(place).and_then(|cell| question_rank(&plain_name(cell.as_ref()))).unwrap_or(2)
        };
        let asked = |place: &usize| {
            let cell = cells.get(*place).map_or("", |cell| cell.as_ref().trim_end());
            columns.get(*place) == Some(&Column::Question) && (cells.len() == 1 || !cell.ends_with('?'))
        };
        let question =
            (0..cells.len()).filter(asked).max_by_key(|place| (rank(*place), usize::MAX - place))?;
        let named = columns.contains(&Column::Category);
        for (place, column) in columns.iter_mut().enumerate() {
            if *column == Column::Question && place != question {
                *column = if rank(place) == 1 && !named { Column::Category } else { Column::Other };
            }
        }
        Some(Self { columns, sure: true })
    }

    /// The columns as the first rows of a table without a header suggest.
    pub fn guess<S: AsRef<str>, R: AsRef<[S]>>(rows: &[R]) -> Self {
        let sample = || rows.iter().take(ROWS_TO_GUESS_FROM).map(AsRef::as_ref);
        let width = sample().map(<[S]>::len).max().unwrap_or(0).min(MOST_COLUMNS);
        let cells = |column: usize| {
            sample().filter_map(move |row| row.get(column)).filter(|cell| !cell.as_ref().trim().is_empty())
        };
        let asking = |column: usize| {
            cells(column).filter(|cell| wording::look(&question_text(cell.as_ref())).is_question()).count()
        };
        let counts: Vec<usize> = (0..width).map(asking).collect();
        let most = counts.iter().copied().max().unwrap_or(0);
        let Some(question) = counts.iter().position(|count| *count == most && most > 0) else {
            return Self::default();
        };
        let mut category_seen = false;
        let columns = (0..width)
            .map(|column| {
                if column == question {
                    return Column::Question;
                }
                let asked = counts.get(column).copied().unwrap_or(0);
                if column > question && asked * 2 >= most {
                    return Column::FollowUps;
                }
                let is_category = !category_seen && holds_names(cells(column).map(AsRef::as_ref));
                category_seen |= is_category;
                if is_category { Column::Category } else { Column::Other }
            })
            .collect();
        let sure = most >= 2 && most * 10 >= cells(question).count() * 4;
        Self { columns, sure }
    }

    /// The question of a row, if it holds one.
    pub fn found<S: AsRef<str>>(&self, cells: &[S], line: usize) -> Option<Found> {
        if self.columns.is_empty() {
            return unnamed(cells, line);
        }
        let cell = |wanted: Column| {
            self.columns
                .iter()
                .zip(cells)
                .filter(move |(column, _)| **column == wanted)
                .map(|(_, cell)| cell.as_ref())
        };
        let text = question_text(cell(Column::Question).next()?);
        let asks = wording::look(&text).is_question();
        let says_something = text.chars().filter(|letter| letter.is_alphabetic()).count() >= 4;
        if !asks && !says_something || text.len() > wording::LONGEST_QUESTION * 3 {
            return None;
        }
        let category =
            cell(Column::Category).map(|text| inline::strip(text).text).find(|text| !text.is_empty());
        Some(Found {
            follow_ups: cell(Column::FollowUps).flat_map(split_entries).collect(),
            category: category.map(Arc::from).unwrap_or_default(),
            probes: cell(Column::Probes)
                .map(|text| inline::strip(text).text)
                .filter(|text| !text.is_empty())
                .collect(),
            themes: cell(Column::Themes).flat_map(themes).collect(),
            confidence: if self.sure { Confidence::Sure } else { Confidence::Unsure },
            ..Found::new(text, line)
        })
    }
}

/// Columns looked at when a table has no header.
const MOST_COLUMNS: usize = 64;

/// Rows that decide what the columns of a table without a header hold.
const ROWS_TO_GUESS_FROM: usize = 40;

/// Whether a column holds short names, as a column of categories does.
fn holds_names<'a>(cells: impl Iterator<Item = &'a str>) -> bool {
    let named = |cell: &str| {
        cell.split(' ').count() <= 4
            && cell.chars().filter(|letter| letter.is_alphabetic()).count() >= 3
            && !cell.ends_with(['.', '?'])
    };
    let (mut all, mut fitting) = (0, 0);
    for cell in cells {
        all += 1;
        fitting += usize::from(named(cell.trim()));
    }
    all > 0 && fitting * 4 >= all * 3
}

/// A row of a table whose header names nothing: its first cell that asks.
fn unnamed<S: AsRef<str>>(cells: &[S], line: usize) -> Option<Found> {
    let text = cells
        .iter()
        .take(MOST_COLUMNS)
        .map(|cell| question_text(cell.as_ref()))
        .find(|text| wording::look(text).is_question())?;
    Some(Found { confidence: Confidence::Unsure, ..Found::new(text, line) })
}

/// A cell's question without marks, number and label.
pub(super) fn question_text(cell: &str) -> String {
    let text = inline::strip(cell).text;
    let text = marked(&text).filter(|found| found.number.is_some()).map_or(text.as_str(), |found| found.rest);
    match labels::leading(text) {
        Some((labels::Role::Question, place)) if place < text.len() => {
            text.get(place..).unwrap_or_default().to_owned()
        }
        _ => text.to_owned(),
    }
}

fn themes(cell: &str) -> impl Iterator<Item = String> + '_ {
    cell.split([',', ';', '\n', '/', '|'])
        .map(|theme| inline::strip(theme).text)
        .filter(|theme| !theme.is_empty())
}

/// The entries of a cell or line that holds several: one per line, per semicolon, or per question where each
/// sentence asks; a lead-in stays with its question.
pub(super) fn split_entries(text: &str) -> Vec<String> {
    let lines = text.replace("<br>", "\n").replace("<br/>", "\n").replace("<br />", "\n");
    let pieces: Vec<&str> = if lines.trim().contains('\n') {
        lines.lines().collect()
    } else if lines.contains(';') && lines.matches('?').count() > 1
        || lines.matches("; ").count() > 0 && !lines.contains('?')
    {
        lines.split(';').collect()
    } else if lines.contains("? / ") {
        lines.split(" / ").collect()
    } else {
        vec![lines.as_str()]
    };
    pieces.into_iter().map(entry_text).filter(|entry| entry.chars().any(char::is_alphabetic)).collect()
}

/// One entry without its bullet, number and quotation marks.
fn entry_text(piece: &str) -> String {
    let piece = piece.trim();
    inline::strip(marked(piece).map_or(piece, |found| found.rest)).text
}

/// The cells of a Markdown row.
pub(super) fn split_row(row: &str) -> Vec<String> {
    let inner = row.trim();
    let inner = inner.strip_prefix('|').unwrap_or(inner);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for letter in inner.chars() {
        match letter {
            '|' if !escaped => cells.push(String::new()),
            _ => {
                if let Some(cell) = cells.last_mut() {
                    if escaped && letter != '|' {
                        cell.push('\\');
                    }
                    if letter != '\\' {
                        cell.push(letter);
                    }
                }
            }
        }
        escaped = letter == '\\' && !escaped;
    }
    cells
}

/// Lines that end within the bytes.
pub(super) fn newlines(bytes: &[u8]) -> usize {
    bytes.split(|byte| *byte == b'\n').count() - 1
}
