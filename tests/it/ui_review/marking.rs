//! Marks that are moved, set and taken back, and the figures that follow them.

use super::*;
use starling::domain::split_table::SplitTable;
use starling::domain::verdict;

fn marks(window: &Window, id: &TakeId) -> Vec<(u64, usize)> {
    Room::kept(window, id).marks().0.iter().map(|mark| (mark.at.0, mark.section)).collect()
}

#[test]
fn marks_are_nudged_by_keys_and_live_ones_stay() {
    let room = Room::new();
    let id = room.take("a", 4.0, 1.0);
    let mut window = room.listen("Question a");
    let live = Room::kept(&window, &id).live_marks;
    key(&mut window, NONE, Key::CloseBracket);
    key(&mut window, NONE, Key::Period);
    key(&mut window, NONE, Key::Period);
    key(&mut window, Modifiers::SHIFT, Key::Comma);
    assert_eq!(marks(&window, &id)[1], (48_000 + 4_800 + 4_800 - 480, 1));
    let take = Room::kept(&window, &id);
    assert_eq!(take.live_marks, live);
    assert!(window.query_by_label_contains("By your edited marks").is_some());
    // A run of nudges is one edit.
    key(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(Room::kept(&window, &id).edited_marks, None);
    key(&mut window, Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z);
    assert_eq!(marks(&window, &id)[1].0, 57_120);
    window.get_by_label("Back to the live marks").click_accesskit();
    window.run_steps(3);
    assert_eq!(Room::kept(&window, &id).edited_marks, None);
}

#[test]
fn a_boundary_is_dragged_as_one_edit() {
    let room = Room::new();
    let id = room.take("a", 4.0, 1.0);
    let mut window = room.listen("Question a");
    let line = time_line(&window);
    let x = |part: f32| pos2(line.left() + line.width() * part, line.top() + 80.0);
    drag(&mut window, x(0.25), x(0.3));
    let moved = marks(&window, &id)[1].0;
    assert!(moved.abs_diff(57_600) < 400, "{moved}");
    assert_eq!(window.state().model().review.position, Frames(0));
    key(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(Room::kept(&window, &id).edited_marks, None);
}

#[test]
fn a_take_without_marks_is_marked_while_listening() {
    let room = Room::new();
    let id = room.take("a", 4.0, 1.0);
    {
        let mut kept = room.memory.0.lock().unwrap();
        let take = kept.library.take(&id).unwrap().clone();
        kept.library.put_take(Take { live_marks: Vec::new(), ..take });
    }
    let mut window = room.listen("Question a");
    assert!(window.query_by_label_contains("Not marked yet").is_some());
    for (secs, section) in [(0.0, 0), (1.0, 1), (1.5, 2), (3.5, 3)] {
        window.get_by_role(Role::Slider).set_value_accesskit(secs);
        window.run_steps(2);
        key(&mut window, NONE, Key::Enter);
        assert_eq!(marks(&window, &id).last(), Some(&(RATE.frames(secs).0, section)));
    }
    // Past the last section there is none to begin.
    key(&mut window, NONE, Key::Enter);
    assert_eq!(marks(&window, &id).len(), 4);
    assert!(window.query_by_label_contains("By the marks you made while listening").is_some());
    key(&mut window, Modifiers::SHIFT, Key::Enter);
    assert_eq!(marks(&window, &id).len(), 3);
    key(&mut window, NONE, Key::OpenBracket);
    key(&mut window, NONE, Key::Delete);
    assert_eq!(marks(&window, &id), [(0, 0), (48_000, 1)]);
    let saved = room.memory.clone();
    until(&mut window, "the marks are saved", |_| {
        let kept = saved.0.lock().unwrap();
        kept.library.take(&id).unwrap().marks().0.len() == 2
    });
}

#[test]
fn bars_and_table_show_the_same_numbers_and_are_exact_to_the_sample() {
    let room = Room::new();
    let id = room.take("a", 40.0, 1.0);
    let mut window = room.listen("Question a");
    key(&mut window, NONE, Key::CloseBracket);
    for _ in 0..7 {
        key(&mut window, Modifiers::SHIFT, Key::Period);
    }
    let take = Room::kept(&window, &id);
    let split = take.split();
    assert_eq!(split.sections[0], Frames(480_000 + 7 * 480));
    assert_eq!(split.sections.iter().map(|part| part.0).sum::<u64>(), take.recording.frames.0);
    let settings = &window.state().model().library.settings;
    let table = SplitTable::of(&take, settings.tolerance).unwrap();
    for part in &table.parts {
        let said = format!("{} {}, {}", part.name, verdict::span(part.secs), verdict::of_part(part, &table));
        assert!(window.query_by_label(&said).is_some(), "{said}");
    }
    key(&mut window, NONE, Key::U);
    for part in &table.parts {
        let verdict = verdict::of_part_in_percent(part, table.tolerance);
        let said = format!("{} {} %, {verdict}", part.name, verdict::whole(part.percent));
        assert!(window.query_by_label(&said).is_some(), "{said}");
    }
    key(&mut window, NONE, Key::T);
    for part in &table.parts {
        for figure in [part.secs, part.percent, part.target_secs, part.target_percent] {
            let figure = format!("{figure:.1}");
            assert!(window.query_all_by_label(&figure).next().is_some(), "{figure}");
        }
    }
    window.get_by_label("Copy the table").click_accesskit();
    window.run_steps(1);
    let copied = window.output().platform_output.commands.iter().any(|command| {
        matches!(command, eframe::egui::OutputCommand::CopyText(text) if text.contains("Situation\t10.1\t"))
    });
    assert!(copied || window.query_by_label_contains("on the clipboard").is_some());
}
