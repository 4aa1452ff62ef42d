//! Progress at a glance: what became of it, what to practise now, the figures that matter, and every story.

use eframe::egui::{Align2, Frame, Label, Margin, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{Receipts, State};
use crate::domain::figures::Unit;
use crate::domain::progress::sheet::Sheet;
use crate::domain::progress::stories::{Next, Standing};
use crate::domain::progress::words::{Sentence, Tile};
use crate::domain::question::QuestionId;
use crate::domain::story::{Role as Use, StoryId};
use crate::ui::command::{Command, PracticeCommand};
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::screen::Screen;
use crate::ui::theme::{Type, palette, size, space};
use crate::ui::widgets::{button, field};
use crate::ui::words;

/// Stories that the overview shows; the others are under "All stories".
const MOST_STORIES: usize = 6;

/// Where one stands, and the one thing to practise now.
pub(super) fn card(
    ui: &mut Ui,
    model: &Model,
    sheet: &Sheet,
    state: &mut State,
    commands: &mut Vec<Command>,
) {
    let fill = palette(ui).surface;
    let corner = size::CORNER * 2;
    Frame::new().fill(fill).corner_radius(corner).inner_margin(Margin::same(16)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        field::hint(ui, about(sheet));
        said(ui, &sheet.headline, "where you stand", Type::Section, state);
        if let Some(next) = &sheet.next {
            ui.add_space(space::S);
            ui.scope(|ui| field::caption(ui, "Next"));
            said(ui, &next.why, "what comes next", Type::Strong, state);
            ui.add_space(space::XS);
            ui.horizontal_wrapped(|ui| {
                let can = model.is_writable();
                let pressed = ui.add_enabled_ui(can, |ui| {
                    button::primary(ui, icons::MICROPHONE, "Practise it now").clicked()
                });
                if pressed.inner {
                    practise(next, commands);
                }
                ui.label(Type::Body.text(format!("Aim: {}", next.goal)));
            });
        }
    });
    ui.add_space(space::M);
}

/// The interview that is coming, and how often was practised lately.
fn about(sheet: &Sheet) -> String {
    let practised = format!("Practised on {} of the last 7 days", sheet.days_practised);
    match &sheet.interview {
        None => practised,
        Some((0, company)) => format!("{company} today  ·  {practised}"),
        Some((days, company)) => {
            let days = Unit::Days.say(f64::from(*days));
            format!("{company} in {days}  ·  {practised}")
        }
    }
}

/// A sentence with a way to where its numbers come from.
fn said(ui: &mut Ui, sentence: &Sentence, about: &str, kind: Type, state: &mut State) {
    ui.horizontal_top(|ui| {
        let has_receipts = !sentence.receipts.is_empty();
        let width = ui.available_width() - if has_receipts { 32.0 } else { 0.0 };
        ui.vertical(|ui| {
            ui.set_width(width.max(120.0));
            ui.add(Label::new(kind.text(&sentence.text)).wrap().selectable(true));
        });
        let name = format!("Where {about} comes from");
        if has_receipts && button::icon_small(ui, icons::INFO, &name).clicked() {
            state.receipts = Some(Receipts { title: sentence.text.clone(), list: sentence.receipts.clone() });
        }
    });
}

/// Opens practice with the story, the question and the aim set.
fn practise(next: &Next, commands: &mut Vec<Command>) {
    let Some(story) = &next.story else { return };
    begin(story, next.question.as_ref(), commands);
    commands.push(PracticeCommand::Aim(story.clone(), next.goal.clone()).into());
}

fn begin(story: &StoryId, question: Option<&QuestionId>, commands: &mut Vec<Command>) {
    match question {
        Some(question) => {
            commands.push(PracticeCommand::Question(question.clone()).into());
            commands.push(PracticeCommand::Story(Some(story.clone())).into());
        }
        None => commands.push(PracticeCommand::PracticeStory(story.clone()).into()),
    }
    commands.push(Command::Go(Screen::Practice));
}

const TILE: f32 = 104.0;
const LEAST_TILE: f32 = 148.0;

/// The figures that matter most, each with its way and its receipt.
pub(super) fn tiles(ui: &mut Ui, sheet: &Sheet, state: &mut State) {
    let count = sheet.tiles.len();
    if count == 0 {
        return;
    }
    let room = ui.available_width();
    let per_row = (1..=count).rev().find(|per| room / number(*per) - space::S >= LEAST_TILE).unwrap_or(1);
    let width = (room - space::S * number(per_row - 1)) / number(per_row);
    for row in sheet.tiles.chunks(per_row) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            for tile in row {
                if one(ui, tile, width).clicked() {
                    state.receipts = Some(Receipts { title: tile.name.clone(), list: tile.receipts.clone() });
                }
            }
        });
        ui.add_space(space::S);
    }
    ui.add_space(space::S);
}

fn one(ui: &mut Ui, tile: &Tile, width: f32) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(width.floor(), TILE), Sense::click());
    let parts = [&tile.name, &tile.value, &tile.change, &tile.judged].map(String::as_str);
    let said: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let name = said.join(", ");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    if ui.is_rect_visible(rect) {
        let palette = palette(ui);
        let fill = if response.hovered() { palette.raised } else { palette.surface };
        ui.painter().rect_filled(rect, size::CORNER, fill);
        let inner = rect.shrink(space::M);
        let put = |x: f32, y: f32, text: &str, kind: Type, ink| {
            let galley = ui.painter().layout_no_wrap(text.to_owned(), kind.font(), ink);
            ui.painter().with_clip_rect(rect).galley(pos2(x, y), galley, ink);
        };
        put(inner.left(), inner.top() - 4.0, &tile.name, Type::Caption, palette.text_weak);
        put(inner.left(), inner.top() + 10.0, &tile.value, Type::Title, palette.text);
        // At the right of the name, where a narrow tile has room for it too.
        let corner = inner.right_top() - vec2(0.0, 4.0);
        let font = Type::Caption.font();
        ui.painter().text(corner, Align2::RIGHT_TOP, &tile.change, font, palette.text_weak);
        put(inner.left(), inner.bottom() - 12.0, &tile.judged, Type::Caption, palette.text_weak);
        let way = Rect::from_min_max(
            pos2(inner.left(), inner.top() + 42.0),
            pos2(inner.right(), inner.bottom() - 16.0),
        );
        sparkline(ui, way, tile);
    }
    button::focus_ring(ui, &response);
    response
}

/// The last values as a line over the band, without axes.
#[expect(clippy::cast_possible_truncation, reason = "points on a screen need no more than a float holds")]
fn sparkline(ui: &Ui, place: Rect, tile: &Tile) {
    let palette = palette(ui);
    let aimed = tile.band.into_iter().flatten();
    let (least, most) = tile
        .way
        .iter()
        .copied()
        .chain(aimed)
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), value| (least.min(value), most.max(value)));
    let span = (most - least).max(1e-9);
    let y = |value: f64| place.bottom() - place.height() * ((value - least) / span) as f32;
    if let Some([from, to]) = tile.band {
        let band = Rect::from_min_max(pos2(place.left(), y(to)), pos2(place.right(), y(from)));
        ui.painter().rect_filled(band, 0, palette.line);
    }
    let steps = number(tile.way.len().saturating_sub(1).max(1));
    let spots: Vec<_> = (0..tile.way.len())
        .zip(&tile.way)
        .map(|(index, value)| pos2(place.left() + place.width() * number(index) / steps, y(*value)))
        .collect();
    let end = spots.last().copied();
    ui.painter().line(spots, (1.5, palette.text));
    if let Some(end) = end {
        ui.painter().circle_filled(end, 2.5, palette.text);
    }
}

/// Every story, the weakest first, with its last takes and a way to practise it.
pub(super) fn stories(ui: &mut Ui, sheet: &Sheet, state: &mut State, commands: &mut Vec<Command>) {
    if sheet.standings.is_empty() {
        return;
    }
    ui.add_space(space::S);
    ui.label(Type::Section.text("Stories, weakest first"));
    ui.add_space(space::XS);
    for standing in sheet.standings.iter().take(MOST_STORIES) {
        ui.push_id(&standing.story, |ui| story(ui, sheet, standing, state, commands));
    }
    let hidden = sheet.standings.len().saturating_sub(MOST_STORIES);
    if hidden > 0 {
        let name = format!("Show {} more", words::count(hidden, "story", "stories"));
        if button::quiet(ui, icons::CARET_RIGHT, &name).clicked() {
            state.part = crate::domain::progress::sheet::Part::Stories;
        }
    }
    ui.add_space(space::S);
}

const ROW: f32 = 44.0;
const PRACTISE: f32 = 112.0;

fn story(ui: &mut Ui, sheet: &Sheet, standing: &Standing, state: &mut State, commands: &mut Vec<Command>) {
    let Some(id) = &standing.story else { return };
    let title = if standing.title.is_empty() { "Untitled story" } else { &standing.title };
    let about = described(sheet, standing);
    ui.horizontal(|ui| {
        let width = ui.available_width() - PRACTISE - space::S;
        let (rect, response) = ui.allocate_exact_size(vec2(width.max(120.0), ROW), Sense::click());
        let name = format!("Show {title}, {about}");
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
        if ui.is_rect_visible(rect) {
            let palette = palette(ui);
            if response.hovered() {
                ui.painter().rect_filled(rect, size::CORNER, palette.raised);
            }
            let line = |y: f32, text: &str, kind: Type, ink| {
                let mut job =
                    eframe::egui::text::LayoutJob::simple_singleline(text.to_owned(), kind.font(), ink);
                job.wrap = eframe::egui::text::TextWrapping::truncate_at_width(rect.width() - 2.0 * space::S);
                let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
                ui.painter().galley(pos2(rect.left() + space::S, y), galley, ink);
            };
            line(rect.top() + 3.0, title, Type::Strong, palette.text);
            line(rect.top() + 24.0, &about, Type::Caption, palette.text_weak);
        }
        button::focus_ring(ui, &response);
        if response.clicked() {
            state.show_story(id.clone());
        }
        let pressed = button::quiet_named(
            ui,
            &format!("{}  Practise", icons::MICROPHONE),
            &format!("Practise {title}"),
        );
        if pressed.clicked() {
            begin(id, None, commands);
        }
    });
}

/// "Go-to · off target 16, 12, 11 · Situation +12 points · told 6 days ago".
fn described(sheet: &Sheet, standing: &Standing) -> String {
    let mut parts = Vec::new();
    if standing.role != Use::Unassigned {
        parts.push(standing.role.name().to_owned());
    }
    if standing.latest.is_empty() {
        let marked = if standing.takes == 0 { "not told yet" } else { "not marked yet" };
        parts.push(marked.to_owned());
    } else {
        let latest: Vec<String> =
            standing.latest.iter().map(|points| Unit::PointsOff.figure(*points)).collect();
        parts.push(format!("off target {}", latest.join(", ")));
    }
    let section = standing.weakest.and_then(|(section, over)| {
        let name = &standing.group.as_ref()?.sections.get(section)?.name;
        Some(format!("{name} {}", Unit::PercentPoints.signed(over)))
    });
    parts.extend(section);
    if let Some(day) = standing.last_told {
        let days = day.until(sheet.wish.today).map_or(0, |span| span.get_days());
        parts.push(match days {
            ..=0 => "told today".to_owned(),
            1 => "told yesterday".to_owned(),
            _ => format!("told {days} days ago"),
        });
    }
    parts.join("  ·  ")
}

#[expect(clippy::cast_precision_loss, reason = "tiles and values of a line are few")]
fn number(count: usize) -> f32 {
    count as f32
}
