//! The test of microphone and loudspeaker: three seconds are recorded into a file for the moment, and played.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use crate::app::jobs::{Job, State};
use crate::audio::engine::{Recorder, Wake};
use crate::audio::event::{AudioEvent, Lost};
use crate::audio::playback::{Event, Player};
use crate::audio::shared::{Fault, Level};
use crate::audio::sound::{Microphone, Pick, SoundSystem};
use crate::audio::taking::NewTake;
use crate::domain::framework::built_in;
use crate::domain::take::{AskedQuestion, Plan, Recording, SampleFormat, Take, TakeId};
use crate::domain::time::{Frames, SampleRate};
use crate::store::fs::Fs;
use crate::store::scratch;
use crate::ui::model::devices::{Check as Shown, Heard};
use crate::ui::widgets::meter;

/// How much is recorded.
const LASTS_SECS: u64 = 3;
/// How often it is looked at while the microphone is heard.
pub(super) const LOOK_EVERY: Duration = Duration::from_millis(33);
/// How much of the shown level is left at the next look.
const LEVEL_FALLS: f32 = 0.85;
/// The folder in the cache that holds the recording for the moment.
const FOLDER: &str = "microphone-test";

const SILENT: &str = "We hear nothing. Check that the microphone is not muted and is the right one.";
const NO_SAMPLES: &str = "Nothing comes from the microphone. Check that it is connected.";

/// A test under way.
pub(super) struct Check {
    sound: Arc<dyn SoundSystem>,
    fs: Arc<dyn Fs>,
    wake: Wake,
    recorder: Recorder,
    player: Option<Player>,
    microphone: Microphone,
    loudspeaker: Pick,
    /// The folder, while it is being made.
    preparing: Option<Job<std::io::Result<PathBuf>>>,
    folder: Option<PathBuf>,
    rate: SampleRate,
    /// The first frame that is kept, and whether the last one is known.
    began: Option<Frames>,
    finishing: bool,
    loudest: f32,
    clipped: u64,
    shown: Shown,
}

impl Check {
    /// Begins to make a folder for the recording; the microphone is opened once it is there.
    pub fn start(
        sound: Arc<dyn SoundSystem>,
        fs: Arc<dyn Fs>,
        wake: Wake,
        cache: Option<PathBuf>,
        microphone: Microphone,
        loudspeaker: Pick,
    ) -> Result<Self, String> {
        let cache = cache.ok_or(
            "This account has no folder for files of the moment, so nothing can be recorded for a test.",
        )?;
        let no_thread = |error: std::io::Error| {
            format!("The test could not begin, because the system says: {error}. Try again.")
        };
        let recorder =
            Recorder::start(Arc::clone(&sound), Arc::clone(&fs), Arc::clone(&wake)).map_err(no_thread)?;
        let files = Arc::clone(&fs);
        let prepare = move |_: &_| scratch::prepare(&files, &cache, FOLDER);
        let preparing = Job::start("test folder", Arc::clone(&wake), prepare).map_err(no_thread)?;
        Ok(Self {
            sound,
            fs,
            wake,
            recorder,
            player: None,
            microphone,
            loudspeaker,
            preparing: Some(preparing),
            folder: None,
            rate: SampleRate::PREFERRED,
            began: None,
            finishing: false,
            loudest: 0.0,
            clipped: 0,
            shown: Shown::Opening,
        })
    }

    /// Takes in what happened, and says how the test goes.
    pub fn step(&mut self, now: Timestamp) -> Shown {
        self.prepare();
        for event in self.recorder.poll() {
            self.hear(event, now);
        }
        self.finish_in_time();
        for event in self.player.as_ref().map(Player::poll).unwrap_or_default() {
            self.hear_player(event);
        }
        self.shown.clone()
    }

    fn prepare(&mut self) {
        let Some(preparing) = &mut self.preparing else { return };
        match preparing.poll() {
            State::Done(Ok(folder)) => {
                self.folder = Some(folder);
                self.recorder.open(self.microphone.clone(), None);
            }
            State::Done(Err(error)) => self.fail(format!(
                "The test could not begin, because the folder for files of the moment cannot be used. The system \
                 says: {error}"
            )),
            State::UnderWay => return,
            State::Died => self.fail("The test could not begin. Try again.".to_owned()),
        }
        self.preparing = None;
    }

    fn hear(&mut self, event: AudioEvent, now: Timestamp) {
        match event {
            AudioEvent::Opened { name, rate } => {
                self.rate = rate;
                self.shown = Shown::Listening(Heard { name, left_secs: 0.0, ..Heard::default() });
            }
            AudioEvent::FirstSamples { heard } => self.begin(heard, now),
            AudioEvent::Level(level) => self.show_level(level),
            AudioEvent::Silent => self.show_silence(Some(SILENT)),
            AudioEvent::NoSamples => self.show_silence(Some(NO_SAMPLES)),
            AudioEvent::SoundAgain | AudioEvent::SamplesAgain => self.show_silence(None),
            AudioEvent::CouldNotOpen(why) => self.fail(why.to_string()),
            AudioEvent::DeviceLost { why, .. } if !self.finishing => self.fail(lost(why).to_owned()),
            AudioEvent::TakeSaved(saved) => self.play(saved.path),
            AudioEvent::TakeHeld { why, .. } => self
                .fail(format!("The test could not be kept, because the disk failed. The system says: {why}")),
            _ => {}
        }
    }

    fn begin(&mut self, at: Frames, now: Timestamp) {
        let Some(folder) = self.folder.clone() else { return };
        let recording = Recording {
            file: "test.wav".to_owned(),
            rate: self.rate,
            frames: Frames::ZERO,
            format: SampleFormat::Int16,
            device: String::new(),
        };
        let question = AskedQuestion { id: None, text: String::new() };
        let Some(framework) = built_in().into_iter().next() else { return };
        let plan = Plan::of(&framework, 60);
        let take = Take::new(TakeId("test".to_owned()), question, now, plan, recording);
        self.recorder.begin(at, NewTake { take, folder, second_places: Vec::new() });
        self.began = Some(at);
    }

    fn finish_in_time(&mut self) {
        let (Some(began), Some(heard), false) = (self.began, self.recorder.heard(), self.finishing) else {
            return;
        };
        let end = began.0 + LASTS_SECS * u64::from(self.rate.hz());
        if let Shown::Listening(shown) = &mut self.shown {
            shown.left_secs = self.rate.secs(Frames(end.saturating_sub(heard.0)));
        }
        if heard.0 >= end {
            self.finishing = true;
            self.recorder.finish(Frames(end));
        }
    }

    fn show_level(&mut self, level: Level) {
        self.loudest = self.loudest.max(level.peak);
        if let Shown::Listening(shown) = &mut self.shown {
            shown.peak = level.peak.max(shown.peak * LEVEL_FALLS);
            shown.clips = level.clipped > self.clipped;
        }
        self.clipped = level.clipped;
    }

    fn show_silence(&mut self, why: Option<&'static str>) {
        if let Shown::Listening(shown) = &mut self.shown {
            shown.silence = why;
        }
    }

    /// The microphone is closed before the loudspeaker speaks, so that it cannot hear itself.
    fn play(&mut self, path: PathBuf) {
        self.recorder.close();
        if !self.shown.is_under_way() {
            return;
        }
        match Player::start(Arc::clone(&self.fs), Arc::clone(&self.sound), Arc::clone(&self.wake)) {
            Ok(player) => {
                player.set_output(self.loudspeaker.clone());
                player.open(path);
                player.play();
                self.player = Some(player);
                self.shown = Shown::Playing;
            }
            Err(error) => self.fail(format!("It could not be played, because the system says: {error}")),
        }
    }

    fn hear_player(&mut self, event: Event) {
        match event {
            Event::Opened { .. } => {}
            Event::Ended => self.shown = Shown::Done(verdict(self.loudest, self.clipped > 0)),
            Event::NoOutput { why } => self.fail(why),
            Event::OutputLost => self.fail(
                "The loudspeaker was disconnected. Connect it again, or choose another one.".to_owned(),
            ),
            Event::CannotOpen { why, .. } | Event::CannotRead { why } => {
                self.fail(format!("What was recorded cannot be played. {why}"));
            }
        }
    }

    /// Whether the speaker was heard as one wants to be.
    pub fn heard_well(&self) -> bool {
        matches!(meter::word(self.loudest, self.clipped > 0), "Good" | "Loud")
    }

    fn fail(&mut self, why: String) {
        self.shown = Shown::Failed(why);
    }

    /// Closes microphone and loudspeaker and removes what was recorded, on a thread because it may have to wait.
    pub fn end(self, fs: &Arc<dyn Fs>, wake: Wake) -> Option<Job<()>> {
        let fs = Arc::clone(fs);
        let tidy = move |_: &_| {
            let mut check = self;
            let folder = check.folder.take();
            let folder = folder.or_else(|| check.preparing.take().and_then(Job::wait).and_then(Result::ok));
            drop(check);
            if let Some(folder) = folder {
                // What stays behind is removed by the next test.
                let _ = scratch::remove(&fs, &folder);
            }
        };
        Job::start("microphone test", wake, tidy).ok()
    }
}

const fn lost(why: Lost) -> &'static str {
    match why {
        Lost::Fault(Fault::Gone) => {
            "The microphone was disconnected. Connect it again, or choose another one."
        }
        Lost::Fault(Fault::Denied) => {
            "The system took the microphone away from this program. Allow it in the privacy settings."
        }
        Lost::Fault(Fault::System | Fault::Broken) => {
            "The sound system stopped delivering sound. Check the microphone and try again."
        }
        Lost::WithoutAWord => {
            "Nothing comes from the microphone any more. Check that it is connected, or choose another one."
        }
    }
}

/// How the test went, by the loudest sample.
fn verdict(loudest: f32, clipped: bool) -> String {
    let advice = match meter::word(loudest, clipped) {
        "Silent" => "Nothing was heard. Check that the microphone is not muted and is the right one.",
        "Quiet" => {
            "You are hard to hear. Come closer, or turn the microphone up in the system's sound settings."
        }
        "Too loud" => {
            "It was too loud in places. Move away, or turn the microphone down in the system's sound settings."
        }
        _ => "You can be heard well.",
    };
    format!("{advice} The loudest moment was at {:.0} dB of full scale.", 20.0 * loudest.max(1e-5).log10())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_ends_with_what_to_do() {
        assert!(verdict(0.0, false).starts_with("Nothing was heard"));
        assert!(verdict(0.01, false).starts_with("You are hard to hear"));
        assert_eq!(
            verdict(0.25, false),
            "You can be heard well. The loudest moment was at -12 dB of full scale."
        );
        assert!(verdict(1.0, true).starts_with("It was too loud"));
    }
}
