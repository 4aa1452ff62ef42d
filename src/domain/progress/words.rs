//! Words before pictures: what changed and what to practise next, worked out from the takes and nothing else.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::receipt::Receipt;
use super::series::{Direction, Figure, Which};
use super::{Selection, Series};
use crate::domain::figures::Unit;
use crate::domain::figures::clock;
use crate::domain::figures::{Group, Measure, TakeFigures};
use crate::domain::guidance::Topic;
use crate::domain::library::Library;
use crate::domain::settings::Settings;
use crate::domain::stats::{ENOUGH, Summary, Trend};
use crate::domain::story::StoryId;
use crate::domain::take::TallyKind;

/// A sentence and where its numbers come from.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    pub text: String,
    pub receipts: Vec<Receipt>,
}

impl Sentence {
    fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), receipts: Vec::new() }
    }
}

/// The top of the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    pub changed: Sentence,
    pub next: Sentence,
}

impl Words {
    #[must_use]
    pub fn of(selection: &Selection<'_>, library: &Library, settings: &Settings, today: Date) -> Self {
        let Some(group) = selection.current_full_group() else {
            return Self {
                changed: Sentence::plain("No full take yet."),
                next: Sentence::plain("Draw a question and record a take to begin."),
            };
        };
        let about = About { selection, group, settings };
        Self { changed: about.changed(), next: about.next(library, today) }
    }
}

struct About<'a> {
    selection: &'a Selection<'a>,
    group: Arc<Group>,
    settings: &'a Settings,
}

impl About<'_> {
    fn series(&self, measure: &Measure) -> Series {
        self.selection.series_of(measure, &self.group, self.settings)
    }

    fn receipts(&self, series: &Series, figures: &[Figure]) -> Vec<Receipt> {
        let receipt = |figure: &Figure| series.receipt(*figure, self.selection.progress(), self.settings);
        figures.iter().filter_map(receipt).collect()
    }

    fn changed(&self) -> Sentence {
        let distance = self.series(&Measure::Distance);
        let Some(summary) = distance.summary.filter(|summary| summary.takes >= ENOUGH) else {
            let have = takes(distance.points.len());
            return Sentence::plain(format!(
                "{have} of {} so far; from five on, this says what changed.",
                self.group.label()
            ));
        };
        let others = [Measure::SetUp, Measure::Length].map(|measure| self.series(&measure));
        let clear: Vec<&Series> = std::iter::once(&distance)
            .chain(&others)
            .filter(|series| matches!(series.trend, Trend::Clear(_)))
            .collect();
        if clear.is_empty() {
            return self.unchanged(&distance, &summary);
        }
        Sentence {
            text: format!("Over your last takes of {} {}.", self.group.label(), self.movements(&clear)),
            receipts: clear.iter().flat_map(|series| self.receipts(series, &[Figure::Change])).collect(),
        }
    }

    /// What moved and whether that is nearer to what is aimed at, said once where it holds for all.
    fn movements(&self, clear: &[&Series]) -> String {
        let moves =
            clear.iter().filter_map(|series| Some((self.movement(series)?, series.direction(Which::All)?)));
        let moves: Vec<(String, Direction)> = moves.collect();
        let common = super::same(moves.iter().map(|(_, direction)| *direction));
        let said: Vec<String> = moves
            .iter()
            .map(
                |(text, direction)| {
                    if common.is_some() { text.clone() } else { format!("{text}{}", way(*direction)) }
                },
            )
            .collect();
        format!("{}{}", joined(&said), common.map_or("", way))
    }

    fn unchanged(&self, distance: &Series, summary: &Summary) -> Sentence {
        let cold =
            distance.cold_summary.filter(|cold| cold.takes >= ENOUGH).map_or_else(String::new, |cold| {
                format!(", and {} for the first takes of a day", Unit::PointsOff.figure(cold.median))
            });
        Sentence {
            text: format!(
                "Your last {} of {} show no clear change: the split lies {} from the target in the middle{cold}.",
                takes(summary.takes),
                self.group.label(),
                Unit::PointsOff.say(summary.median),
            ),
            receipts: self.receipts(distance, &[Figure::Median, Figure::ColdMedian]),
        }
    }

    fn movement(&self, series: &Series) -> Option<String> {
        let line = series.trend.line()?;
        let unit = series.measure.unit();
        let what = series.measure.name(&self.group, &self.settings.rubric).to_lowercase();
        Some(format!("the {what} went from about {} to about {}", unit.figure(line.from), unit.say(line.to)))
    }

    fn next(&self, library: &Library, today: Date) -> Sentence {
        let told = self.series(&Measure::Distance).points.len();
        if told < ENOUGH {
            return Sentence::plain(format!(
                "Record {} more with the same framework and targets.",
                takes(ENOUGH - told)
            ));
        }
        self.section_to_practise()
            .or_else(|| self.long_set_up())
            .or_else(|| self.length_to_practise())
            .or_else(|| self.fillers())
            .unwrap_or_else(|| self.story_to_tell(library, today))
    }

    /// The section whose middle share lies farthest outside its band.
    fn section_to_practise(&self) -> Option<Sentence> {
        let outside = (0..self.group.sections.len()).filter_map(|section| {
            let series = self.series(&Measure::Share(section));
            let beyond = series.band.as_ref()?.beyond(series.summary?.median);
            (beyond != 0.0).then_some((section, series, beyond))
        });
        let (section, series, beyond) = outside.max_by(|a, b| a.2.abs().total_cmp(&b.2.abs()))?;
        let planned = self.group.sections.get(section)?;
        let advice = if beyond > 0.0 { "Shorten" } else { "Give more time to" };
        Some(Sentence {
            text: format!(
                "{advice} {} next: it takes {} of your answers in the middle, where the plan has {}.",
                planned.name,
                Unit::Percent.say(series.summary?.median),
                Unit::Percent.say(planned.target.as_percent()),
            ),
            receipts: self.receipts(&series, &[Figure::Median]),
        })
    }

    fn long_set_up(&self) -> Option<Sentence> {
        let limit = self.settings.guidance.active(Topic::SetUp)?;
        let (set_up, length) = (self.series(&Measure::SetUp), self.series(&Measure::Length));
        let share = set_up.summary?.median / length.summary?.median * 100.0;
        (share.is_finite() && share > limit.quiet).then(|| Sentence {
            text: format!(
                "Begin to act sooner: the set-up takes {} in the middle, more than {} of the answer ({}).",
                Unit::Seconds.say(set_up.summary.map_or(0.0, |summary| summary.median)),
                Unit::Percent.say(limit.quiet),
                limit.source.words(),
            ),
            receipts: [&set_up, &length]
                .iter()
                .flat_map(|one| self.receipts(one, &[Figure::Median]))
                .collect(),
        })
    }

    fn length_to_practise(&self) -> Option<Sentence> {
        let series = self.series(&Measure::Length);
        let band = series.band.as_ref()?;
        let middle = series.summary?.median;
        let beyond = band.beyond(middle);
        let advice = if beyond > 0.0 { "Tell it shorter" } else { "Tell more" };
        (beyond != 0.0).then(|| Sentence {
            text: format!(
                "{advice} next: your answers take {} in the middle, and the zones run from {} to {}.",
                clock(middle),
                clock(band.from),
                clock(band.to),
            ),
            receipts: self.receipts(&series, &[Figure::Median]),
        })
    }

    fn fillers(&self) -> Option<Sentence> {
        let series = self.series(&Measure::PerMinute(TallyKind::Filler));
        let summary = series.summary.filter(|summary| summary.takes >= ENOUGH)?;
        let limit = self.settings.guidance.active(Topic::Fillers)?;
        (summary.median > limit.quiet).then(|| Sentence {
            text: format!(
                "Practise silent pauses next: {} fillers per minute in the middle, where up to {} pass unnoticed ({}).",
                Unit::PerMinute.figure(summary.median),
                Unit::PerMinute.figure(limit.quiet),
                limit.source.words(),
            ),
            receipts: self.receipts(&series, &[Figure::Median]),
        })
    }

    /// The story not told for the longest time, or never.
    fn story_to_tell(&self, library: &Library, today: Date) -> Sentence {
        // Every take counts here, whatever the filter leaves out.
        let told: BTreeMap<&StoryId, Date> = self
            .selection
            .progress()
            .takes()
            .iter()
            .filter_map(|take| Some((take.story.as_ref()?, take.day())))
            .collect();
        let last_told = |id| told.get(id).copied();
        let stories = library.stories().filter(|story| !story.archived);
        let oldest = stories.map(|story| (last_told(&story.id), &story.title)).min();
        Sentence::plain(match oldest {
            None => "Everything lies within its band; write down the stories you tell, so that each can be followed.".to_owned(),
            Some((None, title)) => format!("Everything lies within its band; tell \"{title}\", which has no take yet."),
            Some((Some(day), title)) => {
                let ago = day.until(today).map_or(0, |span| usize::try_from(span.get_days()).unwrap_or(0));
                let when = if ago == 0 { "today".to_owned() } else { format!("{} ago", days(ago)) };
                format!("Everything lies within its band; tell \"{title}\", last told {when}.")
            }
        })
    }
}

/// A line in words: latest, middle, band and trend.
#[must_use]
pub fn of_series(series: &Series, settings: &Settings) -> String {
    let name = series.measure.name(&series.group, &settings.rubric);
    let unit = series.measure.unit();
    let (Some(latest), Some(summary)) = (series.latest(), series.summary) else {
        return format!("{name}: no value yet.");
    };
    let band = series.band.as_ref().map_or_else(String::new, |band| {
        format!(" Aimed at: {} to {}.", unit.figure(band.from), unit.say(band.to))
    });
    let unusual = if series.is_unusual(series.points.len() - 1) { ", unusual for you" } else { "" };
    format!(
        "{name}: {} in the latest take{unusual}; middle of the last {}: {}, half of them between {} and {}.{band} {}",
        unit.say(latest.value),
        summary.takes,
        unit.figure(summary.median),
        unit.figure(summary.lower),
        unit.figure(summary.upper),
        trend(series),
    )
}

/// What may be said about the way a line goes.
#[must_use]
pub fn trend(series: &Series) -> String {
    let unit = series.measure.unit();
    match series.trend {
        Trend::TooFew { have } => format!("Under five takes ({have}) no trend is told."),
        Trend::Unclear(line) => format!("No clear trend over {}.", takes(line.takes)),
        Trend::Clear(line) => {
            let way = series.direction(Which::All).map_or("", way);
            let (from, to) = (unit.figure(line.from), unit.figure(line.to));
            format!("Over {} it went from about {from} to about {to}{way}.", takes(line.takes))
        }
    }
}

fn way(direction: Direction) -> &'static str {
    match direction {
        Direction::Better => ", nearer to what you aim at",
        Direction::Worse => ", farther from what you aim at",
        Direction::Neither => "",
    }
}

/// A take's sections in seconds.
#[must_use]
pub fn of_sections(take: &TakeFigures) -> String {
    let sections: Vec<String> = take
        .sections()
        .map(|section| format!("{} {}", section.name, Unit::Seconds.say(section.secs)))
        .collect();
    format!("Latest take: {}.", sections.join(", "))
}

/// What to do where a picture has nothing to show.
pub(super) const fn nothing_yet(measure: Option<&Measure>) -> &'static str {
    match measure {
        Some(Measure::Points(_) | Measure::MeanPoints) => {
            "No take is rated yet; rate one on the review screen."
        }
        Some(Measure::PerMinute(_)) => {
            "Nothing is counted yet; press the counting keys while you listen to a take."
        }
        Some(Measure::Sound(_)) => "No take was analysed yet.",
        Some(
            Measure::Distance | Measure::SetUp | Measure::Share(_) | Measure::Secs(_) | Measure::Unmarked,
        ) => "No take has marks yet; mark the sections while you speak or on the review screen.",
        _ => "No take yet; record one to begin.",
    }
}

/// Which way guesses miss, by the median of the last ten differences.
pub(super) fn bias(what: &str, unit: Unit, differences: &[f64]) -> String {
    let recent = Summary::of_last(differences).filter(|summary| summary.takes >= ENOUGH);
    let Some(summary) = recent else {
        return match differences.len() {
            0 => format!("No {what} was guessed yet."),
            have => format!("{have} guesses of {what}; from five on, the bias is told."),
        };
    };
    let missed = unit.say(summary.median.abs());
    let way = match (unit == Unit::Seconds, summary.median > 0.0) {
        _ if unit.figure(summary.median) == unit.figure(0.0) => {
            return format!("Your last {} guesses of {what} show no bias.", summary.takes);
        }
        (true, true) => "longer than",
        (true, false) => "shorter than",
        (false, true) => "higher than",
        (false, false) => "lower than",
    };
    format!("The {what} comes out {missed} {way} you guess (middle of the last {}).", summary.takes)
}

/// Which way ratings move when they are made again, blind.
pub(super) fn drift(differences: &[f64]) -> String {
    let recent = Summary::of_last(differences).filter(|summary| summary.takes >= ENOUGH);
    let unit = Unit::Rating;
    match recent {
        None if differences.is_empty() => {
            "No take was rated again yet; rate one from a week ago without seeing its first rating."
                .to_owned()
        }
        None => format!("{} rated again; from five on, the drift is told.", takes(differences.len())),
        Some(summary) if unit.figure(summary.median) == unit.figure(0.0) => {
            format!("Your last {} blind ratings show no drift.", summary.takes)
        }
        Some(summary) => {
            let way = if summary.median > 0.0 { "more" } else { "less" };
            let points = unit.say(summary.median.abs());
            format!(
                "Rated again, blind, takes get {points} {way} than at first (middle of the last {}).",
                summary.takes
            )
        }
    }
}

/// "1 take", "12 takes".
pub(super) fn takes(count: usize) -> String {
    counted(count, "take")
}

/// "1 day", "12 days".
pub(super) fn days(count: usize) -> String {
    counted(count, "day")
}

fn counted(count: usize, thing: &str) -> String {
    if count == 1 { format!("1 {thing}") } else { format!("{count} {thing}s") }
}

fn joined(parts: &[String]) -> String {
    match parts.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{}, and {last}", rest.join(", ")),
        None => String::new(),
    }
}
