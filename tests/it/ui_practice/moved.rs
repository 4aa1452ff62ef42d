//! Takes that are on the page while the library goes elsewhere, and the name of the microphone.

#![expect(clippy::disallowed_methods, reason = "a test removes files of its own")]

use eframe::egui::Key;
use starling::ui::command::{CompareCommand, LibraryCommand, ReviewCommand};
use starling::ui::model::Saving;

use super::{quick, recorded};
use crate::support::window::tab_to;

#[test]
fn takes_on_the_page_are_read_and_compared_where_the_library_was_moved_to() {
    let mut studio = quick(None);
    let first = recorded(&mut studio);
    studio.press(Key::Escape);
    studio.window.state_mut().ask(starling::ui::command::Command::Go(starling::ui::screen::Screen::Practice));
    studio.window.run_steps(3);
    recorded(&mut studio);
    let ready = |app: &starling::app::App| {
        let review = &app.model().review;
        let can_play = |deck: &Option<starling::ui::model::review::Deck>| {
            deck.as_ref().is_some_and(|deck| deck.sound.can_play() && deck.reading.is_none())
        };
        can_play(&review.deck) && can_play(&review.other)
    };
    studio.window.state_mut().ask(ReviewCommand::Compare(CompareCommand::Toggle).into());
    studio.until("both are read", ready);
    let old = studio.folder.path().join("library");
    let new = studio.folder.path().join("elsewhere");
    studio.window.state_mut().ask(LibraryCommand::Move(new.clone()).into());
    studio.until("it is moved", move |app| {
        app.model().library_path == new && app.model().moving.is_none() && app.model().saving == Saving::Saved
    });
    std::fs::remove_dir_all(&old).unwrap();
    studio.until("both are read anew", ready);

    studio.press(Key::X);
    studio.until("the first is heard", |app| app.model().review.hears_other);
    tab_to(&mut studio.window, "Play");
    studio.press(Key::Space);
    let sound = studio.sound.clone();
    studio.until("it plays", move |app| {
        sound.pull(starling::domain::time::Frames(480));
        app.model().review.position > starling::domain::time::Frames(4_800)
    });
    let review = &studio.window.state().model().review;
    assert_eq!(
        (review.trouble.clone(), review.other.as_ref().map(|deck| &deck.take)),
        (None, Some(&first.id))
    );
}

#[test]
fn the_microphone_behind_the_systems_choice_is_named_once_it_is_known() {
    let mut studio = quick(None);
    studio.until("the microphones are listed", |app| !app.model().devices.looking);
    assert!(studio.shows("Scripted microphone, off"));
    let take = recorded(&mut studio);
    assert_eq!(take.recording.device, "Scripted microphone");
    studio.window.state_mut().ask(starling::ui::command::Command::Go(starling::ui::screen::Screen::Practice));
    studio.window.run_steps(3);
    let sound = studio.sound.clone();
    studio.until("the microphone is closed", move |_| !sound.is_listening());
    assert!(studio.shows("Scripted microphone, off"));
}
