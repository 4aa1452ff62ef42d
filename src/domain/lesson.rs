//! What the speaker wanted to do better, brought back when it can be done: before and during the next take.

use super::library::Library;
use super::question::QuestionId;
use super::story::StoryId;
use super::take::Take;

/// What the next answer is about.
#[derive(Clone, Copy, Debug, Default)]
pub struct Next<'a> {
    pub story: Option<&'a StoryId>,
    pub question: Option<&'a QuestionId>,
    /// The words of the question, by which takes without a known question are found.
    pub asked: &'a str,
}

/// What was written down for next time, in the newest take of the same story, else of the same question, else of all.
#[must_use]
pub fn change_to_try<'a>(library: &'a Library, next: Next<'_>) -> Option<&'a str> {
    let of_story = next.story.and_then(|story| library.takes_of(Some(story)).rev().find_map(written));
    of_story.or_else(|| {
        let mut noted: Vec<&Take> = library.takes().filter(|take| written(take).is_some()).collect();
        noted.sort_by_key(|take| (take.recorded_at, &take.id));
        let is_asked = |take: &&&Take| answers(take, next);
        noted.iter().rev().find(is_asked).or(noted.last()).and_then(|take| written(take))
    })
}

fn written(take: &Take) -> Option<&str> {
    Some(take.change_for_next_time.trim()).filter(|change| !change.is_empty())
}

fn answers(take: &Take, next: Next<'_>) -> bool {
    match (&take.question.id, next.question) {
        (Some(id), Some(asked)) => id == asked,
        _ => !next.asked.is_empty() && take.question.text == next.asked,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::samples;
    use crate::domain::take::TakeId;
    use jiff::Timestamp;

    fn noted(id: &str, minute: i64, story: Option<&str>, question: &str, change: &str) -> Take {
        let mut take = samples::take(60.0);
        take.id = TakeId(id.into());
        take.recorded_at = Timestamp::from_second(60 * minute).unwrap();
        take.story = story.map(|story| StoryId(story.into()));
        take.question.id = Some(QuestionId::new(question));
        take.change_for_next_time = change.into();
        take
    }

    fn told(library: &Library, story: Option<&str>, question: &str) -> Option<String> {
        let story = story.map(|story| StoryId(story.into()));
        let question = QuestionId::new(question);
        let next = Next { story: story.as_ref(), question: Some(&question), asked: "" };
        change_to_try(library, next).map(str::to_owned)
    }

    #[test]
    fn the_story_comes_before_the_question_and_the_question_before_everything_else() {
        let mut library = Library::default();
        assert_eq!(told(&library, None, "q"), None);
        library.put_take(noted("a", 1, None, "other", "  Slower "));
        assert_eq!(told(&library, None, "q").as_deref(), Some("Slower"));
        library.put_take(noted("b", 2, None, "q", "The number first"));
        library.put_take(noted("c", 3, None, "other", "Name the team"));
        library.put_take(noted("d", 4, None, "q", "   "));
        assert_eq!(told(&library, None, "q").as_deref(), Some("The number first"));
        assert_eq!(told(&library, None, "never asked").as_deref(), Some("Name the team"));
        library.put_take(noted("e", 0, Some("s"), "other", "End on the result"));
        assert_eq!(told(&library, Some("s"), "q").as_deref(), Some("End on the result"));
        assert_eq!(told(&library, Some("another"), "q").as_deref(), Some("The number first"));
    }

    #[test]
    fn a_question_without_an_id_is_known_by_its_words() {
        let mut library = Library::default();
        let mut take = noted("a", 1, None, "q", "Breathe");
        take.question.id = None;
        take.question.text = "Why us?".into();
        library.put_take(take);
        library.put_take(noted("b", 2, None, "q", "Later"));
        let next = Next { story: None, question: None, asked: "Why us?" };
        assert_eq!(change_to_try(&library, next), Some("Breathe"));
    }
}
