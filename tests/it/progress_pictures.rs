//! Pictures and reports of the progress figures: well-formed, self-contained, and safe with any title.

use jiff::civil::date;
use jiff::tz::TimeZone;
use roxmltree::{Document, Node, ParsingOptions};
use starling::domain::figures::{Measure, Place};
use starling::domain::library::Library;
use starling::domain::progress::chart::palette::{Palette, Rgb};
use starling::domain::progress::chart::{self, Chart};
use starling::domain::progress::report::{Report, Step, Subject};
use starling::domain::progress::{Filter, Progress, rows, svg};
use starling::domain::story::StoryId;

use crate::sample;

const HOSTILE: &str = "<script>alert(1)</script>\"'&]]><!-- \u{0}\u{8}\u{202e}</svg></title> =1+1";

fn palette() -> Palette {
    Palette {
        paper: Rgb([0xFF; 3]),
        ink: Rgb([0x1B; 3]),
        quiet: Rgb([0x8A; 3]),
        band: Rgb([0xE6; 3]),
        over: Rgb([0xF5, 0x04, 0x5E]),
        under: Rgb([0x14, 0x2B, 0x5F]),
        sections: vec![
            Rgb([0x14, 0x2B, 0x5F]),
            Rgb([0x70, 0x50, 0x06]),
            Rgb([0x0D, 0xA1, 0x8D]),
            Rgb([0xF5, 0x04, 0x5E]),
        ],
    }
}

/// A library whose every text is as bad as a text can be.
fn hostile_library() -> Library {
    let mut library = sample::library(120, 21);
    for mut story in library.stories().cloned().collect::<Vec<_>>() {
        story.title = format!("{HOSTILE} {}", story.title);
        library.put_story(story);
    }
    for mut take in library.takes().cloned().collect::<Vec<_>>() {
        HOSTILE.clone_into(&mut take.question.text);
        take.plan.framework_name = format!("{HOSTILE}{}", take.plan.framework_name);
        for section in &mut take.plan.sections {
            section.name = format!("{HOSTILE}{}", section.name);
        }
        for (row, _) in take.ratings.iter_mut().flat_map(|rating| &mut rating.points) {
            *row = format!("{HOSTILE}{row}");
        }
        library.put_take(take);
    }
    library
}

fn charts(library: &Library) -> Vec<Chart> {
    let progress = Progress::new(library.takes(), TimeZone::UTC);
    let (filter, settings) = (Filter::default(), &library.settings);
    let selection = progress.select(&filter, library);
    let group = selection.current_full_group();
    let mut charts = vec![
        chart::calendar(&selection, &filter, date(2026, 11, 20)),
        chart::heat_map(&selection, library, settings),
        chart::judging(&selection, settings),
    ];
    if let Some(group) = group {
        charts.extend([chart::by_take(&selection, &group), chart::by_week(&selection, &group)]);
        let places =
            [Place::Overview, Place::Shares, Place::Sections, Place::Ratings, Place::Counts, Place::Voice];
        charts.extend(places.map(|place| chart::at(place, &selection, &group, settings)));
    }
    charts
}

/// Nothing in the file runs, and nothing is fetched.
fn assert_self_contained(document: &Document<'_>) {
    for node in document.descendants().filter(Node::is_element) {
        let name = node.tag_name().name();
        assert!(
            !["script", "iframe", "object", "embed", "link", "img", "image", "use", "a", "base"]
                .contains(&name),
            "{name}"
        );
        for attribute in node.attributes() {
            assert!(!attribute.name().starts_with("on"), "{}", attribute.name());
            assert!(!["href", "src", "action"].contains(&attribute.name()), "{}", attribute.name());
            let text = attribute.value().replace(' ', "");
            assert!(!text.contains("url(") || text.contains("url(#"), "{text}");
        }
        if name == "style" {
            let css = node.text().unwrap_or_default();
            assert!(!css.contains("url(") && !css.contains("@import"));
        }
    }
}

#[test]
fn every_chart_is_a_well_formed_picture_with_a_title_and_a_description() {
    for library in [sample::library(0, 1), sample::library(1, 2), sample::library(400, 3), hostile_library()]
    {
        for chart in charts(&library) {
            for width in [320.0, 860.0] {
                let picture = svg::render(&chart, &palette(), width);
                let document =
                    Document::parse(&picture).unwrap_or_else(|fault| panic!("{}: {fault}", chart.id));
                assert_self_contained(&document);
                let root = document.root_element();
                let child = |name| {
                    root.children().find(|node| node.has_tag_name(("http://www.w3.org/2000/svg", name)))
                };
                assert!(child("title").unwrap().text().is_some_and(|title| !title.is_empty()));
                assert!(child("desc").unwrap().text().is_some_and(|summary| !summary.is_empty()));
                assert!(!picture.contains("NaN") && !picture.contains("inf\""), "{}", chart.id);
                assert_within_the_picture(&document, &chart);
            }
        }
    }
}

fn assert_within_the_picture(document: &Document<'_>, chart: &Chart) {
    let size = |name| document.root_element().attribute(name).unwrap().parse::<f64>().unwrap();
    let (width, height) = (size("width"), size("height"));
    for node in document.descendants() {
        for (names, most) in [(["x", "cx"], width), (["y", "cy"], height)] {
            for name in names {
                let Some(place) = node.attribute(name) else { continue };
                let place: f64 = place.parse().unwrap();
                assert!((-0.1..=most + 0.1).contains(&place), "{}: {name}={place} of {most}", chart.id);
            }
        }
    }
}

/// Nothing is told by colour alone: the first take of a day has a shape of its own, sections have letters,
/// and squares carry their numbers.
#[test]
fn pictures_can_be_read_in_grey() {
    let charts = charts(&sample::library(400, 3));
    let picture =
        |id: &str| svg::render(charts.iter().find(|chart| chart.id == id).unwrap(), &palette(), 860.0);
    let overview = picture("overview");
    assert!(overview.contains("<circle") && overview.contains("l4.2 4.2"), "two shapes of points");
    assert!(overview.contains("stroke-dasharray"), "a target told from a median");
    let stacked = picture("seconds");
    for letter in ["S", "T", "A", "R"] {
        assert!(stacked.contains(&format!(">{letter}</text>")), "{letter}");
    }
    assert!(picture("heat-map").contains(">+"), "over is written as well as coloured");
}

/// Five thousand takes stay a picture that opens: points that would cover each other are drawn once.
#[test]
fn a_story_with_five_thousand_takes_stays_small() {
    let library = sample::one_story(5_000, 4);
    for chart in charts(&library) {
        let picture = svg::render(&chart, &palette(), 860.0);
        assert!(picture.len() < 3_000_000, "{} takes {} bytes", chart.id, picture.len());
        let is_drawn_by_take = ["overview", "shares", "ratings"].contains(&chart.id.as_str());
        assert!(!is_drawn_by_take || chart.table.rows.len() > 3_000, "{}", chart.id);
    }
}

fn report(library: &Library, filter: &Filter) -> String {
    let progress = Progress::new(library.takes(), TimeZone::UTC);
    let palette = palette();
    let today = date(2026, 11, 20);
    let mut report = Report::new(Subject { progress: &progress, library, filter, palette: &palette, today });
    let mut before = 0;
    loop {
        match report.step() {
            Step::More { done, of } => {
                assert!(done == before + 1 && done < of);
                before = done;
            }
            Step::Done(html) => return html,
        }
    }
}

#[test]
fn the_report_is_one_file_that_needs_nothing_and_runs_nothing() {
    let story = Filter::story(StoryId("story-0".to_owned()));
    for library in [sample::library(0, 5), sample::library(300, 6), hostile_library()] {
        for filter in [Filter::default(), story.clone()] {
            let html = report(&library, &filter);
            let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
            let document = Document::parse_with_options(&html, options).unwrap();
            assert_self_contained(&document);
            assert!(html.contains("@media print"));
            let count =
                |name: &str| document.descendants().filter(|node| node.tag_name().name() == name).count();
            assert_eq!(count("h1"), 1);
            let mut ids: Vec<&str> = document.descendants().filter_map(|node| node.attribute("id")).collect();
            let all = ids.len();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), all, "an id is used twice");
            if library.takes().len() > 0 {
                assert!(count("figure") >= 5 && count("details") >= count("figure"));
            }
        }
    }
}

/// What another program reads is what the screen shows, to the last digit.
#[test]
fn rows_for_other_programs_hold_the_numbers_of_the_charts() {
    let library = sample::library(300, 7);
    let progress = Progress::new(library.takes(), TimeZone::UTC);
    let selection = progress.select(&Filter::default(), &library);
    let json = serde_json::to_value(rows::takes(&selection, &library)).unwrap();
    let by_id = |id: &str| json.as_array().unwrap().iter().find(|row| row["id"] == id).unwrap();
    let mut compared = 0;
    let rows = progress.rows(&library.settings);
    let lines = selection.groups().iter().flat_map(|(group, _)| {
        Measure::all_of(group, &rows).into_iter().map(move |measure| (measure, group))
    });
    for series in lines.map(|(measure, group)| selection.series_of(&measure, group, &library.settings)) {
        for point in &series.points {
            let row = by_id(&progress.take(point.take).unwrap().id.0);
            let written = match series.measure {
                Measure::Length => &row["duration_s"],
                Measure::Distance => &row["distance"],
                Measure::MeanPoints => &row["rating"],
                Measure::Share(section) => &row["sections"][section]["share"],
                Measure::Secs(section) => &row["sections"][section]["seconds"],
                _ => continue,
            };
            let read: f64 = written.to_string().parse().unwrap();
            assert_eq!(read.to_bits(), point.value.to_bits(), "{:?} of {}", series.measure, row["id"]);
            compared += 1;
        }
    }
    assert!(compared > 2_000);
}
