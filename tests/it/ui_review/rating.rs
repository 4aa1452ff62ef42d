//! Counting, rating and noting, and what is done with a take as a whole.

use super::*;
use starling::domain::rating::Points;
use starling::domain::take::TallyKind;

#[test]
fn what_is_heard_is_counted_where_it_was_heard_and_twice_if_wanted() {
    let room = Room::new();
    let id = room.take("a", 60.0, 1.0);
    let mut window = room.listen("Question a");
    for (secs, pressed) in [(2.0, Key::F), (20.0, Key::F), (21.0, Key::I), (30.0, Key::W), (50.0, Key::D)] {
        window.get_by_role(Role::Slider).set_value_accesskit(secs);
        window.run_steps(2);
        key(&mut window, NONE, pressed);
    }
    let pass = &Room::kept(&window, &id).tally_passes[0];
    let fillers: Vec<u64> =
        pass.tallies.iter().filter(|tally| tally.kind == TallyKind::Filler).map(|tally| tally.at.0).collect();
    assert_eq!(fillers, [96_000, 960_000]);
    assert!(window.query_by_label("2 times, 2.0 a minute").is_some());
    assert!(window.query_by_label("S 1   T 1   A 0   R 0").is_some());

    window.get_by_label("Listen again and count anew").click_accesskit();
    window.run_steps(3);
    assert!(window.query_by_label("2 times, 2.0 a minute").is_none());
    window.get_by_role(Role::Slider).set_value_accesskit(2.4);
    window.run_steps(2);
    key(&mut window, NONE, Key::F);
    window.get_by_label("Done, show both").click_accesskit();
    window.run_steps(3);
    assert!(window.query_by_label_contains("1 heard both times, 1 only the first time").is_some());
    key(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(Room::kept(&window, &id).tally_passes[1].tallies.is_empty());
}

#[test]
fn five_keys_rate_a_take_and_a_second_rating_does_not_see_the_first() {
    let room = Room::new();
    let id = room.take("a", 4.0, 1.0);
    let mut window = room.listen("Question a");
    assert!(window.query_by_label_contains("I lost the thread").is_some());
    for pressed in [Key::Num4, Key::Num3, Key::Num5, Key::Num2, Key::Num4] {
        key(&mut window, NONE, pressed);
    }
    assert_eq!(Room::kept(&window, &id).rating().unwrap().mean(), Some(3.6));
    assert_eq!(focused_name(&window).as_deref(), Some("One change for next time"));
    write(&mut window, "Slower");
    key(&mut window, NONE, Key::Enter);
    assert_eq!(Room::kept(&window, &id).change_for_next_time, "Slower");
    assert_ne!(focused_name(&window).as_deref(), Some("One change for next time"));
    key(&mut window, NONE, Key::ArrowUp);
    key(&mut window, NONE, Key::Num3);
    let row = &window.state().model().library.settings.rubric.rows[3].id.clone();
    assert_eq!(Room::kept(&window, &id).rating().unwrap().points_for(row), Points::new(3));

    window.get_by_label("Rate again, blind").click_accesskit();
    window.run_steps(3);
    assert!(window.query_by_label_contains("Not rated yet").is_some());
    key(&mut window, NONE, Key::Num1);
    window.get_by_label("Done, show every rating").click_accesskit();
    window.run_steps(3);
    let ratings = Room::kept(&window, &id).ratings;
    assert_eq!(ratings.iter().map(|rating| rating.blind).collect::<Vec<_>>(), [false, true]);
    assert!(window.query_by_label_contains("1.0 of 5, today").is_some());
}

#[test]
fn notes_are_pinned_where_one_listens_and_jumped_to() {
    let room = Room::new();
    let id = room.take("a", 60.0, 1.0);
    let mut window = room.listen("Question a");
    window.get_by_role(Role::Slider).set_value_accesskit(42.0);
    window.run_steps(2);
    key(&mut window, NONE, Key::P);
    write(&mut window, "Said f for the first time");
    let note = Room::kept(&window, &id).notes[0].clone();
    assert_eq!((note.at, note.text.as_str()), (RATE.frames(42.0), "Said f for the first time"));
    // The letters were typed and counted nothing.
    assert!(Room::kept(&window, &id).tally_passes.is_empty());
    key(&mut window, NONE, Key::Escape);
    key(&mut window, NONE, Key::J);
    window.get_by_label("Listen from 0:42").click_accesskit();
    window.run_steps(3);
    assert_eq!(window.state().model().review.position, RATE.frames(42.0));
    tab_to(&mut window, "One change for next time");
    write(&mut window, "The number first");
    assert_eq!(Room::kept(&window, &id).change_for_next_time, "The number first");
}

#[test]
fn a_take_is_named_filed_marked_and_thrown_away_and_comes_back() {
    let room = Room::new();
    let id = room.take("a", 4.0, 1.0);
    {
        let story = Story::new(StoryId("s".into()), "Outage", FrameworkId::new("star"), now());
        room.memory.0.lock().unwrap().library.put_story(story);
    }
    let mut window = room.listen("Question a");
    key(&mut window, NONE, Key::F2);
    write(&mut window, "The calm one");
    key(&mut window, NONE, Key::Enter);
    assert_eq!(Room::kept(&window, &id).title, "The calm one");
    window.get_by_label("More for this take").click_accesskit();
    window.run_steps(3);
    window.get_by_label("Mark as warm-up").click_accesskit();
    window.run_steps(3);
    assert!(Room::kept(&window, &id).warm_up);
    window.get_by_label("Filed under").click_accesskit();
    window.run_steps(3);
    window.get_by_label("Outage").click_accesskit();
    window.run_steps(3);
    assert_eq!(Room::kept(&window, &id).story, Some(StoryId("s".into())));

    key(&mut window, Modifiers::COMMAND, Key::Delete);
    until(&mut window, "it is in the trash", |app| app.model().trash.len() == 1);
    assert!(window.query_by_label("No takes yet").is_some());
    key(&mut window, Modifiers::COMMAND, Key::Z);
    until(&mut window, "it is back", |app| app.model().library.take(&id).is_some());
    window.run_steps(3);
    // The row in the list, and the notice that says what was undone.
    assert_eq!(window.query_all_by_label_contains("The calm one").count(), 2);
    assert!(window.query_by_label_contains("Undone: deletion of the take").is_some());
}

#[test]
fn the_list_finds_takes_by_story_words_and_what_is_not_rated() {
    let room = Room::new();
    for id in ["first", "second", "third"] {
        room.take(id, 1.0, 1.0);
    }
    let mut window = room.open();
    assert!(window.query_by_label("3 takes, 3 not rated yet").is_some());
    key(&mut window, NONE, Key::Slash);
    write(&mut window, "sec");
    assert!(window.query_by_label("1 take, 1 not rated yet").is_some());
    assert!(window.query_by_label_contains("Question second,").is_some());
    write(&mut window, "x");
    window.get_by_label("Show every take").click_accesskit();
    window.run_steps(3);
    assert!(window.query_by_label("3 takes, 3 not rated yet").is_some());
}
