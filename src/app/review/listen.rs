//! What is done between frames: the open take is followed, threads are heard, and the page is shown how things stand.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::audio::playback::Event;
use crate::domain::listening;
use crate::domain::take::TakeId;
use crate::domain::time::{Frames, SampleRate};
use crate::ui::command::PlayCommand;
use crate::ui::model::Access;
use crate::ui::model::review::Sound;
use crate::ui::screen::Screen;
use crate::ui::words;

use super::Review;
use super::deck::Deck;
use crate::app::keeper::Trouble;
use crate::app::services::Services;

/// How much is heard before and after a mark that was nudged.
const ROUND_A_MARK_MILLIS: u64 = 300;

/// The sound round a mark that was nudged.
#[derive(Clone, Copy, Debug)]
pub(super) struct RoundMark {
    mark: Frames,
    end: Frames,
    has_begun: bool,
}

/// A loudspeaker that is lost again so soon has gone away.
const REOPENS_AGAIN_AFTER: Duration = Duration::from_secs(5);

/// How often the page is drawn while something plays or is read.
const DRAWN_EVERY: Duration = Duration::from_millis(50);

impl Review {
    /// Does what is due about listening.
    pub(in super::super) fn listen(&mut self, services: &mut Services) {
        self.follow_open_take(services);
        let id = services.model.preferences.loudspeaker.clone();
        self.sounder.use_output(id.as_deref());
        for (take, event) in self.sounder.poll() {
            self.heard_of_sound(services, take, event);
        }
        for deck in [&mut self.deck, &mut self.other].into_iter().flatten() {
            deck.hear();
        }
        self.match_loudness();
        self.switch_when_there(services);
        self.stop_after_a_nudge();
        self.publish(services);
        let reads = [&self.deck, &self.other].into_iter().flatten().any(Deck::is_reading);
        if services.model.review.playing || reads {
            services.ctx.request_repaint_after(DRAWN_EVERY);
        }
    }

    fn follow_open_take(&mut self, services: &mut Services) {
        let here = services.view.screen == Screen::Takes
            && matches!(services.model.access, Access::Open | Access::ReadOnly(_));
        let wanted = services.view.takes.open.clone().filter(|_| here);
        let wanted = wanted.filter(|id| services.model.library.take(id).is_some());
        if self.deck.as_ref().map(|deck| &deck.take) == wanted.as_ref() {
            return;
        }
        self.sounder.close();
        self.other = None;
        services.model.review.blind = None;
        services.model.review.answer = None;
        self.switches = false;
        self.stops_at = None;
        services.model.review.trouble = None;
        services.model.review.hears_other = false;
        services.view.takes.page.comparing = false;
        self.deck = wanted.clone().map(Deck::new);
        if let Some(id) = wanted {
            services.locate(&id);
        }
    }

    /// Asks again where a recording lies that is on the page, because it got another name.
    pub(in super::super) fn recording_moved(&mut self, services: &mut Services, id: &TakeId) {
        let on_page = [&self.deck, &self.other].into_iter().flatten();
        if on_page.into_iter().any(|deck| deck.take == *id) {
            services.locate(id);
        }
    }

    /// Opens what is on the page anew, because the library lies somewhere else now.
    pub(in super::super) fn reopen(&mut self, services: &mut Services) {
        self.sounder.close();
        self.matched = false;
        services.model.review.hears_other = false;
        for deck in [&mut self.deck, &mut self.other].into_iter().flatten() {
            *deck = Deck::new(deck.take.clone());
        }
        let on_page = [&self.deck, &self.other].into_iter().flatten();
        let ids: Vec<TakeId> = on_page.map(|deck| deck.take.clone()).collect();
        for id in &ids {
            services.locate(id);
        }
    }

    /// Hears where a recording lies. Says whether listening had asked for it.
    pub(in super::super) fn recording_found(
        &mut self,
        services: &mut Services,
        take: &TakeId,
        path: &Result<PathBuf, Trouble>,
    ) -> bool {
        let decks = [&mut self.deck, &mut self.other].into_iter().flatten();
        let Some(deck) = decks.into_iter().find(|deck| deck.take == *take) else { return false };
        match path {
            Ok(path) => {
                let is_new = deck.path.is_none();
                deck.found(path.clone(), &self.shelf);
                let is_open = services.view.takes.open.as_ref() == Some(take);
                if is_new && is_open {
                    self.open_sound(take, path.clone());
                }
                if is_new && !is_open {
                    deck_mut(self, take, |deck| deck.sound = Sound::Ready);
                }
            }
            Err(trouble) => deck.fail(trouble.what.clone(), trouble.path.clone()),
        }
        true
    }

    pub(super) fn open_sound(&mut self, take: &TakeId, path: PathBuf) {
        if let Err(error) = self.sounder.open(take.clone(), path) {
            let what = format!("The recording cannot be played: {error}.");
            deck_mut(self, take, |deck| deck.fail(what, None));
        }
    }

    fn heard_of_sound(&mut self, services: &mut Services, take: Option<TakeId>, event: Event) {
        let review = &mut services.model.review;
        match event {
            Event::Opened { rate, frames } => {
                if let Some(take) = take {
                    let sound = completeness(services, &take, rate, frames);
                    deck_mut(self, &take, |deck| deck.sound = sound);
                }
            }
            Event::CannotOpen { path, why } => {
                if let Some(take) = take {
                    let what = format!("The recording of this take cannot be played. {why}");
                    deck_mut(self, &take, |deck| deck.fail(what, Some(path)));
                }
            }
            Event::Ended => {}
            Event::CannotRead { why } => {
                review.trouble = Some(format!("The recording stops here. {why}"));
            }
            Event::NoOutput { why } => review.trouble = Some(format!("Nothing can be played. {why}")),
            // Sound servers drop a stream now and then; it is opened again once before anybody is told.
            Event::OutputLost if self.reopened_at.is_none_or(|at| at.elapsed() > REOPENS_AGAIN_AFTER) => {
                self.reopened_at = Some(Instant::now());
                self.sounder.play();
            }
            Event::OutputLost => {
                review.trouble = Some(
                    "The loudspeaker went away. Connect it, or choose another one in the settings, and press play."
                        .to_owned(),
                );
            }
        }
    }

    pub(super) fn play(&mut self, services: &mut Services, command: PlayCommand) {
        let heard = self.sounder.loaded.clone();
        let take = heard.as_ref().and_then(|id| services.model.library.take(id));
        let Some((rate, frames)) = take.map(|take| (take.recording.rate, take.recording.frames)) else {
            return;
        };
        // Whoever asks for something else wants to hear more than the sound round a mark.
        self.stops_at = None;
        let sounder = &mut self.sounder;
        match command {
            PlayCommand::Toggle if sounder.is_playing() => sounder.pause(),
            PlayCommand::Toggle => {
                services.model.review.trouble = None;
                sounder.play();
            }
            PlayCommand::Seek(to) => sounder.seek(to.min(frames)),
            PlayCommand::Skip(millis) => {
                let by = rate.frames_in_millis(u64::from(millis.unsigned_abs()));
                let at = sounder.position();
                sounder.seek(if millis < 0 { at.minus(by) } else { at.plus(by).min(frames) });
            }
            PlayCommand::Faster => sounder.change_speed(1),
            PlayCommand::Slower => sounder.change_speed(-1),
            PlayCommand::NaturalSpeed => sounder.change_speed(0),
            PlayCommand::ToggleLoop if sounder.looped.is_some() => sounder.set_loop(None),
            PlayCommand::ToggleLoop => {
                let at = sounder.position();
                let stretch = take.and_then(|take| listening::stretch_at(take, at));
                self.sounder.set_loop(stretch.map(|stretch| stretch.start..stretch.end));
            }
            PlayCommand::ToggleSkipSilence => sounder.toggle_skip_silence(),
            PlayCommand::Volume(percent) => sounder.set_volume(percent),
        }
    }

    /// Plays half a second round a mark that was nudged, unless something plays already.
    pub(super) fn hear_round(&mut self, services: &mut Services, mark: Frames, rate: SampleRate) {
        let open = services.view.takes.open.as_ref();
        let hears_it = open.is_some_and(|open| self.sounder.loaded.as_ref() == Some(open));
        let is_free = !self.sounder.is_playing() || self.stops_at.is_some();
        if !hears_it || !is_free {
            return;
        }
        let around = rate.frames_in_millis(ROUND_A_MARK_MILLIS);
        self.sounder.seek(mark.minus(around));
        self.sounder.play();
        self.stops_at = Some(RoundMark { mark, end: mark.plus(around), has_begun: false });
    }

    /// Stops after that, with the place at the mark.
    fn stop_after_a_nudge(&mut self) {
        let Some(round) = &mut self.stops_at else { return };
        let RoundMark { mark, end, .. } = *round;
        if !self.sounder.is_playing() {
            // The player begins a moment after it was asked to.
            if round.has_begun {
                self.stops_at = None;
            }
            return;
        }
        round.has_begun = true;
        if self.sounder.position() >= end {
            self.stops_at = None;
            self.sounder.pause();
            self.sounder.seek(mark);
        }
    }

    /// Shows the page how things stand.
    fn publish(&mut self, services: &mut Services) {
        let seen = &services.view.takes.page.seen;
        let review = &mut services.model.review;
        review.deck = self.deck.as_mut().map(|deck| deck.publish(seen));
        review.other = self.other.as_mut().map(|deck| deck.publish(seen));
        let sounder = &self.sounder;
        review.hears_other =
            sounder.loaded.is_some() && self.other.as_ref().map(|deck| &deck.take) == sounder.loaded.as_ref();
        review.output = sounder.output();
        review.position = sounder.position();
        review.playing = sounder.is_playing();
        review.speed_percent = sounder.speed_percent;
        review.volume_percent = sounder.volume_percent;
        review.looped.clone_from(&sounder.looped);
        review.skips_silence = sounder.skips_silence;
    }
}

/// Changes what is known of a take's recording, where it is still on the page.
fn deck_mut(review: &mut Review, take: &TakeId, change: impl FnOnce(&mut Deck)) {
    let decks = [&mut review.deck, &mut review.other].into_iter().flatten();
    if let Some(deck) = decks.into_iter().find(|deck| deck.take == *take) {
        change(deck);
    }
}

/// Whether the page waits for columns that it has not been given yet.
pub(in super::super) fn wants_columns(services: &Services) -> bool {
    services.view.screen == Screen::Takes
        && services.view.takes.page.seen.iter().any(|seen| {
            let shape = services.model.review.deck_of(&seen.take).and_then(|deck| deck.shape.as_ref());
            shape.is_some_and(|shape| shape.range != seen.range || shape.columns.len() != seen.columns)
        })
}

/// Whether the file holds what the take says, to a tenth of a second.
fn completeness(services: &Services, take: &TakeId, rate: SampleRate, frames: Frames) -> Sound {
    let Some(take) = services.model.library.take(take) else { return Sound::Ready };
    let (there, meant) = (rate.secs(frames), take.recording.secs());
    if there + 0.1 >= meant {
        return Sound::Ready;
    }
    Sound::Short(format!(
        "The file holds only {} of this take's {}. Restore it from a backup if you have one; what is there can be heard.",
        words::clock(there),
        words::clock(meant)
    ))
}
