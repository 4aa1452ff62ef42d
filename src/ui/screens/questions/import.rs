//! Bringing questions in: files are given, what was found is looked through, and what is ticked is added.

mod lines;
mod preview;

use eframe::egui::{Align2, Event, Frame, Id, Margin, Panel, ProgressBar, Ui};

use crate::ui::command::{Command, ImportCommand};
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::model::import::{Reading, Stage};
use crate::ui::theme::{Type, palette, size, space};
use crate::ui::widgets::{button, field, page, prose};
use crate::ui::words;

/// The widest the page grows.
const WIDEST: f32 = size::COLUMN + 120.0;

/// Below this width the line at the top becomes two.
const NARROW_BAR: f32 = 620.0;

/// What the page remembers.
#[derive(Debug, Default)]
pub struct State {
    /// The name of a file, as far as it is typed.
    path: String,
    /// The name that was tried last, as long as it is not known whether a file has it.
    tried: Option<String>,
    preview: preview::State,
}

/// Files that fall onto the window.
pub fn falling(ui: &Ui, commands: &mut Vec<Command>) {
    // A frame may be drawn in several passes, and a file falls only once.
    if ui.ctx().current_pass_index() == 0 {
        let files: Vec<_> =
            ui.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_path_buf()).collect());
        if !files.is_empty() {
            commands.push(ImportCommand::Files(files).into());
        }
    }
    if ui.input(|input| !input.raw.hovered_files.is_empty()) {
        let palette = palette(ui);
        let layer = eframe::egui::LayerId::new(eframe::egui::Order::Foreground, Id::unique("falling files"));
        let painter = ui.ctx().layer_painter(layer);
        let room = ui.max_rect();
        painter.rect_filled(room, 0, palette.scrim);
        let text = "Let go to read the questions in it";
        painter.text(room.center(), Align2::CENTER_CENTER, text, Type::Section.font(), palette.text);
    }
}

/// Text that is pasted where no field takes it.
fn pasted(ui: &Ui, commands: &mut Vec<Command>) {
    let text = ui.input_mut(|input| {
        let place = input.events.iter().position(|event| matches!(event, Event::Paste(_)))?;
        match input.events.remove(place) {
            Event::Paste(text) => Some(text),
            _ => None,
        }
    });
    commands.extend(text.map(|text| ImportCommand::Text(text).into()));
}

pub(super) fn show(ui: &mut Ui, model: &Model, state: &mut State, typing: bool, commands: &mut Vec<Command>) {
    if !typing {
        pasted(ui, commands);
    }
    let import = &model.import;
    bar(ui, model, commands);
    page::page(ui, "import", WIDEST, |ui| match &import.stage {
        Stage::Reading(reading) => progress(ui, reading, commands),
        Stage::Adding(count) => {
            let what = words::count(*count, "question is", "questions are");
            ui.add_space(space::XL);
            ui.label(Type::Section.text(format!("{what} being saved")));
            field::hint(ui, "You can go on with something else meanwhile.");
        }
        Stage::Waiting if import.unsaved.is_some() => unsaved(ui, model, commands),
        Stage::Waiting => {
            give(ui, model, state, commands);
            refused(ui, model);
            if import.has_preview() {
                preview::show(ui, model, &mut state.preview, commands);
            } else {
                help(ui);
            }
        }
    });
}

/// The line at the top, which stays where it is while the preview scrolls.
fn bar(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    let least = if page::is_narrow(ui) { space::L } else { space::XXL };
    let side = ((ui.available_width() - WIDEST) / 2.0).max(least);
    let frame = Frame::new().fill(palette(ui).background).inner_margin(Margin::symmetric(0, 12));
    Panel::top("import bar").frame(frame).show(ui, |ui| {
        ui.horizontal(|ui| {
            let width = ui.available_width() - 2.0 * side;
            ui.add_space(side);
            ui.vertical(|ui| {
                ui.set_width(width);
                bar_line(ui, model, commands);
            });
        });
    });
}

fn bar_line(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    let import = &model.import;
    let shown = import.has_preview() && !import.is_busy() && import.unsaved.is_none();
    let narrow = ui.available_width() < NARROW_BAR;
    ui.horizontal(|ui| {
        if button::back(ui, "Questions").clicked() {
            commands.push(ImportCommand::Close.into());
        }
        if shown && !narrow {
            ticks(ui, commands);
        }
        if shown {
            page::at_the_right(ui, |ui| add(ui, model, commands));
        }
    });
    if shown && narrow {
        button::bar(ui, |ui| ticks(ui, commands));
    }
}

fn ticks(ui: &mut Ui, commands: &mut Vec<Command>) {
    if button::quiet(ui, icons::CHECK, "Tick all").clicked() {
        commands.push(ImportCommand::TickAll(true).into());
    }
    if button::quiet(ui, icons::CLOSE, "Tick none").clicked() {
        commands.push(ImportCommand::TickAll(false).into());
    }
    if button::quiet(ui, icons::DELETE, "Start over").clicked() {
        commands.push(ImportCommand::StartOver.into());
    }
}

fn add(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    let count = model.import.chosen;
    let name = format!("Add {}", words::count(count, "question", "questions"));
    ui.add_enabled_ui(model.is_writable() && count > 0, |ui| {
        let hint = model.keymap.hint(&name, &ImportCommand::Add.into());
        if button::primary(ui, icons::ADD, &name).on_hover_text(hint).clicked() {
            commands.push(ImportCommand::Add.into());
        }
    });
}

fn give(ui: &mut Ui, model: &Model, state: &mut State, commands: &mut Vec<Command>) {
    page::title(ui, "Import questions", |_| {});
    // A name that led to nothing comes back, to be mended instead of typed again.
    if let Some(tried) =
        state.tried.take().filter(|_| state.path.is_empty() && !model.import.refused.is_empty())
    {
        state.path = tried;
    }
    let id = Id::unique("import path");
    let width = ui.available_width();
    field::caption(ui, "A file with questions");
    let response = field::line(ui, id, "File to import", "/home/you/notes.md", width, &mut state.path);
    let entered = response.lost_focus() && ui.input(|input| input.key_pressed(eframe::egui::Key::Enter));
    ui.add_space(space::XS);
    ui.horizontal_wrapped(|ui| {
        let typed = !state.path.trim().is_empty();
        let asked = button::plain_if(ui, typed, icons::CHECK, "Read this file").clicked();
        if typed && (asked || entered) {
            let typed = std::mem::take(&mut state.path);
            state.tried = Some(typed.clone());
            commands.push(ImportCommand::Typed(typed).into());
        }
        if button::plain_if(ui, !model.choosing, icons::FOLDER, "Choose files…").clicked() {
            commands.push(ImportCommand::Browse.into());
        }
        if button::plain(ui, "", "Paste").clicked() {
            commands.push(ImportCommand::Paste.into());
        }
    });
    ui.add_space(space::S);
}

fn help(ui: &mut Ui) {
    prose::aside(
        ui,
        "Drop files onto the window, choose them, type a name, or paste the questions themselves. Markdown, plain \
         text, CSV, JSON, YAML, saved pages, Anki exports, Org, AsciiDoc, reStructuredText, wiki text, LaTeX and \
         Starling's own files are read. Headings become categories, and lists under a question its follow-ups.",
    );
    ui.add_space(space::S);
    prose::aside(ui, "You see what was found before anything is added.");
}

fn progress(ui: &mut Ui, reading: &Reading, commands: &mut Vec<Command>) {
    ui.add_space(space::XL);
    let what = if reading.of > 1 {
        format!("Reading {}, file {} of {}", reading.name, reading.number, reading.of)
    } else {
        format!("Reading {}", reading.name)
    };
    ui.label(Type::Section.text(what));
    ui.add_space(space::S);
    let fill = palette(ui).text_weak;
    let bar = ProgressBar::new(reading.share).desired_height(space::S).fill(fill).corner_radius(4);
    let response = ui.add(bar);
    field::name(ui, &response, "Progress of reading");
    let done = if reading.share < 1.0 {
        format!("{:.0} %", reading.share * 100.0)
    } else {
        "Comparing with the questions you have".to_owned()
    };
    field::hint(ui, done);
    ui.add_space(space::S);
    ui.add_enabled_ui(!reading.stopping, |ui| {
        if button::plain(ui, icons::STOP, "Stop").clicked() {
            commands.push(ImportCommand::Stop.into());
        }
    });
}

fn refused(ui: &mut Ui, model: &Model) {
    for refused in &model.import.refused {
        ui.horizontal_top(|ui| {
            ui.label(Type::Body.text(icons::WARNING).color(palette(ui).text_weak));
            ui.vertical(|ui| {
                prose::paragraph(ui, &refused.why);
                if !refused.name.is_empty() && !refused.why.contains(&refused.name) {
                    field::hint(ui, &refused.name);
                }
            });
        });
        ui.add_space(space::S);
    }
}

fn unsaved(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    let Some(unsaved) = &model.import.unsaved else { return };
    ui.add_space(space::XL);
    let what = words::count(unsaved.count, "question was", "questions were");
    ui.label(Type::Section.text(format!("{what} not added")));
    prose::paragraph(ui, &unsaved.why);
    ui.add_space(space::S);
    ui.horizontal_wrapped(|ui| {
        if button::primary(ui, icons::UNDO, "Try again").clicked() {
            commands.push(ImportCommand::Add.into());
        }
        if button::plain(ui, icons::DELETE, "Leave them out").clicked() {
            commands.push(ImportCommand::StartOver.into());
        }
    });
}
