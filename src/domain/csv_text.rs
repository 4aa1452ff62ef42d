//! Tables as comma-separated text, in which nothing runs when a spreadsheet opens it.

use std::borrow::Cow;

/// One field of a row.
pub enum Field<'a> {
    /// Words of the user. What a spreadsheet would take for a formula gets an apostrophe in front.
    Text(Cow<'a, str>),
    /// A number, a day or a time, which stays as it is.
    Exact(String),
}

impl<'a> Field<'a> {
    #[must_use]
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }
}

/// What stands between the fields of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
    /// RFC 4180.
    Comma,
    /// As spreadsheets take rows from a clipboard.
    Tab,
}

/// The rows as text.
///
/// # Errors
/// Where the text could not be put together, as the reason in a sentence. Nothing may be saved then.
pub fn write<'a, Row>(rows: impl IntoIterator<Item = Row>, separator: Separator) -> Result<String, String>
where
    Row: IntoIterator<Item = Field<'a>>,
{
    let delimiter = if separator == Separator::Comma { b',' } else { b'\t' };
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(Vec::new());
    for row in rows {
        let fields = row.into_iter().map(|field| match field {
            Field::Text(text) => neutral(text),
            Field::Exact(text) => Cow::Owned(text),
        });
        writer.write_record(fields.map(|field| field.as_bytes().to_vec())).map_err(|error| failed(&error))?;
    }
    let bytes = writer.into_inner().map_err(|error| failed(error.error()))?;
    String::from_utf8(bytes).map_err(|error| failed(&error))
}

fn failed(error: &dyn std::error::Error) -> String {
    format!("it cannot be put as CSV ({error})")
}

/// The text with an apostrophe in front where a spreadsheet would run it. A text that has such an apostrophe already
/// gets another, so that [`as_written`] finds every text again.
fn neutral(text: Cow<'_, str>) -> Cow<'_, str> {
    if runs(text.trim_start_matches('\'')) { format!("'{text}").into() } else { text }
}

/// A text of a file that [`write`] made, as it was given.
#[must_use]
pub fn as_written(field: &str) -> &str {
    field.strip_prefix('\'').filter(|rest| runs(rest.trim_start_matches('\''))).unwrap_or(field)
}

fn runs(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn row(fields: &[&str]) -> String {
        write([fields.iter().map(|field| Field::text(*field))], Separator::Comma).unwrap()
    }

    #[test]
    fn formulas_get_an_apostrophe_and_numbers_do_not() {
        assert_eq!(
            row(&["=HYPERLINK(\"x\")", "-1+2", "a, \"b\"", "line\nbreak"]),
            "\"'=HYPERLINK(\"\"x\"\")\",'-1+2,\"a, \"\"b\"\"\",\"line\nbreak\"\r\n"
        );
        let numbers = [[Field::Exact("-1.5".to_owned()), Field::text("@SUM(A1)")]];
        assert_eq!(write(numbers, Separator::Tab).unwrap(), "-1.5\t'@SUM(A1)\r\n");
    }

    proptest! {
        #[test]
        fn what_is_written_is_found_again(text in "['=+@-]{0,3}.{0,12}") {
            let csv = row(&["first", &text]);
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
            let read = reader.records().next().unwrap().unwrap();
            prop_assert_eq!(as_written(&read[1]), text);
            prop_assert!(!runs(&read[1]));
        }
    }
}
