//! Pictures of the stage, where they are asked for.

use super::*;
use crate::support::picture::keep;
use starling::domain::settings::ThemeChoice;
use starling::domain::story::SectionNotes;
use starling::ui::command::{ReviewCommand, StoryCommand};

fn with_story(studio: &mut Studio) {
    studio.window.state_mut().ask(PracticeCommand::NewStory("Moving to Postgres".to_owned()).into());
    studio.window.run_steps(3);
    let model = studio.window.state().model();
    let mut story = model.library.story(model.practice.story.as_ref().unwrap()).unwrap().clone();
    let notes = |section: &str, bullets: &[&str]| SectionNotes {
        section: section.to_owned(),
        bullets: bullets.iter().map(|&bullet| bullet.to_owned()).collect(),
    };
    story.sections = vec![
        notes("Situation", &["Payments lost once a week, nobody knew why", "Two teams, one queue"]),
        notes("Task", &["Find it before the quarter closed"]),
        notes(
            "Action",
            &[
                "Trace id on every request",
                "Replay tool for a week of traffic",
                "Retry ran while first call was open",
                "Made the call idempotent, behind a flag",
            ],
        ),
        notes("Result", &["No payment lost in nine months"]),
    ];
    studio.window.state_mut().ask(StoryCommand::Change(Box::new(story)).into());
    studio.window.run_steps(3);
}

/// A first take with something to do better.
fn give_a_lesson(studio: &mut Studio) {
    studio.start();
    studio.hear(48_000);
    let take = studio.stop();
    let change = "Say the number first, then how".to_owned();
    let take = Take { change_for_next_time: change, ..take };
    studio.window.state_mut().ask(ReviewCommand::Change(Box::new(take)).into());
    key(&mut studio.window, Modifiers::COMMAND, Key::P);
}

#[test]
fn the_stage_in_every_size() {
    for (name, size, scale, theme) in [
        ("usual", SIZE, 1.0, ThemeChoice::Dark),
        ("light", SIZE, 1.0, ThemeChoice::Light),
        ("small", Vec2::new(900.0, 600.0), 1.0, ThemeChoice::Dark),
        ("large", Vec2::new(1_900.0, 1_000.0), 1.0, ThemeChoice::Dark),
        ("double", Vec2::new(590.0, 400.0), 2.0, ThemeChoice::Dark),
        ("least", Vec2::new(500.0, 380.0), 1.0, ThemeChoice::Dark),
    ] {
        let preferences = Preferences { theme, text_scale: scale, ..without_guess(None) };
        let mut studio = Studio::with(Script::default(), preferences, size);
        keep(&mut studio.window, &format!("first-{name}"));
        with_story(&mut studio);
        give_a_lesson(&mut studio);
        keep(&mut studio.window, &format!("ready-{name}"));
        let mut options = studio.window.state().model().preferences.practice.clone();
        options.thinking_secs = Some(600);
        studio.window.state_mut().ask(PracticeCommand::Options(Box::new(options)).into());
        studio.press(Key::R);
        studio.until_listening();
        studio.hear(480);
        keep(&mut studio.window, &format!("thinking-{name}"));
        studio.press(Key::R);
        studio.until_stage(Stage::Recording);
        studio.hear(20 * 48_000);
        studio.press(Key::Enter);
        studio.hear(16 * 48_000);
        studio.press(Key::Enter);
        studio.hear(12 * 48_000);
        keep(&mut studio.window, &format!("stage-{name}"));
        assert_eq!(clipped(&studio.window, studio.window.ctx.content_rect().width()), Vec::<String>::new());
    }
}
