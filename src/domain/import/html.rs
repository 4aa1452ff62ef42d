//! HTML: saved pages, what a browser copies, and the tags that people put into Markdown.

use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::tree::{At, Marker, Tree};

/// Toggles lie below every heading.
const TOGGLE_LEVEL: u8 = 7;

/// Toggles beyond this depth count as this deep.
const MOST_TOGGLES: u8 = 40;

/// Elements whose content is not for readers.
const HIDDEN: &[&[u8]] =
    &[b"script", b"style", b"head", b"nav", b"footer", b"template", b"svg", b"button", b"select"];

/// Elements that begin a new block of words.
const BLOCKS: &[&[u8]] = &[
    b"p",
    b"div",
    b"section",
    b"article",
    b"header",
    b"main",
    b"aside",
    b"body",
    b"ul",
    b"ol",
    b"li",
    b"dl",
    b"dt",
    b"dd",
    b"table",
    b"tr",
    b"td",
    b"th",
    b"blockquote",
    b"details",
    b"summary",
    b"pre",
    b"br",
    b"hr",
    b"figure",
    b"form",
    b"label",
];

struct Page<'t, 'b> {
    tree: &'t mut Tree,
    bytes: &'b [u8],
    /// A byte and its line, to count on from.
    counted: (usize, usize),
    words: String,
    lines: Option<(usize, usize)>,
    heading: Option<u8>,
    /// Open lists, by whether they are numbered.
    lists: Vec<bool>,
    item: bool,
    quotes: usize,
    cells: Option<Vec<String>>,
    row: (usize, usize),
    hidden: usize,
    code: usize,
    toggles: u8,
}

/// Reads a stretch of HTML in which `toggles` toggles are open; answers how many are open behind it.
pub(super) fn read(text: &str, first_line: usize, toggles: u8, tree: &mut Tree) -> u8 {
    let mut page = Page {
        tree,
        bytes: text.as_bytes(),
        counted: (0, first_line),
        words: String::new(),
        lines: None,
        heading: None,
        lists: Vec::new(),
        item: false,
        quotes: 0,
        cells: None,
        row: (first_line, first_line),
        hidden: 0,
        code: 0,
        toggles,
    };
    let mut emitter =
        CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| -> Option<Infallible> {
            page.event(&event, span);
            None
        });
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(text, emitter).finish();
    page.flush();
    page.toggles
}

impl Page<'_, '_> {
    fn event(&mut self, event: &CallbackEvent<'_>, span: Span<usize>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                let line = self.line(span.start);
                self.start(name, line);
            }
            CallbackEvent::EndTag { name } => {
                let line = self.line(span.start);
                self.end(name, line);
            }
            CallbackEvent::String { value } if self.hidden == 0 => {
                let (first, last) = (self.line(span.start), self.line(span.end.saturating_sub(1)));
                self.string(&String::from_utf8_lossy(value), first, last);
            }
            _ => {}
        }
    }

    fn line(&mut self, byte: usize) -> usize {
        let byte = byte.min(self.bytes.len());
        if let Some(passed) = self.bytes.get(self.counted.0..byte) {
            self.counted = (byte, self.counted.1 + super::columns::newlines(passed));
        }
        self.counted.1
    }

    fn string(&mut self, text: &str, first: usize, last: usize) {
        let lead = text.len() - text.trim_start().len();
        let behind = text.len() - text.trim_end().len();
        let count = |part: Option<&str>| part.map_or(0, |part| part.matches('\n').count());
        if text.trim().is_empty() {
            self.words.push(' ');
            return;
        }
        let first = first + count(text.get(..lead));
        let last = last.saturating_sub(count(text.get(text.len() - behind..))).max(first);
        self.lines = Some(self.lines.map_or((first, last), |(start, _)| (start, last)));
        self.words.push_str(text);
    }

    fn start(&mut self, name: &[u8], line: usize) {
        if HIDDEN.contains(&name) {
            self.hidden += 1;
        }
        if self.hidden > 0 {
            return;
        }
        match name {
            b"b" | b"strong" => return self.words.push_str("**"),
            b"i" | b"em" => return self.words.push('*'),
            _ if BLOCKS.contains(&name) || heading(name).is_some() => self.flush(),
            _ => return,
        }
        match name {
            b"ul" | b"ol" => self.lists.push(name == b"ol"),
            b"li" | b"dt" => self.item = true,
            b"blockquote" => self.quotes += 1,
            b"pre" => self.code += 1,
            b"details" => self.toggles = (self.toggles + 1).min(MOST_TOGGLES),
            b"summary" => self.heading = Some(TOGGLE_LEVEL + self.toggles.saturating_sub(1)),
            b"tr" => {
                self.cells = Some(Vec::new());
                self.row = (line, line);
            }
            _ => {
                if let Some(level) = heading(name) {
                    self.heading = Some(level);
                }
            }
        }
    }

    fn end(&mut self, name: &[u8], line: usize) {
        if HIDDEN.contains(&name) {
            self.hidden = self.hidden.saturating_sub(1);
            return;
        }
        match name {
            b"b" | b"strong" => return self.words.push_str("**"),
            b"i" | b"em" => return self.words.push('*'),
            b"td" | b"th" => {
                let words = std::mem::take(&mut self.words);
                self.lines = None;
                if let Some(cells) = &mut self.cells {
                    cells.push(words.trim().to_owned());
                }
                return;
            }
            b"tr" => {
                if let Some(cells) = self.cells.take() {
                    self.tree.row(At { lines: (self.row.0, line), ..At::default() }, cells);
                }
                return;
            }
            _ if BLOCKS.contains(&name) || heading(name).is_some() => self.flush(),
            _ => return,
        }
        match name {
            b"ul" | b"ol" => {
                self.lists.pop();
                if self.lists.is_empty() {
                    self.tree.end_lists();
                }
            }
            b"blockquote" => self.quotes = self.quotes.saturating_sub(1),
            b"pre" => self.code = self.code.saturating_sub(1),
            b"details" => {
                self.tree.end_headings(TOGGLE_LEVEL + self.toggles.saturating_sub(1));
                self.toggles = self.toggles.saturating_sub(1);
            }
            _ => self.heading = None,
        }
    }

    /// Puts the words met since the last block where they belong.
    fn flush(&mut self) {
        if self.cells.is_some() {
            self.words.push('\n');
            return;
        }
        let words = std::mem::take(&mut self.words);
        let Some(lines) = self.lines.take() else { return };
        let depth = self.lists.len();
        let at = At { lines, indent: depth * 4, quoted: self.quotes > 0, after_blank: true };
        if self.code > 0 {
            return self.tree.code(at, words.trim());
        }
        let words = super::inline::tidy(&words);
        if let Some(level) = self.heading {
            return self.tree.heading(level, at, words);
        }
        if std::mem::take(&mut self.item) {
            let numbered = self.lists.last().copied().unwrap_or(false);
            let marker = if numbered { Marker::COUNTED } else { Marker::Bullet('*') };
            let indent = depth.saturating_sub(1) * 4;
            return self.tree.item(At { indent, ..at }, marker, None, words);
        }
        match super::marker::marked(&words) {
            Some(found) => self.tree.item(at, found.marker, found.number, found.rest),
            None => self.tree.text(at, words),
        }
    }
}

fn heading(name: &[u8]) -> Option<u8> {
    match name {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}
