//! Markdown: the blocks as `pulldown-cmark` finds them, each paragraph's lines as people write them.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::dialect::{Dialect, Language};
use super::html;
use super::inline;
use super::lines::split_indent;
use super::plain::Reader;
use super::tree::{At, Kind, Marker, Tree};

/// Follows the line numbers of places that hardly ever go back.
struct LineNumbers {
    starts: Vec<usize>,
    first: usize,
}

impl LineNumbers {
    fn new(text: &str, first: usize) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(place, _)| place + 1)).collect();
        Self { starts, first }
    }

    fn of(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| *start <= byte).saturating_sub(1) + self.first
    }

    fn span(&self, range: &Range<usize>) -> (usize, usize) {
        (self.of(range.start), self.of(range.end.saturating_sub(1).max(range.start)))
    }
}

struct Walker<'a, 't> {
    text: &'a str,
    tree: &'t mut Tree,
    lines: LineNumbers,
    width: Option<usize>,
    /// Open lists: the number of the next item, where they are numbered.
    lists: Vec<Option<u64>>,
    /// An item whose own words have not been met.
    item: Option<(Marker, Option<usize>)>,
    quotes: usize,
    /// The words of the block being read.
    inline: Option<Range<usize>>,
    heading: Option<u8>,
    cells: Option<Vec<String>>,
    cell: Option<usize>,
    code: Option<bool>,
    toggles: u8,
    /// How much deeper the open lists lie than Markdown says.
    shift: usize,
    last_line: usize,
}

/// Reads a stretch of Markdown whose first line has the number `first_line`.
pub(super) fn read(text: &str, first_line: usize, width: Option<usize>, tree: &mut Tree) {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut walker = Walker {
        text,
        tree,
        lines: LineNumbers::new(text, first_line),
        width,
        lists: Vec::new(),
        item: None,
        quotes: 0,
        inline: None,
        heading: None,
        cells: None,
        cell: None,
        code: None,
        toggles: 0,
        shift: 0,
        last_line: first_line,
    };
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        walker.event(&event, range);
    }
    walker.flush();
}

impl Walker<'_, '_> {
    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(*tag, &range),
            Event::Rule => {
                self.flush();
                self.markup(&range);
            }
            Event::Html(_) => {}
            Event::Text(_) if self.code.is_some() => self.code_text(&range),
            Event::TaskListMarker(_) => self.inline = None,
            _ => {
                let start = self.inline.as_ref().map_or(range.start, |open| open.start.min(range.start));
                let end = self.inline.as_ref().map_or(range.end, |open| open.end.max(range.end));
                self.inline = Some(start..end);
            }
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. } => {
                return self.event(&Event::SoftBreak, range);
            }
            _ => self.flush(),
        }
        match tag {
            Tag::Heading { level, .. } => self.heading = Some(*level as u8),
            Tag::BlockQuote(_) => self.quotes += 1,
            Tag::List(first) => {
                if self.lists.is_empty() {
                    self.begin_list(range.start);
                }
                self.lists.push(*first);
            }
            Tag::Item => self.start_item(&range),
            Tag::CodeBlock(kind) => {
                let is_text = match kind {
                    CodeBlockKind::Indented => true,
                    CodeBlockKind::Fenced(language) => {
                        matches!(language.as_ref(), "" | "text" | "txt" | "plain" | "md" | "markdown")
                    }
                };
                self.code = Some(is_text);
                let line = self.lines.of(range.start);
                if matches!(kind, CodeBlockKind::Fenced(_)) {
                    self.tree.code(At::line(line), "```");
                }
            }
            Tag::HtmlBlock => {
                let first = self.lines.of(range.start);
                let text = self.text.get(range.clone()).unwrap_or_default();
                self.toggles = html::read(text, first, self.toggles, self.tree);
                self.last_line = self.lines.of(range.end);
            }
            Tag::TableHead | Tag::TableRow => self.cells = Some(Vec::new()),
            Tag::TableCell => self.cell = Some(range.start),
            _ => {}
        }
    }

    /// Begins an outermost list; one that is set in under a numbered item belongs to it, though Markdown wants a
    /// deeper indent for numbers of two digits.
    fn begin_list(&mut self, start: usize) {
        let line_start =
            self.text.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
        let (indent, _) = split_indent(
            self.text.get(line_start..).and_then(|rest| rest.lines().next()).unwrap_or_default(),
        );
        let line = self.lines.of(start);
        let follows =
            self.tree.nodes.last().is_some_and(|node| node.kind == Kind::Item && node.lines.1 + 1 >= line);
        self.shift = usize::from(indent >= 2 && follows);
        if self.shift == 0 {
            self.tree.end_lists();
        }
    }

    fn start_item(&mut self, range: &Range<usize>) {
        let Some(list) = self.lists.last_mut() else { return };
        let number = list.map(|number| usize::try_from(number).unwrap_or(0));
        if let Some(next) = list {
            *next = next.saturating_add(1);
        }
        let sign = self.text.get(range.start..).and_then(|text| text.chars().next()).unwrap_or('-');
        let marker = match number {
            Some(_) => Marker::COUNTED,
            None => Marker::Bullet(sign),
        };
        self.item = Some((marker, number));
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image => {
                return;
            }
            TagEnd::TableCell => {
                let cell = self.inline.take().and_then(|range| self.text.get(range)).unwrap_or_default();
                if let Some(cells) = &mut self.cells {
                    cells.push(cell.trim().to_owned());
                }
                return;
            }
            _ => self.flush(),
        }
        match tag {
            TagEnd::Heading(_) => self.heading = None,
            TagEnd::BlockQuote(_) => self.quotes = self.quotes.saturating_sub(1),
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::Item if self.item.take().is_some() => self.markup(range),
            TagEnd::CodeBlock => {
                self.code = None;
                let (_, last) = self.lines.span(range);
                self.tree.code(At::line(last), "```");
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                if let Some(cells) = self.cells.take() {
                    let first = self.lines.of(range.start);
                    // The line of dashes under the head has no event of its own.
                    let last = if tag == TagEnd::TableHead { first + 1 } else { first };
                    self.tree.row(At { lines: (first, last), ..At::default() }, cells);
                }
            }
            _ => {}
        }
    }

    fn markup(&mut self, range: &Range<usize>) {
        let lines = self.lines.span(range);
        let text = self.text.get(range.clone()).unwrap_or_default().trim();
        self.tree.code(At { lines, ..At::default() }, text.lines().next().unwrap_or_default());
    }

    fn code_text(&mut self, range: &Range<usize>) {
        let is_text = self.code.unwrap_or(false);
        let first = self.lines.of(range.start);
        let text = self.text.get(range.clone()).unwrap_or_default();
        for (count, line) in text.lines().enumerate() {
            let (indent, rest) = split_indent(line);
            if rest.is_empty() {
                continue;
            }
            let at = At { indent, quoted: true, after_blank: count == 0, ..At::line(first + count) };
            if is_text && rest.contains(' ') { self.tree.text(at, rest) } else { self.tree.code(at, rest) }
        }
    }

    /// Puts the words met since the last block where they belong.
    fn flush(&mut self) {
        let Some(range) = self.inline.take() else { return };
        let lines = self.lines.span(&range);
        let text = self.text.get(range).unwrap_or_default();
        let at = At { lines, quoted: self.quotes > 0, after_blank: true, indent: 0 };
        if let Some(level) = self.heading {
            self.lists.clear();
            return self.tree.heading(level, at, inline::tidy(text));
        }
        if self.lists.is_empty() {
            self.tree.end_lists();
            self.shift = 0;
        }
        let depth = self.lists.len() + self.shift;
        let text = unquoted(text);
        let mut reader = Reader::new(self.tree, Dialect::new(Language::Paragraph), self.width);
        reader.quoted = self.quotes > 0;
        if let Some((marker, number)) = self.item.take() {
            reader.base_indent = depth.saturating_sub(1) * 4;
            reader.item(marker, number, &text, lines.0);
        } else {
            reader.base_indent = depth * 4;
            reader.read(&text, lines.0);
        }
    }
}

/// The lines of a paragraph without the signs of the quotation it stands in.
fn unquoted(text: &str) -> String {
    if !text.contains('\n') || !text.contains('>') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for (count, line) in text.split('\n').enumerate() {
        let line = if count == 0 { line } else { line.trim_start().trim_start_matches(['>', ' ']) };
        if count > 0 {
            out.push('\n');
        }
        out.push_str(line);
    }
    out
}
