//! Wiki text and LaTeX, whose lines begin with commands.

use super::{Dialect, Shape, replaced};

/// LaTeX's lists, those of exam sheets included.
const LISTS: &[&str] = &["itemize", "enumerate", "description", "questions", "parts", "subparts"];

impl Dialect {
    pub(super) fn wiki(&mut self, line: &str) -> Shape {
        if line.starts_with("{{")
            || line.starts_with("__")
            || line.starts_with("[[Category")
            || line.starts_with("----")
            || line.starts_with("<!--")
        {
            return Shape::Markup;
        }
        if line.starts_with("{|")
            || line.starts_with("|}")
            || line.starts_with("|-")
            || line.starts_with("|+")
        {
            return Shape::Markup;
        }
        if let Some(row) = line.strip_prefix(['|', '!']) {
            let row = self.inline(row);
            return Shape::Row(
                row.replace("!!", "||").split("||").map(|cell| cell.trim().to_owned()).collect(),
            );
        }
        let level = line.bytes().take_while(|byte| *byte == b'=').count();
        if level > 0 && line.trim_end().ends_with('=') && line.len() > level * 2 {
            return Shape::Heading(
                u8::try_from(level).unwrap_or(6),
                self.inline(line.trim_matches(['=', ' '])),
            );
        }
        let marks: String = line.chars().take_while(|letter| "*#:;".contains(*letter)).collect();
        let rest = line.get(marks.len()..).unwrap_or_default().trim();
        let depth = u8::try_from(marks.len()).unwrap_or(9);
        match marks.chars().last() {
            Some(last @ ('*' | '#')) => self.nested(depth, last == '#', rest),
            Some(';') => Shape::Text(format!("**{}**", self.inline(rest))),
            Some(_) if depth > 1 => self.nested(depth, false, rest),
            Some(_) => Shape::Text(format!("> {}", self.inline(rest))),
            None => Shape::Text(self.inline(line)),
        }
    }

    pub(super) fn latex(&mut self, line: &str) -> Shape {
        if line.starts_with('%') {
            return Shape::Markup;
        }
        if line.starts_with("\\documentclass") {
            self.in_preamble = true;
        }
        if line.starts_with("\\begin{document}") {
            self.in_preamble = false;
            return Shape::Markup;
        }
        if let Some(environment) = argument(line, "\\begin") {
            if matches!(
                environment,
                "verbatim" | "lstlisting" | "minted" | "tikzpicture" | "equation" | "comment"
            ) {
                return self.open(format!("\\end{{{environment}}}"));
            }
            if LISTS.contains(&environment) {
                self.lists.push(environment != "itemize");
            }
            return Shape::Markup;
        }
        if let Some(environment) = argument(line, "\\end") {
            if LISTS.contains(&environment) {
                self.lists.pop();
            }
            return Shape::Markup;
        }
        for (command, level) in [
            ("part", 1),
            ("chapter", 1),
            ("section", 2),
            ("subsection", 3),
            ("subsubsection", 4),
            ("paragraph", 5),
            ("title", 1),
        ] {
            let title =
                argument(line, &format!("\\{command}")).or_else(|| argument(line, &format!("\\{command}*")));
            if let Some(title) = title {
                return Shape::Heading(level, self.inline(title));
            }
        }
        if let Some(item) = self.latex_item(line) {
            return item;
        }
        let bare = self.inline(line);
        let defines = line.starts_with("\\newcommand") || line.starts_with("\\usepackage");
        if self.in_preamble || defines || line.starts_with('\\') && !bare.contains(' ') {
            return Shape::Markup;
        }
        Shape::Text(bare)
    }

    fn latex_item(&self, line: &str) -> Option<Shape> {
        let commands = ["\\item", "\\question", "\\part", "\\subpart"];
        let rest = commands.iter().find_map(|command| {
            line.strip_prefix(command).filter(|rest| !rest.starts_with(char::is_alphabetic))
        })?;
        let (label, rest) = match rest.trim_start().strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((label, rest)) if label.len() > 3 => (format!("**{label}** "), rest),
            Some((_, rest)) => (String::new(), rest),
            None => (String::new(), rest),
        };
        let depth = u8::try_from(self.lists.len().max(1)).unwrap_or(9);
        let numbered = self.lists.last().copied().unwrap_or(true);
        Some(self.nested(depth, numbered, &format!("{label}{}", rest.trim())))
    }
}

/// `\command{argument}` at the beginning of a line.
fn argument<'a>(line: &'a str, command: &str) -> Option<&'a str> {
    let inner = line.strip_prefix(command)?.trim_start().strip_prefix('{')?;
    let mut depth = 1_usize;
    let end = inner.char_indices().find(|(_, letter)| {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0
    });
    inner.get(..end.map_or(inner.len(), |(place, _)| place))
}

pub(super) fn latex_inline(line: &str) -> String {
    let mut text = line.replace("``", "“").replace("''", "”").replace("\\\\", " ").replace('~', " ");
    for (command, mark) in
        [("\\textbf{", "**"), ("\\textit{", "*"), ("\\emph{", "*"), ("\\underline{", ""), ("\\texttt{", "")]
    {
        if text.contains(command) {
            text = replaced(&text, command, "}", |inner| format!("{mark}{inner}{mark}"));
        }
    }
    for sign in ["\\&", "\\%", "\\$", "\\#", "\\_"] {
        text = text.replace(sign, sign.trim_start_matches('\\'));
    }
    text = text
        .replace("\\textquotesingle ", "'")
        .replace("\\textquotesingle", "'")
        .replace("\\textless ", "<")
        .replace("\\textgreater{}", ">")
        .replace("{[}", "[")
        .replace("{]}", "]");
    text.replace("\\ldots", "…").replace("\\dots", "…").replace("---", "—").replace("--", "–")
}
