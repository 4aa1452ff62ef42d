//! Lines to blocks: headings, list items, paragraphs, table rows; code and comments fall away here.

use std::borrow::Cow;

use super::labels;
use super::lines::{Line, Lines, split_indent};
use super::wording;

/// Lines longer than this are no text that a person wrote as a question.
pub(super) const LONGEST_LINE: usize = 16 << 10;

/// Paragraphs stop growing here, so that a file without breaks stays cheap.
const LONGEST_BLOCK: usize = 16 << 10;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Heading(u8),
    Item { numbered: bool },
    Text,
    Row { header: bool },
    Divider,
    LongLine,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block<'a> {
    pub kind: Kind,
    pub line: usize,
    /// Bytes of the text before the line after this block.
    pub end: usize,
    pub indent: usize,
    pub after_blank: bool,
    pub quoted: bool,
    pub text: Cow<'a, str>,
    /// Length of the last line, which tells a wrapped line from a finished one.
    last_line: usize,
    lines: usize,
}

/// A run of lines that stand outside the text.
#[derive(Clone, Debug)]
enum Outside {
    Fence { mark: char, length: usize, line: usize },
    Comment { line: usize },
}

#[expect(clippy::struct_excessive_bools, reason = "each is one fact about the lines before")]
pub(super) struct Blocks<'a> {
    lines: Lines<'a>,
    markdown: bool,
    pending: Option<Block<'a>>,
    outside: Option<Outside>,
    after_blank: bool,
    in_list: bool,
    in_table: bool,
}

impl<'a> Blocks<'a> {
    pub fn new(text: &'a str, markdown: bool) -> Self {
        let mut lines = Lines::new(text);
        skip_front_matter(&mut lines);
        Self {
            lines,
            markdown,
            pending: None,
            outside: None,
            after_blank: true,
            in_list: false,
            in_table: false,
        }
    }

    /// The line of a code block or comment that nothing closes.
    pub fn unclosed(&self) -> Option<usize> {
        match self.outside.as_ref()? {
            Outside::Fence { line, .. } | Outside::Comment { line } => Some(*line),
        }
    }

    /// Takes a line in; answers a block that it completes.
    fn take(&mut self, line: Line<'a>) -> Option<Block<'a>> {
        let (indent, mut rest) = split_indent(line.text);
        if self.is_outside(rest, line.number) {
            return self.pending.take();
        }
        let quoted = rest.starts_with('>');
        let mut indent = indent;
        for _ in 0..8 {
            let Some(inner) = rest.strip_prefix('>') else { break };
            let (inner_indent, inner) = split_indent(inner);
            indent = inner_indent.saturating_sub(1);
            rest = inner;
        }
        if rest.is_empty() {
            self.after_blank = true;
            self.in_table = false;
            return self.pending.take();
        }
        if rest.len() > LONGEST_LINE {
            return self.put(self.block(Kind::LongLine, line, 0, quoted, ""));
        }
        if self.markdown && indent >= 4 && self.after_blank && !self.in_list {
            return self.pending.take();
        }
        self.take_text(line, indent, quoted, rest)
    }

    fn take_text(&mut self, line: Line<'a>, indent: usize, quoted: bool, rest: &'a str) -> Option<Block<'a>> {
        if is_rule(rest) {
            return self.take_rule(line, quoted, rest);
        }
        if self.take_separator(rest) {
            return None;
        }
        if let Some((level, title)) = heading(rest) {
            self.in_list = false;
            return self.put(self.block(Kind::Heading(level), line, 0, quoted, title));
        }
        if is_row(rest, self.in_table) {
            self.in_table = true;
            return self.put(self.block(Kind::Row { header: false }, line, indent, quoted, rest));
        }
        if let Some((numbered, text)) = item(rest) {
            self.in_list = true;
            return self.put(self.block(Kind::Item { numbered }, line, indent, quoted, text));
        }
        if let Some(pending) = self.pending.as_mut()
            && pending.quoted == quoted
            && continues(pending, indent, rest)
        {
            let hard_break = line.text.ends_with("  ") || rest.ends_with('\\');
            pending.join(rest, hard_break, line.end);
            return None;
        }
        self.in_list &= indent > 0;
        let hard_break = line.text.ends_with("  ") || rest.ends_with('\\');
        let mut block = self.block(Kind::Text, line, indent, quoted, rest);
        if hard_break && rest.len() < LONGEST_BLOCK {
            block.last_line = 0;
        }
        self.put(block)
    }

    /// A line of dashes underlines the heading above it or divides the text.
    fn take_rule(&mut self, line: Line<'a>, quoted: bool, rest: &str) -> Option<Block<'a>> {
        if let Some(pending) = self.pending.as_mut()
            && pending.kind == Kind::Text
            && pending.lines == 1
            && !rest.starts_with(['*', '_'])
            && pending.text.len() < 120
        {
            pending.kind = Kind::Heading(if rest.starts_with('=') { 1 } else { 2 });
            return self.pending.take();
        }
        self.in_list = false;
        self.put(self.block(Kind::Divider, line, 0, quoted, ""))
    }

    /// Whether the line separates a table's header from its rows.
    fn take_separator(&mut self, rest: &str) -> bool {
        let is_separator = rest.contains('-')
            && rest.contains('|')
            && rest.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b'+' | b' '));
        if is_separator {
            if let Some(pending) = self.pending.as_mut().filter(|pending| pending.text.contains('|')) {
                pending.kind = Kind::Row { header: true };
            }
            self.in_table = true;
        }
        is_separator
    }

    /// Follows fences and comments; answers whether the line belongs to one.
    fn is_outside(&mut self, rest: &str, number: usize) -> bool {
        match &self.outside {
            Some(Outside::Fence { mark, length, .. }) => {
                let (found, count) = fence(rest).unwrap_or((' ', 0));
                if found == *mark && count >= *length {
                    self.outside = None;
                }
                true
            }
            Some(Outside::Comment { .. }) => {
                if rest.contains("-->") {
                    self.outside = None;
                }
                true
            }
            None => {
                if let Some((mark, length)) = fence(rest) {
                    self.outside = Some(Outside::Fence { mark, length, line: number });
                    return true;
                }
                if rest.starts_with("<!--") {
                    if !rest.contains("-->") {
                        self.outside = Some(Outside::Comment { line: number });
                    }
                    return true;
                }
                false
            }
        }
    }

    fn block(&self, kind: Kind, line: Line<'a>, indent: usize, quoted: bool, text: &'a str) -> Block<'a> {
        Block {
            kind,
            line: line.number,
            end: line.end,
            indent,
            after_blank: self.after_blank,
            quoted,
            text: Cow::Borrowed(text),
            last_line: text.len(),
            lines: 1,
        }
    }

    fn put(&mut self, block: Block<'a>) -> Option<Block<'a>> {
        self.after_blank = false;
        if !matches!(block.kind, Kind::Row { .. }) {
            self.in_table = false;
        }
        self.pending.replace(block)
    }
}

impl<'a> Iterator for Blocks<'a> {
    type Item = Block<'a>;

    fn next(&mut self) -> Option<Block<'a>> {
        loop {
            let Some(line) = self.lines.next() else { return self.pending.take() };
            if let Some(block) = self.take(line) {
                return Some(block);
            }
        }
    }
}

impl Block<'_> {
    fn join(&mut self, rest: &str, hard_break: bool, end: usize) {
        let text = self.text.to_mut();
        text.push(' ');
        text.push_str(rest.trim_end_matches('\\'));
        self.last_line = if hard_break { 0 } else { rest.len() };
        self.lines += 1;
        self.end = end;
    }
}

/// Settings between lines of three dashes at the very top, as note programs write them.
fn skip_front_matter(lines: &mut Lines<'_>) {
    const LONGEST: usize = 100;
    let mut ahead = lines.clone();
    if ahead.next().is_none_or(|line| line.text.trim_end() != "---") {
        return;
    }
    let mut body = ahead.clone();
    for _ in 0..LONGEST {
        let Some(line) = body.next() else { return };
        let text = line.text.trim_end();
        if text == "---" {
            *lines = body;
            return;
        }
        let is_setting = text.contains(':') || text.starts_with([' ', '-', '#']) || text.is_empty();
        if !is_setting {
            return;
        }
    }
}

/// Whether an unmarked line goes on with the block above it.
fn continues(pending: &Block<'_>, indent: usize, rest: &str) -> bool {
    /// Lines at least this long were probably broken by the edge of the page.
    const WRAPPED_FROM: usize = 50;
    let is_text = match pending.kind {
        Kind::Text => indent.abs_diff(pending.indent) <= 1,
        Kind::Item { .. } => indent > pending.indent || pending.last_line >= WRAPPED_FROM,
        _ => false,
    };
    if !is_text || pending.last_line == 0 || pending.text.len() > LONGEST_BLOCK {
        return false;
    }
    if labels::leading(rest).is_some() || is_emphasised(rest) || is_emphasised(&pending.text) {
        return false;
    }
    let last = pending.text.chars().rev().find(|letter| !"\"'”’»*_)".contains(*letter)).unwrap_or(' ');
    let first = rest.chars().next().unwrap_or(' ');
    match last {
        '?' | '.' | '!' | '…' | '。' | '？' => {
            pending.last_line >= WRAPPED_FROM
                && !wording::could_stand_alone(rest)
                && !pending.text.ends_with('?')
                || first.is_lowercase() && !wording::could_stand_alone(rest)
        }
        ':' => false,
        _ if first.is_lowercase() => {
            // Somebody who writes everything small begins a question small as well.
            let all_small = pending.text.starts_with(char::is_lowercase);
            !(all_small && wording::starts_like_a_question(rest))
        }
        _ => {
            let wrapped = pending.last_line >= WRAPPED_FROM;
            wrapped && (!wording::starts_like_a_question(rest) || ",;-–".contains(last))
        }
    }
}

/// Whether the line as a whole is set apart by marks.
fn is_emphasised(text: &str) -> bool {
    let marked = |mark: char| text.starts_with(mark) && text.trim_end_matches(['.', ':']).ends_with(mark);
    text.len() > 2 && (marked('*') || marked('_') || text.starts_with("**"))
        || text.starts_with('(') && text.ends_with(')')
}

fn fence(rest: &str) -> Option<(char, usize)> {
    let mark = rest.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let count = rest.bytes().take_while(|byte| char::from(*byte) == mark).count();
    let inline = rest.get(count..).is_some_and(|rest| rest.contains(mark));
    (count >= 3 && !inline).then_some((mark, count))
}

fn is_rule(rest: &str) -> bool {
    let Some(mark) = rest.chars().next().filter(|mark| "-=*_~".contains(*mark)) else { return false };
    let marks = rest.chars().filter(|letter| *letter == mark).count();
    marks >= 3 && rest.chars().all(|letter| letter == mark || letter == ' ')
}

fn heading(rest: &str) -> Option<(u8, &str)> {
    let level = rest.bytes().take_while(|byte| *byte == b'#').count();
    let title = rest.get(level..)?;
    // Some people leave out the space; a tag or an issue number is not a heading.
    let has_gap = title.starts_with([' ', '\t']) || level >= 2;
    if !(1..=6).contains(&level) || !has_gap {
        return None;
    }
    let title = title.trim().trim_end_matches('#').trim_end();
    Some((u8::try_from(level).unwrap_or(6), title))
}

fn is_row(rest: &str, in_table: bool) -> bool {
    rest.starts_with('|') && rest.len() > 1 && rest.get(1..).is_some_and(|rest| rest.contains('|'))
        || in_table && rest.contains('|')
}

/// Letters that people put before the items of a list.
const BULLETS: &[char] = &[
    '-', '*', '+', '•', '◦', '▪', '▫', '●', '○', '–', '—', '·', '‣', '►', '▶', '▸', '➢', '➤', '→', '□', '☐',
    '■',
];

/// What stands behind an item's mark, and whether the mark is a number.
fn item(rest: &str) -> Option<(bool, &str)> {
    let (numbered, text) = bullet(rest).map(|text| (false, text)).or_else(|| Some((true, number(rest)?)))?;
    let text = text.trim_start();
    let boxes = ["[ ]", "[x]", "[X]", "[]"];
    let text = boxes.iter().find_map(|mark| text.strip_prefix(mark)).unwrap_or(text).trim_start();
    Some((numbered, text))
}

fn bullet(rest: &str) -> Option<&str> {
    let mark = rest.chars().next().filter(|mark| BULLETS.contains(mark))?;
    let text = rest.get(mark.len_utf8()..)?;
    let needs_gap = mark.is_ascii() || "–—".contains(mark);
    (!needs_gap || text.is_empty() || text.starts_with([' ', '\t', '\u{A0}'])).then_some(text)
}

/// Digits of the longest number that counts items of a list.
const LONGEST_NUMBER: usize = 9;

/// The text behind `12.`, `12)`, `(12)`, `b.`, `b)` or `iv.`.
fn number(rest: &str) -> Option<&str> {
    let bracketed = rest.starts_with('(');
    let inner = rest.strip_prefix('(').unwrap_or(rest);
    let length = inner.find(|letter: char| !letter.is_ascii_alphanumeric())?;
    let mark = inner.get(..length)?;
    let is_number =
        length <= LONGEST_NUMBER && !mark.is_empty() && mark.bytes().all(|byte| byte.is_ascii_digit());
    let is_letter = length == 1 && mark.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_roman = length <= 4 && length > 0 && mark.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x'));
    if !(is_number || is_letter || is_roman) {
        return None;
    }
    let behind = inner.get(length..)?;
    let text = behind
        .strip_prefix(')')
        .or_else(|| {
            behind
                .strip_prefix(['.', ':', '/'])
                .filter(|_| !bracketed && (is_number || behind.starts_with('.')))
        })
        .or_else(|| behind.strip_prefix(" - ").filter(|_| is_number))?;
    // A decimal number is no mark.
    (!text.starts_with(|next: char| next.is_ascii_digit())).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shapes(text: &str) -> Vec<(Kind, String)> {
        Blocks::new(text, true).map(|block| (block.kind, block.text.into_owned())).collect()
    }

    #[test]
    fn numbers_of_long_lists_are_marks_and_decimals_are_not() {
        assert_eq!(number("12345. Why us?"), Some(" Why us?"));
        assert_eq!(number("(100000) Why us?"), Some(" Why us?"));
        assert_eq!(number("3.5 of them"), None);
        assert_eq!(number("1234567890. Why us?"), None);
    }

    #[test]
    fn marks_of_many_kinds_are_items() {
        for line in
            ["- a b", "* a b", "•a b", "12) a b", "(3) a b", "b. a b", "iv) a b", "- [ ] a b", "7.a b"]
        {
            let found = shapes(line);
            assert!(
                matches!(found.as_slice(), [(Kind::Item { .. }, text)] if text == "a b"),
                "{line}: {found:?}"
            );
        }
        for line in ["3.5 per cent", "-5 degrees", "a great day"] {
            assert!(matches!(shapes(line).as_slice(), [(Kind::Text, _)]), "{line}");
        }
    }

    #[test]
    fn code_comments_and_settings_fall_away() {
        let text =
            "---\ntitle: x\n---\n\n# A\n\n```python\nwhy()?\n```\n<!-- why? -->\n\n    indented?\n\nend";
        assert_eq!(shapes(text), [(Kind::Heading(1), "A".to_owned()), (Kind::Text, "end".to_owned())]);
    }

    #[test]
    fn wrapped_lines_join_and_finished_ones_do_not() {
        let wrapped = "Tell me about a time when you had to change the mind of\nsomebody senior.";
        assert_eq!(shapes(wrapped).len(), 1);
        assert_eq!(shapes("Why us?\nWhy now?").len(), 2);
        assert_eq!(shapes("Tell me about yourself\nDescribe a conflict").len(), 2);
    }

    #[test]
    fn underlines_make_headings_and_tables_have_headers() {
        let found = shapes("Title\n=====\n\na | b\n--|--\nc | d\n");
        assert_eq!(
            found.iter().map(|(kind, _)| *kind).collect::<Vec<_>>(),
            [Kind::Heading(1), Kind::Row { header: true }, Kind::Row { header: false }]
        );
    }
}
