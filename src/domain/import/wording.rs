//! Whether a sentence is something an interviewer would put to a candidate.

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

/// Who the words are turned to and what kind of sentence they make.
struct Sentence {
    lower: String,
    words: Vec<(usize, usize)>,
    asks: bool,
}

impl Sentence {
    fn new(text: &str) -> Self {
        let lower = text.to_lowercase().replace('\u{2019}', "'");
        let lower = without_lead_in(&lower).to_owned();
        let words = word_places(&lower);
        let end = lower.trim_end_matches(['"', '”', '’', '»', ')', '*', '_', ' ', '!', '.']);
        let asks = end.ends_with(['?', '？', ';']) && !end.ends_with(';') || lower.starts_with('¿');
        Self { lower, words, asks }
    }

    fn word(&self, number: usize) -> &str {
        self.words.get(number).and_then(|(start, end)| self.lower.get(*start..*end)).unwrap_or_default()
    }

    fn has_word(&self, among: &[&str]) -> bool {
        (0..self.words.len()).any(|number| among.contains(&self.word(number)))
    }

    fn has(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.lower.contains(phrase))
    }

    fn starts(&self, openings: &[&str]) -> bool {
        openings.iter().any(|opening| after(&self.lower, opening).is_some())
    }

    fn requests(&self) -> bool {
        self.starts(vocabulary::REQUESTS)
    }

    fn orders(&self) -> bool {
        vocabulary::IMPERATIVES.iter().filter_map(|opening| after(&self.lower, opening)).any(|rest| {
            vocabulary::OBJECTS.iter().any(|object| {
                rest.trim_start().starts_with(object.trim_end())
                    && after(rest.trim_start(), object.trim_end()).is_some()
            })
        })
    }

    fn asks_by_form(&self) -> bool {
        let first = self.word(0);
        if vocabulary::ASKING.contains(&first) {
            let second = self.word(1);
            let second = second.strip_suffix("n't").unwrap_or(second);
            let is_clause =
                matches!(first, "when" | "where" | "while" | "que" | "como" | "come" | "por" | "co");
            return vocabulary::AUXILIARIES.contains(&second)
                || !is_clause && first.contains('\'')
                || first == "why" && self.words.len() <= 5
                || matches!(first, "what" | "which")
                    && self.has_word(vocabulary::AUXILIARIES)
                    && self.addresses();
        }
        vocabulary::INVERTED.contains(&first)
            && matches!(self.word(1), "you" | "your" | "sie" | "du" | "vous" | "tu")
    }

    fn addresses(&self) -> bool {
        self.has_word(vocabulary::ADDRESSES)
            || self.lower.contains("-vous")
            || self.lower.contains("-tu")
            || self.lower.starts_with('¿')
    }

    fn is_about_the_speaker(&self) -> bool {
        vocabulary::FIRST_PERSON.contains(&self.word(0))
            || self.has_word(&["i", "my", "i'm"]) && !self.addresses()
    }
}

/// Longest text that is taken for a question, in bytes.
pub(super) const LONGEST_QUESTION: usize = 900;

/// Whether `text` asks a candidate something, and how sure that is; `None` where it does not.
pub(super) fn judge(text: &str, place: Place) -> Option<Confidence> {
    if text.len() > LONGEST_QUESTION || !text.contains(char::is_alphabetic) {
        return None;
    }
    let sentence = Sentence::new(text);
    let count = sentence.words.len();
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
    let imperative = sentence.orders() && sentence.words.len() >= 4;
    let asks = sentence.asks
        && sentence.addresses()
        && (sentence.starts(vocabulary::ASKING)
            || sentence.starts(vocabulary::INVERTED)
            || sentence.starts(&["if", "in", "on", "you", "to"]));
    let bare =
        sentence.asks_by_form() && sentence.addresses() && sentence.words.len() <= 12 && sentences(text) == 1;
    (imperative || asks || bare).then_some(Confidence::Likely)
}

fn set_apart(sentence: &Sentence, place: Place) -> Option<Confidence> {
    let short_and_asks =
        sentence.asks && (sentence.addresses() || place == Place::Listed || sentence.words.len() <= 6);
    if sentence.asks && sentence.addresses() {
        return Some(Confidence::Sure);
    }
    let by_form = sentence.asks_by_form() && (sentence.addresses() || sentence.asks);
    if short_and_asks || by_form || sentence.orders() || sentence.asks && sentence.starts(vocabulary::ASKING)
    {
        return Some(Confidence::Sure);
    }
    let bare = sentence.starts_bare() && (place == Place::Listed || sentence.addresses());
    bare.then_some(Confidence::Likely)
}

impl Sentence {
    fn starts_bare(&self) -> bool {
        vocabulary::BARE_OPENINGS.iter().any(|opening| self.lower.starts_with(opening))
    }
}

/// Whether the wording alone, wherever it stands, belongs to an interviewer.
pub(super) fn is_request(text: &str) -> bool {
    let sentence = Sentence::new(text);
    sentence.requests()
        && !sentence.has(vocabulary::ABOUT_INTERVIEWS)
        && !sentence.has(vocabulary::ADVISING)
        && sentence.words.len() >= 3
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
    let sentence = Sentence::new(line.trim_start_matches(['"', '“', '«', '*', '_']));
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
        !(first.requests() || first.orders() || first.starts(&["you", "imagine", "your"]))
    }
}

/// What stands before the verb for politeness.
fn without_lead_in(lower: &str) -> &str {
    let mut rest = lower.trim_start_matches(|letter: char| !letter.is_alphanumeric() && letter != '¿');
    for _ in 0..3 {
        let longest =
            vocabulary::LEAD_INS.iter().filter_map(|lead| after(rest, lead)).min_by_key(|rest| rest.len());
        let Some(shorter) = longest else { break };
        let shorter = shorter.trim_start_matches([',', ' ', '-', '–', ':', '.', '…']);
        let opens = vocabulary::REQUESTS
            .iter()
            .chain(vocabulary::IMPERATIVES)
            .any(|opening| after(shorter, opening).is_some());
        let is_verb =
            rest.starts_with("can you") || rest.starts_with("could you") || rest.starts_with("would you");
        if shorter.is_empty() || is_verb && !opens {
            break;
        }
        rest = shorter;
    }
    rest
}

/// What follows `opening`, where the text begins with it as whole words.
fn after<'a>(text: &'a str, opening: &str) -> Option<&'a str> {
    let rest = text.strip_prefix(opening)?;
    let whole = !rest.starts_with(|next: char| next.is_alphanumeric() || next == '\'')
        || !opening.ends_with(char::is_alphanumeric);
    whole.then_some(rest)
}

fn word_places(text: &str) -> Vec<(usize, usize)> {
    let mut places = Vec::new();
    let mut start = None;
    for (place, letter) in text.char_indices() {
        let inside =
            letter.is_alphanumeric() || letter == '\'' || letter == '-' || letter == '¿' && start.is_none();
        match (inside, start) {
            (true, None) => start = Some(if letter == '¿' { place + letter.len_utf8() } else { place }),
            (false, Some(from)) => {
                places.push((from, place));
                start = None;
            }
            _ => {}
        }
    }
    places.extend(start.map(|from| (from, text.len())));
    places
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
