//! The instrument at the bottom of the screen before one speaks: rail, state, record key, level. The rail, the record
//! key and the level lie where they lie while one speaks.

pub mod controls;
pub mod reading;

use eframe::egui::{Context, Frame, Margin, Panel, Rect, Ui, pos2, vec2};

use super::COLUMN;
use crate::domain::framework::hues;
use crate::ui::command::Command;
use crate::ui::model::Model;
use crate::ui::model::practice::Stage;
use crate::ui::theme::{palette, space};
use crate::ui::widgets::page;
use crate::ui::widgets::rail::{self, Standing, Zone};

/// In a lower window everything that can be left out is, so that the question stays in sight.
const TALL: f32 = 420.0;
/// The height of a line of controls.
const LINE: f32 = 40.0;
/// The height of the line with the level.
const LEVEL_LINE: f32 = 32.0;

/// Where everything lies in the window, which depends on nothing but its size.
#[derive(Clone, Copy, Debug)]
pub struct Places {
    /// Whether the window is so low that everything is small.
    pub is_low: bool,
    pub rail: Rect,
    /// What stands beside the record key.
    pub line: Rect,
    pub record: Rect,
    pub level: Rect,
}

impl Places {
    pub fn of(ctx: &Context) -> Self {
        let window = ctx.content_rect();
        let is_low = window.height() < TALL;
        let beside = window.with_min_x(window.left() + page::navigation_width(window.width()));
        let (left, width) = page::column_in(beside, COLUMN);
        let top = window.bottom() - height_of(is_low) + space::M;
        let part = |top: f32, height: f32| Rect::from_min_size(pos2(left, top), vec2(width, height));
        let rail = part(top, rail_height(is_low));
        let line = part(rail.bottom() + space::S, LINE);
        let level = part(line.bottom() + space::S, LEVEL_LINE);
        let (line, record) = line.split_left_right_at_x(line.right() - controls::record_width(is_low));
        let line = line.with_max_x(line.right() - space::S);
        Self { is_low, rail, line, record, level }
    }
}

const fn rail_height(is_low: bool) -> f32 {
    if is_low { rail::LOW } else { rail::HEIGHT }
}

const fn height_of(is_low: bool) -> f32 {
    space::M + rail_height(is_low) + space::S + LINE + space::S + LEVEL_LINE + space::XS
}

/// How much of the window it takes.
#[must_use]
pub fn height(ctx: &Context) -> f32 {
    height_of(ctx.content_rect().height() < TALL)
}

pub fn show(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    let places = Places::of(ui.ctx());
    let palette = palette(ui);
    let frame = Frame::new().fill(palette.surface).inner_margin(Margin::ZERO);
    let height = height(ui.ctx());
    Panel::bottom("instrument").exact_size(height).resizable(false).frame(frame).show(ui, |ui| {
        let room = ui.max_rect();
        ui.painter().hline(room.x_range(), room.top() + 0.5, (1.0, palette.line));
        rail::show(ui, places.rail, &zones(model), rail::Look::default());
        reading::clock_and_state(ui, model, places.line);
        controls::record(ui, model, places.record, commands);
        reading::level(ui, model, places.level);
    });
}

/// The sections of the plan, and where the speaker stands in them.
pub fn zones(model: &Model) -> Vec<Zone<'_>> {
    let (practice, plan) = (&model.practice, &model.practice.plan);
    let speaks = practice.stage.is_speaking() || practice.stage == Stage::Saving;
    let secs = plan.targets.secs(plan.target_length_secs.into());
    let named = plan.sections.iter().zip(hues(&plan.sections));
    let parts = named.zip(plan.targets.shares()).zip(secs);
    parts
        .enumerate()
        .map(|(index, (((section, hue), share), target_secs))| {
            let told = practice.round.marks.iter().any(|mark| mark.section == index);
            let spent = practice.round.sections.get(index).copied().filter(|_| speaks).unwrap_or_default();
            #[expect(clippy::cast_possible_truncation, reason = "a fraction from 0 to 1")]
            let share = share.as_fraction() as f32;
            Zone {
                letter: section.letter(),
                hue,
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
