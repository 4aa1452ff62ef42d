//! What is exported imports back unchanged, in every format and encoding.

use proptest::prelude::*;
use starling::domain::export::ExportFormat;
use starling::domain::framework::FrameworkId;
use starling::domain::import::{Found, tidy};
use starling::domain::question::{
    AnswerLength, Difficulty, FollowUp, Phase, Question, QuestionId, Source, WorkedExample,
};

use super::read;

fn words() -> impl Strategy<Value = String> {
    let any_text = any::<String>().prop_map(|text| tidy(&text));
    let marks = "[-#*_>|\\[\\]()`~<>&;:,.?! \"'“”0-9a-c\\\\]{1,30}".prop_map(|text| tidy(&text));
    let plain = "[A-Z][a-z]{1,8}( [a-z]{1,8}){1,9}[?.]".prop_map(|text| tidy(&text));
    prop_oneof![any_text, marks, plain].prop_filter("has words", |text| !text.is_empty())
}

fn question() -> impl Strategy<Value = Question> {
    let many = || prop::collection::vec(words(), 0..4);
    let lists = (many(), many(), many(), many(), many(), many());
    let difficulty = prop::sample::select(Difficulty::ALL.to_vec());
    (words(), prop_oneof![Just(String::new()), words()], lists, difficulty, 1_u32..600, 0_u32..600).prop_map(
        |(
            text,
            category,
            (themes, probes, follow_ups, shows, strategy, points),
            difficulty,
            shortest,
            more,
        )| Question {
            category,
            themes,
            probes,
            shows,
            strategy: strategy.clone(),
            difficulty,
            frameworks: vec![FrameworkId::new("star")],
            length: AnswerLength { shortest_secs: shortest, longest_secs: shortest + more },
            follow_ups: follow_ups
                .into_iter()
                .map(|text| FollowUp { id: String::new(), settles: text.clone(), text })
                .collect(),
            phases: vec![Phase { name: text.clone(), points: points.clone() }],
            example: Some(WorkedExample { situation: text.clone(), moves: strategy, outcome: String::new() }),
            ..Question::plain(QuestionId::new("x"), text, Source::Own)
        },
    )
}

/// What Markdown and CSV keep.
fn words_of(question: &Question) -> (String, String, Vec<String>, Vec<String>, Vec<String>) {
    (
        question.text.clone(),
        question.category.clone(),
        question.themes.clone(),
        question.probes.clone(),
        question.follow_ups.iter().map(|follow_up| follow_up.text.clone()).collect(),
    )
}

fn back(found: Found) -> Question {
    let mut question = found.into_question(QuestionId::new("x"), Source::Own);
    for follow_up in &mut question.follow_ups {
        follow_up.id.clear();
    }
    question
}

fn utf_16(text: &str) -> Vec<u8> {
    [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn what_is_exported_imports_back_unchanged(questions in prop::collection::vec(question(), 1..6)) {
        for format in ExportFormat::ALL {
            let text = format.write(&questions).unwrap();
            for bytes in [text.clone().into_bytes(), utf_16(&text)] {
                let import = read(&bytes, &format!("x.{}", format.extension())).unwrap();
                prop_assert_eq!(&import.warnings, &vec![], "{}", text);
                let again: Vec<Question> = import.questions.into_iter().map(back).collect();
                if format == ExportFormat::Ron {
                    prop_assert_eq!(&again, &questions, "{}", text);
                } else {
                    let one: Vec<_> = questions.iter().map(words_of).collect();
                    let other: Vec<_> = again.iter().map(words_of).collect();
                    prop_assert_eq!(one, other, "{}", text);
                }
            }
        }
    }
}

#[test]
fn the_bank_imports_from_its_own_files() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/bank");
    for (file, count) in [("core.ron", 31), ("scenarios.ron", 10), ("levelled.ron", 5)] {
        let import = read(&std::fs::read(folder.join(file)).unwrap(), file).unwrap();
        assert_eq!((import.questions.len(), import.warnings), (count, vec![]), "{file}");
    }
}
