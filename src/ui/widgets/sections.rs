//! The sections of an answer wherever they appear: a hue, and always its letter.

use eframe::egui::{
    self, Align2, CornerRadius, Painter, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use crate::domain::framework::{Framework, Section, Share, hues};
use crate::domain::take::Take;
use crate::ui::fonts;
use crate::ui::theme::{Palette, palette, size, space};

/// A letter on its hue.
pub fn letter(painter: &Painter, rect: Rect, palette: &Palette, hue: usize, letter: char) {
    painter.rect_filled(rect, CornerRadius::same(4), palette.section(hue));
    letter_in(painter, rect, palette, hue, letter);
}

pub(super) fn letter_in(painter: &Painter, rect: Rect, palette: &Palette, hue: usize, letter: char) {
    let font = egui::FontId::new((rect.height() * 0.62).min(24.0), fonts::semibold());
    painter.text(rect.center(), Align2::CENTER_CENTER, letter, font, palette.on_section(hue));
}

/// The badge of a section, as tall as a line of text.
pub fn badge(ui: &mut Ui, hue: usize, section: &Section) {
    let (rect, response) = ui.allocate_exact_size(vec2(20.0, 20.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &section.name));
    letter(ui.painter(), rect, palette(ui), hue, section.letter());
}

/// Which sections of a story have something written in them: filled letters and hollow ones.
pub fn progress(
    painter: &Painter,
    right_center: egui::Pos2,
    palette: &Palette,
    sections: &[(usize, char, bool)],
) {
    let side = 18.0;
    let step = side + space::XS;
    let count = u16::try_from(sections.len()).unwrap_or(u16::MAX);
    let mut left = right_center.x - step * f32::from(count) + space::XS;
    for (hue, letter_shown, written) in sections {
        let rect = Rect::from_min_size(pos2(left, right_center.y - side / 2.0), vec2(side, side));
        if *written {
            letter(painter, rect, palette, *hue, *letter_shown);
        } else {
            let outline = Stroke::new(1.0, palette.line);
            painter.rect_stroke(rect, CornerRadius::same(4), outline, StrokeKind::Inside);
            let font = egui::FontId::new(11.0, fonts::medium());
            painter.text(rect.center(), Align2::CENTER_CENTER, letter_shown, font, palette.text_weak);
        }
        left += step;
    }
}

/// A split as a bar: each section as wide as its share. The figures stand beside it as text.
pub fn split_bar(ui: &mut Ui, framework: &Framework, shares: &[Share]) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), Sense::hover());
    let said = said(framework, shares);
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &said));
    let palette = palette(ui);
    let total: u32 = shares.iter().map(|share| u32::from(share.0)).sum::<u32>().max(1);
    let gap = 2.0;
    let mut before = 0_u32;
    let named = framework.sections.iter().zip(hues(&framework.sections));
    for ((section, hue), share) in named.zip(shares) {
        let place = |sum: u32| rect.left() + rect.width() * fraction(sum, total);
        let (left, right) = (place(before), place(before + u32::from(share.0)));
        before += u32::from(share.0);
        let part = Rect::from_min_max(pos2(left, rect.top()), pos2((right - gap).max(left), rect.bottom()));
        ui.painter().rect_filled(part, CornerRadius::same(3), palette.section(hue));
        if part.width() > 14.0 {
            letter_in(ui.painter(), part, palette, hue, section.letter());
        }
    }
    ui.add_space(size::CORNER.into());
}

/// How a take divided, as a strip without letters for a line of a list that says it in words as well.
#[expect(clippy::cast_possible_truncation, reason = "points on a screen need no more than a float holds")]
pub fn split_strip(painter: &Painter, rect: Rect, palette: &Palette, take: &Take) {
    let (split, hues) = (take.split(), hues(&take.plan.sections));
    painter.rect_filled(rect, CornerRadius::same(3), palette.raised);
    let whole = split.recorded().to_f64().max(1.0);
    let mut left = rect.left() + rect.width() * (split.unmarked.to_f64() / whole) as f32;
    for (part, hue) in split.sections.iter().zip(hues).filter(|(part, _)| !part.is_zero()) {
        let width = rect.width() * (part.to_f64() / whole) as f32;
        let shown = Rect::from_min_size(pos2(left, rect.top()), vec2((width - 1.5).max(1.0), rect.height()));
        painter.rect_filled(shown, CornerRadius::same(2), palette.section(hue));
        left += width;
    }
}

#[expect(clippy::cast_precision_loss, reason = "shares are a few thousand at most")]
fn fraction(part: u32, whole: u32) -> f32 {
    part as f32 / whole as f32
}

/// A split in words: "Situation 15 %, Task 10 %".
#[must_use]
pub fn said(framework: &Framework, shares: &[Share]) -> String {
    let parts = framework.sections.iter().zip(shares);
    parts
        .map(|(section, share)| format!("{} {} %", section.name, share.as_percent()))
        .collect::<Vec<_>>()
        .join(", ")
}
