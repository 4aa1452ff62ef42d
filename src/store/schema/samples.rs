//! Arbitrary values of the domain, as far as the program itself can make them.

mod preferences;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::{LibraryHead, QuestionFile, SettingsFile};
use crate::domain::framework::{
    Framework, FrameworkId, MAX_PARTS, MAX_SECTIONS, Section, Share, TargetOrigin, Targets,
};
use crate::domain::guidance::{Change, Guidance, Topic};
use crate::domain::preparation::{Interview, Preparation};
use crate::domain::question::{
    AnswerLength, Difficulty, FollowUp, Level, LevelExpectation, Phase, Question, QuestionId, Source,
    WorkedExample,
};
use crate::domain::rating::{Points, Prediction, Rating, Rubric, RubricRow};
use crate::domain::settings::{LengthZones, Settings};
use crate::domain::split::{Mark, Pause, Tolerance};
use crate::domain::story::{Draft, KeyFigure, Role, SectionNotes, Story, StoryId};
use crate::domain::take::{
    AskedQuestion, Gap, PinnedNote, Plan, Recording, SampleFormat, Take, TakeId, TakeKind, Tally, TallyKind,
    TallyPass,
};
use crate::domain::time::{Frames, SampleRate};
use crate::domain::value_map::OwnMap;
use crate::store::names;

pub use preferences::preferences;

/// Text of any kind, among it what a careless writer of files would trip over.
pub fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => any::<String>(),
        1 => select(vec!["", "It's \"quoted\" \\ and\nbroken\r\n", "\u{202E}\u{0}\u{FEFF}", "None", "// no", "नमस्ते"])
            .prop_map(str::to_owned),
    ]
}

pub fn title() -> impl Strategy<Value = String> {
    text().prop_map(|text| names::clean_line(&text))
}

pub fn name() -> impl Strategy<Value = String> {
    title().prop_map(|title| if title.is_empty() { "A name".to_owned() } else { title })
}

pub fn id() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z0-9-]{1,20}", "[a-zéß我_]{2,8}\\.[a-z]{2}"].prop_filter("safe", |id| names::is_safe(id))
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    vec(text(), 0..3)
}

pub fn moment() -> impl Strategy<Value = Timestamp> {
    let seconds = Timestamp::MIN.as_second() + 1..Timestamp::MAX.as_second();
    (seconds, 0..1_000_000_000_i32).prop_map(|(second, nano)| Timestamp::new(second, nano).unwrap())
}

fn targets(count: usize) -> impl Strategy<Value = Targets> {
    let origin = prop_oneof![
        Just(TargetOrigin::Prescribed),
        Just(TargetOrigin::FromSeconds),
        Just(TargetOrigin::Proposed),
        Just(TargetOrigin::Even),
        Just(TargetOrigin::Own),
        title().prop_map(TargetOrigin::Preset),
    ];
    (vec(0..=1_000_u16, count - 1), origin).prop_map(|(mut cuts, origin)| {
        cuts.sort_unstable();
        cuts.push(1_000);
        let mut from = 0;
        let share = |cut| Share(cut - std::mem::replace(&mut from, cut));
        Targets::new(cuts.into_iter().map(share).collect(), origin).unwrap()
    })
}

fn sections(most: usize) -> impl Strategy<Value = (Vec<Section>, Targets)> {
    let section =
        (name(), title(), any::<bool>()).prop_map(|(name, prompt, acts)| Section { name, prompt, acts });
    vec(section, 1..=most).prop_flat_map(|sections| {
        let count = sections.len();
        (Just(sections), targets(count))
    })
}

fn framework() -> impl Strategy<Value = Framework> {
    (id(), name(), text(), sections(MAX_SECTIONS)).prop_map(|(id, name, best_for, (sections, targets))| {
        Framework { id: FrameworkId(id), name, best_for, sections, targets }
    })
}

fn notes() -> impl Strategy<Value = Vec<SectionNotes>> {
    vec((text(), texts()).prop_map(|(section, bullets)| SectionNotes { section, bullets }), 0..4)
}

fn level() -> impl Strategy<Value = Level> {
    select(Level::ALL.to_vec())
}

pub fn story() -> impl Strategy<Value = Story> {
    let draft = (moment(), title(), id(), notes()).prop_map(|(saved_at, title, framework, sections)| Draft {
        saved_at,
        title,
        framework: FrameworkId(framework),
        sections,
    });
    let figure = (text(), text()).prop_map(|(value, meaning)| KeyFigure { value, meaning });
    let told = (id(), title(), moment(), id(), notes(), vec(figure, 0..3), vec(draft, 0..3));
    let filed = (texts(), texts(), vec(id(), 0..3), option::of(level()), select(Role::ALL.to_vec()));
    let aims =
        (option::of((1..=6_usize).prop_flat_map(targets)), option::of(1..=86_400_u32), text(), any::<bool>());
    (told, filed, aims).prop_map(|(told, filed, aims)| Story {
        id: StoryId(told.0),
        title: told.1,
        created_at: told.2,
        framework: FrameworkId(told.3),
        sections: told.4,
        key_figures: told.5,
        drafts: told.6,
        themes: filed.0,
        values: filed.1,
        questions: filed.2.into_iter().map(QuestionId).collect(),
        level: filed.3,
        role: filed.4,
        targets: aims.0,
        target_length_secs: aims.1,
        notes: aims.2,
        archived: aims.3,
    })
}

fn question() -> impl Strategy<Value = Question> {
    let follow_up = (text(), text(), text()).prop_map(|(id, text, settles)| FollowUp { id, text, settles });
    let expectation = (level(), text(), texts(), text()).prop_map(|(level, situation, actions, outcome)| {
        LevelExpectation { level, situation, actions, outcome }
    });
    let phase = (text(), texts()).prop_map(|(name, points)| Phase { name, points });
    let example = (text(), texts(), text()).prop_map(|(situation, moves, outcome)| WorkedExample {
        situation,
        moves,
        outcome,
    });
    let source = prop_oneof![Just(Source::BuiltIn), Just(Source::Own), text().prop_map(Source::Imported)];
    let asked = (id(), name(), title(), texts(), select(Difficulty::ALL.to_vec()), vec(id(), 0..3));
    let marked =
        (0..=900_u32, 900..=86_400_u32, texts(), texts(), vec(follow_up, 0..3), vec(expectation, 0..3));
    let rest = (vec(phase, 0..3), texts(), option::of(example), texts(), source);
    (asked, marked, rest).prop_map(|(asked, marked, rest)| Question {
        category: asked.2,
        themes: asked.3,
        difficulty: asked.4,
        frameworks: asked.5.into_iter().map(FrameworkId).collect(),
        length: AnswerLength { shortest_secs: marked.0, longest_secs: marked.1 },
        shows: marked.2,
        probes: marked.3,
        follow_ups: marked.4,
        levels: marked.5,
        phases: rest.0,
        strategy: rest.1,
        example: rest.2,
        cards: rest.3,
        ..Question::plain(QuestionId(asked.0), asked.1, rest.4)
    })
}

pub fn questions() -> impl Strategy<Value = QuestionFile> {
    vec(question(), 0..3).prop_map(|questions| QuestionFile { questions })
}

fn recording() -> impl Strategy<Value = Recording> {
    let format = select(vec![SampleFormat::Int16, SampleFormat::Int24, SampleFormat::Float32]);
    (id(), 4_000..=768_000_u32, 0..1_u64 << 43, format, text()).prop_map(
        |(file, hz, frames, format, device)| Recording {
            file,
            rate: SampleRate::new(hz).unwrap(),
            frames: Frames(frames),
            format,
            device,
        },
    )
}

fn plan() -> impl Strategy<Value = Plan> {
    (text(), title(), sections(MAX_PARTS), 1..=86_400_u32).prop_map(
        |(framework_id, framework_name, parts, target_length_secs)| Plan {
            framework_id,
            framework_name,
            sections: parts.0,
            targets: parts.1,
            target_length_secs,
        },
    )
}

/// A plan, and the section that it tells again where it is one of a retake, made as the program makes it.
fn plan_and_retold() -> impl Strategy<Value = (Plan, Option<usize>)> {
    (plan(), option::of(0..MAX_PARTS)).prop_map(|(plan, section)| {
        let section = section.map(|section| section % plan.sections.len());
        let alone = section.and_then(|section| plan.of_section(section));
        (alone.unwrap_or(plan), section)
    })
}

pub fn take() -> impl Strategy<Value = Take> {
    (recording(), plan_and_retold())
        .prop_flat_map(|(recording, (plan, retold))| {
            let (end, count) = (recording.frames.0, plan.sections.len());
            (Just(recording), Just(plan), marks(end, count), spans(end), heard(end, count), named(retold))
        })
        .prop_map(|(recording, plan, marks, spans, heard, named)| Take {
            id: TakeId(named.0),
            story: named.1.map(StoryId),
            title: named.2,
            question: named.3,
            recorded_at: named.4,
            kind: named.5,
            plan,
            recording,
            live_marks: marks.0,
            edited_marks: marks.1,
            pauses: spans.iter().map(|&(at, lasted)| Pause { at, lasted }).collect(),
            gaps: spans.into_iter().map(|(at, lasted)| Gap { at, lasted }).collect(),
            prediction: heard.0,
            ratings: heard.1,
            notes: heard.2,
            tally_passes: heard.3,
            voice: None,
            change_for_next_time: heard.4,
            warm_up: heard.5,
            recovered: !heard.5,
        })
}

type Named = (String, Option<String>, String, AskedQuestion, Timestamp, TakeKind);

fn named(retold: Option<usize>) -> impl Strategy<Value = Named> {
    let kind = match retold {
        Some(section) => id().prop_map(move |of| TakeKind::Retake { of: TakeId(of), section }).boxed(),
        None => prop_oneof![
            Just(TakeKind::Full),
            id().prop_map(|of| TakeKind::FollowUp { of: TakeId(of) }),
            (id(), 2..100_u32).prop_map(|(of, part)| TakeKind::Continuation { of: TakeId(of), part }),
        ]
        .boxed(),
    };
    let asked =
        (option::of(id()), text()).prop_map(|(id, text)| AskedQuestion { id: id.map(QuestionId), text });
    (id(), option::of(id()), title(), asked, moment(), kind)
}

fn marks(end: u64, count: usize) -> impl Strategy<Value = (Vec<Mark>, Option<Vec<Mark>>)> {
    let mark = move || (0..=end, 0..count).prop_map(|(at, section)| Mark { at: Frames(at), section });
    (vec(mark(), 0..5), option::of(vec(mark(), 0..3)))
}

fn spans(end: u64) -> impl Strategy<Value = Vec<(Frames, Frames)>> {
    vec((0..=end, 0..1_u64 << 43).prop_map(|(at, lasted)| (Frames(at), Frames(lasted))), 0..3)
}

type Heard = (Option<Prediction>, Vec<Rating>, Vec<PinnedNote>, Vec<TallyPass>, String, bool);

fn heard(end: u64, count: usize) -> impl Strategy<Value = Heard> {
    let prediction = (option::of(0.0..=86_400.0), option::of(0..count), option::of(1.0..=5.0)).prop_map(
        |(length_secs, longest_section, mean_points)| Prediction {
            length_secs,
            longest_section,
            mean_points,
        },
    );
    let points = (text(), (1..=5_u8).prop_map(|points| Points::new(points).unwrap()));
    let rating = (moment(), vec(points, 0..6), text(), any::<bool>())
        .prop_map(|(rated_at, points, note, blind)| Rating { rated_at, points, note, blind });
    let note = (0..=end, text()).prop_map(|(at, text)| PinnedNote { at: Frames(at), text });
    let tally =
        (0..=end, select(TallyKind::ALL.to_vec())).prop_map(|(at, kind)| Tally { at: Frames(at), kind });
    let pass =
        (moment(), vec(tally, 0..4)).prop_map(|(counted_at, tallies)| TallyPass { counted_at, tallies });
    (option::of(prediction), vec(rating, 0..3), vec(note, 0..3), vec(pass, 0..3), text(), any::<bool>())
}

fn guidance() -> impl Strategy<Value = Guidance> {
    let change = (select(Topic::ALL.to_vec()), option::of(0.0..=1_000_000.0), any::<bool>())
        .prop_map(|(topic, quiet, on)| Change { topic, quiet, on });
    vec(change, 0..4).prop_map(Guidance::with)
}

pub fn settings() -> impl Strategy<Value = SettingsFile> {
    let row = (id(), name(), [text(), text(), text()]).prop_map(|(id, name, anchors)| RubricRow {
        id,
        name,
        anchors,
    });
    let zones = [0..=86_400_u32, 0..=86_400, 0..=86_400].prop_map(|mut secs| {
        secs.sort_unstable();
        LengthZones { enough_secs: secs[0], wrap_up_secs: secs[1], over_secs: secs[2] }
    });
    let preferred = vec((id().prop_map(FrameworkId), (1..=6_usize).prop_flat_map(targets)), 0..3);
    let tolerance = (0.0..=200.0).prop_map(|points| Tolerance::new(points).unwrap());
    let measured = (preferred, vec(framework(), 0..2), tolerance, 1..=86_400_u32, zones);
    let own_map = (text(), text()).prop_map(|(company, values)| OwnMap { company, values });
    let words = (texts(), texts(), option::of(1..=36_500_u32), own_map);
    (measured, vec(row, 1..4), words, guidance(), btree_set(id().prop_map(QuestionId), 0..3)).prop_map(
        |(
            measured,
            rows,
            (filler_words, hedge_words, pack_after_days, own_map),
            guidance,
            hidden_questions,
        )| {
            SettingsFile {
                settings: Settings {
                    targets: measured.0.into_iter().collect::<BTreeMap<_, _>>(),
                    own_frameworks: measured.1,
                    tolerance: measured.2,
                    target_length_secs: measured.3,
                    zones: measured.4,
                    rubric: Rubric { rows },
                    filler_words,
                    hedge_words,
                    guidance,
                    pack_after_days,
                    own_map,
                },
                hidden_questions,
            }
        },
    )
}

pub fn preparation() -> impl Strategy<Value = Preparation> {
    let date = (-9_999..=9_999_i16, 1..=12_i8, 1..=28_i8)
        .prop_map(|(year, month, day)| Date::new(year, month, day).unwrap());
    let interview = (id(), title(), title(), option::of(date), btree_set(id(), 0..3), text()).prop_map(
        |(id, company, role, date, ticked, notes)| Interview { id, company, role, date, ticked, notes },
    );
    (vec(interview, 0..3), btree_set(id(), 0..4))
        .prop_map(|(interviews, ticked)| Preparation { interviews, ticked })
}

pub fn library_head() -> impl Strategy<Value = LibraryHead> {
    (id(), moment()).prop_map(|(id, created_at)| LibraryHead { id, created_at })
}
