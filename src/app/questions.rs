//! What the commands about questions, the guide and the checklists do.

use std::hash::{BuildHasher, RandomState};

use eframe::egui::Context;

use crate::domain::preparation::Interview;
use crate::domain::question::{Question, QuestionId, Source};
use crate::ui::command::{Command, GuideCommand, PracticeCommand, QuestionCommand};
use crate::ui::model::Saving;
use crate::ui::screen::Screen;
use crate::ui::screens::questions::Focus;

use super::history::{Thing, ThingId};
use super::worker::Request;
use super::{App, seconds};

impl App {
    pub(super) fn question(&mut self, ctx: &Context, command: QuestionCommand) {
        match command {
            QuestionCommand::New => self.new_question(),
            QuestionCommand::Open(id) => {
                self.leave_question();
                self.view.screen = Screen::Questions;
                self.view.questions.open(id);
            }
            QuestionCommand::Close => self.leave_question(),
            QuestionCommand::Search => self.view.questions.focus = Some(Focus::Search),
            QuestionCommand::Edit => {
                self.view.questions.editing = true;
                self.view.questions.focus = Some(Focus::Words);
            }
            QuestionCommand::DoneEditing => {
                self.view.questions.editing = false;
                self.forget_if_blank();
                self.save_now();
            }
            QuestionCommand::Change(question) => self.change_question(ctx, *question),
            QuestionCommand::Practise => {
                if let Some(id) = self.view.questions.open.clone() {
                    self.practice(ctx, PracticeCommand::Question(id));
                }
            }
            QuestionCommand::ToggleHidden(id) => self.toggle_hidden(ctx, id),
            QuestionCommand::Delete(id) => self.delete_question(ctx, &id),
        }
    }

    fn new_question(&mut self) {
        self.leave_question();
        let drawn = RandomState::new().hash_one(self.model.now.as_nanosecond());
        let id = QuestionId(format!("own-{}-{:08x}", self.model.now.strftime("%Y%m%d"), drawn & 0xFFFF_FFFF));
        self.model.library.put_own_question(Question::plain(id.clone(), "", Source::Own));
        self.catch_up(std::slice::from_ref(&id));
        self.view.screen = Screen::Questions;
        self.view.questions.open(id);
        self.view.questions.editing = true;
        self.view.questions.focus = Some(Focus::Words);
    }

    fn leave_question(&mut self) {
        self.forget_if_blank();
        self.view.questions.open = None;
        self.view.questions.aside = None;
        self.question_typed_secs = None;
        self.save_now();
    }

    /// A question without words leaves no trace.
    fn forget_if_blank(&mut self) {
        let Some(id) = self.view.questions.open.clone() else { return };
        let blank = self.model.library.own_question(&id).is_some_and(|own| own.text.trim().is_empty());
        if blank {
            self.view.questions.open = None;
            self.remove_question(&id);
            self.history.forget(&ThingId::Question(id));
            self.name_history();
        }
    }

    fn change_question(&mut self, ctx: &Context, question: Question) {
        let Some(current) = self.model.library.own_question(&question.id).cloned() else { return };
        if !self.model.is_writable() {
            return;
        }
        let now_secs = seconds(ctx);
        let goes_on =
            self.question_typed_secs.is_some_and(|typed| now_secs - typed < super::run::TYPING_PAUSE_SECS);
        self.question_typed_secs = Some(now_secs);
        self.history.changed(Thing::Question(current), Thing::Question(question.clone()), goes_on);
        self.put_question(ctx, question);
    }

    pub(super) fn put_question(&mut self, ctx: &Context, question: Question) {
        let id = question.id.clone();
        self.autosave.thing(ThingId::Question(id.clone()), seconds(ctx));
        self.model.library.put_own_question(question);
        self.model.saving = Saving::Waiting;
        self.catch_up(std::slice::from_ref(&id));
        self.name_history();
    }

    fn toggle_hidden(&mut self, ctx: &Context, id: QuestionId) {
        let hidden = &mut self.model.library.hidden_questions;
        let hides = hidden.insert(id.clone());
        if !hides {
            hidden.remove(&id);
        }
        self.model.revision += 1;
        let hidden = self.model.library.hidden_questions.clone();
        self.save(Request::SaveHiddenQuestions(hidden));
        let what = if hides { "The question is hidden" } else { "The question is in the list again" };
        let back = Command::from(QuestionCommand::ToggleHidden(id));
        self.mention(ctx, what.to_owned(), Some(("Undo".to_owned(), back)));
    }

    fn delete_question(&mut self, ctx: &Context, id: &QuestionId) {
        let Some(question) = self.model.library.own_question(id).cloned() else { return };
        // What is in the trash should read as it did on the screen.
        self.save_now();
        self.remove_question(id);
        self.history.deleted(Thing::Question(question));
        self.name_history();
        self.mention(
            ctx,
            "The question is in the trash".to_owned(),
            Some(("Undo".to_owned(), Command::Undo)),
        );
    }

    pub(super) fn remove_question(&mut self, id: &QuestionId) {
        self.autosave.forget(&ThingId::Question(id.clone()));
        let removed = self.model.library.remove_own_question(id);
        let was_saved = removed.is_some_and(|own| *own != Question::plain(id.clone(), "", Source::Own));
        if self.view.questions.open.as_ref() == Some(id) {
            self.view.questions.open = None;
        }
        self.catch_up(std::slice::from_ref(id));
        if was_saved {
            self.worker.ask(Request::DeleteQuestion(id.clone()));
        }
    }

    pub(super) fn guide(&mut self, command: GuideCommand) {
        match command {
            GuideCommand::Help => self.help(),
            GuideCommand::Open(card) => {
                if self.view.screen != Screen::Guide {
                    self.view.guide.trail.clear();
                }
                self.view.screen = Screen::Guide;
                self.view.guide.open(card);
            }
            GuideCommand::Back => {
                self.view.guide.trail.pop();
            }
            GuideCommand::Search => self.view.guide.focus_search = true,
            GuideCommand::Tick { item, interview, done } => self.tick(item, interview.as_deref(), done),
            GuideCommand::AddInterview { company, date } => {
                let drawn = RandomState::new().hash_one((&company, self.model.now.as_nanosecond()));
                let id = format!("{}-{:08x}", self.model.now.strftime("%Y%m%d"), drawn & 0xFFFF_FFFF);
                self.view.guide.interview = Some(id.clone());
                let interview = Interview {
                    id,
                    company,
                    role: String::new(),
                    date,
                    ticked: [].into(),
                    notes: String::new(),
                };
                self.model.library.preparation.interviews.push(interview);
                self.save_preparation();
            }
            GuideCommand::RemoveInterview(id) => {
                self.model.library.preparation.interviews.retain(|interview| interview.id != id);
                self.save_preparation();
            }
        }
    }

    /// The card that helps where the user is.
    fn help(&mut self) {
        let card = match self.view.screen {
            Screen::Questions => {
                let open = self.view.questions.open.as_ref().and_then(|id| self.model.catalogue.get(id));
                open.and_then(|question| question.cards.first().cloned())
            }
            Screen::Stories if self.view.stories.open.is_some() => Some("story-steps".to_owned()),
            Screen::Practice
            | Screen::Takes
            | Screen::Progress
            | Screen::Stories
            | Screen::Guide
            | Screen::Settings => None,
        };
        self.view.screen = Screen::Guide;
        self.view.guide.trail = card.into_iter().collect();
    }

    fn tick(&mut self, item: String, interview: Option<&str>, done: bool) {
        let preparation = &mut self.model.library.preparation;
        let ticked = match interview {
            None => &mut preparation.ticked,
            Some(id) => match preparation.interviews.iter_mut().find(|interview| interview.id == id) {
                Some(interview) => &mut interview.ticked,
                None => return,
            },
        };
        if done {
            ticked.insert(item);
        } else {
            ticked.remove(&item);
        }
        self.save_preparation();
    }

    fn save_preparation(&mut self) {
        self.save(Request::SavePreparation(Box::new(self.model.library.preparation.clone())));
    }
}
