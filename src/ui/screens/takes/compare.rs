//! Two takes of one story: their shapes, their splits, what changed in words, and one key to hear the same section of
//! either, with chance deciding which comes first for whoever wants to judge by ear alone.

use eframe::egui::{Align2, Role, Sense, Ui, WidgetInfo, vec2};

use super::{Seen, State, against, list};
use crate::domain::compare::differences;
use crate::domain::split_table::SplitTable;
use crate::domain::take::{Take, TakeId, TakeKind};
use crate::domain::time::Frames;
use crate::ui::command::{Command, CompareCommand};
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::model::review::{Blind, Sound};
use crate::ui::theme::{Type, palette, size, space};
use crate::ui::widgets::waveform::{self, Wave};
use crate::ui::widgets::{bullet, button, choice, field, page, prose};
use crate::ui::words;

pub fn show(ui: &mut Ui, model: &Model, state: &mut State, take: &Take, commands: &mut Vec<Command>) {
    page::section(ui, "Compare");
    let other = model.review.other.as_ref().and_then(|deck| model.library.take(&deck.take));
    if let Some(blind) = model.review.blind {
        blindly(ui, model, blind, commands);
        return;
    }
    choose(ui, model, take, other, commands);
    let Some(other) = other else { return };
    ui.add_space(space::XS);
    wave(ui, model, state, other);
    switches(ui, model, commands);
    splits(ui, model, state, take, other);
    // The earlier take comes first, so that "shorter" means shorter than before.
    let (before, after) = if other.recorded_at <= take.recorded_at { (other, take) } else { (take, other) };
    let settings = &model.library.settings;
    let said = differences(before, after, settings.tolerance, &settings.zones);
    field::hint(ui, format!("From {} to {}", when(model, before), when(model, after)));
    prose::points(ui, said.iter().map(String::as_str));
}

fn when(model: &Model, take: &Take) -> String {
    words::when(take.recorded_at, model.now)
}

/// The takes it can be compared with, the newest first: those of its story, or those that answer its question.
fn choose(ui: &mut Ui, model: &Model, take: &Take, other: Option<&Take>, commands: &mut Vec<Command>) {
    let takes = candidates(model, take);
    if takes.is_empty() {
        prose::aside(
            ui,
            "There is no other take to compare with yet. Practise this story again, or file another take under it.",
        );
        return;
    }
    let name = |other: &Take| {
        let about = [when(model, other), words::clock(other.recording.secs()), list::distance(other)];
        format!("{}: {}", about.join(", "), other.shown_title())
    };
    let mut choices = vec![(None, "Choose a take".to_owned())];
    choices.extend(takes.iter().map(|other| (Some(other.id.clone()), name(other))));
    let mut chosen: Option<TakeId> = other.map(|other| other.id.clone());
    let width = (ui.available_width() - space::XL).min(440.0);
    if choice::menu(ui, "compare with", "Compare with", width, &mut chosen, &choices)
        && let Some(chosen) = chosen
    {
        commands.push(CompareCommand::With(chosen).into());
    }
}

/// Most takes that are offered; older ones are found by practising less.
const MOST_CANDIDATES: usize = 60;

fn candidates<'a>(model: &'a Model, take: &Take) -> Vec<&'a Take> {
    let alike = |other: &&Take| {
        other.id != take.id
            && other.kind == TakeKind::Full
            && (take.story.is_some() || other.question.text == take.question.text)
    };
    model.library.takes_of(take.story.as_ref()).rev().filter(alike).take(MOST_CANDIDATES).collect()
}

fn wave(ui: &mut Ui, model: &Model, state: &mut State, other: &Take) {
    let whole = Frames::ZERO..other.recording.frames;
    let name = format!("Shape of the take of {}", when(model, other));
    let shown = Wave {
        name: &name,
        take: other,
        deck: model.review.deck_of(&other.id),
        visible: whole.clone(),
        position: model.review.position_in(&other.id),
        looped: None,
        chosen: None,
        tallies: &[],
        height: 56.0,
        editable: false,
    };
    let (_, columns) = waveform::small(ui, &shown);
    state.page.seen.push(Seen { take: other.id.clone(), range: whole, columns });
    if let Some(Sound::Failed { what, .. }) = shown.deck.map(|deck| &deck.sound) {
        super::page::line(ui, what);
    }
}

fn switches(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    ui.horizontal_wrapped(|ui| {
        let name = if model.review.hears_other { "Hear this take" } else { "Hear the other take" };
        if button::plain(ui, icons::SWAP, name).clicked() {
            commands.push(CompareCommand::Switch.into());
        }
        if button::quiet(ui, icons::SHUFFLE, "Listen blind").clicked() {
            commands.push(CompareCommand::Blind.into());
        }
        let heard = if model.review.hears_other { "the other take" } else { "this take" };
        field::hint(ui, format!("You hear {heard}. Both are played equally loud."));
    });
    ui.add_space(space::S);
}

fn splits(ui: &mut Ui, model: &Model, state: &State, take: &Take, other: &Take) {
    let settings = &model.library.settings;
    for (name, one) in [("This take", take), ("The other take", other)] {
        ui.label(Type::Strong.text(format!("{name}, {}", when(model, one))));
        match SplitTable::of(one, settings.tolerance, &settings.zones) {
            Some(table) => {
                ui.scope(|ui| bullet::rows(ui, &against::bullets(&table, state.percent)));
            }
            None => prose::aside(ui, "Not marked, so it has no split."),
        }
        ui.add_space(space::S);
    }
}

/// Two names without a face.
fn blindly(ui: &mut Ui, model: &Model, blind: Blind, commands: &mut Vec<Command>) {
    prose::aside(ui, "A and B are the two takes in an order that chance has chosen. Which is better?");
    ui.add_space(space::XS);
    let hears_a = model.review.hears_other == blind.other_is_first;
    ui.horizontal_wrapped(|ui| {
        for (letter, heard) in [("A", hears_a), ("B", !hears_a)] {
            if button::toggle(ui, true, icons::PLAY, &format!("Hear {letter}"), heard).clicked() && !heard {
                commands.push(CompareCommand::Switch.into());
            }
        }
        if button::plain(ui, icons::EYE, "Show which is which").clicked() {
            commands.push(CompareCommand::Reveal.into());
        }
    });
    field::hint(ui, format!("X goes to the same section of the other. {} is heard.", letter(hears_a)));
}

const fn letter(is_a: bool) -> &'static str {
    if is_a { "A" } else { "B" }
}

/// What stands where the waveform was, because its shape would tell the takes apart.
pub fn blindfold(ui: &mut Ui, height: f32) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let text = "Listening blind: the shapes are hidden until you look";
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    let palette = palette(ui);
    ui.painter().rect_filled(rect, size::CORNER, palette.field);
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, text, Type::Body.font(), palette.text_weak);
}
