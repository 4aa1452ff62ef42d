//! A scenario is told in its phases, and the take knows them without the scenario.

use std::sync::Arc;

use eframe::egui::Key;
use egui_kittest::kittest::Queryable as _;
use starling::audio::scripted::Script;
use starling::domain::framework::{FrameworkId, TargetOrigin};
use starling::domain::question::QuestionId;
use starling::domain::settings::{PracticeOptions, Preferences};
use starling::domain::take::Take;
use starling::store::clock::SystemClock;
use starling::store::real::RealFs;
use starling::store::{Access, Store};
use starling::ui::command::PracticeCommand;

use super::{mark, without_guess};
use crate::support::studio::{SIZE, Studio};

const PHASES: [&str; 5] = [
    "1 Say what is at stake",
    "2 Find the conflicts",
    "3 Resolve by rule what can be",
    "4 A queue for people",
    "5 Prevention: fencing",
];

fn with_scenario(preferences: Preferences) -> Studio {
    let mut studio = Studio::with(Script::default(), preferences, SIZE);
    let scenario = PracticeCommand::Question(QuestionId::new("scen-03"));
    studio.window.state_mut().ask(scenario.into());
    studio.window.run_steps(3);
    studio
}

fn names(take: &Take) -> Vec<&str> {
    take.plan.sections.iter().map(|section| section.name.as_str()).collect()
}

#[test]
fn a_scenario_is_marked_and_measured_in_its_phases() {
    let mut studio = with_scenario(without_guess(None));
    for phase in PHASES {
        assert!(studio.shows(&format!("Section {phase}")), "{phase}");
    }
    assert_eq!(studio.window.state().model().practice.zones.enough_secs, 240);
    studio.start();
    studio.hear(48_000 - 480);
    studio.press(Key::Enter);
    studio.hear(48_000);
    studio.press(Key::Num4);
    studio.press(Key::Num6);
    studio.hear(48_000);
    studio.press(Key::Enter);
    studio.press(Key::Enter);
    studio.hear(48_000);
    let take = studio.stop();
    assert_eq!(take.live_marks, [mark(0, 0), mark(48_000, 1), mark(96_000, 3), mark(144_000, 4)]);
    assert_eq!(names(&take), PHASES);
    assert_eq!((take.plan.target_length_secs, &take.plan.targets.origin), (300, &TargetOrigin::Even));
    assert!(studio.count("2 Find the conflicts 1 s, in range") > 0, "the review names the phases");
    assert_eq!(studio.count("No section here is set-up"), 1);
    studio.until("the take is saved", |app| app.model().saving == starling::ui::model::Saving::Saved);

    let library = studio.folder.path().join("library");
    let opened = Store::open(Arc::new(RealFs), Arc::new(SystemClock), &library, Access::ReadOnly).unwrap();
    assert!(opened.warnings.is_empty(), "{:?}", opened.warnings);
    let kept: Vec<&Take> = opened.library.takes().collect();
    assert_eq!(names(kept[0]), PHASES);
    assert_eq!(kept[0].plan, take.plan);
}

#[test]
fn a_scenario_can_be_told_in_another_framework_or_length() {
    let practice = PracticeOptions { length_secs: Some(60), ..PracticeOptions::default() };
    let mut studio = with_scenario(Preferences { practice, ..Preferences::default() });
    let plan = |studio: &Studio| studio.window.state().model().practice.plan.clone();
    assert_eq!(plan(&studio).target_length_secs, 300, "a scenario has a length of its own");
    studio.window.state_mut().ask(PracticeCommand::Length(Some(180)).into());
    studio.window.run_steps(2);
    assert_eq!(plan(&studio).target_length_secs, 180);

    studio.window.state_mut().ask(PracticeCommand::Framework(Some(FrameworkId::new("par"))).into());
    studio.window.run_steps(2);
    assert_eq!((plan(&studio).framework_name.as_str(), plan(&studio).target_length_secs), ("PAR", 60));
    studio.window.state_mut().ask(PracticeCommand::Framework(None).into());
    studio.window.run_steps(2);
    assert_eq!(plan(&studio).framework_name, "Phases of scen-03");

    studio.window.state_mut().ask(PracticeCommand::NewStory("The two primaries".to_owned()).into());
    studio.window.run_steps(2);
    let library = &studio.window.state().model().library;
    let story = library.stories().next().unwrap();
    assert_eq!(story.framework.0, "par", "no story belongs to one question's phases");
    assert_eq!(plan(&studio).sections.len(), 5, "telling a story changes no phases");
    assert!(studio.window.query_by_label("Section 5 Prevention: fencing").is_some());
}
