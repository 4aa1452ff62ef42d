//! `preferences.ron`: how the program looks and sounds on this machine.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::filter::FilterDisk;
use super::take::FormatWord;
use super::values::{self, words};
use crate::domain::question::AskIn;
use crate::domain::settings::{
    Examples, KeyChanges, PracticeOptions, Preferences, Prompter, Temperament, ThemeChoice, WindowPlace,
};
use crate::store::document::{Check, Document, ReadFault};

words! { ThemeWord for ThemeChoice { System, Dark, Light } else System }
words! { PrompterWord for Prompter { Shown, Faded, Hidden } else Shown }
words! { AskInWord for AskIn { AsWritten, Plain, Stock } else AsWritten }
words! { ExamplesWord for Examples { Offered, Hidden } else Offered }
words! { TemperamentWord for Temperament { Precise, Calm, Hidden } else Precise }

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PreferencesDisk {
    theme: ThemeWord,
    text_scale: f32,
    reduce_motion: bool,
    library: Option<PathBuf>,
    microphone: Option<String>,
    loudspeaker: Option<String>,
    microphone_name: Option<String>,
    loudspeaker_name: Option<String>,
    microphone_channel: Option<u16>,
    sample_format: FormatWord,
    window: Option<WindowDisk>,
    practice: PracticeDisk,
    /// Actions with the keys they have instead of the usual ones.
    keys: BTreeMap<String, Vec<String>>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PracticeDisk {
    thinking_secs: Option<u32>,
    start_at_zero: bool,
    prompter: PrompterWord,
    temperament: TemperamentWord,
    predict: bool,
    filter: FilterDisk,
    length_secs: Option<u32>,
    interview: bool,
    ask_in: AskInWord,
    examples: ExamplesWord,
    said_every_secs: Option<u32>,
}

impl Default for PracticeDisk {
    fn default() -> Self {
        (&PracticeOptions::default()).into()
    }
}

impl From<&PracticeOptions> for PracticeDisk {
    fn from(options: &PracticeOptions) -> Self {
        Self {
            thinking_secs: options.thinking_secs,
            start_at_zero: options.start_at_zero,
            prompter: options.prompter.into(),
            temperament: options.temperament.into(),
            predict: options.predict,
            filter: (&options.filter).into(),
            length_secs: options.length_secs,
            interview: options.interview,
            ask_in: options.ask_in.into(),
            examples: options.examples.into(),
            said_every_secs: options.said_every_secs,
        }
    }
}

impl PracticeDisk {
    fn into_options(self, check: &mut Check<'_, '_>) -> PracticeOptions {
        PracticeOptions {
            thinking_secs: self.thinking_secs.filter(|secs| *secs <= LONGEST_THINKING_SECS),
            start_at_zero: self.start_at_zero,
            prompter: self.prompter.known(&mut check.field("prompter")).unwrap_or_default(),
            temperament: self.temperament.known(&mut check.field("temperament")).unwrap_or_default(),
            predict: self.predict,
            filter: self.filter.into_filter(&mut check.field("filter")),
            length_secs: self
                .length_secs
                .and_then(|secs| values::length_secs(secs, &mut check.field("length_secs"))),
            interview: self.interview,
            ask_in: self.ask_in.known(&mut check.field("ask_in")).unwrap_or_default(),
            examples: self.examples.known(&mut check.field("examples")).unwrap_or_default(),
            said_every_secs: self.said_every_secs.filter(|secs| (1..=LONGEST_THINKING_SECS).contains(secs)),
        }
    }
}

/// Nobody thinks longer than that before an answer.
const LONGEST_THINKING_SECS: u32 = 3_600;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WindowDisk {
    size: (f32, f32),
    position: Option<(f32, f32)>,
    maximized: bool,
}

impl Default for PreferencesDisk {
    fn default() -> Self {
        Preferences::default().to_disk()
    }
}

impl Document for Preferences {
    const KIND: &'static str = "preferences";
    const ABOUT: &'static str = "How Starling looks and sounds on this machine.";
    const VERSION: u32 = 1;
    const MAX_BYTES: usize = 1 << 20;
    type OnDisk = PreferencesDisk;

    fn to_disk(&self) -> PreferencesDisk {
        PreferencesDisk {
            theme: self.theme.into(),
            text_scale: if self.text_scale.is_finite() { self.text_scale } else { 1.0 },
            reduce_motion: self.reduce_motion,
            library: self.library.clone(),
            microphone: self.microphone.clone(),
            loudspeaker: self.loudspeaker.clone(),
            microphone_name: self.microphone_name.as_deref().map(values::line),
            loudspeaker_name: self.loudspeaker_name.as_deref().map(values::line),
            microphone_channel: self.microphone_channel,
            sample_format: self.sample_format.into(),
            window: self.window.filter(is_plausible).map(WindowDisk::from),
            practice: (&self.practice).into(),
            keys: self.keys.iter().map(|(action, keys)| (action.clone(), keys.clone())).collect(),
        }
    }

    fn from_disk(disk: PreferencesDisk, check: &mut Check<'_, '_>) -> Result<Self, ReadFault> {
        let scales = f64::from(*Self::TEXT_SCALES.start())..=f64::from(*Self::TEXT_SCALES.end());
        let scale = values::in_range(f64::from(disk.text_scale), scales, &mut check.field("text_scale"));
        Ok(Self {
            theme: disk.theme.known(&mut check.field("theme")).unwrap_or_default(),
            text_scale: scale.map_or(1.0, |_| disk.text_scale),
            reduce_motion: disk.reduce_motion,
            library: disk.library,
            window: disk.window.and_then(|window| window.into_place(&mut check.field("window"))),
            microphone: disk.microphone,
            loudspeaker: disk.loudspeaker,
            microphone_name: disk.microphone_name.map(|name| values::line(&name)),
            loudspeaker_name: disk.loudspeaker_name.map(|name| values::line(&name)),
            microphone_channel: disk.microphone_channel,
            sample_format: disk.sample_format.known(&mut check.field("sample_format")).unwrap_or_default(),
            practice: disk.practice.into_options(&mut check.field("practice")),
            keys: key_changes(disk.keys, &mut check.field("keys")),
        })
    }
}

/// Keys that one action may have.
const MOST_KEYS: usize = 8;

fn key_changes(actions: BTreeMap<String, Vec<String>>, check: &mut Check<'_, '_>) -> KeyChanges {
    let mut changes = KeyChanges::default();
    for (action, mut keys) in actions {
        if keys.len() > MOST_KEYS {
            check.warn(format!("An action has {MOST_KEYS} keys at most; the others are passed over."));
            keys.truncate(MOST_KEYS);
        }
        changes.set(action, keys.iter().map(|key| values::line(key)).collect());
    }
    changes
}

impl From<WindowPlace> for WindowDisk {
    fn from(place: WindowPlace) -> Self {
        Self { size: place.size.into(), position: place.position.map(Into::into), maximized: place.maximized }
    }
}

impl WindowDisk {
    fn into_place(self, check: &mut Check<'_, '_>) -> Option<WindowPlace> {
        let place = WindowPlace {
            size: self.size.into(),
            position: self.position.map(Into::into),
            maximized: self.maximized,
        };
        if is_plausible(&place) {
            return Some(place);
        }
        check.warn("No screen has such a window; the usual size and place are used.");
        None
    }
}

/// Points that a window may measure or lie from the first screen's corner.
const FARTHEST: f32 = 100_000.0;

fn is_plausible(place: &WindowPlace) -> bool {
    place.size.iter().all(|side| (1.0..=FARTHEST).contains(side))
        && place.position.iter().flatten().all(|side| (-FARTHEST..=FARTHEST).contains(side))
}
