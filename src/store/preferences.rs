//! What this machine remembers apart from any library: looks, devices, and where the library lies.

use std::fmt;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::atomic::{self, patiently};
use super::document::{self, Document};
use super::fs::Fs;
use super::warning::Warning;
use crate::domain::settings::Preferences;

const FILE: &str = "preferences.ron";

/// The platform's folder for the program's own settings; `None` for a user without a home.
#[must_use]
pub fn platform_folder() -> Option<PathBuf> {
    directories::ProjectDirs::from("", "", "starling").map(|places| places.config_dir().to_owned())
}

/// The platform's place for what must not be lost.
#[must_use]
pub fn platform_data() -> Option<PathBuf> {
    directories::ProjectDirs::from("", "", "starling").map(|places| places.data_local_dir().to_owned())
}

/// The platform's place for the library of somebody who chose no other.
#[must_use]
pub fn platform_library() -> Option<PathBuf> {
    platform_data().map(|data| data.join("library"))
}

/// The platform's place for what may be deleted at any time.
#[must_use]
pub fn platform_cache() -> Option<PathBuf> {
    directories::ProjectDirs::from("", "", "starling").map(|places| places.cache_dir().to_owned())
}

/// Why preferences were not saved.
#[derive(Debug)]
pub enum SaveFault {
    /// A newer program wrote what is there.
    FromTheFuture(PathBuf),
    Unwritable(String, PathBuf),
    Io(io::Error, PathBuf),
}

impl fmt::Display for SaveFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FromTheFuture(path) => write!(
                f,
                "The preferences were not saved, because a newer Starling wrote them. Update Starling to \
                 change them: {}",
                path.display()
            ),
            Self::Unwritable(why, path) => {
                write!(f, "The preferences were not saved. {why} {}", path.display())
            }
            Self::Io(error, path) => write!(
                f,
                "The preferences were not saved, because the disk refused ({error}). Make room or allow \
                 writing, then change them again: {}",
                path.display()
            ),
        }
    }
}

impl std::error::Error for SaveFault {}

/// What the folder holds. Never fails: what cannot be read is named, and the usual values take its place.
pub fn load(fs: &dyn Fs, folder: &Path) -> (Preferences, Vec<Warning>) {
    let path = folder.join(FILE);
    let warning = |line, what| Warning { path: path.clone(), line, what };
    let bytes = match bytes_of(fs, &path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return (Preferences::default(), Vec::new()),
        Err(error) => {
            let what = format!("The preferences cannot be read ({error}), so the usual ones are used.");
            return (Preferences::default(), vec![warning(None, what)]);
        }
    };
    match document::read::<Preferences>(&bytes) {
        Ok(read) => {
            let warnings = read.warnings.into_iter().map(|found| warning(found.line, found.what));
            (read.value, warnings.collect())
        }
        Err(fault) => (Preferences::default(), vec![warning(fault.line, fault.what)]),
    }
}

/// Puts preferences into the folder, which is made where it is missing. A file there that cannot be read is
/// set aside first, and one from a newer program is left alone.
///
/// # Errors
/// Where the disk refuses, or a newer program wrote the file.
pub fn save(fs: &dyn Fs, folder: &Path, preferences: &Preferences) -> Result<(), SaveFault> {
    let path = folder.join(FILE);
    let refused = |error| SaveFault::Io(error, path.clone());
    make_folder(fs, folder).map_err(refused)?;
    let previous = match bytes_of(fs, &path) {
        Ok(bytes) => usable(fs, &path, bytes)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(refused(error)),
    };
    let text = document::write(preferences, previous.as_deref())
        .map_err(|fault| SaveFault::Unwritable(fault.to_string(), path.clone()))?;
    atomic::replace(fs, &path, text.as_bytes()).map_err(|fault| refused(fault.error))
}

/// The text that is there; `None` once one that cannot be read has another name.
fn usable(fs: &dyn Fs, path: &Path, bytes: Vec<u8>) -> Result<Option<String>, SaveFault> {
    match document::read::<Preferences>(&bytes) {
        Ok(_) => Ok(String::from_utf8(bytes).ok()),
        Err(fault) if fault.from_the_future => Err(SaveFault::FromTheFuture(path.to_owned())),
        Err(_) => {
            set_aside(fs, path).map_err(|error| SaveFault::Io(error, path.to_owned()))?;
            Ok(None)
        }
    }
}

/// Files set aside that are kept; the next one takes the last one's place.
const MOST_ASIDE: u32 = 20;

/// Files that could not be read and were set aside when preferences were saved.
#[must_use]
pub fn set_aside_before(fs: &dyn Fs, folder: &Path) -> Vec<PathBuf> {
    let is_there = |path: &PathBuf| fs.meta(path).is_ok();
    (1..=MOST_ASIDE).map(|count| aside(folder, count)).filter(is_there).collect()
}

fn aside(folder: &Path, count: u32) -> PathBuf {
    folder.join(format!("preferences-unreadable-{count}.ron"))
}

fn set_aside(fs: &dyn Fs, path: &Path) -> io::Result<()> {
    let folder = path.parent().unwrap_or(path);
    let is_free = |path: &PathBuf| {
        patiently(|| fs.meta(path)).is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
    };
    let free = (1..=MOST_ASIDE).map(|count| aside(folder, count)).find(is_free);
    let aside = free.unwrap_or_else(|| aside(folder, MOST_ASIDE));
    patiently(|| fs.rename(path, &aside))
}

fn bytes_of(fs: &dyn Fs, path: &Path) -> io::Result<Vec<u8>> {
    let limit = Preferences::MAX_BYTES as u64 + 1;
    let mut bytes = Vec::new();
    patiently(|| fs.open(path))?.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Makes a folder with those above it.
///
/// # Errors
/// Where it is not there afterwards.
pub fn make_folder(fs: &dyn Fs, folder: &Path) -> io::Result<()> {
    match patiently(|| fs.meta(folder)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        other => return other.map(drop),
    }
    if let Some(parent) = folder.parent() {
        make_folder(fs, parent)?;
    }
    match patiently(|| fs.create_folder(folder)) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::settings::ThemeChoice;
    use crate::store::sim::SimFs;

    const FOLDER: &str = "/home/me/.config/starling";

    fn dark() -> Preferences {
        Preferences { theme: ThemeChoice::Dark, ..Preferences::default() }
    }

    fn text(fs: &SimFs, name: &str) -> Option<String> {
        bytes_of(fs, &Path::new(FOLDER).join(name)).ok().map(|bytes| String::from_utf8(bytes).unwrap())
    }

    fn with_file(contents: &str) -> SimFs {
        let fs = SimFs::default();
        make_folder(&fs, Path::new(FOLDER)).unwrap();
        atomic::replace(&fs, &Path::new(FOLDER).join(FILE), contents.as_bytes()).unwrap();
        fs
    }

    #[test]
    fn a_fresh_machine_has_the_usual_preferences_and_keeps_what_is_set() {
        let fs = SimFs::default();
        assert_eq!(load(&fs, Path::new(FOLDER)), (Preferences::default(), Vec::new()));
        save(&fs, Path::new(FOLDER), &dark()).unwrap();
        assert_eq!(load(&fs, Path::new(FOLDER)), (dark(), Vec::new()));
    }

    #[test]
    fn a_broken_file_is_named_and_set_aside_and_a_newer_one_left_alone() {
        let fs = with_file("(starling: \"preferences\", version: 1,\n theme: Da");
        let (value, warnings) = load(&fs, Path::new(FOLDER));
        assert_eq!((value, warnings.len(), warnings[0].line), (Preferences::default(), 1, Some(1)));
        save(&fs, Path::new(FOLDER), &dark()).unwrap();
        assert!(text(&fs, "preferences-unreadable-1.ron").unwrap().ends_with("theme: Da"));

        let newer = "(starling: \"preferences\", version: 2, theme: Sepia)";
        let fs = with_file(newer);
        let refusal = save(&fs, Path::new(FOLDER), &dark()).unwrap_err().to_string();
        assert!(refusal.contains("newer Starling"), "{refusal}");
        assert_eq!(text(&fs, FILE).as_deref(), Some(newer));
    }

    #[test]
    fn a_key_that_is_usual_again_leaves_no_trace() {
        let fs = SimFs::default();
        let mut changed = Preferences::default();
        changed.keys.set("Everywhere: Undo".into(), vec!["Ctrl+U".into()]);
        changed.keys.set("Everywhere: Something of a later version".into(), Vec::new());
        save(&fs, Path::new(FOLDER), &changed).unwrap();
        assert_eq!(load(&fs, Path::new(FOLDER)), (changed.clone(), Vec::new()));
        changed.keys.reset("Everywhere: Undo");
        save(&fs, Path::new(FOLDER), &changed).unwrap();
        assert_eq!(load(&fs, Path::new(FOLDER)), (changed, Vec::new()));
    }
}
