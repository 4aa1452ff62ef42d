//! What lies in a library's folders, by name alone.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::conflict;
use super::files::{Files, is_temporary};
use super::fs::Kind;
use super::layout::{
    AUDIO_ENDING, DOCUMENT_ENDING, Layout, MARKS_ENDING, PACKED_ENDING, PART_ENDING, STORY_FILE,
    TAKES_FOLDER, UNFILED_FOLDER,
};
use super::warning::Warning;

/// The names found, before anything is opened.
#[derive(Clone, Debug, Default)]
pub(super) struct Scan {
    pub questions: Vec<PathBuf>,
    pub stories: Vec<StoryFolder>,
    /// Half-written files and folders that an earlier run has left.
    pub temporaries: Vec<(PathBuf, Kind)>,
    pub folders: Vec<PathBuf>,
    pub warnings: Vec<Warning>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct StoryFolder {
    pub path: PathBuf,
    pub unfiled: bool,
    pub has_story: bool,
    pub takes: BTreeSet<String>,
}

impl StoryFolder {
    pub fn takes_folder(&self) -> PathBuf {
        self.path.join(TAKES_FOLDER)
    }

    /// Names of this ending, without it.
    pub fn stems<'a>(&'a self, ending: &'a str) -> impl Iterator<Item = &'a str> {
        self.takes.iter().filter_map(move |name| name.strip_suffix(ending))
    }

    pub fn has(&self, stem: &str, ending: &str) -> bool {
        self.takes.contains(&format!("{stem}{ending}"))
    }
}

impl StoryFolder {
    /// Unfinished recordings, and finished ones that no document speaks of.
    pub fn needs_recovery(&self) -> bool {
        self.stems(PART_ENDING).next().is_some()
            || self.stems(MARKS_ENDING).next().is_some()
            || [AUDIO_ENDING, PACKED_ENDING]
                .iter()
                .any(|ending| self.stems(ending).any(|stem| self.lacks_a_document(stem, ending)))
    }

    /// Whether a finished recording of this ending has no document of its name. The first file of a packed recording
    /// counts, and the packed one beside it does not.
    pub fn lacks_a_document(&self, stem: &str, ending: &str) -> bool {
        !self.has(stem, DOCUMENT_ENDING)
            && !self.has(stem, PART_ENDING)
            && (ending == AUDIO_ENDING || !self.has(stem, AUDIO_ENDING))
    }
}

impl Scan {
    pub fn of(files: &Files, layout: &Layout) -> Self {
        let mut scan = Self::default();
        scan.entries(files, layout.root());
        scan.entries(files, &layout.snapshots());
        scan.entries(files, &layout.trash());
        for (path, kind) in scan.entries(files, &layout.questions()) {
            if kind == Kind::File && conflict::name_of(&path).ends_with(DOCUMENT_ENDING) {
                scan.questions.push(path);
            }
        }
        for (path, kind) in scan.entries(files, &layout.stories()) {
            if kind == Kind::Folder {
                let story = scan.story(files, path);
                scan.stories.push(story);
            }
        }
        scan
    }

    fn story(&mut self, files: &Files, path: PathBuf) -> StoryFolder {
        let mut names = BTreeSet::new();
        for (entry, kind) in self.entries(files, &path) {
            if kind == Kind::File {
                names.insert(conflict::name_of(&entry).to_owned());
            }
        }
        for name in names.iter().filter(|name| name.starts_with("story") && *name != STORY_FILE) {
            if conflict::looks_like_a_copy(name, &names) {
                self.warnings.push(copy_warning(path.join(name), "a synchronising tool"));
            }
        }
        let takes = self.entries(files, &path.join(TAKES_FOLDER));
        self.name_a_missing_story(&path, &names, !takes.is_empty());
        StoryFolder {
            unfiled: conflict::name_of(&path) == UNFILED_FOLDER,
            has_story: names.contains(STORY_FILE),
            takes: takes
                .iter()
                .filter(|(_, kind)| *kind == Kind::File)
                .map(|(path, _)| conflict::name_of(path).to_owned())
                .collect(),
            path,
        }
    }

    fn name_a_missing_story(&mut self, folder: &Path, names: &BTreeSet<String>, has_takes: bool) {
        let file = folder.join(STORY_FILE);
        let is_named = self.warnings.iter().any(|warning| warning.path == file);
        if has_takes
            && !is_named
            && !names.contains(STORY_FILE)
            && conflict::name_of(folder) != UNFILED_FOLDER
        {
            let what = "The story of this folder is missing, so its takes tell none. Bring story.ron back from a \
                        snapshot, or move the takes to stories/unfiled/takes.";
            self.warnings.push(Warning::new(folder, what));
        }
    }

    /// A folder's entries without what only tools and crashes leave there.
    fn entries(&mut self, files: &Files, folder: &Path) -> Vec<(PathBuf, Kind)> {
        let entries = match files.meta(folder) {
            Ok(Some(meta)) if meta.kind == Kind::Folder => files.list(folder),
            Ok(Some(meta)) if meta.kind == Kind::File => {
                let what = "This is a file, but a folder belongs here. Move it elsewhere.";
                self.warnings.push(Warning::new(folder, what));
                return Vec::new();
            }
            // A link was named where it lies.
            Ok(_) => return Vec::new(),
            Err(error) => Err(error),
        };
        let entries = match entries {
            Ok(entries) => entries,
            Err(error) => {
                self.warnings.push(Warning::io(folder, "This folder cannot be read", &error));
                return Vec::new();
            }
        };
        self.folders.push(folder.to_owned());
        entries.into_iter().filter(|(path, kind)| self.is_ordinary(path, *kind)).collect()
    }

    fn is_ordinary(&mut self, path: &Path, kind: Kind) -> bool {
        let name = conflict::name_of(path);
        if is_temporary(path) {
            self.temporaries.push((path.to_owned(), kind));
        } else if let Some(maker) = conflict::maker(name) {
            self.warnings.push(copy_warning(path.to_owned(), maker));
        } else if kind == Kind::Other {
            let what = "This is a link or a device, which a library never holds. It is not followed.";
            self.warnings.push(Warning::new(path, what));
        } else {
            return !conflict::is_passing(name);
        }
        false
    }
}

fn copy_warning(path: PathBuf, maker: &str) -> Warning {
    let what = format!(
        "This is another version of a file, made by {maker}. It is not loaded. Compare the two, keep what is \
         right, and delete the copy."
    );
    Warning::new(path, what)
}
