//! Long texts piece by piece: each is turned into a tree and judged before the next is read.

use super::dialect::{Dialect, Language};
use super::judge::judge;
use super::lines::Lines;
use super::plain::{LONGEST_LINE, Reader, wrap_width};
use super::sink::{Flow, Sink};
use super::tree::{At, Tree};
use super::{Format, Why, html, markdown};

/// Bytes after which a piece ends at the next empty line.
const PIECE_BYTES: usize = 1 << 17;

/// Bytes after which a piece ends at any line.
const LONGEST_PIECE: usize = 1 << 18;

pub(super) fn read(text: &str, format: Format, sink: &mut Sink<'_>) {
    let mut pieces = Pieces {
        text,
        format,
        width: wrap_width(text),
        tree: Tree::new(format != Format::Markdown),
        start: 0,
        first_line: 1,
        toggles: 0,
    };
    let _stopped = pieces.read(sink);
}

struct Pieces<'a> {
    text: &'a str,
    format: Format,
    width: Option<usize>,
    tree: Tree,
    /// Where the piece begins that is being gathered.
    start: usize,
    first_line: usize,
    toggles: u8,
}

impl Pieces<'_> {
    fn read(&mut self, sink: &mut Sink<'_>) -> Flow {
        let mut fenced = false;
        let mut end = 0;
        for line in Lines::new(self.text) {
            let before = end;
            end = line.end;
            if line.text.len() > LONGEST_LINE && self.format != Format::Html {
                self.finish(before, line.number, sink)?;
                sink.leave((line.number, line.number), line.text, Why::TooLong);
                (self.start, self.first_line) = (end, line.number + 1);
                continue;
            }
            let mark = line.text.trim_start();
            fenced ^= mark.starts_with("```") || mark.starts_with("~~~");
            let length = end - self.start;
            if length > LONGEST_PIECE || length > PIECE_BYTES && mark.is_empty() && !fenced {
                self.finish(end, line.number + 1, sink)?;
                (self.start, self.first_line) = (end, line.number + 1);
            }
        }
        if fenced && self.format == Format::Markdown {
            self.warn_of_fence(sink);
        }
        self.finish(end, 0, sink)
    }

    /// Tells of code that nothing ends, because what follows it is not read.
    fn warn_of_fence(&self, sink: &mut Sink<'_>) {
        let fences = Lines::new(self.text).filter(|line| {
            line.text.trim_start().starts_with("```") || line.text.trim_start().starts_with("~~~")
        });
        if let Some(last) = fences.last() {
            sink.warn(Some(last.number), "A block of code begins here and nothing ends it");
        }
    }

    /// Reads and judges what lies between the beginning of the piece and `end`.
    fn finish(&mut self, end: usize, _next_line: usize, sink: &mut Sink<'_>) -> Flow {
        let Some(piece) = self.text.get(self.start..end).filter(|piece| !piece.trim().is_empty()) else {
            return sink.at(end);
        };
        let first = self.first_line;
        let mut kept = 0;
        if first == 1
            && let Some(length) = front_matter(piece)
        {
            kept = length;
        }
        let skipped = piece.get(..kept).unwrap_or_default().matches('\n').count();
        if skipped > 0 {
            self.tree.code(At { lines: (1, skipped), ..At::default() }, "---");
        }
        let piece = piece.get(kept..).unwrap_or_default();
        let language = match self.format {
            Format::Org => Language::Org,
            Format::AsciiDoc => Language::AsciiDoc,
            Format::Rst => Language::Rst,
            Format::Wiki => Language::Wiki,
            Format::Latex => Language::Latex,
            _ => Language::Plain,
        };
        match self.format {
            Format::Markdown => markdown::read(piece, first + skipped, self.width, &mut self.tree),
            Format::Html => self.toggles = html::read(piece, first + skipped, self.toggles, &mut self.tree),
            _ => Reader::new(&mut self.tree, Dialect::new(language), self.width).read(piece, first + skipped),
        }
        judge(&self.tree, sink)?;
        self.tree = self.tree.next_piece();
        sink.at(end)
    }
}

/// The length of the settings that notes begin with between two lines of dashes.
fn front_matter(text: &str) -> Option<usize> {
    const MOST_LINES: usize = 200;
    let mut length = 0;
    for (count, line) in text.split_inclusive('\n').enumerate().take(MOST_LINES) {
        length += line.len();
        let bare = line.trim_end();
        match count {
            0 if bare != "---" && bare != "+++" => return None,
            0 => {}
            _ if bare == "---" || bare == "+++" => return Some(length),
            1 if !bare.contains([':', '=']) && !bare.starts_with('#') => return None,
            _ => {}
        }
    }
    None
}
