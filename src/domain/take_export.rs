//! A take as text for other programs: labels for Audacity, a `TextGrid` for Praat, the table as CSV.

use std::fmt::Write as _;

use super::csv_text::{self, Field, Separator};
use super::figures::Entry;
use super::split::stretches;
use super::split_table::SplitTable;
use super::take::Take;
use super::time::Frames;

/// A kind of file that a take can be handed out as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Wav,
    Flac,
    AudacityLabels,
    TextGrid,
    Table,
}

impl Kind {
    pub const ALL: [Self; 5] = [Self::Wav, Self::Flac, Self::AudacityLabels, Self::TextGrid, Self::Table];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wav => "Recording as WAV",
            Self::Flac => "Recording as FLAC, about half the size",
            Self::AudacityLabels => "Labels for Audacity",
            Self::TextGrid => "TextGrid for Praat",
            Self::Table => "Table of the split as CSV",
        }
    }

    /// What the file's name ends in.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Wav => "wav",
            Self::Flac => "flac",
            Self::AudacityLabels => "txt",
            Self::TextGrid => "TextGrid",
            Self::Table => "csv",
        }
    }
}

/// Something that lies at a moment of the recording.
struct Moment {
    at: Frames,
    text: String,
}

/// A label track for Audacity: one line per section, and one per pause, gap, tally and note.
#[must_use]
pub fn audacity_labels(take: &Take) -> String {
    let mut lines: Vec<(Frames, Frames, String)> = sections(take)
        .into_iter()
        .filter(|(_, _, name)| !name.is_empty())
        .chain(moments(take).into_iter().map(|moment| (moment.at, moment.at, moment.text)))
        .collect();
    lines.sort_by_key(|(start, ..)| *start);
    let rate = take.recording.rate;
    lines.into_iter().fold(String::new(), |mut text, (start, end, name)| {
        let _ = writeln!(text, "{:.6}\t{:.6}\t{}", rate.secs(start), rate.secs(end), one_line(&name));
        text
    })
}

/// A `TextGrid` in Praat's long text format: the sections as intervals, what lies at a moment as points, and the
/// figures of the take in one interval over the whole of it.
#[must_use]
pub fn praat_text_grid(take: &Take, figures: &[Entry]) -> String {
    let rate = take.recording.rate;
    let end = take.recording.secs();
    let (cut, points) = (sections(take), moments(take));
    let mut text = String::from("File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\n");
    let _ = writeln!(text, "xmin = 0\nxmax = {end:.6}\ntiers? <exists>\nsize = 3\nitem []:");
    let _ = writeln!(text, "    item [1]:\n        class = \"IntervalTier\"\n        name = \"sections\"");
    let _ =
        writeln!(text, "        xmin = 0\n        xmax = {end:.6}\n        intervals: size = {}", cut.len());
    for (number, (start, until, name)) in (1..).zip(&cut) {
        let _ = writeln!(text, "        intervals [{number}]:");
        let _ = writeln!(text, "            xmin = {:.6}", rate.secs(*start));
        let _ = writeln!(text, "            xmax = {:.6}", rate.secs(*until));
        let _ = writeln!(text, "            text = \"{}\"", in_quotes(name));
    }
    let _ = writeln!(text, "    item [2]:\n        class = \"TextTier\"\n        name = \"events\"");
    let _ =
        writeln!(text, "        xmin = 0\n        xmax = {end:.6}\n        points: size = {}", points.len());
    for (number, point) in (1..).zip(&points) {
        let _ = writeln!(text, "        points [{number}]:");
        let _ = writeln!(text, "            number = {:.6}", rate.secs(point.at));
        let _ = writeln!(text, "            mark = \"{}\"", in_quotes(&point.text));
    }
    let said: Vec<String> = figures.iter().map(|entry| format!("{}: {}", entry.name, entry.say())).collect();
    let _ = writeln!(text, "    item [3]:\n        class = \"IntervalTier\"\n        name = \"figures\"");
    let _ = writeln!(text, "        xmin = 0\n        xmax = {end:.6}\n        intervals: size = 1");
    let _ = writeln!(text, "        intervals [1]:\n            xmin = 0\n            xmax = {end:.6}");
    let _ = writeln!(text, "            text = \"{}\"", in_quotes(&said.join("; ")));
    text
}

/// The split against its target as comma-separated values, in the columns of the table on the screen, and below it
/// every figure of the take with its value and unit in two columns of their own.
///
/// # Errors
/// Where the text could not be put together, in a sentence.
pub fn split_csv(table: &SplitTable, figures: &[Entry]) -> Result<String, String> {
    let heads = ["section", "seconds", "percent", "target_seconds", "target_percent", "verdict"];
    let names = ["unmarked", "recorded", "paused"];
    let more = |index| if index == 0 { ["value", "unit"] } else { [""; 2] }.map(Field::text);
    let split = rows(table, heads, names, [3, 2, 3, 1]).into_iter().enumerate();
    let split = split.map(|(index, row)| row.into_iter().chain(more(index)).collect::<Vec<_>>());
    let figures = figures.iter().map(|entry| {
        let value = [Field::Exact(entry.value.to_string()), Field::text(entry.unit.label())];
        let empty = std::iter::repeat_with(|| Field::text("")).take(heads.len() - 1);
        std::iter::once(Field::text(entry.name.as_str())).chain(empty).chain(value).collect()
    });
    csv_text::write(split.chain(figures), Separator::Comma)
}

/// The same table with tabs, as spreadsheets take it from a clipboard.
///
/// # Errors
/// Where the text could not be put together, in a sentence.
pub fn split_tsv(table: &SplitTable) -> Result<String, String> {
    let heads = ["Section", "Seconds", "Per cent", "Target seconds", "Target per cent", "Verdict"];
    csv_text::write(rows(table, heads, ["Unmarked", "Recorded", "Paused"], [1; 4]), Separator::Tab)
}

/// The table's rows under these heads, the four numbers with so many decimals.
fn rows<'a>(
    table: &'a SplitTable,
    heads: [&'a str; 6],
    [unmarked, recorded, paused]: [&'a str; 3],
    decimals: [usize; 4],
) -> Vec<[Field<'a>; 6]> {
    let row = |name: &'a str, numbers: [Option<f64>; 4], verdict: &'a str| {
        let mut numbers = numbers.into_iter().zip(decimals).map(|(number, decimals)| {
            Field::Exact(number.map_or_else(String::new, |number| format!("{number:.decimals$}")))
        });
        let mut next = || numbers.next().unwrap_or_else(|| Field::text(""));
        [Field::text(one_line(name)), next(), next(), next(), next(), Field::text(verdict)]
    };
    let parts = table.parts.iter().map(|part| {
        let numbers = [part.secs, part.percent, part.target_secs, part.target_percent];
        row(&part.name, numbers.map(Some), part.verdict.word())
    });
    std::iter::once(heads.map(Field::text))
        .chain(parts)
        .chain([
            row(unmarked, [Some(table.unmarked_secs), Some(table.unmarked_percent), None, None], ""),
            row(recorded, [Some(table.recorded_secs), Some(100.0), None, None], ""),
            row(paused, [Some(table.paused_secs), None, None, None], ""),
        ])
        .collect()
}

/// The recording cut into sections without holes; the name of unmarked time is empty.
fn sections(take: &Take) -> Vec<(Frames, Frames, String)> {
    let name = |section: usize| take.plan.sections.get(section).map(|section| section.name.clone());
    stretches(take.recording.frames, take.marks().0)
        .into_iter()
        .map(|stretch| (stretch.start, stretch.end, stretch.section.and_then(name).unwrap_or_default()))
        .collect()
}

/// Everything that lies at a moment of the recording, in order of time and no two at one moment.
fn moments(take: &Take) -> Vec<Moment> {
    let rate = take.recording.rate;
    let moment = |at: Frames, text: String| Moment { at: at.min(take.recording.frames), text };
    let pauses = take
        .pauses
        .iter()
        .map(|pause| moment(pause.at, format!("Paused for {:.1} s", rate.secs(pause.lasted))));
    let gaps = take.gaps.iter().map(|gap| moment(gap.at, format!("{:.3} s lost", rate.secs(gap.lasted))));
    let tallies = take
        .tally_passes
        .last()
        .into_iter()
        .flat_map(|pass| &pass.tallies)
        .map(|tally| moment(tally.at, tally.kind.word().to_owned()));
    let notes = take.notes.iter().map(|note| moment(note.at, note.text.clone()));
    let mut all: Vec<Moment> = pauses.chain(gaps).chain(tallies).chain(notes).collect();
    all.sort_by_key(|moment| moment.at);
    all.into_iter().fold(Vec::new(), |mut kept, next| {
        match kept.last_mut() {
            Some(last) if last.at == next.at => last.text = format!("{}; {}", last.text, next.text),
            _ => kept.push(next),
        }
        kept
    })
}

fn one_line(text: &str) -> String {
    text.split(['\t', '\n', '\r']).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Praat doubles quotation marks inside a text.
fn in_quotes(text: &str) -> String {
    one_line(text).replace('"', "\"\"")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::figures::TakeFigures;
    use crate::domain::samples;
    use crate::domain::settings::Settings;
    use crate::domain::split::{Mark, Pause, Tolerance};
    use crate::domain::take::PinnedNote;

    fn take() -> Take {
        let mut take = samples::take(100.0);
        let rate = take.recording.rate;
        let mark = |secs, section| Mark { at: rate.frames(secs), section };
        take.live_marks = vec![mark(5.0, 0), mark(20.0, 1), mark(30.0, 2), mark(80.0, 3)];
        take.pauses = vec![Pause { at: rate.frames(30.0), lasted: rate.frames(4.0) }];
        take.notes = vec![PinnedNote { at: rate.frames(42.5), text: "said \"we\"\ttwice\n".into() }];
        take
    }

    fn figures(take: &Take) -> Vec<Entry> {
        TakeFigures::of(take, &jiff::tz::TimeZone::UTC).entries(&Settings::default())
    }

    #[test]
    fn labels_are_regions_and_points_in_order_of_time() {
        let expected = "5.000000\t20.000000\tSituation\n20.000000\t30.000000\tTask\n\
                        30.000000\t80.000000\tAction\n30.000000\t30.000000\tPaused for 4.0 s\n\
                        42.500000\t42.500000\tsaid \"we\" twice\n80.000000\t100.000000\tResult\n";
        assert_eq!(audacity_labels(&take()), expected);
    }

    #[test]
    fn a_text_grid_covers_the_recording_and_doubles_quotation_marks() {
        let grid = praat_text_grid(&take(), &figures(&take()));
        assert!(grid.starts_with("File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n"));
        assert!(grid.contains("intervals: size = 5"), "{grid}");
        assert!(grid.contains("mark = \"said \"\"we\"\" twice\""), "{grid}");
        let ends: Vec<&str> = grid.lines().filter_map(|line| line.trim().strip_prefix("xmax = ")).collect();
        assert_eq!(ends.last(), Some(&"100.000000"));
        assert!(grid.contains("text = \"Off target: 5 points; Set-up: 30 s; Length: 1:40;"), "{grid}");
    }

    #[test]
    fn the_table_holds_the_numbers_of_the_screen() {
        let table = SplitTable::of(&take(), Tolerance::DEFAULT).unwrap();
        let csv = split_csv(&table, &figures(&take())).unwrap();
        assert!(csv.contains("Action,50.000,50.00,50.000,50.0,on target,,\r\n"), "{csv}");
        assert!(csv.contains("unmarked,5.000,5.00,,,,,\r\n"), "{csv}");
        assert!(csv.contains("\r\nLength,,,,,,100,s\r\n"), "{csv}");
        let tabs = split_tsv(&table).unwrap();
        assert!(tabs.contains("Action\t50.0\t50.0\t50.0\t50.0\ton target\r\n"), "{tabs}");
    }

    #[test]
    fn a_section_named_like_a_formula_does_not_run() {
        let mut take = take();
        "=HYPERLINK(\"http://example.org\")".clone_into(&mut take.plan.sections[2].name);
        let table = SplitTable::of(&take, Tolerance::DEFAULT).unwrap();
        assert!(split_csv(&table, &[]).unwrap().contains("\n\"'=HYPERLINK("));
        assert!(split_tsv(&table).unwrap().contains("'=HYPERLINK("));
    }
}
