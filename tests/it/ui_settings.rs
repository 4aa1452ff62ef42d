//! The settings: how practice goes, which devices are used and whether they work, and where the library lies.

use std::path::Path;
use std::sync::Arc;

use eframe::egui::{Key, Modifiers, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use starling::app::{App, Machine};
use starling::audio::scripted::{Act, ErrorKind, Pace, Says, Script, Stage};
use starling::domain::settings::{Preferences, Prompter, Temperament};
use starling::domain::take::SampleFormat;
use starling::domain::time::Frames;
use starling::ui::model::devices::Check;
use starling::ui::model::practice::Stage as Practising;
use starling::ui::model::{Access, Saving};

use crate::support::memory::Memory;
use crate::support::window::{Window, key, nameless, open, tab_to, until, write};

const SIZE: Vec2 = Vec2::new(1_180.0, 800.0);
const NONE: Modifiers = Modifiers::NONE;

fn part_of_settings(window: &mut Window, part: &str) {
    key(window, Modifiers::COMMAND, Key::Comma);
    window.get_by_label(part).click_accesskit();
    window.run_steps(3);
}

fn click(window: &mut Window, name: &str) {
    window.get_by_label(name).click_accesskit();
    window.run_steps(3);
}

fn shows(window: &Window, part: &str) -> bool {
    window.query_all_by_label_contains(part).next().is_some()
}

/// The window with these devices and a folder for what is needed for a moment only.
fn with_devices(stage: &Stage, cache: &Path, preferences: Preferences) -> Window {
    let memory = Memory::default();
    let services =
        Machine { sound: stage.sound(), cache: Some(cache.to_owned()), preferences, ..memory.machine() };
    let mut window =
        Harness::builder().with_size(SIZE).build_eframe(move |cc| App::new(&cc.egui_ctx, services).unwrap());
    until(&mut window, "the library is read", |app| app.model().access != Access::Opening);
    part_of_settings(&mut window, "Sound");
    until(&mut window, "the devices are listed", |app| !app.model().devices.microphones.devices().is_empty());
    window.run_steps(3);
    window
}

/// A microphone that speaks a tone of this height for ever, ten times as fast as real ones.
fn quick(peak: f32) -> Script {
    let tone = (0..400_000_u32).map(|n| if n % 100 < 50 { peak } else { -peak });
    let says = Says::Samples(tone.collect());
    Script { pace: Pace::RealTime { speed: 10.0 }, says, ..Script::default() }
}

fn files_below(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).map_or(Vec::new(), |entries| entries.flatten().collect());
    entries.iter().map(|entry| if entry.path().is_dir() { files_below(&entry.path()) } else { 1 }).sum()
}

#[test]
fn how_practice_goes_is_set_and_kept() {
    let memory = Memory::default();
    let mut window = open(&memory, SIZE);
    part_of_settings(&mut window, "Practising");
    click(&mut window, "Prompter: Hidden");
    click(&mut window, "Time shown: Calm");
    click(&mut window, "Guess before the review");
    tab_to(&mut window, "Time to think");
    key(&mut window, NONE, Key::Space);
    click(&mut window, "10 s");
    click(&mut window, "Then start by itself");
    let kept = memory.clone();
    until(&mut window, "it is kept", move |_| {
        let kept = kept.0.lock().unwrap();
        kept.preferences.as_ref().is_some_and(|kept| {
            let practice = &kept.practice;
            practice.prompter == Prompter::Hidden
                && practice.temperament == Temperament::Calm
                && practice.thinking_secs == Some(10)
                && !practice.predict
                && !practice.start_at_zero
        })
    });
}

#[test]
fn devices_are_chosen_by_name_and_remembered_by_id() {
    let cache = tempfile::tempdir().unwrap();
    let stage = Stage::new(Script { channels: 4, ..Script::default() });
    stage.add(Script { name: "Headset".to_owned(), ..Script::default() });
    let mut window = with_devices(&stage, cache.path(), Preferences::default());
    assert!(nameless(&window).is_empty());
    tab_to(&mut window, "Channel");
    key(&mut window, NONE, Key::Space);
    click(&mut window, "Channel 3 only");
    assert_eq!(window.state().model().preferences.microphone_channel, Some(2));

    tab_to(&mut window, "Microphone");
    key(&mut window, NONE, Key::Space);
    click(&mut window, "Headset");
    let chosen = window.state().model().preferences.clone();
    assert_eq!(chosen.microphone_name.as_deref(), Some("Headset"));
    assert!(chosen.microphone.is_some());
    assert_eq!(chosen.microphone_channel, None, "the other microphone has other channels");
    until(&mut window, "its channels are known", |app| app.model().devices.channels == Some(1));
    window.run_steps(3);
    assert!(window.query_by_label("Channel").is_none());

    click(&mut window, "Sample format: 24 bit");
    assert_eq!(window.state().model().preferences.sample_format, SampleFormat::Int24);

    let without = Stage::new(Script::default());
    let window = with_devices(&without, cache.path(), chosen);
    assert!(shows(&window, "The microphone Headset is not connected"));
}

#[test]
fn three_seconds_are_recorded_heard_and_removed() {
    let cache = tempfile::tempdir().unwrap();
    let stage = Stage::new(quick(0.25));
    let mut window = with_devices(&stage, cache.path(), Preferences::default());
    assert!(!stage.is_listening());
    click(&mut window, "Record three seconds and hear them");
    until(
        &mut window,
        "it is heard",
        |app| matches!(&app.model().devices.check, Check::Listening(heard) if heard.peak > 0.2 && heard.left_secs > 0.0),
    );
    window.run_steps(2);
    assert!(shows(&window, "Recording from Scripted microphone"));
    until(&mut window, "it is played", |app| app.model().devices.check == Check::Playing);
    until(&mut window, "the microphone is closed", |_| !stage.is_listening());
    until(&mut window, "it is over", |app| matches!(app.model().devices.check, Check::Done(_)));
    window.run_steps(2);
    assert!(shows(&window, "You can be heard well. The loudest moment was at -12 dB"));
    let loud = stage.played().iter().filter(|sample| sample.abs() > 0.2).count();
    assert!(
        (144_000..=153_000).contains(&loud),
        "{loud} samples were played of three seconds and the moment after them"
    );
    until(&mut window, "nothing is left", |_| files_below(cache.path()) == 0 && !stage.is_speaking());
}

#[test]
fn leaving_or_stopping_the_test_closes_the_microphone_and_leaves_nothing() {
    let cache = tempfile::tempdir().unwrap();
    let stage = Stage::new(Script { pace: Pace::RealTime { speed: 0.2 }, ..quick(0.1) });
    let mut window = with_devices(&stage, cache.path(), Preferences::default());
    for leave in [true, false] {
        tab_to(&mut window, "Record three seconds and hear them");
        key(&mut window, NONE, Key::Enter);
        until(&mut window, "it is heard", |app| matches!(app.model().devices.check, Check::Listening(_)));
        window.run_steps(2);
        if leave {
            key(&mut window, Modifiers::COMMAND, Key::Num2);
            part_of_settings(&mut window, "Sound");
        } else {
            click(&mut window, "Stop the test");
        }
        assert_eq!(window.state().model().devices.check, Check::Idle);
        until(&mut window, "it is closed", |_| !stage.is_listening() && files_below(cache.path()) == 0);
    }
}

#[test]
fn the_window_goes_on_while_a_test_lets_go_of_the_microphone() {
    let cache = tempfile::tempdir().unwrap();
    let stage = Stage::new(Script { pace: Pace::RealTime { speed: 0.2 }, ..quick(0.1) });
    let mut window = with_devices(&stage, cache.path(), Preferences::default());
    click(&mut window, "Record three seconds and hear them");
    until(&mut window, "it is heard", |app| matches!(app.model().devices.check, Check::Listening(_)));
    stage.hold_closing(true);
    key(&mut window, Modifiers::COMMAND, Key::P);
    key(&mut window, NONE, Key::R);
    assert_eq!(window.state().model().practice.stage, Practising::Starting);
    assert_eq!(stage.times_opened(), 1, "nobody opens the microphone while the test has it");
    assert!(stage.is_listening(), "and the window waited for nobody");
    stage.hold_closing(false);
    until(&mut window, "the take begins", |app| app.model().practice.stage == Practising::Recording);
}

#[test]
fn whatever_is_wrong_with_a_microphone_has_its_own_sentence() {
    let cache = tempfile::tempdir().unwrap();
    for (refusal, sentence) in [
        (ErrorKind::PermissionDenied, "does not let this program use the microphone"),
        (ErrorKind::DeviceBusy, "in use by another program"),
        (ErrorKind::DeviceNotAvailable, "No microphone was found"),
    ] {
        let stage = Stage::new(quick(0.25));
        let mut window = with_devices(&stage, cache.path(), Preferences::default());
        stage.refuse(Some(refusal));
        click(&mut window, "Record three seconds and hear them");
        until(&mut window, sentence, |app| matches!(app.model().devices.check, Check::Failed(_)));
        window.run_steps(2);
        assert!(shows(&window, sentence));
        stage.refuse(None);
        click(&mut window, "Record three seconds and hear them");
        until(&mut window, "it can be tried again", |app| {
            matches!(app.model().devices.check, Check::Listening(_))
        });
    }
    let silent =
        Stage::new(Script { says: Says::Silence, pace: Pace::RealTime { speed: 1.0 }, ..Script::default() });
    let mut window = with_devices(&silent, cache.path(), Preferences::default());
    click(&mut window, "Record three seconds and hear them");
    until(
        &mut window,
        "its silence is said",
        |app| matches!(&app.model().devices.check, Check::Listening(heard) if heard.silence.is_some()),
    );
    until(&mut window, "it is over", |app| matches!(app.model().devices.check, Check::Done(_)));
    window.run_steps(2);
    assert!(shows(&window, "Nothing was heard. Check that the microphone is not muted"));

    let pulled = Stage::new(Script { acts: vec![(Frames(48_000), Act::Vanish)], ..quick(0.25) });
    let mut window = with_devices(&pulled, cache.path(), Preferences::default());
    click(&mut window, "Record three seconds and hear them");
    until(&mut window, "it is gone", |app| matches!(app.model().devices.check, Check::Failed(_)));
    window.run_steps(2);
    assert!(shows(&window, "The microphone was disconnected. Connect it again"));
}

#[test]
fn a_library_is_moved_with_everything_and_the_old_one_stays() {
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (folder.path().join("library"), folder.path().join("elsewhere/new"));
    let mut window = crate::ui_disk::window(folder.path());
    key(&mut window, Modifiers::COMMAND, Key::N);
    write(&mut window, "Checkout outage");
    key(&mut window, NONE, Key::Escape);
    part_of_settings(&mut window, "Library");
    tab_to(&mut window, "Folder of the library");
    key(&mut window, Modifiers::COMMAND, Key::A);
    write(&mut window, &new.display().to_string());
    key(&mut window, NONE, Key::Escape);
    click(&mut window, "Move the library here");
    until(&mut window, "it is moved", |app| {
        app.model().moving.is_none() && app.model().library_path != old && app.model().saving == Saving::Saved
    });
    window.run_steps(2);
    let model = window.state().model();
    assert_eq!((model.library_path.as_path(), &model.access), (new.as_path(), &Access::Open));
    assert_eq!(model.library.stories().next().unwrap().title, "Checkout outage");
    assert!(shows(&window, "still in the old folder, unchanged"));
    assert!(shows(&window, "Show the old folder"));
    let wanted = Some(new.clone());
    let config = folder.path().join("config/preferences.ron");
    until(&mut window, "the new place is remembered", move |app| {
        app.model().preferences.library == wanted
            && std::fs::read_to_string(&config).is_ok_and(|text| text.contains("elsewhere"))
    });
    assert!(files_below(&old) >= 2, "the old library is still there");

    // What is written next lies at the new place only.
    key(&mut window, Modifiers::COMMAND, Key::N);
    write(&mut window, "Written after the move");
    key(&mut window, NONE, Key::Escape);
    crate::ui_disk::close(window);
    let written = |root: &Path| {
        let stories = std::fs::read_dir(root.join("stories")).unwrap().flatten();
        stories.filter(|entry| entry.file_name().to_string_lossy().starts_with("written-after")).count()
    };
    assert_eq!((written(&new), written(&old)), (1, 0));
}

#[test]
fn a_move_can_be_stopped_and_says_that_nothing_was_moved() {
    let memory = Memory::default();
    let mut window = open(&memory, SIZE);
    part_of_settings(&mut window, "Library");
    tab_to(&mut window, "Folder of the library");
    key(&mut window, Modifiers::COMMAND, Key::A);
    write(&mut window, "/never/ends");
    key(&mut window, NONE, Key::Escape);
    click(&mut window, "Move the library here");
    until(&mut window, "it is under way", |app| app.model().moving.as_ref().is_some_and(|it| it.done > 0.4));
    window.run_steps(2);
    assert!(shows(&window, "Moving the library, 50 %"));
    assert!(nameless(&window).is_empty());
    key(&mut window, Modifiers::COMMAND, Key::N);
    assert_eq!(window.state().model().library.stories().len(), 0, "nothing else can be done meanwhile");
    click(&mut window, "Stop");
    until(&mut window, "it ended", |app| app.model().moving.is_none());
    window.run_steps(2);
    assert!(shows(&window, "because you stopped it"));
    assert_eq!(window.state().model().library_path, Path::new("/library"));
}

#[test]
fn a_full_folder_is_refused_with_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = crate::ui_disk::window(folder.path());
    part_of_settings(&mut window, "Library");
    tab_to(&mut window, "Folder of the library");
    key(&mut window, Modifiers::COMMAND, Key::A);
    write(&mut window, &folder.path().join("config").display().to_string());
    let config: Arc<Path> = folder.path().join("config").into();
    std::fs::DirBuilder::new().recursive(true).create(&config).unwrap();
    std::fs::File::create_new(config.join("x")).unwrap();
    key(&mut window, NONE, Key::Escape);
    click(&mut window, "Move the library here");
    until(&mut window, "it is refused", |app| {
        app.model().moving.is_none() && !app.model().notices.all().is_empty()
    });
    window.run_steps(2);
    assert!(shows(&window, "because the new folder is not empty"));
}
