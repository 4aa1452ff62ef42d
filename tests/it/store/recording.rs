//! Recordings that were not finished: the power goes at every moment of one, and again while it is put in
//! order.

use std::path::Path;
use std::sync::Arc;

use starling::domain::split::Mark;
use starling::domain::story::StoryId;
use starling::domain::take::{SampleFormat, Take, TakeId};
use starling::domain::time::{Frames, SampleRate};
use starling::store::atomic::{append_all, write_all_at};
use starling::store::fs::{Fs, WriteFile};
use starling::store::intent::{self, Event};
use starling::store::layout::STORY_FILE;
use starling::store::open::NewRecording;
use starling::store::sim::{Always, Disk, Fault, FaultPlan, SimFs};
use starling::store::{Opened, wav};

use super::explore::images;
use super::world::{self, SetClock, moment, open, samples, wav_bytes};

const BLOCK: u64 = 10;
const BLOCKS: u64 = 4;

/// What was certain when the power went.
#[derive(Clone, Copy, Debug, Default)]
struct Promise {
    frames: u64,
    marks: usize,
    saved: bool,
}

fn layout() -> wav::Layout {
    wav::Layout::mono(SampleRate::PREFERRED, SampleFormat::Int16)
}

/// Records as the writer does, and notes after which change what was promised.
fn record(fs: &SimFs, clock: &Arc<SetClock>) -> Vec<(usize, Promise)> {
    let Opened { mut store, .. } = open(fs, clock);
    let (id, story) = (TakeId("t9".into()), StoryId("s1".into()));
    let place = store.new_recording(Some(&story), &id, moment(60)).unwrap();
    let mut take = world::take("t9", Some("s1"), &place.file, 0);
    let folder = place.part.parent().unwrap();
    let (mut promises, mut promise) = (Vec::new(), Promise::default());

    let mut marks = fs.create_new(&place.marks).unwrap();
    append_all(marks.as_mut(), &intent::begin(&take).unwrap()).unwrap();
    marks.sync().unwrap();
    let mut part = fs.create_new(&place.part).unwrap();
    append_all(part.as_mut(), &wav::header(layout(), u64::from(u32::MAX))).unwrap();
    part.sync().unwrap();
    fs.sync_folder(folder).unwrap();

    let sound = samples(BLOCK * BLOCKS);
    for (block, bytes) in sound.chunks(usize::try_from(BLOCK * 2).unwrap()).enumerate() {
        append_all(part.as_mut(), bytes).unwrap();
        part.sync().unwrap();
        promise.frames += BLOCK;
        promises.push((fs.history_len(), promise));
        let mark = Mark { at: Frames(promise.frames - 3), section: block };
        append_all(marks.as_mut(), &intent::line(Event::Mark(mark))).unwrap();
        marks.sync().unwrap();
        promise.marks += 1;
        promises.push((fs.history_len(), promise));
        take.live_marks.push(mark);
    }
    finish(fs, part, &place, promise.frames);
    take.recording.frames = Frames(promise.frames);
    store.save_take(&take).unwrap();
    promises.push((fs.history_len(), Promise { saved: true, ..promise }));
    promises
}

fn finish(fs: &SimFs, mut part: Box<dyn WriteFile>, place: &NewRecording, frames: u64) {
    let header = wav::header(layout(), frames * 2);
    write_all_at(part.as_mut(), 0, &header).unwrap();
    part.sync().unwrap();
    fs.rename(&place.part, &place.audio).unwrap();
    fs.sync_folder(place.part.parent().unwrap()).unwrap();
}

fn library() -> (Disk, Arc<SetClock>) {
    let clock = SetClock::new();
    (world::library(&clock), clock)
}

/// The new take and its samples, as found by whoever opens the library.
fn found(opened: &Opened, fs: &SimFs) -> Option<(Take, Vec<u8>)> {
    let take = opened.library.take(&TakeId("t9".into()))?.clone();
    let path = opened.store.take_audio_path(&take);
    let bytes = fs.disk().tree()[&path].clone().unwrap();
    let header = wav::Header::read(&mut std::io::Cursor::new(bytes.to_vec())).unwrap();
    let sound = bytes[usize::try_from(header.sound_at).unwrap()..].to_vec();
    assert_eq!(header.claimed_len, Some(sound.len() as u64), "the header tells the true length");
    assert_eq!(take.recording.frames.0 * 2, sound.len() as u64, "so does the document");
    Some((take, sound))
}

fn assert_kept(opened: &Opened, fs: &SimFs, promise: Promise, place: &str) {
    let all = samples(BLOCK * BLOCKS);
    let Some((take, sound)) = found(opened, fs) else {
        assert_eq!(promise.frames, 0, "{place}: the take is lost");
        return;
    };
    let certain = usize::try_from(promise.frames * 2).unwrap();
    assert!(sound.len() >= certain, "{place}: {} of {certain} bytes", sound.len());
    assert_eq!(sound[..certain], all[..certain], "{place}");
    assert!(take.live_marks.len() >= promise.marks, "{place}: marks are lost");
    assert_eq!(take.story, Some(StoryId("s1".into())));
    if promise.saved {
        assert!(!take.recovered && sound == all, "{place}");
    } else if take.recovered {
        let said = opened.warnings.iter().any(|warning| warning.path.to_string_lossy().contains("t9"));
        assert!(said || opened.recovered.is_empty(), "{place}: nothing was said");
    }
    let left = fs.disk().tree().keys().any(|path| path.to_string_lossy().ends_with(".part"));
    assert!(!left, "{place}: something unfinished stays");
}

#[test]
fn a_power_cut_at_any_moment_of_a_recording_keeps_every_synced_sample_and_mark() {
    let (disk, clock) = library();
    let fs = SimFs::on(disk);
    fs.keep_history();
    let promises = record(&fs, &clock);
    let history = fs.take_history();
    let mut states = 0;
    for (change, disk) in history.iter().enumerate() {
        let made = promises.iter().rfind(|(when, _)| change + 1 >= *when);
        let promise = made.map(|(_, promise)| *promise).unwrap_or_default();
        for image in images(disk, 40, change as u64) {
            let place = format!("after change {change}, {promise:?}");
            let fs = SimFs::on(image);
            fs.keep_history();
            let opened = open(&fs, &clock);
            assert_kept(&opened, &fs, promise, &place);
            let expected = found(&opened, &fs);
            for (step, disk) in fs.take_history().iter().enumerate() {
                for image in images(disk, 6, step as u64) {
                    let fs = SimFs::on(image);
                    let opened = open(&fs, &clock);
                    assert_kept(&opened, &fs, promise, &format!("{place}, cut again after {step}"));
                    assert_eq!(found(&opened, &fs), expected, "{place}, cut again after {step}");
                    states += 1;
                }
            }
            states += 1;
        }
    }
    assert!(states > 1_000);
}

#[test]
fn a_recovery_that_fails_leaves_everything_for_the_next() {
    let (disk, clock) = library();
    let fs = SimFs::on(disk);
    fs.keep_history();
    record(&fs, &clock);
    let history = fs.take_history();
    // In the middle of the recording, after two blocks.
    let unfinished = history[history.len() / 2].after_power_cut(&mut Always(1)).unwrap();
    let expected = {
        let fs = SimFs::on(unfinished.clone());
        found(&open(&fs, &clock), &fs).unwrap()
    };
    for at in 0..200 {
        for fault in Fault::ALL {
            for lasting in [false, true] {
                let fs = SimFs::on(unfinished.clone());
                fs.fail(Some(FaultPlan { at, fault, lasting: lasting && fault != Fault::Eintr }));
                let outcome = world::try_open(&fs, &clock).map(drop);
                fs.fail(None);
                let opened = open(&fs, &clock);
                assert_eq!(
                    found(&opened, &fs).as_ref(),
                    Some(&expected),
                    "call {at}, {fault:?}: {outcome:?}"
                );
            }
        }
    }
}

/// Puts files into a story's takes and opens the library.
fn with_files(files: &[(&str, Vec<u8>)]) -> (Opened, SimFs) {
    let (disk, clock) = library();
    let fs = SimFs::on(disk);
    for (name, bytes) in files {
        fs.write_outside(&takes_of_s1(&fs).join(name), bytes).unwrap();
    }
    (open(&fs, &clock), fs)
}

fn takes_of_s1(fs: &SimFs) -> std::path::PathBuf {
    let stories = fs.list(&Path::new(world::ROOT).join("stories")).unwrap();
    let folder = stories.into_iter().find(|(path, _)| path.to_string_lossy().ends_with("-s1")).unwrap().0;
    assert!(fs.meta(&folder.join(STORY_FILE)).is_ok());
    folder.join("takes")
}

const STEM: &str = "20260921T142740Z-t9";

#[test]
fn a_recording_that_no_document_speaks_of_is_adopted() {
    let (opened, fs) = with_files(&[(&format!("{STEM}.wav"), wav_bytes(7))]);
    let (take, sound) = found(&opened, &fs).unwrap();
    assert_eq!((sound, take.recovered), (samples(7), true));
    assert_eq!(opened.recovered, [TakeId("t9".into())]);
    assert_eq!(take.recorded_at, "2026-09-21T14:27:40Z".parse().unwrap());
}

#[test]
fn zeros_at_the_end_are_cut_but_not_past_a_mark() {
    let mut bytes = wav_bytes(20);
    bytes.extend([0; 41]);
    let (opened, fs) = with_files(&[(&format!("{STEM}.wav.part"), bytes.clone())]);
    assert_eq!(found(&opened, &fs).unwrap().1, samples(20));

    let mut marks = intent::begin(&world::take("t9", Some("s1"), &format!("{STEM}.wav"), 0)).unwrap();
    marks.extend(intent::line(Event::Mark(Mark { at: Frames(30), section: 1 })));
    let (opened, fs) = with_files(&[(&format!("{STEM}.wav.part"), bytes), (&format!("{STEM}.marks"), marks)]);
    let (take, sound) = found(&opened, &fs).unwrap();
    assert_eq!(sound.len(), 60);
    assert_eq!(take.live_marks, [Mark { at: Frames(30), section: 1 }]);
}

#[test]
fn a_damaged_beginning_is_mended_from_the_intent_and_otherwise_left_alone() {
    let mut bytes = wav_bytes(20);
    bytes[..44].fill(0);
    let marks = intent::begin(&world::take("t9", Some("s1"), &format!("{STEM}.wav"), 0)).unwrap();
    let part = format!("{STEM}.wav.part");
    let (opened, fs) = with_files(&[(&part, bytes.clone()), (&format!("{STEM}.marks"), marks)]);
    assert_eq!(found(&opened, &fs).unwrap().1, samples(20));

    let (opened, fs) = with_files(&[(&part, bytes.clone())]);
    assert_eq!(found(&opened, &fs), None);
    let path = takes_of_s1(&fs).join(&part);
    assert_eq!(fs.disk().tree()[&path].as_ref().unwrap().to_vec(), bytes, "not a byte has changed");
    assert!(opened.warnings.iter().any(|warning| warning.path == path));
}

#[test]
fn a_claim_of_four_gigabytes_costs_nothing() {
    let mut bytes = wav_bytes(3);
    bytes[40..44].copy_from_slice(&u32::MAX.to_le_bytes());
    let (opened, fs) = with_files(&[(&format!("{STEM}.wav.part"), bytes)]);
    assert_eq!(found(&opened, &fs).unwrap().1, samples(3));
}
