//! Syncing beside the writing, so that what a busy disk needs half a second to sync is not kept from the file meanwhile.
//!
//! What was written outlives the program that is killed; only a power cut takes what was not synced. So the writer
//! writes at once, asks a thread of its own for the sync, and looks for the answer at its next steps.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::sync::{Arc, Mutex, PoisonError};

use crate::store::atomic::patiently;
use crate::store::fs::{Fs, SyncFile, WriteFile};

/// Who syncs.
#[derive(Clone, Debug)]
pub enum Syncing {
    /// Whoever asks, before anything else.
    Here,
    /// Somebody who receives the tasks and runs them.
    Beside(Sender<Task>),
}

/// A sync that was asked for, made by whoever runs it first.
#[derive(Clone)]
pub struct Task(Arc<Mutex<Option<Work>>>);

type Work = Box<dyn FnOnce() + Send>;

impl Task {
    /// Makes the sync, unless somebody has begun it.
    pub fn run(&self) {
        let work = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(work) = work {
            work();
        }
    }
}

impl fmt::Debug for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Task").finish_non_exhaustive()
    }
}

/// Runs tasks until nobody can ask for more.
pub(super) fn run(tasks: &Receiver<Task>) {
    for task in tasks {
        task.run();
    }
}

struct Underway {
    task: Task,
    answer: Receiver<io::Result<()>>,
}

/// A file that is written while what it holds already is synced. One that failed to sync has to be given up.
pub(super) struct Growing {
    pub file: Box<dyn WriteFile>,
    syncer: Arc<dyn SyncFile>,
    /// Where its name lies, while that may be less certain than what it holds.
    folder: Option<(Arc<dyn Fs>, PathBuf)>,
    underway: Option<Underway>,
}

impl Growing {
    /// Goes on with a file whose name in this folder is not synced.
    pub fn new_in(fs: &Arc<dyn Fs>, folder: &Path, file: Box<dyn WriteFile>) -> io::Result<Self> {
        let folder = Some((Arc::clone(fs), folder.to_owned()));
        Ok(Self { syncer: file.syncer()?, file, folder, underway: None })
    }

    pub const fn is_syncing(&self) -> bool {
        self.underway.is_some()
    }

    /// Begins to sync what was written so far, unless a sync is under way.
    pub fn begin_sync(&mut self, syncing: &Syncing) {
        if self.underway.is_some() {
            return;
        }
        let (syncer, folder) = (Arc::clone(&self.syncer), self.folder.clone());
        let sync = move || {
            patiently(|| syncer.sync())?;
            folder.map_or(Ok(()), |(fs, folder)| patiently(|| fs.sync_folder(&folder)))
        };
        let (sender, answer) = channel();
        let work = move || {
            // Where the file was given up meanwhile, nobody wants the answer.
            let _ = sender.send(sync());
        };
        let task = Task(Arc::new(Mutex::new(Some(Box::new(work)))));
        let is_asked = match syncing {
            Syncing::Here => false,
            Syncing::Beside(others) => others.send(task.clone()).is_ok(),
        };
        if !is_asked {
            task.run();
        }
        self.underway = Some(Underway { task, answer });
    }

    /// What became of the sync under way, once it is over.
    pub fn outcome(&mut self) -> Option<io::Result<()>> {
        let outcome = match self.underway.as_ref()?.answer.try_recv() {
            Err(TryRecvError::Empty) => return None,
            Err(TryRecvError::Disconnected) => Err(given_up()),
            Ok(outcome) => outcome,
        };
        Some(self.settle(outcome))
    }

    /// Waits for the sync under way; makes it here where nobody has begun it.
    pub fn wait(&mut self) -> Option<io::Result<()>> {
        let underway = self.underway.as_ref()?;
        underway.task.run();
        let outcome = underway.answer.recv().unwrap_or_else(|_| Err(given_up()));
        Some(self.settle(outcome))
    }

    fn settle(&mut self, outcome: io::Result<()>) -> io::Result<()> {
        self.underway = None;
        if outcome.is_ok() {
            self.folder = None;
        }
        outcome
    }
}

fn given_up() -> io::Error {
    io::Error::other("the disk was not asked to the end")
}
