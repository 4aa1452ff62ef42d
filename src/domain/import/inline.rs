//! Taking the marks off a piece of text: emphasis, links, quotation marks, tags, invisible letters.

/// A piece of text without its marks, and what the marks said about it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Styled {
    pub text: String,
    /// Where the bold beginning of the text ends; zero for none.
    pub bold_until: usize,
    /// Where the italic end of the text begins; its length for none.
    pub italic_from: usize,
    /// Whether everything behind a leading picture is bold.
    pub bold_tail: bool,
    /// Whether quotation marks enclosed the whole.
    pub quoted: bool,
}

impl Styled {
    pub fn is_bold(&self) -> bool {
        self.bold_until > 0 && self.text.get(self.bold_until..).is_some_and(is_punctuation)
    }

    pub fn is_italic(&self) -> bool {
        self.italic_from == 0 && !self.text.is_empty()
    }
}

fn is_punctuation(text: &str) -> bool {
    text.chars().all(|letter| letter.is_ascii_punctuation() || letter == ' ')
}

/// The text on one line, with single spaces and without letters that cannot be seen.
#[must_use]
pub fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(is_space) {
        let start = out.len();
        if start > 0 {
            out.push(' ');
        }
        let before = out.len();
        out.extend(word.chars().filter(|letter| !is_invisible(*letter)));
        if out.len() == before {
            out.truncate(start);
        }
    }
    out
}

fn is_space(letter: char) -> bool {
    letter.is_whitespace() || letter.is_ascii_control()
}

/// Controls, joiners that draw nothing, and marks that turn the direction of what follows.
fn is_invisible(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{AD}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFFC}' | '\u{FFFD}')
}

/// Takes off the marks of Markdown and HTML.
pub(super) fn strip(raw: &str) -> Styled {
    const MARKS: &[char] = &['*', '_', '`', '[', '<', '&', '\\', '~', '!', '='];
    let mut stripper = Stripper::default();
    if raw.contains(MARKS) {
        stripper.run(raw);
    } else {
        stripper.out.push_str(raw);
    }
    stripper.finish()
}

#[derive(Default)]
struct Stripper {
    out: String,
    bold: bool,
    bold_from: usize,
    bold_until: usize,
    last_bold: Option<(usize, usize)>,
    italic: bool,
    italic_from: usize,
    /// The last italic stretch.
    last_italic: Option<(usize, usize)>,
    /// Places in the source where a link's address begins and where the source goes on after it.
    link: Option<(usize, usize)>,
}

impl Stripper {
    fn run(&mut self, raw: &str) {
        let mut at = 0;
        let mut before = ' ';
        while let Some(rest) = raw.get(at..).filter(|rest| !rest.is_empty()) {
            if let Some((close, after)) = self.link
                && at == close
            {
                self.link = None;
                at = after;
                continue;
            }
            let letter = rest.chars().next().unwrap_or(' ');
            at += self.step(letter, rest, at, before);
            before = letter;
        }
    }

    /// Takes in the mark or letter that `rest` begins with; answers how many bytes that was.
    fn step(&mut self, letter: char, rest: &str, at: usize, before: char) -> usize {
        match letter {
            '*' | '_' => self.emphasis(letter, rest, before),
            '`' => 1,
            '~' | '='
                if rest.starts_with("~~")
                    || rest.starts_with("==") && !rest.starts_with("== ")
                    || rest == "==" =>
            {
                2
            }
            '\\' => self.escape(rest),
            '&' => self.entity(rest),
            '<' => self.tag(rest),
            '!' if rest.starts_with("![") => image_len(rest).unwrap_or_else(|| self.keep('!')),
            '[' => self.bracket(rest, at),
            other => self.keep(other),
        }
    }

    fn keep(&mut self, letter: char) -> usize {
        self.out.push(letter);
        letter.len_utf8()
    }

    fn emphasis(&mut self, mark: char, rest: &str, before: char) -> usize {
        let run = rest.bytes().take_while(|byte| char::from(*byte) == mark).count();
        let after = rest.get(run..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
        let can_open = !after.is_whitespace() && (mark == '*' || !before.is_alphanumeric());
        let can_close = !before.is_whitespace() && (mark == '*' || !after.is_alphanumeric());
        if run > 3 || !(can_open || can_close) {
            for _ in 0..run {
                self.out.push(mark);
            }
            return run;
        }
        if run >= 2 {
            self.toggle_bold();
        }
        if run != 2 {
            self.toggle_italic();
        }
        run
    }

    fn toggle_bold(&mut self) {
        if self.bold {
            self.last_bold = Some((self.bold_from, self.out.len()));
            if self.bold_from == 0 {
                self.bold_until = self.out.len();
            }
        } else if !self.bold {
            self.bold_from = self.out.trim_start().len();
        }
        self.bold = !self.bold;
    }

    fn toggle_italic(&mut self) {
        if self.italic {
            self.last_italic = Some((self.italic_from, self.out.len()));
        } else {
            self.italic_from = self.out.len();
        }
        self.italic = !self.italic;
    }

    fn escape(&mut self, rest: &str) -> usize {
        match rest.chars().nth(1) {
            Some(next) if next.is_ascii_punctuation() => 1 + self.keep(next),
            _ => self.keep('\\'),
        }
    }

    fn entity(&mut self, rest: &str) -> usize {
        let name = rest.get(1..).and_then(|rest| rest.split_once(';')).map(|(name, _)| name);
        match name.filter(|name| name.len() <= 8).and_then(|name| Some((name, entity(name)?))) {
            Some((name, letter)) => {
                self.out.push(letter);
                name.len() + 2
            }
            None => self.keep('&'),
        }
    }

    fn tag(&mut self, rest: &str) -> usize {
        const LONGEST: usize = 200;
        let name: String = rest
            .chars()
            .skip(1)
            .skip_while(|next| *next == '/')
            .take_while(char::is_ascii_alphanumeric)
            .take(12)
            .collect();
        let is_tag = rest.starts_with("<!") || TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(&name));
        let end = rest.bytes().take(LONGEST).position(|byte| byte == b'>');
        match end {
            Some(end) if is_tag => {
                self.out.push(' ');
                end + 1
            }
            _ => self.keep('<'),
        }
    }

    fn bracket(&mut self, rest: &str, at: usize) -> usize {
        if let Some((label, whole)) = link_len(rest) {
            self.link = Some((at + label, at + whole));
            return 1;
        }
        self.keep('[')
    }

    fn finish(self) -> Styled {
        let text = tidy(&self.out);
        // Tidying moves places only where spaces were doubled, which a mark at either end does not notice.
        let bold_until = match self.bold_until {
            0 => 0,
            until => self.out.get(..until).map_or(0, |bold| tidy(bold).len()),
        };
        let tail = self.last_italic.filter(|(_, end)| self.out.get(*end..).is_some_and(is_punctuation));
        let italic_from = match tail {
            Some((start, _)) => match self.out.get(..start).map(tidy) {
                Some(before) if before.is_empty() => 0,
                Some(before) => (before.len() + 1).min(text.len()),
                None => text.len(),
            },
            None => text.len(),
        };
        let bold_tail = self.last_bold.is_some_and(|(start, end)| {
            let before = self.out.get(..start).unwrap_or_default();
            let behind = self.out.get(end..).unwrap_or_default();
            !before.contains(char::is_alphanumeric) && is_punctuation(behind)
        });
        unquoted(Styled { text, bold_until, italic_from, bold_tail, quoted: false })
    }
}

/// Tags that people write; other words in angle brackets are words, such as `<role>`.
const TAGS: &[&str] = &[
    "a",
    "b",
    "i",
    "u",
    "s",
    "p",
    "br",
    "em",
    "hr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ul",
    "ol",
    "td",
    "th",
    "tr",
    "div",
    "del",
    "ins",
    "img",
    "kbd",
    "pre",
    "sub",
    "sup",
    "span",
    "font",
    "code",
    "mark",
    "small",
    "strong",
    "table",
    "thead",
    "tbody",
    "center",
    "details",
    "summary",
    "blockquote",
    "script",
    "style",
    "section",
    "article",
];

/// The lengths of a link's label and of the whole link that `rest` begins with.
fn link_len(rest: &str) -> Option<(usize, usize)> {
    const LONGEST: usize = 512;
    let label = rest.bytes().take(LONGEST).position(|byte| byte == b']')?;
    let address = rest.get(label + 1..)?;
    if !address.starts_with('(') {
        return None;
    }
    let close = address.bytes().take(LONGEST * 4).position(|byte| byte == b')')?;
    Some((label, label + 1 + close + 1))
}

fn image_len(rest: &str) -> Option<usize> {
    link_len(rest.get(1..)?).map(|(_, whole)| whole + 1)
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "apos" | "rsquo" | "lsquo" => '\'',
        "nbsp" => ' ',
        "quot" | "ldquo" | "rdquo" => '"',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        _ => return None,
    })
}

/// Pairs of quotation marks, opening and closing.
const QUOTES: [(char, char); 9] = [
    ('"', '"'),
    ('\u{201C}', '\u{201D}'),
    ('\u{201E}', '\u{201C}'),
    ('\u{201E}', '\u{201D}'),
    ('«', '»'),
    ('»', '«'),
    ('\u{2018}', '\u{2019}'),
    ('\u{201C}', '"'),
    ('\'', '\''),
];

/// Takes off quotation marks that enclose the whole text and stand nowhere inside it.
fn unquoted(styled: Styled) -> Styled {
    let Some(first) = styled.text.chars().next() else { return styled };
    let whole = styled.text.trim_end_matches([',', ';', '.']);
    for (open, close) in QUOTES {
        if first != open {
            continue;
        }
        let inner = whole.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        if let Some(inner) = inner.filter(|inner| !inner.is_empty() && !inner.contains([open, close])) {
            let text = inner.trim().to_owned();
            let shift = |place: usize| place.saturating_sub(open.len_utf8()).min(text.len());
            return Styled {
                bold_until: shift(styled.bold_until),
                italic_from: shift(styled.italic_from),
                bold_tail: styled.bold_tail,
                quoted: true,
                text,
            };
        }
    }
    styled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_words_stay() {
        for (raw, text) in [
            ("**Tell me** about _you_", "Tell me about you"),
            ("a [link](http://x.y/z) here", "a link here"),
            ("snake_case and 5 * 3", "snake_case and 5 * 3"),
            ("R&amp;D &#8211; `git bisect`", "R&D – git bisect"),
            ("![logo](a.png)Why us?", "Why us?"),
            (r"2\. \*not bold\*", "2. *not bold*"),
            ("one<br>two\u{200B}  three\t", "one two three"),
            ("“Why us?”", "Why us?"),
            ("\"Why us?\" and \"why now?\"", "\"Why us?\" and \"why now?\""),
            ("a < b", "a < b"),
        ] {
            assert_eq!(strip(raw).text, text, "{raw}");
        }
    }

    #[test]
    fn bold_beginnings_and_italic_ends_are_known() {
        let styled = strip("**Why us?** *They test homework.*");
        assert_eq!(&styled.text[..styled.bold_until], "Why us?");
        assert_eq!(&styled.text[styled.italic_from..], "They test homework.");
        assert!(strip("**Why us?**").is_bold());
        assert!(strip("> **\"Why us?\"**".trim_start_matches("> ")).is_bold());
    }
}
