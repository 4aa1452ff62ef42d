//! A window with a scripted microphone and a library on a real disk: what is spoken ends in files.

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::{Key, Modifiers, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use starling::app::disk::Disk;
use starling::app::{App, Machine};
use starling::audio::scripted::{Script, Stage as Sound};
use starling::domain::settings::Preferences;
use starling::domain::take::Take;
use starling::domain::time::Frames;
use starling::store::real::RealFs;
use starling::store::rescue::Places;
use starling::ui::model::Access;
use starling::ui::model::practice::Stage;

use super::memory::StoppedClock;
use super::window::{Window, key, until};

pub const SIZE: Vec2 = Vec2::new(1_180.0, 800.0);

pub struct Studio {
    pub sound: Sound,
    pub window: Window,
    pub folder: tempfile::TempDir,
}

impl Studio {
    pub fn new() -> Self {
        Self::with(Script::default(), Preferences::default(), SIZE)
    }

    pub fn with(script: Script, preferences: Preferences, size: Vec2) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self::on(folder, script, preferences, size)
    }

    /// The same on a folder that may hold a library already.
    pub fn on(folder: tempfile::TempDir, script: Script, preferences: Preferences, size: Vec2) -> Self {
        let sound = Sound::new(script);
        let clock = Arc::new(StoppedClock);
        let services = Machine {
            place: Box::new(Disk {
                fs: Arc::new(RealFs),
                clock: Arc::<StoppedClock>::clone(&clock),
                preferences: None,
                second_places: Places { rescued: Some(folder.path().join("rescued")), others: Vec::new() },
            }),
            sound: sound.sound(),
            fs: Arc::new(RealFs),
            cache: None,
            clock,
            library: folder.path().join("library"),
            preferences,
            warnings: Vec::new(),
            last_words: Arc::default(),
        };
        let mut window = Harness::builder()
            .with_size(size)
            .build_eframe(move |cc| App::new(&cc.egui_ctx, services).unwrap());
        until(&mut window, "the library is read", |app| app.model().access == Access::Open);
        window.run_steps(3);
        Self { sound, window, folder }
    }

    pub fn press(&mut self, pressed: Key) {
        key(&mut self.window, Modifiers::NONE, pressed);
    }

    pub fn hear(&mut self, frames: u64) {
        self.sound.deliver(Frames(frames));
        self.window.run_steps(2);
    }

    pub fn until_stage(&mut self, stage: Stage) {
        until(&mut self.window, stage.word(), |app| app.model().practice.stage == stage);
        self.window.run_steps(2);
    }

    pub fn until(&mut self, what: &str, so: impl Fn(&App) -> bool) {
        until(&mut self.window, what, so);
        self.window.run_steps(2);
    }

    /// Waits for the microphone to be open.
    pub fn until_listening(&mut self) {
        let sound = self.sound.clone();
        self.until("the microphone is open", move |app| {
            sound.is_listening() && app.model().practice.microphone.name.is_some()
        });
    }

    /// Starts to record with the microphone closed before, and hears a hundredth of a second.
    pub fn start(&mut self) {
        self.press(Key::R);
        self.until_listening();
        self.hear(480);
        self.until_stage(Stage::Recording);
    }

    /// Stops, hears what follows the key, and waits for the take.
    pub fn stop(&mut self) -> Take {
        let before = self.takes();
        self.window.key_press(Key::R);
        self.window.step();
        // What follows the key is awaited for a second only.
        self.hear(7_200);
        let count = before.len();
        self.until("the take is in the library", move |app| app.model().library.takes().len() > count);
        self.takes().into_iter().find(|take| before.iter().all(|other| other.id != take.id)).unwrap()
    }

    /// The takes in the library.
    pub fn takes(&self) -> Vec<Take> {
        self.window.state().model().library.takes().cloned().collect()
    }

    pub fn shows(&self, label: &str) -> bool {
        self.window.query_all_by_label(label).next().is_some()
    }

    /// How often a part of a sentence is on the screen.
    pub fn count(&self, part: &str) -> usize {
        self.window.query_all_by_label_contains(part).count()
    }

    /// Every file in the library whose name ends so.
    pub fn files(&self, ending: &str) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.to_string_lossy().ends_with(ending) {
                    found.push(path);
                }
            }
        }
        found
    }

    /// The samples of the only recording outside the trash.
    pub fn samples(&self) -> Vec<i16> {
        let mut recordings = self.files(".wav");
        recordings.retain(|path| !path.components().any(|part| part.as_os_str() == "trash"));
        assert_eq!(recordings.len(), 1, "{recordings:?} of {:?}", self.files(""));
        crate::audio_rig::samples(&std::fs::read(&recordings[0]).unwrap())
    }
}
