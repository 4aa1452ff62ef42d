//! All cards by topic, searched as one types.

use eframe::egui::{Id, Ui};

use super::State;
use crate::domain::guide::{Block, Card, Guide};
use crate::ui::command::{Command, GuideCommand};
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::theme::size;
use crate::ui::widgets::{button, field, page};

pub fn show(ui: &mut Ui, model: &Model, state: &mut State, commands: &mut Vec<Command>) {
    page::page(ui, "guide", size::COLUMN, |ui| {
        page::title(ui, "Guide", |_| {});
        let asked = std::mem::take(&mut state.focus_search);
        field::search_over(ui, Id::unique("guide search"), "Search the guide", asked, &mut state.search);
        let shown = select(&model.guide, &state.search);
        if shown.is_empty() {
            page::empty(ui, icons::SEARCH, "No card fits", "Try other words.", |ui| {
                if button::plain(ui, icons::CLOSE, "Show every card").clicked() {
                    state.search.clear();
                }
            });
        }
        let mut topic = "";
        for card in shown {
            if card.topic != topic {
                topic = &card.topic;
                page::section(ui, topic);
            }
            if button::link(ui, &card.title, &card.when) {
                commands.push(GuideCommand::Open(card.id.clone()).into());
            }
        }
    });
}

/// The cards in which every typed word stands, in their order.
fn select<'a>(guide: &'a Guide, typed: &str) -> Vec<&'a Card> {
    let words: Vec<String> = typed.split_whitespace().map(str::to_lowercase).collect();
    guide.cards.iter().filter(|card| words.is_empty() || says_all(card, &words)).collect()
}

fn says_all(card: &Card, words: &[String]) -> bool {
    let texts = card.body.iter().flat_map(Block::items).flat_map(|(_, texts)| texts);
    let all: String =
        [card.title.as_str(), &card.when, &card.topic].into_iter().chain(texts).collect::<Vec<_>>().join(" ");
    let all = all.to_lowercase();
    words.iter().all(|word| all.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cards_are_found_by_what_they_say() {
        let found: Vec<&str> =
            select(Guide::built_in(), "lasting OBSTACLE soar").iter().map(|card| card.id.as_str()).collect();
        assert!(found.is_empty() || found.contains(&"fw-soar"), "{found:?}");
        assert!(select(Guide::built_in(), "obstacle").iter().any(|card| card.id == "fw-soar"));
        assert_eq!(select(Guide::built_in(), "").len(), Guide::built_in().cards.len());
    }
}
