//! The built-in questions and the guide: complete, consistent, and spelt right.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use starling::domain::bank::Bank;
use starling::domain::framework;
use starling::domain::guide::{Block, Guide};
use starling::domain::job_role::JobRole;
use starling::domain::question::{Difficulty, Question};

fn bank() -> &'static Bank {
    Bank::built_in()
}

fn guide() -> &'static Guide {
    Guide::built_in()
}

/// Every asset file's text, comments taken out.
fn asset_texts() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
    let mut all = String::new();
    for folder in ["bank", "guide"] {
        for entry in fs::read_dir(root.join(folder)).unwrap() {
            let text = fs::read_to_string(entry.unwrap().path()).unwrap();
            let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            all.extend(lines.flat_map(|line| [line, "\n"]));
        }
    }
    all
}

/// The words that a person reads on a question's page.
fn words_of(question: &Question) -> Vec<&str> {
    let mut words: Vec<&str> = question.asked_as().collect();
    words.extend(question.shows.iter().chain(&question.probes).chain(&question.strategy).map(String::as_str));
    for expectation in &question.levels {
        words.extend([expectation.situation.as_str(), &expectation.outcome]);
        words.extend(expectation.actions.iter().map(String::as_str));
    }
    for phase in &question.phases {
        words.extend(phase.points.iter().map(String::as_str));
    }
    if let Some(example) = &question.example {
        words.extend([example.situation.as_str(), &example.outcome]);
        words.extend(example.moves.iter().map(String::as_str));
    }
    words.extend(question.told.iter().flat_map(|told| &told.parts).map(String::as_str));
    let own = question.follow_ups.iter().filter(|follow_up| !follow_up.id.starts_with("fu-"));
    words.extend(own.flat_map(|follow_up| [follow_up.text.as_str(), &follow_up.settles]));
    words
}

#[test]
fn every_row_of_the_specification_is_there() {
    let texts = asset_texts();
    let rows = include_str!("../data/content_rows.txt").lines();
    let missing: Vec<&str> = rows.filter(|row| !texts.contains(&format!("\"{row}\""))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn categories_hold_as_many_questions_as_planned() {
    let planned = [
        ("Architecture and design", 20),
        ("Communication and integration", 20),
        ("Core behavioural", 31),
        ("Data management", 20),
        ("Leadership principles", 32),
        ("Levelled scenarios", 5),
        ("Motivation and person", 28),
        ("Observability", 15),
        ("Operations", 5),
        ("Performance and scalability", 10),
        ("Pressure questions", 16),
        ("Production scenarios", 10),
        ("Roles", 40),
        ("Security and compliance", 10),
        ("Staff and above", 8),
        ("Story themes", 5),
    ];
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    for question in &bank().questions {
        *counted.entry(&question.category).or_default() += 1;
    }
    assert_eq!(counted.into_iter().collect::<Vec<_>>(), planned);
}

#[test]
fn ids_are_unique_and_fit_for_file_names() {
    let follow_ups = bank().questions.iter().flat_map(|question| &question.follow_ups);
    let shared: BTreeSet<&str> =
        bank().shared_follow_ups.iter().map(|follow_up| follow_up.id.as_str()).collect();
    let ids = bank()
        .questions
        .iter()
        .map(|question| question.id.0.as_str())
        .chain(follow_ups.map(|follow_up| follow_up.id.as_str()).filter(|id| !shared.contains(id)))
        .chain(shared.iter().copied())
        .chain(guide().cards.iter().map(|card| card.id.as_str()));
    let mut seen = BTreeSet::new();
    for id in ids {
        assert!(seen.insert(id), "{id} is there twice");
        assert!(
            id.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-'),
            "{id}"
        );
    }
}

#[test]
fn every_question_has_what_its_page_shows() {
    let frameworks: Vec<String> = framework::built_in().into_iter().map(|framework| framework.id.0).collect();
    for question in &bank().questions {
        let id = &question.id;
        assert!(
            !question.themes.is_empty() && !question.shows.is_empty() && !question.probes.is_empty(),
            "{id}"
        );
        assert!(question.follow_ups.len() >= 2, "{id} has {} follow-ups", question.follow_ups.len());
        assert!(!question.frameworks.is_empty(), "{id}");
        for named in &question.frameworks {
            assert!(frameworks.contains(&named.0), "{id} names {named}");
        }
        assert!(question.length.shortest_secs <= question.length.longest_secs, "{id}");
    }
    let own =
        bank().questions.iter().flat_map(|q| &q.follow_ups).filter(|f| !f.id.starts_with("fu-")).count();
    assert!(own > 400, "{own} follow-ups");
}

#[test]
fn special_kinds_of_question_carry_what_makes_them_special() {
    for question in &bank().questions {
        let id = &question.id;
        match question.category.as_str() {
            "Production scenarios" => {
                assert_eq!(question.difficulty, Difficulty::Scenario, "{id}");
                assert!((3..=6).contains(&question.phases.len()), "{id}");
                assert_eq!(question.length.longest_secs, 300, "{id}");
            }
            "Pressure questions" => {
                assert_eq!(question.strategy.len(), 5, "{id}");
                assert_eq!(question.follow_ups.len(), 3, "{id}");
                assert!(question.follow_ups.iter().all(|follow_up| !follow_up.settles.is_empty()), "{id}");
            }
            "Levelled scenarios" => assert_eq!(question.levels_covered().count(), 4, "{id}"),
            "Core behavioural" if id.0 != "weak-01" => assert!(question.example.is_some(), "{id}"),
            _ => {}
        }
    }
}

#[test]
fn all_twelve_corrections_are_applied() {
    let texts = asset_texts();
    for number in 1..=12 {
        assert!(texts.contains(&format!("\"cor-{number:02}\"")), "cor-{number:02}");
    }
}

#[test]
fn every_reference_resolves() {
    let cards: BTreeSet<&str> = guide().cards.iter().map(|card| card.id.as_str()).collect();
    let questions: BTreeSet<&str> = bank().questions.iter().map(|question| question.id.0.as_str()).collect();
    for question in &bank().questions {
        assert!(!question.cards.is_empty(), "{} links no card", question.id);
        for card in &question.cards {
            assert!(cards.contains(card.as_str()), "{} links {card}", question.id);
        }
    }
    for card in &guide().cards {
        for other in &card.see_also {
            assert!(cards.contains(other.as_str()), "{} links {other}", card.id);
        }
    }
    for value in guide().companies.iter().flat_map(|company| &company.values) {
        assert!(!value.questions.is_empty(), "{}", value.id);
        for question in &value.questions {
            assert!(questions.contains(question.as_str()), "{} names {question}", value.id);
        }
    }
}

#[test]
fn questions_of_conflict_link_what_helps_with_conflict() {
    const HELPS: [&str; 3] = ["fw-soar", "disagree-peer", "disagree-stand"];
    let is_conflict = |question: &&Question| question.themes.iter().any(|theme| theme == "conflict");
    let questions: Vec<&Question> = bank().questions.iter().filter(is_conflict).collect();
    assert!(questions.len() >= 9, "{}", questions.len());
    for question in questions {
        for card in HELPS {
            assert!(question.cards.iter().any(|named| named == card), "{} lacks {card}", question.id);
        }
    }
    for question in bank().questions.iter().filter(|question| question.frameworks[0].0 == "soar") {
        assert!(question.cards.iter().any(|card| HELPS.contains(&card.as_str())), "{}", question.id);
    }
}

#[test]
fn no_text_is_there_twice() {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for question in &bank().questions {
        for words in words_of(question).into_iter().filter(|words| !words.is_empty()) {
            if let Some(other) = seen.insert(words, &question.id.0) {
                panic!("{other} and {} both say: {words}", question.id);
            }
        }
    }
}

#[test]
fn texts_are_sentences_without_slips() {
    let cards =
        guide().cards.iter().flat_map(|card| &card.body).flat_map(Block::items).flat_map(|(_, texts)| texts);
    for text in bank().questions.iter().flat_map(words_of).chain(cards) {
        assert_eq!(text, text.trim(), "spaces around: {text}");
        assert!(!text.contains("  ") && !text.contains('!') && !text.contains('—'), "{text}");
        let words: Vec<String> = text.split(' ').map(str::to_lowercase).collect();
        let doubled =
            words.windows(2).find(|pair| pair[0] == pair[1] && pair[0].len() > 1 && pair[0] != "had");
        assert!(doubled.is_none(), "{doubled:?} in: {text}");
    }
}

#[test]
fn every_question_is_known_by_the_sentences_of_real_rooms() {
    for question in &bank().questions {
        let (id, wordings) = (&question.id, &question.wordings);
        assert!((1..=3).contains(&wordings.stock.len()), "{id}");
        assert!(!wordings.terms.is_empty(), "{id}");
        for sentence in question.asked_as().skip(1) {
            let words = sentence.split_whitespace().count();
            assert!((2..=22).contains(&words), "{id} has {words} words: {sentence}");
            assert!(sentence.ends_with(['?', '.']), "{id}: {sentence}");
        }
    }
}

#[test]
fn examples_are_told_in_full_and_divided_as_their_framework_divides_them() {
    let frameworks = framework::built_in();
    let mut in_three_lengths = 0;
    for question in bank().questions.iter().filter(|one| one.example.is_some() || !one.told.is_empty()) {
        let id = &question.id;
        let usual = question.told.first().unwrap_or_else(|| panic!("{id} has no answer told"));
        assert_eq!(Some(&usual.framework), question.suggested_framework(), "{id}");
        for told in &question.told {
            let framework = frameworks.iter().find(|one| one.id == told.framework).unwrap();
            assert_eq!(told.parts.len(), framework.sections.len(), "{id}");
            assert!(told.parts.iter().all(|part| part.split_whitespace().count() >= 6), "{id}");
        }
        for told in &question.told {
            let framework = frameworks.iter().find(|one| one.id == told.framework).unwrap();
            let whole: f64 = told.secs().sum();
            for (secs, target) in told.secs().zip(framework.targets.secs(whole)) {
                let points = (secs - target).abs() / whole * 100.0;
                assert!(points <= 12.0, "{id}: a section is {points:.0} points off its target");
            }
        }
        let secs: Vec<f64> = question.told.iter().map(|told| told.secs().sum()).collect();
        assert!((120.0..=163.0).contains(&secs[0]), "{id}: {secs:?}");
        match secs.as_slice() {
            [_] => {}
            [_, short, long] => {
                assert!((50.0..=65.0).contains(short) && (165.0..=195.0).contains(long), "{id}: {secs:?}");
                in_three_lengths += 1;
            }
            _ => panic!("{id} is told in {} lengths", secs.len()),
        }
    }
    assert!(in_three_lengths >= 6, "{in_three_lengths}");
}

#[test]
fn every_role_has_questions_enough() {
    for role in JobRole::ALL {
        let tagged = bank().questions.iter().filter(|question| question.roles.contains(&role)).count();
        assert!(tagged >= 12, "{}: {tagged}", role.name());
    }
    let person = bank().questions.iter().filter(|one| one.category == "Motivation and person").count();
    assert!(person >= 24, "{person}");
}

#[test]
fn questions_can_be_said_aloud() {
    for question in &bank().questions {
        let words = question.text.split_whitespace().count();
        assert!((8..=80).contains(&words), "{} has {words} words", question.id);
        assert!(question.text.ends_with(['?', '.']), "{}", question.id);
    }
}

#[test]
fn cards_can_be_read_between_two_takes() {
    for card in &guide().cards {
        let words: usize = card
            .body
            .iter()
            .flat_map(Block::items)
            .flat_map(|(_, texts)| texts)
            .map(|text| text.split_whitespace().count())
            .sum();
        assert!(words <= 650, "{} has {words} words", card.id);
        assert!(!card.when.is_empty() && !card.title.is_empty() && !card.body.is_empty(), "{}", card.id);
    }
}

/// Needs hunspell with its British dictionary, which the test command installs.
#[test]
fn the_spelling_is_right() {
    let mut checker = Command::new("hunspell")
        .args(["-d", "en_GB", "-l"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("hunspell is missing; tests/run.sh installs it");
    let prose: Vec<String> = bank()
        .questions
        .iter()
        .flat_map(words_of)
        .map(str::to_owned)
        .chain(guide().cards.iter().flat_map(|card| {
            let texts =
                card.body.iter().flat_map(Block::items).flat_map(|(_, texts)| texts).map(str::to_owned);
            [card.title.clone(), card.when.clone()].into_iter().chain(texts)
        }))
        .collect();
    let ids: BTreeSet<&str> = bank().questions.iter().map(|question| question.id.0.as_str()).collect();
    let is_id = |word: &&str| ids.contains(word.trim_matches(|letter: char| !letter.is_alphanumeric()));
    let prose: Vec<&str> =
        prose.iter().flat_map(|text| text.split_whitespace()).filter(|word| !is_id(word)).collect();
    let prose = prose.join("\n");
    let mut input = checker.stdin.take().unwrap();
    let writer = std::thread::Builder::new()
        .name("spelling".into())
        .spawn(move || input.write_all(prose.as_bytes()))
        .unwrap();
    let output = checker.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();

    let terms: BTreeSet<&str> = include_str!("../data/terms.txt").lines().collect();
    let printed = String::from_utf8(output.stdout).unwrap();
    let unknown: BTreeSet<&str> = printed
        .lines()
        .filter(|word| !terms.contains(word) && !word.chars().any(|letter| letter.is_ascii_digit()))
        .collect();
    assert!(unknown.is_empty(), "misspelt, or missing in tests/data/terms.txt: {unknown:?}");
}
