//! Opening a library: lock, finish what was begun, put recordings in order, read.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use super::clock::Clock;
use super::document;
use super::error::{OpenError, StoreError};
use super::files::Files;
use super::fs::{Fs, Kind, Lock, LockOutcome};
use super::handle::{Access, Store, check_name};
use super::ids;
use super::index::Index;
use super::layout::{AUDIO_ENDING, Layout, MARKS_ENDING, PART_ENDING, take_stem};
use super::load::Loaded;
use super::moves::Moves;
use super::recover::{self, Recovered};
use super::scan::Scan;
use super::schema::{LibraryHead, SettingsFile};
use super::snapshot::Reason;
use super::warning::Warning;
use crate::domain::library::Library;
use crate::domain::story::StoryId;
use crate::domain::take::TakeId;

/// A library that was just opened.
pub struct Opened {
    pub store: Store,
    pub library: Library,
    /// Takes that an earlier run had left unfinished.
    pub recovered: Vec<TakeId>,
    pub warnings: Vec<Warning>,
}

/// Where a recording goes that is about to begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRecording {
    /// The recording while it grows.
    pub part: PathBuf,
    /// What the take is meant to be, and its marks; see [`super::intent`].
    pub marks: PathBuf,
    /// The finished recording.
    pub audio: PathBuf,
    /// The name for [`crate::domain::take::Recording::file`].
    pub file: String,
}

impl Store {
    /// Opens the library at `root`. For writing, an empty one is made where nothing is; the folder above must
    /// be there. Whatever cannot be read is left as it is and named in the warnings.
    ///
    /// # Errors
    /// Where the library as a whole cannot be used in this way.
    pub fn open(
        fs: Arc<dyn Fs>,
        clock: Arc<dyn Clock>,
        root: &Path,
        access: Access,
    ) -> Result<Opened, OpenError> {
        let (files, layout) = (Files::new(fs), Layout::new(root));
        files.guard(root).map_err(|error| io_error(&layout, error))?;
        let is_new = find_root(&files, &layout, access)?;
        let mut warnings = Vec::new();
        let lock = match access {
            Access::Write => lock(&files, &layout, &mut warnings)?,
            Access::ReadOnly => None,
        };
        refuse_the_future(&files, &layout, access)?;
        if is_new && access == Access::Write {
            write_head(&files, &layout, clock.now()).map_err(|error| io_error(&layout, error))?;
        }
        let mut store = Self {
            files,
            clock,
            layout,
            index: Index::default(),
            settings: SettingsFile::default(),
            unsettled: None,
            id: None,
            access,
            _lock: lock,
        };
        let recovered = match access {
            Access::Write => store.tidy(&mut warnings),
            Access::ReadOnly => {
                store.name_what_is_unfinished(&mut warnings);
                Recovered::default()
            }
        };
        warnings.extend(recovered.warnings);
        let library = store.load(&mut warnings);
        Ok(Opened { store, library, recovered: recovered.takes, warnings })
    }

    /// Sees that the folder for a new recording is there, and names its files.
    ///
    /// # Errors
    /// Where the library cannot be written.
    pub fn new_recording(
        &mut self,
        story: Option<&StoryId>,
        id: &TakeId,
        recorded_at: Timestamp,
    ) -> Result<NewRecording, StoreError> {
        self.begin_change()?;
        check_name(&id.0)?;
        let folder = self.takes_folder(story);
        self.ensure_folder(&folder)?;
        let stem = take_stem(recorded_at, id);
        let path = |ending: &str| folder.join(format!("{stem}{ending}"));
        Ok(NewRecording {
            part: path(PART_ENDING),
            marks: path(MARKS_ENDING),
            audio: path(AUDIO_ENDING),
            file: format!("{stem}{AUDIO_ENDING}"),
        })
    }

    /// Finishes what an earlier run has begun and removes what it has left.
    fn tidy(&mut self, warnings: &mut Vec<Warning>) -> Recovered {
        let (unsettled, unfinished) = Moves::resume(&self.files, &self.layout);
        warnings.extend(unfinished);
        let scan = Scan::of(&self.files, &self.layout);
        // A list of moves that is still there may speak of files under temporary names.
        if unsettled.is_none() && Moves::are_listed(&self.files, &self.layout).is_ok_and(|there| !there) {
            self.remove_temporaries(&scan, warnings);
            self.remove_empty_trash();
        }
        self.unsettled = unsettled;
        let mut recovered = Recovered::default();
        for folder in scan.stories.iter().filter(|folder| folder.needs_recovery()) {
            recover::recover(&self.files, self.clock.now(), folder, &mut recovered);
        }
        recovered
    }

    fn remove_temporaries(&self, scan: &Scan, warnings: &mut Vec<Warning>) {
        for (path, kind) in &scan.temporaries {
            let outcome = match kind {
                Kind::Folder => self.files.remove_tree(path),
                Kind::File | Kind::Other => self.files.remove_file(path),
            };
            if let Err(error) = outcome {
                warnings.push(Warning::io(
                    path,
                    "What an earlier run left half written cannot be removed",
                    &error,
                ));
            }
        }
    }

    fn name_what_is_unfinished(&self, warnings: &mut Vec<Warning>) {
        let list = self.layout.moves();
        if Moves::are_listed(&self.files, &self.layout).unwrap_or(false) {
            let what = "A change was not finished when the program ended. Opening the library for writing \
                        finishes it.";
            warnings.push(Warning::new(list, what));
        }
        let scan = Scan::of(&self.files, &self.layout);
        for folder in &scan.stories {
            for stem in folder.stems(PART_ENDING) {
                let path = folder.takes_folder().join(format!("{stem}{PART_ENDING}"));
                let what =
                    "This recording was not finished. Opening the library for writing puts it in order.";
                warnings.push(Warning::new(path, what));
            }
        }
    }

    /// Reads everything and remembers where it lies.
    pub(super) fn load(&mut self, warnings: &mut Vec<Warning>) -> Library {
        let scan = Scan::of(&self.files, &self.layout);
        let loaded = Loaded::read(&self.files, &self.layout, &scan);
        warnings.extend(loaded.warnings);
        self.index = loaded.index;
        self.settings = loaded.settings;
        self.id = loaded.head.as_ref().map(|head| head.id.clone());
        if self.access == Access::Write {
            self.make_private(&scan, loaded.exposed, warnings);
            self.mend_head(loaded.head.is_some(), warnings);
            if loaded.outdated
                && let Err(error) = self.snapshot(Reason::Migration)
            {
                warnings.push(Warning::new(self.layout.snapshots(), error.to_string()));
            }
        }
        loaded.library
    }

    fn make_private(&self, scan: &Scan, mut exposed: Vec<PathBuf>, warnings: &mut Vec<Warning>) {
        for folder in &scan.folders {
            if self.files.meta(folder).is_ok_and(|meta| meta.is_some_and(|meta| meta.exposed)) {
                exposed.push(folder.clone());
            }
        }
        let mut repaired = 0_usize;
        for path in exposed {
            match self.files.make_private(&path) {
                Ok(()) => repaired += 1,
                Err(error) => {
                    warnings.push(Warning::io(
                        &path,
                        "Others may read this, and that cannot be changed",
                        &error,
                    ));
                }
            }
        }
        if repaired > 0 {
            let which = if repaired == 1 { "file or folder" } else { "files or folders" };
            let what = format!("Others could read {repaired} {which} of the library; now only you can.");
            warnings.push(Warning::new(self.layout.root(), what));
        }
    }

    /// Writes a new `library.ron` where it is missing, but never over one that cannot be read.
    fn mend_head(&self, is_there: bool, warnings: &mut Vec<Warning>) {
        let path = self.layout.head();
        if is_there
            || self.index.seen.contains_key(&path)
            || !self.files.exists(&path).is_ok_and(|there| !there)
        {
            return;
        }
        let what = match write_head(&self.files, &self.layout, self.clock.now()) {
            Ok(()) => "This file was missing and was made anew; nothing else is affected.".to_owned(),
            Err(error) => format!("This file is missing and cannot be made: {error}"),
        };
        warnings.push(Warning::new(path, what));
    }
}

fn io_error(layout: &Layout, error: std::io::Error) -> OpenError {
    OpenError::Io { path: layout.root().to_owned(), error }
}

/// Sees that there is a library or an empty folder, which is an empty library that must be made to be written.
fn find_root(files: &Files, layout: &Layout, access: Access) -> Result<bool, OpenError> {
    let root = layout.root();
    let missing = || OpenError::Missing { root: root.to_owned() };
    match files.meta(root).map_err(|error| io_error(layout, error))? {
        Some(meta) if meta.kind == Kind::Folder => {}
        Some(_) => return Err(OpenError::NotALibrary { root: root.to_owned() }),
        None => {
            let above = root.parent().ok_or_else(missing)?;
            let there = files.exists(above).map_err(|error| io_error(layout, error))?;
            if access == Access::ReadOnly || !there {
                return Err(missing());
            }
            files.ensure_folder(above, root).map_err(|error| io_error(layout, error))?;
        }
    }
    let entries = files.list(root).map_err(|error| io_error(layout, error))?;
    if entries.iter().any(|(path, _)| super::conflict::name_of(path) == super::relocate::GROWING) {
        return Err(OpenError::HalfMoved { root: root.to_owned() });
    }
    let named = |wanted: &[PathBuf]| entries.iter().any(|(path, _)| wanted.contains(path));
    if named(&[layout.head(), layout.stories(), layout.questions(), layout.settings()]) {
        return Ok(false);
    }
    // Files with a dot in front are the lock, a beginning that was cut short, or those of a desktop.
    let foreign = |path: &Path| !super::conflict::name_of(path).starts_with('.');
    if entries.iter().any(|(path, _)| foreign(path)) {
        return Err(OpenError::NotALibrary { root: root.to_owned() });
    }
    Ok(true)
}

fn lock(
    files: &Files,
    layout: &Layout,
    warnings: &mut Vec<Warning>,
) -> Result<Option<Box<dyn Lock>>, OpenError> {
    let path = layout.lock();
    match files.lock(&path).map_err(|error| OpenError::Io { path: path.clone(), error })? {
        LockOutcome::Held(lock) => Ok(Some(lock)),
        LockOutcome::Taken => {
            let bytes = files.read(&path, 1_000).unwrap_or_default();
            let by = super::names::clean_line(&String::from_utf8_lossy(&bytes));
            let by = if by.is_empty() { "another process".to_owned() } else { by };
            Err(OpenError::Locked { root: layout.root().to_owned(), by })
        }
        LockOutcome::Unsupported => {
            let what = "This drive cannot keep a second window from opening the library. Open it only once.";
            warnings.push(Warning::new(layout.root(), what));
            Ok(None)
        }
    }
}

/// A library that a newer program made is not written to, whatever its single files say.
fn refuse_the_future(files: &Files, layout: &Layout, access: Access) -> Result<(), OpenError> {
    let head = super::load::read_document::<LibraryHead>(files, &layout.head());
    match head.outcome {
        Err(warning) if head.from_the_future && access == Access::Write => {
            Err(OpenError::FromTheFuture { root: layout.root().to_owned(), what: warning.what })
        }
        _ => Ok(()),
    }
}

fn write_head(files: &Files, layout: &Layout, now: Timestamp) -> std::io::Result<()> {
    let head = LibraryHead { id: ids::new_id(now), created_at: now };
    let text = document::write(&head, None).map_err(std::io::Error::other)?;
    files.replace(&layout.head(), text.as_bytes()).map_err(|fault| fault.error)
}
