//! `starling takes`: every take with its split, distance, length and rating.

use jiff::tz::TimeZone;

use super::table::Table;
use crate::domain::framework::Section;
use crate::domain::library::Library;
use crate::domain::progress::rows::{self, TakeRow};
use crate::domain::progress::{Filter, Progress};
use crate::domain::story::Story;
use crate::domain::take::Take;

/// The takes to list, the oldest first.
pub(super) fn chosen<'a>(library: &'a Library, story: Option<&str>) -> Result<Vec<&'a Take>, String> {
    let mut takes: Vec<&Take> = match story {
        None => library.takes().collect(),
        Some(wanted) => library.takes_of(Some(&find_story(library, wanted)?.id)).collect(),
    };
    takes.sort_by_key(|take| (take.recorded_at, &take.id));
    Ok(takes)
}

/// The story of this id, or the only one of this title.
pub(super) fn find_story<'a>(library: &'a Library, wanted: &str) -> Result<&'a Story, String> {
    let lower = wanted.to_lowercase();
    let titled: Vec<&Story> = library.stories().filter(|story| story.title.to_lowercase() == lower).collect();
    match (library.stories().find(|story| story.id.0 == wanted), titled.as_slice()) {
        (Some(story), _) => Ok(story),
        (None, [only]) => Ok(*only),
        (None, []) => Err(format!(
            "No story has the title or id \"{wanted}\". The takes without --story name their stories."
        )),
        (None, several) => {
            let ids: Vec<&str> = several.iter().map(|story| story.id.0.as_str()).collect();
            Err(format!(
                "Several stories have the title \"{wanted}\". Name one by its id: {}.",
                ids.join(", ")
            ))
        }
    }
}

/// The takes in figures, by the functions that the screens are drawn from.
pub(super) fn rows(library: &Library, takes: &[&Take], zone: &TimeZone) -> Vec<TakeRow> {
    let progress = Progress::new(takes.iter().copied(), zone.clone());
    rows::takes(&progress.select(&Filter::default(), library), library)
}

/// The takes as people read them, times in their own zone.
pub(super) fn table(library: &Library, takes: &[&Take], zone: &TimeZone) -> String {
    let mut table = Table::new(["Recorded", "Story", "Length", "Split", "Distance", "Rating", "Question"]);
    for (take, row) in takes.iter().zip(rows(library, takes, zone)) {
        let story = take.story.as_ref().and_then(|id| library.story(id));
        table.push([
            take.recorded_at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string(),
            story.map_or_else(|| "–".to_owned(), |story| story.title.clone()),
            clock(row.duration_s),
            split(take, &row),
            row.distance.map_or_else(|| "–".to_owned(), |points| format!("{points:.0} points")),
            row.rating.map_or_else(|| "–".to_owned(), |mean| format!("{mean:.1} of 5")),
            row.question,
        ]);
    }
    table.print()
}

fn split(take: &Take, row: &TakeRow) -> String {
    if take.marks().0.is_empty() {
        return "not marked".to_owned();
    }
    let letters = take.plan.sections.iter().map(Section::letter);
    let parts = letters
        .zip(&row.sections)
        .filter_map(|(letter, section)| Some(format!("{letter} {:.0}", section.share?)))
        .collect::<Vec<_>>();
    // A section told again and the further part of a recording do not divide.
    if parts.is_empty() { "no split of its own".to_owned() } else { format!("{} %", parts.join("  ")) }
}

/// Minutes and seconds, rounded to whole seconds.
fn clock(secs: f64) -> String {
    let minutes = (secs.round() / 60.0).floor();
    format!("{minutes:.0}:{:02.0}", secs.round() - minutes * 60.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_minutes_and_whole_seconds() {
        assert_eq!([0.0, 59.6, 119.4, 3_725.0].map(clock), ["0:00", "1:00", "1:59", "62:05"]);
    }
}
