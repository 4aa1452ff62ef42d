//! Which kind of file this is, by its name and by what stands in it.

use super::columns::Columns;
use super::dialect::{self, Language};
use super::table;

/// The shape of a question list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    Markdown,
    Plain,
    /// Comma-separated values, by whatever character separates them.
    Table {
        delimiter: u8,
    },
    Json,
    Yaml,
    Html,
    Org,
    AsciiDoc,
    Rst,
    Wiki,
    Latex,
    Ron,
}

impl Format {
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Markdown => "Markdown",
            Self::Plain => "plain text",
            Self::Table { delimiter: b'\t' } => "TSV",
            Self::Table { .. } => "CSV",
            Self::Json => "JSON",
            Self::Yaml => "YAML",
            Self::Html => "HTML",
            Self::Org => "Org",
            Self::AsciiDoc => "AsciiDoc",
            Self::Rst => "reStructuredText",
            Self::Wiki => "wiki text",
            Self::Latex => "LaTeX",
            Self::Ron => "RON",
        }
    }

    pub(super) fn detect(text: &str, name: &str) -> Self {
        let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_lowercase());
        match extension.as_deref() {
            Some("md" | "markdown" | "mdx" | "mkd") => Self::Markdown,
            Some("json" | "jsonl" | "ndjson") => Self::Json,
            Some("ron") => Self::Ron,
            Some("yaml" | "yml") => Self::Yaml,
            Some("html" | "htm" | "xhtml") => Self::Html,
            Some("org") => Self::Org,
            Some("adoc" | "asciidoc" | "asc") => Self::AsciiDoc,
            Some("rst" | "rest") => Self::Rst,
            Some("wiki" | "mediawiki" | "wikitext") => Self::Wiki,
            Some("tex" | "latex" | "ltx") => Self::Latex,
            Some("csv") => sniff_table(text, b",;\t|", false).unwrap_or(Self::Plain),
            Some("tsv" | "tab") => sniff_table(text, b"\t,;|", false).unwrap_or(Self::Plain),
            _ => by_content(text),
        }
    }
}

fn by_content(text: &str) -> Format {
    let start = text.trim_start();
    let second = start.get(1..).unwrap_or_default().trim_start();
    if start.starts_with('{') && second.starts_with(['"', '}'])
        || start.starts_with('[') && second.starts_with(['"', '{', '['])
    {
        return Format::Json;
    }
    if start.starts_with("#![enable") || start.starts_with(['[', '(']) && second.starts_with(['(', '/']) {
        return Format::Ron;
    }
    if let Some(other) = by_markup(start) {
        return other;
    }
    if let Some(table) = sniff_table(text, b"\t;,|", true) {
        return table;
    }
    match dialect::detect(text) {
        Some(Language::Latex) => return Format::Latex,
        Some(Language::Org) => return Format::Org,
        Some(Language::Wiki) => return Format::Wiki,
        Some(Language::AsciiDoc) => return Format::AsciiDoc,
        Some(Language::Rst) => return Format::Rst,
        _ => {}
    }
    let is_markdown = text.lines().take(500).any(|line| {
        line.starts_with("# ") || line.starts_with("## ") || line.starts_with("**") || line.starts_with("```")
    });
    if is_markdown { Format::Markdown } else { Format::Plain }
}

/// Formats that their first letters show.
fn by_markup(start: &str) -> Option<Format> {
    const SAMPLE_CHARS: usize = 2_000;
    let sample: String = start.chars().take(SAMPLE_CHARS).collect::<String>().to_lowercase();
    let tags = [
        "<html",
        "<!doctype html",
        "<ul>",
        "<ol>",
        "<ul ",
        "<ol ",
        "<li>",
        "<p>",
        "<p ",
        "<h1",
        "<h2",
        "<div",
        "<meta",
        "<section",
        "<body",
    ];
    if sample.starts_with('<') && tags.iter().any(|tag| sample.starts_with(tag)) {
        return Some(Format::Html);
    }
    let first = sample.lines().next().unwrap_or_default();
    if first.starts_with("#separator:") {
        let name = first.trim_start_matches("#separator:").trim();
        let delimiter = match name {
            "comma" => b',',
            "semicolon" => b';',
            "pipe" => b'|',
            _ => name
                .bytes()
                .next()
                .filter(|byte| name.len() == 1 && byte.is_ascii_punctuation())
                .unwrap_or(b'\t'),
        };
        return Some(Format::Table { delimiter });
    }
    let keyed = |line: &&str| {
        line.trim_start_matches(['-', ' '])
            .split_once(": ")
            .is_some_and(|(key, _)| !key.contains(' ') && key.len() < 24)
    };
    let listed = sample
        .lines()
        .filter(|line| line.starts_with("- ") || line.starts_with("  - "))
        .filter(keyed)
        .count();
    (listed >= 2 && !sample.contains("\n# ")).then_some(Format::Yaml)
}

/// Longest line of a table; beyond it every field would cost more than the file.
const LONGEST_ROW: usize = 1 << 20;

/// Rows that decide whether a text is a table.
const SAMPLE_ROWS: usize = 50;

/// The separator that gives most rows the same number of fields. A `strict` search wants more than commas in
/// prose: a header that names a column of questions, or a separator that prose does not use.
fn sniff_table(text: &str, separators: &[u8], strict: bool) -> Option<Format> {
    if has_longer_line(text, LONGEST_ROW) {
        return None;
    }
    let mut best: Option<(usize, u8)> = None;
    for &delimiter in separators {
        let rows = table::sample(text, delimiter, SAMPLE_ROWS);
        let has_header = rows.iter().take(5).any(|row| Columns::from_header(row).is_some());
        let width = most_common_width(&rows);
        let regular = rows.iter().filter(|row| row.len() == width).count();
        let is_table = width >= 2 && rows.len() >= 2 && regular * 10 >= rows.len() * 7;
        let unusual = matches!(delimiter, b'\t' | b';') && rows.len() >= 3;
        let fits = if strict { is_table && (has_header || unusual) } else { is_table || has_header };
        if !fits {
            continue;
        }
        let points =
            regular * 100 / rows.len().max(1) + if has_header { 1000 } else { 0 } + width.min(10) * 10;
        if best.is_none_or(|(most, _)| points > most) {
            best = Some((points, delimiter));
        }
    }
    best.map(|(_, delimiter)| Format::Table { delimiter })
}

fn most_common_width(rows: &[Vec<String>]) -> usize {
    let count = |width: usize| rows.iter().filter(|row| row.len() == width).count();
    rows.iter().map(Vec::len).max_by_key(|width| (count(*width), *width)).unwrap_or(0)
}

fn has_longer_line(text: &str, longest: usize) -> bool {
    let mut start = 0;
    for (end, _) in text.match_indices('\n') {
        if end - start > longest {
            return true;
        }
        start = end;
    }
    text.len() - start > longest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_tells_what_the_name_does_not() {
        for (text, name, format) in [
            ("[\"a\"]", "x", Format::Json),
            ("[(text: \"a\")]", "x.txt", Format::Ron),
            ("Question;Notes\nWhy us?;a\n", "x.csv", Format::Table { delimiter: b';' }),
            ("question,notes\nWhy us?,a\n", "notes", Format::Table { delimiter: b',' }),
            ("Hello, Ann\nWhy us, and not them?\nSee you, Bob\n", "mail.txt", Format::Plain),
            ("# Prep\n\n- Why us?", "prep", Format::Markdown),
            ("Tell me, in short, about you\nWhy us?\n", "x.csv", Format::Plain),
        ] {
            assert_eq!(Format::detect(text, name), format, "{text}");
        }
    }
}
