//! Practice: a question, a story to tell, and the instrument that records and times the answer.

mod example;
mod first;
mod guess;
mod instrument;
mod picker;
mod prompter;
mod question;
mod setup;
mod small;
mod stage;
mod story;

use eframe::egui::{Label, Ui};

use crate::domain::question::QuestionId;
use crate::domain::take::Plan;
use crate::ui::command::{Command, PracticeCommand};
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::model::practice::{Stage, Task};
use crate::ui::theme::{Type, palette, space};
use crate::ui::widgets::{button, page};

pub use instrument::height as instrument_height;
pub use stage::is_on as is_on_stage;

/// The widest the screen's column grows.
const COLUMN: f32 = 860.0;

/// What the screen remembers.
#[derive(Debug, Default)]
pub struct State {
    pub dialog: Option<Dialog>,
    /// Whether the length is typed rather than picked.
    own_length: bool,
    /// The question whose example is open, and which of its lengths.
    example: Option<(QuestionId, usize)>,
    first: first::State,
}

/// What lies over the screen.
#[derive(Debug)]
pub enum Dialog {
    /// The questions to pick from.
    Pick(picker::Search),
    /// Asks whether what was said is to go to the trash.
    Discard(small::Opening),
    /// Asks what the speaker guesses.
    Guess(guess::Form),
    /// The microphones, one of which is to be used instead.
    Microphone,
    /// The title of a new story, as typed so far.
    NewStory(String, small::Opening),
}

impl Dialog {
    #[must_use]
    pub fn pick() -> Self {
        Self::Pick(picker::Search::default())
    }

    #[must_use]
    pub fn discard() -> Self {
        Self::Discard(small::Opening::default())
    }

    #[must_use]
    pub fn new_story() -> Self {
        Self::NewStory(String::new(), small::Opening::default())
    }

    /// A guess at a take that followed this plan.
    #[must_use]
    pub fn guess(plan: &Plan, clock_was_seen: bool) -> Self {
        Self::Guess(guess::Form::about(plan, clock_was_seen))
    }
}

pub fn show(ui: &mut Ui, model: &Model, state: &mut State, commands: &mut Vec<Command>) {
    if stage::is_on(model) {
        stage::show(ui, model, commands);
    } else {
        instrument::show(ui, model, commands);
        page::page(ui, "practice", COLUMN, |ui| before(ui, model, state, commands));
    }
    dialog(ui, model, state, commands);
}

/// Everything that is chosen before one speaks.
fn before(ui: &mut Ui, model: &Model, state: &mut State, commands: &mut Vec<Command>) {
    if model.library.takes().len() == 0 {
        first::show(ui, model, &mut state.first, commands);
    }
    task(ui, model, commands);
    question::show(ui, model, commands);
    trouble(ui, model, commands);
    let whole = model.practice.task == Task::Answer;
    let ready = model.practice.stage == Stage::Ready;
    if whole {
        ui.add_enabled_ui(ready, |ui| story::show(ui, model, commands));
    }
    prompter::show(ui, model);
    example::show(ui, model, state, commands);
    if whole {
        ui.add_enabled_ui(ready, |ui| setup::show(ui, model, state, commands));
    }
}

/// What is recorded where it is not a whole answer, and the way back.
fn task(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    let what = match &model.practice.task {
        Task::Answer => return,
        Task::Retake { name, .. } => format!("{name} again, on its own"),
        Task::FollowUp { .. } => "A follow-up question".to_owned(),
    };
    ui.horizontal_wrapped(|ui| {
        ui.label(Type::Strong.text(what));
        ui.add_enabled_ui(model.practice.stage == Stage::Ready, |ui| {
            if button::quiet(ui, icons::CLOSE, "Back to whole answers").clicked() {
                commands.push(PracticeCommand::WholeAnswer.into());
            }
        });
    });
    ui.add_space(space::S);
}

/// Why nothing can be recorded, with what to do.
fn trouble(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    let practice = &model.practice;
    let Some(why) = practice.trouble.as_ref().or(practice.obstacle.as_ref()) else { return };
    let palette = palette(ui);
    let frame = eframe::egui::Frame::new()
        .fill(palette.surface)
        .stroke((1.0, palette.outline))
        .corner_radius(crate::ui::theme::size::CORNER)
        .inner_margin(space::M);
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal_top(|ui| {
            ui.label(Type::Section.text(icons::WARNING));
            let response = ui.add(Label::new(Type::Body.text(why)).wrap());
            ui.ctx().accesskit_node_builder(response.id, |node| {
                node.set_live(eframe::egui::accesskit::Live::Assertive);
            });
        });
        if practice.trouble.is_some() {
            ui.horizontal_wrapped(|ui| {
                if button::plain(ui, icons::MICROPHONE, "Choose a microphone…").clicked() {
                    commands.push(PracticeCommand::AskMicrophone.into());
                }
                if button::plain(ui, icons::UNDO, "Try again").clicked() {
                    commands.push(PracticeCommand::Record.into());
                }
            });
        }
    });
    ui.add_space(space::M);
}

fn dialog(ui: &Ui, model: &Model, state: &mut State, commands: &mut Vec<Command>) {
    let Some(mut open) = state.dialog.take() else { return };
    let ctx = ui.ctx();
    let keep = match &mut open {
        Dialog::Pick(search) => picker::show(ctx, model, search, commands),
        Dialog::Discard(opening) => small::discard(ctx, model, opening, commands),
        Dialog::Guess(form) => guess::show(ctx, form, commands),
        Dialog::Microphone => small::microphone(ctx, model, commands),
        Dialog::NewStory(title, opening) => small::new_story(ctx, title, opening, commands),
    };
    if keep {
        state.dialog = Some(open);
    }
}
