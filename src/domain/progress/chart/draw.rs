//! Painting a chart: one order of drawing, on whatever canvas. The window and the SVG are such canvases, and a PNG is
//! the window's painting turned into pixels, so that no picture can say something else than the screen.

use super::layout::{self, Frame, LETTER, LINE, Layout, Sign, TEXT, shortened};
use super::palette::{Palette, Rgb};
use super::{Bar, Chart, Dot, Hue, Marks, Panel, Part, Shape, Square, Stroke};
use crate::domain::stats::number;

/// Where a text stands beside its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    pub anchor: Anchor,
    pub size: f64,
    pub bold: bool,
    pub ink: Rgb,
}

/// What a chart is drawn on. Places count in points from the upper left corner of the picture.
pub trait Canvas {
    fn palette(&self) -> &Palette;

    /// A filled rectangle: left, top, width, height. `row` is the row of the table that says the same.
    fn rect(&mut self, place: [f64; 4], fill: Rgb, row: Option<usize>);

    fn line(&mut self, points: &[[f64; 2]], stroke: Stroke, width: f64, ink: Rgb);

    /// Points of one shape, each with the row of the table that says the same.
    fn dots(&mut self, shape: Shape, reach: f64, ink: Rgb, spots: &[([f64; 2], usize)]);

    /// One line of text whose middle is at the height of `at`.
    fn text(&mut self, at: [f64; 2], style: Style, text: &str);

    /// Whether anything of a panel can be seen.
    fn sees(&self, _frame: &Frame) -> bool {
        true
    }
}

/// Draws everything but the title: the panels, and below them what their signs mean.
pub fn panels(canvas: &mut impl Canvas, chart: &Chart, layout: &Layout) {
    let ink = canvas.palette().ink;
    if chart.is_empty() {
        let style = Style { anchor: Anchor::Start, size: TEXT, bold: false, ink };
        canvas.text([8.0, layout.top + LINE / 2.0], style, &chart.summary);
        return;
    }
    for (panel, frame) in chart.panels.iter().zip(&layout.frames) {
        if canvas.sees(frame) {
            Ground { canvas, panel, frame }.draw();
        }
    }
    let style = Style { anchor: Anchor::Start, size: TEXT - 1.0, bold: false, ink };
    for (sign, name, at) in layout::legend(chart, layout) {
        let width = draw_sign(canvas, sign, at);
        canvas.text([at[0] + width + 5.0, at[1]], style, &name);
    }
}

/// Draws a sign that begins here, and says how wide it is.
fn draw_sign(canvas: &mut impl Canvas, sign: Sign, [x, y]: [f64; 2]) -> f64 {
    let ink = canvas.palette().ink;
    match sign {
        Sign::Shape(shape) => {
            canvas.dots(shape, super::FULL_REACH, ink, &[([x + 5.0, y], usize::MAX)]);
        }
        Sign::Stroke(stroke) => {
            let width = if stroke == Stroke::Solid { CURVE } else { RULE };
            canvas.line(&[[x, y], [x + layout::SIGN, y]], stroke, width, ink);
        }
        Sign::Band => {
            let fill = canvas.palette().band;
            canvas.rect([x, y - 5.0, layout::SIGN, 10.0], fill, None);
        }
    }
    sign.width()
}

const CURVE: f64 = 2.2;
const RULE: f64 = 1.4;

/// A panel and where it is drawn.
struct Ground<'a, C> {
    canvas: &'a mut C,
    panel: &'a Panel,
    frame: &'a Frame,
}

impl<C: Canvas> Ground<'_, C> {
    fn draw(&mut self) {
        self.title();
        self.bands();
        self.axes();
        for rule in &self.panel.rules {
            let ends = [rule.from, rule.to].map(|place| self.spot(place));
            let ink = self.canvas.palette().ink;
            self.canvas.line(&ends, rule.stroke, RULE, ink);
        }
        let (drawn, reach) = super::drawn(self.panel, self.frame.width, self.frame.height);
        for (marks, drawn) in self.panel.marks.iter().zip(&drawn) {
            match marks {
                Marks::Dots { shape, hue, dots, .. } => {
                    let dots = drawn.iter().filter_map(|&index| dots.get(index));
                    self.dots(*shape, *hue, reach, dots);
                }
                Marks::Bars { bars } => bars.iter().for_each(|bar| self.bar(bar)),
                Marks::Squares { squares } => squares.iter().for_each(|square| self.square(square)),
            }
        }
        if !self.panel.curve.is_empty() {
            let points: Vec<[f64; 2]> = self.panel.curve.iter().map(|place| self.spot(*place)).collect();
            let ink = self.canvas.palette().get(self.panel.hue);
            self.canvas.line(&points, Stroke::Solid, CURVE, ink);
        }
        self.latest();
    }

    fn spot(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        [self.frame.x(self.panel, x), self.frame.y(self.panel, y)]
    }

    fn style(&self, anchor: Anchor) -> Style {
        Style { anchor, size: TEXT, bold: false, ink: self.canvas.palette().ink }
    }

    fn title(&mut self) {
        let letter = self.panel.letter.map_or_else(String::new, |letter| format!("{letter}: "));
        let text = shortened(&format!("{letter}{}", self.panel.title), self.frame.width);
        let style = Style { bold: true, ..self.style(Anchor::Start) };
        self.canvas.text([self.frame.left, self.frame.top - 11.0], style, &text);
    }

    /// The ranges that are aimed at, each with its name in its lower corner, where takes seldom begin.
    fn bands(&mut self) {
        let fill = self.canvas.palette().band;
        for band in &self.panel.bands {
            let (from, to) = (band.from.max(self.panel.y.from), band.to.min(self.panel.y.to));
            if to <= from {
                continue;
            }
            let (top, bottom) = (self.frame.y(self.panel, to), self.frame.y(self.panel, from));
            self.canvas.rect([self.frame.left, top, self.frame.width, bottom - top], fill, None);
            let has_room =
                bottom - top >= TEXT + 2.0 && number(band.label.chars().count()) * LETTER < self.frame.width;
            if has_room {
                let palette = self.canvas.palette();
                let ink = palette.ink.over(palette.paper, 0.75);
                let style = Style { size: TEXT - 1.0, ink, ..self.style(Anchor::Start) };
                self.canvas.text([self.frame.left + 4.0, bottom - 8.0], style, &band.label);
            }
        }
    }

    fn axes(&mut self) {
        let (frame, panel) = (self.frame, self.panel);
        let quiet = self.canvas.palette().quiet;
        let corner = [[frame.left, frame.top], [frame.left, frame.bottom()], [frame.right(), frame.bottom()]];
        self.canvas.line(&corner, Stroke::Solid, 1.0, quiet);
        for tick in &panel.y.ticks {
            let label = shortened(&tick.label, frame.margin - 10.0);
            self.canvas.text([frame.left - 6.0, frame.y(panel, tick.at)], self.style(Anchor::End), &label);
        }
        for (at, label) in layout::labels_below(panel, frame.width) {
            let x = frame.x(panel, at);
            self.canvas.line(&[[x, frame.bottom()], [x, frame.bottom() + 4.0]], Stroke::Solid, 1.0, quiet);
            self.canvas.text([x, frame.bottom() + 12.0], self.style(Anchor::Middle), &label);
        }
    }

    /// Dots, faint where a curve says what they come to.
    fn dots<'d>(&mut self, shape: Shape, hue: Hue, reach: f64, dots: impl Iterator<Item = &'d Dot>) {
        let palette = self.canvas.palette();
        let strength = if self.panel.curve.is_empty() { 1.0 } else { 0.5 };
        let ink = palette.get(hue).over(palette.paper, strength);
        let spots: Vec<([f64; 2], usize)> = dots.map(|dot| (self.spot([dot.x, dot.y]), dot.row)).collect();
        self.canvas.dots(shape, reach, ink, &spots);
    }

    /// The value of the latest point, beside it.
    fn latest(&mut self) {
        let Some((place, text)) = &self.panel.latest else { return };
        let [x, y] = self.spot(*place);
        let style = Style { bold: true, ..self.style(Anchor::Start) };
        let ink = self.canvas.palette().get(self.panel.hue);
        self.canvas.dots(Shape::Square, super::FULL_REACH, ink, &[([x, y], usize::MAX)]);
        self.canvas.text([x + 8.0, y], style, text);
    }

    fn bar(&mut self, bar: &Bar) {
        let left = self.frame.x(self.panel, bar.x - bar.width / 2.0);
        let width = self.frame.x(self.panel, bar.x + bar.width / 2.0) - left;
        for part in &bar.parts {
            self.part(part, [left, width], bar.row);
        }
    }

    fn part(&mut self, part: &Part, [left, width]: [f64; 2], row: usize) {
        let (top, bottom) = (self.frame.y(self.panel, part.to), self.frame.y(self.panel, part.from));
        let palette = self.canvas.palette();
        let fill = palette.get(part.hue);
        let ink = palette.text_on(fill);
        // A gap of one point tells the parts apart without an edge.
        let height = (bottom - top - 1.0).max(0.5);
        self.canvas.rect([left, top, width, height], fill, Some(row));
        let has_room = width >= LETTER + 2.0 && height >= TEXT + 1.0;
        if let Some(letter) = part.letter.filter(|_| has_room) {
            let style = Style { bold: true, ink, ..self.style(Anchor::Middle) };
            self.canvas.text([left + width / 2.0, f64::midpoint(top, bottom)], style, &letter.to_string());
        }
    }

    fn square(&mut self, square: &Square) {
        let [left, top] = self.spot([square.x - 0.5, square.y + 0.5]);
        let [right, bottom] = self.spot([square.x + 0.5, square.y - 0.5]);
        let palette = self.canvas.palette();
        let fill = palette.get(square.hue).over(palette.paper, square.strength);
        let ink = palette.text_on(fill);
        let size = [(right - left - 2.0).max(1.0), (bottom - top - 2.0).max(1.0)];
        self.canvas.rect([left + 1.0, top + 1.0, size[0], size[1]], fill, Some(square.row));
        if number(square.text.chars().count()) * LETTER <= right - left {
            let style = Style { ink, ..self.style(Anchor::Middle) };
            let middle = [f64::midpoint(left, right), f64::midpoint(top, bottom)];
            self.canvas.text(middle, style, &square.text);
        }
    }
}
