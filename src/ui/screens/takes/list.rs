//! The list of takes, the newest first.

use eframe::egui::text::{LayoutJob, TextWrapping};
use eframe::egui::{Align2, Color32, Id, Ui, pos2, vec2};

use super::{Focus, State as TakesState};
use crate::domain::first_look::length_of;
use crate::domain::rating::Rating;
use crate::domain::split_table::SplitTable;
use crate::domain::story::{Story, StoryId};
use crate::domain::take::{Take, TakeId, TakeKind};
use crate::domain::verdict::in_short;
use crate::ui::command::{Command, FilesCommand, ReviewCommand};
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::screen::Screen;
use crate::ui::theme::{Type, palette, size, space};
use crate::ui::widgets::{button, choice, field, page, rows, sections};
use crate::ui::words;

/// What is looked for, and what was found.
#[derive(Debug, Default)]
pub struct State {
    pub search: String,
    pub which: Which,
    /// `None` shows the takes of every story.
    pub story: Option<StoryId>,
    found: Option<Found>,
}

/// Which takes are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    #[default]
    All,
    Unrated,
    Unfiled,
    WarmUp,
    Recovered,
}

impl Which {
    const ALL: [Self; 5] = [Self::All, Self::Unrated, Self::Unfiled, Self::WarmUp, Self::Recovered];

    const fn name(self) -> &'static str {
        match self {
            Self::All => "Every take",
            Self::Unrated => "Not rated yet",
            Self::Unfiled => "Not filed",
            Self::WarmUp => "Warm-up",
            Self::Recovered => "Recovered",
        }
    }

    fn holds(self, take: &Take) -> bool {
        match self {
            Self::All => true,
            Self::Unrated => take.ratings.is_empty(),
            Self::Unfiled => take.story.is_none(),
            Self::WarmUp => take.warm_up,
            Self::Recovered => take.recovered,
        }
    }
}

/// The takes shown, and what they were looked up with.
#[derive(Debug)]
struct Found {
    revision: u64,
    search: String,
    which: Which,
    story: Option<StoryId>,
    takes: Vec<TakeId>,
    unrated: usize,
}

const ROW_HEIGHT: f32 = 64.0;
const WIDEST: f32 = size::COLUMN + 120.0;

pub fn show(ui: &mut Ui, model: &Model, state: &mut TakesState, commands: &mut Vec<Command>) {
    page::page(ui, "takes", WIDEST, |ui| {
        page::title(ui, "Takes", |ui| {
            ui.add_enabled_ui(model.is_writable(), |ui| {
                if button::plain(ui, icons::IMPORT, "Bring in a recording…").clicked() {
                    commands.push(FilesCommand::AskImport.into());
                }
            });
        });
        if model.library.takes().len() == 0 {
            nothing_yet(ui, commands);
            return;
        }
        let asked = state.focus.take_if(|focus| *focus == Focus::Search).is_some();
        let id = Id::unique("take search");
        field::search_over(ui, id, "Search the takes", asked, &mut state.list.search);
        filters(ui, model, &mut state.list);
        let found = state.list.look_up(model);
        let mut count = words::count(found.takes.len(), "take", "takes");
        if found.unrated > 0 && found.which != Which::Unrated {
            count = format!("{count}, {} not rated yet", found.unrated);
        }
        field::hint(ui, count);
        ui.add_space(space::S);
        if found.takes.is_empty() {
            nothing_fits(ui, &mut state.list);
            return;
        }
        rows::in_sight(ui, ROW_HEIGHT, found.takes.len(), |ui, index| {
            if let Some(take) = found.takes.get(index).and_then(|id| model.library.take(id))
                && row(ui, model, take)
            {
                commands.push(ReviewCommand::Open(take.id.clone()).into());
            }
        });
    });
}

fn nothing_yet(ui: &mut Ui, commands: &mut Vec<Command>) {
    let next = "Record an answer on the practice screen, or bring in a recording made elsewhere.";
    page::empty(ui, icons::MICROPHONE, "No takes yet", next, |ui| {
        if button::primary(ui, icons::MICROPHONE, "Go to practice").clicked() {
            commands.push(Command::Go(Screen::Practice));
        }
    });
}

fn filters(ui: &mut Ui, model: &Model, list: &mut State) {
    ui.horizontal_wrapped(|ui| {
        let which = Which::ALL.map(|which| (which, which.name().to_owned()));
        choice::menu(ui, "which", "Which takes", 150.0, &mut list.which, &which);
        let mut stories = vec![(None, "Every story".to_owned())];
        let named = model.library.stories().map(|story| (Some(story.id.clone()), story.shown_title()));
        stories.extend(named.map(|(id, title)| (id, title.to_owned())));
        choice::menu(ui, "story", "Story", 240.0, &mut list.story, &stories);
    });
    ui.add_space(space::XS);
}

fn nothing_fits(ui: &mut Ui, list: &mut State) {
    page::empty(ui, icons::SEARCH, "No take fits", "Try other words, or fewer filters.", |ui| {
        if button::plain(ui, icons::CLOSE, "Show every take").clicked() {
            *list = State::default();
        }
    });
}

fn row(ui: &mut Ui, model: &Model, take: &Take) -> bool {
    let (title, about) = (take.shown_title(), about(model, take));
    let rating = take.rating().and_then(Rating::mean);
    let rated = rating.map_or("not rated".to_owned(), |mean| format!("rated {mean:.1} of 5"));
    let (rect, response) = button::row(ui, ROW_HEIGHT, &format!("{title}, {about}, {rated}"));
    if !ui.is_rect_visible(rect) {
        return response.clicked();
    }
    let palette = palette(ui);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, (1.0, palette.line));
    let inner = rect.shrink2(vec2(space::M, space::M));
    let room = if inner.width() < 420.0 { 0.0 } else { 132.0 };
    let line = |y: f32, text: &str, kind: Type, colour: Color32, align: Align2| {
        let mut job = LayoutJob::simple_singleline(text.to_owned(), kind.font(), colour);
        job.wrap = TextWrapping::truncate_at_width(inner.width() - room - space::M);
        let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
        let place = align.anchor_size(pos2(inner.left(), y), galley.size());
        ui.painter().galley(place.min, galley, colour);
    };
    line(inner.top(), title, Type::Strong, palette.text, Align2::LEFT_TOP);
    line(inner.bottom(), &about, Type::Caption, palette.text_weak, Align2::LEFT_BOTTOM);
    if room > 0.0 {
        let side = pos2(inner.right() - room, inner.center().y);
        let bar = eframe::egui::Rect::from_min_size(side - vec2(0.0, 5.0), vec2(88.0, 10.0));
        sections::split_strip(ui.painter(), bar, palette, take);
        let (text, colour) = match rating {
            Some(mean) => (format!("{mean:.1}"), palette.text),
            None => ("–".to_owned(), palette.text_weak),
        };
        ui.painter().text(inner.right_center(), Align2::RIGHT_CENTER, text, Type::Strong.font(), colour);
    }
    response.clicked()
}

/// What is worth knowing before opening a take.
fn about(model: &Model, take: &Take) -> String {
    let story = take.story.as_ref().and_then(|id| model.library.story(id));
    let mut parts = vec![story.map_or("Not filed", Story::shown_title).to_owned()];
    parts.push(words::when(take.recorded_at, model.now));
    parts.push(words::clock(take.recording.secs()));
    parts.push(distance(model, take));
    parts.extend(kind(take));
    if take.warm_up {
        parts.push("Warm-up".to_owned());
    }
    if take.recovered {
        parts.push("Recovered".to_owned());
    }
    parts.join("  ·  ")
}

/// How split and length lie, in a few words.
pub(super) fn distance(model: &Model, take: &Take) -> String {
    let settings = &model.library.settings;
    let table = SplitTable::of(take, settings.tolerance);
    in_short(table.as_ref(), length_of(take, settings))
}

/// What sort of take it is, where it is no full one.
pub(super) fn kind(take: &Take) -> Option<String> {
    match &take.kind {
        TakeKind::Full => None,
        TakeKind::Retake { .. } => {
            let section = take.retold_section().and_then(|section| take.plan.sections.get(section));
            Some(format!("{} again", section.map_or("A section", |section| &section.name)))
        }
        TakeKind::FollowUp { .. } => Some("Follow-up".to_owned()),
        TakeKind::Continuation { part, .. } => Some(format!("Part {part}")),
    }
}

impl State {
    /// The takes for what is typed and chosen now; looked up again only where something changed.
    fn look_up(&mut self, model: &Model) -> &Found {
        let stale = self.found.as_ref().is_none_or(|found| {
            found.revision != model.revision
                || found.search != self.search
                || found.which != self.which
                || found.story != self.story
        });
        if stale {
            self.found = None;
        }
        self.found.get_or_insert_with(|| {
            let wanted: Vec<String> = self.search.split_whitespace().map(str::to_lowercase).collect();
            let fits = |take: &&Take| {
                self.which.holds(take)
                    && self.story.as_ref().is_none_or(|story| take.story.as_ref() == Some(story))
                    && (wanted.is_empty() || says(model, take, &wanted))
            };
            let mut takes: Vec<&Take> = model.library.takes().filter(fits).collect();
            takes.sort_by(|a, b| (b.recorded_at, &b.id).cmp(&(a.recorded_at, &a.id)));
            Found {
                revision: model.revision,
                search: self.search.clone(),
                which: self.which,
                story: self.story.clone(),
                unrated: takes.iter().filter(|take| take.ratings.is_empty()).count(),
                takes: takes.into_iter().map(|take| take.id.clone()).collect(),
            }
        })
    }
}

/// Whether the take's own words, its question or its story hold every word.
fn says(model: &Model, take: &Take, words: &[String]) -> bool {
    let story = take.story.as_ref().and_then(|id| model.library.story(id)).map(|story| &story.title);
    let notes = take.notes.iter().map(|note| &note.text);
    let texts = [&take.title, &take.question.text, &take.change_for_next_time];
    let all: Vec<String> =
        texts.into_iter().chain(story).chain(notes).map(|text| text.to_lowercase()).collect();
    words.iter().all(|word| all.iter().any(|text| text.contains(word)))
}
