//! A folder for what is needed for a moment only, in the platform's place for what may be deleted at any time.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::files::Files;
use super::fs::Fs;

/// An empty folder of this name, also where an earlier run has left something in it.
///
/// # Errors
/// Where it cannot be made or emptied.
pub fn prepare(fs: &Arc<dyn Fs>, cache: &Path, name: &str) -> io::Result<PathBuf> {
    let files = Files::new(Arc::clone(fs));
    let mut missing = Vec::new();
    for folder in cache.ancestors() {
        if files.exists(folder)? {
            break;
        }
        missing.push(folder);
    }
    for folder in missing.into_iter().rev() {
        files.create_folder(folder)?;
    }
    let folder = cache.join(name);
    remove(fs, &folder)?;
    files.create_folder(&folder)?;
    Ok(folder)
}

/// Removes the folder and all that is in it.
///
/// # Errors
/// Where something stays behind.
pub fn remove(fs: &Arc<dyn Fs>, folder: &Path) -> io::Result<()> {
    let files = Files::new(Arc::clone(fs));
    if files.is_folder(folder)? { files.remove_tree(folder) } else { files.remove_file(folder) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::sim::SimFs;

    #[test]
    fn the_folder_is_made_with_those_above_it_emptied_and_removed() {
        let sim = SimFs::default();
        let fs: Arc<dyn Fs> = Arc::new(sim.clone());
        let cache = Path::new("/home/me/.cache/starling");
        let folder = prepare(&fs, cache, "check").unwrap();
        sim.write_outside(&folder.join("a.wav"), b"x").unwrap();
        assert_eq!(prepare(&fs, cache, "check").unwrap(), folder);
        assert!(fs.list(&folder).unwrap().is_empty());
        remove(&fs, &folder).unwrap();
        remove(&fs, &folder).unwrap();
        assert!(fs.list(cache).unwrap().is_empty());
    }
}
