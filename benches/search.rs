//! Searching ten thousand questions at every keystroke, against lower-casing the same text once.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use starling::domain::bank::Bank;
use starling::domain::catalogue::{Catalogue, Filter};
use starling::domain::guide::Guide;
use starling::domain::library::Library;
use starling::domain::question::{Question, QuestionId, Source};

const QUESTIONS: usize = 10_000;
const TYPED: [&str; 8] =
    ["c", "co", "conf", "conflict", "conflict man", "incident cause", "prioritse", "zzzz"];

fn main() {
    let own = ten_thousand();
    let started = Instant::now();
    let catalogue = Catalogue::new(Bank::built_in(), own.iter());
    println!("index of {} questions: {:.1} ms", catalogue.questions().len(), millis(started.elapsed()));

    let library = Library::default();
    let reference = median(|| {
        for question in &own {
            black_box(question.text.to_lowercase());
        }
    });
    println!("reference, lower-casing every question once: {:.2} ms", millis(reference));
    for typed in TYPED {
        let time = median(|| {
            black_box(catalogue.find(typed, &Filter::default(), &library, Guide::built_in()));
        });
        let ratio = time.as_secs_f64() / reference.as_secs_f64();
        println!("{typed:>16}: {:.2} ms, {ratio:.2} of the reference", millis(time));
    }
}

/// The bank's questions over and over, each time in words of their own.
fn ten_thousand() -> Vec<Question> {
    let bank = &Bank::built_in().questions;
    (0..QUESTIONS)
        .zip(bank.iter().cycle())
        .map(|(number, question)| Question {
            id: QuestionId(format!("mine-{number}")),
            text: format!("{} (variant {number} of topic{})", question.text, number % 977),
            source: Source::Own,
            ..question.clone()
        })
        .collect()
}

fn median(mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..21)
        .map(|_| {
            let started = Instant::now();
            work();
            started.elapsed()
        })
        .collect();
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
