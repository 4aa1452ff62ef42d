//! Recording without a window, and what may become of the terminal meanwhile.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use starling::domain::library::Library;
use starling::domain::time::Frames;
use starling::store::clock::SystemClock;
use starling::store::real::RealFs;
use starling::store::{Access, Store};

use super::{LONG, Server, cpu_of_a_second, environment};
use crate::audio_rig::{RATE, samples};
use crate::report;

/// Starts a program that leads to `starling record`; the words before its name make another process of it.
fn record(server: &Server, library: &Path, before: &[&str], terminal: [Stdio; 3]) -> Child {
    let starling = env!("CARGO_BIN_EXE_starling");
    let (program, words) = before.split_first().map_or((starling, before), |(first, rest)| (*first, rest));
    let itself = (!before.is_empty()).then_some(starling);
    let [stdin, stdout, stderr] = terminal;
    Command::new(program)
        .args(words)
        .args(itself)
        .args(["record", "--library"])
        .arg(library)
        .envs(environment(server.folder.path()))
        .stdin(stdin)
        .stdout(stdout)
        .stderr(stderr)
        .spawn()
        .unwrap()
}

/// Waits until so many seconds lie in the recording that is growing in a library.
fn until_recorded(library: &Path, secs: u64) {
    let began = Instant::now();
    while part_len(library) < 44 + secs * 2 * 48_000 {
        assert!(began.elapsed() < LONG, "something is recorded");
        std::thread::park_timeout(Duration::from_millis(20));
    }
}

/// The length of the recording that is growing in a library.
fn part_len(library: &Path) -> u64 {
    let folder = library.join("stories/unfiled/takes");
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let parts = entries.filter(|entry| entry.path().to_string_lossy().ends_with(".wav.part"));
    parts.filter_map(|part| Some(part.metadata().ok()?.len())).sum()
}

fn signal(program: &Child, signal: &str) {
    assert!(Command::new("kill").arg(signal).arg(program.id().to_string()).status().unwrap().success());
}

/// What a library holds; nothing in it may need mending.
fn open(library: &Path) -> Library {
    let opened = Store::open(Arc::new(RealFs), Arc::new(SystemClock), library, Access::ReadOnly).unwrap();
    assert_eq!(opened.warnings, []);
    opened.library
}

/// A terminal of the test's own: the end that a window would hold, and the end that programs run on.
fn terminal() -> (std::os::fd::OwnedFd, File) {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
    grantpt(&master).unwrap();
    unlockpt(&master).unwrap();
    let name = ptsname(&master, Vec::new()).unwrap();
    #[expect(clippy::disallowed_methods, reason = "a terminal, not a file")]
    let slave = OpenOptions::new().read(true).write(true).open(name.to_str().unwrap()).unwrap();
    (master, slave)
}

fn on(slave: &File) -> [Stdio; 3] {
    std::array::from_fn(|_| slave.try_clone().unwrap().into())
}

#[test]
fn without_a_window_whatever_ends_the_program_keeps_the_take() {
    let Some(mut server) = Server::start() else { return };
    server.say_ramp(60);
    let library = server.folder.path().join("library");
    for ending in ["-INT", "-TERM", "-HUP"] {
        let mut program = record(&server, &library, &[], [Stdio::piped(), Stdio::null(), Stdio::null()]);
        until_recorded(&library, 1);
        writeln!(program.stdin.as_mut().unwrap()).unwrap();
        std::thread::park_timeout(Duration::from_millis(500));
        signal(&program, ending);
        assert!(program.wait().unwrap().success(), "{ending}");
    }
    let library = open(&library);
    assert_eq!(library.takes().count(), 3);
    for take in library.takes() {
        assert!(!take.recovered && take.recording.secs() > 1.0);
        assert_eq!(take.live_marks.len(), 2, "Enter marked the second section");
    }
}

#[test]
fn a_terminal_that_dies_with_its_programs_keeps_the_take() {
    let Some(mut server) = Server::start() else { return };
    server.say_ramp(60);
    let library = server.folder.path().join("library");
    let (master, slave) = terminal();
    let mut program = record(&server, &library, &["setsid", "--ctty"], on(&slave));
    drop(slave);
    until_recorded(&library, 1);
    drop(master);
    // Nothing but the death of its terminal, of which the system tells it, ends this process.
    assert!(program.wait().unwrap().code().is_some());
    let library = open(&library);
    assert!(library.takes().all(|take| !take.recovered && take.recording.secs() > 1.0));
    assert_eq!(library.takes().count(), 1);
}

#[test]
fn a_terminal_that_is_gone_without_a_word_neither_ends_the_recording_nor_keeps_it_busy() {
    let Some(mut server) = Server::start() else { return };
    server.say_ramp(60);
    let library = server.folder.path().join("library");
    let (master, slave) = terminal();
    // In a session of its own, without this terminal, nobody tells it.
    let mut program = record(&server, &library, &["setsid"], on(&slave));
    drop(slave);
    until_recorded(&library, 1);
    drop(master);
    let used = cpu_of_a_second(&program);
    report(&format!("without its terminal: {used} % of a core"));
    assert!(used <= 20, "{used} %");
    // Something has to be said now, and there is nobody to hear it.
    server.pactl(&["set-source-mute", "fakemic", "1"]).unwrap();
    until_recorded(&library, 5);
    signal(&program, "-TERM");
    assert!(program.wait().unwrap().code().is_some());
    let library = open(&library);
    assert!(library.takes().all(|take| !take.recovered && take.recording.secs() > 5.0));
    assert_eq!(library.takes().count(), 1);
}

#[test]
fn nobody_listening_and_nobody_typing_is_no_reason_to_stop() {
    let Some(mut server) = Server::start() else { return };
    server.say_ramp(60);
    let library = server.folder.path().join("library");
    let mut program = record(&server, &library, &[], [Stdio::null(), Stdio::piped(), Stdio::piped()]);
    drop((program.stdout.take(), program.stderr.take()));
    until_recorded(&library, 1);
    server.pactl(&["set-source-mute", "fakemic", "1"]).unwrap();
    until_recorded(&library, 5);
    signal(&program, "-TERM");
    assert!(program.wait().unwrap().success());
    assert!(open(&library).takes().all(|take| !take.recovered && take.recording.secs() > 5.0));
}

#[test]
fn without_a_window_a_file_of_ones_own_is_recorded_and_devices_are_listed() {
    let Some(mut server) = Server::start() else { return };
    server.say_ramp(60);
    let file = server.folder.path().join("mine.wav");
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_starling"))
            .args(arguments)
            .envs(environment(server.folder.path()))
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let json = serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap_or_default();
        (output.status.code(), json, String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let to = file.to_str().unwrap();
    let record = ["record", "--seconds", "2", "--format", "json", "--to", to];
    let (status, report, said) = run(&record);
    assert_eq!(status, Some(0), "{said}");
    let secs = report["duration_s"].as_f64().unwrap();
    assert!((2.0..2.5).contains(&secs), "{secs}");
    let frames = samples(&fs::read(&file).unwrap()).len() as u64;
    assert!((RATE.secs(Frames(frames)) - secs).abs() < 1e-9);
    assert!(!file.with_extension("marks").exists());
    let (status, _, said) = run(&record);
    assert_eq!((status, said.contains("already")), (Some(1), true), "{said}");

    let (status, devices, _) = run(&["devices", "--format", "json"]);
    assert_eq!(status, Some(0));
    assert_eq!(devices["microphones"][0]["name"], "System default");
    let (status, _, said) = run(&["record", "--device", "nobody's"]);
    assert_eq!((status, said.contains("starling devices")), (Some(1), true), "{said}");
}
