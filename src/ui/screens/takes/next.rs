//! What to do after listening beside the whole once more: one section again, or a follow-up question.

use eframe::egui::{Label, Ui};

use super::list;
use crate::domain::question::FollowUp;
use crate::domain::take::{Take, TakeKind};
use crate::ui::command::{Command, PracticeCommand, ReviewCommand};
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::theme::{Type, space};
use crate::ui::widgets::{button, field, page};
use crate::ui::words;

pub fn show(ui: &mut Ui, model: &Model, take: &Take, commands: &mut Vec<Command>) {
    page::section(ui, "One part again");
    let writable = model.is_writable();
    ui.horizontal_wrapped(|ui| {
        for (section, named) in take.plan.sections.iter().enumerate() {
            let name = format!("Record {} again", named.name);
            if button::quiet_if(ui, writable, icons::RECORD, &name).clicked() {
                commands.push(PracticeCommand::Retake { take: take.id.clone(), section }.into());
            }
        }
    });
    belonging(ui, model, take, commands);
    follow_ups(ui, model, take, commands);
}

/// Sections told again and follow-ups answered, each with the way to it.
fn belonging(ui: &mut Ui, model: &Model, take: &Take, commands: &mut Vec<Command>) {
    let belongs = |other: &&Take| match &other.kind {
        TakeKind::Full => false,
        TakeKind::Retake { of, .. } | TakeKind::FollowUp { of } | TakeKind::Continuation { of, .. } => {
            *of == take.id
        }
    };
    // They are filed where the take was when they were recorded.
    let filed = take.story.is_some().then(|| model.library.takes_of(take.story.as_ref()));
    let near = filed.into_iter().flatten().chain(model.library.takes_of(None));
    let linked: Vec<&Take> = near.filter(belongs).collect();
    if linked.is_empty() {
        return;
    }
    ui.add_space(space::S);
    field::hint(ui, "Recorded for this take, and kept apart from its figures");
    for other in linked {
        let kind = list::kind(other).unwrap_or_default();
        let about = format!(
            "{kind}, {}, {}",
            words::clock(other.recording.secs()),
            words::when(other.recorded_at, model.now)
        );
        let what = match other.kind {
            TakeKind::FollowUp { .. } => format!("{}: {about}", other.shown_title()),
            _ => about,
        };
        if button::quiet(ui, icons::PLAY, &what).clicked() {
            commands.push(ReviewCommand::Open(other.id.clone()).into());
        }
    }
}

fn follow_ups(ui: &mut Ui, model: &Model, take: &Take, commands: &mut Vec<Command>) {
    let question = take.question.id.as_ref().and_then(|id| model.catalogue.get(id));
    let asked: &[FollowUp] = question.as_ref().map_or(&[], |question| question.follow_ups.as_slice());
    if asked.is_empty() {
        return;
    }
    page::section(ui, "Follow-up questions");
    for follow_up in asked {
        ui.add(Label::new(Type::Body.text(&follow_up.text)).wrap().selectable(true));
        ui.add_enabled_ui(model.is_writable(), |ui| {
            ui.push_id(&follow_up.text, |ui| {
                if button::quiet_named(ui, &format!("{}  Answer", icons::MICROPHONE), &answer(follow_up))
                    .clicked()
                {
                    let question = follow_up.text.clone();
                    commands.push(PracticeCommand::FollowUp { take: take.id.clone(), question }.into());
                }
            });
        });
    }
}

fn answer(follow_up: &FollowUp) -> String {
    format!("Answer: {}", follow_up.text)
}
