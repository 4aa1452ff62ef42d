//! A question's page: how to answer it, what comes after, and which stories fit.

use eframe::egui::{Label, Ui};

use crate::domain::chooser;
use crate::domain::phases;
use crate::domain::question::Question;
use crate::domain::settings::Examples;
use crate::domain::suits::{self, Why};
use crate::domain::take::Take;
use crate::ui::command::{Command, GuideCommand, ImportCommand, QuestionCommand, StoryCommand};
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::theme::{Type, size, space};
use crate::ui::widgets::{button, field, page, prose, told};
use crate::ui::words;

pub fn show(ui: &mut Ui, model: &Model, question: &Question, commands: &mut Vec<Command>) {
    page::page(ui, "question", size::COLUMN, |ui| {
        ui.push_id(&question.id, |ui| {
            header(ui, model, question, commands);
            words_of(ui, model, question);
            answer(ui, model, question);
            levels(ui, question);
            follow_ups(ui, question);
            fitting_stories(ui, model, question, commands);
            guide(ui, model, question, commands);
        });
    });
}

fn header(ui: &mut Ui, model: &Model, question: &Question, commands: &mut Vec<Command>) {
    let own = model.library.own_question(&question.id).is_some();
    let hidden = model.library.hidden_questions.contains(&question.id);
    ui.horizontal_wrapped(|ui| {
        if button::quiet(ui, icons::BACK, "Questions").clicked() {
            commands.push(QuestionCommand::Close.into());
        }
        let practise = model.keymap.hint("Practise", &QuestionCommand::Practise.into());
        if button::primary(ui, icons::MICROPHONE, "Practise").on_hover_text(practise).clicked() {
            commands.push(QuestionCommand::Practise.into());
        }
        if button::quiet(ui, "", "Export").clicked() {
            commands.push(ImportCommand::ShowExport.into());
        }
        if page::is_narrow(ui) {
            ui.end_row();
        }
        ui.add_enabled_ui(model.is_writable(), |ui| {
            if own && button::quiet(ui, icons::EDIT, "Change").clicked() {
                commands.push(QuestionCommand::Edit.into());
            }
            let hide = if hidden { "Show in the list again" } else { "Hide from the list" };
            if button::quiet(ui, icons::ARCHIVE, hide).clicked() {
                commands.push(QuestionCommand::ToggleHidden(question.id.clone()).into());
            }
            if own && button::quiet(ui, icons::DELETE, "Delete").clicked() {
                commands.push(QuestionCommand::Delete(question.id.clone()).into());
            }
        });
    });
    ui.add_space(space::M);
}

fn words_of(ui: &mut Ui, model: &Model, question: &Question) {
    let takes = model.library.takes().filter(|take| take.question.id.as_ref() == Some(&question.id)).count();
    field::hint(ui, super::list::about(model, question, takes));
    ui.add_space(space::XS);
    ui.add(Label::new(Type::Title.text(&question.text)).wrap().selectable(true));
    ui.add_space(space::S);
    let (name, reason) = suggested(model, question);
    let length = if question.length.shortest_secs == question.length.longest_secs {
        words::length(question.length.longest_secs)
    } else {
        format!(
            "{} to {}",
            words::length(question.length.shortest_secs),
            words::length(question.length.longest_secs)
        )
    };
    prose::aside(ui, &format!("{name}, {length}. {reason}."));
    ui.add_space(space::S);
}

/// What the question is best told in, and why.
fn suggested(model: &Model, question: &Question) -> (String, &'static str) {
    if let Some(phases) = phases::framework(question) {
        return (words::count(phases.sections.len(), "phase", "phases"), phases::REASON);
    }
    let suggestion = chooser::suggest(question);
    let framework = model.library.settings.framework(&suggestion.framework);
    let name = framework.map_or(suggestion.framework.0, |framework| framework.name);
    (name, suggestion.reason)
}

fn examples_are_offered(model: &Model) -> bool {
    model.preferences.practice.examples == Examples::Offered
}

fn answer(ui: &mut Ui, model: &Model, question: &Question) {
    part(ui, "What a strong answer shows", &question.shows);
    part(ui, "What it is really about", &question.probes);
    part(ui, "How to approach it", &question.strategy);
    if !question.phases.is_empty() {
        page::section(ui, "The answer in phases");
        for (number, phase) in (1..).zip(&question.phases) {
            ui.label(Type::Strong.text(format!("{number}  {}", phase.name)));
            prose::points(ui, phase.points.iter().map(String::as_str));
        }
    }
    if let Some(answer) = question.told.first().filter(|_| examples_are_offered(model))
        && let Some(framework) = model.library.settings.framework(&answer.framework)
    {
        page::section(ui, &format!("An example, told in {}", told::length(answer)));
        told::show(ui, &framework, answer);
    } else if let Some(example) = question.example.as_ref().filter(|_| examples_are_offered(model)) {
        page::section(ui, "A worked example");
        prose::paragraph(ui, &example.situation);
        prose::points(ui, example.moves.iter().map(String::as_str));
        prose::paragraph(ui, &example.outcome);
    }
}

fn part(ui: &mut Ui, name: &str, texts: &[String]) {
    if !texts.is_empty() {
        page::section(ui, name);
        prose::points(ui, texts.iter().map(String::as_str));
    }
}

fn levels(ui: &mut Ui, question: &Question) {
    if question.levels.is_empty() {
        return;
    }
    page::section(ui, "What each level is expected to tell");
    for expectation in &question.levels {
        ui.label(Type::Strong.text(expectation.level.name()));
        prose::paragraph(ui, &expectation.situation);
        prose::points(ui, expectation.actions.iter().map(String::as_str));
        prose::paragraph(ui, &expectation.outcome);
    }
}

fn follow_ups(ui: &mut Ui, question: &Question) {
    if question.follow_ups.is_empty() {
        return;
    }
    page::section(ui, "What comes next");
    for follow_up in &question.follow_ups {
        prose::marked(ui, "–", |ui| {
            ui.add(Label::new(Type::Body.text(&follow_up.text)).wrap().selectable(true));
            if !follow_up.settles.is_empty() {
                field::hint(ui, format!("Behind it: {}", follow_up.settles));
            }
        });
    }
}

fn fitting_stories(ui: &mut Ui, model: &Model, question: &Question, commands: &mut Vec<Command>) {
    page::section(ui, "Your stories that fit");
    let mut suited = suits::stories_for(question, &model.library, &model.guide);
    suited.retain(|suited| suited.why != Why::Other);
    if suited.is_empty() {
        prose::aside(ui, "None yet. A story fits when it shares a theme with the question.");
        field::hint(ui, format!("Themes: {}", question.themes.join(", ")));
    }
    for found in suited {
        let mut about = vec![found.story.role.name().to_owned()];
        about
            .extend(found.last.map(|take| format!("practised {}", words::when(take.recorded_at, model.now))));
        let distance = found.last.and_then(Take::distance);
        about.extend(distance.map(words::points_off));
        let name = found.story.shown_title();
        if button::link(ui, name, &about.join("  ·  ")) {
            commands.push(StoryCommand::Open(found.story.id.clone()).into());
        }
    }
}

fn guide(ui: &mut Ui, model: &Model, question: &Question, commands: &mut Vec<Command>) {
    let cards: Vec<_> = model.guide.cards_for(question).collect();
    if !cards.is_empty() {
        page::section(ui, "From the guide");
        for card in cards {
            if button::link(ui, &card.title, &card.when) {
                commands.push(GuideCommand::Open(card.id.clone()).into());
            }
        }
    }
    let values: Vec<String> = model
        .guide
        .values_for(&question.id)
        .map(|(company, value)| format!("{}: {}", company.name, value.name))
        .collect();
    if !values.is_empty() {
        page::section(ui, "Company values it asks for");
        prose::aside(ui, &values.join("  ·  "));
    }
}
