//! The large part of the stage: while thinking the time that is left for it, while speaking the section and its points.

use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{
    Align2, Color32, FontId, Galley, Label, Rect, RichText, ScrollArea, Ui, UiBuilder, accesskit, pos2, vec2,
};
use std::sync::Arc;

use super::{Sizes, reading};
use crate::domain::settings::{Prompter, Temperament, Zone as LengthZone};
use crate::ui::command::PracticeCommand;
use crate::ui::fonts;
use crate::ui::model::Model;
use crate::ui::model::practice::Practice;
use crate::ui::screens::practice::{instrument, prompter};
use crate::ui::theme::{palette, space};
use crate::ui::widgets::rail::Zone;
use crate::ui::widgets::sections;
use crate::ui::words;

/// How much of its strength a prompter keeps that is to be made out at a second look only.
const FADED: f32 = 0.4;

/// From this width on what to try stands beside the time.
const BESIDE: f32 = 620.0;

/// The time to think, the question, and what to try; `None` while the microphone is awaited.
pub fn thinking(ui: &mut Ui, model: &Model, place: Rect, left_secs: Option<f64>, sizes: Sizes) {
    let palette = palette(ui);
    let key = model.keymap.key_for(&PracticeCommand::Record.into());
    let (time, beside) = match left_secs {
        Some(left) if left > 0.0 => (words::clock(left.ceil()), format!("to think. {key} begins at once.")),
        Some(_) => (words::clock(0.0), format!("{key} begins.")),
        None => ("…".to_owned(), "The microphone is being opened.".to_owned()),
    };
    ui.scope_builder(UiBuilder::new().max_rect(place), |ui| {
        ui.set_clip_rect(ui.clip_rect().intersect(place));
        ui.spacing_mut().item_spacing.y = space::S;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = space::L;
            let large = FontId::new(sizes.left * 1.2, fonts::semibold());
            ui.label(RichText::new(time).font(large).color(palette.text));
            let small = FontId::new(sizes.caption + 2.0, fonts::medium());
            ui.add(Label::new(RichText::new(beside).font(small).color(palette.text_weak)).wrap());
        });
        let question = FontId::new(sizes.section, fonts::semibold());
        let asked = RichText::new(model.asked()).font(question).color(palette.text);
        ui.add(Label::new(asked).wrap());
        if let Some(change) = &model.practice.change {
            to_try(ui, change, sizes);
        }
        ui.add_space(space::S);
        prompter::show(ui, model);
    });
}

/// What to do better this time, in full brightness.
fn to_try(ui: &mut Ui, change: &str, sizes: Sizes) {
    let palette = palette(ui);
    let small = FontId::new(sizes.caption, fonts::medium());
    ui.label(RichText::new("This time").font(small).color(palette.text_weak));
    let large = FontId::new(sizes.point, fonts::semibold());
    ui.add(Label::new(RichText::new(change).font(large).color(palette.text)).wrap());
}

/// The section that is told, the time left in it, its points, and what comes next.
pub fn speaking(ui: &mut Ui, model: &Model, place: Rect, sizes: Sizes) {
    let zones = instrument::zones(model);
    let Some(current) = model.practice.round.current else { return };
    let Some(zone) = zones.get(current) else { return };
    let is_beside = place.width() >= BESIDE;
    let change = model.practice.change.as_deref();
    let left = if is_beside && change.is_some() { place.with_max_x(place.center().x) } else { place };
    let bottom = clock(ui, model, zone, left, sizes);
    if let Some(change) = change.filter(|_| is_beside) {
        let beside =
            Rect::from_min_max(pos2(place.center().x + space::XL, place.top()), pos2(place.right(), bottom));
        ui.scope_builder(UiBuilder::new().max_rect(beside), |ui| {
            ui.set_clip_rect(ui.clip_rect().intersect(beside));
            to_try(ui, change, sizes);
        });
    }
    let mut below = place.with_min_y(bottom + space::M);
    if let Some(change) = change.filter(|_| !is_beside) {
        let used = ui.scope_builder(UiBuilder::new().max_rect(below), |ui| to_try(ui, change, sizes));
        below.min.y = used.response.rect.bottom() + space::M;
    }
    if below.height() > sizes.point {
        points(ui, model, below, current, sizes);
    }
}

/// The section's name and the time left in it. Says where they end.
fn clock(ui: &Ui, model: &Model, zone: &Zone<'_>, place: Rect, sizes: Sizes) -> f32 {
    let palette = palette(ui);
    let painter = ui.painter_at(place);
    let side = sizes.section + 4.0;
    let badge = Rect::from_min_size(place.min, vec2(side, side));
    sections::letter(&painter, badge, palette, zone.hue, zone.letter);
    let font = FontId::new(sizes.section, fonts::semibold());
    let name_at = badge.right_center() + vec2(space::M, 0.0);
    painter.text(name_at, Align2::LEFT_CENTER, zone.name, font, palette.text);
    let top = badge.bottom() + space::XS;
    let (time, caption) = left_in(zone);
    match model.preferences.practice.temperament {
        Temperament::Precise => {
            let font = FontId::new(sizes.left, fonts::semibold());
            let digits = painter.layout_no_wrap(time.clone(), font, palette.text);
            let height = digits.size().y;
            painter.galley(pos2(place.left(), top), digits, palette.text);
            let font = FontId::new(sizes.caption + 2.0, fonts::medium());
            let below = painter.text(
                pos2(place.left(), top + height - space::XS),
                Align2::LEFT_TOP,
                &caption,
                font,
                palette.text_weak,
            );
            let said =
                Rect::from_min_max(pos2(place.left(), top), pos2(place.left() + 160.0, below.bottom()));
            reading::named(ui, said, "time left", &format!("{time} {caption}"), accesskit::Live::Off);
            below.bottom()
        }
        Temperament::Calm => {
            let width = place.width().min(sizes.left * 4.0);
            let block =
                Rect::from_min_size(pos2(place.left(), top + space::S), vec2(width, sizes.left * 0.6));
            painter.rect_filled(block, 4, palette.raised);
            let filled = block.with_max_x(block.left() + block.width() * zone.filled());
            painter.rect_filled(filled, 4, palette.section(zone.hue));
            block.bottom()
        }
        Temperament::Hidden => badge.bottom(),
    }
}

/// The time that is left in a section, or that is too much, and what that is.
fn left_in(zone: &Zone<'_>) -> (String, String) {
    let target = words::clock(zone.target_secs.round());
    let left = (zone.target_secs - zone.spent_secs).ceil();
    if left >= 0.0 {
        (words::clock(left), format!("left of {target}"))
    } else {
        (format!("+{}", words::clock(zone.spent_secs - zone.target_secs)), format!("over its {target}"))
    }
}

/// What a screen reader is told: the section, and how much of it is left in steps of the user's own.
pub fn announced(zone: &Zone<'_>, every_secs: Option<u32>) -> String {
    let Some(every) = every_secs.filter(|secs| *secs > 0) else { return format!("Now {}", zone.name) };
    let step = f64::from(every);
    let left = zone.target_secs - zone.spent_secs;
    if left < 0.0 {
        let over = words::whole_secs((-left / step).floor() * step);
        let by = if over == 0 { String::new() } else { format!(" by {over} seconds") };
        return format!("{} is over its time{by}", zone.name);
    }
    let first = zone.spent_secs < 1.0;
    let whole = words::whole_secs((left / step).ceil() * step);
    // At the beginning the whole time is told, which is seldom a number of steps.
    let secs = if first || whole > words::whole_secs(zone.target_secs) {
        words::whole_secs(zone.target_secs.round())
    } else {
        whole
    };
    format!("Now {}, {secs} seconds left", zone.name)
}

/// What the length so far asks of the speaker; nothing until it is enough.
pub fn length_hint(practice: &Practice, secs: f64) -> String {
    match practice.zones.zone(secs) {
        LengthZone::NotYet => String::new(),
        LengthZone::Enough => "You may finish".to_owned(),
        LengthZone::WrapUp => "Wrap up".to_owned(),
        LengthZone::Over => {
            let over = secs - f64::from(practice.plan.target_length_secs);
            format!("Over by {}", words::clock(over))
        }
    }
}

/// The points of the section that is told, and the name of the next one; as large as they fit.
fn points(ui: &mut Ui, model: &Model, place: Rect, current: usize, sizes: Sizes) {
    let prompter = model.preferences.practice.in_force().prompter;
    let Some(section) = model.practice.plan.sections.get(current).filter(|_| prompter != Prompter::Hidden)
    else {
        return;
    };
    let palette = palette(ui);
    let strength = if prompter == Prompter::Faded { FADED } else { 1.0 };
    let ink = palette.text.gamma_multiply(strength);
    let weak = palette.text_weak.gamma_multiply(strength);
    let story = model.practice.story.as_ref().and_then(|id| model.library.story(id));
    let bullets: Vec<&str> = story
        .map_or(&[][..], |story| story.bullets(&section.name))
        .iter()
        .map(|bullet| bullet.trim())
        .filter(|bullet| !bullet.is_empty())
        .collect();
    let shown = if bullets.is_empty() { vec![section.prompt.as_str()] } else { bullets };
    let colour = if story.is_some_and(|story| !story.bullets(&section.name).is_empty()) { ink } else { weak };
    let next = model.practice.plan.sections.get(current + 1).map(|next| next.name.as_str());
    let galleys = fitting(ui, &shown, place, sizes, colour);
    let builder = UiBuilder::new().max_rect(place);
    ui.scope_builder(builder, |ui| {
        ScrollArea::vertical().id_salt(("points", current)).auto_shrink([false, false]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::S;
            for galley in galleys {
                ui.add(Label::new(galley));
            }
            if let Some(next) = next {
                let font = FontId::new(sizes.caption, fonts::medium());
                ui.label(RichText::new(format!("Then {next}")).font(font).color(weak));
            }
        });
    });
}

/// The points laid out in the largest letters in which all of them have room.
fn fitting(ui: &Ui, texts: &[&str], place: Rect, sizes: Sizes, colour: Color32) -> Vec<Arc<Galley>> {
    let laid = |points: f32| -> Vec<Arc<Galley>> {
        let one = |text: &&str| {
            let mut job = LayoutJob::default();
            let format = TextFormat::simple(FontId::new(points, fonts::medium()), colour);
            let dash = if texts.len() > 1 { "–  " } else { "" };
            job.append(dash, 0.0, format.clone());
            job.append(text, 0.0, format);
            job.wrap.max_width = place.width() - space::L;
            ui.fonts_mut(|fonts| fonts.layout_job(job))
        };
        texts.iter().map(one).collect()
    };
    let room = place.height() - sizes.caption - 2.0 * space::M;
    let tall = |galleys: &[Arc<Galley>]| galleys.iter().map(|galley| galley.size().y + space::S).sum::<f32>();
    let mut points = sizes.point;
    let mut galleys = laid(points);
    while tall(&galleys) > room && points > SMALLEST_POINT {
        points = (points - 2.0).max(SMALLEST_POINT);
        galleys = laid(points);
    }
    galleys
}

const SMALLEST_POINT: f32 = 14.0;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::widgets::rail::Standing;

    fn zone(target_secs: f64, spent_secs: f64) -> Zone<'static> {
        Zone {
            letter: 'A',
            hue: 2,
            name: "Action",
            share: 0.5,
            target_secs,
            spent_secs,
            standing: Standing::Current,
        }
    }

    #[test]
    fn the_time_left_counts_down_and_then_up() {
        let read = |spent| left_in(&zone(75.0, spent));
        assert_eq!(read(7.6), ("1:08".to_owned(), "left of 1:15".to_owned()));
        assert_eq!(read(75.0), ("0:00".to_owned(), "left of 1:15".to_owned()));
        assert_eq!(read(98.2), ("+0:23".to_owned(), "over its 1:15".to_owned()));
    }

    #[test]
    fn a_screen_reader_is_told_in_steps_of_the_users_own() {
        let said = |spent, every| announced(&zone(75.0, spent), every);
        assert_eq!(said(0.2, Some(30)), "Now Action, 75 seconds left");
        assert_eq!(said(20.0, Some(30)), "Now Action, 60 seconds left");
        assert_eq!(said(44.0, Some(30)), said(20.0, Some(30)));
        assert_eq!(said(46.0, Some(30)), "Now Action, 30 seconds left");
        assert_eq!(said(80.0, Some(30)), "Action is over its time");
        assert_eq!(said(106.0, Some(30)), "Action is over its time by 30 seconds");
        assert_eq!(said(20.0, None), "Now Action");
    }
}
