//! Questions of the user's own, and those taken out of the list.

use crate::domain::question::{Question, QuestionId, Source};
use crate::ui::command::{PracticeCommand, QuestionCommand};
use crate::ui::model::notices::Notice;
use crate::ui::screen::Screen;
use crate::ui::screens::questions::Focus;

use super::autosave::Document;
use super::history::{Edit, ThingId};
use super::services::{Services, drawn_name};

pub fn run(command: QuestionCommand, services: &mut Services) {
    match command {
        QuestionCommand::New => new_question(services),
        QuestionCommand::Open(id) => {
            leave(services);
            services.view.screen = Screen::Questions;
            services.view.questions.open(id);
        }
        QuestionCommand::Close => leave(services),
        QuestionCommand::Search => services.view.questions.focus = Some(Focus::Search),
        QuestionCommand::Edit => edit(services),
        QuestionCommand::DoneEditing => {
            services.view.questions.editing = false;
            forget_if_blank(services);
            services.save_now();
        }
        QuestionCommand::Change(question) => {
            services.change(*question, Edit::Typing);
        }
        QuestionCommand::Practise => {
            if let Some(id) = services.view.questions.open.clone() {
                services.then(PracticeCommand::Question(id));
            }
        }
        QuestionCommand::ToggleHidden(id) => toggle_hidden(id, services),
        QuestionCommand::Delete(id) => services.delete(&ThingId::Question(id)),
    }
}

fn edit(services: &mut Services) {
    services.view.questions.editing = true;
    services.view.questions.focus = Some(Focus::Words);
}

fn new_question(services: &mut Services) {
    leave(services);
    let id = QuestionId(format!("own-{}", drawn_name(services.model.now, ())));
    services.create(Question::plain(id.clone(), "", Source::Own));
    services.view.screen = Screen::Questions;
    services.view.questions.open(id);
    edit(services);
}

fn leave(services: &mut Services) {
    forget_if_blank(services);
    services.view.questions.open = None;
    services.view.questions.aside = None;
    services.history.pause();
    services.save_now();
}

/// A question without words leaves no trace.
fn forget_if_blank(services: &mut Services) {
    let Some(id) = services.view.questions.open.clone() else { return };
    if services.model.library.own_question(&id).is_some_and(|own| own.text.trim().is_empty()) {
        services.forget(&ThingId::Question(id));
    }
}

fn toggle_hidden(id: QuestionId, services: &mut Services) {
    let hidden = &mut services.model.library.hidden_questions;
    let hides = hidden.insert(id.clone());
    if !hides {
        hidden.remove(&id);
    }
    services.model.revision += 1;
    services.touch(Document::HiddenQuestions);
    services.save_now();
    let what = if hides { "The question is hidden" } else { "The question is in the list again" };
    services.say(Notice::passing(what).offering("Undo", QuestionCommand::ToggleHidden(id)));
}
