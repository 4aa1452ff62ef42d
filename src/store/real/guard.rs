//! Which folders are libraries, below which no path may lead through a link.
//!
//! A library may come from anywhere: an archive, a stick, a folder that others write. A link in it could make this
//! program read, cut, move or delete what lies outside. The root itself may be a link, because the user chose it.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

/// Roots that were named so far. None is ever taken off, because a file of it may be open for as long as the program
/// runs.
static ROOTS: RwLock<Vec<PathBuf>> = RwLock::new(Vec::new());

/// From now on nothing below this folder is reached through a link.
pub fn add(root: &Path) -> io::Result<()> {
    let root = std::path::absolute(root)?;
    let mut roots = ROOTS.write().unwrap_or_else(PoisonError::into_inner);
    if !roots.contains(&root) {
        roots.push(root);
    }
    Ok(())
}

/// A path in a guarded folder.
#[derive(Debug, PartialEq, Eq)]
pub struct Inside {
    pub root: PathBuf,
    /// From the root on; empty for the root itself.
    pub rest: PathBuf,
}

/// The guarded folder that this path lies in, the innermost of several.
pub fn inside(path: &Path) -> io::Result<Option<Inside>> {
    let path = if path.is_absolute() { Cow::Borrowed(path) } else { Cow::Owned(std::path::absolute(path)?) };
    let roots = ROOTS.read().unwrap_or_else(PoisonError::into_inner);
    let innermost =
        roots.iter().filter(|root| path.starts_with(root)).max_by_key(|root| root.components().count());
    Ok(innermost.map(|root| Inside {
        root: root.clone(),
        rest: path.strip_prefix(root).map(Path::to_owned).unwrap_or_default(),
    }))
}

/// What is said of a path that a link, a file or a step upwards would lead elsewhere.
pub fn leads_elsewhere() -> io::Error {
    io::Error::new(io::ErrorKind::NotADirectory, "a link or a file stands where a folder should be")
}
