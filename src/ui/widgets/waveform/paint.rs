//! How a recording is drawn.

use eframe::egui::epaint::Vertex;
use eframe::egui::{
    Align2, Color32, CornerRadius, FontId, Mesh, Painter, Pos2, Rect, Response, Shape, Stroke, StrokeKind,
    Ui, pos2, vec2,
};

use super::Wave;
use super::scale::{Scale, ticks};
use crate::domain::marks;
use crate::domain::split::{Stretch, stretches};
use crate::domain::time::Frames;
use crate::ui::model::review::Column;
use crate::ui::theme::{Palette, Type, palette, size};
use crate::ui::widgets::sections;
use crate::ui::{fonts, icons};

/// The parts of the picture from top to bottom.
#[derive(Clone, Copy)]
pub(super) struct Heights {
    ruler: f32,
    shape: f32,
    lane: f32,
    strip: f32,
    target: f32,
}

/// Between two parts that belong together.
const GAP: f32 = 2.0;

impl Heights {
    pub(super) const fn of(shape: f32) -> Self {
        Self { ruler: 18.0, shape, lane: 18.0, strip: 18.0, target: 6.0 }
    }

    pub(super) fn whole(self) -> f32 {
        self.ruler + self.shape + self.lane + self.strip + GAP + self.target
    }
}

pub(super) fn all(
    ui: &Ui,
    rect: Rect,
    heights: Heights,
    wave: &Wave<'_>,
    scale: &Scale,
    held: Option<usize>,
    response: &Response,
) {
    let palette = palette(ui);
    let mut top = rect.top();
    let mut part = |height: f32| {
        let part = Rect::from_min_size(pos2(rect.left(), top), vec2(rect.width(), height));
        top += height;
        part
    };
    let (ruler, body, lane, strip) =
        (part(heights.ruler), part(heights.shape), part(heights.lane), part(heights.strip));
    part(GAP);
    let target = part(heights.target);
    draw_ruler(&ui.painter_at(ruler), ruler, palette, wave, scale);
    shape(ui, body, wave, scale);
    draw_loop(&ui.painter_at(body), body, palette, wave, scale);
    draw_lane(&ui.painter_at(lane), lane, palette, wave, scale);
    draw_strip(&ui.painter_at(strip), strip, palette, wave, scale);
    draw_target(&ui.painter_at(target), target, palette, wave, scale);
    boundaries(&ui.painter_at(body), body, palette, wave, scale, held);
    let reach = Rect::from_min_max(ruler.left_bottom() - vec2(0.0, 6.0), lane.right_bottom());
    playhead(ui, reach, wave, scale);
    if response.has_focus() {
        ui.painter().rect_stroke(
            body.expand(2.0),
            size::CORNER,
            Stroke::new(2.0, palette.focus),
            StrokeKind::Outside,
        );
    }
}

fn draw_ruler(painter: &Painter, rect: Rect, palette: &Palette, wave: &Wave<'_>, scale: &Scale) {
    let rate = wave.take.recording.rate;
    let (places, step) = ticks(scale, rate, 72.0);
    for secs in places {
        let x = scale.x(rate.frames(secs)).round() + 0.5;
        painter.vline(x, rect.bottom() - 4.0..=rect.bottom(), (1.0, palette.outline));
        let align = if x > rect.right() - 48.0 { Align2::RIGHT_TOP } else { Align2::LEFT_TOP };
        let shift = if align == Align2::LEFT_TOP { 3.0 } else { -3.0 };
        let place = pos2(x + shift, rect.top());
        painter.text(place, align, tick(secs, step), Type::Caption.font(), palette.text_weak);
    }
}

/// A place on the ruler, as exact as the steps between two places.
fn tick(secs: f64, step: f64) -> String {
    let decimals = (1..=4).find(|places| step >= 0.1_f64.powi(*places) - 1e-9).unwrap_or(4);
    let minutes = (secs / 60.0 + 1e-9).floor();
    let rest = (secs - minutes * 60.0).max(0.0);
    if step >= 1.0 {
        crate::ui::words::clock(secs + 1e-6)
    } else {
        let (width, places) =
            (usize::try_from(decimals).unwrap_or(1) + 3, usize::try_from(decimals).unwrap_or(1));
        format!("{minutes:.0}:{rest:0width$.places$}")
    }
}

/// The sections as shades and the samples upon them, each in the hue of its section.
pub(super) fn shape(ui: &Ui, rect: Rect, wave: &Wave<'_>, scale: &Scale) {
    let palette = palette(ui);
    let painter = ui.painter_at(rect);
    painter.rect_filled(rect, CornerRadius::same(4), palette.field);
    let cut = stretches(wave.take.recording.frames, wave.take.marks().0);
    for stretch in &cut {
        let Some(section) = stretch.section else { continue };
        let part = x_range(rect, stretch, scale);
        painter.rect_filled(part, 0, palette.section(section).gamma_multiply(SHADE));
    }
    let middle = rect.center().y;
    let drawn = wave.deck.and_then(|deck| deck.shape.as_ref().map(|shape| (deck, shape)));
    match drawn {
        Some((deck, found)) if found.range == scale.frames => {
            let height = rect.height() / 2.0 - 6.0;
            let enlarged = height / deck.peak.clamp(QUIETEST_PEAK, 1.0);
            if found.columns.len() < usize::try_from(scale.length().0).unwrap_or(usize::MAX) {
                painter.add(bars(rect, palette, &cut, &found.columns, scale, enlarged));
            } else {
                samples(&painter, rect, palette, &cut, &found.columns, scale, enlarged);
            }
        }
        _ => {
            painter.hline(rect.x_range(), middle, (1.0, palette.line));
        }
    }
}

/// How much of a section's hue its ground takes on.
const SHADE: f32 = 0.14;

/// How much of a section's hue the peaks keep beside the power.
const PEAKS: f32 = 0.5;

/// A recording quieter than this is not drawn any larger: noise would look like speech.
const QUIETEST_PEAK: f32 = 0.05;

fn x_range(rect: Rect, stretch: &Stretch, scale: &Scale) -> Rect {
    let (left, right) = (scale.x(stretch.start), scale.x(stretch.end));
    Rect::from_min_max(pos2(left, rect.top()), pos2(right, rect.bottom()))
}

fn hue(palette: &Palette, cut: &[Stretch], at: Frames) -> Color32 {
    let found = cut.partition_point(|stretch| stretch.end <= at);
    let section = cut.get(found).and_then(|stretch| stretch.section);
    section.map_or(palette.text_weak, |section| palette.section(section))
}

/// One mesh for all columns, because a shape of its own for each would cost more than everything else on the page.
fn bars(
    rect: Rect,
    palette: &Palette,
    cut: &[Stretch],
    columns: &[Column],
    scale: &Scale,
    enlarged: f32,
) -> Shape {
    let mut mesh = Mesh::default();
    mesh.reserve_vertices(columns.len() * 8);
    mesh.reserve_triangles(columns.len() * 4);
    let middle = rect.center().y;
    let count = u32::try_from(columns.len()).unwrap_or(u32::MAX).max(1);
    let step = rect.width() / small(count);
    for (number, column) in (0u32..).zip(columns) {
        let left = rect.left() + step * small(number);
        let at = scale.frame(left + step / 2.0);
        let colour = hue(palette, cut, at);
        let wide = |top: f32, bottom: f32| {
            let (top, bottom) = (top.min(middle - 0.5), bottom.max(middle + 0.5));
            Rect::from_min_max(pos2(left, top), pos2(left + step, bottom)).intersect(rect)
        };
        let peaks = wide(middle - column.max * enlarged, middle - column.min * enlarged);
        let power = wide(middle - column.rms * enlarged, middle + column.rms * enlarged);
        quad(&mut mesh, peaks, colour.gamma_multiply(PEAKS));
        quad(&mut mesh, power.intersect(peaks), colour);
    }
    Shape::mesh(mesh)
}

#[expect(clippy::cast_precision_loss, reason = "columns are counted in thousands")]
fn small(count: u32) -> f32 {
    count as f32
}

fn quad(mesh: &mut Mesh, rect: Rect, color: Color32) {
    let first = u32::try_from(mesh.vertices.len()).unwrap_or(0);
    let corners = [rect.left_top(), rect.right_top(), rect.left_bottom(), rect.right_bottom()];
    mesh.vertices.extend(corners.map(|pos| Vertex { pos, uv: eframe::egui::epaint::WHITE_UV, color }));
    mesh.add_triangle(first, first + 1, first + 2);
    mesh.add_triangle(first + 2, first + 1, first + 3);
}

/// The samples themselves, where there are fewer than points.
fn samples(
    painter: &Painter,
    rect: Rect,
    palette: &Palette,
    cut: &[Stretch],
    columns: &[Column],
    scale: &Scale,
    enlarged: f32,
) {
    let place = |(number, column): (u64, &Column)| -> Pos2 {
        let at = scale.frames.start.plus(Frames(number));
        let width = scale.x(at.plus(Frames(1))) - scale.x(at);
        pos2(scale.x(at) + width / 2.0, rect.center().y - column.max * enlarged)
    };
    let points: Vec<Pos2> = (0u64..).zip(columns).map(place).collect();
    let colour = hue(palette, cut, scale.frame(rect.center().x));
    painter.add(Shape::line(points.clone(), Stroke::new(1.5, colour)));
    if points.len() < 200 {
        for point in points {
            painter.circle_filled(point, 2.0, colour);
        }
    }
}

fn draw_loop(painter: &Painter, rect: Rect, palette: &Palette, wave: &Wave<'_>, scale: &Scale) {
    let Some(looped) = wave.looped else { return };
    let (left, right) = (scale.x(looped.start), scale.x(looped.end));
    for x in [left, right] {
        painter.vline(x, rect.y_range(), (1.0, palette.text));
    }
    let bar = Rect::from_min_max(pos2(left, rect.bottom() - 3.0), pos2(right, rect.bottom()));
    painter.rect_filled(bar, 0, palette.text);
}

/// What was counted and noted, and where time is missing.
fn draw_lane(painter: &Painter, rect: Rect, palette: &Palette, wave: &Wave<'_>, scale: &Scale) {
    let font = FontId::new(11.0, fonts::medium());
    let text = |at: Frames, what: &str, colour: Color32| {
        if scale.frames.contains(&at) || at == scale.frames.end {
            let inside = scale.x(at).clamp(rect.left() + 5.0, rect.right() - 5.0);
            let place = pos2(inside, rect.center().y);
            painter.text(place, Align2::CENTER_CENTER, what, font.clone(), colour);
        }
    };
    for pause in &wave.take.pauses {
        text(pause.at, icons::PAUSE, palette.text);
    }
    for gap in &wave.take.gaps {
        text(gap.at, icons::WARNING, palette.text);
        let part = Rect::from_min_max(
            pos2(scale.x(gap.at), rect.top()),
            pos2(scale.x(gap.at.plus(gap.lasted)), rect.top() + 2.0),
        );
        painter.rect_filled(part, 0, palette.text);
    }
    for tally in wave.tallies {
        text(tally.at, tally.kind.key().encode_utf8(&mut [0; 4]), palette.text_weak);
    }
    for note in &wave.take.notes {
        text(note.at, icons::NOTE, palette.text);
    }
}

fn draw_strip(painter: &Painter, rect: Rect, palette: &Palette, wave: &Wave<'_>, scale: &Scale) {
    for stretch in stretches(wave.take.recording.frames, wave.take.marks().0) {
        let part = apart(x_range(rect, &stretch, scale), rect);
        let Some(section) = stretch.section else {
            painter.rect_filled(part, CornerRadius::same(3), palette.raised);
            continue;
        };
        painter.rect_filled(part, CornerRadius::same(3), palette.section(section));
        let letter = wave.take.plan.sections.get(section).map(crate::domain::framework::Section::letter);
        let seen = part.intersect(rect);
        if let Some(letter) = letter.filter(|_| seen.width() > 14.0) {
            sections::letter_in(painter, seen, palette, section, letter);
        }
    }
}

/// Leaves a gap between neighbours, so that they need not differ in colour to be told apart.
fn apart(part: Rect, rect: Rect) -> Rect {
    let right = if part.right() < rect.right() { part.right() - GAP } else { part.right() };
    Rect::from_min_max(part.min, pos2(right.max(part.left() + 1.0), part.bottom()))
}

/// The sections as they were meant, on the same line.
fn draw_target(painter: &Painter, rect: Rect, palette: &Palette, wave: &Wave<'_>, scale: &Scale) {
    let whole = wave.take.recording.frames;
    let mut before = 0.0;
    for (section, share) in wave.take.plan.targets.shares().iter().enumerate() {
        let start = Frames::from_f64(whole.to_f64() * before);
        before += share.as_fraction();
        let end = Frames::from_f64(whole.to_f64() * before);
        let part = apart(x_range(rect, &Stretch { start, end, section: None }, scale), rect);
        painter.rect_filled(part, CornerRadius::same(2), palette.section(section).gamma_multiply(0.6));
    }
}

fn boundaries(
    painter: &Painter,
    rect: Rect,
    palette: &Palette,
    wave: &Wave<'_>,
    scale: &Scale,
    held: Option<usize>,
) {
    for (index, mark) in marks::sorted(wave.take.marks().0).iter().enumerate() {
        let x = scale.x(mark.at);
        if x < rect.left() - 20.0 || x > rect.right() + 20.0 {
            continue;
        }
        let lit = wave.chosen == Some(index) || held == Some(index);
        let width = if lit { 2.0 } else { 1.0 };
        painter.vline(
            x,
            rect.y_range(),
            (width, if lit { palette.text } else { palette.section(mark.section) }),
        );
        let letter =
            wave.take.plan.sections.get(mark.section).map_or('?', crate::domain::framework::Section::letter);
        let badge = Rect::from_min_size(pos2(x, rect.top()), vec2(18.0, 18.0));
        sections::letter(painter, badge, palette, mark.section, letter);
        if wave.chosen == Some(index) {
            painter.rect_stroke(
                badge.expand(1.0),
                CornerRadius::same(5),
                Stroke::new(2.0, palette.text),
                StrokeKind::Inside,
            );
        }
    }
}

pub(super) fn playhead(ui: &Ui, rect: Rect, wave: &Wave<'_>, scale: &Scale) {
    let Some(at) = wave.position else { return };
    let x = scale.x(at);
    if x < rect.left() - 1.0 || x > rect.right() + 1.0 {
        return;
    }
    let palette = palette(ui);
    let painter = ui.painter();
    painter.vline(x, rect.y_range(), (2.0, palette.text));
    let top = rect.left_top() + vec2(x - rect.left(), 0.0);
    let points = vec![top + vec2(-5.0, 0.0), top + vec2(5.0, 0.0), top + vec2(0.0, 6.0)];
    painter.add(Shape::convex_polygon(points, palette.text, Stroke::NONE));
}
