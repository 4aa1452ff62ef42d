//! Promises of the progress figures, over whole libraries.

use std::sync::Arc;

use jiff::civil::date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;
use starling::domain::figures::{Formula, Kind, Measure, Place, Sound, SoundFigures};
use starling::domain::library::Library;
use starling::domain::progress::chart::{self, Chart, Marks};
use starling::domain::progress::{Figure, Filter, Period, Progress, Series, WarmUps};
use starling::domain::progress::{stories, words};
use starling::domain::rating::Rating;
use starling::domain::settings::Settings;
use starling::domain::story::StoryId;
use starling::domain::take::{Take, TakeId, TakeKind};

use crate::sample::{self, Dice};

/// Central European time by rule, so that no file of the machine is needed.
fn berlin() -> TimeZone {
    TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap()
}

fn progress_of(library: &Library) -> Progress {
    Progress::new(library.takes(), berlin())
}

/// Every line of every group.
fn all_series(progress: &Progress, library: &Library) -> Vec<Series> {
    let selection = progress.select(&Filter::everything(), library);
    let rows = progress.rows(&library.settings);
    let groups = selection.groups().iter().map(|(group, _)| group);
    let lines = groups
        .flat_map(|group| Measure::all_of(group, &rows).into_iter().map(move |measure| (measure, group)));
    let series = lines.map(|(measure, group)| selection.series_of(&measure, group, &library.settings));
    series.filter(|series| !series.points.is_empty()).collect()
}

const PLACES: [Place; 6] =
    [Place::Overview, Place::Shares, Place::Sections, Place::Ratings, Place::Counts, Place::Voice];

/// Every chart there is of a library.
fn all_charts(progress: &Progress, library: &Library) -> Vec<Chart> {
    let settings = &library.settings;
    let filter = Filter::default();
    let selection = progress.select(&filter, library);
    let today = date(2026, 11, 20);
    let mut charts = vec![
        chart::calendar(&selection, &filter, today),
        chart::heat_map(&selection, library, settings),
        chart::judging(&selection, settings),
    ];
    for (group, _) in selection.groups() {
        charts.extend([chart::by_take(&selection, group), chart::by_week(&selection, group)]);
        charts.extend(PLACES.map(|place| chart::at(place, &selection, group, settings)));
    }
    charts
}

#[test]
fn every_receipt_recomputes_to_the_number_shown() {
    let library = sample::library(400, 1);
    let progress = progress_of(&library);
    let mut checked = 0;
    for series in all_series(&progress, &library) {
        for point in &series.points {
            let receipt = progress.receipt(&series.measure, point.take, &library.settings).unwrap();
            assert_eq!(receipt.value(), Some(point.value), "{}", receipt.words());
            assert_eq!(receipt.takes, [progress.take(point.take).unwrap().id.clone()]);
            assert_eq!(receipt.marks.is_some(), series.measure.rests_on_marks());
            checked += 1;
        }
        let receipt =
            |figure| series.receipt(figure, &progress, &library.settings).and_then(|one| one.value());
        let summary = series.summary.unwrap();
        assert_eq!(receipt(Figure::Median), Some(summary.median));
        assert_eq!(receipt(Figure::Spread), Some(summary.spread()));
        assert_eq!(receipt(Figure::ColdMedian), series.cold_summary.map(|cold| cold.median));
        if let Some(line) = series.trend.line() {
            assert_eq!(receipt(Figure::Change), Some(line.change()));
        }
        let median = |values: Vec<f64>| starling::domain::stats::median(values);
        assert_eq!(receipt(Figure::Now), median(series.last_ones()));
        assert_eq!(receipt(Figure::First), median(series.earliest()));
    }
    assert!(checked > 5_000, "{checked}");
}

/// What the figures say, written down from the take alone.
#[test]
fn figures_are_those_of_the_takes_themselves() {
    let library = sample::library(300, 2);
    let progress = progress_of(&library);
    for facts in progress.takes() {
        let take = library.take(&facts.id).unwrap();
        assert_eq!(Measure::Length.value(facts), Some(take.recording.secs()));
        assert_eq!(Measure::Distance.value(facts), take.distance());
        assert_eq!(Measure::SetUp.value(facts), take.set_up().map(|frames| take.recording.rate.secs(frames)));
        assert_eq!(Measure::MeanPoints.value(facts), take.rating().and_then(Rating::mean));
        let longest = take.split().sections.into_iter().max().filter(|_| take.divides());
        let longest = longest.map(|frames| take.recording.rate.secs(frames));
        assert_eq!(Measure::LongestSection.value(facts), longest);
        let shares = take.split().shares_percent().unwrap();
        for (section, share) in shares.into_iter().enumerate() {
            let expected = take.divides();
            assert_eq!(Measure::Share(section).value(facts), Some(share).filter(|_| expected));
        }
    }
}

#[test]
fn lines_never_mix_frameworks_targets_or_kinds() {
    let mut library = sample::library(300, 3);
    let mut own = library.takes().nth(7).unwrap().clone();
    own.plan.target_length_secs = 90;
    library.put_take(own);
    let progress = progress_of(&library);
    let mut seen = 0;
    for series in all_series(&progress, &library) {
        for point in &series.points {
            let take = library.take(&progress.take(point.take).unwrap().id).unwrap();
            assert!(series.group.holds(take));
            assert_eq!(take.plan.framework_id, series.group.framework_id);
            let targets: Vec<_> = series.group.sections.iter().map(|section| section.target).collect();
            assert_eq!(take.plan.targets.shares(), targets);
            assert_eq!(take.plan.target_length_secs, series.group.target_length_secs);
            assert_eq!(matches!(take.kind, TakeKind::Full), series.group.kind == Kind::Full);
            seen += 1;
        }
    }
    assert!(seen > 0);
    let charts = all_charts(&progress, &library);
    let overview = charts.iter().find(|chart| chart.id == "overview").unwrap();
    assert!(overview.notes.iter().any(|note| note.contains("counted apart")), "{:?}", overview.notes);
}

#[test]
fn the_order_of_reading_changes_nothing() {
    let library = sample::library(200, 4);
    let mut takes: Vec<&Take> = library.takes().collect();
    let straight = Progress::new(takes.iter().copied(), berlin());
    let mut dice = Dice::new(5);
    for last in (1..takes.len()).rev() {
        takes.swap(last, dice.below(last + 1));
    }
    let shuffled = Progress::new(takes, berlin());
    assert_eq!(all_series(&straight, &library), all_series(&shuffled, &library));
    assert_eq!(all_charts(&straight, &library), all_charts(&shuffled, &library));
}

#[test]
fn following_the_library_take_by_take_ends_where_reading_it_anew_does() {
    let mut library = sample::library(120, 6);
    let mut progress = progress_of(&library);
    let mut dice = Dice::new(7);
    let mut followed = progress_of(&library);
    for step in 0..60 {
        let before = library.clone();
        let ids: Vec<TakeId> = library.takes().map(|take| take.id.clone()).collect();
        let id = &ids[dice.below(ids.len())];
        if step % 3 == 0 {
            library.remove_take(id);
            progress.remove(id);
        } else {
            let mut take = library.take(id).unwrap().clone();
            take.recording.frames.0 += 48_000;
            take.recorded_at += 1.hour();
            take.plan.target_length_secs = if step % 2 == 0 { 150 } else { 120 };
            take.edited_marks = Some(take.live_marks.iter().copied().rev().skip(1).collect());
            progress.put(&take);
            library.put_take(take);
        }
        followed.follow(&before, &library);
    }
    assert_eq!(all_series(&progress, &library), all_series(&progress_of(&library), &library));
    assert_eq!(all_series(&followed, &library), all_series(&progress, &library));
    // So much at once that it is read anew.
    let other = sample::library(200, 8);
    followed.follow(&library, &other);
    assert_eq!(all_series(&followed, &other), all_series(&progress_of(&other), &other));
}

#[test]
fn libraries_of_no_and_of_one_take_have_every_chart_and_claim_nothing() {
    for takes in [0, 1] {
        let library = sample::library(takes, 8);
        let progress = progress_of(&library);
        for chart in all_charts(&progress, &library) {
            assert!(!chart.summary.is_empty(), "{}", chart.id);
        }
        let selection = progress.select(&Filter::default(), &library);
        let told = words::headline(&selection, &library.settings);
        assert!(told.receipts.is_empty());
        let expected =
            if takes == 0 { "No whole answer yet" } else { "1 take so far. After 4 more takes with" };
        assert!(told.text.starts_with(expected), "{}", told.text);
        for series in all_series(&progress, &library) {
            assert!(series.trend.line().is_none() && series.earliest().is_empty());
            assert!(!series.is_unusual(0));
        }
    }
}

#[test]
fn every_drawn_point_has_its_row_in_the_table() {
    let library = sample::library(300, 9);
    let progress = progress_of(&library);
    for chart in all_charts(&progress, &library) {
        let rows = chart.table.rows.len();
        for row in &chart.table.rows {
            assert_eq!(row.cells.len(), chart.table.columns.len(), "{}", chart.id);
        }
        for panel in &chart.panels {
            for marks in &panel.marks {
                match marks {
                    Marks::Dots { dots, .. } => {
                        for dot in dots {
                            assert!(dot.row < rows);
                            assert!((0.0..=1.0).contains(&panel.x.part(dot.x)), "{} {dot:?}", chart.id);
                            assert!((0.0..=1.0).contains(&panel.y.part(dot.y)), "{} {dot:?}", chart.id);
                            if let Some(series) = &panel.series {
                                assert_eq!(dot.y.to_bits(), series.points[dot.place].value.to_bits());
                            }
                        }
                    }
                    Marks::Bars { bars } => assert!(bars.iter().all(|bar| bar.row < rows)),
                    Marks::Squares { squares } => assert!(squares.iter().all(|square| square.row < rows)),
                }
            }
        }
    }
}

/// The screen's table and the charts show what the CSV holds.
#[test]
fn csv_reads_back_to_the_same_numbers() {
    let library = sample::library(50, 10);
    let progress = progress_of(&library);
    let selection = progress.select(&Filter::default(), &library);
    let group = selection.current_full_group().unwrap();
    let chart = chart::at(Place::Overview, &selection, &group, &library.settings);
    let csv = chart.table.csv().unwrap();
    let series = selection.series_of(&Measure::Length, &group, &library.settings);
    let lengths: Vec<f64> =
        csv.lines().skip(1).map(|line| line.split(',').nth(4).unwrap().parse().unwrap()).collect();
    assert_eq!(lengths, series.points.iter().map(|point| point.value).collect::<Vec<_>>());
}

fn at(library: &mut Library, id: &str, when: &str) {
    let mut dice = Dice::new(1);
    let story = library.stories().next().cloned().unwrap();
    let mut take = sample::take(0, 1, &story, when.parse::<Timestamp>().unwrap(), &mut dice);
    take.id = TakeId(id.to_owned());
    library.put_take(take);
}

#[test]
fn days_follow_the_zone_through_changes_of_the_clock() {
    let mut library = sample::library(0, 1);
    // The night in which clocks go back: the day lasts from 22:00 to 23:00 UTC, 25 hours.
    for (id, when) in [
        ("a", "2026-10-24T21:59:00Z"),
        ("b", "2026-10-24T22:01:00Z"),
        ("c", "2026-10-25T00:30:00Z"),
        ("d", "2026-10-25T01:30:00Z"),
        ("e", "2026-10-25T22:59:00Z"),
        ("f", "2026-10-25T23:01:00Z"),
    ] {
        at(&mut library, id, when);
    }
    let cold = |zone: TimeZone| -> String {
        let progress = Progress::new(library.takes(), zone);
        progress.takes().iter().filter(|take| take.first_of_day).map(|take| take.id.0.clone()).collect()
    };
    assert_eq!(cold(berlin()), "abf");
    assert_eq!(cold(TimeZone::UTC), "ac");
    assert_eq!(cold(TimeZone::posix("JST-9").unwrap()), "ae");
}

#[test]
fn filters_leave_out_what_they_say() {
    let library = sample::library(400, 11);
    let progress = progress_of(&library);
    let count = |filter: &Filter| progress.select(filter, &library).takes().len();
    let total = library.takes().len();
    assert_eq!(count(&Filter::everything()), total);
    let with = |warm_ups| Filter { warm_ups, ..Filter::everything() };
    assert_eq!(count(&with(WarmUps::Only)) + count(&with(WarmUps::Without)), total);
    let story = StoryId("story-2".to_owned());
    let expected = library.takes_of(Some(&story)).count();
    assert_eq!(count(&Filter { story: Some(story), ..Filter::everything() }), expected);
    let theme = Filter { theme: Some("incident".to_owned()), ..Filter::default() };
    for (_, take) in progress.select(&theme, &library).takes() {
        let story = library.story(take.story.as_ref().unwrap()).unwrap();
        assert!(story.themes.contains(&"incident".to_owned()));
    }
    let day = date(2026, 11, 1);
    let period = Filter { period: Some(Period { from: day, to: day }), ..Filter::default() };
    assert!(
        count(&period) > 0
            && progress.select(&period, &library).takes().iter().all(|(_, take)| take.day() == day)
    );
}

#[test]
fn improvement_is_told_since_the_start_with_receipts() {
    let library = sample::one_story(40, 12);
    let progress = progress_of(&library);
    let selection = progress.select(&Filter::default(), &library);
    let told = words::headline(&selection, &library.settings);
    assert!(told.text.contains("loser: from ") && told.text.contains(" off target since "), "{}", told.text);
    let values: Vec<f64> = told.receipts.iter().map(|receipt| receipt.value().unwrap()).collect();
    assert_eq!(values.len(), 2);
    assert!(values[0] > values[1], "{values:?}");
    for value in values {
        assert!(told.text.contains(&format!(" {value:.0} ")), "{value} in {}", told.text);
    }
}

/// Nothing of a story is looked at but what its takes, its use and the calendar say.
#[test]
fn the_weakest_story_comes_first_and_says_why() {
    let library = sample::library(300, 31);
    let progress = progress_of(&library);
    let selection = progress.select(&Filter::default(), &library);
    let today = date(2026, 11, 20);
    let standings = stories::standings(&selection, &library, today);
    assert_eq!(standings.len(), library.stories().len());
    assert!(standings.windows(2).all(|pair| pair[0].weight >= pair[1].weight));
    for standing in &standings {
        let takes = library.takes_of(standing.story.as_ref());
        let distances: Vec<f64> = takes
            .filter(|take| take.kind == TakeKind::Full && take.recording.secs() * 3.0 >= 150.0)
            .filter_map(Take::distance)
            .collect();
        let last = &distances[distances.len().saturating_sub(3)..];
        assert_eq!(standing.latest, last, "{}", standing.title);
    }
    let next = stories::next(&selection, &library, &standings).unwrap();
    assert_eq!(next.story, standings[0].story);
    assert!(next.why.text.starts_with(&standings[0].title), "{}", next.why.text);
}

#[test]
fn takes_that_broke_off_or_have_one_mark_stay_out_of_the_split() {
    let mut library = sample::one_story(12, 32);
    let whole = library.takes().find(|take| take.divides()).unwrap().clone();
    let rate = whole.recording.rate;
    let mut short = Take { id: TakeId("short".into()), ..whole.clone() };
    short.recording.frames = rate.frames(49.0);
    let mut single = Take { id: TakeId("single".into()), edited_marks: None, ..whole };
    single.live_marks.truncate(1);
    library.put_take(short);
    library.put_take(single);
    let progress = progress_of(&library);
    let shown = progress.select(&Filter::default(), &library);
    let group = shown.current_full_group().unwrap();
    let ids: Vec<String> = shown.takes().iter().map(|(_, take)| take.id.0.clone()).collect();
    assert!(!ids.contains(&"short".to_owned()) && ids.contains(&"single".to_owned()));
    let distance = shown.series_of(&Measure::Distance, &group, &library.settings);
    let named = |id: &str| distance.points.iter().any(|point| progress.take(point.take).unwrap().id.0 == id);
    assert!(!named("single") && !named("short"));
    let all = progress.select(&Filter::everything(), &library);
    assert_eq!(all.takes().len(), 14);
}

#[test]
fn speech_measures_stay_with_their_take() {
    let library = sample::library(30, 13);
    let mut progress = progress_of(&library);
    let take = library.takes().nth(3).unwrap();
    let heard = SoundFigures::new([(Sound::LongestPause, 1.5), (Sound::Loudness, f64::NAN)]);
    assert!(progress.put_sound(&take.id, heard));
    progress.put(take);
    let facts = &progress.takes()[progress.find(&take.id).unwrap().0];
    assert_eq!(Measure::Sound(Sound::LongestPause).value(facts), Some(1.5));
    assert_eq!(Measure::Sound(Sound::Loudness).value(facts), None);
    let formula = Measure::Sound(Sound::LongestPause).formula(facts).unwrap();
    assert!(matches!(formula, Formula::Given { .. }));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Whatever a damaged file brings in, no value that is not a number leaves.
    #[test]
    fn nothing_but_numbers_ever_leaves(
        frames in prop::sample::select(vec![0_u64, 1, 48_000, 7_200_000, u64::MAX]),
        length in prop::num::f64::ANY,
        points in prop::num::f64::ANY,
        sections in 0_usize..5,
        target_length in prop::sample::select(vec![0_u32, 1, 150, u32::MAX]),
    ) {
        let mut library = sample::library(8, 14);
        let ids: Vec<TakeId> = library.takes().map(|take| take.id.clone()).collect();
        for id in ids {
            let mut take = library.take(&id).unwrap().clone();
            take.recording.frames.0 = frames;
            take.prediction.get_or_insert_default().length_secs = Some(length);
            take.prediction.get_or_insert_default().mean_points = Some(points);
            take.plan.sections.truncate(sections);
            take.plan.target_length_secs = target_length;
            library.put_take(take);
        }
        library.settings = Settings { target_length_secs: 0, ..library.settings };
        let progress = progress_of(&library);
        for series in all_series(&progress, &library) {
            prop_assert!(series.points.iter().all(|point| point.value.is_finite()));
            prop_assert!(series.summary.is_none_or(|summary| summary.median.is_finite() && summary.spread().is_finite()));
        }
        for chart in all_charts(&progress, &library) {
            let csv = chart.table.csv().unwrap();
            prop_assert!(!csv.contains("NaN") && !csv.contains("inf"), "{}", chart.id);
            prop_assert!(!chart.summary.contains("NaN"), "{}", chart.summary);
        }
    }
}

#[test]
fn groups_are_shared_and_not_copied() {
    let library = sample::library(100, 15);
    let progress = progress_of(&library);
    let selection = progress.select(&Filter::default(), &library);
    for (group, members) in selection.groups() {
        for index in members {
            assert!(Arc::ptr_eq(group, &progress.take(*index).unwrap().group));
        }
    }
}
