//! What was done and can be undone.

use std::sync::Arc;

use crate::domain::question::{Question, QuestionId};
use crate::domain::story::{Story, StoryId};
use crate::domain::take::{Take, TakeId};
use crate::ui::words;

/// Something that can be changed and deleted.
#[derive(Clone, Debug, PartialEq)]
pub enum Thing {
    Story(Story),
    Question(Question),
    Take(Box<Take>),
    /// Questions that came in together.
    Questions(Arc<[QuestionId]>),
}

/// The name of such a thing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ThingId {
    Story(StoryId),
    Question(QuestionId),
    Take(TakeId),
    /// Questions that came in together, by the first of them.
    Questions(QuestionId),
}

impl Thing {
    pub fn id(&self) -> ThingId {
        match self {
            Self::Story(story) => ThingId::Story(story.id.clone()),
            Self::Question(question) => ThingId::Question(question.id.clone()),
            Self::Take(take) => ThingId::Take(take.id.clone()),
            Self::Questions(ids) => {
                ThingId::Questions(ids.first().cloned().unwrap_or_else(|| QuestionId::new(String::new())))
            }
        }
    }

    fn title(&self) -> String {
        match self {
            Self::Story(story) => story.shown_title().to_owned(),
            Self::Question(_) => "a question".to_owned(),
            Self::Take(_) => "a take".to_owned(),
            Self::Questions(ids) => words::count(ids.len(), "question", "questions"),
        }
    }
}

/// One thing that was done.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    Changed { before: Box<Thing>, after: Box<Thing> },
    Deleted(Box<Thing>),
    Added(Box<Thing>),
}

impl Step {
    /// What was done, in a few words.
    pub fn name(&self) -> String {
        match self {
            Self::Changed { after, .. } => format!("Change of {}", after.title()),
            Self::Deleted(thing) => format!("Deletion of {}", thing.title()),
            Self::Added(thing) => format!("Import of {}", thing.title()),
        }
    }

    fn thing(&self) -> &Thing {
        match self {
            Self::Changed { after, .. } => after,
            Self::Deleted(thing) | Self::Added(thing) => thing,
        }
    }
}

/// Steps that can be undone, and steps that were undone and can be done again.
#[derive(Debug, Default)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
}

/// Older steps are forgotten; drafts and the trash remain.
const MOST_STEPS: usize = 100;

impl History {
    /// A change, which goes on with the step before or is one of its own.
    pub fn changed(&mut self, before: Thing, after: Thing, goes_on: bool) {
        self.undone.clear();
        if goes_on
            && let Some(Step::Changed { after: latest, .. }) = self.done.last_mut()
            && latest.id() == after.id()
        {
            **latest = after;
            return;
        }
        self.add(Step::Changed { before: Box::new(before), after: Box::new(after) });
    }

    pub fn deleted(&mut self, thing: Thing) {
        self.undone.clear();
        self.add(Step::Deleted(Box::new(thing)));
    }

    pub fn added(&mut self, thing: Thing) {
        self.undone.clear();
        self.add(Step::Added(Box::new(thing)));
    }

    fn add(&mut self, step: Step) {
        self.done.push(step);
        let surplus = self.done.len().saturating_sub(MOST_STEPS);
        self.done.drain(..surplus);
    }

    pub fn undo(&mut self) -> Option<Step> {
        let step = self.done.pop()?;
        self.undone.push(step.clone());
        Some(step)
    }

    pub fn redo(&mut self) -> Option<Step> {
        let step = self.undone.pop()?;
        self.done.push(step.clone());
        Some(step)
    }

    pub fn undo_name(&self) -> Option<String> {
        self.done.last().map(Step::name)
    }

    pub fn redo_name(&self) -> Option<String> {
        self.undone.last().map(Step::name)
    }

    /// Forgets a thing that came back, or went, by another way than undoing.
    pub fn forget(&mut self, id: &ThingId) {
        self.done.retain(|step| step.thing().id() != *id);
        self.undone.retain(|step| step.thing().id() != *id);
    }
}
