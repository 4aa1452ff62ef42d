//! How a story is filed: framework, role, level, themes, values, length and split; its drafts; and its end.

use eframe::egui::{Id, Ui};

use super::State;
use super::list::themes_of;
use crate::domain::framework::{TARGET_LENGTHS_SECS, Targets};
use crate::domain::question::Level;
use crate::domain::story::{Role, Story};
use crate::ui::command::{Command, StoryCommand};
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::theme::{Type, space};
use crate::ui::widgets::{button, choice, field, page, sections, split, tags};
use crate::ui::words;

pub fn show(ui: &mut Ui, model: &Model, story: &mut Story, state: &mut State, commands: &mut Vec<Command>) {
    ui.push_id("filing", |ui| {
        part(ui, "Framework", |ui| framework(ui, model, story));
        part(ui, "Role", |ui| {
            choice::segmented(ui, "Role", &mut story.role, &Role::ALL.map(|role| (role, role.name())));
        });
        part(ui, "Level", |ui| level(ui, story));
        part(ui, "Themes", |ui| themes(ui, model, story, &mut state.theme_typed));
        part(ui, "Company values", |ui| values(ui, model, story, &mut state.value_typed));
        part(ui, "Length", |ui| length(ui, model, story));
        part(ui, "Split", |ui| targets(ui, model, story));
        drafts(ui, model, story, commands);
        end(ui, story, commands);
    });
}

fn part(ui: &mut Ui, name: &str, add: impl FnOnce(&mut Ui)) {
    ui.add_space(space::M);
    ui.scope(|ui| field::caption(ui, name));
    add(ui);
}

fn framework(ui: &mut Ui, model: &Model, story: &mut Story) {
    let frameworks = model.library.settings.frameworks();
    let choices: Vec<_> = frameworks.iter().map(|f| (f.id.clone(), f.name.clone())).collect();
    let width = ui.available_width();
    if choice::menu(ui, "framework", "Framework", width, &mut story.framework, &choices) {
        // A split of the framework before means nothing in this one.
        story.targets = None;
    }
    if let Some(framework) = frameworks.iter().find(|framework| framework.id == story.framework) {
        field::hint(ui, &framework.best_for);
    }
}

fn level(ui: &mut Ui, story: &mut Story) {
    let mut choices = vec![(None, "Any")];
    choices.extend(Level::ALL.map(|level| (Some(level), level.name())));
    choice::segmented(ui, "Level", &mut story.level, &choices);
}

fn themes(ui: &mut Ui, model: &Model, story: &mut Story, typed: &mut String) {
    let known: Vec<String> = themes_of(model).into_iter().collect();
    let names = tags::Names { one: "theme", hint: "Conflict, ownership" };
    tags::edit(ui, Id::unique("themes").with(&story.id), names, &mut story.themes, typed, &known);
}

fn values(ui: &mut Ui, model: &Model, story: &mut Story, typed: &mut String) {
    let known: std::collections::BTreeSet<String> =
        model.library.stories().flat_map(|story| story.values.iter().cloned()).collect();
    let of_maps =
        model.guide.companies.iter().rev().flat_map(|company| {
            company.values.iter().map(|value| format!("{}: {}", company.name, value.name))
        });
    let known: Vec<String> =
        known.iter().cloned().chain(of_maps.filter(|name| !known.contains(name))).collect();
    let names = tags::Names { one: "value", hint: "A value of a company you apply to" };
    tags::edit(ui, Id::unique("values").with(&story.id), names, &mut story.values, typed, &known);
}

fn length(ui: &mut Ui, model: &Model, story: &mut Story) {
    let usual = words::length(model.library.settings.target_length_secs);
    let mut choices = vec![(None, format!("As in the settings ({usual})"))];
    choices.extend(TARGET_LENGTHS_SECS.map(|secs| (Some(secs), words::length(secs))));
    let width = ui.available_width();
    choice::menu(ui, "length", "Length", width, &mut story.target_length_secs, &choices);
}

fn targets(ui: &mut Ui, model: &Model, story: &mut Story) {
    let Some(framework) = model.library.settings.framework(&story.framework) else { return };
    let fitting = |targets: &Targets| targets.shares().len() == framework.sections.len();
    let own = story.targets.as_ref().filter(|targets| fitting(targets));
    let shares = own.unwrap_or(&framework.targets).shares().to_vec();
    sections::split_bar(ui, &framework, &shares);
    field::hint(ui, sections::said(&framework, &shares));
    let mut differs = own.is_some();
    if choice::tick(ui, "A split of its own", &mut differs) {
        story.targets = differs.then(|| framework.targets.clone());
    }
    if differs {
        let id = Id::unique("story split").with(&story.id);
        if let Some(changed) = split::edit(ui, id, &framework, &shares) {
            story.targets = Some(changed);
        }
    }
}

fn drafts(ui: &mut Ui, model: &Model, story: &Story, commands: &mut Vec<Command>) {
    if story.drafts.is_empty() {
        return;
    }
    part(ui, "Earlier versions", |ui| {
        for (index, draft) in story.drafts.iter().enumerate().rev().take(10) {
            ui.push_id(index, |ui| {
                let when = words::when(draft.saved_at, model.now);
                let response = button::quiet(ui, icons::HISTORY, &format!("Until {when}"));
                let told = draft.sections.iter().flat_map(|notes| &notes.bullets).count();
                let name =
                    format!("Restore the version until {when}, {}", words::count(told, "point", "points"));
                field::name(ui, &response, &name);
                if response.on_hover_text(format!("{}\nPress to restore it", draft.title)).clicked() {
                    let story = story.id.clone();
                    commands.push(StoryCommand::RestoreDraft { story, draft: index }.into());
                }
            });
        }
    });
}

fn end(ui: &mut Ui, story: &Story, commands: &mut Vec<Command>) {
    ui.add_space(space::XL);
    page::rule(ui);
    ui.add_space(space::S);
    ui.horizontal_wrapped(|ui| {
        let archive = if story.archived { "Take out of the archive" } else { "Archive" };
        if button::quiet(ui, icons::ARCHIVE, archive).clicked() {
            commands.push(StoryCommand::ToggleArchived.into());
        }
        if button::quiet(ui, icons::DELETE, "Delete").clicked() {
            commands.push(StoryCommand::Delete.into());
        }
    });
    let created = story.created_at.to_zoned(jiff::tz::TimeZone::system()).strftime("%-d %B %Y");
    ui.label(Type::Caption.text(format!("Begun on {created}")).weak());
}
