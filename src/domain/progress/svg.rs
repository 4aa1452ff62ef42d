//! A chart as SVG: one self-contained picture with a title and a description, readable without colour.

use std::fmt::Write as _;

use super::chart::draw::{self, Anchor, Canvas, Style};
use super::chart::layout::{LINE, Layout, TEXT, wrapped};
use super::chart::palette::{Palette, Rgb};
use super::chart::{Chart, DIAMOND, FULL_REACH, Shape, Stroke};
use super::table::Table;
use crate::domain::stats::number;

/// Beyond this many points a hint for each would make the file heavy; the table has them.
const MOST_HINTS: usize = 500;

/// The chart, `width` points wide.
#[must_use]
pub fn render(chart: &Chart, palette: &Palette, width: f64) -> String {
    let width = if width.is_finite() { width.clamp(320.0, 4_000.0) } else { 860.0 };
    let layout = Layout::of(chart, width);
    let notes: Vec<String> = chart.notes.iter().flat_map(|note| wrapped(note, width)).collect();
    let height = layout.height + LINE * number(notes.len()) + 8.0;
    let mut svg = Svg { text: String::new(), palette, table: &chart.table };
    let (id, ink, paper) = (escaped(&chart.id), palette.ink.hex(), palette.paper.hex());
    svg.put(format_args!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0}" height="{height:.0}" viewBox="0 0 {width:.0} {height:.0}" role="img" aria-labelledby="{id}-title {id}-desc" font-family="sans-serif" font-size="{TEXT}" fill="{ink}">"#,
    ));
    svg.put(format_args!(r#"<title id="{id}-title">{}</title>"#, escaped(&chart.title)));
    svg.put(format_args!(r#"<desc id="{id}-desc">{}</desc>"#, escaped(&chart.summary)));
    svg.put(format_args!(r#"<rect width="100%" height="100%" fill="{paper}"/>"#));
    let plain = Style { anchor: Anchor::Start, size: TEXT, bold: false, ink: palette.ink };
    svg.text([8.0, 14.0], Style { size: TEXT + 3.0, bold: true, ..plain }, &chart.title);
    draw::panels(&mut svg, chart, &layout);
    for (index, note) in notes.iter().enumerate() {
        svg.text([8.0, layout.height + LINE * (number(index) + 0.5)], plain, note);
    }
    svg.put(format_args!("</svg>"));
    svg.text
}

/// The text of a picture as it grows.
struct Svg<'a> {
    text: String,
    palette: &'a Palette,
    table: &'a Table,
}

impl Svg<'_> {
    fn put(&mut self, element: std::fmt::Arguments<'_>) {
        let _ = writeln!(self.text, "{element}");
    }

    fn hint(&self, row: Option<usize>) -> String {
        let said = row.map(|row| self.table.say(row)).filter(|said| !said.is_empty());
        said.map_or_else(String::new, |said| format!("<title>{}</title>", escaped(&said)))
    }
}

impl Canvas for Svg<'_> {
    fn palette(&self) -> &Palette {
        self.palette
    }

    fn rect(&mut self, [left, top, width, height]: [f64; 4], fill: Rgb, row: Option<usize>) {
        let (fill, hint) = (fill.hex(), self.hint(row));
        self.put(format_args!(
            r#"<rect x="{left:.1}" y="{top:.1}" width="{width:.1}" height="{height:.1}" fill="{fill}">{hint}</rect>"#,
        ));
    }

    fn line(&mut self, points: &[[f64; 2]], stroke: Stroke, width: f64, ink: Rgb) {
        let dashes = match stroke {
            Stroke::Solid => "",
            Stroke::Dashed => r#" stroke-dasharray="7 4""#,
            Stroke::Dotted => r#" stroke-dasharray="1.5 3""#,
        };
        let mut path = String::new();
        for (index, [x, y]) in points.iter().enumerate() {
            let _ = write!(path, "{}{x:.1} {y:.1}", if index == 0 { 'M' } else { 'L' });
        }
        let ink = ink.hex();
        self.put(format_args!(
            r#"<path d="{path}" fill="none" stroke="{ink}" stroke-width="{width}"{dashes}/>"#,
        ));
    }

    fn dots(&mut self, shape: Shape, reach: f64, ink: Rgb, spots: &[([f64; 2], usize)]) {
        let has_hints = spots.len() <= MOST_HINTS;
        let ink = ink.hex();
        for ([x, y], row) in spots {
            let hint = self.hint(Some(*row).filter(|_| has_hints));
            match shape {
                Shape::Circle if reach < FULL_REACH => self.put(format_args!(
                    r#"<circle cx="{x:.1}" cy="{y:.1}" r="{reach}" fill="{ink}">{hint}</circle>"#
                )),
                Shape::Circle => self.put(format_args!(
                    r#"<circle cx="{x:.1}" cy="{y:.1}" r="{reach}" fill="none" stroke="{ink}" stroke-width="1.3">{hint}</circle>"#
                )),
                Shape::Diamond => {
                    let (tip, top) = (reach * DIAMOND, y - reach * DIAMOND);
                    self.put(format_args!(
                        r#"<path d="M{x:.1} {top:.1}l{tip:.1} {tip:.1}l-{tip:.1} {tip:.1}l-{tip:.1} -{tip:.1}z" fill="{ink}">{hint}</path>"#
                    ));
                }
                Shape::Square => {
                    let (left, top, side) = (x - reach, y - reach, 2.0 * reach);
                    self.put(format_args!(
                        r#"<rect x="{left:.1}" y="{top:.1}" width="{side}" height="{side}" fill="{ink}">{hint}</rect>"#
                    ));
                }
            }
        }
    }

    fn text(&mut self, [x, y]: [f64; 2], style: Style, text: &str) {
        let anchor = match style.anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let weight = if style.bold { r#" font-weight="bold""# } else { "" };
        // Letters stand a third of their size below the middle of their line.
        let (y, size, ink) = (y + style.size / 3.0, style.size, style.ink.hex());
        self.put(format_args!(
            r#"<text x="{x:.1}" y="{y:.1}" text-anchor="{anchor}" font-size="{size}" fill="{ink}"{weight}>{}</text>"#,
            escaped(text)
        ));
    }
}

/// Text as XML and HTML may hold it, in elements and in attributes.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\t' | '\n' | '\r' => safe.push(' '),
            // XML has no way to write these, so they become the sign for what cannot be shown.
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => safe.push('\u{fffd}'),
            _ => safe.push(letter),
        }
    }
    safe
}
