//! Hearing a take: where it stands, how fast it goes, and what is said when it cannot be heard.

use super::*;

#[test]
fn the_place_follows_the_samples_that_were_played() {
    let room = Room::new();
    room.take("a", 4.0, 1.0);
    let mut window = room.listen("Question a");
    assert_eq!(value(&window), "0:00 of 0:04, Situation");
    key(&mut window, NONE, Key::Space);
    room.play_to(&mut window, Frames(60_000));
    key(&mut window, NONE, Key::K);
    until(&mut window, "it pauses", |app| !app.model().review.playing);
    let place = window.state().model().review.position;
    assert_eq!(place, Frames(room.heard_from(0)));
    window.run_steps(2);
    assert_eq!(value(&window), "0:01 of 0:04, Task");
    assert_eq!(window.state().model().review.output.as_deref(), Some("Scripted loudspeaker"));
}

#[test]
fn keys_and_clicks_go_to_places() {
    let room = Room::new();
    room.take("a", 40.0, 1.0);
    let mut window = room.listen("Question a");
    let place = |window: &Window| RATE.secs(window.state().model().review.position);
    for (modifiers, pressed, secs) in [
        (NONE, Key::L, 10.0),
        (NONE, Key::ArrowRight, 15.0),
        (Modifiers::SHIFT, Key::ArrowRight, 16.0),
        (NONE, Key::ArrowLeft, 11.0),
        (Modifiers::SHIFT, Key::ArrowLeft, 10.0),
        (NONE, Key::J, 0.0),
        (NONE, Key::J, 0.0),
    ] {
        key(&mut window, modifiers, pressed);
        assert!((place(&window) - secs).abs() < 1e-3, "{pressed:?}: {}", place(&window));
    }
    let middle = time_line(&window).center();
    window.drag_at(middle);
    window.step();
    window.drop_at(middle);
    window.run_steps(3);
    assert!((place(&window) - 20.0).abs() < 0.1, "{}", place(&window));
    window.get_by_role(Role::Slider).set_value_accesskit(30.0);
    window.run_steps(3);
    assert!((place(&window) - 30.0).abs() < 1e-3);
}

#[test]
fn a_section_is_played_over_and_over() {
    let room = Room::new();
    room.take("a", 4.0, 1.0);
    let mut window = room.listen("Question a");
    key(&mut window, NONE, Key::O);
    assert_eq!(window.state().model().review.looped, Some(Frames(0)..Frames(48_000)));
    key(&mut window, NONE, Key::Space);
    room.play_to(&mut window, Frames(40_000));
    until(&mut window, "it begins again", |app| {
        room.stage.pull(Frames(240));
        app.model().review.position < Frames(20_000)
    });
    key(&mut window, NONE, Key::O);
    room.play_to(&mut window, Frames(60_000));
}

#[test]
fn speed_and_volume_keep_within_their_bounds() {
    let room = Room::new();
    room.take("a", 2.0, 1.0);
    let mut window = room.listen("Question a");
    let speed = |window: &Window| window.state().model().review.speed_percent;
    for _ in 0..12 {
        key(&mut window, NONE, Key::Plus);
    }
    assert_eq!(speed(&window), 200);
    key(&mut window, NONE, Key::Num0);
    assert_eq!(speed(&window), 100);
    for _ in 0..7 {
        key(&mut window, NONE, Key::Minus);
    }
    assert_eq!(speed(&window), 50);
    window.get_by_label("Quieter").click_accesskit();
    window.run_steps(3);
    assert!(window.query_by_label("Volume 90 %").is_some());
}

#[test]
fn the_waveform_is_magnified_to_the_sample() {
    let room = Room::new();
    room.take("a", 4.0, 1.0);
    let mut window = room.listen("Question a");
    for _ in 0..20 {
        key(&mut window, Modifiers::COMMAND, Key::Plus);
    }
    until(&mut window, "the samples are shown", |app| {
        let deck = app.model().review.deck.as_ref();
        deck.and_then(|deck| deck.shape.as_ref()).is_some_and(|shape| shape.columns.len() == 32)
    });
    let model = window.state().model();
    let shape = model.review.deck.as_ref().unwrap().shape.as_ref().unwrap();
    for (column, frame) in shape.columns.iter().zip(shape.range.start.0..) {
        assert!((column.max - f32::from(ramp(frame)) / 32_768.0).abs() < 1e-6);
    }
    key(&mut window, NONE, Key::Z);
    until(&mut window, "the whole is shown", |app| {
        let deck = app.model().review.deck.as_ref();
        deck.and_then(|deck| deck.shape.as_ref()).is_some_and(|shape| shape.range.end == RATE.frames(4.0))
    });
}

#[test]
fn a_missing_recording_is_said_and_the_rest_of_the_page_works() {
    let room = Room::new();
    let id = room.take("a", 4.0, 1.0);
    std::fs::remove_file(room.folder.path().join("a.wav")).unwrap();
    let mut window = room.open();
    window.get_by(|node| starts_with(node.label(), "Question a")).click_accesskit();
    until(&mut window, "it is said", |app| {
        app.model()
            .review
            .deck
            .as_ref()
            .is_some_and(|deck| matches!(deck.sound, starling::ui::model::review::Sound::Failed { .. }))
    });
    window.run_steps(3);
    assert!(window.query_by_label_contains("The recording of this take cannot be").is_some());
    assert!(window.query_by_label_contains("Situation 1 s, in range 0 to 1 s").is_some());
    key(&mut window, NONE, Key::Num4);
    assert!(Room::kept(&window, &id).rating().is_some());
}

#[test]
fn a_recording_that_is_shorter_than_it_was_says_how_much_is_there() {
    let room = Room::new();
    room.take("a", 4.0, 1.0);
    write_wav(&room.folder.path().join("a.wav"), RATE.frames(3.0), 1.0);
    let window = room.listen("Question a");
    assert!(window.query_by_label_contains("The file holds only 0:03 of this take's 0:04.").is_some());
}

#[test]
fn two_takes_are_compared_at_the_same_place_and_equally_loud() {
    let room = Room::new();
    room.take("a", 4.0, 1.0);
    room.take("b", 8.0, 0.25);
    let mut window = room.listen("Question a");
    {
        // Both answer the same question, as takes that are compared do.
        let mut kept = room.memory.0.lock().unwrap();
        kept.library.put_story(Story::new(StoryId("s".into()), "Outage", FrameworkId::new("star"), now()));
    }
    drop(window);
    {
        let mut kept = room.memory.0.lock().unwrap();
        for id in ["a", "b"] {
            let take = kept.library.take(&TakeId(id.into())).unwrap().clone();
            kept.library.put_take(Take { story: Some(StoryId("s".into())), ..take });
        }
    }
    window = room.listen("Question a");
    key(&mut window, NONE, Key::C);
    until(&mut window, "the other is read", |app| {
        app.model().review.other.as_ref().is_some_and(|deck| deck.shape.is_some())
    });
    // A quarter of a second into the action, which begins at 3/8 of the take.
    window.get_by_role(Role::Slider).set_value_accesskit(1.75);
    window.run_steps(2);
    key(&mut window, NONE, Key::X);
    let review = &window.state().model().review;
    assert!(review.hears_other);
    assert!((RATE.secs(review.position) - 3.25).abs() < 1e-3, "{}", RATE.secs(review.position));
    assert!(window.query_by_label_contains("The whole answer is 4 s").is_some());
    key(&mut window, NONE, Key::X);
    assert!((RATE.secs(window.state().model().review.position) - 1.75).abs() < 1e-3);

    window.get_by_label("Listen blind").click_accesskit();
    window.run_steps(3);
    assert!(window.query_by_role(Role::Slider).is_none());
    assert!(window.query_by_label("Hear A").is_some());
    assert!(window.query_by_label_contains("of 0:04").is_none());
    assert!(window.query_by_label("Row Structure").is_none(), "the points would tell them apart");
    window.get_by_label("A is better").click_accesskit();
    window.run_steps(3);
    assert!(window.query_by_role(Role::Slider).is_some());
    assert!(window.query_by_label_contains("You preferred the ").is_some());
}

#[test]
fn another_loudspeaker_is_chosen_beside_the_player_and_playing_goes_on_there() {
    let room = Room::new();
    room.take("a", 8.0, 1.0);
    let headphones =
        room.stage.add_loudspeaker(Script { name: "Headphones".to_owned(), ..Script::default() });
    let mut window = room.listen("Question a");
    key(&mut window, NONE, Key::Space);
    room.play_to(&mut window, Frames(48_000));
    until(&mut window, "they are listed", |app| !app.model().devices.loudspeakers.devices().is_empty());
    assert_eq!(window.state().model().devices.microphones.devices(), [], "no microphone was asked for");
    tab_to(&mut window, "Loudspeaker");
    key(&mut window, NONE, Key::Space);
    window.get_by_label("Headphones").click_accesskit();
    window.run_steps(3);
    let chosen = window.state().model().preferences.clone();
    assert_eq!(chosen.loudspeaker_name.as_deref(), Some("Headphones"));
    until(&mut window, "it plays on there", |app| {
        room.stage.pull_from(headphones, Frames(240));
        let review = &app.model().review;
        review.output.as_deref() == Some("Headphones") && review.position >= Frames(96_000)
    });
    assert!(!room.stage.is_speaking() && window.state().model().review.trouble.is_none());
}
