//! JSON in the shapes that programs and people make of a question list, read as it streams by.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::columns::{newlines, question_text, split_entries};
use super::sink::Sink;
use super::wording::{self, Place};
use super::{Confidence, Found, Why, inline};

pub(super) fn read(text: &str, sink: &mut Sink<'_>) {
    let mut walker = Walker { text, line: 1, byte: 0, sink };
    let mut values = serde_json::Deserializer::from_str(text);
    let mut first = true;
    loop {
        if !first && values.end().is_ok() {
            return;
        }
        let value = Value { walker: &mut walker, sure: first };
        match value.deserialize(&mut values) {
            Ok(()) => first = false,
            Err(_) if walker.sink.has_stopped() => return,
            Err(fault) => {
                let what = if fault.to_string().contains("recursion limit") {
                    "The file is nested too deeply; what follows was not read".to_owned()
                } else {
                    format!("The JSON breaks off here: {fault}")
                };
                walker.sink.warn(Some(fault.line()), what);
                return;
            }
        }
    }
}

/// Follows where in the text the values come from.
struct Walker<'t, 's, 'p> {
    text: &'t str,
    byte: usize,
    line: usize,
    sink: &'s mut Sink<'p>,
}

impl Walker<'_, '_, '_> {
    /// Moves on to a piece of the text; pieces that are copies leave the place as it is.
    fn at<E: Error>(&mut self, piece: &str) -> Result<(), E> {
        let place = piece.as_ptr().addr().wrapping_sub(self.text.as_ptr().addr());
        if place <= self.text.len()
            && let Some(passed) = self.text.as_bytes().get(self.byte..place)
        {
            self.line += newlines(passed);
            self.byte = place;
        }
        if self.sink.at(self.byte).is_break() { Err(stopped()) } else { Ok(()) }
    }

    /// Takes a bare string for a question where it reads like one.
    fn string<E: Error>(&mut self, string: &str, sure: bool) -> Result<(), E> {
        let text = question_text(string);
        let asks = wording::judge(&text, Place::Listed);
        let says_something = sure && text.contains(' ') && text.chars().any(char::is_alphabetic);
        if asks.is_none() && !says_something {
            return Ok(());
        }
        let confidence = asks.unwrap_or(Confidence::Likely);
        self.question(Found { confidence, ..Found::new(text, self.line) })
    }

    fn question<E: Error>(&mut self, found: Found) -> Result<(), E> {
        if found.text.len() > wording::LONGEST_QUESTION * 4 {
            self.sink.skip(found.line, &found.text, Why::TooLong);
            return Ok(());
        }
        if self.sink.question(found).is_break() { Err(stopped()) } else { Ok(()) }
    }

    /// Gives the questions put since `start` the category, where they have none of their own.
    fn categorise(&mut self, start: usize, category: &str) {
        let category: Arc<str> = Arc::from(inline::tidy(category));
        for found in
            self.sink.questions_mut().iter_mut().skip(start).filter(|found| found.category.is_empty())
        {
            found.category = Arc::clone(&category);
        }
    }
}

fn stopped<E: Error>() -> E {
    E::custom("stopped")
}

/// Any value; `sure` where the file says that its strings are questions.
struct Value<'w, 't, 's, 'p> {
    walker: &'w mut Walker<'t, 's, 'p>,
    sure: bool,
}

impl<'de> DeserializeSeed<'de> for Value<'_, '_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_, '_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: Error>(self, string: &str) -> Result<(), E> {
        self.walker.at(string)?;
        self.walker.string(string, self.sure)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<(), A::Error> {
        while values.next_element_seed(Value { walker: &mut *self.walker, sure: self.sure })?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let start = self.walker.sink.count();
        let mut own = Own::default();
        while let Some(Key(key)) = entries.next_key::<Key>()? {
            self.walker.at(&key)?;
            own.entry(&key, &mut entries, self.walker)?;
        }
        own.finish(start, self.walker)
    }
}

/// A key, borrowed from the text where it holds no escapes, so that its place is known.
struct Key<'a>(Cow<'a, str>);

impl<'de> serde::Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

/// What a key's value is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    /// The question's words; the larger the number the better the key.
    Words(u8),
    Questions,
    FollowUps,
    Probes,
    Themes,
    Category,
    Nothing,
    /// A group of its own, named by the key.
    Group,
}

fn meaning(key: &str) -> Meaning {
    let key: String =
        key.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    match key.as_str() {
        "question" | "frage" | "pregunta" | "domanda" | "questiontext" => Meaning::Words(9),
        "text" | "prompt" | "q" | "body" | "content" | "ask" => Meaning::Words(7),
        "title" | "name" | "label" | "front" => Meaning::Words(3),
        "questions" | "items" | "entries" | "list" | "data" | "bank" | "results" | "cards" | "fragen"
        | "rows" => Meaning::Questions,
        "followups" | "followup" | "followupquestions" | "followupquestion" | "probingquestions"
        | "subquestions" | "next" | "drilldown" | "drilldowns" | "deeper" | "relances" | "children" => {
            Meaning::FollowUps
        }
        "probes" | "lookingfor" | "lookfor" | "intent" | "purpose" | "why" | "whytheyask"
        | "whattheylookfor" | "tests" | "signals" | "signal" | "assesses" | "competency" | "competencies"
        | "criteria" | "rationale" | "goal" => Meaning::Probes,
        "tags" | "tag" | "themes" | "theme" | "keywords" | "skills" | "labels" | "values" | "principles" => {
            Meaning::Themes
        }
        "category" | "topic" | "section" | "group" | "type" | "area" | "kategorie" => Meaning::Category,
        "answer"
        | "answers"
        | "sampleanswer"
        | "notes"
        | "note"
        | "tips"
        | "tip"
        | "advice"
        | "id"
        | "difficulty"
        | "level"
        | "source"
        | "url"
        | "link"
        | "author"
        | "description"
        | "example"
        | "examples"
        | "star"
        | "back"
        | "hint"
        | "hints"
        | "questionstoask"
        | "questionsforthem"
        | "questionsforinterviewer"
        | "questionstheyshouldask"
        | "version"
        | "date"
        | "createdat"
        | "company"
        | "role"
        | "context"
        | "intro"
        | "settings"
        | "meta"
        | "metadata"
        | "reversequestions"
        | "myquestions" => Meaning::Nothing,
        _ => Meaning::Group,
    }
}

/// What an object says about itself.
#[derive(Default)]
struct Own {
    words: Option<(u8, String, usize)>,
    follow_ups: Vec<String>,
    probes: Vec<String>,
    themes: Vec<String>,
    category: Option<String>,
}

impl Own {
    fn entry<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        entries: &mut A,
        walker: &mut Walker<'_, '_, '_>,
    ) -> Result<(), A::Error> {
        match meaning(key) {
            Meaning::Nothing => {
                entries.next_value::<IgnoredAny>()?;
            }
            Meaning::Questions => entries.next_value_seed(Value { walker, sure: true })?,
            Meaning::Group => {
                let before = walker.sink.count();
                entries.next_value_seed(Value { walker: &mut *walker, sure: false })?;
                if !is_number(key) {
                    walker.categorise(before, key);
                }
            }
            Meaning::Words(rank) => {
                let line = walker.line;
                let texts = entries.next_value_seed(Texts { walker })?;
                if let Some(text) = texts.into_iter().next()
                    && self.words.as_ref().is_none_or(|(best, ..)| rank > *best)
                {
                    self.words = Some((rank, text, line));
                }
            }
            Meaning::FollowUps => self.follow_ups.extend(entries.next_value_seed(Texts { walker })?),
            Meaning::Probes => self.probes.extend(entries.next_value_seed(Texts { walker })?),
            Meaning::Themes => {
                let texts = entries.next_value_seed(Texts { walker })?;
                self.themes.extend(texts.iter().flat_map(|text| text.split(',')).map(inline::tidy));
            }
            Meaning::Category => {
                self.category = entries.next_value_seed(Texts { walker })?.into_iter().next();
            }
        }
        Ok(())
    }

    fn finish<E: Error>(self, start: usize, walker: &mut Walker<'_, '_, '_>) -> Result<(), E> {
        let nested = walker.sink.count() > start;
        let Some((rank, words, line)) = self.words else {
            if let Some(category) = self.category {
                walker.categorise(start, &category);
            }
            return Ok(());
        };
        let text = question_text(&words);
        let asks = wording::judge(&text, Place::Listed);
        let named = rank > 3 && text.contains(' ');
        if asks.is_none() && (nested || !named) {
            walker.categorise(start, self.category.as_deref().unwrap_or(&words));
            return Ok(());
        }
        let single = self.follow_ups.len() == 1;
        let follow_ups = if single {
            self.follow_ups.iter().flat_map(|text| split_entries(text)).collect()
        } else {
            self.follow_ups
        };
        let category = self.category.map(|category| inline::tidy(&category)).unwrap_or_default();
        walker.question(Found {
            follow_ups,
            category: Arc::from(category),
            probes: self.probes,
            themes: self.themes.into_iter().filter(|theme| !theme.is_empty()).collect(),
            confidence: asks.unwrap_or(Confidence::Likely),
            ..Found::new(text, line)
        })
    }
}

fn is_number(key: &str) -> bool {
    let digits = key.trim_start_matches(|letter: char| letter.is_alphabetic() && key.len() <= 5);
    digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The strings of a value: the value itself, a list's, or those of a list of objects with a text.
struct Texts<'w, 't, 's, 'p> {
    walker: &'w mut Walker<'t, 's, 'p>,
}

/// Strings kept of one value.
const MOST_TEXTS: usize = 200;

impl<'de> DeserializeSeed<'de> for Texts<'_, '_, '_, '_> {
    type Value = Vec<String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<String>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Texts<'_, '_, '_, '_> {
    type Value = Vec<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a list of texts")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Vec<String>, E> {
        Ok(Vec::new())
    }

    fn visit_i64<E>(self, _: i64) -> Result<Vec<String>, E> {
        Ok(Vec::new())
    }

    fn visit_u64<E>(self, _: u64) -> Result<Vec<String>, E> {
        Ok(Vec::new())
    }

    fn visit_f64<E>(self, _: f64) -> Result<Vec<String>, E> {
        Ok(Vec::new())
    }

    fn visit_unit<E>(self) -> Result<Vec<String>, E> {
        Ok(Vec::new())
    }

    fn visit_str<E: Error>(self, string: &str) -> Result<Vec<String>, E> {
        self.walker.at(string)?;
        let text = inline::strip(string).text;
        Ok(if text.is_empty() { Vec::new() } else { vec![text] })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Vec<String>, A::Error> {
        let mut texts = Vec::new();
        while let Some(more) = values.next_element_seed(Texts { walker: &mut *self.walker })? {
            if texts.len() < MOST_TEXTS {
                texts.extend(more);
            }
        }
        Ok(texts)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Vec<String>, A::Error> {
        let mut best: Option<(u8, Vec<String>)> = None;
        while let Some(Key(key)) = entries.next_key::<Key>()? {
            self.walker.at(&key)?;
            if let Meaning::Words(rank) = meaning(&key) {
                let texts = entries.next_value_seed(Texts { walker: &mut *self.walker })?;
                if best.as_ref().is_none_or(|(most, _)| rank > *most) {
                    best = Some((rank, texts));
                }
            } else {
                entries.next_value::<IgnoredAny>()?;
            }
        }
        Ok(best.map(|(_, texts)| texts).unwrap_or_default())
    }
}
