//! The machine's own file system: private files and folders whatever the umask, and links never followed.
#![expect(clippy::disallowed_methods, reason = "the one place that opens the user's files for writing")]

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::fs::{Fs, Kind, Lock, LockOutcome, Meta, ReadFile, SyncFile, WriteFile};

/// The file system of the machine the program runs on.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealFs;

struct RealFile(File);

impl WriteFile for RealFile {
    fn append(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.seek(SeekFrom::End(0))?;
        self.0.write(bytes)
    }

    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<usize> {
        self.0.seek(SeekFrom::Start(offset))?;
        self.0.write(bytes)
    }

    fn truncate(&mut self, len: u64) -> io::Result<()> {
        self.0.set_len(len)
    }

    fn sync(&mut self) -> io::Result<()> {
        // On macOS this is F_FULLFSYNC, which also empties the drive's own cache.
        self.0.sync_all()
    }

    fn syncer(&self) -> io::Result<Arc<dyn SyncFile>> {
        Ok(Arc::new(RealSyncer(self.0.try_clone()?)))
    }
}

struct RealSyncer(File);

impl SyncFile for RealSyncer {
    fn sync(&self) -> io::Result<()> {
        self.0.sync_all()
    }
}

/// Closing the file gives the lock back, whoever closes it: this value or the end of the process.
struct RealLock {
    _file: File,
}

impl Lock for RealLock {}

impl Fs for RealFs {
    fn meta(&self, path: &Path) -> io::Result<Meta> {
        let meta = fs::symlink_metadata(path)?;
        Ok(Meta {
            kind: kind_of(meta.file_type()),
            len: meta.len(),
            modified: meta.modified().ok(),
            exposed: system::is_exposed(&meta),
        })
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<(PathBuf, Kind)>> {
        fs::read_dir(folder)?
            .map(|entry| {
                let entry = entry?;
                Ok((entry.path(), kind_of(entry.file_type()?)))
            })
            .collect()
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn ReadFile>> {
        let mut options = OpenOptions::new();
        options.read(true);
        system::refuse_links(&mut options);
        Ok(Box::new(regular(options.open(path)?)?))
    }

    fn create_new(&self, path: &Path) -> io::Result<Box<dyn WriteFile>> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        system::keep_private(&mut options);
        let file = options.open(path)?;
        system::set_private(&file)?;
        Ok(Box::new(RealFile(file)))
    }

    fn open_for_writing(&self, path: &Path) -> io::Result<Box<dyn WriteFile>> {
        let mut options = OpenOptions::new();
        options.write(true);
        system::refuse_links(&mut options);
        Ok(Box::new(RealFile(regular(options.open(path)?)?)))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        system::create_private_folder(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        system::sync_folder(path)
    }

    fn make_private(&self, path: &Path) -> io::Result<()> {
        let meta = fs::symlink_metadata(path)?;
        match kind_of(meta.file_type()) {
            Kind::File => system::set_mode(path, 0o600),
            Kind::Folder => system::set_mode(path, 0o700),
            // Changing a link's rights would change those of what it points at.
            Kind::Other => Err(not_a_file()),
        }
    }

    fn lock(&self, path: &Path) -> io::Result<LockOutcome> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        system::keep_private(&mut options);
        system::refuse_links(&mut options);
        let mut file = regular(options.open(path)?)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(LockOutcome::Taken),
            Err(TryLockError::Error(error)) if system::knows_no_locks(&error) => {
                return Ok(LockOutcome::Unsupported);
            }
            Err(TryLockError::Error(error)) => return Err(error),
        }
        // Rights and text only help others; a lock without them holds just as well.
        let _ = system::set_private(&file);
        let _ = file.set_len(0).and_then(|()| write!(file, "process {}", std::process::id()));
        Ok(LockOutcome::Held(Box::new(RealLock { _file: file })))
    }

    fn free_space(&self, path: &Path) -> io::Result<u64> {
        fs4::available_space(path)
    }
}

/// Reading from a device or a named pipe could wait for ever, so only files are opened.
fn regular(file: File) -> io::Result<File> {
    if file.metadata()?.is_file() { Ok(file) } else { Err(not_a_file()) }
}

fn not_a_file() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "this is not a file but a link, a folder or a device")
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

#[cfg(unix)]
mod system {
    use std::fs::{self, DirBuilder, File, Metadata, OpenOptions, Permissions};
    use std::io;
    use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
    use std::path::Path;

    use rustix::fs::OFlags;
    use rustix::io::Errno;

    pub fn is_exposed(meta: &Metadata) -> bool {
        meta.permissions().mode() & 0o077 != 0
    }

    pub fn keep_private(options: &mut OpenOptions) {
        options.mode(0o600);
    }

    /// A link at the end of the path is an error, and opening a named pipe does not wait for its other end.
    pub fn refuse_links(options: &mut OpenOptions) {
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
        options.custom_flags(i32::try_from(flags.bits()).unwrap_or(0));
    }

    /// A umask can take rights away that the owner needs.
    pub fn set_private(file: &File) -> io::Result<()> {
        if file.metadata()?.permissions().mode() & 0o777 == 0o600 {
            return Ok(());
        }
        file.set_permissions(Permissions::from_mode(0o600))
    }

    pub fn create_private_folder(path: &Path) -> io::Result<()> {
        DirBuilder::new().mode(0o700).create(path)?;
        if fs::symlink_metadata(path)?.permissions().mode() & 0o777 == 0o700 {
            return Ok(());
        }
        set_mode(path, 0o700)
    }

    pub fn set_mode(path: &Path, mode: u32) -> io::Result<()> {
        fs::set_permissions(path, Permissions::from_mode(mode))
    }

    pub fn sync_folder(path: &Path) -> io::Result<()> {
        match File::open(path)?.sync_all() {
            // Some network file systems keep names safe by themselves and refuse to be asked.
            Err(error) if error.raw_os_error() == Some(Errno::INVAL.raw_os_error()) => Ok(()),
            other => other,
        }
    }

    pub fn knows_no_locks(error: &io::Error) -> bool {
        let raw = error.raw_os_error();
        [Errno::NOTSUP, Errno::NOLCK, Errno::NOSYS].iter().any(|errno| raw == Some(errno.raw_os_error()))
    }
}

#[cfg(not(unix))]
mod system {
    use std::fs::{self, File, Metadata, OpenOptions};
    use std::io;
    use std::path::Path;

    /// The user's own folders are private by inheritance on these systems.
    pub fn is_exposed(_meta: &Metadata) -> bool {
        false
    }

    pub fn keep_private(_options: &mut OpenOptions) {}

    pub fn refuse_links(_options: &mut OpenOptions) {}

    pub fn set_private(_file: &File) -> io::Result<()> {
        Ok(())
    }

    pub fn create_private_folder(path: &Path) -> io::Result<()> {
        fs::create_dir(path)
    }

    pub fn set_mode(_path: &Path, _mode: u32) -> io::Result<()> {
        Ok(())
    }

    /// Folders cannot be synced here; the file system writes names through its own journal.
    pub fn sync_folder(_path: &Path) -> io::Result<()> {
        Ok(())
    }

    pub fn knows_no_locks(error: &io::Error) -> bool {
        error.kind() == io::ErrorKind::Unsupported
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn a_link_is_neither_read_nor_written_through() {
        let folder = tempfile::tempdir().unwrap();
        let (target, link) = (folder.path().join("target"), folder.path().join("link"));
        drop(RealFs.create_new(&target).unwrap());
        #[cfg(unix)]
        std::os::unix::fs::symlink(&target, &link).unwrap();
        #[cfg(unix)]
        {
            assert_eq!(RealFs.meta(&link).unwrap().kind, Kind::Other);
            assert!(RealFs.open(&link).is_err());
            assert!(RealFs.open_for_writing(&link).is_err());
            assert!(RealFs.create_new(&link).is_err());
            assert!(RealFs.make_private(&link).is_err());
        }
    }

    #[test]
    fn writing_appends_overwrites_and_cuts() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let mut file = RealFs.create_new(&path).unwrap();
        assert!(RealFs.create_new(&path).is_err());
        file.append(b"0123").unwrap();
        file.write_at(1, b"xy").unwrap();
        file.append(b"45").unwrap();
        file.truncate(5).unwrap();
        file.sync().unwrap();
        let mut text = String::new();
        RealFs.open(&path).unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "0xy34");
    }

    #[test]
    fn a_second_lock_is_refused_until_the_first_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let first = RealFs.lock(&path).unwrap();
        assert!(matches!(first, LockOutcome::Held(_)));
        assert!(matches!(RealFs.lock(&path).unwrap(), LockOutcome::Taken));
        drop(first);
        assert!(matches!(RealFs.lock(&path).unwrap(), LockOutcome::Held(_)));
    }
}
