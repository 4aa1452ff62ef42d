//! Painting a chart: the same axes, bands, marks and words as in its SVG, at the same places.

use eframe::egui::epaint::{Mesh, Vertex};
use eframe::egui::{
    Align2, Color32, CornerRadius, FontId, Painter, Pos2, Rect, Shape as Painted, Stroke as Pen, StrokeKind,
    pos2, vec2,
};

use super::picture::{Picture, frame_rect};
use super::{at, points};
use crate::domain::progress::chart::layout::{self, Frame, LETTER, LINE, Sign, TEXT, shortened};
use crate::domain::progress::chart::{
    DIAMOND, Dot, FULL_REACH, Hue, Marks, Panel, Part, Rule, Shape, Square, Stroke,
};
use crate::domain::progress::palette::{Palette, Rgb};
use crate::ui::fonts;
use crate::ui::theme::colour;

/// Where and in which colours a chart is painted.
pub struct Canvas<'a> {
    pub painter: &'a Painter,
    /// The upper left corner of the picture without its title.
    pub origin: Pos2,
    pub colours: &'a Palette,
}

impl Canvas<'_> {
    fn ink(&self) -> Color32 {
        colour(self.colours.ink)
    }

    fn text(&self, place: Pos2, align: Align2, text: &str, size: f64, weight: Weight, ink: Color32) {
        let family = match weight {
            Weight::Plain => eframe::egui::FontFamily::Proportional,
            Weight::Strong => fonts::semibold(),
        };
        self.painter.text(place, align, text, FontId::new(points(size), family), ink);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Weight {
    Plain,
    Strong,
}

/// A panel and where it is painted.
struct Ground<'a> {
    canvas: &'a Canvas<'a>,
    panel: &'a Panel,
    frame: Frame,
}

impl Ground<'_> {
    fn spot(&self, x: f64, y: f64) -> Pos2 {
        at(self.frame.x(self.panel, x), self.frame.y(self.panel, y))
    }

    fn rect(&self) -> Rect {
        frame_rect(&self.frame)
    }
}

/// Paints every panel that is in sight.
pub fn panels(canvas: &Canvas<'_>, picture: &Picture) {
    let clip = canvas.painter.clip_rect();
    for (panel, frame, drawn, reach) in picture.panels() {
        let frame = Frame {
            left: frame.left + f64::from(canvas.origin.x),
            top: frame.top + f64::from(canvas.origin.y) - picture.top(),
            ..*frame
        };
        let ground = Ground { canvas, panel, frame };
        let with_labels = ground.rect().expand2(vec2(points(frame.margin), points(3.0 * LINE + 4.0)));
        if clip.intersects(with_labels) {
            paint_panel(&ground, drawn, reach);
        }
    }
    if picture.chart().is_empty() {
        let place = canvas.origin + vec2(8.0, points(LINE));
        let text = &picture.chart().summary;
        canvas.text(place, Align2::LEFT_CENTER, text, TEXT, Weight::Plain, canvas.ink());
    }
}

fn paint_panel(ground: &Ground<'_>, drawn: &[Vec<usize>], reach: f64) {
    title(ground);
    bands(ground);
    axes(ground);
    for (marks, drawn) in ground.panel.marks.iter().zip(drawn) {
        match marks {
            Marks::Dots { shape, hue, dots, .. } => paint_dots(ground, (*shape, *hue), dots, drawn, reach),
            Marks::Bars { bars } => {
                for bar in bars {
                    for part in &bar.parts {
                        paint_part(ground, part, [bar.x - bar.width / 2.0, bar.x + bar.width / 2.0]);
                    }
                }
            }
            Marks::Squares { squares } => squares.iter().for_each(|square| paint_square(ground, square)),
        }
    }
    for rule in &ground.panel.rules {
        paint_rule(ground, rule);
    }
    legend(ground);
}

/// What the signs mean, each sign drawn as it is drawn in the panel.
fn legend(ground: &Ground<'_>) {
    let Ground { canvas, panel, frame } = ground;
    let font = FontId::new(points(TEXT - 2.0), eframe::egui::FontFamily::Proportional);
    for (index, line) in layout::legend(panel).into_iter().enumerate() {
        let mut spot = at(frame.left, layout::legend_line(frame, index));
        for (sign, name) in line {
            let width = paint_sign(canvas, spot, sign);
            let left = spot + vec2(width + 4.0, 0.0);
            let said = canvas.painter.text(left, Align2::LEFT_CENTER, name, font.clone(), canvas.ink());
            spot.x = said.right() + 12.0;
        }
    }
}

/// Paints a sign that begins here, and says how wide it is.
fn paint_sign(canvas: &Canvas<'_>, spot: Pos2, sign: Sign) -> f32 {
    match sign {
        Sign::Shape(shape) => {
            let middle = spot + vec2(5.0, 0.0);
            canvas.painter.add(dot(shape, middle, points(FULL_REACH), canvas.ink()));
            10.0
        }
        Sign::Stroke(stroke) => {
            line(canvas, [spot, spot + vec2(22.0, 0.0)], stroke);
            22.0
        }
    }
}

fn dot(shape: Shape, spot: Pos2, reach: f32, ink: Color32) -> Painted {
    match shape {
        Shape::Circle => Painted::circle_stroke(spot, reach, Pen::new(1.3, ink)),
        Shape::Diamond => {
            let tip = reach * points(DIAMOND);
            let corners = [vec2(0.0, -tip), vec2(tip, 0.0), vec2(0.0, tip), vec2(-tip, 0.0)];
            Painted::convex_polygon(corners.map(|corner| spot + corner).to_vec(), ink, Pen::NONE)
        }
        Shape::Square => Painted::rect_filled(Rect::from_center_size(spot, vec2(2.0, 2.0) * reach), 0, ink),
    }
}

fn title(ground: &Ground<'_>) {
    let panel = ground.panel;
    let letter = panel.letter.map_or_else(String::new, |letter| format!("{letter}: "));
    let (frame, canvas) = (&ground.frame, ground.canvas);
    let text = shortened(&format!("{letter}{}", panel.title), frame.width - LETTER * 4.0);
    let left = at(frame.left, frame.top - 11.0);
    canvas.text(left, Align2::LEFT_CENTER, &text, TEXT, Weight::Strong, canvas.ink());
    let right = at(frame.right(), frame.top - 11.0);
    canvas.text(right, Align2::RIGHT_CENTER, &panel.y.label, TEXT, Weight::Plain, canvas.ink());
}

fn bands(ground: &Ground<'_>) {
    let Ground { canvas, panel, frame } = ground;
    for (index, band) in panel.bands.iter().enumerate() {
        let (from, to) = (band.from.max(panel.y.from), band.to.min(panel.y.to));
        if to <= from {
            continue;
        }
        // Bands that touch are told apart by strength.
        let strength = if index % 2 == 0 { 1.0 } else { 0.6 };
        let fill = colour(canvas.colours.band.over(canvas.colours.paper, strength));
        let rect =
            Rect::from_min_max(at(frame.left, frame.y(panel, to)), at(frame.right(), frame.y(panel, from)));
        canvas.painter.rect_filled(rect, 0, fill);
    }
}

fn axes(ground: &Ground<'_>) {
    let Ground { canvas, panel, frame } = ground;
    let quiet = Pen::new(1.0, colour(canvas.colours.quiet));
    let rect = ground.rect();
    canvas.painter.line_segment([rect.left_top(), rect.left_bottom()], quiet);
    canvas.painter.line_segment([rect.left_bottom(), rect.right_bottom()], quiet);
    for tick in &panel.y.ticks {
        let label = shortened(&tick.label, frame.margin - 14.0);
        let place = at(frame.left - 6.0, frame.y(panel, tick.at));
        canvas.text(place, Align2::RIGHT_CENTER, &label, TEXT, Weight::Plain, canvas.ink());
    }
    for (value, label) in layout::labels_below(panel, frame.width) {
        let foot = at(frame.x(panel, value), frame.bottom());
        canvas.painter.line_segment([foot, foot + vec2(0.0, 4.0)], quiet);
        let place = foot + vec2(0.0, 11.0);
        canvas.text(place, Align2::CENTER_CENTER, &label, TEXT, Weight::Plain, canvas.ink());
    }
    let middle = at(frame.left + frame.width / 2.0, frame.bottom() + 11.0 + LINE);
    canvas.text(middle, Align2::CENTER_CENTER, &panel.x.label, TEXT, Weight::Plain, canvas.ink());
}

fn paint_rule(ground: &Ground<'_>, rule: &Rule) {
    let [from, to] = [rule.from, rule.to].map(|[x, y]| ground.spot(x, y));
    line(ground.canvas, [from, to], rule.stroke);
}

fn line(canvas: &Canvas<'_>, ends: [Pos2; 2], stroke: Stroke) {
    let pen = Pen::new(1.4, canvas.ink());
    let (dash, gap) = match stroke {
        Stroke::Solid => {
            canvas.painter.line_segment(ends, pen);
            return;
        }
        Stroke::Dashed => (7.0, 4.0),
        Stroke::Dotted => (1.5, 3.0),
    };
    canvas.painter.extend(Painted::dashed_line(&ends, pen, dash, gap));
}

fn paint_dots(ground: &Ground<'_>, (shape, hue): (Shape, Hue), dots: &[Dot], drawn: &[usize], reach: f64) {
    let ink = colour(ground.canvas.colours.get(hue));
    let painter = ground.canvas.painter;
    let spots = drawn.iter().filter_map(|&index| dots.get(index)).map(|dot| ground.spot(dot.x, dot.y));
    let (small, reach) = (reach < FULL_REACH, points(reach));
    match shape {
        Shape::Circle if small => painter.extend(spots.map(|spot| Painted::circle_filled(spot, reach, ink))),
        Shape::Diamond if small => {
            painter.add(diamonds(spots, reach * points(DIAMOND), ink));
        }
        _ => painter.extend(spots.map(|spot| dot(shape, spot, reach, ink))),
    }
}

/// Many small diamonds as one mesh, which costs a fraction of as many shapes.
fn diamonds(spots: impl Iterator<Item = Pos2>, tip: f32, ink: Color32) -> Painted {
    let mut mesh = Mesh::default();
    for spot in spots {
        let first = u32::try_from(mesh.vertices.len()).unwrap_or(u32::MAX);
        for corner in [vec2(0.0, -tip), vec2(tip, 0.0), vec2(0.0, tip), vec2(-tip, 0.0)] {
            let vertex = Vertex { pos: spot + corner, uv: eframe::egui::epaint::WHITE_UV, color: ink };
            mesh.vertices.push(vertex);
        }
        mesh.add_triangle(first, first + 1, first + 2);
        mesh.add_triangle(first, first + 2, first + 3);
    }
    Painted::mesh(mesh)
}

fn paint_part(ground: &Ground<'_>, part: &Part, [left, right]: [f64; 2]) {
    let canvas = ground.canvas;
    let rect = Rect::from_two_pos(ground.spot(left, part.from), ground.spot(right, part.to));
    let fill = canvas.colours.get(part.hue);
    let edge = Pen::new(0.8, colour(canvas.colours.paper));
    canvas.painter.rect(rect, CornerRadius::ZERO, colour(fill), edge, StrokeKind::Middle);
    if let Hue::Section(index) = part.hue {
        hatch(canvas, rect, index, colour(canvas.colours.paper.over(fill, 0.5)));
    }
    let has_room = f64::from(rect.width()) >= LETTER + 2.0 && f64::from(rect.height()) >= TEXT + 2.0;
    if let Some(letter) = part.letter.filter(|_| has_room) {
        let ink = readable(canvas, fill);
        let text = letter.to_string();
        canvas.text(rect.center(), Align2::CENTER_CENTER, &text, TEXT, Weight::Strong, ink);
    }
}

fn readable(canvas: &Canvas<'_>, ground: Rgb) -> Color32 {
    colour(canvas.colours.text_on(ground))
}

/// The pattern that tells the sections of a bar apart without colour.
fn hatch(canvas: &Canvas<'_>, rect: Rect, section: usize, ink: Color32) {
    const GAP: f32 = 8.0;
    if rect.width() < 2.0 || rect.height() < 2.0 {
        return;
    }
    let pen = Pen::new(1.2, ink);
    let line = |from: Pos2, to: Pos2| {
        if let Some((from, to)) = clipped(from, to, rect) {
            canvas.painter.line_segment([from, to], pen);
        }
    };
    let (rising, level, upright, falling) = match section % 6 {
        0 => (false, false, false, false),
        1 => (true, false, false, false),
        2 => (false, true, false, false),
        3 => (false, false, true, false),
        4 => (false, false, false, true),
        _ => (true, false, false, true),
    };
    let steps = |from: f32, to: f32| {
        let first = (from / GAP).ceil();
        std::iter::successors(Some(first), |step| Some(step + 1.0))
            .map(|step| step * GAP)
            .take_while(move |at| *at <= to)
    };
    if level {
        steps(rect.top(), rect.bottom()).for_each(|y| line(pos2(rect.left(), y), pos2(rect.right(), y)));
    }
    if upright {
        steps(rect.left(), rect.right()).for_each(|x| line(pos2(x, rect.top()), pos2(x, rect.bottom())));
    }
    if rising {
        steps(rect.left() + rect.top(), rect.right() + rect.bottom()).for_each(|sum| {
            line(pos2(sum - rect.bottom(), rect.bottom()), pos2(sum - rect.top(), rect.top()));
        });
    }
    if falling {
        steps(rect.left() - rect.bottom(), rect.right() - rect.top()).for_each(|difference| {
            line(pos2(difference + rect.top(), rect.top()), pos2(difference + rect.bottom(), rect.bottom()));
        });
    }
}

/// The part of a line that lies in a rectangle, for lines that are level, upright or at 45 degrees.
fn clipped(from: Pos2, to: Pos2, rect: Rect) -> Option<(Pos2, Pos2)> {
    let along = to - from;
    let (mut enter, mut leave) = (0.0_f32, 1.0_f32);
    for (start, step, least, most) in
        [(from.x, along.x, rect.left(), rect.right()), (from.y, along.y, rect.top(), rect.bottom())]
    {
        if step.abs() < f32::EPSILON {
            if start < least || start > most {
                return None;
            }
            continue;
        }
        let (a, b) = ((least - start) / step, (most - start) / step);
        enter = enter.max(a.min(b));
        leave = leave.min(a.max(b));
    }
    (enter < leave).then(|| (from + along * enter, from + along * leave))
}

fn paint_square(ground: &Ground<'_>, square: &Square) {
    let canvas = ground.canvas;
    let corner = |side: f64| ground.spot(square.x + side, square.y - side);
    let rect = Rect::from_two_pos(corner(-0.5), corner(0.5));
    let fill = canvas.colours.get(square.hue).over(canvas.colours.paper, square.strength);
    canvas.painter.rect_filled(rect.shrink(1.0), 0, colour(fill));
    let letters = f64::from(u32::try_from(square.text.chars().count()).unwrap_or(u32::MAX));
    if letters * LETTER <= f64::from(rect.width()) {
        let ink = readable(canvas, fill);
        canvas.text(rect.center(), Align2::CENTER_CENTER, &square.text, TEXT, Weight::Plain, ink);
    }
}

/// The title over a picture, for pictures that stand alone.
pub fn title_line(canvas: &Canvas<'_>, place: Pos2, text: &str) {
    canvas.text(place, Align2::LEFT_CENTER, text, TEXT + 3.0, Weight::Strong, canvas.ink());
}

/// A note under a picture.
pub fn note_line(canvas: &Canvas<'_>, place: Pos2, text: &str) {
    canvas.text(place, Align2::LEFT_CENTER, text, TEXT, Weight::Plain, canvas.ink());
}
