//! The words of a question that ask without saying what for.

/// In lower case.
const ASKING_WORDS: &[&str] = &[
    "a",
    "about",
    "an",
    "and",
    "any",
    "are",
    "at",
    "be",
    "been",
    "can",
    "could",
    "deal",
    "dealing",
    "dealt",
    "describe",
    "did",
    "do",
    "does",
    "ever",
    "example",
    "experience",
    "explain",
    "faced",
    "for",
    "give",
    "had",
    "handle",
    "handled",
    "handling",
    "has",
    "have",
    "how",
    "i",
    "in",
    "instance",
    "is",
    "it",
    "ll",
    "me",
    "most",
    "my",
    "occasion",
    "of",
    "on",
    "once",
    "one",
    "or",
    "others",
    "please",
    "re",
    "really",
    "recall",
    "s",
    "share",
    "situation",
    "some",
    "somebody",
    "someone",
    "something",
    "talk",
    "tell",
    "that",
    "the",
    "think",
    "through",
    "time",
    "to",
    "us",
    "ve",
    "very",
    "walk",
    "was",
    "we",
    "were",
    "what",
    "when",
    "where",
    "which",
    "with",
    "would",
    "you",
    "you've",
    "your",
    "yourself",
];

/// Whether a word in lower case says nothing about what is asked for.
#[must_use]
pub fn only_asks(word: &str) -> bool {
    ASKING_WORDS.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_in_the_order_that_the_look_up_needs() {
        assert!(ASKING_WORDS.is_sorted());
        assert!(only_asks("tell") && !only_asks("conflict"));
    }
}
