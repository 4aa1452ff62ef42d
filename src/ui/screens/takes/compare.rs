//! Two takes of one story: their shapes, their splits, what changed in words, and one key to hear the same section of
//! either, with chance deciding which comes first for whoever wants to judge by ear alone.

use eframe::egui::{Align2, Label, Role, Sense, Ui, WidgetInfo, vec2};

use super::{Seen, State, against, list};
use crate::domain::compare::{candidates, differences};
use crate::domain::framework::hues;
use crate::domain::split_table::SplitTable;
use crate::domain::take::{Take, TakeId, TakeKind};
use crate::domain::time::Frames;
use crate::ui::command::{Command, CompareCommand, Preferred};
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::model::review::{Answer, Blind, Sound};
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
    answered(ui, model, take, other);
    switches(ui, model, state, commands);
    if matches!(take.kind, TakeKind::Retake { .. }) {
        return;
    }
    splits(ui, model, state, take, other);
    // The earlier take comes first, so that "shorter" means shorter than before.
    let (before, after) = if other.recorded_at <= take.recorded_at { (other, take) } else { (take, other) };
    let said = differences(before, after, model.library.settings.tolerance);
    field::hint(ui, format!("From {} to {}", when(model, before), when(model, after)));
    prose::points(ui, said.iter().map(String::as_str));
}

/// What was preferred while nothing told the two apart.
fn answered(ui: &mut Ui, model: &Model, take: &Take, other: &Take) {
    let Some(answer) = model.review.answer else { return };
    let is_newer = take.recorded_at >= other.recorded_at;
    let said = match answer {
        Answer::Neither => "You found them equally good.".to_owned(),
        Answer::This | Answer::Other => {
            let preferred = if answer == Answer::This { take } else { other };
            let word = if (answer == Answer::This) == is_newer { "newer" } else { "older" };
            format!("You preferred the {word} one, of {}.", when(model, preferred))
        }
    };
    let [newer, older, neither] = model.review.preferred;
    let all = newer + older + neither;
    let so_far = if all > 1 {
        format!(" So far: the newer {newer}, the older {older}, neither {neither} times.")
    } else {
        String::new()
    };
    ui.add(Label::new(Type::Strong.text(format!("{said}{so_far}"))).wrap());
    ui.add_space(space::XS);
}

fn when(model: &Model, take: &Take) -> String {
    words::when(take.recorded_at, model.now)
}

/// The takes it can be compared with, the newest first: those of its story, or those that answer its question.
fn choose(ui: &mut Ui, model: &Model, take: &Take, other: Option<&Take>, commands: &mut Vec<Command>) {
    let takes = candidates(&model.library, take);
    if takes.is_empty() {
        prose::aside(
            ui,
            "There is no other take to compare with yet. Practise this story again, or file another take under it.",
        );
        return;
    }
    let name = |other: &Take| {
        let about = [when(model, other), words::clock(other.recording.secs()), list::distance(model, other)];
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

/// How much of the width belongs to this take, so that both are drawn on one scale; all of it where nothing is
/// compared, or a part is magnified.
pub fn part_of_the_longer(model: &Model, state: &State, take: &Take) -> f32 {
    let Some(other) = shown_other(model, state).filter(|_| !state.aligned) else { return 1.0 };
    part_of(take, other)
}

fn shown_other<'a>(model: &'a Model, state: &State) -> Option<&'a Take> {
    let other = model.review.other.as_ref().and_then(|deck| model.library.take(&deck.take));
    other.filter(|_| state.page.comparing && state.page.view.is_none())
}

#[expect(clippy::cast_possible_truncation, reason = "a part from 0 to 1")]
fn part_of(take: &Take, other: &Take) -> f32 {
    let (own, others) = (take.recording.secs(), other.recording.secs());
    (own / own.max(others).max(0.001)) as f32
}

/// The other take under this one, on the same scale, or its sections under those of this one.
pub fn wave(ui: &mut Ui, model: &Model, state: &mut State, take: &Take) {
    let Some(other) = shown_other(model, state) else { return };
    let whole = Frames::ZERO..other.recording.frames;
    let name = format!("Shape of the take of {}", when(model, other));
    let hues = hues(&other.plan.sections);
    let aligned = state.aligned.then_some(take);
    let shown = Wave {
        name: &name,
        take: other,
        hues: &hues,
        deck: model.review.deck_of(&other.id),
        visible: whole.clone(),
        position: model.review.position_in(&other.id),
        looped: None,
        chosen: None,
        tallies: &[],
        height: 56.0,
        editable: false,
        before: None,
        part: if aligned.is_some() { 1.0 } else { part_of(other, take) },
        wheel: false,
    };
    let columns = waveform::small(ui, &shown, aligned);
    state.page.seen.push(Seen { take: other.id.clone(), range: whole, columns });
    if let Some(Sound::Failed { what, .. }) = shown.deck.map(|deck| &deck.sound) {
        field::amiss(ui, what);
    }
}

fn switches(ui: &mut Ui, model: &Model, state: &State, commands: &mut Vec<Command>) {
    ui.horizontal_wrapped(|ui| {
        let name = if model.review.hears_other { "Hear this take" } else { "Hear the other take" };
        if button::plain(ui, icons::SWAP, name).clicked() {
            commands.push(CompareCommand::Switch.into());
        }
        if button::quiet(ui, icons::SHUFFLE, "Listen blind").clicked() {
            commands.push(CompareCommand::Blind.into());
        }
        if button::toggle(ui, true, icons::SORT, "Align the sections", state.aligned).clicked() {
            commands.push(CompareCommand::ToggleAlign.into());
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
        match SplitTable::of(one, settings.tolerance) {
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
    });
    ui.add_space(space::XS);
    ui.horizontal_wrapped(|ui| {
        for (name, preferred) in [
            ("A is better", Preferred::A),
            ("B is better", Preferred::B),
            ("Neither is better", Preferred::Neither),
        ] {
            if button::plain(ui, "", name).clicked() {
                commands.push(CompareCommand::Prefer(preferred).into());
            }
        }
        if button::quiet(ui, icons::EYE, "Show which is which").clicked() {
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
