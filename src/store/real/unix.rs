//! Files and folders by an open folder and a name in it, so that nothing that changes meanwhile leads elsewhere.

use std::ffi::OsStr;
use std::fs::File;
use std::io;
use std::os::fd::{AsFd as _, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Component, Path, PathBuf};
use std::time::{Duration, SystemTime};

use rustix::fs::{AtFlags, CWD, Dir, FileType, Mode, OFlags, Stat};
use rustix::io::Errno;

use super::guard::{Inside, inside, leads_elsewhere};
use crate::store::fs::{Kind, Meta};

/// How a folder is opened that is only a step on the way.
#[cfg(any(target_os = "linux", target_os = "android"))]
const STEP: OFlags = OFlags::PATH.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);
#[cfg(not(any(target_os = "linux", target_os = "android")))]
const STEP: OFlags = OFlags::DIRECTORY.union(OFlags::CLOEXEC);

const PRIVATE_FILE: Mode = Mode::RUSR.union(Mode::WUSR);

/// A file or folder, by the folder it lies in.
pub struct Entry {
    /// `None` where the name is a whole path.
    folder: Option<OwnedFd>,
    name: PathBuf,
    /// Whether this is a guarded root, which may be a link itself.
    is_root: bool,
}

impl Entry {
    /// # Errors
    /// Where the path leads out of a guarded folder, or its folder is not there.
    pub fn of(path: &Path) -> io::Result<Self> {
        let Some(Inside { root, rest }) = inside(path)? else {
            return Ok(Self { folder: None, name: path.to_owned(), is_root: false });
        };
        if rest.as_os_str().is_empty() {
            return Ok(Self { folder: None, name: root, is_root: true });
        }
        let (Some(above), Some(Component::Normal(name))) = (rest.parent(), rest.components().next_back())
        else {
            return Err(leads_elsewhere());
        };
        let root = rustix::fs::openat(CWD, &root, STEP, Mode::empty()).map_err(not_followed)?;
        let folder = if above.as_os_str().is_empty() { root } else { descend(root, above)? };
        Ok(Self { folder: Some(folder), name: name.into(), is_root: false })
    }

    fn folder(&self) -> BorrowedFd<'_> {
        self.folder.as_ref().map_or(CWD, |folder| folder.as_fd())
    }

    fn open(&self, flags: OFlags, mode: Mode) -> io::Result<OwnedFd> {
        let follow = if self.is_root { OFlags::empty() } else { OFlags::NOFOLLOW };
        // Opening a named pipe does not wait for its other end, and a terminal does not become ours.
        let flags = flags | follow | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        rustix::fs::openat(self.folder(), &self.name, flags, mode).map_err(|errno| match errno {
            Errno::LOOP | Errno::NXIO => super::not_a_file(),
            errno => errno.into(),
        })
    }

    fn open_folder(&self) -> io::Result<OwnedFd> {
        self.open(OFlags::RDONLY | OFlags::DIRECTORY, Mode::empty()).map_err(|error| match error.kind() {
            io::ErrorKind::InvalidInput => leads_elsewhere(),
            _ => error,
        })
    }

    fn stat(&self) -> io::Result<Stat> {
        let follow = if self.is_root { AtFlags::empty() } else { AtFlags::SYMLINK_NOFOLLOW };
        Ok(rustix::fs::statat(self.folder(), &self.name, follow)?)
    }

    pub fn meta(&self) -> io::Result<Meta> {
        let stat = self.stat()?;
        let kind = kind_of(FileType::from_raw_mode(stat.st_mode));
        let others = Mode::RWXG | Mode::RWXO;
        let since = Duration::new(
            u64::try_from(stat.st_mtime).unwrap_or(0),
            u32::try_from(stat.st_mtime_nsec).unwrap_or(0),
        );
        Ok(Meta {
            kind,
            len: u64::try_from(stat.st_size).unwrap_or(0),
            modified: SystemTime::UNIX_EPOCH.checked_add(since),
            // The rights of a link mean nothing.
            exposed: kind != Kind::Other && rights(&stat).intersects(others),
        })
    }

    /// The entries of the folder that lies at `path`.
    pub fn list(&self, path: &Path) -> io::Result<Vec<(PathBuf, Kind)>> {
        let folder = self.open_folder()?;
        let mut entries = Vec::new();
        for entry in Dir::read_from(&folder)? {
            let entry = entry?;
            let name = entry.file_name();
            if matches!(name.to_bytes(), b"." | b"..") {
                continue;
            }
            let file_type = match entry.file_type() {
                FileType::Unknown => {
                    let stat = rustix::fs::statat(&folder, name, AtFlags::SYMLINK_NOFOLLOW)?;
                    FileType::from_raw_mode(stat.st_mode)
                }
                known => known,
            };
            entries.push((path.join(OsStr::from_bytes(name.to_bytes())), kind_of(file_type)));
        }
        Ok(entries)
    }

    pub fn open_for_reading(&self) -> io::Result<File> {
        Ok(self.open(OFlags::RDONLY, Mode::empty())?.into())
    }

    pub fn open_for_writing(&self) -> io::Result<File> {
        Ok(self.open(OFlags::WRONLY, Mode::empty())?.into())
    }

    pub fn create_new(&self) -> io::Result<File> {
        let file = self.open(OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL, PRIVATE_FILE)?.into();
        set_private(&file)?;
        Ok(file)
    }

    /// The file for a lock, made where it is missing.
    pub fn open_lock(&self) -> io::Result<File> {
        Ok(self.open(OFlags::RDWR | OFlags::CREATE, PRIVATE_FILE)?.into())
    }

    pub fn rename(&self, to: &Self) -> io::Result<()> {
        Ok(rustix::fs::renameat(self.folder(), &self.name, to.folder(), &to.name)?)
    }

    pub fn hard_link(&self, to: &Self) -> io::Result<()> {
        Ok(rustix::fs::linkat(self.folder(), &self.name, to.folder(), &to.name, AtFlags::empty())?)
    }

    pub fn remove_file(&self) -> io::Result<()> {
        Ok(rustix::fs::unlinkat(self.folder(), &self.name, AtFlags::empty())?)
    }

    pub fn remove_folder(&self) -> io::Result<()> {
        Ok(rustix::fs::unlinkat(self.folder(), &self.name, AtFlags::REMOVEDIR)?)
    }

    pub fn create_folder(&self) -> io::Result<()> {
        rustix::fs::mkdirat(self.folder(), &self.name, Mode::RWXU)?;
        self.make_private()
    }

    /// Takes everybody's rights away but the owner's, which a umask can have taken too.
    pub fn make_private(&self) -> io::Result<()> {
        let stat = self.stat()?;
        let wanted = match kind_of(FileType::from_raw_mode(stat.st_mode)) {
            Kind::File => PRIVATE_FILE,
            Kind::Folder => Mode::RWXU,
            // Changing a link's rights would change those of what it points at.
            Kind::Other => return Err(super::not_a_file()),
        };
        if rights(&stat) == wanted {
            return Ok(());
        }
        Ok(rustix::fs::chmodat(self.folder(), &self.name, wanted, AtFlags::empty())?)
    }

    pub fn sync_folder(&self) -> io::Result<()> {
        match rustix::fs::fsync(self.open_folder()?) {
            // Some network file systems keep names safe by themselves and refuse to be asked.
            Ok(()) | Err(Errno::INVAL) => Ok(()),
            Err(errno) => Err(errno.into()),
        }
    }
}

fn rights(stat: &Stat) -> Mode {
    Mode::from_raw_mode(stat.st_mode) & (Mode::RWXU | Mode::RWXG | Mode::RWXO)
}

/// A umask can take rights away that the owner needs.
pub fn set_private(file: &File) -> io::Result<()> {
    if rights(&rustix::fs::fstat(file)?) == PRIVATE_FILE {
        return Ok(());
    }
    Ok(rustix::fs::fchmod(file, PRIVATE_FILE)?)
}

pub fn knows_no_locks(error: &io::Error) -> bool {
    let raw = error.raw_os_error();
    [Errno::NOTSUP, Errno::NOLCK, Errno::NOSYS].iter().any(|errno| raw == Some(errno.raw_os_error()))
}

/// The folder at `path` below an open one.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn descend(root: OwnedFd, path: &Path) -> io::Result<OwnedFd> {
    use rustix::fs::ResolveFlags;
    /// A folder that is renamed at the same moment asks for another attempt.
    const ATTEMPTS: usize = 10;
    let beneath = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS;
    for _ in 0..ATTEMPTS {
        match rustix::fs::openat2(&root, path, STEP, Mode::empty(), beneath) {
            Err(Errno::AGAIN | Errno::INTR) => {}
            // An old kernel, or one that is told to refuse what it does not know.
            Err(Errno::NOSYS | Errno::PERM) => break,
            opened => return opened.map_err(not_followed),
        }
    }
    step_by_step(root, path)
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn descend(root: OwnedFd, path: &Path) -> io::Result<OwnedFd> {
    step_by_step(root, path)
}

/// Opens one folder after the other, each where it is a real one.
fn step_by_step(root: OwnedFd, path: &Path) -> io::Result<OwnedFd> {
    path.components().try_fold(root, |folder, part| match part {
        Component::Normal(name) => {
            rustix::fs::openat(&folder, name, STEP | OFlags::NOFOLLOW, Mode::empty()).map_err(not_followed)
        }
        _ => Err(leads_elsewhere()),
    })
}

fn not_followed(errno: Errno) -> io::Error {
    match errno {
        Errno::LOOP | Errno::NOTDIR | Errno::XDEV => leads_elsewhere(),
        errno => errno.into(),
    }
}

fn kind_of(file_type: FileType) -> Kind {
    match file_type {
        FileType::RegularFile => Kind::File,
        FileType::Directory => Kind::Folder,
        _ => Kind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_down_refuse_the_same_paths() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for made in ["in/side", "out"] {
            std::fs::DirBuilder::new().recursive(true).create(root.join(made)).unwrap();
        }
        std::os::unix::fs::symlink("../out", root.join("in/link")).unwrap();
        std::os::unix::fs::symlink("loop", root.join("in/loop")).unwrap();
        let open = || rustix::fs::openat(CWD, root.join("in"), STEP, Mode::empty()).unwrap();
        for way in [descend, step_by_step] {
            assert!(way(open(), Path::new("side")).is_ok());
            for path in ["link", "loop", "side/../../out", "..", "/tmp"] {
                let kind = way(open(), Path::new(path)).unwrap_err().kind();
                assert_eq!(kind, io::ErrorKind::NotADirectory, "{path}");
            }
            assert_eq!(way(open(), Path::new("none")).unwrap_err().kind(), io::ErrorKind::NotFound);
        }
    }
}
