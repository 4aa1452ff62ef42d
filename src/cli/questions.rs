//! `starling questions`: the bank, built in and own, searched and filtered.

use std::sync::Arc;

use serde::Serialize;

use super::table::Table;
use crate::domain::bank::Bank;
use crate::domain::catalogue::{Catalogue, Filter};
use crate::domain::guide::Guide;
use crate::domain::library::Library;
use crate::domain::question::{Question, Source};

/// What to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    pub search: String,
    pub theme: Option<String>,
    pub category: Option<String>,
}

/// A question as programs read it.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    id: String,
    text: String,
    category: String,
    themes: Vec<String>,
    framework: Option<String>,
    difficulty: &'static str,
    follow_ups: Vec<String>,
    source: String,
}

/// The questions that are wanted, the best fit first.
pub(super) fn chosen(library: &Library, wanted: &Wanted) -> Vec<Arc<Question>> {
    let filter =
        Filter { theme: wanted.theme.clone(), category: wanted.category.clone(), ..Filter::default() };
    Catalogue::new(Bank::built_in(), library.own_questions()).find(
        &wanted.search,
        &filter,
        library,
        Guide::built_in(),
    )
}

impl Row {
    pub(super) fn of(question: &Question) -> Self {
        Self {
            id: question.id.0.clone(),
            text: question.text.clone(),
            category: question.category.clone(),
            themes: question.themes.clone(),
            framework: question.suggested_framework().map(|framework| framework.0.clone()),
            difficulty: question.difficulty.name(),
            follow_ups: question.follow_ups.iter().map(|follow_up| follow_up.text.clone()).collect(),
            source: match &question.source {
                Source::BuiltIn => "built in".to_owned(),
                Source::Own => "own".to_owned(),
                Source::Imported(file) => file.clone(),
            },
        }
    }
}

pub(super) fn table(questions: &[Arc<Question>]) -> String {
    let mut table = Table::new(["Id", "Question", "Category", "Difficulty"]);
    for question in questions {
        table.push([
            question.id.0.clone(),
            question.text.clone(),
            question.category.clone(),
            question.difficulty.name().to_owned(),
        ]);
    }
    table.print()
}
