//! The story to tell: those that suit the question first, a new one, or none yet.

use eframe::egui::{Label, Ui};

use crate::domain::figures::Unit;
use crate::domain::first_look::length_of;
use crate::domain::rating::Rating;
use crate::domain::split_table::SplitTable;
use crate::domain::story::Role;
use crate::domain::suits::Why;
use crate::domain::take::TakeKind;
use crate::domain::verdict::in_short;
use crate::ui::command::{Command, PracticeCommand};
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::model::practice::Candidate;
use crate::ui::theme::{Type, palette, space};
use crate::ui::widgets::{button, choice, field, page};
use crate::ui::words;

/// What a take without a story is told of.
const NONE_YET: &str = "No story yet";

pub fn show(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    let practice = &model.practice;
    let narrow = page::is_narrow(ui);
    let mut chosen = practice.story.clone();
    let mut choices = vec![(None, NONE_YET.to_owned())];
    choices
        .extend(practice.candidates.iter().map(|candidate| (Some(candidate.id.clone()), named(candidate))));
    ui.horizontal(|ui| {
        let beside = if narrow { PIN_WIDTH } else { PIN_WIDTH + NEW_WIDTH };
        let width = (ui.available_width() - beside).clamp(80.0, 420.0);
        let changed = ui.scope(|ui| {
            // A long title would push the pin out of the window.
            ui.set_max_width(width);
            choice::menu(ui, "story to tell", "Story to tell", width, &mut chosen, &choices)
        });
        if changed.inner {
            commands.push(PracticeCommand::Story(chosen.clone()).into());
        }
        if let Some(id) = &practice.story {
            let pinned = practice.question.as_ref().is_some_and(|question| {
                model.library.story(id).is_some_and(|story| story.questions.contains(&question.id))
            });
            let (icon, name) = if pinned {
                (icons::UNPIN, "Unpin the story from this question")
            } else {
                (icons::PIN, "Pin the story to this question")
            };
            if button::icon(ui, icon, name).clicked() {
                commands.push(PracticeCommand::TogglePin.into());
            }
        }
        if !narrow {
            new_story(ui, commands);
        }
    });
    if narrow {
        new_story(ui, commands);
    }
    let told = practice.story.as_ref();
    let told = told.and_then(|id| practice.candidates.iter().find(|candidate| candidate.id == *id));
    field::hint(ui, told.map_or_else(without, |told| about(told, model)));
    if let Some(change) = &practice.change {
        ui.horizontal_wrapped(|ui| {
            let weak = palette(ui).text_weak;
            ui.label(Type::Section.text("This time:").color(weak));
            ui.add(Label::new(Type::Section.text(change)).wrap());
        });
    }
    ui.add_space(space::M);
}

/// Room for what stands beside the list of stories.
const PIN_WIDTH: f32 = 48.0;
const NEW_WIDTH: f32 = 140.0;

fn new_story(ui: &mut Ui, commands: &mut Vec<Command>) {
    if button::quiet(ui, icons::ADD, "New story…").clicked() {
        commands.push(PracticeCommand::AskNewStory.into());
    }
}

fn without() -> String {
    "The take is kept without a story and can be filed under one later.".to_owned()
}

fn named(candidate: &Candidate) -> String {
    match candidate.why {
        Why::Other => candidate.title.clone(),
        Why::Pinned => format!("{}  ·  pinned", candidate.title),
        Why::Shares(_) => format!("{}  ·  fits", candidate.title),
    }
}

/// What is worth knowing before the story is told.
fn about(candidate: &Candidate, model: &Model) -> String {
    let mut parts = Vec::new();
    if candidate.role != Role::Unassigned {
        parts.push(candidate.role.name().to_owned());
    }
    let takes = model.library.takes_of(Some(&candidate.id));
    match takes.rev().find(|take| take.kind == TakeKind::Full) {
        Some(last) => {
            let settings = &model.library.settings;
            let table = SplitTable::of(last, settings.tolerance);
            parts.push(format!("Last time {}", words::when(last.recorded_at, model.now)));
            parts.push(words::clock(last.recording.secs()));
            let set_up = last.set_up().map(|frames| Unit::Seconds.say(last.recording.rate.secs(frames)));
            parts.extend(set_up.map(|set_up| format!("set-up {set_up}")));
            parts.push(in_short(table.as_ref(), length_of(last, settings)));
            let mean = last.rating().and_then(Rating::mean);
            parts.extend(mean.map(|mean| Unit::Rating.say(mean)));
        }
        None => parts.push("not practised yet".to_owned()),
    }
    parts.join("  ·  ")
}
