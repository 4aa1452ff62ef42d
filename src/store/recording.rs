//! Finding a take's recording, whatever became of it since its document was written.

use std::path::Path;

use super::files::Files;
use super::layout::{AUDIO_ENDING, PACKED_ENDING};

/// The file that a document means: the one it names, or the packed one where only that is there.
pub(super) fn file_that_is_there(files: &Files, document: &Path, named: &str) -> String {
    let is_there = |name: &str| files.exists(&document.with_file_name(name)).unwrap_or(true);
    match named.strip_suffix(AUDIO_ENDING).map(|stem| format!("{stem}{PACKED_ENDING}")) {
        Some(packed) if !is_there(named) && is_there(&packed) => packed,
        _ => named.to_owned(),
    }
}
