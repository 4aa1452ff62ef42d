//! Fields of a file that this program does not know, and what their writer may have meant.

use super::head::bring_up_to_date;
use super::layout::to_tree;
use super::limits::{to_text, without_mark};
use super::{DocWarning, Document, read};
use crate::store::ron_tree::{Group, Key, Node, Shape, Tree};

/// The fields that nothing reads, each with the nearest one that is read. They are kept as they are.
#[must_use]
pub fn unknown_fields<T: Document>(bytes: &[u8]) -> Vec<DocWarning> {
    let known = read::<T>(bytes).ok().and_then(|read| to_tree::<T>(&read.value.to_disk()).ok());
    let written = to_text(bytes, T::MAX_BYTES).ok().and_then(|text| Tree::parse(without_mark(text)).ok());
    let (Some(known), Some(mut written)) = (known, written) else { return Vec::new() };
    if bring_up_to_date::<T>(&mut written, &mut Vec::new()).is_err() {
        return Vec::new();
    }
    let mut found = Vec::new();
    compare(&written.root, &known.root, &mut found);
    found
}

fn compare(written: &Node, known: &Node, found: &mut Vec<DocWarning>) {
    let (Some(written), Some(known)) = (written.some().group(), known.some().group()) else { return };
    if written.shape != known.shape {
        return;
    }
    for (index, entry) in written.entries.iter().enumerate() {
        let counterpart = match &entry.key {
            Key::Field(name) => {
                let counterpart = known.field(name);
                if counterpart.is_none() {
                    found.push(unknown(name, entry.value.line, written, known));
                }
                counterpart
            }
            // What was left out while reading moves the others up; they all have the same fields.
            Key::None if written.shape == Shape::List => {
                known.entries.get(index).or(known.entries.last()).map(|entry| &entry.value)
            }
            Key::None => known.entries.get(index).map(|entry| &entry.value),
            Key::Value(key) => known
                .entries
                .iter()
                .find(|entry| matches!(&entry.key, Key::Value(known) if known.says_the_same_as(key)))
                .map(|entry| &entry.value),
        };
        if let Some(counterpart) = counterpart {
            compare(&entry.value, counterpart, found);
        }
    }
}

fn unknown(name: &str, line: usize, written: &Group, known: &Group) -> DocWarning {
    let free = known.entries.iter().filter_map(|entry| match &entry.key {
        Key::Field(known) if written.field(known).is_none() => Some(known.as_str()),
        _ => None,
    });
    let nearest = free.map(|known| (strsim::damerau_levenshtein(name, known), known)).min();
    let guess = nearest.filter(|(distance, _)| *distance <= 1 + name.chars().count() / 4);
    let what = match guess {
        Some((_, known)) => {
            format!("No field is called \"{name}\"; did you mean \"{known}\"? It is not read.")
        }
        None => format!("No field is called \"{name}\". It is kept, but not read."),
    };
    DocWarning { line: Some(line).filter(|&line| line > 0), what }
}
