//! A file system in memory that fails, tears and forgets as real ones do, for the tests of the store.
//!
//! It keeps apart what a program sees and what a disk holds for certain; see [`disk`]. Any call can be made
//! to fail, and the disk after every change can be looked at as a power cut would leave it.

mod choose;
mod disk;

use std::collections::BTreeSet;
use std::io::{self, Cursor};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

pub use choose::{Always, Chooser, Every, Sample};
pub use disk::Disk;
use disk::{Body, Contents, NodeIndex};

use super::fs::{Fs, Kind, Lock, LockOutcome, Meta, ReadFile, SyncFile, WriteFile};

/// How a call goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// The disk does not answer.
    Eio,
    /// The disk is full.
    Enospc,
    /// The call is not allowed.
    Eacces,
    /// A signal came in between; the call may simply be made again.
    Eintr,
    /// Fewer bytes were taken than given.
    Short,
}

impl Fault {
    pub const ALL: [Self; 5] = [Self::Eio, Self::Enospc, Self::Eacces, Self::Eintr, Self::Short];

    fn error(self) -> Option<io::Error> {
        let kind = match self {
            Self::Eio => return Some(io::Error::other("input/output error")),
            Self::Enospc => io::ErrorKind::StorageFull,
            Self::Eacces => io::ErrorKind::PermissionDenied,
            Self::Eintr => io::ErrorKind::Interrupted,
            Self::Short => return None,
        };
        Some(kind.into())
    }
}

/// Which calls go wrong.
#[derive(Clone, Copy, Debug)]
pub struct FaultPlan {
    /// The first call, counted from 0, that goes wrong.
    pub at: u64,
    pub fault: Fault,
    /// Whether every later call does too.
    pub lasting: bool,
}

#[derive(Debug, Default)]
struct State {
    disk: Disk,
    calls: u64,
    changes: u64,
    plan: Option<FaultPlan>,
    /// The disk after every change, where somebody asked for it.
    history: Option<Vec<Disk>>,
    locked: BTreeSet<PathBuf>,
    free_space: u64,
}

/// The file system in memory. Copies share the disk.
#[derive(Clone, Debug)]
pub struct SimFs(Arc<Mutex<State>>);

impl Default for SimFs {
    fn default() -> Self {
        Self::on(Disk::default())
    }
}

impl SimFs {
    /// A file system on a disk that was found somewhere.
    #[must_use]
    pub fn on(disk: Disk) -> Self {
        Self(Arc::new(Mutex::new(State { disk, free_space: 1 << 40, ..State::default() })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets calls fail from now on, the next call counting as number 0.
    pub fn fail(&self, plan: Option<FaultPlan>) {
        let mut state = self.state();
        state.calls = 0;
        state.plan = plan;
    }

    /// How many calls were made since the last [`Self::fail`], or ever.
    #[must_use]
    pub fn calls(&self) -> u64 {
        self.state().calls
    }

    /// Begins to keep a copy of the disk after every change.
    pub fn keep_history(&self) {
        let mut state = self.state();
        state.history = Some(vec![state.disk.clone()]);
    }

    /// How many copies are kept so far.
    #[must_use]
    pub fn history_len(&self) -> usize {
        self.state().history.as_ref().map_or(0, Vec::len)
    }

    /// The disk before the first change since [`Self::keep_history`] and after each.
    #[must_use]
    pub fn take_history(&self) -> Vec<Disk> {
        self.state().history.take().unwrap_or_default()
    }

    #[must_use]
    pub fn disk(&self) -> Disk {
        self.state().disk.clone()
    }

    pub fn set_free_space(&self, bytes: u64) {
        self.state().free_space = bytes;
    }

    /// Opens a file or folder to others, as a careless tool might.
    pub fn expose(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        let place = state.disk.find(path)?;
        state.disk.node_mut(place)?.exposed = true;
        Ok(())
    }

    /// Puts a link there.
    pub fn create_link(&self, path: &Path) -> io::Result<()> {
        self.change(|disk, now| disk.create(path, Body::Link, now).map(drop))
    }

    /// Writes a whole file in place, as an editor or another program might.
    pub fn write_outside(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        if self.meta(path).is_ok() {
            self.open_for_writing(path)?.truncate(0)?;
        } else {
            drop(self.create_new(path)?);
        }
        let mut file = self.open_for_writing(path)?;
        file.append(bytes)?;
        file.sync()
    }

    fn look<T>(&self, look: impl FnOnce(&mut State) -> io::Result<T>) -> io::Result<T> {
        let mut state = self.state();
        match state.count_call().and_then(Fault::error) {
            Some(error) => Err(error),
            None => look(&mut state),
        }
    }

    fn change<T>(&self, change: impl FnOnce(&mut Disk, u64) -> io::Result<T>) -> io::Result<T> {
        let mut state = self.state();
        match state.count_call().and_then(Fault::error) {
            Some(error) => Err(error),
            None => state.change(change),
        }
    }
}

impl State {
    /// What goes wrong with this call, if anything.
    fn count_call(&mut self) -> Option<Fault> {
        let number = self.calls;
        self.calls += 1;
        let plan = self.plan?;
        (number == plan.at || (plan.lasting && number > plan.at)).then_some(plan.fault)
    }

    fn change<T>(&mut self, change: impl FnOnce(&mut Disk, u64) -> io::Result<T>) -> io::Result<T> {
        self.changes += 1;
        let done = change(&mut self.disk, self.changes)?;
        if let Some(history) = &mut self.history {
            history.push(self.disk.clone());
        }
        Ok(done)
    }
}

/// Open files keep their place, whatever becomes of their name.
#[derive(Clone)]
struct SimFile {
    fs: SimFs,
    place: NodeIndex,
}

impl SimFile {
    fn write(&self, at: Option<u64>, bytes: &[u8]) -> io::Result<usize> {
        let mut state = self.fs.state();
        let taken = match state.count_call() {
            Some(Fault::Short) => bytes.len() / 2,
            Some(fault) => return Err(fault.error().unwrap_or_else(|| io::Error::other("failed"))),
            None => bytes.len(),
        };
        let bytes = bytes.get(..taken).unwrap_or_default();
        if bytes.is_empty() {
            return Ok(0);
        }
        state.change(|disk, now| {
            let contents = disk.contents_mut(self.place)?;
            let at = at.map_or(Ok(contents.seen.len()), usize::try_from);
            contents.write(at.map_err(io::Error::other)?, bytes);
            disk.node_mut(self.place)?.modified = now;
            Ok(taken)
        })
    }
}

impl WriteFile for SimFile {
    fn append(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write(None, bytes)
    }

    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<usize> {
        self.write(Some(offset), bytes)
    }

    fn truncate(&mut self, len: u64) -> io::Result<()> {
        let len = usize::try_from(len).map_err(io::Error::other)?;
        self.fs.change(|disk, now| {
            disk.contents_mut(self.place)?.cut(len);
            disk.node_mut(self.place)?.modified = now;
            Ok(())
        })
    }

    fn sync(&mut self) -> io::Result<()> {
        SyncFile::sync(self)
    }

    fn syncer(&self) -> io::Result<Arc<dyn SyncFile>> {
        Ok(Arc::new(self.clone()))
    }
}

impl SyncFile for SimFile {
    fn sync(&self) -> io::Result<()> {
        let mut state = self.fs.state();
        match state.count_call() {
            None | Some(Fault::Short) => state.change(|disk, _| {
                disk.contents_mut(self.place)?.sync();
                Ok(())
            }),
            Some(fault) => {
                if fault != Fault::Eintr {
                    state.disk.contents_mut(self.place)?.fail_sync();
                }
                fault.error().map_or(Ok(()), Err)
            }
        }
    }
}

struct SimLock {
    fs: SimFs,
    path: PathBuf,
}

impl Lock for SimLock {}

impl Drop for SimLock {
    fn drop(&mut self) {
        self.fs.state().locked.remove(&self.path);
    }
}

impl Fs for SimFs {
    fn meta(&self, path: &Path) -> io::Result<Meta> {
        self.look(|state| {
            let place = state.disk.find(path)?;
            let node = state.disk.node(place)?;
            Ok(Meta {
                kind: state.disk.kind(place)?,
                len: state.disk.contents(place).map_or(0, |contents| contents.seen.len() as u64),
                modified: Some(SystemTime::UNIX_EPOCH + Duration::from_secs(node.modified)),
                exposed: node.exposed,
            })
        })
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<(PathBuf, Kind)>> {
        self.look(|state| {
            let names = state.disk.names(state.disk.find(folder)?)?;
            names.iter().map(|(name, &place)| Ok((folder.join(name), state.disk.kind(place)?))).collect()
        })
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn ReadFile>> {
        self.look(|state| {
            let bytes = Arc::clone(&state.disk.contents(state.disk.find(path)?)?.seen);
            Ok(Box::new(Cursor::new(SharedBytes(bytes))) as Box<dyn ReadFile>)
        })
    }

    fn create_new(&self, path: &Path) -> io::Result<Box<dyn WriteFile>> {
        let place = self.change(|disk, now| disk.create(path, Body::File(Contents::default()), now))?;
        Ok(Box::new(SimFile { fs: self.clone(), place }))
    }

    fn open_for_writing(&self, path: &Path) -> io::Result<Box<dyn WriteFile>> {
        let place = self.look(|state| {
            let place = state.disk.find(path)?;
            state.disk.contents(place).map(|_| place)
        })?;
        Ok(Box::new(SimFile { fs: self.clone(), place }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.change(|disk, _| disk.rename(from, to))
    }

    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.change(|disk, _| disk.link(from, to))
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.change(|disk, _| disk.remove(path, Kind::File))
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.change(|disk, now| disk.create_folder(path, now).map(drop))
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.change(|disk, _| disk.remove(path, Kind::Folder))
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.change(|disk, _| disk.sync_folder(disk.find(path)?))
    }

    fn make_private(&self, path: &Path) -> io::Result<()> {
        self.change(|disk, _| {
            let place = disk.find(path)?;
            disk.node_mut(place)?.exposed = false;
            Ok(())
        })
    }

    fn lock(&self, path: &Path) -> io::Result<LockOutcome> {
        let missing = self.look(|state| Ok(state.disk.find(path).is_err()))?;
        if missing {
            self.change(|disk, now| disk.create(path, Body::File(Contents::default()), now).map(drop))?;
        }
        if !self.state().locked.insert(path.to_owned()) {
            return Ok(LockOutcome::Taken);
        }
        Ok(LockOutcome::Held(Box::new(SimLock { fs: self.clone(), path: path.to_owned() })))
    }

    fn free_space(&self, _path: &Path) -> io::Result<u64> {
        self.look(|state| Ok(state.free_space))
    }
}

/// Bytes that several readers hold at once.
struct SharedBytes(Arc<Vec<u8>>);

impl AsRef<[u8]> for SharedBytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(sync_file: bool, sync_folder: bool) -> SimFs {
        let fs = SimFs::default();
        let mut file = fs.create_new(Path::new("/a")).unwrap();
        file.append(b"words").unwrap();
        if sync_file {
            file.sync().unwrap();
        }
        if sync_folder {
            fs.sync_folder(Path::new("/")).unwrap();
        }
        fs
    }

    fn images(disk: &Disk) -> BTreeSet<Option<Vec<u8>>> {
        let mut chooser = Every::default();
        let mut found = BTreeSet::new();
        loop {
            let image = disk.after_power_cut(&mut chooser).unwrap();
            found.insert(image.tree().get(Path::new("/a")).map(|bytes| bytes.as_ref().unwrap().to_vec()));
            if !chooser.advance() {
                return found;
            }
        }
    }

    #[test]
    fn only_what_was_synced_is_certain() {
        let whole = Some(b"words".to_vec());
        let torn = [Some(Vec::new()), whole.clone(), Some(b"wo".to_vec()), Some(vec![0; 5])];
        assert_eq!(images(&written(true, true).disk()), BTreeSet::from([whole.clone()]));
        assert_eq!(images(&written(true, false).disk()), BTreeSet::from([None, whole]));
        assert_eq!(images(&written(false, true).disk()), BTreeSet::from(torn.clone()));
        assert_eq!(images(&written(false, false).disk()), torn.into_iter().chain([None]).collect());
    }

    #[test]
    fn a_sync_after_a_failed_one_proves_nothing() {
        let fs = SimFs::default();
        let mut file = fs.create_new(Path::new("/a")).unwrap();
        fs.sync_folder(Path::new("/")).unwrap();
        file.append(b"w").unwrap();
        fs.fail(Some(FaultPlan { at: 0, fault: Fault::Eio, lasting: false }));
        assert!(file.sync().is_err());
        file.sync().unwrap();
        assert!(images(&fs.disk()).contains(&Some(Vec::new())));
    }

    #[test]
    fn a_rename_arrives_whole_or_not_at_all() {
        let fs = written(true, true);
        fs.rename(Path::new("/a"), Path::new("/b")).unwrap();
        let mut chooser = Every::default();
        let mut names = Vec::new();
        loop {
            let tree = fs.disk().after_power_cut(&mut chooser).unwrap().tree();
            names.push(tree.keys().skip(1).cloned().collect::<Vec<_>>());
            if !chooser.advance() {
                break;
            }
        }
        assert_eq!(names, [[PathBuf::from("/a")], [PathBuf::from("/b")]]);
    }
}
