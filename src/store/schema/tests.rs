//! What is written is what is read back, for whatever the program may hold, and nothing else is lost.

use proptest::prelude::*;

use super::samples;
use crate::domain::take::PinnedNote;
use crate::domain::time::Frames;
use crate::store::document::{self, Document};
use crate::store::ron_tree::{Entry, Key, Node, Shape, Tree};

fn comes_back<T: Document + PartialEq + std::fmt::Debug>(value: &T) -> Result<(), TestCaseError> {
    let text = document::write(value, None).unwrap();
    let read = document::read::<T>(text.as_bytes()).unwrap();
    prop_assert_eq!(read.warnings, []);
    prop_assert_eq!(&read.value, value);
    let again = document::write(&read.value, Some(&text)).unwrap();
    prop_assert_eq!(again, text);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_story_comes_back(value in samples::story()) {
        comes_back(&value)?;
    }

    #[test]
    fn a_take_comes_back(value in samples::take()) {
        comes_back(&value)?;
    }

    #[test]
    fn questions_come_back(value in samples::questions()) {
        comes_back(&value)?;
    }

    #[test]
    fn settings_come_back(value in samples::settings()) {
        comes_back(&value)?;
    }

    #[test]
    fn a_plan_comes_back(value in samples::preparation()) {
        comes_back(&value)?;
    }

    #[test]
    fn a_library_head_comes_back(value in samples::library_head()) {
        comes_back(&value)?;
    }

    #[test]
    fn preferences_come_back(value in samples::preferences()) {
        comes_back(&value)?;
    }
}

/// Adds a field and a comment that no program knows to every struct, and says to how many.
fn add_unknown(node: &mut Node) -> usize {
    let Some(group) = node.group_mut() else { return 0 };
    let mut added: usize = group.entries.iter_mut().map(|entry| add_unknown(&mut entry.value)).sum();
    if group.shape == Shape::Fields {
        let later = Tree::parse("(mood: Calm(7), others: [(a: \"It's\")], map: {1: None})").unwrap();
        let entry =
            Entry { comments: vec!["// Mine.".into()], key: Key::Field("later".into()), value: later.root };
        group.entries.insert(group.entries.len() / 2, entry);
        added += 1;
    }
    added
}

fn keeps_unknown<T: Document + PartialEq + std::fmt::Debug>(
    value: &T,
    change: impl FnOnce(&mut T),
) -> Result<(), TestCaseError> {
    let mut tree = Tree::parse(&document::write(value, None).unwrap()).unwrap();
    let added = add_unknown(&mut tree.root);
    let text = tree.print();
    let mut read = document::read::<T>(text.as_bytes()).unwrap();
    prop_assert_eq!(&read.value, value);
    change(&mut read.value);
    let saved = document::write(&read.value, Some(&text)).unwrap();
    prop_assert_eq!(
        saved.matches("later: (mood: Calm(7), others: [(a: \"It's\")], map: {1: None})").count(),
        added
    );
    prop_assert_eq!(saved.matches("// Mine.").count(), added);
    prop_assert_eq!(document::read::<T>(saved.as_bytes()).unwrap().value, read.value);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_a_newer_program_added_to_a_story_survives(value in samples::story()) {
        keeps_unknown(&value, |story| {
            story.title = "Another title".into();
            story.sections.reverse();
            story.themes.push("new".into());
        })?;
    }

    #[test]
    fn what_a_newer_program_added_to_a_take_survives(value in samples::take()) {
        keeps_unknown(&value, |take| {
            take.warm_up ^= true;
            take.change_for_next_time.push('x');
            take.notes.insert(0, PinnedNote { at: Frames::ZERO, text: "First".into() });
        })?;
    }

    #[test]
    fn what_a_newer_program_added_to_settings_survives(value in samples::settings()) {
        keeps_unknown(&value, |file| file.settings.filler_words.clear())?;
    }
}
