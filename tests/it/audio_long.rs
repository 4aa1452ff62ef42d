//! A recording that is longer than a file can be: its files become takes that belong together, each with its own
//! marks in its own frames, whatever happens in between.

use std::path::Path;
use std::sync::Arc;

use starling::audio::event::{AudioEvent, SavedTake};
use starling::audio::scripted::{Act, Script};
use starling::audio::writer::Order;
use starling::domain::split::{Mark, Pause};
use starling::domain::take::{Gap, Take, TakeId, TakeKind};
use starling::domain::time::Frames;
use starling::store::clock::SystemClock;
use starling::store::layout::{AUDIO_ENDING, PART_ENDING};
use starling::store::sim::{Fault, FaultPlan, SimFs};
use starling::store::{Access, Opened, Store};

use crate::audio_rig::{Rig, TAKES, files, new_take, ramp_of, samples, sim};

const POST_ROLL: u64 = 7_200;
/// Bytes of sound in a file, a little more than a second.
const LARGEST: u64 = 100_000;

const fn mark(at: u64, section: usize) -> Mark {
    Mark { at: Frames(at), section }
}

fn rolled_over(rig: &Rig) -> usize {
    rig.told.iter().filter(|event| matches!(event, AudioEvent::RolledOver { .. })).count()
}

fn sound_of(fs: &SimFs, saved: &SavedTake) -> Vec<i16> {
    saved.all().flat_map(|part| samples(&files(&fs.disk())[&part.path])).collect()
}

fn assert_whole(fs: &SimFs, saved: &SavedTake) {
    for part in saved.all() {
        let frames = samples(&files(&fs.disk())[&part.path]).len() as u64;
        assert_eq!(Frames(frames), part.frames, "{} has the frames that it says", part.path.display());
        assert!(part.marks.iter().all(|mark| mark.at <= part.frames));
    }
}

#[test]
fn every_file_is_a_take_with_its_own_marks_in_its_own_frames() {
    let fs = sim();
    let acts = vec![(Frames(120_000), Act::Skip(Frames(120_000)))];
    let script = Script { acts, blocks: vec![480], ..Script::default() };
    let mut rig = Rig::with_files_of(Arc::new(fs.clone()), script, LARGEST);
    rig.begin(0);
    rig.hear(38_400);
    rig.order(Order::SetMarks(vec![mark(0, 0), mark(30_000, 1)]));
    // What is skipped comes on top of what is heard.
    rig.hear(131_520);
    rig.order(Order::Pause { at: Frames(280_000) });
    rig.hear(10_000);
    rig.order(Order::Resume { at: Frames(295_000) });
    rig.order(Order::SetMarks(vec![mark(0, 0), mark(30_000, 1), mark(250_000, 2)]));
    rig.hear(60_000);
    let saved = rig.finish(355_000).unwrap();
    assert_eq!(rolled_over(&rig), saved.further.len());
    assert!(saved.further.len() >= 5, "the gap is longer than a file as well");
    assert_whole(&fs, &saved);

    let mut expected = ramp_of(0..280_000);
    expected[120_000..240_000].fill(0);
    expected.extend(ramp_of(295_000..355_000 + POST_ROLL));
    let sound = sound_of(&fs, &saved);
    let wrong = sound.iter().zip(&expected).position(|(heard, said)| heard != said);
    assert_eq!((sound.len(), wrong), (expected.len(), None));
    assert_eq!(saved.all_marks(), [mark(0, 0), mark(30_000, 1), mark(250_000, 2)]);
    let missing: Frames = saved.all().flat_map(|part| &part.gaps).map(|gap: &Gap| gap.lasted).sum();
    assert_eq!(missing, Frames(120_000));
    let pauses: Vec<Pause> = saved.all().flat_map(|part| part.pauses.clone()).collect();
    assert_eq!(pauses.iter().map(|pause| pause.lasted).collect::<Vec<_>>(), [Frames(15_000)]);

    let begun = new_take("take", TAKES.into(), Vec::new()).take;
    let takes = saved.clone().into_takes(begun);
    let first = TakeId("take".to_owned());
    for (part, take) in (1..).zip(&takes) {
        let of = first.clone();
        let kind = if part == 1 { TakeKind::Full } else { TakeKind::Continuation { of, part } };
        assert_eq!(take.kind, kind);
        assert!(take.live_marks.first().is_some_and(|mark| mark.at.is_zero()), "its section is known");
        assert_eq!(take.title, if part == 1 { String::new() } else { format!("Part {part}") });
    }
    assert!(takes.is_sorted_by_key(|take| take.recorded_at));
}

#[test]
fn what_lies_in_a_full_file_stays_when_the_key_comes_late() {
    let fs = sim();
    let mut rig = Rig::with_files_of(Arc::new(fs.clone()), Script::default(), LARGEST);
    rig.begin(0);
    rig.hear(67_200);
    assert_eq!(rolled_over(&rig), 1);
    rig.order(Order::Pause { at: Frames(50_000) });
    rig.hear(9_600);
    rig.order(Order::Resume { at: Frames(76_800) });
    rig.hear(9_600);
    let saved = rig.finish(86_400).unwrap();
    assert_whole(&fs, &saved);
    let full = saved.frames.0;
    assert!(full > 50_000);
    assert_eq!(sound_of(&fs, &saved), [ramp_of(0..full), ramp_of(76_800..86_400 + POST_ROLL)].concat());
}

#[test]
fn a_file_in_which_nothing_is_left_makes_no_take() {
    let fs = sim();
    let mut rig = Rig::with_files_of(Arc::new(fs.clone()), Script::default(), LARGEST);
    rig.begin(0);
    rig.hear(67_200);
    rig.order(Order::Pause { at: Frames(50_000) });
    let saved = rig.finish(50_000).unwrap();
    assert_eq!((rolled_over(&rig), saved.further.len()), (1, 0));
    assert_eq!(sound_of(&fs, &saved), ramp_of(0..saved.frames.0));
    assert_eq!(files(&fs.disk()).len(), 2, "the recording and its marks");
}

#[test]
fn a_mark_that_is_taken_back_is_taken_back_in_the_file_that_is_full_too() {
    let fs = sim();
    let mut rig = Rig::with_files_of(Arc::new(fs.clone()), Script::default(), LARGEST);
    rig.begin(0);
    rig.hear(48_000);
    rig.order(Order::SetMarks(vec![mark(0, 0), mark(47_000, 1)]));
    rig.hear(9_600);
    rig.order(Order::SetMarks(vec![mark(0, 0)]));
    let saved = rig.finish(57_600).unwrap();
    assert_eq!((saved.marks.clone(), saved.further[0].marks.clone()), (vec![mark(0, 0)], vec![mark(0, 0)]));
}

#[test]
fn whatever_call_fails_the_parts_make_the_whole() {
    let say = |fs: &SimFs| {
        let mut rig = Rig::with_files_of(Arc::new(fs.clone()), Script::default(), 60_000);
        rig.begin(0);
        rig.hear(90_000);
        rig.finish(90_000);
        rig
    };
    let calls = {
        let fs = sim();
        let before = fs.calls();
        say(&fs);
        fs.calls() - before
    };
    let step = if crate::is_full_campaign() { 1 } else { 3 };
    for fault in Fault::ALL {
        for at in (0..calls).step_by(step) {
            let fs = sim();
            fs.fail(Some(FaultPlan { at, fault, lasting: false }));
            let saved = say(&fs).saved();
            assert!(saved.is_some(), "{fault:?} at {at}");
            let saved = saved.unwrap();
            assert_whole(&fs, &saved);
            let is_whole = sound_of(&fs, &saved) == ramp_of(0..90_000 + POST_ROLL);
            let parts: Vec<_> = saved.all().map(|part| (&part.path, part.frames)).collect();
            assert!(is_whole, "{fault:?} at {at}: {parts:?}");
        }
    }
}

const ROOT: &str = "/home";

fn open(fs: &SimFs) -> Opened {
    let opened = Store::open(Arc::new(fs.clone()), Arc::new(SystemClock), Path::new(ROOT), Access::Write);
    opened.map_err(|error| error.to_string()).unwrap()
}

/// Begins a recording in a library and lets it grow into its third file.
fn three_files(fs: &SimFs) -> (Rig, Take) {
    let Opened { mut store, .. } = open(fs);
    let id = store.new_take_id();
    let new = store.new_recording(None, &id, jiff::Timestamp::UNIX_EPOCH).unwrap();
    let mut begun = new_take("take", new.part.parent().unwrap().to_owned(), Vec::new());
    (begun.take.id, begun.take.recording.file) = (id, new.file);
    let take = begun.take.clone();
    let mut rig = Rig::with_files_of(Arc::new(fs.clone()), Script::default(), LARGEST);
    rig.order(Order::Begin { at: Frames::ZERO, new: Box::new(begun) });
    rig.hear(40_000);
    rig.order(Order::SetMarks(vec![mark(0, 0), mark(39_000, 1)]));
    rig.hear(40_000);
    rig.order(Order::SetMarks(vec![mark(0, 0), mark(39_000, 1), mark(70_000, 2)]));
    rig.hear(57_600);
    assert_eq!(rolled_over(&rig), 2);
    (rig, take)
}

fn parts_of(opened: &Opened, first: &TakeId) -> Vec<Take> {
    let mut parts: Vec<Take> = opened.library.takes().cloned().collect();
    parts.sort_by_key(|take| match &take.kind {
        TakeKind::Continuation { of, part } if of == first => *part,
        TakeKind::Full if take.id == *first => 1,
        _ => 99,
    });
    parts
}

#[test]
fn a_library_knows_the_parts_of_a_recording_that_was_finished() {
    let fs = SimFs::default();
    let (mut rig, begun) = three_files(&fs);
    let saved = rig.finish(137_600).unwrap();
    let mut opened = open(&fs);
    for take in saved.into_takes(begun.clone()) {
        opened.store.save_take(&take).unwrap();
    }
    drop(opened);
    let opened = open(&fs);
    assert_eq!((opened.recovered.len(), opened.warnings.len()), (0, 0), "{:?}", opened.warnings);
    let parts = parts_of(&opened, &begun.id);
    assert_eq!(parts.len(), 3);
    let all: Frames = parts.iter().map(|part| part.recording.frames).sum();
    assert_eq!(all, Frames(137_600 + POST_ROLL));
    assert!(!files(&fs.disk()).keys().any(|path| path.to_string_lossy().ends_with(".marks")));
}

#[test]
fn a_killed_recording_of_several_files_is_put_in_order_as_what_it_was() {
    let fs = SimFs::default();
    let (rig, begun) = three_files(&fs);
    drop(rig);
    let names: Vec<String> =
        files(&fs.disk()).keys().map(|path| path.to_string_lossy().into_owned()).collect();
    assert_eq!(names.iter().filter(|name| name.ends_with(PART_ENDING)).count(), 1);
    assert_eq!(names.iter().filter(|name| name.ends_with(AUDIO_ENDING)).count(), 2);

    let opened = open(&fs);
    assert_eq!(opened.recovered.len(), 3);
    let parts = parts_of(&opened, &begun.id);
    let all: Vec<i16> = parts
        .iter()
        .flat_map(|part| samples(&files(&fs.disk())[&opened.store.take_audio_path(part)]))
        .collect();
    assert_eq!(all, ramp_of(0..137_600));
    assert_eq!(parts[0].live_marks, [mark(0, 0), mark(39_000, 1)]);
    let second = parts[0].recording.frames.0;
    assert_eq!(parts[1].live_marks, [mark(0, 1), mark(70_000 - second, 2)]);
    assert_eq!(parts[2].live_marks, [mark(0, 2)]);
    assert!(parts.iter().all(|part| part.recovered && part.question == begun.question));
    let told = opened.warnings.iter().filter(|warning| warning.what.contains("marked as recovered"));
    assert_eq!(told.count(), 3);
}
