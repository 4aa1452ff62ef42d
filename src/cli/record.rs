//! `starling record`: a take without a window, with a line for the level and the Enter key for the marks.

mod target;

use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use clap::{ArgMatches, value_parser};
use serde::Serialize;

use self::target::Target;
use super::argument::{option, path};
use super::{Format, Outcome, print, print_json, say};
use crate::audio::engine::Recorder;
use crate::audio::event::{AudioEvent, SavedTake};
use crate::audio::microphone::Room;
use crate::audio::shared::Level;
use crate::audio::sound::{Microphone, Pick, SoundSystem};
use crate::domain::session::{Effect, Event, Phase, Session};
use crate::domain::time::{Frames, SampleRate};
use crate::store::real::RealFs;

/// How often the level is shown on a terminal, and how often it is looked elsewhere whether the time is up.
const SHOWN_EVERY: Duration = Duration::from_millis(100);
const LOOKED_EVERY: Duration = Duration::from_millis(250);
/// The width of the level in characters, two decibels each.
const LEVEL_WIDTH: usize = 30;

/// What was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Stop by itself after so many seconds.
    pub seconds: Option<u32>,
    /// A microphone's name or id.
    pub device: Option<String>,
    /// A file of your own instead of the library.
    pub to: Option<PathBuf>,
    /// The title or id of the story that the take tells.
    pub story: Option<String>,
}

impl Options {
    pub(super) fn arguments(command: clap::Command) -> clap::Command {
        command
            .arg(
                option("seconds", "N", "Stop by itself after so many seconds")
                    .value_parser(value_parser!(u32)),
            )
            .arg(option("device", "NAME", "A microphone's name or id"))
            .arg(
                path("to")
                    .long("to")
                    .value_name("FILE.wav")
                    .conflicts_with("story")
                    .help("A file of your own instead of the library"),
            )
            .arg(option("story", "STORY", "The title or id of the story that the take tells"))
    }

    pub(super) fn read(typed: &mut ArgMatches) -> Self {
        Self {
            seconds: typed.remove_one("seconds"),
            device: typed.remove_one("device"),
            to: typed.remove_one("to"),
            story: typed.remove_one("story"),
        }
    }
}

/// Records a take and says where it lies.
pub(super) fn run(
    sound: Arc<dyn SoundSystem>,
    root: &Path,
    options: &Options,
    format: Format,
) -> Result<Outcome, String> {
    let stop = stop_signals()?;
    record(sound, root, options, &stop)?.finish(format)
}

/// Records until it is over.
fn record(
    sound: Arc<dyn SoundSystem>,
    root: &Path,
    options: &Options,
    stop: &AtomicBool,
) -> Result<Recording, String> {
    let pick = picked(sound.as_ref(), options.device.as_deref())?;
    let place = Target::find(root, options)?;
    let (enter, woken) = enter_key()?;
    let wake = Arc::new(move || {
        // Nobody waits any more when the program ends.
        let _ = enter.send(Key::None);
    });
    let recorder = Recorder::start(sound, Arc::new(RealFs), wake)
        .map_err(|error| format!("The recorder could not be started: {error}."))?;
    let mut recording = Recording {
        session: Session::new(place.sections().len()),
        recorder,
        place,
        rate: SampleRate::PREFERRED,
        seconds: options.seconds,
        ends_at: None,
        device: String::new(),
        level: Level::default(),
        saved: None,
        failed: None,
    };
    recording.step(Event::Start { heard: None });
    recording.open(Microphone { pick, channel: None });
    recording.until_over(stop, &woken);
    Ok(recording)
}

/// What woke the main thread.
enum Key {
    None,
    Enter,
}

struct Recording {
    session: Session,
    recorder: Recorder,
    place: Target,
    rate: SampleRate,
    seconds: Option<u32>,
    /// The microphone's frame at which the time is up.
    ends_at: Option<Frames>,
    device: String,
    level: Level,
    saved: Option<SavedTake>,
    failed: Option<String>,
}

impl Recording {
    fn open(&self, microphone: Microphone) {
        let room = Room { folder: self.place.folder().to_owned(), format: self.place.format() };
        self.recorder.open(microphone, Some(room));
    }

    fn heard(&self) -> Frames {
        self.recorder.heard().unwrap_or_default()
    }

    fn is_over(&self) -> bool {
        self.saved.is_some() || self.failed.is_some()
    }

    /// Goes on until the time is up, somebody stops it, or it stops by itself.
    fn until_over(&mut self, stop: &AtomicBool, woken: &Receiver<Key>) {
        while !self.is_over() {
            let time_is_up = self.ends_at.filter(|end| self.heard() >= *end);
            if stop.load(Ordering::Relaxed) && !self.session.phase().holds_a_take() {
                self.failed = Some("Nothing was recorded.".to_owned());
            } else if *self.session.phase() == Phase::Recording
                && let Some(heard) = time_is_up.or_else(|| stop.load(Ordering::Relaxed).then(|| self.heard()))
            {
                self.step(Event::Stop { heard });
            }
            let every = if io::stderr().is_terminal() { SHOWN_EVERY } else { LOOKED_EVERY };
            if matches!(woken.recv_timeout(every), Ok(Key::Enter)) {
                self.step(Event::NextSection { heard: self.heard() });
            }
            for event in self.recorder.poll() {
                self.take_in(event);
            }
            self.show_level();
        }
        self.end_level_line();
    }

    /// Lets the session decide; what makes no sense now is passed over.
    fn step(&mut self, event: Event) {
        for effect in self.session.step(event).unwrap_or_default() {
            match effect {
                Effect::BeginTake { heard } => {
                    let lasts = self.seconds.map(|secs| self.rate.frames(f64::from(secs)));
                    self.ends_at = lasts.map(|lasts| heard.plus(lasts));
                    self.recorder.begin(heard, self.place.new_take(self.rate, &self.device));
                }
                Effect::WriteMarks => self.recorder.set_marks(&self.session.speaking().marks),
                // Whoever says how long wants no moment more.
                Effect::FinishTake { heard } if self.ends_at == Some(heard) => {
                    self.recorder.finish_exactly(heard);
                }
                Effect::FinishTake { heard } => self.recorder.finish(heard),
                Effect::CloseMicrophone => self.recorder.close(),
                Effect::OpenMicrophone
                | Effect::PauseTake { .. }
                | Effect::ResumeTake { .. }
                | Effect::ScrapTake => {}
            }
        }
    }

    fn take_in(&mut self, event: AudioEvent) {
        match event {
            AudioEvent::Opened { name, rate } => (self.device, self.rate) = (name, rate),
            AudioEvent::CouldNotOpen(why) => {
                self.step(Event::CouldNotStart);
                self.failed = Some(why.to_string());
            }
            AudioEvent::FirstSamples { heard } => self.step(Event::FirstSamples { heard }),
            AudioEvent::Level(level) => self.level = level,
            AudioEvent::Silent => self.say("The microphone delivers nothing but silence. Is it muted?"),
            AudioEvent::NoSamples => self.say("Nothing comes from the microphone."),
            AudioEvent::DeviceLost { why, heard } => {
                self.say(&why.to_string());
                self.step(Event::MicrophoneLost { heard });
                if *self.session.phase() == Phase::Choosing {
                    self.failed = Some("Nothing was recorded.".to_owned());
                }
            }
            AudioEvent::DiskTrouble(trouble) => self.say(&trouble.to_string()),
            AudioEvent::DiskFull { heard } => {
                self.say("The disk is nearly full. The take ends here.");
                self.step(Event::Stop { heard });
            }
            AudioEvent::RolledOver { .. } => {
                self.say("The file is as long as a file can be. The recording goes on in another part.");
            }
            AudioEvent::TakeHeld { why, .. } => self.say(&format!("The take could not be saved yet: {why}.")),
            AudioEvent::TakeSaved(saved) => {
                self.step(Event::Saved);
                self.saved = Some(saved);
            }
            _ => {}
        }
    }

    fn say(&self, sentence: &str) {
        self.end_level_line();
        say(sentence);
    }

    /// One line on the terminal that is written over and over.
    fn show_level(&self) {
        let mut out = io::stderr().lock();
        if !self.session.phase().holds_a_take() || !out.is_terminal() {
            return;
        }
        let secs = self.rate.secs(self.session.recorded(self.heard()));
        let section = self.session.speaking().current_section();
        let name =
            section.and_then(|section| self.place.sections().get(section).cloned()).unwrap_or_default();
        let bar = "#".repeat(bar_len(self.level.peak));
        // Where the terminal is gone the recording goes on.
        let _ = write!(out, "\r{secs:7.1} s  {name:<12} [{bar:<LEVEL_WIDTH$}]").and_then(|()| out.flush());
    }

    fn end_level_line(&self) {
        let mut out = io::stderr().lock();
        if self.session.phase().holds_a_take() && out.is_terminal() {
            let _ = writeln!(out);
        }
    }

    fn finish(self, format: Format) -> Result<Outcome, String> {
        let Self { recorder, mut place, saved, failed, rate, device, .. } = self;
        // Closes the microphone before anything else is done.
        drop(recorder);
        let Some(saved) = saved else { return Err(failed.unwrap_or_default()) };
        let paths: Vec<String> = saved.all().map(|part| part.path.display().to_string()).collect();
        let report = Report::of(&saved, rate, &device);
        place.keep(saved)?;
        match format {
            Format::Json => print_json(&report),
            Format::Table => print(&format!("{:.1} s recorded: {}\n", report.duration_s, paths.join(", "))),
        }
    }
}

/// What was recorded, as programs read it.
#[derive(Debug, Serialize)]
struct Report {
    id: String,
    file: String,
    /// The files that go on with the first, where that was full.
    further_files: Vec<String>,
    device: String,
    sample_rate: u32,
    duration_s: f64,
    marks_s: Vec<f64>,
    lost_s: f64,
}

impl Report {
    fn of(saved: &SavedTake, rate: SampleRate, device: &str) -> Self {
        Self {
            id: saved.id.0.clone(),
            file: saved.path.display().to_string(),
            further_files: saved.further.iter().map(|part| part.path.display().to_string()).collect(),
            device: device.to_owned(),
            sample_rate: rate.hz(),
            duration_s: rate.secs(saved.all().map(|part| part.frames).sum()),
            marks_s: saved.all_marks().iter().map(|mark| rate.secs(mark.at)).collect(),
            lost_s: rate.secs(saved.all().flat_map(|part| &part.gaps).map(|gap| gap.lasted).sum()),
        }
    }
}

/// How much of the bar a peak fills: two decibels a character, full scale at the right end.
fn bar_len(peak: f32) -> usize {
    let decibels = 20.0 * peak.max(1e-6).log10();
    let from_right = (-decibels / 2.0).max(0.0);
    let filled = (0..LEVEL_WIDTH).rev().zip(1_u16..);
    filled.filter(|(_, character)| f32::from(*character) > from_right).count()
}

/// The microphone of this name or id.
fn picked(sound: &dyn SoundSystem, wanted: Option<&str>) -> Result<Pick, String> {
    let Some(wanted) = wanted else { return Ok(Pick::SystemDefault) };
    let devices = sound.inputs().map_err(|error| error.to_string())?;
    let lower = wanted.to_lowercase();
    let is_it = |name: &str, id: Option<&str>| id == Some(wanted) || name.to_lowercase() == lower;
    let found = devices.iter().find(|device| is_it(&device.name, device.pick.id()));
    found
        .map(|device| device.pick.clone())
        .ok_or_else(|| format!("There is no microphone \"{wanted}\". List them with: starling devices"))
}

/// Set by whatever ends a program: Ctrl+C, the session's end, the terminal's death.
fn stop_signals() -> Result<Arc<AtomicBool>, String> {
    use signal_hook::consts::{SIGINT, SIGTERM};
    let stop = Arc::new(AtomicBool::new(false));
    let mut signals = vec![SIGINT, SIGTERM];
    #[cfg(unix)]
    signals.push(signal_hook::consts::SIGHUP);
    for signal in signals {
        signal_hook::flag::register(signal, Arc::clone(&stop))
            .map_err(|error| format!("The program cannot be told to stop, so it does not begin: {error}."))?;
    }
    Ok(stop)
}

/// Hears the Enter key. The sender wakes the same receiver for other reasons.
fn enter_key() -> Result<(std::sync::mpsc::Sender<Key>, Receiver<Key>), String> {
    let (sender, receiver) = channel();
    let pressed = sender.clone();
    std::thread::Builder::new()
        .name("starling-enter".to_owned())
        .spawn(move || {
            for _ in io::stdin().lines().map_while(Result::ok) {
                if pressed.send(Key::Enter).is_err() {
                    return;
                }
            }
        })
        .map_err(|error| format!("The keyboard cannot be read: {error}."))?;
    Ok((sender, receiver))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::scripted::{Pace, Script, Stage, ramp};

    #[test]
    fn so_many_seconds_are_recorded_to_the_frame() {
        let folder = tempfile::tempdir().unwrap();
        for (hz, seconds) in [(48_000, 5), (44_100, 2), (16_000, 1)] {
            let rate = SampleRate::new(hz).unwrap();
            let pace = Pace::RealTime { speed: 10.0 };
            let stage = Stage::new(Script { rate, blocks: vec![479, 4_801], pace, ..Script::default() });
            let to = folder.path().join(format!("{hz}.wav"));
            let options = Options { seconds: Some(seconds), to: Some(to.clone()), ..Options::default() };
            let recording = record(stage.sound(), folder.path(), &options, &AtomicBool::new(false)).unwrap();
            let frames = seconds * hz;
            assert_eq!(recording.saved.as_ref().unwrap().frames, Frames(u64::from(frames)));
            drop(recording);
            let file = hound::WavReader::open(&to).unwrap();
            assert_eq!((file.spec().sample_rate, file.duration()), (hz, frames));
            let samples: Vec<i16> = file.into_samples().map(Result::unwrap).collect();
            assert!(samples.iter().zip(0..).all(|(sample, frame)| *sample == ramp(frame)));
        }
    }

    #[test]
    fn the_level_is_full_at_full_scale_and_empty_at_silence() {
        assert_eq!([1.0, 0.1, 0.0].map(bar_len), [LEVEL_WIDTH, LEVEL_WIDTH - 10, 0]);
    }
}
