//! Whether there is room for a take, so that it is said before somebody speaks.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread::Builder;
use std::time::{Duration, Instant};

use crate::audio::engine::Wake;
use crate::audio::microphone::Room;
use crate::store::fs::Fs;

/// How often the disk is asked, while there is something to draw.
const ASK_EVERY: Duration = Duration::from_secs(10);

/// Asks the library's disk for its room, on a thread because a disk may be slow.
#[derive(Debug, Default)]
pub(super) struct RoomWatch {
    asked_at: Option<Instant>,
    answer: Option<Receiver<Option<String>>>,
}

impl RoomWatch {
    /// Asks where it is time to, and says what the disk answered meanwhile: why there is too little room, or nothing.
    pub fn look(&mut self, fs: &Arc<dyn Fs>, room: Room, wake: &Wake) -> Option<Option<String>> {
        let answered = self.answer.as_ref().map(Receiver::try_recv);
        match answered {
            None if self.asked_at.is_none_or(|at| at.elapsed() >= ASK_EVERY) => self.ask(fs, room, wake),
            None | Some(Err(TryRecvError::Empty)) => {}
            Some(answer) => {
                self.answer = None;
                return answer.ok();
            }
        }
        None
    }

    fn ask(&mut self, fs: &Arc<dyn Fs>, room: Room, wake: &Wake) {
        self.asked_at = Some(Instant::now());
        let (say, answer) = channel();
        let (fs, wake) = (Arc::clone(fs), Arc::clone(wake));
        let ask = move || {
            let why = room.too_little(fs.as_ref()).map(|why| why.to_string());
            // The window may have closed.
            drop(say.send(why));
            wake();
        };
        // Without a thread it is asked the next time, and again when the take begins.
        let asking = Builder::new().name("starling-room".to_owned()).spawn(ask);
        self.answer = asking.is_ok().then_some(answer);
    }
}
