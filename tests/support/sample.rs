//! Made-up libraries of somebody who practises and gets better at it: the same for the same seed. For tests,
//! benches and pictures of screens; no part of the program.

#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "made-up numbers stay far below every limit"
)]

use jiff::{Timestamp, ToSpan};
use starling::domain::framework::{Framework, FrameworkId, built_in};
use starling::domain::library::Library;
use starling::domain::rating::{Points, Prediction, Rating, Rubric};
use starling::domain::split::{Mark, Pause};
use starling::domain::story::{Role, Story, StoryId};
use starling::domain::take::{
    AskedQuestion, Plan, Recording, SampleFormat, Take, TakeId, TakeKind, Tally, TallyKind, TallyPass,
};
use starling::domain::time::{Frames, SampleRate};

/// The last moment of every sample: nothing is recorded later.
pub const NOW: &str = "2026-11-20T18:00:00Z";

const STORIES: [(&str, &str, &str); 8] = [
    ("Checkout outage on the busiest day", "incident", "star"),
    ("Disagreement about the queue", "conflict", "star"),
    ("The migration I got wrong", "failure", "carl"),
    ("Half the latency with one index", "performance", "star"),
    ("Taking over a team of four", "leadership", "star"),
    ("Saying no to a launch date", "conflict", "soar"),
    ("A dump read at three in the morning", "incident", "par"),
    ("Mentoring two new hires", "leadership", "star"),
];

/// Numbers that look random and are the same for the same seed (xorshift).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// From 0 up to 1.
    pub fn part(&mut self) -> f64 {
        f64::from(u32::try_from(self.next() >> 32).unwrap()) / f64::from(u32::MAX)
    }

    pub fn chance(&mut self, part: f64) -> bool {
        self.part() < part
    }

    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }

    /// From -1 to 1, most often near 0.
    fn wobble(&mut self) -> f64 {
        (self.part() + self.part() + self.part()) / 1.5 - 1.0
    }
}

/// A library of so many takes over as many days as a keen speaker needs for them, eight stories and some
/// unfiled takes.
pub fn library(takes: usize, seed: u64) -> Library {
    let stories: Vec<Story> = (0..STORIES.len()).map(story).collect();
    let mut library = Library::default();
    let mut dice = Dice::new(seed);
    for number in 0..takes {
        let at = moment(number, takes, &mut dice);
        let story = &stories[dice.below(stories.len() - 1)];
        library.put_take(take(number, takes, story, at, &mut dice));
    }
    for story in stories {
        library.put_story(story);
    }
    library
}

/// A library whose takes all tell one story, in one framework.
pub fn one_story(takes: usize, seed: u64) -> Library {
    let mut library = Library::default();
    let mut dice = Dice::new(seed);
    let story = story(0);
    for number in 0..takes {
        let at = moment(number, takes, &mut dice);
        library
            .put_take(Take { story: Some(story.id.clone()), ..take(number, takes, &story, at, &mut dice) });
    }
    library.put_story(story);
    library
}

fn story(index: usize) -> Story {
    let (title, theme, framework) = STORIES[index];
    let created = NOW.parse::<Timestamp>().unwrap() - (24 * 400).hours();
    let mut story =
        Story::new(StoryId(format!("story-{index}")), title, FrameworkId::new(framework), created);
    story.themes.push(theme.to_owned());
    story.role = if index.is_multiple_of(3) { Role::GoTo } else { Role::Backup };
    story
}

/// About three takes on each practised day, the last one today.
fn moment(number: usize, takes: usize, dice: &mut Dice) -> Timestamp {
    let days_ago = i64::try_from((takes - 1 - number) / 3).unwrap();
    let minute = i64::try_from(number % 3 * 25 + dice.below(20)).unwrap();
    NOW.parse::<Timestamp>().unwrap() - (days_ago * 24).hours() - 9.hours() + minute.minutes()
}

/// A take of a speaker who has come `number / takes` of the way from rambling to the target.
pub fn take(number: usize, takes: usize, story: &Story, at: Timestamp, dice: &mut Dice) -> Take {
    let skill = number as f64 / takes.max(1) as f64;
    let framework = built_in().into_iter().find(|framework| framework.id == story.framework).unwrap();
    let plan = plan(&framework);
    let rate = SampleRate::new(if dice.chance(0.8) { 48_000 } else { 44_100 }).unwrap();
    let secs = 150.0 + 60.0 * (1.0 - skill) + 20.0 * dice.wobble();
    let frames = rate.frames(secs.max(20.0));
    let marks = marks(&plan, frames, skill, dice);
    let prediction = dice.chance(0.5).then(|| Prediction {
        length_secs: Some((secs - 25.0 * (1.0 - skill) + 15.0 * dice.wobble()).round()),
        longest_section: plan.acting_section(),
        mean_points: Some((3.0 + dice.wobble()).clamp(1.0, 5.0)),
    });
    let take = Take {
        id: TakeId(format!("take-{number:06}")),
        story: dice.chance(0.95).then(|| story.id.clone()),
        title: String::new(),
        question: AskedQuestion {
            id: None,
            text: "Tell me about a time when something went wrong.".to_owned(),
        },
        recorded_at: at,
        edited_marks: dice.chance(0.15).then(|| nudged(&marks, dice)),
        live_marks: if dice.chance(0.97) { marks } else { Vec::new() },
        pauses: if dice.chance(0.1) {
            vec![Pause { at: Frames(1), lasted: rate.frames(3.0) }]
        } else {
            Vec::new()
        },
        gaps: Vec::new(),
        prediction,
        ratings: ratings(at, skill, dice),
        notes: Vec::new(),
        tally_passes: tallies(at, frames, skill, dice),
        voice: None,
        change_for_next_time: String::new(),
        kind: kind(number, dice),
        warm_up: dice.chance(0.08),
        recovered: dice.chance(0.01),
        recording: Recording {
            file: format!("take-{number:06}.wav"),
            rate,
            frames,
            format: SampleFormat::Int16,
            device: "Sample microphone".to_owned(),
        },
        plan,
    };
    as_recorded(take)
}

/// A section told again has a plan and a mark of its own.
fn as_recorded(take: Take) -> Take {
    let TakeKind::Retake { section, .. } = take.kind else { return take };
    let plan = take.plan.of_section(section).unwrap();
    let alone =
        |marks: Vec<Mark>| marks.into_iter().take(1).map(|mark| Mark { section: 0, ..mark }).collect();
    Take {
        plan,
        live_marks: alone(take.live_marks),
        edited_marks: take.edited_marks.map(alone),
        prediction: take.prediction.map(|guess| Prediction { longest_section: Some(0), ..guess }),
        ..take
    }
}

fn plan(framework: &Framework) -> Plan {
    Plan {
        framework_id: framework.id.0.clone(),
        framework_name: framework.name.clone(),
        sections: framework.sections.clone(),
        targets: framework.targets.clone(),
        target_length_secs: 150,
    }
}

/// Marks that begin with a long set-up and a short end, and come nearer to the targets.
fn marks(plan: &Plan, frames: Frames, skill: f64, dice: &mut Dice) -> Vec<Mark> {
    let count = plan.sections.len();
    let drawn: Vec<f64> = plan
        .targets
        .shares()
        .iter()
        .enumerate()
        .map(|(index, target)| {
            let lean = 0.6 * (1.0 - skill) * (1.0 - 2.0 * index as f64 / (count - 1) as f64);
            (target.as_fraction() * (1.0 + lean + 0.25 * dice.wobble())).max(0.02)
        })
        .collect();
    let total: f64 = drawn.iter().sum();
    let mut start = 0.004;
    drawn
        .iter()
        .enumerate()
        .map(|(section, share)| {
            let at = Frames((frames.0 as f64 * start) as u64);
            start += share / total * 0.996;
            Mark { at, section }
        })
        .collect()
}

fn nudged(marks: &[Mark], dice: &mut Dice) -> Vec<Mark> {
    marks.iter().map(|mark| Mark { at: mark.at.plus(Frames(dice.below(40_000) as u64)), ..*mark }).collect()
}

fn ratings(at: Timestamp, skill: f64, dice: &mut Dice) -> Vec<Rating> {
    if !dice.chance(0.7) {
        return Vec::new();
    }
    let first = rating(at + 4.minutes(), 2.6 + 1.4 * skill, false, dice);
    if !dice.chance(0.15) {
        return vec![first];
    }
    vec![first, rating(at + (24 * 7).hours(), 2.3 + 1.4 * skill, true, dice)]
}

fn rating(at: Timestamp, mean: f64, blind: bool, dice: &mut Dice) -> Rating {
    let points = |dice: &mut Dice| (mean + 1.2 * dice.wobble()).round().clamp(1.0, 5.0) as u8;
    Rating {
        rated_at: at,
        points: Rubric::default()
            .rows
            .into_iter()
            .map(|row| (row.id, Points::new(points(dice)).unwrap()))
            .collect(),
        note: String::new(),
        blind,
    }
}

fn tallies(at: Timestamp, frames: Frames, skill: f64, dice: &mut Dice) -> Vec<TallyPass> {
    if !dice.chance(0.4) {
        return Vec::new();
    }
    let mut tallies = Vec::new();
    for (kind, most) in TallyKind::ALL.into_iter().zip([24.0 - 14.0 * skill, 18.0, 8.0, 4.0]) {
        for _ in 0..dice.below(most as usize + 1) {
            tallies.push(Tally { at: Frames((frames.0 as f64 * dice.part()) as u64), kind });
        }
    }
    tallies.sort_by_key(|tally| tally.at);
    vec![TallyPass { counted_at: at + 9.minutes(), tallies }]
}

fn kind(number: usize, dice: &mut Dice) -> TakeKind {
    let of = TakeId(format!("take-{:06}", number.saturating_sub(1)));
    match dice.below(25) {
        0 if number > 0 => TakeKind::Retake { of, section: dice.below(3) },
        1 if number > 0 => TakeKind::FollowUp { of },
        _ => TakeKind::Full,
    }
}
