//! What the recorder says, put into words and steps.

use std::path::PathBuf;
use std::time::Instant;

use eframe::egui::Context;

use crate::audio::event::{AudioEvent, Lost};
use crate::audio::shared::Level;
use crate::domain::hearing::Unheard;
use crate::domain::session::{Event, Phase};
use crate::domain::take::TakeId;
use crate::domain::time::Frames;
use crate::ui::model::Weight;

use super::super::App;
use super::super::keeper::Trouble;
use super::{LEVEL_FALLS, Microphone};

impl App {
    pub(super) fn hear_recorder(&mut self, ctx: &Context) {
        let events = self.practice.recorder.as_mut().map(crate::audio::engine::Recorder::poll);
        for event in events.unwrap_or_default() {
            self.take_in_sound(ctx, event);
        }
    }

    fn take_in_sound(&mut self, ctx: &Context, event: AudioEvent) {
        match event {
            AudioEvent::Opened { name, rate } if self.practice.microphone == Microphone::Opening => {
                self.practice.microphone = Microphone::Open { name, rate };
            }
            AudioEvent::CouldNotOpen(why) if self.practice.microphone == Microphone::Opening => {
                self.could_not_open(ctx, why.to_string());
            }
            AudioEvent::DiskTrouble(trouble) => {
                let path = trouble.now_in.clone();
                self.warn(vec![Trouble { what: sentence(&trouble.to_string()), path }]);
            }
            AudioEvent::DiskFull { heard } => {
                let what = "The disk is nearly full, so the recording ended here. What you said is kept. \
                            Make room before the next take.";
                self.notice(Weight::Lasting, what.to_owned(), None, None);
                self.step(ctx, Event::Stop { heard });
                self.expect_review(false);
            }
            AudioEvent::RolledOver { path } => {
                let what = "The recording reached the size that a file can have and goes on in another one. \
                            Its first part lies beside it.";
                self.warn(vec![Trouble { what: what.to_owned(), path: Some(path) }]);
            }
            AudioEvent::TakeHeld { id, why } => self.held(ctx, &id, &why),
            AudioEvent::TakeSaved(saved) => self.keep_take(ctx, saved),
            AudioEvent::Gap(gap) => {
                let lost = &mut self.model.practice.round.lost;
                *lost = lost.plus(gap.lasted);
            }
            AudioEvent::Closed => self.closed(ctx),
            // What follows is about the microphone that is open, not about one that was closed.
            _ if !matches!(self.practice.microphone, Microphone::Open { .. }) => {}
            AudioEvent::FirstSamples { heard } => self.step(ctx, Event::FirstSamples { heard }),
            AudioEvent::Level(level) => self.show_level(level),
            AudioEvent::Silent => self.model.practice.microphone.unheard = Some(Unheard::Muted),
            AudioEvent::NoSamples => self.model.practice.microphone.unheard = Some(Unheard::NoSamples),
            AudioEvent::SoundAgain | AudioEvent::SamplesAgain => {
                self.model.practice.microphone.unheard = None;
            }
            AudioEvent::Rerouted => {
                let what = "The system moved to another microphone. The recording goes on.";
                self.mention(ctx, what.to_owned(), None);
            }
            AudioEvent::DeviceLost { why, heard } => self.lose_microphone(ctx, why, heard),
            AudioEvent::Opened { .. } | AudioEvent::CouldNotOpen(_) => {}
        }
    }

    fn lose_microphone(&mut self, ctx: &Context, why: Lost, heard: Frames) {
        self.practice.check_since = None;
        let spoke = self.practice.session.phase().holds_a_take();
        self.step(ctx, Event::MicrophoneLost { heard });
        if spoke {
            self.notice(Weight::Lasting, why.to_string(), None, None);
            self.expect_review(false);
        } else {
            self.practice.rounds.retain(|round| round.fate.is_some());
            self.model.practice.trouble = Some(why.to_string());
        }
        self.practice.microphone = Microphone::Closed;
        self.model.practice.microphone.unheard = None;
    }

    fn show_level(&mut self, level: Level) {
        let gone_by = self.practice.level_at.elapsed().as_secs_f32();
        self.practice.level_at = Instant::now();
        let shown = &mut self.model.practice.microphone.peak;
        *shown = level.peak.max(*shown * LEVEL_FALLS.powf(gone_by));
        if *self.practice.session.phase() == Phase::Recording {
            let now = self.practice.now();
            self.practice.hearing.hear(level.peak, now);
        } else {
            self.practice.hearing.rest();
        }
        let unheard = &mut self.model.practice.microphone.unheard;
        if self.practice.hearing.is_faint() {
            unheard.get_or_insert(Unheard::Faint);
        } else if *unheard == Some(Unheard::Faint) {
            *unheard = None;
        }
        if level.clipped > self.practice.clipped {
            self.practice.clipped_at = Some(Instant::now());
        }
        self.practice.clipped = level.clipped;
    }

    /// The next take can be spoken while this one is held in memory.
    fn held(&mut self, ctx: &Context, id: &TakeId, why: &str) {
        let what = format!(
            "The take could not be saved yet, because {why}. It is held in memory and tried again every few \
             seconds. Keep this window open, and make room on the disk."
        );
        self.warn(vec![Trouble { what, path: None }]);
        if self.practice.finishing.as_ref() == Some(id) && *self.practice.session.phase() == Phase::Finishing
        {
            self.practice.finishing = None;
            self.step(ctx, Event::Saved);
        }
        self.does_not_come(id);
    }

    /// Hears where a new take is to lie. Says whether it was asked for here.
    pub(in crate::app) fn round_placed(&mut self, take: &TakeId, path: &Result<PathBuf, Trouble>) -> bool {
        let Some(round) = self.practice.rounds.iter_mut().find(|round| round.take.id == *take) else {
            return false;
        };
        let Some(recorder) = &self.practice.recorder else { return true };
        match path {
            Ok(path) => round.placed(recorder, path.clone()),
            Err(trouble) => {
                round.place_elsewhere(recorder);
                self.warn(vec![trouble.clone()]);
            }
        }
        true
    }
}

/// Words that end as a sentence does.
fn sentence(words: &str) -> String {
    if words.ends_with('.') { words.to_owned() } else { format!("{words}.") }
}
