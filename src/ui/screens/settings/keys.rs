//! Which key does what: every action with its key, to be given another one or none.

use eframe::egui::{
    Align, Button, Event, EventFilter, Id, Key, KeyboardShortcut, Label, Layout, Response, Role, Ui,
    WidgetInfo, vec2,
};

use crate::domain::settings::KeyChanges;
use crate::ui::command::Command;
use crate::ui::icons;
use crate::ui::mode::Mode;
use crate::ui::model::Model;
use crate::ui::shortcuts::{self, Conflict, Keymap, Shortcut};
use crate::ui::theme::{Type, palette, size, space};
use crate::ui::widgets::{button, field, page};

/// What the part remembers.
#[derive(Debug, Default)]
pub struct State {
    /// The action whose new key is awaited.
    waiting: Option<String>,
    /// A key that was pressed and not given, with the reason.
    refused: Option<Refused>,
}

impl State {
    /// Whether the next key is meant for this part and for nothing else.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.waiting.is_some()
    }

    /// Forgets what was begun, because the user went elsewhere.
    pub fn leave(&mut self) {
        *self = Self::default();
    }
}

#[derive(Debug)]
struct Refused {
    action: String,
    why: String,
    /// Given all the same if the user says so; `None` for a key that is never given away.
    key: Option<KeyboardShortcut>,
}

/// What was pressed while a key was awaited.
enum Pressed {
    Key(KeyboardShortcut),
    /// One that every window needs for itself.
    Reserved,
    Cancelled,
}

pub fn show(ui: &mut Ui, model: &Model, state: &mut State, commands: &mut Vec<Command>) {
    let mut changes = model.preferences.keys.clone();
    if state.is_waiting()
        && let Some(pressed) = take_key(ui)
    {
        take_in(&model.keymap, state, &mut changes, &pressed);
    }
    let help = "Choose a key, then press the one you want instead. Esc leaves it as it is. A key acts only while \
                you are not typing.";
    ui.add(Label::new(Type::Caption.text(help).color(palette(ui).text_weak)).wrap());
    ui.add_space(space::S);
    if button::plain_if(ui, !changes.is_empty(), icons::UNDO, "Back to the usual keys").clicked() {
        changes = KeyChanges::default();
        state.leave();
    }
    for mode in Mode::ALL {
        let mut rows = model.keymap.rows().filter(|(row, _)| row.mode == mode).peekable();
        if rows.peek().is_some() {
            page::section(ui, mode.name());
        }
        for (row, keys) in rows {
            ui.push_id(row.name(), |ui| action(ui, &model.keymap, row, keys, state, &mut changes));
        }
    }
    if changes != model.preferences.keys {
        let mut preferences = model.preferences.clone();
        preferences.keys = changes;
        commands.push(Command::ChangePreferences(Box::new(preferences)));
    }
}

/// Takes what was pressed out of the frame's events, so that nothing else acts on it.
fn take_key(ui: &Ui) -> Option<Pressed> {
    ui.input_mut(|input| {
        let read = |event: &Event| match event {
            Event::Copy | Event::Cut | Event::Paste(_) => Some(Pressed::Reserved),
            Event::Key { key: Key::Escape, pressed: true, .. } => Some(Pressed::Cancelled),
            // The Tab key goes on to the next control and so ends the waiting.
            Event::Key { key, pressed: true, repeat: false, modifiers, .. } if *key != Key::Tab => {
                Some(shortcuts::read(*key, *modifiers).map_or(Pressed::Reserved, Pressed::Key))
            }
            _ => None,
        };
        let (index, pressed) =
            input.events.iter().enumerate().find_map(|(index, event)| Some((index, read(event)?)))?;
        input.events.remove(index);
        Some(pressed)
    })
}

fn take_in(map: &Keymap, state: &mut State, changes: &mut KeyChanges, pressed: &Pressed) {
    let Some(action) = state.waiting.take() else { return };
    let Some(row) = shortcuts::table().find(|row| row.name() == action) else { return };
    match pressed {
        Pressed::Cancelled => {}
        Pressed::Reserved => {
            let why = "This key belongs to copying, pasting, selecting or moving from control to control."
                .to_owned();
            state.refused = Some(Refused { action, why, key: None });
        }
        Pressed::Key(key) => {
            let holder = holders(map, row, *key).next();
            match holder {
                Some(holder) => {
                    let why = Conflict { holder }.sentence(*key);
                    state.refused = Some(Refused { action, why, key: Some(*key) });
                }
                None => give(map, changes, row, *key),
            }
        }
    }
}

/// Other actions that this key means already where this one would be meant.
fn holders(map: &Keymap, row: &Shortcut, key: KeyboardShortcut) -> impl Iterator<Item = &'static Shortcut> {
    let name = row.name();
    let holds = move |keys: &[KeyboardShortcut]| keys.iter().any(|held| shortcuts::is_same_key(*held, key));
    map.rows()
        .filter(move |(other, keys)| other.mode.meets(row.mode) && holds(keys) && other.name() != name)
        .map(|(other, _)| other)
}

/// Gives the key to an action and takes it from every other.
fn give(map: &Keymap, changes: &mut KeyChanges, row: &Shortcut, key: KeyboardShortcut) {
    for holder in holders(map, row, key) {
        let rest = map.rows().find(|(other, _)| other.name() == holder.name()).map(|(_, keys)| keys);
        let left = rest.unwrap_or_default().iter().filter(|held| !shortcuts::is_same_key(**held, key));
        changes.set(holder.name(), left.map(|held| shortcuts::written(*held)).collect());
    }
    if row.keys.first().is_some_and(|usual| shortcuts::is_same_key(*usual, key)) {
        changes.reset(&row.name());
    } else {
        changes.set(row.name(), vec![shortcuts::written(key)]);
    }
}

fn action(
    ui: &mut Ui,
    map: &Keymap,
    row: &'static Shortcut,
    keys: &[KeyboardShortcut],
    state: &mut State,
    changes: &mut KeyChanges,
) {
    let name = row.name();
    let is_changed = changes.keys_of(&name).is_some();
    let is_waiting = state.waiting.as_ref() == Some(&name);
    let text = keys.iter().map(|key| shortcuts::text(*key)).collect::<Vec<_>>().join(", ");
    line(ui, row.description, |ui| {
        let response = key_button(ui, row.description, &text, is_waiting);
        follow(ui, &response, &name, is_waiting, state);
        ui.add_enabled_ui(!keys.is_empty(), |ui| {
            if button::icon(ui, icons::CLOSE, &format!("Take the key from: {}", row.description)).clicked() {
                changes.set(name.clone(), Vec::new());
                state.leave();
            }
        });
        ui.add_enabled_ui(is_changed, |ui| {
            if button::icon(ui, icons::UNDO, &format!("Back to the usual key: {}", row.description)).clicked()
            {
                changes.reset(&name);
                state.leave();
            }
        });
    });
    if let Some(lost) = row.keys.first().filter(|_| !is_changed && keys.is_empty())
        && let Some(holder) = map.holder(row.mode, *lost)
    {
        field::hint(ui, format!("Its usual key: {}", Conflict { holder }.sentence(*lost)));
    }
    refusal(ui, map, row, state, changes);
}

/// The description and its controls, under each other where there is little room.
fn line(ui: &mut Ui, description: &str, controls: impl FnOnce(&mut Ui)) {
    if page::is_narrow(ui) {
        ui.add(Label::new(Type::Body.text(description)).wrap());
        ui.horizontal(controls);
        return;
    }
    ui.horizontal(|ui| {
        let left = (ui.available_width() - CONTROLS_WIDTH).max(0.0);
        ui.allocate_ui_with_layout(vec2(left, size::CONTROL), Layout::left_to_right(Align::Center), |ui| {
            ui.set_width(left);
            ui.add(Label::new(Type::Body.text(description)).wrap());
        });
        controls(ui);
    });
}

const KEY_WIDTH: f32 = 180.0;
const CONTROLS_WIDTH: f32 = KEY_WIDTH + 2.0 * size::CONTROL + 3.0 * space::S;

fn key_button(ui: &mut Ui, description: &str, keys: &str, is_waiting: bool) -> Response {
    let shown = match (is_waiting, keys) {
        (true, _) => "Press a key",
        (false, "") => "–",
        (false, keys) => keys,
    };
    let response = ui.add(Button::new(shown).min_size(vec2(KEY_WIDTH, size::CONTROL)).truncate());
    let said = match (is_waiting, keys) {
        (true, _) => format!("Key for: {description}. Press a key"),
        (false, "") => format!("Key for: {description}. None"),
        (false, keys) => format!("Key for: {description}. {keys}"),
    };
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &said));
    response
}

/// Begins to wait for a key at a click, and stops when the keyboard goes elsewhere.
fn follow(ui: &Ui, response: &Response, name: &str, is_waiting: bool, state: &mut State) {
    if response.clicked() {
        response.request_focus();
        state.refused = None;
        state.waiting = (!is_waiting).then(|| name.to_owned());
    } else if is_waiting && !response.has_focus() {
        state.waiting = None;
    }
    if is_waiting {
        keep_keys(ui, response.id);
    }
}

/// Keeps the arrows and Esc from moving the keyboard elsewhere.
fn keep_keys(ui: &Ui, id: Id) {
    let filter = EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: true };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
}

/// Says under an action why a key was not given to it, and what can be done.
fn refusal(ui: &mut Ui, map: &Keymap, row: &Shortcut, state: &mut State, changes: &mut KeyChanges) {
    let Some(refused) = state.refused.take_if(|refused| refused.action == row.name()) else { return };
    let text = format!("{}  {}", icons::WARNING, refused.why);
    ui.add(Label::new(Type::Caption.text(text).color(palette(ui).text)).wrap());
    let mut settled = false;
    ui.horizontal_wrapped(|ui| {
        if let Some(key) = refused.key
            && button::plain(ui, "", "Use it here instead").clicked()
        {
            give(map, changes, row, key);
            settled = true;
        }
        settled |= button::plain(ui, "", "Leave it as it is").clicked();
    });
    if !settled {
        state.refused = Some(refused);
    }
}
