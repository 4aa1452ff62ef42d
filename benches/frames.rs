//! What one frame of each screen costs the processor, drawn and turned into triangles but not put on a screen,
//! with 200 stories and 10,000 takes.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

#[path = "../tests/support/sample.rs"]
#[expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "the samples are written for tests, and only some are needed here"
)]
mod sample;

use std::fmt::Write as _;
use std::hint::black_box;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use eframe::egui::{Context, Event, Pos2, RawInput, Rect, pos2, vec2};
use jiff::tz::TimeZone;
use starling::domain::bank::Bank;
use starling::domain::catalogue::Catalogue;
use starling::domain::framework::built_in;
use starling::domain::import::{self, batch::Batch};
use starling::domain::progress::Progress;
use starling::domain::progress::sheet::{Part, Sheet};
use starling::domain::question::{Question, QuestionId, Source};
use starling::domain::settings::Preferences;
use starling::domain::split::Mark;
use starling::domain::story::{Story, StoryId};
use starling::domain::take::{PinnedNote, Plan, Take, TakeId, Tally, TallyKind, TallyPass};
use starling::domain::time::{Frames, SampleRate};
use starling::ui::model::practice::Stage;
use starling::ui::model::review::{Column, Deck, Shape, Sound};
use starling::ui::model::{Access, Model};
use starling::ui::screen::Screen;
use starling::ui::screens::questions::Aside;
use starling::ui::screens::{SCREENS, ViewState};
use starling::ui::{shell, theme};

const STORIES: usize = 200;
const TAKES: usize = 10_000;
const QUESTIONS: usize = 10_000;
const FRAMES: usize = 200;

/// Takes of one story on the progress screen.
const TAKES_OF_ONE_STORY: usize = 5_000;

fn main() {
    let model = model();
    for entry in SCREENS {
        let view = ViewState { screen: entry.screen, ..ViewState::default() };
        report(entry.name, &model, view);
    }
    let mut model = model;
    model.practice.stage = Stage::Recording;
    model.practice.question = model.catalogue.questions().first().map(Arc::clone);
    if let Some(framework) = built_in().first() {
        model.practice.plan = Plan::of(framework, 150);
    }
    report("While recording", &model, ViewState::default());
    let mut view = ViewState { screen: Screen::Stories, ..ViewState::default() };
    if let Some(story) = model.library.stories().next() {
        view.stories.open(story.id.clone());
    }
    report("One story", &model, view);
    questions();
    let take = an_hour_long_take();
    let mut model = model;
    model.review.deck = Some(deck(&take));
    model.review.position = Frames(take.recording.frames.0 / 3);
    model.review.playing = true;
    let mut view = ViewState { screen: Screen::Takes, ..ViewState::default() };
    view.takes.show(take.id.clone());
    model.library.put_take(take);
    report("One take", &model, view);
    for part in Part::ALL {
        progress(part, TAKES_OF_ONE_STORY);
    }
}

/// The list with ten thousand questions of one's own, the form for one of them, and as many in a preview.
fn questions() {
    let mut model = model();
    let texts = (0..QUESTIONS).map(|number| {
        format!("Tell me about a time you mended thing{} of part{number}, and what it cost.", number % 997)
    });
    let mut notes = String::new();
    for (number, text) in texts.enumerate() {
        let id = QuestionId::new(format!("own-{number:05}"));
        let _ = writeln!(notes, "- {text}\n  - What would you do differently about thing{number}?");
        model.library.put_own_question(Question::plain(id, text, Source::Own));
    }
    model.catalogue = Catalogue::new(Bank::built_in(), model.library.own_questions());
    let view = || ViewState { screen: Screen::Questions, ..ViewState::default() };
    report("Questions", &model, view());
    let mut form = view();
    form.questions.open(QuestionId::new("own-05000"));
    form.questions.editing = true;
    report("Question form", &model, form);
    let started = Instant::now();
    model.catalogue.put_own(Arc::new(Question::plain(QuestionId::new("own-05000"), "Why?", Source::Own)));
    println!("{:>16}: a change in the catalogue {:.2} ms", "Question form", millis(started.elapsed()));
    let import = import::read(notes.as_bytes(), "notes.md", &mut |_| ControlFlow::Continue(()));
    if let Ok(import) = import {
        let other = Bank::built_in().questions.iter().map(|known| (&known.id, known.text.as_str()));
        model.import.batch = Batch::new([("notes.md".to_owned(), import)], other);
        model.import.chosen = model.import.batch.chosen_count();
    }
    let mut preview = view();
    preview.questions.aside = Some(Aside::Import);
    let lines = model.import.batch.entries.len();
    println!("{:>16}: {lines} questions with follow-ups", "Import preview");
    report("Import preview", &model, preview);
}

/// The parts of the progress screen, for one story that was told this often.
fn progress(part: Part, takes: usize) {
    let mut model = model();
    model.library = sample::one_story(takes, 2);
    let mut view = ViewState { screen: Screen::Progress, ..ViewState::default() };
    view.progress.part = part;
    let (library, zone) = (Arc::new(model.library.clone()), TimeZone::UTC);
    let figures = Arc::new(Progress::new(library.takes(), zone));
    let today = model.now.to_zoned(TimeZone::UTC).date();
    let started = Instant::now();
    let sheet = Sheet::work_out(figures, library, view.progress.wish(today));
    println!(
        "{:>16}: worked out off the window's thread in {:.2} ms",
        part.name(),
        millis(started.elapsed())
    );
    model.figures.sheet = Some(Arc::new(sheet));
    report(part.name(), &model, view);
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

fn model() -> Model {
    let now = sample::NOW.parse().unwrap_or_default();
    let mut model = Model::new("/library".into(), Preferences::default(), now);
    model.library = sample::library(TAKES, 1);
    let known: Vec<Story> = model.library.stories().cloned().collect();
    for (number, story) in known.iter().cycle().take(STORIES.saturating_sub(known.len())).enumerate() {
        let id = StoryId(format!("more-{number}"));
        model.library.put_story(Story { id, title: format!("{} {number}", story.title), ..story.clone() });
    }
    model.access = Access::Open;
    model
}

/// A take of an hour with as many marks, tallies and notes as nobody makes.
fn an_hour_long_take() -> Take {
    let library = sample::library(1, 1);
    let mut take = library.takes().next().cloned().unwrap_or_else(|| unreachable!("one take was asked for"));
    let rate = SampleRate::PREFERRED;
    take.id = TakeId("hour".to_owned());
    take.recording.rate = rate;
    take.recording.frames = rate.frames(3_600.0);
    let places = |count: u32| (0..count).map(move |n| rate.frames(3_600.0 / f64::from(count) * f64::from(n)));
    take.live_marks = places(60).zip((0..4).cycle()).map(|(at, section)| Mark { at, section }).collect();
    let tallies = places(600).zip(TallyKind::ALL.into_iter().cycle()).map(|(at, kind)| Tally { at, kind });
    take.tally_passes = vec![TallyPass { counted_at: take.recorded_at, tallies: tallies.collect() }];
    take.notes = places(40).map(|at| PinnedNote { at, text: "A remark".to_owned() }).collect();
    take
}

/// What the page is shown of it: the shape in as many columns as the window has room for.
fn deck(take: &Take) -> Deck {
    let column = |n: u16| {
        let height = f32::from(n % 97) / 97.0;
        Column { min: -height, max: height, rms: height / 3.0 }
    };
    // At the size of these frames the waveform is this wide.
    let columns = (0..876).map(column).collect();
    let shape = Shape { range: Frames::ZERO..take.recording.frames, columns };
    Deck {
        take: take.id.clone(),
        sound: Sound::Ready,
        reading: None,
        shape: Some(shape),
        peak: 1.0,
        silent: Arc::new([]),
    }
}

fn report(name: &str, model: &Model, mut view: ViewState) {
    let ctx = Context::default();
    theme::install(&ctx);
    // The first frames load glyphs and measure what later ones know.
    for number in 0..20 {
        frame(&ctx, model, &mut view, number);
    }
    let mut times: Vec<Duration> = (0..FRAMES).map(|number| frame(&ctx, model, &mut view, number)).collect();
    times.sort_unstable();
    let at = |part: usize| times.get(part).copied().unwrap_or_default();
    println!(
        "{name:>16}: median {:.2} ms, 95th of a hundred {:.2} ms, longest {:.2} ms",
        millis(at(FRAMES / 2)),
        millis(at(FRAMES * 95 / 100)),
        millis(at(FRAMES - 1))
    );
}

/// Draws one frame with the pointer somewhere else than before, and says how long it took.
fn frame(ctx: &Context, model: &Model, view: &mut ViewState, number: usize) -> Duration {
    let row = u16::try_from(number % 100).unwrap_or_default();
    let input = RawInput {
        screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(1_180.0, 800.0))),
        events: vec![Event::PointerMoved(pos2(600.0, 200.0 + 4.0 * f32::from(row)))],
        ..RawInput::default()
    };
    let started = Instant::now();
    let mut commands = Vec::new();
    let mut output = ctx.run_ui(input, |ui| shell::show(ui, model, view, &mut commands));
    black_box(ctx.tessellate(std::mem::take(&mut output.shapes), 1.0));
    let took = started.elapsed();
    output.textures_delta.clear();
    black_box(commands);
    took
}
