//! Which of the user's stories suit a question: those filed under what it asks for, the go-to story first.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::guide::Guide;
use super::library::Library;
use super::question::Question;
use super::story::{Role, Story};
use super::take::{Take, TakeKind};

/// Why a story is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// The user said that it answers this question.
    Pinned,
    /// It is filed under so many of the question's themes and values.
    Shares(usize),
    /// Nothing connects it with the question.
    Other,
}

/// A story that may be told in answer to a question.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Suited<'a> {
    pub story: &'a Story,
    pub why: Why,
    /// The last time it was told in full.
    pub last: Option<&'a Take>,
}

/// The stories that are not archived, those that suit first: go-to, then backup, then the others, and of equals
/// the one that was practised longest ago.
#[must_use]
pub fn stories_for<'a>(question: &Question, library: &'a Library, guide: &Guide) -> Vec<Suited<'a>> {
    let values: BTreeSet<String> = guide
        .values_for(&question.id)
        .flat_map(|(company, value)| {
            let name = value.name.to_lowercase();
            [value.id.clone(), format!("{}: {name}", company.name.to_lowercase()), name]
        })
        .collect();
    let mut suited: Vec<Suited<'a>> = library
        .stories()
        .filter(|story| !story.archived)
        .map(|story| Suited { story, why: why(question, story, &values), last: last_told(library, story) })
        .collect();
    suited.sort_by_cached_key(|suited| {
        let role = match suited.story.role {
            Role::GoTo => 0,
            Role::Backup => 1,
            Role::Unassigned => 2,
        };
        let nearness = match suited.why {
            Why::Pinned => usize::MAX,
            Why::Shares(count) => count,
            Why::Other => 0,
        };
        let told_at = suited.last.map(|take| take.recorded_at);
        (suited.why == Why::Other, role, Reverse(nearness), told_at, suited.story.title.to_lowercase())
    });
    suited
}

fn why(question: &Question, story: &Story, values: &BTreeSet<String>) -> Why {
    if story.questions.contains(&question.id) {
        return Why::Pinned;
    }
    let is_asked_for =
        |theme: &&String| question.themes.iter().any(|asked| asked.eq_ignore_ascii_case(theme));
    let themes = story.themes.iter().filter(is_asked_for).count();
    let shown = story.values.iter().filter(|value| values.contains(&value.to_lowercase())).count();
    match themes + shown {
        0 => Why::Other,
        count => Why::Shares(count),
    }
}

fn last_told<'a>(library: &'a Library, story: &Story) -> Option<&'a Take> {
    library.takes_of(Some(&story.id)).rfind(|take| take.kind == TakeKind::Full)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::question::{QuestionId, Source};
    use crate::domain::samples;
    use crate::domain::value_map::OwnMap;
    use jiff::Timestamp;

    fn question() -> Question {
        let mut question = Question::plain(QuestionId::new("q"), "When did you disagree?", Source::Own);
        question.themes = vec!["Conflict".into(), "Courage".into()];
        question
    }

    #[test]
    fn a_storys_value_counts_by_id_by_name_and_in_a_map_of_the_users_own() {
        let of = |value: &str| Story { values: vec![value.into()], ..samples::story(value) };
        let stories =
            ["amz-02", "Amazon: Ownership", "ownership", "Acme: Courage", "Kindness"].map(of).to_vec();
        let library = library(stories);
        let own = OwnMap { company: "Acme".into(), values: "Courage: own-01".into() };
        let guide = Guide::built_in().with_own(&own);
        let question = Question::plain(QuestionId::new("own-01"), "What was yours?", Source::BuiltIn);
        let suited = stories_for(&question, &library, &guide);
        let without: Vec<&str> =
            suited.iter().filter(|one| one.why == Why::Other).map(|one| one.story.title.as_str()).collect();
        assert_eq!(without, ["Kindness"]);
    }

    fn library(stories: Vec<Story>) -> Library {
        let mut library = Library::default();
        for story in stories {
            library.put_story(story);
        }
        library
    }

    #[test]
    fn go_to_stories_on_the_theme_come_before_backups_and_those_before_the_rest() {
        let other = Story { role: Role::GoTo, ..samples::story("other") };
        let backup =
            Story { role: Role::Backup, themes: vec!["conflict".into()], ..samples::story("backup") };
        let go_to = Story { role: Role::GoTo, themes: vec!["courage".into()], ..samples::story("go-to") };
        let old = Story { archived: true, themes: vec!["Conflict".into()], ..samples::story("old") };
        let library = library(vec![other, backup, go_to, old]);
        let suited = stories_for(&question(), &library, Guide::built_in());
        let order: Vec<(&str, Why)> = suited.iter().map(|s| (s.story.title.as_str(), s.why)).collect();
        assert_eq!(order, [("go-to", Why::Shares(1)), ("backup", Why::Shares(1)), ("other", Why::Other)]);
    }

    #[test]
    fn a_pinned_story_suits_whatever_its_themes_and_the_one_not_told_for_longest_leads() {
        let pinned = Story { questions: vec![QuestionId::new("q")], ..samples::story("pinned") };
        let never = Story { questions: vec![QuestionId::new("q")], ..samples::story("never told") };
        let mut library = library(vec![pinned.clone(), never]);
        let mut take = samples::take(60.0);
        take.story = Some(pinned.id);
        library.put_take(take);
        let suited = stories_for(&question(), &library, Guide::built_in());
        assert_eq!(suited[0].story.title, "never told");
        assert_eq!(suited[1].last.map(|take| take.recorded_at), Some(Timestamp::UNIX_EPOCH));
    }
}
