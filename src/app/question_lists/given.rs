//! What a user gives to be read: names of files in the ways that people and desktops write them, or the text itself.

use std::path::{Path, PathBuf};

/// Something to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    File(PathBuf),
    /// What was on the clipboard.
    Text(String),
}

/// What pasted text is called.
const PASTED: &str = "pasted text";

/// More lines than this are no list of files.
const MOST_FILES: usize = 1_000;

impl Given {
    /// What its questions are said to come from.
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Text(_) => PASTED.to_owned(),
        }
    }

    /// What it is called where there is little room.
    pub fn short_name(&self) -> String {
        match self {
            Self::File(path) => path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned(),
            Self::Text(_) => PASTED.to_owned(),
        }
    }

    /// Text that was pasted or typed: files where every line names one that could be there, else the questions
    /// themselves.
    pub fn from_text(text: String, home: Option<&Path>) -> Vec<Self> {
        let lines: Vec<&str> =
            text.lines().map(str::trim).filter(|line| !line.is_empty()).take(MOST_FILES).collect();
        let files: Option<Vec<PathBuf>> = lines.iter().map(|line| file_of(line, home)).collect();
        match files {
            Some(files) if !files.is_empty() && lines.len() < MOST_FILES => {
                files.into_iter().map(Self::File).collect()
            }
            _ => vec![Self::Text(text)],
        }
    }
}

/// A typed name as a path: without quotes, `~` spelt out, an address of a file taken apart.
pub fn path_of(typed: &str, home: Option<&Path>) -> PathBuf {
    let bare = unquoted(typed.trim());
    if let Some(path) = bare.strip_prefix("file://") {
        return PathBuf::from(decoded(path.strip_prefix("localhost").unwrap_or(path)));
    }
    match (bare.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(bare),
    }
}

/// The path in a line that can hardly be anything else.
fn file_of(line: &str, home: Option<&Path>) -> Option<PathBuf> {
    let path = path_of(line, home);
    (path.is_absolute() && path.file_name().is_some()).then_some(path)
}

fn unquoted(text: &str) -> &str {
    ['"', '\''].iter().find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote)).unwrap_or(text)
}

/// Puts back letters that are written as a per cent sign and two digits.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let code = bytes.get(at + 1..at + 3).and_then(|digits| std::str::from_utf8(digits).ok());
        match code.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(letter) if byte == b'%' => {
                out.push(letter);
                at += 3;
            }
            _ => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: &str = "/home/zoe";

    #[test]
    fn names_of_files_are_read_as_people_and_desktops_write_them() {
        for (typed, path) in [
            ("/tmp/notes.md", "/tmp/notes.md"),
            ("  \"/tmp/my notes.md\" ", "/tmp/my notes.md"),
            ("'/tmp/notes.md'", "/tmp/notes.md"),
            ("~/notes.md", "/home/zoe/notes.md"),
            ("file:///tmp/my%20n%C3%B6tes.md", "/tmp/my nötes.md"),
            ("file://localhost/tmp/a.md", "/tmp/a.md"),
            ("notes.md", "notes.md"),
            ("100%", "100%"),
        ] {
            assert_eq!(path_of(typed, Some(Path::new(HOME))), PathBuf::from(path), "{typed}");
        }
    }

    #[test]
    fn pasted_text_is_files_only_where_every_line_is_one() {
        let files = Given::from_text("file:///tmp/a.md\n/tmp/b%20.csv\n".to_owned(), None);
        assert_eq!(files, [Given::File("/tmp/a.md".into()), Given::File("/tmp/b%20.csv".into())]);
        for text in ["Why this zoo?", "/tmp/a.md\nWhy this zoo?", "", "/"] {
            assert_eq!(Given::from_text(text.to_owned(), None), [Given::Text(text.to_owned())]);
        }
    }
}
