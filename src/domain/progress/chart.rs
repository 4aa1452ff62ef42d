//! Charts as plain data: panels with axes, bands and marks, and a table twin that holds every drawn value.
//!
//! The screen, the SVG, the CSV and the screen reader all read the same description. What a mark means is
//! told by its shape, its letter and its place; hue only repeats it.

mod across;
mod axis;
pub mod draw;
pub mod layout;
mod lines;
pub mod palette;
mod practice;
mod stack;

pub use across::{farthest, heat_map};
pub use axis::{Axis, Tick};
pub use lines::{at, judging};
pub use practice::calendar;
pub use stack::{by_take, by_week};

use std::sync::Arc;

use super::series::Series;
use super::table::Table;

/// A picture and its table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chart {
    /// A name for files: `split-distance`.
    pub id: String,
    pub title: String,
    /// What the picture shows, in words made of its numbers.
    pub summary: String,
    pub panels: Vec<Panel>,
    /// What was left out or kept apart, and why.
    pub notes: Vec<String>,
    pub table: Arc<Table>,
}

impl Chart {
    /// Whether there is anything to draw; where not, the summary says what to do about it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.panels.iter().all(|panel| panel.marks.iter().all(Marks::is_empty))
    }
}

impl Default for Panel {
    fn default() -> Self {
        Self {
            title: String::new(),
            letter: None,
            x: Axis::over("", []),
            y: Axis::over("", []),
            bands: Vec::new(),
            rules: Vec::new(),
            marks: Vec::new(),
            hue: Hue::Ink,
            curve: Vec::new(),
            latest: None,
            series: None,
        }
    }
}

/// One pair of axes.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    pub title: String,
    /// The section's letter, where the panel is about one.
    pub letter: Option<char>,
    pub x: Axis,
    pub y: Axis,
    pub bands: Vec<Stripe>,
    pub rules: Vec<Rule>,
    pub marks: Vec<Marks>,
    /// Of the curve and of the latest point.
    pub hue: Hue,
    /// What the points come to; none where there are too few.
    pub curve: Vec<[f64; 2]>,
    /// The latest point with its value in words.
    pub latest: Option<([f64; 2], String)>,
    /// The line behind the panel, for receipts; a point's `place` is its place in it.
    pub series: Option<Series>,
}

/// A range of `y` that is aimed at.
#[derive(Clone, Debug, PartialEq)]
pub struct Stripe {
    pub from: f64,
    pub to: f64,
    pub label: String,
}

/// A line from edge to edge, or over a stretch of the panel.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    pub from: [f64; 2],
    pub to: [f64; 2],
    pub stroke: Stroke,
    pub label: String,
}

/// How a line is drawn, so that lines differ without colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    Solid,
    Dashed,
    Dotted,
}

/// What a colour stands for; the theme knows which it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hue {
    /// Text, points and lines.
    Ink,
    /// What stands back: unmarked time, takes that were left out.
    Quiet,
    Section(usize),
    Over,
    Under,
}

/// The shape of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A hollow circle.
    Circle,
    /// A filled diamond.
    Diamond,
    /// A filled square.
    Square,
}

/// One take's place in a panel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dot {
    pub x: f64,
    pub y: f64,
    /// The row of the table that says the same.
    pub row: usize,
    /// The place in the panel's series.
    pub place: usize,
}

/// A part of a stacked bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub from: f64,
    pub to: f64,
    pub hue: Hue,
    pub letter: Option<char>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// The middle of the bar, which is `width` wide.
    pub x: f64,
    pub width: f64,
    pub parts: Vec<Part>,
    pub row: usize,
}

/// A square of a calendar or a heat map; it reaches half a unit to every side.
#[derive(Clone, Debug, PartialEq)]
pub struct Square {
    pub x: f64,
    pub y: f64,
    pub hue: Hue,
    /// From 0, the colour of the paper, to 1.
    pub strength: f64,
    /// What stands in the square.
    pub text: String,
    pub row: usize,
}

/// Things drawn in a panel.
#[derive(Clone, Debug, PartialEq)]
pub enum Marks {
    Dots { name: String, shape: Shape, hue: Hue, dots: Vec<Dot> },
    Bars { bars: Vec<Bar> },
    Squares { squares: Vec<Square> },
}

impl Marks {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Dots { dots, .. } => dots.is_empty(),
            Self::Bars { bars } => bars.is_empty(),
            Self::Squares { squares } => squares.is_empty(),
        }
    }
}

/// How far a dot reaches from its middle where so many are drawn in a panel this wide. Dots that stand close
/// are small and filled, so that the band and the lines stay in sight.
fn reach(drawn: usize, width: f64) -> f64 {
    if crate::domain::stats::number(drawn) <= width { FULL_REACH } else { 1.5 }
}

/// The reach of a dot that has room for its shape.
pub const FULL_REACH: f64 = 3.0;

/// How much farther the tips of a diamond reach than the edge of a circle.
pub const DIAMOND: f64 = 1.4;

/// Which dots of each set of marks to draw in a panel this large, and how far they reach.
#[must_use]
pub fn drawn(panel: &Panel, width: f64, height: f64) -> (Vec<Vec<usize>>, f64) {
    let drawn: Vec<Vec<usize>> = panel
        .marks
        .iter()
        .map(|marks| match marks {
            Marks::Dots { dots, .. } => uncovered(dots, panel, width, height),
            Marks::Bars { .. } | Marks::Squares { .. } => Vec::new(),
        })
        .collect();
    let count = drawn.iter().map(Vec::len).sum();
    (drawn, reach(count, width))
}

/// Which of the dots, by their places, to draw where the panel is `width` by `height` points large: of those that would cover
/// each other, the last. Nothing is moved or averaged; the table has them all.
fn uncovered(dots: &[Dot], panel: &Panel, width: f64, height: f64) -> Vec<usize> {
    const GRAIN: f64 = 2.0;
    let place =
        |dot: &Dot| (pixel(panel.x.part(dot.x) * width / GRAIN), pixel(panel.y.part(dot.y) * height / GRAIN));
    let mut taken = std::collections::HashSet::with_capacity(dots.len());
    let fresh = dots.iter().enumerate().rev().filter(|(_, dot)| taken.insert(place(dot)));
    let mut kept: Vec<usize> = fresh.map(|(index, _)| index).collect();
    kept.reverse();
    kept
}

#[expect(clippy::cast_possible_truncation, reason = "float casts saturate, and a screen has fewer pixels")]
fn pixel(place: f64) -> i32 {
    place.round() as i32
}
