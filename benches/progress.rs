//! Every line of ten thousand takes, from nothing and after one change, against summing the same takes plainly.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark that fails is meant to stop")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use jiff::tz::TimeZone;
use starling::domain::figures::{Measure, Place};
use starling::domain::library::Library;
use starling::domain::progress::words;
use starling::domain::progress::{Filter, Progress, Series, chart};
use starling::domain::take::Take;

#[path = "../tests/support/sample.rs"]
mod sample;

const TAKES: usize = 10_000;

fn main() {
    let library = sample::library(TAKES, 1);
    let plain = median(|| {
        black_box(plain_sums(&library));
    });
    println!("reference, summing {TAKES} takes plainly: {:.2} ms", millis(plain));
    let say = |what: &str, limit: f64, time: Duration| {
        let (ms, ratio) = (millis(time), time.as_secs_f64() / plain.as_secs_f64());
        let verdict = if ms < limit { "within" } else { "OVER" };
        println!("{what:>44}: {ms:6.2} ms, {ratio:5.1} of the reference, {verdict} {limit} ms");
    };
    series(&library, say);
    pictures(say);
}

/// All lines of all takes, from nothing and after one change.
fn series(library: &Library, say: impl Fn(&str, f64, Duration)) {
    let all = |progress: &Progress| {
        black_box(all_series(progress, library));
    };
    let from_nothing = median(|| all(&Progress::new(library.takes(), zone())));
    say("all takes read and all series made", 20.0, from_nothing);

    let mut progress = Progress::new(library.takes(), zone());
    let mut takes: Vec<Take> = library.takes().cloned().collect();
    let mut turn = 0;
    let mut change = |progress: &mut Progress| {
        turn = (turn + 997) % TAKES;
        takes[turn].recording.frames.0 += 1;
        progress.put(&takes[turn]);
    };
    let after_a_change = median(|| {
        change(&mut progress);
        all(&progress);
    });
    say("one take changed and all series made", 20.0, after_a_change);
    say("one take changed, nothing drawn", 2.0, median(|| change(&mut progress)));
}

/// Every line of every group.
fn all_series(progress: &Progress, library: &Library) -> Vec<Series> {
    let selection = progress.select(&Filter::everything(), library);
    let rows = progress.rows(&library.settings);
    let groups = selection.groups().iter().map(|(group, _)| group);
    let lines =
        groups.flat_map(|group| Measure::all_of(group, &rows).into_iter().map(move |one| (one, group)));
    lines.map(|(measure, group)| selection.series_of(&measure, group, &library.settings)).collect()
}

/// What the screens of one much-told story cost.
fn pictures(say: impl Fn(&str, f64, Duration)) {
    let library = sample::one_story(5_000, 2);
    let settings = &library.settings;
    let progress = Progress::new(library.takes(), zone());
    let selection = progress.select(&Filter::default(), &library);
    let group = selection.current_full_group().unwrap();
    let charts = median(|| {
        black_box([
            chart::by_take(&selection, &group),
            chart::by_week(&selection, &group),
            chart::at(Place::Overview, &selection, &group, settings),
            chart::at(Place::Shares, &selection, &group, settings),
            chart::at(Place::Ratings, &selection, &group, settings),
            chart::at(Place::Counts, &selection, &group, settings),
        ]);
    });
    say("every chart of a story with 5,000 takes", 50.0, charts);
    let words = median(|| {
        black_box(words::headline(&selection, settings));
    });
    say("the two sentences", 20.0, words);
}

/// Central European time by rule, so that no file of the machine is needed.
fn zone() -> TimeZone {
    TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap()
}

/// The least that any figure of every take costs: its split, its distance and its rating, summed.
fn plain_sums(library: &Library) -> f64 {
    let distances: f64 = library.takes().filter_map(Take::distance).sum();
    let set_ups: f64 =
        library.takes().filter_map(|take| Some(take.recording.rate.secs(take.set_up()?))).sum();
    let points: f64 = library.takes().filter_map(|take| take.rating()?.mean()).sum();
    distances + set_ups + points
}

fn median(mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..15)
        .map(|_| {
            let started = Instant::now();
            work();
            started.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[times.len() / 2]
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
