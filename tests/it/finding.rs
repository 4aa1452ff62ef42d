//! What candidates type finds the question that they will be asked.

use std::sync::LazyLock;

use starling::domain::bank::Bank;
use starling::domain::catalogue::{Catalogue, Filter};
use starling::domain::guide::Guide;
use starling::domain::library::Library;
use starling::domain::question::QuestionId;

/// A question counts as found when it is among so many.
const AMONG: usize = 5;

fn queries() -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = include_str!("../data/queries.txt").lines();
    lines.filter(|line| !line.starts_with('#')).map(|line| line.split_once(" = ").unwrap())
}

fn found(typed: &str) -> Vec<QuestionId> {
    static CATALOGUE: LazyLock<Catalogue> =
        LazyLock::new(|| Catalogue::new(Bank::built_in(), std::iter::empty()));
    let found = CATALOGUE.find(typed, &Filter::default(), &Library::default(), Guide::built_in());
    found.iter().map(|question| question.id.clone()).collect()
}

#[test]
fn what_candidates_type_finds_what_they_look_for() {
    let mut count = 0;
    let mut missed = Vec::new();
    for (typed, wanted) in queries() {
        count += 1;
        let found = found(typed);
        let place = found.iter().position(|id| id.0 == wanted);
        if place.is_none_or(|place| place >= AMONG) {
            missed.push(format!("{typed:?} finds {wanted} at {place:?} of {}", found.len()));
        }
    }
    assert!(count >= 120, "{count} queries");
    assert!(missed.is_empty(), "{} of {count} missed:\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn every_question_is_found_by_each_of_its_sentences_and_terms() {
    for question in &Bank::built_in().questions {
        let terms = question.wordings.terms.iter().map(String::as_str);
        for typed in question.asked_as().chain(terms) {
            assert!(found(typed).contains(&question.id), "{typed:?} does not find {}", question.id);
        }
    }
}
