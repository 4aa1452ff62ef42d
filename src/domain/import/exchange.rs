//! The Markdown that this program exports: plain to read, and strict enough to come back word for word.

use std::sync::Arc;

use super::lines::Lines;
use super::sink::Sink;
use super::{Found, inline};

/// The first line of exported Markdown; nobody sees it where the file is shown as a page.
pub const MARKDOWN_MARKER: &str = "<!-- Starling questions, format 1 -->";

/// Labels over the lists under a question.
pub(crate) const FOLLOW_UPS: &str = "**Follow-ups**";
pub(crate) const PROBES: &str = "**What it probes**";
pub(crate) const THEMES: &str = "**Themes**";

pub(super) fn is_ours(text: &str) -> bool {
    text.trim_start().starts_with(MARKDOWN_MARKER)
}

pub(super) fn read(text: &str, sink: &mut Sink<'_>) {
    let mut category: Arc<str> = Arc::default();
    let mut list = FOLLOW_UPS;
    let mut open: Option<Found> = None;
    for line in Lines::new(text) {
        if sink.at(line.end).is_break() {
            return;
        }
        let words = line.text.trim_end();
        if let Some(question) = words.strip_prefix("### ") {
            if open.take().is_some_and(|found| sink.question(found).is_break()) {
                return;
            }
            open = Some(Found {
                category: Arc::clone(&category),
                ..Found::new(unescape(question), line.number)
            });
            list = FOLLOW_UPS;
        } else if words == "##" || words.starts_with("## ") {
            category = Arc::from(unescape(words.trim_start_matches("##").trim_start()));
        } else if let Some(label) = [FOLLOW_UPS, PROBES, THEMES].into_iter().find(|label| words == *label) {
            list = label;
        } else if let (Some(entry), Some(found)) = (words.strip_prefix("- "), open.as_mut()) {
            let entries = match list {
                PROBES => &mut found.probes,
                THEMES => &mut found.themes,
                _ => &mut found.follow_ups,
            };
            entries.push(unescape(entry));
        }
    }
    if let Some(found) = open {
        let _stopped = sink.question(found);
    }
}

/// Keeps the signs of Markdown and HTML from being read as such.
pub(crate) fn escape(text: &str) -> String {
    let text = inline::tidy(text);
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if "\\`*_[]<>&#~|".contains(letter) {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letters.peek() {
            Some(next) if letter == '\\' && next.is_ascii_punctuation() => {
                out.push(*next);
                letters.next();
            }
            _ => out.push(letter),
        }
    }
    inline::tidy(&out)
}
