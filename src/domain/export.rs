//! Questions as text that people and other programs read, and that imports back unchanged.
//!
//! RON keeps everything about a question. Markdown and CSV keep what other people's lists have too: the words,
//! category, themes, follow-ups and what is probed. Text is tidied on the way out: one line, single spaces.

use std::fmt::Write as _;

use ron::ser::PrettyConfig;

use super::csv_text::{self, Field, Separator};
use super::import::exchange::{FOLLOW_UPS, MARKDOWN_MARKER, PROBES, THEMES, escape};
use super::import::table::HEADER;
use super::import::{QuestionRecord, tidy};
use super::question::Question;

/// How questions are written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExportFormat {
    Markdown,
    Csv,
    Ron,
}

impl ExportFormat {
    pub const ALL: [Self; 3] = [Self::Markdown, Self::Csv, Self::Ron];

    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Csv => "csv",
            Self::Ron => "ron",
        }
    }

    /// The questions in this format.
    ///
    /// # Errors
    /// Where they could not be put into it, as the reason in a sentence. Nothing may be saved then.
    pub fn write<'a>(self, questions: impl IntoIterator<Item = &'a Question>) -> Result<String, String> {
        match self {
            Self::Markdown => Ok(markdown(questions)),
            Self::Csv => csv(questions),
            Self::Ron => ron(questions),
        }
    }
}

fn markdown<'a>(questions: impl IntoIterator<Item = &'a Question>) -> String {
    let mut out = format!("{MARKDOWN_MARKER}\n");
    let mut category = String::new();
    for question in questions {
        let own = escape(&question.category);
        if own != category {
            let _ = write!(out, "\n## {own}\n");
            category = own;
        }
        let _ = write!(out, "\n### {}\n", escape(&question.text));
        let follow_ups = question.follow_ups.iter().map(|follow_up| follow_up.text.as_str());
        list(&mut out, FOLLOW_UPS, follow_ups);
        list(&mut out, PROBES, question.probes.iter().map(String::as_str));
        list(&mut out, THEMES, question.themes.iter().map(String::as_str));
    }
    out
}

fn list<'a>(out: &mut String, label: &str, entries: impl Iterator<Item = &'a str>) {
    let mut entries = entries.map(escape).filter(|entry| !entry.is_empty()).peekable();
    if entries.peek().is_some() {
        let _ = write!(out, "\n{label}\n\n");
        for entry in entries {
            let _ = writeln!(out, "- {entry}");
        }
    }
}

fn csv<'a>(questions: impl IntoIterator<Item = &'a Question>) -> Result<String, String> {
    let lines = |entries: &mut dyn Iterator<Item = &str>| entries.map(tidy).collect::<Vec<_>>().join("\n");
    let row = |question: &Question| {
        [
            tidy(&question.text),
            tidy(&question.category),
            lines(&mut question.themes.iter().map(String::as_str)),
            lines(&mut question.follow_ups.iter().map(|follow_up| follow_up.text.as_str())),
            lines(&mut question.probes.iter().map(String::as_str)),
        ]
        .map(Field::text)
    };
    csv_text::write(
        std::iter::once(HEADER.map(Field::text)).chain(questions.into_iter().map(row)),
        Separator::Comma,
    )
}

fn ron<'a>(questions: impl IntoIterator<Item = &'a Question>) -> Result<String, String> {
    let records: Vec<QuestionRecord<'_>> = questions.into_iter().map(QuestionRecord::of).collect();
    ron::ser::to_string_pretty(&records, PrettyConfig::new())
        .map_err(|error| format!("they cannot be put as RON ({error})"))
}
