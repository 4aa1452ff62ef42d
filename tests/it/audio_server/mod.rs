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
use starling::store::real::RealFs;

use crate::audio_rig::{new_take, samples};
use crate::report;

mod command;
mod listening;
mod losing;

const FOLDER: &str = "STARLING_RECORD_INTO";
const LONG: Duration = Duration::from_secs(20);

/// A sound server of the test's own, which ends with this value.
pub struct Server {
    folder: tempfile::TempDir,
    daemon: Child,
    feeders: Vec<Child>,
}

impl Server {
    /// `None` where no server can be started.
    pub fn start() -> Option<Self> {
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
    pub fn feed(&mut self, sink: &str, raw: &Path, latency: &str) {
        let feeder = Command::new("pacat")
            .args([latency, "-d", sink, "--rate=48000", "--channels=1", "--format=s16le"])
            .arg(raw)
            .envs(environment(self.folder.path()))
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        self.feeders.push(feeder);
    }

    /// Waits until the last thing that was to be said is said.
    pub fn until_said(&mut self) {
        if let Some(mut feeder) = self.feeders.pop() {
            feeder.wait().unwrap();
        }
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
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
        self.feed("mic_in", &path, "--latency-msec=5000");
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
        self.until_one_of(&[word])
    }

    /// Waits for a line with one of these words.
    fn until_one_of(&mut self, words: &[&str]) -> (String, Duration) {
        let began = Instant::now();
        loop {
            let left = LONG.saturating_sub(began.elapsed());
            let line = self.lines.recv_timeout(left);
            assert!(line.is_ok(), "none of {words:?}; told {:?}", self.told());
            let line = line.unwrap_or_default();
            self.said.push(line.clone());
            if words.iter().any(|word| line.contains(word)) {
                return (line, began.elapsed());
            }
        }
    }

    /// Waits until so much was heard, and says how many frames that were.
    fn until_heard(&mut self, secs: u64) -> u64 {
        loop {
            let heard = number_in(&self.until("heard ").0);
            if heard >= secs * 48_000 {
                return heard;
            }
            self.said.pop();
        }
    }

    /// Frames heard by now, whatever was said before.
    fn heard_now(&mut self) -> u64 {
        while self.lines.try_recv().is_ok() {}
        self.until_heard(0)
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

    /// The CPU time of each thread of the process, in hundredths of a second.
    fn cpu_by_thread(&self) -> Vec<(String, u64)> {
        let tasks = fs::read_dir(format!("/proc/{}/task", self.child.id())).unwrap();
        let of = |path: PathBuf| {
            let stat = fs::read_to_string(path.join("stat")).ok()?;
            let (name, rest) = stat.split_once('(')?.1.rsplit_once(')')?;
            let ticks = rest.split_whitespace().skip(11).take(2).filter_map(|t| t.parse::<u64>().ok()).sum();
            Some((name.to_owned(), ticks))
        };
        tasks.filter_map(|task| of(task.ok()?.path())).collect()
    }

    /// The memory the process holds, in KiB.
    fn memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let held = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        held.and_then(|held| held.split_whitespace().next()?.parse().ok()).unwrap_or(0)
    }
}

/// The CPU time a process has used, in hundredths of a second.
fn cpu_of(process: &Child) -> u64 {
    let stat = fs::read_to_string(format!("/proc/{}/stat", process.id())).unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum()
}

/// Measures how much CPU a process uses in a second.
fn cpu_of_a_second(process: &Child) -> u64 {
    let (began, before) = (Instant::now(), cpu_of(process));
    while began.elapsed() < Duration::from_secs(1) {
        std::thread::park_timeout(Duration::from_millis(50));
    }
    cpu_of(process) - before
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

/// How the ramp is broken in what was recorded: at so many places by zeros, which a player puts in that was late, and at
/// so many by frames that are not there.
fn breaks(heard: &[i16]) -> (usize, usize) {
    let first = find_ramp(heard).start;
    let (mut next, mut late, mut lost) = (0_u64, 0, 0);
    let mut was_zero = false;
    for sample in heard.iter().skip(first) {
        if *sample == 0 {
            late += usize::from(!was_zero);
            was_zero = true;
            continue;
        }
        was_zero = false;
        if *sample != ramp(next) {
            lost += 1;
            next = (0..60_000).map(|skipped| next + skipped).find(|at| ramp(*at) == *sample).unwrap_or(next);
        }
        next += 1;
    }
    (late, lost)
}

/// Where the ramp begins and ends in what was recorded, every sample of it in its place.
fn find_ramp(heard: &[i16]) -> std::ops::Range<usize> {
    let first = heard.windows(2).position(|pair| pair[0] == 0 && pair[1] == ramp(0)).map_or(0, |at| at + 1);
    let len = heard[first..].iter().enumerate().take_while(|(n, sample)| **sample == ramp(*n as u64)).count();
    first..first + len
}
