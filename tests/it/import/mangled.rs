//! Broken, endless and hostile files: a result or a clear message, never a panic, never a hang.

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::{Duration, Instant};

use starling::domain::export::ExportFormat;
use starling::domain::import::{self, ImportFault, MAX_BYTES, MAX_QUESTIONS, batch::Batch};
use starling::domain::question::{Question, QuestionId, Source};

use super::read;

/// Mangled inputs per format in every run of the tests.
const INPUTS: usize = 100_000;

/// A small generator, so that a failure can be repeated by its number.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.roll() % u64::try_from(limit.max(1)).unwrap()).unwrap()
    }
}

/// Pieces that break grammars.
const PIECES: [&[u8]; 24] = [
    b"\"",
    b"'",
    b"```\n",
    b"|",
    b"\n| - | - |\n",
    b"\r",
    b"\t",
    b"\0",
    b"\xFF\xFE",
    b"\xC3\xA9",
    b"\xE2\x80",
    b"<!--",
    b"[",
    b"{\"question\":",
    b"(text:",
    b"]",
    b"}",
    b"**",
    b"\n> > > ",
    b"\n### Q7: ",
    b"\n- ",
    b"Follow-ups:\n",
    b"\\",
    b"?",
];

fn mangle(seed: &[u8], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    const LONGEST: usize = 400;
    // A window of the seed keeps one input cheap enough for a hundred thousand of them.
    let start = dice.below(seed.len());
    let mut bytes: Vec<u8> = seed[start..seed.len().min(start + dice.below(LONGEST) + 1)].to_vec();
    for _ in 0..=dice.below(4) {
        let place = dice.below(bytes.len());
        match dice.below(6) {
            0 if !bytes.is_empty() => bytes[place] ^= 1 << dice.below(8),
            1 => bytes.truncate(place),
            2 => {
                let piece = bytes[place..bytes.len().min(place + dice.below(60))].to_vec();
                bytes.splice(place..place, piece);
            }
            3 => {
                let from = dice.below(other.len());
                bytes.splice(
                    place..place,
                    other[from..other.len().min(from + dice.below(120))].iter().copied(),
                );
            }
            4 if !bytes.is_empty() => drop(bytes.drain(place..bytes.len().min(place + dice.below(20)))),
            _ => drop(bytes.splice(place..place, PIECES[dice.below(PIECES.len())].iter().copied())),
        }
    }
    bytes
}

fn seeds() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/import");
    let mut seeds: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.extension().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()))
        .collect();
    let question = Question {
        category: "Conflict, and other \"weather\"".to_owned(),
        themes: vec!["trust".to_owned()],
        ..Question::plain(QuestionId::new("x"), "Why us?", Source::Own)
    };
    for format in ExportFormat::ALL {
        seeds.push((
            format.extension().to_owned(),
            format.write([&question, &question]).unwrap().into_bytes(),
        ));
    }
    seeds.sort();
    seeds
}

fn survives_mangling(extension: &str) {
    let seeds = seeds();
    let own: Vec<&Vec<u8>> = seeds.iter().filter(|(of, _)| of == extension).map(|(_, bytes)| bytes).collect();
    let name = format!("x.{extension}");
    let mut dice = Dice(0x5EED ^ u64::from(extension.as_bytes()[0]));
    let mut read_as_text = 0;
    for _ in 0..INPUTS {
        let seed = own[dice.below(own.len())];
        let other = &seeds[dice.below(seeds.len())].1;
        let bytes = mangle(seed, other, &mut dice);
        match read(&bytes, &name) {
            Ok(import) => {
                read_as_text += 1;
                let lines = bytes.len() + 1;
                assert!(import.questions.iter().all(|found| (1..=lines).contains(&found.line)));
                assert!(import.questions.iter().all(|found| !found.text.trim().is_empty()));
            }
            Err(fault) => assert!(!fault.to_string().is_empty()),
        }
    }
    assert!(read_as_text > INPUTS / 2, "most mangled files can still be read");
}

#[test]
fn a_hundred_thousand_mangled_markdown_files_do_no_harm() {
    survives_mangling("md");
}

#[test]
fn a_hundred_thousand_mangled_text_files_do_no_harm() {
    survives_mangling("txt");
}

#[test]
fn a_hundred_thousand_mangled_csv_files_do_no_harm() {
    survives_mangling("csv");
}

#[test]
fn a_hundred_thousand_mangled_tsv_files_do_no_harm() {
    survives_mangling("tsv");
}

#[test]
fn a_hundred_thousand_mangled_json_files_do_no_harm() {
    survives_mangling("json");
}

#[test]
fn a_hundred_thousand_mangled_pages_do_no_harm() {
    survives_mangling("html");
}

#[test]
fn a_hundred_thousand_mangled_yaml_files_do_no_harm() {
    survives_mangling("yaml");
}

#[test]
fn a_hundred_thousand_mangled_outlines_do_no_harm() {
    survives_mangling("org");
}

#[test]
fn a_hundred_thousand_mangled_asciidoc_files_do_no_harm() {
    survives_mangling("adoc");
}

#[test]
fn a_hundred_thousand_mangled_restructured_files_do_no_harm() {
    survives_mangling("rst");
}

#[test]
fn a_hundred_thousand_mangled_wiki_files_do_no_harm() {
    survives_mangling("wiki");
}

#[test]
fn a_hundred_thousand_mangled_latex_files_do_no_harm() {
    survives_mangling("tex");
}

#[test]
fn a_hundred_thousand_mangled_ron_files_do_no_harm() {
    survives_mangling("ron");
}

/// Generous for a busy machine in the test build; anything that grows with the square takes minutes.
const LIMIT: Duration = Duration::from_mins(1);

#[test]
fn endless_and_deep_files_end_in_time() {
    const BIG: usize = 20_000_000;
    const DEEP: usize = 100_000;
    let repeated = |piece: &str, count: usize| piece.repeat(count).into_bytes();
    let hostile: Vec<(&str, Vec<u8>)> = vec![
        ("one long line", repeated("why ", BIG / 4)),
        ("a million short lines", repeated("Why us, Ann?\n", 1_000_000)),
        ("a million empty lines", repeated("\n", 1_000_000)),
        ("brackets", repeated("[", DEEP)),
        ("braces", repeated("{\"a\":", DEEP)),
        ("rounds", repeated("(text:", DEEP)),
        ("quotes", repeated("> ", DEEP)),
        ("bullets", repeated("- ", DEEP)),
        (
            "nested list",
            (0..2_000).flat_map(|depth| format!("{}- why\n", " ".repeat(depth)).into_bytes()).collect(),
        ),
        ("quotation marks", repeated("\"", DEEP)),
        ("an open quotation mark", [b"question,notes\n\"".to_vec(), repeated("Why us?,a\n", DEEP)].concat()),
        ("stars", repeated("*", BIG / 10)),
        ("stars in lines", repeated("**_[*_`<a&\n", DEEP)),
        ("links", repeated("[a](", DEEP)),
        ("tags", repeated("<a", DEEP)),
        ("commas", repeated(",", BIG / 10)),
        ("pipes", repeated("|", BIG / 10)),
        ("fences", repeated("```\n~~~\n", DEEP)),
        ("backslashes", repeated("\\", DEEP)),
        ("one endless paragraph", repeated("and so on without an end, as notes go,\n", DEEP)),
        ("one question a hundred thousand times", repeated("- Tell me about a time you failed.\n", DEEP)),
        ("half of UTF-16", [b"\xFF\xFE".to_vec(), vec![0xD8; BIG / 10]].concat()),
        ("double encoding", repeated("Ã©Ã¨", DEEP)),
    ];
    for (what, bytes) in hostile {
        for extension in [
            "md", "txt", "csv", "tsv", "json", "yaml", "html", "org", "adoc", "rst", "wiki", "tex", "ron", "",
        ] {
            let started = Instant::now();
            let _result = read(&bytes, &format!("x.{extension}"));
            let took = started.elapsed();
            assert!(took < LIMIT, "{what} as {extension:?} took {took:?}");
        }
    }
}

#[test]
fn reading_reports_its_progress_and_can_be_stopped() {
    let text = "- Tell me about a time you failed.\n".repeat(100_000);
    let mut shares = Vec::new();
    let result = import::read(text.as_bytes(), "x.md", &mut |share| {
        shares.push(share);
        if share > 0.5 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!(result, Err(ImportFault::Cancelled));
    assert!(shares.len() > 5 && shares.is_sorted());
    assert!(*shares.last().unwrap() < 0.7);
}

#[test]
fn too_much_is_said_not_swallowed() {
    let text = "- Why us?\n".repeat(MAX_QUESTIONS + 1);
    let import = read(text.as_bytes(), "x.md").unwrap();
    assert_eq!(import.questions.len(), MAX_QUESTIONS);
    assert_eq!(import.warnings.len(), 1);
    assert_eq!(import.warnings[0].line, Some(MAX_QUESTIONS + 1));
    assert!(matches!(read(&vec![b'a'; MAX_BYTES + 1], "x.md"), Err(ImportFault::TooLarge)));
    assert_eq!(read(b" \n", "x.md"), Err(ImportFault::Empty));
}

#[test]
fn what_breaks_off_keeps_what_came_before() {
    for (name, text, line) in [
        ("x.json", "[\"Why do you want this?\",\n\"How do you rest?\",\n{{", 3),
        ("x.ron", "[(text: \"Why us?\"),\n(text: \"Why now?\"),\n(text: oops)]", 3),
    ] {
        let import = read(text.as_bytes(), name).unwrap();
        assert_eq!(import.questions.len(), 2, "{name}");
        assert_eq!(import.warnings[0].line, Some(line), "{name}");
    }
    let import = read(b"- Why us?\n\n```\ncode\n", "x.md").unwrap();
    assert_eq!(import.warnings[0].line, Some(3));
}

#[test]
fn several_files_become_one_list_in_which_nothing_stands_twice() {
    let id = QuestionId::new("core-01");
    let files = [
        ("a.md", "- Why us?\n- Tell me about a time you failed"),
        ("b.txt", "Describe a time when you failed\nWhat drives you?"),
    ];
    let imports = files.map(|(name, text)| (name.to_owned(), read(text.as_bytes(), name).unwrap()));
    let batch = Batch::new(imports, [(&id, "Why us")]);
    let marks: Vec<(usize, bool)> = batch.entries.iter().map(|entry| (entry.file, entry.chosen)).collect();
    assert_eq!(marks, [(0, false), (0, true), (1, false), (1, true)]);
    let mut number = 0;
    let questions = batch.into_questions(|| {
        number += 1;
        QuestionId::new(format!("imp-{number}"))
    });
    assert_eq!(
        questions.iter().map(|question| question.source.clone()).collect::<Vec<_>>(),
        [Source::Imported("a.md".to_owned()), Source::Imported("b.txt".to_owned())]
    );
}
