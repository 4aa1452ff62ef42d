//! What the user should know: notices that go by themselves, and notices that stay until they are put away or what
//! they are about is over.

use std::path::PathBuf;

use crate::ui::command::{Command, StepId};

/// Something the user should know.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    pub id: u64,
    /// When it goes by itself, in the window's seconds; `None` for one that stays.
    until_secs: Option<f64>,
    /// What happened; for a failure also why and what to do.
    pub what: String,
    /// Further lines, shown when asked for.
    pub details: Vec<String>,
    pub path: Option<PathBuf>,
    /// Things to do about it.
    pub offers: Vec<(String, Command)>,
    subject: Option<Subject>,
}

/// What a notice is about. When that is over, the notice goes with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A step that can be undone, or done again.
    Step(StepId),
    /// The last step, which lies on another screen.
    StepElsewhere,
    /// Something that is not on the disk.
    Saving,
}

/// How long a passing notice stays.
const PASSING_SECS: f64 = 8.0;

impl Notice {
    /// A notice that goes by itself.
    #[must_use]
    pub fn passing(what: impl Into<String>) -> Self {
        Self { until_secs: Some(PASSING_SECS), ..Self::lasting(what) }
    }

    /// A notice that stays until it is put away.
    #[must_use]
    pub fn lasting(what: impl Into<String>) -> Self {
        Self {
            id: 0,
            until_secs: None,
            what: what.into(),
            details: Vec::new(),
            path: None,
            offers: Vec::new(),
            subject: None,
        }
    }

    #[must_use]
    pub fn about(self, subject: Subject) -> Self {
        Self { subject: Some(subject), ..self }
    }

    #[must_use]
    pub fn offering(mut self, name: impl Into<String>, command: impl Into<Command>) -> Self {
        self.offers.push((name.into(), command.into()));
        self
    }

    #[must_use]
    pub fn at(self, path: Option<PathBuf>) -> Self {
        Self { path, ..self }
    }

    #[must_use]
    pub const fn is_lasting(&self) -> bool {
        self.until_secs.is_none()
    }
}

/// The notices that are shown, the oldest first.
#[derive(Debug, Default)]
pub struct Notices {
    shown: Vec<Notice>,
    last_id: u64,
}

impl Notices {
    /// Shows a notice. One that says the same of the same file, or is about the same subject, gives way to it.
    pub fn add(&mut self, notice: Notice, now_secs: f64) {
        self.shown.retain(|shown| {
            let same_words = shown.what == notice.what && shown.path == notice.path;
            let same_subject = shown.subject.is_some() && shown.subject == notice.subject;
            !(same_words || same_subject)
        });
        self.last_id += 1;
        let until_secs = notice.until_secs.map(|secs| now_secs + secs);
        self.shown.push(Notice { id: self.last_id, until_secs, ..notice });
    }

    pub fn dismiss(&mut self, id: u64) {
        self.shown.retain(|notice| notice.id != id);
    }

    /// What these notices are about is over.
    pub fn settle(&mut self, subject: Subject) {
        self.shown.retain(|notice| notice.subject != Some(subject));
    }

    #[must_use]
    pub fn tells_of(&self, subject: Subject) -> bool {
        self.shown.iter().any(|notice| notice.subject == Some(subject))
    }

    /// Lets notices go whose time is over, and says in how many seconds the next one goes.
    pub fn expire(&mut self, now_secs: f64) -> Option<f64> {
        self.shown.retain(|notice| notice.until_secs.is_none_or(|until| until > now_secs));
        self.shown
            .iter()
            .filter_map(|notice| notice.until_secs)
            .map(|until| until - now_secs)
            .reduce(f64::min)
    }

    /// All of them, the oldest first.
    #[must_use]
    pub fn all(&self) -> &[Notice] {
        &self.shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(notices: &Notices) -> Vec<&str> {
        notices.all().iter().map(|notice| notice.what.as_str()).collect()
    }

    #[test]
    fn a_passing_notice_goes_and_a_lasting_one_stays() {
        let mut notices = Notices::default();
        notices.add(Notice::passing("Copied"), 10.0);
        notices.add(Notice::lasting("The disk is full"), 10.0);
        assert_eq!(notices.expire(12.0), Some(PASSING_SECS - 2.0));
        assert_eq!(notices.expire(10.0 + PASSING_SECS), None);
        assert_eq!(words(&notices), ["The disk is full"]);
    }

    #[test]
    fn a_notice_goes_with_its_subject() {
        let (one, other) = (Subject::Step(StepId(1)), Subject::Step(StepId(2)));
        let mut notices = Notices::default();
        notices.add(Notice::passing("A is in the trash").about(one), 0.0);
        notices.add(Notice::passing("B is in the trash").about(other), 0.0);
        notices.settle(one);
        assert_eq!(words(&notices), ["B is in the trash"]);
        notices.add(Notice::passing("Undone").about(other), 0.0);
        assert_eq!(words(&notices), ["Undone"], "a subject has one notice");
    }

    #[test]
    fn the_same_is_not_said_twice() {
        let mut notices = Notices::default();
        for path in ["a", "b", "a"] {
            notices.add(Notice::lasting("It cannot be read").at(Some(path.into())), 0.0);
        }
        assert_eq!(notices.all().len(), 2);
    }
}
