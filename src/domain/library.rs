//! Everything the user has, as the screens see it: stories, takes, questions and settings, kept in step.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::preparation::Preparation;
use super::question::{Question, QuestionId};
use super::settings::Settings;
use super::story::{Story, StoryId};
use super::take::{Take, TakeId};

/// The user's library in memory. Stories and takes are shared between copies, so that a copy for another thread
/// costs little, and so that what two copies differ in is found without reading the rest.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Library {
    pub settings: Settings,
    pub preparation: Preparation,
    stories: BTreeMap<StoryId, Arc<Story>>,
    takes: BTreeMap<TakeId, Arc<Take>>,
    /// Typed and imported questions; the built-in ones are in the bank.
    own_questions: BTreeMap<QuestionId, Arc<Question>>,
    /// Questions, built in or own, that the user does not want to see.
    pub hidden_questions: BTreeSet<QuestionId>,
    /// Takes per story in the order they were recorded; `None` holds the unfiled ones.
    takes_by_story: BTreeMap<Option<StoryId>, Vec<TakeId>>,
    changes: Changes,
}

/// How often stories and takes were changed, which is no part of what they are.
#[derive(Clone, Copy, Debug, Default)]
struct Changes(u64);

impl PartialEq for Changes {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

impl Library {
    pub fn stories(&self) -> impl ExactSizeIterator<Item = &Story> {
        self.stories.values().map(AsRef::as_ref)
    }

    pub fn takes(&self) -> impl ExactSizeIterator<Item = &Take> {
        self.takes.values().map(AsRef::as_ref)
    }

    /// The takes in the order of their ids, to be kept by whoever wants to see later which of them changed.
    pub fn shared_takes(&self) -> impl ExactSizeIterator<Item = (&TakeId, &Arc<Take>)> {
        self.takes.iter()
    }

    /// A number that goes up with every change of a story or a take.
    #[must_use]
    pub const fn changes(&self) -> u64 {
        self.changes.0
    }

    pub fn own_questions(&self) -> impl ExactSizeIterator<Item = &Question> {
        self.own_questions.values().map(Arc::as_ref)
    }

    /// The same to be kept, which costs no copy.
    pub fn own_questions_shared(&self) -> impl ExactSizeIterator<Item = &Arc<Question>> {
        self.own_questions.values()
    }

    pub fn story(&self, id: &StoryId) -> Option<&Story> {
        self.stories.get(id).map(AsRef::as_ref)
    }

    pub fn take(&self, id: &TakeId) -> Option<&Take> {
        self.takes.get(id).map(AsRef::as_ref)
    }

    pub fn own_question(&self, id: &QuestionId) -> Option<&Question> {
        self.own_questions.get(id).map(Arc::as_ref)
    }

    /// The same to be kept, which costs no copy.
    pub fn own_question_shared(&self, id: &QuestionId) -> Option<&Arc<Question>> {
        self.own_questions.get(id)
    }

    /// A story's takes, the oldest first; `None` asks for the unfiled ones.
    pub fn takes_of(&self, story: Option<&StoryId>) -> impl DoubleEndedIterator<Item = &Take> {
        self.takes_by_story.get(&story.cloned()).into_iter().flatten().filter_map(|id| self.take(id))
    }

    pub fn put_story(&mut self, story: Story) -> Option<Story> {
        self.changes.0 += 1;
        self.stories.insert(story.id.clone(), Arc::new(story)).map(Arc::unwrap_or_clone)
    }

    /// Takes a story out; its takes stay until they are removed one by one.
    pub fn remove_story(&mut self, id: &StoryId) -> Option<Story> {
        self.changes.0 += 1;
        self.stories.remove(id).map(Arc::unwrap_or_clone)
    }

    pub fn put_take(&mut self, take: Take) -> Option<Take> {
        let before = self.remove_take(&take.id);
        let siblings = self.takes_by_story.entry(take.story.clone()).or_default();
        let place = siblings.partition_point(|id| {
            self.takes
                .get(id)
                .is_some_and(|other| (other.recorded_at, &other.id) < (take.recorded_at, &take.id))
        });
        siblings.insert(place, take.id.clone());
        self.changes.0 += 1;
        self.takes.insert(take.id.clone(), Arc::new(take));
        before
    }

    pub fn remove_take(&mut self, id: &TakeId) -> Option<Take> {
        let take = self.takes.remove(id)?;
        self.changes.0 += 1;
        if let Some(siblings) = self.takes_by_story.get_mut(&take.story) {
            siblings.retain(|sibling| sibling != id);
            if siblings.is_empty() {
                self.takes_by_story.remove(&take.story);
            }
        }
        Some(Arc::unwrap_or_clone(take))
    }

    pub fn put_own_question(&mut self, question: impl Into<Arc<Question>>) -> Option<Arc<Question>> {
        let question = question.into();
        self.own_questions.insert(question.id.clone(), question)
    }

    pub fn remove_own_question(&mut self, id: &QuestionId) -> Option<Arc<Question>> {
        self.own_questions.remove(id)
    }
}
