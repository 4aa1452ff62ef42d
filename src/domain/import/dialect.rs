//! The markup languages that are read line by line: what makes a heading, an item or a table row in each.

mod commands;

use super::lines::split_indent;
use super::tree::Marker;

/// What a line is, with the marks of its language turned into those of Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Heading(u8, String),
    Item {
        indent: usize,
        marker: Marker,
        number: Option<usize>,
        text: String,
    },
    Row(Vec<String>),
    Text(String),
    /// Code, comments, settings.
    Markup,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    Plain,
    /// A paragraph of Markdown, whose blocks another parser has found.
    Paragraph,
    Org,
    AsciiDoc,
    Rst,
    Wiki,
    Latex,
}

/// A language and how far a text in it has been read.
#[derive(Clone, Debug)]
pub(super) struct Dialect {
    language: Language,
    /// What ends the code or comment that is open.
    fence: Option<String>,
    /// The underlines met so far, in the order of the headings' levels.
    underlines: Vec<char>,
    /// Lists open round the line, by whether they are numbered.
    lists: Vec<bool>,
    in_table: bool,
    in_preamble: bool,
}

impl Dialect {
    pub fn new(language: Language) -> Self {
        Self {
            language,
            fence: None,
            underlines: Vec::new(),
            lists: Vec::new(),
            in_table: false,
            in_preamble: false,
        }
    }

    pub fn is_plain(&self) -> bool {
        self.language == Language::Plain
    }

    pub fn quotes(&self) -> bool {
        matches!(self.language, Language::Plain | Language::Paragraph)
    }

    pub fn shape(&mut self, indent: usize, line: &str, next: &str, two_lines: &mut bool) -> Shape {
        if let Some(fence) = &self.fence {
            if line.to_ascii_lowercase().starts_with(fence.as_str()) {
                self.fence = None;
            }
            return Shape::Markup;
        }
        if matches!(self.language, Language::Plain | Language::Rst)
            && let Some(shape) = self.underlined(indent, line, next)
        {
            *two_lines = true;
            return shape;
        }
        match self.language {
            Language::Plain => self.plain(line),
            Language::Paragraph => Shape::Text(line.to_owned()),
            Language::Org => self.org(line),
            Language::AsciiDoc => self.asciidoc(line),
            Language::Rst => self.rst(line),
            Language::Wiki => self.wiki(line),
            Language::Latex => self.latex(line),
        }
    }

    fn open(&mut self, end: impl Into<String>) -> Shape {
        self.fence = Some(end.into());
        Shape::Markup
    }

    /// A title with a line of one sign under it.
    fn underlined(&mut self, indent: usize, line: &str, next: &str) -> Option<Shape> {
        let sign =
            next.chars().next().filter(|sign| sign.is_ascii_punctuation() && !"|+.".contains(*sign))?;
        let under = next.trim_end();
        let fits = under.len() >= 3
            && under.chars().all(|letter| letter == sign)
            && under.len() * 2 >= line.chars().count();
        if !fits || indent > 0 || !line.contains(char::is_alphanumeric) {
            return None;
        }
        let known = self.underlines.iter().position(|known| *known == sign).unwrap_or_else(|| {
            self.underlines.push(sign);
            self.underlines.len() - 1
        });
        Some(Shape::Heading(u8::try_from(known + 1).unwrap_or(6).min(6), self.inline(line)))
    }

    fn plain(&mut self, line: &str) -> Shape {
        if line.starts_with("```") || line.starts_with("~~~") {
            return self.open(line.get(..3).unwrap_or_default());
        }
        if is_rule(line) {
            return Shape::Markup;
        }
        match run(line, '#') {
            Some((level @ 1..=6, title)) => {
                Shape::Heading(level, title.trim_end_matches(['#', ' ']).to_owned())
            }
            _ => Shape::Text(line.to_owned()),
        }
    }

    fn org(&mut self, line: &str) -> Shape {
        let lower = line.to_ascii_lowercase();
        if let Some(kind) = lower
            .strip_prefix("#+begin_")
            .filter(|kind| kind.starts_with("src") || kind.starts_with("comment"))
        {
            let name = kind.split(' ').next().unwrap_or_default();
            return self.open(format!("#+end_{name}"));
        }
        if lower.starts_with(":properties:") || lower.starts_with(":logbook:") {
            return self.open(":end:");
        }
        if let Some(title) = lower.strip_prefix("#+title:").and_then(|_| line.get("#+title:".len()..)) {
            return Shape::Heading(1, title.trim().to_owned());
        }
        if line.starts_with("#+") || line.starts_with("# ") || line.starts_with('|') && line.starts_with("|-")
        {
            return Shape::Markup;
        }
        if line.starts_with('|') {
            return Shape::Row(super::columns::split_row(&self.inline(line)));
        }
        if let Some((level, title)) = run(line, '*') {
            let title =
                ["TODO ", "DONE ", "NEXT "].iter().find_map(|word| title.strip_prefix(word)).unwrap_or(title);
            let tagged = title.trim_end().ends_with(':') && title.contains(" :");
            let title =
                if tagged { title.rsplit_once(" :").map_or(title, |(title, _)| title) } else { title };
            return Shape::Heading(level.saturating_add(1), self.inline(title.trim()));
        }
        Shape::Text(self.inline(line))
    }

    fn asciidoc(&mut self, line: &str) -> Shape {
        let sign = line.chars().next().unwrap_or(' ');
        let is_run = line.len() >= 4 && line.chars().all(|letter| letter == sign);
        if is_run && "-.+/".contains(sign) || line.starts_with("```") {
            return self.open(line.get(..3).unwrap_or_default());
        }
        if line.starts_with("|===") {
            self.in_table = !self.in_table;
            return Shape::Markup;
        }
        if self.in_table && line.starts_with('|') {
            return Shape::Row(super::columns::split_row(&self.inline(line)));
        }
        let setting = line.starts_with(':')
            && line.get(1..).is_some_and(|rest| rest.contains(": ") || rest.ends_with(':'));
        let block = ["--", "'''", "<<<", "+"];
        let attribute = line.starts_with('[') && line.ends_with(']') && !line.contains("] ");
        let macros = ["//", "include::", "image::", "[["];
        if setting
            || attribute
            || is_run
            || block.contains(&line)
            || macros.iter().any(|mark| line.starts_with(mark))
        {
            return Shape::Markup;
        }
        if let Some((level, title)) = run(line, '=') {
            return Shape::Heading(level, self.inline(title));
        }
        for (sign, numbered) in [('*', false), ('.', true), ('-', false)] {
            if let Some((depth, text)) = run(line, sign) {
                return self.nested(depth, numbered, text);
            }
        }
        if let Some((term, rest)) =
            line.split_once(":: ").or_else(|| line.strip_suffix("::").map(|term| (term, "")))
        {
            let text = if rest.is_empty() { term.to_owned() } else { format!("**{term}** {rest}") };
            return self.nested(1, false, &text);
        }
        match line.strip_prefix('.').filter(|title| title.starts_with(char::is_alphabetic)) {
            Some(title) => Shape::Text(format!("**{title}**")),
            None => Shape::Text(self.inline(line)),
        }
    }

    fn rst(&mut self, line: &str) -> Shape {
        let is_code =
            ["code", "highlight", "image", "figure", "toctree", "include", "raw", "contents", "meta", "_"];
        if let Some(directive) = line.strip_prefix(".. ") {
            let name = directive.split("::").next().unwrap_or_default();
            let said = directive.split_once(":: ").map_or("", |(_, said)| said);
            let quiet = is_code.iter().any(|code| name.starts_with(code)) || !directive.contains("::");
            return if quiet || said.is_empty() { Shape::Markup } else { Shape::Text(self.inline(said)) };
        }
        let field = line.starts_with(':')
            && line.get(1..).is_some_and(|rest| rest.contains(':'))
            && !line.contains('?');
        if field || is_rule(line) || line.starts_with("+-") || line.starts_with("+=") {
            return Shape::Markup;
        }
        let line = line.strip_prefix("| ").unwrap_or(line);
        Shape::Text(self.inline(line))
    }

    fn nested(&self, depth: u8, numbered: bool, text: &str) -> Shape {
        let marker = if numbered { Marker::COUNTED } else { Marker::Bullet('*') };
        let indent = usize::from(depth.saturating_sub(1)) * 4;
        Shape::Item { indent, marker, number: None, text: self.inline(text) }
    }

    /// Turns the marks inside a line into those of Markdown.
    fn inline(&self, line: &str) -> String {
        match self.language {
            Language::Plain | Language::Paragraph => line.to_owned(),
            Language::Org => strong(&links(line, "[[", "]]", "]["), '*'),
            Language::AsciiDoc => strong(&links(line, "<<", ">>", ","), '*'),
            Language::Rst => line.replace("``", "`"),
            Language::Wiki => {
                links(&links(line, "[[", "]]", "|"), "[", "]", " ").replace("'''", "**").replace("''", "*")
            }
            Language::Latex => commands::latex_inline(line),
        }
    }
}

/// Lines of dashes, stars and the like.
fn is_rule(line: &str) -> bool {
    let sign = line.chars().next().unwrap_or(' ');
    line.len() >= 3
        && "-*_=~#+─—".contains(sign)
        && line.chars().all(|letter| letter == sign || letter == ' ')
}

/// How often a line repeats the sign it begins with, and what stands behind the space after it.
fn run(line: &str, sign: char) -> Option<(u8, &str)> {
    let count = line.chars().take_while(|letter| *letter == sign).count();
    let rest = line.get(count..)?;
    let text = rest.strip_prefix([' ', '\t'])?.trim();
    (count > 0 && !text.is_empty()).then_some((u8::try_from(count).unwrap_or(9), text))
}

/// Leaves of every link only what a reader sees.
fn links(line: &str, open: &str, close: &str, between: &str) -> String {
    replaced(line, open, close, |inner| {
        inner.split_once(between).map_or(inner, |(_, shown)| shown).to_owned()
    })
}

/// Puts something else for every stretch between two marks.
fn replaced(line: &str, open: &str, close: &str, with: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, behind)) = rest.split_once(open) {
        let Some((inner, after)) = behind.split_once(close) else { break };
        out.push_str(before);
        out.push_str(&with(inner));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Doubles a sign that sets words in bold.
fn strong(line: &str, sign: char) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut before = ' ';
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied().unwrap_or(' ');
        let opens = !before.is_alphanumeric() && !next.is_whitespace();
        let closes = !before.is_whitespace() && !next.is_alphanumeric();
        if letter == sign && before != sign && next != sign && (opens || closes) {
            out.push(sign);
        }
        out.push(letter);
        before = letter;
    }
    out
}

/// What a text shows that it is written in, if not plain text or Markdown.
pub(super) fn detect(text: &str) -> Option<Language> {
    const SAMPLE_LINES: usize = 400;
    let lines = || text.lines().take(SAMPLE_LINES);
    let count = |fits: &dyn Fn(&str) -> bool| lines().filter(|line| fits(line.trim_end())).count();
    if count(&|line| {
        line.starts_with("\\item")
            || line.starts_with("\\section")
            || split_indent(line).1.starts_with("\\begin{")
    }) >= 2
    {
        return Some(Language::Latex);
    }
    if count(&|line| {
        line.get(..8).is_some_and(|start| {
            start.eq_ignore_ascii_case("#+title:") || start.eq_ignore_ascii_case("#+begin_")
        })
    }) >= 1
        || count(&|line| run(line, '*').is_some_and(|(level, _)| level > 1)) >= 2
            && count(&|line| line.starts_with("- ")) >= 1
    {
        return Some(Language::Org);
    }
    let closed = count(&|line| line.len() > 4 && line.starts_with("==") && line.ends_with("=="));
    if closed >= 1 && count(&|line| line.chars().all(|letter| letter == '=')) < closed {
        return Some(Language::Wiki);
    }
    if count(&|line| run(line, '=').is_some()) >= 1 && !text.contains("\n# ") {
        return Some(Language::AsciiDoc);
    }
    let marked_up = count(&|line| line.starts_with(".. ") && line.contains("::") || line.starts_with("#. "));
    (marked_up >= 1).then_some(Language::Rst)
}
