//! What becomes different when one state of a library takes the place of another.

use std::collections::BTreeMap;

use super::library::Library;

/// What comes, goes and changes, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    pub come: Vec<String>,
    pub go: Vec<String>,
    pub change: Vec<String>,
}

/// Everything that differs between two states of a library.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    pub stories: Difference,
    pub takes: Difference,
    pub questions: Difference,
    pub settings: bool,
    pub preparation: bool,
}

/// Names that a sentence lists before it only counts.
const NAMED: usize = 3;

impl Difference {
    fn between<T: PartialEq>(
        before: impl Iterator<Item = (String, String, T)>,
        after: impl Iterator<Item = (String, String, T)>,
    ) -> Self {
        let mut before: BTreeMap<String, (String, T)> =
            before.map(|(id, name, value)| (id, (name, value))).collect();
        let mut found = Self::default();
        for (id, name, value) in after {
            match before.remove(&id) {
                None => found.come.push(name),
                Some((_, earlier)) if earlier != value => found.change.push(name),
                Some(_) => {}
            }
        }
        found.go = before.into_values().map(|(name, _)| name).collect();
        found
    }

    fn is_empty(&self) -> bool {
        self.come.is_empty() && self.go.is_empty() && self.change.is_empty()
    }

    fn sentences(&self, one: &str, several: &str) -> Vec<String> {
        let parts = [
            (&self.come, "comes back", "come back"),
            (&self.go, "goes to the trash", "go to the trash"),
            (&self.change, "becomes as it was", "become as they were"),
        ];
        let some = parts.into_iter().filter(|(names, ..)| !names.is_empty());
        some.map(|(names, alone, together)| {
            let count = names.len();
            let (word, verb) = if count == 1 { (one, alone) } else { (several, together) };
            let listed =
                names.iter().take(NAMED).map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
            let more = if count > NAMED { ", …" } else { "" };
            format!("{count} {word} {verb}: {listed}{more}")
        })
        .collect()
    }
}

impl Changes {
    /// What becomes different when `after` takes the place of `before`.
    #[must_use]
    pub fn between(before: &Library, after: &Library) -> Self {
        let stories = |library: &Library| {
            let stories: Vec<_> = library.stories().cloned().collect();
            stories.into_iter().map(|story| (story.id.0.clone(), story.title.clone(), story))
        };
        let takes = |library: &Library| {
            let takes: Vec<_> = library.takes().cloned().collect();
            takes.into_iter().map(|take| (take.id.0.clone(), take.question.text.clone(), take))
        };
        let questions = |library: &Library| {
            let questions: Vec<_> = library.own_questions().cloned().collect();
            questions.into_iter().map(|question| (question.id.0.clone(), question.text.clone(), question))
        };
        Self {
            stories: Difference::between(stories(before), stories(after)),
            takes: Difference::between(takes(before), takes(after)),
            questions: Difference::between(questions(before), questions(after)),
            settings: before.settings != after.settings || before.hidden_questions != after.hidden_questions,
            preparation: before.preparation != after.preparation,
        }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.stories.is_empty()
            && self.takes.is_empty()
            && self.questions.is_empty()
            && !self.settings
            && !self.preparation
    }

    /// The same in sentences, without a full stop; none where nothing changes.
    #[must_use]
    pub fn sentences(&self) -> Vec<String> {
        let mut sentences = self.stories.sentences("story", "stories");
        sentences.extend(self.takes.sentences("take", "takes"));
        sentences.extend(self.questions.sentences("question of your own", "questions of your own"));
        if self.settings {
            sentences.push("The settings of the library become as they were".to_owned());
        }
        if self.preparation {
            sentences.push("Interviews and checklists become as they were".to_owned());
        }
        sentences
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::framework::FrameworkId;
    use crate::domain::story::{Story, StoryId};

    fn library(stories: &[(&str, &str)]) -> Library {
        let mut library = Library::default();
        for (id, title) in stories {
            let framework = FrameworkId::new("star");
            let created = jiff::Timestamp::UNIX_EPOCH;
            library.put_story(Story::new(StoryId((*id).into()), *title, framework, created));
        }
        library
    }

    #[test]
    fn what_comes_goes_and_changes_is_named() {
        let before = library(&[("a", "Outage"), ("b", "Queue"), ("c", "Team")]);
        let mut after = library(&[("a", "Outage"), ("b", "The queue"), ("d", "Launch")]);
        after.settings.target_length_secs = 7;
        let changes = Changes::between(&before, &after);
        assert_eq!(
            changes.sentences(),
            [
                "1 story comes back: \"Launch\"",
                "1 story goes to the trash: \"Team\"",
                "1 story becomes as it was: \"The queue\"",
                "The settings of the library become as they were",
            ]
        );
        assert!(Changes::between(&before, &before).is_empty());
    }
}
