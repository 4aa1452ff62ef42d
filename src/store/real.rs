//! The machine's own file system: private files and folders whatever the umask, and links never followed.

mod guard;
#[cfg(not(unix))]
mod other;
#[cfg(unix)]
mod unix;

use std::fs::{File, TryLockError};
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[cfg(not(unix))]
use self::other as system;
use self::system::Entry;
#[cfg(unix)]
use self::unix as system;
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
    fn guard(&self, root: &Path) -> io::Result<()> {
        guard::add(root)
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        path.canonicalize()
    }

    fn meta(&self, path: &Path) -> io::Result<Meta> {
        Entry::of(path)?.meta()
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<(PathBuf, Kind)>> {
        Entry::of(folder)?.list(folder)
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn ReadFile>> {
        Ok(Box::new(regular(Entry::of(path)?.open_for_reading()?)?))
    }

    fn create_new(&self, path: &Path) -> io::Result<Box<dyn WriteFile>> {
        Ok(Box::new(RealFile(Entry::of(path)?.create_new()?)))
    }

    fn open_for_writing(&self, path: &Path) -> io::Result<Box<dyn WriteFile>> {
        Ok(Box::new(RealFile(regular(Entry::of(path)?.open_for_writing()?)?)))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        Entry::of(from)?.rename(&Entry::of(to)?)
    }

    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        Entry::of(from)?.hard_link(&Entry::of(to)?)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        Entry::of(path)?.remove_file()
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        Entry::of(path)?.create_folder()
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        Entry::of(path)?.remove_folder()
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        Entry::of(path)?.sync_folder()
    }

    fn make_private(&self, path: &Path) -> io::Result<()> {
        Entry::of(path)?.make_private()
    }

    fn lock(&self, path: &Path) -> io::Result<LockOutcome> {
        let mut file = regular(Entry::of(path)?.open_lock()?)?;
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
