//! Where everything lies in a library, and what it is called.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::domain::story::Story;
use crate::domain::take::TakeId;

/// A story's own file in its folder.
pub const STORY_FILE: &str = "story.ron";
/// The folder of a story's takes, in the story's folder.
pub const TAKES_FOLDER: &str = "takes";
/// The folder beside the stories for takes without one.
pub const UNFILED_FOLDER: &str = "unfiled";
/// What a recording's name ends in while it grows.
pub const PART_ENDING: &str = ".wav.part";
pub const AUDIO_ENDING: &str = ".wav";
/// What it ends in once it was packed, every sample of it.
pub const PACKED_ENDING: &str = ".flac";
pub const MARKS_ENDING: &str = ".marks";
pub const DOCUMENT_ENDING: &str = ".ron";

/// The places in one library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    root: PathBuf,
}

impl Layout {
    #[must_use]
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    #[must_use]
    pub fn head(&self) -> PathBuf {
        self.root.join("library.ron")
    }

    #[must_use]
    pub fn settings(&self) -> PathBuf {
        self.root.join("settings.ron")
    }

    #[must_use]
    pub fn plan(&self) -> PathBuf {
        self.root.join("plan.ron")
    }

    #[must_use]
    pub fn questions(&self) -> PathBuf {
        self.root.join("questions")
    }

    #[must_use]
    pub fn stories(&self) -> PathBuf {
        self.root.join("stories")
    }

    #[must_use]
    pub fn unfiled(&self) -> PathBuf {
        self.stories().join(UNFILED_FOLDER)
    }

    #[must_use]
    pub fn trash(&self) -> PathBuf {
        self.root.join("trash")
    }

    #[must_use]
    pub fn snapshots(&self) -> PathBuf {
        self.root.join("snapshots")
    }

    /// Moves that were begun; see [`super::moves`].
    #[must_use]
    pub fn moves(&self) -> PathBuf {
        self.root.join("moves.ron")
    }

    #[must_use]
    pub fn lock(&self) -> PathBuf {
        self.root.join(".lock")
    }

    /// What a snapshot holds and what going back to one replaces.
    #[must_use]
    pub fn kept(&self) -> [PathBuf; 4] {
        [self.settings(), self.plan(), self.questions(), self.stories()]
    }

    /// The folder that a new story gets. It keeps its name whatever becomes of the title, so that a recording
    /// that is being written, a link, or a synchronising tool never loses it.
    #[must_use]
    pub fn story_folder(&self, story: &Story) -> PathBuf {
        self.stories().join(format!("{}-{}", slug(&story.title, "story"), story.id))
    }

    #[must_use]
    pub fn question_file(&self, text: &str, id: &str) -> PathBuf {
        self.questions().join(format!("{}-{id}{DOCUMENT_ENDING}", slug(text, "question")))
    }

    /// A path as the library's own files write it: from the root on, with slashes.
    #[must_use]
    pub fn inside(&self, path: &Path) -> Option<String> {
        let parts: Option<Vec<&str>> =
            path.strip_prefix(&self.root).ok()?.components().map(|part| part.as_os_str().to_str()).collect();
        parts.map(|parts| parts.join("/"))
    }

    /// The path that [`Self::inside`] wrote, or `None` where it would lead out of the library.
    #[must_use]
    pub fn outside(&self, inside: &str) -> Option<PathBuf> {
        let safe =
            |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', ':', '\0']);
        inside.split('/').all(safe).then(|| self.root.join(inside))
    }
}

/// The name of a take's files without their endings.
#[must_use]
pub fn take_stem(recorded_at: Timestamp, id: &TakeId) -> String {
    format!("{}-{id}", stamp(recorded_at))
}

/// A moment as part of a name: `20261120T135738Z`.
#[must_use]
pub fn stamp(moment: Timestamp) -> String {
    moment.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// The moment and the rest of a name that begins with a [`stamp`].
#[must_use]
pub fn read_stamp(name: &str) -> Option<(Timestamp, &str)> {
    let (stamp, rest) = name.split_once('-')?;
    let moment = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", stamp).ok()?;
    Some((moment.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp(), rest))
}

/// Letters of a title that a folder's name keeps.
const SLUG_CHARS: usize = 40;

/// A title in small ASCII letters and dashes, because file systems disagree about everything else.
fn slug(title: &str, fallback: &str) -> String {
    let mut slug = String::new();
    for letter in title.chars().map(|letter| letter.to_ascii_lowercase()) {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter);
        } else if !slug.is_empty() && !slug.ends_with('-') && letter != '\'' {
            slug.push('-');
        }
        if slug.len() >= SLUG_CHARS {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { fallback.to_owned() } else { slug.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_short_plain_names() {
        assert_eq!(slug("  It's the Checkout: \"outage\"!  ", "story"), "its-the-checkout-outage");
        assert_eq!(slug("我的故事", "story"), "story");
        assert_eq!(slug(&"word ".repeat(50), "story").len(), 39);
    }

    #[test]
    fn stamps_are_read_back() {
        let moment: Timestamp = "2026-11-20T13:57:38Z".parse().unwrap();
        let stem = take_stem(moment, &TakeId("a-b".into()));
        assert_eq!(stem, "20261120T135738Z-a-b");
        assert_eq!(read_stamp(&stem), Some((moment, "a-b")));
        assert_eq!(read_stamp("holiday-video"), None);
    }

    #[test]
    fn no_path_leads_out_of_the_library() {
        let layout = Layout::new(Path::new("/lib"));
        for path in ["../x", "/etc/passwd", "a/../../x", "a//b", "", "c:\\x", "a/./b"] {
            assert_eq!(layout.outside(path), None, "{path}");
        }
        let story = layout.stories().join("a").join(STORY_FILE);
        assert_eq!(layout.outside(&layout.inside(&story).unwrap()), Some(story));
    }
}
