//! The instrument at the bottom of the screen: rail, clock, state, keys, level. It takes the same room in every
//! state, so that nothing moves when a recording begins.

mod controls;
mod reading;

use eframe::egui::{Context, Frame, Margin, Panel, Rect, Ui, pos2, vec2};

use super::COLUMN;
use crate::domain::settings::Temperament;
use crate::ui::command::{Command, PracticeCommand};
use crate::ui::model::Model;
use crate::ui::model::practice::Stage;
use crate::ui::theme::{palette, space};
use crate::ui::widgets::page;
use crate::ui::widgets::rail::{self, Standing, Zone};

/// In a narrower window clock and keys stand under each other.
const WIDE: f32 = 760.0;
/// In a lower window everything that can be left out is, so that the question stays in sight.
const TALL: f32 = 420.0;
/// The height of a line of controls.
const LINE: f32 = 40.0;
/// The height of the line with the level.
const LEVEL_LINE: f32 = 32.0;

/// How much is shown, which depends on the window.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Wide,
    Narrow,
    Compact,
}

impl Form {
    fn of(ctx: &Context) -> Self {
        let window = ctx.content_rect();
        match (window.height() < TALL, window.width() >= WIDE) {
            (true, _) => Self::Compact,
            (false, true) => Self::Wide,
            (false, false) => Self::Narrow,
        }
    }

    const fn rail(self) -> f32 {
        if matches!(self, Self::Compact) { rail::LOW } else { rail::HEIGHT }
    }

    const fn lines(self) -> f32 {
        if matches!(self, Self::Narrow) { 2.0 * LINE } else { LINE }
    }

    const fn height(self) -> f32 {
        space::M + self.rail() + space::S + self.lines() + space::S + LEVEL_LINE + space::XS
    }
}

/// How much of the window it takes.
#[must_use]
pub fn height(ctx: &Context) -> f32 {
    Form::of(ctx).height()
}

pub fn show(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    let (left, width) = page::column(ui, COLUMN);
    let form = Form::of(ui.ctx());
    let height = form.height();
    let palette = palette(ui);
    let frame = Frame::new().fill(palette.surface).inner_margin(Margin::ZERO);
    Panel::bottom("instrument").exact_size(height).resizable(false).frame(frame).show(ui, |ui| {
        let room = ui.max_rect();
        ui.painter().hline(room.x_range(), room.top() + 0.5, (1.0, palette.line));
        let column = Rect::from_min_size(pos2(left, room.top() + space::M), vec2(width, height - space::M));
        let (at_rail, rest) = column.split_top_bottom_at_y(column.top() + form.rail());
        show_rail(ui, model, at_rail, commands);
        let rest = rest.with_min_y(rest.top() + space::S);
        let (at_lines, at_level) = rest.split_top_bottom_at_y(rest.top() + form.lines());
        let (at_reading, at_controls) = match form {
            Form::Wide => at_lines.split_left_right_at_x(at_lines.right() - controls::width(false)),
            Form::Compact => at_lines.split_left_right_at_x(at_lines.right() - controls::width(true)),
            Form::Narrow => at_lines.split_top_bottom_at_y(at_lines.center().y),
        };
        reading::clock_and_state(ui, model, at_reading, form == Form::Compact);
        controls::show(ui, model, at_controls, form == Form::Compact, commands);
        reading::level(ui, model, at_level.with_min_y(at_level.top() + space::S), form == Form::Wide);
    });
}

fn show_rail(ui: &Ui, model: &Model, place: Rect, commands: &mut Vec<Command>) {
    let temperament = model.preferences.practice.temperament;
    if temperament == Temperament::Hidden && model.practice.stage.is_under_way() {
        return;
    }
    let zones = zones(model);
    let can_jump = model.practice.stage == Stage::Recording;
    if let Some(section) = rail::show(ui, place, &zones, temperament == Temperament::Precise, can_jump) {
        commands.push(PracticeCommand::JumpTo(section).into());
    }
}

fn zones(model: &Model) -> Vec<Zone<'_>> {
    let (practice, plan) = (&model.practice, &model.practice.plan);
    let speaks = practice.stage.is_speaking() || practice.stage == Stage::Saving;
    let secs = plan.targets.secs(plan.target_length_secs.into());
    let parts = plan.sections.iter().zip(plan.targets.shares()).zip(secs);
    parts
        .enumerate()
        .map(|(index, ((section, share), target_secs))| {
            let told = practice.round.marks.iter().any(|mark| mark.section == index);
            let spent = practice.round.sections.get(index).copied().filter(|_| speaks).unwrap_or_default();
            #[expect(clippy::cast_possible_truncation, reason = "a fraction from 0 to 1")]
            let share = share.as_fraction() as f32;
            Zone {
                letter: section.letter(),
                name: &section.name,
                share,
                target_secs,
                spent_secs: practice.seconds_of(spent),
                standing: match practice.round.current {
                    Some(current) if speaks && current == index => Standing::Current,
                    _ if speaks && told => Standing::Told,
                    _ => Standing::Ahead,
                },
            }
        })
        .collect()
}
