//! Takes begin, pause and end at the frames that were named, and hold what was said there.

use std::sync::Arc;

use starling::audio::event::AudioEvent;
use starling::audio::scripted::{Act, ErrorKind, Script};
use starling::audio::writer::Order;
use starling::domain::split::{Mark, Pause};
use starling::domain::take::Gap;
use starling::domain::time::Frames;
use starling::store::intent;

use crate::audio_rig::{Rig, TAKES, files, ramp_of, samples, sim};

const POST_ROLL: u64 = 7_200;

fn take_file(fs: &starling::store::sim::SimFs, name: &str) -> Vec<u8> {
    files(&fs.disk()).remove(&std::path::Path::new(TAKES).join(name)).unwrap()
}

#[test]
fn after_thinking_a_take_holds_exactly_the_frames_named_and_a_moment_more() {
    let fs = sim();
    let mut rig = Rig::new(Arc::new(fs.clone()), Script::default());
    rig.hear(100_000);
    rig.begin(70_001);
    rig.hear(50_000);
    let saved = rig.finish(148_000).unwrap();
    assert_eq!(samples(&take_file(&fs, "take.wav")), ramp_of(70_001..148_000 + POST_ROLL));
    assert_eq!(saved.frames, Frames(148_000 + POST_ROLL - 70_001));
    assert!(saved.gaps.is_empty() && !saved.elsewhere);
    assert!(!files(&fs.disk()).keys().any(|path| path.to_string_lossy().ends_with(".part")));
}

#[test]
fn a_take_may_begin_at_a_frame_to_come() {
    let fs = sim();
    let mut rig = Rig::new(Arc::new(fs.clone()), Script::default());
    rig.begin(30_000);
    rig.hear(60_000);
    rig.finish(50_000).unwrap();
    assert_eq!(samples(&take_file(&fs, "take.wav")), ramp_of(30_000..50_000 + POST_ROLL));
}

#[test]
fn pauses_leave_frames_out_to_the_frame_however_late_the_orders_come() {
    let fs = sim();
    let mut rig = Rig::new(Arc::new(fs.clone()), Script::default());
    rig.begin(0);
    rig.hear(96_000);
    rig.order(Order::Pause { at: Frames(90_017) });
    rig.hear(48_000);
    rig.order(Order::Resume { at: Frames(140_003) });
    rig.hear(48_000);
    let saved = rig.finish(180_000).unwrap();
    let expected = [ramp_of(0..90_017), ramp_of(140_003..180_000 + POST_ROLL)].concat();
    assert_eq!(samples(&take_file(&fs, "take.wav")), expected);
    assert_eq!(saved.pauses, [Pause { at: Frames(90_017), lasted: Frames(140_003 - 90_017) }]);
    assert_eq!(saved.frames, Frames(expected.len() as u64));
}

#[test]
fn a_take_stopped_while_paused_ends_where_the_pause_began() {
    let fs = sim();
    let mut rig = Rig::new(Arc::new(fs.clone()), Script::default());
    rig.begin(0);
    rig.hear(48_000);
    rig.order(Order::Pause { at: Frames(40_000) });
    rig.hear(48_000);
    let saved = rig.finish(40_000).unwrap();
    assert_eq!(saved.frames, Frames(40_000));
    assert_eq!(samples(&take_file(&fs, "take.wav")), ramp_of(0..40_000));
}

#[test]
fn a_writer_that_falls_behind_loses_nothing_before_a_pause() {
    let fs = sim();
    let mut rig = Rig::new(Arc::new(fs.clone()), Script::default());
    rig.begin(0);
    rig.deliver(48_000);
    rig.orders(vec![Order::Pause { at: Frames(30_000) }, Order::Resume { at: Frames(40_000) }]);
    let saved = rig.finish(48_000).unwrap();
    assert_eq!(saved.frames, Frames(38_000 + POST_ROLL));
    let kept = [ramp_of(0..30_000), ramp_of(40_000..48_000 + POST_ROLL)].concat();
    assert!(samples(&take_file(&fs, "take.wav")) == kept);
}

#[test]
fn gaps_are_filled_and_recorded_where_they_were() {
    let fs = sim();
    let acts = vec![
        (Frames(120_000), Act::Skip(Frames(5_000))),
        (Frames(180_200), Act::Overrun(Frames(1_234))),
        (Frames(220_000), Act::Error(ErrorKind::Xrun)),
        (Frames(230_000), Act::Error(ErrorKind::BackendError)),
    ];
    let mut rig = Rig::new(Arc::new(fs.clone()), Script { acts, ..Script::default() });
    rig.begin(1_000);
    rig.hear(260_000);
    let saved = rig.finish(260_000).unwrap();
    assert_eq!(
        saved.gaps,
        [
            Gap { at: Frames(119_000), lasted: Frames(5_000) },
            Gap { at: Frames(179_200), lasted: Frames(1_234) },
        ]
    );
    let heard = samples(&take_file(&fs, "take.wav"));
    let mut expected = ramp_of(1_000..260_000 + POST_ROLL);
    expected[119_000..124_000].fill(0);
    expected[179_200..180_434].fill(0);
    assert_eq!(heard, expected);
}

#[test]
fn a_lost_microphone_leaves_everything_it_delivered() {
    let fs = sim();
    let acts = vec![(Frames(100_320), Act::Vanish)];
    let mut rig = Rig::new(Arc::new(fs.clone()), Script { acts, ..Script::default() });
    rig.begin(0);
    rig.hear(150_000);
    rig.order(Order::Finish { at: Frames(100_320) });
    rig.close();
    assert_eq!(rig.saved().unwrap().frames, Frames(100_320));
    assert_eq!(samples(&take_file(&fs, "take.wav")), ramp_of(0..100_320));

    rig.stage.plug_in(0);
    rig.told.clear();
    rig.open();
    rig.begin(480);
    rig.hear(48_000);
    assert_eq!(rig.finish(48_000).unwrap().path.file_name().unwrap(), "take-2.wav");
    assert_eq!(samples(&take_file(&fs, "take-2.wav")), ramp_of(480..48_000 + POST_ROLL));
}

#[test]
fn marks_pauses_and_gaps_lie_beside_the_growing_take() {
    let fs = sim();
    let acts = vec![(Frames(100_032), Act::Skip(Frames(6_000)))];
    let mut rig = Rig::new(Arc::new(fs.clone()), Script { acts, blocks: vec![48], ..Script::default() });
    rig.begin(0);
    let mark = |at, section| Mark { at: Frames(at), section };
    rig.hear(48_000);
    rig.order(Order::SetMarks(vec![mark(0, 0), mark(40_000, 1), mark(47_000, 2)]));
    rig.hear(72_000);
    rig.order(Order::SetMarks(vec![mark(0, 0), mark(40_000, 1)]));
    rig.order(Order::Pause { at: Frames(120_000) });
    rig.order(Order::Resume { at: Frames(120_000) });
    rig.order(Order::SetMarks(vec![mark(0, 0), mark(40_000, 1), mark(120_000, 3)]));
    let beside = intent::read(&take_file(&fs, "take.marks")).unwrap();
    assert_eq!(beside.live_marks, [mark(0, 0), mark(40_000, 1), mark(120_000, 3)]);
    assert_eq!(beside.gaps, [Gap { at: Frames(100_032), lasted: Frames(6_000) }]);
    assert_eq!(beside.pauses, [Pause { at: Frames(120_000), lasted: Frames(0) }]);
    assert_eq!(rig.finish(120_600).unwrap().marks, beside.live_marks);
}

#[test]
fn with_a_minute_of_room_left_the_take_is_finished() {
    let fs = sim();
    let mut rig = Rig::new(Arc::new(fs.clone()), Script::default());
    rig.begin(0);
    rig.hear(96_000);
    fs.set_free_space(5_000_000);
    rig.hear(96_000);
    assert!(rig.told.iter().any(|event| matches!(event, AudioEvent::DiskFull { .. })));
    let saved = rig.saved().unwrap();
    assert!(saved.frames >= Frames(96_000));
    assert_eq!(samples(&take_file(&fs, "take.wav")), ramp_of(0..saved.frames.0));
}
