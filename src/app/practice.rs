//! Practising: chooses what is asked and told, drives the recorder, and shows the views how it goes.

mod choose;
mod drive;
mod hear;
mod keep;
mod round;

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use crate::audio::engine::Recorder;
use crate::domain::hearing::Hearing;
use crate::domain::next_round::Order;
use crate::domain::rating::Prediction;
use crate::domain::session::{Phase, Session};
use crate::domain::take::TakeId;
use crate::domain::time::{Frames, SampleRate};
use crate::ui::command::{DeviceCommand, PracticeCommand};
use crate::ui::model::practice::{Round as Shown, Stage, Task};
use crate::ui::screen::Screen;
use crate::ui::screens::practice::Dialog;

use super::services::Services;
use round::Round;

/// So many takes are made before the speaker is asked to guess about one.
const TAKES_BEFORE_GUESSES: usize = 3;
/// How often the running time and the level are drawn while the microphone is open.
const DRAWN_EVERY: Duration = Duration::from_millis(100);
/// Enough to see a pause go on.
const DRAWN_WHILE_PAUSED: Duration = Duration::from_millis(250);
/// A microphone that is not closed by then is opened again all the same.
const CLOSED_WITHIN: Duration = Duration::from_secs(1);
/// A look at the level ends by itself, so that no microphone stays open unnoticed.
const CHECK_LASTS: Duration = Duration::from_secs(20);
/// How fast the level falls back, as a factor a second.
const LEVEL_FALLS: f32 = 0.1;
/// How long the meter says that it was too loud.
const CLIPS_FOR: Duration = Duration::from_secs(2);

/// What the program knows about practising beyond what it shows.
pub(super) struct Practice {
    began: Instant,
    /// Started when the microphone is first needed.
    recorder: Option<Recorder>,
    /// Hears that the recorder has something to say, for the end of the program.
    woken: Receiver<()>,
    waker: SyncSender<()>,
    session: Session,
    microphone: Microphone,
    /// What the microphone had delivered when this frame began, which is when its keys went down.
    stamp: Option<Frames>,
    /// Takes that are spoken, or spoken and not on the disk yet. The last may be the present one.
    rounds: Vec<Round>,
    /// The take whose last frames are awaited.
    finishing: Option<TakeId>,
    /// The take that is listened to next.
    next_review: Option<NextReview>,
    /// The questions that pass the filter, and the way through them.
    order: Order,
    /// The revision of the library that the choice rests on, and the screen when it was last looked at.
    seen: (u64, Screen),
    check_since: Option<Instant>,
    hearing: Hearing,
    clipped: u64,
    clipped_at: Option<Instant>,
    level_at: Instant,
    /// Since when the program is ending.
    ending_since: Option<Instant>,
}

/// What is known of the microphone.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Microphone {
    Closed,
    /// It is being closed. A device that is used by one program at a time cannot be opened before that is done.
    Closing {
        since: Instant,
        /// Whether it is to be opened again.
        wanted: bool,
    },
    /// It is wanted, and the test of the devices has not let go of it yet.
    InTest,
    /// It was asked for.
    Opening,
    Open {
        name: String,
        rate: SampleRate,
    },
}

/// A take on its way to the review.
#[derive(Clone, Debug)]
struct NextReview {
    take: TakeId,
    saved: bool,
    guess: Guess,
}

/// What the speaker says about a take before anything measured is shown.
#[derive(Clone, Debug, PartialEq)]
enum Guess {
    /// Nothing yet.
    Asked,
    /// A guess, or that there is none.
    Given(Option<Prediction>),
}

impl Practice {
    pub(super) fn new(seed: u64) -> Self {
        let (waker, woken) = sync_channel(1);
        Self {
            began: Instant::now(),
            recorder: None,
            woken,
            waker,
            session: Session::new(0),
            microphone: Microphone::Closed,
            stamp: None,
            rounds: Vec::new(),
            finishing: None,
            next_review: None,
            order: Order::new(seed),
            seen: (0, Screen::default()),
            check_since: None,
            hearing: Hearing::default(),
            clipped: 0,
            clipped_at: None,
            level_at: Instant::now(),
            ending_since: None,
        }
    }

    /// Time on a clock that goes on while the window is hidden.
    fn now(&self) -> Duration {
        self.began.elapsed()
    }

    /// What the open microphone has delivered; `None` while nothing has come from it.
    fn heard(&self) -> Option<Frames> {
        match self.microphone {
            Microphone::Open { .. } => self.recorder.as_ref().and_then(Recorder::heard),
            _ => None,
        }
    }

    /// Takes that are still recorded.
    pub(super) fn growing(&self) -> Vec<TakeId> {
        self.rounds.iter().map(|round| round.take.id.clone()).collect()
    }

    /// Whether words would be lost by leaving carelessly.
    pub(super) fn holds_a_take(&self) -> bool {
        self.session.phase().holds_a_take()
    }

    fn is_ready(&self) -> bool {
        matches!(self.session.phase(), Phase::Choosing | Phase::Reviewing)
    }

    fn stage(&self) -> Stage {
        match self.session.phase() {
            Phase::Choosing | Phase::Reviewing => Stage::Ready,
            Phase::Thinking { .. } => {
                let left = self.session.thinking_left(self.now()).unwrap_or_default();
                Stage::Thinking { left_secs: left.as_secs_f64() }
            }
            Phase::Starting => Stage::Starting,
            Phase::Recording => Stage::Recording,
            Phase::Paused { .. } => Stage::Paused,
            Phase::Finishing => Stage::Saving,
        }
    }

    fn shown_round(&self, lost: Frames) -> Shown {
        let heard = self.heard().or(self.stamp).unwrap_or_default();
        let rate = match self.microphone {
            Microphone::Open { rate, .. } => rate,
            _ => SampleRate::PREFERRED,
        };
        let speaking = self.session.speaking();
        Shown {
            rate,
            recorded: self.session.recorded(heard),
            sections: self.session.split(heard).sections,
            marks: speaking.marks.clone(),
            current: speaking.current_section(),
            lost,
        }
    }
}

impl Practice {
    pub(super) fn run(&mut self, command: PracticeCommand, services: &mut Services) {
        match command {
            PracticeCommand::Record => self.record(services),
            PracticeCommand::RecordAgain => self.record_again(services),
            PracticeCommand::NextSection => self.mark_next(services),
            PracticeCommand::JumpTo(section) => self.jump_to(services, section),
            PracticeCommand::TakeBackMark => self.take_back_mark(services),
            PracticeCommand::PauseOrResume => self.pause_or_resume(services),
            PracticeCommand::Scrap => self.scrap(services),
            PracticeCommand::Cancel => self.cancel(services),
            PracticeCommand::Discard => self.discard(services),
            PracticeCommand::Guess(guess) => self.guess(services, guess),
            PracticeCommand::ToggleCheck => self.toggle_check(services),
            PracticeCommand::AskMicrophone => {
                // One that was connected meanwhile is to be listed.
                services.then(DeviceCommand::Look);
                services.view.practice.dialog = Some(Dialog::Microphone);
            }
            PracticeCommand::SwitchMicrophone { id, name } => self.switch_microphone(services, id, name),
            PracticeCommand::NextPrompter => next_prompter(services),
            PracticeCommand::NextTemperament => next_temperament(services),
            // Nothing about a round changes while it is under way.
            command if self.is_ready() => self.choose(services, command),
            _ => {}
        }
        self.show_practice(services);
    }

    /// Hears the recorder and lets time pass; called at the beginning of every frame, drawn or not.
    pub(super) fn go_on(&mut self, services: &mut Services) {
        self.stamp = self.heard();
        self.hear_recorder(services);
        self.let_time_pass(services);
        self.keep_choice_fresh(services);
        self.show_practice(services);
        let stage = services.model.practice.stage;
        if stage == Stage::Paused || stage == Stage::Saving {
            services.ctx.request_repaint_after(DRAWN_WHILE_PAUSED);
        } else if stage.is_under_way() || services.model.practice.checking {
            services.ctx.request_repaint_after(DRAWN_EVERY);
        }
    }

    /// Copies what the views show.
    fn show_practice(&mut self, services: &mut Services) {
        let lost = services.model.practice.round.lost;
        let shown = &mut services.model.practice;
        shown.stage = self.stage();
        shown.round = self.shown_round(lost);
        shown.checking = self.check_since.is_some();
        let follows_system = services.model.preferences.microphone.is_none();
        let microphone = &mut shown.microphone;
        microphone.name = match &self.microphone {
            Microphone::Open { name, .. } => Some(name.clone()),
            _ => None,
        };
        if follows_system && microphone.name.is_some() {
            microphone.last_default.clone_from(&microphone.name);
        }
        microphone.is_heard = self.heard().is_some();
        microphone.clips = self.clipped_at.is_some_and(|at| at.elapsed() < CLIPS_FOR);
        if !microphone.is_heard {
            microphone.peak = 0.0;
        }
        shown.obstacle = match &services.model.access {
            crate::ui::model::Access::Open => None,
            crate::ui::model::Access::ReadOnly(_) => {
                Some("The library is open for reading only, so nothing can be recorded.".to_owned())
            }
            _ => Some("The library is not open, so nothing can be recorded.".to_owned()),
        };
    }
}

fn set_options(services: &mut Services, options: crate::domain::settings::PracticeOptions) {
    services.change_preferences(|preferences| preferences.practice = options);
}

/// Whether the speaker is asked to guess before anything measured is shown.
fn asks_for_a_guess(services: &Services) -> bool {
    // The first takes are to be looked at, not guessed at.
    let is_used_to_it = services.model.library.takes().len() >= TAKES_BEFORE_GUESSES;
    is_used_to_it
        && services.model.preferences.practice.predict
        && services.model.practice.task == Task::Answer
}

fn close_dialog(services: &mut Services, is_it: impl Fn(&Dialog) -> bool) {
    if services.view.practice.dialog.as_ref().is_some_and(is_it) {
        services.view.practice.dialog = None;
    }
}

fn next_prompter(services: &mut Services) {
    let mut options = services.model.preferences.practice.clone();
    options.prompter = options.prompter.next();
    set_options(services, options);
}

fn next_temperament(services: &mut Services) {
    let mut options = services.model.preferences.practice.clone();
    options.temperament = options.temperament.next();
    set_options(services, options);
}
