//! Keys that were pressed become commands. A key acts only while no text field has the keyboard and no dialog is open.

use eframe::egui::{Context, Event, InputState, Key, KeyboardShortcut};

use super::command::Command;
use super::mode::Mode;
use super::model::Model;
use super::screens::ViewState;
use super::shortcuts::is_same_key;

/// Turns keys that were pressed into commands.
pub fn dispatch(ctx: &Context, model: &Model, view: &ViewState, commands: &mut Vec<Command>) {
    // Esc takes the keyboard from a text field before this frame begins, and is used up by that.
    let typing = view.typing || ctx.text_edit_focused() || ctx.any_popup_open();
    if view.overlay.is_some() || model.moving.is_some() || typing || view.settings.is_waiting_for_key() {
        return;
    }
    if ctx.memory(|memory| memory.top_modal_layer().is_some()) {
        return;
    }
    // While somebody speaks, the keys mark and pause wherever the keyboard is.
    let on_control = view.mode() != Mode::Practice && ctx.memory(|memory| memory.focused().is_some());
    for (shortcut, keys) in model.keymap.rows().filter(|(shortcut, _)| model.offers(shortcut, view.mode())) {
        let mut keys = keys.iter().filter(|key| !(on_control && presses_a_control(**key)));
        let pressed = ctx.input_mut(|input| keys.find_map(|key| pressed_exactly(input, *key)));
        // A key held a little too long must neither skip a section nor stop what it has started.
        let counts = |pressed| pressed == Pressed::Anew || shortcut.mode != Mode::Practice;
        if pressed.is_some_and(counts) {
            commands.push((shortcut.command)());
        }
    }
}

/// Whether this key presses the control that has the keyboard, and so means nothing else there.
fn presses_a_control(key: KeyboardShortcut) -> bool {
    key.modifiers.is_none() && matches!(key.logical_key, Key::Space | Key::Enter)
}

/// How a key went down.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pressed {
    Anew,
    /// It is held, and the system repeats it.
    Again,
}

/// Takes a key out of the frame's events. The modifiers are those held when the key went down: a quick hand has
/// let go of them before the frame ends.
fn pressed_exactly(input: &mut InputState, wanted: KeyboardShortcut) -> Option<Pressed> {
    let meant = |event: &Event| {
        matches!(event, Event::Key { key, pressed: true, modifiers, .. }
            if is_same_key(KeyboardShortcut::new(*modifiers, *key), wanted))
    };
    let index = input.events.iter().position(meant)?;
    let again = matches!(input.events.remove(index), Event::Key { repeat: true, .. });
    Some(if again { Pressed::Again } else { Pressed::Anew })
}
