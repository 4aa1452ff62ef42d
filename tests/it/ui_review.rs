//! A take listened to, marked, counted, rated and handed out: with a scripted loudspeaker and real files.

#![expect(clippy::disallowed_methods, reason = "a test makes and removes files of its own")]

use std::path::Path;

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, Pos2, Rect, Vec2, pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use starling::app::{App, Machine};
use starling::audio::scripted::{Script, Stage, ramp};
use starling::domain::framework::{FrameworkId, built_in};
use starling::domain::split::Mark;
use starling::domain::story::{Story, StoryId};
use starling::domain::take::{AskedQuestion, Plan, Recording, SampleFormat, Take, TakeId};
use starling::domain::time::{Frames, SampleRate};
use starling::store::wav::{Layout, header};
use starling::ui::model::Access;

use crate::support::memory::{Memory, now};
use crate::support::window::{Window, focused_name, key, tab_to, until, write};

mod files;
mod listening;
mod marking;
mod rating;
mod shots;

const SIZE: Vec2 = Vec2::new(1_180.0, 800.0);
const NONE: Modifiers = Modifiers::NONE;
const RATE: SampleRate = SampleRate::PREFERRED;

/// A window on a library whose recordings lie in a folder of this test's own.
struct Room {
    memory: Memory,
    stage: Stage,
    folder: tempfile::TempDir,
}

impl Room {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let memory = Memory::default();
        folder.path().clone_into(&mut memory.0.lock().unwrap().recordings);
        Self { memory, stage: Stage::new(Script::default()), folder }
    }

    /// Puts a take of so many seconds with four sections into the library, with its recording.
    fn take(&self, id: &str, secs: f64, loudness: f32) -> TakeId {
        let take = take(id, secs);
        write_wav(&self.folder.path().join(&take.recording.file), RATE.frames(secs), loudness);
        self.memory.0.lock().unwrap().library.put_take(take.clone());
        take.id
    }

    fn open(&self) -> Window {
        let (memory, sound) = (self.memory.clone(), self.stage.sound());
        let cache = self.folder.path().join("cache");
        let mut window = Harness::builder().with_size(SIZE).build_eframe(move |cc| {
            let services = Machine { sound, cache: Some(cache), ..memory.machine() };
            App::new(&cc.egui_ctx, services).unwrap()
        });
        until(&mut window, "the library is read", |app| app.model().access != Access::Opening);
        window.get_by_label("Takes").click_accesskit();
        window.run_steps(3);
        window
    }

    /// The window with a take open that can be heard and whose shape is drawn.
    fn listen(&self, question: &str) -> Window {
        let mut window = self.open();
        let row = window.get_by(|node| node.role() == Role::Button && starts_with(node.label(), question));
        row.click_accesskit();
        ready(&mut window);
        window
    }

    /// The take as the window has it.
    fn kept(window: &Window, id: &TakeId) -> Take {
        window.state().model().library.take(id).unwrap().clone()
    }

    /// Lets the loudspeaker play until the page stands at this frame or later.
    fn play_to(&self, window: &mut Window, target: Frames) {
        until(window, "it plays", |app| app.model().review.playing);
        until(window, "it plays on", |app| {
            self.stage.pull(Frames(240));
            app.model().review.position >= target
        });
    }

    /// How many frames of the recording the loudspeaker has been given in their order, from this one on.
    fn heard_from(&self, first: u64) -> u64 {
        let mut next = first;
        for sample in self.stage.played() {
            if (sample - f32::from(ramp(next)) / 32_768.0).abs() < 1e-6 {
                next += 1;
            }
        }
        next
    }
}

fn ready(window: &mut Window) {
    until(window, "the recording is read", |app| {
        app.model().review.deck.as_ref().is_some_and(|deck| deck.sound.can_play() && deck.shape.is_some())
    });
    window.run_steps(2);
}

fn starts_with(label: Option<String>, text: &str) -> bool {
    label.is_some_and(|label| label.starts_with(text))
}

fn take(id: &str, secs: f64) -> Take {
    let recording = Recording {
        file: format!("{id}.wav"),
        rate: RATE,
        frames: RATE.frames(secs),
        format: SampleFormat::Int16,
        device: "Microphone".into(),
    };
    let question = AskedQuestion { id: None, text: format!("Question {id}") };
    let mut take = Take::new(TakeId(id.into()), question, now(), Plan::of(&built_in()[0], 150), recording);
    take.live_marks = [(0.0, 0), (0.25, 1), (0.375, 2), (0.75, 3)]
        .map(|(part, section)| Mark { at: RATE.frames(part * secs), section })
        .to_vec();
    take
}

#[expect(clippy::cast_possible_truncation, reason = "a quieter ramp stays within 16 bits")]
fn write_wav(path: &Path, frames: Frames, loudness: f32) {
    let mut bytes = header(Layout::mono(RATE, SampleFormat::Int16), frames.0 * 2).to_vec();
    for frame in 0..frames.0 {
        bytes.extend(((f32::from(ramp(frame)) * loudness) as i16).to_le_bytes());
    }
    std::fs::write(path, bytes).unwrap();
}

/// Where the time line lies in the window.
fn time_line(window: &Window) -> Rect {
    window.get_by_role(Role::Slider).rect()
}

fn value(window: &Window) -> String {
    window.get_by_role(Role::Slider).accesskit_node().value().unwrap_or_default()
}

fn drag(window: &mut Window, from: Pos2, to: Pos2) {
    window.drag_at(from);
    window.step();
    for part in [0.3, 0.6, 1.0] {
        window.hover_at(from + (to - from) * part);
        window.step();
    }
    window.drop_at(to);
    window.run_steps(3);
}
