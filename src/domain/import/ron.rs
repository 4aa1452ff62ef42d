//! Our own RON: a list of questions as the bank writes them, or one question alone.

use std::fmt;
use std::sync::Arc;

use ::ron::Options;
use ::ron::extensions::Extensions;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, SeqAccess, Visitor};

use super::columns::newlines;
use super::records::QuestionRecord;
use super::sink::{Flow, Sink};
use super::wording::LONGEST_QUESTION;
use super::{Found, Why, inline};

pub(super) fn read(text: &str, sink: &mut Sink<'_>) {
    let mut reader = Reader { text, byte: 0, line: 1, sink };
    let options = Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    let mut values = match ::ron::Deserializer::from_str_with_options(text, &options) {
        Ok(values) => values,
        Err(fault) => return reader.broken(&fault),
    };
    let read = if is_list(text) {
        List { reader: &mut reader }.deserialize(&mut values)
    } else {
        Document::deserialize(&mut values).and_then(|document| match document.questions {
            Some(questions) => questions.into_iter().try_for_each(|record| reader.record(record)),
            None => reader.record(options.from_str(text).map_err(|fault| fault.code)?),
        })
    };
    if let Err(code) = read
        && !reader.sink.has_stopped()
    {
        let fault = values.span_error(code);
        reader.broken(&fault);
    }
}

/// Whether the text's first value is a list.
fn is_list(text: &str) -> bool {
    let mut rest = text.trim_start();
    loop {
        let skipped = if let Some(comment) = rest.strip_prefix("//") {
            comment.find('\n').map(|end| end + 2)
        } else if rest.starts_with("/*") {
            rest.find("*/").map(|end| end + 2)
        } else if rest.starts_with("#!") {
            rest.find(']').map(|end| end + 1)
        } else {
            return rest.starts_with('[');
        };
        let Some(behind) = skipped.and_then(|end| rest.get(end..)) else { return false };
        rest = behind.trim_start();
    }
}

/// A file of the library, or a question alone where there is no list.
#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow, default)]
    questions: Option<Vec<QuestionRecord<'a>>>,
}

struct Reader<'t, 's, 'p> {
    text: &'t str,
    byte: usize,
    line: usize,
    sink: &'s mut Sink<'p>,
}

impl Reader<'_, '_, '_> {
    fn broken(&mut self, fault: &::ron::error::SpannedError) {
        let line = fault.span.start.line;
        self.sink.warn(Some(line), format!("The RON breaks off here: {}", fault.code));
    }

    fn record<E: Error>(&mut self, record: QuestionRecord<'_>) -> Result<(), E> {
        let place = record.text.as_ptr().addr().wrapping_sub(self.text.as_ptr().addr());
        if let Some(passed) = self.text.as_bytes().get(self.byte..place) {
            self.line += newlines(passed);
            self.byte = place;
        }
        let flow = if record.text.len() > LONGEST_QUESTION * 4 {
            self.sink.leave((self.line, self.line), &record.text, Why::TooLong);
            Flow::Continue(())
        } else if record.text.trim().is_empty() {
            Flow::Continue(())
        } else {
            self.sink.question(found(record, self.line))
        };
        if flow.is_break() || self.sink.at(self.byte).is_break() {
            return Err(E::custom("stopped"));
        }
        Ok(())
    }
}

fn found(record: QuestionRecord<'_>, line: usize) -> Found {
    let whole = record.into_question();
    Found {
        follow_ups: whole.follow_ups.iter().map(|follow_up| follow_up.text.clone()).collect(),
        category: Arc::from(whole.category.as_str()),
        probes: whole.probes.clone(),
        themes: whole.themes.clone(),
        whole: Some(Box::new(whole.clone())),
        ..Found::new(inline::tidy(&whole.text), line)
    }
}

struct List<'r, 't, 's, 'p> {
    reader: &'r mut Reader<'t, 's, 'p>,
}

impl<'de> DeserializeSeed<'de> for List<'_, '_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for List<'_, '_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of questions")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<(), A::Error> {
        while let Some(record) = values.next_element::<QuestionRecord<'_>>()? {
            self.reader.record(record)?;
        }
        Ok(())
    }
}
