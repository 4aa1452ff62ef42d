//! A recording process is killed at a random moment, many times: what was said until then is on the disk.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use starling::audio::engine::Recorder;
use starling::audio::event::AudioEvent;
use starling::audio::scripted::{Pace, Script, Stage};
use starling::audio::sound::Microphone;
use starling::domain::split::Mark;
use starling::domain::time::Frames;
use starling::store::clock::SystemClock;
use starling::store::real::RealFs;
use starling::store::{Access, Opened, Store};

use crate::audio_rig::{new_take, ramp_of, samples};
use crate::{is_full_campaign, report};

const FOLDER: &str = "STARLING_KILLED_IN";
const NAME: &str = "STARLING_KILLED_TAKE";
/// Processes at a time; each needs a few per cent of a core.
const AT_A_TIME: usize = 6;
/// 150 ms.
const MOST_LOST: u64 = 7_200;

/// Records until it is killed, and says after every few milliseconds what it has heard and marked.
#[test]
#[ignore = "a process that the other test starts and kills"]
fn child() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let stage = Stage::new(Script { pace: Pace::RealTime { speed: 1.0 }, ..Script::default() });
    let mut recorder = Recorder::start(stage.sound(), Arc::new(RealFs), Arc::new(|| {})).unwrap();
    recorder.open(Microphone::default(), None);
    let mut out = std::io::stdout().lock();
    let (mut marks, mut is_recording) = (Vec::new(), false);
    let began = Instant::now();
    let (_never, ticks) = std::sync::mpsc::channel::<()>();
    while began.elapsed() < Duration::from_secs(20) {
        for event in recorder.poll() {
            if let AudioEvent::FirstSamples { heard } = event {
                let name = std::env::var(NAME).unwrap();
                recorder.begin(heard, new_take(&name, PathBuf::from(&folder), Vec::new()));
                is_recording = true;
            }
        }
        if let Some(heard) = recorder.heard().filter(|_| is_recording) {
            if heard.0 > 4_800 * (marks.len() as u64 + 1) {
                marks.push(Mark { at: heard, section: marks.len() % 4 });
                recorder.set_marks(&marks);
            }
            writeln!(out, "heard {} {}", heard.0, marks.len()).unwrap();
        }
        let _ = ticks.recv_timeout(Duration::from_millis(3));
    }
}

fn open(library: &Path) -> Opened {
    Store::open(Arc::new(RealFs), Arc::new(SystemClock), library, Access::Write).unwrap()
}

/// What became of one killed process.
struct Remains {
    lost: u64,
}

fn start(folder: &Path, name: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "audio_kill::child", "--ignored", "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder)
        .env(NAME, name)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Kills a recording process once it has recorded for a while, and looks at what it leaves.
fn kill_one(after: u64) -> Remains {
    let folder = tempfile::tempdir().unwrap();
    let library = folder.path().join("library");
    let mut store = open(&library).store;
    let id = store.new_take_id();
    let new = store.new_recording(None, &id, Timestamp::now()).unwrap();
    drop(store);
    let mut child = start(new.part.parent().unwrap(), new.file.trim_end_matches(".wav"));
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let (mut heard, mut marked) = (0, Vec::new());
    let mut killed = false;
    for line in lines.map_while(Result::ok) {
        // The line that was being written at the end is cut short and says nothing.
        let Some(said) = line.split_once("heard ").map(|(_, said)| said.to_owned()) else { continue };
        let mut numbers = said.split(' ').map(str::parse::<u64>);
        let (Some(Ok(now)), Some(Ok(marks))) = (numbers.next(), numbers.next()) else { continue };
        if now < heard {
            continue;
        }
        heard = now;
        marked.push((now, marks));
        if heard > after && !killed {
            child.kill().unwrap();
            killed = true;
        }
    }
    child.wait().unwrap();
    assert!(killed, "the process recorded");

    let opened = open(&library);
    let [id] = opened.recovered.as_slice() else {
        unreachable!("one take is recovered, not {:?}; {:?}", opened.recovered, opened.warnings)
    };
    let beside = opened.library.take(id).unwrap();
    let bytes = std::fs::read(opened.store.take_audio_path(beside)).unwrap();
    let kept = samples(&bytes);
    assert_eq!(kept, ramp_of(0..kept.len() as u64));
    assert_eq!(beside.recording.frames, Frames(kept.len() as u64));
    // A mark made in the last moment may still be on its way.
    let settled = marked.iter().rev().find(|(at, _)| at + MOST_LOST <= heard).map_or(0, |(_, marks)| *marks);
    assert!(beside.live_marks.len() as u64 >= settled, "{} of {settled} marks", beside.live_marks.len());
    assert!(beside.live_marks.iter().all(|mark| mark.at <= Frames(heard + MOST_LOST)));
    Remains { lost: heard.saturating_sub(kept.len() as u64) }
}

#[test]
fn killed_at_any_moment_a_recording_loses_150_milliseconds_at_most() {
    let kills = if is_full_campaign() { 1_000 } else { 30 };
    let mut lost: Vec<u64> = Vec::new();
    let moments: Vec<u64> = (0..kills).map(|n| 4_800 + n * 7_919 % 48_000).collect();
    for some in moments.chunks(AT_A_TIME) {
        std::thread::scope(|scope| {
            let running: Vec<_> = some
                .iter()
                .map(|after| {
                    let named = std::thread::Builder::new().name(format!("kill-{after}"));
                    named.spawn_scoped(scope, move || kill_one(*after)).unwrap()
                })
                .collect();
            lost.extend(running.into_iter().map(|one| one.join().unwrap().lost));
        });
    }
    let most = lost.iter().max().copied().unwrap_or(0);
    report(&format!("{kills} kills: at most {most} frames lost"));
    assert!(most <= MOST_LOST, "{most} frames lost");
}
