//! The report: one HTML file with words, charts and tables that needs nothing else, opens anywhere and prints.

use std::fmt::Write as _;
use std::sync::Arc;

use jiff::civil::Date;

use super::chart::{self, Chart};
use super::palette::Palette;
use super::svg::{self, escaped};
use super::table::{Cell, Table};
use super::words::{Sentence, Words};
use super::{Filter, Progress, Selection, rows, stats};
use crate::domain::figures::Group;
use crate::domain::guidance::Topic;
use crate::domain::library::Library;

/// Rows of a table that is printed; the CSV has them all.
const MOST_ROWS: usize = 200;

const CHART_WIDTH: f64 = 860.0;

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
    Head,
    Practice,
    Group(Arc<Group>),
    Across,
    Calibration,
    Takes,
    Foot,
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
        let groups = selection.groups().iter().map(|(group, _)| Part::Group(Arc::clone(group)));
        let mut parts = vec![Part::Head, Part::Practice];
        parts.extend(groups);
        if subject.filter.story.is_none() {
            parts.push(Part::Across);
        }
        parts.extend([Part::Calibration, Part::Takes, Part::Foot]);
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
            Part::Head => self.head(),
            Part::Practice => {
                let charts =
                    vec![chart::calendar(selection, filter, today), chart::weeks(selection, filter, today)];
                self.section("Practice", "practice", charts)
            }
            Part::Group(group) => self.group(group),
            Part::Across => {
                let stories = table(&chart::story_table(selection, library, settings));
                self.section("Stories", "stories", vec![chart::heat_map(selection, library, settings)])
                    + &stories
            }
            Part::Calibration => {
                let charts = vec![chart::calibration(selection), chart::drift(selection)];
                self.section("Judging yourself", "calibration", charts)
            }
            Part::Takes => format!("<h2>Takes</h2>\n{}", table(&rows::table(selection, library))),
            Part::Foot => self.foot(),
        }
    }

    fn title(&self) -> String {
        let Subject { library, filter, .. } = self.subject;
        let story =
            filter.story.as_ref().map(|id| library.story(id).map_or("A story", |story| story.title.as_str()));
        let period = filter.period.map(|period| format!("{} to {}", period.from, period.to));
        let parts: Vec<String> = story.map(str::to_owned).into_iter().chain(period).collect();
        if parts.is_empty() { "All takes".to_owned() } else { parts.join(", ") }
    }

    fn head(&self) -> String {
        let Subject { progress, library, today, .. } = self.subject;
        let words = Words::of(&self.selection, library, &library.settings, today);
        let title = escaped(&self.title());
        let zone = escaped(progress.zone().iana_name().unwrap_or("the zone of this machine"));
        let policy = "default-src 'none'; style-src 'unsafe-inline'";
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\"/>\n\
             <title>Starling: {title}</title>\n<style>{}</style>\n</head>\n<body>\n<h1>{title}</h1>\n\
             <p class=\"small\">Made on {today} from {}; days as in {zone}.</p>\n{}{}",
            style(self.subject.palette),
            super::words::takes(self.selection.takes().len()),
            sentence(&words.changed),
            sentence(&words.next),
        )
    }

    fn group(&self, group: &Arc<Group>) -> String {
        let (selection, settings) = (&self.selection, &self.subject.library.settings);
        let mut charts = vec![
            chart::overview(selection, group, settings),
            chart::shares(selection, group, settings),
            chart::stacked_secs(selection, group),
            chart::length(selection, group, settings),
            chart::ratings(selection, group, settings),
            chart::tallies(selection, group, settings),
            chart::speech(selection, group, settings),
        ];
        charts.retain(|chart| !chart.is_empty());
        for chart in &mut charts {
            // The section's heading says which takes these are.
            chart.notes.retain(|note| !note.starts_with("Shown:"));
        }
        self.section(&group.label(), &format!("group-{}", self.next), charts)
    }

    fn section(&self, title: &str, id: &str, charts: Vec<Chart>) -> String {
        let mut html = format!("<h2>{}</h2>\n", escaped(title));
        for mut chart in charts {
            // Ids have to differ within a page.
            chart.id = format!("{id}-{}", chart.id);
            let picture = svg::render(&chart, self.subject.palette, CHART_WIDTH);
            let summary = escaped(&chart.summary);
            let _ = write!(
                html,
                "<figure>\n{picture}<figcaption>{summary}</figcaption>\n</figure>\n{}",
                table(&chart.table)
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
            "<h2>How the figures are found</h2>\n<p>{}</p>\n<p>Split distance is the sum over the sections of the \
             differences between share and target, in percentage points. The first take of a day is the first of \
             any story. Usual is what lies within one and a half spreads of the middle half of the ten takes \
             before.</p>\n<ul>\n{said}</ul>\n</body>\n</html>\n",
            escaped(stats::TREND_METHOD),
        )
    }
}

fn sentence(sentence: &Sentence) -> String {
    let mut html = format!("<p class=\"words\">{}</p>\n", escaped(&sentence.text));
    for receipt in &sentence.receipts {
        let _ = writeln!(html, "<p class=\"small\">{}</p>", escaped(&receipt.words()));
    }
    html
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
            let class = if matches!(cell, Cell::Number(..)) { " class=\"number\"" } else { "" };
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
    let [paper, ink, quiet, band] =
        [palette.paper, palette.ink, palette.quiet, palette.band].map(super::palette::Rgb::hex);
    format!(
        "body{{background:{paper};color:{ink};font:15px/1.5 sans-serif;max-width:900px;margin:24px auto;padding:0 16px}}\
         h1{{font-size:24px}}h2{{font-size:18px;margin-top:32px}}.words{{font-size:17px}}.small{{font-size:12px}}\
         figure{{margin:16px 0}}figure svg{{max-width:100%;height:auto}}figcaption{{font-size:13px}}\
         table{{border-collapse:collapse;font-size:12px;margin:8px 0 24px;width:100%}}\
         caption{{text-align:left;font-weight:bold}}th{{text-align:left;background:{band}}}\
         td,th{{border-bottom:1px solid {quiet};padding:2px 6px;vertical-align:top;overflow-wrap:anywhere}}\
         .number{{text-align:right;font-variant-numeric:tabular-nums}}\
         @media print{{@page{{margin:15mm}}body{{margin:0;max-width:none;padding:0;font-size:10pt}}\
         figure,tr{{break-inside:avoid}}h2{{break-after:avoid}}thead{{display:table-header-group}}}}"
    )
}
