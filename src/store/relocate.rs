//! Moving a library to another folder: everything is copied there and compared, and the old one stays as it is.
//!
//! The copy grows in a folder of its own inside the new place, which is taken apart at the end. While that
//! folder is there the new place does not open as a library, so that half a copy is never taken for a whole one.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use super::atomic::append_all;
use super::conflict;
use super::error::reason;
use super::files::Files;
use super::fs::{Fs, Kind, ReadFile};
use super::layout::Layout;
use super::warning::Warning;

/// Where the copy grows.
pub(super) const GROWING: &str = ".tmp-moving";

/// Bytes that are copied between two looks at whether to go on.
const CHUNK: usize = 256 << 10;

/// How far a move has come. Everything is read twice: once to be copied, once to be compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub done_bytes: u64,
    pub all_bytes: u64,
}

impl Progress {
    /// How much is done, from 0 to 1.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a bar shows no more than a few hundred steps")]
    pub fn share(self) -> f32 {
        if self.all_bytes == 0 { 1.0 } else { (self.done_bytes as f32 / self.all_bytes as f32).min(1.0) }
    }
}

/// Why a library was not moved. It is where it was, and as it was.
#[derive(Debug)]
pub enum RelocateError {
    Cancelled,
    /// The path does not say from the root of the system where the folder lies.
    NotWhole {
        to: PathBuf,
    },
    /// One of the two folders lies in the other.
    Inside {
        to: PathBuf,
    },
    /// Something is in the new folder, or it is no folder.
    Occupied {
        to: PathBuf,
    },
    NoRoom {
        to: PathBuf,
        free: u64,
        needed: u64,
    },
    /// What was written reads differently.
    Differs {
        path: PathBuf,
    },
    Io {
        path: PathBuf,
        error: io::Error,
    },
}

impl fmt::Display for RelocateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cancelled => {
                f.write_str("The library was not moved, because you stopped it. It is where it was.")
            }
            Self::NotWhole { to } => {
                write!(
                    f,
                    "The library was not moved. Write the whole path of the new folder. {}",
                    to.display()
                )
            }
            Self::Inside { to } => write!(
                f,
                "The library was not moved, because one of the two folders lies in the other. Choose a folder \
                 elsewhere. {}",
                to.display()
            ),
            Self::Occupied { to } => write!(
                f,
                "The library was not moved, because the new folder is not empty. Choose a new or an empty one. {}",
                to.display()
            ),
            Self::NoRoom { to, free, needed } => write!(
                f,
                "The library was not moved, because it needs {} MB and {} MB are free. Make room and try again. {}",
                needed.div_ceil(1_000_000),
                free / 1_000_000,
                to.display()
            ),
            Self::Differs { path } => write!(
                f,
                "The library was not moved, because a copied file reads differently from its original. Try \
                 another drive. {}",
                path.display()
            ),
            Self::Io { path, error } => write!(
                f,
                "The library was not moved, because {}. It is where it was. {}",
                reason(error),
                path.display()
            ),
        }
    }
}

impl std::error::Error for RelocateError {}

/// Copies the library at `from`, which nobody may change meanwhile, to a new or empty folder, and compares every
/// byte. `go_on` hears how far it has come and answers whether to continue. What is left out is in the warnings.
///
/// # Errors
/// Where the new folder is not a complete library on the disk afterwards. The old one is not touched in any case.
pub fn relocate(
    fs: &Arc<dyn Fs>,
    from: &Path,
    to: &Path,
    go_on: &mut dyn FnMut(Progress) -> bool,
) -> Result<Vec<Warning>, RelocateError> {
    let files = Files::new(Arc::clone(fs));
    if !to.is_absolute() {
        return Err(RelocateError::NotWhole { to: to.to_owned() });
    }
    for root in [from, to] {
        fs.guard(root).map_err(io_at(root))?;
    }
    if lie_in_each_other(fs.as_ref(), from, to) {
        return Err(RelocateError::Inside { to: to.to_owned() });
    }
    let (entries, warnings) = entries(&files, from)?;
    let made = make_room(&files, to)?;
    let mut copier = Copier::new(fs.as_ref(), &files, from, to, go_on);
    let outcome = copier.has_room(&entries).and_then(|()| copier.run(&entries));
    if outcome.is_err() {
        copier.clean_up(&made);
    }
    outcome.map(|()| warnings)
}

/// Whether one of two folders lies in the other, by their names or where links lead.
fn lie_in_each_other(fs: &dyn Fs, one: &Path, other: &Path) -> bool {
    let real = |path: &Path| {
        // What is not there yet will lie in the nearest folder that is.
        let there = path.ancestors().find_map(|above| Some((above, fs.resolve(above).ok()?)));
        there.map_or_else(
            || path.to_owned(),
            |(above, real)| real.join(path.strip_prefix(above).unwrap_or(path)),
        )
    };
    let nested = |one: &Path, other: &Path| one.starts_with(other) || other.starts_with(one);
    nested(one, other) || nested(&real(one), &real(other))
}

/// Something to copy: where it lies from the library's root on.
struct Entry {
    inside: PathBuf,
    kind: Kind,
    len: u64,
    modified: Option<SystemTime>,
}

/// Everything in the library, folders before what is in them; the lock is not part of it.
fn entries(files: &Files, from: &Path) -> Result<(Vec<Entry>, Vec<Warning>), RelocateError> {
    let (mut entries, mut warnings) = (Vec::new(), Vec::new());
    let lock = Layout::new(from).lock();
    let below = files.files_below(from).map_err(io_at(from))?;
    for (path, kind) in below.into_iter().filter(|(path, _)| *path != lock) {
        if kind == Kind::Other {
            let what = "This is a link or a device, which a library never holds. It was not moved.";
            warnings.push(Warning::new(&path, what));
            continue;
        }
        let meta = files.meta(&path).map_err(io_at(&path))?;
        let inside = path.strip_prefix(from).unwrap_or(&path).to_owned();
        let len = meta.filter(|_| kind == Kind::File).map_or(0, |meta| meta.len);
        entries.push(Entry { inside, kind, len, modified: meta.and_then(|meta| meta.modified) });
    }
    // The living library comes before its snapshots, which are second names for the same files.
    let is_second = |entry: &Entry| entry.inside.starts_with("snapshots");
    entries.sort_by(|a, b| is_second(a).cmp(&is_second(b)).then_with(|| a.inside.cmp(&b.inside)));
    Ok((entries, warnings))
}

/// Sees that the new place is an empty folder, and says which folders were made for that, outermost first.
fn make_room(files: &Files, to: &Path) -> Result<Vec<PathBuf>, RelocateError> {
    let occupied = || RelocateError::Occupied { to: to.to_owned() };
    match files.meta(to).map_err(io_at(to))? {
        Some(meta) if meta.kind == Kind::Folder => {
            let entries = files.list(to).map_err(io_at(to))?;
            // A copy that a power cut ended is begun anew.
            if entries.iter().any(|(path, _)| conflict::name_of(path) != GROWING) {
                return Err(occupied());
            }
            for (path, _) in entries {
                files.remove_tree(&path).map_err(io_at(&path))?;
            }
            Ok(Vec::new())
        }
        Some(_) => Err(occupied()),
        None => {
            let mut missing = Vec::new();
            for folder in to.ancestors() {
                if files.exists(folder).map_err(io_at(folder))? {
                    break;
                }
                missing.push(folder.to_owned());
            }
            missing.reverse();
            for folder in &missing {
                files.create_folder(folder).and_then(|()| files.sync_names(folder)).map_err(io_at(folder))?;
            }
            Ok(missing)
        }
    }
}

fn io_at(path: &Path) -> impl FnOnce(io::Error) -> RelocateError + '_ {
    move |error| RelocateError::Io { path: path.to_owned(), error }
}

/// Files that were copied, by what a second name for the same file has in common with them.
type Copied = BTreeMap<(PathBuf, u64, Option<SystemTime>), PathBuf>;

struct Copier<'a> {
    fs: &'a dyn Fs,
    files: &'a Files,
    from: &'a Path,
    to: &'a Path,
    growing: PathBuf,
    copied: Copied,
    /// What stands under its own name in the new place already.
    settled: Vec<PathBuf>,
    progress: Progress,
    go_on: &'a mut dyn FnMut(Progress) -> bool,
}

impl<'a> Copier<'a> {
    fn new(
        fs: &'a dyn Fs,
        files: &'a Files,
        from: &'a Path,
        to: &'a Path,
        go_on: &'a mut dyn FnMut(Progress) -> bool,
    ) -> Self {
        let growing = to.join(GROWING);
        let (copied, settled, progress) = (Copied::new(), Vec::new(), Progress::default());
        Self { fs, files, from, to, growing, copied, settled, progress, go_on }
    }

    fn has_room(&mut self, entries: &[Entry]) -> Result<(), RelocateError> {
        // Snapshots need no room where the new drive gives a file a second name.
        let living = entries.iter().filter(|entry| !entry.inside.starts_with("snapshots"));
        let needed: u64 = living.map(|entry| entry.len).sum();
        self.progress.all_bytes = 2 * entries.iter().map(|entry| entry.len).sum::<u64>();
        match self.fs.free_space(self.to) {
            Ok(free) if free < needed => Err(RelocateError::NoRoom { to: self.to.to_owned(), free, needed }),
            // A file system that does not know its room is not thereby full.
            _ => Ok(()),
        }
    }

    fn run(&mut self, entries: &[Entry]) -> Result<(), RelocateError> {
        self.folder(&self.growing.clone())?;
        for entry in entries {
            let target = self.growing.join(&entry.inside);
            match entry.kind {
                Kind::Folder => self.folder(&target)?,
                Kind::File | Kind::Other => self.file(entry, &target)?,
            }
        }
        for entry in entries.iter().filter(|entry| entry.kind == Kind::Folder) {
            self.sync(&self.growing.join(&entry.inside))?;
        }
        self.sync(&self.growing.clone())?;
        self.sync(self.to)?;
        self.settle()
    }

    fn folder(&self, folder: &Path) -> Result<(), RelocateError> {
        self.files.create_folder(folder).map_err(io_at(folder))
    }

    fn sync(&self, folder: &Path) -> Result<(), RelocateError> {
        self.files.sync_folder(folder).map_err(io_at(folder))
    }

    fn file(&mut self, entry: &Entry, target: &Path) -> Result<(), RelocateError> {
        let source = self.from.join(&entry.inside);
        let key = (PathBuf::from(conflict::name_of(&source)), entry.len, entry.modified);
        if let Some(twin) = self.copied.get(&key).cloned()
            && self.is_same(&source, &twin)?
            && self.files.hard_link(&twin, target).is_ok()
        {
            self.advance(entry.len)?;
            return Ok(());
        }
        self.copy(&source, target)?;
        if !self.is_same(&source, target)? {
            return Err(RelocateError::Differs { path: target.to_owned() });
        }
        self.copied.insert(key, target.to_owned());
        Ok(())
    }

    fn copy(&mut self, source: &Path, target: &Path) -> Result<(), RelocateError> {
        let mut reading = self.files.open(source).map_err(io_at(source))?;
        let mut writing = super::atomic::patiently(|| self.fs.create_new(target)).map_err(io_at(target))?;
        let mut chunk = vec![0; CHUNK];
        loop {
            let read = fill(reading.as_mut(), &mut chunk).map_err(io_at(source))?;
            let bytes = chunk.get(..read).unwrap_or_default();
            if bytes.is_empty() {
                break;
            }
            append_all(writing.as_mut(), bytes).map_err(io_at(target))?;
            self.advance(read as u64)?;
        }
        super::atomic::patiently(|| writing.sync()).map_err(io_at(target))
    }

    fn is_same(&mut self, a: &Path, b: &Path) -> Result<bool, RelocateError> {
        let mut first = self.files.open(a).map_err(io_at(a))?;
        let mut second = self.files.open(b).map_err(io_at(b))?;
        let (mut one, mut other) = (vec![0; CHUNK], vec![0; CHUNK]);
        loop {
            let read = fill(first.as_mut(), &mut one).map_err(io_at(a))?;
            let also = fill(second.as_mut(), &mut other).map_err(io_at(b))?;
            if one.get(..read) != other.get(..also) {
                return Ok(false);
            }
            if read == 0 {
                return Ok(true);
            }
            self.advance(read as u64)?;
        }
    }

    fn advance(&mut self, bytes: u64) -> Result<(), RelocateError> {
        self.progress.done_bytes += bytes;
        if (self.go_on)(self.progress) { Ok(()) } else { Err(RelocateError::Cancelled) }
    }

    /// Gives everything its own name, the library's head last.
    fn settle(&mut self) -> Result<(), RelocateError> {
        let head = Layout::new(self.to).head();
        let mut entries = self.files.list(&self.growing).map_err(io_at(&self.growing))?;
        entries.sort_by_key(|(path, _)| path.file_name() == head.file_name());
        for (path, _) in entries {
            let target = self.to.join(conflict::name_of(&path));
            self.files.rename(&path, &target).map_err(io_at(&target))?;
            self.settled.push(target);
        }
        self.sync(&self.growing)?;
        self.sync(self.to)?;
        self.files.remove_folder(&self.growing).map_err(io_at(&self.growing))?;
        self.sync(self.to)
    }

    /// Removes what was made. What cannot be removed keeps the folder from being taken for a library.
    fn clean_up(&self, made: &[PathBuf]) {
        let _ = self.files.remove_tree(&self.growing);
        for path in self.settled.iter().rev() {
            let is_folder =
                self.files.meta(path).is_ok_and(|meta| meta.is_some_and(|meta| meta.kind == Kind::Folder));
            let _ = if is_folder { self.files.remove_tree(path) } else { self.files.remove_file(path) };
        }
        for folder in made.iter().rev() {
            let _ = self.files.remove_folder(folder);
        }
    }
}

/// Reads until the buffer is full or the file ends.
fn fill(file: &mut dyn ReadFile, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match file.read(rest) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}
