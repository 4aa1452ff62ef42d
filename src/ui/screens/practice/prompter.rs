//! The prompter: the story's points, section by section, in the order of the rail.

use eframe::egui::{Align, Color32, Label, Layout, Ui, vec2};

use crate::domain::framework::{Section, hues};
use crate::domain::settings::Prompter;
use crate::domain::story::Story;
use crate::ui::model::Model;
use crate::ui::theme::{Type, palette, space};
use crate::ui::widgets::{prose, sections};

/// Columns narrower than this are not read at a glance.
const NARROWEST: f32 = 150.0;

/// How much of the text's strength is left where it is faded.
const FADED: f32 = 0.4;

pub fn show(ui: &mut Ui, model: &Model) {
    let practice = &model.practice;
    let prompter = model.preferences.practice.in_force().prompter;
    if prompter == Prompter::Hidden || practice.plan.sections.is_empty() {
        return;
    }
    let story = practice.story.as_ref().and_then(|id| model.library.story(id));
    let current = practice.round.current.filter(|_| practice.stage.is_speaking());
    let strength = if prompter == Prompter::Faded { FADED } else { 1.0 };
    let count = practice.plan.sections.len();
    let hues = hues(&practice.plan.sections);
    let hue_of = |index: usize| hues.get(index).copied().unwrap_or(index);
    let width = (ui.available_width() - space::L * lossless(count - 1)) / lossless(count);
    if width < NARROWEST {
        for (index, section) in practice.plan.sections.iter().enumerate() {
            points(ui, index, hue_of(index), section, story, current, strength);
            ui.add_space(space::S);
        }
        ui.add_space(space::M);
        return;
    }
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::L;
        for (index, section) in practice.plan.sections.iter().enumerate() {
            ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
                ui.set_width(width);
                points(ui, index, hue_of(index), section, story, current, strength);
            });
        }
    });
    ui.add_space(space::XL);
}

fn points(
    ui: &mut Ui,
    index: usize,
    hue: usize,
    section: &Section,
    story: Option<&Story>,
    current: Option<usize>,
    strength: f32,
) {
    let palette = palette(ui);
    let here = current == Some(index);
    let of = |colour: Color32| colour.gamma_multiply(strength);
    let colour = if here || current.is_none() { palette.text } else { palette.text_weak };
    ui.horizontal(|ui| {
        ui.spacing_mut().interact_size.y = 20.0;
        ui.spacing_mut().item_spacing.x = space::S;
        sections::badge(ui, hue, section);
        let kind = if here { Type::Strong } else { Type::Body };
        ui.add(Label::new(kind.text(&section.name).color(of(colour))).wrap());
    });
    let bullets = story.map_or(&[][..], |story| story.bullets(&section.name));
    if bullets.is_empty() && !section.prompt.is_empty() {
        ui.add(Label::new(Type::Caption.text(&section.prompt).color(of(palette.text_weak))).wrap());
    }
    for bullet in bullets.iter().filter(|bullet| !bullet.trim().is_empty()) {
        prose::marked(ui, "–", |ui| {
            ui.add(Label::new(Type::Body.text(bullet).color(of(colour))).wrap());
        });
    }
}

#[expect(clippy::cast_precision_loss, reason = "an answer has a few sections")]
const fn lossless(count: usize) -> f32 {
    count as f32
}
