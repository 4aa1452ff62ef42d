//! What is told in the first second: a sentence on what was best and what to change, and the few figures that matter
//! most, each with its difference to the last take that can be compared.

use eframe::egui::{
    Align, Align2, FontId, Frame, Label, Layout, RichText, Role, Sense, Ui, WidgetInfo, pos2, vec2,
};

use crate::domain::figures::clock;
use crate::domain::first_look::{Change, Course, Figure, first_look};
use crate::domain::take::{Take, TakeKind};
use crate::ui::command::{Command, CompareCommand, PlayCommand};
use crate::ui::model::Model;
use crate::ui::theme::{Type, palette, size, space};
use crate::ui::widgets::{button, field};
use crate::ui::{fonts, icons, words};

/// The narrowest a figure is read in.
const NARROWEST: f32 = 124.0;
const FIGURE_HEIGHT: f32 = 56.0;

pub fn show(ui: &mut Ui, model: &Model, take: &Take, before: Option<&Take>, commands: &mut Vec<Command>) {
    let palette = palette(ui);
    let look = first_look(take, before, &model.library.settings);
    let frame = Frame::new()
        .fill(palette.surface)
        .stroke((1.0, palette.line))
        .corner_radius(size::CORNER * 2)
        .inner_margin(space::M);
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = space::XS;
        let large = FontId::new(17.0, fonts::semibold());
        let sentence = RichText::new(&look.sentence).font(large).color(palette.text);
        ui.add(Label::new(sentence).wrap().selectable(true));
        let has_room = ui.available_width() >= AGAINST_BESIDE && !needs_marks(take);
        if has_room && before.is_some() {
            ui.horizontal(|ui| {
                let width = ui.available_width() - AGAINST_WIDTH;
                ui.allocate_ui_with_layout(
                    vec2(width, FIGURE_HEIGHT),
                    Layout::left_to_right(Align::Min),
                    |ui| {
                        ui.set_width(width);
                        figures(ui, &look.figures);
                    },
                );
                ui.vertical(|ui| {
                    ui.spacing_mut().interact_size.y = 28.0;
                    against(ui, model, take, before, commands);
                });
            });
        } else {
            figures(ui, &look.figures);
        }
        silence(ui, model, take);
        if !has_room {
            against(ui, model, take, before, commands);
        }
    });
}

/// From this width on the take before stands beside the figures.
const AGAINST_BESIDE: f32 = 820.0;
const AGAINST_WIDTH: f32 = 160.0;

/// Whether the take could be marked and is not.
fn needs_marks(take: &Take) -> bool {
    take.distance().is_none()
        && take.plan.sections.len() > 1
        && matches!(take.kind, TakeKind::Full | TakeKind::FollowUp { .. })
}

fn figures(ui: &mut Ui, figures: &[Figure]) {
    let room = ui.available_width();
    let count = u16::try_from(figures.len()).unwrap_or(1).max(1);
    let width = (room / f32::from(count)).clamp(NARROWEST.min(room), 220.0).floor();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        for figure in figures {
            one(ui, figure, width);
        }
    });
}

/// A figure: its name, its value with the way it went, and what it aims at.
fn one(ui: &mut Ui, figure: &Figure, width: f32) {
    let (rect, response) = ui.allocate_exact_size(vec2(width, FIGURE_HEIGHT), Sense::hover());
    let said = figure.said();
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
    let palette = palette(ui);
    let painter = ui.painter_at(rect);
    let small = Type::Caption.font();
    let top = pos2(rect.left(), rect.top() + 2.0);
    painter.text(top, Align2::LEFT_TOP, &figure.name, small.clone(), palette.text_weak);
    let middle = rect.top() + 29.0;
    let value = FontId::new(18.0, fonts::semibold());
    let value =
        painter.text(pos2(rect.left(), middle), Align2::LEFT_CENTER, &figure.value, value, palette.text);
    if let Some(change) = figure.change.as_ref().filter(|change| change.course != Course::Same) {
        let colour = if change.is_better == Some(false) { palette.text } else { palette.text_weak };
        let at = pos2(value.right() + space::S, middle);
        painter.text(at, Align2::LEFT_CENTER, went(change), Type::Strong.font(), colour);
    }
    let bottom = pos2(rect.left(), rect.bottom() - 1.0);
    painter.text(bottom, Align2::LEFT_BOTTOM, &figure.aim, small, palette.text_weak);
    response.on_hover_text(said);
}

/// "▼ 11 s", with a tick where that brought it nearer to its aim.
fn went(change: &Change) -> String {
    let arrow = if change.course == Course::Less { icons::ARROW_DOWN } else { icons::ARROW_UP };
    let tick = if change.is_better == Some(true) { format!(" {}", icons::CHECK) } else { String::new() };
    format!("{arrow} {}{tick}", change.by)
}

/// Where nothing was heard for a while, which a speaker with a dead microphone has to know.
fn silence(ui: &mut Ui, model: &Model, take: &Take) {
    let Some(deck) = model.review.deck_of(&take.id) else { return };
    let rate = take.recording.rate;
    let said: Vec<String> = deck
        .silent
        .iter()
        .map(|silent| {
            let from = clock(rate.secs(silent.start));
            if silent.end >= take.recording.frames {
                format!("from {from} on")
            } else {
                format!("from {from} to {}", clock(rate.secs(silent.end)))
            }
        })
        .collect();
    if !said.is_empty() {
        let text = format!("{}  Nothing was heard {}.", icons::WARNING, said.join(", "));
        ui.add(Label::new(Type::Body.text(text)).wrap());
    }
}

/// Which take the differences are to, and how to hear it; or what to do about a take without marks.
fn against(ui: &mut Ui, model: &Model, take: &Take, before: Option<&Take>, commands: &mut Vec<Command>) {
    let unmarked = needs_marks(take);
    if before.is_none() && !unmarked {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        ui.spacing_mut().item_spacing.y = 0.0;
        if unmarked {
            let next = model.keymap.key_for(&crate::ui::command::MarkCommand::Next.into());
            if button::plain_if(ui, model.is_writable(), icons::PLAY, "Mark it now").clicked() {
                commands.push(PlayCommand::Seek(crate::domain::time::Frames::ZERO).into());
                if !model.review.playing {
                    commands.push(PlayCommand::Toggle.into());
                }
            }
            field::hint(ui, format!("It is played from the beginning; press {next} where each part begins."));
        }
        let Some(before) = before else { return };
        let is_retake = matches!(take.kind, TakeKind::Retake { .. });
        let (what, hear) = if is_retake {
            ("Against the take it belongs to".to_owned(), "Hear the old one")
        } else {
            let when = words::when(before.recorded_at, model.now);
            (format!("Against {when}, {}", clock(before.recording.secs())), "Hear that one")
        };
        field::hint(ui, what);
        let hear = if model.review.hears_other { "Hear this one" } else { hear };
        let command = Command::from(CompareCommand::Switch);
        let hint = model.keymap.hint(hear, &command);
        if button::quiet(ui, icons::SWAP, hear).on_hover_text(hint).clicked() {
            commands.push(command);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_a_figure_went_is_an_arrow_and_a_tick_where_it_came_nearer() {
        let change = |course, is_better| Change { course, by: "11 s".into(), is_better };
        assert_eq!(
            went(&change(Course::Less, Some(true))),
            format!("{} 11 s {}", icons::ARROW_DOWN, icons::CHECK)
        );
        assert_eq!(went(&change(Course::More, Some(false))), format!("{} 11 s", icons::ARROW_UP));
    }
}
