//! The thread that works the figures out. It follows the library take by take, and of several wishes only the
//! last one counts.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use jiff::tz::TimeZone;

use crate::app::worker::NextStep;
use crate::audio::engine::Wake;
use crate::domain::library::Library;
use crate::domain::progress::Progress;
use crate::domain::progress::sheet::{Sheet, Wish};

/// What is wanted, and the library where it has changed.
pub struct Request {
    pub library: Option<Arc<Library>>,
    pub wish: Wish,
}

/// The worker's own side.
pub struct Worker {
    zone: TimeZone,
    library: Arc<Library>,
    progress: Arc<Progress>,
    requests: Receiver<Request>,
    sheets: Sender<Arc<Sheet>>,
    wake: Wake,
}

/// The window's side.
pub struct Figures {
    requests: Sender<Request>,
    sheets: Receiver<Arc<Sheet>>,
}

/// The two sides, not yet running.
#[must_use]
pub fn pair(zone: TimeZone, wake: Wake) -> (Worker, Figures) {
    let (ask, requests) = channel();
    let (say, sheets) = channel();
    let (library, progress) = (Arc::default(), Arc::new(Progress::new([], zone.clone())));
    (Worker { zone, library, progress, requests, sheets: say, wake }, Figures { requests: ask, sheets })
}

impl Worker {
    /// Works out what was wanted last, waiting for a wish if need be.
    pub fn run_once(&mut self) -> NextStep {
        let Ok(mut request) = self.requests.recv() else { return NextStep::Stop };
        while let Ok(later) = self.requests.try_recv() {
            request = Request { library: later.library.or(request.library), wish: later.wish };
        }
        if let Some(library) = request.library {
            self.follow(library);
        }
        let sheet = Sheet::work_out(Arc::clone(&self.progress), Arc::clone(&self.library), request.wish);
        if self.sheets.send(Arc::new(sheet)).is_err() {
            return NextStep::Stop;
        }
        (self.wake)();
        NextStep::Continue
    }

    fn follow(&mut self, library: Arc<Library>) {
        if self.progress.takes().is_empty() {
            self.progress = Arc::new(Progress::new(library.takes(), self.zone.clone()));
        } else {
            Arc::make_mut(&mut self.progress).follow(&self.library, &library);
        }
        self.library = library;
    }
}

impl Figures {
    /// Runs a worker on a thread of its own, for days as the system's zone has them.
    ///
    /// # Errors
    /// Where the system has no thread to give.
    pub fn start(wake: Wake) -> std::io::Result<Self> {
        let (mut worker, figures) = pair(TimeZone::system(), wake);
        let run = move || while worker.run_once() == NextStep::Continue {};
        std::thread::Builder::new().name("figures".to_owned()).spawn(run)?;
        Ok(figures)
    }

    pub fn ask(&self, request: Request) {
        // A worker that is gone has said so by not answering.
        drop(self.requests.send(request));
    }

    /// The latest sheet, if there is a new one.
    #[must_use]
    pub fn heard(&self) -> Option<Arc<Sheet>> {
        self.sheets.try_iter().last()
    }
}
