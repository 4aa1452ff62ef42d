//! Reading RON into a tree. Recursion is bounded, and any text ends in a tree or in one sentence.

use std::fmt;
use std::mem;

use super::{Body, Entry, Group, Key, Node, Shape, Tree};

/// How deep brackets may stand in brackets. The program's own files need nine.
pub const MAX_DEPTH: usize = 48;

/// Where a text stops being RON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxFault {
    pub line: usize,
    pub what: String,
}

impl fmt::Display for SyntaxFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line {}: {}", self.line, self.what)
    }
}

impl std::error::Error for SyntaxFault {}

type Parsed<T> = Result<T, SyntaxFault>;

pub(super) fn tree(text: &str) -> Parsed<Tree> {
    let mut parser = Parser { rest: text, line: 1, depth: 0, comments: Vec::new() };
    parser.skip_blanks()?;
    parser.skip_attributes()?;
    let comments = mem::take(&mut parser.comments);
    let root = parser.value()?;
    parser.skip_blanks()?;
    match parser.peek() {
        None => Ok(Tree { comments, root, end: parser.comments }),
        Some(found) => Err(parser.fault(format!("the file should end here, but {} follows", shown(found)))),
    }
}

struct Parser<'a> {
    rest: &'a str,
    line: usize,
    depth: usize,
    /// Comments passed and not yet given to an entry.
    comments: Vec<String>,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn fault(&self, what: impl Into<String>) -> SyntaxFault {
        SyntaxFault { line: self.line, what: what.into() }
    }

    /// Takes `len` bytes, which end between characters.
    fn take(&mut self, len: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at_checked(len).unwrap_or((self.rest, ""));
        self.line += taken.matches('\n').count();
        self.rest = rest;
        taken
    }

    fn take_if(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.take(wanted.len_utf8());
        }
        found
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let len = self.rest.find(|found| !wanted(found)).unwrap_or(self.rest.len());
        self.take(len)
    }

    /// Passes white space and comments, and keeps the comments.
    fn skip_blanks(&mut self) -> Parsed<()> {
        loop {
            self.take_while(is_blank);
            if !self.take_comment()? {
                return Ok(());
            }
        }
    }

    /// Passes what stands on the rest of this line, if it is white space and comments.
    fn skip_blanks_on_line(&mut self) -> Parsed<()> {
        loop {
            self.take_while(|found| is_blank(found) && found != '\n');
            let line = self.line;
            if !self.take_comment()? || self.line != line {
                return Ok(());
            }
        }
    }

    fn take_comment(&mut self) -> Parsed<bool> {
        let len = if self.rest.starts_with("//") {
            self.rest.find('\n').unwrap_or(self.rest.len())
        } else if self.rest.starts_with("/*") {
            block_comment_len(self.rest).ok_or_else(|| self.fault("this comment has no end"))?
        } else {
            return Ok(false);
        };
        let comment = self.take(len).trim_end().to_owned();
        self.comments.push(comment);
        Ok(true)
    }

    /// Passes `#![enable(…)]`, which tells the reader of values something and this tree nothing.
    fn skip_attributes(&mut self) -> Parsed<()> {
        while self.rest.starts_with("#!") {
            let len =
                self.rest.find(']').ok_or_else(|| self.fault("the line that begins with #! has no end"))?;
            self.take(len + 1);
            self.skip_blanks()?;
        }
        Ok(())
    }

    fn value(&mut self) -> Parsed<Node> {
        let line = self.line;
        let body = match self.peek() {
            Some('(') => Body::Group(self.parentheses(String::new())?),
            Some('[') => Body::Group(self.entries(Shape::List, String::new())?),
            Some('{') => Body::Group(self.entries(Shape::Map, String::new())?),
            Some('"') => Body::Scalar(self.quoted('"')?),
            Some('\'') => Body::Scalar(self.quoted('\'')?),
            Some(_) => self.word_or_group()?,
            None => {
                return Err(self.fault("the file ends where a value should stand; the rest of it is missing"));
            }
        };
        Ok(Node { line, body })
    }

    fn word_or_group(&mut self) -> Parsed<Body> {
        if let Some(text) = self.prefixed_text()? {
            return Ok(Body::Scalar(text));
        }
        let word = self.word()?;
        let (rest, line, comments) = (self.rest, self.line, self.comments.len());
        self.skip_blanks()?;
        if self.peek() == Some('(') && word.starts_with(|first: char| first.is_alphabetic() || first == '_') {
            return Ok(Body::Group(self.parentheses(word)?));
        }
        (self.rest, self.line) = (rest, line);
        self.comments.truncate(comments);
        Ok(Body::Scalar(word))
    }

    /// A raw text, bytes or a byte: `r#"…"#`, `b"…"`, `br"…"`, `b'…'`.
    fn prefixed_text(&mut self) -> Parsed<Option<String>> {
        let prefix = ["br", "r", "b"].into_iter().find(|prefix| self.rest.starts_with(prefix)).unwrap_or("");
        let after = self.rest.get(prefix.len()..).unwrap_or("");
        let hashes = after.len() - after.trim_start_matches('#').len();
        let raw = prefix.ends_with('r') && after.get(hashes..).is_some_and(|text| text.starts_with('"'));
        if raw {
            return self.raw_text(prefix.len() + hashes + 1, hashes).map(Some);
        }
        let quote = after.chars().next().filter(|first| prefix == "b" && matches!(first, '"' | '\''));
        let Some(quote) = quote else { return Ok(None) };
        let prefix = self.take(prefix.len());
        Ok(Some(format!("{prefix}{}", self.quoted(quote)?)))
    }

    fn raw_text(&mut self, opening_len: usize, hashes: usize) -> Parsed<String> {
        let closing = format!("\"{}", "#".repeat(hashes));
        let inner = self.rest.get(opening_len..).and_then(|inner| inner.find(&closing));
        let len = inner.ok_or_else(|| self.fault("the text that begins here has no closing quote"))?;
        Ok(self.take(opening_len + len + closing.len()).to_owned())
    }

    fn quoted(&mut self, quote: char) -> Parsed<String> {
        let mut escaped = false;
        for (place, found) in self.rest.char_indices().skip(1) {
            match found {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                _ if found == quote => return Ok(self.take(place + found.len_utf8()).to_owned()),
                _ => {}
            }
        }
        Err(self.fault("the text that begins here has no closing quote"))
    }

    fn word(&mut self) -> Parsed<String> {
        let raw = if self.rest.starts_with("r#") { self.take(2) } else { "" };
        let word = self.take_while(|found| found.is_alphanumeric() || matches!(found, '_' | '.' | '+' | '-'));
        match (word.is_empty(), self.peek()) {
            (false, _) => Ok(format!("{raw}{word}")),
            (true, Some(found)) => Err(self.fault(format!("a value should stand where {} is", shown(found)))),
            (true, None) => Err(self.fault("the file ends in the middle of a value")),
        }
    }

    /// A struct or a tuple, which can only be told apart by what follows the first word.
    fn parentheses(&mut self, name: String) -> Parsed<Group> {
        let (rest, line, comments) = (self.rest, self.line, self.comments.len());
        self.take(1);
        self.skip_blanks()?;
        let is_word = self.peek().is_some_and(|first| first.is_alphabetic() || first == '_');
        let named = is_word && self.prefixed_text()?.is_none() && {
            self.word()?;
            self.skip_blanks()?;
            self.peek() == Some(':')
        };
        (self.rest, self.line) = (rest, line);
        self.comments.truncate(comments);
        self.entries(if named { Shape::Fields } else { Shape::Tuple }, name)
    }

    fn entries(&mut self, shape: Shape, name: String) -> Parsed<Group> {
        let opened_on = self.line;
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.fault(format!("brackets stand in brackets more than {MAX_DEPTH} deep")));
        }
        let outer = mem::take(&mut self.comments);
        let (opening, closing) = shape.brackets();
        self.take_if(opening);
        let mut entries = Vec::new();
        loop {
            self.skip_blanks()?;
            match self.peek() {
                Some(found) if found == closing => break,
                None => {
                    let what = format!("the bracket {opening} that opens on this line is never closed");
                    return Err(SyntaxFault { line: opened_on, what });
                }
                Some(_) => entries.push(self.entry(shape, closing)?),
            }
        }
        self.take_if(closing);
        self.depth -= 1;
        let end = mem::replace(&mut self.comments, outer);
        Ok(Group { shape, name, entries, end })
    }

    fn entry(&mut self, shape: Shape, closing: char) -> Parsed<Entry> {
        let key = match shape {
            Shape::Fields => Key::Field(self.word()?.trim_start_matches("r#").to_owned()),
            Shape::Map => Key::Value(Box::new(self.value()?)),
            Shape::List | Shape::Tuple => Key::None,
        };
        if !matches!(key, Key::None) {
            self.skip_blanks()?;
            if !self.take_if(':') {
                return Err(self.fault("a colon is missing between a name and its value"));
            }
            self.skip_blanks()?;
        }
        let mut comments = mem::take(&mut self.comments);
        let value = self.value()?;
        self.skip_blanks_on_line()?;
        comments.append(&mut self.comments);
        self.skip_blanks()?;
        if self.take_if(',') {
            comments.append(&mut self.comments);
            self.skip_blanks_on_line()?;
            comments.append(&mut self.comments);
        } else if self.peek().is_some_and(|found| found != closing) {
            return Err(self.fault(format!("a comma or a closing {closing} is missing before this")));
        }
        Ok(Entry { comments, key, value })
    }
}

/// The length of a comment in `/* */`, which may hold others.
fn block_comment_len(text: &str) -> Option<usize> {
    let mut open = 0_usize;
    let mut before = '\0';
    for (place, found) in text.char_indices() {
        match (before, found) {
            ('/', '*') => (open, before) = (open + 1, '\0'),
            ('*', '/') => {
                (open, before) = (open.checked_sub(1)?, '\0');
                if open == 0 {
                    return Some(place + 1);
                }
            }
            _ => before = found,
        }
    }
    None
}

/// What the reader of values takes for white space.
const fn is_blank(found: char) -> bool {
    matches!(
        found,
        ' ' | '\t'
            | '\n'
            | '\r'
            | '\x0B'
            | '\x0C'
            | '\u{85}'
            | '\u{200E}'
            | '\u{200F}'
            | '\u{2028}'
            | '\u{2029}'
    )
}

fn shown(found: char) -> String {
    if found.is_control() { format!("the byte {:#04x}", u32::from(found)) } else { format!("\"{found}\"") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> SyntaxFault {
        tree(text).unwrap_err()
    }

    #[test]
    fn faults_name_the_line_that_has_to_be_mended() {
        assert_eq!(fault("(\n a: 1\n b: 2)").line, 3);
        assert_eq!(fault("(\n a: [1,\n").line, 2);
        assert_eq!(fault("(\n\n a 1)").line, 3);
        assert_eq!(fault("(a: \"x").what, "the text that begins here has no closing quote");
        assert_eq!(fault("").line, 1);
        assert_eq!(fault("(a: 1) (").what, "the file should end here, but \"(\" follows");
    }

    #[test]
    fn a_hundred_thousand_brackets_end_in_a_sentence() {
        for bracket in ["[", "(", "{", "(a:", "Some("] {
            assert!(fault(&bracket.repeat(100_000)).what.contains("more than 48 deep"));
        }
    }

    #[test]
    fn every_kind_of_value_is_kept_as_written() {
        let text = r##"[1, -2.5e-3, +inf, NaN, true, Some(4), 'x', '\'', "a\"b", r#"c"d"#, b"e", b'f', br"g", Name, r#type]"##;
        let parsed = tree(text).unwrap();
        let root = parsed.root.group().unwrap();
        let words: Vec<&str> = root.entries.iter().filter_map(|entry| entry.value.as_scalar()).collect();
        assert_eq!(
            words,
            [
                "1",
                "-2.5e-3",
                "+inf",
                "NaN",
                "true",
                "'x'",
                r"'\''",
                r#""a\"b""#,
                r##"r#"c"d"#"##,
                r#"b"e""#,
                "b'f'",
                r#"br"g""#,
                "Name",
                "r#type"
            ]
        );
    }

    #[test]
    fn fields_and_tuples_are_told_apart() {
        let shape = |text: &str| tree(text).unwrap().root.group().unwrap().shape;
        assert_eq!(shape("Story(/* who */ title /* what */: 1)"), Shape::Fields);
        assert_eq!(shape("(r#type: 1)"), Shape::Fields);
        assert_eq!(shape("(title)"), Shape::Tuple);
        assert_eq!(shape("(r\"a\")"), Shape::Tuple);
        assert_eq!(shape("()"), Shape::Tuple);
        assert_eq!(shape("(Some(1), 2)"), Shape::Tuple);
    }
}
