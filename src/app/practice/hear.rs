//! What the recorder says, put into words and steps.

use std::path::PathBuf;
use std::time::Instant;

use crate::audio::event::{AudioEvent, Lost};
use crate::audio::shared::Level;
use crate::domain::hearing::Unheard;
use crate::domain::session::{Event, Phase};
use crate::domain::take::TakeId;
use crate::domain::time::Frames;
use crate::ui::model::notices::Notice;

use super::Practice;
use super::keep::does_not_come;
use super::{LEVEL_FALLS, Microphone};
use crate::app::keeper::Trouble;
use crate::app::services::Services;

impl Practice {
    pub(super) fn hear_recorder(&mut self, services: &mut Services) {
        let events = self.recorder.as_mut().map(crate::audio::engine::Recorder::poll);
        for event in events.unwrap_or_default() {
            self.take_in_sound(services, event);
        }
    }

    fn take_in_sound(&mut self, services: &mut Services, event: AudioEvent) {
        match event {
            AudioEvent::Opened { name, rate } if self.microphone == Microphone::Opening => {
                self.microphone = Microphone::Open { name, rate };
            }
            AudioEvent::CouldNotOpen(why) if self.microphone == Microphone::Opening => {
                self.could_not_open(services, why.to_string());
            }
            AudioEvent::DiskTrouble(trouble) => {
                let path = trouble.now_in.clone();
                services.warn(vec![Trouble { what: sentence(&trouble.to_string()), path }]);
            }
            AudioEvent::DiskFull { heard } => {
                let what = "The disk is nearly full, so the recording ended here. What you said is kept. \
                            Make room before the next take.";
                services.say(Notice::lasting(what));
                self.step(services, Event::Stop { heard });
                self.expect_review(services, false);
            }
            AudioEvent::RolledOver { path } => {
                let what = "The recording reached the size that a file can have and goes on in another one. \
                            Its first part lies beside it.";
                services.warn(vec![Trouble { what: what.to_owned(), path: Some(path) }]);
            }
            AudioEvent::TakeHeld { id, why } => self.held(services, &id, &why),
            AudioEvent::TakeSaved(saved) => self.keep_take(services, saved),
            AudioEvent::Gap(gap) => {
                let lost = &mut services.model.practice.round.lost;
                *lost = lost.plus(gap.lasted);
            }
            AudioEvent::Closed => self.closed(services),
            // What follows is about the microphone that is open, not about one that was closed.
            _ if !matches!(self.microphone, Microphone::Open { .. }) => {}
            AudioEvent::FirstSamples { heard } => self.step(services, Event::FirstSamples { heard }),
            AudioEvent::Level(level) => self.show_level(services, level),
            AudioEvent::Silent => services.model.practice.microphone.unheard = Some(Unheard::Muted),
            AudioEvent::NoSamples => services.model.practice.microphone.unheard = Some(Unheard::NoSamples),
            AudioEvent::SoundAgain | AudioEvent::SamplesAgain => {
                services.model.practice.microphone.unheard = None;
            }
            AudioEvent::Rerouted => {
                let what = "The system moved to another microphone. The recording goes on.";
                services.mention(what);
            }
            AudioEvent::DeviceLost { why, heard } => self.lose_microphone(services, why, heard),
            AudioEvent::Opened { .. } | AudioEvent::CouldNotOpen(_) => {}
        }
    }

    fn lose_microphone(&mut self, services: &mut Services, why: Lost, heard: Frames) {
        self.check_since = None;
        let spoke = self.session.phase().holds_a_take();
        self.step(services, Event::MicrophoneLost { heard });
        if spoke {
            services.say(Notice::lasting(why.to_string()));
            self.expect_review(services, false);
        } else {
            self.rounds.retain(|round| round.fate.is_some());
            services.model.practice.trouble = Some(why.to_string());
        }
        self.microphone = Microphone::Closed;
        services.model.practice.microphone.unheard = None;
    }

    fn show_level(&mut self, services: &mut Services, level: Level) {
        let gone_by = self.level_at.elapsed().as_secs_f32();
        self.level_at = Instant::now();
        let shown = &mut services.model.practice.microphone.peak;
        *shown = level.peak.max(*shown * LEVEL_FALLS.powf(gone_by));
        if *self.session.phase() == Phase::Recording {
            let now = self.now();
            self.hearing.hear(level.peak, now);
        } else {
            self.hearing.rest();
        }
        let unheard = &mut services.model.practice.microphone.unheard;
        if self.hearing.is_faint() {
            unheard.get_or_insert(Unheard::Faint);
        } else if *unheard == Some(Unheard::Faint) {
            *unheard = None;
        }
        if level.clipped > self.clipped {
            self.clipped_at = Some(Instant::now());
        }
        self.clipped = level.clipped;
    }

    /// The next take can be spoken while this one is held in memory.
    fn held(&mut self, services: &mut Services, id: &TakeId, why: &str) {
        let what = format!(
            "The take could not be saved yet, because {why}. It is held in memory and tried again every few \
             seconds. Keep this window open, and make room on the disk."
        );
        services.warn(vec![Trouble { what, path: None }]);
        if self.finishing.as_ref() == Some(id) && *self.session.phase() == Phase::Finishing {
            self.finishing = None;
            self.step(services, Event::Saved);
        }
        does_not_come(services, id);
    }

    /// Hears where a new take is to lie. Says whether it was asked for here.
    pub(in crate::app) fn round_placed(
        &mut self,
        services: &mut Services,
        take: &TakeId,
        path: &Result<PathBuf, Trouble>,
    ) -> bool {
        let Some(round) = self.rounds.iter_mut().find(|round| round.take.id == *take) else {
            return false;
        };
        let Some(recorder) = &self.recorder else { return true };
        match path {
            Ok(path) => round.placed(recorder, path.clone()),
            Err(trouble) => {
                round.place_elsewhere(recorder);
                services.warn(vec![trouble.clone()]);
            }
        }
        true
    }
}

/// Words that end as a sentence does.
fn sentence(words: &str) -> String {
    if words.ends_with('.') { words.to_owned() } else { format!("{words}.") }
}
