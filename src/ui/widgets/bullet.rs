//! Figures against their targets: bars from a common zero, each with a tick where it should end and a band round
//! the tick in which nothing need be said.

use eframe::egui::{CornerRadius, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::ui::theme::{Type, palette, space};
use crate::ui::widgets::sections;

/// One bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Bullet {
    /// The section's hue and letter; `None` for what is no section.
    pub section: Option<(usize, char)>,
    pub name: String,
    pub value: f64,
    pub target: Option<Target>,
    /// What stands beside the bar.
    pub words: String,
    /// Whether the words are worth a second look.
    pub loud: bool,
    /// The whole row, for somebody who does not see it.
    pub said: String,
}

/// Where a bar should end, and how far off it may.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    pub value: f64,
    pub tolerance: f64,
}

const ROW: f32 = 30.0;
const BAR: f32 = 10.0;
const LETTER: f32 = 20.0;

/// Draws the bars under each other, on one scale.
pub fn rows(ui: &mut Ui, bullets: &[Bullet]) {
    let largest = bullets.iter().flat_map(|bullet| {
        let target = bullet.target.map_or(0.0, |target| target.value + target.tolerance);
        [bullet.value, target]
    });
    let most = largest.fold(f64::MIN_POSITIVE, f64::max);
    let columns = Columns::of(ui, bullets);
    ui.spacing_mut().item_spacing.y = 0.0;
    for bullet in bullets {
        row(ui, bullet, most, &columns);
    }
}

/// How wide names and words are, so that every bar begins and ends at the same places.
struct Columns {
    name: f32,
    words: f32,
    /// Whether the words stand under the bar, because beside it there is no room.
    under: bool,
}

impl Columns {
    fn of(ui: &Ui, bullets: &[Bullet]) -> Self {
        let width = |text: &str, kind: Type| {
            ui.painter().layout_no_wrap(text.to_owned(), kind.font(), palette(ui).text).size().x
        };
        let widest = |texts: &mut dyn Iterator<Item = f32>| texts.fold(0.0, f32::max).ceil();
        let name = widest(&mut bullets.iter().map(|bullet| width(&bullet.name, Type::Body)));
        let words = widest(&mut bullets.iter().map(|bullet| width(&bullet.words, Type::Body)));
        let under = ui.available_width() - LETTER - name - words - 4.0 * space::S < 96.0;
        Self { name, words, under }
    }
}

fn row(ui: &mut Ui, bullet: &Bullet, most: f64, columns: &Columns) {
    let height = if columns.under { ROW + 18.0 } else { ROW };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &bullet.said));
    if !ui.is_rect_visible(rect) {
        return;
    }
    let palette = palette(ui);
    let painter = ui.painter_at(rect);
    let line = Rect::from_min_size(rect.min, vec2(rect.width(), ROW));
    let badge = Rect::from_center_size(line.left_center() + vec2(LETTER / 2.0, 0.0), vec2(LETTER, LETTER));
    if let Some((index, letter)) = bullet.section {
        sections::letter(&painter, badge, palette, index, letter);
    } else {
        painter.rect_filled(badge, CornerRadius::same(4), palette.raised);
    }
    let text = |x: f32, y: f32, text: &str, colour| {
        let galley = painter.layout_no_wrap(text.to_owned(), Type::Body.font(), colour);
        painter.galley(pos2(x, y - galley.size().y / 2.0), galley, colour);
    };
    let name_left = line.left() + LETTER + space::S;
    text(name_left, line.center().y, &bullet.name, palette.text);
    let left = name_left + columns.name + space::M;
    let right = if columns.under { line.right() } else { line.right() - columns.words - space::M };
    let zone = Rect::from_min_max(pos2(left, line.top()), pos2(right.max(left + 8.0), line.bottom()));
    bar(ui, &painter, zone, bullet, most);
    let colour = if bullet.loud { palette.text } else { palette.text_weak };
    if columns.under {
        text(left, line.bottom() + 7.0, &bullet.words, colour);
    } else {
        text(zone.right() + space::M, line.center().y, &bullet.words, colour);
    }
}

#[expect(clippy::cast_possible_truncation, reason = "points on a screen need no more than a float holds")]
fn bar(ui: &Ui, painter: &eframe::egui::Painter, zone: Rect, bullet: &Bullet, most: f64) {
    let palette = palette(ui);
    let x = |value: f64| zone.left() + zone.width() * (value / most).clamp(0.0, 1.0) as f32;
    let across = |from: f64, to: f64, height: f32| {
        let middle = zone.center().y;
        Rect::from_min_max(pos2(x(from), middle - height / 2.0), pos2(x(to), middle + height / 2.0))
    };
    painter.vline(zone.left(), zone.y_range(), (1.0, palette.line));
    if let Some(target) = bullet.target {
        let band = across(target.value - target.tolerance, target.value + target.tolerance, ROW - 8.0);
        painter.rect_filled(band, CornerRadius::same(2), palette.raised);
    }
    let hue = bullet.section.map_or(palette.outline, |(index, _)| palette.section(index));
    painter.rect_filled(across(0.0, bullet.value, BAR), CornerRadius::same(2), hue);
    if let Some(target) = bullet.target {
        let tick = Rect::from_center_size(pos2(x(target.value), zone.center().y), vec2(2.0, ROW - 8.0));
        painter.rect_filled(tick.expand2(vec2(1.0, 0.0)), 0, palette.background);
        painter.rect_filled(tick, 0, palette.text);
    }
}
