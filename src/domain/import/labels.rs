//! Labels and headings that say what the text under them is: `Q7:`, "Likely follow-ups", "Sample answer".

use std::collections::HashMap;
use std::sync::LazyLock;

use super::vocabulary;

/// What a piece of text is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Role {
    Question,
    FollowUps,
    /// What the question tests.
    Probes,
    /// Follow-ups to some writers, what is tested to others; the wording of each entry decides.
    Probing,
    Themes,
    Category,
    Answer,
    Advice,
    /// Questions that the candidate asks.
    ForTheInterviewer,
}

impl Role {
    /// Whether what stands there is not for the interviewer to ask.
    pub fn hides(self) -> bool {
        matches!(self, Self::Answer | Self::Advice | Self::ForTheInterviewer)
    }
}

/// The label that a text begins with, and where the text goes on behind it.
pub(super) fn leading(text: &str) -> Option<(Role, usize)> {
    if let Some(place) = numbered_question(text) {
        return Some((Role::Question, place));
    }
    let (label, rest) = split_label(text)?;
    Some((role_of(&normal(label))?, rest))
}

/// What a text that stands alone labels, with or without a colon at its end.
pub(super) fn alone(text: &str) -> Option<Role> {
    const LONGEST: usize = 80;
    if text.len() > LONGEST {
        return None;
    }
    if numbered_question(text).is_some_and(|place| place >= text.len()) {
        return Some(Role::Question);
    }
    if text.bytes().filter(|byte| *byte == b' ').count() >= MOST_LABEL_WORDS {
        return None;
    }
    let words = normal(text);
    let role = role_of(&words)?;
    let needs_colon =
        words.len() <= 2 || matches!(words.as_str(), "then" | "next" | "why" | "me" | "you" | "who" | "do");
    (!needs_colon || text.trim_end().ends_with([':', '?'])).then_some(role)
}

/// The role of what stands under a heading; `Category` unless its words say otherwise.
pub(super) fn section(text: &str) -> Role {
    let words = normal(text);
    let has = |phrases: &[&str]| phrases.iter().any(|phrase| words.contains(phrase));
    let follows = has(vocabulary::FOLLOW_UP_PHRASES);
    if is_for_the_interviewer(&words) && !follows {
        return Role::ForTheInterviewer;
    }
    if let Some(role) = role_of(&words).filter(|role| *role != Role::Category) {
        return role;
    }
    if has(&["question", "frage", "pregunta", "domand"]) && !has(&["how to", "how i", "ask yourself"]) {
        return Role::Category;
    }
    if has(vocabulary::ANSWER_SECTIONS) || words.starts_with("stories") {
        return Role::Answer;
    }
    let advice = has(vocabulary::ADVICE_SECTIONS);
    if advice { Role::Advice } else { Role::Category }
}

/// Whether a heading names no subject of its own, so that the one above it is the category.
pub(super) fn is_generic(text: &str) -> bool {
    vocabulary::GENERIC_TITLES.contains(&normal(text).as_str())
}

fn is_for_the_interviewer(words: &str) -> bool {
    // Most words are spared the search for phrases.
    let may_be = ["ask", "question", "frage", "preguntas", "reverse"].iter().any(|part| words.contains(part));
    may_be && names_the_interviewer(words)
}

fn names_the_interviewer(words: &str) -> bool {
    vocabulary::FOR_THE_INTERVIEWER.iter().any(|phrase| words.contains(phrase))
        && !words.contains("ask yourself")
        && !words.contains("to ask candidates")
}

/// Labels are short; longer texts are sentences.
const MOST_LABEL_WORDS: usize = 12;

static LABELS: LazyLock<HashMap<&'static str, Role>> = LazyLock::new(|| {
    let lists: [(&[&'static str], Role); 7] = [
        (vocabulary::ADVICE_LABELS, Role::Advice),
        (vocabulary::ANSWER_LABELS, Role::Answer),
        (vocabulary::CATEGORY_LABELS, Role::Category),
        (vocabulary::THEME_LABELS, Role::Themes),
        (vocabulary::PROBE_LABELS, Role::Probes),
        (vocabulary::FOLLOW_UP_LABELS, Role::FollowUps),
        (vocabulary::QUESTION_LABELS, Role::Question),
    ];
    // A word in two lists belongs to the later one.
    lists.into_iter().flat_map(|(list, role)| list.iter().map(move |label| (*label, role))).collect()
});

fn role_of(words: &str) -> Option<Role> {
    LABELS.get(words).copied().or_else(|| by_phrase(words))
}

fn by_phrase(words: &str) -> Option<Role> {
    let count = words.split(' ').count();
    if count > MOST_LABEL_WORDS || words.is_empty() {
        return None;
    }
    let has = |phrases: &[&str]| phrases.iter().any(|phrase| words.contains(phrase));
    let starts = |phrases: &[&str]| phrases.iter().any(|phrase| words.starts_with(phrase));
    if matches!(words, "probes" | "probe" | "probing" | "probe for" | "probe on") {
        return Some(Role::Probing);
    }
    if has(vocabulary::FOLLOW_UP_PHRASES) && !starts(&["how", "following up", "send", "when"]) {
        return Some(Role::FollowUps);
    }
    if is_for_the_interviewer(words) {
        return Some(Role::ForTheInterviewer);
    }
    if starts(vocabulary::PROBE_PHRASES) && !starts(&["what they said", "what they asked", "what it is"]) {
        return Some(Role::Probes);
    }
    if (has(&["answer", "response", "réponse", "antwort", "respuesta"]) && !has(&["question", "how"]))
        && count <= 5
    {
        return Some(Role::Answer);
    }
    if starts(&["tip", "how to", "pro tip", "common mistake", "red flag", "don't ", "do not ", "watch out"])
        && count <= 5
    {
        return Some(Role::Advice);
    }
    None
}

/// Where the text goes on behind `Q7:`, `Q7.`, `Question 7 -`, `#7` or `Q:`.
fn numbered_question(text: &str) -> Option<usize> {
    const NAMES: &[&str] = &["question", "frage", "pregunta", "domanda", "pergunta", "vraag", "q", "f", "#"];
    let name = NAMES.iter().find(|name| starts_with_ignoring_case(text, name))?;
    let rest = text.get(name.len()..)?;
    let inner = rest.trim_start_matches([' ', '#', '.', '°', 'º']);
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > 9 {
        return None;
    }
    let behind = inner.get(digits..)?;
    let text_start = behind.trim_start_matches([':', '.', ')', ' ', '-', '–', '—', '|', '/', ']', '?']);
    let marked = text_start.len() < behind.len() || behind.is_empty();
    marked.then(|| text.len() - text_start.len())
}

fn starts_with_ignoring_case(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

/// Splits `label: rest` and `label – rest`.
fn split_label(text: &str) -> Option<(&str, usize)> {
    const LONGEST: usize = 70;
    let mut best: Option<(usize, usize)> = None;
    for (place, letter) in text.char_indices() {
        if place > LONGEST {
            break;
        }
        let width = match letter {
            ':' if is_in_number(text, place) => continue,
            ':' | '：' => letter.len_utf8(),
            '–' | '—' | '-' if is_spaced(text, place, letter) => letter.len_utf8(),
            '.' if is_short_mark(text, place) => 1,
            '?' | '.' | '!' => break,
            _ => continue,
        };
        best = Some((place, place + width));
        break;
    }
    let (end, start) = best?;
    let rest = text.get(start..)?;
    let skipped = rest.len() - rest.trim_start_matches([' ', '\t', '*', '_']).len();
    Some((text.get(..end)?, start + skipped))
}

/// Whether the point behind `Q` or `Ans` sets a label off instead of ending a sentence.
fn is_short_mark(text: &str, place: usize) -> bool {
    let mark = text.get(..place).unwrap_or_default();
    let spaced = text.get(place + 1..).is_some_and(|rest| rest.starts_with(' '));
    spaced && ["Q", "A", "Ans", "FU"].iter().any(|known| mark.eq_ignore_ascii_case(known))
}

/// Whether a colon stands in a time of day.
fn is_in_number(text: &str, place: usize) -> bool {
    let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    digit(place.checked_sub(1).and_then(|before| text.as_bytes().get(before)))
        && digit(text.as_bytes().get(place + 1))
}

fn is_spaced(text: &str, place: usize, letter: char) -> bool {
    let before = text.get(..place).is_some_and(|head| head.ends_with(' '));
    before && text.get(place + letter.len_utf8()..).is_some_and(|tail| tail.starts_with(' '))
}

/// A topic that a text begins with: `Conflict: Tell me ...`.
pub(super) fn topic(text: &str) -> Option<(&str, &str)> {
    let (label, rest) = split_label(text)?;
    let label = label.trim().trim_matches(['*', '_']).trim();
    let rest = text.get(rest..)?.trim();
    let words = label.split(' ').count();
    let begins =
        rest.trim_start_matches(['"', '“', '¿', '«']).starts_with(|first: char| !first.is_lowercase());
    let names = words <= 4 && !label.contains(',') && label.chars().any(char::is_alphabetic);
    (names && begins && !rest.is_empty()).then_some((label, rest))
}

/// Lower-case words only, without numbers, brackets and signs.
fn normal(label: &str) -> String {
    let mut out = String::with_capacity(label.len());
    let mut depth = 0_u32;
    for letter in label.chars() {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            '\'' | '\u{2019}' => out.push('\''),
            letter if letter.is_alphabetic() => out.extend(letter.to_lowercase()),
            _ => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
        }
    }
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known_in_many_spellings() {
        for (text, role, rest) in [
            ("Q7: Why us?", Role::Question, "Why us?"),
            ("Question 12 – Why us?", Role::Question, "Why us?"),
            ("q3. Why us?", Role::Question, "Why us?"),
            ("Q: Why us?", Role::Question, "Why us?"),
            ("Likely follow-ups: Why us?", Role::FollowUps, "Why us?"),
            ("A: I like it", Role::Answer, "I like it"),
            ("Sample answer - I like it", Role::Answer, "I like it"),
            ("What they're looking for: honesty", Role::Probes, "honesty"),
            ("Tags: a, b", Role::Themes, "a, b"),
            ("Situation: we were late", Role::Answer, "we were late"),
        ] {
            let (found, place) = leading(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((found, &text[place..]), (role, rest), "{text}");
        }
        for text in ["Tell me: why?", "Quality matters", "Why us?", "2 - 3 days", "Question everything"] {
            assert_eq!(leading(text), None, "{text}");
        }
    }

    #[test]
    fn headings_say_what_stands_under_them() {
        for (text, role) in [
            ("Conflict and difficult people", Role::Category),
            ("Questions to ask the interviewer", Role::ForTheInterviewer),
            ("Primary question", Role::Question),
            ("🔁 Likely follow-ups", Role::FollowUps),
            ("Sample answer (STAR)", Role::Answer),
            ("How to prepare", Role::Advice),
            ("Behavioural interview questions", Role::Category),
            ("What they look for", Role::Probes),
        ] {
            assert_eq!(section(text), role, "{text}");
        }
    }
}
