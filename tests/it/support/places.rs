//! Every place of the window, one after the other, with something in it.

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use starling::domain::framework::FrameworkId;
use starling::domain::rating::Prediction;
use starling::domain::split::Pause;
use starling::domain::story::{KeyFigure, Story, StoryId};
use starling::domain::take::{Gap, PinnedNote, Take, Tally, TallyKind, TallyPass};
use starling::domain::time::Frames;
use starling::ui::model::review::Sound;
use starling::ui::screens::SCREENS;

use crate::sample;

use super::memory::{Memory, now};
use super::window::{Window, focused_name, key, until};

const NONE: Modifiers = Modifiers::NONE;

/// The parts of the settings.
pub const PARTS: [&str; 10] = [
    "Look",
    "Practising",
    "Sound",
    "Answers",
    "Frameworks",
    "Rating and words",
    "Company values",
    "Keys",
    "Library",
    "About",
];

/// A library with a story that has everything.
pub fn furnished() -> Memory {
    let memory = Memory::default();
    let mut story = Story::new(
        StoryId("a".into()),
        "A rather long title, as one has them in real life",
        FrameworkId::new("star"),
        now(),
    );
    story.themes = ["Conflict", "Ownership", "Ambiguity"].map(str::to_owned).to_vec();
    story.key_figures.push(KeyFigure { value: "38 %".into(), meaning: "fewer failed payments".into() });
    let before = Story { title: "Before".into(), notes: "x".into(), ..story.clone() };
    story.remember(&before, now());
    memory.0.lock().unwrap().library.put_story(story);
    memory.0.lock().unwrap().library.put_take(a_take());
    memory
}

/// A take with something of everything, whose recording is nowhere.
fn a_take() -> Take {
    let library = sample::library(1, 7);
    let mut take = library.takes().next().unwrap().clone();
    let at = Frames(take.recording.frames.0 / 2);
    take.story = Some(StoryId("a".into()));
    take.warm_up = true;
    take.recovered = true;
    take.pauses = vec![Pause { at, lasted: Frames(96_000) }];
    take.gaps = vec![Gap { at, lasted: Frames(4_800) }];
    take.notes =
        vec![PinnedNote { at, text: "A remark that goes on for longer than its field is wide".into() }];
    let passes = [at, at]
        .map(|at| TallyPass { counted_at: now(), tallies: vec![Tally { at, kind: TallyKind::Filler }] });
    take.tally_passes = passes.to_vec();
    take.prediction =
        Some(Prediction { length_secs: Some(100.0), longest_section: Some(2), mean_points: Some(4.0) });
    take
}

/// A take in every form it has, and the dialogs about files.
fn visit_a_take(window: &mut Window, look: &mut impl FnMut(&mut Window, &str)) {
    go(window, "Takes");
    open_containing(window, "Recovered");
    until(window, "the page knows whether the take can be heard", |app| {
        app.model().review.deck.as_ref().is_some_and(|deck| deck.sound != Sound::Opening)
    });
    window.run_steps(2);
    look(window, "take");
    for (modifiers, pressed, place) in
        [(NONE, Key::T, "table"), (NONE, Key::C, "comparison"), (Modifiers::COMMAND, Key::E, "export dialog")]
    {
        key(window, modifiers, pressed);
        look(window, place);
    }
    key(window, NONE, Key::Escape);
    key(window, NONE, Key::Escape);
    key(window, Modifiers::COMMAND, Key::O);
    look(window, "recording dialog");
    key(window, NONE, Key::Escape);
}

/// Goes to every place there is and lets it be looked at.
pub fn visit(window: &mut Window, mut look: impl FnMut(&mut Window, &str)) {
    for entry in SCREENS.iter().filter(|entry| entry.name != "Settings") {
        go(window, entry.name);
        look(window, entry.name);
    }
    go(window, "Stories");
    open_containing(window, "A rather long title");
    look(window, "story");
    go(window, "Questions");
    open_containing(window, "Core behavioural  ·");
    look(window, "question");
    for part in ["Import", "Export"] {
        go(window, "Stories");
        go(window, "Questions");
        go(window, "Questions");
        click(window, part);
        look(window, part);
        key(window, NONE, Key::Escape);
    }
    visit_a_take(window, &mut look);
    go(window, "Guide");
    open_containing(window, "STAR");
    look(window, "card");
    go(window, "Settings");
    for part in PARTS {
        click(window, part);
        look(window, part);
    }
    key(window, Modifiers::COMMAND, Key::K);
    look(window, "commands dialog");
    key(window, NONE, Key::Escape);
    key(window, Modifiers::SHIFT, Key::Questionmark);
    look(window, "keys dialog");
    key(window, NONE, Key::Escape);
}

fn go(window: &mut Window, name: &str) {
    let tab = window.query_all_by_label(name).min_by(|a, b| a.rect().left().total_cmp(&b.rect().left()));
    tab.unwrap_or_else(|| panic!("no way leads to {name}")).click_accesskit();
    window.run_steps(4);
}

pub fn click(window: &mut Window, name: &str) {
    window.get_by_label(name).click_accesskit();
    window.run_steps(4);
}

/// Opens the first row whose name has this in it, with the keyboard.
pub fn open_containing(window: &mut Window, part: &str) {
    for _ in 0..80 {
        if focused_name(window).is_some_and(|name| name.contains(part)) {
            key(window, NONE, Key::Enter);
            return;
        }
        key(window, NONE, Key::Tab);
    }
    panic!("the Tab key does not reach {part}");
}
