//! The report: one HTML file with words, charts and tables that needs nothing else, opens anywhere and prints.

use std::fmt::Write as _;
use std::sync::Arc;

use jiff::civil::Date;

use super::chart::palette::{Palette, Rgb};
use super::chart::{self, Chart};
use super::svg::{self, escaped};
use super::table::{Cell, Table};
use super::words::{self, Sentence, Tile};
use super::{Filter, Progress, Selection, rows, stories};
use crate::domain::figures::{Group, Place};
use crate::domain::guidance::Topic;
use crate::domain::library::Library;
use crate::domain::stats::{self, ENOUGH};

/// Rows of a table that is printed; the CSV has them all.
const MOST_ROWS: usize = 200;

const CHART_WIDTH: f64 = 860.0;

/// Groups that are shown at a glance beside the current one.
const MOST_OTHERS: usize = 2;

/// What a report is about and what it is made from.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    pub progress: &'a Progress,
    pub library: &'a Library,
    /// The story or the period; everything else is left out.
    pub filter: &'a Filter,
    pub palette: &'a Palette,
    pub today: Date,
}

/// A part of the report, worked out in one step.
enum Part {
    /// The conclusions: where one stands, what is next, and the pictures that show it.
    Conclusions,
    Stories,
    /// A group of comparable takes, in full or at a glance.
    Group(Arc<Group>, Depth),
    Practice,
    Takes,
    Foot,
}

/// How much of a group is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    Full,
    Glance,
}

/// What a step led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    More {
        done: usize,
        of: usize,
    },
    /// The whole file.
    Done(String),
}

/// A report in the making. Each step takes a fraction of the whole; whoever drops it has cancelled it.
pub struct Report<'a> {
    subject: Subject<'a>,
    selection: Selection<'a>,
    parts: Vec<Part>,
    next: usize,
    html: String,
}

impl<'a> Report<'a> {
    #[must_use]
    pub fn new(subject: Subject<'a>) -> Self {
        let selection = subject.progress.select(subject.filter, subject.library);
        let current = selection.current_full_group();
        let is_current = |group: &Arc<Group>| current.as_ref().is_some_and(|own| Arc::ptr_eq(own, group));
        let mut parts = vec![Part::Conclusions];
        if subject.filter.story.is_none() {
            parts.push(Part::Stories);
        }
        // A picture of each section says something from five takes on; before, the conclusions have it all.
        let told =
            selection.groups().iter().filter(|(group, takes)| takes.len() >= ENOUGH && is_current(group));
        parts.extend(told.map(|(group, _)| Part::Group(Arc::clone(group), Depth::Full)));
        // Of the largest other groups there is something to say from five takes on.
        let others =
            selection.groups().iter().filter(|(group, takes)| takes.len() >= ENOUGH && !is_current(group));
        parts
            .extend(others.take(MOST_OTHERS).map(|(group, _)| Part::Group(Arc::clone(group), Depth::Glance)));
        parts.extend([Part::Practice, Part::Takes, Part::Foot]);
        Self { subject, selection, parts, next: 0, html: String::new() }
    }

    /// Writes the next part.
    pub fn step(&mut self) -> Step {
        if let Some(part) = self.parts.get(self.next) {
            let written = self.write(part);
            self.html.push_str(&written);
            self.next += 1;
        }
        if self.next < self.parts.len() {
            Step::More { done: self.next, of: self.parts.len() }
        } else {
            Step::Done(std::mem::take(&mut self.html))
        }
    }

    fn write(&self, part: &Part) -> String {
        let Subject { library, filter, today, .. } = self.subject;
        let (selection, settings) = (&self.selection, &library.settings);
        match part {
            Part::Conclusions => self.conclusions(),
            Part::Stories => {
                let stories = table(&stories::table(selection, library, today));
                let heat_map = chart::heat_map(selection, library, settings);
                format!(
                    "<h2>Stories, weakest first</h2>\n{stories}{}",
                    self.figures("stories", vec![heat_map])
                )
            }
            Part::Group(group, depth) => self.group(group, *depth),
            Part::Practice => {
                let charts =
                    vec![chart::calendar(selection, filter, today), chart::judging(selection, settings)];
                format!(
                    "<h2>Practice and judging yourself</h2>\n{}{}",
                    self.small_groups(),
                    self.figures("practice", charts)
                )
            }
            Part::Takes => folded("Every take", &table(&rows::table(selection, library))),
            Part::Foot => self.foot(),
        }
    }

    /// Groups that have no picture here, in one line.
    fn small_groups(&self) -> String {
        let shown = |group: &Arc<Group>| {
            self.parts.iter().any(|part| matches!(part, Part::Group(own, _) if Arc::ptr_eq(own, group)))
        };
        let small = self.selection.groups().iter().filter(|(group, _)| !shown(group));
        let said: Vec<String> =
            small.map(|(group, own)| format!("{}: {}", group.label(), words::takes(own.len()))).collect();
        if said.is_empty() {
            return String::new();
        }
        format!("<p class=\"small\">Without a picture here: {}.</p>\n", escaped(&said.join("; ")))
    }

    fn title(&self) -> String {
        let Subject { library, filter, .. } = self.subject;
        let story =
            filter.story.as_ref().map(|id| library.story(id).map_or("A story", |story| story.title.as_str()));
        let period = filter.period.map(|period| format!("{} to {}", period.from, period.to));
        let parts: Vec<String> = story.map(str::to_owned).into_iter().chain(period).collect();
        if parts.is_empty() { "All takes".to_owned() } else { parts.join(", ") }
    }

    fn conclusions(&self) -> String {
        let Subject { progress, library, today, palette, .. } = self.subject;
        let (selection, settings) = (&self.selection, &library.settings);
        let title = escaped(&self.title());
        let zone = escaped(progress.zone().iana_name().unwrap_or("the zone of this machine"));
        let policy = "default-src 'none'; style-src 'unsafe-inline'";
        let mut html = format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\"/>\n\
             <title>Starling: {title}</title>\n<style>{}</style>\n</head>\n<body>\n<h1>{title}</h1>\n\
             <p class=\"small\">{today} · {} · days as in {zone}</p>\n{}",
            style(palette),
            words::takes(selection.takes().len()),
            sentence(&words::headline(selection, settings)),
        );
        let everything = progress.select(&Filter::default(), library);
        let standings = stories::standings(&everything, library, today);
        if let Some(next) = stories::next(&everything, library, &standings) {
            let (why, goal) = (escaped(&next.why.text), escaped(&next.goal));
            let _ = writeln!(html, "<p><b>Next:</b> {why} Aim: {goal}.</p>");
        }
        if let Some(group) = selection.current_full_group() {
            html.push_str(&tiles(&words::tiles(selection, &group, settings)));
            let charts = vec![
                chart::by_week(selection, &group),
                chart::at(Place::Overview, selection, &group, settings),
            ];
            html.push_str(&self.figures("now", charts));
        }
        html
    }

    fn group(&self, group: &Arc<Group>, depth: Depth) -> String {
        let (selection, settings) = (&self.selection, &self.subject.library.settings);
        let at = |place| chart::at(place, selection, group, settings);
        let mut charts = if depth == Depth::Full {
            let places = [Place::Shares, Place::Ratings, Place::Counts, Place::Voice];
            std::iter::once(chart::by_take(selection, group)).chain(places.map(at)).collect()
        } else {
            vec![at(Place::Overview)]
        };
        for chart in &mut charts {
            // The section's heading says which takes these are.
            chart.notes.clear();
        }
        format!(
            "<h2>{}</h2>\n{}",
            escaped(&group.label()),
            self.figures(&format!("group-{}", self.next), charts)
        )
    }

    /// Pictures with their words, the tables folded under them. Those without anything to draw are left out.
    fn figures(&self, id: &str, charts: Vec<Chart>) -> String {
        let mut html = String::new();
        for mut chart in charts.into_iter().filter(|chart| !chart.is_empty()) {
            // Ids have to differ within a page.
            chart.id = format!("{id}-{}", chart.id);
            let picture = svg::render(&chart, self.subject.palette, CHART_WIDTH);
            let summary = escaped(&chart.summary);
            let _ = write!(
                html,
                "<figure>\n{picture}<figcaption>{summary}</figcaption>\n</figure>\n{}",
                folded("The numbers", &table(&chart.table))
            );
        }
        html
    }

    fn foot(&self) -> String {
        let guidance = &self.subject.library.settings.guidance;
        let mut said = String::new();
        for topic in Topic::ALL {
            let threshold = guidance.threshold(topic);
            let state = if threshold.on { threshold.quiet.to_string() } else { "off".to_owned() };
            let (name, source) = (escaped(topic.name()), escaped(threshold.source.words()));
            let _ = writeln!(said, "<li>{name}: {state}. {source}.</li>");
        }
        format!(
            "<h2>How the figures are found</h2>\n<p>{}</p>\n<p>Off target is the sum over the sections of the \
             differences between share and target, in percentage points. The first take of a day is the first of \
             any story. Usual is what lies within one and a half spreads of the middle half of the ten takes \
             before.</p>\n<ul>\n{said}</ul>\n</body>\n</html>\n",
            escaped(stats::TREND_METHOD),
        )
    }
}

fn sentence(sentence: &Sentence) -> String {
    let mut html = format!("<p class=\"words\">{}</p>\n", escaped(&sentence.text));
    let receipts: Vec<String> = sentence
        .receipts
        .iter()
        .map(|receipt| format!("<p class=\"small\">{}</p>\n", escaped(&receipt.words())))
        .collect();
    html.push_str(&folded("Where this comes from", &receipts.concat()));
    html
}

/// The figures that matter most in one row.
fn tiles(tiles: &[Tile]) -> String {
    let tile = |tile: &Tile| {
        let [name, value, change, judged] =
            [&tile.name, &tile.value, &tile.change, &tile.judged].map(|text| escaped(text));
        format!(
            "<td><span class=\"small\">{name}</span><br/><b>{value}</b> {change}<br/><span class=\"small\">{judged}</span></td>"
        )
    };
    if tiles.is_empty() {
        return String::new();
    }
    format!("<table class=\"tiles\"><tr>{}</tr></table>\n", tiles.iter().map(tile).collect::<String>())
}

/// What is opened by whoever wants it, and stays closed on paper.
fn folded(title: &str, inside: &str) -> String {
    if inside.is_empty() {
        return String::new();
    }
    format!("<details><summary>{}</summary>\n{inside}</details>\n", escaped(title))
}

fn table(table: &Table) -> String {
    if table.rows.is_empty() {
        return String::new();
    }
    let mut html = format!("<table>\n<caption>{}</caption>\n<thead><tr>", escaped(&table.title));
    for column in &table.columns {
        let _ = write!(html, "<th scope=\"col\">{}</th>", escaped(&column.head()));
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    let rows = stats::last(&table.rows, MOST_ROWS);
    for row in rows {
        html.push_str("<tr>");
        for cell in &row.cells {
            let class = match cell {
                Cell::Number(..) => " class=\"number\"",
                Cell::Day(_) | Cell::Moment(_) => " class=\"whole\"",
                Cell::Text(_) | Cell::Empty => "",
            };
            let _ = write!(html, "<td{class}>{}</td>", escaped(&cell.text()));
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody>\n</table>\n");
    let earlier = table.rows.len() - rows.len();
    if earlier > 0 {
        let _ = writeln!(
            html,
            "<p class=\"small\">{earlier} earlier rows are left out; save the table as CSV to have them all.</p>"
        );
    }
    html
}

fn style(palette: &Palette) -> String {
    let [paper, ink, quiet, band] = [palette.paper, palette.ink, palette.quiet, palette.band].map(Rgb::hex);
    format!(
        "body{{background:{paper};color:{ink};font:15px/1.45 sans-serif;max-width:900px;margin:24px auto;padding:0 16px}}\
         h1{{font-size:24px;margin-bottom:4px}}h2{{font-size:17px;margin:24px 0 8px}}.words{{font-size:18px}}.small{{font-size:12px}}\
         figure{{margin:10px 0}}figure svg{{max-width:100%;height:auto;display:block}}figcaption{{font-size:12px}}\
         table{{border-collapse:collapse;font-size:12px;margin:8px 0 16px;width:100%}}\
         caption{{text-align:left;font-weight:bold}}th{{text-align:left;background:{band};vertical-align:bottom}}\
         td,th{{border-bottom:1px solid {quiet};padding:2px 6px;vertical-align:top}}td{{overflow-wrap:break-word}}\
         .number{{text-align:right;font-variant-numeric:tabular-nums}}.number,.whole,.tiles td{{white-space:nowrap}}\
         .tiles td{{border:0;font-size:15px}}details{{margin:4px 0 12px;overflow-x:auto}}summary{{font-size:12px;cursor:pointer}}\
         @media print{{@page{{margin:14mm}}body{{margin:0;max-width:none;padding:0;font-size:10pt}}\
         figure,tr{{break-inside:avoid}}figure{{margin:4px 0}}h2{{margin:10px 0 4px}}summary{{display:none}}h2{{break-after:avoid}}thead{{display:table-header-group}}details:not([open]){{display:none}}}}"
    )
}
