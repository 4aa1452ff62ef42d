//! Takes as rows of figures for other programs, from the same functions as the screens.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Selection;
use super::TakeIndex;
use super::table::{Cell, Column, Link, Row, Source, Table};
use crate::domain::figures::{GroupSection, Measure, SectionFigures, TakeFigures, Unit};
use crate::domain::library::Library;

/// One take, with the names that `starling takes --format json` gives its figures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TakeRow {
    pub id: String,
    /// The story's id; `None` while the take is not filed.
    pub story: Option<String>,
    pub question: String,
    pub recorded_at: String,
    /// The framework's id.
    pub framework: String,
    pub duration_s: f64,
    pub sections: Vec<SectionRow>,
    pub distance: Option<f64>,
    /// Mean points of the rating that counts.
    pub rating: Option<f64>,
    /// Every figure that the take has one of, by its id.
    pub figures: BTreeMap<&'static str, f64>,
}

/// One section of a take. Seconds and share are missing where the take has no marks or tells one section again.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SectionRow {
    pub name: String,
    pub seconds: Option<f64>,
    /// In per cent of the recording.
    pub share: Option<f64>,
    pub target: f64,
}

/// The takes of a selection, the oldest first.
#[must_use]
pub fn takes(selection: &Selection<'_>, library: &Library) -> Vec<TakeRow> {
    selection.takes().into_iter().map(|(_, take)| row(take, library)).collect()
}

fn row(take: &TakeFigures, library: &Library) -> TakeRow {
    let section = |(index, section): (usize, &GroupSection)| SectionRow {
        name: section.name.clone(),
        seconds: Measure::Secs(index).value(take),
        share: Measure::Share(index).value(take),
        target: section.target.as_percent(),
    };
    TakeRow {
        id: take.id.to_string(),
        story: take.story.as_ref().map(ToString::to_string),
        question: question(take, library).to_owned(),
        recorded_at: take.recorded_at.to_string(),
        framework: take.group.framework_id.clone(),
        duration_s: take.length_secs(),
        sections: take.group.sections.iter().enumerate().map(section).collect(),
        distance: Measure::Distance.value(take),
        rating: Measure::MeanPoints.value(take),
        figures: Measure::alone().filter_map(|measure| Some((measure.id(), measure.value(take)?))).collect(),
    }
}

fn question<'a>(take: &TakeFigures, library: &'a Library) -> &'a str {
    library.take(&take.id).map_or("", |take| &take.question.text)
}

/// The same takes as a table for people, with every figure that some of them has.
#[must_use]
pub fn table(selection: &Selection<'_>, library: &Library) -> Table {
    let takes = selection.takes();
    let measures: Vec<Measure> = Measure::alone()
        .filter(|measure| takes.iter().any(|(_, take)| measure.value(take).is_some()))
        .collect();
    let row = |&(index, take): &(TakeIndex, &TakeFigures)| {
        let title = take.story.as_ref().and_then(|id| library.story(id)).map(|story| &story.title);
        let told = [
            Cell::Moment(take.civil),
            title.map_or(Cell::Empty, |title| Cell::Text(title.clone())),
            Cell::Text(question(take, library).to_owned()),
            Cell::Text(take.group.label()),
            split(take),
        ];
        let values = measures.iter().map(|measure| Cell::number(measure.value(take), measure.unit()));
        Row { cells: told.into_iter().chain(values).collect(), link: Link::Take(index, take.id.clone()) }
    };
    let words = ["Recorded", "Story", "Question", "Framework", "Split"].map(Column::text);
    let heads = measures.iter().map(|measure| {
        Column::number(measure.plain_name(), measure.unit()).of(Source::Take(measure.clone()))
    });
    Table {
        title: "Takes".to_owned(),
        columns: words.into_iter().chain(heads).collect(),
        rows: takes.iter().map(row).collect(),
    }
}

/// The shares of the sections in one line.
fn split(take: &TakeFigures) -> Cell {
    let share = |section: SectionFigures<'_>| {
        Some(format!("{} {}", section.name, Unit::Percent.say(section.share_percent?)))
    };
    let shares: Vec<String> = take.sections().filter_map(share).collect();
    if shares.is_empty() { Cell::Empty } else { Cell::Text(shares.join(", ")) }
}
