//! What is done between frames: the open take is followed, threads are heard, and the page is shown how things stand.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use eframe::egui::Context;

use crate::audio::playback::Event;
use crate::domain::listening;
use crate::domain::take::TakeId;
use crate::domain::time::{Frames, SampleRate};
use crate::ui::command::PlayCommand;
use crate::ui::model::Access;
use crate::ui::model::review::Sound;
use crate::ui::screen::Screen;
use crate::ui::words;

use super::super::App;
use super::super::keeper::Trouble;
use super::super::worker::Request;
use super::deck::Deck;

/// How much is heard before and after a mark that was nudged.
const ROUND_A_MARK_MILLIS: u64 = 300;

/// A loudspeaker that is lost again so soon has gone away.
const REOPENS_AGAIN_AFTER: Duration = Duration::from_secs(5);

/// How often the page is drawn while something plays or is read.
const DRAWN_EVERY: Duration = Duration::from_millis(50);

impl App {
    /// Does what is due about listening.
    pub(in super::super) fn listen(&mut self, ctx: &Context) {
        self.follow_open_take();
        let id = self.model.preferences.loudspeaker.clone();
        self.review.sounder.use_output(id.as_deref());
        for (take, event) in self.review.sounder.poll() {
            self.heard_of_sound(take, event);
        }
        for deck in [&mut self.review.deck, &mut self.review.other].into_iter().flatten() {
            deck.hear();
        }
        self.match_loudness();
        self.switch_when_there();
        self.stop_after_a_nudge();
        self.hear_files(ctx);
        self.publish();
        let reads = [&self.review.deck, &self.review.other].into_iter().flatten().any(Deck::is_reading);
        let works = self.model.review.export.is_running() || self.model.review.import.is_running();
        if self.model.review.playing || reads || works {
            ctx.request_repaint_after(DRAWN_EVERY);
        }
    }

    /// Whether the page waits for columns that it has not been given yet.
    pub(in super::super) fn wants_columns(&self) -> bool {
        self.view.screen == Screen::Takes
            && self.view.takes.page.seen.iter().any(|seen| {
                let shape = self.model.review.deck_of(&seen.take).and_then(|deck| deck.shape.as_ref());
                shape.is_some_and(|shape| shape.range != seen.range || shape.columns.len() != seen.columns)
            })
    }

    fn follow_open_take(&mut self) {
        let here = self.view.screen == Screen::Takes
            && matches!(self.model.access, Access::Open | Access::ReadOnly(_));
        let wanted = self.view.takes.open.clone().filter(|_| here);
        let wanted = wanted.filter(|id| self.model.library.take(id).is_some());
        if self.review.deck.as_ref().map(|deck| &deck.take) == wanted.as_ref() {
            return;
        }
        self.review.sounder.close();
        self.review.other = None;
        self.model.review.blind = None;
        self.model.review.answer = None;
        self.review.switches = false;
        self.review.stops_at = None;
        self.model.review.trouble = None;
        self.model.review.hears_other = false;
        self.view.takes.page.comparing = false;
        self.review.deck = wanted.clone().map(Deck::new);
        if let Some(id) = wanted {
            self.locate(&id);
        }
    }

    /// Asks the library where a take's recording lies.
    pub(super) fn locate(&mut self, id: &TakeId) {
        if let Some(take) = self.model.library.take(id).cloned() {
            self.worker.ask(Request::Locate(Box::new(take)));
        }
    }

    /// Asks again where a recording lies that is on the page, because it got another name.
    pub(in super::super) fn recording_moved(&mut self, id: &TakeId) {
        let on_page = [&self.review.deck, &self.review.other].into_iter().flatten();
        if on_page.into_iter().any(|deck| deck.take == *id) {
            self.locate(id);
        }
    }

    /// Opens what is on the page anew, because the library lies somewhere else now.
    pub(in super::super) fn reopen_takes(&mut self) {
        self.review.sounder.close();
        self.review.matched = false;
        self.model.review.hears_other = false;
        for deck in [&mut self.review.deck, &mut self.review.other].into_iter().flatten() {
            *deck = Deck::new(deck.take.clone());
        }
        let on_page = [&self.review.deck, &self.review.other].into_iter().flatten();
        let ids: Vec<TakeId> = on_page.map(|deck| deck.take.clone()).collect();
        for id in &ids {
            self.locate(id);
        }
    }

    /// Hears where a recording lies. Says whether listening had asked for it.
    pub(in super::super) fn recording_found(
        &mut self,
        ctx: &Context,
        take: &TakeId,
        path: &Result<PathBuf, Trouble>,
    ) -> bool {
        let for_files = self.place_for_files(ctx, take, path);
        let decks = [&mut self.review.deck, &mut self.review.other].into_iter().flatten();
        let Some(deck) = decks.into_iter().find(|deck| deck.take == *take) else { return for_files };
        match path {
            Ok(path) => {
                let is_new = deck.path.is_none();
                deck.found(path.clone(), &self.review.shelf);
                let is_open = self.view.takes.open.as_ref() == Some(take);
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
        if let Err(error) = self.review.sounder.open(take.clone(), path) {
            let what = format!("The recording cannot be played: {error}.");
            deck_mut(self, take, |deck| deck.fail(what, None));
        }
    }

    fn heard_of_sound(&mut self, take: Option<TakeId>, event: Event) {
        let review = &mut self.model.review;
        match event {
            Event::Opened { rate, frames } => {
                if let Some(take) = take {
                    let sound = self.completeness(&take, rate, frames);
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
            Event::OutputLost
                if self.review.reopened_at.is_none_or(|at| at.elapsed() > REOPENS_AGAIN_AFTER) =>
            {
                self.review.reopened_at = Some(Instant::now());
                self.review.sounder.play();
            }
            Event::OutputLost => {
                review.trouble = Some(
                    "The loudspeaker went away. Connect it, or choose another one in the settings, and press play."
                        .to_owned(),
                );
            }
        }
    }

    /// Whether the file holds what the take says, to a tenth of a second.
    fn completeness(&self, take: &TakeId, rate: SampleRate, frames: Frames) -> Sound {
        let Some(take) = self.model.library.take(take) else { return Sound::Ready };
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

    pub(super) fn play(&mut self, command: PlayCommand) {
        let heard = self.review.sounder.loaded.clone();
        let take = heard.as_ref().and_then(|id| self.model.library.take(id));
        let Some((rate, frames)) = take.map(|take| (take.recording.rate, take.recording.frames)) else {
            return;
        };
        // Whoever asks for something else wants to hear more than the sound round a mark.
        self.review.stops_at = None;
        let sounder = &mut self.review.sounder;
        match command {
            PlayCommand::Toggle if sounder.is_playing() => sounder.pause(),
            PlayCommand::Toggle => {
                self.model.review.trouble = None;
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
                self.review.sounder.set_loop(stretch.map(|stretch| stretch.start..stretch.end));
            }
            PlayCommand::ToggleSkipSilence => sounder.toggle_skip_silence(),
            PlayCommand::Volume(percent) => sounder.set_volume(percent),
        }
    }

    /// Plays half a second round a mark that was nudged, unless something plays already.
    pub(super) fn hear_round(&mut self, mark: Frames, rate: SampleRate) {
        let open = self.view.takes.open.as_ref();
        let hears_it = open.is_some_and(|open| self.review.sounder.loaded.as_ref() == Some(open));
        let is_free = !self.review.sounder.is_playing() || self.review.stops_at.is_some();
        if !hears_it || !is_free {
            return;
        }
        let around = rate.frames_in_millis(ROUND_A_MARK_MILLIS);
        self.review.sounder.seek(mark.minus(around));
        self.review.sounder.play();
        self.review.stops_at = Some((mark.plus(around), mark));
    }

    /// Stops after that, with the place at the mark.
    fn stop_after_a_nudge(&mut self) {
        let Some((end, mark)) = self.review.stops_at else { return };
        if !self.review.sounder.is_playing() {
            self.review.stops_at = None;
        } else if self.review.sounder.position() >= end {
            self.review.stops_at = None;
            self.review.sounder.pause();
            self.review.sounder.seek(mark);
        }
    }

    /// Shows the page how things stand.
    fn publish(&mut self) {
        let seen = &self.view.takes.page.seen;
        let review = &mut self.model.review;
        review.deck = self.review.deck.as_mut().map(|deck| deck.publish(seen));
        review.other = self.review.other.as_mut().map(|deck| deck.publish(seen));
        let sounder = &self.review.sounder;
        review.hears_other = sounder.loaded.is_some()
            && self.review.other.as_ref().map(|deck| &deck.take) == sounder.loaded.as_ref();
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
fn deck_mut(app: &mut App, take: &TakeId, change: impl FnOnce(&mut Deck)) {
    let decks = [&mut app.review.deck, &mut app.review.other].into_iter().flatten();
    if let Some(deck) = decks.into_iter().find(|deck| deck.take == *take) {
        change(deck);
    }
}
