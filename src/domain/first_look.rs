//! What is told of a take at the stop key: one sentence on what was best and one on what to change, and the few figures
//! that matter most, each with its difference to the last take that can be compared.

use super::figures::clock;
use super::framework::{Section, built_in, result_section};
use super::settings::{Settings, Zone};
use super::split_table::{Part, SplitTable};
use super::take::{Take, TakeKind, TallyKind};
use super::tally::count;
use super::verdict::{Length, span, whole};

mod sentence;

pub use sentence::sentence;

/// What is told at first sight.
#[derive(Clone, Debug, PartialEq)]
pub struct FirstLook {
    pub sentence: String,
    pub figures: Vec<Figure>,
}

/// A figure with what it aims at, and how it differs from the last take's.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    pub name: String,
    /// "37 s", "48 %", "2:41"; a dash where there is none.
    pub value: String,
    /// What it aims at, or what to do for it to be there.
    pub aim: String,
    pub change: Option<Change>,
}

/// How a figure differs from the one before.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub course: Course,
    /// By how much, without a sign: "11 s", "3 points".
    pub by: String,
    /// Whether that brought it nearer to its aim; `None` where it aims at nothing, or did not move.
    pub is_better: Option<bool>,
}

/// Which way a figure went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    Less,
    Same,
    More,
}

impl Figure {
    /// The whole figure in words: "Set-up 37 s, aim 38 s, 11 s less than before".
    #[must_use]
    pub fn said(&self) -> String {
        let aim = Some(self.aim.clone()).filter(|aim| !aim.is_empty());
        let change = self.change.as_ref().map(|change| match change.course {
            Course::Same => "as before".to_owned(),
            Course::Less => format!("{} less than before", change.by),
            Course::More => format!("{} more than before", change.by),
        });
        let figure = format!("{} {}", self.name, self.value);
        [Some(figure), aim, change].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// Everything that is told of a take at first sight, against one before where there is one.
#[must_use]
pub fn first_look(take: &Take, before: Option<&Take>, settings: &Settings) -> FirstLook {
    FirstLook { sentence: sentence(take, before, settings), figures: figures(take, before, settings) }
}

/// How long a take was against its own aim.
#[must_use]
pub fn length_of(take: &Take, settings: &Settings) -> Length {
    let aim = take.plan.target_length_secs;
    Length::of(take.recording.secs(), aim, settings.zones_for(aim))
}

fn figures(take: &Take, before: Option<&Take>, settings: &Settings) -> Vec<Figure> {
    if let TakeKind::Retake { section, .. } = take.kind {
        return vec![section_again(take, before, section), fillers(take, before)];
    }
    let table = SplitTable::of(take, settings.tolerance);
    let was = before.and_then(|before| SplitTable::of(before, settings.tolerance));
    let mut figures = Vec::new();
    if let Some(table) = &table {
        figures.extend(set_up(table, was.as_ref()));
        figures.extend(acting_share(take, table, before, was.as_ref()));
        figures.extend(result(take, table, before, was.as_ref()));
        if figures.is_empty() && table.parts.len() > 1 {
            figures.push(told(table));
        }
    }
    figures.push(length(take, before, settings));
    figures.push(fillers(take, before));
    figures
}

fn set_up(table: &SplitTable, was: Option<&SplitTable>) -> Option<Figure> {
    let (secs, aim) = (table.set_up_secs?, table.set_up_target_secs?);
    let then = was.and_then(|was| Some((was.set_up_secs?, was.set_up_target_secs?)));
    Some(Figure {
        name: "Set-up".to_owned(),
        value: span(secs),
        aim: format!("aim {}", span(aim)),
        change: then.map(|(before, its_aim)| in_secs(Aimed(before, its_aim), Aimed(secs, aim))),
    })
}

/// A value and what it aims at.
#[derive(Clone, Copy)]
struct Aimed(f64, f64);

impl Aimed {
    fn off(self) -> i64 {
        (whole(self.0) - whole(self.1)).abs()
    }
}

fn in_secs(was: Aimed, is: Aimed) -> Change {
    change(was, is, |by| span(seconds(by)))
}

fn change(was: Aimed, is: Aimed, by: impl Fn(i64) -> String) -> Change {
    let moved = whole(is.0) - whole(was.0);
    let course = match moved {
        0 => Course::Same,
        1.. => Course::More,
        _ => Course::Less,
    };
    let is_better = (moved != 0 && is.off() != was.off()).then(|| is.off() < was.off());
    Change { course, by: by(moved.abs()), is_better }
}

/// The part of another take that has the same place in the answer.
fn same_part<'a>(
    before: Option<&Take>,
    was: Option<&'a SplitTable>,
    place: impl Fn(&[Section]) -> Option<usize>,
) -> Option<&'a Part> {
    place(&before?.plan.sections).and_then(|index| was?.parts.get(index))
}

fn acting(sections: &[Section]) -> Option<usize> {
    sections.iter().position(|section| section.acts)
}

fn acting_share(
    take: &Take,
    table: &SplitTable,
    before: Option<&Take>,
    was: Option<&SplitTable>,
) -> Option<Figure> {
    let part = table.parts.get(acting(&take.plan.sections)?)?;
    let then = same_part(before, was, acting);
    Some(Figure {
        name: part.name.clone(),
        value: format!("{} %", whole(part.percent)),
        aim: format!("aim {} %", whole(part.target_percent)),
        change: then.map(|then| {
            let (was, is) =
                (Aimed(then.percent, then.target_percent), Aimed(part.percent, part.target_percent));
            change(was, is, |by| if by == 1 { "1 point".to_owned() } else { format!("{by} points") })
        }),
    })
}

fn result(
    take: &Take,
    table: &SplitTable,
    before: Option<&Take>,
    was: Option<&SplitTable>,
) -> Option<Figure> {
    let part = table.parts.get(result_section(&take.plan.sections)?)?;
    let then = same_part(before, was, result_section);
    Some(Figure {
        name: part.name.clone(),
        value: span(part.secs),
        aim: format!("aim {}", span(part.target_secs)),
        change: then
            .map(|then| in_secs(Aimed(then.secs, then.target_secs), Aimed(part.secs, part.target_secs))),
    })
}

/// How many parts were told, where no part is the one in which somebody acts.
fn told(table: &SplitTable) -> Figure {
    let count = table.parts.iter().filter(|part| part.secs > 0.0).count();
    let all = table.parts.len();
    Figure {
        name: "Parts told".to_owned(),
        value: format!("{count} of {all}"),
        aim: String::new(),
        change: None,
    }
}

fn length(take: &Take, before: Option<&Take>, settings: &Settings) -> Figure {
    let length = length_of(take, settings);
    let then = before.map(|before| {
        let was = Aimed(before.recording.secs(), before.plan.target_length_secs.into());
        change(was, Aimed(length.secs, length.aim_secs), |by| clock(seconds(by)))
    });
    Figure { name: "Length".to_owned(), value: clock(length.secs), aim: length.against_aim(), change: then }
}

#[expect(clippy::cast_precision_loss, reason = "seconds of an answer")]
const fn seconds(whole: i64) -> f64 {
    whole as f64
}

/// The section that was told again against the old one.
fn section_again(take: &Take, before: Option<&Take>, section: usize) -> Figure {
    let aim = f64::from(take.plan.target_length_secs);
    let secs = take.recording.secs();
    let then = before.and_then(|before| told_before(before, section));
    let name = take.plan.sections.first().map_or("The section", |section| &section.name);
    Figure {
        name: name.to_owned(),
        value: span(secs),
        aim: format!("aim {}", span(aim)),
        change: then.map(|then| in_secs(Aimed(then, aim), Aimed(secs, aim))),
    }
}

/// How long a section was in the take it is told again for.
fn told_before(before: &Take, section: usize) -> Option<f64> {
    let split = before.split();
    let frames = split.sections.get(section).copied().filter(|frames| !frames.is_zero())?;
    before.distance().map(|_| before.recording.rate.secs(frames))
}

fn fillers(take: &Take, before: Option<&Take>) -> Figure {
    let is = a_minute(take);
    let was = before.and_then(a_minute);
    let apart = is.zip(was).map(|(is, was)| {
        let tenths = whole(is * 10.0) - whole(was * 10.0);
        let course = match tenths {
            0 => Course::Same,
            1.. => Course::More,
            _ => Course::Less,
        };
        // Fewer is better only above what does no harm, so no verdict is given.
        Change { course, by: format!("{:.1}", seconds(tenths.abs()) / 10.0), is_better: None }
    });
    Figure {
        name: "Fillers".to_owned(),
        value: is.map_or("–".to_owned(), |rate| format!("{rate:.1}")),
        aim: if is.is_some() { "a minute".to_owned() } else { "not counted".to_owned() },
        change: apart,
    }
}

/// Fillers a minute in the latest listening; `None` where nothing was counted.
fn a_minute(take: &Take) -> Option<f64> {
    let pass = take.tally_passes.last().filter(|pass| !pass.tallies.is_empty())?;
    count(take, pass, TallyKind::Filler).whole.per_minute
}

/// A section's name in the middle of a sentence: that of a framework everybody has as a word, others as they stand.
fn called(name: &str) -> String {
    let is_usual =
        built_in().iter().any(|framework| framework.sections.iter().any(|section| section.name == name));
    if is_usual && !name.contains(' ') {
        format!("the {}", name.to_lowercase())
    } else {
        format!("“{name}”")
    }
}

/// Whether the answer was cut off by its length rather than by its split.
const fn is_too_short(length: &Length) -> bool {
    matches!(length.zone, Zone::NotYet)
}

#[cfg(test)]
mod tests;
