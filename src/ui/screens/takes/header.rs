//! What a take is: its name, when and to which question it was recorded, and what can be done with it as a whole.

use eframe::egui::{Id, Label, Ui};

use super::{Focus, State, list};
use crate::domain::take::{Take, TakeKind};
use crate::ui::command::{Command, CompareCommand, FilesCommand, ReviewCommand};
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::theme::{Type, space};
use crate::ui::widgets::{button, choice, field};
use crate::ui::words;

pub fn show(ui: &mut Ui, model: &Model, state: &mut State, take: &Take, commands: &mut Vec<Command>) {
    button::bar(ui, |ui| {
        if button::back(ui, "Takes").clicked() {
            commands.push(ReviewCommand::Close.into());
        }
        deeds(ui, model, state, take, commands);
    });
    name(ui, state, take, commands);
    about(ui, model, take, commands);
}

fn deeds(ui: &mut Ui, model: &Model, state: &State, take: &Take, commands: &mut Vec<Command>) {
    let compare = if state.page.comparing { "Stop comparing" } else { "Compare" };
    if button::quiet(ui, icons::SWAP, compare).clicked() {
        commands.push(CompareCommand::Toggle.into());
    }
    if button::quiet(ui, icons::EXPORT, "Export…").clicked() {
        commands.push(FilesCommand::AskExport.into());
    }
    let writable = model.is_writable();
    if button::quiet_if(ui, writable, icons::EDIT, "Rename").clicked() {
        commands.push(ReviewCommand::Rename.into());
    }
    let warm_up = if take.warm_up { "Not a warm-up" } else { "Mark as warm-up" };
    if button::quiet_if(ui, writable, icons::TAG, warm_up).clicked() {
        commands.push(ReviewCommand::ToggleWarmUp.into());
    }
    if button::quiet_if(ui, writable, icons::DELETE, "Delete").clicked() {
        commands.push(ReviewCommand::Delete(take.id.clone()).into());
    }
}

fn name(ui: &mut Ui, state: &mut State, take: &Take, commands: &mut Vec<Command>) {
    if !state.page.renaming {
        ui.add(Label::new(Type::Title.text(take.shown_title())).wrap().selectable(true));
        return;
    }
    let id = Id::unique("take title");
    let width = ui.available_width();
    let mut title = take.title.clone();
    let response = field::line(ui, id, "Name of this take", &take.question.text, width, &mut title);
    if state.focus == Some(Focus::Title) {
        ui.memory_mut(|memory| memory.request_focus(id));
        state.focus = None;
    } else if response.lost_focus() {
        state.page.renaming = false;
    }
    if title != take.title {
        commands.push(ReviewCommand::Write(Box::new(Take { title, ..take.clone() })).into());
    }
}

fn about(ui: &mut Ui, model: &Model, take: &Take, commands: &mut Vec<Command>) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::M;
        let mut parts = vec![words::when(take.recorded_at, model.now)];
        parts.push(take.plan.framework_name.clone());
        parts.extend(list::kind(take));
        parts.extend(take.warm_up.then(|| "Warm-up".to_owned()));
        parts.extend(take.recovered.then(|| "Recovered".to_owned()));
        let device = take.recording.device.trim();
        parts.extend((!device.is_empty()).then(|| device.to_owned()));
        parts.extend(missing(take));
        field::hint(ui, parts.join("  ·  "));
        file_under(ui, model, take, commands);
        if let TakeKind::Retake { of, .. } | TakeKind::FollowUp { of } | TakeKind::Continuation { of, .. } =
            &take.kind
            && model.library.take(of).is_some()
            && button::quiet(ui, icons::BACK, "The take this belongs to").clicked()
        {
            commands.push(ReviewCommand::Open(of.clone()).into());
        }
    });
}

/// Time that is not in the recording.
fn missing(take: &Take) -> Vec<String> {
    let rate = take.recording.rate;
    let mut said = Vec::new();
    let paused: f64 = take.pauses.iter().map(|pause| rate.secs(pause.lasted)).sum();
    if !take.pauses.is_empty() {
        let count = words::count(take.pauses.len(), "pause", "pauses");
        said.push(format!("{count}, {paused:.1} s"));
    }
    let lost: f64 = take.gaps.iter().map(|gap| rate.secs(gap.lasted)).sum();
    if !take.gaps.is_empty() {
        said.push(format!("{lost:.2} s lost by the microphone"));
    }
    said
}

const FILED_WIDTH: f32 = 220.0;

fn file_under(ui: &mut Ui, model: &Model, take: &Take, commands: &mut Vec<Command>) {
    let mut stories = vec![(None, "Not filed".to_owned())];
    let named = model.library.stories().map(|story| (Some(story.id.clone()), story.shown_title()));
    stories.extend(named.map(|(id, title)| (id, title.to_owned())));
    let mut story = take.story.clone();
    if ui.available_size_before_wrap().x < FILED_WIDTH + space::XXL {
        ui.end_row();
    }
    ui.add_enabled_ui(model.is_writable(), |ui| {
        if choice::menu(ui, "file under", "Filed under", FILED_WIDTH, &mut story, &stories) {
            commands.push(ReviewCommand::File(take.id.clone(), story).into());
        }
    });
}
