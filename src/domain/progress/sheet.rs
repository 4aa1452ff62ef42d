//! What one part of the progress screen shows, worked out in one go from a state of the library.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::Date;

use super::chart::{self, Chart};
use super::receipt::Receipt;
use super::receipts::Receipts;
use super::series::{Figure, Series};
use super::stories::{self, Next, Standing};
use super::table::{Cell, Table};
use super::words::{self, Sentence, Tile};
use super::{Filter, Period, Progress, Selection, rows};
use crate::domain::figures::{Group, Kind, Place, TakeFigures};
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
    Judging,
}

impl Part {
    pub const ALL: [Self; 4] = [Self::Overview, Self::Story, Self::Stories, Self::Judging];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Story => "One story",
            Self::Stories => "All stories",
            Self::Judging => "Judging yourself",
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
    /// What became of it, and where one stands.
    pub headline: Sentence,
    /// What is practised next; `None` where there is no story.
    pub next: Option<Next>,
    pub tiles: Vec<Tile>,
    /// The stories, the weakest first.
    pub standings: Vec<Standing>,
    /// Days of the last seven on which something was recorded.
    pub days_practised: usize,
    /// Days to the next interview, and with whom.
    pub interview: Option<(i32, String)>,
    /// How many takes the filter lets pass, how many there are, and how many are too short to count.
    pub takes: usize,
    pub all_takes: usize,
    pub short_takes: usize,
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
        // The weakest thing is looked for among all stories, whatever the filter shows.
        let everything = progress.select(&Filter::default(), &library);
        let standings = stories::standings(&everything, &library, wish.today);
        let week = Period { from: wish.today.checked_sub(6.days()).unwrap_or(wish.today), to: wish.today };
        let days: BTreeSet<Date> =
            progress.takes().iter().map(TakeFigures::day).filter(|day| week.holds(*day)).collect();
        let groups: Vec<_> =
            selection.groups().iter().map(|(group, takes)| (Arc::clone(group), takes.len())).collect();
        Self {
            headline: words::headline(&selection, &library.settings),
            next: stories::next(&everything, &library, &standings),
            tiles: group
                .as_ref()
                .map_or_else(Vec::new, |group| words::tiles(&selection, group, &library.settings)),
            standings,
            days_practised: days.len(),
            interview: stories::next_interview(&library, wish.today)
                .map(|(days, company)| (days, company.to_owned())),
            short_takes: progress.takes().iter().filter(|take| take.is_short()).count(),
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
        let Cell::Number(..) = row.cells.get(column)? else { return None };
        let source = table.columns.get(column)?.source.as_ref()?;
        let selection = self.progress.select(&self.wish.filter, &self.library);
        Receipts { selection: &selection, library: &self.library }.receipt(&row.link, source)
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
        let receipts = Receipts { selection: &selection, library: &self.library };
        let table = &chart.table;
        match chart.id.as_str() {
            "calendar" => receipts.of_everything(),
            "heat-map" => chart::farthest(table).map_or_else(Vec::new, |row| self.receipts(table, row)),
            // The others tell what their last row with numbers does.
            _ => (0..table.rows.len())
                .rev()
                .map(|row| self.receipts(table, row))
                .find(|found| !found.is_empty())
                .unwrap_or_default(),
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
    let of_group = |places: &[Place]| -> Vec<Chart> {
        let group = group.into_iter();
        group
            .flat_map(|group| places.iter().map(|place| chart::at(*place, selection, group, settings)))
            .collect()
    };
    match part {
        Part::Overview => {
            let split = group.map(|group| chart::by_week(selection, group));
            let practised = chart::calendar(selection, filter, today);
            (split.into_iter().chain(of_group(&[Place::Overview])).chain([practised]).collect(), Vec::new())
        }
        Part::Story => {
            let takes = group.map(|group| chart::by_take(selection, group));
            let more =
                of_group(&[Place::Shares, Place::Sections, Place::Ratings, Place::Counts, Place::Voice]);
            // Most takes were never analysed, so only what is there has a picture.
            let more = more.into_iter().filter(|chart| chart.id != "voice" || !chart.is_empty());
            let first = of_group(&[Place::Overview]);
            (first.into_iter().chain(takes).chain(more).collect(), vec![rows::table(selection, library)])
        }
        Part::Stories => (
            vec![chart::heat_map(selection, library, settings)],
            vec![stories::table(selection, library, today)],
        ),
        Part::Judging => (vec![chart::judging(selection, settings)], Vec::new()),
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
