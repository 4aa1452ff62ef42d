//! Keeps old recordings in less space where the user wants that, one after another on a thread of its own.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread::{Builder, JoinHandle};

use eframe::egui::Context;

use crate::audio::files::FileError;
use crate::audio::files::pack::pack;
use crate::audio::progress::Progress;
use crate::domain::take::TakeId;
use crate::store::fs::Fs;
use crate::store::packed::Packable;

use super::App;
use super::keeper::Trouble;
use super::worker::Request;

type Done = (Packable, Result<(), FileError>);

/// Recordings being packed. Dropping it stops the work; what is half done leaves nothing.
pub(super) struct Packing {
    progress: Progress,
    done: Receiver<Done>,
    thread: Option<JoinHandle<()>>,
}

impl Packing {
    fn start(ctx: &Context, fs: Arc<dyn Fs>, jobs: Vec<Packable>) -> std::io::Result<Self> {
        let progress = Progress::default();
        let (sender, done) = channel();
        let (waker, wish) = (ctx.clone(), progress.clone());
        let work = move || {
            for job in jobs {
                let outcome = pack(fs.as_ref(), &job.wav, &job.flac, &wish).map(drop);
                if wish.is_cancelled() || sender.send((job, outcome)).is_err() {
                    return;
                }
                waker.request_repaint();
            }
        };
        let thread = Builder::new().name("starling-packer".to_owned()).spawn(work)?;
        Ok(Self { progress, done, thread: Some(thread) })
    }
}

impl Drop for Packing {
    fn drop(&mut self) {
        self.progress.cancel();
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has said so already.
            let _ = thread.join();
        }
    }
}

impl App {
    /// Asks which recordings can be packed, where the user wants old ones to be.
    pub(super) fn find_packable(&mut self) {
        // What is packed now was wanted under the setting before this one.
        self.packing = None;
        let library = &self.model.library;
        let takes: Vec<_> = library.takes().collect();
        let old = library.settings.old_enough_to_pack(&takes, self.model.now);
        if self.model.is_writable() && !old.is_empty() {
            self.worker.ask(Request::FindPackable(old));
        }
    }

    pub(super) fn pack(&mut self, ctx: &Context, jobs: Vec<Packable>) {
        if jobs.is_empty() {
            return;
        }
        match Packing::start(ctx, Arc::clone(&self.fs), jobs) {
            Ok(packing) => self.packing = Some(packing),
            Err(error) => self.warn(vec![Trouble {
                what: format!("Old recordings could not be packed: {error}. The next start tries again."),
                path: None,
            }]),
        }
    }

    pub(super) fn hear_packing(&mut self) {
        let Some(packing) = &self.packing else { return };
        for (job, outcome) in packing.done.try_iter().collect::<Vec<_>>() {
            match outcome {
                Ok(()) => self.worker.ask(Request::KeepPacked(job)),
                Err(error) => self.warn(vec![Trouble { what: error.to_string(), path: None }]),
            }
        }
    }

    pub(super) fn packed(&mut self, id: &TakeId, file: String) {
        if let Some(take) = self.model.library.take(id) {
            let mut take = take.clone();
            take.recording.file = file;
            self.model.library.put_take(take);
            self.model.revision += 1;
        }
    }
}
