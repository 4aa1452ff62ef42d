//! What others recommend: each limit with its source, to be changed or turned off.

use eframe::egui::{DragValue, Ui};

use super::State;
use crate::domain::guidance::{Change, Source, Topic};
use crate::ui::command::Command;
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::theme::space;
use crate::ui::widgets::{button, choice, field, page};

pub(super) fn show(ui: &mut Ui, model: &Model, state: &mut State, commands: &mut Vec<Command>) {
    ui.add_space(space::S);
    let icon = if state.limits_open { icons::CARET_UP } else { icons::CARET_DOWN };
    if button::quiet(ui, icon, "What others recommend").clicked() {
        state.limits_open = !state.limits_open;
    }
    if !state.limits_open {
        return;
    }
    let mut guidance = model.library.settings.guidance.clone();
    ui.add_enabled_ui(model.is_writable(), |ui| {
        for topic in Topic::ALL {
            let threshold = guidance.threshold(topic);
            page::setting(ui, topic.name(), threshold.source.words(), |ui| {
                let (mut on, mut quiet) = (threshold.on, threshold.quiet);
                let ticked = choice::tick(ui, "Say when it is crossed", &mut on);
                let number = ui.add_enabled(on, DragValue::new(&mut quiet).range(0.0..=100.0).speed(0.1));
                field::name(ui, &number, topic.name());
                let own = threshold.source == Source::Own;
                if ticked || number.changed() {
                    let quiet = (own || number.changed()).then_some(quiet);
                    guidance.set(Change { topic, quiet, on });
                }
                if own && button::quiet(ui, icons::UNDO, "Back to what is published").clicked() {
                    guidance.set(Change { topic, quiet: None, on });
                }
            });
        }
    });
    if guidance != model.library.settings.guidance {
        let mut settings = model.library.settings.clone();
        settings.guidance = guidance;
        commands.push(Command::ChangeSettings(Box::new(settings)));
    }
}
