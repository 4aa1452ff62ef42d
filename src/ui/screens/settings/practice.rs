//! How a round of practice goes.

use eframe::egui::Ui;

use crate::domain::question::AskIn;
use crate::domain::settings::{Examples, PracticeOptions, Prompter, Temperament};
use crate::ui::command::Command;
use crate::ui::model::Model;
use crate::ui::widgets::{choice, page};

pub fn show(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    let mut options = model.preferences.practice.clone();
    let help = "The microphone is open while you think, so that the take begins exactly at the key.";
    page::setting(ui, "Time to think", help, |ui| thinking(ui, &mut options));
    page::rule(ui);
    let help = "How much of the story's points you see while you speak. An interview hides them.";
    page::setting(ui, "Prompter", help, |ui| {
        let prompters = Prompter::ALL.map(|one| (one, one.name()));
        choice::segmented(ui, "Prompter", &mut options.prompter, &prompters);
    });
    page::rule(ui);
    let help = "Precise shows the rail and the seconds, calm only the rail, hidden only that it records.";
    page::setting(ui, "Time shown", help, |ui| {
        let temperaments = Temperament::ALL.map(|one| (one, one.name()));
        choice::segmented(ui, "Time shown", &mut options.temperament, &temperaments);
    });
    page::rule(ui);
    let help = "How often a screen reader says how much of the section is left while you speak.";
    page::setting(ui, "Time said", help, |ui| {
        let every = PracticeOptions::SAID_EVERY_SECS.map(|secs| {
            (secs, secs.map_or_else(|| "At each section".to_owned(), |secs| format!("Every {secs} s")))
        });
        choice::menu(ui, "time said", "Time said", 160.0, &mut options.said_every_secs, &every);
    });
    page::rule(ui);
    let help = "Guess the length, the longest section and your rating before anything measured is shown.";
    page::setting(ui, "Prediction", help, |ui| {
        choice::tick(ui, "Guess before the review", &mut options.predict);
    });
    page::rule(ui);
    let help = "As the bank has it, in one plain sentence, or in the sentence that falls in most interviews.";
    page::setting(ui, "Ask in", help, |ui| {
        let wordings = AskIn::ALL.map(|one| (one, one.name()));
        choice::segmented(ui, "Ask in", &mut options.ask_in, &wordings);
    });
    page::rule(ui);
    let help = "Some questions have an answer told in full, which can be opened before you speak.";
    page::setting(ui, "Examples", help, |ui| {
        let mut offered = options.examples == Examples::Offered;
        choice::tick(ui, "Offer example answers", &mut offered);
        options.examples = if offered { Examples::Offered } else { Examples::Hidden };
    });
    if options != model.preferences.practice {
        let mut preferences = model.preferences.clone();
        preferences.practice = options;
        commands.push(Command::ChangePreferences(Box::new(preferences)));
    }
}

fn thinking(ui: &mut Ui, options: &mut PracticeOptions) {
    let mut offered = PracticeOptions::THINKING_SECS.to_vec();
    if !offered.contains(&options.thinking_secs) {
        offered.push(options.thinking_secs);
    }
    let choices: Vec<_> = offered
        .into_iter()
        .map(|secs| (secs, secs.map_or_else(|| "None".to_owned(), |secs| format!("{secs} s"))))
        .collect();
    choice::menu(ui, "thinking time", "Time to think", 140.0, &mut options.thinking_secs, &choices);
    ui.add_enabled_ui(options.thinking_secs.is_some(), |ui| {
        choice::tick(ui, "Then start by itself", &mut options.start_at_zero);
    });
}
