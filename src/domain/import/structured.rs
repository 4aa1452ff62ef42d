//! JSON and YAML: values as they are read, then as headings, items and table rows.

use super::columns::{Columns, plain_name};
use super::sink::Sink;
use super::tree::{At, Marker, Tree};
use super::wording;

/// Values kept of one file; what goes beyond is not read.
const MOST_VALUES: usize = 2_000_000;

/// Lists inside lists beyond this are no question list.
const DEEPEST: usize = 100;

/// Keys of objects that are looked at.
const MOST_KEYS: usize = 64;

/// A value without its numbers and truths, which ask nothing.
#[derive(Debug)]
pub(super) enum Value {
    Text(String, usize),
    List(Vec<Value>),
    Map(Vec<(String, Value)>, usize),
}

/// Values that are not closed yet, so that a file that breaks off loses nothing of what came before.
#[derive(Debug, Default)]
pub(super) struct Builder {
    open: Vec<(Value, Option<String>)>,
    key: Option<String>,
    done: Vec<Value>,
    count: usize,
}

impl Builder {
    pub fn open(&mut self, value: Value) -> Result<(), String> {
        if self.open.len() >= DEEPEST {
            return Err("The file is nested too deeply; what follows was not read".to_owned());
        }
        self.open.push((value, self.key.take()));
        Ok(())
    }

    pub fn close(&mut self) {
        if let Some((value, key)) = self.open.pop() {
            self.key = key;
            self.put(value);
        }
    }

    pub fn key(&mut self, key: String) {
        self.key = Some(key);
    }

    /// Whether a scalar that comes now is the key of a map.
    pub fn wants_key(&self) -> bool {
        self.key.is_none() && matches!(self.open.last(), Some((Value::Map(..), _)))
    }

    pub fn nothing(&mut self) {
        self.key = None;
    }

    pub fn text(&mut self, text: &str, line: usize) -> Result<(), String> {
        self.count += 1;
        if self.count > MOST_VALUES {
            return Err(format!("The file holds more than {MOST_VALUES} texts; what follows was not read"));
        }
        self.put(Value::Text(text.to_owned(), line));
        Ok(())
    }

    fn put(&mut self, value: Value) {
        let key = self.key.take();
        match self.open.last_mut() {
            Some((Value::List(values), _)) => values.push(value),
            Some((Value::Map(entries, _), _)) => entries.push((key.unwrap_or_default(), value)),
            _ => self.done.push(value),
        }
    }

    /// Turns everything read so far into a tree.
    pub fn finish(mut self, _sink: &mut Sink<'_>) -> Tree {
        while !self.open.is_empty() {
            self.close();
        }
        let mut tree = Tree::default();
        if self.done.len() == 1
            && let Some(only) = self.done.pop()
        {
            put(&only, 1, &mut tree);
        } else {
            list(&self.done, 1, &mut tree);
        }
        tree
    }
}

fn put(value: &Value, level: u8, tree: &mut Tree) {
    match value {
        Value::Text(text, line) => tree.text(At::line(*line), text.as_str()),
        Value::List(values) => list(values, level, tree),
        Value::Map(entries, line) => map(entries, *line, level, tree),
    }
}

fn item(text: &str, line: usize, tree: &mut Tree) {
    tree.item(At::line(line), Marker::Bullet('-'), None, text);
}

/// A list of texts, of objects that are alike, or of groups.
fn list(values: &[Value], level: u8, tree: &mut Tree) {
    let mut keys: Vec<&str> = Vec::new();
    let is_record = |value: &&Value| matches!(value, Value::Map(entries, _) if !has_groups(entries));
    for value in values.iter().filter(is_record) {
        let Value::Map(entries, _) = value else { continue };
        for (key, _) in entries {
            if keys.len() < MOST_KEYS && !keys.contains(&key.as_str()) {
                keys.push(key);
            }
        }
    }
    let columns = Columns::from_header(&keys);
    let mut headed = false;
    for value in values {
        match value {
            Value::Map(entries, line) if !has_groups(entries) => {
                if columns.is_some() && !headed {
                    tree.row(
                        At { lines: (*line, *line), ..At::default() },
                        keys.iter().map(|key| (*key).to_owned()).collect(),
                    );
                }
                headed = true;
                let cells = keys.iter().map(|key| {
                    entries
                        .iter()
                        .find(|(own, _)| own == key)
                        .map(|(_, value)| texts(value).join("\n"))
                        .unwrap_or_default()
                });
                let cells = cells.collect();
                let last = entries.iter().map(|(_, value)| last_line(value)).max().unwrap_or(*line);
                let asked = entries.iter().find(|(key, value)| {
                    matches!(value, Value::Text(..)) && Columns::from_header(&[plain_name(key)]).is_some()
                });
                let asked = asked.map_or(*line, |(_, value)| first_line(value));
                tree.row_of(At { lines: (*line, last.max(*line)), ..At::default() }, asked, cells);
            }
            Value::List(inner)
                if inner.iter().all(|cell| matches!(cell, Value::Text(..))) && inner.len() > 1 =>
            {
                let line = inner.first().map_or(1, last_line);
                tree.row(
                    At { lines: (line, inner.last().map_or(line, last_line)), ..At::default() },
                    inner.iter().flat_map(texts).collect(),
                );
            }
            Value::Text(text, line) => item(text, *line, tree),
            other => put(other, level, tree),
        }
    }
}

/// Whether an object holds others that are no mere parts of one question.
fn has_groups(entries: &[(String, Value)]) -> bool {
    let asks = entries.iter().any(|(key, value)| matches!(value, Value::Text(text, _) if Columns::from_header(&[plain_name(key)]).is_some() && wording::look(text).is_question()));
    !asks
        && entries.iter().any(|(key, value)| match value {
            Value::Map(..) => true,
            Value::List(inner) => {
                inner.iter().any(|one| matches!(one, Value::Map(..)))
                    || inner.len() > 1
                        && plain_name(key).contains("question")
                        && !plain_name(key).contains("follow")
            }
            Value::Text(..) => false,
        })
}

/// An object: one question, questions with their answers, or groups with their names.
fn map(entries: &[(String, Value)], line: usize, level: u8, tree: &mut Tree) {
    let asking =
        entries.iter().filter(|(key, _)| key.contains(' ') && wording::look(key).is_question()).count();
    if asking * 2 > entries.len() {
        for (key, value) in entries {
            let at = last_line(value);
            item(key, first_line(value).min(at), tree);
            for text in texts(value) {
                tree.text(At { indent: 2, ..At::line(at) }, text);
            }
        }
        return;
    }
    let keys: Vec<&str> = entries.iter().map(|(key, _)| key.as_str()).take(MOST_KEYS).collect();
    let is_record = !has_groups(entries)
        && Columns::from_header(&keys).is_some()
        && entries.iter().any(|(key, value)| {
            matches!(value, Value::Text(..)) && Columns::from_header(&[plain_name(key)]).is_some()
        });
    if is_record {
        tree.row(At::line(line), keys.iter().map(|key| (*key).to_owned()).collect());
        tree.row(
            At::line(line),
            entries.iter().take(MOST_KEYS).map(|(_, value)| texts(value).join("\n")).collect(),
        );
        return;
    }
    let named = ["category", "topic", "section", "title", "name", "group", "theme", "principle", "area"];
    let name = entries.iter().find_map(|(key, value)| match value {
        Value::Text(text, line) if named.contains(&plain_name(key).as_str()) => Some((text, *line)),
        _ => None,
    });
    let mut level = level;
    if let Some((name, line)) = name {
        tree.heading(level, At::line(line), name.as_str());
        level = level.saturating_add(1);
    }
    for (key, value) in entries {
        match value {
            Value::Text(text, line) if name.is_some_and(|(name, at)| name == text && at == *line) => {}
            Value::Text(text, line) => item(text, *line, tree),
            other => {
                let plain = plain_name(key);
                if plain.chars().any(char::is_alphabetic) {
                    let title = if key.contains(' ')
                        || !key.contains('_') && !key.chars().skip(1).any(char::is_uppercase)
                    {
                        key.clone()
                    } else {
                        plain
                    };
                    tree.heading(level, At::line(first_line(other)), title);
                }
                put(other, level.saturating_add(1), tree);
            }
        }
    }
}

/// The texts of a value: itself, a list's, or the question of each object of a list.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Text(text, _) => vec![text.clone()],
        Value::List(values) => values.iter().flat_map(texts).collect(),
        Value::Map(entries, _) => {
            let keys: Vec<&str> = entries.iter().map(|(key, _)| key.as_str()).collect();
            let asked = Columns::from_header(&keys).and_then(|columns| {
                let cells: Vec<String> = entries.iter().map(|(_, value)| texts(value).join(" ")).collect();
                columns.found(&cells, 1).map(|found| found.text)
            });
            asked.map_or_else(
                || entries.iter().flat_map(|(_, value)| texts(value)).take(1).collect(),
                |text| vec![text],
            )
        }
    }
}

fn first_line(value: &Value) -> usize {
    match value {
        Value::Text(_, line) | Value::Map(_, line) => *line,
        Value::List(values) => values.first().map_or(1, first_line),
    }
}

fn last_line(value: &Value) -> usize {
    match value {
        Value::Text(text, line) => line + text.trim_end().matches('\n').count(),
        Value::List(values) => values.last().map_or(1, last_line),
        Value::Map(entries, line) => entries.last().map_or(*line, |(_, value)| last_line(value)),
    }
}
