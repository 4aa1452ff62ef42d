//! Nothing is dropped without a word: every line of a file is part of a question or left out with a reason.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use starling::domain::import::{Import, Why};

use super::read;

/// Lines that say something and are in no group.
fn unaccounted(text: &str, import: &Import) -> Vec<usize> {
    let questions = import.questions.iter().flat_map(|found| found.lines.iter().copied());
    let skipped = import.skipped.iter().map(|skipped| (skipped.line, skipped.last_line));
    let known: Vec<(usize, usize)> = questions.chain(skipped).collect();
    (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(number, _)| number)
        .filter(|number| !known.iter().any(|(first, last)| (first..=last).contains(&number)))
        .collect()
}

/// Pieces of documents in every language of markup, each alone on its line.
const PIECES: &[&str] = &[
    "# Trust",
    "## Why us?",
    "=== Delivery",
    "* Values",
    "** TODO Tell me about a plan.",
    "- Why now?",
    "  - And then?",
    "1. Tell me about a bug.",
    "a) Who noticed?",
    "4.1.1 When?",
    "● Describe a day off.",
    "> Quoted words.",
    "> [!tip] Breathe",
    "Some running text, which says little.",
    "Follow-ups:",
    "Answer: I would wait.",
    "| Question | Notes |",
    "|---|---|",
    "| Why? | none |",
    "```",
    "<details>",
    "<summary>What next?</summary>",
    "</details>",
    "<p>How so?",
    "<!-- a remark -->",
    "---",
    "",
    "",
    "\\section{Pressure}",
    "\\item Which one?",
    "\\begin{itemize}",
    ".. note:: Listen.",
    "Title",
    "=====",
    "#+begin_src",
    "#+end_src",
    "[[Category:X]]",
    "{{Box}}",
    "; Term",
    "Anna: Tell me more.",
    "Ben: No.",
    "key: value",
    "- question: Why?",
    "\"quoted\", cell",
    "Расскажите о себе",
    "请介绍一下自己",
    "لماذا؟",
    "    indented = code;",
    "[a]: http://b.c",
];

fn document() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 1..24).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_line_of_any_document_is_accounted_for(text in document()) {
        for name in ["x.md", "x.txt", "x.csv", "x.html", "x.org", "x.adoc", "x.rst", "x.wiki", "x.tex", "x"] {
            let Ok(import) = read(text.as_bytes(), name) else { continue };
            prop_assert_eq!(unaccounted(&text, &import), Vec::<usize>::new(), "{}\n{}", name, text);
        }
    }
}

/// The guides beside the expectations of other tests.
fn guides() -> impl Iterator<Item = (String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/import");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let guides = files.filter(|path| path.extension().is_some_and(|extension| extension != "ron"));
    guides.map(|path| {
        (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap())
    })
}

#[test]
fn every_line_of_every_guide_is_accounted_for() {
    for (name, text) in guides() {
        let import = read(text.as_bytes(), &name).unwrap();
        assert_eq!(unaccounted(&text, &import), [0; 0], "{name}");
    }
}

#[test]
fn no_sentence_passes_for_markup() {
    for (name, text) in
        guides().filter(|(name, _)| [".md", ".txt"].iter().any(|ending| name.ends_with(ending)))
    {
        for skipped in read(text.as_bytes(), &name).unwrap().skipped {
            let asks = skipped.text.trim_end().ends_with('?') && !skipped.text.contains(['=', '<']);
            assert!(skipped.why != Why::Markup || !asks, "{name}, line {}: {}", skipped.line, skipped.text);
        }
    }
}
