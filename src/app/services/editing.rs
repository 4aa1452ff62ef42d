//! The one place where the things of the library are changed, deleted and brought back, so that every change can be
//! undone and is saved.

use std::path::Path;

use crate::domain::question::{Question, QuestionId, Source};
use crate::domain::story::StoryId;
use crate::ui::command::{Command, StepId};
use crate::ui::model::notices::{Notice, Subject};
use crate::ui::screen::Screen;
use crate::ui::screens::stories::Rows;
use crate::ui::words;

use super::Services;
use crate::app::autosave::Document;
use crate::app::history::{Deed, Edit, Step, Thing, ThingId};
use crate::app::keeper::Restored;
use crate::app::worker::Request;

impl Services {
    /// Takes over a change, and names the step by which it is undone. A take that is still coming has none yet.
    pub fn change(&mut self, thing: impl Into<Thing>, edit: Edit) -> Option<StepId> {
        let thing = thing.into();
        if let Thing::Take(take) = &thing
            && let Some(coming) = self.model.review.coming.as_mut().filter(|coming| coming.id == take.id)
        {
            coming.clone_from(take);
            return None;
        }
        let before = self.thing(&thing.id())?;
        if !self.model.is_writable() || before == thing {
            return None;
        }
        let (now_secs, screen) = (self.seconds(), self.view.screen);
        let step = self.history.changed(before, thing.clone(), edit, now_secs, screen);
        self.put(thing);
        Some(step)
    }

    /// Takes over a thing as it is now, and saves it a moment later.
    pub fn put(&mut self, thing: impl Into<Thing>) {
        let thing = thing.into();
        self.touch(Document::Thing(thing.id()));
        self.show_thing(thing);
    }

    /// Takes over a thing as the disk has it.
    pub fn show_thing(&mut self, thing: Thing) {
        match thing {
            Thing::Story(story) => drop(self.model.library.put_story(*story)),
            Thing::Question(question) => {
                let id = question.id.clone();
                self.model.library.put_own_question(*question);
                self.catch_up(std::slice::from_ref(&id));
            }
            Thing::Take(take) => {
                self.model.library.put_take(*take);
                self.model.revision += 1;
            }
            Thing::Questions(_) => {}
        }
    }

    /// Moves a thing to the trash, which can be undone.
    pub fn delete(&mut self, id: &ThingId) {
        let Some(thing) = self.thing(id).filter(|_| self.model.is_writable()) else { return };
        // What is in the trash should read as it did on the screen.
        self.save_now();
        self.remove(id);
        let what = format!("{} is in the trash", upper_first(&thing.title()));
        let step = self.history.deleted(thing, self.view.screen);
        self.offer_undo(what, step);
    }

    /// Removes a thing that was never worth keeping, without a trace.
    pub fn forget(&mut self, id: &ThingId) {
        self.remove(id);
        self.history.forget(id);
    }

    fn remove(&mut self, id: &ThingId) {
        self.autosave.forget(id);
        match id {
            ThingId::Story(id) => self.remove_story(id),
            ThingId::Question(id) => self.remove_question(id),
            ThingId::Take(id) => {
                self.model.library.remove_take(id);
                self.model.revision += 1;
                self.view.takes.open.take_if(|open| open == id);
            }
            ThingId::Questions(_) => {}
        }
        if self.autosave.is_on_disk(id) {
            self.worker.ask(Request::Delete(id.clone()));
        }
    }

    /// Takes over a new thing, of which the disk hears once something is written into it.
    pub fn create(&mut self, thing: impl Into<Thing>) {
        let thing = thing.into();
        self.autosave.created(thing.id());
        self.show_thing(thing);
    }

    fn remove_story(&mut self, id: &StoryId) {
        let takes: Vec<_> = self.model.library.takes_of(Some(id)).map(|take| take.id.clone()).collect();
        for take in takes {
            self.model.library.remove_take(&take);
        }
        self.model.library.remove_story(id);
        self.view.stories.open.take_if(|open| open == id);
    }

    fn remove_question(&mut self, id: &QuestionId) {
        self.model.library.remove_own_question(id);
        self.view.questions.open.take_if(|open| open == id);
        self.catch_up(std::slice::from_ref(id));
    }

    /// Takes over questions that came in together and are on the disk.
    pub fn added(&mut self, questions: Vec<Question>) -> Option<StepId> {
        if questions.is_empty() {
            return None;
        }
        let ids = questions.iter().map(|question| question.id.clone()).collect();
        let step = self.history.added(Thing::Questions(ids), self.view.screen);
        self.put_questions(questions);
        Some(step)
    }

    fn put_questions(&mut self, questions: Vec<Question>) {
        let ids: Vec<QuestionId> = questions.iter().map(|question| question.id.clone()).collect();
        for question in questions {
            self.model.library.put_own_question(question);
        }
        self.catch_up(&ids);
    }

    /// Takes in what came out of the trash.
    pub fn restored(&mut self, restored: Restored) {
        for story in restored.stories {
            self.model.library.put_story(story);
        }
        for take in restored.takes {
            self.model.library.put_take(take);
        }
        self.put_questions(restored.questions);
    }

    /// Undoes the last step. One that lies elsewhere is named first, and undone when the key is pressed once more.
    pub fn undo(&mut self) {
        let Some(step) = self.history.last_done() else { return };
        if self.is_in_sight(step) || self.model.notices.tells_of(Subject::StepElsewhere) {
            if let Some(step) = self.history.undo() {
                self.take_back(step);
            }
            return;
        }
        let what = format!(
            "The last step, the {}, lies elsewhere. Undo once more to take it back.",
            step.name_inside()
        );
        let offer = Command::UndoStep(step.id);
        self.say(Notice::passing(what).about(Subject::StepElsewhere).offering("Undo it", offer));
    }

    /// Undoes the step that a notice is about.
    pub fn undo_step(&mut self, id: StepId) {
        match self.history.undo_this(id) {
            Some(step) => self.take_back(step),
            None => self
                .mention("This cannot be undone by itself, because it was changed since. Undo step by step."),
        }
    }

    pub fn redo(&mut self) {
        let Some(step) = self.history.redo() else { return };
        self.tell_of(&step, "Done again", "Undo", Command::UndoStep(step.id));
        match step.deed {
            Deed::Changed { after, .. } => self.bring_back(after),
            Deed::Deleted(thing) => self.remove(&thing.id()),
            // What comes back is what the disk has.
            Deed::Added(thing) => self.worker.ask(Request::Undelete(thing.id())),
        }
    }

    fn take_back(&mut self, step: Step) {
        self.tell_of(&step, "Undone", "Redo", Command::Redo);
        match step.deed {
            Deed::Changed { before, .. } => self.bring_back(before),
            Deed::Added(thing) => self.remove_import(&thing),
            Deed::Deleted(thing) => {
                self.worker.ask(Request::Undelete(thing.id()));
                self.show_thing(thing);
            }
        }
    }

    /// Says what was undone or done again, with the way back.
    fn tell_of(&mut self, step: &Step, done: &str, back: &str, command: Command) {
        self.model.notices.settle(Subject::StepElsewhere);
        let what = format!("{done}: {}", step.name_inside());
        let mut notice = Notice::passing(what).about(Subject::Step(step.id)).offering(back, command);
        if !self.is_in_sight(step)
            && let Some(command) = way_to(step)
        {
            notice = notice.offering("Show", command);
        }
        self.say(notice);
    }

    /// Whether the user sees what a step is about: the thing that is open, the list it is in, or the screen on which
    /// something was thrown away.
    fn is_in_sight(&self, step: &Step) -> bool {
        let view = &self.view;
        match (view.screen, step.thing().id()) {
            (Screen::Stories, ThingId::Story(id)) => {
                view.stories.open.as_ref().is_none_or(|open| *open == id)
            }
            (Screen::Takes, ThingId::Take(id)) => view.takes.open.as_ref().is_none_or(|open| *open == id),
            (Screen::Questions, ThingId::Question(id)) => {
                view.questions.open.as_ref().is_none_or(|open| *open == id)
            }
            (Screen::Questions, ThingId::Questions(_)) => true,
            (screen, _) => screen == step.screen && screen == Screen::Practice,
        }
    }

    /// Says what was done, with the way to undo this very step.
    pub fn offer_undo(&mut self, what: String, step: StepId) {
        self.say(Notice::passing(what).about(Subject::Step(step)).offering("Undo", Command::UndoStep(step)));
    }

    fn bring_back(&mut self, thing: Thing) {
        // The editor's rows belong to the story as it was.
        self.view.stories.rows = Rows::default();
        self.put(thing);
    }

    fn remove_import(&mut self, thing: &Thing) {
        let Thing::Questions(ids) = thing else { return };
        self.view.questions.open.take_if(|open| ids.contains(open));
        let mut gone = Vec::new();
        for id in ids.iter() {
            self.autosave.forget(&ThingId::Question(id.clone()));
            gone.extend(self.model.library.remove_own_question(id));
        }
        self.catch_up(ids);
        let sources = gone.iter().filter_map(|question| match &question.source {
            Source::Imported(file) if !file.is_empty() => Some(file),
            _ => None,
        });
        let file = sources.map(Path::new).next().and_then(Path::file_name).unwrap_or_default();
        let count = words::count(gone.len(), "question", "questions");
        let title = format!("{count} from {}", file.to_string_lossy());
        self.worker.ask(Request::DeleteQuestions { title, ids: ids.to_vec() });
    }
}

fn way_to(step: &Step) -> Option<Command> {
    use crate::ui::command::{QuestionCommand, ReviewCommand, StoryCommand};
    Some(match step.thing().id() {
        ThingId::Story(id) => StoryCommand::Open(id).into(),
        ThingId::Take(id) => ReviewCommand::Open(id).into(),
        ThingId::Question(id) => QuestionCommand::Open(id).into(),
        ThingId::Questions(_) => return None,
    })
}

fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
