//! The sound system as the rest of the program sees it: devices with names, and streams that are open as long
//! as their value lives.

use std::fmt;
use std::sync::Arc;

use super::capture::Intake;
use super::shared::Shared;
use crate::domain::time::SampleRate;

/// A device as a person picks it from a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    pub pick: Pick,
    pub name: String,
    /// What tells devices of one name apart; empty where nothing does.
    pub detail: String,
    /// Whether only somebody who knows the sound system's inside would pick it.
    pub technical: bool,
}

/// Which device to use.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Pick {
    /// Whatever the system uses, also when that changes.
    #[default]
    SystemDefault,
    /// The device with this id, and no other in its place.
    Device(String),
}

impl Pick {
    /// What the pick is remembered by; `None` follows the system.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::SystemDefault => None,
            Self::Device(id) => Some(id),
        }
    }

    /// The pick for a remembered id, which may be none.
    #[must_use]
    pub fn remembered(id: Option<&str>) -> Self {
        id.map_or(Self::SystemDefault, |id| Self::Device(id.to_owned()))
    }
}

/// Which microphone to use, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Microphone {
    pub pick: Pick,
    /// The one channel to use, counted from zero; all are averaged otherwise.
    pub channel: Option<u16>,
}

/// A stream: open while this lives, closed when it is dropped, never paused.
pub struct Stream(#[expect(dead_code, reason = "held for its end, which closes the stream")] Box<dyn Send>);

impl Stream {
    pub(super) fn new(stream: impl Send + 'static) -> Self {
        Self(Box::new(stream))
    }
}

/// A microphone that was opened.
pub struct OpenInput {
    pub stream: Stream,
    pub intake: Intake,
    pub shared: Arc<Shared>,
    pub name: String,
    pub rate: SampleRate,
}

/// A loudspeaker that was opened.
pub struct OpenOutput {
    pub stream: Stream,
    pub name: String,
    pub rate: SampleRate,
}

/// Fills a loudspeaker's next block with mono samples. Called on the audio thread: it may not wait.
pub type Fill = Box<dyn FnMut(&mut [f32]) + Send>;

/// Hears that an open stream is dead. Called on the audio thread, up to a million times a second.
pub type OnFault = Box<dyn FnMut() + Send>;

/// Where sound comes from and goes to.
pub trait SoundSystem: Send + Sync {
    /// The microphones: the system's choice, then those a person would pick, then the technical ones.
    ///
    /// # Errors
    /// Where the sound system does not answer.
    fn inputs(&self) -> Result<Vec<Device>, SoundError>;

    /// The loudspeakers, in the same order.
    ///
    /// # Errors
    /// Where the sound system does not answer.
    fn outputs(&self) -> Result<Vec<Device>, SoundError>;

    /// Opens a microphone. It hears from now on.
    ///
    /// # Errors
    /// Where there is none, it is gone, busy, forbidden or of no use.
    fn open_input(&self, microphone: &Microphone) -> Result<OpenInput, SoundError>;

    /// Opens a loudspeaker, at `rate` where it can do that. `start` is told the rate and answers what fills it.
    ///
    /// # Errors
    /// Where there is none, it is gone, busy, forbidden or of no use.
    fn open_output(
        &self,
        pick: &Pick,
        rate: SampleRate,
        start: &mut dyn FnMut(SampleRate) -> (Fill, OnFault),
    ) -> Result<OpenOutput, SoundError>;

    /// How many channels the picked microphone has; `None` where it cannot be asked. May wait for an answer.
    fn input_channels(&self, _pick: &Pick) -> Option<u16> {
        None
    }

    /// Whether the picked microphone could be opened now. Asks the device, and may wait for an answer.
    fn has_input(&self, pick: &Pick) -> bool;
}

/// What a device is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    Listening,
    Speaking,
}

impl Use {
    const fn device(self) -> &'static str {
        match self {
            Self::Listening => "microphone",
            Self::Speaking => "loudspeaker",
        }
    }
}

/// Why a device cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SoundError {
    /// The system has no device at all.
    NoDevice(Use),
    /// The chosen device is not there.
    Gone {
        used_for: Use,
        id: String,
    },
    Busy(Use),
    Denied(Use),
    /// The device offers nothing this program can use.
    Unusable {
        used_for: Use,
        why: String,
    },
    /// The sound system itself does not answer.
    NoSystem {
        why: String,
    },
}

impl fmt::Display for SoundError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoDevice(used_for) => {
                let device = used_for.device();
                write!(
                    f,
                    "No {device} was found. Connect one, or check that the system's sound settings show one."
                )
            }
            Self::Gone { used_for, id } => {
                let device = used_for.device();
                write!(
                    f,
                    "The chosen {device} is not connected. Connect it again, or choose another one: {id}"
                )
            }
            Self::Busy(used_for) => {
                let device = used_for.device();
                write!(f, "The {device} is in use by another program. Close that program and try again.")
            }
            Self::Denied(used_for) => {
                let device = used_for.device();
                write!(
                    f,
                    "The system does not let this program use the {device}. Allow it in the privacy settings \
                     and try again."
                )
            }
            Self::Unusable { used_for, why } => {
                let device = used_for.device();
                write!(f, "The {device} cannot be used. Choose another one. The sound system says: {why}")
            }
            Self::NoSystem { why } => write!(
                f,
                "The sound system does not answer. Check that sound works in other programs. It says: {why}"
            ),
        }
    }
}

impl std::error::Error for SoundError {}
