//! What a user does with a library, one step after another.

use std::collections::BTreeSet;
use std::sync::Arc;

use starling::domain::preparation::Preparation;
use starling::domain::question::QuestionId;
use starling::domain::rating::Rating;
use starling::domain::settings::Settings;
use starling::domain::story::StoryId;
use starling::domain::take::TakeId;
use starling::store::snapshot::Reason;
use starling::store::trash::{Deleted, TrashId};
use starling::store::{Store, StoreError};

use super::world::{SetClock, moment, question, story, take, take_file};

/// One thing that is done with a library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    NewStory,
    RenameStory,
    RateTake,
    NewQuestion,
    DeleteQuestion,
    DeleteQuestionOfSeveral,
    Settings,
    HideQuestions,
    Prepare,
    MoveTake,
    FileTake,
    DeleteTake,
    RestoreTake,
    DeleteStory,
    RestoreStory,
    Snapshot,
    GoBack,
    Maintain,
}

impl Step {
    /// Everything, in an order in which each step has something to do.
    pub const ALL: [Self; 18] = [
        Self::NewStory,
        Self::RenameStory,
        Self::RateTake,
        Self::Snapshot,
        Self::NewQuestion,
        Self::DeleteQuestion,
        Self::DeleteQuestionOfSeveral,
        Self::Settings,
        Self::HideQuestions,
        Self::Prepare,
        Self::MoveTake,
        Self::FileTake,
        Self::DeleteTake,
        Self::RestoreTake,
        Self::DeleteStory,
        Self::RestoreStory,
        Self::GoBack,
        Self::Maintain,
    ];

    /// Does it. `Ok(false)` where the library is not in a state for it.
    pub fn run(self, store: &mut Store, clock: &Arc<SetClock>) -> Result<bool, StoreError> {
        let outcome = self.try_run(store, clock);
        if matches!(outcome, Err(StoreError::Unknown { .. })) { Ok(false) } else { outcome.map(|()| true) }
    }

    fn try_run(self, store: &mut Store, clock: &Arc<SetClock>) -> Result<(), StoreError> {
        let (s1, t1, t3) = (StoryId("s1".into()), TakeId("t1".into()), TakeId("t3".into()));
        match self {
            Self::NewStory => store.save_story(&story("s9", "The migration")).map(drop),
            Self::RenameStory => store.save_story(&story("s1", "How the checkout failed")).map(drop),
            Self::RateTake => self.rate(store),
            Self::NewQuestion => store.save_question(&question("q9")).map(drop),
            Self::DeleteQuestion => store.delete_question(&QuestionId::new("q1")).map(drop),
            Self::DeleteQuestionOfSeveral => store.delete_question(&QuestionId::new("q2")).map(drop),
            Self::Settings => {
                store.save_settings(&Settings { target_length_secs: 90, ..Settings::default() }).map(drop)
            }
            Self::HideQuestions => {
                store.save_hidden_questions(&BTreeSet::from([QuestionId::new("own-01")])).map(drop)
            }
            Self::Prepare => {
                let ticked = BTreeSet::from(["sleep".to_owned()]);
                store.save_preparation(&Preparation { ticked, ..Preparation::default() }).map(drop)
            }
            Self::MoveTake => store.move_take(&t1, Some(&StoryId("s2".into()))),
            Self::FileTake => store.move_take(&t3, Some(&s1)),
            Self::DeleteTake => store.delete_take(&t1).map(drop),
            Self::RestoreTake => restore(store, Deleted::Take),
            Self::DeleteStory => store.delete_story(&s1).map(drop),
            Self::RestoreStory => restore(store, Deleted::Story),
            Self::Snapshot => store.snapshot(Reason::Asked).map(drop),
            Self::GoBack => {
                let oldest = store.snapshots().pop();
                let oldest = oldest.ok_or_else(|| StoreError::Unknown { what: "A snapshot".into() })?;
                store.restore_snapshot(&oldest.id).map(drop)
            }
            Self::Maintain => {
                clock.advance_days(31);
                let warnings = store.maintain();
                match warnings.first() {
                    None => Ok(()),
                    Some(warning) => Err(StoreError::UnsafeName { name: warning.what.clone() }),
                }
            }
        }
    }

    fn rate(self, store: &mut Store) -> Result<(), StoreError> {
        let mut rated = take("t2", Some("s1"), &take_file("t2"), 15);
        rated.ratings.push(Rating {
            rated_at: moment(90),
            points: Vec::new(),
            note: format!("{self:?}"),
            blind: false,
        });
        store.save_take(&rated).map(drop)
    }
}

fn restore(store: &mut Store, kind: Deleted) -> Result<(), StoreError> {
    let entry = store.trash().0.into_iter().find(|entry| entry.kind == kind);
    let id: TrashId = entry.map(|entry| entry.id).ok_or_else(|| StoreError::Unknown { what: "It".into() })?;
    store.restore(&id).map(drop)
}
