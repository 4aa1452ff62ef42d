//! JSON of any shape, value by value.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::columns::newlines;
use super::sink::Sink;
use super::structured::{Builder, Value};
use super::tree::Tree;

pub(super) fn read(text: &str, sink: &mut Sink<'_>) -> Tree {
    let mut walker = Walker { text, line: 1, byte: 0, sink, builder: Builder::default() };
    let mut values = serde_json::Deserializer::from_str(text);
    // One value a line is as good as one value.
    while values.end().is_err() {
        let Err(fault) = Any(&mut walker).deserialize(&mut values) else { continue };
        if !walker.sink.has_stopped() {
            let said = fault.to_string();
            let what = if said.contains("recursion limit") {
                "The file is nested too deeply; what follows was not read".to_owned()
            } else if fault.is_data() {
                said.split(" at line").next().unwrap_or_default().to_owned()
            } else {
                format!("The JSON breaks off here: {said}")
            };
            walker.sink.warn(Some(fault.line().max(1)), what);
        }
        break;
    }
    let Walker { builder, sink, .. } = walker;
    builder.finish(sink)
}

/// Follows where in the text the values come from.
struct Walker<'t, 's, 'p> {
    text: &'t str,
    byte: usize,
    line: usize,
    sink: &'s mut Sink<'p>,
    builder: Builder,
}

impl Walker<'_, '_, '_> {
    /// Moves on to a piece of the text; pieces that are copies are looked for.
    fn at<E: Error>(&mut self, piece: &str) -> Result<(), E> {
        let place = piece.as_ptr().addr().wrapping_sub(self.text.as_ptr().addr());
        if place <= self.text.len()
            && let Some(passed) = self.text.as_bytes().get(self.byte..place)
        {
            self.line += newlines(passed);
            self.byte = place;
        } else {
            self.skip_copy(piece);
        }
        if self.sink.at(self.byte).is_break() { Err(E::custom("stopped")) } else { Ok(()) }
    }

    /// The line of the brace that comes next.
    fn next_line(&self) -> usize {
        const NEAR: usize = 4096;
        let ahead = self.text.as_bytes().get(self.byte..).unwrap_or_default();
        let brace = ahead.iter().take(NEAR).position(|byte| *byte == b'{').unwrap_or(0);
        self.line + newlines(ahead.get(..brace).unwrap_or_default())
    }

    /// A text with escapes is a copy; its place is found by the letters before the first of them.
    fn skip_copy(&mut self, piece: &str) {
        const NEAR: usize = 4096;
        let start: String = piece
            .chars()
            .take_while(|letter| {
                !matches!(letter, '"' | '\\' | '/') && !letter.is_control() && letter.is_ascii()
            })
            .take(40)
            .collect();
        let mut end = (self.byte + NEAR).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let ahead = self.text.get(self.byte..end).unwrap_or_default();
        // The quotation mark behind the last piece comes before the one that opens this piece.
        let found = if start.len() >= 3 {
            ahead.find(&start)
        } else {
            ahead.match_indices('"').nth(1).map(|(place, _)| place + 1)
        };
        if let Some(found) = found {
            self.line += newlines(ahead.as_bytes().get(..found).unwrap_or_default());
            self.byte += found;
        }
    }
}

struct Any<'w, 't, 's, 'p>(&'w mut Walker<'t, 's, 'p>);

impl<'de> DeserializeSeed<'de> for Any<'_, '_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Any<'_, '_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        self.0.builder.nothing();
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        self.0.builder.nothing();
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        self.0.builder.nothing();
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        self.0.builder.nothing();
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.0.builder.nothing();
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.0.at(text)?;
        self.0.builder.text(text, self.0.line).map_err(E::custom)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<(), A::Error> {
        self.0.builder.open(Value::List(Vec::new())).map_err(A::Error::custom)?;
        while values.next_element_seed(Any(&mut *self.0))?.is_some() {}
        self.0.builder.close();
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let line = self.0.next_line();
        self.0.builder.open(Value::Map(Vec::new(), line)).map_err(A::Error::custom)?;
        while let Some(()) = entries.next_key_seed(Key(&mut *self.0))? {
            entries.next_value_seed(Any(&mut *self.0))?;
        }
        self.0.builder.close();
        Ok(())
    }
}

struct Key<'w, 't, 's, 'p>(&'w mut Walker<'t, 's, 'p>);

impl<'de> DeserializeSeed<'de> for Key<'_, '_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_, '_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<(), E> {
        self.0.at(key)?;
        self.0.builder.key(key.to_owned());
        Ok(())
    }
}
