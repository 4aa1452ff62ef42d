//! The instrument at the bottom of the screen: rail, clock, state, keys, level. It takes the same room in every
//! state, so that nothing moves when a recording begins.

mod controls;
mod reading;

use eframe::egui::{Frame, Margin, Panel, Rect, Ui, pos2, vec2};

use super::COLUMN;
use crate::domain::settings::Temperament;
use crate::ui::command::{Command, PracticeCommand};
use crate::ui::model::Model;
use crate::ui::model::practice::Stage;
use crate::ui::theme::{palette, space};
use crate::ui::widgets::page;
use crate::ui::widgets::rail::{self, Standing, Zone};

/// Less room than this puts clock and keys under each other.
const WIDE: f32 = 640.0;
/// The height of a line of controls.
const LINE: f32 = 40.0;
/// The height of the line with the level.
const LEVEL_LINE: f32 = 32.0;

const fn lines(is_wide: bool) -> f32 {
    if is_wide { LINE } else { 2.0 * LINE }
}

/// How much of the screen it takes.
#[must_use]
pub const fn height(is_wide: bool) -> f32 {
    space::M + rail::HEIGHT + space::S + lines(is_wide) + space::S + LEVEL_LINE + space::S
}

pub fn show(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    let (left, width) = page::column(ui, COLUMN);
    let is_wide = width >= WIDE;
    let (lines, height) = (lines(is_wide), height(is_wide));
    let palette = palette(ui);
    let frame = Frame::new().fill(palette.surface).inner_margin(Margin::ZERO);
    Panel::bottom("instrument").exact_size(height).resizable(false).frame(frame).show(ui, |ui| {
        let room = ui.max_rect();
        ui.painter().hline(room.x_range(), room.top() + 0.5, (1.0, palette.line));
        let column = Rect::from_min_size(pos2(left, room.top() + space::M), vec2(width, height - space::M));
        let (at_rail, rest) = column.split_top_bottom_at_y(column.top() + rail::HEIGHT);
        show_rail(ui, model, at_rail, commands);
        let rest = rest.with_min_y(rest.top() + space::S);
        let (at_lines, at_level) = rest.split_top_bottom_at_y(rest.top() + lines);
        let (at_reading, at_controls) = if is_wide {
            at_lines.split_left_right_at_x(at_lines.right() - controls::WIDTH)
        } else {
            at_lines.split_top_bottom_at_y(at_lines.center().y)
        };
        reading::clock_and_state(ui, model, at_reading);
        controls::show(ui, model, at_controls, commands);
        reading::level(ui, model, at_level.with_min_y(at_level.top() + space::S), is_wide);
    });
}

fn show_rail(ui: &Ui, model: &Model, place: Rect, commands: &mut Vec<Command>) {
    let temperament = model.practice.options(&model.preferences.practice).temperament;
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
