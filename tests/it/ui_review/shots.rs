//! What the page of a take shows at first sight, and pictures of it where they are asked for.

use super::*;
use crate::support::picture::keep;
use starling::domain::rating::{Points, Rating};
use starling::domain::settings::{Preferences, ThemeChoice};
use starling::domain::take::{PinnedNote, Tally, TallyKind, TallyPass};

/// Bursts and pauses like those of a voice.
fn write_voice(path: &Path, frames: Frames) {
    let mut bytes = header(Layout::mono(RATE, SampleFormat::Int16), frames.0 * 2).to_vec();
    let mut dice = crate::sample::Dice::new(11);
    let mut loud = 0.0;
    for frame in 0..frames.0 {
        if frame % 4_800 == 0 {
            loud = if dice.chance(0.2) { 0.01 } else { 0.15 + 0.5 * dice.part() };
        }
        let ripple = [1.0, 0.4, -0.8, 0.2, -1.0, 0.6][usize::try_from(frame / 7 % 6).unwrap()];
        #[expect(clippy::cast_possible_truncation, reason = "within 16 bits")]
        bytes.extend(((ripple * loud * 30_000.0) as i16).to_le_bytes());
    }
    std::fs::write(path, bytes).unwrap();
}

/// Two takes of one story; the newer one is `b`.
fn two_takes(room: &Room) -> TakeId {
    let story = Story::new(StoryId("s".into()), "Moving to Postgres", FrameworkId::new("star"), now());
    let told = |id: &str, secs: f64, marks: [f64; 4], days: i64| {
        let mut take = take(id, secs);
        take.story = Some(story.id.clone());
        take.question.text =
            "What is the hardest defect you have ever had to track down? I'd like to hear how you got from the \
             first symptom to the actual cause."
                .into();
        take.recorded_at = now() - jiff::SignedDuration::from_hours(24 * days);
        take.live_marks =
            (0..).zip(marks).map(|(section, at)| Mark { at: RATE.frames(at), section }).collect();
        write_voice(&room.folder.path().join(&take.recording.file), take.recording.frames);
        take
    };
    let before = told("a", 172.0, [0.0, 30.0, 48.0, 140.0], 7);
    let mut after = told("b", 161.0, [0.0, 24.0, 37.0, 115.0], 0);
    let at = |secs| RATE.frames(secs);
    after.notes = vec![PinnedNote { at: at(40.0), text: "Trailed off here".into() }];
    let tally = |secs, kind| Tally { at: at(secs), kind };
    after.tally_passes = vec![TallyPass {
        counted_at: now(),
        tallies: vec![
            tally(12.0, TallyKind::Filler),
            tally(12.3, TallyKind::Filler),
            tally(70.0, TallyKind::Figure),
        ],
    }];
    let points = ["structure", "ownership"].map(|row| (row.to_owned(), Points::new(4).unwrap()));
    after.ratings =
        vec![Rating { rated_at: now(), points: points.to_vec(), note: String::new(), blind: false }];
    let mut kept = room.memory.0.lock().unwrap();
    kept.library.put_story(story);
    let id = after.id.clone();
    for take in [before, after] {
        kept.library.put_take(take);
    }
    id
}

fn look(room: &Room, id: &TakeId, size: Vec2, scale: f32, theme: ThemeChoice) -> Window {
    room.memory.0.lock().unwrap().preferences =
        Some(Preferences { theme, text_scale: scale, ..Preferences::default() });
    let (memory, sound) = (room.memory.clone(), room.stage.sound());
    let cache = room.folder.path().join("cache");
    let mut window = Harness::builder().with_size(size).build_eframe(move |cc| {
        let machine = Machine { sound, cache: Some(cache), ..memory.machine() };
        App::new(&cc.egui_ctx, machine).unwrap()
    });
    until(&mut window, "the library is read", |app| app.model().access != Access::Opening);
    window.state_mut().ask(starling::ui::command::ReviewCommand::Open(id.clone()).into());
    window.run_steps(3);
    ready(&mut window);
    window
}

#[test]
fn a_first_look_answers_without_scrolling_in_the_window_as_it_opens() {
    let room = Room::new();
    let id = two_takes(&room);
    let mut window = look(&room, &id, SIZE, 1.0, ThemeChoice::Dark);
    keep(&mut window, "review-usual");
    let sentence = "You got to the action 11 s sooner than last time. It was 0:11 over your 2:30.";
    let in_sight = [
        sentence,
        "Set-up 37 s, aim 40 s, 11 s less than before",
        "Length 2:41, 0:11 over your 2:30, 0:11 less than before",
        "Again",
        "Next question",
        "Hear that one",
        "Row Delivery",
        "One change for next time",
    ];
    for name in in_sight {
        let found: Vec<Rect> = window.query_all_by_label(name).map(|node| node.rect()).collect();
        let seen = found.iter().any(|rect| rect.top() >= 0.0 && rect.bottom() <= SIZE.y);
        assert!(seen, "{name}: {found:?}");
    }
    window.get_by_label("Hear that one").click_accesskit();
    until(&mut window, "the other one is heard", |app| app.model().review.hears_other);
    window.run_steps(3);
    until(&mut window, "its shape is drawn", |app| {
        app.model().review.other.as_ref().is_some_and(|other| other.shape.is_some())
    });
    keep(&mut window, "review-compare");
    window.state_mut().ask(starling::ui::command::CompareCommand::ToggleAlign.into());
    window.run_steps(3);
    keep(&mut window, "review-aligned");
}

#[test]
fn the_page_holds_in_every_size_and_theme() {
    let room = Room::new();
    let id = two_takes(&room);
    for (name, size, scale, theme) in [
        ("light", SIZE, 1.0, ThemeChoice::Light),
        ("small", Vec2::new(900.0, 600.0), 1.0, ThemeChoice::Dark),
        ("large", Vec2::new(1_900.0, 1_000.0), 1.0, ThemeChoice::Dark),
        ("double", Vec2::new(590.0, 400.0), 2.0, ThemeChoice::Dark),
    ] {
        let mut window = look(&room, &id, size, scale, theme);
        keep(&mut window, &format!("review-{name}"));
        assert_eq!(crate::support::window::clipped(&window, size.x), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn the_waveform_answers_the_pointer_and_shows_where_one_is_when_magnified() {
    let room = Room::new();
    let id = two_takes(&room);
    let mut window = look(&room, &id, SIZE, 1.0, ThemeChoice::Dark);
    let line = time_line(&window);
    let at = pos2(line.left() + line.width() * 40.0 / 161.0, line.top() + 18.0 + 70.0 + 9.0);
    window.hover_at(at);
    for _ in 0..8 {
        window.run_steps(4);
    }
    assert!(window.query_by_label_contains("Trailed off here").is_some(), "the note is a tooltip");
    window.hover_at(line.center());
    window.event(eframe::egui::Event::MouseWheel {
        unit: eframe::egui::MouseWheelUnit::Point,
        delta: Vec2::new(0.0, 200.0),
        phase: eframe::egui::TouchPhase::Move,
        source: eframe::egui::MouseWheelSource::Wheel,
        modifiers: NONE,
    });
    window.run_steps(12);
    assert!(window.state().view().takes.page.view.is_some(), "the wheel magnifies");
    let bar = window.get_by_label("Part of the recording that is seen").rect();
    keep(&mut window, "review-magnified");
    let before = window.state().view().takes.page.view.clone().unwrap();
    window.drag_at(bar.left_center() + Vec2::new(6.0, 0.0));
    window.step();
    window.drop_at(bar.left_center() + Vec2::new(6.0, 0.0));
    window.run_steps(3);
    let after = window.state().view().takes.page.view.clone().unwrap();
    assert!(after.start < before.start && after.start == Frames::ZERO, "{after:?}");
}

#[test]
fn enter_moves_no_mark_of_a_take_whose_sections_are_all_marked() {
    let room = Room::new();
    let id = two_takes(&room);
    let mut window = look(&room, &id, SIZE, 1.0, ThemeChoice::Dark);
    window.get_by_role(Role::Slider).set_value_accesskit(15.0);
    window.run_steps(2);
    key(&mut window, NONE, Key::Enter);
    assert_eq!(Room::kept(&window, &id).edited_marks, None);
    assert!(window.query_by_label_contains("All 4 sections are marked").is_some());
}

#[test]
fn a_loop_keeps_to_its_section_and_a_nudged_mark_is_heard() {
    let room = Room::new();
    let id = two_takes(&room);
    let mut window = look(&room, &id, SIZE, 1.0, ThemeChoice::Dark);
    window.get_by_role(Role::Slider).set_value_accesskit(50.0);
    window.run_steps(2);
    key(&mut window, NONE, Key::O);
    for _ in 0..10 {
        key(&mut window, NONE, Key::Period);
    }
    let start = Room::kept(&window, &id).marks().0[2].at;
    assert_eq!(start, RATE.frames(38.0));
    assert_eq!(window.state().model().review.looped.as_ref().unwrap().start, start);
    until(&mut window, "the sound round the mark is played", |app| app.model().review.playing);
    until(&mut window, "it stops at the mark", |app| {
        room.stage.pull(Frames(240));
        !app.model().review.playing && app.model().review.position == start
    });
}
