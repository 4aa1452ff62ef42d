//! Files that are nothing but questions, one on each line.

use crate::domain::import::wording::{self, Place};

/// Lines from the start that decide it.
const LINES_READ: usize = 100;

/// Whether every line is a question by its mark or its wording, so that being on the list says enough.
pub(super) fn is_bare_list(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(LINES_READ).peekable();
    lines.peek().is_some() && lines.all(asks)
}

fn asks(line: &str) -> bool {
    let by_mark =
        line.ends_with('?') && wording::sentences(line) <= 2 && wording::judge(line, Place::Listed).is_some();
    by_mark || wording::judge(line, Place::Loose).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_told_from_prose_that_asks() {
        assert!(is_bare_list(
            "What does the keeper do?\n\nTell me about a time you fed the walrus.\nWhy us?"
        ));
        for text in
            ["", "\n", "The zoo was closed.\nWhy?", "Why?\nBecause the keeper slept.", "Notes\nWhy us?"]
        {
            assert!(!is_bare_list(text), "{text}");
        }
    }
}
