//! What a file may measure, checked before anything is made of it.

use super::ReadFault;
use crate::store::ron_tree::{Body, Key, Node};

/// The bytes as text, where they can be a document at all.
pub(super) fn to_text(bytes: &[u8], max_bytes: usize) -> Result<&str, ReadFault> {
    if bytes.len() > max_bytes {
        let what = format!(
            "The file is {} KiB long, and one of its kind is never longer than {} KiB",
            bytes.len() >> 10,
            max_bytes >> 10
        );
        return Err(ReadFault::new(None, what));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = 1 + before.split(|&byte| byte == b'\n').count().saturating_sub(1);
        ReadFault::new(line, "This line holds bytes that are not text in UTF-8")
    })?;
    let text = without_mark(text);
    if text.trim().is_empty() {
        return Err(ReadFault::new(1, "The file is empty"));
    }
    if text.starts_with('\0') {
        let what = "The file begins with zeros, as a power cut leaves them";
        return Err(ReadFault::new(1, what));
    }
    Ok(text)
}

/// The text without the mark that some editors put first.
pub(super) fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// A text as it stands in the file, in bytes.
const MAX_TEXT_BYTES: usize = 1 << 20;
/// No list, map or struct of a file has more entries.
const MAX_ENTRIES: usize = 20_000;

/// That no text and no list is longer than a person's could be.
pub(super) fn check_limits(node: &Node) -> Result<(), ReadFault> {
    match &node.body {
        Body::Scalar(text) if text.len() > MAX_TEXT_BYTES => {
            let what = format!("The text that begins here is longer than {} KiB", MAX_TEXT_BYTES >> 10);
            Err(ReadFault::new(node.line, what))
        }
        Body::Scalar(_) => Ok(()),
        Body::Group(group) if group.entries.len() > MAX_ENTRIES => {
            let what = format!("The list that begins here has more than {MAX_ENTRIES} entries");
            Err(ReadFault::new(node.line, what))
        }
        Body::Group(group) => group.entries.iter().try_for_each(|entry| match &entry.key {
            Key::Value(key) => check_limits(key).and_then(|()| check_limits(&entry.value)),
            Key::Field(_) | Key::None => check_limits(&entry.value),
        }),
    }
}
