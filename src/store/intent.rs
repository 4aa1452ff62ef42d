//! `<name>.marks`: what a take is going to be and what was marked while it was recorded, kept beside the
//! unfinished recording so that both outlive a crash.
//!
//! The file begins with the take's own document, its recording without a length, and a line of three dashes.
//! Each event after that is one line, appended as it happens and synced within a quarter of a second. A last line that a crash has torn is
//! passed over. The file goes when the take's document is saved.

use serde::{Deserialize, Serialize};

use super::document::{self, ReadFault, WriteFault};
use crate::domain::split::{Mark, Pause};
use crate::domain::take::{Gap, Take};
use crate::domain::time::Frames;

/// What can happen to a take while it is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    Mark(Mark),
    /// The last mark was taken back.
    Unmark,
    Pause(Pause),
    Gap(Gap),
}

/// The same, as one line of the file.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
enum Line {
    Mark { at: u64, section: usize },
    Unmark,
    Pause { at: u64, lasted: u64 },
    Gap { at: u64, lasted: u64 },
}

const SEPARATOR: &str = "---\n";

/// Events beyond this are damage: nobody presses a key a hundred thousand times.
const MOST_EVENTS: usize = 100_000;

/// No such file is longer, in bytes.
pub const MAX_BYTES: usize = 8 << 20;

/// What a new file of a take that is about to be recorded holds.
///
/// # Errors
/// Where the take could not be read back.
pub fn begin(take: &Take) -> Result<Vec<u8>, WriteFault> {
    let mut text = document::write(take, None)?;
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str(SEPARATOR);
    Ok(text.into_bytes())
}

/// What the file of a take holds of which some is recorded already.
///
/// # Errors
/// Where the take could not be read back.
pub fn of(take: Take) -> Result<Vec<u8>, WriteFault> {
    let mut begun = take;
    let marks = std::mem::take(&mut begun.live_marks);
    let pauses = std::mem::take(&mut begun.pauses);
    let gaps = std::mem::take(&mut begun.gaps);
    let mut bytes = begin(&begun)?;
    let events = marks.into_iter().map(Event::Mark);
    let events = events.chain(pauses.into_iter().map(Event::Pause)).chain(gaps.into_iter().map(Event::Gap));
    bytes.extend(events.flat_map(line));
    Ok(bytes)
}

/// The line to append for an event.
#[must_use]
pub fn line(event: Event) -> Vec<u8> {
    let line = match event {
        Event::Mark(Mark { at, section }) => format!("Mark(at: {}, section: {section})\n", at.0),
        Event::Unmark => "Unmark\n".to_owned(),
        Event::Pause(Pause { at, lasted }) => format!("Pause(at: {}, lasted: {})\n", at.0, lasted.0),
        Event::Gap(Gap { at, lasted }) => format!("Gap(at: {}, lasted: {})\n", at.0, lasted.0),
    };
    line.into_bytes()
}

/// The take as it stood when the last whole line was written; its recording has no length yet.
///
/// # Errors
/// Where not even the take's document can be read.
pub fn read(bytes: &[u8]) -> Result<Take, ReadFault> {
    let end_of_head = bytes
        .windows(SEPARATOR.len() + 1)
        .position(|window| window == [b"\n", SEPARATOR.as_bytes()].concat());
    let (head, events) = match end_of_head {
        Some(end) => (bytes.get(..end), bytes.get(end + 1 + SEPARATOR.len()..)),
        None => (Some(bytes), None),
    };
    let mut take = document::read::<Take>(head.unwrap_or_default())?.value;
    let sections = take.plan.sections.len();
    for line in whole_lines(events.unwrap_or_default()).take(MOST_EVENTS) {
        apply(&mut take, line, sections);
    }
    Ok(take)
}

/// Lines that a line end proves complete and that a power cut has left legible.
fn whole_lines(bytes: &[u8]) -> impl Iterator<Item = Line> + '_ {
    bytes
        .split_inclusive(|&byte| byte == b'\n')
        .filter(|line| line.ends_with(b"\n"))
        .filter_map(|line| ron::from_str(std::str::from_utf8(line).ok()?).ok())
}

fn apply(take: &mut Take, line: Line, sections: usize) {
    match line {
        Line::Mark { at, section } if section < sections => {
            take.live_marks.push(Mark { at: Frames(at), section });
        }
        Line::Mark { .. } => {}
        Line::Unmark => {
            take.live_marks.pop();
        }
        Line::Pause { at, lasted } => take.pauses.push(Pause { at: Frames(at), lasted: Frames(lasted) }),
        Line::Gap { at, lasted } => take.gaps.push(Gap { at: Frames(at), lasted: Frames(lasted) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::framework::built_in;
    use crate::domain::take::{AskedQuestion, Plan, Recording, SampleFormat, TakeId};
    use crate::domain::time::SampleRate;

    fn take() -> Take {
        let recording = Recording {
            file: "t1.wav".into(),
            rate: SampleRate::PREFERRED,
            frames: Frames::ZERO,
            format: SampleFormat::Int16,
            device: "Built-in".into(),
        };
        let question = AskedQuestion { id: None, text: "Tell me about a failure".into() };
        let plan = Plan::of(&built_in()[0], 150);
        Take::new(TakeId("t1".into()), question, jiff::Timestamp::UNIX_EPOCH, plan, recording)
    }

    fn recorded() -> (Take, Vec<u8>) {
        let take = take();
        let mut bytes = begin(&take).unwrap();
        for event in [
            Event::Mark(Mark { at: Frames(10), section: 0 }),
            Event::Mark(Mark { at: Frames(20), section: 3 }),
            Event::Unmark,
            Event::Pause(Pause { at: Frames(30), lasted: Frames(5) }),
            Event::Mark(Mark { at: Frames(40), section: 1 }),
            Event::Gap(Gap { at: Frames(41), lasted: Frames(2) }),
        ] {
            bytes.extend(line(event));
        }
        (take, bytes)
    }

    #[test]
    fn events_come_back_in_the_order_they_happened() {
        let (mut take, bytes) = recorded();
        take.live_marks = vec![Mark { at: Frames(10), section: 0 }, Mark { at: Frames(40), section: 1 }];
        take.pauses = vec![Pause { at: Frames(30), lasted: Frames(5) }];
        take.gaps = vec![Gap { at: Frames(41), lasted: Frames(2) }];
        assert_eq!(read(&bytes).unwrap(), take);
    }

    #[test]
    fn whatever_a_crash_leaves_of_the_end_the_beginning_is_read() {
        let (take, bytes) = recorded();
        let head = begin(&take).unwrap().len();
        for end in head..bytes.len() {
            let mut torn = bytes[..end].to_vec();
            let plain = read(&torn).unwrap();
            assert_eq!(plain.id, take.id);
            torn.extend([0; 30]);
            assert_eq!(read(&torn).unwrap(), plain, "zeros change nothing");
        }
    }
}
