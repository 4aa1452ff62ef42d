//! A desktop without hardware: a screen, a window manager, a session bus and a screen reader's view, brought up
//! for one test and taken down with it.

use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "grey values and sums of a few thousand of them"
)]
mod pictures;
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "samples and places in a few seconds of sound"
)]
mod practice;
mod window;

/// How long anything on the desktop may take before the test gives up on it.
const PATIENCE: Duration = Duration::from_secs(30);

/// Asks again until `state` is there.
pub fn wait_for<T>(what: &str, mut state: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(there) = state() {
            return there;
        }
        assert!(Instant::now() < deadline, "waited {PATIENCE:?} for {what}");
        std::thread::park_timeout(Duration::from_millis(20));
    }
}

/// A process that ends with the test.
struct Service(Child);

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The desktop; everything it started ends when it is dropped.
pub struct Desktop {
    display: String,
    bus: String,
    home: TempDir,
    /// The sound server of the desktop, where it has one.
    sound: Option<PathBuf>,
    reader: ScreenReader,
    _services: Vec<Service>,
}

struct ScreenReader {
    process: Service,
    requests: ChildStdin,
    replies: BufReader<ChildStdout>,
}

/// One control as a screen reader knows it.
#[derive(Clone, Debug)]
pub struct Node {
    pub name: String,
    pub states: Vec<String>,
}

impl Desktop {
    pub fn start(size: &str) -> Self {
        let home = tempfile::Builder::new().prefix("starling-desktop").tempdir().unwrap();
        let (screen, display) = start_screen(size);
        let (bus_service, bus) = start_bus(&display, home.path());
        let mut services = vec![bus_service, screen];
        let in_session = |program: &str, arguments: &[&str]| {
            let mut command = Command::new(program);
            command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).stdin(Stdio::null());
            session(&mut command, &display, &bus, home.path());
            command.spawn().map_or_else(|fault| panic!("{program} does not start: {fault}"), Service)
        };
        services.push(wait_for("the window manager", || {
            let mut manager = in_session("openbox", &[]);
            manages_windows(&mut manager, &display, &bus, home.path()).then_some(manager)
        }));
        services.push(in_session("/usr/libexec/at-spi-bus-launcher", &["--launch-immediately"]));
        turn_on_accessibility(&display, &bus, home.path());
        let reader = ScreenReader::start(&display, &bus, home.path());
        services.reverse();
        Self { display, bus, home, sound: None, reader, _services: services }
    }

    /// A folder that goes with the desktop.
    pub fn folder(&self) -> PathBuf {
        self.home.path().to_path_buf()
    }

    /// A command whose windows, sounds and settings stay on this desktop.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        session(&mut command, &self.display, &self.bus, self.home.path());
        if let Some(server) = &self.sound {
            command.env("PULSE_SERVER", format!("unix:{}/native", server.display()));
        }
        command
    }

    /// Lets programs use the sound server whose folder this is.
    pub fn hear(&mut self, server: &Path) {
        write(
            &self.home.path().join(".asoundrc"),
            b"pcm.!default { type pulse }\nctl.!default { type pulse }\n",
        );
        self.sound = Some(server.to_owned());
    }

    /// Sets preferences for programs that are started from now on.
    pub fn prefer(&self, fields: &str) {
        let folder = self.home.path().join("config/starling");
        std::fs::DirBuilder::new().recursive(true).create(&folder).unwrap();
        let text = format!("(starling: \"preferences\", version: 1, {fields})");
        write(&folder.join("preferences.ron"), text.as_bytes());
    }

    /// Starts the program under test.
    pub fn starling(&self, arguments: &[&str]) -> Program {
        let child = self
            .command(env!("CARGO_BIN_EXE_starling"))
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        Program(child)
    }

    /// Everything on the window, in reading order; empty while there is none.
    pub fn nodes(&mut self) -> Vec<Node> {
        let reply = self.reader.ask(&json!({"do": "tree", "program": "starling"}));
        let Some(nodes) = reply["nodes"].as_array() else { return Vec::new() };
        nodes
            .iter()
            .map(|node| Node {
                name: text(&node["name"]),
                states: node["states"].as_array().unwrap().iter().map(text).collect(),
            })
            .collect()
    }

    /// Waits for a control whose name holds `name`.
    pub fn find(&mut self, name: &str) -> Node {
        wait_for(name, || self.nodes().into_iter().find(|node| node.name.contains(name)))
    }

    /// Presses a control by its whole name, as a screen reader's user would.
    pub fn press(&mut self, name: &str) {
        wait_for(&format!("{name} to press"), || {
            let reply = self.reader.ask(&json!({"do": "press", "program": "starling", "name": name}));
            (reply["done"] == true).then_some(())
        });
    }

    /// Sends keys to the window that has the focus: `ctrl+n`, `Return`.
    pub fn keys(&self, keys: &[&str]) {
        let status = self.command("xdotool").arg("key").args(keys).status().unwrap();
        assert!(status.success());
    }

    /// Types into whatever has the focus.
    pub fn type_text(&self, text: &str) {
        let status = self.command("xdotool").args(["type", "--delay", "8", text]).status().unwrap();
        assert!(status.success());
    }

    /// Gives the keyboard to the program's window.
    pub fn focus_window(&self) {
        wait_for("the window", || {
            let search = ["search", "--onlyvisible", "--name", "Starling", "windowactivate", "--sync"];
            self.command("xdotool").args(search).status().unwrap().success().then_some(())
        });
    }

    /// What the desktop writes above the window.
    pub fn window_title(&self) -> String {
        let search = ["search", "--onlyvisible", "--name", "Starling", "getwindowname"];
        String::from_utf8_lossy(&self.command("xdotool").args(search).output().unwrap().stdout).into_owned()
    }
}

/// The program under test; it is ended with the test if it has not ended by itself.
pub struct Program(Child);

impl Program {
    /// The process, for whoever sends it signals.
    pub fn id(&self) -> u32 {
        self.0.id()
    }

    /// Waits until the program ends by itself and returns its exit status and what it said on standard error.
    pub fn ended(mut self) -> (Option<i32>, String) {
        let status = wait_for("the program to end", || self.0.try_wait().unwrap());
        let mut said = String::new();
        self.0.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        (status.code(), said)
    }
}

impl Program {
    /// The processor time used so far, in hundredths of a second.
    pub fn cpu_ticks(&self) -> u64 {
        self.cpu_ticks_by_thread().iter().map(|(_, ticks)| ticks).sum()
    }

    /// The same for each thread that still runs.
    pub fn cpu_ticks_by_thread(&self) -> Vec<(String, u64)> {
        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.0.id())).unwrap();
        let of = |path: PathBuf| {
            let stat = std::fs::read_to_string(path.join("stat")).ok()?;
            let (name, rest) = stat.split_once('(')?.1.rsplit_once(')')?;
            let ticks =
                rest.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok());
            Some((name.to_owned(), ticks.sum()))
        };
        tasks.filter_map(|task| of(task.ok()?.path())).collect()
    }
}

/// Writes a file of the test's own.
#[expect(clippy::disallowed_methods, reason = "it is no file of a user's")]
fn write(path: &Path, bytes: &[u8]) {
    std::fs::write(path, bytes).unwrap();
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl ScreenReader {
    fn start(display: &str, bus: &str, home: &Path) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/desktop/screen_reader.py");
        let mut command = Command::new("/usr/bin/python3");
        command.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        session(&mut command, display, bus, home);
        let mut process = Service(command.spawn().unwrap());
        let requests = process.0.stdin.take().unwrap();
        let replies = BufReader::new(process.0.stdout.take().unwrap());
        Self { process, requests, replies }
    }

    fn ask(&mut self, request: &Value) -> Value {
        writeln!(self.requests, "{request}").unwrap();
        let mut line = String::new();
        self.replies.read_line(&mut line).unwrap();
        assert!(!line.is_empty(), "the screen reader ended: {:?}", self.process.0.try_wait());
        serde_json::from_str(&line).unwrap()
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The environment in which everything on the desktop runs.
fn session(command: &mut Command, display: &str, bus: &str, home: &Path) {
    command
        .env("DISPLAY", display)
        .env("DBUS_SESSION_BUS_ADDRESS", bus)
        .env("HOME", home)
        // Nothing that other programs left among temporary files is taken for a take.
        .env("TMPDIR", home)
        .env("XDG_RUNTIME_DIR", home)
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_CACHE_HOME", home.join("cache"))
        .env("LIBGL_ALWAYS_SOFTWARE", "1")
        .env_remove("WAYLAND_DISPLAY");
}

/// Starts a screen on whatever display number is free, and returns it as `:N`.
fn start_screen(size: &str) -> (Service, String) {
    let mut child = Command::new("Xvfb")
        .args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            &format!("{size}x24"),
            "+extension",
            "GLX",
            "-nolisten",
            "tcp",
        ])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap_or_else(|fault| panic!("Xvfb does not start ({fault}); tests/run.sh installs it"));
    let mut number = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut number).unwrap();
    assert!(!number.trim().is_empty(), "Xvfb found no free display");
    (Service(child), format!(":{}", number.trim()))
}

/// Starts a session bus of the desktop's own and returns its address.
fn start_bus(display: &str, home: &Path) -> (Service, String) {
    let mut command = Command::new("dbus-daemon");
    command.args(["--session", "--nofork", "--print-address=1"]).stdout(Stdio::piped()).stderr(Stdio::null());
    session(&mut command, display, "", home);
    command.env_remove("DBUS_SESSION_BUS_ADDRESS");
    let mut child = command.spawn().unwrap_or_else(|fault| panic!("dbus-daemon does not start: {fault}"));
    let mut address = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut address).unwrap();
    (Service(child), address.trim().to_owned())
}

/// Waits until the window manager is at work; it ends where it could not begin.
fn manages_windows(manager: &mut Service, display: &str, bus: &str, home: &Path) -> bool {
    wait_for("the window manager to begin or to end", || {
        let mut look = Command::new("xprop");
        look.args(["-root", "_NET_SUPPORTED"]).stderr(Stdio::null());
        session(&mut look, display, bus, home);
        let said = look.output().unwrap().stdout;
        let begun = String::from_utf8_lossy(&said).contains("_NET_ACTIVE_WINDOW");
        if begun { Some(true) } else { manager.0.try_wait().unwrap().map(|_| false) }
    })
}

/// Tells programs that somebody reads the screen; without it they do not describe themselves.
fn turn_on_accessibility(display: &str, bus: &str, home: &Path) {
    wait_for("the accessibility bus", || {
        let mut command = Command::new("gdbus");
        command
            .args(["call", "--session", "--dest", "org.a11y.Bus", "--object-path", "/org/a11y/bus"])
            .args([
                "--method",
                "org.freedesktop.DBus.Properties.Set",
                "org.a11y.Status",
                "IsEnabled",
                "<true>",
            ])
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        session(&mut command, display, bus, home);
        command.status().unwrap().success().then_some(())
    });
}
