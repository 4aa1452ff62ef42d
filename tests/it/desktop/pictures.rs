//! How every screen looks, in both themes, as a picture of a real window made so small that only its structure is
//! left. `STARLING_PICTURES=write` makes the small pictures anew, and the large ones that the README shows.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use starling::domain::take::Take;
use starling::domain::time::Frames;
use starling::store::clock::{Clock as _, SystemClock};
use starling::store::fs::Fs as _;
use starling::store::real::RealFs;
use starling::store::{Access, Store};

use super::{Desktop, wait_for};
use crate::sample;

const WIDTH: usize = 64;
const HEIGHT: usize = 45;
/// The mean difference from which on a picture is another one, of 255.
const MOST_DIFFERENCE: f64 = 7.0;

/// A screen: its name, the keys that lead there, and what is read there once it is shown.
const SCREENS: [(&str, &[&str], &str); 8] = [
    ("practice", &["ctrl+0"], "Ready"),
    ("takes", &["ctrl+4"], "Takes"),
    ("progress", &["ctrl+5"], "Progress"),
    ("stories", &["ctrl+1"], "New story"),
    ("questions", &["ctrl+2"], "New question"),
    ("guide", &["ctrl+3"], "Guide"),
    ("settings", &["ctrl+comma"], "Theme: Dark"),
    ("review", &["ctrl+4"], "I lost the thread"),
];
const IN_THE_README: [&str; 3] = ["practice", "review", "progress"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn wants_writing() -> bool {
    std::env::var_os("STARLING_PICTURES").is_some()
}

/// A library of a month of practice, of which the last take can be heard.
fn furnish(library: &Path) -> Take {
    let mut store =
        Store::open(Arc::new(RealFs), Arc::new(SystemClock), library, Access::Write).unwrap().store;
    let content = sample::library(60, 7);
    for story in content.stories() {
        store.save_story(story).unwrap();
    }
    let newest = content.takes().map(|take| take.recorded_at).max().unwrap();
    let shift = SystemClock.now().duration_since(newest);
    let mut takes: Vec<Take> = content.takes().cloned().collect();
    takes.sort_by_key(|take| take.recorded_at);
    for take in &mut takes {
        take.recorded_at = take.recorded_at.checked_add(shift).unwrap();
        let place = store.new_recording(take.story.as_ref(), &take.id, take.recorded_at).unwrap();
        take.recording.file = place.file;
        write_recording(
            &place.audio,
            take.recording.frames,
            take.recorded_at >= SystemClock.now() - jiff::SignedDuration::from_hours(1),
        );
        RealFs.make_private(&place.audio).unwrap();
        store.save_take(take).unwrap();
    }
    takes.pop().unwrap()
}

/// Sixteen-bit mono at 48 kHz: bursts like those of a voice, or a hole of zeros that takes no room.
fn write_recording(path: &Path, frames: Frames, sounds: bool) {
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 48_000,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::create(path, spec).unwrap();
    let mut dice = sample::Dice::new(11);
    let mut loud = 0.0;
    for frame in 0..if sounds { frames.0 } else { 0 } {
        if frame % 4_800 == 0 {
            loud = if dice.chance(0.2) { 0.01 } else { 0.15 + 0.5 * dice.part() };
        }
        writer.write_sample(((dice.part() - 0.5) * loud * 40_000.0) as i16).unwrap();
    }
    writer.finalize().unwrap();
    if !sounds {
        let bytes = 2 * frames.0;
        let mut header = fs::read(path).unwrap();
        header[4..8].copy_from_slice(&u32::try_from(36 + bytes).unwrap().to_le_bytes());
        header[40..44].copy_from_slice(&u32::try_from(bytes).unwrap().to_le_bytes());
        super::write(path, &header);
        let file = fs::File::options();
        #[expect(clippy::disallowed_methods, reason = "a file of the test's own")]
        file.clone().write(true).open(path).unwrap().set_len(44 + bytes).unwrap();
    }
}

/// The whole screen in so many grey pixels.
fn look(desktop: &Desktop) -> Vec<u8> {
    let size = format!("{WIDTH}x{HEIGHT}!");
    let shot = desktop
        .command("import")
        .args(["-window", "root", "-resize", &size, "-colorspace", "Gray", "-depth", "8", "gray:-"])
        .output()
        .unwrap();
    assert_eq!(shot.stdout.len(), WIDTH * HEIGHT, "{}", String::from_utf8_lossy(&shot.stderr));
    shot.stdout
}

fn difference(a: &[u8], b: &[u8]) -> f64 {
    a.iter().zip(b).map(|(a, b)| f64::from(a.abs_diff(*b))).sum::<f64>() / a.len() as f64
}

/// The picture once it has stayed the same for a while, in which a waveform is drawn.
fn settled(desktop: &Desktop) -> Vec<u8> {
    let mut before = look(desktop);
    let mut since = Instant::now();
    wait_for("the window to come to rest", || {
        let now = look(desktop);
        if difference(&before, &now) >= 0.1 {
            since = Instant::now();
        }
        before = now;
        (since.elapsed() > Duration::from_secs(2)).then(|| before.clone())
    })
}

fn reference(desktop: &Desktop, path: &Path) -> Vec<u8> {
    desktop.command("convert").arg(path).args(["-depth", "8", "gray:-"]).output().unwrap().stdout
}

fn small(screen: &str, theme: &str) -> PathBuf {
    root().join("tests/it/desktop/pictures").join(format!("{screen}-{theme}.png"))
}

fn keep(desktop: &Desktop, screen: &str, theme: &str, picture: &[u8]) {
    let raw = desktop.folder().join("picture.gray");
    super::write(&raw, picture);
    let size = format!("{WIDTH}x{HEIGHT}");
    let status = desktop
        .command("convert")
        .args(["-size", &size, "-depth", "8"])
        .arg(format!("gray:{}", raw.display()))
        .arg(small(screen, theme))
        .status();
    assert!(status.unwrap().success());
    if theme == "dark" && IN_THE_README.contains(&screen) {
        let large = root().join("assets/screenshots").join(format!("{screen}.png"));
        let window =
            desktop.command("xdotool").args(["search", "--onlyvisible", "--name", "Starling"]).output();
        let window = String::from_utf8(window.unwrap().stdout).unwrap();
        let status = desktop
            .command("import")
            .args(["-window", window.trim(), "+dither", "-colors", "64", "-strip"])
            .arg(large)
            .status();
        assert!(status.unwrap().success());
    }
}

#[test]
fn every_screen_has_the_structure_it_should_in_both_themes() {
    let mut desktop = Desktop::start("1280x900");
    let library = desktop.folder().join("library");
    let newest = furnish(&library);
    let mut faults = Vec::new();
    for theme in ["dark", "light"] {
        let word = if theme == "dark" { "Dark" } else { "Light" };
        desktop.prefer(&format!("theme: {word}, window: Some((size: (1270.0, 860.0), position: Some((0.0, 0.0)), maximized: false))"));
        let program = desktop.starling(&["--library", &library.to_string_lossy()]);
        desktop.find("Practice");
        desktop.focus_window();
        for (screen, keys, read) in SCREENS {
            desktop.keys(keys);
            if screen == "review" {
                let start = &newest.question.text;
                let row = wait_for("a take in the list", || {
                    desktop.nodes().into_iter().find(|node| node.name.starts_with(start.as_str()))
                });
                desktop.press(&row.name);
            }
            desktop.find(read);
            let picture = settled(&desktop);
            if wants_writing() {
                keep(&desktop, screen, theme, &picture);
                continue;
            }
            let apart = difference(&picture, &reference(&desktop, &small(screen, theme)));
            if apart > MOST_DIFFERENCE {
                faults.push(format!("{screen}, {theme}: {apart:.1} of 255 apart"));
            }
        }
        desktop.keys(&["ctrl+q"]);
        assert_eq!(program.ended().0, Some(0));
    }
    assert!(faults.is_empty(), "{faults:#?}");
}
