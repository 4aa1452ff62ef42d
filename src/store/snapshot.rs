//! Snapshots: the whole library under second names, so that they cost almost nothing and hold the voice too.
//!
//! This rests on files never being changed in place: documents are replaced whole, and a finished recording
//! stays as it is.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::atomic::TEMPORARY;
use super::conflict;
use super::error::StoreError;
use super::files::is_temporary;
use super::fs::Kind;
use super::handle::Store;
use super::layout::{self, DOCUMENT_ENDING, Layout, MARKS_ENDING, PART_ENDING, read_stamp};
use super::load::Loaded;
use super::scan::Scan;
use super::trash::Deleted;
use super::warning::Warning;
use crate::domain::library::Library;
use crate::domain::library_changes::Changes;

/// The name of a snapshot.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SnapshotId(pub String);

/// Why a snapshot was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A day on which something had changed.
    Daily,
    /// Questions or takes are about to come in.
    Import,
    /// Documents of an earlier version were found.
    Migration,
    /// The user goes back to another snapshot.
    GoingBack,
    /// The user asked for it.
    Asked,
}

impl Reason {
    const ALL: [Self; 5] = [Self::Daily, Self::Import, Self::Migration, Self::GoingBack, Self::Asked];

    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Import => "import",
            Self::Migration => "migration",
            Self::GoingBack => "going-back",
            Self::Asked => "asked",
        }
    }
}

impl Reason {
    /// Why, in the words of a list.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Daily => "something had changed that day",
            Self::Import => "before an import",
            Self::Migration => "before a newer version changed files",
            Self::GoingBack => "before going back to another one",
            Self::Asked => "asked for",
        }
    }
}

/// A snapshot that can be gone back to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    pub id: SnapshotId,
    pub taken_at: Timestamp,
    /// `None` where the name was given by somebody else.
    pub reason: Option<Reason>,
}

const FAILED: &str = "The snapshot could not be taken";
const NOT_BACK: &str = "The library could not go back to the snapshot";

/// How many snapshots of each sort are kept.
const RECENT: usize = 10;
const DAYS: usize = 12;
const WEEKS: usize = 10;
const MONTHS: usize = 9;

impl Store {
    /// Takes a snapshot of everything.
    ///
    /// # Errors
    /// Where none was taken, and why.
    pub fn snapshot(&mut self, reason: Reason) -> Result<SnapshotId, StoreError> {
        self.begin_change()?;
        let name = format!("{}-{}", layout::stamp(self.clock.now()), reason.word());
        let folder = self.free_name(self.layout.snapshots().join(name))?;
        let name = conflict::name_of(&folder).to_owned();
        let growing = folder.with_file_name(format!("{TEMPORARY}{name}"));
        let taken = self.link_all(&self.layout.kept(), &growing, FAILED).and_then(|()| {
            self.files.rename(&growing, &folder).map_err(StoreError::io(FAILED, &growing))?;
            self.files.sync_names(&folder).map_err(StoreError::io(FAILED, &folder))
        });
        if let Err(error) = taken {
            // What stays behind is removed at the next start.
            let _ = self.files.remove_tree(&growing);
            return Err(error);
        }
        Ok(SnapshotId(name))
    }

    /// Gives everything in `sources` a second name in the new folder `target`, and syncs the names.
    fn link_all(&self, sources: &[PathBuf], target: &Path, failed: &'static str) -> Result<(), StoreError> {
        if self.files.exists(target).map_err(StoreError::io(failed, target))? {
            self.files.remove_tree(target).map_err(StoreError::io(failed, target))?;
        }
        self.ensure_folder(target)?;
        for source in sources {
            let place = target.join(conflict::name_of(source));
            match self.files.meta(source).map_err(StoreError::io(failed, source))?.map(|meta| meta.kind) {
                Some(Kind::Folder) => self.link_tree(source, &place, failed)?,
                Some(Kind::File) => self.link(source, &place, failed)?,
                Some(Kind::Other) | None => {}
            }
        }
        self.files.sync_folder(target).map_err(StoreError::io(failed, target))
    }

    fn link_tree(&self, source: &Path, target: &Path, failed: &'static str) -> Result<(), StoreError> {
        self.files.create_folder(target).map_err(StoreError::io(failed, target))?;
        for (path, kind) in self.files.list(source).map_err(StoreError::io(failed, source))? {
            let name = conflict::name_of(&path);
            let unfinished = name.ends_with(PART_ENDING) || name.ends_with(MARKS_ENDING);
            if unfinished || is_temporary(&path) {
                continue;
            }
            match kind {
                Kind::Folder => self.link_tree(&path, &target.join(name), failed)?,
                Kind::File => self.link(&path, &target.join(name), failed)?,
                Kind::Other => {}
            }
        }
        self.files.sync_folder(target).map_err(StoreError::io(failed, target))
    }

    /// Some drives know no second names; there documents are copied, and recordings stay out of the snapshot.
    fn link(&self, source: &Path, target: &Path, failed: &'static str) -> Result<(), StoreError> {
        let Err(error) = self.files.hard_link(source, target) else { return Ok(()) };
        if !matches!(error.kind(), std::io::ErrorKind::Unsupported) {
            return Err(StoreError::io(failed, source)(error));
        }
        if conflict::name_of(source).ends_with(DOCUMENT_ENDING) {
            let bytes = self.files.read(source, LARGEST_COPY).map_err(StoreError::io(failed, source))?;
            self.files
                .replace(target, &bytes)
                .map_err(|fault| StoreError::io(failed, target)(fault.error))?;
        }
        Ok(())
    }

    /// The snapshots there are, the latest first.
    #[must_use]
    pub fn snapshots(&self) -> Vec<Snapshot> {
        let entries = self.files.list(&self.layout.snapshots()).unwrap_or_default();
        let folders = entries.iter().filter(|(path, kind)| *kind == Kind::Folder && !is_temporary(path));
        let mut snapshots: Vec<Snapshot> = folders
            .filter_map(|(path, _)| {
                let name = conflict::name_of(path);
                let (taken_at, word) = read_stamp(name)?;
                let reason = Reason::ALL.into_iter().find(|reason| word.starts_with(reason.word()));
                Some(Snapshot { id: SnapshotId(name.to_owned()), taken_at, reason })
            })
            .collect();
        snapshots.sort_by(|a, b| (b.taken_at, &b.id).cmp(&(a.taken_at, &a.id)));
        snapshots
    }

    /// What going back to a snapshot would change.
    ///
    /// # Errors
    /// Where there is no such snapshot.
    pub fn changes_to(&self, id: &SnapshotId) -> Result<Changes, StoreError> {
        super::handle::check_name(&id.0)?;
        let source = self.layout.snapshots().join(&id.0);
        if !self.files.is_folder(&source).map_err(StoreError::io(NOT_BACK, &source))? {
            return Err(StoreError::Unknown { what: "The snapshot".to_owned() });
        }
        let library = |layout: &Layout| {
            let scan = Scan::of(&self.files, layout);
            Loaded::read(&self.files, layout, &scan).library
        };
        Ok(Changes::between(&library(&self.layout), &library(&Layout::new(&source))))
    }

    /// Goes back to a snapshot as one step. The library as it was is in a snapshot of its own, and everything
    /// that was replaced in the trash. No recording may be going on.
    ///
    /// # Errors
    /// Where the library is as it was before, and why.
    pub fn restore_snapshot(&mut self, id: &SnapshotId) -> Result<(Library, Vec<Warning>), StoreError> {
        self.begin_change()?;
        super::handle::check_name(&id.0)?;
        let source = self.layout.snapshots().join(&id.0);
        if !self.files.is_folder(&source).map_err(StoreError::io(NOT_BACK, &source))? {
            return Err(StoreError::Unknown { what: "The snapshot".to_owned() });
        }
        self.snapshot(Reason::GoingBack)?;
        let staged = self.layout.root().join(format!("{TEMPORARY}going-back"));
        let kept = self.layout.kept();
        let sources: Vec<PathBuf> = kept.iter().map(|path| source.join(conflict::name_of(path))).collect();
        self.link_all(&sources, &staged, NOT_BACK)?;
        let mut away = Vec::new();
        for path in &kept {
            if self.files.exists(path).map_err(StoreError::io(NOT_BACK, path))? {
                away.push(path.clone());
            }
        }
        let title = format!("The library before going back to {}", id.0);
        let (_, _, mut moves) = self.new_entry(Deleted::Library, "before", &title, &away)?;
        for path in &kept {
            let from = staged.join(conflict::name_of(path));
            if self.files.exists(&from).map_err(StoreError::io(NOT_BACK, &from))? {
                moves.0.push((from, path.clone()));
            }
        }
        let outcome = self.make_moves(&moves);
        if self.unsettled.is_none() {
            // An empty folder that stays is removed at the next start.
            let _ = self.files.remove_tree(&staged);
            self.remove_empty_trash();
        }
        outcome?;
        let mut warnings = Vec::new();
        let library = self.load(&mut warnings);
        Ok((library, warnings))
    }

    /// What is due once a day: a snapshot if something has changed, fewer old ones, and an emptier trash.
    pub fn maintain(&mut self) -> Vec<Warning> {
        let mut warnings = Vec::new();
        let mut note = |store: &Self, error: &StoreError| {
            warnings.push(Warning::new(store.layout.root(), error.to_string()));
        };
        match self.snapshot_is_due() {
            Ok(true) => {
                if let Err(error) = self.snapshot(Reason::Daily) {
                    note(self, &error);
                }
            }
            Ok(false) => {}
            Err(error) => note(self, &error),
        }
        if let Err(error) = self.thin_out_snapshots() {
            note(self, &error);
        }
        if let Err(error) = self.empty_trash_older_than(super::trash::KEPT_DAYS) {
            note(self, &error);
        }
        warnings
    }

    /// Whether today has no snapshot yet and something is different from the last one.
    fn snapshot_is_due(&self) -> Result<bool, StoreError> {
        let Some(last) = self.snapshots().into_iter().next() else {
            return Ok(!self.index.seen.is_empty());
        };
        if day(last.taken_at) == day(self.clock.now()) {
            return Ok(false);
        }
        let folder = self.layout.snapshots().join(&last.id.0);
        Ok(self.contents(self.layout.root())? != self.contents(&folder)?)
    }

    /// Names, lengths and times of everything that a snapshot holds.
    fn contents(
        &self,
        root: &Path,
    ) -> Result<BTreeSet<(PathBuf, u64, Option<std::time::SystemTime>)>, StoreError> {
        let mut found = BTreeSet::new();
        for kept in self.layout.kept() {
            let place = root.join(conflict::name_of(&kept));
            let mut paths = self.files.files_below(&place).map_err(StoreError::io(FAILED, &place))?;
            paths.push((place, Kind::File));
            for (path, kind) in paths {
                let name = conflict::name_of(&path);
                if kind != Kind::File || name.ends_with(PART_ENDING) || name.ends_with(MARKS_ENDING) {
                    continue;
                }
                let meta = self.files.meta(&path).map_err(StoreError::io(FAILED, &path))?;
                if let (Some(meta), Ok(inside)) =
                    (meta.filter(|meta| meta.kind == Kind::File), path.strip_prefix(root))
                {
                    found.insert((inside.to_owned(), meta.len, meta.modified));
                }
            }
        }
        Ok(found)
    }

    /// Keeps the latest ones and then one a day, a week and a month.
    fn thin_out_snapshots(&mut self) -> Result<(), StoreError> {
        self.begin_change()?;
        let snapshots = self.snapshots();
        let times: Vec<Timestamp> = snapshots.iter().map(|snapshot| snapshot.taken_at).collect();
        let kept = kept(&times);
        for (index, snapshot) in snapshots.iter().enumerate() {
            if !kept.contains(&index) {
                let folder = self.layout.snapshots().join(&snapshot.id.0);
                self.remove_for_good(&folder, "An old snapshot could not be removed")?;
            }
        }
        Ok(())
    }
}

/// Documents are never larger.
const LARGEST_COPY: usize = 64 << 20;

/// The day, week or month that a date belongs to.
type Period = fn(jiff::civil::Date) -> (i16, i16);

fn day(moment: Timestamp) -> jiff::civil::Date {
    moment.to_zoned(TimeZone::UTC).date()
}

/// Which of the moments, the latest first, are kept.
fn kept(latest_first: &[Timestamp]) -> BTreeSet<usize> {
    let mut kept: BTreeSet<usize> = (0..latest_first.len().min(RECENT)).collect();
    let periods: [(usize, Period); 3] = [
        (DAYS, |date| (date.year(), date.day_of_year())),
        (WEEKS, |date| (date.iso_week_date().year(), i16::from(date.iso_week_date().week()))),
        (MONTHS, |date| (date.year(), i16::from(date.month()))),
    ];
    for (count, period) in periods {
        let mut seen = BTreeSet::new();
        for (index, &moment) in latest_first.iter().enumerate() {
            if seen.len() < count && seen.insert(period(day(moment))) {
                kept.insert(index);
            }
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_of_daily_snapshots_becomes_a_few() {
        let latest: Timestamp = "2026-11-20T12:00:00Z".parse().unwrap();
        let times: Vec<Timestamp> =
            (0..365).map(|days| latest - jiff::SignedDuration::from_hours(24 * days)).collect();
        let kept = kept(&times);
        assert!((0..12).all(|day| kept.contains(&day)), "the last days are all there");
        assert!(kept.len() <= RECENT + DAYS + WEEKS + MONTHS);
        let oldest = *kept.last().unwrap();
        assert!(oldest > 200, "something is months old: {oldest}");
    }
}
