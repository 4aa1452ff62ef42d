//! Keys become steps of the session, and its effects become orders to the recorder.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::audio::engine::Recorder;
use crate::audio::microphone::Room;
use crate::audio::writer::POST_ROLL;
use crate::domain::session::{Effect, Event, Phase, Thinking};
use crate::domain::settings::{PracticeOptions, Temperament};
use crate::domain::take::Take;
use crate::domain::time::Frames;
use crate::ui::command::DeviceCommand;
use crate::ui::screen::Screen;
use crate::ui::screens::practice::Dialog;

use super::round::{Fate, Order};
use super::{CHECK_LASTS, CLOSED_WITHIN, Guess, Microphone, NextReview};
use super::{Practice, asks_for_a_guess, close_dialog};
use crate::app::autosave::Document;
use crate::app::devices;
use crate::app::services::Services;

/// Three, two, one.
const LEAD_SECS: u64 = 3;

impl Practice {
    /// Starts the time to think, the recording, or its end, whichever comes next.
    pub(super) fn record(&mut self, services: &mut Services) {
        match self.session.phase() {
            Phase::Choosing | Phase::Reviewing => self.begin_round(services, 0),
            Phase::Thinking { .. } => {
                let heard = self.stamp;
                self.step(services, Event::Start { heard });
            }
            Phase::Recording | Phase::Paused { .. } => self.stop(services),
            Phase::Starting | Phase::Finishing => {}
        }
    }

    /// Records once more, after a moment in which one sees what is to be done better.
    pub(super) fn record_again(&mut self, services: &mut Services) {
        if self.is_ready() {
            self.begin_round(services, LEAD_SECS);
        }
    }

    fn begin_round(&mut self, services: &mut Services, lead_secs: u64) {
        if !services.model.is_writable() || services.model.asked().is_empty() {
            return;
        }
        services.view.screen = Screen::Practice;
        services.view.practice.dialog = None;
        self.next_review = None;
        self.check_since = None;
        services.model.practice.trouble = None;
        self.prepare_round(services);
        let thinking = thinking(services, lead_secs);
        if let Thinking::Countdown { .. } = thinking {
            let now = self.now();
            self.step(services, Event::Think { now, thinking });
        } else {
            self.step(services, Event::Start { heard: None });
        }
    }

    fn stop(&mut self, services: &mut Services) {
        let heard = self.stamp.unwrap_or_default();
        close_dialog(services, |dialog| matches!(dialog, Dialog::Discard(_)));
        let coming = self.coming_take(heard);
        self.step(services, Event::Stop { heard });
        self.expect_review(services, asks_for_a_guess(services));
        services.model.review.coming = coming;
        self.go_to_review(services);
    }

    /// The take that ends here, as it will be saved.
    fn coming_take(&self, heard: Frames) -> Option<Box<Take>> {
        let Microphone::Open { rate, .. } = self.microphone else { return None };
        let mut take = self.rounds.last()?.take.clone();
        let session = &self.session;
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
    pub(super) fn expect_review(&mut self, services: &mut Services, asks: bool) {
        let Some(take) = self.finishing.clone() else { return };
        let guess = if asks { Guess::Asked } else { Guess::Given(None) };
        self.next_review = Some(NextReview { take, saved: false, guess });
        if asks {
            services.view.screen = Screen::Practice;
            let seen = services.model.preferences.practice.temperament == Temperament::Precise;
            services.view.practice.dialog = Some(Dialog::guess(&services.model.practice.plan, seen));
        }
    }

    pub(super) fn mark_next(&mut self, services: &mut Services) {
        if let Some(heard) = self.stamp {
            self.step(services, Event::NextSection { heard });
        }
    }

    pub(super) fn jump_to(&mut self, services: &mut Services, section: usize) {
        if let Some(heard) = self.stamp {
            self.step(services, Event::JumpToSection { section, heard });
        }
    }

    pub(super) fn take_back_mark(&mut self, services: &mut Services) {
        self.step(services, Event::TakeBackMark);
    }

    pub(super) fn pause_or_resume(&mut self, services: &mut Services) {
        let Some(heard) = self.stamp else { return };
        match self.session.phase() {
            // An interviewer does not wait either.
            Phase::Recording if !services.model.preferences.practice.interview => {
                self.step(services, Event::Pause { heard });
            }
            Phase::Paused { .. } => self.step(services, Event::Resume { heard }),
            _ => {}
        }
    }

    /// Throws away what was said, and begins again with the microphone open.
    pub(super) fn scrap(&mut self, services: &mut Services) {
        if !self.session.phase().holds_a_take() || self.finishing.is_some() {
            return;
        }
        self.throw_away(services);
        self.begin_round(services, 0);
    }

    /// Uses another microphone from now on. A round that is under way begins again with it, because a take has one
    /// microphone; what was said can be had back from the trash.
    pub(super) fn switch_microphone(
        &mut self,
        services: &mut Services,
        id: Option<String>,
        name: Option<String>,
    ) {
        services.view.practice.dialog = None;
        let preferences = &mut services.model.preferences;
        if preferences.microphone != id {
            preferences.microphone_channel = None;
        }
        (preferences.microphone, preferences.microphone_name) = (id, name);
        services.touch(Document::Preferences);
        services.model.practice.trouble = None;
        match self.session.phase() {
            Phase::Recording | Phase::Paused { .. } => self.throw_away(services),
            Phase::Thinking { .. } | Phase::Starting => self.cancel(services),
            Phase::Choosing | Phase::Reviewing | Phase::Finishing => return,
        }
        self.close_microphone(services);
        self.begin_round(services, 0);
    }

    /// Ends a round in which nothing was said, or asks before it throws words away.
    pub(super) fn cancel(&mut self, services: &mut Services) {
        match self.session.phase() {
            Phase::Thinking { .. } | Phase::Starting => {
                self.rounds.retain(|round| round.fate.is_some());
                self.step(services, Event::Leave);
            }
            Phase::Recording | Phase::Paused { .. } => {
                services.view.practice.dialog = Some(Dialog::discard());
            }
            _ => {}
        }
    }

    pub(super) fn discard(&mut self, services: &mut Services) {
        services.view.practice.dialog = None;
        if self.session.phase().holds_a_take() && self.finishing.is_none() {
            self.throw_away(services);
            self.close_microphone(services);
        }
    }

    /// The file is finished before it goes to the trash, so that it can be listened to when it comes back.
    fn throw_away(&mut self, services: &mut Services) {
        let heard = self.stamp.unwrap_or_default();
        self.step(services, Event::Scrap);
        self.order(Order::Finish(heard));
        if let Some(round) = self.rounds.last_mut() {
            round.fate = Some(Fate::Trash);
        }
    }

    pub(super) fn let_time_pass(&mut self, services: &mut Services) {
        let (now, heard) = (self.now(), self.stamp.unwrap_or_default());
        self.step(services, Event::Tick { now, heard });
        if self.check_since.is_some_and(|since| since.elapsed() > CHECK_LASTS) {
            self.end_check(services);
        }
        if matches!(&self.microphone, Microphone::Closing { since, .. } if since.elapsed() > CLOSED_WITHIN) {
            self.closed(services);
        }
        if self.microphone == Microphone::InTest && !services.model.devices.holds_microphone {
            self.microphone = Microphone::Closed;
            self.ask_for_microphone(services);
        }
        if let Some(recorder) = &self.recorder {
            for round in self.rounds.iter_mut().filter(|round| round.is_overdue()) {
                round.place_elsewhere(recorder);
            }
        }
    }

    /// Lets the session decide; what makes no sense now is passed over.
    pub(super) fn step(&mut self, services: &mut Services, event: Event) {
        for effect in self.session.step(event).unwrap_or_default() {
            match effect {
                Effect::OpenMicrophone => self.open_microphone(services),
                Effect::BeginTake { heard } => self.begin_take(services, heard),
                Effect::PauseTake { heard } => self.order(Order::Pause(heard)),
                Effect::ResumeTake { heard } => self.order(Order::Resume(heard)),
                Effect::WriteMarks => {
                    self.order(Order::Marks(self.session.speaking().marks.clone()));
                }
                Effect::FinishTake { heard } => self.finish_take(heard),
                Effect::CloseMicrophone if event != Event::Scrap => self.close_microphone(services),
                // Whoever throws a take away says what becomes of the file and the microphone.
                Effect::CloseMicrophone | Effect::ScrapTake => {}
            }
        }
    }

    fn begin_take(&mut self, services: &mut Services, heard: Frames) {
        services.model.practice.round.lost = Frames::ZERO;
        if let Microphone::Open { name, rate } = &self.microphone
            && let Some(round) = self.rounds.last_mut()
        {
            round.take.recording.device.clone_from(name);
            round.take.recording.rate = *rate;
        }
        self.order(Order::Begin(heard));
    }

    fn finish_take(&mut self, heard: Frames) {
        self.order(Order::Finish(heard));
        if let Some(round) = self.rounds.last_mut() {
            round.fate = Some(Fate::Keep);
            self.finishing = Some(round.take.id.clone());
        }
    }

    /// Gives the recorder an order about the present take.
    fn order(&mut self, order: Order) {
        let Some(recorder) = &self.recorder else { return };
        if let Some(round) = self.rounds.last_mut().filter(|round| round.fate.is_none()) {
            round.order(recorder, order);
        }
    }

    /// Opens the microphone; where it is open already, the take begins with what is heard now.
    fn open_microphone(&mut self, services: &mut Services) {
        match self.microphone {
            Microphone::Closed | Microphone::Closing { .. } => self.ask_for_microphone(services),
            Microphone::InTest | Microphone::Opening => {}
            Microphone::Open { .. } => {
                if let Some(heard) = self.stamp
                    && *self.session.phase() == Phase::Starting
                {
                    self.step(services, Event::FirstSamples { heard });
                }
            }
        }
    }

    fn ask_for_microphone(&mut self, services: &mut Services) {
        if let Microphone::Closing { wanted, since } = &mut self.microphone
            && since.elapsed() < CLOSED_WITHIN
        {
            *wanted = true;
            return;
        }
        if self.recorder.is_none() {
            match self.start_recorder(services) {
                Ok(recorder) => self.recorder = Some(recorder),
                Err(error) => {
                    let why = format!(
                        "The recorder could not be started, because the system gives it no thread ({error}). \
                         Close other programs and try again."
                    );
                    return self.could_not_open(services, why);
                }
            }
        }
        if services.model.devices.holds_microphone {
            // A device that one program uses at a time cannot be opened before the test has closed it.
            self.microphone = Microphone::InTest;
            services.then(DeviceCommand::StopCheck);
            return;
        }
        let Some(recorder) = &self.recorder else { return };
        let format = services.model.preferences.sample_format;
        recorder.open(
            devices::microphone(&services.model.preferences),
            Some(Room { folder: services.model.library_path.clone(), format }),
        );
        self.microphone = Microphone::Opening;
        self.clipped = 0;
        services.model.practice.microphone.unheard = None;
    }

    fn start_recorder(&self, services: &Services) -> std::io::Result<Recorder> {
        let (window, waker) = (services.ctx.clone(), self.waker.clone());
        let wake = Arc::new(move || {
            // A wake that waits already is wake enough.
            let _ = waker.try_send(());
            window.request_repaint();
        });
        Recorder::start(Arc::clone(&services.sound), Arc::clone(&services.fs), wake)
    }

    pub(super) fn could_not_open(&mut self, services: &mut Services, why: String) {
        self.rounds.retain(|round| round.fate.is_some());
        self.check_since = None;
        services.model.practice.trouble = Some(why);
        self.microphone = Microphone::Closed;
        self.step(services, Event::CouldNotStart);
    }

    pub(super) fn close_microphone(&mut self, services: &mut Services) {
        services.model.practice.microphone.unheard = None;
        match &mut self.microphone {
            Microphone::Closed => {}
            Microphone::InTest => self.microphone = Microphone::Closed,
            Microphone::Closing { wanted, .. } => *wanted = false,
            Microphone::Opening | Microphone::Open { .. } => {
                if let Some(recorder) = &self.recorder {
                    recorder.close();
                }
                self.microphone = Microphone::Closing { since: Instant::now(), wanted: false };
            }
        }
    }

    /// The microphone is closed, or has had time enough for that.
    pub(super) fn closed(&mut self, services: &mut Services) {
        if let Microphone::Closing { wanted, .. } = self.microphone {
            self.microphone = Microphone::Closed;
            if wanted {
                self.ask_for_microphone(services);
            }
        }
    }

    pub(super) fn toggle_check(&mut self, services: &mut Services) {
        if self.check_since.is_some() {
            self.end_check(services);
        } else if self.is_ready() {
            services.model.practice.trouble = None;
            self.check_since = Some(Instant::now());
            self.ask_for_microphone(services);
        }
    }

    fn end_check(&mut self, services: &mut Services) {
        self.check_since = None;
        if self.is_ready() {
            self.close_microphone(services);
        }
    }
}

fn options(services: &Services) -> PracticeOptions {
    services.model.preferences.practice.in_force()
}

/// The time to think, or so many seconds that lead up to speaking where there is none.
fn thinking(services: &Services, lead_secs: u64) -> Thinking {
    let options = options(services);
    let lead = Thinking::Countdown { time: Duration::from_secs(lead_secs), start_at_zero: true };
    let without = if lead_secs > 0 { lead } else { Thinking::Skip };
    options.thinking_secs.map_or(without, |secs| Thinking::Countdown {
        time: Duration::from_secs(secs.into()),
        start_at_zero: options.start_at_zero,
    })
}
