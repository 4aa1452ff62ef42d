//! One panel of a chart: axes, bands, rules and marks.

use super::{Context, Svg, escaped};
use crate::domain::progress::chart::layout::{self, Frame, LETTER, LINE, TEXT, shortened};
use crate::domain::progress::chart::{self, Bar, Dot, Hue, Marks, Panel, Part, Rule, Shape, Square, Stroke};
use crate::domain::stats;

/// Beyond this many points a hint for each would make the file heavy; the table has them.
const MOST_HINTS: usize = 500;

pub(super) fn draw(svg: &mut Svg, panel: &Panel, frame: &Frame, context: &Context<'_>) {
    title(svg, panel, frame);
    bands(svg, panel, frame, context);
    axes(svg, panel, frame, context);
    for rule in &panel.rules {
        draw_rule(svg, rule, panel, frame, context);
    }
    let (drawn, reach) = chart::drawn(panel, frame.width, frame.height);
    for (marks, drawn) in panel.marks.iter().zip(&drawn) {
        match marks {
            Marks::Dots { shape, hue, dots, .. } => {
                let dots: Vec<&Dot> = drawn.iter().filter_map(|&index| dots.get(index)).collect();
                draw_dots(svg, (*shape, *hue, reach, &dots), panel, frame, context);
            }
            Marks::Bars { bars } => {
                for bar in bars {
                    draw_bar(svg, bar, panel, frame, context);
                }
            }
            Marks::Squares { squares } => {
                for square in squares {
                    draw_square(svg, square, panel, frame, context);
                }
            }
        }
    }
    legend(svg, panel, frame, context);
}

fn title(svg: &mut Svg, panel: &Panel, frame: &Frame) {
    let letter = panel.letter.map_or_else(String::new, |letter| format!("{letter}: "));
    svg.text(
        [frame.left, frame.top - 7.0],
        "start",
        r#"font-weight="bold""#,
        &format!("{letter}{}", panel.title),
    );
}

fn bands(svg: &mut Svg, panel: &Panel, frame: &Frame, context: &Context<'_>) {
    for (index, band) in panel.bands.iter().enumerate() {
        let (from, to) = (band.from.max(panel.y.from), band.to.min(panel.y.to));
        if to <= from {
            continue;
        }
        let (top, bottom) = (frame.y(panel, to), frame.y(panel, from));
        // Bands that touch are told apart by strength.
        let strength = if index % 2 == 0 { 1.0 } else { 0.6 };
        let fill = context.palette.band.over(context.palette.paper, strength).hex();
        svg.put(format_args!(
            r#"<rect x="{:.1}" y="{top:.1}" width="{:.1}" height="{:.1}" fill="{fill}"><title>{}</title></rect>"#,
            frame.left,
            frame.width,
            bottom - top,
            escaped(&band.label),
        ));
    }
}

fn axes(svg: &mut Svg, panel: &Panel, frame: &Frame, context: &Context<'_>) {
    let quiet = context.palette.quiet.hex();
    svg.put(format_args!(
        r#"<path d="M{:.1} {:.1}V{:.1}H{:.1}" fill="none" stroke="{quiet}"/>"#,
        frame.left,
        frame.top,
        frame.bottom(),
        frame.right(),
    ));
    for tick in &panel.y.ticks {
        let y = frame.y(panel, tick.at);
        let label = shortened(&tick.label, frame.margin - 14.0);
        svg.text([frame.left - 6.0, y + TEXT / 3.0], "end", "", &label);
    }
    for (at, label) in layout::labels_below(panel, frame.width) {
        let x = frame.x(panel, at);
        svg.put(format_args!(r#"<path d="M{x:.1} {:.1}v4" stroke="{quiet}"/>"#, frame.bottom()));
        svg.text([x, frame.bottom() + 15.0], "middle", "", &label);
    }
    let middle = frame.left + frame.width / 2.0;
    svg.text([middle, frame.bottom() + 15.0 + LINE], "middle", "", &panel.x.label);
    // The unit of the y axis stands at the end of the title's line, where nothing can cover it.
    svg.text([frame.right(), frame.top - 7.0], "end", "", &panel.y.label);
}

fn draw_rule(svg: &mut Svg, rule: &Rule, panel: &Panel, frame: &Frame, context: &Context<'_>) {
    let [from, to] = [rule.from, rule.to].map(|[x, y]| [frame.x(panel, x), frame.y(panel, y)]);
    let dashes = match rule.stroke {
        Stroke::Solid => "",
        Stroke::Dashed => r#" stroke-dasharray="7 4""#,
        Stroke::Dotted => r#" stroke-dasharray="1.5 3""#,
    };
    svg.put(format_args!(
        r#"<path d="M{:.1} {:.1}L{:.1} {:.1}" fill="none" stroke="{}" stroke-width="1.4"{dashes}><title>{}</title></path>"#,
        from[0],
        from[1],
        to[0],
        to[1],
        context.palette.ink.hex(),
        escaped(&rule.label),
    ));
}

fn draw_dots(
    svg: &mut Svg,
    (shape, hue, reach, dots): (Shape, Hue, f64, &[&Dot]),
    panel: &Panel,
    frame: &Frame,
    context: &Context<'_>,
) {
    let colour = context.palette.get(hue).hex();
    let has_hints = dots.len() <= MOST_HINTS;
    for dot in dots {
        let (x, y) = (frame.x(panel, dot.x), frame.y(panel, dot.y));
        let (tag, attributes) = dot_element(shape, [x, y], reach, &colour);
        if has_hints {
            let hint = escaped(&context.table.say(dot.row));
            svg.put(format_args!("<{tag} {attributes}><title>{hint}</title></{tag}>"));
        } else {
            svg.put(format_args!("<{tag} {attributes}/>"));
        }
    }
}

fn dot_element(shape: Shape, [x, y]: [f64; 2], reach: f64, colour: &str) -> (&'static str, String) {
    let is_small = reach < chart::FULL_REACH;
    match shape {
        Shape::Circle if is_small => {
            ("circle", format!(r#"cx="{x:.1}" cy="{y:.1}" r="{reach}" fill="{colour}""#))
        }
        Shape::Circle => (
            "circle",
            format!(
                r#"cx="{x:.1}" cy="{y:.1}" r="{reach}" fill="none" stroke="{colour}" stroke-width="1.3""#
            ),
        ),
        Shape::Diamond => {
            let tip = reach * chart::DIAMOND;
            let path =
                format!("M{x:.1} {:.1}l{tip:.1} {tip:.1}l-{tip:.1} {tip:.1}l-{tip:.1} -{tip:.1}z", y - tip);
            ("path", format!(r#"d="{path}" fill="{colour}""#))
        }
        Shape::Square => {
            let (left, top, side) = (x - reach, y - reach, 2.0 * reach);
            let place = format!(r#"x="{left:.1}" y="{top:.1}" width="{side}" height="{side}""#);
            ("rect", format!(r#"{place} fill="{colour}""#))
        }
    }
}

fn draw_bar(svg: &mut Svg, bar: &Bar, panel: &Panel, frame: &Frame, context: &Context<'_>) {
    let left = frame.x(panel, bar.x - bar.width / 2.0);
    let width = frame.x(panel, bar.x + bar.width / 2.0) - left;
    svg.put(format_args!("<g><title>{}</title>", escaped(&context.table.say(bar.row))));
    for part in &bar.parts {
        draw_part(svg, part, [left, width], panel, frame, context);
    }
    svg.put(format_args!("</g>"));
}

fn draw_part(
    svg: &mut Svg,
    part: &Part,
    [left, width]: [f64; 2],
    panel: &Panel,
    frame: &Frame,
    context: &Context<'_>,
) {
    let (top, bottom) = (frame.y(panel, part.to), frame.y(panel, part.from));
    let colour = context.palette.get(part.hue);
    let place = format!(r#"x="{left:.1}" y="{top:.1}" width="{width:.1}" height="{:.1}""#, bottom - top);
    svg.put(format_args!(
        r#"<rect {place} fill="{}" stroke="{}" stroke-width="0.8"/>"#,
        colour.hex(),
        context.palette.paper.hex(),
    ));
    if let Hue::Section(index) = part.hue {
        svg.put(format_args!(
            r#"<rect {place} fill="url(#{}-hatch-{})" fill-opacity="0.5"/>"#,
            context.id,
            index % 6
        ));
    }
    let has_room = width >= LETTER + 2.0 && bottom - top >= TEXT + 2.0;
    if let Some(letter) = part.letter.filter(|_| has_room) {
        let ink = format!(r#"fill="{}" font-weight="bold""#, context.palette.text_on(colour).hex());
        let middle = [left + width / 2.0, f64::midpoint(top, bottom) + TEXT / 3.0];
        svg.text(middle, "middle", &ink, &letter.to_string());
    }
}

fn draw_square(svg: &mut Svg, square: &Square, panel: &Panel, frame: &Frame, context: &Context<'_>) {
    let (left, right) = (frame.x(panel, square.x - 0.5), frame.x(panel, square.x + 0.5));
    let (top, bottom) = (frame.y(panel, square.y + 0.5), frame.y(panel, square.y - 0.5));
    let fill = context.palette.get(square.hue).over(context.palette.paper, square.strength);
    svg.put(format_args!(
        r#"<rect x="{:.1}" y="{:.1}" width="{:.1}" height="{:.1}" fill="{}"><title>{}</title></rect>"#,
        left + 1.0,
        top + 1.0,
        (right - left - 2.0).max(1.0),
        (bottom - top - 2.0).max(1.0),
        fill.hex(),
        escaped(&context.table.say(square.row)),
    ));
    if stats::number(square.text.chars().count()) * LETTER <= right - left {
        let ink = format!(r#"fill="{}""#, context.palette.text_on(fill).hex());
        let middle = [f64::midpoint(left, right), f64::midpoint(top, bottom) + TEXT / 3.0];
        svg.text(middle, "middle", &ink, &square.text);
    }
}

/// What the signs mean, under the axis's own line.
fn legend(svg: &mut Svg, panel: &Panel, frame: &Frame, context: &Context<'_>) {
    let quiet = format!(r#"fill="{}" font-size="{}""#, context.palette.ink.hex(), TEXT - 2.0);
    for (index, line) in layout::legend(panel).iter().enumerate() {
        let said: Vec<String> =
            line.iter().map(|(sign, name)| format!("{} {name}", sign.letters())).collect();
        let place = [frame.left, layout::legend_line(frame, index) + 3.0];
        svg.text(place, "start", &quiet, &said.join("\u{2003}"));
    }
}
