//! How much of realistic guides the importer finds, how much it invents, and whether follow-ups find their question.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use starling::domain::import::{Confidence, Found, Import, tidy};

use super::read;

#[derive(Deserialize)]
struct Expected {
    text: String,
    #[serde(default)]
    category: String,
    #[serde(default)]
    follow_ups: Vec<String>,
    #[serde(default)]
    probes: Vec<String>,
}

/// Things looked for and things found, in one guide or all of them.
#[derive(Clone, Copy, Default)]
struct Score {
    expected: usize,
    found: usize,
    unsure: usize,
    invented: usize,
    follow_ups: usize,
    attached: usize,
    strays: usize,
    categories: usize,
    probes: usize,
    probes_found: usize,
}

impl Score {
    fn add(&mut self, other: Self) {
        self.expected += other.expected;
        self.found += other.found;
        self.unsure += other.unsure;
        self.invented += other.invented;
        self.follow_ups += other.follow_ups;
        self.attached += other.attached;
        self.strays += other.strays;
        self.categories += other.categories;
        self.probes += other.probes;
        self.probes_found += other.probes_found;
    }
}

fn guides() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/import");
    let mut guides: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().ends_with(".expected.ron"))
        .collect();
    guides.sort();
    guides
}

/// The guide beside an expectation, whatever its format.
fn guide_of(expectation: &Path) -> PathBuf {
    let stem = expectation.to_string_lossy().replace(".expected.ron", "");
    ["md", "txt", "csv", "tsv", "json", "yaml", "yml", "html", "org", "adoc", "rst", "wiki", "tex"]
        .iter()
        .map(|extension| PathBuf::from(format!("{stem}.{extension}")))
        .find(|path| path.exists())
        .unwrap_or_else(|| panic!("no guide {stem}"))
}

fn score(import: &Import, expected: &[Expected], faults: &mut String) -> Score {
    let mut score = Score { expected: expected.len(), ..Score::default() };
    let taken = || import.questions.iter().filter(|found| found.confidence == Confidence::Sure);
    let find = |text: &str| taken().find(|found| found.text == tidy(text));
    for wanted in expected {
        score.follow_ups += wanted.follow_ups.len();
        score.probes += wanted.probes.len();
        let Some(found) = find(&wanted.text) else {
            let unsure = import.questions.iter().any(|found| found.text == tidy(&wanted.text));
            score.unsure += usize::from(unsure);
            let _ = writeln!(faults, "  missed{}: {}", if unsure { ", unsure" } else { "" }, wanted.text);
            continue;
        };
        score.found += 1;
        compare(found, wanted, &mut score, faults);
    }
    for found in taken() {
        if !expected.iter().any(|wanted| tidy(&wanted.text) == found.text) {
            score.invented += 1;
            let _ = writeln!(faults, "  invented, line {}: {}", found.line, found.text);
        }
    }
    score
}

fn compare(found: &Found, wanted: &Expected, score: &mut Score, faults: &mut String) {
    score.attached += wanted.follow_ups.iter().filter(|text| found.follow_ups.contains(text)).count();
    score.strays += found.follow_ups.iter().filter(|text| !wanted.follow_ups.contains(text)).count();
    score.probes_found += wanted.probes.iter().filter(|text| found.probes.contains(text)).count();
    score.categories += usize::from(wanted.category.is_empty() || *found.category == *wanted.category);
    if found.follow_ups != wanted.follow_ups {
        let _ = writeln!(faults, "  follow-ups of {}: {:?}", wanted.text, found.follow_ups);
    }
    if !wanted.category.is_empty() && *found.category != *wanted.category {
        let _ = writeln!(faults, "  category of {}: {}", wanted.text, found.category);
    }
    if !wanted.probes.iter().all(|probe| found.probes.contains(probe)) {
        let _ = writeln!(faults, "  probes of {}: {:?}", wanted.text, found.probes);
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "the figures are what the test is read for")]
fn guides_give_their_questions_and_nothing_else() {
    let mut total = Score::default();
    let mut report = String::new();
    for expectation in guides() {
        let guide = guide_of(&expectation);
        let name = guide.file_name().unwrap().to_string_lossy().into_owned();
        let expected: Vec<Expected> = ron::from_str(&fs::read_to_string(&expectation).unwrap())
            .unwrap_or_else(|fault| panic!("{}: {fault}", expectation.display()));
        let import = read(&fs::read(&guide).unwrap(), &name).unwrap();
        let mut faults = String::new();
        let one = score(&import, &expected, &mut faults);
        let _ = writeln!(
            report,
            "{name}: {}/{} questions, {} invented, {}/{} follow-ups, {} strays, {}/{} categories, {}/{} probes\n{faults}",
            one.found,
            one.expected,
            one.invented,
            one.attached,
            one.follow_ups,
            one.strays,
            one.categories,
            one.found,
            one.probes_found,
            one.probes
        );
        total.add(one);
    }
    let _ = writeln!(
        report,
        "all: {}/{} questions, {} invented, {}/{} follow-ups, {} strays, {} right categories, {}/{} probes",
        total.found,
        total.expected,
        total.invented,
        total.attached,
        total.follow_ups,
        total.strays,
        total.categories,
        total.probes_found,
        total.probes
    );
    println!("{report}");
    assert!(guides().len() >= 40, "{} guides", guides().len());
    assert_eq!(total.found + total.unsure, total.expected, "loses questions without a word:\n{report}");
    assert!(total.found * 100 >= total.expected * 95, "finds too few:\n{report}");
    assert!(total.invented * 100 <= (total.found + total.invented) * 2, "invents too many:\n{report}");
    assert!(total.attached * 100 >= total.follow_ups * 95, "loses follow-ups:\n{report}");
    assert!(total.strays * 100 <= total.follow_ups * 5, "attaches what is no follow-up:\n{report}");
    assert!(total.categories * 100 >= total.found * 95, "mistakes categories:\n{report}");
    assert!(total.probes_found * 100 >= total.probes * 95, "loses explanations:\n{report}");
}

#[test]
fn every_question_comes_with_its_line() {
    for expectation in guides() {
        let guide = guide_of(&expectation);
        let text = fs::read_to_string(&guide).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        for found in read(text.as_bytes(), &guide.to_string_lossy()).unwrap().questions {
            let first_word: String = found.text.split(' ').next().unwrap().chars().take(4).collect();
            let line = lines[found.line - 1];
            assert!(line.contains(&first_word), "{}:{}: {line}", guide.display(), found.line);
        }
    }
}
