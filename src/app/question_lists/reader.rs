//! The thread that reads lists of questions, one after the other, and compares them with what is there.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::app::jobs::Job;
use crate::app::services::Services;
use crate::app::worker::NextStep;
use crate::audio::engine::Wake;
use crate::domain::import::batch::Batch;
use crate::domain::import::{self, Import, ImportFault, MAX_BYTES};
use crate::domain::question::Question;
use crate::store::fs::Fs;
use crate::store::outside::{self, OutsideError};
use crate::ui::model::import::{Reading as Shown, Refused};

use super::given::Given;

/// Steps in which progress is told for each file.
const STEPS: usize = 200;

/// The part of a file's time that goes into getting its bytes.
const GETTING: f32 = 0.2;

/// What both sides see.
#[derive(Debug, Default)]
struct Shared {
    stop: AtomicBool,
    /// Files that are done with.
    done: AtomicUsize,
    /// Steps of the file that is being read.
    step: AtomicUsize,
}

/// How reading ended.
pub struct Outcome {
    pub batch: Batch,
    pub refused: Vec<Refused>,
    pub stopped: bool,
}

/// The thread's own side.
pub struct Reader {
    fs: Arc<dyn Fs>,
    waiting: VecDeque<Given>,
    /// The questions there are already.
    known: Vec<Arc<Question>>,
    /// What was read before and stays.
    before: Batch,
    imports: Vec<(String, Import)>,
    refused: Vec<Refused>,
    shared: Arc<Shared>,
    wake: Wake,
}

/// The window's side. Reading stops when this is dropped.
pub struct Reading {
    names: Vec<String>,
    shared: Arc<Shared>,
    pub job: Job<Outcome>,
}

/// What is to be read, and with what it is compared.
pub struct Task {
    pub given: Vec<Given>,
    pub known: Vec<Arc<Question>>,
    pub before: Batch,
}

impl Reader {
    fn new(fs: Arc<dyn Fs>, task: Task, shared: Arc<Shared>, wake: Wake) -> Self {
        Self {
            fs,
            waiting: task.given.into(),
            known: task.known,
            before: task.before,
            imports: Vec::new(),
            refused: Vec::new(),
            shared,
            wake,
        }
    }

    /// Reads one file.
    pub fn run_once(&mut self) -> NextStep {
        let Some(given) = self.waiting.pop_front() else { return NextStep::Stop };
        let name = given.name();
        match self.read(given) {
            Ok(import) => self.imports.push((name, import)),
            Err(None) => return NextStep::Stop,
            Err(Some(why)) => self.refused.push(Refused { name, why }),
        }
        self.shared.step.store(0, Ordering::Relaxed);
        self.shared.done.fetch_add(1, Ordering::Relaxed);
        (self.wake)();
        NextStep::Continue
    }

    /// What a file gave, or why nothing; no reason where reading was stopped.
    fn read(&self, given: Given) -> Result<Import, Option<String>> {
        let name = given.short_name();
        let bytes = match given {
            Given::Text(text) => text.into_bytes(),
            Given::File(path) => self.bytes(&path)?,
        };
        let mut tell = |share: f32| self.tell(GETTING + (1.0 - GETTING) * share);
        import::read(&bytes, &name, &mut tell).map_err(|fault| match fault {
            ImportFault::Cancelled => None,
            fault => Some(format!("{fault}.")),
        })
    }

    fn bytes(&self, path: &Path) -> Result<Vec<u8>, Option<String>> {
        outside::read(self.fs.as_ref(), path, MAX_BYTES, &mut |share| self.tell(GETTING * share)).map_err(
            |error| match error {
                OutsideError::Stopped => None,
                error => Some(error.to_string()),
            },
        )
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a share of 200 steps"
    )]
    fn tell(&self, share: f32) -> ControlFlow<()> {
        let step = (share.clamp(0.0, 1.0) * STEPS as f32) as usize;
        if self.shared.step.swap(step, Ordering::Relaxed) != step {
            (self.wake)();
        }
        if self.shared.stop.load(Ordering::Relaxed) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    /// Puts what was read together. Reading that was stopped leaves everything as it was before.
    fn finish(self) -> Outcome {
        let Self { mut before, imports, refused, known, shared, .. } = self;
        if shared.stop.load(Ordering::Relaxed) {
            return Outcome { batch: before, refused: Vec::new(), stopped: true };
        }
        if !imports.is_empty() {
            let sentences = known.iter().flat_map(|known| known.asked_as().map(|text| (&known.id, text)));
            before.add(imports, sentences);
        }
        Outcome { batch: before, refused, stopped: false }
    }
}

impl Reading {
    /// Begins to read on a thread of its own.
    ///
    /// # Errors
    /// Where the system has no thread to give.
    pub fn start(services: &Services, task: Task) -> std::io::Result<Self> {
        let names = task.given.iter().map(Given::short_name).collect();
        let shared = Arc::new(Shared::default());
        let mut reader = Reader::new(Arc::clone(&services.fs), task, Arc::clone(&shared), services.wake());
        let job = Job::start("import", services.wake(), move |_| {
            while reader.run_once() == NextStep::Continue {}
            reader.finish()
        })?;
        Ok(Self { names, shared, job })
    }

    pub fn stop(&self) {
        self.shared.stop.store(true, Ordering::Relaxed);
    }

    #[expect(clippy::cast_precision_loss, reason = "a progress bar shows no more than three digits")]
    pub fn progress(&self) -> Shown {
        let of = self.names.len();
        let done = self.shared.done.load(Ordering::Relaxed).min(of);
        let step = self.shared.step.load(Ordering::Relaxed) as f32 / STEPS as f32;
        Shown {
            name: self.names.get(done).or(self.names.last()).cloned().unwrap_or_default(),
            number: (done + 1).min(of),
            of,
            share: ((done as f32 + step) / of.max(1) as f32).min(1.0),
            stopping: self.shared.stop.load(Ordering::Relaxed),
        }
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        self.stop();
    }
}
