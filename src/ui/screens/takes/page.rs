//! The page of a take: the waveform and its player at the top, then what came of the answer and what one makes of it.

use eframe::egui::{EventFilter, Label, Ui};

use super::{
    Page, Seen, State, against, compare, figures, header, headline, next, notes, player, rating, tallies,
};
use crate::domain::compare::last_before;
use crate::domain::framework::hues;
use crate::domain::take::{Take, TakeKind, Tally};
use crate::domain::time::Frames;
use crate::ui::command::{Command, MarkCommand, PlayCommand, ReviewCommand};
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::model::review::Sound;
use crate::ui::theme::{Type, space};
use crate::ui::widgets::waveform::{self, Asked, Wave};
use crate::ui::widgets::{button, field, page};

const WIDEST: f32 = 1_080.0;
/// The width of the column at the right, and from which width on there is one.
const SIDE: f32 = 340.0;
const TWO_COLUMNS: f32 = 760.0;
/// From this height on the waveform stays where it is while the rest scrolls.
const TALL: f32 = 720.0;

pub fn show(ui: &mut Ui, model: &Model, state: &mut State, take: &Take, commands: &mut Vec<Command>) {
    if ui.available_height() >= TALL {
        page::fixed(ui, WIDEST, |ui| top(ui, model, state, take, commands));
        page::rule(ui);
        page::below(ui, "take", WIDEST, |ui| rest(ui, model, state, take, commands));
    } else {
        page::page(ui, "take", WIDEST, |ui| {
            top(ui, model, state, take, commands);
            rest(ui, model, state, take, commands);
        });
    }
    keep_arrows(ui);
}

/// On this page the arrow keys move the sound and the row of the rating, so they do not move the keyboard from one
/// control to another as well.
fn keep_arrows(ui: &Ui) {
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| {
        if let Some(id) = memory.focused() {
            memory.set_focus_lock_filter(id, filter);
        }
    });
}

fn top(ui: &mut Ui, model: &Model, state: &mut State, take: &Take, commands: &mut Vec<Command>) {
    header::show(ui, model, state, take, commands);
    ui.add_space(space::XS);
    trouble(ui, model, take);
    if model.review.blind.is_some() {
        compare::blindfold(ui, wave_height(ui));
    } else {
        let before = before(model, &mut state.page, take);
        headline::show(ui, model, take, before, commands);
        ui.add_space(space::S);
        wave(ui, model, state, take, before, commands);
        if state.page.comparing {
            compare::wave(ui, model, state, take);
        }
    }
    ui.add_space(space::XS);
    player::show(ui, model, state, take, commands);
    // Below the player, so that nothing moves away under the pointer.
    if let Some(text) = &model.review.trouble {
        field::amiss(ui, text);
    }
    ui.add_space(space::S);
}

/// The take that this one is held against: the one that was chosen, or the last before it, which is looked up again
/// only where something changed.
fn before<'a>(model: &'a Model, page: &mut Page, take: &Take) -> Option<&'a Take> {
    if page.before.as_ref().is_none_or(|(revision, _)| *revision != model.revision) {
        let found = last_before(&model.library, take).map(|before| before.id.clone());
        page.before = Some((model.revision, found));
    }
    let chosen = model.review.other.as_ref().map(|deck| &deck.take);
    let found = page.before.as_ref().and_then(|(_, found)| found.as_ref());
    chosen.or(found).and_then(|id| model.library.take(id))
}

fn wave_height(ui: &Ui) -> f32 {
    if ui.ctx().content_rect().height() >= TALL { 70.0 } else { 64.0 }
}

fn wave(
    ui: &mut Ui,
    model: &Model,
    state: &mut State,
    take: &Take,
    before: Option<&Take>,
    commands: &mut Vec<Command>,
) {
    follow(model, state, take);

    let review = &model.review;
    let hues = hues(&take.plan.sections);
    let shown = Wave {
        name: "Place in the recording",
        take,
        hues: &hues,
        deck: review.deck_of(&take.id),
        visible: state.page.visible(take),
        position: review.position_in(&take.id),
        looped: review.looped.as_ref().filter(|_| review.hears(&take.id)),
        chosen: state.page.chosen,
        tallies: counted(take),
        height: wave_height(ui),
        editable: model.is_writable(),
        before: before.filter(|before| before.distance().is_some()),
        part: compare::part_of_the_longer(model, state, take),
        wheel: ui.ctx().content_rect().height() >= TALL,
    };
    let (asked, columns) = waveform::show(ui, &shown);
    state.page.seen.push(Seen { take: take.id.clone(), range: shown.visible.clone(), columns });
    for wish in asked {
        match wish {
            Asked::Seek(to) => commands.push(PlayCommand::Seek(to).into()),
            Asked::Choose(index) => commands.push(MarkCommand::Choose(index).into()),
            Asked::Drag { index, to, on } => commands.push(MarkCommand::Drag { index, to, on }.into()),
            Asked::TogglePlay => commands.push(PlayCommand::Toggle.into()),
            Asked::MarkNext => commands.push(MarkCommand::Next.into()),
            Asked::Skip(millis) => commands.push(PlayCommand::Skip(millis).into()),
            Asked::Show(range) => {
                let whole = range.start.is_zero() && range.end == take.recording.frames;
                state.page.view = (!whole).then_some(range);
            }
        }
    }
}

/// What is drawn on the waveform: the latest listening.
fn counted(take: &Take) -> &[Tally] {
    take.tally_passes.last().map_or(&[], |pass| pass.tallies.as_slice())
}

/// Turns the page when the playhead runs out of what is magnified.
fn follow(model: &Model, state: &mut State, take: &Take) {
    let (Some(view), Some(at)) = (&state.page.view, model.review.position_in(&take.id)) else { return };
    if model.review.playing && !view.contains(&at) && at < take.recording.frames {
        let length = view.end.minus(view.start);
        let before = Frames(length.0 / 20);
        state.page.view = Some(waveform::placed(at.minus(before), length, take.recording.frames));
    }
}

fn trouble(ui: &mut Ui, model: &Model, take: &Take) {
    let review = &model.review;
    let deck = review.deck_of(&take.id);
    let (what, path) = match deck.map(|deck| &deck.sound) {
        Some(Sound::Failed { what, path }) => (Some(what), path.as_ref()),
        Some(Sound::Short(what)) => (Some(what), None),
        _ => (None, None),
    };
    if let Some(text) = what {
        field::amiss(ui, text);
    }
    if let Some(path) = path {
        let text = Type::Caption.text(path.display().to_string()).weak();
        ui.add(Label::new(text).wrap().selectable(true));
    }
    if let Some(fraction) = deck.and_then(|deck| deck.reading).filter(|_| deck_is_slow(take)) {
        field::hint(ui, format!("Reading the recording, {:.0} %", fraction * 100.0));
    }
}

/// Whether the shape of a recording takes long enough to say so; a shorter one is there before it was read.
fn deck_is_slow(take: &Take) -> bool {
    take.recording.secs() > 1_200.0
}

fn rest(ui: &mut Ui, model: &Model, state: &mut State, take: &Take, commands: &mut Vec<Command>) {
    if state.page.comparing {
        compare::show(ui, model, state, take, commands);
    }
    if model.review.blind.is_some() {
        // Lengths, splits, points and notes would tell the takes apart.
        return;
    }
    if matches!(take.kind, TakeKind::Retake { .. }) {
        again(ui, model, state, take, commands);
        return;
    }
    if ui.available_width() < TWO_COLUMNS {
        rating::show(ui, model, state, take, commands);
        heard(ui, model, state, take, commands);
    } else {
        page::columns(ui, SIDE, space::XXL, |one, other| {
            rating::show(one, model, state, take, commands);
            heard(other, model, state, take, commands);
        });
    }
    against::show(ui, model, state, take, commands);
    next::show(ui, model, take, commands);
    figures::show(ui, model, take);
}

/// What is done while listening.
fn heard(ui: &mut Ui, model: &Model, state: &mut State, take: &Take, commands: &mut Vec<Command>) {
    tallies::show(ui, model, state, take, commands);
    notes::show(ui, model, state, take, commands);
}

/// A section that was told again: what to do better, and the ways from it.
fn again(ui: &mut Ui, model: &Model, state: &mut State, take: &Take, commands: &mut Vec<Command>) {
    ui.add_space(space::M);
    if let TakeKind::Retake { of, .. } = &take.kind
        && model.library.take(of).is_some()
        && button::plain(ui, icons::BACK, "Back to the take").clicked()
    {
        commands.push(ReviewCommand::Open(of.clone()).into());
    }
    rating::change(ui, model, state, take, commands);
    heard(ui, model, state, take, commands);
}
