//! Going back to an earlier state of the library.

use super::keeper::Trouble;
use super::services::Services;
use super::worker::{Request, SnapshotRequest};
use crate::ui::command::SnapshotCommand;
use crate::ui::model::snapshots::{Snapshot, Snapshots};

pub fn run(command: SnapshotCommand, services: &mut Services) {
    let request = match command {
        SnapshotCommand::List => SnapshotRequest::List,
        SnapshotCommand::Show(snapshot) => SnapshotRequest::Compare(snapshot),
        SnapshotCommand::GoBack(id) => {
            SnapshotRequest::GoBack { id, path: services.model.library_path.clone() }
        }
        SnapshotCommand::Stay => {
            services.model.snapshots.shown = None;
            return;
        }
    };
    // What was typed belongs to the present state.
    services.save_now();
    services.worker.ask(Request::Snapshot(request));
}

pub fn listed(services: &mut Services, list: Vec<Snapshot>) {
    services.model.snapshots = Snapshots { list: Some(list), shown: None };
}

pub fn compared(services: &mut Services, snapshot: Snapshot, changes: Result<Vec<String>, Trouble>) {
    match changes {
        Ok(changes) => services.model.snapshots.shown = Some((snapshot, changes)),
        Err(trouble) => services.warn(vec![trouble]),
    }
}
