//! What is not on the disk yet. It is saved a moment after typing stops, and again every few seconds where that failed.

use std::collections::{BTreeMap, BTreeSet};

use crate::ui::model::Saving;

use super::history::ThingId;

/// How long after the last change things are saved, in seconds.
pub const QUIET_SECS: f64 = 0.7;

/// How long changes may wait at most while typing does not stop.
pub const LONGEST_SECS: f64 = 1.0;

/// How long after a failure saving is tried again.
pub const RETRY_SECS: f64 = 4.0;

/// Something that is saved as a whole.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Document {
    Preferences,
    Settings,
    HiddenQuestions,
    Preparation,
    Thing(ThingId),
    /// Questions that come in together; they are tried again by hand.
    Import,
}

/// Changes that wait to be saved, are being saved, or could not be saved.
#[derive(Debug, Default)]
pub struct Autosave {
    waiting: BTreeSet<Document>,
    /// How many requests for each are not answered.
    under_way: BTreeMap<Document, usize>,
    failed: BTreeSet<Document>,
    /// Things that were made and never sent to the disk.
    fresh: BTreeSet<ThingId>,
    first_secs: f64,
    last_secs: f64,
    failed_secs: f64,
}

impl Autosave {
    /// Something was changed.
    pub fn touch(&mut self, document: Document, now_secs: f64) {
        if self.waiting.is_empty() {
            self.first_secs = now_secs;
        }
        self.last_secs = now_secs;
        self.waiting.insert(document);
    }

    /// A thing was made that the disk need not know of before something is written into it.
    pub fn created(&mut self, id: ThingId) {
        self.fresh.insert(id);
    }

    /// Whether a thing was sent to the disk, or came from there.
    pub fn is_on_disk(&self, id: &ThingId) -> bool {
        !self.fresh.contains(id)
    }

    /// What is gone needs no saving.
    pub fn forget(&mut self, id: &ThingId) {
        let document = Document::Thing(id.clone());
        self.waiting.remove(&document);
        self.failed.remove(&document);
    }

    /// Forgets what belongs to the library that was open before.
    pub fn forget_library(&mut self) {
        let is_of_machine = |document: &Document| *document == Document::Preferences;
        self.waiting.retain(is_of_machine);
        self.failed.retain(is_of_machine);
    }

    /// A request to save was sent.
    pub fn started(&mut self, document: Document) {
        if let Document::Thing(id) = &document {
            self.fresh.remove(id);
        }
        *self.under_way.entry(document).or_default() += 1;
    }

    /// A request to save was carried out.
    pub fn succeeded(&mut self, document: &Document) {
        self.answered(document);
        self.failed.remove(document);
    }

    /// A request to save failed; it is tried again.
    pub fn failed(&mut self, document: Document, now_secs: f64) {
        self.answered(&document);
        self.failed_secs = now_secs;
        self.failed.insert(document);
    }

    fn answered(&mut self, document: &Document) {
        if let Some(count) = self.under_way.get_mut(document) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                self.under_way.remove(document);
            }
        }
    }

    /// Seconds until something is due; `None` where nothing waits.
    pub fn due_in_secs(&self, now_secs: f64) -> Option<f64> {
        let typed = (self.last_secs + QUIET_SECS).min(self.first_secs + LONGEST_SECS);
        let typed = (!self.waiting.is_empty()).then_some(typed);
        let again = self.retries().next().map(|_| self.failed_secs + RETRY_SECS);
        let due = typed.into_iter().chain(again).reduce(f64::min)?;
        Some((due - now_secs).max(0.0))
    }

    /// Everything that waits or could not be saved, to be saved at once.
    pub fn take(&mut self) -> BTreeSet<Document> {
        let mut due = std::mem::take(&mut self.waiting);
        // What failed counts as failed until it worked.
        due.extend(self.retries().cloned());
        due
    }

    fn retries(&self) -> impl Iterator<Item = &Document> {
        self.failed.iter().filter(|failed| !self.under_way.contains_key(*failed))
    }

    /// How many documents could not be saved.
    pub fn failures(&self) -> usize {
        self.failed.len()
    }

    pub fn state(&self) -> Saving {
        if !self.failed.is_empty() {
            Saving::Failed
        } else if !self.under_way.is_empty() {
            Saving::Writing
        } else if !self.waiting.is_empty() {
            Saving::Waiting
        } else {
            Saving::Saved
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::story::StoryId;

    fn story() -> Document {
        Document::Thing(ThingId::Story(StoryId("a".into())))
    }

    #[test]
    fn saving_waits_for_a_pause_but_not_for_ever() {
        let mut autosave = Autosave::default();
        assert_eq!(autosave.due_in_secs(0.0), None);
        let mut now = 0.0;
        while now < LONGEST_SECS - 0.1 {
            autosave.touch(story(), now);
            assert!(autosave.due_in_secs(now).unwrap() <= QUIET_SECS + 1e-9);
            now += 0.1;
        }
        assert!(autosave.due_in_secs(now).unwrap() < 0.2);
        assert_eq!(autosave.take().len(), 1);
        assert_eq!(autosave.due_in_secs(now), None);
    }

    #[test]
    fn what_could_not_be_saved_stays_due_until_it_worked() {
        let mut autosave = Autosave::default();
        autosave.touch(story(), 0.0);
        for document in autosave.take() {
            autosave.started(document);
        }
        assert_eq!(autosave.state(), Saving::Writing);
        autosave.failed(story(), 1.0);
        assert_eq!((autosave.state(), autosave.failures()), (Saving::Failed, 1));
        assert_eq!(autosave.due_in_secs(1.0), Some(RETRY_SECS));
        assert_eq!(autosave.due_in_secs(1.0 + RETRY_SECS), Some(0.0));
        for document in autosave.take() {
            autosave.started(document);
        }
        assert_eq!(autosave.take().len(), 0, "it is not asked for twice at once");
        autosave.succeeded(&story());
        assert_eq!((autosave.state(), autosave.due_in_secs(9.0)), (Saving::Saved, None));
    }

    #[test]
    fn what_is_gone_is_not_tried_again() {
        let mut autosave = Autosave::default();
        autosave.failed(story(), 0.0);
        autosave.forget(&ThingId::Story(StoryId("a".into())));
        assert_eq!(autosave.due_in_secs(9.0), None);
    }
}
