//! The editor of one story: its words on the left, how it is filed on the right or below.

use eframe::egui::{Align, FontSelection, Frame, Id, Layout, Margin, Stroke, TextEdit, Ui, vec2};

use super::{Focus, State, bullets, filing};
use crate::domain::framework::{Framework, hues};
use crate::domain::story::{KeyFigure, SectionNotes, Story};
use crate::ui::command::{Command, PracticeCommand, StoryCommand};
use crate::ui::icons;
use crate::ui::model::{Model, Saving};
use crate::ui::theme::{Type, palette, size, space};
use crate::ui::widgets::{button, field, page, sections};

/// The gap between the words and how they are filed.
const BESIDE: f32 = space::XXXL;

pub fn show(ui: &mut Ui, model: &Model, story: &Story, state: &mut State, commands: &mut Vec<Command>) {
    let mut now = story.clone();
    page::page(ui, "story", size::COLUMN + BESIDE + size::SIDE, |ui| {
        ui.push_id(&story.id, |ui| {
            header(ui, model, story, commands);
            ui.add_enabled_ui(model.is_writable(), |ui| body(ui, model, &mut now, state, commands));
        });
    });
    if now != *story {
        commands.push(StoryCommand::Change(Box::new(now)).into());
    }
}

fn header(ui: &mut Ui, model: &Model, story: &Story, commands: &mut Vec<Command>) {
    ui.horizontal(|ui| {
        if button::back(ui, "Stories").clicked() {
            commands.push(StoryCommand::Close.into());
        }
        if !story.title.trim().is_empty() && button::quiet(ui, icons::MICROPHONE, "Practise").clicked() {
            commands.push(PracticeCommand::PracticeStory(story.id.clone()).into());
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let (icon, word) = match model.saving {
                Saving::Saved => (icons::CHECK, "Saved"),
                Saving::Waiting | Saving::Writing => ("", "Saving"),
                Saving::Failed => (icons::WARNING, "Not saved"),
            };
            field::hint(ui, format!("{icon} {word}"));
        });
    });
}

fn body(ui: &mut Ui, model: &Model, story: &mut Story, state: &mut State, commands: &mut Vec<Command>) {
    let width = ui.available_width();
    if width < size::SIDE + BESIDE + 360.0 {
        words(ui, model, story, state);
        filing::show(ui, model, story, state, commands);
        return;
    }
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let left = width - size::SIDE - BESIDE;
        ui.allocate_ui_with_layout(vec2(left, 0.0), Layout::top_down(Align::Min), |ui| {
            ui.set_width(left);
            ui.spacing_mut().item_spacing.x = space::S;
            words(ui, model, story, state);
        });
        ui.add_space(BESIDE);
        ui.allocate_ui_with_layout(vec2(size::SIDE, 0.0), Layout::top_down(Align::Min), |ui| {
            ui.set_width(size::SIDE);
            ui.spacing_mut().item_spacing.x = space::S;
            filing::show(ui, model, story, state, commands);
        });
    });
}

fn words(ui: &mut Ui, model: &Model, story: &mut Story, state: &mut State) {
    title(ui, story, state);
    let framework = model.library.settings.framework(&story.framework);
    match &framework {
        Some(framework) => parts(ui, framework, story, state),
        None => {
            field::hint(
                ui,
                "This story's framework is not in the library. Choose another one under Framework.",
            );
        }
    }
    figures(ui, story);
    page::section(ui, "Notes");
    let id = Id::unique("notes").with(&story.id);
    field::lines(ui, id, "Notes", "What belongs to the story and is not told", 3, &mut story.notes);
}

fn title(ui: &mut Ui, story: &mut Story, state: &mut State) {
    let id = Id::unique("title").with(&story.id);
    if state.focus == Some(Focus::Title) {
        ui.memory_mut(|memory| memory.request_focus(id));
        state.focus = None;
    }
    let edit = TextEdit::singleline(&mut story.title)
        .id(id)
        .font(FontSelection::Style(Type::Title.style()))
        .hint_text("Give it a title")
        .frame(Frame::new().inner_margin(Margin::symmetric(0, 4)))
        .desired_width(ui.available_width());
    let response = ui.add(edit);
    field::name(ui, &response, "Title");
    let palette = palette(ui);
    let stroke = if response.has_focus() { (1.5, palette.focus) } else { (1.0, palette.line) };
    ui.painter().hline(response.rect.x_range(), response.rect.bottom(), stroke);
    ui.add_space(space::S);
}

fn parts(ui: &mut Ui, framework: &Framework, story: &mut Story, state: &mut State) {
    let named = framework.sections.iter().zip(hues(&framework.sections));
    for (index, (section, hue)) in named.enumerate() {
        ui.add_space(space::M);
        ui.horizontal(|ui| {
            sections::badge(ui, hue, section);
            ui.label(Type::Section.text(&section.name));
        });
        let mut written = story.bullets(&section.name).to_vec();
        sheet(ui, |ui| bullets::edit(ui, &mut state.rows, index, section, &mut written));
        if written != story.bullets(&section.name) {
            put_bullets(story, &section.name, written);
        }
    }
    left_over(ui, framework, story);
}

/// Notes under sections that this framework does not have are shown, so that nothing is lost from sight.
fn left_over(ui: &mut Ui, framework: &Framework, story: &Story) {
    let known = |name: &str| framework.sections.iter().any(|section| section.name == name);
    for notes in story.sections.iter().filter(|notes| !known(&notes.section) && !notes.bullets.is_empty()) {
        ui.add_space(space::M);
        ui.label(Type::Strong.text(format!("{} (not in {})", notes.section, framework.name)));
        for bullet in &notes.bullets {
            ui.add(eframe::egui::Label::new(Type::Body.text(format!("•  {bullet}"))).wrap().selectable(true));
        }
    }
}

fn put_bullets(story: &mut Story, section: &str, bullets: Vec<String>) {
    match story.sections.iter_mut().find(|notes| notes.section == section) {
        Some(notes) => notes.bullets = bullets,
        None => story.sections.push(SectionNotes { section: section.to_owned(), bullets }),
    }
}

/// A place to write on, outlined while the keyboard is in it.
fn sheet(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    let palette = palette(ui);
    let mut frame = Frame::new()
        .fill(palette.field)
        .stroke(Stroke::new(1.0, palette.line))
        .corner_radius(size::CORNER + 2)
        .inner_margin(Margin::symmetric(12, 6))
        .begin(ui);
    frame.content_ui.spacing_mut().item_spacing.y = 0.0;
    add(&mut frame.content_ui);
    let focused = frame.content_ui.ctx().memory(eframe::egui::Memory::focused);
    let inside = focused
        .and_then(|id| frame.content_ui.ctx().read_response(id))
        .is_some_and(|response| frame.content_ui.min_rect().contains_rect(response.rect));
    if inside {
        frame.frame.stroke = Stroke::new(1.0, palette.text_weak);
    }
    frame.end(ui);
}

fn figures(ui: &mut Ui, story: &mut Story) {
    page::section(ui, "Key figures");
    let mut gone = None;
    for (index, figure) in story.key_figures.iter_mut().enumerate() {
        let id = Id::unique("figure").with(&story.id).with(index);
        ui.horizontal(|ui| {
            let label = format!("Figure {}", index + 1);
            field::line(ui, id.with("value"), &label, "38 %", 96.0, &mut figure.value);
            let width = ui.available_width() - size::CONTROL - space::S;
            let meaning = format!("What figure {} means", index + 1);
            field::line(
                ui,
                id.with("meaning"),
                &meaning,
                "fewer failed payments in a month",
                width,
                &mut figure.meaning,
            );
            if button::icon(ui, icons::CLOSE, &format!("Remove figure {}", index + 1)).clicked() {
                gone = Some(index);
            }
        });
    }
    if let Some(index) = gone {
        story.key_figures.remove(index);
    }
    if button::quiet(ui, icons::ADD, "Add a figure").clicked() {
        let id = Id::unique("figure").with(&story.id).with(story.key_figures.len()).with("value");
        story.key_figures.push(KeyFigure::default());
        ui.memory_mut(|memory| memory.request_focus(id));
    }
}
