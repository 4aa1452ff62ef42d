//! A key with what is held beside it: how it is shown, how it is kept in a file, and which may be given away.

use eframe::egui::{Key, KeyboardShortcut, Modifiers};

/// The key as a person would write it: "Ctrl+Shift+P", "?".
#[must_use]
pub fn text(chord: KeyboardShortcut) -> String {
    let name = match chord.logical_key {
        Key::Escape => "Esc",
        Key::ArrowDown => "Down",
        Key::ArrowLeft => "Left",
        Key::ArrowRight => "Right",
        Key::ArrowUp => "Up",
        Key::PageUp => "Page Up",
        Key::PageDown => "Page Down",
        Key::Quote => "'",
        other => other.symbol_or_name(),
    };
    with_modifiers(chord, if cfg!(target_os = "macos") { "Cmd" } else { "Ctrl" }, name)
}

/// The key as it is kept in a file, the same on every system.
#[must_use]
pub fn written(chord: KeyboardShortcut) -> String {
    with_modifiers(chord, "Ctrl", chord.logical_key.name())
}

fn with_modifiers(chord: KeyboardShortcut, command: &str, key: &str) -> String {
    let held = chord.modifiers;
    let parts = [(held.command, command), (held.alt, "Alt"), (held.shift, "Shift")];
    let mut text = String::new();
    for (_, name) in parts.iter().filter(|(is_held, _)| *is_held) {
        text.push_str(name);
        text.push('+');
    }
    text.push_str(key);
    text
}

/// The key that [`written`] wrote down; `None` for anything else.
#[must_use]
pub fn parse(text: &str) -> Option<KeyboardShortcut> {
    let mut modifiers = Modifiers::NONE;
    let mut parts = text.split('+').map(str::trim);
    let key = parts.next_back()?;
    for part in parts {
        match part {
            "Ctrl" | "Cmd" => modifiers = modifiers.plus(Modifiers::COMMAND),
            "Alt" => modifiers.alt = true,
            "Shift" => modifiers.shift = true,
            _ => return None,
        }
    }
    read(Key::from_name(key)?, modifiers)
}

/// A key that was pressed, as it can be given to a command; `None` for keys that every window needs for itself.
#[must_use]
pub fn read(key: Key, held: Modifiers) -> Option<KeyboardShortcut> {
    if matches!(key, Key::Tab | Key::Copy | Key::Cut | Key::Paste) {
        return None;
    }
    if held.command && !held.shift && matches!(key, Key::C | Key::X | Key::V) {
        return None;
    }
    let mut modifiers =
        Modifiers { alt: held.alt, shift: held.shift && !is_typed_with_shift(key), ..Modifiers::NONE };
    if held.command {
        modifiers = modifiers.plus(Modifiers::COMMAND);
    }
    Some(KeyboardShortcut::new(modifiers, key))
}

/// Whether two keys are the same to the hand.
#[must_use]
pub fn is_same_key(a: KeyboardShortcut, b: KeyboardShortcut) -> bool {
    let shift = is_typed_with_shift(a.logical_key) || a.modifiers.shift == b.modifiers.shift;
    a.logical_key == b.logical_key
        && shift
        && a.modifiers.command == b.modifiers.command
        && a.modifiers.alt == b.modifiers.alt
}

/// Signs that need the Shift key on one keyboard and not on another.
const fn is_typed_with_shift(key: Key) -> bool {
    matches!(
        key,
        Key::Questionmark
            | Key::Exclamationmark
            | Key::Colon
            | Key::Plus
            | Key::Pipe
            | Key::OpenCurlyBracket
            | Key::CloseCurlyBracket
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_read_back_as_it_was_written() {
        for key in Key::ALL {
            for held in [Modifiers::NONE, Modifiers::COMMAND, Modifiers::SHIFT, Modifiers::ALT] {
                let Some(chord) = read(*key, held) else { continue };
                assert_eq!(parse(&written(chord)), Some(chord), "{}", written(chord));
            }
        }
        assert_eq!(parse("Hyper+K"), None);
        assert_eq!(parse(""), None);
    }

    #[test]
    fn keys_that_a_window_needs_for_itself_are_not_given_away() {
        assert_eq!(read(Key::Tab, Modifiers::SHIFT), None);
        assert_eq!(read(Key::C, Modifiers::COMMAND), None);
        assert!(read(Key::C, Modifiers::NONE).is_some());
    }
}
