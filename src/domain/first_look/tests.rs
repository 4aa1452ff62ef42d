use proptest::prelude::*;

use super::*;
use crate::domain::framework::{Framework, FrameworkId, Targets};
use crate::domain::samples;
use crate::domain::split::Mark;
use crate::domain::take::{Plan, TakeId, Tally, TallyPass};

fn told(secs: f64, marks: &[(f64, usize)]) -> Take {
    let mut take = samples::take(secs);
    let rate = take.recording.rate;
    take.live_marks = marks.iter().map(|&(secs, section)| Mark { at: rate.frames(secs), section }).collect();
    take
}

fn in_framework(id: &str, secs: f64, marks: &[(f64, usize)]) -> Take {
    let framework = built_in().into_iter().find(|framework| framework.id.0 == id).unwrap();
    Take { plan: Plan::of(&framework, 150), ..told(secs, marks) }
}

fn said(take: &Take, before: Option<&Take>) -> String {
    sentence(take, before, &Settings::default())
}

const GOOD: [(f64, usize); 4] = [(0.0, 0), (22.5, 1), (37.5, 2), (112.5, 3)];

#[test]
fn the_first_sentence_is_what_came_nearer_and_the_second_what_to_change() {
    let before = told(172.0, &[(0.0, 0), (30.0, 1), (48.0, 2), (140.0, 3)]);
    let after = told(161.0, &[(0.0, 0), (24.0, 1), (37.0, 2), (100.0, 3)]);
    assert_eq!(
        said(&after, Some(&before)),
        "You got to the action 11 s sooner than last time. The result took 21 s longer than it needs."
    );
}

#[test]
fn a_first_take_is_told_what_fitted_and_what_did_not() {
    let take = told(150.0, &[(0.0, 0), (50.0, 1), (65.0, 2), (130.0, 3)]);
    assert_eq!(
        said(&take, None),
        "The action had the time it needs. The set-up took 27 s longer than it needs."
    );
    let short_result = told(150.0, &[(0.0, 0), (22.0, 1), (37.0, 2), (140.0, 3)]);
    assert!(said(&short_result, None).ends_with("The action took 28 s longer than it needs."));
    let left_out = told(150.0, &[(0.0, 0), (40.0, 1), (60.0, 2)]);
    assert!(said(&left_out, None).ends_with("The result was not told."), "{}", said(&left_out, None));
}

#[test]
fn a_take_in_which_all_fits_is_told_so_and_only_where_the_length_fits_too() {
    assert_eq!(said(&told(150.0, &GOOD), None), "Every part had the time it needs, and 2:30 fits.");
    let long: Vec<(f64, usize)> = GOOD.iter().map(|(secs, section)| (secs * 1.3, *section)).collect();
    assert_eq!(
        said(&told(195.0, &long), None),
        "The action had the time it needs. It was 0:45 over your 2:30."
    );
    let fragment: Vec<(f64, usize)> = GOOD.iter().map(|(secs, section)| (secs * 0.25, *section)).collect();
    assert_eq!(
        said(&told(37.5, &fragment), None),
        "At 0:38 this is less than a third of your 2:30, so the split says little yet. Tell it to the end."
    );
}

#[test]
fn takes_without_marks_are_told_their_length() {
    let unmarked = "You spoke for 1:03, less than half of your 2:30. Its parts are not marked yet.";
    assert_eq!(said(&told(63.0, &[]), None), unmarked);
    assert_eq!(said(&told(2.0, &[(0.0, 0)]), None), "Only 2 s was recorded, too little to tell anything.");
    let look = first_look(&told(63.0, &[]), None, &Settings::default());
    let names: Vec<&str> = look.figures.iter().map(|figure| figure.name.as_str()).collect();
    assert_eq!(names, ["Length", "Fillers"]);
}

#[test]
fn a_section_told_again_is_held_against_the_old_one() {
    let parent = told(150.0, &[(0.0, 0), (22.0, 1), (37.0, 2), (115.0, 3)]);
    let star = built_in().swap_remove(0);
    let again = |secs| {
        let mut take = told(secs, &[(0.0, 0)]);
        take.plan.sections = vec![star.sections[2].clone()];
        take.plan.targets = Targets::even(1);
        take.plan.target_length_secs = 75;
        take.kind = TakeKind::Retake { of: TakeId("take".into()), section: 2 };
        take
    };
    assert_eq!(
        said(&again(5.0), Some(&parent)),
        "The action was nearer to its 1:15 in the take: 5 s against 1:18."
    );
    assert_eq!(
        said(&again(74.0), Some(&parent)),
        "The action is nearer to its 1:15 than in the take: 1:14 against 1:18."
    );
    assert_eq!(said(&again(60.0), None), "The action took 1:00 of its 1:15.");
    let look = first_look(&again(5.0), Some(&parent), &Settings::default());
    assert_eq!(look.figures[0].said(), "Action 5 s, aim 1:15, 1:13 less than before");
    assert_eq!(look.figures[0].change.as_ref().unwrap().is_better, Some(false));
}

#[test]
fn the_figures_are_five_with_their_differences() {
    let before = told(172.0, &[(0.0, 0), (30.0, 1), (48.0, 2), (132.0, 3)]);
    let mut after = told(161.0, &[(0.0, 0), (24.0, 1), (37.0, 2), (115.0, 3)]);
    let at = after.recording.rate.frames(3.0);
    let pass = TallyPass {
        counted_at: jiff::Timestamp::UNIX_EPOCH,
        tallies: vec![Tally { at, kind: TallyKind::Filler }; 3],
    };
    after.tally_passes = vec![pass];
    let look = first_look(&after, Some(&before), &Settings::default());
    let said: Vec<String> = look.figures.iter().map(Figure::said).collect();
    assert_eq!(
        said,
        [
            "Set-up 37 s, aim 40 s, 11 s less than before",
            "Action 48 %, aim 50 %, 1 point less than before",
            "Result 46 s, aim 40 s, 6 s more than before",
            "Length 2:41, 0:11 over your 2:30, 0:11 less than before",
            "Fillers 1.1, a minute",
        ]
    );
    let better: Vec<Option<bool>> = look
        .figures
        .iter()
        .map(|figure| figure.change.as_ref().and_then(|change| change.is_better))
        .collect();
    assert_eq!(better, [Some(true), Some(false), Some(false), Some(true), None]);
}

#[test]
fn phases_and_frameworks_of_other_names_have_sensible_words() {
    let digs = in_framework("digs", 150.0, &[(0.0, 0), (37.0, 1), (75.0, 2), (140.0, 3)]);
    assert!(said(&digs, None).contains("“Go through”"), "{}", said(&digs, None));
    let section = |name: &str| Section { name: name.into(), prompt: String::new(), acts: false };
    let phases = Framework {
        id: FrameworkId::new("phases-x"),
        name: "Phases".into(),
        best_for: String::new(),
        sections: ["1 Look", "2 Ask", "3 Mend"].map(section).to_vec(),
        targets: Targets::even(3),
    };
    let scenario = Take { plan: Plan::of(&phases, 150), ..told(150.0, &[(0.0, 0), (50.0, 1)]) };
    assert_eq!(said(&scenario, None), "“1 Look” had the time it needs. “3 Mend” was not told.");
    let look = first_look(&scenario, None, &Settings::default());
    assert_eq!(look.figures[0].said(), "Parts told 2 of 3");
}

proptest! {
    #[test]
    fn there_is_always_a_sentence_and_every_figure_says_itself(
        secs in 0.0f64..400.0,
        marks in prop::collection::vec((0.0f64..400.0, 0usize..4), 0..8),
        earlier in prop::collection::vec((0.0f64..400.0, 0usize..4), 0..8),
        framework in prop::sample::select(vec!["star", "car", "soar", "carl", "par", "digs"]),
    ) {
        let take = in_framework(framework, secs, &marks);
        let before = told(200.0, &earlier);
        for before in [None, Some(&before)] {
            let look = first_look(&take, before, &Settings::default());
            prop_assert!(look.sentence.ends_with('.') && !look.sentence.contains(" -"), "{}", look.sentence);
            prop_assert!(look.sentence.len() < 200, "{}", look.sentence);
            prop_assert!((2..=5).contains(&look.figures.len()));
            for figure in &look.figures {
                prop_assert!(!figure.said().contains(" -"), "{}", figure.said());
            }
        }
    }
}
