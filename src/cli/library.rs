//! The library that a command works with. On a machine where the window was never opened there is none yet: what reads
//! finds it empty, and what writes makes it.

use std::path::Path;
use std::sync::Arc;

use super::say;
use crate::domain::library::Library;
use crate::store::clock::SystemClock;
use crate::store::fs::Fs as _;
use crate::store::open::Opened;
use crate::store::real::RealFs;
use crate::store::{Access, Store, preferences};

/// Whether this is the platform's usual place, in which nothing was kept yet.
pub(super) fn is_unused(root: &Path) -> bool {
    preferences::platform_library().as_deref() == Some(root) && RealFs.meta(root).is_err()
}

/// The library to read from, with what was amiss in it said.
pub(super) fn read(root: &Path) -> Result<Library, String> {
    if is_unused(root) {
        say("The library is empty: nothing was recorded or saved on this computer yet.");
        return Ok(Library::default());
    }
    let opened = open(root, Access::ReadOnly)?;
    opened.warnings.iter().for_each(say);
    Ok(opened.library)
}

/// The library to change, which is made in the usual place where it is missing.
pub(super) fn write(root: &Path) -> Result<Opened, String> {
    prepare(root)?;
    let opened = open(root, Access::Write)?;
    opened.warnings.iter().for_each(say);
    Ok(opened)
}

/// Sees that the folder is there in which the usual library is made.
pub(super) fn prepare(root: &Path) -> Result<(), String> {
    let Some(above) = root.parent().filter(|_| is_unused(root)) else { return Ok(()) };
    let failed =
        |error| format!("The library cannot be made, because the system says: {error}. {}", above.display());
    preferences::make_folder(&RealFs, above).map_err(failed)
}

fn open(root: &Path, access: Access) -> Result<Opened, String> {
    Store::open(Arc::new(RealFs), Arc::new(SystemClock), root, access).map_err(|error| error.to_string())
}
