//! What was changed and is not on its way to the disk yet. It is saved a moment after typing stops.

use std::collections::BTreeSet;

use super::history::ThingId;

/// How long after the last change things are saved, in seconds.
pub const QUIET_SECS: f64 = 0.7;

/// How long changes may wait at most while typing does not stop.
pub const LONGEST_SECS: f64 = 5.0;

/// Changes that wait to be saved.
#[derive(Debug, Default)]
pub struct Autosave {
    things: BTreeSet<ThingId>,
    settings: bool,
    preferences: bool,
    first_secs: f64,
    last_secs: f64,
}

/// What is to be saved now.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Due {
    pub things: BTreeSet<ThingId>,
    pub settings: bool,
    pub preferences: bool,
}

impl Autosave {
    pub fn thing(&mut self, id: ThingId, now_secs: f64) {
        self.touch(now_secs);
        self.things.insert(id);
    }

    pub fn settings(&mut self, now_secs: f64) {
        self.touch(now_secs);
        self.settings = true;
    }

    pub fn preferences(&mut self, now_secs: f64) {
        self.touch(now_secs);
        self.preferences = true;
    }

    /// What is gone needs no saving.
    pub fn forget(&mut self, id: &ThingId) {
        self.things.remove(id);
    }

    pub fn is_waiting(&self) -> bool {
        self.settings || self.preferences || !self.things.is_empty()
    }

    fn touch(&mut self, now_secs: f64) {
        if !self.is_waiting() {
            self.first_secs = now_secs;
        }
        self.last_secs = now_secs;
    }

    /// Seconds until something is due; `None` where nothing waits.
    pub fn due_in_secs(&self, now_secs: f64) -> Option<f64> {
        let due = (self.last_secs + QUIET_SECS).min(self.first_secs + LONGEST_SECS);
        self.is_waiting().then_some((due - now_secs).max(0.0))
    }

    /// Everything that waits, to be saved at once.
    pub fn take(&mut self) -> Due {
        let taken = std::mem::take(self);
        Due { things: taken.things, settings: taken.settings, preferences: taken.preferences }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::story::StoryId;

    #[test]
    fn saving_waits_for_a_pause_but_not_for_ever() {
        let mut autosave = Autosave::default();
        assert_eq!(autosave.due_in_secs(0.0), None);
        let mut now = 0.0;
        while now < 4.9 {
            autosave.thing(ThingId::Story(StoryId("a".into())), now);
            assert!(autosave.due_in_secs(now).unwrap() <= QUIET_SECS + 1e-9);
            now += 0.1;
        }
        assert!(autosave.due_in_secs(now).unwrap() < 0.2);
        assert_eq!(autosave.take().things.len(), 1);
        assert!(!autosave.is_waiting());
    }
}
