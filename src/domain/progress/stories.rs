//! How each story stands, the weakest first, and what is practised next.

use std::sync::Arc;

use jiff::civil::Date;

use super::receipt::Receipt;
use super::series::{Figure, LATEST};
use super::table::{Cell, Column, Link, Row, Source, Table};
use super::words::Sentence;
use super::{Selection, Series};
use crate::domain::figures::{Group, Measure, Unit, clock};
use crate::domain::guidance::Topic;
use crate::domain::library::Library;
use crate::domain::question::QuestionId;
use crate::domain::settings::Settings;
use crate::domain::stats;
use crate::domain::story::{Role, Story, StoryId};

/// What makes a story need practice, as numbers alone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Need {
    /// Points off target in its last takes; `None` where too few are marked to say.
    pub off_target: Option<f64>,
    /// How many points off pass unnoticed.
    pub band: f64,
    pub role: Role,
    /// Days since it was last told; `None` where it never was.
    pub days_since_told: Option<i32>,
    /// Days to the next interview; `None` where none is planned.
    pub days_to_interview: Option<i32>,
}

impl Need {
    /// How much a story needs practice: how far it is off, how much depends on it, and how long it has rested. The
    /// nearer the interview, the more its role counts. Above zero, and finite.
    #[must_use]
    pub fn weight(&self) -> f64 {
        // A story that was never measured may be anywhere, so it counts as one a little outside the band.
        let off = self
            .off_target
            .filter(|points| points.is_finite())
            .map_or(1.25, |points| (points.max(0.0) / self.band.max(1.0)).clamp(0.1, 8.0));
        let role: f64 = match self.role {
            Role::GoTo => 1.5,
            Role::Backup => 1.0,
            Role::Unassigned => 0.7,
        };
        let soon =
            self.days_to_interview.map_or(0.0, |days| 1.0 - f64::from(days.clamp(0, FORTNIGHT)) / 14.0);
        let rested = self.days_since_told.map_or(1.0, |days| f64::from(days.clamp(0, MONTH)) / 30.0);
        off * role.powf(1.0 + soon) * (1.0 + rested)
    }
}

const FORTNIGHT: i32 = 14;
const MONTH: i32 = 30;

/// A story in figures.
#[derive(Clone, Debug)]
pub struct Standing {
    /// `None` holds the takes that are not filed.
    pub story: Option<StoryId>,
    pub title: String,
    pub role: Role,
    /// How often it was told, whole or in part.
    pub takes: usize,
    pub last_told: Option<Date>,
    /// Points off target of the last three whole answers, the oldest first.
    pub latest: Vec<f64>,
    /// The section that is furthest outside its band by the median of those, and by how many points.
    pub weakest: Option<(usize, f64)>,
    /// The whole answers that were compared.
    pub group: Option<Arc<Group>>,
    pub weight: f64,
}

impl Standing {
    /// Points off target by the median of the last three takes.
    #[must_use]
    pub fn off_target(&self) -> Option<f64> {
        stats::median(self.latest.iter().copied())
    }

    fn of(
        story: Option<&Story>,
        (id, title): (Option<&StoryId>, String),
        takes: Option<&Selection<'_>>,
        about: &About<'_>,
    ) -> Self {
        let group = takes.and_then(Selection::current_full_group);
        let series = |measure: &Measure| Some(takes?.series_of(measure, group.as_ref()?, about.settings));
        let latest = |series: &Series| {
            let points = stats::last(&series.points, LATEST);
            points.iter().map(|point| point.value).collect::<Vec<f64>>()
        };
        let distances = series(&Measure::Distance).map(|series| latest(&series)).unwrap_or_default();
        let sections = group.as_ref().map_or(0, |group| group.sections.len());
        let beyond = |section: usize| {
            let series = series(&Measure::Share(section))?;
            let target = group.as_ref()?.sections.get(section)?.target.as_percent();
            let share = stats::median(latest(&series))?;
            (series.band.as_ref()?.beyond(share) != 0.0).then_some((section, share - target))
        };
        let weakest = (0..sections).filter_map(beyond).max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()));
        let all = takes.map(Selection::takes).unwrap_or_default();
        let last_told = all.last().map(|(_, take)| take.day());
        let role = story.map_or(Role::Unassigned, |story| story.role);
        let need = Need {
            off_target: stats::median(distances.iter().copied()),
            band: about.settings.tolerance.points(),
            role,
            days_since_told: last_told.map(|day| days_between(day, about.today)),
            days_to_interview: about.days_to_interview,
        };
        Self {
            story: id.cloned(),
            title,
            role,
            takes: all.len(),
            last_told,
            latest: distances,
            weakest,
            group,
            weight: need.weight(),
        }
    }
}

struct About<'a> {
    settings: &'a Settings,
    today: Date,
    days_to_interview: Option<i32>,
}

/// Days from one day to another; never below zero.
fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days().max(0))
}

/// Days to the next interview that is planned, and for whom.
#[must_use]
pub fn next_interview(library: &Library, today: Date) -> Option<(i32, &str)> {
    let coming = library.preparation.interviews.iter().filter_map(|interview| {
        let date = interview.date.filter(|date| *date >= today)?;
        Some((days_between(today, date), interview.company.as_str()))
    });
    coming.min()
}

/// Every story that is not archived, the weakest first.
#[must_use]
pub fn standings(selection: &Selection<'_>, library: &Library, today: Date) -> Vec<Standing> {
    let by_story = selection.by_story();
    let about = About {
        settings: &library.settings,
        today,
        days_to_interview: next_interview(library, today).map(|(days, _)| days),
    };
    let of = |story: &Story| {
        let title = story.title.clone();
        Standing::of(Some(story), (Some(&story.id), title), by_story.get(&Some(&story.id)), &about)
    };
    let mut all: Vec<Standing> = library.stories().filter(|story| !story.archived).map(of).collect();
    all.sort_by(|a, b| {
        b.weight.total_cmp(&a.weight).then_with(|| a.title.to_lowercase().cmp(&b.title.to_lowercase()))
    });
    all
}

/// What is practised next, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Next {
    pub story: Option<StoryId>,
    pub question: Option<QuestionId>,
    /// What to try, in a few words.
    pub goal: String,
    pub why: Sentence,
}

/// The weakest thing of all: a story, and of it the section that is furthest off or the time before it acts.
#[must_use]
pub fn next(selection: &Selection<'_>, library: &Library, standings: &[Standing]) -> Option<Next> {
    let weakest = standings.first()?;
    let story = weakest.story.as_ref().and_then(|id| library.story(id))?;
    let asked = library.takes_of(Some(&story.id)).rev().find_map(|take| take.question.id.clone());
    let question = story.questions.first().cloned().or(asked);
    let title = &weakest.title;
    let by_story = selection.by_story();
    let takes = by_story.get(&Some(&story.id));
    let (goal, text, measure) = goal_of(weakest, takes, library);
    let receipts: Vec<Receipt> = measure
        .and_then(|measure| {
            let series = takes?.series_of(&measure, weakest.group.as_ref()?, &library.settings);
            series.receipt(Figure::Latest, selection.progress(), &library.settings)
        })
        .into_iter()
        .collect();
    let why = Sentence { text: format!("{title}: {text}"), receipts };
    Some(Next { story: Some(story.id.clone()), question, goal, why })
}

/// The goal, the reason, and the measure that gives it.
fn goal_of(
    standing: &Standing,
    takes: Option<&Selection<'_>>,
    library: &Library,
) -> (String, String, Option<Measure>) {
    let settings = &library.settings;
    let Some(group) = standing.group.as_ref().filter(|_| !standing.latest.is_empty()) else {
        let (goal, text) = if standing.takes == 0 {
            ("Tell it once from beginning to end", "you have not told it yet.")
        } else {
            ("Mark where each section begins", "no take of it is marked yet.")
        };
        return (goal.to_owned(), text.to_owned(), None);
    };
    let middle = |measure: &Measure| {
        let series = takes?.series_of(measure, group, settings);
        stats::median(stats::last(&series.points, LATEST).iter().map(|point| point.value))
    };
    if let Some((section, over)) = standing.weakest
        && let Some(planned) = group.sections.get(section)
    {
        let aim = planned.target.as_fraction() * group.length_secs();
        let off = Unit::PercentPoints.say(over.abs());
        let way = if over > 0.0 { "too long" } else { "too short" };
        return (
            format!("{} in {}", planned.name, Unit::Seconds.say(aim)),
            format!("its {} is {off} {way}.", planned.name),
            Some(Measure::Share(section)),
        );
    }
    let limit = settings.guidance.active(Topic::SetUp);
    if let (Some(limit), Some(set_up), Some(length)) =
        (limit, middle(&Measure::SetUp), middle(&Measure::Length))
        && set_up > length * limit.quiet / 100.0
    {
        let aim = group.length_secs() * limit.quiet / 100.0;
        return (
            format!("Act by {}", clock(aim)),
            format!("you typically take {} to set up.", Unit::Seconds.say(set_up)),
            Some(Measure::SetUp),
        );
    }
    let band = crate::domain::figures::Band::of(&Measure::Length, group, settings);
    if let (Some(band), Some(length)) = (band, middle(&Measure::Length))
        && !band.holds(length)
    {
        return (
            format!("Between {} and {}", clock(band.from), clock(band.to)),
            format!("it usually takes {}.", clock(length)),
            Some(Measure::Length),
        );
    }
    let off = standing.off_target().unwrap_or(0.0);
    let state = if settings.tolerance.holds(off) { "inside your band" } else { "outside your band" };
    (
        format!("Stay within {}", Unit::PointsOff.say(settings.tolerance.points())),
        format!("{} off target, {state}; it has rested longest.", Unit::PointsOff.say(off)),
        Some(Measure::Distance),
    )
}

/// A row per story, the weakest first, with those that are not filed and those that are gone at the end.
#[must_use]
pub fn table(selection: &Selection<'_>, library: &Library, today: Date) -> Table {
    let by_story = selection.by_story();
    let about = About { settings: &library.settings, today, days_to_interview: None };
    let mut rows: Vec<Row> =
        standings(selection, library, today).iter().map(|one| row(one, library)).collect();
    let others =
        by_story.iter().filter(|(id, _)| id.is_none_or(|id| library.story(id).is_none_or(|s| s.archived)));
    for (id, takes) in others {
        let title = super::title_of(*id, library);
        rows.push(row(&Standing::of(None, (*id, title), Some(takes), &about), library));
    }
    Table {
        title: "Stories weakest first".to_owned(),
        columns: vec![
            Column::text("Story"),
            Column::text("Use"),
            Column::number("Off target, last 3", Unit::PointsOff).of(Source::Recent(Measure::Distance)),
            Column::text("Last 3"),
            Column::text("Weakest section"),
            Column::text("Last told"),
            Column::number("Takes", Unit::Takes).of(Source::Takes),
        ],
        rows,
    }
}

fn row(standing: &Standing, library: &Library) -> Row {
    let settings = &library.settings;
    let latest: Vec<String> = standing.latest.iter().map(|points| Unit::PointsOff.figure(*points)).collect();
    let weakest = standing.weakest.and_then(|(section, over)| {
        let name = &standing.group.as_ref()?.sections.get(section)?.name;
        Some(format!("{name} {}", Unit::PercentPoints.signed(over)))
    });
    let state = standing.off_target().map(|off| settings.tolerance.holds(off));
    let weakest = weakest.unwrap_or_else(|| match state {
        Some(true) => "in your band".to_owned(),
        Some(false) => "none alone".to_owned(),
        None => String::new(),
    });
    let role = if standing.role == Role::Unassigned { "" } else { standing.role.name() };
    Row {
        cells: vec![
            Cell::Text(standing.title.clone()),
            Cell::Text(role.to_owned()),
            Cell::number(standing.off_target(), Unit::PointsOff),
            Cell::Text(if latest.is_empty() { "not marked".to_owned() } else { latest.join(", ") }),
            Cell::Text(weakest),
            standing.last_told.map_or(Cell::Empty, Cell::Day),
            Cell::Number(stats::number(standing.takes), Unit::Takes),
        ],
        link: Link::Story(standing.story.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn need() -> Need {
        Need {
            off_target: Some(20.0),
            band: 15.0,
            role: Role::Backup,
            days_since_told: Some(5),
            days_to_interview: None,
        }
    }

    #[test]
    fn what_is_further_off_weighs_more_and_so_does_what_matters_more_and_what_rested_longer() {
        let base = need().weight();
        assert!(Need { off_target: Some(40.0), ..need() }.weight() > base);
        assert!(Need { off_target: Some(10.0), ..need() }.weight() < base);
        assert!(Need { role: Role::GoTo, ..need() }.weight() > base);
        assert!(Need { role: Role::Unassigned, ..need() }.weight() < base);
        assert!(Need { days_since_told: Some(20), ..need() }.weight() > base);
        assert!(Need { days_since_told: None, ..need() }.weight() > base);
        let at_the_edge = Need { off_target: Some(15.0), ..need() }.weight();
        assert!(Need { off_target: None, ..need() }.weight() > at_the_edge, "not measured counts as outside");
    }

    #[test]
    fn a_near_interview_brings_the_first_choice_forward_and_the_undecided_back() {
        let soon = |role| Need { role, days_to_interview: Some(2), ..need() }.weight();
        let later = |role| Need { role, days_to_interview: Some(90), ..need() }.weight();
        assert!(soon(Role::GoTo) > later(Role::GoTo));
        assert!(soon(Role::Unassigned) < later(Role::Unassigned));
        // An undecided story that is far off comes before a go-to story in its band, until the interview is near.
        let wild = |days| {
            Need { off_target: Some(24.0), role: Role::Unassigned, days_to_interview: days, ..need() }
                .weight()
        };
        let sure = |days| {
            Need { off_target: Some(11.0), role: Role::GoTo, days_to_interview: days, ..need() }.weight()
        };
        assert!(wild(None) > sure(None));
        assert!(wild(Some(1)) < sure(Some(1)));
    }

    proptest! {
        #[test]
        fn a_weight_is_a_number_above_zero(
            off in prop::option::of(prop::num::f64::ANY),
            band in prop::num::f64::ANY,
            role in prop::sample::select(Role::ALL.to_vec()),
            told in prop::option::of(-1_000..1_000_i32),
            interview in prop::option::of(-1_000..1_000_i32),
        ) {
            let weight = Need { off_target: off, band, role, days_since_told: told, days_to_interview: interview }.weight();
            prop_assert!(weight.is_finite() && weight > 0.0, "{}", weight);
        }
    }
}
