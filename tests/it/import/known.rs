//! The built-in questions, pasted back in the shapes that people paste, are all known.

use starling::domain::bank::Bank;
use starling::domain::import::{Confidence, Twin, batch::Batch};

use super::read;

/// How a list is pasted: its name, what stands before the first question, and each question by its number.
type Shape = (&'static str, &'static str, fn(usize, &str) -> String);

const SHAPES: [Shape; 5] = [
    ("numbered.txt", "", |number, text| format!("{number}. {text}\n")),
    ("list.md", "# Questions\n\n", |_, text| format!("- {text}\n")),
    ("headings.md", "# Questions\n\n", |number, text| format!("### {number}. {text}\n\nMy notes.\n\n")),
    ("table.csv", "question,notes\n", |number, text| {
        format!("\"{}\",note {number}\n", text.replace('"', "\"\""))
    }),
    ("plain.txt", "", |_, text| format!("{text}\n")),
];

#[test]
fn the_bank_pasted_back_is_recognised_whole() {
    let bank = Bank::built_in();
    for (name, start, line) in SHAPES {
        let texts = (1..).zip(&bank.questions).map(|(number, question)| line(number, &question.text));
        let file: String = std::iter::once(start.to_owned()).chain(texts).collect();
        let import = read(file.as_bytes(), name).unwrap();
        let sure = import.questions.iter().filter(|found| found.confidence == Confidence::Sure).count();
        let sentences =
            bank.questions.iter().flat_map(|known| known.asked_as().map(|text| (&known.id, text)));
        let batch = Batch::new([(name.to_owned(), import)], sentences);
        let known = |entry: &&_| matches!(entry_twin(entry), Some(Twin::Known(_)));
        let strange: Vec<&str> = batch
            .entries
            .iter()
            .filter(|entry| !known(entry))
            .map(|entry| entry.found.text.as_str())
            .collect();
        assert_eq!(strange, [""; 0], "{name}");
        assert_eq!((sure, batch.entries.len()), (bank.questions.len(), bank.questions.len()), "{name}");
    }
}

fn entry_twin(entry: &starling::domain::import::batch::Entry) -> Option<&Twin> {
    entry.found.duplicate_of.as_ref()
}

#[test]
fn the_sentences_of_real_interviews_are_known_too() {
    let bank = Bank::built_in();
    for question in &bank.questions {
        for sentence in question.asked_as().skip(1) {
            let import = read(format!("- {sentence}\n- {sentence}\n").as_bytes(), "x.md").unwrap();
            let sentences =
                bank.questions.iter().flat_map(|known| known.asked_as().map(|text| (&known.id, text)));
            let batch = Batch::new([("x.md".to_owned(), import)], sentences);
            assert!(batch.entries.iter().all(|entry| !entry.chosen), "{}: {sentence}", question.id);
        }
    }
}
