//! Documents against what hands, old programs, new programs and broken disks make of them.

use serde::{Deserialize, Serialize};

use super::*;
use crate::domain::story::Story;
use crate::store::ron_tree::Node;
use crate::store::schema::SettingsFile;

/// A document that has had two other shapes: `label` became `title`, and then minutes became seconds.
#[derive(Debug, PartialEq)]
struct Toy {
    title: String,
    secs: u32,
}

#[derive(Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct ToyDisk {
    title: String,
    secs: u32,
}

impl Document for Toy {
    const KIND: &'static str = "toy";
    const ABOUT: &'static str = "A toy.";
    const VERSION: u32 = 3;
    type OnDisk = ToyDisk;

    fn to_disk(&self) -> ToyDisk {
        ToyDisk { title: self.title.clone(), secs: self.secs }
    }

    fn from_disk(disk: ToyDisk, check: &mut Check<'_, '_>) -> Result<Self, ReadFault> {
        if disk.secs == 0 {
            check.field("secs").warn("No time is given.");
        }
        // A reader that says nothing of what it changes.
        Ok(Self { title: disk.title.replace("Wobbles", "Stands"), secs: disk.secs })
    }

    fn upgrade(fields: &mut Group, from: u32) {
        if from == 1 {
            return fields.rename_field("label", "title");
        }
        let minutes = fields.field("minutes").and_then(Node::as_scalar).and_then(|text| text.parse().ok());
        let secs = 60 * minutes.unwrap_or(0_u32);
        fields.rename_field("minutes", "secs");
        fields.set_field(usize::MAX, "secs", Node::scalar(secs.to_string()));
    }
}

fn toy(text: &str) -> Result<Read<Toy>, ReadFault> {
    read(text.as_bytes())
}

const OLD: &str = "// Mine.\n(starling: \"toy\", version: 1, mood: (calm: true), label: \"Top\", minutes: 2)";

#[test]
fn an_old_file_is_taken_through_every_version_and_keeps_what_is_unknown() {
    let read = toy(OLD).unwrap();
    assert_eq!((read.value, read.version), (Toy { title: "Top".into(), secs: 120 }, 1));
    assert_eq!(read.warnings, []);

    let saved = write(&Toy { title: "Spin".into(), secs: 5 }, Some(OLD)).unwrap();
    let expected = "// Mine.\n(\n    starling: \"toy\",\n    version: 3,\n    mood: (calm: true),\n    \
                    title: \"Spin\",\n    secs: 5,\n)\n";
    assert_eq!(saved, expected);
}

#[test]
fn a_file_from_the_future_is_neither_used_nor_written_over() {
    let future = "(starling: \"toy\", version: 4, title: Rich([\"Top\"]))";
    let fault = toy(future).unwrap_err();
    assert!(fault.from_the_future && fault.what.contains("version 4"), "{fault}");
    let attempt = write(&Toy { title: String::new(), secs: 1 }, Some(future));
    assert_eq!(attempt, Err(WriteFault::FromTheFuture));
}

#[test]
fn what_would_not_come_back_as_it_is_is_not_saved() {
    let attempt = write(&Toy { title: "Top".into(), secs: 0 }, None);
    assert_eq!(attempt, Err(WriteFault::NotReadable("No time is given.".into())));
    let attempt = write(&Toy { title: "Wobbles".into(), secs: 1 }, None);
    assert_eq!(attempt, Err(WriteFault::NotReadable("it came back changed.".into())));
}

#[test]
fn what_editors_do_to_a_file_does_no_harm() {
    let edited =
        "\u{feff}(\r\n  starling: \"toy\",\r\n  version: 3, // mine\r\n  secs: 0,\r\n title: \"It's\")\r\n";
    let read = toy(edited).unwrap();
    assert_eq!(read.value.title, "It's");
    assert_eq!(read.warnings, [DocWarning { line: Some(4), what: "No time is given.".into() }]);
}

#[test]
fn a_file_that_cannot_be_used_says_where_and_why() {
    let fault = |bytes: &[u8]| read::<Toy>(bytes).unwrap_err().to_string();
    let cases: [(&[u8], &str); 12] = [
        (b"", "Line 1: The file is empty."),
        (b" \r\n ", "Line 1: The file is empty."),
        (&[0; 4096], "Line 1: The file begins with zeros"),
        (b"(title: \"a\",\n secs: \xff)", "Line 2: This line holds bytes that are not text in UTF-8."),
        (b"(starling: \"toy\", version: 3,\n title: \"Cut of", "Line 2: This is not a value in RON"),
        (b"(starling: \"toy\", version: 3,\n title: \"Cut\",", "Line 1: This is not a value in RON"),
        (b"(starling: \"toy\", version: 3,\n secs: -1)", "Line 2: "),
        (b"(starling: \"toy\", version: 3,\n\n secs: 1e999)", "Line 3: "),
        (b"(starling: \"toy\", version: 3,\n title: \"a\",\n title: \"b\")", "Line 3: "),
        (b"(starling: \"story\", version: 3)", "Line 1: The file says that it holds \"story\", but \"toy\""),
        (b"(starling: \"toy\", version: -3)", "Line 1: The version should be a whole number from 1 to 3."),
        (b"[1, 2]", "Line 1: The file should hold named fields in round brackets."),
    ];
    for (bytes, start) in cases {
        let said = fault(bytes);
        assert!(said.starts_with(start) && said.ends_with(MEND), "{said}");
    }
}

#[test]
fn what_is_too_large_is_refused_before_it_is_read() {
    let fault = |text: String| toy(&text).unwrap_err().to_string();
    assert!(fault(" ".repeat(Toy::MAX_BYTES + 1)).starts_with("The file is 4096 KiB long"));
    let list = fault(format!("(starling: \"toy\", version: 3,\n later: [{}])", "1,".repeat(20_001)));
    assert!(list.starts_with("Line 2: The list that begins here has more than 20000 entries"), "{list}");
    let long = "x".repeat((1 << 20) + 1);
    let text = fault(format!("(starling: \"toy\", version: 3,\n title: \"{long}\")"));
    assert!(text.starts_with("Line 2: The text that begins here is longer than 1024 KiB"), "{text}");
    let attempt = write(&Toy { title: long, secs: 1 }, None).unwrap_err().to_string();
    assert!(attempt.contains("longer than 1024 KiB.") && !attempt.contains("editor"), "{attempt}");
}

#[test]
fn a_file_without_its_first_lines_is_read_with_warnings() {
    let read = toy("(title: \"a\", secs: 1)").unwrap();
    assert_eq!(read.warnings.len(), 2);
}

#[test]
fn a_story_reads_like_something_a_person_would_write() {
    let text = "(starling: \"story\", version: 1, id: \"a1\", title: \"Checkout outage\", level: L4, \
                role: GoTo, targets: (percent: [15, 10, 50, 25], origin: Prescribed))";
    let read = read::<Story>(text.as_bytes()).unwrap();
    let lines: Vec<usize> = read.warnings.iter().filter_map(|warning| warning.line).collect();
    assert_eq!(lines, [1, 1], "time and framework are missing: {:?}", read.warnings);
    let saved = write(&read.value, Some(text)).unwrap();
    assert!(saved.contains("\n    title: \"Checkout outage\",\n"), "{saved}");
    assert!(saved.contains("targets: (percent: [15.0, 10.0, 50.0, 25.0], origin: Prescribed"), "{saved}");
}

#[test]
fn words_and_numbers_that_mean_nothing_are_replaced_and_named() {
    let text = "(starling: \"settings\", version: 1,\n tolerance_points: NaN,\n target_length_secs: 0,\n \
                zones: (enough_secs: 9, wrap_up_secs: 3, over_secs: 1),\n targets: {\"star\": (\n \
                percent: [inf, 1e999],\n origin: Guessed)},\n rubric: [],\n hidden_questions: [\"../../etc\"])";
    let read = read::<SettingsFile>(text.as_bytes()).unwrap();
    let lines: Vec<usize> = read.warnings.iter().filter_map(|warning| warning.line).collect();
    assert_eq!(lines, [2, 3, 4, 6, 7, 8, 9], "{:?}", read.warnings);
    assert_eq!(read.value, SettingsFile::default());
}
