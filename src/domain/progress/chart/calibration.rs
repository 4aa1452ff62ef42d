//! Guess against fact, and how ratings drift when a take is rated again without its earlier rating.

use super::axis::{Axis, place};
use super::lines::axis_of_takes;
use super::{Chart, Dot, Hue, Marks, Panel, Rule, Shape, Stroke};
use crate::domain::figures::Unit;
use crate::domain::figures::{Measure, TakeFigures};
use crate::domain::progress::table::{Cell, Column, Link, Row, Source, Table};
use crate::domain::progress::{Selection, TakeIndex, words};

/// One take's guess and what came of it.
struct Guess<'a> {
    index: TakeIndex,
    take: &'a TakeFigures,
    guessed: f64,
    fact: f64,
}

/// Length and rating as guessed before and as they came out, over every take of the selection: a guess is held
/// against its own take, so that takes of all frameworks may stand together.
#[must_use]
pub fn calibration(selection: &Selection<'_>) -> Chart {
    let takes = selection.takes();
    let lengths =
        guesses(&takes, |take| take.prediction.as_ref()?.length_secs, |take| Some(take.length_secs()));
    let ratings = guesses(&takes, |take| take.prediction.as_ref()?.mean_points, |take| take.mean_points);
    let mut table = Table {
        title: "Guess and fact".to_owned(),
        columns: vec![
            Column::text("Recorded"),
            Column::text("What"),
            Column::text("Guessed").of(Source::Guess),
            Column::text("Came out").of(Source::Fact),
            Column::text("Difference").of(Source::Surprise),
        ],
        rows: Vec::new(),
    };
    let panels = vec![
        panel("Length", Unit::Seconds, &lengths, &mut table),
        panel("Rating", Unit::Rating, &ratings, &mut table),
    ];
    let difference =
        |guesses: &[Guess<'_>]| guesses.iter().map(|guess| guess.fact - guess.guessed).collect::<Vec<_>>();
    Chart {
        id: "calibration".to_owned(),
        title: "Guess and fact".to_owned(),
        summary: format!(
            "{} {}",
            words::bias("length", Unit::Seconds, &difference(&lengths)),
            words::bias("rating", Unit::Rating, &difference(&ratings))
        ),
        panels: panels.into_iter().filter(|panel| !panel.marks.iter().all(Marks::is_empty)).collect(),
        notes: vec![
            "Takes of all frameworks and targets stand together: each guess is held against its own take."
                .to_owned(),
        ],
        table: table.into(),
    }
}

fn guesses<'a>(
    takes: &[(TakeIndex, &'a TakeFigures)],
    guess: impl Fn(&TakeFigures) -> Option<f64>,
    fact: impl Fn(&TakeFigures) -> Option<f64>,
) -> Vec<Guess<'a>> {
    let both = takes
        .iter()
        .filter_map(|&(index, take)| Some(Guess { index, take, guessed: guess(take)?, fact: fact(take)? }));
    both.filter(|guess| guess.guessed.is_finite() && guess.fact.is_finite()).collect()
}

fn panel(what: &str, unit: Unit, guesses: &[Guess<'_>], table: &mut Table) -> Panel {
    let mut dots = Vec::with_capacity(guesses.len());
    for (index, guess) in guesses.iter().enumerate() {
        dots.push(Dot { x: guess.guessed, y: guess.fact, row: table.rows.len(), place: index });
        table.rows.push(Row {
            cells: vec![
                Cell::Moment(guess.take.civil),
                Cell::Text(what.to_owned()),
                Cell::Number(guess.guessed, unit),
                Cell::Number(guess.fact, unit),
                Cell::Number(guess.fact - guess.guessed, unit),
            ],
            link: Link::Take(guess.index, guess.take.id.clone()),
        });
    }
    let all = guesses.iter().flat_map(|guess| [guess.guessed, guess.fact]);
    let axis = if unit == Unit::Rating { Axis::of_points("") } else { Axis::over("", all) };
    let ends = [axis.from, axis.to];
    Panel {
        title: what.to_owned(),
        letter: None,
        x: Axis { label: format!("Guessed ({})", unit.label()), ..axis.clone() },
        y: Axis { label: format!("Came out ({})", unit.label()), ..axis },
        bands: Vec::new(),
        rules: vec![Rule {
            from: [ends[0], ends[0]],
            to: [ends[1], ends[1]],
            stroke: Stroke::Dashed,
            label: "as guessed".to_owned(),
        }],
        marks: vec![Marks::Dots { name: what.to_owned(), shape: Shape::Circle, hue: Hue::Ink, dots }],
        series: None,
    }
}

/// How much a blind rating, made days later, differs from the first rating of the same take.
#[must_use]
pub fn drift(selection: &Selection<'_>) -> Chart {
    let mut takes = selection.takes();
    takes.retain(|(_, take)| take.rerating.is_some());
    let values: Vec<f64> = takes.iter().filter_map(|(_, take)| Measure::Drift.value(take)).collect();
    let dots = values.iter().enumerate().map(|(row, &y)| Dot { x: place(row), y, row, place: row }).collect();
    let x = axis_of_takes(&takes);
    let same = Rule {
        from: [x.from, 0.0],
        to: [x.to, 0.0],
        stroke: Stroke::Dashed,
        label: "rated the same".to_owned(),
    };
    Chart {
        id: "drift".to_owned(),
        title: "Blind ratings".to_owned(),
        summary: words::drift(&values),
        panels: vec![Panel {
            title: "Blind rating less first".to_owned(),
            letter: None,
            x,
            y: Axis::over(Unit::Rating.label(), values.iter().copied().chain([-1.0, 1.0])),
            bands: Vec::new(),
            rules: vec![same],
            marks: vec![Marks::Dots { name: "Takes".to_owned(), shape: Shape::Circle, hue: Hue::Ink, dots }],
            series: None,
        }],
        notes: Vec::new(),
        table: drift_table(&takes).into(),
    }
}

fn drift_table(takes: &[(TakeIndex, &TakeFigures)]) -> Table {
    let row = |&(index, take): &(TakeIndex, &TakeFigures)| {
        let rerating = take.rerating;
        let points = |value: Option<f64>| Cell::number(value, Unit::Rating);
        Row {
            cells: vec![
                Cell::Moment(take.civil),
                points(rerating.map(|rerating| rerating.first)),
                points(rerating.map(|rerating| rerating.again)),
                Cell::number(rerating.map(|rerating| rerating.days_between), Unit::Days),
                points(Measure::Drift.value(take)),
            ],
            link: Link::Take(index, take.id.clone()),
        }
    };
    Table {
        title: "Blind ratings".to_owned(),
        columns: vec![
            Column::text("Recorded"),
            Column::number("First", Unit::Rating).of(Source::FirstPoints),
            Column::number("Blind", Unit::Rating).of(Source::BlindPoints),
            Column::number("Between", Unit::Days).of(Source::DaysBetween),
            Column::number("Difference", Unit::Rating).of(Source::Take(Measure::Drift)),
        ],
        rows: takes.iter().map(row).collect(),
    }
}
