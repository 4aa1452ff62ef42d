//! What was done and can be undone.

use crate::domain::story::{Story, StoryId};
use crate::ui::screens::stories::title_of;

/// One thing that was done to the stories.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    Changed { before: Box<Story>, after: Box<Story> },
    Deleted(Box<Story>),
}

impl Step {
    /// What was done, in a few words.
    pub fn name(&self) -> String {
        match self {
            Self::Changed { after, .. } => format!("Change of {}", title_of(after)),
            Self::Deleted(story) => format!("Deletion of {}", title_of(story)),
        }
    }

    fn story(&self) -> &StoryId {
        match self {
            Self::Changed { after, .. } => &after.id,
            Self::Deleted(story) => &story.id,
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
    /// A change of a story, which goes on with the step before or is one of its own.
    pub fn changed(&mut self, before: &Story, after: &Story, goes_on: bool) {
        self.undone.clear();
        if goes_on
            && let Some(Step::Changed { after: latest, .. }) = self.done.last_mut()
            && latest.id == after.id
        {
            **latest = after.clone();
            return;
        }
        self.add(Step::Changed { before: Box::new(before.clone()), after: Box::new(after.clone()) });
    }

    pub fn deleted(&mut self, story: Story) {
        self.undone.clear();
        self.add(Step::Deleted(Box::new(story)));
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

    /// Forgets a story that came back by another way than undoing.
    pub fn forget(&mut self, id: &StoryId) {
        self.done.retain(|step| step.story() != id);
        self.undone.retain(|step| step.story() != id);
    }
}
