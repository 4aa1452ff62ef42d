//! The questions and the guide from the keyboard: found, written, hidden, deleted, ticked.

use eframe::egui::{Key, Modifiers, Vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use starling::domain::question::QuestionId;
use starling::ui::model::Saving;

use crate::support::memory::Memory;
use crate::support::window::{Window, clipped, focused_name, key, nameless, open, tab_to, until, write};

const SIZE: Vec2 = Vec2::new(1_180.0, 800.0);
const NONE: Modifiers = Modifiers::NONE;

fn questions(memory: &Memory) -> Window {
    questions_sized(memory, SIZE)
}

fn questions_sized(memory: &Memory, size: Vec2) -> Window {
    let mut window = open(memory, size);
    key(&mut window, Modifiers::COMMAND, Key::Num2);
    window
}

fn guide(memory: &Memory) -> Window {
    let mut window = open(memory, SIZE);
    key(&mut window, Modifiers::COMMAND, Key::Num3);
    window
}

fn saved(window: &mut Window, memory: &Memory, so: impl Fn(&starling::domain::library::Library) -> bool) {
    let memory = memory.clone();
    until(window, "it is saved", move |app| {
        app.model().saving == Saving::Saved && so(&memory.0.lock().unwrap().library)
    });
}

#[test]
fn a_question_is_found_as_one_types_and_opened() {
    let mut window = questions(&Memory::default());
    key(&mut window, NONE, Key::Slash);
    assert_eq!(focused_name(&window).as_deref(), Some("Search the questions"));
    write(&mut window, "rotation nobody notices");
    window.get_by_label_contains("1 question");
    let row = first_row(&window);
    tab_to(&mut window, &row);
    key(&mut window, NONE, Key::Enter);
    window.get_by_label("The answer in phases");
    window.get_by_label("What comes next");
    key(&mut window, NONE, Key::Escape);
    window.get_by_label("Search the questions");
}

/// The whole name of the first question in the list.
fn first_row(window: &Window) -> String {
    window
        .root()
        .children_recursive()
        .filter_map(|node| node.accesskit_node().label())
        .find(|name| name.contains("Production scenarios") && name.len() > 60)
        .unwrap()
}

#[test]
fn a_question_of_ones_own_is_written_deleted_and_brought_back() {
    let memory = Memory::default();
    let mut window = questions(&memory);
    key(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::N);
    assert_eq!(focused_name(&window).as_deref(), Some("Question"));
    write(&mut window, "When did you last change your mind?");
    tab_to(&mut window, "Follow-up questions");
    write(&mut window, "What would change it back?");
    saved(&mut window, &memory, |library| {
        library.own_questions().any(|own| {
            own.text == "When did you last change your mind?"
                && own.follow_ups.iter().any(|next| next.text == "What would change it back?")
        })
    });
    key(&mut window, NONE, Key::Escape);
    window.get_by_label("Done").click();
    window.run_steps(3);
    window.get_by_label("Delete").click();
    window.run_steps(3);
    until_empty(&mut window, &memory);
    key(&mut window, Modifiers::COMMAND, Key::Z);
    let kept = memory.clone();
    until(&mut window, "the question is back", move |_| {
        kept.0.lock().unwrap().library.own_questions().len() == 1
    });
}

fn until_empty(window: &mut Window, memory: &Memory) {
    let kept = memory.clone();
    until(window, "the question is in the trash", move |_| {
        let kept = kept.0.lock().unwrap();
        kept.library.own_questions().len() == 0 && kept.trash.len() == 1
    });
}

#[test]
fn a_question_without_words_leaves_no_trace() {
    let memory = Memory::default();
    let mut window = questions(&memory);
    key(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::N);
    key(&mut window, NONE, Key::Escape);
    window.get_by_label("Done").click();
    window.run_steps(3);
    assert_eq!(window.state().model().library.own_questions().len(), 0);
    assert!(memory.0.lock().unwrap().trash.is_empty());
}

#[test]
fn a_question_can_be_hidden_and_found_among_the_hidden() {
    let memory = Memory::default();
    let mut window = questions(&memory);
    let before = window.state().model().catalogue.questions().len();
    let id = QuestionId::new("own-01");
    let first = window.state().model().catalogue.get(&id).unwrap().text.clone();
    window.get_by_label_contains(&first).click();
    window.run_steps(3);
    window.get_by_label("Hide from the list").click();
    window.run_steps(3);
    saved(&mut window, &memory, |library| library.hidden_questions.contains(&QuestionId::new("own-01")));
    key(&mut window, NONE, Key::Escape);
    window.get_by_label(&format!("{} questions", before - 1));
}

#[test]
fn help_opens_the_card_for_the_question_on_the_screen() {
    let mut window = questions(&Memory::default());
    let first = std::sync::Arc::clone(&window.state().model().catalogue.questions()[0]);
    window.get_by_label_contains(&first.text).click();
    window.run_steps(3);
    key(&mut window, NONE, Key::F1);
    let card = window.state().model().guide.card(&first.cards[0]).unwrap().title.clone();
    assert!(window.query_all_by_label(&card).next().is_some(), "{card}");
}

#[test]
fn ticks_are_kept_for_every_interview_and_for_one() {
    let memory = Memory::default();
    let mut window = guide(&memory);
    key(&mut window, NONE, Key::Slash);
    write(&mut window, "spoken every story aloud");
    let card = window.state().model().guide.card("pre-interview").unwrap().clone();
    window.get_by_label_contains(&card.title).click();
    window.run_steps(3);
    let item = "I have spoken every story aloud, in 2 to 3 minutes.";
    window.get_by_label(item).click();
    window.run_steps(3);
    saved(&mut window, &memory, |library| library.preparation.ticked.contains("pre-3"));

    window.get_by_label("Company of the interview").focus();
    window.run_steps(2);
    write(&mut window, "Aviary");
    window.get_by_label("Add interview").click();
    window.run_steps(3);
    window.get_by_label(item).click();
    window.run_steps(3);
    saved(&mut window, &memory, |library| {
        library
            .preparation
            .interviews
            .iter()
            .any(|one| one.company == "Aviary" && one.ticked.contains("pre-3"))
    });
}

#[test]
fn every_card_and_every_kind_of_question_fits_and_is_named() {
    let memory = Memory::default();
    for width in [900.0, 1_600.0] {
        let mut window = questions_sized(&memory, Vec2::new(width, 600.0));
        for id in ["own-01", "lvl-inc", "scen-01", "att-01", "lp-01-a"] {
            let text = window.state().model().catalogue.get(&QuestionId::new(id)).unwrap().text.clone();
            key(&mut window, NONE, Key::Slash);
            key(&mut window, Modifiers::COMMAND, Key::A);
            write(&mut window, id);
            window.query_all_by_label_contains(&text).next().unwrap().click();
            window.run_steps(3);
            assert_eq!(nameless(&window), [""; 0], "{id}");
            assert_eq!(clipped(&window, width), [""; 0], "{id}");
            key(&mut window, NONE, Key::Escape);
        }
        key(&mut window, Modifiers::COMMAND, Key::Num3);
        let cards: Vec<String> =
            window.state().model().guide.cards.iter().map(|card| card.title.clone()).collect();
        for title in cards {
            key(&mut window, NONE, Key::Slash);
            key(&mut window, Modifiers::COMMAND, Key::A);
            write(&mut window, &title);
            window.query_all_by_label_contains(&title).next().unwrap_or_else(|| panic!("{title}")).click();
            window.run_steps(3);
            assert_eq!(nameless(&window), [""; 0], "{title}");
            assert_eq!(clipped(&window, width), [""; 0], "{title}");
            key(&mut window, NONE, Key::Escape);
        }
    }
}
