//! `starling progress` and `starling stories`: what the progress screen says, from the same sheet that it is drawn from.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::table::Table;
use super::{Format, Outcome, print, print_json};
use crate::domain::figures::Unit;
use crate::domain::library::Library;
use crate::domain::progress::sheet::{Part, Sheet, Wish};
use crate::domain::progress::stories::{Next, Standing};
use crate::domain::progress::words::Tile;
use crate::domain::progress::{Filter, Progress};

/// Goes up when a name or a meaning below changes.
const SCHEMA_VERSION: u32 = 1;

/// Where one stands, as programs read it.
#[derive(Debug, Serialize)]
struct Told<'a> {
    schema_version: u32,
    headline: &'a str,
    next: Option<NextRow<'a>>,
    figures: Vec<FigureRow<'a>>,
    takes: usize,
    days_practised_of_the_last_7: usize,
    interview: Option<InterviewRow<'a>>,
}

#[derive(Debug, Serialize)]
struct NextRow<'a> {
    story: Option<&'a str>,
    question: Option<&'a str>,
    goal: &'a str,
    why: &'a str,
}

#[derive(Debug, Serialize)]
struct FigureRow<'a> {
    id: &'a str,
    name: &'a str,
    value: &'a str,
    change: &'a str,
    judged: &'a str,
}

#[derive(Debug, Serialize)]
struct InterviewRow<'a> {
    company: &'a str,
    days: i32,
}

/// The stories, as programs read them.
#[derive(Debug, Serialize)]
struct Stories<'a> {
    schema_version: u32,
    stories: Vec<StoryRow<'a>>,
}

#[derive(Debug, Serialize)]
struct StoryRow<'a> {
    id: Option<&'a str>,
    title: &'a str,
    role: &'a str,
    takes: usize,
    last_told: Option<String>,
    /// In points, by the median of the last three whole answers.
    off_target: Option<f64>,
    /// In points, the last three whole answers, the oldest first.
    latest: &'a [f64],
    weakest_section: Option<&'a str>,
    /// In points of a hundred; below zero where the section is too short.
    weakest_over: Option<f64>,
}

/// Says what became of it and what to practise next.
pub(super) fn run(library: Library, format: Format) -> Result<Outcome, String> {
    let sheet = sheet(library);
    match format {
        Format::Json => print_json(&told(&sheet)),
        Format::Table => print(&text(&sheet)),
    }
}

/// Lists the stories, the weakest first.
pub(super) fn stories(library: Library, format: Format) -> Result<Outcome, String> {
    let sheet = sheet(library);
    match format {
        Format::Json => {
            let stories = sheet.standings.iter().map(row).collect();
            print_json(&Stories { schema_version: SCHEMA_VERSION, stories })
        }
        Format::Table if sheet.standings.is_empty() => print("There are no stories yet.\n"),
        Format::Table => print(&table(&sheet.standings)),
    }
}

fn sheet(library: Library) -> Sheet {
    let zone = TimeZone::system();
    let progress = Progress::new(library.takes(), zone.clone());
    let today = Timestamp::now().to_zoned(zone).date();
    let wish = Wish { part: Part::Overview, filter: Filter::default(), group: None, today };
    Sheet::work_out(Arc::new(progress), Arc::new(library), wish)
}

fn told(sheet: &Sheet) -> Told<'_> {
    Told {
        schema_version: SCHEMA_VERSION,
        headline: &sheet.headline.text,
        next: sheet.next.as_ref().map(next),
        figures: sheet.tiles.iter().map(figure).collect(),
        takes: sheet.takes,
        days_practised_of_the_last_7: sheet.days_practised,
        interview: sheet.interview.as_ref().map(|(days, company)| InterviewRow { company, days: *days }),
    }
}

fn next(next: &Next) -> NextRow<'_> {
    NextRow {
        story: next.story.as_ref().map(|id| id.0.as_str()),
        question: next.question.as_ref().map(|id| id.0.as_str()),
        goal: &next.goal,
        why: &next.why.text,
    }
}

fn figure(tile: &Tile) -> FigureRow<'_> {
    FigureRow {
        id: tile.measure.id(),
        name: &tile.name,
        value: &tile.value,
        change: &tile.change,
        judged: &tile.judged,
    }
}

fn row(standing: &Standing) -> StoryRow<'_> {
    StoryRow {
        id: standing.story.as_ref().map(|id| id.0.as_str()),
        title: &standing.title,
        role: standing.role.name(),
        takes: standing.takes,
        last_told: standing.last_told.map(|day| day.to_string()),
        off_target: standing.off_target(),
        latest: &standing.latest,
        weakest_section: weakest(standing),
        weakest_over: standing.weakest.map(|(_, over)| over),
    }
}

/// The name of the section that is furthest outside its band.
fn weakest(standing: &Standing) -> Option<&str> {
    let (section, _) = standing.weakest?;
    Some(standing.group.as_ref()?.sections.get(section)?.name.as_str())
}

/// What was found, as people read it: the sentences of the screen, then its figures.
fn text(sheet: &Sheet) -> String {
    let interview = sheet.interview.as_ref();
    let next = sheet.next.as_ref();
    let lines = [
        Some(sheet.headline.text.clone()),
        interview.map(|(days, company)| format!("{company} in {}.", Unit::Days.say(f64::from(*days)))),
        next.map(|next| format!("Next: {} Aim: {}.", next.why.text, next.goal)),
    ];
    let mut table = Table::new(["Figure", "Now", "Change", ""]);
    for tile in &sheet.tiles {
        table.push([&tile.name, &tile.value, &tile.change, &tile.judged].map(String::clone));
    }
    let figures = if sheet.tiles.is_empty() { String::new() } else { format!("\n{}", table.print()) };
    lines.into_iter().flatten().map(|line| line + "\n").chain([figures]).collect()
}

fn table(standings: &[Standing]) -> String {
    let mut table = Table::new(["Story", "Use", "Off target", "Weakest section", "Last told", "Takes", "Id"]);
    let dash = || "–".to_owned();
    for standing in standings {
        table.push([
            standing.title.clone(),
            standing.role.name().to_owned(),
            standing.off_target().map_or_else(dash, |points| Unit::PointsOff.say(points)),
            standing.weakest.zip(weakest(standing)).map_or_else(dash, |((_, over), name)| {
                format!("{name} {}", Unit::PercentPoints.signed(over))
            }),
            standing.last_told.map_or_else(dash, |day| day.to_string()),
            standing.takes.to_string(),
            standing.story.as_ref().map_or_else(dash, |id| id.0.clone()),
        ]);
    }
    table.print()
}
