//! Practising with keys and a scripted microphone, from the question to the take on the disk.

use std::time::{Duration, Instant};

use eframe::App as _;
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, Vec2};
use egui_kittest::kittest::Queryable as _;
use starling::audio::scripted::{Act, ErrorKind, Says, Script};
use starling::domain::rating::Prediction;
use starling::domain::settings::{PracticeOptions, Preferences};
use starling::domain::split::{Mark, Pause};
use starling::domain::take::{Take, TakeKind};
use starling::domain::time::Frames;
use starling::ui::command::{LibraryCommand, PracticeCommand};
use starling::ui::model::Access;
use starling::ui::model::practice::Stage;
use starling::ui::screen::Screen;

use crate::audio_rig::ramp_of;
use crate::support::studio::{SIZE, Studio};
use crate::support::window::{clipped, key, nameless, tab_to, write};
use crate::{is_full_campaign, report};

mod asking;
mod kept;
mod moved;
mod phases;
mod shots;

fn without_guess(thinking_secs: Option<u32>) -> Preferences {
    let practice = PracticeOptions { thinking_secs, predict: false, ..PracticeOptions::default() };
    Preferences { practice, ..Preferences::default() }
}

fn quick(thinking_secs: Option<u32>) -> Studio {
    Studio::with(Script::default(), without_guess(thinking_secs), SIZE)
}

fn mark(at: u64, section: usize) -> Mark {
    Mark { at: Frames(at), section }
}

#[test]
fn an_answer_is_recorded_marked_paused_and_stopped_to_the_frame() {
    let mut studio = quick(None);
    studio.press(Key::R);
    studio.until_listening();
    assert!(studio.shows("Starting") && !studio.shows("Recording"), "nothing has come from the microphone");
    studio.hear(480);
    studio.until_stage(Stage::Recording);
    assert!(studio.shows("Recording") && studio.shows("Stop"));

    studio.hear(47_520);
    studio.press(Key::Enter);
    assert!(studio.count("Now Task") == 1, "the section is announced");
    studio.hear(12_000);
    studio.press(Key::Num3);
    key(&mut studio.window, Modifiers::SHIFT, Key::Enter);
    studio.hear(12_000);
    studio.press(Key::Space);
    studio.until_stage(Stage::Paused);
    studio.hear(24_000);
    studio.press(Key::Space);
    studio.until_stage(Stage::Recording);
    studio.hear(24_000);
    let take = studio.stop();

    assert_eq!(take.live_marks, [mark(0, 0), mark(48_000, 1)]);
    assert_eq!(take.pauses, [Pause { at: Frames(72_000), lasted: Frames(24_000) }]);
    let said: Vec<i16> = [ramp_of(0..72_000), ramp_of(96_000..127_200)].concat();
    assert_eq!(take.recording.frames, Frames(103_200));
    assert!(studio.samples() == said, "the recording holds what was said");
    studio.until("the take is saved", |app| app.model().saving == starling::ui::model::Saving::Saved);
    let sound = studio.sound.clone();
    studio.until("the microphone is closed", move |_| !sound.is_listening());
    assert!(!studio.shows("Record"), "the review is open");
}

#[test]
fn the_review_is_there_at_the_key_and_what_is_done_in_it_is_kept() {
    let mut studio = quick(None);
    studio.start();
    studio.hear(47_520);
    studio.press(Key::Enter);
    studio.hear(48_000);
    studio.press(Key::R);
    assert!(studio.takes().is_empty(), "the last words have not been heard yet");
    assert_eq!(studio.window.state().view().screen, Screen::Takes);
    assert!(studio.shows("Rating") && studio.count("target") > 0);
    let shown = studio.window.state().model().review.coming.clone().unwrap();
    studio.press(Key::Num4);

    studio.hear(7_200);
    studio.until("the take is in the library", |app| app.model().library.takes().len() == 1);
    let take = studio.takes().remove(0);
    assert_eq!(take.recording.frames, shown.recording.frames);
    assert_eq!((&take.live_marks, &take.pauses), (&shown.live_marks, &shown.pauses));
    assert_eq!(take.ratings.len(), 1);
    assert!(studio.window.state().model().review.coming.is_none());
    studio.until("the recording can be heard", |app| {
        app.model().review.deck.as_ref().is_some_and(|deck| deck.sound.can_play())
    });
}

#[test]
fn a_long_take_is_reviewed_as_soon_as_a_short_one() {
    let minutes = if is_full_campaign() { 60 } else { 5 };
    let mut studio = quick(None);
    studio.start();
    for _ in 0..minutes * 60 {
        studio.hear(48_000);
    }
    let pressed = Instant::now();
    studio.window.key_press(Key::R);
    studio.until("the review", |app| app.view().screen == Screen::Takes);
    report(&format!("{minutes} min: review {} ms after the stop key", pressed.elapsed().as_millis()));
    studio.hear(7_200);
    studio.until("the recording can be heard and seen", |app| {
        app.model().review.deck.as_ref().is_some_and(|deck| deck.sound.can_play() && deck.shape.is_some())
    });
    report(&format!("{minutes} min: heard and seen {} ms after the stop key", pressed.elapsed().as_millis()));
    assert_eq!(studio.takes()[0].recording.frames, Frames(480 + minutes * 60 * 48_000 + 7_200));
}

#[test]
fn after_time_to_think_the_answer_begins_at_the_key() {
    let mut studio = quick(Some(30));
    studio.press(Key::R);
    studio.until_listening();
    studio.hear(48_000);
    assert!(studio.shows("Thinking") && studio.shows("Begin now"));
    studio.press(Key::R);
    studio.until_stage(Stage::Recording);
    studio.hear(4_800);
    studio.stop();
    assert!(studio.samples() == ramp_of(48_000..60_000));
}

#[test]
fn recording_begins_by_itself_when_the_time_is_up() {
    let mut studio = quick(Some(0));
    studio.press(Key::R);
    studio.until_listening();
    studio.hear(480);
    studio.until_stage(Stage::Recording);
    studio.press(Key::Escape);
    assert!(studio.shows("Discard this recording?"));
}

#[test]
fn a_scrapped_answer_begins_again_and_can_be_had_back() {
    let mut studio = quick(None);
    studio.start();
    studio.hear(48_000);
    studio.press(Key::Backspace);
    studio.until("the take is in the trash", |app| app.model().trash.len() == 1);
    assert_eq!(studio.window.state().model().practice.stage, Stage::Recording);
    assert!(studio.takes().is_empty());

    key(&mut studio.window, Modifiers::COMMAND, Key::Z);
    studio.until("the take is back", |app| app.model().trash.is_empty());
    assert_eq!(studio.takes()[0].recording.frames, Frames(48_480));
    studio.hear(9_600);
    let second = studio.stop();
    assert_eq!(second.recording.frames, Frames(9_600 + 7_200));
}

#[test]
fn escape_asks_before_it_discards() {
    let mut studio = quick(None);
    studio.start();
    studio.hear(24_000);
    studio.press(Key::Escape);
    studio.window.get_by_label("Keep recording").click_accesskit();
    studio.window.run_steps(3);
    assert_eq!(studio.window.state().model().practice.stage, Stage::Recording);

    studio.press(Key::Escape);
    studio.window.get_by_label("Discard").click_accesskit();
    studio.window.run_steps(3);
    studio.until("the take is in the trash", |app| app.model().trash.len() == 1);
    studio.until_stage(Stage::Ready);
    assert!(studio.takes().is_empty());
    let sound = studio.sound.clone();
    studio.until("the microphone is closed", move |_| !sound.is_listening());
}

#[test]
fn closing_the_window_keeps_what_was_said() {
    let mut studio = quick(None);
    studio.start();
    studio.hear(47_520);
    studio.press(Key::Enter);
    studio.window.state_mut().on_exit(None);
    let documents = studio.files(".ron");
    let take = documents.iter().find(|path| path.to_string_lossy().contains("/takes/")).unwrap();
    assert!(std::fs::read_to_string(take).unwrap().contains("at_frame: 48000"));
    assert!(studio.samples() == ramp_of(0..48_000));
}

#[test]
fn a_microphone_that_is_pulled_out_leaves_a_take_and_a_sentence() {
    let mut studio = quick(None);
    studio.start();
    studio.hear(48_000);
    studio.sound.act(Act::Vanish);
    studio.hear(480);
    studio.until("the take is kept", |app| app.model().library.takes().len() == 1);
    assert_eq!(studio.count("The microphone was disconnected"), 1);
    assert!(studio.samples() == ramp_of(0..48_480));

    studio.sound.plug_in(0);
    key(&mut studio.window, Modifiers::COMMAND, Key::P);
    studio.start();
    assert!(studio.shows("Recording"));
}

#[test]
fn a_microphone_that_cannot_be_used_is_told_of_once_with_what_to_do() {
    let cases = [
        (ErrorKind::PermissionDenied, "Allow it in the privacy settings"),
        (ErrorKind::DeviceBusy, "Close that program and try again"),
        (ErrorKind::DeviceNotAvailable, "Connect"),
    ];
    for (refusal, sentence) in cases {
        let mut studio = quick(None);
        studio.sound.refuse(Some(refusal));
        studio.press(Key::R);
        studio.until("the reason is known", |app| app.model().practice.trouble.is_some());
        assert_eq!(studio.count(sentence), 1, "{refusal:?}");
        assert_eq!(studio.window.state().model().practice.stage, Stage::Ready);
        studio.sound.refuse(None);
        studio.start();
        assert_eq!(studio.count(sentence), 0, "the sentence goes when the microphone works");
    }
}

#[test]
fn a_silent_microphone_is_told_of_and_recording_goes_on() {
    let script = Script { says: Says::Silence, ..Script::default() };
    let mut studio = Studio::with(script, without_guess(None), SIZE);
    studio.start();
    studio.hear(110_000);
    studio.until("silence is noticed", |app| app.model().practice.microphone.unheard.is_some());
    assert_eq!(studio.count("You are not being heard"), 1);
    assert!(studio.shows("Recording"));
}

#[test]
fn lost_frames_are_counted_on_the_screen() {
    let mut studio = quick(None);
    studio.start();
    studio.hear(144_000);
    studio.sound.act(Act::Overrun(Frames(4_800)));
    studio.hear(48_000);
    studio.until("the gap is known", |app| !app.model().practice.round.lost.is_zero());
    assert_eq!(studio.count("4800 frames (100 ms) were lost"), 1);
}

#[test]
fn the_change_for_next_time_is_shown_before_the_next_take_of_a_newcomer() {
    let mut studio = quick(None);
    studio.start();
    studio.hear(96_000);
    studio.stop();
    tab_to(&mut studio.window, "One change for next time");
    write(&mut studio.window, "Give the number first");
    studio.press(Key::Escape);
    key(&mut studio.window, Modifiers::COMMAND, Key::P);
    assert!(studio.takes()[0].story.is_none());
    assert_eq!(studio.count("Give the number first"), 1);
    studio.press(Key::N);
    assert_eq!(studio.count("Give the number first"), 1, "it holds for another question as well");
}

/// A studio whose speaker has made three takes, after which guesses are asked for.
fn practised() -> Studio {
    let mut studio = Studio::new();
    for _ in 0..3 {
        studio.start();
        studio.hear(48_000);
        studio.stop();
        assert!(!studio.shows("Before you look"), "the first takes are looked at at once");
        key(&mut studio.window, Modifiers::COMMAND, Key::P);
    }
    studio
}

#[test]
fn a_guess_of_two_keys_is_kept_with_the_take_before_anything_is_shown() {
    let mut studio = practised();
    studio.start();
    studio.hear(96_000);
    let take = studio.stop();
    assert!(studio.shows("Before you look") && studio.count("Your take is kept") == 1);
    assert!(!studio.shows("How long was it?"), "the clock was in sight");
    studio.press(Key::A);
    studio.press(Key::Num4);
    let guessed = Prediction { length_secs: None, longest_section: Some(2), mean_points: Some(4.0) };
    studio.until("the review", |app| app.view().screen == Screen::Takes);
    let kept = studio.takes().into_iter().find(|kept| kept.id == take.id).unwrap();
    assert_eq!(kept.prediction, Some(guessed));
    assert!(kept.ratings.is_empty(), "the keys guessed and did not rate");
}

#[test]
fn enter_on_an_option_of_the_guess_chooses_it() {
    let mut studio = practised();
    studio.press(Key::T);
    studio.start();
    studio.hear(96_000);
    let take = studio.stop();
    write(&mut studio.window, "2:15");
    tab_to(&mut studio.window, "Rating: 4");
    studio.press(Key::Enter);
    assert!(studio.shows("Before you look"));
    studio.window.get_by_label("Show the take").click_accesskit();
    studio.window.run_steps(3);
    let guessed = Prediction { length_secs: Some(135.0), longest_section: None, mean_points: Some(4.0) };
    let kept = studio.takes().into_iter().find(|kept| kept.id == take.id).unwrap();
    assert_eq!(kept.prediction, Some(guessed));
}

#[test]
fn a_guess_can_be_skipped() {
    let mut studio = practised();
    studio.start();
    studio.hear(48_000);
    let take = studio.stop();
    studio.press(Key::Escape);
    studio.window.run_steps(3);
    assert!(!studio.shows("Before you look") && !studio.shows("Record"));
    let kept = studio.takes().into_iter().find(|kept| kept.id == take.id).unwrap();
    assert_eq!(kept.prediction, None);
}

#[test]
fn again_counts_down_with_what_is_to_be_done_better_and_next_goes_on() {
    let mut studio = quick(None);
    studio.start();
    studio.hear(96_000);
    studio.stop();
    let asked = studio.window.state().model().asked().to_owned();
    studio.press(Key::E);
    write(&mut studio.window, "Give the number first");
    studio.press(Key::Enter);
    studio.press(Key::R);
    studio.until_listening();
    studio.hear(480);
    assert!(matches!(studio.window.state().model().practice.stage, Stage::Thinking { .. }));
    assert_eq!(studio.count("Give the number first"), 1);
    assert_eq!(studio.window.state().model().asked(), asked);
    let sound = studio.sound.clone();
    studio.until("it begins by itself", move |app| {
        sound.deliver(Frames(480));
        app.model().practice.stage == Stage::Recording
    });
    assert_eq!(studio.count("Give the number first"), 1, "it stands there while one speaks");
    studio.hear(48_000);
    studio.stop();
    studio.press(Key::N);
    assert_eq!(studio.window.state().view().screen, Screen::Practice);
    assert_ne!(studio.window.state().model().asked(), asked);
    assert_eq!(studio.window.state().model().practice.stage, Stage::Ready);
}

#[test]
fn the_stop_key_brings_one_sentence_and_the_figures_at_once() {
    let mut studio = quick(None);
    studio.start();
    studio.hear(20 * 48_000);
    studio.press(Key::Enter);
    studio.hear(6 * 48_000);
    studio.press(Key::Enter);
    studio.hear(30 * 48_000);
    studio.press(Key::Enter);
    studio.hear(4 * 48_000);
    let pressed = Instant::now();
    studio.window.key_press(Key::R);
    studio.until("the sentence", |app| app.view().screen == Screen::Takes);
    report(&format!("sentence {} ms after the stop key", pressed.elapsed().as_millis()));
    let sentence = "The action had the time it needs. The set-up took 11 s longer than it needs.";
    assert!(studio.shows(sentence), "the take is not on the disk yet");
    assert!(studio.shows("Set-up 26 s, aim 15 s"));
    assert!(studio.shows("Length 1:00, just your 1:00"));
}

#[test]
fn enter_marks_a_section_whatever_has_the_keyboard() {
    let mut studio = quick(None);
    studio.start();
    tab_to(&mut studio.window, "Pause");
    studio.hear(9_600);
    studio.press(Key::Enter);
    let round = &studio.window.state().model().practice;
    assert_eq!((round.stage, round.round.marks.len()), (Stage::Recording, 2));
}

#[test]
fn a_key_held_too_long_counts_once() {
    let mut studio = quick(None);
    studio.start();
    studio.hear(9_600);
    for _ in 0..4 {
        // The same key goes down again without having gone up, as it does while it is held.
        studio.window.key_down(Key::Enter);
        studio.window.step();
        studio.hear(480);
    }
    studio.window.key_up(Key::Enter);
    studio.window.step();
    assert_eq!(studio.window.state().model().practice.round.marks.len(), 2);
}

#[test]
fn the_record_key_stays_where_it_is_when_a_recording_begins() {
    for size in [SIZE, Vec2::new(900.0, 600.0), Vec2::new(1_900.0, 1_000.0)] {
        let mut studio = Studio::with(Script::default(), without_guess(None), size);
        let idle = studio.window.get_by_role_and_label(Role::Button, "Record").rect();
        // The card of the first start has a level of its own, above.
        let levels = studio.window.query_all_by_label("Microphone level").map(|node| node.rect());
        let level = levels.max_by(|a, b| a.top().total_cmp(&b.top())).unwrap();
        studio.start();
        studio.hear(96_000);
        assert_eq!(studio.window.get_by_label("Stop").rect(), idle);
        assert!((studio.window.get_by_label("Microphone level").rect().top() - level.top()).abs() < 0.5);
    }
}

#[test]
fn whoever_speaks_sees_only_what_a_speaker_needs() {
    let mut studio = quick(None);
    studio.start();
    studio.hear(5 * 48_000);
    for there in ["Next section: Task", "Stop", "Pause", "Start over", "Discard…", "Microphone level"] {
        assert!(studio.shows(there), "{there}");
    }
    for gone in ["Takes", "Settings", "Story to tell", "Framework", "Question at random"] {
        assert!(!studio.shows(gone), "{gone}");
    }
    assert!(studio.shows("0:04 left of 0:09"), "the time left in the section");
    studio.window.get_by_label("Next section: Task").click();
    studio.window.run_steps(3);
    assert!(studio.shows("Next section: Action"));
    assert_eq!(studio.window.state().model().practice.round.marks.len(), 2);
}

#[test]
fn a_screen_reader_is_told_the_section_and_the_time_left_at_the_users_pace() {
    let mut preferences = without_guess(None);
    preferences.practice.said_every_secs = Some(15);
    let mut studio = Studio::with(Script::default(), preferences, SIZE);
    studio.start();
    assert!(studio.shows("Now Situation, 9 seconds left"));
    studio.press(Key::Num3);
    studio.hear(24_000);
    assert!(studio.shows("Now Action, 30 seconds left"));
    studio.hear(16 * 48_000);
    assert!(studio.shows("Now Action, 15 seconds left"));
    studio.hear(14 * 48_000);
    assert!(studio.shows("Action is over its time"));
    let mut preferences = without_guess(None);
    preferences.practice.said_every_secs = None;
    let mut studio = Studio::with(Script::default(), preferences, SIZE);
    studio.start();
    assert!(studio.shows("Now Situation"));
}

#[test]
fn a_microphone_that_hears_next_to_nothing_is_told_of_across_the_stage_and_switched() {
    let script = Script { says: Says::Silence, ..Script::default() };
    let mut studio = Studio::with(script, without_guess(None), SIZE);
    let other = studio.sound.add(Script { name: "Headset".to_owned(), ..Script::default() });
    studio.start();
    studio.hear(110_000);
    studio.until("silence is noticed", |app| app.model().practice.microphone.unheard.is_some());
    assert_eq!(studio.count("You are not being heard. (Scripted microphone)"), 1);
    studio.window.get_by_label("Switch…").click_accesskit();
    studio.window.run_steps(3);
    studio.until("they are listed", |app| !app.model().devices.looking);
    studio.window.get_by_label_contains("Headset").click_accesskit();
    studio.window.run_steps(3);
    studio.until("the silence is in the trash", |app| app.model().trash.len() == 1);
    let sound = studio.sound.clone();
    studio.until("the other one is open", move |app| {
        sound.deliver_from(other, Frames(480));
        app.model().practice.microphone.name.as_deref() == Some("Headset")
            && app.model().practice.stage == Stage::Recording
    });
    assert_eq!(studio.count("You are not being heard"), 0);
}

#[test]
fn every_control_has_a_name_and_nothing_is_cut_off() {
    for size in [Vec2::new(1_180.0, 800.0), Vec2::new(900.0, 600.0), Vec2::new(450.0, 300.0)] {
        let mut studio = Studio::with(Script::default(), Preferences::default(), size);
        let look = |studio: &Studio, state: &str| {
            assert!(nameless(&studio.window).is_empty(), "{state}: {:?}", nameless(&studio.window));
            let clipped = clipped(&studio.window, size.x);
            assert!(clipped.is_empty(), "{state} at {size}: {clipped:#?}");
        };
        look(&studio, "ready");
        studio.press(Key::Slash);
        look(&studio, "picking");
        studio.press(Key::Escape);
        studio.press(Key::Escape);
        studio.start();
        look(&studio, "recording");
        studio.press(Key::Escape);
        look(&studio, "asking");
        studio.press(Key::Escape);
        studio.stop();
        look(&studio, "guessing");
    }
}

#[test]
fn the_first_steps_go_when_there_is_a_take() {
    let mut studio = quick(None);
    assert!(studio.shows("Three steps to your first take"));
    assert_eq!(studio.count("Recordings stay on this computer"), 1);
    assert_eq!(studio.count("An easy one to begin with"), 1);
    assert_eq!(studio.window.state().model().practice.plan.target_length_secs, 60);
    studio.press(Key::M);
    studio.until_listening();
    studio.hear(4_800);
    studio.until("one is heard", |app| app.model().practice.microphone.peak > 0.0);
    assert_eq!(studio.count("Scripted microphone  ·  heard"), 1);

    studio.press(Key::R);
    studio.until_stage(Stage::Recording);
    studio.hear(4_800);
    studio.stop();
    assert!(studio.samples() == ramp_of(4_800..16_800));
    key(&mut studio.window, Modifiers::COMMAND, Key::P);
    assert!(!studio.shows("Three steps to your first take"));
}

#[test]
fn a_question_is_found_and_picked_as_one_types() {
    let mut studio = quick(None);
    studio.press(Key::Slash);
    write(&mut studio.window, "scen-03");
    studio.press(Key::Enter);
    let question = studio.window.state().model().practice.question.clone().unwrap();
    assert_eq!(question.id.0, "scen-03");
    assert_eq!(studio.window.state().model().practice.stage, Stage::Ready, "Enter did not begin anything");
}

#[test]
fn time_to_think_goes_on_while_nothing_is_drawn() {
    let mut studio = quick(Some(5));
    studio.press(Key::R);
    studio.until_listening();
    studio.hear(480);
    let left = |studio: &Studio| match studio.window.state().model().practice.stage {
        Stage::Thinking { left_secs } => Duration::from_secs_f64(left_secs),
        _ => Duration::ZERO,
    };
    let before = left(&studio);
    assert!(before > Duration::ZERO && before < Duration::from_secs(5), "{before:?}");
    studio.press(Key::Escape);
    studio.until_stage(Stage::Ready);
    assert!(studio.files(".wav").is_empty());
}

#[test]
fn a_library_that_is_only_read_says_why_nothing_is_recorded() {
    let mut studio = quick(None);
    studio.window.state_mut().ask(LibraryCommand::OpenToRead.into());
    studio.until("it is open for reading", |app| matches!(app.model().access, Access::ReadOnly(_)));
    assert_eq!(studio.count("so nothing can be recorded"), 1);
    studio.press(Key::R);
    assert!(!studio.sound.is_listening());
    assert_eq!(studio.window.state().model().practice.stage, Stage::Ready);
}

fn recorded(studio: &mut Studio) -> Take {
    studio.start();
    studio.hear(48_000);
    studio.stop()
}

#[test]
fn a_section_and_a_follow_up_are_recorded_apart_from_whole_answers() {
    let mut studio = quick(None);
    let whole = recorded(&mut studio);
    studio.window.state_mut().ask(PracticeCommand::Retake { take: whole.id.clone(), section: 2 }.into());
    studio.window.run_steps(3);
    assert!(studio.shows("Action again, on its own"));
    let again = recorded(&mut studio);
    assert_eq!(again.kind, TakeKind::Retake { of: whole.id.clone(), section: 2 });
    assert_eq!((again.plan.sections.len(), again.plan.target_length_secs), (1, 30));

    let question = "What would you do differently?".to_owned();
    let follow_up = PracticeCommand::FollowUp { take: whole.id.clone(), question: question.clone() };
    studio.window.state_mut().ask(follow_up.into());
    studio.window.run_steps(3);
    let reply = recorded(&mut studio);
    assert_eq!(reply.kind, TakeKind::FollowUp { of: whole.id });
    assert_eq!(reply.question.text, question);

    let before = studio.takes();
    studio.until("the takes are saved", |app| app.model().saving == starling::ui::model::Saving::Saved);
    let Studio { folder, window, .. } = studio;
    drop(window);
    let studio = Studio::on(folder, Script::default(), without_guess(None), SIZE);
    assert_eq!(studio.takes(), before, "what was recorded is read as it was");
    assert_eq!(studio.window.state().model().notices.all(), [], "and without a warning");
}
