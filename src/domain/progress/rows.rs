//! Takes as rows of figures for other programs, from the same functions as the screens.

use serde::Serialize;

use super::Selection;
use super::table::{Cell, Column, Link, Row, Source, Table};
use super::{Measure, TakeFacts, TakeIndex, Unit};
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

fn row(take: &TakeFacts, library: &Library) -> TakeRow {
    let section = |(index, section): (usize, &super::GroupSection)| SectionRow {
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
    }
}

fn question<'a>(take: &TakeFacts, library: &'a Library) -> &'a str {
    library.take(&take.id).map_or("", |take| &take.question.text)
}

/// The same takes as a table for people.
#[must_use]
pub fn table(selection: &Selection<'_>, library: &Library) -> Table {
    let row = |(index, take): (TakeIndex, &TakeFacts)| {
        let measured = [Measure::Length, Measure::SetUp, Measure::Distance, Measure::MeanPoints]
            .map(|measure| Cell::number(measure.value(take), measure.unit()));
        let title = take.story.as_ref().and_then(|id| library.story(id)).map(|story| &story.title);
        let shares: Vec<String> = take
            .sections()
            .filter_map(|section| {
                Some(format!("{} {}", section.name, Unit::Percent.say(section.share_percent?)))
            })
            .collect();
        let told = [
            Cell::Moment(take.civil),
            title.map_or(Cell::Empty, |title| Cell::Text(title.clone())),
            Cell::Text(question(take, library).to_owned()),
            Cell::Text(take.group.label()),
        ];
        let split = if shares.is_empty() { Cell::Empty } else { Cell::Text(shares.join(", ")) };
        Row {
            cells: told.into_iter().chain(measured).chain([split]).collect(),
            link: Link::Take(index, take.id.clone()),
        }
    };
    Table {
        title: "Takes".to_owned(),
        columns: vec![
            Column::text("Recorded"),
            Column::text("Story"),
            Column::text("Question"),
            Column::text("Framework"),
            Column::number("Length", Unit::Seconds).of(Source::Take(Measure::Length)),
            Column::number("Set-up", Unit::Seconds).of(Source::Take(Measure::SetUp)),
            Column::number("Distance", Unit::SplitPoints).of(Source::Take(Measure::Distance)),
            Column::number("Rating", Unit::RatingPoints).of(Source::Take(Measure::MeanPoints)),
            Column::text("Split"),
        ],
        rows: selection.takes().into_iter().map(row).collect(),
    }
}
