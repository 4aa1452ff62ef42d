//! Which key means what: the usual keys with the user's changes, worked out once.

use eframe::egui::KeyboardShortcut;

use super::{Shortcut, chord, table};
use crate::domain::settings::KeyChanges;
use crate::ui::command::Command;
use crate::ui::mode::Mode;

/// The keys in force, one row for each row of the tables and in their order. No key means two things in one mode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keymap {
    keys: Vec<Vec<KeyboardShortcut>>,
}

/// What a key means already.
#[derive(Clone, Copy)]
pub struct Conflict {
    pub holder: &'static Shortcut,
}

impl Conflict {
    /// "R already means Start or stop recording while practising."
    #[must_use]
    pub fn sentence(&self, key: KeyboardShortcut) -> String {
        let place = lower_first(self.holder.mode.name());
        format!("{} already means “{}” {place}.", chord::text(key), self.holder.description)
    }
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

impl Default for Keymap {
    fn default() -> Self {
        Self::resolve(&KeyChanges::default()).0
    }
}

impl Keymap {
    /// The keys with these changes, and what of the changes cannot be followed. What the user chose goes before
    /// what is usual.
    #[must_use]
    pub fn resolve(changes: &KeyChanges) -> (Self, Vec<String>) {
        let mut warnings = unknown(changes);
        let mut map = Self { keys: table().map(|_| Vec::new()).collect() };
        for (index, shortcut) in table().enumerate() {
            let Some(words) = changes.keys_of(&shortcut.name()) else { continue };
            for word in words {
                let Some(key) = chord::parse(word) else {
                    warnings
                        .push(format!("“{word}” is not a key that can be given to “{}”.", shortcut.name()));
                    continue;
                };
                match map.holder(shortcut.mode, key) {
                    Some(holder) => warnings.push(Conflict { holder }.sentence(key)),
                    None => map.give(index, key),
                }
            }
        }
        for (index, shortcut) in table().enumerate() {
            if changes.keys_of(&shortcut.name()).is_none() {
                for key in shortcut.keys {
                    if map.holder(shortcut.mode, *key).is_none() {
                        map.give(index, *key);
                    }
                }
            }
        }
        (map, warnings)
    }

    fn give(&mut self, index: usize, key: KeyboardShortcut) {
        if let Some(keys) = self.keys.get_mut(index) {
            keys.push(key);
        }
    }

    /// Each row of the tables with the keys it has now.
    pub fn rows(&self) -> impl Iterator<Item = (&'static Shortcut, &[KeyboardShortcut])> {
        table().zip(self.keys.iter().map(Vec::as_slice))
    }

    /// What has this key already in a mode that is in force together with this one.
    #[must_use]
    pub fn holder(&self, mode: Mode, key: KeyboardShortcut) -> Option<&'static Shortcut> {
        let holds = |keys: &[KeyboardShortcut]| keys.iter().any(|held| chord::is_same_key(*held, key));
        self.rows().find(|(row, keys)| row.mode.meets(mode) && holds(keys)).map(|(row, _)| row)
    }

    /// The key that is shown for a row; empty where there is none.
    #[must_use]
    pub fn text_of(&self, shortcut: &Shortcut) -> String {
        let same = |row: &Shortcut| row.mode == shortcut.mode && row.description == shortcut.description;
        self.rows().find(|(row, _)| same(row)).map_or_else(String::new, |(_, keys)| first(keys))
    }

    /// The key for a command; empty where there is none.
    #[must_use]
    pub fn key_for(&self, command: &Command) -> String {
        let rows = self.rows().find(|(row, keys)| !keys.is_empty() && (row.command)() == *command);
        rows.map_or_else(String::new, |(_, keys)| first(keys))
    }

    /// A name with the command's key behind it, for a tooltip: "Play (Space)".
    #[must_use]
    pub fn hint(&self, name: &str, command: &Command) -> String {
        let key = self.key_for(command);
        if key.is_empty() { name.to_owned() } else { format!("{name} ({key})") }
    }
}

fn first(keys: &[KeyboardShortcut]) -> String {
    keys.first().map_or_else(String::new, |key| chord::text(*key))
}

fn unknown(changes: &KeyChanges) -> Vec<String> {
    let strange = |name: &&String| table().all(|row| row.name() != **name);
    let told = |name: &String| {
        format!(
            "The preferences give a key to “{name}”, which this version does not know. It is kept and not used."
        )
    };
    changes.names().filter(strange).map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{ctrl, key};
    use super::*;
    use eframe::egui::Key;

    fn row(description: &str) -> &'static Shortcut {
        table().find(|row| row.description == description).unwrap()
    }

    fn assert_one_meaning_each(map: &Keymap) {
        let rows: Vec<_> = map.rows().collect();
        for (index, (a, keys)) in rows.iter().enumerate() {
            for (b, others) in rows.iter().skip(index + 1).filter(|(b, _)| a.mode.meets(b.mode)) {
                for key in *keys {
                    let twice = others.iter().any(|other| chord::is_same_key(*other, *key));
                    assert!(!twice, "{} means {} and {}", chord::text(*key), a.name(), b.name());
                }
            }
        }
    }

    #[test]
    fn no_usual_key_means_two_things_in_one_mode() {
        let map = Keymap::default();
        assert_one_meaning_each(&map);
        for (row, keys) in map.rows() {
            assert_eq!(keys, row.keys, "{} lost a key to another row", row.name());
        }
    }

    #[test]
    fn rows_have_names_of_their_own_and_modes_that_the_sheet_lists() {
        let mut names: Vec<_> = table().map(Shortcut::name).collect();
        names.sort();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:#?}");
        assert!(table().all(|row| Mode::ALL.contains(&row.mode)));
    }

    #[test]
    fn a_key_that_was_chosen_goes_before_one_that_is_usual() {
        for wanted in table().flat_map(|row| row.keys) {
            for taker in table() {
                let mut changes = KeyChanges::default();
                changes.set(taker.name(), vec![chord::written(*wanted)]);
                let (map, warnings) = Keymap::resolve(&changes);
                assert!(warnings.is_empty(), "{warnings:?}");
                assert_one_meaning_each(&map);
                assert_eq!(map.text_of(taker), chord::text(*wanted));
            }
        }
    }

    #[test]
    fn what_cannot_be_followed_is_said_and_everything_else_is_followed() {
        let mut changes = KeyChanges::default();
        changes.set(row("New story").name(), vec!["Ctrl+J".into(), "Hyper+J".into()]);
        changes.set(row("Quit").name(), vec!["Ctrl+J".into()]);
        changes.set("Everywhere: Fly".into(), vec!["F".into()]);
        let (map, warnings) = Keymap::resolve(&changes);
        assert_eq!(warnings.len(), 3, "{warnings:#?}");
        assert!(warnings.iter().any(|warning| warning == "Ctrl+J already means “Quit” everywhere."));
        assert_eq!(
            (map.text_of(row("Quit")).as_str(), map.text_of(row("New story")).as_str()),
            ("Ctrl+J", "")
        );
    }

    #[test]
    fn a_key_can_be_taken_away() {
        let mut changes = KeyChanges::default();
        changes.set(row("Show all keys").name(), Vec::new());
        let (map, _) = Keymap::resolve(&changes);
        assert_eq!(map.text_of(row("Show all keys")), "");
        assert!(map.holder(Mode::Anywhere, key(Key::Questionmark)).is_none());
        assert!(map.holder(Mode::Anywhere, ctrl(Key::K)).is_some());
        assert_eq!(map.hint("Find", &Command::ToggleCommands), "Find (Ctrl+K)");
    }
}
