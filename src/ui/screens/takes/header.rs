//! What a take is: its name, when and to which question it was recorded, and what can be done with it as a whole.

use eframe::egui::{Align, Id, Label, Layout, RichText, Ui, vec2};

use super::{Focus, State, list};
use crate::domain::take::{Take, TakeKind};
use crate::ui::command::{Command, CompareCommand, FilesCommand, ReviewCommand};
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::theme::{Type, palette, size, space};
use crate::ui::widgets::{button, choice, field, page};
use crate::ui::words;

pub fn show(ui: &mut Ui, model: &Model, state: &mut State, take: &Take, commands: &mut Vec<Command>) {
    let narrow = page::is_narrow(ui);
    ui.horizontal(|ui| {
        if button::back(ui, "Takes").clicked() {
            commands.push(ReviewCommand::Close.into());
        }
        let beside = if narrow { MORE_WIDTH } else { ON_WIDTH };
        let width = (ui.available_width() - beside).max(80.0);
        ui.allocate_ui_with_layout(vec2(width, size::CONTROL), Layout::left_to_right(Align::Center), |ui| {
            ui.set_width(width);
            name(ui, model, state, take, commands);
        });
        if !narrow {
            on(ui, model, take, commands);
        }
        more(ui, model, state, take, commands);
    });
    if narrow {
        ui.horizontal_wrapped(|ui| on(ui, model, take, commands));
    }
    question(ui, take);
    about(ui, model, take, commands);
}

/// Room for the ways on, and for what else can be done.
const ON_WIDTH: f32 = 324.0;
const MORE_WIDTH: f32 = 56.0;

/// The ways on: once more, and to the next question.
fn on(ui: &mut Ui, model: &Model, take: &Take, commands: &mut Vec<Command>) {
    let again = if matches!(take.kind, TakeKind::Retake { .. }) { "Take it again" } else { "Again" };
    for (icon, name, command) in [
        (icons::MICROPHONE, again, ReviewCommand::PractiseAgain),
        (icons::CARET_RIGHT, "Next question", ReviewCommand::NextQuestion),
    ] {
        let command = Command::from(command);
        let key = model.keymap.key_for(&command);
        let shown = if key.is_empty() { name.to_owned() } else { format!("{name}   {key}") };
        let enabled = name == "Next question" || model.is_writable();
        let response = ui.add_enabled_ui(enabled, |ui| button::plain_named(ui, icon, &shown, name)).inner;
        if response.clicked() {
            commands.push(command);
        }
    }
}

/// What is wanted now and then.
fn more(ui: &mut Ui, model: &Model, state: &State, take: &Take, commands: &mut Vec<Command>) {
    let response = ui.menu_button(RichText::new(icons::MENU).size(size::ICON), |ui| {
        ui.set_min_width(200.0);
        let writable = model.is_writable();
        let compare = if state.page.comparing { "Stop comparing" } else { "Compare" };
        if button::quiet(ui, icons::SWAP, compare).clicked() {
            commands.push(CompareCommand::Toggle.into());
        }
        if button::quiet(ui, icons::EXPORT, "Export…").clicked() {
            commands.push(FilesCommand::AskExport.into());
        }
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
    });
    field::name(ui, &response.response, "More for this take");
}

/// What the take is called: by the name it was given, by its story and number, or by its question.
fn title(model: &Model, take: &Take) -> String {
    let given = take.title.trim();
    if !given.is_empty() {
        return given.to_owned();
    }
    let story = take.story.as_ref().and_then(|id| model.library.story(id));
    match (story, &take.kind) {
        (Some(story), TakeKind::Full) => {
            let earlier = model.library.takes_of(take.story.as_ref()).filter(|other| {
                other.kind == TakeKind::Full && (other.recorded_at, &other.id) < (take.recorded_at, &take.id)
            });
            format!("{}  ·  take {}", story.shown_title(), earlier.count() + 1)
        }
        (_, TakeKind::Retake { .. }) => list::kind(take).unwrap_or_default(),
        _ => take.shown_title().to_owned(),
    }
}

fn name(ui: &mut Ui, model: &Model, state: &mut State, take: &Take, commands: &mut Vec<Command>) {
    if !state.page.renaming {
        let title = title(model, take);
        ui.add(Label::new(Type::Title.text(&title)).truncate().selectable(true));
        return;
    }
    let id = Id::unique("take title");
    let width = ui.available_width() - space::L;
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

/// The question in a line, whatever the take is called.
fn question(ui: &mut Ui, take: &Take) {
    let weak = palette(ui).text_weak;
    let asked = take.question.text.trim();
    if !asked.is_empty() {
        ui.add(Label::new(Type::Body.text(asked).color(weak)).truncate()).on_hover_text(asked);
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
