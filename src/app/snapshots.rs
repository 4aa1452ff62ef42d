//! Going back to an earlier state of the library.

use super::App;
use super::keeper::Trouble;
use super::worker::{Request, SnapshotRequest};
use crate::ui::command::SnapshotCommand;
use crate::ui::model::snapshots::{Snapshot, Snapshots};

impl App {
    pub(super) fn snapshot(&mut self, command: SnapshotCommand) {
        match command {
            SnapshotCommand::List => self.worker.ask(Request::Snapshot(SnapshotRequest::List)),
            SnapshotCommand::Show(snapshot) => {
                // What was typed belongs to the present state.
                self.save_now();
                self.worker.ask(Request::Snapshot(SnapshotRequest::Compare(snapshot)));
            }
            SnapshotCommand::GoBack(id) => {
                self.leave_story();
                self.save_now();
                let path = self.model.library_path.clone();
                self.worker.ask(Request::Snapshot(SnapshotRequest::GoBack { id, path }));
            }
            SnapshotCommand::Stay => self.model.snapshots.shown = None,
        }
    }

    pub(super) fn snapshots_listed(&mut self, list: Vec<Snapshot>) {
        self.model.snapshots = Snapshots { list: Some(list), shown: None };
    }

    pub(super) fn snapshot_compared(&mut self, snapshot: Snapshot, changes: Result<Vec<String>, Trouble>) {
        match changes {
            Ok(changes) => self.model.snapshots.shown = Some((snapshot, changes)),
            Err(trouble) => self.warn(vec![trouble]),
        }
    }
}
