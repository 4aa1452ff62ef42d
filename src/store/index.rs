//! Where things lie in an open library, and what their files held when they were last read or written.

use std::collections::{HashMap, HashSet};
use std::hash::{Hash as _, Hasher as _};
use std::path::PathBuf;

use crate::domain::question::QuestionId;
use crate::domain::story::StoryId;
use crate::domain::take::TakeId;

/// Where things lie, and what the files held when they were last read or written.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    /// The folder of each story.
    pub stories: HashMap<StoryId, PathBuf>,
    /// Each take's document.
    pub takes: HashMap<TakeId, PathBuf>,
    /// The file of each question.
    pub questions: HashMap<QuestionId, PathBuf>,
    /// The contents of each document, as a hash.
    pub seen: HashMap<PathBuf, u64>,
    /// Documents that could not be understood.
    pub broken: HashSet<PathBuf>,
    /// Where our version of a document goes that something else has changed.
    pub our_copies: HashMap<PathBuf, PathBuf>,
}

/// Contents as one number, to notice that they have changed.
pub(super) fn fingerprint(bytes: &[u8]) -> u64 {
    let mut hasher = std::hash::DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}
