//! Reading other people's question lists: bytes in, questions out, with the line each one came from.
//!
//! A front for each format turns the text into one tree ([`tree`]); then siblings are judged together
//! ([`judge`]), and every line ends up among the questions taken, those that are unsure, or what is left out
//! with its reason. Long texts are read piece by piece, so that reading can be stopped and memory stays small.

mod columns;
mod dialect;
mod duplicates;
mod encoding;
pub(super) mod exchange;
mod format;
mod html;
mod inline;
mod json;
mod judge;
mod labels;
mod lines;
mod markdown;
mod marker;
mod pieces;
mod plain;
mod records;
mod ron;
mod sink;
mod structured;
pub(super) mod table;
mod tree;
// Lists of words, set as running text.
#[rustfmt::skip]
mod vocabulary;
mod wording;
mod yaml;

pub mod batch;

use std::fmt;
use std::ops::ControlFlow;
use std::sync::Arc;

pub use duplicates::mark_duplicates;
pub use format::Format;
pub use inline::tidy;
pub use records::QuestionRecord;

use super::question::{FollowUp, Question, QuestionId, Source};
use sink::Sink;

/// Files beyond this are refused unread.
pub const MAX_BYTES: usize = 256 << 20;

/// Questions taken from one file; what goes beyond is not read, and a warning says so.
pub const MAX_QUESTIONS: usize = 200_000;

/// Told how much is done, from 0 to 1; answers whether to go on.
pub type Progress<'a> = dyn FnMut(f32) -> ControlFlow<()> + 'a;

/// What a file gave.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    pub format: Format,
    pub questions: Vec<Found>,
    /// Everything else that the file says, in its order.
    pub skipped: Vec<Skipped>,
    pub warnings: Vec<Warning>,
}

/// A question found in a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub text: String,
    pub follow_ups: Vec<String>,
    /// The heading it stands under; empty for none.
    pub category: Arc<str>,
    pub probes: Vec<String>,
    pub themes: Vec<String>,
    /// Where it stands, counted from one.
    pub line: usize,
    /// The lines that it was made of, each stretch by its first and last.
    pub lines: Vec<(usize, usize)>,
    /// The list it stands in: siblings share the number.
    pub list: usize,
    pub confidence: Confidence,
    pub duplicate_of: Option<Twin>,
    /// What a file of our own format says beyond the fields above.
    pub whole: Option<Box<Question>>,
}

/// How plainly the file says that this is a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// It may be one; the user decides.
    Unsure,
    /// Its place in the file or its wording leaves no doubt.
    Sure,
}

/// The question that another one repeats in much the same words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Twin {
    /// One that is in the bank or the library already.
    Known(QuestionId),
    /// An earlier one of the same import: its place in the list.
    Earlier(usize),
}

/// Something that was not taken for a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    pub line: usize,
    pub last_line: usize,
    pub text: String,
    pub why: Why,
}

/// Why a line was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// It is part of an answer.
    Answer,
    /// It is advice to the reader.
    Advice,
    /// It is for the candidate to ask.
    ForTheInterviewer,
    /// It is running text.
    Prose,
    /// It names what follows.
    Title,
    /// It is a link into the same page.
    Contents,
    /// It is code, markup or a setting.
    Markup,
    /// It asks nothing, and nothing near it does.
    Nothing,
    /// It is longer than anybody would ask.
    TooLong,
}

impl Why {
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Answer => "part of an answer",
            Self::Advice => "advice, not a question",
            Self::ForTheInterviewer => "a question to ask the interviewer",
            Self::Prose => "running text",
            Self::Title => "a heading or label",
            Self::Contents => "part of a table of contents",
            Self::Markup => "code or markup",
            Self::Nothing => "asks nothing",
            Self::TooLong => "too long for a question",
        }
    }
}

/// Something about the file that the user should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    pub line: Option<usize>,
    pub what: String,
}

/// Why nothing could be read from a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportFault {
    Empty,
    TooLarge,
    NotText { kind: &'static str },
    Cancelled,
}

impl fmt::Display for ImportFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("The file is empty"),
            Self::TooLarge => {
                write!(
                    f,
                    "The file has more than the {} MB that can be read at once; split it",
                    MAX_BYTES >> 20
                )
            }
            Self::NotText { kind } => {
                write!(f, "This is {kind}, not text; save it as Markdown, plain text or CSV and import that")
            }
            Self::Cancelled => f.write_str("Reading was stopped; nothing was imported"),
        }
    }
}

impl std::error::Error for ImportFault {}

/// Reads the questions of a file whose name is `name`.
///
/// # Errors
/// The file holds no text, is too large, or `progress` asked to stop.
pub fn read(bytes: &[u8], name: &str, progress: &mut Progress<'_>) -> Result<Import, ImportFault> {
    if bytes.len() > MAX_BYTES {
        return Err(ImportFault::TooLarge);
    }
    let mut decoded = encoding::decode(bytes)?;
    let format = Format::detect(&decoded.text, name);
    let is_ours = format == Format::Ron || exchange::is_ours(&decoded.text) || table::is_ours(&decoded.text);
    if !is_ours {
        decoded.mend();
    }
    let text = decoded.text.as_ref();
    if text.trim().is_empty() {
        return Err(ImportFault::Empty);
    }
    let mut sink = Sink::new(format, text.len(), progress);
    sink.warn_all(decoded.warnings);
    match format {
        Format::Markdown if is_ours => exchange::read(text, &mut sink),
        Format::Table { delimiter } => table::read(text, delimiter, &mut sink),
        Format::Ron => ron::read(text, &mut sink),
        Format::Json | Format::Yaml => {
            let tree = if format == Format::Json {
                json::read(text, &mut sink)
            } else {
                yaml::read(text, &mut sink)
            };
            let _stopped = judge::judge(&tree, &mut sink);
        }
        _ => pieces::read(text, format, &mut sink),
    }
    if !is_ours && !sink.has_stopped() {
        sink.account_for(text);
    }
    sink.finish()
}

impl Found {
    pub(crate) fn new(text: String, line: usize) -> Self {
        Self {
            text,
            follow_ups: Vec::new(),
            category: Arc::default(),
            probes: Vec::new(),
            themes: Vec::new(),
            line,
            lines: Vec::new(),
            list: 0,
            confidence: Confidence::Sure,
            duplicate_of: None,
            whole: None,
        }
    }

    /// The question as the library keeps it.
    #[must_use]
    pub fn into_question(self, id: QuestionId, source: Source) -> Question {
        let known = self.whole.as_deref().map_or(&[][..], |whole| whole.follow_ups.as_slice());
        let follow_ups = (1..)
            .zip(self.follow_ups)
            .map(|(number, text)| {
                let settles =
                    known.iter().find(|known| known.text == text).map(|known| known.settles.clone());
                FollowUp { id: format!("{id}-f{number}"), text, settles: settles.unwrap_or_default() }
            })
            .collect();
        let whole =
            self.whole.map_or_else(|| Question::plain(id.clone(), "", source.clone()), |whole| *whole);
        Question {
            id,
            text: self.text,
            category: self.category.as_ref().to_owned(),
            themes: self.themes,
            probes: self.probes,
            follow_ups,
            source,
            ..whole
        }
    }
}
