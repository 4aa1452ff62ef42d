//! `starling restore`: lists snapshots, says what going back to one changes, and goes back.

use std::path::Path;
use std::sync::Arc;

use clap::{Arg, ArgMatches};
use jiff::tz::TimeZone;
use serde::Serialize;

use super::argument::{Format, flag};
use super::table::Table;
use super::{Outcome, library, print, print_json, say};
use crate::domain::library_changes::Changes;
use crate::store::clock::SystemClock;
use crate::store::real::RealFs;
use crate::store::snapshot::{Reason, Snapshot, SnapshotId};
use crate::store::{Access, Store};

/// What is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The snapshot to go back to; without one they are listed.
    snapshot: Option<String>,
    dry_run: bool,
}

impl Options {
    pub(super) fn arguments(command: clap::Command) -> clap::Command {
        command
            .arg(Arg::new("SNAPSHOT").help("The snapshot to go back to, as the list names it, or \"latest\""))
            .arg(flag("list", "List the snapshots, which is also done without a name"))
            .arg(flag("dry-run", "Only say what would change"))
    }

    pub(super) fn read(typed: &mut ArgMatches) -> Self {
        let snapshot = typed.remove_one("SNAPSHOT").filter(|_| !typed.get_flag("list"));
        Self { snapshot, dry_run: typed.get_flag("dry-run") }
    }
}

/// A snapshot, as programs read it.
#[derive(Debug, Serialize)]
struct Row {
    id: String,
    taken_at: String,
    reason: Option<&'static str>,
}

/// What going back changes, as programs read it.
#[derive(Debug, Serialize)]
struct Report {
    snapshot: String,
    done: bool,
    changes: Vec<String>,
}

pub(super) fn run(root: &Path, options: &Options, format: Format) -> Result<Outcome, String> {
    if library::is_unused(root) {
        say("The library is empty, so there is nothing to go back to.");
        return list(&[], format);
    }
    let Some(wanted) = &options.snapshot else {
        return list(&open(root, Access::ReadOnly)?.snapshots(), format);
    };
    let access = if options.dry_run { Access::ReadOnly } else { Access::Write };
    let mut store = open(root, access)?;
    let id = find(&store.snapshots(), wanted)?;
    let changes = store.changes_to(&id).map_err(|error| error.to_string())?;
    if !options.dry_run {
        let (_, warnings) = store.restore_snapshot(&id).map_err(|error| error.to_string())?;
        warnings.iter().for_each(say);
    }
    let report = Report { snapshot: id.0, done: !options.dry_run, changes: changes.sentences() };
    match format {
        Format::Json => print_json(&report),
        Format::Table => print(&text(&report, &changes)),
    }
}

fn open(root: &Path, access: Access) -> Result<Store, String> {
    let opened = Store::open(Arc::new(RealFs), Arc::new(SystemClock), root, access);
    let opened = opened.map_err(|error| error.to_string())?;
    opened.warnings.iter().for_each(say);
    Ok(opened.store)
}

fn find(snapshots: &[Snapshot], wanted: &str) -> Result<SnapshotId, String> {
    let mut found = snapshots.iter().filter(|snapshot| snapshot.id.0.starts_with(wanted));
    let found = match (wanted, found.next(), found.next()) {
        ("latest", _, _) => snapshots.first(),
        (_, Some(found), None) => Some(found),
        (_, Some(first), Some(_)) => Some(first).filter(|first| first.id.0 == wanted),
        (_, None, _) => None,
    };
    let unknown =
        || format!("No single snapshot is called \"{wanted}\". List them with: starling restore --list");
    found.map(|snapshot| snapshot.id.clone()).ok_or_else(unknown)
}

fn list(snapshots: &[Snapshot], format: Format) -> Result<Outcome, String> {
    let row = |snapshot: &Snapshot| Row {
        id: snapshot.id.0.clone(),
        taken_at: snapshot.taken_at.to_string(),
        reason: snapshot.reason.map(Reason::word),
    };
    match format {
        Format::Json => print_json(&snapshots.iter().map(row).collect::<Vec<_>>()),
        Format::Table if snapshots.is_empty() => print("There are no snapshots.\n"),
        Format::Table => {
            let mut table = Table::new(["Snapshot", "Taken", "Why"]);
            for snapshot in snapshots {
                let taken = snapshot.taken_at.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M");
                let why = snapshot.reason.map_or("named by somebody", Reason::words);
                table.push([snapshot.id.0.clone(), taken.to_string(), why.to_owned()]);
            }
            print(&table.print())
        }
    }
}

fn text(report: &Report, changes: &Changes) -> String {
    let what = match (report.done, changes.is_empty()) {
        (_, true) => "Nothing differs from the library as it is.\n",
        (false, false) => "Going back would change this:\n",
        (true, false) => {
            "The library is as it was then. As it was before, it is in a snapshot of its own, and what was replaced in \
             the trash. This changed:\n"
        }
    };
    changes.sentences().into_iter().fold(what.to_owned(), |text, sentence| text + &sentence + "\n")
}
