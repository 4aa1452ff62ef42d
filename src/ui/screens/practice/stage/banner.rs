//! A bar across the stage that says that one is not heard, which device that is, and leads to another one.

use eframe::egui::{Align, FontId, Label, Layout, Rect, RichText, Ui, UiBuilder, accesskit, vec2};

use super::reading;
use crate::domain::hearing::Unheard;
use crate::ui::command::{Command, PracticeCommand};
use crate::ui::model::Model;
use crate::ui::model::practice::Stage;
use crate::ui::theme::{palette, size, space};
use crate::ui::{fonts, icons};

const HEIGHT: f32 = 64.0;
const SWITCH_WIDTH: f32 = 112.0;

/// What there is to say. Nobody speaks while thinking, so only a microphone that seems muted is worth a word then.
fn said(model: &Model) -> Option<(String, &'static str)> {
    let practice = &model.practice;
    let unheard = practice.microphone.unheard?;
    let thinks = matches!(practice.stage, Stage::Thinking { .. });
    let title = if thinks { "The microphone seems to be muted." } else { unheard.title() };
    if thinks && unheard == Unheard::Faint {
        return None;
    }
    let name = practice.microphone.name.clone().unwrap_or_else(|| reading::closed(model));
    Some((format!("{title} ({name})"), unheard.advice()))
}

/// Shows it at the top of a place. Says how much room it takes.
pub fn show(ui: &mut Ui, model: &Model, place: Rect, commands: &mut Vec<Command>) -> f32 {
    let Some((title, advice)) = said(model) else { return 0.0 };
    let palette = palette(ui);
    let ink = palette.on_over();
    let rect = Rect::from_min_size(place.min, vec2(place.width(), HEIGHT));
    ui.painter().rect_filled(rect, size::CORNER, palette.over);
    let inner = rect.shrink2(vec2(space::L, space::S));
    let text = inner.with_max_x(inner.right() - SWITCH_WIDTH - space::M);
    ui.scope_builder(UiBuilder::new().max_rect(text), |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        let large = FontId::new(18.0, fonts::semibold());
        let title = RichText::new(format!("{}  {title}", icons::WARNING)).font(large).color(ink);
        let response = ui.add(Label::new(title).truncate());
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(accesskit::Live::Assertive));
        ui.add(Label::new(RichText::new(advice).font(FontId::proportional(14.0)).color(ink)).truncate());
    });
    let at = inner.with_min_x(inner.right() - SWITCH_WIDTH);
    let layout = Layout::right_to_left(Align::Center);
    ui.scope_builder(UiBuilder::new().max_rect(at).layout(layout), |ui| {
        if crate::ui::widgets::button::plain(ui, "", "Switch…").clicked() {
            commands.push(PracticeCommand::AskMicrophone.into());
        }
    });
    HEIGHT
}
