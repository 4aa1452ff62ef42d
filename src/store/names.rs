//! What may be part of a file's name, and what a title may hold.

/// Characters an id may have; longer names do not fit some file systems once a time is added.
pub const MAX_ID_CHARS: usize = 100;

/// Characters a title or another single line may have.
pub const MAX_LINE_CHARS: usize = 300;

/// Names that Windows gives to devices, whatever follows the first dot.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// Whether a name can stand in a folder on every platform, and is what it seems to be.
#[must_use]
pub fn is_safe(name: &str) -> bool {
    let forbidden = |letter: char| is_invisible(letter) || r#"/\<>:"|?*"#.contains(letter);
    !name.is_empty()
        && name.chars().count() <= MAX_ID_CHARS
        && !name.contains(forbidden)
        && !name.starts_with(['.', ' ', '~'])
        && !name.ends_with(['.', ' '])
        && !is_device(name)
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().to_lowercase();
    let word = stem.strip_suffix(|last: char| last.is_ascii_digit()).unwrap_or(&stem);
    DEVICES.contains(&word)
}

/// The text as one line: no control or direction characters, white space for line ends, not overlong.
#[must_use]
pub fn clean_line(text: &str) -> String {
    let spaced: String = text
        .chars()
        .map(|letter| if letter.is_whitespace() { ' ' } else { letter })
        .filter(|&letter| !is_invisible(letter))
        .collect();
    let cut: String = spaced.trim().chars().take(MAX_LINE_CHARS).collect();
    cut.trim_end().to_owned()
}

/// Whether a character shows nothing itself but changes how a line reads: controls and directions.
#[must_use]
pub fn is_invisible(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            '\u{061C}'
                | '\u{200B}'
                | '\u{200E}'
                | '\u{200F}'
                | '\u{2028}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{FEFF}'
                | '\u{FFF9}'..='\u{FFFB}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_lie_or_lead_elsewhere_are_not_safe() {
        for name in [
            "",
            ".",
            "..",
            "../a",
            "a/b",
            "a\\b",
            "C:",
            "nul",
            "COM1.ron",
            "a\u{202E}nor",
            "a\n",
            "a.",
            "-\0",
            ".hidden",
        ] {
            assert!(!is_safe(name), "{name:?}");
        }
        for name in ["own-01", "20261120T134938Z-7f3a", "été", "console", "com10x", "我的"] {
            assert!(is_safe(name), "{name:?}");
        }
    }

    #[test]
    fn a_title_is_one_line() {
        assert_eq!(clean_line(" Check\tout\r\n\u{202E}outage \u{0} "), "Check out  outage");
        assert_eq!(clean_line(&"é".repeat(1_000)).chars().count(), MAX_LINE_CHARS);
    }
}
