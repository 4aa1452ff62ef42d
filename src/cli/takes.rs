//! `starling takes`: every take with its split, distance, length and rating.

use clap::{ArgMatches, value_parser};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::argument::{flag, option};
use super::table::Table;
use crate::domain::figures::{Unit, clock};
use crate::domain::framework::Section;
use crate::domain::library::Library;
use crate::domain::progress::rows::{self, TakeRow};
use crate::domain::progress::{Filter, Progress};
use crate::domain::story::Story;
use crate::domain::take::{Take, TakeKind};

/// Which takes to list, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    /// Only the takes of the story with this title or id, or the only one that begins so.
    pub story: Option<String>,
    /// Only takes of this day and later.
    pub since: Option<Date>,
    /// Only the last so many takes.
    pub last: Option<usize>,
    /// Show the id of each take.
    pub ids: bool,
}

impl Chosen {
    pub(super) fn arguments(command: clap::Command) -> clap::Command {
        let story = "Only the takes of the story with this title or id, or the only one that begins so";
        command
            .arg(option("story", "STORY", story))
            .arg(option("since", "DATE", "Only takes of this day and later").value_parser(day))
            .arg(option("last", "N", "Only the last so many takes").value_parser(value_parser!(usize)))
            .arg(flag("ids", "Show the id of each take"))
    }

    pub(super) fn read(typed: &mut ArgMatches) -> Self {
        Self {
            story: typed.remove_one("story"),
            since: typed.remove_one("since"),
            last: typed.remove_one("last"),
            ids: typed.get_flag("ids"),
        }
    }
}

fn day(typed: &str) -> Result<Date, String> {
    typed.parse().map_err(|_| "it is not a date such as 2026-11-27".to_owned())
}

/// The takes to list, the oldest first.
pub(super) fn chosen<'a>(
    library: &'a Library,
    wanted: &Chosen,
    zone: &TimeZone,
) -> Result<Vec<&'a Take>, String> {
    let mut takes: Vec<&Take> = match &wanted.story {
        None => library.takes().collect(),
        Some(story) => library.takes_of(Some(&find_story(library, story)?.id)).collect(),
    };
    if let Some(since) = wanted.since {
        takes.retain(|take| take.recorded_at.to_zoned(zone.clone()).date() >= since);
    }
    takes.sort_by_key(|take| (take.recorded_at, &take.id));
    let left_out = wanted.last.map_or(0, |last| takes.len().saturating_sub(last));
    Ok(takes.split_off(left_out))
}

/// The story of this id, the only one of this title, or the only one whose title begins so.
pub(super) fn find_story<'a>(library: &'a Library, wanted: &str) -> Result<&'a Story, String> {
    let lower = wanted.to_lowercase();
    let fitting = |fits: fn(&str, &str) -> bool| -> Vec<&Story> {
        library.stories().filter(|story| fits(&story.title.to_lowercase(), &lower)).collect()
    };
    let mut titled = fitting(|title, wanted| title == wanted);
    if titled.is_empty() && !lower.is_empty() {
        titled = fitting(|title, wanted| title.starts_with(wanted));
    }
    match (library.stories().find(|story| story.id.0 == wanted), titled.as_slice()) {
        (Some(story), _) => Ok(story),
        (None, [only]) => Ok(*only),
        (None, []) => Err(format!(
            "No story has the title or id \"{wanted}\", and none begins so. The takes without --story name their stories."
        )),
        (None, several) => {
            let ids: Vec<&str> = several.iter().map(|story| story.id.0.as_str()).collect();
            Err(format!(
                "Several stories have the title \"{wanted}\" or begin so. Name one by its id: {}.",
                ids.join(", ")
            ))
        }
    }
}

/// The takes in figures, by the functions that the screens are drawn from.
pub(super) fn rows(library: &Library, takes: &[&Take], zone: &TimeZone) -> Vec<TakeRow> {
    let progress = Progress::new(takes.iter().copied(), zone.clone());
    rows::takes(&progress.select(&Filter::everything(), library), library)
}

/// The takes as people read them, times in their own zone.
pub(super) fn table(library: &Library, takes: &[&Take], zone: &TimeZone, ids: bool) -> String {
    let id = ids.then_some("Id");
    let heading = ["Recorded", "Story", "Length", "Split", "Off target", "Rating", "Question"];
    let mut table = Table::new(id.into_iter().chain(heading));
    for (take, row) in takes.iter().zip(rows(library, takes, zone)) {
        let story = take.story.as_ref().and_then(|id| library.story(id));
        let cells = [
            take.recorded_at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string(),
            story.map_or_else(|| "–".to_owned(), |story| story.title.clone()),
            clock(row.duration_s),
            split(take, &row),
            row.distance.map_or_else(|| "–".to_owned(), |points| Unit::PointsOff.say(points)),
            row.rating.map_or_else(|| "–".to_owned(), |mean| Unit::Rating.say(mean)),
            row.question,
        ];
        table.push(ids.then(|| take.id.0.clone()).into_iter().chain(cells));
    }
    table.print()
}

fn split(take: &Take, row: &TakeRow) -> String {
    let letters = take.plan.sections.iter().map(Section::letter);
    let parts = letters
        .zip(&row.sections)
        .filter_map(|(letter, section)| Some(format!("{letter} {}", Unit::Percent.figure(section.share?))))
        .collect::<Vec<_>>();
    match take.kind {
        _ if !parts.is_empty() => format!("{} %", parts.join("  ")),
        TakeKind::Full | TakeKind::FollowUp { .. } => "not marked".to_owned(),
        TakeKind::Retake { .. } | TakeKind::Continuation { .. } => "no split of its own".to_owned(),
    }
}
