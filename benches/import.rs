//! What importing costs beside a plain pass over the same bytes: `cargo bench --bench import`.
//!
//! Argument `memory FILE` reads one file and prints the most memory the process ever had, as Linux counts it.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    reason = "a measuring program prints, and stops at the first surprise"
)]

use std::fmt::Write as _;
use std::hint::black_box;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use starling::domain::bank::Bank;
use starling::domain::export::ExportFormat;
use starling::domain::import::{self, batch::Batch};
use starling::domain::question::{FollowUp, Question, QuestionId, Source};

const QUESTIONS: usize = 100_000;
const ROUNDS: usize = 5;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [mode, file] = arguments.as_slice()
        && mode == "memory"
    {
        return memory(file);
    }
    let questions = questions();
    let mut files: Vec<(String, String)> = ExportFormat::ALL
        .map(|format| (format!("ours.{}", format.extension()), format.write(&questions).unwrap()))
        .into();
    files.push(("notes.md".to_owned(), notes(&questions)));
    files.push(("plain.txt".to_owned(), plain(&questions)));
    files.push(("strings.json".to_owned(), json(&questions)));
    files.push(("page.html".to_owned(), html(&questions)));
    files.push(("outline.org".to_owned(), outline(&questions)));
    println!("{QUESTIONS} questions, the fastest of {ROUNDS} rounds");
    for (name, text) in &files {
        measure(name, text.as_bytes());
    }
}

fn measure(name: &str, bytes: &[u8]) {
    let pass = fastest(|| {
        black_box(bytes.iter().fold(0_u8, |sum, byte| sum.wrapping_add(*byte)));
    });
    let mut found = 0;
    let read = fastest(|| {
        found = import::read(bytes, name, &mut |_| ControlFlow::Continue(())).unwrap().questions.len();
    });
    let whole = fastest(|| {
        let import = import::read(bytes, name, &mut |_| ControlFlow::Continue(())).unwrap();
        let known = Bank::built_in().questions.iter().map(|question| (&question.id, question.text.as_str()));
        black_box(Batch::new([(name.to_owned(), import)], known));
    });
    println!(
        "{name:14} {:5.1} MB  {found:6} found  read {:6.3} s  with duplicates {:6.3} s  plain pass {:8.6} s  ratio {:.0}",
        bytes.len() as f64 / 1e6,
        read.as_secs_f64(),
        whole.as_secs_f64(),
        pass.as_secs_f64(),
        read.as_secs_f64() / pass.as_secs_f64()
    );
}

fn fastest(mut work: impl FnMut()) -> Duration {
    (0..ROUNDS)
        .map(|_| {
            let started = Instant::now();
            work();
            started.elapsed()
        })
        .min()
        .unwrap()
}

fn memory(file: &str) {
    let bytes = std::fs::read(file).unwrap();
    let started = Instant::now();
    let result = import::read(&bytes, file, &mut |_| ControlFlow::Continue(()));
    let took = started.elapsed();
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    let found = result.as_ref().map(|import| import.questions.len());
    println!("{file}: {} MB, {found:?} questions, {took:?}, {peak}", bytes.len() >> 20);
}

/// Questions of which no two are alike, though they share their words.
fn questions() -> Vec<Question> {
    const STARTS: [&str; 4] =
        ["Tell me about a time", "Describe a day when", "Walk me through how", "Give me an example of when"];
    const DEEDS: [&str; 5] = ["lost", "mended", "questioned", "inherited", "measured"];
    (0..QUESTIONS)
        .map(|number| {
            let start = STARTS[number % STARTS.len()];
            let deed = DEEDS[number / 7 % DEEDS.len()];
            let word = |base: usize| format!("thing{}", base % 9_973);
            let text = format!(
                "{start} you {deed} the {} of a {} and the {}.",
                word(number),
                word(number * 31 + 7),
                word(number / 3)
            );
            let mut question = Question::plain(QuestionId::new(format!("q-{number}")), text, Source::Own);
            question.category = format!("Category {}", number / 500);
            if number % 4 == 0 {
                let text = "What would you change today?".to_owned();
                question.follow_ups.push(FollowUp { id: String::new(), text, settles: String::new() });
            }
            question
        })
        .collect()
}

fn notes(questions: &[Question]) -> String {
    let mut out = String::new();
    for (number, question) in (1..).zip(questions) {
        if number % 500 == 1 {
            let advice = "Some advice comes first. Would anybody skip it? Of course.";
            let _ = write!(out, "\n## {}\n\n{advice}\n\n", question.category);
        }
        let _ = writeln!(out, "{number}. **{}**", question.text);
        for follow_up in &question.follow_ups {
            let _ = writeln!(out, "   - {}", follow_up.text);
        }
    }
    out
}

fn plain(questions: &[Question]) -> String {
    questions.iter().flat_map(|question| [question.text.as_str(), "\n"]).collect()
}

fn html(questions: &[Question]) -> String {
    let items = questions.iter().flat_map(|question| ["<li>", question.text.as_str(), "</li>\n"]);
    std::iter::once("<ul>\n").chain(items).collect()
}

fn outline(questions: &[Question]) -> String {
    questions.iter().flat_map(|question| ["** ", question.text.as_str(), "\n- And then?\n"]).collect()
}

fn json(questions: &[Question]) -> String {
    let texts: Vec<&str> = questions.iter().map(|question| question.text.as_str()).collect();
    serde_json::to_string_pretty(&texts).unwrap()
}
