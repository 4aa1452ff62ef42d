//! What lies over the screens when asked for: the list of commands and the sheet of keys.

use eframe::egui::{
    Align, Align2, Context, Id, Key, Label, Layout, Modifiers, ProgressBar, ScrollArea, Ui, vec2,
};

use super::command::{Command, LibraryCommand, StoryCommand};
use super::icons;
use super::mode::Mode;
use super::model::{Model, Moving};
use super::shortcuts::{self, IN_PLACE};
use super::theme::{Type, palette, size, space};
use super::widgets::dialog::dialog;
use super::widgets::{button, field, page};

/// What lies on top.
#[derive(Debug, PartialEq, Eq)]
pub enum Overlay {
    Commands(Search),
    Keys,
}

/// What is looked for in the list of commands, and which row is chosen.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Search {
    text: String,
    chosen: usize,
}

/// Shows what is on top, if anything is.
pub fn show(
    ctx: &Context,
    model: &Model,
    mode: Mode,
    on_top: &mut Option<Overlay>,
    commands: &mut Vec<Command>,
) {
    let Some(mut overlay) = on_top.take() else { return };
    let keep = match &mut overlay {
        Overlay::Commands(search) => commands_ui(ctx, model, mode, search, commands),
        Overlay::Keys => keys_ui(ctx, model, mode),
    };
    if keep {
        *on_top = Some(overlay);
    }
}

/// While the library is moved nothing else can be done, because nothing could be saved.
pub fn moving(ctx: &Context, moving: &Moving, commands: &mut Vec<Command>) {
    dialog(ctx, "Moving the library", 420.0, |ui| {
        ui.label(Type::Section.text("Moving the library"));
        ui.add(Label::new(Type::Body.text(moving.to.display().to_string())).wrap());
        ui.add_space(space::M);
        let percent = format!("{:.0} %", 100.0 * moving.done);
        let bar = ui.add(ProgressBar::new(moving.done).text(percent.as_str()));
        field::name(ui, &bar, &format!("Moving the library, {percent}"));
        ui.add_space(space::M);
        let name = if moving.stopping { "Stopping" } else { "Stop" };
        if button::plain_if(ui, !moving.stopping, icons::CLOSE, name).clicked() {
            commands.push(LibraryCommand::StopMoving.into());
        }
        true
    });
}

/// A row of the list of commands.
struct Row {
    name: String,
    key: String,
    command: Command,
}

fn rows(model: &Model, mode: Mode, text: &str) -> Vec<Row> {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let fits = |name: &str| words.iter().all(|word| name.to_lowercase().contains(word));
    let from_table = model
        .keymap
        .rows()
        .map(|(shortcut, _)| shortcut)
        .filter(|shortcut| model.offers(shortcut, mode) && (shortcut.command)() != Command::ToggleCommands)
        .map(|shortcut| Row {
            name: shortcut.description.to_owned(),
            key: model.keymap.text_of(shortcut),
            command: (shortcut.command)(),
        });
    let stories = model.library.stories().filter(|_| !words.is_empty()).map(|story| Row {
        name: format!("Open {}", story.shown_title()),
        key: String::new(),
        command: StoryCommand::Open(story.id.clone()).into(),
    });
    from_table.chain(stories).filter(|row| fits(&row.name)).take(MOST_ROWS).collect()
}

/// More rows than anybody reads are not shown.
const MOST_ROWS: usize = 40;

fn commands_ui(
    ctx: &Context,
    model: &Model,
    mode: Mode,
    search: &mut Search,
    commands: &mut Vec<Command>,
) -> bool {
    dialog(ctx, "Commands", 520.0, |ui| {
        let id = Id::unique("command search");
        ui.memory_mut(|memory| memory.request_focus(id));
        let (down, up, enter) = ui.input_mut(|input| {
            (
                input.consume_key(Modifiers::NONE, Key::ArrowDown),
                input.consume_key(Modifiers::NONE, Key::ArrowUp),
                input.consume_key(Modifiers::NONE, Key::Enter),
            )
        });
        if field::search(ui, id, "Find a command or a story", &mut search.text).changed() {
            search.chosen = 0;
        }
        let rows = rows(model, mode, &search.text);
        let last = rows.len().saturating_sub(1);
        search.chosen = (search.chosen + usize::from(down)).saturating_sub(usize::from(up)).min(last);
        let mut asked = enter.then_some(search.chosen);
        ScrollArea::vertical().max_height(ui.available_height()).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (index, row) in rows.iter().enumerate() {
                if command_row(ui, row, index == search.chosen, down || up) {
                    asked = Some(index);
                }
            }
            if rows.is_empty() {
                field::hint(ui, "No command of this name");
            }
        });
        let Some(row) = asked.and_then(|index| rows.into_iter().nth(index)) else { return true };
        commands.push(row.command);
        false
    })
}

fn command_row(ui: &mut Ui, row: &Row, chosen: bool, moved: bool) -> bool {
    let (rect, response) = button::row(ui, size::CONTROL, &row.name);
    let palette = palette(ui);
    if chosen {
        ui.painter().rect_filled(rect, size::CORNER, palette.raised);
        if moved {
            response.scroll_to_me(None);
        }
    }
    let inner = rect.shrink2(vec2(space::S, 0.0));
    let painter = ui.painter_at(rect);
    painter.text(inner.left_center(), Align2::LEFT_CENTER, &row.name, Type::Body.font(), palette.text);
    painter.text(
        inner.right_center(),
        Align2::RIGHT_CENTER,
        &row.key,
        Type::Caption.font(),
        palette.text_weak,
    );
    response.clicked()
}

fn keys_ui(ctx: &Context, model: &Model, mode: Mode) -> bool {
    dialog(ctx, "Keys", 520.0, |ui| {
        let mut keep = true;
        page::title(ui, "Keys", |ui| {
            keep = !button::icon(ui, icons::CLOSE, "Close").clicked();
        });
        ScrollArea::vertical().max_height(ui.available_height()).show(ui, |ui| {
            for mode in modes(mode) {
                keys_of_mode(ui, model, mode);
            }
            heading(ui, "In fields and lists");
            for (keys, what) in IN_PLACE {
                key_row(ui, keys, what);
            }
        });
        keep && !ui.input(|input| input.key_pressed(Key::Questionmark) || input.key_pressed(Key::F1))
    })
}

/// The present mode first, then the others in the order of the navigation.
fn modes(here: Mode) -> impl Iterator<Item = Mode> {
    std::iter::once(here).chain(Mode::ALL.into_iter().filter(move |mode| *mode != here))
}

fn keys_of_mode(ui: &mut Ui, model: &Model, mode: Mode) {
    let mut rows = model.keymap.rows().filter(|(shortcut, _)| shortcut.mode == mode).peekable();
    if rows.peek().is_none() {
        return;
    }
    heading(ui, mode.name());
    for (shortcut, keys) in rows {
        let keys = keys.first().map_or_else(|| "–".to_owned(), |key| shortcuts::text(*key));
        key_row(ui, &keys, shortcut.description);
    }
}

fn heading(ui: &mut Ui, name: &str) {
    ui.add_space(space::M);
    ui.label(Type::Strong.text(name));
}

fn key_row(ui: &mut Ui, keys: &str, what: &str) {
    let weak = palette(ui).text_weak;
    ui.horizontal(|ui| {
        ui.spacing_mut().interact_size.y = 24.0;
        ui.label(Type::Body.text(what));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(Type::Body.text(keys).color(weak));
        });
    });
}
