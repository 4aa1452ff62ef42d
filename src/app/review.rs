//! Listening to takes: which one is open, what is heard of it, and what the commands about takes do.

mod compare;
mod deck;
mod edit;
mod listen;
mod sound;

use std::sync::Arc;
use std::time::Instant;

use crate::domain::listening;
use crate::domain::split_table::SplitTable;
use crate::domain::take::{Take, TakeId, TakeKind};
use crate::domain::take_export::split_tsv;
use crate::domain::time::Frames;
use crate::ui::command::{Command, PracticeCommand, ReviewCommand, Zoom};
use crate::ui::screen::Screen;
use crate::ui::screens::takes::Focus;
use crate::ui::widgets::waveform::zoomed;

use super::history::{Edit, ThingId};
use super::services::Services;
use deck::{Deck, Shelf};
pub(super) use listen::wants_columns;
use sound::Sounder;

/// What listening needs beside what the page is shown.
pub(super) struct Review {
    shelf: Shelf,
    sounder: Sounder,
    /// The take that is open, and the one it is compared with.
    deck: Option<Deck>,
    other: Option<Deck>,
    /// Whether the two are played equally loud.
    matched: bool,
    /// Whether the other take is to be heard as soon as it can be.
    switches: bool,
    /// The sound round a mark that is played.
    stops_at: Option<listen::RoundMark>,
    /// When a loudspeaker that was lost was last opened again.
    reopened_at: Option<Instant>,
}

impl Review {
    pub(super) fn new(services: &Services) -> Self {
        let (fs, wake) = (Arc::clone(&services.fs), services.wake());
        let shelf = Shelf { fs: Arc::clone(&fs), cache: services.cache.clone(), wake: Arc::clone(&wake) };
        let sounder = Sounder::new(Arc::clone(&services.sound), fs, wake);
        Self {
            shelf,
            sounder,
            deck: None,
            other: None,
            matched: false,
            switches: false,
            stops_at: None,
            reopened_at: None,
        }
    }
}

impl Review {
    pub(super) fn run(&mut self, command: ReviewCommand, services: &mut Services) {
        match command {
            ReviewCommand::Open(id) => {
                services.view.screen = Screen::Takes;
                services.view.takes.show(id);
                services.save_now();
            }
            ReviewCommand::Close => {
                services.view.takes.open = None;
                services.view.takes.dialog = None;
                services.save_now();
            }
            ReviewCommand::Search => services.view.takes.focus = Some(Focus::Search),
            ReviewCommand::Change(take) => {
                services.change(*take, Edit::Once);
            }
            ReviewCommand::Write(take) => {
                services.change(*take, Edit::Typing);
            }
            ReviewCommand::Delete(id) => services.delete(&ThingId::Take(id)),
            ReviewCommand::DeleteOpen => {
                if let Some(id) = services.view.takes.open.clone() {
                    services.delete(&ThingId::Take(id));
                }
            }
            ReviewCommand::File(id, story) => file_take(services, &id, story),
            ReviewCommand::Rename => {
                services.view.takes.page.renaming = true;
                services.view.takes.focus = Some(Focus::Title);
            }
            ReviewCommand::ToggleWarmUp => {
                self.change_open_take(services, |take, _| Take { warm_up: !take.warm_up, ..take.clone() });
            }
            ReviewCommand::Play(command) => self.play(services, command),
            ReviewCommand::Mark(command) => self.mark(services, command),
            ReviewCommand::Rate(command) => self.rate(services, command),
            ReviewCommand::Count(command) => self.count(services, command),
            ReviewCommand::Compare(command) => self.compare(services, command),
            ReviewCommand::Zoom(zoom) => self.zoom(services, zoom),
            ReviewCommand::PinNote => self.pin_note(services),
            ReviewCommand::ToggleTable => services.view.takes.table = !services.view.takes.table,
            ReviewCommand::ToggleUnit => services.view.takes.percent = !services.view.takes.percent,
            ReviewCommand::CopyTable => copy_table(services),
            ReviewCommand::RetakeHere => self.retake_here(services),
            ReviewCommand::PractiseAgain => practise_again(services),
            ReviewCommand::NextQuestion => {
                services.then(Command::Go(Screen::Practice));
                services.then(PracticeCommand::NextQuestion);
            }
            ReviewCommand::WriteChange => services.view.takes.focus = Some(Focus::Change),
            // These are for the files of takes.
            ReviewCommand::Files(_) => {}
        }
    }

    /// Where playing stands in the open take; where the other one is heard, its beginning.
    fn place_in_open_take(&self, services: &Services) -> Frames {
        let open = services.view.takes.open.as_ref();
        let heard = open.is_some_and(|open| services.model.review.hears(open));
        if heard { self.sounder.position() } else { Frames::ZERO }
    }

    fn zoom(&mut self, services: &mut Services, zoom: Zoom) {
        const STEP: f64 = 2.0;
        let Some(take) = open_take(services) else { return };
        let (whole, view) = (take.recording.frames, services.view.takes.page.visible(take));
        let at = self.place_in_open_take(services);
        let middle = Frames(u64::midpoint(view.start.0, view.end.0));
        let round = if view.contains(&at) { at } else { middle };
        let shown = match zoom {
            Zoom::In => zoomed(&view, round, STEP, whole),
            Zoom::Out => zoomed(&view, round, 1.0 / STEP, whole),
            Zoom::Whole => Frames::ZERO..whole,
        };
        services.view.takes.page.view = (shown != (Frames::ZERO..whole)).then_some(shown);
    }

    fn retake_here(&mut self, services: &mut Services) {
        let at = self.place_in_open_take(services);
        let Some(take) = open_take(services) else { return };
        let section = listening::stretch_at(take, at).and_then(|stretch| stretch.section).unwrap_or(0);
        let command = PracticeCommand::Retake { take: take.id.clone(), section };
        services.then(command);
    }
}

/// The take that is open.
fn open_take(services: &Services) -> Option<&Take> {
    services.view.takes.open.as_ref().and_then(|id| services.model.take(id))
}

fn file_take(services: &mut Services, id: &TakeId, story: Option<crate::domain::story::StoryId>) {
    let Some(take) = services.model.library.take(id) else { return };
    let filed = Take { story, ..take.clone() };
    services.change(filed, Edit::Once);
    // The recording moves with its take, so where it lies is asked for again afterwards.
    services.save_now();
    services.locate(id);
}

fn copy_table(services: &mut Services) {
    let tolerance = services.model.library.settings.tolerance;
    let table = open_take(services).and_then(|take| SplitTable::of(take, tolerance));
    match table.map(|table| split_tsv(&table)) {
        Some(Ok(text)) => {
            services.ctx.copy_text(text);
            services.mention("The table is on the clipboard");
        }
        Some(Err(why)) => {
            services
                .mention(format!("The table was not copied, because {why}. Export it as a file instead."));
        }
        None => {}
    }
}

fn practise_again(services: &mut Services) {
    let Some(take) = open_take(services) else { return };
    let again = match &take.kind {
        TakeKind::Retake { of, section } => {
            vec![PracticeCommand::Retake { take: of.clone(), section: *section }]
        }
        TakeKind::FollowUp { of } => {
            vec![PracticeCommand::FollowUp { take: of.clone(), question: take.question.text.clone() }]
        }
        TakeKind::Full | TakeKind::Continuation { .. } => {
            let question = take.question.id.clone().map(PracticeCommand::Question);
            question.into_iter().chain(take.story.clone().map(PracticeCommand::PracticeStory)).collect()
        }
    };
    services.then(Command::Go(Screen::Practice));
    // Without a question or a story to come back to, one is chosen first.
    let is_known = !again.is_empty();
    for command in again {
        services.then(command);
    }
    if is_known {
        services.then(PracticeCommand::RecordAgain);
    }
}
