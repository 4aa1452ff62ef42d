//! Where the parts of a chart lie, in points: the same on the screen, in an SVG and in a PNG.

use super::{Chart, Marks, Panel, Shape, Stroke};
use crate::domain::stats::number;

/// Text size in points, and how wide a letter is at the most common.
pub const TEXT: f64 = 11.0;
pub const LETTER: f64 = 6.2;

/// Notes and titles take a line each.
pub const LINE: f64 = 18.0;

/// A rectangle between the axes of a panel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    pub left: f64,
    pub top: f64,
    pub width: f64,
    pub height: f64,
    /// Room for the labels at the left.
    pub margin: f64,
}

impl Frame {
    #[must_use]
    pub fn right(&self) -> f64 {
        self.left + self.width
    }

    #[must_use]
    pub fn bottom(&self) -> f64 {
        self.top + self.height
    }

    #[must_use]
    pub fn x(&self, panel: &Panel, value: f64) -> f64 {
        self.left + panel.x.part(value) * self.width
    }

    #[must_use]
    pub fn y(&self, panel: &Panel, value: f64) -> f64 {
        self.bottom() - panel.y.part(value) * self.height
    }
}

/// Where the panels lie: one column for one panel or for squares, two for several.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    pub top: f64,
    pub frames: Vec<Frame>,
    pub width: f64,
    pub height: f64,
}

impl Layout {
    #[must_use]
    pub fn of(chart: &Chart, width: f64) -> Self {
        const TOP: f64 = 28.0;
        if chart.is_empty() {
            return Self { top: TOP, frames: Vec::new(), width, height: TOP + 2.0 * LINE };
        }
        let has_squares =
            |panel: &Panel| panel.marks.iter().any(|marks| matches!(marks, Marks::Squares { .. }));
        let has_any_squares = chart.panels.iter().any(has_squares);
        let columns = match chart.panels.len() {
            0 | 1 => 1,
            _ if has_any_squares || width < 560.0 => 1,
            count if count % 3 == 0 && width >= 800.0 => 3,
            _ => 2,
        };
        let column_width = width / number(columns);
        let mut frames = Vec::new();
        let mut top = TOP;
        for row in chart.panels.chunks(columns) {
            let heights = row.iter().map(|panel| panel_height(panel, has_squares(panel)));
            let height = heights.fold(0.0, f64::max);
            for (column, panel) in row.iter().enumerate() {
                let left = column_width * number(column);
                let margin = label_margin(panel, column_width);
                frames.push(Frame {
                    left: left + margin,
                    top: top + LINE + 4.0,
                    width: column_width - margin - 40.0,
                    height,
                    margin,
                });
            }
            // Below the frame: the ticks' labels.
            top += LINE + 4.0 + height + LINE + 12.0;
        }
        let rows = legend_rows(chart, width);
        Self { top: TOP, frames, width, height: top + LINE * number(rows.len()) }
    }
}

fn panel_height(panel: &Panel, has_squares: bool) -> f64 {
    if has_squares { 22.0 * (panel.y.to - panel.y.from) } else { 150.0 }
}

/// Room for the longest label beside the y axis, which leaves the larger part to what is drawn.
fn label_margin(panel: &Panel, width: f64) -> f64 {
    let longest = panel.y.ticks.iter().map(|tick| tick.label.chars().count()).max().unwrap_or(0);
    (number(longest) * LETTER + 18.0).min(0.4 * width).clamp(36.0, 260.0)
}

/// The ticks below a panel whose labels have room there, each with its label as far as that fits.
#[must_use]
pub fn labels_below(panel: &Panel, width: f64) -> Vec<(f64, String)> {
    let ticks = &panel.x.ticks;
    let room = width / number(ticks.len().max(1));
    let longest = ticks.iter().map(|tick| tick.label.chars().count()).max().unwrap_or(0);
    let fits = |every: &usize| number(longest + 1) * LETTER <= room * number(*every);
    let every = if panel.x.names_all { 1 } else { (1..=ticks.len()).find(fits).unwrap_or(1) };
    let shown = ticks.iter().step_by(every);
    shown.map(|tick| (tick.at, shortened(&tick.label, room * number(every)))).collect()
}

/// Text cut at spaces into lines that fit.
#[must_use]
pub fn wrapped(text: &str, width: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let Some(line) = lines.last_mut() else { continue };
        let letters = number(line.chars().count() + word.chars().count() + 1);
        if line.is_empty() {
            line.push_str(word);
        } else if letters * LETTER <= width - 16.0 {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

/// The text as far as it fits, with an ellipsis where it does not.
#[must_use]
pub fn shortened(text: &str, room: f64) -> String {
    let fits = |count: usize| number(count) * LETTER <= room.max(4.0 * LETTER);
    let letters = text.chars().count();
    if fits(letters) {
        return text.to_owned();
    }
    let kept = (1..letters).rev().find(|count| fits(count + 1)).unwrap_or(1);
    text.chars().take(kept).chain(['…']).collect()
}

/// A sign of a picture that its legend explains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    Shape(Shape),
    Stroke(Stroke),
    Band,
}

/// How long a line is drawn in a legend.
pub const SIGN: f64 = 22.0;

impl Sign {
    #[must_use]
    pub const fn width(self) -> f64 {
        match self {
            Self::Shape(_) => 10.0,
            Self::Stroke(_) | Self::Band => SIGN,
        }
    }
}

/// What the signs of a chart mean, each told once for all of its panels.
fn signs(chart: &Chart) -> Vec<(Sign, String)> {
    let mut signs: Vec<(Sign, String)> = Vec::new();
    let mut add = |sign: Sign, name: &str| {
        if !name.is_empty() && !signs.iter().any(|(known, own)| *known == sign && own == name) {
            signs.push((sign, name.to_owned()));
        }
    };
    for panel in &chart.panels {
        for marks in &panel.marks {
            if let Marks::Dots { name, shape, dots, .. } = marks
                && !dots.is_empty()
            {
                add(Sign::Shape(*shape), name);
            }
        }
        if !panel.curve.is_empty() {
            add(Sign::Stroke(Stroke::Solid), "running median of five takes");
        }
        for rule in &panel.rules {
            add(Sign::Stroke(rule.stroke), &rule.label);
        }
        if !panel.bands.is_empty() {
            add(Sign::Band, "what you aim at");
        }
    }
    signs
}

/// The signs in lines that fit, each sign with the place where it begins in its line.
fn legend_rows(chart: &Chart, width: f64) -> Vec<Vec<(Sign, String, f64)>> {
    let mut rows: Vec<Vec<(Sign, String, f64)>> = Vec::new();
    let mut left = f64::INFINITY;
    for (sign, name) in signs(chart) {
        let wide = sign.width() + number(name.chars().count()) * LETTER + 24.0;
        if left + wide > width {
            rows.push(Vec::new());
            left = 8.0;
        }
        if let Some(row) = rows.last_mut() {
            row.push((sign, name, left));
        }
        left += wide;
    }
    rows
}

/// The legend of a chart: each sign, its meaning, and where it begins.
#[must_use]
pub fn legend(chart: &Chart, layout: &Layout) -> Vec<(Sign, String, [f64; 2])> {
    let rows = legend_rows(chart, layout.width);
    let top = layout.height - LINE * number(rows.len());
    let placed = rows.into_iter().enumerate().flat_map(|(line, row)| {
        let y = top + LINE * (number(line) + 0.5) - 4.0;
        row.into_iter().map(move |(sign, name, x)| (sign, name, [x, y]))
    });
    placed.collect()
}
