//! The rail: a zone for each section, as wide as its share of the answer, which fills while the speaker speaks.

use eframe::egui::{
    Align2, CornerRadius, Painter, Rect, Role, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::{button, sections};
use crate::ui::theme::{Palette, Type, palette, space};
use crate::ui::words;

/// How tall a rail is: a pointer, the zones, and a line of words.
pub const HEIGHT: f32 = 60.0;

/// How tall it is without the line of words, with the letters in the zones.
pub const LOW: f32 = POINTER + BAR;

const POINTER: f32 = 8.0;
const BAR: f32 = 24.0;
const BADGE: f32 = 18.0;
/// A zone is never too narrow for its letter.
const NARROWEST: f32 = BADGE + 6.0;
/// Zones stand apart by the background, so that neighbouring hues never touch.
const GAP: f32 = 2.0;

/// Where the speaker stands with a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Ahead,
    Current,
    Told,
}

/// A section on the rail.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone<'a> {
    pub letter: char,
    pub hue: usize,
    pub name: &'a str,
    /// The part of the answer it should take, of 1.
    pub share: f32,
    pub target_secs: f64,
    pub spent_secs: f64,
    pub standing: Standing,
}

impl Zone<'_> {
    fn is_over(&self) -> bool {
        self.over_secs() > 0
    }

    /// Whole seconds above the target; a part of a second is none yet.
    fn over_secs(&self) -> u64 {
        words::whole_secs(self.spent_secs - self.target_secs)
    }

    /// The time in a few signs: what is left, what is too much, or what was taken.
    #[must_use]
    pub fn time(&self) -> String {
        match self.standing {
            _ if self.is_over() => format!("+{} s", self.over_secs()),
            Standing::Current => {
                format!("{} s left", words::whole_secs((self.target_secs - self.spent_secs).ceil()))
            }
            Standing::Told => format!("{} s", words::whole_secs(self.spent_secs)),
            Standing::Ahead => format!("{} s", words::whole_secs(self.target_secs.round())),
        }
    }

    /// Everything about the section in words.
    fn said(&self) -> String {
        let standing = match self.standing {
            Standing::Ahead => "not told yet",
            Standing::Current => "being told",
            Standing::Told => "told",
        };
        let (spent, target) =
            (words::whole_secs(self.spent_secs), words::whole_secs(self.target_secs.round()));
        format!("{standing}, {spent} of {target} seconds")
    }

    /// How much of its time is used, from 0 to 1.
    #[must_use]
    pub fn filled(&self) -> f32 {
        if self.target_secs <= 0.0 {
            return if self.spent_secs > 0.0 { 1.0 } else { 0.0 };
        }
        #[expect(clippy::cast_possible_truncation, reason = "a fraction from 0 to 1")]
        let filled = (self.spent_secs / self.target_secs).clamp(0.0, 1.0) as f32;
        filled
    }
}

/// How a rail is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// How tall the zones are.
    pub bar: f32,
    pub seconds: bool,
    /// Whether a zone can be clicked.
    pub can_jump: bool,
    /// Only the letters, which say nothing about time.
    pub letters_only: bool,
}

impl Default for Look {
    fn default() -> Self {
        Self { bar: BAR, seconds: true, can_jump: false, letters_only: false }
    }
}

/// Draws the rail into a place, and says which zone was clicked where that is possible.
pub fn show(ui: &Ui, place: Rect, zones: &[Zone<'_>], look: Look) -> Option<usize> {
    let mut clicked = None;
    let mut left = place.left();
    let can_jump = look.can_jump;
    let widths = if look.letters_only {
        zones.iter().map(|_| LETTER_ZONE).collect()
    } else {
        widths(zones, place.width())
    };
    for (index, (zone, width)) in zones.iter().zip(widths).enumerate() {
        let right = (left + width - GAP).max(left);
        let room = Rect::from_min_max(pos2(left, place.top()), pos2(right, place.bottom()));
        left += width;
        let sense = if can_jump { Sense::click() } else { Sense::hover() };
        let response = ui.interact(room, ui.scope_id().with(("zone", index)), sense);
        let role = if can_jump { Role::Button } else { Role::ProgressIndicator };
        response.widget_info(|| WidgetInfo::labeled(role, true, format!("Section {}", zone.name)));
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(zone.said()));
        if look.letters_only {
            only_letter(ui, room, zone);
        } else {
            draw(ui, room, zone, look);
        }
        button::focus_ring(ui, &response);
        if response.clicked() {
            clicked = Some(index);
        }
    }
    clicked
}

/// How wide the zones are: by their shares, unless one would be too narrow for its letter.
fn widths(zones: &[Zone<'_>], whole: f32) -> Vec<f32> {
    let by_share: Vec<f32> = zones.iter().map(|zone| zone.share * whole).collect();
    if by_share.iter().all(|width| *width >= NARROWEST) {
        return by_share;
    }
    let least: f32 = zones.iter().map(|_| NARROWEST).sum();
    zones.iter().map(|zone| NARROWEST + zone.share * (whole - least).max(0.0)).collect()
}

/// A letter on its hue where one is, and in an outline elsewhere.
fn only_letter(ui: &Ui, room: Rect, zone: &Zone<'_>) {
    let palette = palette(ui);
    let badge = Rect::from_min_size(room.left_top() + vec2(0.0, POINTER), vec2(LETTER_SIDE, LETTER_SIDE));
    if zone.standing == Standing::Current {
        sections::letter(ui.painter(), badge, palette, zone.hue, zone.letter);
        return;
    }
    ui.painter().rect_stroke(badge, 4, Stroke::new(1.0, palette.outline), StrokeKind::Inside);
    let font = Type::Body.font();
    ui.painter().text(badge.center(), Align2::CENTER_CENTER, zone.letter, font, palette.text_weak);
}

/// How wide a zone is that shows only its letter.
const LETTER_ZONE: f32 = 36.0;
const LETTER_SIDE: f32 = 26.0;

fn draw(ui: &Ui, room: Rect, zone: &Zone<'_>, look: Look) {
    let palette = palette(ui);
    let painter = ui.painter();
    let bar = Rect::from_min_size(room.left_top() + vec2(0.0, POINTER), vec2(room.width(), look.bar));
    let corners = CornerRadius::same(3);
    painter.rect_filled(bar, corners, palette.raised);
    let filled = bar.with_max_x(bar.left() + bar.width() * zone.filled());
    if filled.width() >= 1.0 {
        painter.rect_filled(filled, corners, palette.section(zone.hue));
    }
    if zone.standing == Standing::Current {
        painter.rect_stroke(bar, corners, Stroke::new(2.0, palette.text), StrokeKind::Inside);
        pointer(painter, filled.right().min(bar.right() - 4.0).max(bar.left() + 4.0), bar.top(), palette);
    } else {
        painter.rect_stroke(bar, corners, Stroke::new(1.0, palette.outline), StrokeKind::Inside);
    }
    if zone.is_over() {
        let edge = Rect::from_min_max(pos2((bar.right() - 5.0).max(bar.left()), bar.top()), bar.max);
        painter.rect_filled(edge, corners, palette.text);
    }
    if room.height() < POINTER + look.bar + BADGE {
        let badge = Rect::from_min_size(bar.left_top() + vec2(3.0, 3.0), vec2(BADGE, BADGE));
        sections::letter(painter, badge, palette, zone.hue, zone.letter);
        return;
    }
    let line = Rect::from_min_max(pos2(room.left(), room.bottom() - BADGE), room.max);
    caption(ui, palette, line, zone, look.seconds);
}

/// A triangle that points at the moment on the rail.
fn pointer(painter: &Painter, x: f32, bottom: f32, palette: &Palette) {
    let (half, tall) = (5.0, POINTER - 2.0);
    let top = bottom - 1.0 - tall;
    let corners = vec![pos2(x - half, top), pos2(x + half, top), pos2(x, top + tall)];
    painter.add(Shape::convex_polygon(corners, palette.text, Stroke::NONE));
}

/// The letter, and as much of name and time as there is room for.
fn caption(ui: &Ui, palette: &Palette, line: Rect, zone: &Zone<'_>, seconds: bool) {
    let painter = ui.painter();
    let badge = Rect::from_min_size(line.left_top(), vec2(BADGE, BADGE));
    sections::letter(painter, badge, palette, zone.hue, zone.letter);
    let current = zone.standing == Standing::Current;
    let colour = if current { palette.text } else { palette.text_weak };
    let kind = if current { Type::Strong } else { Type::Caption };
    let laid = |text: &str, kind: Type| painter.layout_no_wrap(text.to_owned(), kind.font(), colour);
    let time = if seconds { zone.time() } else { String::new() };
    let (name, time) = (laid(zone.name, kind), laid(&time, kind));
    let room = line.width() - BADGE - space::XS;
    let both = name.size().x + space::S + time.size().x;
    let start = badge.right() + space::XS;
    let put = |left: f32, text: std::sync::Arc<eframe::egui::Galley>| {
        painter.galley(pos2(left, line.center().y - text.size().y / 2.0), text, colour);
    };
    if both <= room {
        let after = start + name.size().x + space::S;
        put(start, name);
        put(after, time);
    } else if seconds && time.size().x <= room {
        put(start, time);
    } else if !seconds && name.size().x <= room {
        put(start, name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(share: f32, target_secs: f64, spent_secs: f64, standing: Standing) -> Zone<'static> {
        Zone { letter: 'A', hue: 2, name: "Action", share, target_secs, spent_secs, standing }
    }

    #[test]
    fn zones_are_as_wide_as_their_shares_and_never_too_narrow_for_a_letter() {
        let zones = [0.15, 0.1, 0.5, 0.25].map(|share| zone(share, 1.0, 0.0, Standing::Ahead));
        let by_share = widths(&zones, 400.0);
        let exact = by_share.iter().zip([60.0, 40.0, 200.0, 100.0]).all(|(a, b)| (a - b).abs() < 0.01);
        assert!(exact, "{by_share:?}");
        let zones = [0.01, 0.99].map(|share| zone(share, 1.0, 0.0, Standing::Ahead));
        let narrow = widths(&zones, 400.0);
        assert!(narrow[0] >= NARROWEST && (narrow[0] + narrow[1] - 400.0).abs() < 0.01, "{narrow:?}");
    }

    #[test]
    fn what_is_left_counts_down_and_what_is_too_much_counts_up() {
        let time = |spent, standing| zone(0.5, 75.0, spent, standing).time();
        assert_eq!(time(0.0, Standing::Current), "75 s left");
        assert_eq!(time(74.5, Standing::Current), "1 s left");
        assert_eq!(time(75.4, Standing::Told), "75 s");
        assert_eq!(time(75.4, Standing::Current), "0 s left");
        assert_eq!(time(83.9, Standing::Current), "+8 s");
        assert_eq!(time(83.9, Standing::Told), "+8 s");
        assert_eq!(time(41.0, Standing::Told), "41 s");
        assert_eq!(time(0.0, Standing::Ahead), "75 s");
    }
}
