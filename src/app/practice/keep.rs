//! What becomes of a take that is over: the library, the trash, the review.

use std::time::{Duration, Instant};

use crate::audio::event::SavedTake;
use crate::domain::rating::Prediction;
use crate::domain::session::Event;
use crate::domain::take::{Take, TakeId};
use crate::ui::command::ReviewCommand;
use crate::ui::model::practice::Task;
use crate::ui::screen::Screen;
use crate::ui::screens::practice::Dialog;

use super::round::{Fate, Round};
use super::{Guess, NextReview};
use super::{Practice, close_dialog};
use crate::app::history::ThingId;
use crate::app::keeper::Trouble;
use crate::app::services::Services;

/// How long the end of the program waits for a take. What is late is put in order at the next start.
const KEPT_WITHIN: Duration = Duration::from_secs(4);
/// How long of that the library may take to say where it goes.
const PLACED_WITHIN: Duration = Duration::from_secs(2);

impl Practice {
    /// A take is on the disk.
    pub(super) fn keep_take(&mut self, services: &mut Services, saved: SavedTake) {
        let Some(at) = self.rounds.iter().position(|round| round.take.id == saved.id) else {
            return;
        };
        let round = self.rounds.remove(at);
        if self.finishing.as_ref() == Some(&saved.id) {
            self.finishing = None;
            self.step(services, Event::Saved);
        }
        if saved.elsewhere || round.is_elsewhere {
            return self.kept_elsewhere(services, saved);
        }
        let Round { take: begun, fate, .. } = round;
        // The recording lies with the story the take was begun for.
        let story = begun.story.clone();
        let coming = no_longer_coming(services, &begun.id).map(|coming| Take { story, ..*coming });
        let take = coming.unwrap_or(begun);
        let id = take.id.clone();
        // More than one where the recording outgrew a file.
        let takes = saved.into_takes(take);
        for take in &takes {
            services.put(take.clone());
        }
        services.save_now();
        if fate == Some(Fate::Trash) {
            return takes.into_iter().for_each(|take| services.delete(&ThingId::Take(take.id)));
        }
        services.model.practice.task = Task::Answer;
        if let Some(next) = self.next_review.as_mut().filter(|next| next.take == id) {
            next.saved = true;
        }
        self.go_to_review(services);
    }

    fn kept_elsewhere(&mut self, services: &mut Services, saved: SavedTake) {
        does_not_come(services, &saved.id);
        let what = "The take is safe, but not in the library yet, because the library's disk failed. It comes home by \
                    itself once there is room.";
        services.warn(vec![Trouble { what: what.to_owned(), path: Some(saved.path) }]);
        services.rescue.is_due();
        if self.next_review.as_ref().is_some_and(|next| next.take == saved.id) {
            self.next_review = None;
            close_dialog(services, |dialog| matches!(dialog, Dialog::Guess(_)));
        }
    }

    /// Hears what the speaker guesses, which may be nothing.
    pub(super) fn guess(&mut self, services: &mut Services, guess: Option<Prediction>) {
        close_dialog(services, |dialog| matches!(dialog, Dialog::Guess(_)));
        if let Some(next) = &mut self.next_review {
            next.guess = Guess::Given(guess);
        }
        self.go_to_review(services);
    }

    /// Opens the take that was just spoken, once nothing is asked any more. It need not be on the disk for that.
    pub(super) fn go_to_review(&mut self, services: &mut Services) {
        let Some(NextReview { take: id, saved, guess: Guess::Given(guess) }) = self.next_review.clone()
        else {
            return;
        };
        if saved {
            self.next_review = None;
            if let (Some(prediction), Some(take)) = (guess, services.model.library.take(&id)) {
                let take = Take { prediction: Some(prediction), ..take.clone() };
                services.put(take);
            }
        }
        // Somebody who has gone elsewhere meanwhile is not called back.
        if services.view.screen == Screen::Practice && services.model.take(&id).is_some() {
            services.then(ReviewCommand::Open(id));
        }
    }

    /// Begins to bring what is being said to the disk before the program ends.
    pub(in crate::app) fn begin_to_end(&mut self, services: &mut Services) {
        if self.finishing.is_none() && self.holds_a_take() {
            let heard = self.heard().or(self.stamp).unwrap_or_default();
            self.step(services, Event::Stop { heard });
        }
        self.rounds.retain(|round| round.fate.is_some());
        self.ending_since = Some(Instant::now());
    }

    /// Whether a take is still awaited at the end of the program; waits a moment for it.
    pub(in crate::app) fn is_ending(&mut self, services: &mut Services) -> bool {
        let waited = self.ending_since.get_or_insert_with(Instant::now).elapsed();
        if self.rounds.is_empty() || waited > KEPT_WITHIN {
            self.close_microphone(services);
            // Waits for the microphone and for what the recorder still holds.
            self.recorder = None;
            return false;
        }
        self.hear_recorder(services);
        if waited > PLACED_WITHIN
            && let Some(recorder) = &self.recorder
        {
            let waiting = self.rounds.iter_mut().filter(|round| round.is_waiting());
            waiting.for_each(|round| round.place_elsewhere(recorder));
        }
        // Woken or not, everybody is heard again.
        let _ = self.woken.recv_timeout(Duration::from_millis(10));
        true
    }
}

/// The take that was shown before it was saved, with what was changed of it meanwhile.
fn no_longer_coming(services: &mut Services, id: &TakeId) -> Option<Box<Take>> {
    services.model.review.coming.take_if(|coming| coming.id == *id)
}

/// Goes back from a take that was shown and did not come to the library.
pub(super) fn does_not_come(services: &mut Services, id: &TakeId) {
    let is_shown = no_longer_coming(services, id).is_some() && services.view.takes.open.as_ref() == Some(id);
    if is_shown {
        services.view.takes.open = None;
        if services.view.screen == Screen::Takes {
            services.view.screen = Screen::Practice;
        }
    }
}
