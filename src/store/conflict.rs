//! The copies that synchronising tools make when two machines changed a file, told apart by their names.
//!
//! Such copies are named to the user and left alone. Loading them would show the same thing twice.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::layout;

/// What this program puts into the name of its own version of a file that somebody else changed.
const OURS: &str = ".conflict-";

/// Where our version of a file goes that was changed by others since we read it.
pub(super) fn our_copy(path: &Path, now: Timestamp) -> PathBuf {
    let (stem, ending) = split(name_of(path));
    path.with_file_name(format!("{stem}{OURS}{}{ending}", layout::stamp(now)))
}

/// Who made a copy of this name, where the name alone proves it.
pub(super) fn maker(name: &str) -> Option<&'static str> {
    let (stem, _) = split(name);
    let lower = stem.to_lowercase();
    if name.contains(".sync-conflict-") {
        return Some("Syncthing");
    }
    if name.contains(OURS) {
        return Some("Starling, when something else had changed the file as well");
    }
    (lower.ends_with(')') && (lower.contains("conflicted copy") || lower.contains("case conflict")))
        .then_some("Dropbox or Nextcloud")
}

/// Whether a name looks like a copy of one beside it, as Google Drive (` (1)`), iCloud (` 2`) and `OneDrive`
/// (`-LAPTOP`) make them. People choose such names too, so only the id inside decides.
pub(super) fn looks_like_a_copy(name: &str, siblings: &BTreeSet<String>) -> bool {
    let (stem, ending) = split(name);
    let has_original = |original: &str| siblings.contains(&format!("{original}{ending}"));
    let numbered = stem
        .strip_suffix(')')
        .and_then(|stem| stem.rsplit_once(" ("))
        .or_else(|| stem.rsplit_once(' '))
        .is_some_and(|(original, number)| is_number(number) && has_original(original));
    numbered || stem.match_indices('-').any(|(at, _)| stem.get(..at).is_some_and(has_original))
}

/// Files that synchronising tools keep for a moment while they write.
pub(super) fn is_passing(name: &str) -> bool {
    name.starts_with(".syncthing.") || name.starts_with("~syncthing~") || name.starts_with("~$")
}

fn is_number(text: &str) -> bool {
    (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn split(name: &str) -> (&str, &str) {
    name.rfind('.').filter(|&dot| dot > 0).map_or((name, ""), |dot| name.split_at(dot))
}

pub(super) fn name_of(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_copy(name: &str, originals: &[&str]) -> bool {
        let siblings = originals.iter().map(|&name| name.to_owned()).collect();
        maker(name).is_some() || looks_like_a_copy(name, &siblings)
    }

    #[test]
    fn copies_of_every_tool_are_known_by_their_names() {
        for name in [
            "story.sync-conflict-20261120-134938-ABCDEFG.ron",
            "story (Ada's conflicted copy 2026-11-20).ron",
            "story (conflicted copy 2026-11-20 134938).ron",
            "story (Case Conflict).ron",
            "story (1).ron",
            "story 2.ron",
            "story-LAPTOP.ron",
        ] {
            assert!(is_copy(name, &["story.ron"]), "{name}");
        }
        let ours = our_copy(Path::new("/a/story.ron"), Timestamp::UNIX_EPOCH);
        assert!(maker(name_of(&ours)).is_some());
    }

    #[test]
    fn ordinary_names_are_left_alone() {
        for name in ["story.ron", "20261120T134938Z-ab12.ron", "plan b 2.ron", "why (1).ron", "a-b.ron"] {
            assert!(!is_copy(name, &["story.ron", "20261120T134938Z-ab13.ron", name]), "{name}");
        }
    }
}
