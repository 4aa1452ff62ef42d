//! A text's lines with their numbers, whatever ends them.

/// One line without its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line<'a> {
    pub number: usize,
    /// Bytes of the text before the next line.
    pub end: usize,
    pub text: &'a str,
}

/// Lines ended by `\n`, `\r\n`, or, where the text has neither, `\r`.
#[derive(Clone, Debug)]
pub(super) struct Lines<'a> {
    text: &'a str,
    at: usize,
    number: usize,
    separator: char,
}

impl<'a> Lines<'a> {
    pub fn new(text: &'a str) -> Self {
        let separator = if text.contains('\n') { '\n' } else { '\r' };
        Self { text, at: 0, number: 0, separator }
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let (line, length) = match rest.find(self.separator) {
            Some(place) => (rest.get(..place)?, place + 1),
            None => (rest, rest.len()),
        };
        self.at += length;
        self.number += 1;
        Some(Line { number: self.number, end: self.at, text: line.trim_end_matches('\r') })
    }
}

/// The indent of a line in columns, and what stands behind it.
pub(super) fn split_indent(line: &str) -> (usize, &str) {
    const TAB: usize = 4;
    let mut columns = 0;
    for (place, letter) in line.char_indices() {
        match letter {
            ' ' | '\u{A0}' | '\u{3000}' => columns += 1,
            '\t' => columns += TAB - columns % TAB,
            '\u{FEFF}' | '\u{200B}' => {}
            _ => return (columns, line.get(place..).unwrap_or_default().trim_end()),
        }
    }
    (columns, "")
}

/// Letters of scripts that put no spaces between words.
pub(super) fn is_ideograph(letter: char) -> bool {
    matches!(letter, '\u{2E80}'..='\u{A4CF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_line_ends_count_the_same() {
        for text in ["a\nb\n\nc", "a\r\nb\r\n\r\nc\r\n", "a\rb\r\rc"] {
            let lines: Vec<_> = Lines::new(text).map(|line| (line.number, line.text)).collect();
            assert_eq!(lines, [(1, "a"), (2, "b"), (3, ""), (4, "c")], "{text:?}");
        }
    }

    #[test]
    fn tabs_reach_the_next_stop() {
        assert_eq!(split_indent(" \t- a "), (4, "- a"));
        assert_eq!(split_indent("   "), (3, ""));
    }
}
