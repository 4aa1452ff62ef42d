//! Which microphones and loudspeakers there are, and the test of the chosen ones.

mod check;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

use eframe::egui::Context;

use crate::audio::engine::Wake;
use crate::audio::sound::{self, Microphone, Pick, SoundError, SoundSystem};
use crate::domain::settings::Preferences;
use crate::store::fs::Fs;
use crate::ui::command::DeviceCommand;
use crate::ui::model::devices::{Check as Shown, Device, Listing};

use super::App;
use check::Check;

/// A sound system that is asked for its devices and says nothing for so long will not answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(8);

/// The app's side of the devices.
pub(super) struct Devices {
    sound: Arc<dyn SoundSystem>,
    fs: Arc<dyn Fs>,
    cache: Option<PathBuf>,
    wake: Wake,
    looking: Option<(Receiver<Found>, Instant)>,
    check: Option<Check>,
    /// Closes the microphone of a test that ended, and removes what was recorded.
    tidying: Option<JoinHandle<()>>,
}

/// What the system says of its devices.
struct Found {
    /// Microphones, and how many channels the chosen one has, where they were asked for.
    microphones: Option<(Listed, Option<u16>)>,
    loudspeakers: Listed,
}

/// Devices of one kind, or why there is no list.
type Listed = Result<Vec<sound::Device>, SoundError>;

/// The microphone that the preferences name, and how it is used.
#[must_use]
pub(super) fn microphone(preferences: &Preferences) -> Microphone {
    let pick = Pick::remembered(preferences.microphone.as_deref());
    Microphone { pick, channel: preferences.microphone_channel }
}

impl Devices {
    pub fn new(ctx: &Context, sound: Arc<dyn SoundSystem>, fs: Arc<dyn Fs>, cache: Option<PathBuf>) -> Self {
        let ctx = ctx.clone();
        let wake: Wake = Arc::new(move || ctx.request_repaint());
        Self { sound, fs, cache, wake, looking: None, check: None, tidying: None }
    }

    /// Asks the system on a thread of its own, which may have to wait for an answer.
    fn look(&mut self, microphone: Option<Microphone>) -> Result<(), String> {
        let (say, found) = channel();
        let (sound, wake) = (Arc::clone(&self.sound), Arc::clone(&self.wake));
        let ask = move || {
            let microphones = microphone.map(|one| (sound.inputs(), sound.input_channels(&one.pick)));
            // The window may have stopped waiting.
            drop(say.send(Found { microphones, loudspeakers: sound.outputs() }));
            wake();
        };
        Builder::new().name("starling-devices".to_owned()).spawn(ask).map_err(|error| error.to_string())?;
        self.looking = Some((found, Instant::now()));
        Ok(())
    }

    /// Ends the test. The microphone is closed a moment later.
    fn stop(&mut self) {
        if let Some(check) = self.check.take() {
            self.tidying = check.end(&self.fs, self.tidying.take());
        }
    }
}

impl App {
    pub(super) fn devices(&mut self, command: &DeviceCommand) {
        match command {
            DeviceCommand::Look => self.look_for_devices(Some(microphone(&self.model.preferences))),
            DeviceCommand::LookForLoudspeakers => self.look_for_devices(None),
            DeviceCommand::Check => self.check_devices(),
            DeviceCommand::StopCheck => {
                self.devices.stop();
                self.model.devices.check = Shown::Idle;
            }
        }
    }

    fn look_for_devices(&mut self, microphone: Option<Microphone>) {
        if self.devices.looking.is_some() {
            return;
        }
        match self.devices.look(microphone) {
            Ok(()) => self.model.devices.looking = true,
            Err(why) => self.found_no_devices(&why),
        }
    }

    /// Asks again once another microphone was chosen, because its channels are not known.
    pub(super) fn microphone_chosen(&mut self) {
        self.devices.looking = None;
        self.model.devices.channels = None;
        self.model.devices.heard_on = None;
        self.look_for_devices(Some(microphone(&self.model.preferences)));
    }

    fn found_no_devices(&mut self, why: &str) {
        let sentence = SoundError::NoSystem { why: why.to_owned() }.to_string();
        self.model.devices.microphones = Listing::Failed(sentence.clone());
        self.model.devices.loudspeakers = Listing::Failed(sentence);
        self.model.devices.looking = false;
    }

    fn check_devices(&mut self) {
        if self.model.practice.stage.is_under_way() {
            let why = "The microphone is in use for a take. Finish that, then test again.";
            self.model.devices.check = Shown::Failed(why.to_owned());
            return;
        }
        self.devices.stop();
        let chosen = &self.model.preferences;
        let started = Check::start(
            Arc::clone(&self.devices.sound),
            Arc::clone(&self.devices.fs),
            Arc::clone(&self.devices.wake),
            self.devices.cache.clone(),
            microphone(chosen),
            Pick::remembered(chosen.loudspeaker.as_deref()),
            self.devices.tidying.take(),
        );
        self.model.devices.check = match started {
            Ok(check) => {
                self.devices.check = Some(check);
                Shown::Opening
            }
            Err(why) => Shown::Failed(why),
        };
    }

    /// Ends the test for a take, and hands over the thread that may still have the microphone open. Whoever opens it
    /// next waits for that thread, but never on the window's own.
    #[must_use]
    pub(super) fn let_go_of_devices(&mut self) -> Option<JoinHandle<()>> {
        if self.devices.check.is_some() {
            self.leave_devices();
        }
        self.devices.tidying.take()
    }

    /// Ends the test where it cannot be seen any more; it lets go of the microphone meanwhile.
    pub(super) fn leave_devices(&mut self) {
        self.devices.stop();
        self.model.devices.check = Shown::Idle;
    }

    /// Takes in what the devices have to say.
    pub(super) fn hear_devices(&mut self, ctx: &Context) {
        self.hear_listing();
        let Some(check) = &mut self.devices.check else { return };
        let shown = check.step(self.model.now);
        if matches!(shown, Shown::Done(_)) {
            let name = || self.model.practice.microphone.last_default.clone();
            let name = self.model.preferences.microphone_name.clone().or_else(name);
            let name = name.unwrap_or_else(|| "the system's microphone".to_owned());
            self.model.devices.heard_on = check.heard_well().then_some(name);
        }
        if !shown.is_under_way() {
            self.devices.stop();
        } else if matches!(shown, Shown::Listening(_)) {
            ctx.request_repaint_after(check::LOOK_EVERY);
        }
        if self.model.devices.check != shown {
            self.model.devices.check = shown;
            ctx.request_repaint();
        }
    }

    fn hear_listing(&mut self) {
        let Some((answer, since)) = &self.devices.looking else { return };
        let found = match answer.try_recv() {
            Ok(found) => found,
            Err(TryRecvError::Empty) if since.elapsed() < ANSWER_WITHIN => return,
            Err(_) => {
                self.devices.looking = None;
                return self.found_no_devices("nothing");
            }
        };
        self.devices.looking = None;
        let shown = &mut self.model.devices;
        shown.looking = false;
        shown.loudspeakers = listing(found.loudspeakers);
        if let Some((microphones, channels)) = found.microphones {
            shown.microphones = listing(microphones);
            shown.channels = channels;
        }
    }
}

fn listing(found: Result<Vec<sound::Device>, SoundError>) -> Listing {
    match found {
        Ok(devices) => Listing::Known(devices.into_iter().map(listed).collect()),
        Err(error) => Listing::Failed(error.to_string()),
    }
}

fn listed(device: sound::Device) -> Device {
    let id = device.pick.id().map(str::to_owned);
    Device { id, name: device.name, detail: device.detail, technical: device.technical }
}
