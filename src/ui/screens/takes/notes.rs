//! Remarks pinned to moments of the recording.

use eframe::egui::{Id, Ui};

use super::{Focus, State};
use crate::domain::take::Take;
use crate::ui::command::{Command, PlayCommand, ReviewCommand};
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::theme::space;
use crate::ui::widgets::{button, field, page};
use crate::ui::words;

pub fn show(ui: &mut Ui, model: &Model, state: &mut State, take: &Take, commands: &mut Vec<Command>) {
    page::section(ui, "Notes at a moment");
    let rate = take.recording.rate;
    ui.add_enabled_ui(model.is_writable(), |ui| {
        for index in 0..take.notes.len() {
            ui.push_id(index, |ui| note(ui, state, take, index, commands));
        }
        let at = model.review.position_in(&take.id).unwrap_or_default();
        let name = format!("Pin a note at {}", words::clock(rate.secs(at)));
        if button::quiet(ui, icons::PIN, &name).clicked() {
            commands.push(ReviewCommand::PinNote.into());
        }
    });
}

fn note(ui: &mut Ui, state: &mut State, take: &Take, index: usize, commands: &mut Vec<Command>) {
    let Some(note) = take.notes.get(index) else { return };
    let place = words::clock(take.recording.rate.secs(note.at));
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        if button::quiet_named(ui, &place, &format!("Listen from {place}")).clicked() {
            commands.push(PlayCommand::Seek(note.at).into());
        }
        let id = Id::unique(("note", &take.id.0, index));
        let mut text = note.text.clone();
        let width = (ui.available_width() - REMOVE - space::XS).max(60.0);
        // The margins of a field come on top of its width.
        field::line(ui, id, &format!("Note at {place}"), "What you hear here", width - space::L, &mut text);
        if state.focus == Some(Focus::Note(index)) {
            ui.memory_mut(|memory| memory.request_focus(id));
            state.focus = None;
        }
        let mut changed = take.clone();
        if button::icon_small(ui, icons::CLOSE, &format!("Remove the note at {place}")).clicked() {
            changed.notes.remove(index);
            commands.push(ReviewCommand::Change(Box::new(changed)).into());
        } else if text != note.text {
            if let Some(note) = changed.notes.get_mut(index) {
                note.text = text;
            }
            commands.push(ReviewCommand::Write(Box::new(changed)).into());
        }
    });
}

/// The width of the button that removes a note.
const REMOVE: f32 = 24.0;
