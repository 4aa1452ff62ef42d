//! The window as a canvas for charts; what is drawn, and in which order, is told by the chart's own module.

use eframe::egui::epaint::{Mesh, Vertex};
use eframe::egui::{
    Align2, Color32, FontFamily, FontId, Painter, Pos2, Rect, Shape as Painted, Stroke as Pen, vec2,
};

use super::picture::{Picture, frame_rect};
use super::{at, points};
use crate::domain::progress::chart::draw::{self, Anchor, Canvas, Style};
use crate::domain::progress::chart::layout::{Frame, LINE, TEXT};
use crate::domain::progress::chart::palette::{Palette, Rgb};
use crate::domain::progress::chart::{DIAMOND, FULL_REACH, Shape, Stroke};
use crate::ui::fonts;
use crate::ui::theme::colour;

/// Where and in which colours a chart is painted.
pub struct Window<'a> {
    pub painter: &'a Painter,
    /// The upper left corner of the picture without its title.
    pub origin: Pos2,
    /// How far the picture reaches above that.
    pub top: f64,
    pub colours: &'a Palette,
}

/// Paints every panel that is in sight.
pub fn panels(window: &mut Window<'_>, picture: &Picture) {
    draw::panels(window, picture.chart(), picture.layout());
}

/// The title over a picture, for pictures that stand alone.
pub fn title_line(window: &mut Window<'_>, text: &str) {
    let ink = window.colours.ink;
    window.text([8.0, 14.0], Style { anchor: Anchor::Start, size: TEXT + 3.0, bold: true, ink }, text);
}

/// A note under a picture that is `height` points high.
pub fn note_line(window: &mut Window<'_>, height: f64, index: u32, text: &str) {
    let ink = window.colours.ink;
    let style = Style { anchor: Anchor::Start, size: TEXT, bold: false, ink };
    window.text([8.0, height + LINE * (f64::from(index) + 0.5)], style, text);
}

impl Window<'_> {
    fn spot(&self, [x, y]: [f64; 2]) -> Pos2 {
        at(x, y - self.top) + self.origin.to_vec2()
    }
}

impl Canvas for Window<'_> {
    fn palette(&self) -> &Palette {
        self.colours
    }

    fn rect(&mut self, [left, top, width, height]: [f64; 4], fill: Rgb, row: Option<usize>) {
        let rect = Rect::from_min_size(self.spot([left, top]), vec2(points(width), points(height)));
        // What stands for a row has round corners, what lies behind it has not.
        self.painter.rect_filled(rect, if row.is_some() { 2 } else { 0 }, colour(fill));
    }

    fn line(&mut self, places: &[[f64; 2]], stroke: Stroke, width: f64, ink: Rgb) {
        let spots: Vec<Pos2> = places.iter().map(|place| self.spot(*place)).collect();
        let pen = Pen::new(points(width), colour(ink));
        let (dash, gap) = match stroke {
            Stroke::Solid => {
                self.painter.line(spots, pen);
                return;
            }
            Stroke::Dashed => (7.0, 4.0),
            Stroke::Dotted => (1.5, 3.0),
        };
        self.painter.extend(Painted::dashed_line(&spots, pen, dash, gap));
    }

    fn dots(&mut self, shape: Shape, reach: f64, ink: Rgb, spots: &[([f64; 2], usize)]) {
        let (is_small, size, ink) = (reach < FULL_REACH, points(reach), colour(ink));
        let places = spots.iter().map(|(place, _)| self.spot(*place));
        match shape {
            Shape::Circle if is_small => {
                self.painter.extend(places.map(|spot| Painted::circle_filled(spot, size, ink)));
            }
            Shape::Circle => {
                let pen = Pen::new(1.3, ink);
                self.painter.extend(places.map(|spot| Painted::circle_stroke(spot, size, pen)));
            }
            Shape::Diamond => {
                self.painter.add(diamonds(places, size * points(DIAMOND), ink));
            }
            Shape::Square => {
                let square =
                    |spot| Painted::rect_filled(Rect::from_center_size(spot, vec2(2.0, 2.0) * size), 0, ink);
                self.painter.extend(places.map(square));
            }
        }
    }

    fn text(&mut self, place: [f64; 2], style: Style, text: &str) {
        let align = match style.anchor {
            Anchor::Start => Align2::LEFT_CENTER,
            Anchor::Middle => Align2::CENTER_CENTER,
            Anchor::End => Align2::RIGHT_CENTER,
        };
        let family = if style.bold { fonts::semibold() } else { FontFamily::Proportional };
        let font = FontId::new(points(style.size), family);
        self.painter.text(self.spot(place), align, text, font, colour(style.ink));
    }

    fn sees(&self, frame: &Frame) -> bool {
        let rect = frame_rect(frame).translate(self.origin.to_vec2() - vec2(0.0, points(self.top)));
        self.painter.clip_rect().intersects(rect.expand2(vec2(points(frame.margin), points(3.0 * LINE))))
    }
}

/// Diamonds as one mesh, because many of them cost a fraction of as many shapes.
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
