//! Whether a sentence is something an interviewer would put to a candidate.

use super::sentence::Sentence;
use super::{Confidence, vocabulary};

/// What surrounds a sentence, which decides how much its wording has to prove.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// In running text, where people also ask in passing.
    Loose,
    /// In a list, in bold, quoted, or as a heading: set apart by the writer.
    SetApart,
    /// In a list of what is asked.
    Listed,
}

/// Longest text that is taken for a question, in bytes.
pub(super) const LONGEST_QUESTION: usize = 900;

/// Whether `text` asks a candidate something, and how sure that is; `None` where it does not.
pub(super) fn judge(text: &str, place: Place) -> Option<Confidence> {
    if text.len() > LONGEST_QUESTION || !text.contains(char::is_alphabetic) {
        return None;
    }
    let sentence = Sentence::new(text);
    let count = sentence.word_count();
    if count == 0 || sentence.is_about_the_speaker() || sentence.has(vocabulary::ABOUT_INTERVIEWS) {
        return None;
    }
    if !sentence.asks && (sentence.has(vocabulary::ADVISING) || is_prose(text)) {
        return None;
    }
    if sentence.requests() && count >= 3 {
        let harmless = place > Place::Loose || !sentence.has(vocabulary::LOGISTICS);
        return harmless.then_some(Confidence::Sure);
    }
    match place {
        Place::Loose => loose(&sentence, text),
        Place::SetApart | Place::Listed => set_apart(&sentence, place),
    }
}

fn loose(sentence: &Sentence, text: &str) -> Option<Confidence> {
    if sentence.has(vocabulary::LOGISTICS) || sentences(text) > 3 {
        return None;
    }
    let imperative = sentence.orders() && sentence.word_count() >= 4;
    let asks = sentence.asks
        && sentence.addresses()
        && (sentence.opens_a_question() || matches!(sentence.word(0), "if" | "in" | "on" | "you" | "to"));
    let bare = sentence.asks_by_form()
        && sentence.addresses()
        && sentence.word_count() <= 12
        && sentences(text) == 1;
    (imperative || asks || bare).then_some(Confidence::Likely)
}

fn set_apart(sentence: &Sentence, place: Place) -> Option<Confidence> {
    let short_and_asks =
        sentence.asks && (sentence.addresses() || place == Place::Listed || sentence.word_count() <= 6);
    if sentence.asks && sentence.addresses() {
        return Some(Confidence::Sure);
    }
    let by_form = sentence.asks_by_form() && (sentence.addresses() || sentence.asks);
    if short_and_asks || by_form || sentence.orders() || sentence.asks && sentence.opens_with_asking_word() {
        return Some(Confidence::Sure);
    }
    let bare = sentence.starts_bare() && (place == Place::Listed || sentence.addresses());
    bare.then_some(Confidence::Likely)
}

/// Whether the wording alone, wherever it stands, belongs to an interviewer.
pub(super) fn is_request(text: &str) -> bool {
    let sentence = Sentence::new(text);
    sentence.requests()
        && !sentence.has(vocabulary::ABOUT_INTERVIEWS)
        && !sentence.has(vocabulary::ADVISING)
        && sentence.word_count() >= 3
        && text.len() <= LONGEST_QUESTION
}

/// Whether the words address somebody or could only be an interviewer's.
pub(super) fn is_put_to_somebody(text: &str) -> bool {
    let sentence = Sentence::new(text);
    sentence.requests() || sentence.orders() || sentence.addresses()
}

/// Whether something in the text looks like a question, right or wrong; such lines are reported when skipped.
pub(super) fn resembles_a_question(text: &str) -> bool {
    text.len() <= LONGEST_QUESTION
        && (text.trim_end_matches(['"', '”', ')', '*']).ends_with(['?', '？']) || is_request(text))
}

/// Whether a line opens a question of its own instead of going on with the line above.
pub(super) fn starts_like_a_question(line: &str) -> bool {
    opens_a_request(&Sentence::new(line.trim_start_matches(['"', '“', '«', '*', '_'])))
}

fn opens_a_request(sentence: &Sentence) -> bool {
    sentence.requests() || sentence.orders() || sentence.asks_by_form() || sentence.starts_bare()
}

/// Whether a line reads as a whole question.
pub(super) fn could_stand_alone(line: &str) -> bool {
    starts_like_a_question(line) || judge(line, Place::SetApart).is_some()
}

/// Sentences of a text, by their ends.
pub(super) fn sentences(text: &str) -> usize {
    let mut count = 0;
    let mut ended = true;
    for letter in text.chars() {
        if letter.is_whitespace() {
            continue;
        }
        let ends = matches!(letter, '.' | '?' | '!' | '…' | '。' | '？');
        if !ends && ended {
            count += 1;
        }
        // A point inside a number or a name ends nothing, which the next letter shows too late to matter here.
        ended = ends;
    }
    count
}

/// Several sentences of which the first asks for nothing: an account, not a question.
fn is_prose(text: &str) -> bool {
    sentences(text) > 1 && {
        let first = text.split_inclusive(['.', '!', '…']).next().unwrap_or(text);
        let first = Sentence::new(first);
        !(first.requests() || first.orders() || matches!(first.word(0), "you" | "imagine" | "your"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_interviewers_say_is_taken() {
        for text in [
            "Tell me about a time you failed.",
            "DESCRIBE A CONFLICT WITH A COLLEAGUE",
            "Why us?",
            "what motivates you",
            "How would you explain an API to a child",
            "So, walk me through your CV",
            "Could you give an example of a hard decision?",
            "Imagine you join a team without tests. What do you do first?",
            "Décrivez une situation où vous avez échoué",
            "Warum möchten Sie zu uns wechseln?",
            "¿Cuál es tu mayor debilidad?",
            "Biggest weakness?",
            "If your manager asked you to cut a corner, what would you do?",
        ] {
            assert!(judge(text, Place::SetApart).is_some(), "{text}");
        }
    }

    #[test]
    fn what_advisers_and_narrators_say_is_not() {
        for text in [
            "Describe the situation briefly",
            "I told them we had to stop.",
            "What did I learn?",
            "Does your answer have a number in it?",
            "When you talk about failure, own it",
            "How to answer",
            "Keep it under two minutes",
            "Share credit",
            "What to wear",
            "ownership, not blame",
            "We were three weeks late. Everyone was tired.",
        ] {
            assert_eq!(judge(text, Place::SetApart), None, "{text}");
        }
    }

    #[test]
    fn running_text_has_to_prove_more() {
        for text in
            ["Could you let me know which day works for you?", "How are you?", "Sound familiar?", "Why us?"]
        {
            assert_eq!(judge(text, Place::Loose), None, "{text}");
        }
        assert!(judge("Why do you want to leave your current job?", Place::Loose).is_some());
    }
}
