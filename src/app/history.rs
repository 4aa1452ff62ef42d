//! What was done and can be undone.

use std::sync::Arc;

use crate::domain::question::{Question, QuestionId};
use crate::domain::story::{Story, StoryId};
use crate::domain::take::{Take, TakeId};
use crate::ui::command::StepId;
use crate::ui::screen::Screen;
use crate::ui::words;

/// Something that can be changed and deleted.
#[derive(Clone, Debug, PartialEq)]
pub enum Thing {
    Story(Box<Story>),
    Question(Box<Question>),
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

impl From<Story> for Thing {
    fn from(story: Story) -> Self {
        Self::Story(Box::new(story))
    }
}

impl From<Question> for Thing {
    fn from(question: Question) -> Self {
        Self::Question(Box::new(question))
    }
}

impl From<Take> for Thing {
    fn from(take: Take) -> Self {
        Self::Take(Box::new(take))
    }
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

    /// What it is called in a sentence.
    pub fn title(&self) -> String {
        match self {
            Self::Story(story) => story.shown_title().to_owned(),
            Self::Question(question) => quoted(&question.text, "a question"),
            Self::Take(take) => {
                let length = words::clock(take.recording.secs());
                format!("the take of {length}, {}", quoted(take.shown_title(), "without a question"))
            }
            Self::Questions(ids) => words::count(ids.len(), "question", "questions"),
        }
    }
}

/// The beginning of a text in quotes, or what stands for a text without words.
fn quoted(text: &str, stand_in: &str) -> String {
    const LONGEST: usize = 48;
    let text = text.trim();
    match text.char_indices().nth(LONGEST) {
        _ if text.is_empty() => stand_in.to_owned(),
        Some((end, _)) => format!("“{}…”", text.get(..end).unwrap_or(text).trim_end()),
        None => format!("“{text}”"),
    }
}

/// How a thing is being changed. Changes of one kind that follow each other closely are undone as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// A little at a time, in a field.
    Typing,
    /// A little at a time, by a key that moves this mark.
    Nudging(usize),
    /// The same drag of the pointer goes on.
    Dragging,
    /// At once, and undone by itself.
    Once,
}

/// A pause this long ends a stretch of typing.
pub const TYPING_PAUSE_SECS: f64 = 2.0;

/// What was done.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    Changed { before: Thing, after: Thing },
    Deleted(Thing),
    Added(Thing),
}

/// One thing that was done.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub id: StepId,
    pub deed: Deed,
    /// The screen on which it was done.
    pub screen: Screen,
}

impl Step {
    /// What was done, in a few words.
    pub fn name(&self) -> String {
        match &self.deed {
            Deed::Changed { before, after } => {
                format!("{} of {}", what_changed(before, after), after.title())
            }
            Deed::Deleted(thing) => format!("Deletion of {}", thing.title()),
            Deed::Added(thing) => format!("Import of {}", thing.title()),
        }
    }

    /// The same within a sentence.
    pub fn name_inside(&self) -> String {
        let name = self.name();
        let mut letters = name.chars();
        letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
    }

    pub fn thing(&self) -> &Thing {
        match &self.deed {
            Deed::Changed { after, .. } => after,
            Deed::Deleted(thing) | Deed::Added(thing) => thing,
        }
    }
}

/// Which part of a thing a change is about.
fn what_changed(before: &Thing, after: &Thing) -> &'static str {
    match (before, after) {
        (Thing::Take(before), Thing::Take(after)) => {
            let parts = [
                (before.marks() != after.marks(), "Marks"),
                (before.ratings != after.ratings, "Rating"),
                (before.tally_passes != after.tally_passes, "Counts"),
                (before.notes != after.notes, "Notes"),
                (before.title != after.title, "Name"),
                (before.story != after.story, "Filing"),
                (before.warm_up != after.warm_up, "Warm-up mark"),
            ];
            let mut changed = parts.iter().filter(|(differs, _)| *differs).map(|(_, name)| *name);
            changed.next().filter(|_| changed.next().is_none()).unwrap_or("Change")
        }
        (Thing::Story(before), Thing::Story(after)) if before.archived != after.archived => "Archiving",
        _ => "Change",
    }
}

/// The change before, as far as it decides whether the next one goes on with it.
#[derive(Debug)]
struct Latest {
    thing: ThingId,
    edit: Edit,
    at_secs: f64,
}

/// Steps that can be undone, and steps that were undone and can be done again.
#[derive(Debug, Default)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
    latest: Option<Latest>,
    last_id: u64,
}

/// Older steps are forgotten; drafts and the trash remain.
const MOST_STEPS: usize = 100;

impl History {
    /// A change, which goes on with the step before or is one of its own.
    pub fn changed(
        &mut self,
        before: Thing,
        after: Thing,
        edit: Edit,
        now_secs: f64,
        screen: Screen,
    ) -> StepId {
        self.undone.clear();
        let goes_on = self.goes_on(&after.id(), edit, now_secs);
        self.latest = Some(Latest { thing: after.id(), edit, at_secs: now_secs });
        if goes_on
            && let Some(Step { id, deed: Deed::Changed { after: latest, .. }, .. }) = self.done.last_mut()
            && latest.id() == after.id()
        {
            *latest = after;
            return *id;
        }
        self.add(Deed::Changed { before, after }, screen)
    }

    fn goes_on(&self, thing: &ThingId, edit: Edit, now_secs: f64) -> bool {
        let follows = |latest: &Latest| {
            let soon = edit == Edit::Dragging || now_secs - latest.at_secs < TYPING_PAUSE_SECS;
            latest.thing == *thing && latest.edit == edit && soon
        };
        edit != Edit::Once && self.latest.as_ref().is_some_and(follows)
    }

    /// Ends a stretch of typing or dragging, so that the next change is a step of its own.
    pub fn pause(&mut self) {
        self.latest = None;
    }

    pub fn deleted(&mut self, thing: Thing, screen: Screen) -> StepId {
        self.undone.clear();
        self.add(Deed::Deleted(thing), screen)
    }

    pub fn added(&mut self, thing: Thing, screen: Screen) -> StepId {
        self.undone.clear();
        self.add(Deed::Added(thing), screen)
    }

    fn add(&mut self, deed: Deed, screen: Screen) -> StepId {
        self.last_id += 1;
        let id = StepId(self.last_id);
        self.done.push(Step { id, deed, screen });
        let surplus = self.done.len().saturating_sub(MOST_STEPS);
        self.done.drain(..surplus);
        id
    }

    /// Takes back the last step.
    pub fn undo(&mut self) -> Option<Step> {
        let step = self.done.pop()?;
        self.pause();
        self.undone.push(step.clone());
        Some(step)
    }

    /// Takes back this step, unless something was done to its thing afterwards.
    pub fn undo_this(&mut self, id: StepId) -> Option<Step> {
        let place = self.done.iter().position(|step| step.id == id)?;
        let thing = self.done.get(place)?.thing().id();
        if self.done.iter().skip(place + 1).any(|later| later.thing().id() == thing) {
            return None;
        }
        let step = self.done.remove(place);
        self.pause();
        self.undone.push(step.clone());
        Some(step)
    }

    pub fn redo(&mut self) -> Option<Step> {
        let step = self.undone.pop()?;
        self.pause();
        self.done.push(step.clone());
        Some(step)
    }

    pub fn last_done(&self) -> Option<&Step> {
        self.done.last()
    }

    pub fn last_undone(&self) -> Option<&Step> {
        self.undone.last()
    }

    /// Forgets a thing that came back, or went, by another way than undoing.
    pub fn forget(&mut self, id: &ThingId) {
        self.done.retain(|step| step.thing().id() != *id);
        self.undone.retain(|step| step.thing().id() != *id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::samples;

    fn take(id: &str, title: &str) -> Take {
        let mut take = samples::take(60.0);
        take.id = TakeId(id.into());
        title.clone_into(&mut take.title);
        take
    }

    fn retitled(history: &mut History, from: &str, to: &str, edit: Edit, at_secs: f64) {
        history.changed(take("a", from).into(), take("a", to).into(), edit, at_secs, Screen::Takes);
    }

    #[test]
    fn typing_is_undone_as_one_until_there_is_a_pause() {
        let mut history = History::default();
        retitled(&mut history, "", "A", Edit::Typing, 0.0);
        retitled(&mut history, "A", "An", Edit::Typing, 1.0);
        retitled(&mut history, "An", "And", Edit::Typing, 1.0 + TYPING_PAUSE_SECS);
        let step = history.undo().unwrap();
        assert_eq!(
            step.deed,
            Deed::Changed { before: take("a", "An").into(), after: take("a", "And").into() }
        );
        let step = history.undo().unwrap();
        assert_eq!(step.deed, Deed::Changed { before: take("a", "").into(), after: take("a", "An").into() });
        assert!(history.undo().is_none());
    }

    #[test]
    fn what_is_done_after_undoing_does_not_go_on_with_what_was_undone() {
        let mut history = History::default();
        retitled(&mut history, "", "A", Edit::Typing, 0.0);
        retitled(&mut history, "A", "B", Edit::Once, 0.1);
        history.undo().unwrap();
        retitled(&mut history, "A", "An", Edit::Typing, 0.2);
        history.undo().unwrap();
        assert!(history.undo().is_some(), "the first stretch of typing is a step of its own");
    }

    #[test]
    fn one_step_is_taken_back_out_of_turn_only_while_its_thing_was_left_alone() {
        let mut history = History::default();
        let deleted = history.deleted(take("b", "").into(), Screen::Practice);
        retitled(&mut history, "", "A", Edit::Once, 0.0);
        let first = history.last_done().unwrap().id;
        retitled(&mut history, "A", "B", Edit::Once, 0.0);
        assert_eq!(history.undo_this(first), None, "a later change of the same take would be lost");
        assert_eq!(history.undo_this(deleted).unwrap().thing().id(), ThingId::Take(TakeId("b".into())));
        assert_eq!(history.undo_this(deleted), None);
    }

    #[test]
    fn a_step_names_the_part_that_changed() {
        let mut history = History::default();
        let before = take("a", "Outage");
        let after = Take { warm_up: true, ..before.clone() };
        history.changed(before.clone().into(), after.clone().into(), Edit::Once, 0.0, Screen::Takes);
        assert!(
            history.last_done().unwrap().name().starts_with("Warm-up mark of the take of 1:00, “Outage”")
        );
        let both = Take { title: "Else".into(), warm_up: false, ..after.clone() };
        history.changed(after.into(), both.into(), Edit::Once, 0.0, Screen::Takes);
        assert!(history.last_done().unwrap().name_inside().starts_with("change of the take"));
    }
}
