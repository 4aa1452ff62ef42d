//! Files of other programs: takes handed out, recordings brought in.

use super::*;
use starling::domain::take_export::audacity_labels;

#[test]
fn a_take_is_exported_and_never_written_over_without_asking() {
    let room = Room::new();
    let id = room.take("a", 4.0, 1.0);
    let out = room.folder.path().join("out");
    let mut window = room.listen("Question a");
    let export = |window: &mut Window| {
        key(window, Modifiers::COMMAND, Key::E);
        tab_to(window, "Folder");
        key(window, Modifiers::COMMAND, Key::A);
        write(window, out.to_str().unwrap());
        window
            .get_by(|node| {
                starts_with(node.label(), "Export")
                    && node.role() == Role::Button
                    && node.label().as_deref() == Some("Export")
            })
            .click_accesskit();
        window.run_steps(2);
    };
    export(&mut window);
    until(&mut window, "the files are there", |_| out.join("a.csv").exists());
    let recording = std::fs::read(room.folder.path().join("a.wav")).unwrap();
    assert_eq!(std::fs::read(out.join("a.wav")).unwrap(), recording);
    let take = Room::kept(&window, &id);
    assert_eq!(std::fs::read_to_string(out.join("a.txt")).unwrap(), audacity_labels(&take));
    until(&mut window, "it is said", |app| {
        app.model().notices.all().iter().any(|n| n.what.contains("exported to"))
    });

    std::fs::write(out.join("a.txt"), "mine").unwrap();
    export(&mut window);
    until(&mut window, "it asks", |app| {
        matches!(app.model().review.export, starling::ui::model::review::Job::InTheWay(_))
    });
    window.run_steps(2);
    assert_eq!(std::fs::read_to_string(out.join("a.txt")).unwrap(), "mine");
    window.get_by_label("Replace them").click_accesskit();
    window.run_steps(2);
    until(&mut window, "they are replaced", |_| {
        std::fs::read_to_string(out.join("a.txt")).unwrap() == audacity_labels(&take)
    });
}

#[test]
fn a_recording_made_elsewhere_becomes_a_take_to_be_marked() {
    let room = Room::new();
    let source = room.folder.path().join("phone call.wav");
    write_wav(&source, RATE.frames(2.0), 1.0);
    let day: jiff::Timestamp = "2024-05-17T18:00:00Z".parse().unwrap();
    std::fs::File::options().write(true).open(&source).unwrap().set_modified(day.into()).unwrap();
    let mut window = room.open();
    key(&mut window, Modifiers::COMMAND, Key::O);
    tab_to(&mut window, "Sound file");
    write(&mut window, room.folder.path().join("missing.wav").to_str().unwrap());
    window.get_by_label("Bring in").click_accesskit();
    until(&mut window, "the failure is said", |app| {
        matches!(app.model().review.import, starling::ui::model::review::Job::Failed(_))
    });
    window.run_steps(2);
    tab_to(&mut window, "Sound file");
    key(&mut window, Modifiers::COMMAND, Key::A);
    write(&mut window, source.to_str().unwrap());
    window.get_by_label("Bring in").click_accesskit();
    until(&mut window, "the take is there", |app| app.model().library.takes().len() == 1);
    ready(&mut window);
    let take = window.state().model().library.takes().next().unwrap().clone();
    assert_eq!((take.recording.frames, take.question.text.as_str()), (RATE.frames(2.0), "phone call"));
    assert_eq!(take.recorded_at, day, "the recording is as old as its file");
    let copy = room.folder.path().join(&take.recording.file);
    let whole = std::fs::read(copy).unwrap();
    assert_eq!(whole[44..], std::fs::read(source).unwrap()[44..]);
    key(&mut window, NONE, Key::Enter);
    assert_eq!(Room::kept(&window, &take.id).marks().0.len(), 1);
}
