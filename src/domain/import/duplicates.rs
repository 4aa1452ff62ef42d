//! Questions that say much the same: found through the rare words they share.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher, Hash, Hasher};

use super::{Found, Twin};
use crate::domain::asking::only_asks;
use crate::domain::question::QuestionId;

/// Share of words that two questions have in common when they count as one: two of three are not enough,
/// three of four are.
const SAME_FROM: (usize, usize) = (3, 4);

/// Questions compared through one shared word. Rare words come first, so twins are met early; the limit keeps
/// a list of a hundred thousand variations of one sentence from being compared each with each.
const MOST_COMPARED: usize = 24;

type Words = Vec<u64>;

/// Marks every question that repeats a known one or an earlier one of the list.
pub fn mark_duplicates<'a>(found: &mut [Found], known: impl IntoIterator<Item = (&'a QuestionId, &'a str)>) {
    let (ids, mut words): (Vec<&QuestionId>, Vec<Words>) =
        known.into_iter().map(|(id, text)| (id, words_of(text))).unzip();
    words.extend(found.iter().map(|found| words_of(&found.text)));
    let twins = twins(&mut words);
    for (place, found) in found.iter_mut().enumerate() {
        let twin = twins.get(ids.len() + place).copied().flatten();
        found.duplicate_of = twin.map(|twin| match ids.get(twin) {
            Some(id) => Twin::Known((*id).clone()),
            None => Twin::Earlier(twin - ids.len()),
        });
    }
}

/// For every text, the earliest one that says the same; a text that repeats another is no twin to a third.
fn twins(texts: &mut [Words]) -> Vec<Option<usize>> {
    let mut counts: HashMap<u64, u32, BuildHasherDefault<Identity>> = HashMap::default();
    for word in texts.iter().flatten() {
        *counts.entry(*word).or_default() += 1;
    }
    for text in texts.iter_mut() {
        text.sort_unstable_by_key(|word| (counts.get(word).copied().unwrap_or(0), *word));
    }
    let mut index: HashMap<u64, Vec<u32>, BuildHasherDefault<Identity>> = HashMap::default();
    let mut twins = Vec::with_capacity(texts.len());
    for (place, text) in texts.iter().enumerate() {
        let twin = find_twin(text, texts, &index);
        twins.push(twin);
        if twin.is_none() {
            for word in text.iter().take(prefix(text.len())) {
                let places = index.entry(*word).or_default();
                if places.len() < MOST_COMPARED {
                    places.extend(u32::try_from(place));
                }
            }
        }
    }
    twins
}

/// How many of the rarest words have to be looked up so that no twin is missed: one more than may differ.
fn prefix(length: usize) -> usize {
    let (part, whole) = SAME_FROM;
    length - (length * part).div_ceil(whole) + 1
}

fn find_twin(
    text: &Words,
    texts: &[Words],
    index: &HashMap<u64, Vec<u32>, BuildHasherDefault<Identity>>,
) -> Option<usize> {
    text.iter()
        .take(prefix(text.len()))
        .filter_map(|word| index.get(word))
        .flatten()
        .filter_map(|place| usize::try_from(*place).ok())
        .filter(|place| texts.get(*place).is_some_and(|other| say_the_same(text, other)))
        .min()
}

/// Whether enough of all words stand in both texts.
fn say_the_same(one: &Words, other: &Words) -> bool {
    let (part, whole) = SAME_FROM;
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    if short.is_empty() || short.len() * whole < long.len() * part {
        return false;
    }
    let shared = short.iter().filter(|word| long.contains(word)).count();
    shared * whole >= (one.len() + other.len() - shared) * part
}

/// Most words of a text that are compared.
const MOST_WORDS: usize = 64;

/// The words that carry the meaning, as numbers, each once; all words where nothing else is left.
fn words_of(text: &str) -> Words {
    let lower = text.to_lowercase();
    let all = || {
        lower
            .split(|letter: char| !letter.is_alphanumeric() && letter != '\'')
            .filter(|word| !word.is_empty())
    };
    let mut words: Words = all().filter(|word| !only_asks(word)).flat_map(numbers).take(MOST_WORDS).collect();
    if words.is_empty() {
        words = all().flat_map(numbers).take(MOST_WORDS).collect();
    }
    words.sort_unstable();
    words.dedup();
    words
}

/// A word's number; words of scripts without spaces count letter by letter.
fn numbers(word: &str) -> impl Iterator<Item = u64> + '_ {
    let unspaced = word.chars().next().is_some_and(|letter| ('\u{2E80}'..='\u{9FFF}').contains(&letter));
    let letters = word.chars().filter(move |_| unspaced).map(|letter| u64::from(u32::from(letter)));
    let whole = Some(word).filter(|_| !unspaced).map(|word| {
        let mut hasher = DefaultHasher::new();
        stem(word).hash(&mut hasher);
        hasher.finish()
    });
    letters.chain(whole)
}

/// Takes off the endings that questions differ by: failed, failing, fails.
fn stem(word: &str) -> &str {
    const ENDINGS: &[&str] = &["ing", "ed", "es", "s", "e", "'s"];
    const SHORTEST: usize = 4;
    ENDINGS
        .iter()
        .filter_map(|ending| word.strip_suffix(ending))
        .find(|stem| stem.len() >= SHORTEST)
        .unwrap_or(word)
}

/// Words are numbers already and need no second mixing.
#[derive(Default)]
struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, number: u64) {
        // The table takes its groups from the highest bits, which letters leave empty.
        self.0 = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(one: &str, other: &str) -> bool {
        twins(&mut [words_of(one), words_of(other)])[1].is_some()
    }

    #[test]
    fn other_words_for_the_same_question_are_seen_through() {
        for (one, other) in [
            ("Tell me about a time you failed.", "Describe a time when you failed"),
            ("Why do you want to work here?", "why do you want to work here"),
            ("Walk me through a conflict with your manager", "Tell me about a conflict with your managers."),
            ("How are you?", "How are you"),
        ] {
            assert!(same(one, other), "{one} / {other}");
        }
        for (one, other) in [
            ("Tell me about a time you failed.", "Tell me about a time you succeeded."),
            ("Why Rust?", "What is Rust?"),
            ("Tell me about a conflict with your manager", "Tell me about a conflict with your report"),
            ("Tell me about yourself", "Tell me about a time you said no"),
        ] {
            assert!(!same(one, other), "{one} / {other}");
        }
    }

    #[test]
    fn the_first_of_many_is_the_one_that_stays() {
        let id = QuestionId::new("own-01");
        let mut found = ["You failed?", "Why us?", "why us", "When did you fail"]
            .map(|text| Found::new(text.to_owned(), 1));
        mark_duplicates(&mut found, [(&id, "Tell me about a time you failed")]);
        let marks = found.map(|found| found.duplicate_of);
        assert_eq!(
            marks,
            [Some(Twin::Known(id.clone())), None, Some(Twin::Earlier(1)), Some(Twin::Known(id))]
        );
    }
}
