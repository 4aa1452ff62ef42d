//! The recorder with its threads, against a scripted microphone in real time.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use starling::audio::engine::Recorder;
use starling::audio::event::{AudioEvent, CouldNotOpen, Lost, SavedTake};
use starling::audio::microphone::Room;
use starling::audio::scripted::{Act, ErrorKind, Pace, Script, Stage};
use starling::audio::shared::Fault;
use starling::audio::sound::{Microphone, Pick};
use starling::domain::take::SampleFormat;
use starling::domain::time::Frames;
use starling::store::fs::Fs as _;
use starling::store::real::RealFs;

use crate::audio_rig::{new_take, ramp_of, samples, sim};

const LONG: Duration = Duration::from_secs(10);

pub struct Studio {
    pub stage: Stage,
    pub recorder: Recorder,
    woken: Receiver<()>,
    pub folder: tempfile::TempDir,
    told: Vec<AudioEvent>,
}

impl Studio {
    fn new(acts: Vec<(Frames, Act)>) -> Self {
        let stage = Stage::new(Script { acts, pace: Pace::RealTime { speed: 1.0 }, ..Script::default() });
        let (wake, woken) = channel();
        let wake = Arc::new(move || wake.send(()).unwrap_or_default());
        let recorder = Recorder::start(stage.sound(), Arc::new(RealFs), wake).unwrap();
        Self { stage, recorder, woken, folder: tempfile::tempdir().unwrap(), told: Vec::new() }
    }

    /// Waits for an event, and says how long that took.
    fn until<T>(&mut self, mut found: impl FnMut(&AudioEvent) -> Option<T>) -> (T, Duration) {
        let began = Instant::now();
        loop {
            for event in self.recorder.poll() {
                let hit = found(&event);
                self.told.push(event);
                if let Some(hit) = hit {
                    return (hit, began.elapsed());
                }
            }
            assert!(began.elapsed() < LONG, "not told in time; told {:?}", self.told);
            let _ = self.woken.recv_timeout(Duration::from_millis(5));
        }
    }

    fn wait_until(&self, mut is_so: impl FnMut(&Self) -> bool) -> Duration {
        let began = Instant::now();
        while !is_so(self) {
            assert!(began.elapsed() < LONG);
            let _ = self.woken.recv_timeout(Duration::from_millis(1));
        }
        began.elapsed()
    }

    fn begin(&mut self, name: &str, microphone: Microphone) {
        let room = Room { folder: self.folder.path().to_owned(), format: SampleFormat::Int16 };
        self.recorder.open(microphone, Some(room));
        let (heard, _) = self.until(|event| match event {
            AudioEvent::FirstSamples { heard } => Some(*heard),
            _ => None,
        });
        self.recorder.begin(heard, new_take(name, self.folder.path().to_owned(), Vec::new()));
    }

    fn hear_until(&self, frames: u64) {
        self.wait_until(|studio| studio.recorder.heard().is_some_and(|heard| heard.0 >= frames));
    }

    fn finish(&mut self, at: Frames) -> SavedTake {
        self.recorder.finish(at);
        self.until(|event| match event {
            AudioEvent::TakeSaved(saved) => Some(saved.clone()),
            _ => None,
        })
        .0
    }

    fn until_lost(&mut self) -> (Lost, Frames) {
        self.until(|event| match event {
            AudioEvent::DeviceLost { why, heard } => Some((*why, *heard)),
            _ => None,
        })
        .0
    }
}

fn read(path: &Path) -> Vec<i16> {
    samples(&std::fs::read(path).unwrap())
}

#[test]
fn a_take_is_recorded_privately_and_the_microphone_is_closed_at_once() {
    let mut studio = Studio::new(Vec::new());
    assert!(!studio.stage.is_listening());
    studio.begin("take", Microphone::default());
    studio.hear_until(24_000);
    let at = studio.recorder.heard().unwrap();
    let saved = studio.finish(at);
    assert_eq!(read(&saved.path), ramp_of(0..at.0 + 7_200));
    assert!(!RealFs.meta(&saved.path).unwrap().exposed);
    let level = studio.told.iter().find_map(|event| match event {
        AudioEvent::Level(level) => Some(*level),
        _ => None,
    });
    assert!(level.unwrap().peak > 0.5);

    studio.recorder.close();
    let took = studio.wait_until(|studio| !studio.stage.is_listening());
    assert!(took < Duration::from_millis(500), "{took:?}");
    assert_eq!(studio.recorder.heard(), None);
}

#[test]
fn a_storm_of_errors_is_ended_within_half_a_second_and_the_take_kept() {
    let mut studio = Studio::new(vec![(Frames(24_000), Act::Storm(ErrorKind::BackendError))]);
    studio.begin("take", Microphone::default());
    studio.hear_until(24_000);
    let began = Instant::now();
    let (why, heard) = studio.until_lost();
    studio.wait_until(|studio| !studio.stage.is_listening());
    assert!(began.elapsed() < Duration::from_millis(500), "{:?}", began.elapsed());
    assert_eq!((why, heard), (Lost::Fault(Fault::Broken), Frames(24_000)));
    let saved = studio.finish(heard);
    assert_eq!(read(&saved.path), ramp_of(0..24_000));

    studio.begin("again", Microphone::default());
    studio.hear_until(4_800);
    let saved = studio.finish(Frames(4_800));
    assert_eq!(read(&saved.path), ramp_of(0..12_000));
}

#[test]
fn a_muted_microphone_is_noticed() {
    let mut studio = Studio::new(vec![(Frames(4_800), Act::Mute(Frames(110_000)))]);
    studio.begin("take", Microphone::default());
    let ((), after) = studio.until(|event| matches!(event, AudioEvent::Silent).then_some(()));
    assert!(after < Duration::from_millis(2_500), "{after:?}");
    studio.until(|event| matches!(event, AudioEvent::SoundAgain).then_some(()));
}

#[test]
fn a_microphone_that_goes_without_a_word_is_noticed_within_two_seconds() {
    let mut studio = Studio::new(vec![(Frames(9_600), Act::VanishSilently)]);
    let listed = studio.stage.sound().inputs().unwrap();
    let pick = listed[1].pick.clone();
    assert!(matches!(pick, Pick::Device(_)));
    studio.begin("take", Microphone { pick, channel: None });
    studio.hear_until(9_600);
    let began = Instant::now();
    let (why, heard) = studio.until_lost();
    assert!(began.elapsed() < Duration::from_secs(2));
    assert_eq!((why, heard), (Lost::WithoutAWord, Frames(9_600)));
    assert_eq!(studio.finish(heard).frames, Frames(9_600));
}

#[test]
fn a_microphone_that_stops_is_noticed_after_a_second() {
    let mut studio = Studio::new(vec![(Frames(9_600), Act::Hush)]);
    studio.begin("take", Microphone::default());
    studio.hear_until(9_600);
    let ((), after) = studio.until(|event| matches!(event, AudioEvent::NoSamples).then_some(()));
    assert!(after > Duration::from_millis(900) && after < Duration::from_millis(1_500), "{after:?}");
    let saved = studio.finish(Frames(9_600));
    assert_eq!(saved.frames, Frames(9_600), "what never came is not awaited for long");
}

#[test]
fn refusals_are_told_and_the_next_attempt_may_succeed() {
    let mut studio = Studio::new(Vec::new());
    studio.stage.refuse(Some(ErrorKind::PermissionDenied));
    studio.recorder.open(Microphone::default(), None);
    let (sentence, _) = studio.until(|event| match event {
        AudioEvent::CouldNotOpen(why) => Some(why.to_string()),
        _ => None,
    });
    assert!(sentence.contains("privacy settings"), "{sentence}");
    studio.stage.refuse(None);
    studio.begin("take", Microphone::default());
}

#[test]
fn without_room_the_microphone_is_not_opened() {
    let stage = Stage::new(Script::default());
    let fs = sim();
    fs.set_free_space(99_000_000);
    let mut recorder = Recorder::start(stage.sound(), Arc::new(fs), Arc::new(|| {})).unwrap();
    let room = Room { folder: crate::audio_rig::TAKES.into(), format: SampleFormat::Int16 };
    recorder.open(Microphone::default(), Some(room));
    let began = Instant::now();
    loop {
        if let Some(event) = recorder.poll().pop() {
            assert!(matches!(event, AudioEvent::CouldNotOpen(CouldNotOpen::DiskFull { .. })), "{event:?}");
            break;
        }
        assert!(began.elapsed() < LONG);
        std::thread::yield_now();
    }
    assert!(!stage.is_listening());
}

#[test]
fn the_end_of_the_program_finishes_the_take() {
    let mut studio = Studio::new(Vec::new());
    studio.begin("take", Microphone::default());
    studio.hear_until(24_000);
    let Studio { recorder, folder, stage, .. } = studio;
    drop(recorder);
    assert!(!stage.is_listening());
    let kept = read(&folder.path().join("take.wav"));
    assert!(kept.len() >= 24_000);
    assert_eq!(kept, ramp_of(0..kept.len() as u64));
}
