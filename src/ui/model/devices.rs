//! What is known of microphones and loudspeakers, and how their test goes.

/// The devices there are, and the test of those that are chosen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Devices {
    pub microphones: Listing,
    pub loudspeakers: Listing,
    /// Whether the system is being asked.
    pub looking: bool,
    /// How many channels the chosen microphone has, where that is known.
    pub channels: Option<u16>,
    pub check: Check,
    /// The microphone on which the speaker was last heard well, by name.
    pub heard_on: Option<String>,
    /// Whether a test has the microphone open, or has not let go of it yet.
    pub holds_microphone: bool,
}

/// Devices of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Listing {
    #[default]
    Unknown,
    /// The system's choice first, then those a person would pick, then the others.
    Known(Vec<Device>),
    /// Why there is no list, and what to do.
    Failed(String),
}

/// A device as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// What it is remembered by; `None` for whatever the system uses.
    pub id: Option<String>,
    pub name: String,
    /// What tells devices of one name apart; empty where nothing does.
    pub detail: String,
    /// Whether only somebody who knows the sound system's inside would pick it.
    pub technical: bool,
}

impl Listing {
    /// The devices, none while they are not known.
    #[must_use]
    pub fn devices(&self) -> &[Device] {
        match self {
            Self::Known(devices) => devices,
            Self::Unknown | Self::Failed(_) => &[],
        }
    }

    /// Whether a remembered device is not there, as far as is known.
    #[must_use]
    pub fn misses(&self, id: Option<&str>) -> bool {
        let is_listed = |id: &str| self.devices().iter().any(|device| device.id.as_deref() == Some(id));
        matches!(self, Self::Known(_)) && id.is_some_and(|id| !is_listed(id))
    }
}

/// How the test of microphone and loudspeaker goes.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Check {
    #[default]
    Idle,
    /// The microphone was asked for; nothing has come from it.
    Opening,
    /// It is heard.
    Listening(Heard),
    /// What was heard is played.
    Playing,
    /// How it went, in a sentence.
    Done(String),
    /// Why it could not be done, and what to do.
    Failed(String),
}

impl Check {
    #[must_use]
    pub const fn is_under_way(&self) -> bool {
        matches!(self, Self::Opening | Self::Listening(_) | Self::Playing)
    }
}

/// What the microphone delivers during the test.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heard {
    /// As the device names itself.
    pub name: String,
    pub left_secs: f64,
    /// The loudest sample of late; 1.0 is full scale.
    pub peak: f32,
    pub clips: bool,
    /// Why nothing is heard, and what to check.
    pub silence: Option<&'static str>,
}
