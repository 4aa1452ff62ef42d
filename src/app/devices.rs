//! Which microphones and loudspeakers there are, and the test of the chosen ones.

mod check;

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::audio::sound::{self, Microphone, Pick, SoundError};
use crate::domain::settings::Preferences;
use crate::ui::command::DeviceCommand;
use crate::ui::model::devices::{Check as Shown, Device, Listing};

use super::jobs::{Job, State};
use super::services::Services;
use check::Check;

/// A sound system that is asked for its devices and says nothing for so long will not answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(8);

/// What goes on about the devices.
#[derive(Default)]
pub struct Devices {
    looking: Option<(Job<Found>, Instant)>,
    check: Option<Check>,
    /// Closes the microphone of a test that ended, and removes what was recorded.
    tidying: Option<Job<()>>,
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
    pub fn run(&mut self, command: &DeviceCommand, services: &mut Services) {
        match command {
            DeviceCommand::Look => self.look(Some(microphone(&services.model.preferences)), services),
            DeviceCommand::LookForLoudspeakers => self.look(None, services),
            DeviceCommand::Check => self.check(services),
            DeviceCommand::StopCheck => self.leave(services),
        }
    }

    /// Asks the system on a thread of its own, which may have to wait for an answer.
    fn look(&mut self, microphone: Option<Microphone>, services: &mut Services) {
        if self.looking.is_some() {
            return;
        }
        let sound = Arc::clone(&services.sound);
        let job = Job::start("devices", services.wake(), move |_| {
            let microphones = microphone.map(|one| (sound.inputs(), sound.input_channels(&one.pick)));
            Found { microphones, loudspeakers: sound.outputs() }
        });
        match job {
            Ok(job) => {
                self.looking = Some((job, Instant::now()));
                services.model.devices.looking = true;
            }
            Err(error) => found_nothing(&error.to_string(), services),
        }
    }

    /// Asks again once another microphone was chosen, because its channels are not known.
    pub fn microphone_chosen(&mut self, services: &mut Services) {
        self.looking = None;
        services.model.devices.channels = None;
        services.model.devices.heard_on = None;
        self.look(Some(microphone(&services.model.preferences)), services);
    }

    fn check(&mut self, services: &mut Services) {
        if services.model.practice.stage.is_under_way() {
            let why = "The microphone is in use for a take. Finish that, then test again.";
            services.model.devices.check = Shown::Failed(why.to_owned());
            return;
        }
        self.leave(services);
        // The test begins once the one before has let go of the microphone.
        services.model.devices.check = Shown::Opening;
    }

    fn start_check(&mut self, services: &mut Services) {
        let chosen = &services.model.preferences;
        let started = Check::start(
            Arc::clone(&services.sound),
            Arc::clone(&services.fs),
            services.wake(),
            services.cache.clone(),
            microphone(chosen),
            Pick::remembered(chosen.loudspeaker.as_deref()),
        );
        match started {
            Ok(check) => self.check = Some(check),
            Err(why) => services.model.devices.check = Shown::Failed(why),
        }
    }

    /// Ends the test. It lets go of the microphone meanwhile, which [`Shown`] tells whoever waits for that.
    pub fn leave(&mut self, services: &mut Services) {
        services.model.devices.check = Shown::Idle;
        self.end_check(services);
    }

    fn end_check(&mut self, services: &mut Services) {
        if let Some(check) = self.check.take() {
            self.tidying = check.end(&services.fs, services.wake());
        }
        services.model.devices.holds_microphone = self.tidying.is_some();
    }

    /// Returns once no test holds the microphone, at the end of the program.
    pub fn end(&mut self, services: &mut Services) {
        self.leave(services);
        if let Some(tidying) = self.tidying.take() {
            tidying.wait();
        }
        services.model.devices.holds_microphone = false;
    }

    /// Takes in what the devices have to say.
    pub fn hear(&mut self, services: &mut Services) {
        self.hear_found(services);
        if self.tidying.as_mut().is_some_and(|tidying| !matches!(tidying.poll(), State::UnderWay)) {
            self.tidying = None;
        }
        if self.check.is_none() && self.tidying.is_none() && services.model.devices.check == Shown::Opening {
            self.start_check(services);
        }
        services.model.devices.holds_microphone = self.check.is_some() || self.tidying.is_some();
        let Some(check) = &mut self.check else { return };
        let shown = check.step(services.model.now);
        if matches!(shown, Shown::Done(_)) {
            let name = || services.model.practice.microphone.last_default.clone();
            let name = services.model.preferences.microphone_name.clone().or_else(name);
            let name = name.unwrap_or_else(|| "the system's microphone".to_owned());
            services.model.devices.heard_on = check.heard_well().then_some(name);
        }
        if !shown.is_under_way() {
            self.end_check(services);
        } else if matches!(shown, Shown::Listening(_)) {
            services.ctx.request_repaint_after(check::LOOK_EVERY);
        }
        if services.model.devices.check != shown {
            services.model.devices.check = shown;
            services.ctx.request_repaint();
        }
    }

    fn hear_found(&mut self, services: &mut Services) {
        let Some((job, since)) = &mut self.looking else { return };
        let found = match job.poll() {
            State::Done(found) => found,
            State::UnderWay if since.elapsed() < ANSWER_WITHIN => return,
            State::UnderWay | State::Died => {
                self.looking = None;
                return found_nothing("nothing", services);
            }
        };
        self.looking = None;
        let shown = &mut services.model.devices;
        shown.looking = false;
        shown.loudspeakers = listing(found.loudspeakers);
        if let Some((microphones, channels)) = found.microphones {
            shown.microphones = listing(microphones);
            shown.channels = channels;
        }
    }
}

fn found_nothing(why: &str, services: &mut Services) {
    let sentence = SoundError::NoSystem { why: why.to_owned() }.to_string();
    let shown = &mut services.model.devices;
    shown.microphones = Listing::Failed(sentence.clone());
    shown.loudspeakers = Listing::Failed(sentence);
    shown.looking = false;
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
