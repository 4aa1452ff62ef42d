//! The list of stories: searched, filtered, sorted.

use std::collections::BTreeSet;

use eframe::egui::{Align2, Id, Ui, pos2};

use super::{Focus, State as StoriesState};
use crate::domain::framework::{Framework, hues};
use crate::domain::story::{Role, Story};
use crate::ui::command::{Command, StoryCommand, TrashCommand};
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::theme::{Type, palette, size, space};
use crate::ui::widgets::{button, choice, field, page, sections};
use crate::ui::words;

/// What is looked for, and in which order it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    pub search: String,
    pub theme: Option<String>,
    pub role: Option<Role>,
    pub archived: bool,
    pub order: Order,
}

/// What comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    #[default]
    LastChanged,
    Title,
}

pub fn show(ui: &mut Ui, model: &Model, state: &mut StoriesState, commands: &mut Vec<Command>) {
    page::page(ui, "stories", size::COLUMN + 120.0, |ui| {
        page::title(ui, "Stories", |ui| {
            if button::icon(ui, icons::DELETE, "Trash").clicked() {
                commands.push(TrashCommand::Show.into());
            }
            ui.add_enabled_ui(model.is_writable(), |ui| {
                if button::primary(ui, icons::ADD, "New story").clicked() {
                    commands.push(StoryCommand::New.into());
                }
            });
        });
        if model.library.stories().len() == 0 {
            nothing_yet(ui);
        } else {
            filters(ui, model, state);
            rows(ui, model, &state.list, commands);
        }
    });
}

fn nothing_yet(ui: &mut Ui) {
    let next = "A story is something you did, in the shape in which you will tell it. Begin with one that you \
                like to tell; eight to twelve cover most interviews.";
    page::empty(ui, icons::STORIES, "No stories yet", next, |ui| {
        field::hint(ui, "Press Ctrl+N, or choose New story above");
    });
}

fn filters(ui: &mut Ui, model: &Model, state: &mut StoriesState) {
    let asked = state.focus.take_if(|focus| *focus == Focus::Search).is_some();
    let list = &mut state.list;
    field::search_over(ui, Id::unique("story search"), "Search the stories", asked, &mut list.search);
    ui.horizontal_wrapped(|ui| {
        let mut themes = vec![(None, "Every theme".to_owned())];
        themes.extend(themes_of(model).into_iter().map(|theme| (Some(theme.clone()), theme)));
        choice::menu(ui, "theme", "Theme", 140.0, &mut list.theme, &themes);
        let mut roles = vec![(None, "Every role".to_owned())];
        roles.extend(Role::ALL.map(|role| (Some(role), role.name().to_owned())));
        choice::menu(ui, "role", "Role", 120.0, &mut list.role, &roles);
        let orders =
            [(Order::LastChanged, "Last changed first".to_owned()), (Order::Title, "By title".to_owned())];
        choice::menu(ui, "order", "Order", 150.0, &mut list.order, &orders);
        choice::tick(ui, "Archived", &mut list.archived);
    });
    ui.add_space(space::S);
}

/// Every theme in use, in the order of the alphabet.
pub(super) fn themes_of(model: &Model) -> BTreeSet<String> {
    model.library.stories().flat_map(|story| story.themes.iter().cloned()).collect()
}

fn rows(ui: &mut Ui, model: &Model, state: &State, commands: &mut Vec<Command>) {
    let shown = state.select(model.library.stories());
    if shown.is_empty() {
        ui.add_space(space::XL);
        field::hint(ui, "No story fits. Clear the search, or choose other filters.");
        return;
    }
    let frameworks = model.library.settings.frameworks();
    ui.spacing_mut().item_spacing.y = 0.0;
    for story in shown {
        let framework = frameworks.iter().find(|framework| framework.id == story.framework);
        if row(ui, model, story, framework) {
            commands.push(StoryCommand::Open(story.id.clone()).into());
        }
    }
}

const ROW_HEIGHT: f32 = 64.0;

fn row(ui: &mut Ui, model: &Model, story: &Story, framework: Option<&Framework>) -> bool {
    let title = story.shown_title();
    let about = about(model, story, framework);
    let (rect, response) = button::row(ui, ROW_HEIGHT, &format!("{title}, {about}"));
    if !ui.is_rect_visible(rect) {
        return response.clicked();
    }
    let palette = palette(ui);
    let painter = ui.painter();
    painter.hline(rect.x_range(), rect.bottom() - 0.5, (1.0, palette.line));
    let inner = rect.shrink2((space::M, space::M).into());
    let written = framework.map(|framework| written(story, framework)).unwrap_or_default();
    let beside = if inner.width() < 360.0 { Vec::new() } else { written };
    sections::progress(painter, inner.right_center(), palette, &beside);
    let badges = u16::try_from(beside.len()).unwrap_or_default();
    let width = inner.width() - 22.0 * f32::from(badges) - space::L;
    let line = |y: f32, text: &str, kind: Type, colour, align: Align2| {
        let mut job = eframe::egui::text::LayoutJob::simple_singleline(text.to_owned(), kind.font(), colour);
        job.wrap = eframe::egui::text::TextWrapping::truncate_at_width(width);
        let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
        let place = align.anchor_size(pos2(inner.left(), y), galley.size());
        ui.painter().galley(place.min, galley, colour);
    };
    line(inner.top(), title, Type::Strong, palette.text, Align2::LEFT_TOP);
    line(inner.bottom(), &about, Type::Caption, palette.text_weak, Align2::LEFT_BOTTOM);
    response.clicked()
}

fn about(model: &Model, story: &Story, framework: Option<&Framework>) -> String {
    let mut parts =
        vec![framework.map_or(story.framework.0.as_str(), |framework| &framework.name).to_owned()];
    if story.role != Role::Unassigned {
        parts.push(story.role.name().to_owned());
    }
    if story.archived {
        parts.push("Archived".to_owned());
    }
    parts.extend(story.themes.iter().take(3).cloned());
    parts.push(format!("changed {}", words::when(story.last_changed(), model.now)));
    parts.join("  ·  ")
}

fn written(story: &Story, framework: &Framework) -> Vec<(usize, char, bool)> {
    let has_words = |name: &str| story.bullets(name).iter().any(|bullet| !bullet.trim().is_empty());
    let named = framework.sections.iter().zip(hues(&framework.sections));
    named.map(|(section, hue)| (hue, section.letter(), has_words(&section.name))).collect()
}

impl State {
    fn select<'a>(&self, stories: impl Iterator<Item = &'a Story>) -> Vec<&'a Story> {
        let mut shown: Vec<&Story> = stories.filter(|story| self.fits(story)).collect();
        match self.order {
            Order::Title => shown.sort_by_cached_key(|story| story.shown_title().to_lowercase()),
            Order::LastChanged => shown.sort_by_key(|story| std::cmp::Reverse(story.last_changed())),
        }
        shown
    }

    fn fits(&self, story: &Story) -> bool {
        story.archived == self.archived
            && self.theme.as_ref().is_none_or(|theme| story.themes.contains(theme))
            && self.role.is_none_or(|role| story.role == role)
            && self.search.split_whitespace().all(|word| says(story, &word.to_lowercase()))
    }
}

/// Whether any text of the story contains the word, capitals aside.
fn says(story: &Story, word: &str) -> bool {
    let bullets = story.sections.iter().flat_map(|notes| &notes.bullets);
    let figures = story.key_figures.iter().flat_map(|figure| [&figure.value, &figure.meaning]);
    [&story.title, &story.notes]
        .into_iter()
        .chain(&story.themes)
        .chain(bullets)
        .chain(figures)
        .any(|text| text.to_lowercase().contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::framework::FrameworkId;
    use crate::domain::story::StoryId;
    use jiff::Timestamp;

    fn story(id: &str, title: &str) -> Story {
        Story::new(StoryId(id.into()), title, FrameworkId::new("star"), Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn search_looks_into_everything_that_is_written() {
        let mut outage = story("a", "Checkout");
        outage.notes = "Ask Dana for the OUTAGE report".into();
        let other = story("b", "Hiring");
        let state = State { search: "dana outage".into(), ..State::default() };
        let found = state.select([&outage, &other].into_iter());
        assert_eq!(found, [&outage]);
    }

    #[test]
    fn archived_stories_are_shown_only_when_asked_for() {
        let old = Story { archived: true, ..story("a", "Old") };
        let new = story("b", "New");
        let stories = [&old, &new];
        assert_eq!(State::default().select(stories.into_iter()), [&new]);
        let archived = State { archived: true, ..State::default() };
        assert_eq!(archived.select(stories.into_iter()), [&old]);
    }
}
