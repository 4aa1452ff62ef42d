//! Work in the background: started with a name, watched from the window, cancelled when nobody wants it any more.

use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};
use std::thread::{Builder, JoinHandle};

use crate::audio::engine::Wake;
use crate::audio::progress::Progress;

/// One piece of work on a thread of its own. Dropping it cancels the work and does not wait for it.
pub struct Job<T> {
    answer: Receiver<T>,
    progress: Progress,
    thread: Option<JoinHandle<()>>,
}

/// How a job stands.
pub enum State<T> {
    UnderWay,
    /// It came to its end, which is told once.
    Done(T),
    /// Its thread ended without an answer, through a fault of the program.
    Died,
}

impl<T: Send + 'static> Job<T> {
    /// Begins. The window is woken when the work is over, however it ends.
    ///
    /// # Errors
    /// Where the system has no thread to give.
    pub fn start(
        name: &str,
        wake: Wake,
        work: impl FnOnce(&Progress) -> T + Send + 'static,
    ) -> std::io::Result<Self> {
        let (say, answer) = sync_channel(1);
        let progress = Progress::default();
        let shared = progress.clone();
        let thread = Builder::new().name(name.to_owned()).spawn(move || {
            // The waker is dropped last, so that a thread that dies of a fault wakes the window too.
            let _waker = WakeAtTheEnd(wake);
            let say = say;
            // The window may have stopped waiting.
            drop(say.send(work(&shared)));
        })?;
        Ok(Self { answer, progress, thread: Some(thread) })
    }

    /// The answer, once there is one.
    pub fn poll(&mut self) -> State<T> {
        match self.answer.try_recv() {
            Ok(answer) => State::Done(answer),
            Err(TryRecvError::Empty) => State::UnderWay,
            Err(TryRecvError::Disconnected) => State::Died,
        }
    }

    /// Waits for the end, which a job without a limit in time may only be asked for when the program ends.
    pub fn wait(mut self) -> Option<T> {
        let answer = self.answer.recv().ok();
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has said so by not answering.
            drop(thread.join());
        }
        answer
    }
}

impl<T> Job<T> {
    /// Asks the work to stop; it answers soon after.
    pub fn cancel(&self) {
        self.progress.cancel();
    }

    /// How much is done, from 0 to 1.
    pub fn fraction(&self) -> f32 {
        self.progress.fraction()
    }
}

impl<T> Drop for Job<T> {
    fn drop(&mut self) {
        self.progress.cancel();
    }
}

struct WakeAtTheEnd(Wake);

impl Drop for WakeAtTheEnd {
    fn drop(&mut self) {
        (self.0)();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::mpsc::channel;

    use super::*;

    fn wake() -> (Wake, Receiver<()>) {
        let (say, woken) = channel();
        let wake: Wake = Arc::new(move || say.send(()).unwrap());
        (wake, woken)
    }

    #[test]
    fn a_job_answers_once_and_wakes_the_window() {
        let (wake, woken) = wake();
        let mut job = Job::start("test", wake, |_| 7).unwrap();
        woken.recv().unwrap();
        assert!(matches!(job.poll(), State::Done(7)));
    }

    #[test]
    fn a_job_that_dies_says_so_and_wakes_the_window() {
        let (wake, woken) = wake();
        let mut job = Job::start("test", wake, |_| -> u8 { panic!("a fault, on purpose") }).unwrap();
        woken.recv().unwrap();
        assert!(matches!(job.poll(), State::Died));
    }

    #[test]
    fn a_job_that_is_dropped_is_told_to_stop() {
        let (wake, woken) = wake();
        let (say, stopped) = channel();
        let job = Job::start("test", wake, move |progress| {
            while !progress.is_cancelled() {
                std::thread::yield_now();
            }
            say.send(()).unwrap();
        })
        .unwrap();
        drop(job);
        stopped.recv().unwrap();
        woken.recv().unwrap();
    }
}
