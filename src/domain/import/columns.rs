//! Tables of any origin: which column holds the questions, and a row's cells as one question.

use std::sync::Arc;

use super::inline;
use super::labels;
use super::vocabulary;
use super::wording::{self, Place};
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
        let name = inline::strip(header).text.to_lowercase().replace(['_', '-'], " ");
        let name = name.trim();
        if matches!(name, "question" | "questions" | "q" | "text" | "interview question" | "title") {
            return Some(Self::Question);
        }
        if name.is_empty() || name.len() > 40 || name.ends_with('.') {
            return None;
        }
        if name == "question type" {
            return Some(Self::Category);
        }
        if vocabulary::OTHER_COLUMNS.contains(&name) || name.contains("answer") || name.contains("asked by") {
            return Some(Self::Other);
        }
        COLUMN_NAMES
            .iter()
            .find(|(_, parts)| parts.iter().any(|part| name.contains(part)))
            .map(|(column, _)| *column)
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
    /// Whether a header said which column holds the questions.
    named: bool,
}

impl Columns {
    /// The columns that a header names, if one of them holds questions.
    pub fn from_header<S: AsRef<str>>(cells: &[S]) -> Option<Self> {
        const LONGEST_NAME: usize = 48;
        if cells.iter().any(|cell| cell.as_ref().len() > LONGEST_NAME) {
            return None;
        }
        let named: Vec<Option<Column>> = cells.iter().map(|cell| Column::named(cell.as_ref())).collect();
        // A title over the table stands alone in its row.
        let filled = cells.iter().filter(|cell| !cell.as_ref().trim().is_empty()).count();
        if cells.len() > 1 && filled < 2 {
            return None;
        }
        let mut seen = false;
        let asked = cells.iter().zip(&named).any(|(cell, column)| {
            *column == Some(Column::Question)
                && (cells.len() == 1 || !cell.as_ref().trim_end().ends_with('?'))
        });
        let columns = named
            .into_iter()
            .map(|column| match column.unwrap_or(Column::Other) {
                Column::Question if seen => Column::Other,
                Column::Question => {
                    seen = true;
                    Column::Question
                }
                other => other,
            })
            .collect();
        asked.then_some(Self { columns, named: true })
    }

    /// The columns as the first rows of a table without a header suggest.
    pub fn guess<S: AsRef<str>>(rows: &[Vec<S>]) -> Self {
        let width = rows.iter().map(Vec::len).max().unwrap_or(0).min(MOST_COLUMNS);
        let asking = |column: usize| {
            rows.iter()
                .filter_map(|row| row.get(column))
                .filter(|cell| wording::judge(&inline::strip(cell.as_ref()).text, Place::Listed).is_some())
                .count()
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
                let is_category = !category_seen && holds_names(rows, column);
                category_seen |= is_category;
                if is_category { Column::Category } else { Column::Other }
            })
            .collect();
        Self { columns, named: false }
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
        let confidence = wording::judge(&text, Place::Listed);
        let says_something = text.contains(' ') && text.chars().any(char::is_alphabetic);
        if confidence.is_none() && !(self.named && says_something)
            || text.len() > wording::LONGEST_QUESTION * 4
        {
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
            confidence: confidence.unwrap_or(Confidence::Likely),
            ..Found::new(text, line)
        })
    }
}

/// Columns looked at when a table has no header.
const MOST_COLUMNS: usize = 64;

/// Whether a column holds short names, as a column of categories does.
fn holds_names<S: AsRef<str>>(rows: &[Vec<S>], column: usize) -> bool {
    let cells = || rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.as_ref().trim());
    let named = |cell: &str| {
        !cell.is_empty()
            && cell.split(' ').count() <= 4
            && cell.chars().filter(|letter| letter.is_alphabetic()).count() >= 3
            && !cell.ends_with(['.', '?'])
    };
    cells().count() > 0 && cells().filter(|cell| named(cell)).count() * 4 >= cells().count() * 3
}

/// A row of a table whose header names nothing: its first cell that asks.
fn unnamed<S: AsRef<str>>(cells: &[S], line: usize) -> Option<Found> {
    let texts: Vec<String> =
        cells.iter().take(MOST_COLUMNS).map(|cell| question_text(cell.as_ref())).collect();
    let (place, confidence) = texts.iter().enumerate().find_map(|(place, text)| {
        wording::judge(text, Place::SetApart).map(|confidence| (place, confidence))
    })?;
    let text = texts.into_iter().nth(place)?;
    Some(Found { confidence, ..Found::new(text, line) })
}

/// A cell's question without marks, number and label.
pub(super) fn question_text(cell: &str) -> String {
    let text = inline::strip(cell).text;
    match labels::leading(&text) {
        Some((labels::Role::Question, place)) if place < text.len() => {
            text.get(place..).unwrap_or_default().to_owned()
        }
        _ => text,
    }
}

fn themes(cell: &str) -> impl Iterator<Item = String> + '_ {
    cell.split([',', ';', '\n', '/', '|'])
        .map(|theme| inline::strip(theme).text)
        .filter(|theme| !theme.is_empty())
}

/// The entries of a cell or line that holds several: one per line, per semicolon, or per question mark.
pub(super) fn split_entries(text: &str) -> Vec<String> {
    let lines = text.replace("<br>", "\n").replace("<br/>", "\n").replace("<br />", "\n");
    let pieces: Vec<&str> = if lines.trim().contains('\n') {
        lines.lines().collect()
    } else if lines.contains("; ") || lines.contains(';') && lines.matches('?').count() > 1 {
        lines.split(';').collect()
    } else if lines.contains("? / ") {
        lines.split(" / ").collect()
    } else {
        lines.split_inclusive("? ").collect()
    };
    pieces.into_iter().map(entry_text).filter(|entry| entry.chars().any(char::is_alphabetic)).collect()
}

/// One entry without its bullet, number and quotation marks.
fn entry_text(piece: &str) -> String {
    let piece = piece.trim().trim_start_matches(['-', '*', '•', '–', '·', '→', ' ']);
    let digits = piece.bytes().take_while(u8::is_ascii_digit).count();
    let rest = piece.get(digits..).unwrap_or_default();
    let piece = match rest.strip_prefix(['.', ')']) {
        Some(rest) if digits > 0 && rest.starts_with(' ') => rest,
        _ => piece,
    };
    inline::strip(piece.trim()).text
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
