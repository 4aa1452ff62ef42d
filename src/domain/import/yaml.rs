//! YAML of any shape, event by event; references to other values are not followed.

use saphyr_parser::{Event, Parser};

use super::sink::Sink;
use super::structured::{Builder, Value};
use super::tree::Tree;

pub(super) fn read(text: &str, sink: &mut Sink<'_>) -> Tree {
    let mut builder = Builder::default();
    for event in Parser::new_from_str(text) {
        let (event, span) = match event {
            Ok(event) => event,
            Err(fault) => {
                sink.warn(
                    Some(fault.marker().line().max(1)),
                    format!("The YAML breaks off here: {}", fault.info()),
                );
                break;
            }
        };
        let line = span.start.line();
        let outcome = match event {
            Event::SequenceStart(..) => builder.open(Value::List(Vec::new())),
            Event::MappingStart(..) => builder.open(Value::Map(Vec::new(), line)),
            Event::SequenceEnd | Event::MappingEnd => {
                builder.close();
                Ok(())
            }
            Event::Scalar(text, ..) if builder.wants_key() => {
                builder.key(text.into_owned());
                Ok(())
            }
            Event::Scalar(text, ..) if text.is_empty() => {
                builder.nothing();
                Ok(())
            }
            Event::Scalar(text, ..) => builder.text(&text, line),
            Event::Alias(_) => {
                builder.nothing();
                Ok(())
            }
            _ => Ok(()),
        };
        if let Err(what) = outcome {
            sink.warn(Some(line), what);
            break;
        }
        if sink.at(span.start.index()).is_break() {
            break;
        }
    }
    builder.finish(sink)
}
