//! Takes that were packed: the window packs old ones where the user wants that, and whatever is cut short, the
//! recording that a take names is there and whole.

use std::path::Path;
use std::sync::Arc;

use starling::audio::encoding::Mix;
use starling::audio::files::export;
use starling::audio::files::pack as packing;
use starling::audio::progress::Progress;
use starling::audio::wav_read::WavReader;
use starling::audio::waveform::Waveform;
use starling::domain::take::{Take, TakeId};
use starling::domain::time::Frames;
use starling::store::Opened;
use starling::store::fs::Fs;
use starling::store::layout::PACKED_ENDING;
use starling::store::packed::Packable;
use starling::store::sim::{Fault, FaultPlan, SimFs};

use super::explore::images;
use super::world::{self, SetClock, add_take, open};

const FRAMES: u64 = 3_000;

/// A library with a take that can be packed.
fn library() -> (SimFs, Arc<SetClock>) {
    let clock = SetClock::new();
    let fs = SimFs::on(world::library(&clock));
    let Opened { mut store, .. } = open(&fs, &clock);
    add_take(&fs, &mut store, "t9", Some("s1"), FRAMES);
    (fs, clock)
}

fn take(opened: &Opened) -> Take {
    opened.library.take(&TakeId("t9".into())).unwrap().clone()
}

/// Packs the take as the window does.
fn pack(fs: &SimFs, opened: &mut Opened) -> Result<String, String> {
    let take = take(opened);
    let jobs = opened.store.packable(&[(take.id.clone(), take.recording.file)]);
    let [job] = jobs.as_slice() else { return Err("nothing can be packed".to_owned()) };
    packing::pack(fs, &job.wav, &job.flac, &Progress::default()).map_err(|error| error.to_string())?;
    opened.store.keep_packed(job).map_err(|error| error.to_string())
}

/// Every frame of the take's recording.
fn sound(fs: &SimFs, opened: &Opened) -> Vec<i16> {
    let path = opened.store.take_audio_path(&take(opened));
    let mut reader = WavReader::open(fs.open(&path).unwrap()).unwrap();
    let mut samples = vec![0; usize::try_from(reader.frames().0).unwrap()];
    reader.read_16_bits(Frames::ZERO, Mix::All, &mut samples).unwrap();
    samples
}

fn names(fs: &SimFs) -> Vec<String> {
    let tree = fs.disk().tree();
    let names = tree.keys().map(|path| path.file_name().unwrap_or_default().to_string_lossy().into_owned());
    names.filter(|name| name.contains("-t9.")).collect()
}

#[test]
fn a_packed_take_is_read_drawn_handed_out_and_loaded_as_before() {
    let (fs, clock) = library();
    let mut opened = open(&fs, &clock);
    let before = (take(&opened), sound(&fs, &opened));
    let drawn = |fs: &SimFs, opened: &Opened| {
        let file = fs.open(&opened.store.take_audio_path(&take(opened))).unwrap();
        Waveform::of_file(&mut WavReader::open(file).unwrap(), &Progress::default()).unwrap().unwrap()
    };
    let shape = drawn(&fs, &opened);
    let wav = opened.store.take_audio_path(&before.0);
    export::wav(&fs, &wav, Path::new("/as.wav"), None, &Progress::default()).unwrap();

    let name = pack(&fs, &mut opened).unwrap();
    assert!(name.ends_with(PACKED_ENDING));
    drop(opened);
    let opened = open(&fs, &clock);
    assert_eq!((opened.warnings.len(), opened.recovered.len()), (0, 0), "{:?}", opened.warnings);
    let mut expected = before.0;
    expected.recording.file.clone_from(&name);
    assert_eq!((take(&opened), sound(&fs, &opened)), (expected, before.1));
    assert_eq!(drawn(&fs, &opened), shape);
    assert_eq!(names(&fs).len(), 2, "the document and the packed recording");
    let flac = opened.store.take_audio_path(&take(&opened));
    export::wav(&fs, &flac, Path::new("/from.flac.wav"), None, &Progress::default()).unwrap();
    let tree = fs.disk().tree();
    assert_eq!(tree[Path::new("/as.wav")], tree[Path::new("/from.flac.wav")]);
}

#[test]
fn whoever_still_thinks_of_the_first_file_does_no_harm() {
    let (fs, clock) = library();
    let mut opened = open(&fs, &clock);
    let mut stale = take(&opened);
    pack(&fs, &mut opened).unwrap();
    assert!(opened.store.take_audio_path(&stale).to_string_lossy().ends_with(PACKED_ENDING));
    stale.change_for_next_time = "Say what I did".to_owned();
    opened.store.save_take(&stale).unwrap();
    drop(opened);
    let opened = open(&fs, &clock);
    assert_eq!(opened.warnings, []);
    assert_eq!(take(&opened).change_for_next_time, "Say what I did");
    assert_eq!(sound(&fs, &opened).len() as u64, FRAMES);
}

#[test]
fn a_take_that_was_moved_or_deleted_meanwhile_is_left_alone() {
    let (fs, clock) = library();
    let mut opened = open(&fs, &clock);
    let named = take(&opened);
    let [job] = <[Packable; 1]>::try_from(opened.store.packable(&[(named.id.clone(), named.recording.file)]))
        .unwrap();
    opened.store.move_take(&named.id, None).unwrap();
    assert!(packing::pack(&fs, &job.wav, &job.flac, &Progress::default()).is_err());
    assert!(opened.store.keep_packed(&job).is_err());
    assert_eq!(sound(&fs, &opened).len() as u64, FRAMES);
    opened.store.delete_take(&named.id).unwrap();
    assert!(opened.store.keep_packed(&job).is_err());
}

#[test]
fn whatever_fails_while_a_take_is_packed_its_recording_is_whole_and_the_next_time_ends_it() {
    let (start, clock) = library();
    let whole = {
        let opened = open(&start, &clock);
        sound(&start, &opened)
    };
    for at in 0..60 {
        for fault in Fault::ALL {
            let fs = SimFs::on(start.disk());
            let mut opened = open(&fs, &clock);
            fs.fail(Some(FaultPlan { at, fault, lasting: false }));
            let outcome = pack(&fs, &mut opened);
            fs.fail(None);
            assert_eq!(sound(&fs, &opened), whole, "{fault:?} at {at}: {outcome:?}");
            drop(opened);
            let mut opened = open(&fs, &clock);
            assert_eq!(sound(&fs, &opened), whole, "{fault:?} at {at}: {outcome:?}");
            // Where only the last sync failed there is nothing left to do.
            let _ = pack(&fs, &mut opened);
            assert_eq!(names(&fs).len(), 2, "{fault:?} at {at}: {:?}", names(&fs));
            assert_eq!(sound(&fs, &opened), whole, "{fault:?} at {at}");
        }
    }
}

#[test]
fn whenever_the_power_goes_while_a_take_is_packed_its_recording_is_whole() {
    let (fs, clock) = library();
    let whole = sound(&fs, &open(&fs, &clock));
    let mut opened = open(&fs, &clock);
    fs.keep_history();
    pack(&fs, &mut opened).unwrap();
    drop(opened);
    for (change, disk) in fs.take_history().iter().enumerate() {
        for image in images(disk, 12, change as u64) {
            let fs = SimFs::on(image);
            let mut opened = open(&fs, &clock);
            assert_eq!(sound(&fs, &opened), whole, "after change {change}: {:?}", names(&fs));
            let _ = pack(&fs, &mut opened);
            assert_eq!(names(&fs).len(), 2, "after change {change}: {:?}", names(&fs));
        }
    }
}

#[test]
fn a_packed_take_is_checked_as_a_take_and_its_damage_is_named() {
    let (fs, clock) = library();
    let mut opened = open(&fs, &clock);
    pack(&fs, &mut opened).unwrap();
    let path = opened.store.take_audio_path(&take(&opened));
    drop(opened);
    for repair in [false, true] {
        assert_eq!(world::check(&fs, &clock, repair).problems, [], "repair: {repair}");
    }
    let whole = fs.disk().tree()[&path].clone().unwrap().to_vec();
    let mut damaged = whole.clone();
    let last = damaged.len() - 40;
    damaged[last] ^= 0x10;
    fs.write_outside(&path, &damaged).unwrap();
    assert_eq!(world::check(&fs, &clock, false).problems, [], "only every sample shows it");
    let problems = world::check(&fs, &clock, true).problems;
    assert_eq!((problems.len(), &problems[0].file), (1, &path), "{problems:?}");
    fs.write_outside(&path, b"fLaC").unwrap();
    let problems = world::check(&fs, &clock, false).problems;
    assert!(problems[0].what.contains("not a FLAC file"), "{problems:?}");
}

#[test]
fn a_packed_recording_that_no_document_speaks_of_is_adopted() {
    let (fs, clock) = library();
    let mut opened = open(&fs, &clock);
    pack(&fs, &mut opened).unwrap();
    let path = opened.store.take_audio_path(&take(&opened));
    let before = sound(&fs, &opened);
    drop(opened);
    fs.remove_file(&path.with_extension("ron")).unwrap();
    let opened = open(&fs, &clock);
    assert_eq!(opened.recovered, [TakeId("t9".into())], "{:?}", opened.warnings);
    assert_eq!((sound(&fs, &opened), take(&opened).recording.frames), (before, Frames(FRAMES)));
    assert_eq!(names(&fs).len(), 2);
}
