//! What a broken disk, a power cut or a slip of the hand can make of the library's documents.
//!
//! Every byte of every document takes values, the file ends at every place, and stretches of it turn to
//! zeros. Whatever comes of it, reading ends in time with a value or a sentence, and a value that was read
//! can be saved and read again. The full campaign tries all 256 values of each byte, not a choice.

use std::fmt::Debug;
use std::time::{Duration, Instant};

use starling::domain::preparation::Preparation;
use starling::domain::settings::Preferences;
use starling::domain::story::Story;
use starling::domain::take::Take;
use starling::store::document::{self, Document};
use starling::store::schema::{LibraryHead, QuestionFile, SettingsFile};

/// Bytes that mean something to a reader of RON, and some that mean nothing to anybody.
const TELLING: &[u8] = b"\0\n\r \"'()[]{},:\\/*#-+.019aeNrbx_\x7f\x80\xc3\xef\xff";

/// The longest that a reading of a file of a few kilobytes may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(5);

fn fixture(name: &str) -> String {
    let path = format!("{}/tests/data/version_1/{name}.ron", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

/// Reads the bytes and holds the reader to what it promises of any of them.
fn survive<T: Document + PartialEq + Debug>(bytes: &[u8], save: bool) {
    let started = Instant::now();
    let outcome = document::read::<T>(bytes);
    assert!(started.elapsed() < PATIENCE, "reading took {:?}", started.elapsed());
    match outcome {
        Err(fault) => assert!(fault.what.ends_with('.') && fault.what.len() < 1_000, "{fault}"),
        Ok(read) if save => {
            let previous = std::str::from_utf8(bytes).unwrap();
            let saved = document::write(&read.value, Some(previous));
            assert!(saved.is_ok(), "{saved:?}\n{previous}");
            let saved = saved.unwrap();
            let again = document::read::<T>(saved.as_bytes()).unwrap();
            assert_eq!(again.value, read.value, "{previous}");
        }
        Ok(_) => {}
    }
}

fn every_byte<T: Document + PartialEq + Debug>(bytes: &[u8]) {
    let all: Vec<u8> = (0..=u8::MAX).collect();
    let values = if crate::is_full_campaign() { &all } else { TELLING };
    let mut broken = bytes.to_vec();
    for place in 0..bytes.len() {
        // Saving what was read costs more than reading it, so a part of the values stands for all.
        for (count, &value) in values.iter().enumerate() {
            broken[place] = value;
            survive::<T>(&broken, (place + count) % 16 == 0);
        }
        broken[place] = bytes[place];
    }
}

fn every_cut<T: Document + PartialEq + Debug>(bytes: &[u8]) {
    for len in 0..bytes.len() {
        survive::<T>(&bytes[..len], true);
        survive::<T>(&[&bytes[..len], &bytes[len + 1..]].concat(), true);
        survive::<T>(&[&bytes[..len], b"(", &bytes[len..]].concat(), true);
    }
}

fn every_zeroed_block<T: Document + PartialEq + Debug>(bytes: &[u8]) {
    for size in [1, 16, 64, 512] {
        for start in (0..bytes.len()).step_by(size) {
            let mut broken = bytes.to_vec();
            let end = (start + size).min(bytes.len());
            broken[start..end].fill(0);
            survive::<T>(&broken, true);
        }
    }
}

/// Every value of the file in turn is something that its writer did not mean.
fn every_value<T: Document + PartialEq + Debug>(text: &str) {
    let deep = "[".repeat(100_000);
    let strange = [
        "NaN",
        "-inf",
        "1e999",
        "-1",
        "18446744073709551616",
        "340282366920938463463374607431768211456",
        "0.5",
        "\"\"",
        "\"\u{202E}\u{0}\"",
        "\"../../etc/passwd\"",
        "()",
        "[]",
        "{}",
        "None",
        "Some(1)",
        "Some(None)",
        "Unheard(1)",
        "true",
        "'x'",
        "b\"\\xff\"",
        "[(),()]",
        "(id: 1)",
        &deep,
    ];
    let colons = text.match_indices(": ").map(|(place, _)| place + 2);
    for place in colons {
        let rest = &text[place..];
        let end = place + rest.find(",\n").into_iter().chain(rest.find(", ")).min().unwrap_or(rest.len());
        for value in strange {
            survive::<T>(format!("{}{value}{}", &text[..place], &text[end..]).as_bytes(), true);
        }
    }
}

fn campaign<T: Document + PartialEq + Debug>(name: &str) {
    let text = fixture(name);
    let read = document::read::<T>(text.as_bytes()).unwrap();
    assert_eq!(read.warnings, [], "{name}");
    let saved = document::write(&read.value, Some(&text)).unwrap();
    assert_eq!(document::write(&read.value, Some(&saved)).unwrap(), saved, "{name} settles at once");
    every_cut::<T>(text.as_bytes());
    every_zeroed_block::<T>(text.as_bytes());
    every_value::<T>(&text);
    every_byte::<T>(text.as_bytes());
}

#[test]
fn a_broken_library_head_is_survived() {
    campaign::<LibraryHead>("library");
}

#[test]
fn a_broken_plan_is_survived() {
    campaign::<Preparation>("plan");
}

#[test]
fn a_broken_file_of_questions_is_survived() {
    campaign::<QuestionFile>("questions");
}

#[test]
fn broken_settings_are_survived() {
    campaign::<SettingsFile>("settings");
}

#[test]
fn a_broken_story_is_survived() {
    campaign::<Story>("story");
}

#[test]
fn a_broken_take_is_survived() {
    campaign::<Take>("take");
}

#[test]
fn broken_preferences_are_survived() {
    campaign::<Preferences>("preferences");
}
