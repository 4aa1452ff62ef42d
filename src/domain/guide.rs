//! The guide: short cards to read between two takes, and the maps from company values to questions.

use std::sync::LazyLock;

use serde::Deserialize;

use super::assets::{self, BadAsset};
use super::question::{Question, QuestionId};
use super::value_map::{Company, OwnMap, Value};

/// The name a card is known by: `fw-star`.
pub type CardId = String;

/// One page of advice.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    pub id: CardId,
    pub title: String,
    pub topic: String,
    /// When to use it.
    pub when: String,
    pub body: Vec<Block>,
    /// Rows of the specification that the card carries in its prose; kept for whoever edits the file.
    #[serde(default)]
    pub covers: Vec<String>,
    #[serde(default)]
    pub see_also: Vec<CardId>,
}

/// A name, empty where an item needs none, and its words.
pub type Item = (String, String);

/// A part of a card.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub enum Block {
    Text(String),
    Points(Vec<Item>),
    Steps(Vec<Item>),
    Pairs {
        left: String,
        right: String,
        rows: Vec<(String, String, String)>,
    },
    Table {
        head: Vec<String>,
        rows: Vec<(String, Vec<String>)>,
    },
    /// Items to tick off.
    Check(Vec<Item>),
}

impl Block {
    /// The names and words of a block's items, in reading order.
    pub fn items(&self) -> Vec<(&str, Vec<&str>)> {
        match self {
            Self::Text(text) => vec![("", vec![text])],
            Self::Points(items) | Self::Steps(items) | Self::Check(items) => {
                items.iter().map(|(id, text)| (id.as_str(), vec![text.as_str()])).collect()
            }
            Self::Pairs { rows, .. } => {
                rows.iter().map(|(id, left, right)| (id.as_str(), vec![left.as_str(), right])).collect()
            }
            Self::Table { rows, .. } => rows
                .iter()
                .map(|(id, cells)| (id.as_str(), cells.iter().map(String::as_str).collect()))
                .collect(),
        }
    }
}

/// All cards and value maps.
#[derive(Clone, Debug, Default)]
pub struct Guide {
    pub cards: Vec<Card>,
    pub companies: Vec<Company>,
}

impl Guide {
    /// The guide that ships with the program, read once.
    pub fn built_in() -> &'static Self {
        static GUIDE: LazyLock<Guide> = LazyLock::new(|| Guide::read().unwrap_or_default());
        &GUIDE
    }

    /// The guide with the user's own map of values beside the built-in ones.
    #[must_use]
    pub fn with_own(&self, own: &OwnMap) -> Self {
        let mut guide = self.clone();
        guide.companies.extend(own.to_company());
        guide
    }

    pub fn card(&self, id: &str) -> Option<&Card> {
        self.cards.iter().find(|card| card.id == id)
    }

    /// The cards that help with a question, in the order the question names them.
    pub fn cards_for<'a>(&'a self, question: &'a Question) -> impl Iterator<Item = &'a Card> {
        question.cards.iter().filter_map(|id| self.card(id))
    }

    /// The values that a question asks for, with their companies.
    pub fn values_for<'a>(
        &'a self,
        question: &'a QuestionId,
    ) -> impl Iterator<Item = (&'a Company, &'a Value)> {
        self.companies.iter().flat_map(move |company| {
            company
                .values
                .iter()
                .filter(move |value| value.questions.contains(&question.0))
                .map(move |value| (company, value))
        })
    }

    fn read() -> Result<Self, BadAsset> {
        let mut cards = Vec::new();
        for (name, text) in FILES {
            cards.extend(assets::parse::<Vec<Card>>(name, text)?);
        }
        Ok(Self { cards, companies: assets::parse(VALUES.0, VALUES.1)? })
    }
}

macro_rules! guide_file {
    ($name:literal) => {
        ($name, include_str!(concat!("../../assets/guide/", $name)))
    };
}

const VALUES: (&str, &str) = guide_file!("values.ron");

const FILES: [(&str, &str); 7] = [
    guide_file!("frameworks.ron"),
    guide_file!("levels.ron"),
    guide_file!("stories.ron"),
    guide_file!("delivery.ron"),
    guide_file!("pressure.ron"),
    guide_file!("preparation.ron"),
    guide_file!("incidents.ron"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_guide_can_be_read() {
        let guide = Guide::read().unwrap_or_else(|fault| panic!("{fault}"));
        assert!(guide.card("fw-star").is_some());
        assert_eq!(guide.companies.len(), 6);
    }
}
