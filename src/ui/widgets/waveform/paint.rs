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
    /// The strip of what was aimed at.
    target: f32,
    /// The strip of the take before.
    last: f32,
    overview: f32,
}

/// Between two parts that belong together.
const GAP: f32 = 2.0;

impl Heights {
    /// The strips of the whole mean nothing beside a part of it, so that gives way to an overview.
    pub(super) fn of(wave: &Wave<'_>) -> Self {
        let is_part = wave.is_magnified();
        let has_last = wave.before.is_some();
        Self {
            ruler: 18.0,
            shape: wave.height,
            lane: 18.0,
            strip: 18.0,
            target: if is_part { 0.0 } else { 10.0 },
            last: if has_last && !is_part { 10.0 } else { 0.0 },
            overview: match (is_part, has_last) {
                (false, _) => 0.0,
                (true, false) => 10.0,
                (true, true) => 20.0 + GAP,
            },
        }
    }

    pub(super) fn whole(self) -> f32 {
        let last = if self.last > 0.0 { GAP + self.last } else { 0.0 };
        self.ruler + self.shape + self.lane + self.strip + GAP + self.target + self.overview + last
    }

    pub(super) fn lane(self, rect: Rect) -> Rect {
        let top = rect.top() + self.ruler + self.shape;
        Rect::from_min_max(pos2(rect.left(), top), pos2(rect.right(), top + self.lane))
    }

    pub(super) fn overview(self, rect: Rect) -> Rect {
        Rect::from_min_max(pos2(rect.left(), rect.bottom() - self.overview), rect.max)
    }
}

/// Whether there is room for the names of the strips beside them.
pub(super) fn has_gutter(place: Rect) -> bool {
    place.width() >= 560.0
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
    if !wave.is_magnified() {
        let target = part(heights.target);
        draw_target(&ui.painter_at(target), target, palette, wave, scale);
        part(GAP);
        let last = part(heights.last);
        strip_names(ui, palette, wave, [strip, target, last]);
        if let Some(before) = wave.before {
            draw_last(&ui.painter_at(last), last, palette, before);
        }
    }
    draw_ruler(&ui.painter_at(ruler), ruler, palette, wave, scale);
    shape(ui, body, wave, scale);
    draw_loop(&ui.painter_at(body), body, palette, wave, scale);
    draw_lane(&ui.painter_at(lane), lane, palette, wave, scale);
    draw_strip(&ui.painter_at(strip), strip, palette, wave, scale);
    boundaries(&ui.painter_at(body), body, palette, wave, scale, held);
    let reach = Rect::from_min_max(ruler.left_bottom() - vec2(0.0, 6.0), lane.right_bottom());
    playhead(ui, reach, wave, scale);
    hovered(ui, Rect::from_min_max(ruler.min, body.max), wave, scale, response, held);
    let by_pointer = ui.data(|data| data.get_temp::<bool>(response.id.with("by pointer"))).unwrap_or(false);
    if response.has_focus() && !by_pointer {
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
    let mut used = rect.left() - 1.0;
    for secs in places {
        let x = scale.x(rate.frames(secs)).round() + 0.5;
        painter.vline(x, rect.bottom() - 4.0..=rect.bottom(), (1.0, palette.outline));
        let align = if x > rect.right() - 48.0 { Align2::RIGHT_TOP } else { Align2::LEFT_TOP };
        let shift = if align == Align2::LEFT_TOP { 3.0 } else { -3.0 };
        let galley = painter.layout_no_wrap(tick(secs, step), Type::Caption.font(), palette.text_weak);
        let place = align.anchor_size(pos2(x + shift, rect.top()), galley.size());
        // A time that would lie over the one before is left out.
        if place.left() > used {
            used = place.right() + 4.0;
            painter.galley(place.min, galley, palette.text_weak);
        }
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
        painter.rect_filled(part, 0, palette.section(wave.hue(section)).gamma_multiply(SHADE));
    }
    let middle = rect.center().y;
    let drawn = wave.deck.and_then(|deck| deck.shape.as_ref().map(|shape| (deck, shape)));
    match drawn {
        Some((deck, found)) if found.range == scale.frames => {
            let height = rect.height() / 2.0 - 6.0;
            let enlarged = height / deck.peak.clamp(QUIETEST_PEAK, 1.0);
            if found.columns.len() < usize::try_from(scale.length().0).unwrap_or(usize::MAX) {
                painter.add(bars(rect, palette, wave, &cut, &found.columns, scale, enlarged));
            } else {
                let colour = hue(palette, wave, &cut, scale.frame(rect.center().x));
                samples(&painter, rect, colour, &found.columns, scale, enlarged);
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

fn hue(palette: &Palette, wave: &Wave<'_>, cut: &[Stretch], at: Frames) -> Color32 {
    let found = cut.partition_point(|stretch| stretch.end <= at);
    let section = cut.get(found).and_then(|stretch| stretch.section);
    section.map_or(palette.text_weak, |section| palette.section(wave.hue(section)))
}

/// One mesh for all columns, because a shape of its own for each would cost more than everything else on the page.
fn bars(
    rect: Rect,
    palette: &Palette,
    wave: &Wave<'_>,
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
        let colour = hue(palette, wave, cut, at);
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
fn samples(painter: &Painter, rect: Rect, colour: Color32, columns: &[Column], scale: &Scale, enlarged: f32) {
    let place = |(number, column): (u64, &Column)| -> Pos2 {
        let at = scale.frames.start.plus(Frames(number));
        let width = scale.x(at.plus(Frames(1))) - scale.x(at);
        pos2(scale.x(at) + width / 2.0, rect.center().y - column.max * enlarged)
    };
    let points: Vec<Pos2> = (0u64..).zip(columns).map(place).collect();
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
    let mut signs: Vec<(Frames, String, Color32)> = Vec::new();
    let mut text = |at: Frames, what: &str, colour: Color32| {
        if scale.frames.contains(&at) || at == scale.frames.end {
            signs.push((at, what.to_owned(), colour));
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
    signs.sort_by_key(|(at, ..)| *at);
    // A sign that would lie on the one before stands beside it.
    let mut least = rect.left() + 5.0;
    for (at, what, colour) in signs {
        let x = scale.x(at).max(least).min(rect.right() - 5.0);
        least = x + 11.0;
        painter.text(pos2(x, rect.center().y), Align2::CENTER_CENTER, what, font.clone(), colour);
    }
}

fn draw_strip(painter: &Painter, rect: Rect, palette: &Palette, wave: &Wave<'_>, scale: &Scale) {
    for stretch in stretches(wave.take.recording.frames, wave.take.marks().0) {
        let part = apart(x_range(rect, &stretch, scale), rect);
        let Some(section) = stretch.section else {
            painter.rect_filled(part, CornerRadius::same(3), palette.raised);
            continue;
        };
        painter.rect_filled(part, CornerRadius::same(3), palette.section(wave.hue(section)));
        let letter = wave.take.plan.sections.get(section).map(crate::domain::framework::Section::letter);
        let seen = part.intersect(rect);
        if let Some(letter) = letter.filter(|_| seen.width() > 14.0) {
            sections::letter_in(painter, seen, palette, wave.hue(section), letter);
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
        painter.rect_filled(
            part,
            CornerRadius::same(2),
            palette.section(wave.hue(section)).gamma_multiply(0.6),
        );
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
            (width, if lit { palette.text } else { palette.section(wave.hue(mark.section)) }),
        );
        let section = wave.take.plan.sections.get(mark.section);
        let letter = section.map_or('?', crate::domain::framework::Section::letter);
        let badge = Rect::from_min_size(pos2(x, rect.top()), vec2(18.0, 18.0));
        sections::letter(painter, badge, palette, wave.hue(mark.section), letter);
        if let Some(section) = section.filter(|_| lit) {
            let at = wave.take.recording.rate.secs(mark.at);
            read_out(painter, palette, rect, x, &format!("{} begins {}", section.name, exact(at)));
        }
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

/// A place to a hundredth of a second: "0:28.41".
fn exact(secs: f64) -> String {
    let minutes = (secs / 60.0).floor();
    format!("{minutes:.0}:{:05.2}", (secs - minutes * 60.0).max(0.0))
}

/// Words beside a boundary that is moved or chosen, on a ground of their own.
fn read_out(painter: &Painter, palette: &Palette, rect: Rect, x: f32, text: &str) {
    let galley = painter.layout_no_wrap(text.to_owned(), Type::Caption.font(), palette.text);
    let width = galley.size().x + 12.0;
    let left = if x + 24.0 + width > rect.right() { x - 6.0 - width } else { x + 24.0 };
    let ground = Rect::from_min_size(pos2(left, rect.top() + 1.0), vec2(width, galley.size().y + 4.0));
    painter.rect_filled(ground, CornerRadius::same(4), palette.surface);
    painter.galley(ground.min + vec2(6.0, 2.0), galley, palette.text);
}

/// The time under the pointer, with the section and how far it is into it.
fn hovered(ui: &Ui, rect: Rect, wave: &Wave<'_>, scale: &Scale, response: &Response, held: Option<usize>) {
    let Some(place) = response.hover_pos().filter(|place| held.is_none() && rect.contains(*place)) else {
        return;
    };
    let palette = palette(ui);
    let at = scale.frame(place.x);
    let rate = wave.take.recording.rate;
    let stretch = crate::domain::listening::stretch_at(wave.take, at);
    let section = stretch.and_then(|stretch| stretch.section);
    let name = section.and_then(|section| wave.take.plan.sections.get(section));
    let into = stretch.map_or(0.0, |stretch| rate.secs(at.minus(stretch.start)));
    let long = stretch.map_or(0.0, |stretch| rate.secs(stretch.length()));
    let said = match name {
        Some(section) => format!("{}  {}, {into:.0} of {long:.0} s", exact(rate.secs(at)), section.name),
        None => exact(rate.secs(at)),
    };
    let painter = ui.painter_at(rect);
    painter.vline(place.x, rect.y_range(), (1.0, palette.text_weak));
    let galley = painter.layout_no_wrap(said, Type::Caption.font(), palette.text);
    let left = (place.x + 4.0).min(rect.right() - galley.size().x - 8.0).max(rect.left());
    let ground = Rect::from_min_size(pos2(left, rect.top()), galley.size() + vec2(8.0, 2.0));
    painter.rect_filled(ground, CornerRadius::same(3), palette.surface);
    painter.galley(ground.min + vec2(4.0, 1.0), galley, palette.text);
}

/// The strips by their names: what was told, what was aimed at, and what was told the last time.
fn strip_names(ui: &Ui, palette: &Palette, wave: &Wave<'_>, strips: [Rect; 3]) {
    for (name, strip) in ["now", "aim", "last"].into_iter().zip(strips) {
        let is_there = name != "last" || wave.before.is_some();
        let room = strip.left() - ui.max_rect().left();
        if is_there && room >= super::GUTTER - 1.0 {
            let place = pos2(strip.left() - 8.0, strip.center().y);
            let font = FontId::new(11.0, fonts::medium());
            ui.painter().text(place, Align2::RIGHT_CENTER, name, font, palette.text_weak);
        }
    }
}

/// How the take before divided, as shares of its own length.
#[expect(clippy::cast_possible_truncation, reason = "points on a screen need no more than a float holds")]
fn draw_last(painter: &Painter, rect: Rect, palette: &Palette, before: &crate::domain::take::Take) {
    let hues = crate::domain::framework::hues(&before.plan.sections);
    let whole = before.recording.frames.to_f64().max(1.0);
    let x = |at: Frames| rect.left() + rect.width() * (at.to_f64() / whole) as f32;
    for stretch in stretches(before.recording.frames, before.marks().0) {
        let Some(section) = stretch.section else { continue };
        let part =
            Rect::from_min_max(pos2(x(stretch.start), rect.top()), pos2(x(stretch.end), rect.bottom()));
        let hue = palette.section(hues.get(section).copied().unwrap_or(section));
        painter.rect_filled(apart(part, rect), CornerRadius::same(2), hue.gamma_multiply(0.45));
    }
}

/// The whole recording as a bar, and the part of it that is seen.
pub(super) fn overview(ui: &Ui, rect: Rect, wave: &Wave<'_>, whole: &Scale, lit: bool) {
    let palette = palette(ui);
    let painter = ui.painter_at(rect);
    let bar = Rect::from_center_size(rect.center(), vec2(rect.width(), 8.0));
    painter.rect_filled(bar, CornerRadius::same(3), palette.raised);
    for stretch in stretches(wave.take.recording.frames, wave.take.marks().0) {
        let Some(section) = stretch.section else { continue };
        let part = apart(x_range(bar, &stretch, whole), bar);
        painter.rect_filled(part, 0, palette.section(wave.hue(section)).gamma_multiply(0.45));
    }
    let seen = Rect::from_min_max(
        pos2(whole.x(wave.visible.start), rect.center().y - 6.0),
        pos2(whole.x(wave.visible.end).max(whole.x(wave.visible.start) + 4.0), rect.center().y + 6.0),
    );
    let width = if lit { 2.5 } else { 1.5 };
    painter.rect_stroke(seen, CornerRadius::same(3), Stroke::new(width, palette.text), StrokeKind::Inside);
}

/// The shape with each section stretched to lie under the same section of another take.
pub(super) fn aligned(
    ui: &Ui,
    rect: Rect,
    wave: &Wave<'_>,
    scale: &Scale,
    under: &crate::domain::take::Take,
) {
    let palette = palette(ui);
    let painter = ui.painter_at(rect);
    painter.rect_filled(rect, CornerRadius::same(4), palette.field);
    let Some(deck) = wave.deck else { return };
    let Some(found) = deck.shape.as_ref().filter(|found| found.range == scale.frames) else { return };
    let theirs = Scale { frames: Frames::ZERO..under.recording.frames, points: scale.points };
    let enlarged = (rect.height() / 2.0 - 6.0) / deck.peak.clamp(QUIETEST_PEAK, 1.0);
    let count = found.columns.len();
    let mut mesh = Mesh::default();
    for stretch in stretches(under.recording.frames, under.marks().0) {
        let named = stretch.section.and_then(|section| under.plan.sections.get(section));
        let own =
            named.and_then(|named| wave.take.plan.sections.iter().position(|own| own.name == named.name));
        let source = own.and_then(|own| crate::domain::listening::stretch_of(wave.take, own));
        let (Some(own), Some(source)) = (own, source) else { continue };
        let colour = palette.section(wave.hue(own));
        let part = x_range(rect, &stretch, &theirs);
        painter.rect_filled(part, 0, colour.gamma_multiply(SHADE));
        let mut left = part.left();
        while left < part.right() {
            let into = f64::from((left - part.left()) / part.width().max(1.0));
            let at = source.start.to_f64() + into * source.length().to_f64();
            let place = at / wave.take.recording.frames.to_f64().max(1.0);
            if let Some(column) = found.columns.get(column_at(place, count)) {
                let middle = rect.center().y;
                let bar = |top: f32, bottom: f32| {
                    Rect::from_min_max(pos2(left, top), pos2((left + 1.0).min(part.right()), bottom))
                };
                let peaks = bar(middle - column.max * enlarged, middle - column.min * enlarged);
                let power = bar(middle - column.rms * enlarged, middle + column.rms * enlarged);
                quad(&mut mesh, peaks.intersect(rect), colour.gamma_multiply(PEAKS));
                quad(&mut mesh, power.intersect(peaks).intersect(rect), colour);
            }
            left += 1.0;
        }
    }
    painter.add(Shape::mesh(mesh));
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "columns are counted in thousands"
)]
fn column_at(part: f64, count: usize) -> usize {
    (part.clamp(0.0, 1.0) * count as f64) as usize
}
