//! A chart laid out at one width: where its marks lie, which of them are drawn, and which comes next to which.

use std::sync::Arc;

use eframe::egui::{Pos2, Rect, vec2};

use super::{at, points};
use crate::domain::progress::chart::layout::{Frame, Layout};
use crate::domain::progress::chart::{self, Bar, Chart, Dot, Marks, Panel, Square};

/// One mark of a chart: its panel, its set of marks, and its place in that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub panel: usize,
    pub marks: usize,
    pub index: usize,
}

/// Where the keyboard goes from a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Before,
    After,
    FarBefore,
    FarAfter,
    First,
    Last,
    Up,
    Down,
}

/// What `FarBefore` and `FarAfter` skip.
const FAR: usize = 10;

/// How far from a mark the pointer still means it.
const GRASP: f32 = 9.0;

/// The marks of one panel.
#[derive(Debug)]
struct Laid {
    frame: Frame,
    /// The dots that are drawn, per set of marks; sets of other marks are drawn whole.
    drawn: Vec<Vec<usize>>,
    /// Every mark in the order of the table's rows.
    order: Vec<(usize, Place)>,
}

/// A chart at one width.
#[derive(Debug)]
pub struct Picture {
    chart: Arc<Chart>,
    width: f32,
    layout: Layout,
    panels: Vec<Laid>,
}

impl Picture {
    #[must_use]
    pub fn new(chart: Arc<Chart>, width: f32) -> Self {
        let layout = Layout::of(&chart, f64::from(width));
        let panels = chart
            .panels
            .iter()
            .zip(&layout.frames)
            .enumerate()
            .map(|(index, (panel, frame))| lay(index, panel, *frame))
            .collect();
        Self { chart, width, layout, panels }
    }

    #[must_use]
    pub fn chart(&self) -> &Chart {
        &self.chart
    }

    #[must_use]
    pub fn is_of(&self, chart: &Arc<Chart>) -> bool {
        Arc::ptr_eq(&self.chart, chart)
    }

    #[must_use]
    pub fn shows(&self, chart: &Arc<Chart>, width: f32) -> bool {
        self.is_of(chart) && self.width.to_bits() == width.to_bits()
    }

    /// The height without the title, which the window shows above the picture.
    #[must_use]
    pub fn height(&self) -> f32 {
        points(self.layout.height - self.layout.top)
    }

    /// How far the layout reaches above what the window paints.
    #[must_use]
    pub fn top(&self) -> f64 {
        self.layout.top
    }

    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    fn find(&self, place: Place) -> Option<(&Panel, &Laid, Mark<'_>)> {
        let panel = self.chart.panels.get(place.panel)?;
        let mark = match panel.marks.get(place.marks)? {
            Marks::Dots { dots, .. } => Mark::Dot(dots.get(place.index)?),
            Marks::Bars { bars } => Mark::Bar(bars.get(place.index)?),
            Marks::Squares { squares } => Mark::Square(squares.get(place.index)?),
        };
        Some((panel, self.panels.get(place.panel)?, mark))
    }

    /// The row of the table that says the same as a mark.
    #[must_use]
    pub fn row(&self, place: Place) -> Option<usize> {
        self.find(place).map(|(_, _, mark)| mark.row())
    }

    /// A mark in words, with the name of its panel where there are several.
    #[must_use]
    pub fn say(&self, place: Place) -> Option<String> {
        let (panel, _, mark) = self.find(place)?;
        let said = self.chart.table.say(mark.row());
        let several = self.chart.panels.len() > 1;
        Some(if several { format!("{}: {said}", panel.title) } else { said })
    }

    /// What a line round a mark encloses.
    #[must_use]
    pub fn outline(&self, place: Place) -> Option<Rect> {
        let (panel, laid, mark) = self.find(place)?;
        Some(self.rect(panel, &laid.frame, &mark))
    }

    fn rect(&self, panel: &Panel, frame: &Frame, mark: &Mark<'_>) -> Rect {
        let up = self.layout.top;
        let corner = |x: f64, y: f64| at(frame.x(panel, x), frame.y(panel, y) - up);
        match mark {
            Mark::Dot(dot) => Rect::from_center_size(corner(dot.x, dot.y), vec2(10.0, 10.0)),
            Mark::Bar(bar) => {
                let top = bar.parts.iter().map(|part| part.to).fold(0.0, f64::max);
                let half = bar.width / 2.0;
                Rect::from_two_pos(corner(bar.x - half, panel.y.from.max(0.0)), corner(bar.x + half, top))
            }
            Mark::Square(square) => Rect::from_two_pos(
                corner(square.x - 0.5, square.y - 0.5),
                corner(square.x + 0.5, square.y + 0.5),
            ),
        }
    }

    /// The mark under the pointer, or the nearest one that it could mean.
    #[must_use]
    pub fn place_at(&self, pointer: Pos2) -> Option<Place> {
        let down = pointer + vec2(0.0, points(self.layout.top));
        let (index, panel, laid) = self
            .chart
            .panels
            .iter()
            .zip(&self.panels)
            .enumerate()
            .map(|(index, (panel, laid))| (index, panel, laid))
            .find(|(_, _, laid)| frame_rect(&laid.frame).expand(GRASP).contains(down))?;
        let mut nearest: Option<(f32, Place)> = None;
        for (marks, (set, drawn)) in panel.marks.iter().zip(&laid.drawn).enumerate() {
            for_each_shown(set, drawn, |index_in_set, mark| {
                let rect = self.rect(panel, &laid.frame, &mark);
                let column = Rect::from_x_y_ranges(rect.x_range(), f32::NEG_INFINITY..=f32::INFINITY);
                let away = match mark {
                    Mark::Dot(_) => rect.center().distance(pointer),
                    Mark::Bar(_) => column.distance_to_pos(pointer),
                    Mark::Square(_) => rect.distance_to_pos(pointer),
                };
                let limit = if matches!(mark, Mark::Dot(_)) { GRASP } else { 0.5 };
                if away <= limit && nearest.is_none_or(|(least, _)| away < least) {
                    nearest = Some((away, Place { panel: index, marks, index: index_in_set }));
                }
            });
        }
        nearest.map(|(_, place)| place)
    }

    /// The last mark of the first panel that has any: the latest take.
    #[must_use]
    pub fn last(&self) -> Option<Place> {
        self.panels.iter().find_map(|panel| panel.order.last()).map(|(_, place)| *place)
    }

    /// Where a step leads from a mark; the mark itself where it leads nowhere.
    #[must_use]
    pub fn step(&self, from: Option<Place>, step: Step) -> Option<Place> {
        let Some(from) = from else { return self.last() };
        let order = &self.panels.get(from.panel)?.order;
        let here = order.iter().position(|(_, place)| *place == from)?;
        let end = order.len().saturating_sub(1);
        let there = match step {
            Step::Before => here.saturating_sub(1),
            Step::After => (here + 1).min(end),
            Step::FarBefore => here.saturating_sub(FAR),
            Step::FarAfter => (here + FAR).min(end),
            Step::First => 0,
            Step::Last => end,
            Step::Up | Step::Down => return self.step_upright(from, step == Step::Up).or(Some(from)),
        };
        order.get(there).map(|(_, place)| *place)
    }

    /// The mark above or below: in the same panel among squares, in the panel before or after otherwise.
    fn step_upright(&self, from: Place, up: bool) -> Option<Place> {
        let here = self.outline(from)?.center();
        let is_square = matches!(self.find(from)?.2, Mark::Square(_));
        let candidates: Vec<Place> = if is_square {
            self.panels.get(from.panel)?.order.iter().map(|(_, place)| *place).collect()
        } else {
            let count = self.panels.len();
            let step = |index: usize| if up { index.checked_sub(1) } else { Some(index + 1) };
            let other = std::iter::successors(step(from.panel), |index| step(*index))
                .take_while(|index| *index < count)
                .find(|index| self.panels.get(*index).is_some_and(|panel| !panel.order.is_empty()))?;
            self.panels.get(other)?.order.iter().map(|(_, place)| *place).collect()
        };
        let row = self.row(from)?;
        if !is_square {
            return candidates
                .into_iter()
                .min_by_key(|place| self.row(*place).map(|other| other.abs_diff(row)));
        }
        let away = |place: &Place| {
            let there = self.outline(*place).map_or(Pos2::ZERO, |outline| outline.center());
            (there.x - here.x).abs() * 8.0 + (there.y - here.y).abs()
        };
        let beyond = |place: &Place| {
            self.outline(*place).is_some_and(|outline| {
                let rise = here.y - outline.center().y;
                if up { rise > 1.0 } else { rise < -1.0 }
            })
        };
        candidates.into_iter().filter(beyond).min_by(|a, b| away(a).total_cmp(&away(b)))
    }
}

/// A mark of any sort.
enum Mark<'a> {
    Dot(&'a Dot),
    Bar(&'a Bar),
    Square(&'a Square),
}

impl Mark<'_> {
    const fn row(&self) -> usize {
        match self {
            Self::Dot(dot) => dot.row,
            Self::Bar(bar) => bar.row,
            Self::Square(square) => square.row,
        }
    }
}

pub(super) fn frame_rect(frame: &Frame) -> Rect {
    Rect::from_min_max(at(frame.left, frame.top), at(frame.right(), frame.bottom()))
}

fn for_each_shown<'a>(set: &'a Marks, drawn: &[usize], mut act: impl FnMut(usize, Mark<'a>)) {
    match set {
        Marks::Dots { dots, .. } => {
            for &index in drawn {
                if let Some(dot) = dots.get(index) {
                    act(index, Mark::Dot(dot));
                }
            }
        }
        Marks::Bars { bars } => bars.iter().enumerate().for_each(|(index, bar)| act(index, Mark::Bar(bar))),
        Marks::Squares { squares } => {
            squares.iter().enumerate().for_each(|(index, square)| act(index, Mark::Square(square)));
        }
    }
}

fn lay(panel_index: usize, panel: &Panel, frame: Frame) -> Laid {
    let mut order = Vec::new();
    for (marks, set) in panel.marks.iter().enumerate() {
        let mut rows = |count: usize, row: &dyn Fn(usize) -> Option<usize>| {
            order.extend(
                (0..count)
                    .filter_map(|index| Some((row(index)?, Place { panel: panel_index, marks, index }))),
            );
        };
        match set {
            Marks::Dots { dots, .. } => rows(dots.len(), &|index| dots.get(index).map(|dot| dot.row)),
            Marks::Bars { bars } => rows(bars.len(), &|index| bars.get(index).map(|bar| bar.row)),
            Marks::Squares { squares } => {
                rows(squares.len(), &|index| squares.get(index).map(|square| square.row));
            }
        }
    }
    order.sort_unstable_by_key(|(row, _)| *row);
    let (drawn, _) = chart::drawn(panel, frame.width, frame.height);
    Laid { frame, drawn, order }
}
