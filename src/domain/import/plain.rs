//! Text line by line: items with any mark, paragraphs wrapped or not, quoted and indented passages.

use super::dialect::{Dialect, Shape};
use super::lines::{Line, Lines, is_ideograph, split_indent};
use super::marker::marked;
use super::tree::{At, Marker, Tree};
use super::wording::{self, Look};

/// Lines longer than this are no text that a person wrote as a question.
pub(super) const LONGEST_LINE: usize = 16 << 10;

/// The level of sections that only a line of their own names.
const SECTION_LEVEL: u8 = 6;

/// Paragraphs stop growing here, so that a file without breaks stays cheap.
const LONGEST_BLOCK: usize = 16 << 10;

/// One line of a paragraph or item.
#[derive(Clone, Debug)]
struct Piece {
    line: usize,
    text: String,
    /// The writer ended the line on purpose.
    hard_break: bool,
}

/// Lines that may belong together.
#[derive(Debug, Default)]
struct Block {
    at: At,
    item: Option<(Marker, Option<usize>)>,
    pieces: Vec<Piece>,
    bytes: usize,
}

pub(super) struct Reader<'t> {
    pub tree: &'t mut Tree,
    dialect: Dialect,
    block: Option<Block>,
    after_blank: bool,
    /// Where the lines of this text were broken to fit a width, that width.
    width: Option<usize>,
    /// Added to every indent, for text inside the items of another reader.
    pub base_indent: usize,
    pub quoted: bool,
}

impl<'t> Reader<'t> {
    pub fn new(tree: &'t mut Tree, dialect: Dialect, width: Option<usize>) -> Self {
        Self { tree, dialect, block: None, after_blank: true, width, base_indent: 0, quoted: false }
    }

    pub fn read(&mut self, text: &str, first_line: usize) {
        let mut lines = Lines::new(text).peekable();
        while let Some(line) = lines.next() {
            let number = first_line + line.number - 1;
            let next = lines.peek().map_or("", |next| next.text);
            if self.line(line, number, next) {
                lines.next();
            }
        }
        self.name_section();
        self.flush();
    }

    /// Makes a heading of a short line that stands alone in plain text.
    fn name_section(&mut self) {
        const MOST_WORDS: usize = 8;
        let Some(block) = &self.block else { return };
        let [only] = block.pieces.as_slice() else { return };
        let text = only.text.trim();
        let fits = self.dialect.is_plain()
            && block.item.is_none_or(|(marker, _)| matches!(marker, Marker::Number { named: true, .. }))
            && block.at.after_blank
            && !block.at.quoted
            && block.at.indent == 0;
        let named = text.split(' ').count() <= MOST_WORDS
            && text.chars().count() <= 60
            && !ends(text)
            && !text.contains(['"', '|', '“']);
        let begins =
            text.chars().find(|letter| letter.is_alphanumeric()).is_some_and(|first| !first.is_lowercase());
        if fits && named && begins && !wording::look(text).is_question() {
            let (at, text) = (block.at, text.to_owned());
            self.block = None;
            self.tree.heading(SECTION_LEVEL, at, text);
        }
    }

    /// Takes a line in; says whether the next one belongs to it.
    fn line(&mut self, line: Line<'_>, number: usize, next: &str) -> bool {
        let (mut indent, mut rest) = split_indent(line.text);
        let mut at = At { quoted: self.quoted, ..At::line(number) };
        while self.dialect.quotes() && rest.starts_with('>') {
            at.quoted = true;
            let (inner, behind) = split_indent(rest.trim_start_matches('>'));
            indent = inner.saturating_sub(1);
            rest = behind;
        }
        if rest.is_empty() {
            self.name_section();
            self.flush();
            self.after_blank = true;
            return false;
        }
        at.indent = indent + self.base_indent;
        at.after_blank = std::mem::take(&mut self.after_blank);
        let mut two_lines = false;
        match self.dialect.shape(indent, rest, next, &mut two_lines) {
            Shape::Heading(level, title) => {
                self.flush();
                at.lines.1 += usize::from(two_lines);
                self.tree.heading(level, at, title);
                self.after_blank = true;
            }
            Shape::Markup => {
                self.flush();
                at.lines.1 += usize::from(two_lines);
                self.tree.code(at, rest);
                self.after_blank = true;
            }
            Shape::Row(cells) => {
                self.flush();
                self.tree.row(at, cells);
            }
            Shape::Item { indent, marker, number: value, text } => {
                at.indent = indent + self.base_indent;
                self.open(at, Some((marker, value)), number, text, line.text);
            }
            Shape::Text(text) => self.text(at, number, text, line.text),
        }
        two_lines
    }

    fn text(&mut self, at: At, number: usize, text: String, raw: &str) {
        if let Some(found) = marked(&text)
            && !text.starts_with("**")
        {
            let (marker, value) = (found.marker, found.number);
            let rest = found.rest.to_owned();
            return self.open(at, Some((marker, value)), number, rest, raw);
        }
        let goes_on = self.block.as_ref().is_some_and(|block| {
            block.at.quoted == at.quoted
                && block.bytes < LONGEST_BLOCK
                && (block.item.is_some() || block.at.indent == at.indent)
        });
        if !goes_on {
            return self.open(at, None, number, text, raw);
        }
        if let Some(block) = &mut self.block {
            block.bytes += text.len();
            block.at.lines.1 = number;
            block.pieces.push(Piece { line: number, text, hard_break: is_hard_break(raw) });
        }
    }

    fn open(&mut self, at: At, item: Option<(Marker, Option<usize>)>, line: usize, text: String, raw: &str) {
        self.flush();
        let piece = Piece { line, hard_break: is_hard_break(raw), text };
        self.block = Some(Block { at, item, bytes: piece.text.len(), pieces: vec![piece] });
    }

    /// Puts what is waiting into the tree, wrapped lines joined.
    pub fn flush(&mut self) {
        let Some(block) = self.block.take() else { return };
        let longest = block.pieces.iter().map(|piece| piece.text.chars().count()).max().unwrap_or(0);
        let mut texts: Vec<((usize, usize), String)> = Vec::new();
        let mut pieces = block.pieces.into_iter().peekable();
        while let Some(first) = pieces.next() {
            let (mut text, mut hard) = (first.text, first.hard_break);
            let mut lines = (first.line, first.line);
            let mut last_length = text.chars().count();
            while let Some(next) =
                pieces.next_if(|next| !hard && self.wraps(&text, last_length, &next.text, longest))
            {
                join(&mut text, &next.text);
                lines.1 = next.line;
                hard = next.hard_break;
                last_length = next.text.chars().count();
            }
            texts.push((lines, text));
        }
        for (count, (lines, text)) in texts.into_iter().enumerate() {
            let at = At { lines, after_blank: block.at.after_blank && count == 0, ..block.at };
            match block.item {
                Some((marker, number)) if count == 0 => self.tree.item(at, marker, number, text),
                Some(_) => self.tree.text(At { indent: block.at.indent + 2, ..at }, text),
                None => {
                    let set_in = at.indent >= 2 + self.base_indent
                        && self.tree.open_item().is_none()
                        && !self.tree.has_lead();
                    self.tree.text(At { quoted: at.quoted || set_in, ..at }, text);
                }
            }
        }
    }

    /// Whether `next` goes on with the sentence that `text` leaves open at the end of its line.
    fn wraps(&self, text: &str, length: usize, next: &str, longest: usize) -> bool {
        let first = next.chars().next().unwrap_or(' ');
        let word = next.split(' ').next().unwrap_or_default().chars().count();
        let is_full = self.width.is_some_and(|width| length + 1 + word > width);
        if text.is_empty() {
            return true;
        }
        if is_label(next) || is_label(text) {
            return false;
        }
        if ends(text) {
            return is_full && longest > 40;
        }
        let uncased = first.is_alphabetic() && !first.is_lowercase() && !first.is_uppercase();
        let near = length * 10 >= longest * 8 && length > 20;
        // Two lines that each ask are two questions, however they begin.
        if first.is_lowercase()
            && !is_full
            && wording::look(next) == Look::Requests
            && wording::look(text).is_question()
        {
            return false;
        }
        first.is_lowercase()
            || length >= LONG_LINE && wording::sentences(text) >= 2
            || text.ends_with([',', '，', '、', '(', '-', '–', '/'])
            || is_full
            || uncased && near && ends(next)
    }
}

/// A line of so many letters that ends in the middle of a sentence was broken to fit a width.
const LONG_LINE: usize = 75;

/// Whether a line begins with a short name and a colon, as labels and speakers do.
fn is_label(text: &str) -> bool {
    let head = text.trim_start_matches(['*', '_', '[']);
    let Some((name, _)) = head.split_once([':', '：']) else { return false };
    let words = name.split(' ').count();
    words <= 3
        && name.len() <= 40
        && name.starts_with(|letter: char| letter.is_alphabetic() && !letter.is_lowercase())
}

fn ends(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '”', '’', '»', ')', '*', '_', ' ', '）', '」', '』']);
    bare.ends_with(['.', '?', '!', ':', ';', '…', '。', '？', '！', '：', '؟', '۔', ';'])
}

fn is_hard_break(raw: &str) -> bool {
    raw.ends_with("  ")
        || raw.ends_with('\\') && !raw.ends_with("\\\\")
        || raw.ends_with("<br>")
        || raw.ends_with("<br/>")
}

/// First parts of words that are written with a hyphen wherever they stand.
const HYPHENATED: &[&str] = &[
    "self", "cross", "long", "short", "well", "follow", "high", "low", "end", "one", "two", "full", "real",
    "part", "time", "decision", "problem", "on-call",
];

fn join(text: &mut String, next: &str) {
    let letters = text.chars().rev().nth(1).is_some_and(char::is_alphabetic);
    if text.ends_with('-') && letters && next.starts_with(char::is_lowercase) {
        let word = text.trim_end_matches('-').rsplit(' ').next().unwrap_or_default().to_lowercase();
        if !HYPHENATED.contains(&word.as_str()) && !word.contains('-') {
            text.pop();
        }
    } else if !text.is_empty() && !text.ends_with(is_ideograph) || !next.starts_with(is_ideograph) {
        text.push(' ');
    }
    text.push_str(next.trim_start());
}

/// The width that the lines of a text were broken to, where the next word would seldom have fitted in.
pub(super) fn wrap_width(text: &str) -> Option<usize> {
    const MOST_LINES: usize = 4_000;
    let mut lines = Lines::new(text).take(MOST_LINES).peekable();
    let mut lengths = Vec::new();
    let mut ended = 0;
    while let Some(line) = lines.next() {
        let next = lines.peek().map_or("", |next| next.text);
        let (_, rest) = split_indent(next);
        let goes_on = !rest.is_empty() && marked(rest).is_none() && !line.text.trim().is_empty();
        if goes_on && rest.starts_with(char::is_alphanumeric) {
            let word = rest.split(' ').next().unwrap_or_default().chars().count();
            ended += usize::from(ends(line.text.trim_end()));
            lengths.push((line.text.chars().count(), word));
        }
    }
    let longest = lengths.iter().map(|(length, _)| *length).max()?;
    let full = lengths.iter().filter(|(length, word)| length + 1 + word > longest).count();
    // Lines that mostly end where their sentences do are a list.
    let is_list = ended * 2 > lengths.len();
    (!is_list && lengths.len() >= 3 && (45..=130).contains(&longest) && full * 5 >= lengths.len() * 4)
        .then_some(longest)
}

impl Reader<'_> {
    /// Reads the words of an item whose mark another reader has found.
    pub fn item(&mut self, marker: Marker, number: Option<usize>, text: &str, first_line: usize) {
        let lines: Vec<Line<'_>> = Lines::new(text).collect();
        for (count, line) in lines.iter().enumerate() {
            let (_, rest) = split_indent(line.text);
            let number_of_line = first_line + line.number - 1;
            let at = At {
                indent: self.base_indent,
                quoted: self.quoted,
                after_blank: count == 0,
                ..At::line(number_of_line)
            };
            if count == 0 {
                let rest =
                    marked(rest).filter(|found| found.marker.is_number()).map_or(rest, |found| found.rest);
                self.open(at, Some((marker, number)), number_of_line, rest.to_owned(), line.text);
            } else if !rest.is_empty() {
                self.text(
                    At { indent: self.base_indent + 2, ..at },
                    number_of_line,
                    rest.to_owned(),
                    line.text,
                );
            }
        }
        self.flush();
    }
}
