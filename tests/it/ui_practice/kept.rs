//! What was chosen for a round and is there again after a restart.

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use starling::domain::catalogue::{Filter, Origin};
use starling::domain::question::{Question, QuestionId, Source};
use starling::domain::settings::{PracticeOptions, Preferences};
use starling::ui::command::{PracticeCommand, QuestionCommand};

use crate::support::memory::Memory;
use crate::support::studio::SIZE;
use crate::support::window::{Window, key, open_on_practice, tab_to, until};

fn click(window: &mut Window, name: &str) {
    window.get_by_label(name).click_accesskit();
    window.run_steps(3);
}

fn pick(window: &mut Window, menu: &str, choice: &str) {
    tab_to(window, menu);
    key(window, Modifiers::NONE, Key::Space);
    click(window, choice);
}

fn filter(window: &Window) -> Filter {
    window.state().model().preferences.practice.filter.clone()
}

fn category(window: &Window) -> String {
    window.state().model().practice.question.as_ref().unwrap().category.clone()
}

#[test]
fn the_filter_the_length_and_the_interview_are_there_after_a_restart() {
    let memory = Memory::default();
    let mut window = open_on_practice(&memory, SIZE);
    key(&mut window, Modifiers::NONE, Key::Slash);
    pick(&mut window, "Category", "Pressure questions");
    key(&mut window, Modifiers::NONE, Key::Escape);
    key(&mut window, Modifiers::NONE, Key::Escape);
    pick(&mut window, "Length to aim at", "Aim at 1:30");
    click(&mut window, "As in an interview");
    let kept = memory.clone();
    until(&mut window, "it is kept", move |_| {
        let kept = kept.0.lock().unwrap();
        kept.preferences.as_ref().is_some_and(|kept| {
            let practice = &kept.practice;
            practice.filter.category.is_some() && practice.length_secs == Some(90) && practice.interview
        })
    });
    drop(window);

    let mut window = open_on_practice(&memory, SIZE);
    let offered = window.state().model().practice.offered;
    assert!(offered > 1 && offered < 50, "{offered}");
    assert_eq!(window.state().model().practice.plan.target_length_secs, 90);
    for _ in 0..3 {
        assert_eq!(category(&window), "Pressure questions");
        key(&mut window, Modifiers::NONE, Key::S);
    }
    pick(&mut window, "Length to aim at", "Usual length");
    // The very first answer aims at a minute.
    assert_eq!(window.state().model().practice.plan.target_length_secs, 60);
}

/// A library with one question of the user's own, and a filter that only this passes.
fn with_one_of_its_own() -> Memory {
    let memory = Memory::default();
    let question = Question::plain(QuestionId::new("mine"), "Why this zoo?", Source::Own);
    let filter = Filter { origin: Some(Origin::Own), ..Filter::default() };
    let practice = PracticeOptions { filter, ..PracticeOptions::default() };
    let mut kept = memory.0.lock().unwrap();
    kept.library.put_own_question(question);
    kept.preferences = Some(Preferences { practice, ..Preferences::default() });
    drop(kept);
    memory
}

#[test]
fn a_filter_that_nothing_passes_any_more_is_taken_away() {
    let memory = with_one_of_its_own();
    let mut window = open_on_practice(&memory, SIZE);
    assert!(window.query_by_label("Why this zoo?").is_some());
    window.state_mut().ask(QuestionCommand::Delete(QuestionId::new("mine")).into());
    window.run_steps(3);
    let practice = &window.state().model().practice;
    assert!(practice.question.as_ref().is_some_and(|question| question.id.0 != "mine"));
    assert_eq!(filter(&window), Filter::default());
    assert!(window.query_by_label_contains("No question fits the filter any more").is_some());

    with_one_of_its_own().0.lock().unwrap().preferences.clone_into(&mut memory.0.lock().unwrap().preferences);
    let window = open_on_practice(&memory, SIZE);
    assert_eq!(filter(&window), Filter::default());
    assert!(window.state().model().practice.question.is_some());
}

#[test]
fn the_next_question_is_found_where_the_filter_lets_none_through() {
    let memory = Memory::default();
    let mut window = open_on_practice(&memory, SIZE);
    let first = window.state().model().practice.question.as_ref().unwrap().id.clone();
    let narrow = Filter { category: Some("Nothing of the sort".to_owned()), ..Filter::default() };
    window.state_mut().ask(PracticeCommand::Narrow(Box::new(narrow.clone())).into());
    window.run_steps(2);
    assert_eq!(filter(&window), narrow, "somebody may be about to choose the rest of it");
    key(&mut window, Modifiers::NONE, Key::N);
    assert_ne!(window.state().model().practice.question.as_ref().unwrap().id, first);
    assert_eq!(filter(&window), Filter::default());
}
