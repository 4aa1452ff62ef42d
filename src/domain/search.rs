//! Searching as one types: every word typed is looked for, as the beginning of a word, inside one, or with a
//! slip of the finger.

use std::collections::HashMap;

use super::asking::only_asks;

/// Where a word stands decides how much finding it counts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    Main,
    Side,
}

impl Weight {
    const fn factor(self) -> u32 {
        match self {
            Self::Main => 3,
            Self::Side => 1,
        }
    }
}

/// The words of a list of texts, each word once, with the texts it stands in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Index {
    words: Vec<Word>,
    count: u32,
}

#[derive(Clone, Debug, PartialEq)]
struct Word {
    text: String,
    /// Numbers of the texts it stands in, ascending, with the sum of the weights.
    places: Vec<(u32, u32)>,
}

impl Word {
    fn add(&mut self, number: u32, weight: Weight) {
        match self.places.binary_search_by_key(&number, |(number, _)| *number) {
            Ok(at) => {
                if let Some((_, weights)) = self.places.get_mut(at) {
                    *weights += weight.factor();
                }
            }
            Err(at) => self.places.insert(at, (number, weight.factor())),
        }
    }
}

/// How well a typed word fits a written one; the larger the better.
mod fit {
    pub const WHOLE: u32 = 8;
    pub const BEGINNING: u32 = 6;
    pub const INSIDE: u32 = 3;
    pub const SLIP: u32 = 2;
}

/// Words shorter than this must be spelt right.
const SLIPS_FROM_LETTERS: usize = 4;

impl Index {
    /// Indexes texts, each given as parts of different weight.
    #[must_use]
    pub fn new<'a, Parts>(texts: impl IntoIterator<Item = Parts>) -> Self
    where
        Parts: IntoIterator<Item = (&'a str, Weight)>,
    {
        let mut words: HashMap<String, Vec<(u32, u32)>> = HashMap::new();
        let mut count = 0;
        for (number, parts) in (0..).zip(texts) {
            count = number + 1;
            for (part, weight) in parts {
                for word in split_words(part) {
                    let places = words.entry(word).or_default();
                    match places.last_mut() {
                        Some((last, weights)) if *last == number => *weights += weight.factor(),
                        _ => places.push((number, weight.factor())),
                    }
                }
            }
        }
        let mut words: Vec<Word> = words.into_iter().map(|(text, places)| Word { text, places }).collect();
        words.sort_unstable_by(|a, b| a.text.cmp(&b.text));
        Self { words, count }
    }

    /// Takes in the words of a text that has none so far.
    pub fn put_words<'a>(&mut self, number: u32, parts: impl IntoIterator<Item = (&'a str, Weight)>) {
        self.count = self.count.max(number.saturating_add(1));
        for (part, weight) in parts {
            for word in split_words(part) {
                match self.words.binary_search_by(|known| known.text.as_str().cmp(&word)) {
                    Ok(place) => {
                        if let Some(known) = self.words.get_mut(place) {
                            known.add(number, weight);
                        }
                    }
                    Err(place) => {
                        let places = vec![(number, weight.factor())];
                        self.words.insert(place, Word { text: word, places });
                    }
                }
            }
        }
    }

    /// Forgets the words of a text, which keeps its number.
    pub fn remove_words<'a>(&mut self, number: u32, parts: impl IntoIterator<Item = (&'a str, Weight)>) {
        for word in parts.into_iter().flat_map(|(part, _)| split_words(part)) {
            let Ok(place) = self.words.binary_search_by(|known| known.text.as_str().cmp(&word)) else {
                continue;
            };
            let Some(known) = self.words.get_mut(place) else { continue };
            if let Ok(at) = known.places.binary_search_by_key(&number, |(number, _)| *number) {
                known.places.remove(at);
            }
            if known.places.is_empty() {
                self.words.remove(place);
            }
        }
    }

    /// Gives the texts from `number` on the next higher numbers, so that one fits in before them.
    pub fn make_room(&mut self, number: u32) {
        self.count += 1;
        for (later, _) in self.words.iter_mut().flat_map(|word| &mut word.places) {
            *later += u32::from(*later >= number);
        }
    }

    /// Gives the texts after `number`, which has no words any more, the next lower numbers.
    pub fn close_gap(&mut self, number: u32) {
        self.count = self.count.saturating_sub(1);
        for (later, _) in self.words.iter_mut().flat_map(|word| &mut word.places) {
            *later -= u32::from(*later > number);
        }
    }

    /// Numbers of the texts in which every word of `typed` is found, the best first; all of them where nothing
    /// is typed. Where no text has every word, those that have the most, at least a third of them. Words that only ask ("tell me about a time") are passed over unless there is nothing else.
    #[must_use]
    pub fn find(&self, typed: &str) -> Vec<usize> {
        let typed: Vec<String> = split_words(typed).collect();
        let says_nothing = typed.iter().all(|word| only_asks(word));
        let wanted: Vec<&String> = typed.iter().filter(|word| says_nothing || !only_asks(word)).collect();
        if wanted.is_empty() {
            return (0..self.count as usize).collect();
        }
        let mut found = vec![(0_usize, 0_u32); self.count as usize];
        for word in &wanted {
            for (found, score) in found.iter_mut().zip(self.scores(word)) {
                found.0 += usize::from(score > 0);
                found.1 += score;
            }
        }
        let most = found.iter().map(|(words, _)| *words).max().unwrap_or(0);
        if most * 3 < wanted.len() {
            return Vec::new();
        }
        let mut hits: Vec<(u32, usize)> = found
            .into_iter()
            .enumerate()
            .filter(|&(_, (words, score))| words == most && score > 0)
            .map(|(number, (_, score))| (score, number))
            .collect();
        hits.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        hits.into_iter().map(|(_, number)| number).collect()
    }

    /// Each text's best score for one typed word, 0 where it is not found.
    fn scores(&self, typed: &str) -> Vec<u32> {
        let mut scores = vec![0; self.count as usize];
        let mut slips = Vec::new();
        let mut spelt_right = false;
        for word in &self.words {
            match fit_of(typed, &word.text) {
                0 => {}
                fit::SLIP => slips.push(word),
                fit => {
                    spelt_right = true;
                    raise(&mut scores, word, fit);
                }
            }
        }
        if !spelt_right {
            for word in slips {
                raise(&mut scores, word, fit::SLIP);
            }
        }
        scores
    }
}

fn raise(scores: &mut [u32], word: &Word, fit: u32) {
    for &(number, weights) in &word.places {
        if let Some(score) = scores.get_mut(number as usize) {
            *score = (*score).max(fit * weights.min(6));
        }
    }
}

/// Whether two sentences ask for the same in nearly the same words. The last word typed may be its beginning only.
#[must_use]
pub fn ask_the_same(typed: &str, sentence: &str) -> bool {
    let telling = |text| split_words(text).filter(|word| !only_asks(word)).collect::<Vec<String>>();
    let (typed, sentence) = (telling(typed), telling(sentence));
    let alike = |a: &String, b: &String| {
        a == b
            || (a.len().min(b.len()) >= SLIPS_FROM_LETTERS
                && (a.starts_with(b.as_str()) || b.starts_with(a.as_str())))
    };
    !typed.is_empty()
        && typed.iter().all(|word| sentence.iter().any(|other| alike(word, other)))
        && sentence.iter().all(|word| typed.iter().any(|other| alike(word, other)))
}

fn split_words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

fn fit_of(typed: &str, word: &str) -> u32 {
    if let Some(rest) = word.strip_prefix(typed) {
        return if rest.is_empty() { fit::WHOLE } else { fit::BEGINNING };
    }
    if typed.len() > 2 && word.contains(typed) {
        return fit::INSIDE;
    }
    if is_one_slip_away(typed, word) { fit::SLIP } else { 0 }
}

/// Whether one letter changed, added, left out or swapped with its neighbour makes `typed` the beginning of
/// `word`.
fn is_one_slip_away(typed: &str, word: &str) -> bool {
    let typed_letters = typed.chars().count();
    if typed_letters < SLIPS_FROM_LETTERS || word.len() + 1 < typed.len() {
        return false;
    }
    let mut typed_rest = typed.chars();
    let mut word_rest = word.chars();
    loop {
        let (typed_here, word_here) = (typed_rest.clone(), word_rest.clone());
        match (typed_rest.next(), word_rest.next()) {
            (Some(a), Some(b)) if a == b => {}
            (None, _) => return true,
            (Some(a), b) => {
                let after_both = begins(word_rest.clone(), typed_rest.clone());
                let letter_added = begins(word_here, typed_rest.clone());
                let letter_missing = begins(word_rest.clone(), typed_here);
                let swapped = {
                    let (mut typed_next, mut word_next) = (typed_rest, word_rest);
                    typed_next.next() == b && word_next.next() == Some(a) && begins(word_next, typed_next)
                };
                return after_both || letter_added || letter_missing || swapped;
            }
        }
    }
}

fn begins(mut word: impl Iterator<Item = char>, beginning: impl Iterator<Item = char>) -> bool {
    beginning.into_iter().all(|letter| word.next() == Some(letter))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn index(texts: &[&'static str]) -> Index {
        Index::new(texts.iter().map(|text| [(*text, Weight::Main)]))
    }

    #[test]
    fn every_typed_word_counts() {
        let index = index(&["conflict with a manager", "conflict of merges", "a kind manager"]);
        assert_eq!(index.find("manager conf"), [0]);
        assert_eq!(index.find("conflict"), [0, 1]);
        assert_eq!(index.find(" "), [0, 1, 2]);
        assert_eq!(index.find("zebra"), [0; 0]);
        assert_eq!(index.find("zebra conflict manager"), [0]);
        assert_eq!(index.find("zebra lion tiger conflict"), [0; 0]);
        assert_eq!(index.find("tell me about a conflict with your kind manager"), [0, 2]);
    }

    #[test]
    fn sentences_that_ask_the_same_are_told_from_those_that_ask_for_more() {
        assert!(ask_the_same("tell me about a time you fail", "Describe a situation where you failed."));
        assert!(ask_the_same("noisy neighbours", "noisy neighbour"));
        assert!(!ask_the_same("failed", "Tell me about a vision that failed."));
        assert!(!ask_the_same("tell me about a", "Tell me."));
    }

    #[test]
    fn a_whole_word_goes_before_a_beginning_and_that_before_an_inside() {
        let index = index(&["unowned", "owner", "own"]);
        assert_eq!(index.find("own"), [2, 1, 0]);
    }

    #[test]
    fn the_main_part_counts_for_more_than_the_side() {
        let index = Index::new([
            [("deadline", Weight::Side), ("x", Weight::Main)],
            [("y", Weight::Side), ("deadline", Weight::Main)],
        ]);
        assert_eq!(index.find("deadline"), [1, 0]);
    }

    #[test]
    fn one_slip_is_forgiven_where_nothing_is_spelt_that_way() {
        let index = index(&["disagreement", "prioritise", "leader"]);
        for typed in ["disagrement", "disagreemnet", "disagreeement", "disaxreement"] {
            assert_eq!(index.find(typed), [0], "{typed}");
        }
        assert_eq!(index.find("prioritse"), [1]);
        assert_eq!(index.find("lex"), [0; 0]);
    }

    proptest! {
        #[test]
        fn any_word_of_a_text_finds_it(texts in prop::collection::vec("[a-z]{1,8}( [a-zäöü]{1,8}){0,5}", 1..20), pick in any::<prop::sample::Index>()) {
            let index = Index::new(texts.iter().map(|text| [(text.as_str(), Weight::Main)]));
            let number = pick.index(texts.len());
            let word = texts[number].split(' ').next().unwrap();
            prop_assert!(index.find(word).contains(&number));
        }

        #[test]
        fn no_input_is_too_strange(typed in "\\PC{0,30}", text in "\\PC{0,60}") {
            let _ = Index::new([[(text.as_str(), Weight::Main)]]).find(&typed);
        }
    }
}
