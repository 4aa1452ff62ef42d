//! Keys become steps of the session, and its effects become orders to the recorder.

use std::sync::Arc;
use std::time::{Duration, Instant};

use eframe::egui::Context;

use crate::audio::engine::Recorder;
use crate::audio::microphone::Room;
use crate::audio::writer::POST_ROLL;
use crate::domain::session::{Effect, Event, Phase, Thinking};
use crate::domain::settings::{PracticeOptions, Temperament};
use crate::domain::take::Take;
use crate::domain::time::Frames;
use crate::ui::screen::Screen;
use crate::ui::screens::practice::Dialog;

use super::super::{App, devices};
use super::round::{Fate, Order};
use super::{CHECK_LASTS, CLOSED_WITHIN, Guess, Microphone, NextReview};

/// Three, two, one.
const LEAD_SECS: u64 = 3;

impl App {
    fn options(&self) -> PracticeOptions {
        self.model.preferences.practice.in_force()
    }

    /// Starts the time to think, the recording, or its end, whichever comes next.
    pub(super) fn record(&mut self, ctx: &Context) {
        match self.practice.session.phase() {
            Phase::Choosing | Phase::Reviewing => self.begin_round(ctx, 0),
            Phase::Thinking { .. } => {
                let heard = self.practice.stamp;
                self.step(ctx, Event::Start { heard });
            }
            Phase::Recording | Phase::Paused { .. } => self.stop(ctx),
            Phase::Starting | Phase::Finishing => {}
        }
    }

    /// Records once more, after a moment in which one sees what is to be done better.
    pub(super) fn record_again(&mut self, ctx: &Context) {
        if self.practice.is_ready() {
            self.begin_round(ctx, LEAD_SECS);
        }
    }

    fn begin_round(&mut self, ctx: &Context, lead_secs: u64) {
        if !self.model.is_writable() || self.model.asked().is_empty() {
            return;
        }
        self.view.screen = Screen::Practice;
        self.view.practice.dialog = None;
        self.practice.next_review = None;
        self.practice.check_since = None;
        self.model.practice.trouble = None;
        self.prepare_round();
        let thinking = self.thinking(lead_secs);
        if let Thinking::Countdown { .. } = thinking {
            let now = self.practice.now();
            self.step(ctx, Event::Think { now, thinking });
        } else {
            self.step(ctx, Event::Start { heard: None });
        }
    }

    /// The time to think, or so many seconds that lead up to speaking where there is none.
    fn thinking(&self, lead_secs: u64) -> Thinking {
        let options = self.options();
        let lead = Thinking::Countdown { time: Duration::from_secs(lead_secs), start_at_zero: true };
        let without = if lead_secs > 0 { lead } else { Thinking::Skip };
        options.thinking_secs.map_or(without, |secs| Thinking::Countdown {
            time: Duration::from_secs(secs.into()),
            start_at_zero: options.start_at_zero,
        })
    }

    fn stop(&mut self, ctx: &Context) {
        let heard = self.practice.stamp.unwrap_or_default();
        self.close_dialog(|dialog| matches!(dialog, Dialog::Discard(_)));
        let coming = self.coming_take(heard);
        self.step(ctx, Event::Stop { heard });
        self.expect_review(self.asks_for_a_guess());
        self.model.review.coming = coming;
        self.go_to_review(ctx);
    }

    /// The take that ends here, as it will be saved.
    fn coming_take(&self, heard: Frames) -> Option<Box<Take>> {
        let Microphone::Open { rate, .. } = self.practice.microphone else { return None };
        let mut take = self.practice.rounds.last()?.take.clone();
        let session = &self.practice.session;
        // Nothing follows a key that is pressed in a pause.
        let goes_on = *session.phase() == Phase::Recording;
        let follows = if goes_on { rate.frames(POST_ROLL.as_secs_f64()) } else { Frames::ZERO };
        take.recording.rate = rate;
        take.recording.frames = session.recorded(heard).plus(follows);
        take.live_marks.clone_from(&session.speaking().marks);
        take.pauses.clone_from(&session.speaking().pauses);
        Some(Box::new(take))
    }

    /// The take that was just ended is listened to next.
    pub(super) fn expect_review(&mut self, asks: bool) {
        let Some(take) = self.practice.finishing.clone() else { return };
        let guess = if asks { Guess::Asked } else { Guess::Given(None) };
        self.practice.next_review = Some(NextReview { take, saved: false, guess });
        if asks {
            self.view.screen = Screen::Practice;
            let seen = self.model.preferences.practice.temperament == Temperament::Precise;
            self.view.practice.dialog = Some(Dialog::guess(&self.model.practice.plan, seen));
        }
    }

    pub(super) fn mark_next(&mut self, ctx: &Context) {
        if let Some(heard) = self.practice.stamp {
            self.step(ctx, Event::NextSection { heard });
        }
    }

    pub(super) fn jump_to(&mut self, ctx: &Context, section: usize) {
        if let Some(heard) = self.practice.stamp {
            self.step(ctx, Event::JumpToSection { section, heard });
        }
    }

    pub(super) fn take_back_mark(&mut self, ctx: &Context) {
        self.step(ctx, Event::TakeBackMark);
    }

    pub(super) fn pause_or_resume(&mut self, ctx: &Context) {
        let Some(heard) = self.practice.stamp else { return };
        match self.practice.session.phase() {
            // An interviewer does not wait either.
            Phase::Recording if !self.model.preferences.practice.interview => {
                self.step(ctx, Event::Pause { heard });
            }
            Phase::Paused { .. } => self.step(ctx, Event::Resume { heard }),
            _ => {}
        }
    }

    /// Throws away what was said, and begins again with the microphone open.
    pub(super) fn scrap(&mut self, ctx: &Context) {
        if !self.practice.session.phase().holds_a_take() || self.practice.finishing.is_some() {
            return;
        }
        self.throw_away(ctx);
        self.begin_round(ctx, 0);
    }

    /// Uses another microphone from now on. A round that is under way begins again with it, because a take has one
    /// microphone; what was said can be had back from the trash.
    pub(super) fn switch_microphone(&mut self, ctx: &Context, id: Option<String>, name: Option<String>) {
        self.view.practice.dialog = None;
        let preferences = &mut self.model.preferences;
        if preferences.microphone != id {
            preferences.microphone_channel = None;
        }
        (preferences.microphone, preferences.microphone_name) = (id, name);
        self.autosave.preferences(super::super::seconds(ctx));
        self.model.practice.trouble = None;
        match self.practice.session.phase() {
            Phase::Recording | Phase::Paused { .. } => self.throw_away(ctx),
            Phase::Thinking { .. } | Phase::Starting => self.cancel(ctx),
            Phase::Choosing | Phase::Reviewing | Phase::Finishing => return,
        }
        self.close_microphone();
        self.begin_round(ctx, 0);
    }

    /// Ends a round in which nothing was said, or asks before it throws words away.
    pub(super) fn cancel(&mut self, ctx: &Context) {
        match self.practice.session.phase() {
            Phase::Thinking { .. } | Phase::Starting => {
                self.practice.rounds.retain(|round| round.fate.is_some());
                self.step(ctx, Event::Leave);
            }
            Phase::Recording | Phase::Paused { .. } => self.view.practice.dialog = Some(Dialog::discard()),
            _ => {}
        }
    }

    pub(super) fn discard(&mut self, ctx: &Context) {
        self.view.practice.dialog = None;
        if self.practice.session.phase().holds_a_take() && self.practice.finishing.is_none() {
            self.throw_away(ctx);
            self.close_microphone();
        }
    }

    /// The file is finished before it goes to the trash, so that it can be listened to when it comes back.
    fn throw_away(&mut self, ctx: &Context) {
        let heard = self.practice.stamp.unwrap_or_default();
        self.step(ctx, Event::Scrap);
        self.order(Order::Finish(heard));
        if let Some(round) = self.practice.rounds.last_mut() {
            round.fate = Some(Fate::Trash);
        }
    }

    pub(super) fn let_time_pass(&mut self, ctx: &Context) {
        let (now, heard) = (self.practice.now(), self.practice.stamp.unwrap_or_default());
        self.step(ctx, Event::Tick { now, heard });
        if self.practice.check_since.is_some_and(|since| since.elapsed() > CHECK_LASTS) {
            self.end_check();
        }
        if matches!(&self.practice.microphone, Microphone::Closing { since, .. } if since.elapsed() > CLOSED_WITHIN)
        {
            self.closed(ctx);
        }
        if let Some(recorder) = &self.practice.recorder {
            for round in self.practice.rounds.iter_mut().filter(|round| round.is_overdue()) {
                round.place_elsewhere(recorder);
            }
        }
    }

    /// Lets the session decide; what makes no sense now is passed over.
    pub(super) fn step(&mut self, ctx: &Context, event: Event) {
        for effect in self.practice.session.step(event).unwrap_or_default() {
            match effect {
                Effect::OpenMicrophone => self.open_microphone(ctx),
                Effect::BeginTake { heard } => self.begin_take(heard),
                Effect::PauseTake { heard } => self.order(Order::Pause(heard)),
                Effect::ResumeTake { heard } => self.order(Order::Resume(heard)),
                Effect::WriteMarks => {
                    self.order(Order::Marks(self.practice.session.speaking().marks.clone()));
                }
                Effect::FinishTake { heard } => self.finish_take(heard),
                Effect::CloseMicrophone if event != Event::Scrap => self.close_microphone(),
                // Whoever throws a take away says what becomes of the file and the microphone.
                Effect::CloseMicrophone | Effect::ScrapTake => {}
            }
        }
    }

    fn begin_take(&mut self, heard: Frames) {
        self.model.practice.round.lost = Frames::ZERO;
        if let Microphone::Open { name, rate } = &self.practice.microphone
            && let Some(round) = self.practice.rounds.last_mut()
        {
            round.take.recording.device.clone_from(name);
            round.take.recording.rate = *rate;
        }
        self.order(Order::Begin(heard));
    }

    fn finish_take(&mut self, heard: Frames) {
        self.order(Order::Finish(heard));
        if let Some(round) = self.practice.rounds.last_mut() {
            round.fate = Some(Fate::Keep);
            self.practice.finishing = Some(round.take.id.clone());
        }
    }

    /// Gives the recorder an order about the present take.
    fn order(&mut self, order: Order) {
        let Some(recorder) = &self.practice.recorder else { return };
        if let Some(round) = self.practice.rounds.last_mut().filter(|round| round.fate.is_none()) {
            round.order(recorder, order);
        }
    }

    /// Opens the microphone; where it is open already, the take begins with what is heard now.
    fn open_microphone(&mut self, ctx: &Context) {
        match self.practice.microphone {
            Microphone::Closed | Microphone::Closing { .. } => self.ask_for_microphone(ctx),
            Microphone::Opening => {}
            Microphone::Open { .. } => {
                if let Some(heard) = self.practice.stamp
                    && *self.practice.session.phase() == Phase::Starting
                {
                    self.step(ctx, Event::FirstSamples { heard });
                }
            }
        }
    }

    fn ask_for_microphone(&mut self, ctx: &Context) {
        if let Microphone::Closing { wanted, since } = &mut self.practice.microphone
            && since.elapsed() < CLOSED_WITHIN
        {
            *wanted = true;
            return;
        }
        if self.practice.recorder.is_none() {
            match self.start_recorder(ctx) {
                Ok(recorder) => self.practice.recorder = Some(recorder),
                Err(error) => {
                    let why = format!(
                        "The recorder could not be started, because the system gives it no thread ({error}). \
                         Close other programs and try again."
                    );
                    return self.could_not_open(ctx, why);
                }
            }
        }
        let testing = self.let_go_of_devices();
        let Some(recorder) = &self.practice.recorder else { return };
        let format = self.model.preferences.sample_format;
        recorder.open_after(
            testing,
            devices::microphone(&self.model.preferences),
            Some(Room { folder: self.model.library_path.clone(), format }),
        );
        self.practice.microphone = Microphone::Opening;
        self.practice.clipped = 0;
        self.model.practice.microphone.unheard = None;
    }

    fn start_recorder(&self, ctx: &Context) -> std::io::Result<Recorder> {
        let (window, waker) = (ctx.clone(), self.practice.waker.clone());
        let wake = Arc::new(move || {
            // A wake that waits already is wake enough.
            let _ = waker.try_send(());
            window.request_repaint();
        });
        Recorder::start(Arc::clone(&self.sound), Arc::clone(&self.fs), wake)
    }

    pub(super) fn could_not_open(&mut self, ctx: &Context, why: String) {
        self.practice.rounds.retain(|round| round.fate.is_some());
        self.practice.check_since = None;
        self.model.practice.trouble = Some(why);
        self.practice.microphone = Microphone::Closed;
        self.step(ctx, Event::CouldNotStart);
    }

    pub(super) fn close_microphone(&mut self) {
        self.model.practice.microphone.unheard = None;
        match &mut self.practice.microphone {
            Microphone::Closed => {}
            Microphone::Closing { wanted, .. } => *wanted = false,
            Microphone::Opening | Microphone::Open { .. } => {
                if let Some(recorder) = &self.practice.recorder {
                    recorder.close();
                }
                self.practice.microphone = Microphone::Closing { since: Instant::now(), wanted: false };
            }
        }
    }

    /// The microphone is closed, or has had time enough for that.
    pub(super) fn closed(&mut self, ctx: &Context) {
        if let Microphone::Closing { wanted, .. } = self.practice.microphone {
            self.practice.microphone = Microphone::Closed;
            if wanted {
                self.ask_for_microphone(ctx);
            }
        }
    }

    pub(super) fn toggle_check(&mut self, ctx: &Context) {
        if self.practice.check_since.is_some() {
            self.end_check();
        } else if self.practice.is_ready() {
            self.model.practice.trouble = None;
            self.practice.check_since = Some(Instant::now());
            self.ask_for_microphone(ctx);
        }
    }

    fn end_check(&mut self) {
        self.practice.check_since = None;
        if self.practice.is_ready() {
            self.close_microphone();
        }
    }
}
