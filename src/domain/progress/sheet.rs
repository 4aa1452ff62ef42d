//! What one part of the progress screen shows, worked out in one go from a state of the library.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::chart::{self, Chart};
use super::receipt::Receipt;
use super::receipts::Office;
use super::series::{Figure, Series};
use super::table::{Cell, Table};
use super::words::Words;
use super::{Filter, Progress, Selection, rows};
use crate::domain::figures::Measure;
use crate::domain::figures::{Group, Kind};
use crate::domain::library::Library;
use crate::domain::story::StoryId;
use crate::domain::take::TakeId;

/// The parts of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Part {
    #[default]
    Overview,
    Story,
    Stories,
    Calibration,
}

impl Part {
    pub const ALL: [Self; 4] = [Self::Overview, Self::Story, Self::Stories, Self::Calibration];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Story => "One story",
            Self::Stories => "All stories",
            Self::Calibration => "Judging yourself",
        }
    }
}

/// What is wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct Wish {
    pub part: Part,
    pub filter: Filter,
    /// The comparable takes to draw; `None` takes those that most of the last ten takes belong to.
    pub group: Option<Arc<Group>>,
    pub today: Date,
}

/// A part of the screen with everything it shows.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub wish: Wish,
    pub words: Words,
    /// How many takes the filter lets pass, and how many there are.
    pub takes: usize,
    pub all_takes: usize,
    /// The groups of comparable takes with their counts, the largest first.
    pub groups: Vec<(Arc<Group>, usize)>,
    /// The group that is drawn.
    pub group: Option<Arc<Group>>,
    /// The story that is shown, where one is.
    pub story: Option<StoryId>,
    pub charts: Vec<Arc<Chart>>,
    pub tables: Vec<Arc<Table>>,
    pub choices: Choices,
    progress: Arc<Progress>,
    library: Arc<Library>,
}

/// What the takes there are can be filtered by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// Ids and names of frameworks, by name.
    pub frameworks: Vec<(String, String)>,
    pub kinds: Vec<Kind>,
}

impl Sheet {
    /// Works out what is wanted.
    #[must_use]
    pub fn work_out(progress: Arc<Progress>, library: Arc<Library>, wish: Wish) -> Self {
        let (filter, story) = told(&progress, &wish);
        let selection = progress.select(&filter, &library);
        let group = chosen(&selection, wish.group.as_ref());
        let (charts, tables) =
            pictures(&selection, group.as_ref(), &library, (wish.part, &filter, wish.today));
        let words = Words::of(&selection, &library, &library.settings, wish.today);
        let groups: Vec<_> =
            selection.groups().iter().map(|(group, takes)| (Arc::clone(group), takes.len())).collect();
        Self {
            words,
            takes: groups.iter().map(|(_, takes)| takes).sum(),
            all_takes: progress.takes().len(),
            groups,
            group,
            story,
            charts: charts.into_iter().map(Arc::new).collect(),
            tables: tables.into_iter().map(Arc::new).collect(),
            choices: Choices::of(&progress),
            wish: Wish { filter, ..wish },
            progress,
            library,
        }
    }

    #[must_use]
    pub fn library(&self) -> &Arc<Library> {
        &self.library
    }

    #[must_use]
    pub fn progress(&self) -> &Arc<Progress> {
        &self.progress
    }

    /// Where the number in a field comes from; `None` where it is none.
    #[must_use]
    pub fn receipt(&self, table: &Table, row: usize, column: usize) -> Option<Receipt> {
        let row = table.rows.get(row)?;
        let Cell::Number(_, unit) = row.cells.get(column)? else { return None };
        let source = table.columns.get(column)?.source.as_ref()?;
        let selection = self.progress.select(&self.wish.filter, &self.library);
        Office { selection: &selection, library: &self.library }.receipt(&row.link, source, *unit)
    }

    /// The receipts of every number in a row.
    #[must_use]
    pub fn receipts(&self, table: &Table, row: usize) -> Vec<Receipt> {
        (0..table.columns.len()).filter_map(|column| self.receipt(table, row, column)).collect()
    }

    /// The receipts of what is said about a line.
    #[must_use]
    pub fn receipts_of(&self, series: &Series) -> Vec<Receipt> {
        let settings = &self.library.settings;
        let latest = series.latest().map(|point| point.take);
        let latest = latest.and_then(|take| self.progress.receipt(&series.measure, take, settings));
        let figures = [Figure::Median, Figure::Spread, Figure::ColdMedian, Figure::Change];
        let told = figures.into_iter().filter_map(|figure| series.receipt(figure, &self.progress, settings));
        latest.into_iter().chain(told).collect()
    }

    /// The receipts of what is said about a chart that has no lines.
    #[must_use]
    pub fn receipts_of_chart(&self, chart: &Chart) -> Vec<Receipt> {
        let selection = self.progress.select(&self.wish.filter, &self.library);
        let office = Office { selection: &selection, library: &self.library };
        let table = &chart.table;
        match chart.id.as_str() {
            "calendar" => office.of_everything(),
            "calibration" => [Measure::LengthSurprise, Measure::PointsSurprise]
                .iter()
                .filter_map(|measure| office.bias(measure))
                .collect(),
            "drift" => office.bias(&Measure::Drift).into_iter().collect(),
            "heat-map" => chart::farthest(table).map_or_else(Vec::new, |row| self.receipts(table, row)),
            // The others tell what their last row does.
            _ => table.rows.len().checked_sub(1).map_or_else(Vec::new, |row| self.receipts(table, row)),
        }
    }

    /// When a take was recorded, as the figures reckon days; `None` for a take that is not there any more.
    #[must_use]
    pub fn recorded(&self, id: &TakeId) -> Option<jiff::civil::DateTime> {
        let index = self.progress.find(id)?;
        self.progress.take(index).map(|take| take.civil)
    }
}

/// The filter with the story that is shown: the one asked for, or the one told last.
fn told(progress: &Progress, wish: &Wish) -> (Filter, Option<StoryId>) {
    let mut filter = wish.filter.clone();
    if wish.part == Part::Story && filter.story.is_none() {
        filter.story = progress.takes().iter().rev().find_map(|take| take.story.clone());
    }
    let story = filter.story.clone();
    (filter, story)
}

/// The group that is drawn, with the very `Arc` that the selection knows it by.
fn chosen(selection: &Selection<'_>, wanted: Option<&Arc<Group>>) -> Option<Arc<Group>> {
    let known = |wanted: &Arc<Group>| {
        selection.groups().iter().map(|(group, _)| group).find(|group| *group == wanted).cloned()
    };
    wanted.and_then(known).or_else(|| selection.current_full_group()).or_else(|| selection.current_group())
}

fn pictures(
    selection: &Selection<'_>,
    group: Option<&Arc<Group>>,
    library: &Library,
    (part, filter, today): (Part, &Filter, Date),
) -> (Vec<Chart>, Vec<Table>) {
    let settings = &library.settings;
    match part {
        Part::Overview => {
            let lines = group.map(|group| chart::overview(selection, group, settings));
            let practised =
                [chart::calendar(selection, filter, today), chart::weeks(selection, filter, today)];
            (lines.into_iter().chain(practised).collect(), Vec::new())
        }
        Part::Story => {
            let charts = group.map(|group| {
                let mut charts = vec![
                    chart::shares(selection, group, settings),
                    chart::stacked_secs(selection, group),
                    chart::length(selection, group, settings),
                    chart::ratings(selection, group, settings),
                    chart::tallies(selection, group, settings),
                ];
                charts.extend(Some(chart::speech(selection, group, settings)).filter(|one| !one.is_empty()));
                charts
            });
            (charts.unwrap_or_default(), vec![rows::table(selection, library)])
        }
        Part::Stories => (
            vec![chart::heat_map(selection, library, settings)],
            vec![chart::story_table(selection, library, settings)],
        ),
        Part::Calibration => (vec![chart::calibration(selection), chart::drift(selection)], Vec::new()),
    }
}

impl Choices {
    fn of(progress: &Progress) -> Self {
        let frameworks: BTreeMap<&str, &str> = progress
            .takes()
            .iter()
            .map(|take| (take.group.framework_id.as_str(), take.group.framework_name.as_str()))
            .collect();
        let mut frameworks: Vec<(String, String)> =
            frameworks.into_iter().map(|(id, name)| (id.to_owned(), name.to_owned())).collect();
        frameworks.sort_by(|a, b| a.1.cmp(&b.1));
        let mut kinds: Vec<Kind> = progress.takes().iter().map(|take| take.group.kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        Self { frameworks, kinds }
    }
}
