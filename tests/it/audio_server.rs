//! Recording from a real sound server with virtual devices, which the test starts and ends itself.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use starling::audio::device::machine;
use starling::audio::engine::Recorder;
use starling::audio::event::AudioEvent;
use starling::audio::scripted::ramp;
use starling::audio::sound::Microphone;
use starling::domain::time::Frames;
use starling::store::clock::SystemClock;
use starling::store::real::RealFs;
use starling::store::{Access, Store};

use crate::audio_rig::{RATE, new_take, samples};
use crate::{is_full_campaign, report};

const FOLDER: &str = "STARLING_RECORD_INTO";
const LONG: Duration = Duration::from_secs(20);

/// A sound server of the test's own, which ends with this value.
struct Server {
    folder: tempfile::TempDir,
    daemon: Child,
    feeders: Vec<Child>,
}

impl Server {
    /// `None` where no server can be started.
    fn start() -> Option<Self> {
        let folder = tempfile::Builder::new().prefix("starling-sound").tempdir().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).unwrap();
        #[expect(clippy::disallowed_methods, reason = "a file of the test's own")]
        fs::write(
            folder.path().join(".asoundrc"),
            "pcm.!default { type pulse }\nctl.!default { type pulse }\n",
        )
        .unwrap();
        let socket = folder.path().join("native");
        let daemon = Command::new("pulseaudio")
            .args(["-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--log-level=error"])
            .arg("-L")
            .arg(format!("module-native-protocol-unix auth-anonymous=1 socket={}", socket.display()))
            .envs(environment(folder.path()))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let Ok(daemon) = daemon else {
            report("SKIPPED: pulseaudio is not installed; nothing was recorded from a real sound server");
            return None;
        };
        let mut server = Self { folder, daemon, feeders: Vec::new() };
        let began = Instant::now();
        while server.pactl(&["info"]).is_none() {
            assert!(began.elapsed() < LONG, "the sound server answers");
            std::thread::yield_now();
        }
        server.add_microphone("mic_in", "fakemic");
        server.pactl(&["set-default-source", "fakemic"]).unwrap();
        Some(server)
    }

    /// A microphone that hears what is played into `sink`.
    fn add_microphone(&mut self, sink: &str, source: &str) -> String {
        let sink_name = format!("sink_name={sink}");
        self.pactl(&[
            "load-module",
            "module-null-sink",
            &sink_name,
            "rate=48000",
            "channels=1",
            "format=s16le",
        ])
        .unwrap();
        let (master, source_name) = (format!("master={sink}.monitor"), format!("source_name={source}"));
        let remap = ["load-module", "module-remap-source", &master, &source_name];
        let module =
            self.pactl(&[&remap[..], &["source_properties=device.description=FakeMic"]].concat()).unwrap();
        // An idle null sink is no microphone: it delivers nothing.
        let inputs = |server: &Self| server.pactl(&["list", "short", "sink-inputs"]).unwrap().lines().count();
        let before = inputs(self);
        self.feed(sink, Path::new("/dev/zero"), "--latency-msec=20");
        let began = Instant::now();
        while inputs(self) == before {
            assert!(began.elapsed() < LONG, "the microphone is fed");
        }
        module.trim().to_owned()
    }

    /// Plays raw samples into a sink.
    fn feed(&mut self, sink: &str, raw: &Path, latency: &str) {
        let feeder = Command::new("pacat")
            .args([latency, "-d", sink, "--rate=48000", "--channels=1", "--format=s16le"])
            .arg(raw)
            .envs(environment(self.folder.path()))
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        self.feeders.push(feeder);
    }

    fn pactl(&self, arguments: &[&str]) -> Option<String> {
        let out =
            Command::new("pactl").args(arguments).envs(environment(self.folder.path())).output().ok()?;
        out.status.success().then(|| String::from_utf8_lossy(&out.stdout).into_owned())
    }

    /// Plays the ramp into the first microphone.
    fn say_ramp(&mut self, secs: u64) {
        let path = self.folder.path().join("ramp.raw");
        let bytes: Vec<u8> = (0..secs * 48_000).flat_map(|frame| ramp(frame).to_le_bytes()).collect();
        #[expect(clippy::disallowed_methods, reason = "a file of the test's own")]
        fs::write(&path, bytes).unwrap();
        // What plays it on a busy machine may not stumble either.
        self.feed("mic_in", &path, "--latency-msec=500");
    }

    fn record(&self) -> Recording {
        Recording::start(self.folder.path())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        for child in self.feeders.iter_mut().chain([&mut self.daemon]) {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn environment(folder: &Path) -> Vec<(&'static str, String)> {
    let folder = folder.display().to_string();
    vec![
        ("PULSE_SERVER", format!("unix:{folder}/native")),
        ("XDG_RUNTIME_DIR", folder.clone()),
        ("PULSE_RUNTIME_PATH", format!("{folder}/pulse")),
        ("XDG_CONFIG_HOME", folder.clone()),
        ("HOME", folder),
    ]
}

/// A process that records from the server, told what to do by lines.
struct Recording {
    child: Child,
    orders: ChildStdin,
    lines: Receiver<String>,
    said: Vec<String>,
    began: Instant,
}

impl Recording {
    fn start(folder: &Path) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "audio_server::child", "--ignored", "--nocapture", "--test-threads=1"])
            .env(FOLDER, folder)
            .envs(environment(folder))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (sender, lines) = channel();
        let out = BufReader::new(child.stdout.take().unwrap());
        let reading = std::thread::Builder::new().name("child-says".to_owned());
        reading
            .spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)))
            .unwrap();
        let orders = child.stdin.take().unwrap();
        let mut recording = Self { child, orders, lines, said: Vec::new(), began: Instant::now() };
        recording.until("FirstSamples");
        recording
    }

    /// Waits for a line with this word, and says how long that took.
    fn until(&mut self, word: &str) -> (String, Duration) {
        let began = Instant::now();
        loop {
            let left = LONG.saturating_sub(began.elapsed());
            let line = self.lines.recv_timeout(left);
            assert!(line.is_ok(), "no {word}; told {:?}", self.told());
            let line = line.unwrap_or_default();
            self.said.push(line.clone());
            if line.contains(word) {
                return (line, began.elapsed());
            }
        }
    }

    fn until_heard(&mut self, secs: u64) {
        while number_in(&self.until("heard ").0) < secs * 48_000 {}
    }

    /// The lines that tell more than how much was heard.
    fn told(&self) -> Vec<&String> {
        self.said.iter().filter(|line| !line.starts_with("heard ")).collect()
    }

    fn order(&mut self, order: &str, answer: &str) {
        writeln!(self.orders, "{order}").unwrap();
        self.until(answer);
    }

    fn finish(&mut self, folder: &Path) -> Vec<i16> {
        self.order("finish", "TakeSaved");
        samples(&fs::read(folder.join("take.wav")).unwrap())
    }

    /// The CPU time the process has used, in hundredths of a second.
    fn cpu(&self) -> u64 {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        fields.iter().skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum()
    }

    /// The CPU time of each thread of the process.
    fn cpu_by_thread(&self) -> String {
        let tasks = fs::read_dir(format!("/proc/{}/task", self.child.id())).unwrap();
        let of = |path: PathBuf| {
            let stat = fs::read_to_string(path.join("stat")).ok()?;
            let (name, rest) = stat.split_once('(')?.1.rsplit_once(')')?;
            let ticks: u64 =
                rest.split_whitespace().skip(11).take(2).filter_map(|t| t.parse::<u64>().ok()).sum();
            Some(format!("{name} {ticks}"))
        };
        tasks.filter_map(|task| of(task.ok()?.path())).collect::<Vec<_>>().join(", ")
    }
}

fn number_in(line: &str) -> u64 {
    line.rsplit(' ').next().and_then(|last| last.parse().ok()).unwrap_or(0)
}

impl Drop for Recording {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Records from the system's microphone and says what happens.
#[test]
#[ignore = "a process that the other tests start"]
#[expect(clippy::print_stdout, reason = "how the processes talk")]
fn child() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let (wake, ticks) = channel::<Option<String>>();
    let orders = wake.clone();
    let reading = std::thread::Builder::new().name("orders".to_owned());
    reading
        .spawn(move || std::io::stdin().lines().map_while(Result::ok).try_for_each(|l| orders.send(Some(l))))
        .unwrap();
    let wake = Arc::new(move || wake.send(None).unwrap_or_default());
    let mut recorder = Recorder::start(machine(), Arc::new(RealFs), wake).unwrap();
    recorder.open(Microphone::default(), None);
    loop {
        for event in recorder.poll() {
            if let AudioEvent::FirstSamples { heard } = event {
                recorder.begin(heard, new_take("take", PathBuf::from(&folder), Vec::new()));
            }
            if !matches!(event, AudioEvent::Level(_)) {
                println!("{event:?}");
            }
        }
        println!("heard {}", recorder.heard().unwrap_or_default().0);
        match ticks.recv_timeout(Duration::from_millis(100)).ok().flatten().as_deref() {
            Some("finish") => recorder.finish(recorder.heard().unwrap_or_default()),
            Some("close") => recorder.close(),
            Some("reopen") => recorder.open(Microphone::default(), None),
            _ => {}
        }
    }
}

/// Where the ramp begins and ends in what was recorded, every sample of it in its place.
fn find_ramp(heard: &[i16]) -> std::ops::Range<usize> {
    let first = heard.windows(2).position(|pair| pair[0] == 0 && pair[1] == ramp(0)).map_or(0, |at| at + 1);
    let len = heard[first..].iter().enumerate().take_while(|(n, sample)| **sample == ramp(*n as u64)).count();
    first..first + len
}

#[test]
fn the_virtual_microphone_is_recorded_bit_by_bit_and_cheaply() {
    let Some(mut server) = Server::start() else { return };
    let secs = if is_full_campaign() { 3_600 } else { 5 };
    let mut recording = server.record();
    report(&format!(
        "first samples {} ms after the process was started",
        recording.began.elapsed().as_millis()
    ));
    server.say_ramp(secs);
    let (began, cpu) = (Instant::now(), recording.cpu());
    recording.until_heard(secs + 3);
    let used = recording.cpu() - cpu;
    report(&format!("recording: {used} hundredths of a second of CPU in {} ms", began.elapsed().as_millis()));
    report(&format!("by thread: {}", recording.cpu_by_thread()));
    let heard = recording.finish(server.folder.path());
    let ramp = find_ramp(&heard);
    assert_eq!(ramp.len() as u64, secs * 48_000, "of {} frames; told {:?}", heard.len(), recording.told());
    assert!(heard[ramp.end..].iter().all(|sample| *sample == 0));

    recording.order("close", "Closed");
    let began = Instant::now();
    while server.pactl(&["list", "short", "source-outputs"]).unwrap().contains("alsa") {
        assert!(began.elapsed() < Duration::from_millis(500), "the microphone is free again");
    }
}

/// Measures how much CPU the process uses in a second.
fn cpu_of_a_second(recording: &Recording) -> u64 {
    let (began, before) = (Instant::now(), recording.cpu());
    while began.elapsed() < Duration::from_secs(1) {
        std::thread::park_timeout(Duration::from_millis(50));
    }
    recording.cpu() - before
}

/// Does something to the server in the middle of a ramp; says what was recorded and what was said.
fn lose(act: impl FnOnce(&mut Server)) {
    let Some(mut server) = Server::start() else { return };
    let mut recording = server.record();
    server.say_ramp(30);
    recording.until_heard(5);
    act(&mut server);
    let (line, after) = recording.until("DeviceLost");
    report(&format!("{line} after {} ms", after.as_millis()));
    assert!(after < Duration::from_secs(2), "{after:?}");
    let used = cpu_of_a_second(&recording);
    report(&format!("{used} % of a core afterwards"));
    assert!(used <= 10, "{used} %");
    let heard = recording.finish(server.folder.path());
    let ramp = find_ramp(&heard);
    assert!(ramp.len() > 48_000, "{} frames of the ramp; told {:?}", ramp.len(), recording.told());
    assert!(heard[ramp.end..].iter().all(|sample| *sample == 0), "nothing is torn");
}

#[test]
fn a_microphone_that_is_pulled_out_is_told_within_two_seconds() {
    lose(|server| {
        server.pactl(&["unload-module", "module-null-sink"]).unwrap();
    });
}

#[test]
fn a_sound_server_that_dies_is_told_within_two_seconds() {
    lose(|server| server.daemon.kill().unwrap());
}

#[test]
fn without_a_window_whatever_ends_the_program_keeps_the_take() {
    let Some(mut server) = Server::start() else { return };
    server.say_ramp(60);
    let library = server.folder.path().join("library");
    for signal in ["-INT", "-TERM", "-HUP"] {
        let mut program = Command::new(env!("CARGO_BIN_EXE_starling"))
            .args(["record", "--library"])
            .arg(&library)
            .envs(environment(server.folder.path()))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let began = Instant::now();
        while part_len(&library) < 44 + 2 * 48_000 {
            assert!(began.elapsed() < LONG, "something is recorded");
            std::thread::park_timeout(Duration::from_millis(20));
        }
        writeln!(program.stdin.as_mut().unwrap()).unwrap();
        std::thread::park_timeout(Duration::from_millis(500));
        Command::new("kill").arg(signal).arg(program.id().to_string()).status().unwrap();
        assert!(program.wait().unwrap().success(), "{signal}");
    }
    let opened = Store::open(Arc::new(RealFs), Arc::new(SystemClock), &library, Access::ReadOnly).unwrap();
    let takes: Vec<_> = opened.library.takes().collect();
    assert_eq!(takes.len(), 3, "{:?}", opened.warnings);
    for take in takes {
        assert!(!take.recovered && take.recording.secs() > 1.0);
        assert_eq!(take.live_marks.len(), 2, "Enter marked the second section");
    }
}

/// The length of the recording that is growing in a library.
fn part_len(library: &Path) -> u64 {
    let folder = library.join("stories/unfiled/takes");
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let parts = entries.filter(|entry| entry.path().to_string_lossy().ends_with(".wav.part"));
    parts.filter_map(|part| Some(part.metadata().ok()?.len())).sum()
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

#[test]
fn a_muted_source_is_told() {
    let Some(mut server) = Server::start() else { return };
    let mut recording = server.record();
    server.say_ramp(30);
    recording.until_heard(1);
    server.pactl(&["set-source-mute", "fakemic", "1"]).unwrap();
    let (_, after) = recording.until("Silent");
    report(&format!("muted: told after {} ms", after.as_millis()));
    assert!(after < Duration::from_secs(4), "{after:?}");
    server.pactl(&["set-source-mute", "fakemic", "0"]).unwrap();
    recording.until("SoundAgain");
}

#[test]
fn when_the_system_uses_another_microphone_recording_goes_on() {
    let Some(mut server) = Server::start() else { return };
    let mut recording = server.record();
    server.say_ramp(3);
    recording.until_heard(1);
    server.add_microphone("other_in", "othermic");
    server.pactl(&["set-default-source", "othermic"]).unwrap();
    recording.until_heard(6);
    let heard = recording.finish(server.folder.path());
    assert!(heard.len() as u64 >= 6 * 48_000);
    assert!(!recording.said.iter().any(|line| line.contains("DeviceLost")));
    assert!(find_ramp(&heard).len() > 24_000);
}
