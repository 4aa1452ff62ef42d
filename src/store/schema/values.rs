//! Values that several documents hold: times, ids, lines of text, numbers, and words that stand for choices.

use std::fmt::Display;
use std::ops::RangeInclusive;

use jiff::Timestamp;

use crate::domain::time::Frames;
use crate::store::document::{Check, ReadFault};
use crate::store::names;

/// Seconds that a length may have: up to a day.
pub(super) const LENGTH_SECS: RangeInclusive<u32> = 1..=86_400;

/// Frames that a recording may have: a hundred days at the highest rate, far past what a file holds.
pub(super) const MAX_FRAMES: Frames = Frames(1 << 43);

/// An on-disk word for each value of a domain enum. A word from a newer program reads as `Unknown`.
macro_rules! words {
    ($word:ident for $domain:ty { $($name:ident),+ $(,)? } else $default:ident) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        pub enum $word {
            $($name,)+
            #[serde(other)]
            Unknown,
        }

        impl Default for $word {
            fn default() -> Self {
                Self::$default
            }
        }

        impl $word {
            /// The word's meaning; `None` with a warning where this program has none for it.
            pub(in crate::store::schema) fn known(self, check: &mut $crate::store::document::Check<'_, '_>) -> Option<$domain> {
                match self {
                    $(Self::$name => Some(<$domain>::$name),)+
                    Self::Unknown => {
                        let words = [$(stringify!($name)),+].join(", ");
                        check.warn(format!("This word is not known here; it should be one of {words}."));
                        None
                    }
                }
            }
        }

        impl From<$domain> for $word {
            fn from(value: $domain) -> Self {
                match value {
                    $(<$domain>::$name => Self::$name,)+
                }
            }
        }
    };
}
pub(super) use words;

/// The time that a text in RFC 3339 names, or 1970 with a warning.
pub(super) fn moment(text: &str, check: &mut Check<'_, '_>) -> Timestamp {
    text.parse().unwrap_or_else(|_| {
        check.warn(format!(
            "\"{}\" is not a time like 2026-11-20T13:49:38Z; the start of 1970 takes its place.",
            excerpt(text)
        ));
        Timestamp::UNIX_EPOCH
    })
}

/// An id that the file cannot do without.
pub(super) fn own_id(text: String, check: &Check<'_, '_>) -> Result<String, ReadFault> {
    if names::is_safe(&text) {
        return Ok(text);
    }
    Err(if text.is_empty() {
        check.fault("An id is missing here")
    } else {
        check
            .fault(format_args!("\"{}\" cannot be an id, because it cannot be a file's name", excerpt(&text)))
    })
}

/// An id of something else; one that nothing could have is passed over with a warning.
pub(super) fn other_id(text: String, check: &mut Check<'_, '_>) -> Option<String> {
    if names::is_safe(&text) {
        return Some(text);
    }
    check.warn(format!("\"{}\" cannot be an id and is passed over.", excerpt(&text)));
    None
}

/// Ids of other things.
pub(super) fn other_ids(texts: Vec<String>, check: &mut Check<'_, '_>) -> Vec<String> {
    let element = |(index, text)| other_id(text, &mut check.element(index));
    texts.into_iter().enumerate().filter_map(element).collect()
}

/// A text as the one line it should be.
pub(super) fn line(text: &str) -> String {
    names::clean_line(text)
}

/// A name that has to say something, as it is written.
pub(super) fn named(text: &str, instead: &str) -> String {
    let clean = line(text);
    if clean.is_empty() { line(instead) } else { clean }
}

/// A name that has to say something.
pub(super) fn name(text: &str, instead: &str, check: &mut Check<'_, '_>) -> String {
    let clean = line(text);
    if clean.is_empty() {
        check.warn(format!("A name is missing here; \"{instead}\" takes its place."));
        return instead.to_owned();
    }
    clean
}

/// A number in its range, or `None` with a warning.
pub(super) fn in_range<T: PartialOrd + Display>(
    number: T,
    range: RangeInclusive<T>,
    check: &mut Check<'_, '_>,
) -> Option<T> {
    if range.contains(&number) {
        return Some(number);
    }
    let (least, most) = (range.start(), range.end());
    check.warn(format!("This should be a number from {least} to {most}; it is passed over."));
    None
}

/// A length in seconds, or `None` with a warning.
pub(super) fn length_secs(secs: u32, check: &mut Check<'_, '_>) -> Option<u32> {
    if LENGTH_SECS.contains(&secs) {
        return Some(secs);
    }
    check.warn("A length should be from 1 second to a day; it is passed over.");
    None
}

/// A place in a recording; one past its end is moved there with a warning.
pub(super) fn place(at: u64, end: Frames, check: &mut Check<'_, '_>) -> Frames {
    if Frames(at) > end {
        check.warn(format!("This lies past the end of the recording; frame {} takes its place.", end.0));
    }
    Frames(at).min(end)
}

/// A length of time that is no part of a recording.
pub(super) fn lasted(frames: u64, check: &mut Check<'_, '_>) -> Frames {
    place(frames, MAX_FRAMES, check)
}

/// So much of a text as fits into a message.
fn excerpt(text: &str) -> String {
    names::clean_line(text).chars().take(40).collect()
}
