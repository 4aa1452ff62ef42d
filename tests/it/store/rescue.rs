//! Takes that went to another place, because the library's disk failed, come home whole, whatever fails on the way.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use starling::domain::split::{Mark, Pause};
use starling::domain::story::StoryId;
use starling::domain::take::{Take, TakeId};
use starling::domain::time::Frames;
use starling::store::fs::Fs;
use starling::store::intent::{self, Event};
use starling::store::real::RealFs;
use starling::store::rescue::{self, Home, Places, Whose};
use starling::store::sim::{Disk, Fault, FaultPlan, SimFs};
use starling::store::{Access, Opened, Store};

use super::explore::images;
use super::world::{self, SetClock, open, samples, take_file, wav_bytes};

const RESCUED: &str = "/home/me/.local/share/starling/rescued";
const FRAMES: u64 = 60;
const MARKS: [Mark; 2] = [Mark { at: Frames(4), section: 0 }, Mark { at: Frames(31), section: 2 }];
const PAUSE: Pause = Pause { at: Frames(20), lasted: Frames(99) };

fn places() -> Places {
    Places { rescued: Some(RESCUED.into()), others: vec!["/tmp".into(), "/home/me/.cache/starling".into()] }
}

/// What lies beside a recording of this take.
fn marks_of(take: &Take) -> Vec<u8> {
    let mut bytes = intent::begin(take).unwrap();
    for event in [Event::Mark(MARKS[0]), Event::Pause(PAUSE), Event::Mark(MARKS[1])] {
        bytes.extend(intent::line(event));
    }
    bytes
}

fn spoken() -> Take {
    world::take("t9", Some("s1"), &take_file("t9"), 0)
}

fn stem() -> String {
    take_file("t9").trim_end_matches(".wav").to_owned()
}

fn put(fs: &SimFs, path: &Path, bytes: &[u8]) {
    rescue::prepare(fs, path.parent().unwrap()).unwrap();
    fs.write_outside(path, bytes).unwrap();
    let mut folder = path.parent();
    while let Some(at) = folder {
        fs.sync_folder(at).unwrap();
        folder = at.parent();
    }
}

/// A library, and the folder for takes that its disk does not take.
fn library() -> (SimFs, Arc<SetClock>, PathBuf) {
    let clock = SetClock::new();
    let fs = SimFs::on(world::library(&clock));
    let folder = open(&fs, &clock).store.rescue_folder(Path::new(RESCUED));
    (fs, clock, folder)
}

/// A take that was being recorded when the program was killed, in the second place.
fn with_a_stray() -> (SimFs, Arc<SetClock>, PathBuf) {
    let (fs, clock, folder) = library();
    put(&fs, &folder.join(format!("{}.marks", stem())), &marks_of(&spoken()));
    put(&fs, &folder.join(format!("{}.wav.part", stem())), &wav_bytes(FRAMES));
    (fs, clock, folder)
}

fn bring_home(opened: &mut Opened) -> Home {
    let home = opened.store.bring_home(&places(), &[], Whose::Ours);
    for take in &home.takes {
        opened.library.put_take(take.clone());
    }
    home
}

/// The take and its samples, as they are in the library.
fn found(opened: &Opened, fs: &SimFs) -> Option<(Take, Vec<u8>)> {
    let take = opened.library.take(&TakeId("t9".into()))?.clone();
    let bytes = fs.disk().tree()[&opened.store.take_audio_path(&take)].clone()?.to_vec();
    assert_eq!(take.recording.frames.0 * 2, bytes.len() as u64 - 44);
    Some((take, bytes[44..].to_vec()))
}

fn assert_home(opened: &Opened, fs: &SimFs, place: &str) {
    let (take, sound) = found(opened, fs).unwrap_or_else(|| panic!("{place}: the take is not there"));
    assert_eq!(sound, samples(FRAMES), "{place}");
    assert_eq!((take.live_marks.as_slice(), take.pauses.as_slice()), (&MARKS[..], &[PAUSE][..]), "{place}");
    assert_eq!(take.story, Some(StoryId("s1".into())), "{place}");
    assert_eq!(take.question, spoken().question, "{place}");
}

fn names_below(fs: &SimFs, folder: &Path) -> Vec<PathBuf> {
    fs.disk().tree().into_keys().filter(|path| path.starts_with(folder) && path != folder).collect()
}

#[test]
fn a_take_comes_home_with_its_question_marks_and_pauses() {
    for ending in [".wav.part", ".wav"] {
        let (fs, clock, folder) = library();
        put(&fs, &folder.join(format!("{}.marks", stem())), &marks_of(&spoken()));
        put(&fs, &folder.join(format!("{}{ending}", stem())), &wav_bytes(FRAMES));
        let mut opened = open(&fs, &clock);
        assert_eq!(opened.store.name_strays(&places()).len(), 1);
        let home = bring_home(&mut opened);
        assert_eq!((home.takes.len(), home.waiting.len(), home.warnings.len()), (1, 0, 0), "{home:?}");
        assert_home(&opened, &fs, ending);
        assert_eq!(names_below(&fs, &folder), Vec::<PathBuf>::new());
        drop(opened);
        let opened = open(&fs, &clock);
        assert_eq!((opened.warnings.len(), opened.recovered.len()), (0, 0), "{:?}", opened.warnings);
        assert_home(&opened, &fs, ending);
    }
}

#[test]
fn what_the_library_has_of_a_take_is_joined_with_the_rest() {
    let beginning = wav_bytes(25);
    // The beginning could not be read back, so that silence keeps its time; or it could; or there was only silence first.
    let mut silent_first = wav_bytes(FRAMES);
    silent_first[44..44 + 50].fill(0);
    let mut silent_own = beginning.clone();
    silent_own[44..].fill(0);
    for (own, second) in [
        (beginning.clone(), silent_first.clone()),
        (beginning.clone(), wav_bytes(FRAMES)),
        (silent_own, wav_bytes(FRAMES)),
        (wav_bytes(FRAMES), wav_bytes(10)),
        (wav_bytes(FRAMES), silent_first),
    ] {
        for recovered_first in [false, true] {
            let (fs, clock, folder) = library();
            let takes = open(&fs, &clock).store.layout().stories().join("checkout-outage-s1/takes");
            put(&fs, &folder.join(format!("{}.marks", stem())), &marks_of(&spoken()));
            put(&fs, &folder.join(format!("{}.wav.part", stem())), &second);
            let own_files = |fs: &SimFs| {
                put(fs, &takes.join(format!("{}.marks", stem())), &intent::begin(&spoken()).unwrap());
                put(fs, &takes.join(format!("{}.wav.part", stem())), &own);
            };
            let mut opened = if recovered_first {
                own_files(&fs);
                open(&fs, &clock)
            } else {
                // The program that records is still running.
                let opened = open(&fs, &clock);
                own_files(&fs);
                opened
            };
            let home = bring_home(&mut opened);
            assert_home(&opened, &fs, &format!("recovered first: {recovered_first}, {home:?}"));
            assert_eq!(names_below(&fs, &folder), Vec::<PathBuf>::new());
            drop(opened);
            let opened = open(&fs, &clock);
            assert_home(&opened, &fs, "opened again");
            assert_eq!(opened.library.takes().len(), 4);
        }
    }
}

#[test]
fn something_else_of_the_same_name_is_kept_beside_it() {
    let (fs, clock, _) = with_a_stray();
    let mut opened = open(&fs, &clock);
    world::add_take(&fs, &mut opened.store, "t9", Some("s1"), 5);
    let own = fs.disk().tree().into_keys().find(|path| path.ends_with(take_file("t9"))).unwrap();
    fs.write_outside(&own, &[wav_bytes(1)[..44].to_vec(), vec![7; 10]].concat()).unwrap();
    let home = bring_home(&mut opened);
    assert_eq!(home.takes[0].id, TakeId("t9-2".into()));
    assert_eq!(open_again(opened, &fs, &clock).library.takes().len(), 5);
}

fn open_again(opened: Opened, fs: &SimFs, clock: &Arc<SetClock>) -> Opened {
    drop(opened);
    open(fs, clock)
}

#[test]
fn a_take_waits_for_room_and_for_its_recorder() {
    let (fs, clock, folder) = with_a_stray();
    let mut opened = open(&fs, &clock);
    let before = fs.disk().tree();
    fs.set_free_space(1_000);
    let home = bring_home(&mut opened);
    assert_eq!((home.takes.len(), home.waiting.len(), home.warnings.len()), (0, 1, 0));
    assert_eq!(fs.disk().tree(), before);
    fs.set_free_space(1 << 40);
    let home = opened.store.bring_home(&places(), &[TakeId("t9".into())], Whose::Ours);
    assert_eq!((home.takes.len(), home.waiting.len()), (0, 0));
    assert_eq!(fs.disk().tree(), before);
    bring_home(&mut opened);
    assert_home(&opened, &fs, "with room");
    assert_eq!(names_below(&fs, &folder), Vec::<PathBuf>::new());
}

#[test]
fn what_earlier_versions_left_among_other_things_comes_home_and_nothing_else_is_touched() {
    let (fs, clock, _) = library();
    let (tmp, cache) = (Path::new("/tmp"), Path::new("/home/me/.cache/starling"));
    put(&fs, &cache.join("t9.marks"), &marks_of(&spoken()));
    put(&fs, &cache.join("t9.wav.part"), &wav_bytes(FRAMES));
    let foreign = world::take("t8", Some("somebody-elses"), "t8.wav", 0);
    put(&fs, &tmp.join("t8.marks"), &marks_of(&foreign));
    put(&fs, &tmp.join("t8.wav.part"), &wav_bytes(FRAMES));
    put(&fs, &tmp.join("t7.marks"), &marks_of(&Take { story: None, id: TakeId("t7".into()), ..spoken() }));
    put(&fs, &tmp.join("t7.wav.part"), &wav_bytes(FRAMES));
    fs.expose(&tmp.join("t7.wav.part")).unwrap();
    put(&fs, &tmp.join("song.wav"), &wav_bytes(FRAMES));
    let mut opened = open(&fs, &clock);
    let before = names_below(&fs, tmp);
    bring_home(&mut opened);
    assert_home(&opened, &fs, "from the cache");
    assert_eq!(names_below(&fs, cache), Vec::<PathBuf>::new());
    assert_eq!(names_below(&fs, tmp), before, "what is not ours stays");
    // Whoever asks for a repair gets those too whose story is not known here.
    let home = opened.store.bring_home(&places(), &[], Whose::Everybodys);
    assert_eq!(home.takes.iter().map(|take| take.id.0.as_str()).collect::<Vec<_>>(), ["t8"]);
    assert_eq!(names_below(&fs, tmp).len(), before.len() - 2);
}

#[test]
fn whatever_fails_on_the_way_the_take_is_somewhere_and_comes_home_the_next_time() {
    let (start, clock, _) = with_a_stray();
    for at in 0..120 {
        for fault in Fault::ALL {
            let fs = SimFs::on(start.disk());
            let mut opened = open(&fs, &clock);
            fs.fail(Some(FaultPlan { at, fault, lasting: false }));
            bring_home(&mut opened);
            fs.fail(None);
            let mut opened = open_again(opened, &fs, &clock);
            bring_home(&mut opened);
            assert_home(&opened, &fs, &format!("{fault:?} at {at}"));
            assert_eq!(opened.library.takes().len(), 4, "{fault:?} at {at}");
        }
    }
}

#[test]
fn whenever_the_power_goes_on_the_way_the_take_comes_home_the_next_time() {
    let (fs, clock, _) = with_a_stray();
    let mut opened = open(&fs, &clock);
    fs.keep_history();
    bring_home(&mut opened);
    drop(opened);
    let history: Vec<Disk> = fs.take_history();
    assert!(history.len() > 10);
    for (change, disk) in history.iter().enumerate() {
        for image in images(disk, 12, change as u64) {
            let fs = SimFs::on(image);
            let mut opened = open(&fs, &clock);
            bring_home(&mut opened);
            let place = format!("after change {change}");
            assert_home(&opened, &fs, &place);
            assert_eq!(opened.library.takes().len(), 4, "{place}");
        }
    }
}

#[test]
fn silence_is_kept_as_a_take_and_gigabytes_of_it_do_not_hold_up_opening() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("library");
    let clock = SetClock::new();
    let open = || Store::open(Arc::new(RealFs), clock.copy(), &root, Access::Write).unwrap();
    let mut opened = open();
    let part = opened.store.new_recording(None, &TakeId("t9".into()), world::moment(0)).unwrap().part;
    drop(opened);
    let mut file = RealFs.create_new(&part).unwrap();
    starling::store::atomic::append_all(file.as_mut(), &wav_bytes(0)).unwrap();
    file.truncate(3 << 30).unwrap();
    let began = Instant::now();
    opened = open();
    assert!(began.elapsed() < Duration::from_secs(5), "opening took {:?}", began.elapsed());
    assert_eq!(opened.recovered, [TakeId("t9".into())], "{:?}", opened.warnings);
    assert!(opened.library.take(&TakeId("t9".into())).unwrap().recording.secs() > 10_000.0);
}
