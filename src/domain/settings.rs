//! What the user has set. What belongs to the practice travels with the library; what belongs to the machine
//! does not.

mod practice;

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::framework::{DEFAULT_LENGTH_SECS, Framework, FrameworkId, Targets};
use super::guidance::Guidance;
use super::rating::Rubric;
use super::split::Tolerance;
use super::take::{SampleFormat, Take, TakeId};
use super::value_map::OwnMap;

pub use practice::{Examples, PracticeOptions, Prompter, Temperament};

/// Settings kept in the library: how answers are measured and rated.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Splits the user prefers to the framework's own.
    pub targets: BTreeMap<FrameworkId, Targets>,
    /// Frameworks the user made.
    pub own_frameworks: Vec<Framework>,
    pub rubric: Rubric,
    pub tolerance: Tolerance,
    pub target_length_secs: u32,
    pub zones: LengthZones,
    /// Words that count as fillers, and words that hedge, for whoever counts them in a text.
    pub filler_words: Vec<String>,
    pub hedge_words: Vec<String>,
    /// What the user changed about the thresholds that others recommend.
    pub guidance: Guidance,
    /// After so many days a recording is kept as FLAC, in about half the space and sample for sample the same; `None`
    /// keeps it as it is.
    pub pack_after_days: Option<u32>,
    /// Values of a company that the guide does not know.
    pub own_map: OwnMap,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            targets: BTreeMap::new(),
            own_frameworks: Vec::new(),
            rubric: Rubric::default(),
            tolerance: Tolerance::DEFAULT,
            target_length_secs: DEFAULT_LENGTH_SECS,
            zones: LengthZones::default(),
            filler_words: words("um uh er hmm like basically actually"),
            hedge_words: words("maybe perhaps probably possibly somewhat roughly"),
            guidance: Guidance::default(),
            pack_after_days: None,
            own_map: OwnMap::default(),
        }
    }
}

fn words(list: &str) -> Vec<String> {
    list.split_whitespace().map(str::to_owned).collect()
}

impl Settings {
    /// The framework of this id with the targets the user prefers.
    #[must_use]
    pub fn framework(&self, id: &FrameworkId) -> Option<Framework> {
        self.frameworks().into_iter().find(|framework| framework.id == *id)
    }

    /// The takes whose recordings are old enough to be packed, each with its file's name; a fraction of full scale
    /// cannot be.
    #[must_use]
    pub fn old_enough_to_pack(&self, takes: &[&Take], now: Timestamp) -> Vec<(TakeId, String)> {
        let Some(days) = self.pack_after_days else { return Vec::new() };
        let age = SignedDuration::from_hours(24 * i64::from(days));
        let is_old = |take: &&&Take| now.duration_since(take.recorded_at) >= age;
        let can_be_packed = |take: &&&Take| take.recording.format != SampleFormat::Float32;
        let old = takes.iter().filter(is_old).filter(can_be_packed);
        old.map(|take| (take.id.clone(), take.recording.file.clone())).collect()
    }

    /// The length zones of an answer that aims at so many seconds.
    #[must_use]
    pub fn zones_for(&self, aim_secs: u32) -> LengthZones {
        self.zones.for_length(aim_secs, self.target_length_secs)
    }

    /// Every framework the user can choose, built-in ones first.
    #[must_use]
    pub fn frameworks(&self) -> Vec<Framework> {
        let mut all = super::framework::built_in();
        all.extend(self.own_frameworks.iter().cloned());
        for framework in &mut all {
            let preferred = self.targets.get(&framework.id);
            if let Some(targets) = preferred.filter(|t| t.shares().len() == framework.sections.len()) {
                framework.targets = targets.clone();
            }
        }
        all
    }
}

/// Where an answer's length passes from one zone to the next, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LengthZones {
    pub enough_secs: u32,
    pub wrap_up_secs: u32,
    pub over_secs: u32,
}

impl Default for LengthZones {
    fn default() -> Self {
        Self { enough_secs: 120, wrap_up_secs: 150, over_secs: 180 }
    }
}

impl LengthZones {
    #[must_use]
    pub const fn is_ordered(&self) -> bool {
        self.enough_secs <= self.wrap_up_secs && self.wrap_up_secs <= self.over_secs
    }

    /// The zones of an answer of another length than the one they were set for, in the same proportions.
    #[must_use]
    pub fn for_length(self, secs: u32, set_for_secs: u32) -> Self {
        let scale = |zone: u32| {
            let scaled = u64::from(zone) * u64::from(secs) / u64::from(set_for_secs.max(1));
            u32::try_from(scaled).unwrap_or(u32::MAX)
        };
        Self {
            enough_secs: scale(self.enough_secs),
            wrap_up_secs: scale(self.wrap_up_secs),
            over_secs: scale(self.over_secs),
        }
    }

    #[must_use]
    pub fn zone(&self, secs: f64) -> Zone {
        if secs >= f64::from(self.over_secs) {
            Zone::Over
        } else if secs >= f64::from(self.wrap_up_secs) {
            Zone::WrapUp
        } else if secs >= f64::from(self.enough_secs) {
            Zone::Enough
        } else {
            Zone::NotYet
        }
    }
}

/// What the length of an answer asks of its speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Zone {
    NotYet,
    Enough,
    WrapUp,
    Over,
}

impl Zone {
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotYet => "Not yet",
            Self::Enough => "Enough",
            Self::WrapUp => "Wrap up",
            Self::Over => "Over",
        }
    }
}

/// Light, dark, or whatever the desktop says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThemeChoice {
    #[default]
    System,
    Dark,
    Light,
}

/// Settings kept on this machine: how the program looks and sounds here.
#[derive(Clone, Debug, PartialEq)]
pub struct Preferences {
    pub theme: ThemeChoice,
    /// 1.0 is the size the system asks for.
    pub text_scale: f32,
    /// Less motion than the screens would show otherwise.
    pub reduce_motion: bool,
    /// The folder of the library; `None` for the platform's usual place.
    pub library: Option<std::path::PathBuf>,
    /// Size and place of the window when it was last closed.
    pub window: Option<WindowPlace>,
    /// Ids of the devices chosen; `None` follows the system.
    pub microphone: Option<String>,
    pub loudspeaker: Option<String>,
    /// What the chosen devices are called, for saying which of them is not there.
    pub microphone_name: Option<String>,
    pub loudspeaker_name: Option<String>,
    /// The one channel of the microphone that is used, counted from zero; all are averaged otherwise.
    pub microphone_channel: Option<u16>,
    pub sample_format: SampleFormat,
    pub practice: PracticeOptions,
    pub keys: KeyChanges,
}

/// Keys that the user gave to actions or took from them. Actions that are not named keep their usual keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyChanges(BTreeMap<String, Vec<String>>);

impl KeyChanges {
    /// The keys of this action, `None` for the usual ones. An action without keys is reached in other ways.
    #[must_use]
    pub fn keys_of(&self, action: &str) -> Option<&[String]> {
        self.0.get(action).map(Vec::as_slice)
    }

    /// Actions whose keys are not the usual ones.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        self.0.keys()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&String, &Vec<String>)> {
        self.0.iter()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn set(&mut self, action: String, keys: Vec<String>) {
        self.0.insert(action, keys);
    }

    /// Back to the usual keys.
    pub fn reset(&mut self, action: &str) {
        self.0.remove(action);
    }
}

impl Preferences {
    pub const TEXT_SCALES: std::ops::RangeInclusive<f32> = 0.75..=2.0;
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            theme: ThemeChoice::default(),
            text_scale: 1.0,
            reduce_motion: false,
            library: None,
            window: None,
            microphone: None,
            loudspeaker: None,
            microphone_name: None,
            loudspeaker_name: None,
            microphone_channel: None,
            sample_format: SampleFormat::default(),
            practice: PracticeOptions::default(),
            keys: KeyChanges::default(),
        }
    }
}

/// The window in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WindowPlace {
    pub size: [f32; 2],
    pub position: Option<[f32; 2]>,
    pub maximized: bool,
}

#[cfg(test)]
mod tests {
    use super::super::framework::{Share, TargetOrigin};
    use super::*;

    #[test]
    fn preferred_targets_replace_the_frameworks_own() {
        let mut settings = Settings::default();
        let own = Targets::new([20, 10, 60, 10].map(Share::percent).to_vec(), TargetOrigin::Own).unwrap();
        settings.targets.insert(FrameworkId::new("star"), own.clone());
        assert_eq!(settings.framework(&FrameworkId::new("star")).unwrap().targets, own);
    }

    #[test]
    fn targets_that_do_not_fit_are_passed_over() {
        let mut settings = Settings::default();
        settings.targets.insert(FrameworkId::new("star"), Targets::even(3));
        let star = settings.framework(&FrameworkId::new("star")).unwrap();
        assert_eq!(star.targets.origin, TargetOrigin::Prescribed);
    }

    #[test]
    fn a_shorter_answer_has_shorter_zones() {
        let zones = LengthZones::default();
        assert_eq!(zones.for_length(150, 150), zones);
        let minute = LengthZones { enough_secs: 48, wrap_up_secs: 60, over_secs: 72 };
        assert_eq!(zones.for_length(60, 150), minute);
    }

    #[test]
    fn zones_change_exactly_at_their_seconds() {
        let zones = LengthZones::default();
        let words = [119.9, 120.0, 150.0, 180.0].map(|secs| zones.zone(secs).word());
        assert_eq!(words, ["Not yet", "Enough", "Wrap up", "Over"]);
    }
}
