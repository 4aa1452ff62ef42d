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
    if name.contains(".sync-conflict-") {
        return Some("Syncthing");
    }
    if name.contains(OURS) {
        return Some("Starling, when something else had changed the file as well");
    }
    says_conflict(&name.to_lowercase()).then_some("a synchronising tool")
}

/// Whether a name speaks of a conflict in a way that no name of ours does: in brackets, or after a dot, an underscore
/// or a space. The names of our files are of small letters, digits and dashes.
///
/// Dropbox, Nextcloud, Seafile, pCloud, Box, Tresorit and Jottacloud write "(…conflict…)" or "[…conflict…]", Synology
/// Drive and ownCloud "_…conflict", Resilio Sync and rclone ".conflict". Dropbox says it in the user's language, but
/// always with a date.
fn says_conflict(name: &str) -> bool {
    let bracketed = |open: char, close: char| {
        let inside = name.split_once(open).and_then(|(_, rest)| rest.rsplit_once(close));
        inside.is_some_and(|(inside, _)| {
            let is_date = |word: &str| word.parse::<jiff::civil::Date>().is_ok();
            inside.contains("conflict") || inside.split_whitespace().any(is_date)
        })
    };
    bracketed('(', ')')
        || bracketed('[', ']')
        || [".conflict", "_conflict", " conflict"].iter().any(|said| name.contains(said))
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
            "story (Unicode Encoding Conflict).ron",
            "story (Adas in Konflikt stehende Kopie 2026-11-20).ron",
            "story (SFConflict ada@example.org 2026-11-20-13-49-38).ron",
            "story_conflict-20261120-134938.ron",
            "story_DiskStation_Nov-20-134938-2026_Conflict.ron",
            "story [conflicted].ron",
            "story.Conflict.ron",
            "story.ron.conflict1",
            "story (conflicted copy from laptop on 2026-11-20).ron",
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
        for name in [
            "story.ron",
            "20261120T134938Z-ab12.ron",
            "plan b 2.ron",
            "why (1).ron",
            "a-b.ron",
            "tell-me-about-a-conflict-q1.ron",
        ] {
            assert!(!is_copy(name, &["story.ron", "20261120T134938Z-ab13.ron", name]), "{name}");
        }
    }
}
