//! The words in which questions are put, and the answers told in full that may be looked at before speaking.

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use starling::domain::question::{AskIn, QuestionId};
use starling::domain::settings::Examples;
use starling::ui::command::PracticeCommand;

use crate::support::memory::Memory;
use crate::support::studio::SIZE;
use crate::support::window::{Window, key, nameless, open_on_practice, until, write};

fn click(window: &mut Window, name: &str) {
    window.get_by_label(name).click_accesskit();
    window.run_steps(3);
}

fn settings(window: &mut Window, part: &str) {
    key(window, Modifiers::COMMAND, Key::Comma);
    click(window, part);
}

fn shows(window: &Window, words: &str) -> bool {
    window.query_all_by_label_contains(words).next().is_some()
}

#[test]
fn a_question_is_put_as_written_in_plain_words_or_in_the_usual_sentence() {
    let memory = Memory::default();
    let mut window = open_on_practice(&memory, SIZE);
    let question = window.state().model().practice.question.clone().unwrap();
    assert_eq!(window.state().model().asked(), question.text);
    for (name, words) in
        [("Plain words", &question.wordings.plain), ("The usual sentence", &question.wordings.stock[0])]
    {
        settings(&mut window, "Practising");
        click(&mut window, &format!("Ask in: {name}"));
        assert!(nameless(&window).is_empty());
        key(&mut window, Modifiers::COMMAND, Key::P);
        assert_eq!(window.state().model().asked(), words);
        assert!(shows(&window, words), "{words}");
        assert!(!shows(&window, &question.text));
    }
    let kept = memory.clone();
    until(&mut window, "it is kept", move |_| {
        let kept = kept.0.lock().unwrap();
        kept.preferences.as_ref().is_some_and(|kept| kept.practice.ask_in == AskIn::Stock)
    });
}

#[test]
fn an_example_is_opened_in_three_lengths_and_hidden_for_good() {
    let memory = Memory::default();
    let mut window = open_on_practice(&memory, SIZE);
    let first = PracticeCommand::Question(QuestionId::new("own-01"));
    window.state_mut().ask(first.into());
    window.run_steps(3);
    let question = window.state().model().practice.question.clone().unwrap();
    assert_eq!(question.told.len(), 3, "the bank begins with one that is told in three lengths");
    let first_words = |told: usize| question.told[told].parts[0].clone();
    assert!(!shows(&window, &first_words(0)));
    click(&mut window, "An example answer");
    assert!(shows(&window, &first_words(0)));
    assert!(nameless(&window).is_empty());
    click(&mut window, "Length of the example: 1:00");
    assert!(shows(&window, &first_words(1)) && !shows(&window, &first_words(0)));
    click(&mut window, "Hide examples for good");
    assert!(!shows(&window, "An example answer") && !shows(&window, &first_words(1)));
    let kept = memory.clone();
    until(&mut window, "it is kept", move |_| {
        let kept = kept.0.lock().unwrap();
        kept.preferences.as_ref().is_some_and(|kept| kept.practice.examples == Examples::Hidden)
    });
}

#[test]
fn typed_values_stand_beside_those_of_the_built_in_companies() {
    let memory = Memory::default();
    let mut window = open_on_practice(&memory, SIZE);
    settings(&mut window, "Company values");
    window.get_by_label("Company of the values").focus();
    window.run_steps(2);
    write(&mut window, "Acme");
    window.get_by_label("Values of the company").focus();
    window.run_steps(2);
    write(&mut window, "Courage: own-01, nothing-7");
    assert!(shows(&window, "nothing-7"), "an id that no question has is named");
    assert!(nameless(&window).is_empty());
    let companies = &window.state().model().guide.companies;
    let own = companies.last().unwrap();
    assert_eq!((own.name.as_str(), own.values[0].name.as_str()), ("Acme", "Courage"));
    let kept = memory.clone();
    until(&mut window, "it is kept", move |_| {
        kept.0.lock().unwrap().library.settings.own_map.values.ends_with("nothing-7")
    });
    drop(window);
    let window = open_on_practice(&memory, SIZE);
    assert_eq!(window.state().model().guide.companies.last().unwrap().name, "Acme");
}
