//! A chart as SVG: one self-contained picture with a title and a description, readable without colour.

mod panel;

use std::fmt::Write as _;

use super::chart::layout::{LINE, Layout, TEXT, wrapped};
use super::chart::{Chart, Marks};
use super::palette::Palette;
use super::table::Table;

/// The chart, `width` points wide.
#[must_use]
pub fn render(chart: &Chart, palette: &Palette, width: f64) -> String {
    let width = if width.is_finite() { width.clamp(320.0, 4_000.0) } else { 860.0 };
    let layout = Layout::of(chart, width);
    let notes: Vec<String> = chart.notes.iter().flat_map(|note| wrapped(note, width)).collect();
    let notes_height = LINE * crate::domain::stats::number(notes.len());
    let height = layout.height + notes_height + 8.0;

    let mut svg = Svg::default();
    let (id, ink, paper) = (escaped(&chart.id), palette.ink.hex(), palette.paper.hex());
    svg.put(format_args!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0}" height="{height:.0}" viewBox="0 0 {width:.0} {height:.0}" role="img" aria-labelledby="{id}-title {id}-desc" font-family="sans-serif" font-size="{TEXT}" fill="{ink}">"#,
    ));
    svg.put(format_args!(r#"<title id="{id}-title">{}</title>"#, escaped(&chart.title)));
    svg.put(format_args!(r#"<desc id="{id}-desc">{}</desc>"#, escaped(&chart.summary)));
    svg.put(format_args!(r#"<rect width="100%" height="100%" fill="{paper}"/>"#));
    hatches(&mut svg, chart, palette);
    svg.text(
        [8.0, 16.0],
        "start",
        &format!(r#"font-weight="bold" font-size="{}""#, TEXT + 3.0),
        &chart.title,
    );
    if chart.is_empty() {
        svg.text([8.0, layout.top + LINE], "start", "", &chart.summary);
    } else {
        for (panel, frame) in chart.panels.iter().zip(&layout.frames) {
            panel::draw(&mut svg, panel, frame, &Context { palette, id: &id, table: &chart.table });
        }
    }
    for (index, note) in notes.iter().enumerate() {
        let y = layout.height + LINE * crate::domain::stats::number(index) + TEXT;
        svg.text([8.0, y], "start", "", note);
    }
    svg.put(format_args!("</svg>"));
    svg.0
}

/// What every panel needs to know.
struct Context<'a> {
    palette: &'a Palette,
    /// Begins every id, because several pictures may stand in one page.
    id: &'a str,
    table: &'a Table,
}

/// Patterns that tell the sections of a bar apart without colour.
fn hatches(svg: &mut Svg, chart: &Chart, palette: &Palette) {
    const LINES: [&str; 6] = ["", "M0 8L8 0", "M0 4H8", "M4 0V8", "M0 0L8 8", "M0 8L8 0M0 0L8 8"];
    if !chart.panels.iter().flat_map(|panel| &panel.marks).any(|marks| matches!(marks, Marks::Bars { .. })) {
        return;
    }
    let (id, paper) = (escaped(&chart.id), palette.paper.hex());
    svg.put(format_args!("<defs>"));
    for (index, lines) in LINES.iter().enumerate() {
        svg.put(format_args!(
            r#"<pattern id="{id}-hatch-{index}" width="8" height="8" patternUnits="userSpaceOnUse"><path d="M0 0{lines}" stroke="{paper}" stroke-width="1.2" fill="none"/></pattern>"#,
        ));
    }
    svg.put(format_args!("</defs>"));
}

/// The text of a picture as it grows.
#[derive(Default)]
struct Svg(String);

impl Svg {
    fn put(&mut self, element: std::fmt::Arguments<'_>) {
        let _ = writeln!(self.0, "{element}");
    }

    fn text(&mut self, at: [f64; 2], anchor: &str, attributes: &str, text: &str) {
        let [x, y] = at;
        self.put(format_args!(
            r#"<text x="{x:.1}" y="{y:.1}" text-anchor="{anchor}" {attributes}>{}</text>"#,
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
