//! Files and folders by their paths, on systems that have no other way. Each folder on the way is looked at first.
#![expect(clippy::disallowed_methods, reason = "the one place that opens the user's files for writing")]

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Component, Path, PathBuf};

use super::guard::{Inside, inside, leads_elsewhere};
use crate::store::fs::{Kind, Meta};

/// A file or folder.
pub struct Entry {
    path: PathBuf,
    /// Whether this is a guarded root, which may be a link itself.
    is_root: bool,
}

impl Entry {
    /// # Errors
    /// Where the path leads out of a guarded folder.
    pub fn of(path: &Path) -> io::Result<Self> {
        let Some(Inside { root, rest }) = inside(path)? else {
            return Ok(Self { path: path.to_owned(), is_root: false });
        };
        let mut at = root;
        let is_root = rest.as_os_str().is_empty();
        let mut parts = rest.components().peekable();
        while let Some(part) = parts.next() {
            let Component::Normal(name) = part else { return Err(leads_elsewhere()) };
            at.push(name);
            if parts.peek().is_some() && !fs::symlink_metadata(&at)?.is_dir() {
                return Err(leads_elsewhere());
            }
        }
        Ok(Self { path: at, is_root })
    }

    fn metadata(&self) -> io::Result<fs::Metadata> {
        if self.is_root { fs::metadata(&self.path) } else { fs::symlink_metadata(&self.path) }
    }

    /// Opens something that is a file now.
    fn open(&self, options: &OpenOptions) -> io::Result<File> {
        match fs::symlink_metadata(&self.path) {
            Ok(meta) if !meta.is_file() => Err(super::not_a_file()),
            _ => options.open(&self.path),
        }
    }

    /// The user's own folders are private by inheritance on these systems.
    pub fn meta(&self) -> io::Result<Meta> {
        let meta = self.metadata()?;
        Ok(Meta {
            kind: kind_of(meta.file_type()),
            len: meta.len(),
            modified: meta.modified().ok(),
            exposed: false,
        })
    }

    /// The entries of the folder that lies at `path`.
    pub fn list(&self, path: &Path) -> io::Result<Vec<(PathBuf, Kind)>> {
        if !self.metadata()?.is_dir() {
            return Err(leads_elsewhere());
        }
        fs::read_dir(&self.path)?
            .map(|entry| {
                let entry = entry?;
                Ok((path.join(entry.file_name()), kind_of(entry.file_type()?)))
            })
            .collect()
    }

    pub fn open_for_reading(&self) -> io::Result<File> {
        self.open(OpenOptions::new().read(true))
    }

    pub fn open_for_writing(&self) -> io::Result<File> {
        self.open(OpenOptions::new().write(true))
    }

    pub fn create_new(&self) -> io::Result<File> {
        OpenOptions::new().write(true).create_new(true).open(&self.path)
    }

    /// The file for a lock, made where it is missing.
    pub fn open_lock(&self) -> io::Result<File> {
        self.open(OpenOptions::new().read(true).write(true).create(true).truncate(false))
    }

    pub fn rename(&self, to: &Self) -> io::Result<()> {
        fs::rename(&self.path, &to.path)
    }

    pub fn hard_link(&self, to: &Self) -> io::Result<()> {
        fs::hard_link(&self.path, &to.path)
    }

    pub fn remove_file(&self) -> io::Result<()> {
        fs::remove_file(&self.path)
    }

    pub fn remove_folder(&self) -> io::Result<()> {
        fs::remove_dir(&self.path)
    }

    pub fn create_folder(&self) -> io::Result<()> {
        fs::create_dir(&self.path)
    }

    pub fn make_private(&self) -> io::Result<()> {
        match kind_of(self.metadata()?.file_type()) {
            Kind::Other => Err(super::not_a_file()),
            Kind::File | Kind::Folder => Ok(()),
        }
    }

    /// Folders cannot be synced here; the file system writes names through its own journal.
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "other systems can sync a folder")]
    pub fn sync_folder(&self) -> io::Result<()> {
        Ok(())
    }
}

pub fn set_private(_file: &File) -> io::Result<()> {
    Ok(())
}

pub fn knows_no_locks(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::Unsupported
}

fn kind_of(file_type: fs::FileType) -> Kind {
    if file_type.is_file() {
        Kind::File
    } else if file_type.is_dir() {
        Kind::Folder
    } else {
        Kind::Other
    }
}
