//! What becomes of a take that is over: the library, the trash, the review.

use std::time::{Duration, Instant};

use eframe::egui::Context;

use crate::audio::event::SavedTake;
use crate::domain::rating::Prediction;
use crate::domain::session::Event;
use crate::domain::take::{Take, TakeId};
use crate::ui::command::ReviewCommand;
use crate::ui::model::practice::Task;
use crate::ui::screen::Screen;
use crate::ui::screens::practice::Dialog;

use super::super::App;
use super::super::keeper::Trouble;
use super::super::worker::Request;
use super::round::{Fate, Round};
use super::{Guess, NextReview};

/// How long the end of the program waits for a take. What is late is put in order at the next start.
const KEPT_WITHIN: Duration = Duration::from_secs(4);
/// How long of that the library may take to say where it goes.
const PLACED_WITHIN: Duration = Duration::from_secs(2);

impl App {
    /// A take is on the disk.
    pub(super) fn keep_take(&mut self, ctx: &Context, saved: SavedTake) {
        let Some(at) = self.practice.rounds.iter().position(|round| round.take.id == saved.id) else {
            return;
        };
        let round = self.practice.rounds.remove(at);
        if self.practice.finishing.as_ref() == Some(&saved.id) {
            self.practice.finishing = None;
            self.step(ctx, Event::Saved);
        }
        if saved.elsewhere || round.is_elsewhere {
            return self.kept_elsewhere(saved);
        }
        let Round { take: begun, fate, .. } = round;
        // The recording lies with the story the take was begun for.
        let story = begun.story.clone();
        let coming = self.no_longer_coming(&begun.id).map(|coming| Take { story, ..*coming });
        let take = coming.unwrap_or(begun);
        let id = take.id.clone();
        // More than one where the recording outgrew a file.
        let takes = saved.into_takes(take);
        for take in &takes {
            self.model.library.put_take(take.clone());
            self.save(Request::SaveTake(Box::new(take.clone())));
        }
        self.model.revision += 1;
        if fate == Some(Fate::Trash) {
            return takes.iter().for_each(|take| self.delete_take(ctx, &take.id));
        }
        self.model.practice.task = Task::Answer;
        if let Some(next) = self.practice.next_review.as_mut().filter(|next| next.take == id) {
            next.saved = true;
        }
        self.go_to_review(ctx);
    }

    /// The take that was shown before it was saved, with what was changed of it meanwhile.
    fn no_longer_coming(&mut self, id: &TakeId) -> Option<Box<Take>> {
        self.model.review.coming.take_if(|coming| coming.id == *id)
    }

    /// Goes back from a take that was shown and did not come to the library.
    pub(super) fn does_not_come(&mut self, id: &TakeId) {
        let is_shown = self.no_longer_coming(id).is_some() && self.view.takes.open.as_ref() == Some(id);
        if is_shown {
            self.view.takes.open = None;
            if self.view.screen == Screen::Takes {
                self.view.screen = Screen::Practice;
            }
        }
    }

    fn kept_elsewhere(&mut self, saved: SavedTake) {
        self.does_not_come(&saved.id);
        let what = "The take is safe, but not in the library yet, because the library's disk failed. It comes home by \
                    itself once there is room.";
        self.warn(vec![Trouble { what: what.to_owned(), path: Some(saved.path) }]);
        self.bring_home();
        if self.practice.next_review.as_ref().is_some_and(|next| next.take == saved.id) {
            self.practice.next_review = None;
            self.close_dialog(|dialog| matches!(dialog, Dialog::Guess(_)));
        }
    }

    /// Hears what the speaker guesses, which may be nothing.
    pub(super) fn guess(&mut self, ctx: &Context, guess: Option<Prediction>) {
        self.close_dialog(|dialog| matches!(dialog, Dialog::Guess(_)));
        if let Some(next) = &mut self.practice.next_review {
            next.guess = Guess::Given(guess);
        }
        self.go_to_review(ctx);
    }

    /// Opens the take that was just spoken, once nothing is asked any more. It need not be on the disk for that.
    pub(super) fn go_to_review(&mut self, ctx: &Context) {
        let Some(NextReview { take: id, saved, guess: Guess::Given(guess) }) =
            self.practice.next_review.clone()
        else {
            return;
        };
        if saved {
            self.practice.next_review = None;
            if let (Some(prediction), Some(take)) = (guess, self.model.library.take(&id)) {
                let take = Take { prediction: Some(prediction), ..take.clone() };
                self.put_take(ctx, take);
            }
        }
        // Somebody who has gone elsewhere meanwhile is not called back.
        if self.view.screen == Screen::Practice && self.model.take(&id).is_some() {
            self.review(ctx, ReviewCommand::Open(id));
        }
    }

    /// Brings what is being said to the disk before the program ends.
    pub(in crate::app) fn keep_before_the_end(&mut self, ctx: &Context) {
        if self.practice.finishing.is_none() && self.practice.holds_a_take() {
            let heard = self.practice.heard().or(self.practice.stamp).unwrap_or_default();
            self.step(ctx, Event::Stop { heard });
        }
        self.practice.rounds.retain(|round| round.fate.is_some());
        let since = Instant::now();
        while !self.practice.rounds.is_empty() && since.elapsed() < KEPT_WITHIN {
            self.hear(ctx);
            self.hear_recorder(ctx);
            if since.elapsed() > PLACED_WITHIN
                && let Some(recorder) = &self.practice.recorder
            {
                let waiting = self.practice.rounds.iter_mut().filter(|round| round.is_waiting());
                waiting.for_each(|round| round.place_elsewhere(recorder));
            }
            // Woken or not, everybody is heard again.
            let _ = self.practice.woken.recv_timeout(Duration::from_millis(10));
        }
        self.close_microphone();
        // Waits for the microphone and for what the recorder still holds.
        self.practice.recorder = None;
    }
}
