//! `starling questions`: the bank, built in and own, searched and filtered.

use std::sync::Arc;

use clap::ArgMatches;
use serde::Serialize;

use super::argument::option;
use super::table::Table;
use crate::domain::bank::Bank;
use crate::domain::catalogue::{Catalogue, Filter};
use crate::domain::guide::Guide;
use crate::domain::library::Library;
use crate::domain::question::{Question, Source};

/// What to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Words to look for.
    pub search: String,
    /// Only questions of this theme.
    pub theme: Option<String>,
    /// Only questions of this category.
    pub category: Option<String>,
}

impl Wanted {
    pub(super) fn arguments(command: clap::Command) -> clap::Command {
        command
            .arg(option("search", "TEXT", "Words to look for"))
            .arg(option("theme", "THEME", "Only questions of this theme"))
            .arg(option("category", "CATEGORY", "Only questions of this category"))
    }

    pub(super) fn read(typed: &mut ArgMatches) -> Self {
        Self {
            search: typed.remove_one("search").unwrap_or_default(),
            theme: typed.remove_one("theme"),
            category: typed.remove_one("category"),
        }
    }
}

/// A question as programs read it.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    id: String,
    text: String,
    /// The same question in other sentences.
    also_asked_as: Vec<String>,
    roles: Vec<&'static str>,
    category: String,
    themes: Vec<String>,
    framework: Option<String>,
    difficulty: &'static str,
    follow_ups: Vec<String>,
    source: String,
}

/// The questions that are wanted, the best fit first, or what is wrong with a theme or category that no question has.
pub(super) fn chosen(library: &Library, wanted: &Wanted) -> Result<Vec<Arc<Question>>, String> {
    let catalogue = Catalogue::new(Bank::built_in(), library.own_questions());
    let filter = Filter {
        theme: known("theme", wanted.theme.as_deref(), catalogue.themes())?,
        category: known("category", wanted.category.as_deref(), catalogue.categories())?,
        ..Filter::default()
    };
    Ok(catalogue.find(&wanted.search, &filter, library, Guide::built_in()))
}

/// The name as the questions have it, however its letters were typed.
fn known<'a>(
    what: &str,
    typed: Option<&str>,
    names: impl IntoIterator<Item = &'a str>,
) -> Result<Option<String>, String> {
    let Some(typed) = typed else { return Ok(None) };
    let names: Vec<&str> = names.into_iter().collect();
    match names.iter().find(|name| name.to_lowercase() == typed.to_lowercase()) {
        Some(name) => Ok(Some((*name).to_owned())),
        None => Err(format!("No question has the {what} \"{typed}\". There are: {}.", names.join(", "))),
    }
}

impl Row {
    pub(super) fn of(question: &Question) -> Self {
        Self {
            id: question.id.0.clone(),
            text: question.text.clone(),
            also_asked_as: question.asked_as().skip(1).map(str::to_owned).collect(),
            roles: question.roles.iter().map(|role| role.name()).collect(),
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
